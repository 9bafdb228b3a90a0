#include <config.h>

/* From values to effects, and the choice among a study's results. */
#include "tests/extract/review.h"

static void percentages_become_an_odds_ratio_and_a_risk_difference(void **state)
{
    const rv_review_effect *e = effect_of("work", "OR", "R1");

    (void)state;
    assert_close(e->yi, log(3), 1e-12);
    assert_close(e->vi, 1. / 15 + 1. / 15 + 1. / 10 + 1. / 30, 1e-12);
    assert_string_equal(e->route, "percentages and group sizes");
    assert_string_equal(e->place, "p. 9, table 2");
    assert_close(effect_of("work", "RD", "R1")->yi, .25, 1e-12);
}

static void a_total_is_divided_as_people_were_randomised(void **state)
{
    const rv_review_effect *e = effect_of("work", "OR", "R2");

    (void)state;
    assert_close(e->vi, 1. / 50 + 1. / 50 + 1. / 20 + 1. / 30, 1e-12);
    assert_string_equal(e->route,
                        "percentages and group sizes, group sizes: randomised ratio applied to total (200 to 100)");
}

static void less_is_better_turns_the_sign(void **state)
{
    const rv_review_effect *e = effect_of("work", "RD", "R3");

    (void)state;
    assert_close(e->yi, .1, 1e-12);
    assert_close(e->vi, (.09 + .16) / 40, 1e-12);
    assert_string_equal(e->route, "percentages and group sizes, group sizes: equal halves assumed; sign turned, lower is better");
}

static void counts_means_and_estimates_have_their_routes(void **state)
{
    const rv_review_effect *e = effect_of("work", "OR", "R6");

    (void)state;
    assert_close(e->yi, log(12. * 10 / (8 * 10)), 1e-12);
    assert_string_equal(e->route, "counts");
    e = effect_of("pay", "MD", "R7");
    assert_close(e->yi, 120, 1e-12);
    assert_close(e->vi, 2500, 1e-9);
    assert_string_equal(e->contrast, "trainees v applicants");
    assert_close(effect_of("pay", "MD", "R8")->vi, 8, 1e-12);
    assert_string_equal(effect_of("pay", "OR", "R8")->gap, "means are not made into odds ratio");
    assert_string_equal(effect_of("pay", "OR", "R7")->gap, "an estimate in USD is not made into odds ratio");
    assert_close(effect_of("pay", "GEN", "R7")->yi, 120, 1e-12);
}

static void a_gap_says_why_in_the_forms_words(void **state)
{
    (void)state;
    assert_string_equal(effect_of("work", "OR", "R5")->gap, "the group sizes are not shown");
    assert_true(isnan(effect_of("work", "OR", "R5")->yi));
    must(import_text("result,field,value,place\nR5,n_total,90,p. 2\n"));
    assert_string_equal(effect_of("work", "OR", "R5")->gap,
                        "only the total of 90 is shown, and split_basis does not say how to divide it");
    must(import_text("result,field,value,place\nR6,treat_value,21,p. 2\n"));
    assert_string_equal(effect_of("work", "OR", "R6")->gap, "treat_value is 21, more than n_treat 20");
}

static void ranges_and_p_values_give_standard_errors(void **state)
{
    (void)state;
    must(import_text("result,study,domain,outcome,measure_reported,ci_low,ci_high,unit,direction,place\n"
                     "R10,Jobs Now,work,NEET,impact,-12,-5,percentage points,lower,p. 1\n"));
    assert_close(effect_of("work", "RD", "R10")->yi, .085, 1e-12);
    assert_close(sqrt(effect_of("work", "RD", "R10")->vi), .07 / (2 * 1.959963984540054), 1e-12);
    assert_string_equal(effect_of("work", "OR", "R10")->gap, "an estimate in percentage points is not made into odds ratio");
    must(import_text("result,study,domain,outcome,measure_reported,treat_value,control_value,p,place\n"
                     "R11,Jobs Now,pay,earnings,mean,5592,5182,.125,p. 1\n"));
    assert_close(sqrt(effect_of("pay", "MD", "R11")->vi), 410 / 1.5341205443525463, 1e-9);
}

static void one_result_of_a_study_is_chosen(void **state)
{
    (void)state;
    assert_true(effect_of("work", "OR", "R2")->chosen);
    assert_string_equal(effect_of("work", "OR", "R1")->left_out, "R2 is preferred: measured at 24 months");
    assert_string_equal(effect_of("work", "OR", "R3")->left_out, "R2 is preferred: Has a job");
    assert_string_equal(effect_of("work", "OR", "R4")->left_out,
                        "'unemployed' is none of the outcomes that the protocol asks for");
    assert_string_equal(effect_of("work", "OR", "R5")->left_out, "no effect: the group sizes are not shown");
    assert_string_equal(effect_of("work", "OR", "R6")->left_out, "measured at 72 months, after 60");
    assert_true(effect_of("pay", "MD", "R7")->chosen);
    assert_string_equal(effect_of("pay", "MD", "R8")->left_out, "R7 is preferred: measured at 24 months");
}

static void ties_go_to_the_one_the_domain_names(void **state)
{
    (void)state;
    must(import_text("result,study,domain,outcome,months,measure_reported,treat_value,control_value,n_treat,n_control,place\n"
                     "R12,Jobs Now,work,employed,24,percent,50,40,100,100,p. 1\n"));
    assert_true(effect_of("work", "OR", "R12")->chosen);
    assert_string_equal(effect_of("work", "OR", "R2")->left_out,
                        "R12 is preferred: entered later, of the same kind of outcome and time");
}

static void an_analysis_selects_by_fields_of_study_and_result(void **state)
{
    const rv_plan *plan = rv_protocol_analysis(protocol, "main");
    const char *not_halves[] = { "split_basis!=equal halves assumed|x" };
    rv_effects all;

    (void)state;
    must(import_text("result,field,value,place\nR5,n_treat,90,p. 2\nR5,n_control,90,p. 2\n"));
    must(rv_extract_effects(store, protocol, "work", "OR", plan->select, plan->n_select, "design", &all, &err));
    assert_int_equal(all.n, 6);
    assert_int_equal(all.n_chosen, 1);
    for (size_t i = 0; i < all.n; i++)
        if (strcmp(all.effects[i].result, "R5") == 0) {
            assert_string_equal(all.effects[i].left_out, "age_min is not reported, but age_min>=15 is asked for");
            assert_string_equal(all.effects[i].subgroup, "matched");
        }
    rv_effects_free(&all);
    must(rv_extract_effects(store, protocol, "work", "OR", not_halves, 1, NULL, &all, &err));
    assert_int_equal(all.n_chosen, 2);
    for (size_t i = 0; i < all.n; i++)
        if (strcmp(all.effects[i].result, "R3") == 0)
            assert_string_equal(all.effects[i].left_out,
                                "split_basis is equal halves assumed, but split_basis!=equal halves assumed|x is asked for");
    rv_effects_free(&all);
}

static void unknown_domains_and_measures_are_named(void **state)
{
    rv_effects all;

    (void)state;
    assert_int_equal(rv_extract_effects(store, protocol, "school", "OR", NULL, 0, NULL, &all, &err), RV_ENOTFOUND);
    assert_string_equal(err.message, "the protocol has no outcome domain 'school'");
    assert_int_equal(rv_extract_effects(store, protocol, "work", "XX", NULL, 0, NULL, &all, &err), RV_EINVAL);
    rv_effects_free(&all);
}

int main(void)
{
#define WITH(f) cmocka_unit_test_setup_teardown(f, full_review, end_review)
    const struct CMUnitTest tests[] = {
        WITH(percentages_become_an_odds_ratio_and_a_risk_difference),
        WITH(a_total_is_divided_as_people_were_randomised),
        WITH(less_is_better_turns_the_sign),
        WITH(counts_means_and_estimates_have_their_routes),
        WITH(a_gap_says_why_in_the_forms_words),
        WITH(ranges_and_p_values_give_standard_errors),
        WITH(one_result_of_a_study_is_chosen),
        WITH(ties_go_to_the_one_the_domain_names),
        WITH(an_analysis_selects_by_fields_of_study_and_result),
        WITH(unknown_domains_and_measures_are_named),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    effect_of(NULL, NULL, NULL);
    return failed;
}
