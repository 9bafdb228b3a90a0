/* Absolute effects by hand-worked numbers; sentences with their rounding; the edges. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "tests/support.h"

#include "report/findings.h"

static double risk(const char *measure, double y, double p)
{
    double with = -1;
    bool bounded = false;

    return rv_absolute_risk(measure, y, p, &with, &bounded) ? with : NAN;
}

static void absolute_effects_are_those_of_plain_algebra(void **state)
{
    (void)state;
    assert_close(risk("OR", log(2), 0.2), 1.0 / 3, 1e-15);          /* odds 1:4 become 1:2 */
    assert_close(risk("PETO", log(0.5), 0.5), 1.0 / 3, 1e-15);
    assert_close(risk("RR", log(1.5), 0.2), 0.3, 1e-15);
    assert_close(risk("RD", -0.05, 0.2), 0.15, 1e-15);
    assert_close(risk("HR", log(2), 0.5), 0.75, 1e-15);             /* 1 - (1/2)^2 */
    /* An SMD of sqrt(3) / pi ln 2 is an odds ratio of 2. */
    assert_close(risk("SMD", log(2) * sqrt(3) / acos(-1), 0.2), 1.0 / 3, 1e-15);
    assert_close(rv_standardised("OR", log(2), NAN), log(2) * sqrt(3) / acos(-1), 1e-15);
    assert_close(rv_standardised("RD", 2.0 / 15, 0.2), log(2) * sqrt(3) / acos(-1), 1e-14);
    assert_close(rv_standardised("SMD", 0.3, NAN), 0.3, 0);
}

static void no_risk_comes_of_a_measure_without_one_or_of_a_baseline_that_cannot_be(void **state)
{
    (void)state;
    assert_true(isnan(risk("MD", 0.3, 0.2)));
    assert_true(isnan(risk("OR", log(2), 0)));
    assert_true(isnan(risk("OR", log(2), 1)));
    assert_true(isnan(risk("HR", log(2), 1)));
    assert_true(isnan(risk("OR", NAN, 0.3)));
    assert_true(isnan(risk("OR", 0.1, NAN)));
    assert_true(isnan(risk("RR", 0.1, 1.2)));
    assert_close(risk("RR", log(2), 0), 0, 0);
    assert_close(risk("OR", 800, 0.5), 1, 0);                       /* odds beyond a double */
    assert_true(isnan(rv_standardised("RR", 0.1, NAN)));
}

static void a_risk_beyond_everybody_is_everybody_and_is_told(void **state)
{
    double with;
    bool bounded = false;

    (void)state;
    assert_true(rv_absolute_risk("RR", log(3), 0.5, &with, &bounded));
    assert_close(with, 1, 0);
    assert_true(bounded);
    bounded = false;
    assert_true(rv_absolute_risk("RD", -0.3, 0.2, &with, &bounded));
    assert_close(with, 0, 0);
    assert_true(bounded);
}

/* ---- Words ------------------------------------------------------------------------------------------------------------ */

static rv_protocol protocol = { .people = "young people", .programmes = "a programme", .without = "usual services" };
static rv_domain domain = { .event = "are in work", .better = "higher" };
static rv_synthesis synthesis = { .domain = &domain, .run = { .measure = "OR" } };

static void says(double without, double with, double lo, double hi, const char *want)
{
    const rv_found f = { .synthesis = &synthesis };
    const rv_absolute r = { without, with, lo, hi, false };
    rv_buf out = RV_BUF_INIT;

    rv_words_frequencies(&out, &protocol, &f, &r);
    assert_string_equal(rv_buf_str(&out), want);
    rv_buf_free(&out);
}

static void people_are_counted_in_the_smallest_round_number_that_is_right(void **state)
{
    (void)state;
    says(0.3, 0.4, 0.31, 0.52, "Of every 10 young people, about three are in work with usual services and about four with a programme: "
                               "one more (likely range: less than one to two more).");
    says(0.34, 0.46, 0.37, 0.55, "Of every 100 young people, about 34 are in work with usual services and about 46 with a programme: 12 "
                                 "more (likely range: 3 to 21 more).");
    says(0.30, 0.27, 0.24, 0.31, "Of every 100 young people, about 30 are in work with usual services and about 27 with a programme: 3 "
                                 "fewer (likely range: from 6 fewer to 1 more).");
    says(0.5, 0.3, 0.2, 0.4, "Of every 10 young people, about five are in work with usual services and about three with a programme: two "
                             "fewer (likely range: one to three fewer).");
}

static void a_number_that_rounds_to_nobody_is_called_so_and_never_none(void **state)
{
    (void)state;
    says(0.0002, 0.0004, 0.0001, 0.0006, "Of every 1,000 young people, fewer than one are in work with usual services and fewer than "
                                         "one with a programme: less than one more (likely range: from less than one fewer to less "
                                         "than one more).");
    says(0.2, 0.2, 0.1, 0.3, "Of every 1,000 young people, about 200 are in work with usual services and about 200 with a programme: no "
                             "difference (likely range: from 100 fewer to 100 more).");
    says(0.9, 0.9999, NAN, NAN, "Of every 1,000 young people, about 900 are in work with usual services and nearly all with a programme: "
                                "100 more.");
    says(0.95, 0.43, NAN, NAN, "Of every 100 young people, about 95 are in work with usual services and about 43 with a programme: 52 fewer.");
    says(0, 0.5, NAN, NAN, "Of every 10 young people, none are in work with usual services and about five with a programme: five more.");
    says(0.3, NAN, NAN, NAN, "");
}

static void states(const char *judgement, double y, double lo, double hi, const char *want)
{
    rv_found f = { .synthesis = &synthesis, .certainty = { .judgement = judgement }, .y = y, .y_lo = lo, .y_hi = hi };
    rv_buf out = RV_BUF_INIT;

    f.lower = strcmp(domain.better, "lower") == 0;
    rv_words_statement(&out, &protocol, &f);
    assert_string_equal(rv_buf_str(&out), want);
    rv_buf_free(&out);
}

static void the_verb_follows_how_sure_the_reviewers_are(void **state)
{
    (void)state;
    states("high", 0.1, 0.05, 0.15, "Slightly more young people are in work with a programme than with usual services.");
    states("moderate", 0.5, 0.3, 0.7, "Probably more young people are in work with a programme than with usual services.");
    states("low", 2, 1, 3, "It may be that many more young people are in work with a programme than with usual services.");
    states("low", -0.5, -1, 0.1, "It may be that fewer young people are in work with a programme than with usual services; no difference, "
                                 "or the opposite, is not ruled out.");
    states("very low", 0.5, 0.3, 0.7, "It is very uncertain whether there is a difference between a programme and usual services.");
    states("", 0.5, 0.3, 0.7, "In these studies, on average, more young people are in work with a programme than with usual services.");
    states("moderate", 0, -0.1, 0.1, "Probably there is no difference between a programme and usual services; a gain or a loss is not ruled "
                                     "out.");
    states("moderate", NAN, NAN, NAN, "No study gives a number from which an effect can be made.");
}

static void a_bad_outcome_without_words_is_better_when_there_is_less_of_it(void **state)
{
    (void)state;
    domain.event = "";
    domain.better = "lower";
    states("moderate", -0.5, -0.7, -0.3, "Probably this outcome is better with a programme than with usual services.");
    states("moderate", 2, 1, 3, "Probably this outcome is much worse with a programme than with usual services.");
    domain.better = "higher";
    states("moderate", 0.1, 0.05, 0.2, "Probably this outcome is slightly better with a programme than with usual services.");
    domain.event = "are in work";
}

static void reasons_name_the_steps_and_pass_over_what_changed_nothing(void **state)
{
    const rv_certainty_factor factors[] = {
        { "start", "?", "randomised trials", "", 4 },       { "risk-of-bias", "?", "very serious", "nobody was blind", -2 },
        { "inconsistency", "?", "not serious", "even", 0 }, { "large-effect", "?", "large", "", 1 },
    };
    const rv_certainty c = { "GRADE", "low", "", "", 4, factors };
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_words_reasons(&out, &c);
    assert_string_equal(rv_buf_str(&out), "Starts from randomised trials. Lowered two levels for risk of bias: nobody was blind. Raised one "
                                          "level for large effect.");
    rv_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absolute_effects_are_those_of_plain_algebra),
        cmocka_unit_test(no_risk_comes_of_a_measure_without_one_or_of_a_baseline_that_cannot_be),
        cmocka_unit_test(a_risk_beyond_everybody_is_everybody_and_is_told),
        cmocka_unit_test(people_are_counted_in_the_smallest_round_number_that_is_right),
        cmocka_unit_test(a_number_that_rounds_to_nobody_is_called_so_and_never_none),
        cmocka_unit_test(the_verb_follows_how_sure_the_reviewers_are),
        cmocka_unit_test(a_bad_outcome_without_words_is_better_when_there_is_less_of_it),
        cmocka_unit_test(reasons_name_the_steps_and_pass_over_what_changed_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
