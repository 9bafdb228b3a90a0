/* tables: two-by-two tables and rates pooled from their counts. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/meta_tables.h"

rv_status meta_tables_settle(meta_tables_work *w, rv_error *err)
{
    const char *const measure = asked.measure ? asked.measure : "OR";
    int m = 0;

    while (rv_tables_measure_names[m] && strcmp(rv_tables_measure_names[m], measure) != 0)
        m++;
    if (!rv_tables_measure_names[m])
        return rv_fail(err, RV_EUSAGE, "tables pools OR, RR, RD, IRR and IRD, not %s", measure);
    rv_tables_options_set(&w->options, asked.conventions > 0 ? (size_t)asked.conventions : 0);
    w->options.measure = (rv_tables_measure)m;
    w->rates = m >= RV_TABLES_IRR;
    if (asked.pooling >= 0)
        w->options.method = (rv_tables_method)asked.pooling;
    if (w->rates && asked.conventions > 0)
        return rv_fail(err, RV_EUSAGE, "--conventions are of tables; rates have no others than ours");
    if (w->rates && w->options.method == RV_TABLES_PETO)
        return rv_fail(err, RV_EUSAGE, "Peto's method pools odds ratios, not %s", measure);
    if (w->rates && asked.asymmetry >= 0)
        return rv_fail(err, RV_EUSAGE, "--asymmetry is of tables, not of rates");
    if (!isnan(asked.add))
        w->options.add = asked.add;
    if (asked.method >= 0)
        w->options.random.estimator = rv_estimator_at((size_t)asked.method);
    if (asked.test >= 0)
        w->options.random.test = (rv_meta_test)asked.test;
    if (asked.prediction >= 0)
        w->options.random.pi = (rv_meta_pi)asked.prediction;
    if (!isnan(asked.level))
        w->options.random.level = asked.level;
    w->options.random.tau2 = asked.tau2;
    return RV_OK;
}

/* Rates: the common effect by Mantel-Haenszel (or inverse variance), random effects of the studies' own log rate ratios. */
static rv_status pool_rates(meta_tables_work *w, rv_error *err)
{
    double *y = malloc((2 * w->tables.k + 1) * sizeof *y), *v = y + w->tables.k;
    rv_meta_options common = w->options.random;
    rv_meta_fit inverse;
    size_t k = 0;
    rv_status st = y ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < w->tables.k; i++)
        if (!(w->rows[i].fate & RV_TABLES_NO_EFFECT)) {
            y[k] = w->rows[i].yi;
            v[k++] = w->rows[i].vi;
        }
    const rv_meta_data data = { .k = k, .yi = y, .vi = v };
    common.estimator = rv_estimator_find("CE");
    common.test = RV_TEST_Z;
    common.tau2 = NAN;
    if (st == RV_OK && k == 0)
        st = rv_fail(err, RV_EDOMAIN, "no study has an effect of its own");
    if (st == RV_OK && (st = rv_meta_run(&data, &w->options.random, &w->pool.random, NULL, NULL, NULL, err)) == RV_OK
        && (st = rv_meta_run(&data, &common, &inverse, NULL, NULL, NULL, err)) == RV_OK) {
        w->pool.k = k;
        w->pool.common = w->options.method == RV_TABLES_MH ? w->tests.pooled : inverse.pooled;
        w->pool.q = inverse.q;
        w->pool.q_df = inverse.q_df;
        w->pool.q_p = inverse.q_p;
    }
    free(y);
    return st;
}

/* Mantel-Haenszel for its tests, and once more with something added as the house does for sensitivity. */
static rv_status mantel(meta_tables_work *w, rv_error *err)
{
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    const bool mh = w->options.method == RV_TABLES_MH;
    rv_error unsaid;
    bool zero = false;
    rv_status st;

    o.measure = w->options.measure;
    o.level = w->options.random.level;
    o.rd_variance = w->options.rd_variance;
    o.add = w->options.add;
    st = rv_mh_run(&w->tables, &o, &w->tests, w->rows, &unsaid);
    if (st != RV_OK && (w->tests.k == 0 || (mh && w->rates)))
        return err ? (*err = unsaid, st) : st;
    for (size_t i = 0; i < w->tables.k; i++)
        zero = zero || (w->rows[i].fate & RV_TABLES_ADDED);
    if (mh && zero && !w->options.add_pooled && w->options.add > 0) {
        o.add_pooled = w->options.add;
        o.to_pooled = RV_ZERO_ONLY0;
        o.drop00_pooled = o.measure != RV_TABLES_RD && o.measure != RV_TABLES_IRD;   /* what says nothing must not come to say one */
        if (rv_mh_run(&w->tables, &o, &w->added, NULL, &unsaid) != RV_OK)
            w->added.k = 0;
    }
    return RV_OK;
}

rv_status meta_tables_compute(meta_tables_work *w, rv_error *err)
{
    rv_status st = mantel(w, err);

    if (st != RV_OK)
        return st;
    if (w->rates)
        return pool_rates(w, err);
    if ((st = rv_tables_pool_run(&w->tables, &w->options, &w->pool, w->rows, NULL, NULL, err)) != RV_OK)
        return st;
    if (w->groups
        && (st = rv_tables_subgroups(&w->tables, w->group, w->groups, &w->options, asked.common_tau2, w->part, &w->between, err)) != RV_OK)
        return st;
    if (asked.asymmetry >= 0) {
        w->has_asymmetry = true;
        st = rv_asymmetry_run(&w->tables, &w->options, (rv_asymmetry)asked.asymmetry, false, &w->asymmetry, err);
    }
    return st;
}

void meta_tables_free(meta_tables_work *w)
{
    meta_free(&w->in);
    free(w->cells);
    free(w->labels);
    free(w->rows);
    free(w->group);
    free(w->group_name);
    free(w->part);
}

rv_status meta_tables(rv_error *err)
{
    meta_tables_work w = { 0 };
    rv_status st;

    if ((st = meta_tables_settle(&w, err)) == RV_OK && (st = meta_tables_read(&w, err)) == RV_OK && (st = meta_tables_compute(&w, err)) == RV_OK)
        st = meta_tables_write(&w, err);
    meta_tables_free(&w);
    return st;
}
