#include <config.h>

/* What speaks against the numbers of a result, and reasons that let it stand. */
#include "tests/extract/review.h"

static char seen[8000], said[8000];

static rv_status note(void *user, const rv_value_warning *w, rv_error *e)
{
    (void)user;
    (void)e;
    snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s %s%s%s\n", w->result, w->rule, *w->reason ? ": " : "", w->reason);
    snprintf(said + strlen(said), sizeof said - strlen(said), "%s\n", w->words);
    return RV_OK;
}

static const char *warnings_of(const char *result)
{
    seen[0] = said[0] = 0;
    must(rv_extract_warnings(store, protocol, NULL, NULL, result, note, NULL, &err));
    return seen;
}

static void value_of(const char *field, const char *value)
{
    const rv_value_entry v = { .result = "W", .field = field, .value = value, .place = "p. 1" };
    char hex[RV_DIGEST_HEX];

    must(rv_extract_value(store, protocol, "ada", &v, hex, &err));
}

/* A result with the values "field=value; field=value"; earlier ones are taken back. */
static const char *warns(const char *domain, const char *values)
{
    static const char *const fields[] = { "measure_reported", "direction", "n_treat", "n_control", "n_total", "split_basis", "treat_value",
                                          "control_value", "sd_treat", "sd_control", "estimate", "se", "ci_low", "ci_high", "p", "unit",
                                          "adjusted" };
    const rv_result_entry r = { "W", "Jobs Now", NULL, NULL, domain, strcmp(domain, "pay") == 0 ? "earnings" : "employed", "12", NULL };
    char hex[RV_DIGEST_HEX], text[400];

    must(rv_extract_result(store, protocol, "ada", &r, hex, &err));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const rv_value_entry v = { .result = "W", .field = fields[i], .state = "not reported" };
        must(rv_extract_value(store, protocol, "ada", &v, hex, &err));
    }
    snprintf(text, sizeof text, "%s", values);
    for (char *save = NULL, *item = strtok_r(text, ";", &save); item; item = strtok_r(NULL, ";", &save)) {
        char *sign = strchr(item, '=');
        *sign = 0;
        value_of(item + strspn(item, " "), sign + 1);
    }
    return warnings_of("W");
}

/* What a rule must find, what it must let pass, and the words. */
static const struct { const char *domain, *values, *found; } cases[] = {
    { "work", "measure_reported=impact; unit=odds ratio; estimate=1.5; ci_low=1.1; ci_high=2.05", "" },
    { "work", "measure_reported=impact; unit=odds ratio; estimate=1.50; ci_low=1.10; ci_high=1.90", "W ci-not-centred\n" },
    { "pay", "measure_reported=impact; unit=USD; estimate=120; ci_low=22; ci_high=218; se=50; p=.016", "" },
    { "pay", "measure_reported=impact; unit=USD; estimate=120; ci_low=22; ci_high=300", "W ci-not-centred\n" },
    { "pay", "measure_reported=impact; unit=USD; estimate=120; ci_low=130; ci_high=300", "W ci-not-centred\nW estimate-outside-ci\n" },
    { "pay", "measure_reported=impact; unit=USD; estimate=120; ci_low=22; ci_high=218; se=100", "W se-against-ci\n" },
    { "pay", "measure_reported=impact; unit=USD; estimate=120; ci_low=22; ci_high=218; p=.3", "W p-against-ci\n" },
    { "pay", "measure_reported=impact; unit=USD; estimate=120; se=20; p=.001", "" },      /* .001 is at most */
    { "pay", "measure_reported=impact; unit=USD; estimate=120; se=50; p=.001", "W p-against-ci\n" },
    { "work", "measure_reported=percent; treat_value=30; control_value=50; n_treat=100; n_control=100; p=.004", "" },
    { "work", "measure_reported=percent; treat_value=30; control_value=50; n_treat=100; n_control=100; p=.4", "W p-against-groups\n" },
    { "work", "measure_reported=percent; treat_value=30; control_value=50; n_treat=100; n_control=100; p=.4; adjusted=yes", "" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; sd_treat=4; sd_control=4.4; n_treat=50; n_control=50", "" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; sd_treat=.56; sd_control=.6; n_treat=50; n_control=50",
      "W sd-is-se\n" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; sd_treat=4; sd_control=15; n_treat=50; n_control=50",
      "W sds-differ\n" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; sd_treat=4; sd_control=4; n_treat=50; n_control=50; estimate=2; se=4",
      "W se-is-sd\n" },
    { "work", "measure_reported=percent; treat_value=30; control_value=50; n_treat=100; n_control=100; n_total=210", "W n-against-total\n" },
    { "work", "measure_reported=percent; treat_value=30; control_value=50; n_treat=210; n_control=100", "W n-against-randomised\n" },
    { "work", "measure_reported=percent; treat_value=130; control_value=50; n_treat=100; n_control=100", "W percent-beyond\n" },
    { "work", "measure_reported=percent; treat_value=.3; control_value=.5; n_treat=90; n_control=90; adjusted=yes", "W percent-is-proportion\n" },
    { "work", "measure_reported=percent; treat_value=92; control_value=92; n_treat=58; n_control=39", "W percent-impossible\n" },
    { "work", "measure_reported=percent; treat_value=92; control_value=92; n_treat=58; n_control=39; adjusted=yes", "" },
    { "work", "measure_reported=percent; treat_value=56.90; control_value=34.50; n_treat=188; n_control=55", "" },
    { "work", "measure_reported=count; treat_value=30; control_value=15; n_treat=20; n_control=20", "W events-beyond-n\n" },
    { "work", "measure_reported=percent; treat_value=95; control_value=5; n_treat=40; n_control=40", "W implausible-size\n" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; estimate=-2; se=1", "W direction-flips\n" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; sd_treat=4; sd_control=4; n_treat=50; n_control=50; estimate=2; se=.8",
      "" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; sd_treat=4; sd_control=4; n_treat=50; n_control=50; estimate=2; se=1.2",
      "W routes-differ\n" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; estimate=4; se=1", "W estimate-against-groups\n" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; estimate=4; se=1; adjusted=yes", "" },
    { "pay", "measure_reported=mean; treat_value=12; control_value=10; estimate=2; se=1; unit=%", "W unit-against-kind\n" },
    { "pay", "measure_reported=impact; estimate=2; se=1; unit=EUR", "W unit-differs\n" },
};

static void each_rule_finds_its_fault_and_lets_the_sound_pass(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *found = warns(cases[i].domain, cases[i].values);
        if (strcmp(found, cases[i].found) != 0)
            fail_msg("%s\nfound: %s%swanted: %s", cases[i].values, found, said, cases[i].found);
    }
}

static void the_same_numbers_twice_are_said_of_the_later(void **state)
{
    const rv_result_entry again = { "V", "Next Step", NULL, NULL, "work", "has a job", "24", NULL };
    const rv_value_entry values[] = { { .result = "V", .field = "measure_reported", .value = "percent" },
                                      { .result = "V", .field = "treat_value", .value = "50", .place = "p. 3" },
                                      { .result = "V", .field = "control_value", .value = "25", .place = "p. 3" },
                                      { .result = "V", .field = "n_treat", .value = "30", .place = "p. 3" },
                                      { .result = "V", .field = "n_control", .value = "40", .place = "p. 3" } };
    char hex[RV_DIGEST_HEX];

    (void)state;
    must(rv_extract_result(store, protocol, "ada", &again, hex, &err));
    for (size_t i = 0; i < 5; i++)
        must(rv_extract_value(store, protocol, "ada", &values[i], hex, &err));
    assert_string_equal(warnings_of("V"), "V duplicate\n");
    assert_non_null(strstr(said, "the same numbers as R"));
}

static void a_reason_holds_until_the_numbers_change(void **state)
{
    const char *const rules[] = { "percent-impossible" }, *const all[] = { "all" }, *const results[] = { "W" };
    char hex[RV_DIGEST_HEX], again[RV_DIGEST_HEX];

    (void)state;
    warns("work", "measure_reported=percent; treat_value=92; control_value=92; n_treat=58; n_control=39");
    must(rv_extract_reason(store, protocol, "bo", rules, 1, results, 1, "adjusted, says p. 3", hex, &err));
    assert_int_equal(strlen(hex), 64);
    assert_string_equal(warnings_of("W"), "W percent-impossible: adjusted, says p. 3\n");
    must(rv_extract_reason(store, protocol, "bo", all, 1, results, 1, "adjusted, says p. 3", again, &err));
    assert_string_equal(again, "");
    value_of("treat_value", "87");
    assert_string_equal(warnings_of("W"), "W percent-impossible\n");
    value_of("treat_value", "92");
    assert_string_equal(warnings_of("W"), "W percent-impossible: adjusted, says p. 3\n");
}

static void a_reason_needs_words_and_a_warning(void **state)
{
    const char *const rules[] = { "duplicate" }, *const results[] = { "R2" };
    char hex[RV_DIGEST_HEX];

    (void)state;
    assert_int_equal(rv_extract_reason(store, protocol, "bo", rules, 1, results, 1, " ", hex, &err), RV_EINVAL);
    assert_int_equal(rv_extract_reason(store, protocol, "bo", rules, 1, results, 1, "because", hex, &err), RV_ENOTFOUND);
    assert_string_equal(err.message, "R2 has no warning duplicate");
}

static void every_rule_has_words_of_its_own(void **state)
{
    const char *id, *title, *how;
    size_t n = 0;

    (void)state;
    for (; rv_extract_rule(n, &id, &title, &how); n++)
        assert_true(strlen(id) > 3 && strlen(title) > 10 && strlen(how) > 2);
    assert_int_equal(n, 27);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_rule_finds_its_fault_and_lets_the_sound_pass, full_review, end_review),
        cmocka_unit_test_setup_teardown(the_same_numbers_twice_are_said_of_the_later, full_review, end_review),
        cmocka_unit_test_setup_teardown(a_reason_holds_until_the_numbers_change, full_review, end_review),
        cmocka_unit_test_setup_teardown(a_reason_needs_words_and_a_warning, full_review, end_review),
        cmocka_unit_test(every_rule_has_words_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
