/* Sampling covariances by what a review says: for models of all effects. */
#include <config.h>

#include <string.h>

#include "review/meta_analysis.h"
#include "review/report.h"
#include "tests/support.h"

static rv_error err;

/* Study 1: two programmes against one control (place 0 and 2), and another outcome of the first (1). Study 2, 3 and 4: one each, among
   them one that is not analysed (4). The numbers of arms are not there: a shared arm is worth half of sqrt(vi vj). */
static rv_review_effect rows[] = {
    { .study_id = 1, .study = "One", .measure = "SMD", .outcome = "work", .contrast = "a", .group1 = "P", .group2 = "C", .months = 12,
      .yi = 0.5, .vi = 0.04, .chosen = true },
    { .study_id = 1, .study = "One", .measure = "SMD", .outcome = "wage", .contrast = "a", .group1 = "P", .group2 = "C", .months = 12,
      .yi = 0.3, .vi = 0.05, .chosen = true },
    { .study_id = 1, .study = "One", .measure = "SMD", .outcome = "work", .contrast = "b", .group1 = "R", .group2 = "C", .months = 12,
      .yi = 0.4, .vi = 0.06, .chosen = true },
    { .study_id = 2, .study = "Two", .measure = "SMD", .outcome = "work", .contrast = "a", .group1 = "P", .group2 = "C", .months = 6,
      .yi = 0.1, .vi = 0.03, .chosen = true },
    { .study_id = 3, .study = "Three", .measure = "SMD", .outcome = "work", .contrast = "a", .group1 = "P", .group2 = "C",
      .months = NAN, .yi = 9, .vi = 0.03 },
    { .study_id = 4, .study = "Four", .measure = "SMD", .outcome = "wage", .contrast = "a", .group1 = "P", .group2 = "C", .months = NAN,
      .yi = -0.2, .vi = 0.02, .chosen = true },
};
static const rv_effects effects = { rows, 6, 5, NULL };
static const size_t used[] = { 3, 0, 5, 1, 2 };   /* in another order, and without one */
static const rv_review_sampling facts = { &effects, used, 5, NAN };
static const rv_sampling sampling = { rv_review_sampling_make, &facts, rv_review_sampling_words };

static double element(const rv_blocks *b, size_t i, size_t j)
{
    for (size_t g = 0; g < b->n; g++) {
        const size_t m = b->start[g + 1] - b->start[g], *const row = b->row + b->start[g];
        for (size_t c = 0; c < m * m; c++)
            if (row[c / m] == i && row[c % m] == j)
                return b->block[b->at[g] + c];
    }
    return 0;
}

static void effects_of_a_study_share_arms_and_outcomes_in_any_order(void **state)
{
    rv_blocks *b;

    (void)state;
    assert_int_equal(rv_review_sampling_make(&facts, 0.6, &b, &err), RV_OK);
    assert_int_equal(b->k, 5);
    assert_int_equal(b->n, 3);
    assert_close(element(b, 0, 0), 0.03, 1e-15);
    assert_close(element(b, 1, 3), 0.6 * sqrt(0.04 * 0.05), 1e-15);
    assert_close(element(b, 1, 4), 0.5 * sqrt(0.04 * 0.06), 1e-15);
    assert_close(element(b, 3, 4), 0.6 * 0.5 * sqrt(0.05 * 0.06), 1e-15);
    assert_close(element(b, 0, 1), 0, 0);
    rv_blocks_free(b);
    assert_int_equal(rv_review_sampling_make(&facts, 1.5, &b, &err), RV_EINVAL);
    assert_null(b);
}

static rv_meta_set *set(void)
{
    rv_meta_set *s;

    assert_int_equal(rv_meta_set_new(&s, &err), RV_OK);
    for (size_t i = 0; i < 5; i++) {
        const rv_review_effect *const e = &rows[used[i]];
        const rv_meta_row row = { e->study, e->study, e->outcome, e->yi, e->vi, 0, false, NULL };
        assert_int_equal(rv_meta_set_add(s, &row, &err), RV_OK);
    }
    return s;
}

/* The same model by the covariances as a matrix, which knows nothing of this file's functions. */
static double estimate_given(const double *c, double rho)
{
    const double y[] = { 0.1, 0.5, -0.2, 0.3, 0.4 }, v[] = { 0.03, 0.04, 0.02, 0.05, 0.06 };
    const size_t study[] = { 0, 1, 2, 1, 1 }, each[] = { 0, 1, 2, 3, 4 };
    double s[25] = { 0 };
    const rv_mixed_part part[] = { { .kind = RV_MIXED_INTERCEPT, .name = "study", .group = study, .groups = 3 },
                                   { .kind = RV_MIXED_INTERCEPT, .name = "effect", .group = each, .groups = 5 } };
    rv_mixed_data d = { .data = { .k = 5, .yi = y, .vi = v }, .parts = 2, .part = part };
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_blocks *b;
    rv_mixed *m;
    double estimate;

    for (size_t i = 0; i < 5; i++)
        s[i * 6] = v[i];
    s[1 * 5 + 3] = s[3 * 5 + 1] = rho * c[0];
    s[1 * 5 + 4] = s[4 * 5 + 1] = c[1];
    s[3 * 5 + 4] = s[4 * 5 + 3] = rho * c[2];
    assert_int_equal(rv_blocks_of_matrix(&b, s, 5, &err), RV_OK);
    d.v = b;
    assert_int_equal(rv_mixed_run(&m, &d, &o, &err), RV_OK);
    estimate = rv_mixed_result(m)->coefs[0].estimate;
    rv_mixed_free(m);
    rv_blocks_free(b);
    return estimate;
}

static void an_analysis_and_its_grid_take_them_at_each_rho(void **state)
{
    const double c[] = { sqrt(0.04 * 0.05), 0.5 * sqrt(0.04 * 0.06), 0.5 * sqrt(0.05 * 0.06) };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *s = set();
    rv_buf words = RV_BUF_INIT;
    rv_analysis *a;

    (void)state;
    o.sampling = &sampling;
    assert_int_equal(rv_analysis_run(&a, s, &o, &err), RV_OK);
    assert_close(a->coefs[0].estimate, estimate_given(c, 0.6), 1e-8);
    for (size_t i = 0; i < a->working->points; i++)
        assert_close(a->working->point[i].coefs[0].estimate, estimate_given(c, a->working->point[i].rho), 1e-8);
    rv_analysis_words(a, &words);
    assert_non_null(strstr(rv_buf_str(&words), "; sampling covariances from shared arms, outcomes and times; rho 0.6; "));
    rv_buf_free(&words);
    rv_analysis_free(a);
    rv_meta_set_free(s);
}

static void subgroup_correlated_effects_keep_them_within_subgroups(void **state)
{
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *s = set();
    const rv_blocks *v;
    rv_analysis *a;

    (void)state;
    o.sampling = &sampling;
    o.dependent = true;
    o.working.kind = RV_WORKING_SCE_PLUS;
    assert_int_equal(rv_analysis_run(&a, s, &o, &err), RV_OK);
    v = rv_mixed_of(a->mixed)->v;
    assert_close(element(v, 1, 3), 0, 0);   /* work and wage */
    assert_close(element(v, 1, 4), 0.5 * sqrt(0.04 * 0.06), 1e-15);
    rv_analysis_free(a);
    rv_meta_set_free(s);
}

static void samples_that_are_told_go_before(void **state)
{
    const size_t sample[] = { 0, 1, 2, 3, 4 };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *s = set();
    const double none[3] = { 0 };
    rv_analysis *a;

    (void)state;
    o.sampling = &sampling;
    o.sample = sample;
    assert_int_equal(rv_analysis_run(&a, s, &o, &err), RV_OK);
    assert_null(rv_analysis_sampling_words(a));
    assert_close(a->coefs[0].estimate, estimate_given(none, 0), 1e-8);
    rv_analysis_free(a);
    rv_meta_set_free(s);
}

static void covariances_of_other_effects_are_refused(void **state)
{
    const rv_review_sampling fewer = { &effects, used, 4, NAN };
    const rv_sampling wrong = { rv_review_sampling_make, &fewer, "x" };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *s = set();
    rv_analysis *a;

    (void)state;
    o.sampling = &wrong;
    assert_int_equal(rv_analysis_run(&a, s, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "the sampling covariances are of 4 effects; there are 5");
    assert_null(a);
    rv_meta_set_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects_of_a_study_share_arms_and_outcomes_in_any_order),
        cmocka_unit_test(an_analysis_and_its_grid_take_them_at_each_rho),
        cmocka_unit_test(subgroup_correlated_effects_keep_them_within_subgroups),
        cmocka_unit_test(samples_that_are_told_go_before),
        cmocka_unit_test(covariances_of_other_effects_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
