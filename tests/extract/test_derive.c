#include <config.h>

/* Effects from what the fields of a form are, from arms, by steps, under assumptions; and their covariances. */
#include <math.h>

#include "tests/extract/review.h"

static void result(const char *key, const char *study, const char *arm, const char *contrast, const char *domain, const char *outcome,
                   const char *months)
{
    const rv_result_entry r = { .result = key, .study = study, .contrast = contrast, .domain = domain, .outcome = outcome,
                                .months = months, .arm = arm };
    char hex[RV_DIGEST_HEX];

    must(rv_extract_result(store, protocol, "ada", &r, hex, &err));
}

static void value(const char *key, const char *field, const char *text)
{
    const rv_value_entry v = { .result = key, .field = field, .value = text, .place = "p. 7" };
    char hex[RV_DIGEST_HEX];

    must(rv_extract_value(store, protocol, "ada", &v, hex, &err));
}

static void value_of(const char *study, const char *kind, const char *part, const char *field, const char *text)
{
    const rv_value_entry v = { .study = study, .part_kind = kind, .part = part, .field = field, .value = text };
    char hex[RV_DIGEST_HEX];

    must(rv_extract_value(store, protocol, "ada", &v, hex, &err));
}

static int roles_review(void **state)
{
    protocol_name = "roles.xml";
    if (new_review(state) != 0)
        return -1;
    must(import_text("study,design\nJobs Now,randomised\nNext Step,cluster randomised\n"));
    return 0;
}

/* Three arms with events: 40 of 100, 30 of 90, 20 of 80 (control), at one time. */
static int arms_review(void **state)
{
    static const struct { const char *arm, *key, *n, *events; } arms[] = {
        { "training", "A1", "100", "40" }, { "coaching", "A2", "90", "30" }, { "nothing", "A3", "80", "20" },
    };

    if (roles_review(state) != 0)
        return -1;
    must(import_text("study,arm\nJobs Now,training\nJobs Now,coaching\nJobs Now,nothing\n"));
    must(import_text("study,contrast,group1,group2\nJobs Now,c1,training,nothing\nJobs Now,c2,coaching,nothing\n"));
    for (size_t i = 0; i < 3; i++) {
        result(arms[i].key, "Jobs Now", arms[i].arm, NULL, "work", "employed", "12");
        value(arms[i].key, "people", arms[i].n);
        value(arms[i].key, "yes_people", arms[i].events);
    }
    return 0;
}

static const rv_review_effect *of_contrast(const rv_effects *all, const char *contrast)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->effects[i].contrast, contrast) == 0)
            return &all->effects[i];
    fail_msg("no effect of %s", contrast);
    return NULL;
}

static void a_field_is_what_its_as_says(void **state)
{
    const rv_review_effect *e;

    (void)state;
    result("R1", "Jobs Now", NULL, NULL, "work", "employed", "12");
    value("R1", "n_first", "100");
    value("R1", "n_second", "90");
    value("R1", "hits_first", "40");
    value("R1", "hits_second", "27");
    e = effect_of("work", "OR", "R1");
    assert_close(e->yi, log(40. * 63 / (60 * 27)), 1e-12);
    assert_close(e->vi, 1. / 40 + 1. / 60 + 1. / 27 + 1. / 63, 1e-12);
    assert_string_equal(e->place, "p. 7");
    assert_close(e->input.bi, 60, 0);              /* calculated by the form */
}

static void a_unit_says_which_measure_an_estimate_is(void **state)
{
    (void)state;
    result("R1", "Jobs Now", NULL, NULL, "work", "employed", "12");
    value("R1", "effect", "2");
    value("R1", "effect_se", "0.3");
    value("R1", "scale", "odds ratio");
    assert_close(effect_of("work", "OR", "R1")->yi, log(2), 1e-12);
    assert_close(effect_of("work", "OR", "R1")->vi, .09, 1e-12);
    value("R1", "scale", "risk ratio");
    assert_true(isnan(effect_of("work", "OR", "R1")->yi));
}

static void a_direction_of_the_outcome_turns_the_sign(void **state)
{
    (void)state;
    result("R1", "Jobs Now", NULL, NULL, "work", "jobless", "12");
    value("R1", "effect", "2");
    value("R1", "effect_se", "0.3");
    value("R1", "scale", "odds ratio");
    assert_close(effect_of("work", "OR", "R1")->yi, log(2), 1e-12);
    must(import_text("study,outcome,good\nJobs Now,jobless,lower\n"));
    assert_close(effect_of("work", "OR", "R1")->yi, -log(2), 1e-12);
    assert_true(effect_of("work", "OR", "R1")->turned);
}

static double superiority(void)
{
    rv_effects all;
    double yi;

    must(rv_extract_every_effect(store, protocol, "work", "CLESN", NULL, 0, NULL, &all, &err));
    yi = of_contrast(&all, "c1")->yi;
    rv_effects_free(&all);
    return yi;
}

static void a_probability_is_turned_about_one_half(void **state)
{
    static const char *const arms[][3] = { { "A1", "12", "4" }, { "A3", "10", "4" } };
    double before;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        value(arms[i][0], "mean", arms[i][1]);
        value(arms[i][0], "sd", arms[i][2]);
    }
    before = superiority();
    assert_true(before > .6 && before < .7);
    must(import_text("study,outcome,good\nJobs Now,employed,lower\n"));
    assert_close(superiority(), 1 - before, 1e-12);
}

static void arms_give_the_groups_of_their_contrasts(void **state)
{
    rv_effects all;

    (void)state;
    must(rv_extract_every_effect(store, protocol, "work", "OR", NULL, 0, NULL, &all, &err));
    assert_int_equal(all.n, 2);                    /* results of arms are no effects */
    assert_close(of_contrast(&all, "c1")->yi, log(40. * 60 / (60 * 20)), 1e-12);
    assert_close(of_contrast(&all, "c2")->yi, log(30. * 60 / (60 * 20)), 1e-12);
    assert_string_equal(of_contrast(&all, "c2")->group1, "coaching");
    rv_effects_free(&all);
}

static void contrasts_that_share_their_control_have_its_covariance(void **state)
{
    rv_dependence d = RV_DEPENDENCE_INIT;
    rv_effects all;
    double v[4];

    (void)state;
    must(rv_extract_every_effect(store, protocol, "work", "OR", NULL, 0, NULL, &all, &err));
    assert_int_equal(all.n_chosen, 2);
    must(rv_effects_covariance(&all, &d, v, &err));
    assert_close(v[0], all.effects[0].vi, 1e-15);
    assert_close(v[1], 1. / 20 + 1. / 60, 1e-12);
    assert_close(v[2], v[1], 0);
    d.rho = 1.2;
    assert_int_equal(rv_effects_covariance(&all, &d, v, &err), RV_EINVAL);
    rv_effects_free(&all);
}

static void an_arm_that_is_programme_of_one_and_control_of_the_other_turns_the_covariance(void **state)
{
    const rv_dependence d = RV_DEPENDENCE_INIT;
    rv_effects all;
    double v[4];

    (void)state;
    must(import_text("study,contrast,group1,group2\nJobs Now,c2,nothing,coaching\n"));
    must(rv_extract_every_effect(store, protocol, "work", "OR", NULL, 0, NULL, &all, &err));
    must(rv_effects_covariance(&all, &d, v, &err));
    assert_close(of_contrast(&all, "c2")->yi, -log(30. * 60 / (60 * 20)), 1e-12);
    assert_close(v[1], -(1. / 20 + 1. / 60), 1e-12);
    rv_effects_free(&all);
}

/* Two outcomes and a later time of one contrast: rho, phi, and both. */
static void outcomes_and_times_of_one_contrast_correlate(void **state)
{
    static const struct { const char *key, *outcome, *months; } rows[] = {
        { "R1", "employed", "12" }, { "R2", "employed at all", "12" }, { "R3", "employed", "24" },
    };
    const rv_dependence d = { 0.5, 0.8 }, alike = { 0.5, NAN };
    rv_effects all;
    double v[9];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        result(rows[i].key, "Jobs Now", NULL, NULL, "work", rows[i].outcome, rows[i].months);
        value(rows[i].key, "effect", "1.5");
        value(rows[i].key, "effect_se", "0.2");
        value(rows[i].key, "scale", "odds ratio");
    }
    must(rv_extract_every_effect(store, protocol, "work", "OR", NULL, 0, NULL, &all, &err));
    assert_int_equal(all.n_chosen, 3);
    must(rv_effects_covariance(&all, &d, v, &err));
    assert_close(v[1] / .04, .5, 1e-12);
    assert_close(v[2] / .04, .8, 1e-12);
    assert_close(v[5] / .04, .4, 1e-12);
    must(rv_effects_covariance(&all, &alike, v, &err));
    assert_close(v[2] / .04, .5, 1e-12);
    assert_close(v[5] / .04, .5, 1e-12);
    assert_int_equal(rv_effects_covariance(&all, &(rv_dependence){ 1, 1 }, v, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "Jobs Now: the covariances of its 3 effects are not positive definite; a lower rho or phi is possible");
    rv_effects_free(&all);
    must(rv_extract_effects(store, protocol, "work", "OR", NULL, 0, NULL, &all, &err));
    assert_int_equal(all.n_chosen, 1);
    rv_effects_free(&all);
}

static void steps_lead_from_standard_errors_to_standard_deviations(void **state)
{
    rv_recomputed found;
    rv_effects all;

    (void)state;
    must(import_text("study,arm\nJobs Now,training\nJobs Now,nothing\n"));
    must(import_text("study,contrast,group1,group2\nJobs Now,c1,training,nothing\n"));
    result("A1", "Jobs Now", "training", NULL, "mood", "score", "12");
    result("A2", "Jobs Now", "nothing", NULL, "mood", "score", "12");
    value("A1", "people", "25");
    value("A2", "people", "16");
    value("A1", "mean", "12");
    value("A2", "mean", "10");
    value("A1", "sem", "0.8");
    value("A2", "sem", "1");
    must(rv_extract_effects(store, protocol, "mood", "SMD", NULL, 0, NULL, &all, &err));
    /* 0.8 sqrt(25) = 1 sqrt(16) = 4. */
    assert_close(all.effects[0].yi, rv_small_sample_factor(39) * 2 / 4, 1e-12);
    assert_close(all.effects[0].input.sd1i, 4, 1e-12);
    rv_effects_free(&all);
    must(rv_extract_recompute(store, protocol, NULL, NULL, &found, &err));
    assert_int_equal(found.made, 1);
    assert_int_equal(found.kept, 1);
    assert_int_equal(found.differences, 0);
}

static void a_measure_is_made_from_another_only_where_the_protocol_says_so(void **state)
{
    (void)state;
    result("R1", "Jobs Now", NULL, NULL, "mood", "score above 10", "12");
    value("R1", "effect", "2");
    value("R1", "effect_se", "0.3");
    value("R1", "scale", "odds ratio");
    assert_close(effect_of("mood", "SMD", "R1")->yi, log(2) * sqrt(3) / M_PI, 1e-12);
    assert_close(effect_of("mood", "SMD", "R1")->vi, .09 * 3 / (M_PI * M_PI), 1e-12);
    result("R2", "Jobs Now", NULL, NULL, "work", "employed", "12");
    value("R2", "effect", "0.4");
    value("R2", "effect_se", "0.1");
    value("R2", "scale", "standard deviations");
    assert_true(isnan(effect_of("work", "OR", "R2")->yi));
}

RV_STATEMENT(test_reported, "SELECT reported, steps, options FROM effect WHERE measure = 'OR' ORDER BY id");

static void the_table_keeps_numbers_steps_and_options(void **state)
{
    rv_query *q = NULL;
    bool more = false;

    (void)state;
    must(import_text("study,outcome,good\nJobs Now,employed,lower\n"));
    must(rv_query_start(&q, store, &test_reported, &err, ""));
    must(rv_query_next(q, &more, &err));
    assert_true(more);
    assert_string_equal(rv_query_text(q, 0), "{\"ai\":40.0,\"ci\":20.0,\"n1i\":100.0,\"n2i\":80.0,\"values\":{\"ai\":[\"yes_people\",\"40\"],"
                        "\"ci\":[\"yes_people\",\"20\"],\"direction\":[\"good\",\"lower\"],\"n1i\":[\"people\",\"100\"],"
                        "\"n2i\":[\"people\",\"80\"]}}");
    assert_string_equal(rv_query_text(q, 1), "OR sign-turned");
    assert_string_equal(rv_query_text(q, 2), "{\"better\":\"lower\"}");
    rv_query_end(q);
}

typedef struct { double vi[4]; size_t n; } points;

static rv_status note_point(void *user, const rv_grid_point *p, rv_error *e)
{
    points *all = user;

    (void)e;
    all->vi[all->n++] = p->vi;
    return RV_OK;
}

static void clusters_are_allowed_for_once(void **state)
{
    const double icc[] = { 0, .05, .1 };
    points all = { .n = 0 };

    (void)state;
    result("R1", "Next Step", NULL, NULL, "work", "employed", "12");
    value("R1", "effect", "2");
    value("R1", "effect_se", "0.3");
    value("R1", "scale", "odds ratio");
    value_of("Next Step", NULL, NULL, "icc", "0.05");
    value_of("Next Step", NULL, NULL, "group_size", "21");
    assert_close(effect_of("work", "OR", "R1")->vi, .09 * 2, 1e-12);
    must(rv_extract_grid(store, protocol, "R1", "OR", icc, 3, NULL, 0, note_point, &all, &err));
    assert_int_equal(all.n, 3);
    assert_close(all.vi[0], .09, 1e-12);
    assert_close(all.vi[1], .18, 1e-12);
    assert_close(all.vi[2], .27, 1e-12);
    value("R1", "cluster_adjusted", "yes");
    assert_close(effect_of("work", "OR", "R1")->vi, .09, 1e-12);
}

static void what_the_domain_prefers_is_chosen_in_its_order(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        static const char *const keys[] = { "R1", "R2", "R3" }, *const populations[] = { "TOT", "ITT", NULL };
        result(keys[i], "Jobs Now", NULL, NULL, "work", "employed", "12");
        value(keys[i], "effect", "2");
        value(keys[i], "effect_se", "0.3");
        value(keys[i], "scale", "odds ratio");
        if (populations[i])
            value(keys[i], "population", populations[i]);
    }
    assert_true(effect_of("work", "OR", "R2")->chosen);
    assert_string_equal(effect_of("work", "OR", "R1")->left_out, "R2 is preferred: population ITT goes before TOT");
    assert_string_equal(effect_of("work", "OR", "R3")->left_out, "R2 is preferred: population ITT goes before what is not reported");
}

/* In this domain who answered goes before the time, which is latest first. */
static void an_order_may_place_time_behind_a_field(void **state)
{
    static const struct { const char *key, *outcome, *months; } rows[] = {
        { "R1", "score by self", "12" }, { "R2", "score by self", "18" }, { "R3", "score by teacher", "24" },
    };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        result(rows[i].key, "Jobs Now", NULL, NULL, "mood", rows[i].outcome, rows[i].months);
        value(rows[i].key, "effect", "0.4");
        value(rows[i].key, "effect_se", "0.1");
        value(rows[i].key, "scale", "standard deviations");
    }
    must(import_text("study,outcome,reporter\nJobs Now,score by self,self\nJobs Now,score by teacher,teacher\n"));
    assert_true(effect_of("mood", "SMD", "R2")->chosen);
    assert_string_equal(effect_of("mood", "SMD", "R3")->left_out, "R2 is preferred: reporter self goes before teacher");
    assert_string_equal(effect_of("mood", "SMD", "R1")->left_out, "R2 is preferred: measured at 18 months");
}

static char lines[20000];

static rv_status note_line(void *user, const rv_way_line *l, rv_error *e)
{
    (void)user;
    (void)e;
    snprintf(lines + strlen(lines), sizeof lines - strlen(lines), "%s|%s|%s|%s|%s\n", l->part, l->name, l->value, l->where, l->by);
    return RV_OK;
}

static void the_way_tells_values_steps_formula_and_effect(void **state)
{
    (void)state;
    lines[0] = 0;
    result("R1", "Jobs Now", NULL, NULL, "work", "jobless", "12");
    value("R1", "n_first", "100");
    value("R1", "n_second", "90");
    value("R1", "hits_first", "41");
    value("R1", "hits_first", "40");
    value("R1", "hits_second", "27");
    must(import_text("study,outcome,good\nJobs Now,jobless,lower\n"));
    must(rv_extract_way(store, protocol, "R1", note_line, NULL, &err));
    assert_non_null(strstr(lines, "value|hits_first|40|p. 7|ada, 20"));
    assert_non_null(strstr(lines, "; before: 41 (ada)"));
    assert_non_null(strstr(lines, "value|good (outcome jobless)|lower|"));
    assert_non_null(strstr(lines, "number|n1i|100|people in group 1|"));
    assert_non_null(strstr(lines, "measure|OR: yi|log((a d)/(b c)) = log((40 x 63)/(60 x 27))|"));
    assert_non_null(strstr(lines, "step|sign-turned|lower is better: 0.441833 becomes -0.441833|"));
    assert_non_null(strstr(lines, "effect|kept in the review|the same numbers|"));
    assert_int_equal(rv_extract_way(store, protocol, "R9", note_line, NULL, &err), RV_ENOTFOUND);
}

static void a_protocol_may_ask_for_every_measure_and_no_other(void **state)
{
    size_t n = 0;

    (void)state;
    for (; rv_protocol_measures[n]; n++)
        assert_non_null(rv_measure_find(rv_protocol_measures[n]));
    for (size_t i = 0; rv_measure_at(i); i++) {
        size_t j = 0;
        while (j < n && strcmp(rv_protocol_measures[j], rv_measure_at(i)->name) != 0)
            j++;
        if (j == n)
            fail_msg("a protocol cannot ask for %s", rv_measure_at(i)->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_protocol_may_ask_for_every_measure_and_no_other),
        cmocka_unit_test_setup_teardown(a_field_is_what_its_as_says, roles_review, end_review),
        cmocka_unit_test_setup_teardown(a_unit_says_which_measure_an_estimate_is, roles_review, end_review),
        cmocka_unit_test_setup_teardown(a_direction_of_the_outcome_turns_the_sign, roles_review, end_review),
        cmocka_unit_test_setup_teardown(a_probability_is_turned_about_one_half, arms_review, end_review),
        cmocka_unit_test_setup_teardown(arms_give_the_groups_of_their_contrasts, arms_review, end_review),
        cmocka_unit_test_setup_teardown(the_table_keeps_numbers_steps_and_options, arms_review, end_review),
        cmocka_unit_test_setup_teardown(contrasts_that_share_their_control_have_its_covariance, arms_review, end_review),
        cmocka_unit_test_setup_teardown(an_arm_that_is_programme_of_one_and_control_of_the_other_turns_the_covariance, arms_review,
                                        end_review),
        cmocka_unit_test_setup_teardown(outcomes_and_times_of_one_contrast_correlate, roles_review, end_review),
        cmocka_unit_test_setup_teardown(steps_lead_from_standard_errors_to_standard_deviations, roles_review, end_review),
        cmocka_unit_test_setup_teardown(a_measure_is_made_from_another_only_where_the_protocol_says_so, roles_review, end_review),
        cmocka_unit_test_setup_teardown(clusters_are_allowed_for_once, roles_review, end_review),
        cmocka_unit_test_setup_teardown(what_the_domain_prefers_is_chosen_in_its_order, roles_review, end_review),
        cmocka_unit_test_setup_teardown(an_order_may_place_time_behind_a_field, roles_review, end_review),
        cmocka_unit_test_setup_teardown(the_way_tells_values_steps_formula_and_effect, roles_review, end_review),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);

    effect_of(NULL, NULL, NULL);
    return failed;
}
