/*
 * DerSimonian, R. & Kacker, R. (2007) Random-effects model for meta-analysis of clinical trials: an update. Contemp Clin Trials
 * 28:105-114: six trials of aspirin against pre-eclampsia (CLASP), log odds ratios. Tables 3 and 4, pages 111-112: tau, mean and its
 * standard error by eleven methods; here those of the table of estimators, and the paper's two-step ones (CA2, DL2), which are the
 * generalised Q estimator with weights from a first step.
 */
#include <config.h>

#include "tests/published/published.h"

enum { K = 6 };
static const double T[K][4] = { { 5, 156, 8, 74 },      { 5, 303, 17, 303 },  { 12, 565, 9, 477 },
                                { 69, 1570, 94, 1565 }, { 9, 103, 11, 105 }, { 313, 4659, 352, 4650 } };
static double y[K], v[K];

typedef struct { const char *method; double tau, mean, se; } row;

static void check_row(const rv_meta_fit *f, const row *want)
{
    assert_printed(sqrt(f->tau2), want->tau, 4);
    assert_printed(f->pooled.estimate, want->mean, 4);
    assert_printed(f->pooled.se, want->se, 4);
}

static void seven_estimators_are_as_printed(void **state)
{
    static const row rows[] = { { "PM", .3681, -.3811, .2060 }, { "HE", .4410, -.4035, .2327 },   { "DL", .2323, -.3240, .1540 },
                                { "EB", .3681, -.3811, .2060 }, { "REML", .1843, -.2980, .1343 }, { "HS", .1330, -.2666, .1125 },
                                { "SJ", .4572, -.4079, .2386 } };
    const rv_meta_data d = { .k = K, .yi = y, .vi = v };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const rv_meta_fit f = published_fit(&d, rows[i].method, NULL);
        check_row(&f, &rows[i]);
    }
}

/* Printed tau .0023 by maximum likelihood, where an iteration stopped beside the boundary: the likelihood is higher at 0. Mean and
   standard error do not show the difference. */
static void maximum_likelihood_is_at_the_boundary_beside_the_print(void **state)
{
    const rv_meta_data d = { .k = K, .yi = y, .vi = v };
    const rv_meta_fit f = published_fit(&d, "ML", NULL);
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit printed;

    (void)state;
    assert_true(f.tau2 == 0);
    assert_close(f.pooled.estimate, -.1974, 1e-4);
    assert_printed(f.pooled.se, .0694, 4);
    o.estimator = rv_estimator_find("ML");
    o.tau2 = .0023 * .0023;
    assert_int_equal(rv_meta_run(&d, &o, &printed, NULL, NULL, NULL, NULL), RV_OK);
    assert_true(f.ml.loglik > printed.ml.loglik);
}

static void two_step_estimators_are_as_printed(void **state)
{
    static const row rows[] = { { "HE", .3831, -.3861, .2115 }, { "DL", .3254, -.3655, .1901 } };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        rv_meta_data d = { .k = K, .yi = y, .vi = v };
        const double first = published_fit(&d, rows[i].method, NULL).tau2;
        double w[K];
        rv_meta_options o = RV_META_OPTIONS_INIT;
        rv_meta_fit f;
        for (int n = 0; n < K; n++)
            w[n] = 1 / (v[n] + first);
        d.weights = w;
        o.test = RV_TEST_Z;
        o.tau2 = published_fit(&d, "GENQ", NULL).tau2;
        d.weights = NULL;
        assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, NULL), RV_OK);
        check_row(&f, &rows[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seven_estimators_are_as_printed),
        cmocka_unit_test(maximum_likelihood_is_at_the_boundary_beside_the_print),
        cmocka_unit_test(two_step_estimators_are_as_printed),
    };

    published_tables("OR", T, K, y, v);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
