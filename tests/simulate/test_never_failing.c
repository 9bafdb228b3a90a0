/* Every estimator finishes on every kind of data, at a root that a second computation confirms; tests/simulate/never does the same
   for as many sets as one has time for. */
#include <config.h>

#include "tests/support.h"
#include "tests/simulate/judged_fit.h"

enum { SETS = 1200 };

static void each(judged_what what)
{
    rv_random *r;
    rv_error err;

    assert_int_equal(rv_random_open(&r, 20261126, &err), RV_OK);
    for (size_t n = 0; n < SETS; n++) {
        simulated s;
        judged j;
        simulated_make(r, n, &s);
        judge(&s, what, &j);
        if (!j.finished || j.wrong || j.beaten)
            fail_msg("set %zu (%s, %zu studies): %s, tau2 %.17g, highest at %.17g", n, s.kind, s.k,
                     j.finished ? j.beaten ? "beaten" : "no root" : j.message, j.tau2, j.best);
    }
    rv_random_free(r);
}

static void reml_finishes_at_the_highest_maximum(void **state) { (void)state, each(JUDGED_REML); }
static void ml_finishes_at_the_highest_maximum(void **state) { (void)state, each(JUDGED_ML); }
static void paule_mandel_finishes_at_its_root(void **state) { (void)state, each(JUDGED_PM); }
static void empirical_bayes_finishes_at_its_root(void **state) { (void)state, each(JUDGED_EB); }
static void the_q_profile_interval_ends_at_the_quantiles(void **state) { (void)state, each(JUDGED_QP); }
static void the_profile_likelihood_interval_ends_at_the_drop(void **state) { (void)state, each(JUDGED_PL); }

/* The judge itself must be able to say no: a tau2 beside the maximum, and the lower of two maxima. */
static void the_judge_sees_a_likelihood_that_is_higher(void **state)
{
    const simulated s = { .kind = "by hand", .k = 4, .y = { 0, 0.1, 3, 3.1 }, .v = { 0.01, 0.02, 0.01, 0.02 } };

    (void)state;
    assert_true(judged_likelihood(&s, true, 3) > judged_likelihood(&s, true, 0.1));
    assert_true(judged_likelihood(&s, true, 3) > judged_likelihood(&s, true, 50));
}

/* Twelve precise studies that agree and four far away: tau2 = 3.65 is a maximum too, and the lower one. */
static void the_higher_of_two_maxima_is_found(void **state)
{
    simulated s = { .kind = "by hand", .k = 16,
                    .y = { .25, .22, .31, .35, .25, .43, .46, .28, .32, .12, .36, .42, 6.58, 6.43, 5.36, 4.09 } };
    judged j;

    (void)state;
    for (size_t i = 0; i < 12; i++)
        s.v[i] = .0085;
    s.v[12] = 1.63, s.v[13] = 1.7, s.v[14] = 1.45, s.v[15] = 1;
    judge(&s, JUDGED_REML, &j);
    assert_int_equal(j.maxima, 2);
    assert_false(j.beaten);
    assert_true(j.tau2 > 0 && j.tau2 < 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reml_finishes_at_the_highest_maximum),
        cmocka_unit_test(ml_finishes_at_the_highest_maximum),
        cmocka_unit_test(paule_mandel_finishes_at_its_root),
        cmocka_unit_test(empirical_bayes_finishes_at_its_root),
        cmocka_unit_test(the_q_profile_interval_ends_at_the_quantiles),
        cmocka_unit_test(the_profile_likelihood_interval_ends_at_the_drop),
        cmocka_unit_test(the_higher_of_two_maxima_is_found),
        cmocka_unit_test(the_judge_sees_a_likelihood_that_is_higher),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
