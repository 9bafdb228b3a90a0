#include <config.h>

#include "tests/screen/team.h"

static const rv_reason list[] = {
    { "age", "Other age", "" }, { "design", "No trial", "" }, { "de", "German", TA }, { "no-data", "No numbers", FT },
};
static const rv_protocol three = { .reasons = list, .n_reasons = N(list) }, none = { .n_reasons = 0 };

static void takes(const char *stage, const char *given, const char *want)
{
    rv_buf out = RV_BUF_INIT;
    rv_error err;

    assert_int_equal(rv_reasons_take(&three, stage, RV_VERDICT_EXCLUDE, given, &out, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), want);
    rv_buf_free(&out);
}

static void refused(const rv_protocol *p, const char *stage, rv_verdict verdict, const char *given, const char *want)
{
    rv_buf out = RV_BUF_INIT;
    rv_error err;

    assert_int_equal(rv_reasons_take(p, stage, verdict, given, &out, &err), RV_EINVAL);
    assert_string_equal(err.message, want);
    rv_buf_free(&out);
}

static void several_reasons_stand_in_the_team_s_order_each_once(void **state)
{
    (void)state;
    takes(TA, "age", "age");
    takes(TA, "design age", "age design");
    takes(TA, " de,design;;age , age\tde ", "age design de");
    takes(FT, "no-data,age", "age no-data");
}

static void a_reason_is_a_whole_id_of_its_stage(void **state)
{
    (void)state;
    refused(&three, TA, RV_VERDICT_EXCLUDE, "age desig", "'desig' is not a reason for exclusion at title-abstract; there are age, design, de");
    refused(&three, TA, RV_VERDICT_EXCLUDE, "no-data", "'no-data' is not a reason for exclusion at title-abstract; there are age, design, de");
    refused(&three, FT, RV_VERDICT_EXCLUDE, "de", "'de' is not a reason for exclusion at full-text; there are age, design, no-data");
    refused(&none, TA, RV_VERDICT_EXCLUDE, "age", "reason 'age': the protocol gives no reasons at title-abstract");
}

static void an_exclusion_has_one_and_nothing_else_has(void **state)
{
    static const rv_verdict others[] = { RV_VERDICT_INCLUDE, RV_VERDICT_UNSURE, RV_VERDICT_NONE, RV_VERDICT_LATER };
    rv_buf out = RV_BUF_INIT;
    rv_error err;
    char want[128];

    (void)state;
    refused(&three, TA, RV_VERDICT_EXCLUDE, NULL, "an exclusion at title-abstract needs its reason: age, design, de");
    refused(&three, TA, RV_VERDICT_EXCLUDE, " ,; ", "an exclusion at title-abstract needs its reason: age, design, de");
    for (size_t i = 0; i < N(others); i++) {
        snprintf(want, sizeof want, "reason 'age' is given for '%s'; only an exclusion has a reason", rv_verdicts[others[i]]);
        refused(&three, TA, others[i], "age", want);
        assert_int_equal(rv_reasons_take(&three, TA, others[i], " ", &out, &err), RV_OK);
        assert_string_equal(rv_buf_str(&out), "");
    }
    assert_int_equal(rv_reasons_take(&none, TA, RV_VERDICT_EXCLUDE, NULL, &out, &err), RV_OK);
    rv_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_reasons_stand_in_the_team_s_order_each_once), cmocka_unit_test(a_reason_is_a_whole_id_of_its_stage),
        cmocka_unit_test(an_exclusion_has_one_and_nothing_else_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
