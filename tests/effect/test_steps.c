#include <stdio.h>
#include <string.h>

#include "review/numer.h"
#include "tests/effect/one.h"

/* Names and values, NULL at the end. */
static rv_effect_input inputs(const char *first, ...)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;
    va_list args;

    va_start(args, first);
    for (const char *name = first; name; name = va_arg(args, const char *))
        *rv_effect_column(&in, name) = va_arg(args, double);
    va_end(args);
    return in;
}

/* The value of a column by one step. */
static double by(const char *step, const char *column, rv_effect_input in)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    rv_made ways[20];
    size_t n;

    if (rv_effect_ways(column, &in, &usual, ways, 20, &n, &err) != RV_OK)
        fail_msg("%s", err.message);
    for (size_t i = 0; i < n; i++)
        if (ways[i].n_steps && strcmp(ways[i].steps[ways[i].n_steps - 1]->id, step) == 0)
            return ways[i].value;
    fail_msg("no way to %s by %s", column, step);
    return NAN;
}

static void no_way(const char *column, rv_effect_input in, const char *message)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    rv_made ways[20];
    size_t n;

    assert_int_equal(rv_effect_ways(column, &in, &usual, ways, 20, &n, &err), RV_EDOMAIN);
    assert_string_equal(err.message, message);
}

static bool is_column(const char *word, size_t length, int group)
{
    char name[32];
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    snprintf(name, sizeof name, "%.*s", (int)length, word);
    if (strchr(name, '#'))
        *strchr(name, '#') = (char)('0' + group);
    return rv_effect_column(&in, name) != NULL;
}

static void every_step_names_columns_and_is_called_once(void **state)
{
    (void)state;
    for (size_t i = 0; rv_effect_step_at(i); i++) {
        const rv_effect_step *s = rv_effect_step_at(i);
        const char *const lists[] = { s->makes, s->from, s->also };
        assert_ptr_equal(rv_effect_step_find(s->id), s);
        for (int l = 0; l < 3; l++)
            for (const char *at = lists[l]; *at; at += strcspn(at, " "), at += strspn(at, " "))
                if (!is_column(at, strcspn(at, " "), 1) || !is_column(at, strcspn(at, " "), 2))
                    fail_msg("%s names '%s', which is no column", s->id, at);
        assert_true(strlen(s->formula) > 3);
    }
    assert_null(rv_effect_step_find("sd-from-nothing"));
}

/* Cochrane Handbook 6.5.2.2: mean 32.1 with limits 30.0 to 34.2 among 25 people: sd = sqrt(25) (34.2 - 30.0) / 4.128 = 5.09. */
static void the_handbooks_small_group(void **state)
{
    const rv_effect_input in = inputs("lo1i", 30.0, "hi1i", 34.2, "n1i", 25.0, NULL);

    (void)state;
    assert_close(by("sd-from-ci", "sd1i", in), 5.09, 5e-3);
    assert_close(by("mean-from-ci", "m1i", in), 32.1, 1e-12);
}

/* Cochrane Handbook 6.5.2.3: a mean difference of 3.8 with t 2.78, groups of 25 and 22: se 1.37, pooled sd 4.69. */
static void the_handbooks_t_statistic(void **state)
{
    const rv_effect_input in = inputs("m1i", 3.8, "m2i", 0.0, "t", 2.78, "n1i", 25.0, "n2i", 22.0, NULL);
    rv_effect_input p = in;

    (void)state;
    assert_close(by("sd-from-t", "sd2i", in), 4.69, 2e-2);
    p.t = NAN;
    p.pi = rv_t_two_sided(2.78, 45);
    assert_close(by("sd-from-t", "sd2i", p), by("sd-from-t", "sd2i", in), 1e-10);
}

/* Cochrane Handbook 6.5.2.8: SDs 4.0 before, 4.2 after, 3.2 of the change; their correlation follows. */
static void the_handbooks_changes(void **state)
{
    const rv_effect_input r = inputs("presd1i", 4.0, "sd1i", 4.2, "chsd1i", 3.2, NULL);
    const rv_effect_input s = inputs("presd1i", 4.0, "sd1i", 4.2, "ri", .7, NULL);

    (void)state;
    assert_close(by("r-from-change-sd", "ri", r), (16 + 17.64 - 10.24) / 33.6, 1e-12);
    assert_close(by("change-sd-from-r", "chsd1i", s), sqrt(16 + 17.64 - 2 * .7 * 16.8), 1e-12);
}

static void changes_lead_there_and_back(void **state)
{
    rv_effect_input in = inputs("presd1i", 5.0, "sd1i", 7.0, "ri", .3, NULL);

    (void)state;
    in.chsd1i = by("change-sd-from-r", "chsd1i", in);
    in.sd1i = NAN;
    assert_close(by("sd-from-change-sd", "sd1i", in), 7, 1e-12);
    in.sd1i = 7;
    in.ri = NAN;
    assert_close(by("r-from-change-sd", "ri", in), .3, 1e-12);
}

static void two_possible_spreads_after_are_not_guessed(void **state)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    const rv_effect_input in = inputs("presd1i", 4.0, "chsd1i", 3.2, "ri", .7, NULL);
    rv_made ways[5];
    size_t n;

    (void)state;
    assert_int_equal(rv_effect_ways("sd1i", &in, &usual, ways, 5, &n, &err), RV_OK);
    assert_true(isnan(ways[0].value));
    assert_string_equal(ways[0].reason, "presd1i 4 and chsd1i 3.2 with a correlation of 0.7 leave two standard deviations after");
    assert_string_equal(ways[1].route, "sd-from-baseline");
}

static void standard_errors_become_deviations_and_the_route_says_so(void **state)
{
    rv_effect_input in = inputs("m1i", 12.0, "se1i", .4, "n1i", 50.0, "m2i", 10.0, "se2i", .5, "n2i", 40.0, NULL);
    const rv_effect e = one("SMD", in, NULL);

    (void)state;
    in.sd1i = .4 * sqrt(50);
    in.sd2i = .5 * sqrt(40);
    assert_close(e.yi, one("SMD", in, NULL).yi, 0);
    assert_close(e.vi, one("SMD", in, NULL).vi, 0);
    assert_string_equal(e.route, "sd-from-se; means, standard deviations and group sizes");
    assert_int_equal(e.n_steps, 2);
    assert_string_equal(e.steps[1]->id, "sd-from-se");
    assert_int_equal(one("SMD", in, NULL).n_steps, 0);
}

static void a_given_number_goes_before_one_that_could_be_made(void **state)
{
    rv_effect_input in = inputs("m1i", 12.0, "sd1i", 3.0, "se1i", .4, "n1i", 50.0, "m2i", 10.0, "se2i", .5, "n2i", 40.0, NULL);

    (void)state;
    assert_int_equal(one("MD", in, NULL).n_steps, 1);
    assert_close(one("MD", in, NULL).vi, 9.0 / 50 + .25, 1e-14);
}

/* The table's order: a standard error before quartiles, both before the spread at baseline. */
static void the_best_way_is_taken(void **state)
{
    rv_effect_input in = inputs("m1i", 5.0, "q11i", 3.0, "q31i", 7.0, "presd1i", 9.0, "n1i", 30.0, "m2i", 4.0, "sd2i", 2.0, "n2i", 30.0,
                               NULL);

    (void)state;
    assert_string_equal(one("MD", in, NULL).steps[0]->id, "sd-from-quartiles");
    in.se1i = .5;
    assert_string_equal(one("MD", in, NULL).steps[0]->id, "sd-from-se");
    in.se1i = in.q11i = NAN;
    assert_string_equal(one("MD", in, NULL).steps[0]->id, "sd-from-baseline");
    assert_string_equal(one("MD", in, NULL).reason, "the standard deviation is that before");
}

static void f_and_p_need_a_direction(void **state)
{
    rv_effect_input in = inputs("pi", .02, "n1i", 30.0, "n2i", 28.0, "dir", -1.0, NULL);

    (void)state;
    assert_close(by("t-from-p", "t", in), -rv_t_upper_quantile(.01, 56), 1e-12);
    in.pi = NAN;
    in.fi = 9;
    assert_close(by("t-from-f", "t", in), -3, 1e-15);
    in.dir = NAN;
    in.p1i = 30;
    in.p2i = 40;
    assert_close(by("t-from-f", "t", in), -3, 1e-15);
    in.dir = 0;
    no_way("t", in, "dir is 0; a direction is 1 or -1");
}

/* A t test of two groups is the test of a point-biserial correlation: r = t / sqrt(t^2 + m), d = t sqrt(1/n1 + 1/n2). */
static void a_point_biserial_correlation_is_the_same_d(void **state)
{
    const double t = 2.3, r = t / sqrt(t * t + 48);
    rv_effect_input in = inputs("rpb", r, "n1i", 20.0, "n2i", 30.0, NULL);

    (void)state;
    assert_close(by("d-from-rpb", "d", in), t * sqrt(1. / 20 + 1. / 30), 1e-13);
    assert_close(by("d-from-beta", "d", inputs("beta", r, "n1i", 20.0, "n2i", 30.0, NULL)), t * sqrt(1. / 20 + 1. / 30), 1e-13);
    in.rpb = 1.01;
    no_way("d", in, "rpb is 1.01; a correlation is between -1 and 1");
}

static void a_bound_of_p_is_flagged(void **state)
{
    const rv_effect e = one("GEN", inputs("est", .4, "pmax", .05, NULL), NULL);

    (void)state;
    assert_close(sqrt(e.vi), .4 / 1.959963984540054, 1e-12);
    assert_string_equal(e.route, "p-at-bound; estimate and two-sided p-value (normal)");
    assert_string_equal(e.reason, "p was printed as a bound: the true standard error is at most this");
}

static void tests_with_t_use_their_degrees_of_freedom(void **state)
{
    rv_effect_input in = inputs("est", 2.0, "p", .03, "df", 17.0, NULL);

    (void)state;
    assert_close(sqrt(one("GEN", in, NULL).vi), 2 / rv_t_upper_quantile(.015, 17), 1e-12);
    in.p = NAN;
    in.ci_lo = 1;
    in.ci_hi = 3;
    assert_close(sqrt(one("GEN", in, NULL).vi), 1 / rv_t_upper_quantile(.025, 17), 1e-12);
    in.ci_lo = in.ci_hi = in.df = NAN;
    in.z = 2.5;
    assert_close(sqrt(one("GEN", in, NULL).vi), .8, 1e-15);
    in.z = -2.5;
    refused("GEN", in, "row 1: z is -2.5 and est 2 on the analysis scale; their signs contradict each other");
}

static void skewed_medians_are_refused_or_taken_as_log_normal(void **state)
{
    rv_effect_input in = inputs("min1i", 2.0, "med1i", 9.0, "max1i", 40.0, "n1i", 100.0, "m2i", 8.0, "sd2i", 6.0, "n2i", 100.0, NULL);
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_five_result logs;

    (void)state;
    assert_true(isnan(one("MD", in, NULL).yi));
    assert_string_equal(one("MD", in, NULL).reason,
                        "group 1 is skewed (0.63, 0.24 allowed): a mean from its median misleads; see --skewed");
    o.skewed = RV_SKEWED_LOG;
    assert_int_equal(rv_five_to_mean(&(rv_five){ 2, NAN, 9, NAN, 40, 100 }, RV_FIVE_LUO, true, &logs, &err), RV_OK);
    assert_close(one("MD", in, &o).yi, logs.mean - 8, 1e-12);
    o.skewed = RV_SKEWED_KEEP;
    assert_true(one("MD", in, &o).yi > 0);
    in.med1i = 1;
    refused("MD", in, "row 1: med1i is 1, below min1i 2");
}

static void the_log_rank_test_gives_a_hazard_ratio(void **state)
{
    const rv_effect_input in = inputs("p", .04, "ei", 120.0, "n1i", 200.0, "n2i", 100.0, "dir", -1.0, NULL);
    rv_effect_input hr = in;

    (void)state;
    assert_close(by("logrank-variance-from-total", "v", in), 120 * 2. / 9, 1e-12);
    hr.v = 120 * 2. / 9;
    assert_close(by("logrank-oe-from-p", "oe", hr), -2.0537489106318225 * sqrt(120 * 2. / 9), 1e-10);
    assert_close(by("logrank-variance-from-events", "v", inputs("ai", 30.0, "ci", 60.0, NULL)), 20, 1e-13);
}

static void nonsense_is_refused_with_its_column(void **state)
{
    (void)state;
    no_way("sd1i", inputs("se1i", -1.0, "n1i", 20.0, NULL), "se1i is -1; a standard error is positive");
    no_way("sd2i", inputs("se2i", 1.0, "n2i", 1.0, NULL), "n2i is 1; a group with a standard deviation has at least 2 people");
    no_way("sd1i", inputs("lo1i", 3.0, "hi1i", 3.0, "n1i", 9.0, NULL), "lo1i 3 is not below hi1i 3");
    no_way("t", inputs("pi", 0.0, "dir", 1.0, "n1i", 20.0, "n2i", 20.0, NULL), "pi is 0; a p-value is above 0 and at most 1");
    no_way("t", inputs("fi", -2.0, "dir", 1.0, NULL), "fi is -2; an F statistic is not negative");
    no_way("n1i", inputs("ni", 20.0, "n2i", 20.0, NULL), "n2i is 20; with ni 20 nobody is left for the other group");
    no_way("chsd1i", inputs("presd1i", 2.0, "sd1i", 2.0, "ri", 1.5, NULL), "ri is 1.5; a correlation is between -1 and 1");
    no_way("sdp", inputs("sdy", 1.0, "b", 9.0, "n1i", 20.0, "n2i", 20.0, NULL),
           "sdy is 1; with a difference of 9 no spread is left within the groups");
}

static bool reads(const char *measure, const char *column)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    return rv_measure_reads(rv_measure_find(measure), (size_t)(rv_effect_column(&in, column) - &in.ai));
}

static void what_steps_to_a_measure_read_is_known(void **state)
{
    (void)state;
    assert_true(reads("SMD", "se1i") && reads("SMD", "q31i") && reads("SMD", "bse") && reads("SMD", "b_lo") && reads("SMD", "icc"));
    assert_true(reads("OR", "ei") && reads("OR", "chi2y") && reads("OR", "ppse") && reads("OR", "deff"));
    assert_false(reads("OR", "bse") || reads("OR", "sd1i") || reads("RD", "x1i") || reads("ZCOR", "se1i"));
    assert_true(reads("MD", "chse2i") && reads("PPC2", "ch1i"));
}

/* In ZCOR the correlation is the effect, in MC people are their own group: what these columns mean elsewhere must not leak in. */
static void steps_keep_to_what_a_column_means_in_the_measure(void **state)
{
    (void)state;
    assert_true(isnan(one("ZCOR", inputs("presd1i", 4.0, "sd1i", 4.2, "chsd1i", 3.2, "ni", 40.0, NULL), NULL).yi));
    assert_close(one("MC", inputs("m1i", 12.0, "se1i", 1.0, "m2i", 10.0, "se2i", 1.2, "ni", 25.0, "ri", .5, NULL), NULL).vi,
                 1 + 1.44 - 1.2, 1e-12);
}

/* Whatever numbers stand together, there is an effect with finite numbers, a reason, or a refusal; and what is filled in gives it. */
static void no_heap_of_numbers_is_too_odd(void **state)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    const size_t columns = sizeof(rv_effect_input) / sizeof(double);
    rv_effect_options all = RV_EFFECT_OPTIONS_INIT;
    size_t made = 0, refusals = 0, without = 0;
    rv_random *random;
    const rv_status opened = rv_random_open(&random, 3, NULL);

    (void)state;
    assert_int_equal(opened, RV_OK);
    all.bridge = all.fractions = true;
    all.skewed = RV_SKEWED_LOG;
    for (int i = 0; i < 20000; i++) {
        const rv_measure *m;
        rv_effect_input in = RV_EFFECT_INPUT_INIT, filled;
        const rv_effect_options *o = i % 2 ? &all : &usual;
        rv_effect e, ways[30];
        rv_status st;
        size_t n = 0;
        while (rv_measure_at(n))
            n++;
        m = rv_measure_at(rv_random_below(random, n));
        for (size_t c = 0; c < columns; c++)
            if (rv_random_uniform(random) < .35)
                (&in.ai)[c] = rv_random_uniform(random) < .05 ? -rint(5 * rv_random_uniform(random))
                              : rv_random_uniform(random) < .4 ? rint(60 * rv_random_uniform(random)) : rv_random_uniform(random);
        st = rv_effect_make(m, &in, 1, o, &e, &err);
        refusals += st != RV_OK;
        if (st != RV_OK)
            continue;
        made += !isnan(e.yi);
        without += isnan(e.yi);
        assert_true(isnan(e.yi) ? e.reason[0] && !e.route[0] : isfinite(e.yi) && isfinite(e.vi) && e.vi >= 0 && e.route[0]);
        filled = in;
        assert_int_equal(rv_effect_fill(m, &filled, o, &e, &err), RV_OK);
        if (rv_effect_routes(m, &in, o, ways, 30, &n, &err) == RV_OK && !isnan(e.yi)) {
            assert_true(n >= 1);
            assert_close(ways[0].yi, e.yi, 0);
        }
    }
    rv_random_free(random);
    assert_true(made > 300 && refusals > 300 && without > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_names_columns_and_is_called_once),
        cmocka_unit_test(the_handbooks_small_group),
        cmocka_unit_test(the_handbooks_t_statistic),
        cmocka_unit_test(the_handbooks_changes),
        cmocka_unit_test(changes_lead_there_and_back),
        cmocka_unit_test(two_possible_spreads_after_are_not_guessed),
        cmocka_unit_test(standard_errors_become_deviations_and_the_route_says_so),
        cmocka_unit_test(a_given_number_goes_before_one_that_could_be_made),
        cmocka_unit_test(the_best_way_is_taken),
        cmocka_unit_test(f_and_p_need_a_direction),
        cmocka_unit_test(a_point_biserial_correlation_is_the_same_d),
        cmocka_unit_test(a_bound_of_p_is_flagged),
        cmocka_unit_test(tests_with_t_use_their_degrees_of_freedom),
        cmocka_unit_test(skewed_medians_are_refused_or_taken_as_log_normal),
        cmocka_unit_test(the_log_rank_test_gives_a_hazard_ratio),
        cmocka_unit_test(nonsense_is_refused_with_its_column),
        cmocka_unit_test(what_steps_to_a_measure_read_is_known),
        cmocka_unit_test(steps_keep_to_what_a_column_means_in_the_measure),
        cmocka_unit_test(no_heap_of_numbers_is_too_odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
