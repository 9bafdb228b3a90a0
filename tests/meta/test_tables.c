/* Mantel-Haenszel, Peto and their tests: second routes, edges, bad input. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support.h"
#include "review/meta_tables.h"
#include "review/numer.h"

enum { K = 4 };
static rv_error err;
static const double A[K] = { 8, 22, 5, 3 }, B[K] = { 98, 76, 60, 40 }, C[K] = { 5, 16, 9, 1 }, D[K] = { 115, 69, 52, 45 };
static const rv_tables T = { K, A, B, C, D, NULL };

static rv_tables_fit run(const rv_tables *t, rv_tables_measure m)
{
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit f;

    o.measure = m;
    if (rv_mh_run(t, &o, &f, NULL, &err) != RV_OK)
        fail_msg("%s", err.message);
    return f;
}

/* One table: the pooled effect is its own, and so is the variance (but Sato's and that of a risk ratio in another form). */
static void one_table_is_its_own_pool(void **state)
{
    const rv_tables one = { 1, A, B, C, D, NULL };
    const double n1 = 106, n2 = 120;
    rv_tables_fit f = run(&one, RV_TABLES_OR);

    (void)state;
    assert_close(f.pooled.estimate, log(8.0 * 115 / (98 * 5)), 1e-14);
    assert_close(f.pooled.se * f.pooled.se, 1. / 8 + 1. / 98 + 1. / 5 + 1. / 115, 1e-14);
    assert_close(f.q, 0, 0);
    assert_close(f.q_p, 1, 0);
    assert_true(isnan(f.breslow_day.p) && isnan(f.tarone.p) && isnan(f.woolf.x));
    assert_close(f.breslow_day.x, 0, 1e-20);
    assert_int_equal(f.k_pos, 1);
    f = run(&one, RV_TABLES_RR);
    assert_close(f.pooled.estimate, log(8 / n1 / (5 / n2)), 1e-14);
    assert_close(f.pooled.se * f.pooled.se, 1. / 8 - 1 / n1 + 1. / 5 - 1 / n2, 1e-14);
    f = run(&one, RV_TABLES_RD);
    assert_close(f.pooled.estimate, 8 / n1 - 5 / n2, 1e-14);
    f = run(&one, RV_TABLES_IRR);
    assert_close(f.pooled.estimate, log(8. / 98 / (5. / 115)), 1e-14);
    assert_close(f.pooled.se * f.pooled.se, 1. / 8 + 1. / 5, 1e-14);
    f = run(&one, RV_TABLES_IRD);
    assert_close(f.pooled.se * f.pooled.se, 8. / (98 * 98) + 5. / (115 * 115), 1e-14);
}

static void changing_the_groups_turns_the_effect(void **state)
{
    const rv_tables turned = { K, C, D, A, B, NULL };

    (void)state;
    for (int m = 0; m <= RV_TABLES_IRD; m++) {
        const rv_tables_fit f = run(&T, (rv_tables_measure)m), g = run(&turned, (rv_tables_measure)m);
        assert_close(f.pooled.estimate, -g.pooled.estimate, 1e-14);
        assert_close(f.pooled.se, g.pooled.se, 1e-14);
        assert_close(f.q, g.q, 1e-12);
        assert_close(f.breslow_day.x, g.breslow_day.x, 1e-12);
        assert_close(f.cmh.x, g.cmh.x, 1e-12);
    }
}

/* At the pooled odds ratio, each fitted table has that odds ratio: sum (a - x) / V is a score; here only by its parts. */
static void breslow_day_compares_with_tables_of_the_pooled_odds_ratio(void **state)
{
    const rv_tables_fit f = run(&T, RV_TABLES_OR);
    const double odds = exp(f.pooled.estimate);
    double bd = 0, off = 0, all = 0;

    (void)state;
    for (int i = 0; i < K; i++) {
        const double n1 = A[i] + B[i], n2 = C[i] + D[i], t = A[i] + C[i];
        double lo = fmax(0, t - n2), hi = fmin(n1, t), v;
        for (int n = 0; n < 200; n++) {   /* bisection on x (n2 - t + x) / ((n1 - x) (t - x)) = odds */
            const double x = (lo + hi) / 2;
            *(x * (n2 - t + x) < odds * (n1 - x) * (t - x) ? &lo : &hi) = x;
        }
        v = 1 / (1 / lo + 1 / (n1 - lo) + 1 / (t - lo) + 1 / (n2 - t + lo));
        bd += (A[i] - lo) * (A[i] - lo) / v;
        off += A[i] - lo;
        all += v;
    }
    assert_close(f.breslow_day.x, bd, 1e-12);
    assert_close(f.tarone.x, bd - off * off / all, 1e-12);
    assert_close(f.breslow_day.df, 3, 0);
}

static void equal_odds_in_both_groups_are_an_odds_ratio_of_one(void **state)
{
    const double a[] = { 10, 20 }, b[] = { 30, 20 }, c[] = { 5, 40 }, d[] = { 15, 40 };
    const rv_tables t = { 2, a, b, c, d, NULL };
    const rv_tables_fit f = run(&t, RV_TABLES_OR);

    (void)state;
    assert_close(f.pooled.estimate, 0, 1e-15);
    assert_close(f.breslow_day.x, 0, 1e-12);
    assert_close(f.tarone.x, 0, 1e-12);
    assert_close(f.q, 0, 1e-12);
}

static void a_double_zero_moves_a_difference_and_no_ratio(void **state)
{
    const double a[] = { 8, 0, 22 }, b[] = { 98, 50, 76 }, c[] = { 5, 0, 16 }, d[] = { 115, 70, 69 };
    const rv_tables all = { 3, a, b, c, d, NULL };
    const double a2[] = { 8, 22 }, b2[] = { 98, 76 }, c2[] = { 5, 16 }, d2[] = { 115, 69 };
    const rv_tables without = { 2, a2, b2, c2, d2, NULL };
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_row rows[3];
    rv_tables_fit f, g;
    rv_buf text = { 0 };

    (void)state;
    assert_int_equal(rv_mh_run(&all, &o, &f, rows, &err), RV_OK);
    g = run(&without, RV_TABLES_OR);
    assert_int_equal(f.k, 3);
    assert_int_equal(f.k_yi, 2);
    assert_close(f.pooled.estimate, g.pooled.estimate, 1e-14);
    assert_close(f.pooled.se, g.pooled.se, 1e-14);
    assert_int_equal(rows[1].fate, RV_TABLES_DOUBLE_ZERO | RV_TABLES_NO_EFFECT | RV_TABLES_NO_WEIGHT);
    rv_tables_notes(&all, rows, &text);
    assert_string_equal(rv_buf_str(&text), "table 2: no events, or nothing but events, in both groups (double zero); the study says nothing of a ratio and is left out\n");
    rv_buf_free(&text);
    o.measure = RV_TABLES_RD;
    assert_int_equal(rv_mh_run(&all, &o, &f, rows, &err), RV_OK);
    g = run(&without, RV_TABLES_RD);
    assert_true(fabs(f.pooled.estimate) < fabs(g.pooled.estimate));
    assert_false(rows[1].fate & RV_TABLES_NO_WEIGHT);
    o.drop00_pooled = true;
    assert_int_equal(rv_mh_run(&all, &o, &f, rows, &err), RV_OK);
    assert_close(f.pooled.estimate, g.pooled.estimate, 1e-14);
    assert_int_equal(f.k, 2);
}

static void no_event_at_all_is_said_and_counts_are_left(void **state)
{
    const double a[] = { 0, 0 }, b[] = { 10, 20 }, c[] = { 0, 0 }, d[] = { 10, 30 };
    const rv_tables t = { 2, a, b, c, d, NULL };
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit f;

    (void)state;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "no OR can be pooled: no study has an event in either group");
    assert_int_equal(f.k, 2);
    assert_int_equal(f.k_yi, 0);
    assert_true(isnan(f.pooled.estimate) && isnan(f.cmh.x));
    o.measure = RV_TABLES_RR;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EDOMAIN);
    assert_int_equal(rv_peto_run(&t, &o, &f, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "no odds ratio can be pooled: in every table one of the two outcomes does not occur");
}

static void events_in_one_group_alone_leave_the_test_and_no_ratio(void **state)
{
    const double a[] = { 3, 2 }, b[] = { 10, 20 }, c[] = { 0, 0 }, d[] = { 10, 30 };
    const rv_tables t = { 2, a, b, c, d, NULL };
    const rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit f;

    (void)state;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EDOMAIN);
    assert_non_null(strstr(err.message, "the ratio is infinite"));
    assert_true(f.cmh.x > 0 && isnan(f.pooled.estimate));
    assert_int_equal(rv_peto_run(&t, &o, &f, NULL, &err), RV_OK);
    assert_true(f.pooled.estimate > 0);
}

static void bad_cells_are_named(void **state)
{
    const double a[] = { 3, -1 }, b[] = { 10, 20 }, c[] = { 0, 0 }, d[] = { 10, 0 };
    const char *const labels[] = { "Smith", "Jones 2001" };
    rv_tables t = { 2, a, b, c, d, labels };
    const double infinite[] = { INFINITY, 2 }, good[] = { 3, 2 };
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit f;

    (void)state;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "study 'Jones 2001': ai is -1; a count cannot be negative");
    assert_int_equal(f.k, 0);
    t.ai = good;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "study 'Jones 2001': ci and di are 0; a group needs people");
    t.ai = infinite;
    t.labels = NULL;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "table 1: ai is not finite");
    o.measure = RV_TABLES_IRR;
    t.ai = good;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "table 2: t2i is 0; a time must be positive");
    t.k = 0;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "there are no tables");
    o.level = 1;
    t.k = 2;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_EINVAL);
}

static void missing_cells_leave_the_study_out(void **state)
{
    const double a[] = { 8, NAN, 22 }, b[] = { 98, 50, 76 }, c[] = { 5, 1, 16 }, d[] = { 115, 70, 69 };
    const rv_tables t = { 3, a, b, c, d, NULL };
    const rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_row rows[3];
    rv_tables_fit f;
    rv_buf text = { 0 };

    (void)state;
    assert_int_equal(rv_mh_run(&t, &o, &f, rows, &err), RV_OK);
    assert_int_equal(f.k, 2);
    assert_close(rows[0].weight + rows[2].weight, 100, 1e-12);
    rv_tables_notes(&t, rows, &text);
    assert_string_equal(rv_buf_str(&text), "table 2: a cell is missing; the study is left out\n");
    rv_buf_free(&text);
}

/* Peto is the inverse-variance mean of the one-step effects; its Q too. */
static void peto_is_a_weighted_mean(void **state)
{
    const rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_row rows[K];
    rv_tables_fit f;
    double w = 0, wy = 0, squares = 0;

    (void)state;
    assert_int_equal(rv_peto_run(&T, &o, &f, rows, &err), RV_OK);
    for (int i = 0; i < K; i++)
        w += 1 / rows[i].vi, wy += rows[i].yi / rows[i].vi;
    assert_close(f.pooled.estimate, wy / w, 1e-13);
    assert_close(f.pooled.se, sqrt(1 / w), 1e-13);
    for (int i = 0; i < K; i++)
        squares += pow(rows[i].yi - wy / w, 2) / rows[i].vi;
    assert_close(f.q, squares, 1e-12);
    assert_close(rows[2].weight, 100 / rows[2].vi / w, 1e-12);
}

static void the_variances_of_a_difference_agree_for_large_tables(void **state)
{
    const double a[] = { 8e5, 22e5 }, b[] = { 98e5, 76e5 }, c[] = { 5e5, 16e5 }, d[] = { 115e5, 69e5 };
    const rv_tables t = { 2, a, b, c, d, NULL };
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit sato, plain;

    (void)state;
    o.measure = RV_TABLES_RD;
    assert_int_equal(rv_mh_run(&t, &o, &sato, NULL, &err), RV_OK);
    o.rd_variance = RV_MH_GREENLAND_ROBINS;
    assert_int_equal(rv_mh_run(&t, &o, &plain, NULL, &err), RV_OK);
    assert_close(sato.pooled.se / plain.pooled.se, 1, 1e-2);
    assert_true(sato.pooled.se != plain.pooled.se);
}

static void what_is_added_for_pooling_moves_the_pooled_ratio(void **state)
{
    const double a[] = { 8, 0 }, b[] = { 98, 76 }, c[] = { 5, 6 }, d[] = { 115, 69 };
    const double a5[] = { 8, 0.5 }, b5[] = { 98, 76.5 }, c5[] = { 5, 6.5 }, d5[] = { 115, 69.5 };
    const rv_tables t = { 2, a, b, c, d, NULL }, t5 = { 2, a5, b5, c5, d5, NULL };
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit f;

    (void)state;
    o.add_pooled = 0.5;
    o.to_pooled = RV_ZERO_ONLY0;
    assert_int_equal(rv_mh_run(&t, &o, &f, NULL, &err), RV_OK);
    assert_close(f.pooled.estimate, run(&t5, RV_TABLES_OR).pooled.estimate, 1e-14);
    assert_close(f.q, run(&t5, RV_TABLES_OR).q, 1e-12);
}

static void labbe_points_are_the_groups_outcomes(void **state)
{
    const double a[] = { 8, 0 }, b[] = { 98, 20 }, c[] = { 5, 6 }, d[] = { 115, 69 };
    const rv_tables t = { 2, a, b, c, d, NULL };
    double x[2], y[2], v[2];

    (void)state;
    assert_int_equal(rv_labbe(&t, RV_TABLES_OR, 0.5, RV_ZERO_ONLY0, x, y, v, &err), RV_OK);
    assert_close(x[0], log(5. / 115), 1e-14);
    assert_close(y[0], log(8. / 98), 1e-14);
    assert_close(v[0], 1. / 5 + 1. / 115 + 1. / 8 + 1. / 98, 1e-14);
    assert_close(y[1], log(0.5 / 20.5), 1e-14);
    assert_close(x[1], log(6. / 69), 1e-14);
    assert_int_equal(rv_labbe(&t, RV_TABLES_IRD, 0.5, RV_ZERO_NONE, x, y, NULL, &err), RV_OK);
    assert_close(y[0], 8. / 98, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_table_is_its_own_pool),
        cmocka_unit_test(changing_the_groups_turns_the_effect),
        cmocka_unit_test(breslow_day_compares_with_tables_of_the_pooled_odds_ratio),
        cmocka_unit_test(equal_odds_in_both_groups_are_an_odds_ratio_of_one),
        cmocka_unit_test(a_double_zero_moves_a_difference_and_no_ratio),
        cmocka_unit_test(no_event_at_all_is_said_and_counts_are_left),
        cmocka_unit_test(events_in_one_group_alone_leave_the_test_and_no_ratio),
        cmocka_unit_test(bad_cells_are_named),
        cmocka_unit_test(missing_cells_leave_the_study_out),
        cmocka_unit_test(peto_is_a_weighted_mean),
        cmocka_unit_test(the_variances_of_a_difference_agree_for_large_tables),
        cmocka_unit_test(what_is_added_for_pooling_moves_the_pooled_ratio),
        cmocka_unit_test(labbe_points_are_the_groups_outcomes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
