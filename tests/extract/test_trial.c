#include <config.h>

/* What is being typed comes to effects and warnings, and nothing is kept. */
#include "tests/extract/review.h"

static char seen[4000];
static double yi, vi;

static rv_status note_fault(void *user, size_t entry, const char *message, rv_error *e)
{
    (void)user;
    (void)e;
    snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%zu: %s\n", entry, message);
    return RV_OK;
}

static rv_status note_effect(void *user, const rv_tried_effect *e, rv_error *r)
{
    (void)user;
    (void)r;
    if (strcmp(e->measure, "OR") == 0) {
        yi = e->yi;
        vi = e->vi;
        snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s %.6g (%.6g to %.6g)\n", e->result, e->estimate, e->ci_lo, e->ci_hi);
    }
    return RV_OK;
}

static rv_status note_warned(void *user, const rv_value_warning *w, rv_error *e)
{
    (void)user;
    (void)e;
    snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s %s\n", w->result, w->rule);
    return RV_OK;
}

static const rv_trying trying = { note_fault, note_effect, note_warned, NULL };

static const char *tried(const rv_value_entry *entries, size_t n)
{
    seen[0] = 0;
    yi = vi = NAN;
    must(rv_extract_try(store, protocol, NULL, "Jobs Now", "T", entries, n, &trying, &err));
    return seen;
}

static rv_value_entry of(const char *field, const char *value)
{
    return (rv_value_entry){ .result = "T", .field = field, .value = value };
}

static void new_result(void)
{
    const rv_result_entry r = { "T", "Jobs Now", NULL, NULL, "work", "employed", "12", NULL };
    char hex[RV_DIGEST_HEX];

    must(rv_extract_result(store, protocol, "ada", &r, hex, &err));
}

static void what_is_typed_makes_the_effect_that_would_be_kept(void **state)
{
    const rv_value_entry typed[] = { of("measure_reported", "percent"), of("treat_value", "30"), of("control_value", "50"),
                                     of("n_treat", "100"), of("n_control", "100") };
    char hex[RV_DIGEST_HEX];
    double told_yi, told_vi;

    (void)state;
    new_result();
    (void)tried(typed, 5);
    assert_close(yi, log(30. * 50 / (70. * 50)), 1e-12);
    assert_close(vi, 1 / 30. + 1 / 70. + 1 / 50. + 1 / 50., 1e-12);
    told_yi = yi;
    told_vi = vi;
    (void)tried(NULL, 0);
    assert_true(isnan(yi));                      /* nothing was kept */
    for (size_t i = 0; i < 5; i++) {
        rv_value_entry kept = typed[i];
        kept.place = "p. 1";
        must(rv_extract_value(store, protocol, "ada", &kept, hex, &err));
    }
    assert_close(effect_of("work", "OR", "T")->yi, told_yi, 0);
    assert_close(effect_of("work", "OR", "T")->vi, told_vi, 0);
}

static void what_is_typed_goes_before_what_stands(void **state)
{
    const rv_value_entry typed[] = { of("treat_value", "50") };

    (void)state;
    (void)tried(typed, 1);
    assert_close(yi, 0, 1e-12);
}

static void a_fault_is_told_and_counts_for_nothing(void **state)
{
    const rv_value_entry typed[] = { of("n_treat", "twelve"), of("treat_value", "50"), { .result = "none", .field = "n_treat", .value = "1" },
                                     of("n_control", "") };

    (void)state;
    (void)tried(typed, 4);
    assert_non_null(strstr(seen, "0: n_treat: 'twelve' is not a number"));
    assert_non_null(strstr(seen, "2: the study has no such part or result"));
    assert_null(strstr(seen, "3:"));
    assert_close(yi, 0, 1e-12);
    assert_close(vi, 4 / 50., 1e-12);
}

static void warnings_are_those_of_the_numbers_typed(void **state)
{
    const rv_value_entry typed[] = { of("treat_value", "130") };

    (void)state;
    assert_null(strstr(tried(NULL, 0), "percent-beyond"));
    assert_non_null(strstr(tried(typed, 1), "T percent-beyond"));
}

static void a_value_of_the_study_or_not_reported_counts_too(void **state)
{
    const rv_value_entry typed[] = { { .result = "T", .field = "n_treat", .state = "not reported" } };

    (void)state;
    (void)tried(typed, 1);
    assert_true(isnan(yi));
}

static void a_study_that_is_not_there_is_named(void **state)
{
    (void)state;
    assert_int_equal(rv_extract_try(store, protocol, NULL, "Nowhere", NULL, NULL, 0, &trying, &err), RV_ENOTFOUND);
    assert_non_null(strstr(err.message, "Nowhere"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_makes_the_effect_that_would_be_kept),
        cmocka_unit_test(what_is_typed_goes_before_what_stands),
        cmocka_unit_test(a_fault_is_told_and_counts_for_nothing),
        cmocka_unit_test(warnings_are_those_of_the_numbers_typed),
        cmocka_unit_test(a_value_of_the_study_or_not_reported_counts_too),
        cmocka_unit_test(a_study_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, full_review, end_review);
}
