/*
 * One standardised mean difference a study, from samples of 16 to 160 people a group, mean 0.3: their variances are estimated from the
 * same people, as in life.
 */
#include <config.h>

#include "review/effect.h"
#include "tests/simulate/coverage.h"

static const double MEAN = 0.3;

static const coverage_cell cells[] = {
    { 5, 0, 0 },  { 5, .02, 0 },  { 5, .1, 0 },  { 5, .4, 0 },  { 10, 0, 0 }, { 10, .02, 0 }, { 10, .1, 0 }, { 10, .4, 0 },
    { 20, 0, 0 }, { 20, .02, 0 }, { 20, .1, 0 }, { 20, .4, 0 }, { 40, 0, 0 }, { 40, .02, 0 }, { 40, .1, 0 }, { 40, .4, 0 } };

/* The standardised mean difference of one study with true effect `delta`, from its people. */
static rv_status study(rv_random *r, double delta, double *yi, double *vi, rv_error *err)
{
    const rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    const double n1 = floor(pow(10, coverage_between(r, 1.2, 2.2))), n2 = n1 + (double)rv_random_below(r, 5);
    rv_effect_input in = RV_EFFECT_INPUT_INIT;
    rv_effect out;
    rv_status st;

    in.n1i = n1, in.n2i = n2;
    in.m1i = delta + rv_random_normal(r) / sqrt(n1);
    in.m2i = rv_random_normal(r) / sqrt(n2);
    in.sd1i = sqrt(coverage_chi2(r, n1 - 1) / (n1 - 1));
    in.sd2i = sqrt(coverage_chi2(r, n2 - 1) / (n2 - 1));
    if ((st = rv_effect_make(rv_measure_find("SMD"), &in, 1, &o, &out, err)) == RV_OK)
        *yi = out.yi, *vi = out.vi;
    return st;
}

static const struct { const char *estimator; rv_meta_test test; rv_meta_pi pi; bool prediction; } methods[] = {
    { "CE", RV_TEST_Z, RV_PI_NONE, false },       { "DL", RV_TEST_Z, RV_PI_NONE, false },
    { "REML", RV_TEST_KNHA, RV_PI_NONE, false },  { "REML", RV_TEST_ADHOC, RV_PI_NONE, false },
    { "REML", RV_TEST_KR, RV_PI_NONE, false },    { "REML", RV_TEST_Z, RV_PI_NORMAL, true },
    { "REML", RV_TEST_Z, RV_PI_HTS, true },       { "REML", RV_TEST_ADHOC, RV_PI_T_K1, true },
};

static rv_status replicate(const coverage_cell *c, rv_random *r, coverage_tally *t, rv_error *err)
{
    double y[COVERAGE_K], v[COVERAGE_K];
    const rv_meta_data d = { .k = c->k, .yi = y, .vi = v };
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < c->k; i++)
        st = study(r, MEAN + sqrt(c->tau2) * rv_random_normal(r), &y[i], &v[i], err);
    for (size_t m = 0; st == RV_OK && m < sizeof methods / sizeof *methods; m++) {
        rv_meta_options o = RV_META_OPTIONS_INIT;
        rv_meta_fit f;
        o.estimator = rv_estimator_find(methods[m].estimator);
        o.test = methods[m].test;
        o.pi = methods[m].pi;
        o.skip_interval = true;
        if ((st = rv_meta_run(&d, &o, &f, NULL, NULL, NULL, err)) != RV_OK)
            return st;
        if (methods[m].prediction)
            coverage_add_prediction(&t[m], f.pi_lo, f.pi_hi, MEAN, c->tau2);
        else
            coverage_add(&t[m], f.pooled.estimate, f.pooled.ci_lo, f.pooled.ci_hi, MEAN);
    }
    return st;
}

const coverage_part coverage_effects = {
    "One effect a study (SMD, 16 to 160 people a group)", NULL,
    { "CE z", "DL z", "HK", "HK>=1 *", "KR", "PI normal", "PI HTS", "PI t-k1 *" }, cells, sizeof cells / sizeof *cells, replicate };
