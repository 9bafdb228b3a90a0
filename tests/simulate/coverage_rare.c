/* Rare events: odds ratio 0.5, 50 to 500 people a group, in every second study the programme group half as large as the control. */
#include <config.h>

#include "review/effect.h"
#include "review/meta_tables.h"
#include "tests/simulate/coverage.h"

static const double MEAN = -0.69314718055994531;   /* ln 0.5 */

static const coverage_cell cells[] = {
    { 5, 0, .01 },   { 5, 0, .05 },   { 10, 0, .01 },   { 10, 0, .05 },   { 20, 0, .01 },   { 20, 0, .05 },
    { 5, .1, .01 },  { 5, .1, .05 },  { 10, .1, .01 },  { 10, .1, .05 },  { 20, .1, .01 },  { 20, .1, .05 } };

enum { MH, PETO, COMMON, DL, REML };

/* Inverse-variance methods on log odds ratios, one half added to tables with a zero, double zeros left out. */
static rv_status inverse(const rv_tables *tables, const rv_tables_row *rows, coverage_tally *t, rv_error *err)
{
    static const struct { int at; const char *estimator; rv_meta_test test; } methods[] = {
        { COMMON, "CE", RV_TEST_Z }, { DL, "DL", RV_TEST_Z }, { REML, "REML", RV_TEST_ADHOC } };
    double y[COVERAGE_K], v[COVERAGE_K];
    size_t k = 0;
    rv_status st = RV_OK;

    for (size_t i = 0; i < tables->k; i++)
        if (isfinite(rows[i].yi))
            y[k] = rows[i].yi, v[k++] = rows[i].vi;
    for (size_t m = 0; k > 1 && st == RV_OK && m < 3; m++) {
        const rv_meta_data d = { .k = k, .yi = y, .vi = v };
        rv_meta_options o = RV_META_OPTIONS_INIT;
        rv_meta_fit f;
        o.estimator = rv_estimator_find(methods[m].estimator);
        o.test = methods[m].test;
        o.skip_interval = true;
        if ((st = rv_meta_run(&d, &o, &f, NULL, NULL, NULL, err)) == RV_OK)
            coverage_add(&t[methods[m].at], f.pooled.estimate, f.pooled.ci_lo, f.pooled.ci_hi, MEAN);
    }
    return st;
}

static rv_status replicate(const coverage_cell *c, rv_random *r, coverage_tally *t, rv_error *err)
{
    double ai[COVERAGE_K], bi[COVERAGE_K], ci[COVERAGE_K], di[COVERAGE_K];
    const rv_tables tables = { .k = c->k, .ai = ai, .bi = bi, .ci = ci, .di = di };
    const rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_row rows[COVERAGE_K];
    rv_tables_fit f;

    for (size_t i = 0; i < c->k; i++) {
        const double n2 = floor(coverage_between(r, 50, 500)), n1 = i % 2 ? floor(n2 / 2) : n2;
        const double p2 = c->extra * coverage_between(r, .5, 1.5);
        const double odds = p2 / (1 - p2) * exp(MEAN + sqrt(c->tau2) * rv_random_normal(r));
        ai[i] = coverage_binomial(r, n1, odds / (1 + odds));
        ci[i] = coverage_binomial(r, n2, p2);
        bi[i] = n1 - ai[i];
        di[i] = n2 - ci[i];
    }
    /* Without an event in one group no odds ratio exists: such a replicate counts for the other methods alone. */
    if (rv_peto_run(&tables, &o, &f, NULL, err) == RV_OK)
        coverage_add(&t[PETO], f.pooled.estimate, f.pooled.ci_lo, f.pooled.ci_hi, MEAN);
    if (rv_mh_run(&tables, &o, &f, rows, err) == RV_OK)
        coverage_add(&t[MH], f.pooled.estimate, f.pooled.ci_lo, f.pooled.ci_hi, MEAN);
    return inverse(&tables, rows, t, err);
}

const coverage_part coverage_rare = {
    "Rare events (odds ratio 0.5, 50 to 500 people a group)", "risk",
    { "MH *", "Peto", "IV+1/2", "DL+1/2 z", "HK+1/2" }, cells, sizeof cells / sizeof *cells, replicate };
