#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/numer.h"
#include "review/screen.h"
#include "tests/support.h"

enum { MOST = 60000 };

/* Labels from text: "1" relevant, "0" not, repeated by the caller. */
static rv_stop_order order_of(bool *relevant, const char *head, size_t screened, size_t total)
{
    memset(relevant, 0, screened);
    for (size_t i = 0; head[i] && i < screened; i++)
        relevant[i] = head[i] == '1';
    return (rv_stop_order){ relevant, NULL, screened, total };
}

static double p_of(const rv_stop_order *order, double target, double bias)
{
    rv_stop_p p;
    rv_error err;
    assert_int_equal(rv_stop_hypergeometric(order, target, bias, &p, &err), RV_OK);
    return p.p;
}

/* By the definition: every suffix. */
static double by_every_suffix(const rv_stop_order *o, double target, double bias)
{
    double least = INFINITY, r = (double)rv_stop_found(o), c = 0;
    for (size_t s = 1; s <= o->screened; s++) {
        c += o->relevant[o->screened - s];
        const double k = floor(r / target + 1 - (r - c)), m = (double)(o->total - (o->screened - s));
        if (k <= m)
            least = fmin(least, bias == 1 ? rv_hypergeometric_lower(c, m, k, (double)s) : rv_wallenius_lower(c, m, k, (double)s, bias));
    }
    return isinf(least) ? 0 : least;
}

static void few_evaluations_find_the_least_of_all_suffixes(void **state)
{
    static const double targets[] = { 0.5, 0.8, 0.95, 0.99, 1 };
    bool relevant[300];
    unsigned seed = 3;
    (void)state;
    for (int round = 0; round < 60; round++) {
        const size_t screened = 1 + (size_t)round * 5, total = screened + (size_t)(round % 7) * 40;
        for (size_t i = 0; i < screened; i++) {
            seed = seed * 1103515245u + 12345u;
            relevant[i] = (seed >> 16 & 1023) < 400u / (1 + i / 20);
        }
        const rv_stop_order o = { relevant, NULL, screened, total };
        for (size_t t = 0; t < sizeof targets / sizeof *targets; t++) {
            assert_close(p_of(&o, targets[t], 1), by_every_suffix(&o, targets[t], 1), 1e-14);
            if (round % 6 == 0)
                assert_close(p_of(&o, targets[t], 2), by_every_suffix(&o, targets[t], 2), 1e-14);
        }
    }
}

/* Exact rational arithmetic. */
static void golden_values(void **state)
{
    bool relevant[500];
    const rv_stop_order none = order_of(relevant, "", 300, 1000);
    rv_stop_p p;
    rv_error err;
    (void)state;
    assert_int_equal(rv_stop_hypergeometric(&none, 0.95, 1, &p, &err), RV_OK);
    assert_close(p.p, 0.7, 1e-14);
    assert_int_equal(p.urn_size, 300);
    assert_close(p.k_hat, 1, 0);
    const rv_stop_order one = order_of(relevant, "01", 402, 500);
    assert_close(p_of(&one, 0.95, 1), 98.0 / 498, 1e-14);
    const rv_stop_order all = order_of(relevant, "1001", 10, 10);
    assert_int_equal(rv_stop_hypergeometric(&all, 0.99, 1, &p, &err), RV_OK);
    assert_close(p.p, 0, 0);
    assert_int_equal(p.urn_size, 1);
}

static void what_is_claimed_is_the_last_target_that_holds(void **state)
{
    bool relevant[1000];
    const rv_stop_order o = order_of(relevant, "11111111111111111111111111111111111111111111111111", 800, 1000);
    rv_stop_claim c;
    rv_error err;
    (void)state;
    assert_int_equal(rv_stop_claimed(&o, 0.95, 1, &c, &err), RV_OK);
    assert_true(c.missed > 0 && c.missed < 10);
    assert_close(c.recall, 50 / (50 + (double)c.missed), 1e-15);
    assert_true(c.p < 0.05);
    assert_true(p_of(&o, c.recall - 1e-6, 1) < 0.05);
    assert_true(p_of(&o, c.recall + 1e-6, 1) >= 0.05);
}

static void more_confidence_claims_less(void **state)
{
    bool relevant[1000];
    const rv_stop_order o = order_of(relevant, "11111111111111111111111111111111111111111111111111", 700, 1000);
    rv_stop_claim sure, surer;
    rv_error err;
    (void)state;
    assert_int_equal(rv_stop_claimed(&o, 0.9, 1, &sure, &err), RV_OK);
    assert_int_equal(rv_stop_claimed(&o, 0.999, 1, &surer, &err), RV_OK);
    assert_true(surer.missed > sure.missed);
    assert_int_equal(rv_stop_claimed(&o, 0.95, 3, &sure, &err), RV_OK);      /* a good ranking would have brought them up */
    assert_int_equal(rv_stop_claimed(&o, 0.95, 1, &surer, &err), RV_OK);
    assert_true(sure.missed < surer.missed);
}

static void the_cost_is_what_it_takes(void **state)
{
    static const double targets[] = { 0.9, 0.95, 0.99 };
    bool relevant[3000];
    rv_error err;
    (void)state;
    for (size_t t = 0; t < 3; t++) {
        rv_stop_order o = order_of(relevant, "111111111111111101110111", 200, 3000);
        size_t more, again;
        assert_int_equal(rv_stop_cost(&o, targets[t], 0.95, 1, &more, &err), RV_OK);
        assert_true(more > 0 && more <= 2800);
        memset(relevant + 200, 0, 2800);
        o.screened = 200 + more;
        assert_true(p_of(&o, targets[t], 1) < 0.05);
        assert_int_equal(rv_stop_cost(&o, targets[t], 0.95, 1, &again, &err), RV_OK);
        assert_int_equal(again, 0);
        o.screened--;
        assert_true(p_of(&o, targets[t], 1) >= 0.05);
    }
}

/* When the last record was relevant all that is left is one urn: the zero-hit sample. */
static void after_a_hit_the_cost_is_a_zero_hit_sample(void **state)
{
    bool relevant[20];
    const rv_stop_order o = order_of(relevant, "11111111111111111111", 20, 1020);
    size_t more, sample;
    rv_error err;
    (void)state;
    assert_int_equal(rv_stop_cost(&o, 0.95, 0.95, 1, &more, &err), RV_OK);
    assert_int_equal(rv_stop_zero_hits(20, 1000, 0.95, 0.95, &sample, &err), RV_OK);
    assert_int_equal(sample, 777);
    assert_int_equal(more, 777);
    assert_int_equal(rv_stop_zero_hits(400, 5000, 0.95, 0.95, &sample, &err), RV_OK);
    assert_int_equal(sample, 636);
}

/* Reference: stopping.json's random last stages, exact. */
static void the_random_end_is_one_urn(void **state)
{
    bool relevant[1300], random[1300] = { false };
    rv_stop_order o = order_of(relevant, "11111111111111111111", 720, 820);
    rv_stop_p p;
    rv_error err;
    (void)state;
    o.random = random;
    assert_int_equal(rv_stop_random_end(&o, 0.95, &p, &err), RV_ENOTFOUND);
    memset(random + 20, 1, 700);
    assert_int_equal(rv_stop_random_end(&o, 0.95, &p, &err), RV_OK);
    assert_close(p.p, 0.01548811013767209, 1e-14);               /* 20 before, 700 of 800 drawn, none relevant */
    assert_close(p.k_hat, 2, 0);
    o = order_of(relevant, "", 1300, 3100);
    memset(relevant, 1, 100);
    memset(random, 0, 100);
    memset(random + 100, 1, 1200);
    relevant[500] = true;
    o.random = random;
    assert_int_equal(rv_stop_random_end(&o, 0.95, &p, &err), RV_OK);
    assert_close(p.p, 0.158325301509568, 1e-13);                 /* 100 before, 1,200 of 3,000 drawn, one relevant */
    o.total = 1300;
    assert_int_equal(rv_stop_random_end(&o, 0.5, &p, &err), RV_OK);
    assert_close(p.p, 0, 0);
}

static void edges(void **state)
{
    bool relevant[10] = { true, true };
    rv_stop_order o = { relevant, NULL, 0, 0 };
    rv_stop_claim c;
    size_t more;
    rv_stop_p p;
    rv_error err;
    (void)state;
    assert_close(p_of(&o, 0.95, 1), 1, 0);                       /* nothing there */
    o.total = 100;
    assert_close(p_of(&o, 0.95, 1), 1, 0);                       /* nothing screened */
    assert_int_equal(rv_stop_cost(&o, 1, 0.95, 1, &more, &err), RV_OK);
    assert_int_equal(more, 96);                                  /* one relevant among 100: 4 left, p 0.04 */
    assert_int_equal(rv_stop_claimed(&o, 0.95, 1, &c, &err), RV_OK);
    assert_int_equal(c.missed, 100);
    assert_true(isnan(c.recall));
    o.screened = 10;
    o.total = 10;
    assert_close(p_of(&o, 1, 1), 0, 0);                          /* everything screened */
    assert_int_equal(rv_stop_claimed(&o, 0.95, 1, &c, &err), RV_OK);
    assert_int_equal(c.missed, 0);
    assert_close(c.recall, 1, 0);
    o.total = 11;
    assert_close(p_of(&o, 0.01, 1), 0, 0);                       /* 2 found, 1 left: recall cannot be below 0.01 */
    o.total = 9;
    assert_int_equal(rv_stop_hypergeometric(&o, 0.95, 1, &p, &err), RV_EINVAL);
    assert_string_equal(err.message, "10 of 9 records are screened");
    o.total = 20;
    assert_int_equal(rv_stop_hypergeometric(&o, 0, 1, &p, &err), RV_EDOMAIN);
    assert_int_equal(rv_stop_hypergeometric(&o, 1.01, 1, &p, &err), RV_EDOMAIN);
    assert_int_equal(rv_stop_hypergeometric(&o, NAN, 1, &p, &err), RV_EDOMAIN);
    assert_int_equal(rv_stop_hypergeometric(&o, 0.95, 0, &p, &err), RV_EDOMAIN);
    assert_int_equal(rv_stop_cost(&o, 0.95, 1, 1, &more, &err), RV_EDOMAIN);
    o.total = SIZE_MAX / 2;
    assert_int_equal(rv_stop_hypergeometric(&o, 0.95, 1, &p, &err), RV_EINVAL);
    assert_int_equal(rv_stop_zero_hits(3, SIZE_MAX, 0.95, 0.95, &more, &err), RV_EINVAL);
}

static void fifty_thousand_screened_take_no_time(void **state)
{
    bool *relevant = calloc(MOST, sizeof *relevant);
    double start;
    size_t more;
    rv_error err;
    (void)state;
    for (size_t i = 0; i < 50000; i++)
        relevant[i] = i % (2 + i / 100) == 0;
    const rv_stop_order o = { relevant, NULL, 50000, MOST };
    start = rv_clock();
    assert_true(p_of(&o, 0.95, 1) <= 1);
    assert_int_equal(rv_stop_cost(&o, 0.95, 0.95, 1, &more, &err), RV_OK);
    assert_true(rv_clock() - start < 2);                         /* a few milliseconds on an idle machine */
    free(relevant);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_evaluations_find_the_least_of_all_suffixes), cmocka_unit_test(golden_values),
        cmocka_unit_test(what_is_claimed_is_the_last_target_that_holds), cmocka_unit_test(more_confidence_claims_less),
        cmocka_unit_test(the_cost_is_what_it_takes), cmocka_unit_test(after_a_hit_the_cost_is_a_zero_hit_sample),
        cmocka_unit_test(the_random_end_is_one_urn), cmocka_unit_test(edges), cmocka_unit_test(fifty_thousand_screened_take_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
