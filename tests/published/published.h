/* What the analyses of papers share: one fit by the name of its estimator, with the normal test that most papers print. */
#ifndef TESTS_PUBLISHED_PUBLISHED_H
#define TESTS_PUBLISHED_PUBLISHED_H

#include "tests/support.h"
#include "review/effect.h"
#include "review/meta.h"

/* Fits `data` and stops the test with the library's words where it cannot. coefs may be NULL. */
static inline rv_meta_fit published_fit(const rv_meta_data *data, const char *method, rv_meta_coef *coefs)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    rv_error err;

    o.estimator = rv_estimator_find(method);
    assert_non_null(o.estimator);
    o.test = RV_TEST_Z;
    if (rv_meta_run(data, &o, &f, coefs, NULL, NULL, &err) != RV_OK)
        fail_msg("%s: %s", method, err.message);
    return f;
}

/* Effects of a measure from the cells of two-by-two tables: events and people of group 1, then of group 2. */
static inline void published_tables(const char *measure, const double (*t)[4], int k, double *y, double *v)
{
    const rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_error err;

    for (int i = 0; i < k; i++) {
        rv_effect_input in = RV_EFFECT_INPUT_INIT;
        rv_effect out;
        in.ai = t[i][0], in.bi = t[i][1] - t[i][0], in.ci = t[i][2], in.di = t[i][3] - t[i][2];
        assert_int_equal(rv_effect_make(rv_measure_find(measure), &in, 1, &o, &out, &err), RV_OK);
        y[i] = out.yi, v[i] = out.vi;
    }
}

/* As printed: half a unit of the digit at 10^-digits, and a hair for numbers that lie on the middle. */
static inline void check_print(double got, double want, int digits, const char *what, const char *file, int line)
{
    const double half = 0.5001 * pow(10, -digits);

    if (fabs(got - want) <= half)
        return;
    print_error("%s is %.10g, printed %.*f\n", what, got, digits, want);
    _fail(file, line);
}
#define assert_printed(got, want, digits) check_print((got), (want), (digits), #got, __FILE__, __LINE__)

#endif
