/* leave-one-out and cumulative: the pooled effect without each one, and with more and more of them. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_diagnose.h"
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

static meta_writer *begin(const char *verb, const meta_input *in, const rv_meta_fit *all, const char *key, const char *heading)
{
    meta_writer *w = meta_writer_new(verb);

    meta_fact_model(w, in, all);
    meta_fact_real(w, "estimate", "Pooled effect of all", all->pooled.estimate);
    meta_table(w, key, heading, columns, COLUMNS);
    return w;
}

rv_status meta_leave_one_out(rv_error *err)
{
    meta_input in;
    rv_meta_fit all, *fits = NULL;
    bool *exists = NULL;
    meta_writer *w;
    rv_status st = meta_read_independent(&in, err);

    if (st == RV_OK && in.k < 2)
        st = rv_fail(err, RV_EINVAL, "leaving one out needs two effects or more; there is %zu", in.k);
    if (st == RV_OK && (st = rv_meta_run(&in.data, &in.options, &all, NULL, NULL, NULL, err)) == RV_OK) {
        fits = calloc(in.k, sizeof *fits);
        exists = calloc(in.k, sizeof *exists);
        st = !fits || !exists ? rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k)
                              : rv_meta_leave_out(&in.data, &in.options, NULL, in.k, fits, NULL, exists, err);
    }
    if (st == RV_OK) {
        w = begin("leave-one-out", &in, &all, "without", "Without each effect");
        for (size_t i = 0; i < in.k; i++)
            if (exists[i]) {
                write_fit(w, in.label[i], &fits[i]);
            } else {
                meta_cell_text(w, in.label[i]);
                meta_row(w);
                meta_note(w, "no-model-without", "without %s a coefficient cannot be estimated", in.label[i]);
            }
        st = meta_written(w, err);
    }
    free(fits);
    free(exists);
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

rv_status meta_cumulative(rv_error *err)
{
    meta_input in;
    rv_meta_fit *fits = NULL;
    size_t *order = NULL;
    meta_writer *w;
    rv_status st = meta_read_independent(&in, err);

    if (st == RV_OK) {
        fits = calloc(in.k, sizeof *fits);
        order = calloc(in.k, sizeof *order);
        if (!fits || !order)
            st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k);
        else if ((st = order_of(&in, order, err)) == RV_OK)
            st = rv_meta_cumulative(&in.data, &in.options, order, fits, err);
    }
    if (st == RV_OK) {
        w = begin("cumulative", &in, &fits[in.k - 1], "cumulative", "With each effect added");
        for (size_t i = 0; i < in.k; i++)
            write_fit(w, in.label[order[i]], &fits[i]);
        st = meta_written(w, err);
    }
    free(fits);
    free(order);
    meta_free(&in);
    return st;
}
