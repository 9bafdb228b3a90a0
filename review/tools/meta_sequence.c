/* leave-one-out and cumulative: the pooled effect without each effect or study, and with more and more of them. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_multilevel.h"
#include "tools/meta_diagnose.h"

static const char *const columns[] = { "label", "k", "estimate", "se", "stat", "df", "p", "ci_lo", "ci_hi",
                                       "pi_lo", "pi_hi", "tau2", "i2_percent", "q", "q_p" };
enum { COLUMNS = sizeof columns / sizeof *columns };

static void write_fit(meta_writer *w, const char *label, const rv_meta_fit *f)
{
    const rv_meta_coef *c = &f->pooled;
    const double numbers[] = { c->estimate, c->se, c->stat, c->df, c->p, c->ci_lo, c->ci_hi, f->pi_lo, f->pi_hi, f->tau2,
                               100 * f->i2, f->q, f->q_p };

    meta_cell_text(w, label);
    meta_cell_count(w, f->k);
    for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
        meta_cell_real(w, numbers[n]);
    meta_row(w);
}

static void no_model(meta_writer *w, const char *label)
{
    meta_note(w, "no-model-without", "without %s a coefficient cannot be estimated", label);
}

/* ---- Leave-one-out ----------------------------------------------------------------------------------------------- */

/* A row for each coefficient of a model with moderators. */
static void write_coefs(meta_writer *w, const meta_input *in, const char *label, size_t k, const rv_meta_coef *c, size_t p,
                        bool robust)
{
    for (size_t j = 0; j < p; j++) {
        /* Below 4 degrees of freedom a robust test's p-value is not to be trusted, and fit gives none either. */
        const double p_value = robust && c[j].df < 4 ? NAN : c[j].p;
        const double numbers[] = { c[j].estimate, c[j].se, c[j].stat, c[j].df, p_value, c[j].ci_lo, c[j].ci_hi };
        meta_cell_text(w, label);
        meta_cell_text(w, meta_coefficient(in, j));
        meta_cell_count(w, k);
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
            meta_cell_real(w, numbers[n]);
        meta_row(w);
    }
}

static const char *const by_coefficient[] = { "label", "coefficient", "k", "estimate", "se", "stat", "df", "p", "ci_lo", "ci_hi" };
enum { BY_COEFFICIENT = sizeof by_coefficient / sizeof *by_coefficient };

/* --forest of fits: without row i, or with rows order[0] to order[i]. `exists` NULL: all do. */
static rv_status forest_of_fits(const rv_analysis *a, const char *head, const char *const *label, const size_t *order,
                                const rv_meta_fit *fits, const bool *exists, size_t k, rv_error *err)
{
    meta_step *steps = calloc(k, sizeof *steps);
    size_t n = 0;
    rv_status st;

    if (!steps)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    for (size_t i = 0; i < k; i++)
        if (!exists || exists[i])
            steps[n++] = meta_step_of_fit(label[order ? order[i] : i], &fits[i]);
    st = meta_write_steps(a, head, steps, n, err);
    free(steps);
    return st;
}

/* The same of studies with several effects: of the one coefficient that each model has, with k[i] effects. */
static rv_status forest_of_coefs(const rv_analysis *a, const char *head, const char *const *label, const size_t *k,
                                 const rv_meta_coef *coefs, const bool *exists, size_t studies, rv_error *err)
{
    meta_step *steps = calloc(studies, sizeof *steps);
    size_t n = 0;
    rv_status st;

    if (!steps)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", studies);
    for (size_t i = 0; i < studies; i++)
        if (exists[i])
            steps[n++] = meta_step_of_coef(label[i], k[i], &coefs[i * a->p], a->robust != NULL);
    st = meta_write_steps(a, head, steps, n, err);
    free(steps);
    return st;
}

static rv_status without_effects(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    rv_meta_fit *fits = calloc(in->k, sizeof *fits);
    rv_meta_coef *coefs = calloc(in->k * a->p, sizeof *coefs);
    bool *exists = calloc(in->k, sizeof *exists);
    rv_status st = RV_OK;

    if (!fits || !exists || !coefs)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in->k);
    else if (in->k < 2)
        st = rv_fail(err, RV_EINVAL, "leaving one out needs two effects or more; there is %zu", in->k);
    if (st == RV_OK && (st = rv_meta_leave_out(&in->data, &in->options, NULL, in->k, fits, coefs, exists, err)) == RV_OK) {
        meta_writer *w = meta_writer_new("leave-one-out");
        meta_fact_model(w, in, a);
        if (a->p == 1)
            meta_table(w, "without", "Without each effect", columns, COLUMNS);
        else
            meta_table(w, "without", "Without each effect", by_coefficient, BY_COEFFICIENT);
        for (size_t i = 0; i < in->k; i++) {
            if (!exists[i])
                no_model(w, in->label[i]);
            if (a->p > 1)
                write_coefs(w, in, in->label[i], in->k - 1, coefs + i * a->p, a->p, false);
            else
                write_fit(w, in->label[i], &fits[i]);
        }
        st = meta_written(w, err);
    }
    if (st == RV_OK && asked.forest)
        st = forest_of_fits(a, "Study left out", in->label, NULL, fits, exists, in->k, err);
    free(fits);
    free(coefs);
    free(exists);
    return st;
}

static rv_status without_studies(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    rv_robust_options how = RV_ROBUST_OPTIONS_INIT;
    const rv_robust_fit *r = a->robust ? rv_robust_result(a->robust) : NULL;
    meta_clusters c;
    rv_meta_coef *coefs = NULL;
    size_t *count = NULL;
    bool *exists = NULL;
    rv_status st = meta_clusters_of(in, &c, err);

    if (st == RV_OK) {
        coefs = calloc(c.n * a->p, sizeof *coefs);
        exists = calloc(c.n, sizeof *exists);
        count = calloc(c.n, sizeof *count);
        if (!coefs || !exists || !count)
            st = rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", c.n);
    }
    if (r)
        how.type = r->type, how.test = r->test, how.level = r->level;
    if (st == RV_OK && (st = rv_mixed_leave_out(a->mixed, c.code, c.n, r ? &how : NULL, NULL, coefs, NULL, exists, err)) == RV_OK) {
        meta_writer *w = meta_writer_new("leave-one-out");
        meta_fact_model(w, in, a);
        meta_table(w, "without", r ? "Without each study; robust variances" : "Without each study", by_coefficient, BY_COEFFICIENT);
        for (size_t i = 0; i < in->k; i++)
            count[c.code[i]]++;
        for (size_t i = 0; i < c.n; i++) {
            if (!exists[i])
                no_model(w, c.names[i]);
            write_coefs(w, in, c.names[i], in->k - count[i], coefs + i * a->p, a->p, r != NULL);
        }
        st = meta_written(w, err);
    }
    for (size_t i = 0; st == RV_OK && i < c.n; i++)
        count[i] = in->k - count[i];
    if (st == RV_OK && asked.forest)
        st = forest_of_coefs(a, "Study left out", c.names, count, coefs, exists, c.n, err);
    free(c.names);
    free(coefs);
    free(exists);
    free(count);
    return st;
}

rv_status meta_leave_one_out(rv_error *err)
{
    meta_input in;
    rv_analysis *a;
    rv_status st = meta_diagnose(&in, &a, err);

    if (st == RV_OK && (st = meta_steps_possible(a, err)) == RV_OK)
        st = a->mixed ? without_studies(&in, a, err) : without_effects(&in, a, err);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}

/* ---- Cumulative -------------------------------------------------------------------------------------------------- */

typedef struct { double by; size_t at; } place;

static int by_value(const void *a, const void *b)
{
    const place *x = a, *y = b;

    return x->by != y->by ? (x->by > y->by) - (x->by < y->by) : (x->at > y->at) - (x->at < y->at);
}

/* The rows by the column of --order, ties as they stand; without one as they stand. */
static rv_status order_of(const meta_input *in, size_t *order, rv_error *err)
{
    const double *x = NULL;
    place *places = calloc(in->k, sizeof *places);
    rv_status st = places ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in->k);

    if (st == RV_OK && asked.order)
        st = meta_column(in, asked.order, &x, err);
    for (size_t i = 0; st == RV_OK && i < in->k; i++) {
        places[i] = (place){ x ? x[in->row[i]] : 0, i };
        if (isnan(places[i].by))
            st = rv_fail(err, RV_EDOMAIN, "row %zu (%s) has no number in column %s to order it by", in->row[i] + 1, in->label[i],
                         asked.order);
    }
    if (st == RV_OK)
        qsort(places, in->k, sizeof *places, by_value);
    for (size_t i = 0; st == RV_OK && i < in->k; i++)
        order[i] = places[i].at;
    free(places);
    return st;
}

static rv_status of_effects(const meta_input *in, const rv_analysis *a, const size_t *order, rv_error *err)
{
    rv_meta_fit *fits = calloc(in->k, sizeof *fits);
    rv_status st = fits ? rv_meta_cumulative(&in->data, &in->options, order, fits, err)
                        : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in->k);

    if (st == RV_OK) {
        meta_writer *w = meta_writer_new("cumulative");
        meta_fact_model(w, in, a);
        meta_table(w, "cumulative", "With each effect added", columns, COLUMNS);
        for (size_t i = 0; i < in->k; i++)
            write_fit(w, in->label[order[i]], &fits[i]);
        st = meta_written(w, err);
    }
    if (st == RV_OK && asked.forest)
        st = forest_of_fits(a, "Study added", in->label, order, fits, NULL, in->k, err);
    free(fits);
    return st;
}

/* Studies in the order in which their first effects stand. */
static void order_of_clusters(const meta_clusters *c, const size_t *order, size_t k, size_t *of, bool *seen)
{
    size_t n = 0;

    for (size_t i = 0; i < k; i++)
        if (!seen[c->code[order[i]]]) {
            seen[c->code[order[i]]] = true;
            of[n++] = c->code[order[i]];
        }
}

static rv_status of_studies(const meta_input *in, const rv_analysis *a, const size_t *order, rv_error *err)
{
    rv_robust_options how = RV_ROBUST_OPTIONS_INIT;
    const rv_robust_fit *r = a->robust ? rv_robust_result(a->robust) : NULL;
    meta_clusters c;
    rv_meta_coef *coefs = NULL;
    size_t *of = NULL, *count = NULL, *so_far = NULL, k = 0;
    const char **names = NULL;
    bool *exists = NULL;
    rv_status st = meta_clusters_of(in, &c, err);

    if (st == RV_OK) {
        coefs = calloc(c.n * a->p, sizeof *coefs);
        exists = calloc(c.n, sizeof *exists);
        names = calloc(c.n, sizeof *names);
        so_far = calloc(c.n, sizeof *so_far);
        of = calloc(c.n, sizeof *of);
        count = calloc(c.n, sizeof *count);
        if (!coefs || !exists || !of || !count || !names || !so_far)
            st = rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", c.n);
    }
    if (st == RV_OK)
        order_of_clusters(&c, order, in->k, of, exists);
    if (r)
        how.type = r->type, how.test = r->test, how.level = r->level;
    if (st == RV_OK && (st = rv_mixed_cumulative(a->mixed, c.code, c.n, of, r ? &how : NULL, NULL, coefs, NULL, exists, err)) == RV_OK) {
        meta_writer *w = meta_writer_new("cumulative");
        meta_fact_model(w, in, a);
        meta_table(w, "cumulative", r ? "With each study added; robust variances" : "With each study added", by_coefficient,
                   BY_COEFFICIENT);
        for (size_t i = 0; i < in->k; i++)
            count[c.code[i]]++;
        for (size_t i = 0; i < c.n; i++) {
            write_coefs(w, in, c.names[of[i]], k += count[of[i]], coefs + i * a->p, a->p, r != NULL);
            names[i] = c.names[of[i]];
            so_far[i] = k;
        }
        if (!exists[0])
            meta_note(w, "too-few-yet", "the first studies are too few for the model; their rows are empty");
        st = meta_written(w, err);
    }
    if (st == RV_OK && asked.forest)
        st = forest_of_coefs(a, "Study added", names, so_far, coefs, exists, c.n, err);
    free(names);
    free(so_far);
    free(c.names);
    free(coefs);
    free(exists);
    free(of);
    free(count);
    return st;
}

rv_status meta_cumulative(rv_error *err)
{
    meta_input in;
    rv_analysis *a;
    size_t *order = NULL;
    rv_status st = meta_diagnose(&in, &a, err);

    if (st == RV_OK)
        st = meta_steps_possible(a, err);
    if (st == RV_OK && !(order = calloc(in.k, sizeof *order)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k);
    if (st == RV_OK && (st = order_of(&in, order, err)) == RV_OK)
        st = a->mixed ? of_studies(&in, a, order, err) : of_effects(&in, a, order, err);
    free(order);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
