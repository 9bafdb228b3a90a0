/* A headline in the manner of the Education Endowment Foundation's toolkit: how much, how dear, how well founded; only from what was
   extracted and judged. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/extract.h"

#include "report/parts.h"

/*
 * Months of additional progress in a year, from a standardised difference of attainment: least d for each number of months. A convention of
 * that toolkit (Higgins et al. 2016, Sutton Trust-EEF Teaching and Learning Toolkit: technical appendices; after Glass 1981), for attainment
 * in school alone.
 */
static const double least[] = { 0.05, 0.10, 0.19, 0.27, 0.36, 0.45, 0.53, 0.62, 0.70, 0.79, 0.88, 0.96 };

/* Below no difference the same, turned. */
static double months_of(double d)
{
    int months = 0;

    while (months < 12 && round(100 * fabs(d)) / 100 >= least[months])
        months++;
    return months ? copysign(months, d) : 0;
}

static bool is_standardised(const char *measure)
{
    return strncmp(measure, "SMD", 3) == 0;
}

/* ---- Cost ----------------------------------------------------------------------------------------------------------------- */

typedef struct {
    double      amount;
    const char *currency, *year, *per;
    bool        divided;          /* by the people it is for */
} cost;

typedef struct {
    cost       of_study;
    rv_memory *memory;
} costing;

static rv_status note_cost(void *user, const rv_value *v, rv_error *err)
{
    const bool per_person = strcmp(v->field, "cost_per_person") == 0;
    costing *c = user;
    double x;

    (void)err;
    if (*v->result || !*v->value)
        return RV_OK;
    if ((per_person || (strcmp(v->field, "cost_amount") == 0 && !c->of_study.divided)) && rv_real_parse(v->value, &x, NULL) == RV_OK) {
        c->of_study.amount = x;
        c->of_study.divided = per_person;
    } else if (strcmp(v->field, "cost_currency") == 0)
        c->of_study.currency = rv_memory_text(c->memory, v->value);
    else if (strcmp(v->field, "cost_price_year") == 0)
        c->of_study.year = rv_memory_text(c->memory, v->value);
    else if (strcmp(v->field, "cost_per") == 0)
        c->of_study.per = rv_memory_text(c->memory, v->value);
    return RV_OK;
}

/* "GBP 1200 (2019 prices, one person who began)", one for each study that tells; amounts of different currencies and years are not added. */
static rv_status costs(rv_document *d, const rv_synthesis *s, rv_buf *out, size_t *n, rv_error *err)
{
    rv_status st = RV_OK;

    *n = 0;
    for (size_t i = 0; st == RV_OK && i < s->effects.n; i++) {
        const rv_review_effect *e = &s->effects.effects[i];
        costing c = { { NAN, "", "", "", false }, d->memory };
        const rv_value_filter filter = { .study = e->study, .calculated = d->protocol };

        if (!e->chosen)
            continue;
        st = rv_extract_walk(d->store, &filter, note_cost, &c, err);
        if (st != RV_OK || isnan(c.of_study.amount))
            continue;
        if (c.of_study.divided)
            c.of_study.per = "one person, calculated";
        rv_buf_printf(out, "%s%s: %s ", *n ? "; " : "", e->study, c.of_study.currency);
        rv_grid_number(out, c.of_study.amount, 0);
        rv_buf_printf(out, "%s%s%s%s%s%s", *c.of_study.year || *c.of_study.per ? " (" : "", c.of_study.year, *c.of_study.year ? " prices" : "",
                      *c.of_study.year && *c.of_study.per ? ", " : "", c.of_study.per, *c.of_study.year || *c.of_study.per ? ")" : "");
        ++*n;
    }
    return st;
}

/* ---- Strength -------------------------------------------------------------------------------------------------------------- */

static const rv_appraisal_tool *padlocks_tool(const rv_protocol *p)
{
    for (size_t i = 0; i < p->n_appraisals; i++)
        if (strcmp(p->appraisals[i].instrument, "eef-padlocks") == 0)
            return &p->appraisals[i];
    return NULL;
}

static rv_status padlocks(rv_document *d, const rv_plan *plan, const char **out, rv_error *err)
{
    const rv_appraisal_tool *tool = padlocks_tool(d->protocol);
    const rv_appraisal_subject subject = { NULL, NULL, plan->id };
    rv_appraisal a = { 0 };
    rv_status st;

    *out = "";
    if (!tool)
        return RV_OK;
    if ((st = rv_extract_appraisal(d->store, d->protocol, tool->id, &subject, NULL, &a, err)) == RV_OK)
        for (size_t i = 0; i < a.n; i++)
            if (!a.lines[i].question)
                *out = rv_memory_text(d->memory, a.lines[i].answer);
    rv_appraisal_free(&a);
    return st;
}

/* ---- The part ---------------------------------------------------------------------------------------------------------------- */

static rv_status line(rv_document *d, rv_grid *g, const rv_found *f, rv_error *err)
{
    const rv_synthesis *s = f->synthesis;
    const double d_like = rv_standardised(s->run.measure, f->lower ? -f->y : f->y, NAN);
    rv_buf words = RV_BUF_INIT, link = RV_BUF_INIT;
    const char *locks;
    size_t n;
    rv_status st;

    if ((st = costs(d, s, &words, &n, err)) == RV_OK && (st = padlocks(d, s->planned, &locks, err)) == RV_OK) {
        rv_grid_row(g, NULL);
        rv_grid_link(g, s->planned->label, rv_report_anchor(&link, "analysis", s->planned->id));
        rv_grid_real(g, d_like);
        rv_grid_real(g, is_standardised(s->run.measure) ? months_of(d_like) : NAN);
        if (!is_standardised(s->run.measure))
            rv_grid_footnote(g, "Months of progress are a convention for attainment measured as a standardised difference; this outcome is not.");
        rv_grid_text(g, n ? rv_buf_str(&words) : "not extracted");
        rv_grid_text(g, *locks ? locks : "not judged");
        rv_grid_text(g, rv_words_certainty(&f->certainty));
    }
    rv_buf_free(&words);
    rv_buf_free(&link);
    return st;
}

rv_status rv_part_headline(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "outcome", "Outcome", -1 }, { "d", "Impact, standard deviations", 2 }, { "months", "Months of progress", 0 },
        { "cost", "Cost as reported", -1 }, { "padlocks", "Padlocks (1 to 5)", -1 }, { "certainty", "Certainty", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g;
    rv_status st = RV_OK;

    if (!padlocks_tool(d->protocol) && !rv_protocol_field(d->protocol, "cost_amount"))
        return RV_OK;
    g = rv_grid_new("headline", "Impact, cost and strength of the evidence", columns);
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_analyses; i++)
        st = line(d, g, &d->findings[i], err);
    rv_grid_note(g, "Positive is in favour. Odds ratios as standard deviations by \u221a3/\u03c0 (Chinn 2000). Months as in the technical "
                    "appendices of the Sutton Trust-EEF Toolkit (Higgins et al. 2016). Padlocks by the rules of before 2021.");
    rv_page_heading(d->page, 3, "headline-eef", "Impact, cost, strength");
    if (st == RV_OK)
        st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st;
}
