/* direction: what can be said of results that are not pooled. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_direction.h"
#include "tools/meta.h"

typedef struct {
    meta_input in;
    rv_direction_data data;
    rv_direction_options options;
    double *vi;                   /* squares of standard errors */
    double *own;                  /* effects and directions without the rows that an analysis leaves out */
    const char **names;           /* [rows] room; [domains] names of domains */
    const char **labels, **domain_name;
    size_t *study, *domain;
    rv_domain_direction *out;
} direction_work;

/* ---- What is read ------------------------------------------------------------------------------------------------ */

/* A column by the name that was given, or by its usual one where it is there; -1 for none. */
static rv_status find(const rv_frame *f, const char *name, const char *const *usual, int *at, rv_error *err)
{
    size_t column;
    rv_status st = RV_OK;

    *at = -1;
    if (name && (st = rv_frame_want(f, name, &column, err)) == RV_OK)
        *at = (int)column;
    for (; !name && *usual && *at < 0; usual++)
        *at = rv_frame_find(f, *usual);
    return st;
}

static rv_status numbers(direction_work *w, const char *name, const char *usual, const double **x, rv_error *err)
{
    const char *const names[] = { usual, NULL };
    int at;
    rv_status st = find(w->in.frame, name, names, &at, err);

    *x = NULL;
    return st == RV_OK && at >= 0 ? rv_frame_reals(w->in.frame, (size_t)at, x, err) : st;
}

static rv_status variances(direction_work *w, rv_error *err)
{
    const size_t k = w->data.k;
    const double *se;
    rv_status st = RV_OK;

    if (!asked.sei && ((st = numbers(w, asked.vi, "vi", &w->data.vi, err)) != RV_OK || w->data.vi))
        return st;
    if ((st = numbers(w, asked.sei, "sei", &se, err)) != RV_OK || !se)
        return st;
    if (!(w->vi = malloc((k + 1) * sizeof *w->vi)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
    for (size_t i = 0; i < k; i++)
        w->vi[i] = se[i] < 0 ? se[i] : se[i] * se[i];   /* a negative one is refused as it is */
    w->data.vi = w->vi;
    return RV_OK;
}

static rv_status texts(direction_work *w, rv_error *err)
{
    static const char *const label[] = { "slab", "label", "study", "author", NULL }, *const study[] = { "study", "study_id", "studyid", NULL },
                             *const domain[] = { "domain", NULL };
    const size_t k = w->data.k;
    size_t studies;
    int at[3];
    rv_status st;

    if ((st = find(w->in.frame, asked.slab, label, &at[0], err)) != RV_OK
        || (st = find(w->in.frame, asked.study ? asked.study : asked.slab, study, &at[1], err)) != RV_OK
        || (st = find(w->in.frame, asked.subgroup, domain, &at[2], err)) != RV_OK)
        return st;
    for (size_t i = 0; i < k; i++) {
        w->labels[i] = at[0] >= 0 ? rv_frame_text(w->in.frame, i, (size_t)at[0]) : "";
        w->names[i] = at[1] >= 0 ? rv_frame_text(w->in.frame, i, (size_t)at[1]) : "";
    }
    if ((st = rv_codes_of(w->names, k, w->study, &studies, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < k; i++) {
        const char *const text = at[2] >= 0 ? rv_frame_text(w->in.frame, i, (size_t)at[2]) : "all";
        w->names[i] = *text ? text : "(none)";
    }
    st = rv_codes_of(w->names, k, w->domain, &w->data.domains, err);
    for (size_t i = k; st == RV_OK && i-- > 0;)
        w->domain_name[w->domain[i]] = w->names[i];
    return st;
}

/* Rows that a planned analysis does not choose say nothing here either. */
static rv_status leave_out(direction_work *w, rv_error *err)
{
    const int at = rv_frame_find(w->in.frame, "left_out");
    const size_t k = w->data.k;
    const double **const columns[] = { &w->data.yi, &w->data.direction };

    if (at < 0)
        return RV_OK;
    if (!(w->own = malloc((2 * k + 1) * sizeof *w->own)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
    for (size_t c = 0; c < 2; c++) {
        double *const to = w->own + c * k;
        for (size_t i = 0; *columns[c] && i < k; i++)
            to[i] = *rv_frame_text(w->in.frame, i, (size_t)at) ? NAN : (*columns[c])[i];
        if (*columns[c])
            *columns[c] = to;
    }
    return RV_OK;
}

static rv_status read_all(direction_work *w, rv_error *err)
{
    rv_status st = meta_open(&w->in, err);
    size_t k;

    if (st != RV_OK)
        return st;
    k = w->data.k = rv_frame_rows(w->in.frame);
    w->names = calloc(k + 1, sizeof *w->names);
    w->labels = calloc(k + 1, sizeof *w->labels);
    w->domain_name = calloc(k + 1, sizeof *w->domain_name);
    w->study = calloc(k + 1, sizeof *w->study);
    w->domain = calloc(k + 1, sizeof *w->domain);
    if (!w->names || !w->labels || !w->domain_name || !w->study || !w->domain)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
    if ((st = numbers(w, asked.yi, "yi", &w->data.yi, err)) != RV_OK || (st = variances(w, err)) != RV_OK
        || (st = numbers(w, asked.p, "", &w->data.p, err)) != RV_OK || (st = numbers(w, asked.side, "", &w->data.direction, err)) != RV_OK
        || (st = leave_out(w, err)) != RV_OK || (st = texts(w, err)) != RV_OK)
        return st;
    w->data.p_two_sided = !asked.one_sided;
    w->data.study = w->study;
    w->data.domain = w->domain;
    w->data.labels = w->labels;
    w->options = (rv_direction_options)RV_DIRECTION_OPTIONS_INIT;
    w->options.below = asked.below;
    if (!isnan(asked.level))
        w->options.level = asked.level;
    if (!isnan(asked.agreement))
        w->options.agreement = asked.agreement;
    if (!isnan(asked.truncation))
        w->options.truncation = asked.truncation;
    if (!(w->out = calloc(w->data.domains + 1, sizeof *w->out)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    return RV_OK;
}

/* ---- What is written --------------------------------------------------------------------------------------------- */

static void votes(meta_writer *to, const rv_domain_direction *d)
{
    const rv_vote *v = &d->vote;
    const double x[] = { v->share, v->wilson_lo, v->wilson_hi, v->exact_lo, v->exact_hi, v->p };

    meta_cell_count(to, d->effects);
    meta_cell_count(to, d->studies);
    meta_cell_count(to, v->up);
    meta_cell_count(to, v->down);
    meta_cell_count(to, v->none);
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        meta_cell_real(to, x[i]);
}

static void ranges(meta_writer *to, const rv_domain_direction *d)
{
    const double x[] = { d->min, d->q1, d->median, d->q3, d->max };

    meta_cell_count(to, d->k_yi);
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        meta_cell_real(to, x[i]);
}

static void combined(meta_writer *to, const rv_domain_direction *d)
{
    meta_cell_count(to, d->k_p);
    for (int m = 0; m <= RV_COMBINE_TRUNCATED; m++)
        meta_cell_real(to, d->combined[m].p);
}

#define VOTES "effects", "studies", "up", "down", "none", "share", "wilson_lo", "wilson_hi", "exact_lo", "exact_hi", "sign_p"
#define RANGES "studies_with_effect", "min", "q1", "median", "q3", "max"
#define COMBINED "studies_with_p", "fisher_p", "stouffer_p", "edgington_p", "tippett_p", "truncated_p"

/* People get three narrow tables, programs one row a domain. */
static void tables(meta_writer *to, const direction_work *w)
{
    static const char *const all[] = { "domain", VOTES, RANGES, COMBINED };
    static const char *const parts[3][12] = { { "domain", VOTES }, { "domain", RANGES }, { "domain", COMBINED } };
    static const size_t widths[] = { 12, 7, 7 };
    static const char *const keys[] = { "votes", "ranges", "combined" };
    static const char *const headings[] = { "Direction: studies above and below no difference",
                                            "Size: each study by the median of its effects",
                                            "Combined p-values: is there an effect in at least one study?" };
    static void (*const cells[])(meta_writer *, const rv_domain_direction *) = { votes, ranges, combined };

    if (asked.format != RV_FORMAT_TEXT)
        meta_table(to, "domains", NULL, all, sizeof all / sizeof *all);
    for (size_t part = 0; part < 3 && asked.format == RV_FORMAT_TEXT; part++) {
        meta_table(to, keys[part], headings[part], parts[part], widths[part]);
        for (size_t g = 0; g < w->data.domains; g++) {
            meta_cell_text(to, w->domain_name[g]);
            cells[part](to, &w->out[g]);
            meta_row(to);
        }
    }
    for (size_t g = 0; g < w->data.domains && asked.format != RV_FORMAT_TEXT; g++) {
        meta_cell_text(to, w->domain_name[g]);
        for (size_t part = 0; part < 3; part++)
            cells[part](to, &w->out[g]);
        meta_row(to);
    }
}

static rv_status write_all(const direction_work *w, rv_error *err)
{
    meta_writer *to = meta_writer_new("direction");

    meta_fact_count(to, "rows", "Results", w->data.k);
    meta_fact_text(to, "question", "Question", w->options.below ? "are effects below zero" : "are effects above zero");
    meta_fact_real(to, "level", "Level", w->options.level);
    meta_fact_real(to, "agreement", "Agreement for a vote", w->options.agreement);
    meta_fact_real(to, "truncation", NULL, w->options.truncation);
    tables(to, w);
    for (size_t g = 0; g < w->data.domains; g++) {
        const rv_domain_direction *d = &w->out[g];
        if (d->vote.none)
            meta_note(to, "no-vote", "%s: %zu %s without a vote, its effects on both sides or on none", w->domain_name[g], d->vote.none,
                      d->vote.none == 1 ? "study is" : "studies are");
        if (d->effects > d->studies)
            meta_note(to, "several-effects", "%s: %zu effects of %zu studies; a study votes once, and has one p-value (Sidak)",
                      w->domain_name[g], d->effects, d->studies);
        if (d->studies == 0)
            meta_note(to, "empty-domain", "%s: no result has a direction", w->domain_name[g]);
    }
    meta_note(to, "not-pooled", "directions and p-values say nothing of how large effects are");
    return meta_written(to, err);
}

rv_status meta_direction(rv_error *err)
{
    direction_work w = { 0 };
    rv_status st;

    if ((st = read_all(&w, err)) == RV_OK && (st = rv_direction_run(&w.data, &w.options, w.out, err)) == RV_OK)
        st = write_all(&w, err);
    meta_free(&w.in);
    free(w.vi);
    free(w.own);
    free(w.names);
    free(w.labels);
    free(w.domain_name);
    free(w.study);
    free(w.domain);
    free(w.out);
    return st;
}
