#include <config.h>

#include "tests/support.h"

#include <float.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

static void text_is_the_shortest_that_reads_back(void **state)
{
    static const struct { double x; const char *text; } rows[] = {
        { 0.1, "0.1" },     { 0, "0" },          { -0.0, "0" },        { 1.0 / 3, "0.3333333333333333" },
        { 100, "100" },     { 1e15, "1e+15" },   { -2.5e-9, "-2.5e-09" }, { 1e308, "1e+308" },
        { 5e-324, "5e-324" },     { DBL_MAX, "1.7976931348623157e+308" },
        { 0.30000000000000004, "0.30000000000000004" }, { 123456789, "123456789" },
    };
    char   text[RV_REAL_TEXT];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        double back = -1;

        assert_string_equal(rv_real_text(rows[i].x, text), rows[i].text);
        assert_int_equal(rv_real_parse(text, &back, NULL), RV_OK);
        assert_true(back == rows[i].x);
    }
    assert_string_equal(rv_real_text(NAN, text), "NA");
    assert_string_equal(rv_real_text(INFINITY, text), "NA");
    assert_string_equal(rv_real_text(-INFINITY, text), "NA");
}

static void many_reals_read_back_exactly(void **state)
{
    uint64_t seed = 42;
    char     text[RV_REAL_TEXT];
    int      i;

    (void)state;
    for (i = 0; i < 20000; i++) {
        double x, back = 0;

        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        memcpy(&x, &seed, sizeof x);
        if (!isfinite(x))
            continue;
        assert_int_equal(rv_real_parse(rv_real_text(x, text), &back, NULL), RV_OK);
        assert_true(back == x);
    }
}

/* Around the border between the short way and the long one: to the bit what the C library reads. */
static void decimals_are_read_to_the_bit(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        char text[64];
        double x = 0, want;

        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        snprintf(text, sizeof text, "%s%llu.%0*llue%d", seed >> 62 ? "" : "-", (unsigned long long)((seed >> 40) % 100000),
                 1 + (int)((seed >> 33) % 12), (unsigned long long)((seed >> 20) % 10), (int)((seed >> 8) % 60) - 30);
        want = strtod(text, NULL);
        assert_int_equal(rv_real_parse(text, &x, NULL), RV_OK);
        assert_memory_equal(&x, &want, sizeof x);
    }
}

static void only_decimal_numbers_are_numbers(void **state)
{
    static const char *const wrong[] = { "", " ", "0x10", "1e", "1e+", ".", "-", "+.", "nan", "inf", "infinity", "1,5", "1 2",
                                         "1.2.3", "--1", "1e5x", "1_000", "e5", "\xC2\xA0" "1", "NA", "1d5" };
    double   x = 7;
    size_t   i;
    rv_error err;

    (void)state;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(rv_real_parse(wrong[i], &x, &err), RV_EPARSE);
    assert_true(x == 7);
    assert_int_equal(rv_real_parse("abc", &x, &err), RV_EPARSE);
    assert_string_equal(err.message, "'abc' is not a number");
    assert_int_equal(rv_real_parse("1e999", &x, &err), RV_EPARSE);
    assert_string_equal(err.message, "'1e999' is not a number between -1.8e308 and 1.8e308");
}

static void blanks_around_and_usual_forms_are_read(void **state)
{
    static const struct { const char *text; double x; } rows[] = {
        { " 3 ", 3 }, { "\t-2.5\n", -2.5 }, { "+.5", 0.5 }, { "5.", 5 }, { "1E3", 1000 }, { "1e308", 1e308 }, { "1e-400", 0 },
        { "007", 7 },
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        double x = -1;

        assert_int_equal(rv_real_parse(rows[i].text, &x, NULL), RV_OK);
        assert_true(x == rows[i].x);
    }
}

static void whole_numbers_are_whole_and_fit(void **state)
{
    int64_t  x = 5;
    rv_error err;

    (void)state;
    assert_int_equal(rv_int_parse(" -12 ", &x, &err), RV_OK);
    assert_int_equal(x, -12);
    assert_int_equal(rv_int_parse("9223372036854775807", &x, &err), RV_OK);
    assert_true(x == INT64_MAX);
    assert_int_equal(rv_int_parse("9223372036854775808", &x, &err), RV_EPARSE);
    assert_int_equal(rv_int_parse("0x10", &x, &err), RV_EPARSE);
    assert_int_equal(rv_int_parse("1.0", &x, &err), RV_EPARSE);
    assert_int_equal(rv_int_parse("", &x, &err), RV_EPARSE);
    assert_int_equal(rv_int_parse("- 1", &x, &err), RV_EPARSE);
    assert_string_equal(err.message, "'- 1' is not a whole number");
}

static void a_comma_locale_changes_nothing(void **state)
{
    char   text[RV_REAL_TEXT];
    double x = 0;

    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8"))
        skip();
    assert_string_equal(rv_real_text(0.25, text), "0.25");
    assert_int_equal(rv_real_parse("0.25", &x, NULL), RV_OK);
    assert_true(x == 0.25);
    setlocale(LC_ALL, "C");
}

static void missing_is_said_in_five_ways(void **state)
{
    static const char *const missing[] = { "", " ", "\t\n", "NA", " NA ", ".", "-", " - " };
    static const char *const given[] = { "0", "na", "N", "NAN", "..", "--", "-1" };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof missing / sizeof *missing; i++)
        assert_true(rv_text_missing(missing[i]));
    for (i = 0; i < sizeof given / sizeof *given; i++)
        assert_false(rv_text_missing(given[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_the_shortest_that_reads_back),
        cmocka_unit_test(many_reals_read_back_exactly),
        cmocka_unit_test(decimals_are_read_to_the_bit),
        cmocka_unit_test(only_decimal_numbers_are_numbers),
        cmocka_unit_test(blanks_around_and_usual_forms_are_read),
        cmocka_unit_test(whole_numbers_are_whole_and_fit),
        cmocka_unit_test(a_comma_locale_changes_nothing),
        cmocka_unit_test(missing_is_said_in_five_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
