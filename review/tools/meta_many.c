/* fit --many: a model for each group of rows, on all cores; the output is in the order of the groups' first rows. */
#include <config.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/meta.h"

enum { THREADS = 16, AT_ONCE = 8, NUMBERS = 14 };

/* What stays of a group's analysis. */
typedef struct {
    size_t first, rows;           /* place in `order` */
    const char *name;
    rv_status st;
    rv_error  err;
    size_t k, studies, p;
    rv_meta_coef *coefs;          /* [p] */
    char **coef_names;            /* [p]; NULL without moderators */
    double tau2, i2, pi_lo, pi_hi, q, q_df, q_p;
    char  (*text)[RV_REAL_TEXT];  /* [p NUMBERS] for delimited text: shortest texts cost as much as the models, so all cores make them */
    char  *notes;                 /* names, with blanks between */
} group;

typedef struct {
    const meta_input *in;
    size_t *order;                /* rows of the frame, group after group */
    group  *groups;
    size_t  n;
    atomic_size_t next;
} many;

/* ---- One group ---------------------------------------------------------------------------------------------------- */

static void add_name(void *user, const char *name, const char *text)
{
    rv_buf *const names = user;

    (void)text;
    if (names->length && strstr(rv_buf_str(names), name))   /* several rows that are left out are one note here */
        return;
    rv_buf_printf(names, "%s%s", names->length ? " " : "", name);
}

/* The numbers of a coefficient's row. */
static void numbers_of(const group *g, size_t c, double x[NUMBERS])
{
    const rv_meta_coef *const b = &g->coefs[c];
    const double all[NUMBERS] = { b->estimate, b->se, b->ci_lo, b->ci_hi, b->stat, b->df, b->p,
                                  g->tau2, 100 * g->i2, g->pi_lo, g->pi_hi, g->q, g->q_df, g->q_p };

    memcpy(x, all, sizeof all);
}

static rv_status write_numbers(group *g)
{
    double x[NUMBERS];

    if (asked.format != RV_FORMAT_CSV && asked.format != RV_FORMAT_TSV)
        return RV_OK;
    if (!(g->text = malloc(g->p * NUMBERS * sizeof *g->text)))
        return rv_fail(&g->err, RV_ENOMEM, "out of memory");
    for (size_t c = 0; c < g->p; c++) {
        numbers_of(g, c, x);
        for (size_t i = 0; i < NUMBERS; i++)
            if (isfinite(x[i]))
                rv_real_text(x[i], g->text[c * NUMBERS + i]);
            else
                g->text[c * NUMBERS + i][0] = 0;
    }
    return RV_OK;
}

static rv_status keep(group *g, const rv_analysis *a)
{
    rv_buf names = RV_BUF_INIT;

    g->k = a->k;
    g->studies = a->studies;
    g->p = a->p;
    g->tau2 = a->fit.tau2;
    g->i2 = a->fit.i2;
    g->pi_lo = a->fit.pi_lo;
    g->pi_hi = a->fit.pi_hi;
    g->q = a->fit.q;
    g->q_df = a->fit.q_df;
    g->q_p = a->fit.q_p;
    if (!(g->coefs = malloc(a->p * sizeof *g->coefs)) || (a->names && !(g->coef_names = calloc(a->p, sizeof *g->coef_names))))
        return rv_fail(&g->err, RV_ENOMEM, "out of memory");
    memcpy(g->coefs, a->coefs, a->p * sizeof *g->coefs);
    for (size_t i = 0; a->names && i < a->p; i++)
        if (!(g->coef_names[i] = strdup(a->names[i])))
            return rv_fail(&g->err, RV_ENOMEM, "out of memory");
    rv_analysis_tell(a, add_name, &names);
    if (names.failed)
        return rv_fail(&g->err, RV_ENOMEM, "out of memory");
    g->notes = names.data;
    return write_numbers(g);
}

static void fit(const many *m, group *g)
{
    meta_input part = { .plan = m->in->plan, .known = m->in->known, .whole = m->order + g->first };
    rv_analysis *a = NULL;
    rv_analysis_options o;

    if ((g->st = rv_frame_part(&part.frame, m->in->frame, m->order + g->first, g->rows, &g->err)) == RV_OK
        && (g->st = meta_rows(&part, &g->err)) == RV_OK) {
        meta_analysis_asked(&part, &o);
        o.model.skip_interval = o.bare = true;   /* what is not written: tau2's interval, what stands beside the model */
        o.working.grids = 0;
        if ((g->st = rv_analysis_run(&a, part.set, &o, &g->err)) == RV_OK)
            g->st = keep(g, a);
    }
    rv_analysis_free(a);
    meta_free(&part);
}

static void *work(void *user)
{
    many *const m = user;

    for (size_t from; (from = atomic_fetch_add(&m->next, AT_ONCE)) < m->n;)
        for (size_t i = from; i < m->n && i < from + AT_ONCE; i++)
            fit(m, &m->groups[i]);
    return NULL;
}

static void run(many *m)
{
    pthread_t thread[THREADS];
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t others = 0;

    while ((long)others + 1 < cores && others < THREADS && m->n > AT_ONCE * (others + 1)
           && pthread_create(&thread[others], NULL, work, m) == 0)
        others++;
    work(m);
    for (size_t i = 0; i < others; i++)
        pthread_join(thread[i], NULL);
}

/* ---- The groups --------------------------------------------------------------------------------------------------- */

static rv_status make_groups(many *m, rv_error *err)
{
    const rv_frame *const f = m->in->frame;
    const size_t rows = rv_frame_rows(f);
    const char **name = calloc(rows + 1, sizeof *name);
    size_t *code = calloc(rows + 1, sizeof *code), column;
    char place[200];
    rv_status st = RV_OK;

    m->order = calloc(rows + 1, sizeof *m->order);
    if (!name || !code || !m->order)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", rows);
    if (st == RV_OK)
        st = rv_frame_want(f, asked.many, &column, err);
    for (size_t i = 0; st == RV_OK && i < rows; i++)
        if (!*(name[i] = rv_frame_text(f, i, column)))
            st = rv_fail(err, RV_EPARSE, "%s: %s is missing; it says which model a row belongs to", rv_frame_place(f, i, place),
                         asked.many);
    if (st == RV_OK && (st = rv_codes_of(name, rows, code, &m->n, err)) == RV_OK && !(m->groups = calloc(m->n, sizeof *m->groups)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu groups", m->n);
    for (size_t i = 0; st == RV_OK && i < rows; i++) {
        m->groups[code[i]].name = name[i];
        m->groups[code[i]].rows++;
    }
    for (size_t g = 1; st == RV_OK && g < m->n; g++)
        m->groups[g].first = m->groups[g - 1].first + m->groups[g - 1].rows;
    for (size_t g = 0; st == RV_OK && g < m->n; g++)
        m->groups[g].rows = 0;
    for (size_t i = 0; st == RV_OK && i < rows; i++) {
        group *const g = &m->groups[code[i]];
        m->order[g->first + g->rows++] = i;
    }
    free(name);
    free(code);
    return st;
}

static void end(many *m)
{
    for (size_t i = 0; m->groups && i < m->n; i++) {
        group *const g = &m->groups[i];
        for (size_t c = 0; g->coef_names && c < g->p; c++)
            free(g->coef_names[c]);
        free(g->coef_names);
        free(g->coefs);
        free(g->text);
        free(g->notes);
    }
    free(m->groups);
    free(m->order);
}

/* ---- Output ------------------------------------------------------------------------------------------------------- */

static void write_group(meta_writer *w, const group *g)
{
    double x[NUMBERS];

    for (size_t c = 0; g->st == RV_OK && c < g->p; c++) {
        meta_cell_text(w, g->name);
        meta_cell_text(w, g->coef_names ? g->coef_names[c] : "pooled");
        meta_cell_count(w, g->k);
        meta_cell_count(w, g->studies);
        numbers_of(g, c, x);
        for (size_t i = 0; i < NUMBERS; i++)
            if (g->text)
                meta_cell_text(w, g->text[c * NUMBERS + i]);
            else
                meta_cell_real(w, x[i]);
        meta_cell_text(w, g->notes ? g->notes : "");
        meta_cell_text(w, "");
        meta_row(w);
    }
    if (g->st == RV_OK)
        return;
    meta_cell_text(w, g->name);
    for (size_t i = 1; i < 19; i++)
        meta_cell_missing(w);
    meta_cell_text(w, g->err.message);
    meta_row(w);
}

static rv_status put(const many *m, size_t *failed, rv_error *err)
{
    static const char *const columns[] = { "group", "coefficient", "k",          "studies", "estimate", "se", "ci_lo",
                                           "ci_hi", "stat",        "df",         "p",       "tau2",     "i2_percent",
                                           "pi_lo", "pi_hi",       "q",          "q_df",    "q_p",      "notes", "problem" };
    meta_writer *const w = meta_writer_new("fit");

    *failed = 0;
    for (size_t i = 0; i < m->n; i++)
        *failed += m->groups[i].st != RV_OK;
    meta_fact_count(w, "models", "Models", m->n);
    meta_fact_count(w, "failed", "Failed", *failed);
    meta_table(w, "groups", "A model for each group", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < m->n; i++)
        write_group(w, &m->groups[i]);
    for (size_t i = 0; i < m->n; i++)
        if (m->groups[i].st != RV_OK)
            meta_note(w, "group-failed", "%s %s: %s", asked.many, m->groups[i].name, m->groups[i].err.message);
    return meta_written(w, err);
}

rv_status meta_many(rv_error *err)
{
    meta_input in;
    many m = { .in = &in };
    size_t failed = 0;
    rv_status st = meta_open(&in, err);

    if (st == RV_OK && (asked.subgroup || asked.leave_one_out || asked.forest || asked.emit_r))
        st = rv_fail(err, RV_EUSAGE, "--many is of models alone: --subgroup, --leave-one-out, --forest and --emit-r do not go with it");
    if (st == RV_OK && (st = make_groups(&m, err)) == RV_OK) {
        run(&m);
        if ((st = put(&m, &failed, err)) == RV_OK && failed && !asked.keep_going)
            st = rv_fail(err, RV_EINVAL, "%zu of %zu models could not be fitted (--keep-going takes that for done)", failed, m.n);
    }
    end(&m);
    meta_free(&in);
    return st;
}
