/* From rows to an analysis: dependence, exclusion, subgroups, the forest plot. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_analysis.h"

static rv_error err;

static rv_meta_set *set_of(const rv_meta_row *rows, size_t n)
{
    rv_meta_set *set;

    assert_int_equal(rv_meta_set_new(&set, &err), RV_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rv_meta_set_add(set, &rows[i], &err), RV_OK);
    return set;
}

static void several_effects_of_a_study_take_an_explicit_word(void **state)
{
    const rv_meta_row rows[] = { { "a1", "A", "", 0.1, 0.04, 0, false, NULL },
                                 { "a2", "A", "", 0.2, 0.05, 0, false, NULL },
                                 { "b", "B", "", 0.3, 0.02, 0, false, NULL },
                                 { "c", "", "", 0, 0.02, 0, false, NULL },
                                 { "d", "", "", 0, 0.03, 0, false, NULL } };
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    rv_meta_set *set = set_of(rows, 5);
    rv_analysis *a;
    rv_buf notes = RV_BUF_INIT;

    (void)state;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_EINVAL);
    assert_null(a);
    assert_non_null(strstr(err.message, "study A has 2 effects, and 1 of 4 studies have several"));
    o.assume_independent = true;
    assert_int_equal(rv_analysis_run(&a, set, &o, &err), RV_OK);
    assert_int_equal(a->studies, 4);
    assert_int_equal(a->most_effects, 2);
    rv_analysis_notes(a, &notes);
    assert_non_null(strstr(rv_buf_str(&notes), "5 effects come from 4 studies, up to 2 from one"));
    rv_buf_free(&notes);
    rv_analysis_free(a);
    rv_meta_set_free(set);
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
        cmocka_unit_test(several_effects_of_a_study_take_an_explicit_word),
        cmocka_unit_test(an_excluded_row_is_named_and_counts_nowhere),
        cmocka_unit_test(a_row_that_cannot_be_is_refused_by_its_label),
        cmocka_unit_test(a_forest_holds_subgroups_together_and_the_whole_last),
        cmocka_unit_test(the_digest_tells_rows_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
