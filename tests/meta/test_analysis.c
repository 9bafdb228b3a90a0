/* From rows to an analysis: dependence, exclusion, subgroups, the forest plot. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_analysis.h"
#include "review/meta_multilevel.h"

static rv_error err;

static rv_meta_set *set_of(const rv_meta_row *rows, size_t n)
{
    rv_meta_set *set;

    assert_int_equal(rv_meta_set_new(&set, &err), RV_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rv_meta_set_add(set, &rows[i], &err), RV_OK);
    return set;
}

static const rv_meta_row dependent[] = { { "a1", "A", "x", 0.1, 0.04, 0, false, NULL }, { "a2", "A", "y", 0.2, 0.05, 0, false, NULL },
                                         { "b", "B", "x", 0.3, 0.02, 0, false, NULL },  { "c", "", "y", 0, 0.02, 0, false, NULL },
                                         { "d", "", "y", 0, 0.03, 0, false, NULL },     { "e1", "E", "x", 0.6, 0.03, 0, false, NULL },
                                         { "e2", "E", "y", 0.5, 0.04, 0, false, NULL } };

static void weights_of_ones_own_make_the_mean_of_independent_effects(void **state)
{
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    const double w[] = { 1, 2, 3, 4, 5, 6, 7 }, y[] = { 0.1, 0.2, 0.3, 0, 0, 0.6, 0.5 }, v[] = { 0.04, 0.05, 0.02, 0.02, 0.03, 0.03, 0.04 };
    rv_meta_set *set = set_of(dependent, 7);
    rv_analysis *a;
    rv_buf words = RV_BUF_INIT;
    double sum = 0, mean = 0, variance = 0;

    (void)state;
    o.weights = w;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "weights of one's own are of independent effects, one of each study; dependent effects have those "
                                     "of their model");
    o.assume_independent = true;
    o.model.test = RV_TEST_Z;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    for (size_t i = 0; i < 7; i++) {
        sum += w[i];
        mean += w[i] * y[i];
        variance += w[i] * w[i] * (v[i] + a->fit.tau2);
    }
    assert_close(a->fit.pooled.estimate, mean / sum, 1e-14);
    assert_close(a->fit.pooled.se, sqrt(variance) / sum, 1e-14);
    assert_close(a->weights[6], 25, 1e-12);
    rv_analysis_words(a, &words);
    assert_non_null(strstr(rv_buf_str(&words), "; weights of one's own; test: z"));
    rv_buf_free(&words);
    rv_analysis_free(a);
    rv_meta_set_free(set);
}

static void several_effects_of_a_study_take_a_working_model(void **state)
{
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *set = set_of(dependent, 7);
    rv_working_model_data d = { 0 };
    const rv_working_model_options wo = RV_WORKING_MODEL_OPTIONS_INIT;
    const double y[] = { 0.1, 0.2, 0.3, 0, 0, 0.6, 0.5 }, v[] = { 0.04, 0.05, 0.02, 0.02, 0.03, 0.03, 0.04 };
    const size_t study[] = { 0, 0, 1, 2, 3, 4, 4 };
    rv_working_model *direct;
    rv_analysis *a;
    double weight = 0, mean = 0;

    (void)state;
    d.data = (rv_meta_data){ .k = 7, .yi = y, .vi = v };
    d.study = study;
    assert_int_equal(rv_working_model_run(&direct, &d, &wo, &err), RV_OK);
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_int_equal(a->studies, 5);
    assert_int_equal(a->most_effects, 2);
    assert_non_null(a->working);
    assert_int_equal(a->working->fitted, RV_WORKING_CHE);
    assert_close(a->fit.pooled.estimate, direct->coefs[0].estimate, 1e-14);
    assert_close(a->fit.pooled.se, direct->coefs[0].se, 1e-14);
    assert_close(a->fit.tau2, direct->tau2, 1e-14);
    for (size_t i = 0; i < 7; i++) {
        weight += a->weights[i];
        mean += a->weights[i] / 100 * y[i];
    }
    assert_close(weight, 100, 1e-10);
    assert_close(mean, a->fit.pooled.estimate, 1e-12);
    rv_working_model_free(direct);
    rv_analysis_free(a);
    rv_meta_set_free(set);
}

static void to_pool_them_as_independent_takes_a_word_and_is_noted(void **state)
{
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *set = set_of(dependent, 7);
    rv_analysis *a;
    rv_buf notes = RV_BUF_INIT;

    (void)state;
    o.assume_independent = true;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_null(a->mixed);
    rv_analysis_notes(a, &notes);
    assert_non_null(strstr(rv_buf_str(&notes), "7 effects come from 5 studies, up to 2 from one"));
    rv_buf_free(&notes);
    rv_analysis_free(a);
    o.assume_independent = false;
    o.model.estimator = rv_estimator_find("DL");
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_EINVAL);
    assert_null(a);
    assert_non_null(strstr(err.message, "DL is an estimator of one effect a study, but a study has 2 effects"));
    rv_meta_set_free(set);
}

static void subgroups_of_dependent_effects_are_means_of_one_model(void **state)
{
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *set = set_of(dependent, 7);
    rv_analysis *a;

    (void)state;
    o.by_subgroup = true;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_int_equal(a->groups, 2);
    assert_int_equal(a->group[0].fit.k, 3);
    assert_int_equal(a->group[1].fit.k, 4);
    assert_true(a->group[0].fit.pooled.estimate > a->group[1].fit.pooled.estimate);
    assert_close(a->between.df1, 1, 0);
    rv_analysis_free(a);
    rv_meta_set_free(set);
}

static void own_random_effects_give_what_the_same_working_model_gives(void **state)
{
    static const char *const columns[] = { "study", "yi", "vi" };
    static const char *const formula = "~ 1 | study/effect";
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    const rv_meta_columns usual = { 0 };
    const size_t row[] = { 0, 1, 2, 3, 4, 5, 6 };
    const char *const cells[][3] = { { "A", "0.1", "0.04" }, { "A", "0.2", "0.05" }, { "B", "0.3", "0.02" }, { "C", "0", "0.02" },
                                     { "D", "0", "0.03" },   { "E", "0.6", "0.03" }, { "E", "0.5", "0.04" } };
    rv_frame *f;
    rv_meta_set *set = set_of(NULL, 0);
    rv_random_effects *random;
    rv_analysis *a, *he;

    (void)state;
    assert_int_equal(rv_frame_new(&f, "t", columns, 3, &err), RV_OK);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(rv_frame_add(f, cells[i], 3, 0, &err), RV_OK);
    assert_int_equal(rv_meta_set_of_frame(set, f, &usual, &err), RV_OK);
    o.working.kind = RV_WORKING_HE;
    assert_int_equal(rv_analysis_run(&he, set, &o, &err), RV_OK);
    assert_int_equal(rv_random_effects_make(&random, &formula, 1, NULL, 0, f, row, 7, &err), RV_OK);
    assert_int_equal(rv_random_effects_parts(random)->parts, 2);
    assert_string_equal(rv_random_effects_parts(random)->part[1].name, "study/effect");
    o.random = rv_random_effects_parts(random);
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_null(a->working);
    assert_close(a->coefs[0].estimate, he->coefs[0].estimate, 1e-8);
    assert_close(a->coefs[0].se, he->coefs[0].se, 1e-8);
    assert_close(a->coefs[0].df, he->coefs[0].df, 1e-6);
    rv_analysis_free(a);
    rv_analysis_free(he);
    rv_random_effects_free(random);
    rv_meta_set_free(set);
    rv_frame_free(f);
}

/* A second route: the functions of the mixed model alone. */
static void random_effects_of_ones_own_have_i2_by_part_and_a_prediction(void **state)
{
    const size_t study[] = { 0, 0, 1, 2, 3, 4, 4 }, each[] = { 0, 1, 2, 3, 4, 5, 6 };
    const rv_mixed_part part[] = { { .kind = RV_MIXED_INTERCEPT, .name = "study", .group = study, .groups = 5 },
                                   { .kind = RV_MIXED_INTERCEPT, .name = "study/effect", .group = each, .groups = 7 } };
    const rv_mixed_data random = { .parts = 2, .part = part };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_mixed_prediction_options how = RV_MIXED_PREDICTION_OPTIONS_INIT;
    rv_meta_set *set = set_of(dependent, 7);
    rv_mixed_prediction p;
    double typical, total, share[2];
    rv_analysis *a;

    (void)state;
    o.random = &random;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_int_equal(rv_mixed_i2(a->mixed, &typical, &total, share, &err), RV_OK);
    assert_true(total > 0.05);
    assert_close(a->fit.i2, total, 1e-14);
    assert_close(a->i2_part[0] + a->i2_part[1], total, 1e-14);
    assert_close(a->i2_part[0], share[0], 1e-14);
    how.vcov = a->vcov;
    how.df = &a->coefs[0].df;
    assert_int_equal(rv_mixed_predict(a->mixed, NULL, 1, &how, &p, &err), RV_OK);
    assert_close(a->fit.pi_lo, p.pi_lo, 1e-12);
    assert_close(a->fit.pi_hi, p.pi_hi, 1e-12);
    assert_true(isnan(a->fit.r2));
    rv_analysis_free(a);
    o.bare = true;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_close(a->fit.i2, total, 1e-14);
    assert_null(a->i2_part);
    rv_analysis_free(a);
    rv_meta_set_free(set);
}

static void a_contrast_is_read_by_names_or_by_position(void **state)
{
    const char *const names[] = { "intercept", "year", "alloc=random", "I(year-1990)" };
    double l[4];

    (void)state;
    assert_int_equal(rv_contrast_parse("alloc=random - 0.5*year", names, 4, l, &err), RV_OK);
    assert_close(l[1], -0.5, 0);
    assert_close(l[2], 1, 0);
    assert_int_equal(rv_contrast_parse("I(year-1990) + 2 intercept", names, 4, l, &err), RV_OK);
    assert_close(l[3], 1, 0);
    assert_close(l[0], 2, 0);
    assert_int_equal(rv_contrast_parse("0, 1, -1, 0", names, 4, l, &err), RV_OK);
    assert_close(l[2], -1, 0);
    assert_int_equal(rv_contrast_parse("alloc=alternate", names, 4, l, &err), RV_EINVAL);
    assert_string_equal(err.message, "contrast 'alloc=alternate': no coefficient is called 'alloc=alternate'; there are intercept, "
                                     "year, alloc=random, I(year-1990)");
    assert_int_equal(rv_contrast_parse("year - year", names, 4, l, &err), RV_EINVAL);
}

static void an_excluded_row_is_named_and_counts_nowhere(void **state)
{
    const rv_meta_row rows[] = { { "a", "A", "", 0.1, 0.04, 0, false, NULL },
                                 { "x", "A", "", NAN, NAN, 7, true, "yi is missing" },
                                 { "b", "B", "", 0.3, 0.02, 0, false, NULL } };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *set = set_of(rows, 3), *none = set_of(rows + 1, 1);
    rv_analysis *a;
    rv_buf notes = RV_BUF_INIT;

    (void)state;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_int_equal(a->k, 2);
    assert_int_equal(a->excluded, 1);
    assert_int_equal(a->most_effects, 1);
    rv_analysis_notes(a, &notes);
    assert_non_null(strstr(rv_buf_str(&notes), "x is left out: yi is missing"));
    rv_buf_free(&notes);
    rv_analysis_free(a);
    assert_int_equal(rv_analysis_run(&a, none, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "all 1 rows are left out; there is nothing to pool");
    rv_meta_set_free(set);
    rv_meta_set_free(none);
}

static void a_row_that_cannot_be_is_refused_by_its_label(void **state)
{
    const rv_meta_row zero = { "Smith 2019", "S", "", 0.1, 0, 0, false, NULL },
                      nan = { "Jones", "J", "", NAN, 1, 0, false, NULL };
    rv_meta_set *set = set_of(NULL, 0);

    (void)state;
    assert_int_equal(rv_meta_set_add(set, &zero, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "Smith 2019: the variance is 0; it must be positive");
    assert_int_equal(rv_meta_set_add(set, &nan, &err), RV_EDOMAIN);
    assert_int_equal(rv_meta_set_count(set), 0);
    rv_meta_set_free(set);
    rv_meta_set_free(NULL);
}

static void a_forest_holds_subgroups_together_and_the_whole_last(void **state)
{
    const rv_meta_row rows[] = { { "a", "A", "girls", 0.1, 0.04, 0, false, NULL },
                                 { "b", "B", "boys", 0.3, 0.02, 0, false, NULL },
                                 { "c", "C", "girls", 0.4, 0.05, 0, false, NULL },
                                 { "d", "D", "", 0.4, 0.05, 0, false, NULL } };
    const char *const labels[] = { "a", "c", "girls", "b", "boys", "d", "not stated", "Random effects (REML)",
                                   "Prediction interval" };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *set = set_of(rows, 4);
    rv_analysis *a;
    rv_forest *f;
    double weight = 0;

    (void)state;
    o.by_subgroup = true;
    o.leave_one_out = true;
    o.measure = "OR";
    o.log_scale = true;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_int_equal(a->groups, 3);
    assert_int_equal(rv_analysis_forest(&f, a, &err), RV_OK);
    assert_int_equal(f->n, 9);
    for (size_t i = 0; i < f->n; i++) {
        assert_string_equal(f->rows[i].label, labels[i]);
        if (f->rows[i].kind == RV_FOREST_STUDY)
            weight += f->rows[i].weight;
    }
    assert_close(weight, 100, 1e-12);
    assert_int_equal(f->log_scale, 1);
    assert_string_equal(f->pi_method, "t, k-1 df");
    rv_forest_free(f);
    rv_analysis_free(a);
    rv_meta_set_free(set);
}

static void the_digest_tells_rows_apart(void **state)
{
    rv_meta_row rows[] = { { "a", "A", "", 0.1, 0.04, 0, false, NULL }, { "b", "B", "", 0.3, 0.02, 0, false, NULL } };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_analysis *a[3];
    rv_meta_set *set[3];

    (void)state;
    for (int i = 0; i < 3; i++) {
        rows[1].yi = i == 2 ? 0.30000000000000004 : 0.3;
        set[i] = set_of(rows, 2);
        assert_int_equal(rv_analysis_run(&a[i], set[i], &o, &err), RV_OK);
    }
    assert_string_equal(a[0]->digest, a[1]->digest);
    assert_string_not_equal(a[0]->digest, a[2]->digest);
    for (int i = 0; i < 3; i++) {
        rv_analysis_free(a[i]);
        rv_meta_set_free(set[i]);
    }
    rv_analysis_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_of_ones_own_make_the_mean_of_independent_effects),
        cmocka_unit_test(several_effects_of_a_study_take_a_working_model),
        cmocka_unit_test(to_pool_them_as_independent_takes_a_word_and_is_noted),
        cmocka_unit_test(subgroups_of_dependent_effects_are_means_of_one_model),
        cmocka_unit_test(own_random_effects_give_what_the_same_working_model_gives),
        cmocka_unit_test(random_effects_of_ones_own_have_i2_by_part_and_a_prediction),
        cmocka_unit_test(a_contrast_is_read_by_names_or_by_position),
        cmocka_unit_test(an_excluded_row_is_named_and_counts_nowhere),
        cmocka_unit_test(a_row_that_cannot_be_is_refused_by_its_label),
        cmocka_unit_test(a_forest_holds_subgroups_together_and_the_whole_last),
        cmocka_unit_test(the_digest_tells_rows_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
