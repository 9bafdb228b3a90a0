/*
 * Berkey, C. S., Hoaglin, D. C., Antczak-Bouckoms, A., Mosteller, F. & Colditz, G. A. (1998) Meta-analysis of multiple outcomes by
 * regression with random effects. Stat Med 17:2537-2550: five trials of surgery for gums, improvement in probing depth and in attachment
 * level with the covariance of their errors; table II, page 2545: regression on the year by maximum likelihood.
 */
#include <config.h>

#include "tests/published/published.h"
#include "review/meta_mixed.h"

enum { TRIALS = 5, K = 2 * TRIALS };
/* Year; probing depth, attachment level; variance, covariance, variance. */
static const double T[TRIALS][6] = { { 1983, .47, -.32, .0075, .0030, .0077 }, { 1982, .20, -.60, .0057, .0009, .0008 },
                                     { 1979, .40, -.12, .0021, .0007, .0014 }, { 1987, .26, -.31, .0029, .0009, .0015 },
                                     { 1988, .56, -.39, .0148, .0072, .0304 } };
static double y[K], v[K], x[K][4], s[K][K];
static size_t trial[K], outcome[K];

/* Attachment level is outcome 0: columns are the two means, then the two slopes on the year less 1983. */
static void make(void)
{
    for (size_t t = 0; t < TRIALS; t++)
        for (size_t o = 0; o < 2; o++) {
            const size_t i = 2 * t + o;
            trial[i] = t, outcome[i] = o;
            y[i] = T[t][2 - o];
            s[i][i] = v[i] = T[t][o ? 3 : 5];
            s[i][i ^ 1] = T[t][4];
            x[i][o] = 1, x[i][2 + o] = T[t][0] - 1983;
        }
}

static void two_outcomes_on_the_year_are_as_printed(void **state)
{
    static const double want[4][2] = { { -.3351, .0787 }, { .3479, .0520 }, { -.0108, .0243 }, { .0010, .0154 } };
    const rv_mixed_part part = { .kind = RV_MIXED_UN, .name = "outcome | trial", .group = trial, .groups = TRIALS, .inner = outcome,
                                 .inners = 2 };
    rv_mixed_data d = { .data = { .k = K, .yi = y, .vi = v, .p = 4, .x = x[0] }, .parts = 1, .part = &part };
    rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_blocks *blocks;
    rv_mixed *m;
    rv_error err;
    const rv_mixed_fit *f;

    (void)state;
    assert_int_equal(rv_blocks_of_matrix(&blocks, s[0], K, &err), RV_OK);
    d.v = blocks;
    o.ml = true;
    if (rv_mixed_run(&m, &d, &o, &err) != RV_OK)
        fail_msg("%s", err.message);
    f = rv_mixed_result(m);
    for (int i = 0; i < 4; i++) {
        assert_printed(f->coefs[i].estimate, want[i][0], 4);
        assert_printed(f->coefs[i].se, want[i][1], 4);
    }
    assert_printed(f->param[0].estimate, .025, 3);
    assert_printed(f->param[1].estimate, .008, 3);
    assert_printed(f->param[2].estimate * sqrt(f->param[0].estimate * f->param[1].estimate), .009, 3);
    rv_mixed_free(m);
    rv_blocks_free(blocks);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(two_outcomes_on_the_year_are_as_printed) };

    make();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
