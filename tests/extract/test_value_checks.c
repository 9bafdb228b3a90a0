#include <config.h>

/* One extracts, another looks it up in the report. */
#include "tests/extract/double.h"

static int one_extracts(void **state)
{
    (void)state;
    if (new_review_in("\"verify\"") != 0)
        return -1;
    enter();
    study("ACE");
    value("ACE", "", "", "design", "randomised");
    part("ACE", "arm", "control");
    value("ACE", "arm", "control", "randomised", "118");
    result("ACE", "R1", "programme v control", "work", "employed", "12");
    value("ACE", "result", "R1", "measure_reported", "percent");
    value("ACE", "result", "R1", "n_treat", "120");
    value("ACE", "result", "R1", "n_control", "118");
    value("ACE", "result", "R1", "treat_value", "42");
    value("ACE", "result", "R1", "control_value", "30");
    must(entered_by("ann"));
    return 0;
}

static rv_verified verified;

static rv_status check(const char *who, const char *row, const char *key, const char *field, const char *verdict, const char *right)
{
    return rv_extract_verify(store, protocol, who,
                             &(rv_check){ .study = "ACE", .row = row, .key = key, .field = field, .verdict = verdict, .value = right }, 1, NULL,
                             NULL, &verified, &err);
}

static rv_status note_checked(void *user, const rv_checked *v, rv_error *e)
{
    (void)user;
    (void)e;
    rv_buf_printf(&told, "%s %s=%s %s\n", v->key, v->field, v->value[0] ? v->value : v->state, v->checked);
    return RV_OK;
}

static const char *checked(bool open)
{
    told.length = 0;
    rv_buf_text(&told, "");
    must(rv_extract_each_checked(store, protocol, NULL, open, note_checked, NULL, &err));
    return rv_buf_str(&told);
}

static void values_are_found_right_wrong_or_unclear(void **state)
{
    (void)state;
    must(check("bob", "study", "ACE", "design", "right", NULL));
    must(check("bob", "arm", "control", "randomised", "unclear", NULL));
    must(check("bob", "result", "R1", "n_treat", "wrong", "102"));
    must(check("bob", "result", "R1", "n_control", "wrong", NULL));
    must(check("bob", "result", "R1", "measure_reported", "wrong", "not reported"));
    assert_string_equal(checked(false), "ACE design=randomised right\ncontrol randomised=118 unclear\nR1 control_value=30 \n"
                                        "R1 measure_reported=not reported corrected\nR1 n_control=118 wrong\nR1 n_treat=102 corrected\n"
                                        "R1 treat_value=42 \n");
    assert_string_equal(checked(true), "control randomised=118 unclear\nR1 control_value=30 \nR1 n_control=118 wrong\nR1 treat_value=42 \n");
}

static void who_entered_a_value_does_not_check_it(void **state)
{
    (void)state;
    assert_int_equal(check("ann", "result", "R1", "n_treat", "right", NULL), RV_EINVAL);
    assert_string_equal(err.message, "R1, n_treat: who entered a value does not check it");
    must(check("bob", "result", "R1", "n_treat", "wrong", "102"));
    assert_int_equal(check("bob", "result", "R1", "n_treat", "right", NULL), RV_EINVAL);
    must(check("ann", "result", "R1", "n_treat", "right", NULL));       /* bob's correction, which ann looks up */
    assert_non_null(strstr(checked(false), "n_treat=102 right"));
}

static void a_check_that_fits_nothing_takes_nothing(void **state)
{
    const rv_check checks[] = {
        { .study = "ACE", .row = "result", .key = "R1", .field = "n_treat", .verdict = "right" },
        { .study = "ACE", .row = "result", .key = "R1", .field = "adjusted", .verdict = "right", .line = 3 },
        { .study = "ACE", .row = "result", .key = "R1", .field = "n_control", .verdict = "right", .was = "117", .line = 4 },
    };

    (void)state;
    assert_int_equal(rv_extract_verify(store, protocol, "bob", checks, 3, NULL, NULL, &verified, &err), RV_EINVAL);
    assert_string_equal(err.message, "line 3: R1, adjusted: nothing stands there to be checked (the first of 2 faults; nothing was taken)");
    assert_null(strstr(checked(false), "right"));
    assert_int_equal(check("bob", "result", "R1", "n_treat", "fine", NULL), RV_EINVAL);
    assert_int_equal(check("bob", "result", "R1", "n_treat", "right", "120"), RV_EINVAL);
    assert_int_equal(check("bob", "result", "R1", "n_treat", "wrong", "120"), RV_EINVAL);
    assert_int_equal(check("bob", "result", "R1", "n_treat", "wrong", "-3"), RV_EINVAL);
    assert_string_equal(err.message, "R1, n_treat: -3 is below 1, the least it may be");
}

static rv_status note_effect(void *user, const rv_unverified *e, rv_error *error)
{
    (void)user;
    (void)error;
    rv_buf_printf(&told, "%s %s %zu: %s\n", e->result, e->measure, e->unchecked, e->fields);
    return RV_OK;
}

static const char *unverified(void)
{
    told.length = 0;
    rv_buf_text(&told, "");
    must(rv_extract_each_unverified(store, protocol, note_effect, NULL, &err));
    return rv_buf_str(&told);
}

static void effects_of_values_not_found_right_are_listed(void **state)
{
    static const char *const fields[] = { "n_treat", "n_control", "treat_value", "control_value" };

    (void)state;
    assert_string_equal(unverified(), "R1 OR 4: n_treat n_control treat_value control_value\nR1 RD 4: n_treat n_control treat_value control_value\n");
    for (size_t i = 0; i < 3; i++)
        must(check("bob", "result", "R1", fields[i], "right", NULL));
    must(check("bob", "result", "R1", "control_value", "unclear", NULL));
    assert_string_equal(unverified(), "R1 OR 1: control_value\nR1 RD 1: control_value\n");
    must(check("bob", "result", "R1", "control_value", "wrong", "31"));
    assert_string_equal(unverified(), "");
}

static rv_status note_figures(void *user, const rv_field_checks *c, rv_error *e)
{
    (void)user;
    (void)e;
    if (c->checked)
        rv_buf_printf(&told, "%s %zu/%zu right %zu wrong %zu unclear %zu: %.2f\n", c->field, c->checked, c->standing, c->right, c->wrong, c->unclear,
                      c->share);
    return RV_OK;
}

static void a_corrected_value_stays_wrong_in_the_figures(void **state)
{
    (void)state;
    must(check("bob", "result", "R1", "n_treat", "wrong", "102"));
    must(check("bob", "result", "R1", "n_control", "right", NULL));
    told.length = 0;
    rv_buf_text(&told, "");
    must(rv_extract_each_field_checks(store, protocol, note_figures, NULL, &err));
    assert_string_equal(rv_buf_str(&told), "n_treat 1/1 right 0 wrong 1 unclear 0: 0.00\nn_control 1/1 right 1 wrong 0 unclear 0: 1.00\n"
                                           " 2/7 right 1 wrong 1 unclear 0: 0.50\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_are_found_right_wrong_or_unclear, one_extracts, end_review),
        cmocka_unit_test_setup_teardown(who_entered_a_value_does_not_check_it, one_extracts, end_review),
        cmocka_unit_test_setup_teardown(a_check_that_fits_nothing_takes_nothing, one_extracts, end_review),
        cmocka_unit_test_setup_teardown(effects_of_values_not_found_right_are_listed, one_extracts, end_review),
        cmocka_unit_test_setup_teardown(a_corrected_value_stays_wrong_in_the_figures, one_extracts, end_review),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
