#include <config.h>

/* A planned analysis run again, as planned and otherwise, on effects of a small review. */
#include "review/report_rerun.h"

#include "tests/extract/review.h"

static int rerun_review(void **state)
{
    char path[4300];

    data_folder = "../../protocols";
    protocol_name = "disengagement-15-24.xml";
    if (new_review(state) != 0)
        return -1;
    data_folder = "meta";
    snprintf(path, sizeof path, "%s", data("review_studies.csv"));
    must(import_file(path));
    snprintf(path, sizeof path, "%s", data("review_results.csv"));
    must(import_file(path));
    return 0;
}

static rv_rerun_options planned(void)
{
    rv_rerun_options o = RV_RERUN_INIT;

    o.analysis = "education";
    return o;
}

static void as_planned_it_uses_what_the_plan_says(void **state)
{
    const rv_rerun_options o = planned();
    rv_rerun r;

    (void)state;
    must(rv_rerun_make(&r, store, protocol, &o, &err));
    assert_string_equal(r.measure, "OR");
    assert_string_equal(r.analysis->fit.estimator->name, "REML");
    assert_int_equal(r.analysis->fit.test, RV_TEST_ADHOC);
    assert_true(r.analysis->k > 1);
    for (size_t i = 0; i < r.analysis->k; i++) {
        assert_true(r.effects.effects[r.used[i]].chosen);
        assert_close(r.analysis->rows[i]->yi, r.effects.effects[r.used[i]].yi, 0);
    }
    rv_rerun_end(&r);
}

static void another_method_changes_the_model_and_not_the_effects(void **state)
{
    rv_rerun_options o = planned();
    rv_rerun a, b;

    (void)state;
    must(rv_rerun_make(&a, store, protocol, &o, &err));
    o.method = "CE";
    must(rv_rerun_make(&b, store, protocol, &o, &err));
    assert_true(b.analysis->fit.estimator->common);
    assert_string_equal(a.analysis->digest, b.analysis->digest);
    assert_int_equal(a.analysis->k, b.analysis->k);
    rv_rerun_end(&a);
    rv_rerun_end(&b);
}

static void a_study_left_out_is_not_pooled_and_says_why(void **state)
{
    rv_rerun_options o = planned();
    rv_rerun a, b;
    const char *study;

    (void)state;
    must(rv_rerun_make(&a, store, protocol, &o, &err));
    study = a.effects.effects[a.used[0]].study;
    o.leave_out = &study;
    o.n_leave_out = 1;
    must(rv_rerun_make(&b, store, protocol, &o, &err));
    assert_int_equal(b.analysis->k, a.analysis->k - 1);
    for (size_t i = 0; i < b.effects.n; i++)
        if (strcmp(b.effects.effects[i].study, study) == 0)
            assert_string_equal(b.effects.effects[i].left_out, "left out on request");
    rv_rerun_end(&b);
    study = "nobody's study";
    assert_int_equal(rv_rerun_make(&b, store, protocol, &o, &err), RV_ENOTFOUND);
    rv_rerun_end(&a);
    rv_rerun_end(&b);
}

static void what_cannot_be_is_named_with_what_can(void **state)
{
    rv_rerun_options o = planned();
    rv_rerun r;

    (void)state;
    o.method = "best";
    assert_int_equal(rv_rerun_make(&r, store, protocol, &o, &err), RV_EUSAGE);
    assert_non_null(strstr(err.message, "method is 'best'; there are REML"));
    rv_rerun_end(&r);
    o = planned();
    o.level = 95;
    assert_int_equal(rv_rerun_make(&r, store, protocol, &o, &err), RV_EUSAGE);
    rv_rerun_end(&r);
    o = planned();
    o.measure = "TEMPERATURE";
    assert_int_equal(rv_rerun_make(&r, store, protocol, &o, &err), RV_EUSAGE);
    rv_rerun_end(&r);
    o.analysis = "nowhere";
    assert_int_equal(rv_rerun_make(&r, store, protocol, &o, &err), RV_ENOTFOUND);
    rv_rerun_end(&r);
}

static void the_command_says_what_was_asked_and_is_safe_for_a_shell(void **state)
{
    static const char *const out[] = { "O'Neill 1999; rm -rf ~" };
    rv_rerun_options o = planned();
    rv_buf text = RV_BUF_INIT;

    (void)state;
    rv_rerun_command(&text, &o, "my review.review");
    assert_string_equal(rv_buf_str(&text), "review-meta --review 'my review.review' --analysis education");
    rv_buf_clear(&text);
    o.method = "DL";
    o.level = 0.9;
    o.all_effects = true;
    o.leave_out = out;
    o.n_leave_out = 1;
    rv_rerun_command(&text, &o, "r.review");
    assert_string_equal(rv_buf_str(&text), "review-meta --review r.review --analysis education --method DL --level 0.9 --all-effects "
                                           "--leave-out 'O'\\''Neill 1999; rm -rf ~'");
    rv_buf_free(&text);
}

int main(void)
{
#define WITH(f) cmocka_unit_test_setup_teardown(f, rerun_review, end_review)
    const struct CMUnitTest tests[] = {
        WITH(as_planned_it_uses_what_the_plan_says),
        WITH(another_method_changes_the_model_and_not_the_effects),
        WITH(a_study_left_out_is_not_pooled_and_says_why),
        WITH(what_cannot_be_is_named_with_what_can),
        cmocka_unit_test(the_command_says_what_was_asked_and_is_safe_for_a_shell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
