#include <config.h>

#include <string.h>

#include "review/numer.h"
#include "review/screen.h"
#include "tests/support.h"

static rv_stop_order order_of(bool *relevant, const char *labels, size_t total)
{
    for (size_t i = 0; labels[i]; i++)
        relevant[i] = labels[i] == '1';
    return (rv_stop_order){ relevant, NULL, strlen(labels), total };
}

static void the_knee_is_where_the_curve_is_farthest_from_its_chord(void **state)
{
    bool relevant[2000] = { false };
    rv_stop_order o = order_of(relevant, "1001000000", 10);
    rv_stop_knee k;
    (void)state;
    rv_stop_at_knee(&o, &k);
    assert_int_equal(k.rank, 4);
    assert_int_equal(k.found, 2);
    assert_close(k.rho, 3, 1e-14);
    assert_close(k.threshold, 154, 0);
    assert_false(k.bent);
    memset(relevant, 1, 100);
    o = (rv_stop_order){ relevant, NULL, 900, 5000 };
    rv_stop_at_knee(&o, &k);
    assert_true(k.bent && !k.stop);                              /* too early for the rule */
    o.screened = 1000;
    rv_stop_at_knee(&o, &k);
    assert_true(k.bent && k.stop);
}

static void a_curve_without_a_knee_has_none(void **state)
{
    bool relevant[4];
    rv_stop_knee k;
    rv_stop_order o = order_of(relevant, "", 0);
    (void)state;
    rv_stop_at_knee(&o, &k);
    assert_true(k.rank == 0 && isnan(k.rho) && !k.bent);
    o = order_of(relevant, "0000", 4);
    rv_stop_at_knee(&o, &k);
    assert_true(k.rank == 0 && isnan(k.rho) && !k.stop);
    o = order_of(relevant, "1111", 4);
    rv_stop_at_knee(&o, &k);
    assert_true(isnan(k.rho) && !k.bent);
}

static void runs_are_counted(void **state)
{
    bool relevant[12];
    const rv_stop_order o = order_of(relevant, "010001000010", 12);
    (void)state;
    assert_int_equal(rv_stop_after_run(&o, 1), 1);
    assert_int_equal(rv_stop_after_run(&o, 3), 5);
    assert_int_equal(rv_stop_after_run(&o, 4), 10);
    assert_int_equal(rv_stop_after_run(&o, 5), 0);
    assert_int_equal(rv_stop_after_run(&o, 0), 0);
    assert_int_equal(rv_stop_run_now(&o), 1);
    assert_int_equal(rv_stop_found(&o), 3);
    assert_int_equal(rv_stop_run_now(&(rv_stop_order){ 0 }), 0);
}

/* The interval by its definition: every Y asked. */
static void the_recall_interval_inverts_both_tails(void **state)
{
    static const size_t cases[][3] = { { 100, 20, 0 }, { 100, 20, 3 }, { 50, 50, 7 }, { 300, 40, 40 }, { 30, 0, 0 }, { 500, 100, 2 } };
    rv_recall r;
    rv_error err;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t remaining = cases[i][0], drawn = cases[i][1], hits = cases[i][2];
        double lo = INFINITY, hi = -INFINITY;
        for (size_t y = hits; y <= remaining - (drawn - hits); y++)
            if (rv_hypergeometric_lower((double)hits, (double)remaining, (double)y, (double)drawn) > 0.025
                && (hits == 0 || rv_hypergeometric_upper((double)hits - 1, (double)remaining, (double)y, (double)drawn) > 0.025)) {
                lo = fmin(lo, (double)y);
                hi = fmax(hi, (double)y);
            }
        assert_int_equal(rv_recall_from_sample(10, remaining, drawn, hits, 10 + hits, 0.95, &r, &err), RV_OK);
        assert_close(r.total_lo, 10 + lo, 0);
        assert_close(r.total_hi, 10 + hi, 0);
        assert_close(r.recall_lo, (10.0 + (double)hits) / (10 + hi), 1e-15);
        if (drawn)
            assert_close(r.total, 10 + (double)(remaining * hits) / (double)drawn, 1e-12);
        else
            assert_true(isnan(r.total) && isnan(r.recall));
    }
    assert_int_equal(rv_recall_from_sample(10, 5, 6, 0, 10, 0.95, &r, &err), RV_EINVAL);
    assert_int_equal(rv_recall_from_sample(10, 50, 6, 0, 10, 1, &r, &err), RV_EDOMAIN);
}

static void controls_give_the_exact_binomial_interval(void **state)
{
    rv_recall r;
    rv_error err;
    (void)state;
    assert_int_equal(rv_recall_from_controls(20, 18, 90, 0.95, &r, &err), RV_OK);
    assert_close(r.recall, 0.9, 1e-15);
    assert_close(r.recall_lo, 0.6830173, 5e-8);                  /* R: binom.test(18, 20) */
    assert_close(r.recall_hi, 0.9876515, 5e-8);
    assert_close(r.total, 100, 1e-12);
    assert_int_equal(rv_recall_from_controls(10, 10, 90, 0.95, &r, &err), RV_OK);
    assert_close(r.recall_lo, pow(0.025, 0.1), 1e-12);
    assert_close(r.recall_hi, 1, 0);
    assert_int_equal(rv_recall_from_controls(0, 0, 90, 0.95, &r, &err), RV_OK);
    assert_true(isnan(r.recall) && r.recall_lo == 0 && r.recall_hi == 1);
    assert_int_equal(rv_recall_from_controls(3, 4, 9, 0.95, &r, &err), RV_EINVAL);
}

static void an_order_with_a_random_end_estimates_its_recall(void **state)
{
    bool relevant[] = { 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0 }, random[] = { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1 };
    rv_stop_order o = { relevant, random, 12, 30 };
    rv_recall r, want;
    rv_error err;
    (void)state;
    assert_int_equal(rv_recall_of_order(&o, 6, 0.95, &r, &err), RV_OK);
    assert_int_equal(rv_recall_from_sample(3, 24, 6, 1, 4, 0.95, &want, &err), RV_OK);
    assert_close(r.total, want.total, 0);
    assert_close(r.recall_lo, want.recall_lo, 0);
    assert_int_equal(rv_recall_of_order(&o, 7, 0.95, &r, &err), RV_ENOTFOUND);
    memset(random, 0, sizeof random);
    memset(random, 1, 5);
    assert_int_equal(rv_recall_of_order(&o, 5, 0.95, &r, &err), RV_OK);
    assert_int_equal(rv_recall_from_sample(0, 30, 5, 3, 4, 0.95, &want, &err), RV_OK);
    assert_close(r.total_hi, want.total_hi, 0);
    o.random = NULL;
    assert_int_equal(rv_recall_of_order(&o, 0, 0.95, &r, &err), RV_ENOTFOUND);
}

/* One random record in ten among ranked ones that find fast: the total lies within the interval, and a sample of all gives the same as
   random order throughout does. */
static void random_records_among_ranked_ones_estimate_the_total(void **state)
{
    static bool relevant[400], random[400];
    const rv_stop_order o = { relevant, random, 400, 2000 };
    rv_recall r, exact;
    rv_error err;
    (void)state;
    for (size_t i = 0; i < 400; i++)
        random[i] = i % 4 == 3;                                  /* 100 of them, 2 hits late */
    for (size_t i = 0; i < 40; i++)
        relevant[i] = !random[i];
    relevant[203] = relevant[303] = true;
    assert_int_equal(rv_recall_of_order(&o, 50, 0.95, &r, &err), RV_OK);
    assert_true(r.total > 55 && r.total < 75);                   /* 32 found, 2 of 100 of what is left, 1,800: about 36 more */
    assert_true(r.total_lo >= 32 && r.total_lo < r.total && r.total_hi > r.total && r.total_hi < 200);
    assert_close(r.recall, 32 / r.total, 1e-12);
    memset(random, 1, sizeof random);
    random[399] = false;
    memset(relevant, 0, sizeof relevant);
    relevant[10] = relevant[200] = relevant[390] = true;
    assert_int_equal(rv_recall_of_order(&o, 1, 0.95, &exact, &err), RV_OK);
    random[0] = false;
    assert_int_equal(rv_recall_of_order(&o, 1, 0.95, &r, &err), RV_OK);
    assert_close(r.total, exact.total, 0.05);
    assert_close(r.total_lo, exact.total_lo, 0.25);
    assert_close(r.total_hi, exact.total_hi, 0.25);
}

static void safe_says_what_is_met_and_what_nobody_knows(void **state)
{
    bool relevant[400] = { 1, 0, 0, 0, 0, 1 }, random[400] = { 1, 1, 1, 1, 1 };
    rv_stop_order o = { relevant, random, 60, 500 };
    rv_safe_options options = RV_SAFE_OPTIONS_INIT;
    rv_safe_item items[RV_SAFE_ITEMS];
    (void)state;
    assert_false(rv_safe_check(&o, &options, items));
    assert_int_equal(items[0].state, RV_SAFE_YES);
    assert_int_equal(items[1].state, RV_SAFE_YES);
    assert_int_equal(items[2].state, RV_SAFE_UNKNOWN);
    assert_int_equal(items[3].state, RV_SAFE_NO);
    assert_close(items[3].wanted, 2 * 500 * 0.2, 1e-12);
    assert_int_equal(items[4].state, RV_SAFE_YES);
    assert_int_equal(items[5].state, RV_SAFE_YES);
    assert_close(items[5].value, 54, 0);
    assert_int_equal(items[6].state, RV_SAFE_UNKNOWN);
    assert_int_equal(items[7].state, RV_SAFE_UNKNOWN);
    o.screened = 300;
    options = (rv_safe_options){ 0.01, 0.1, 2, 50, 3, 3, 70, 20 };
    assert_true(rv_safe_check(&o, &options, items));
    assert_close(items[5].value, 64, 0);
    assert_close(items[6].value, 230, 0);
    o.random = NULL;
    assert_false(rv_safe_check(&o, &options, items));
    assert_int_equal(items[0].state, RV_SAFE_UNKNOWN);
    assert_int_equal(items[3].state, RV_SAFE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_knee_is_where_the_curve_is_farthest_from_its_chord), cmocka_unit_test(a_curve_without_a_knee_has_none),
        cmocka_unit_test(runs_are_counted), cmocka_unit_test(the_recall_interval_inverts_both_tails),
        cmocka_unit_test(controls_give_the_exact_binomial_interval), cmocka_unit_test(an_order_with_a_random_end_estimates_its_recall),
        cmocka_unit_test(random_records_among_ranked_ones_estimate_the_total),
        cmocka_unit_test(safe_says_what_is_met_and_what_nobody_knows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
