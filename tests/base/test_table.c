#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "review/base.h"

static rv_error err;
static const char path[] = "test-table.out";

/* Two rows in `format`, read back from the file. */
static void check(rv_format format, const char *want)
{
    static const char *const columns[] = { "study", "yi", "k" };
    rv_output *out;
    rv_table  *table;
    rv_buf     got = RV_BUF_INIT;

    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    assert_int_equal(rv_table_open(&table, out, format, columns, 3, &err), RV_OK);
    rv_table_text(table, "=HYPERLINK(\"x\"), caf\xC3\xA9");
    rv_table_real(table, 0.1);
    rv_table_int(table, 12);
    rv_table_row(table);
    rv_table_text(table, "-1.5");
    rv_table_real(table, 0.0 / 0.0);
    rv_table_row(table);
    rv_table_missing(table);
    rv_table_real(table, 1e-9);
    rv_table_text(table, NULL);
    rv_table_row(table);
    assert_int_equal(rv_table_close(table, &err), RV_OK);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
    assert_int_equal(rv_file_read(path, 10000, &got, &err), RV_OK);
    assert_string_equal(rv_buf_str(&got), want);
    rv_buf_free(&got);
    unlink(path);
}

static void text_is_aligned_for_people(void **state)
{
    (void)state;
    check(RV_FORMAT_TEXT, "study                      yi   k\n"
                          "=HYPERLINK(\"x\"), caf\xC3\xA9  0.1000  12\n"
                          "-1.5                        -   -\n"
                          "-                       1e-09   -\n");
}

static void csv_guards_formulas_and_leaves_numbers(void **state)
{
    (void)state;
    check(RV_FORMAT_CSV, "study,yi,k\n\"'=HYPERLINK(\"\"x\"\"), caf\xC3\xA9\",0.1,12\n-1.5,,\n,1e-09,\n");
}

static void what_guards_a_formula_is_taken_away_again(void **state)
{
    static const char *const guarded[] = { "=1+1", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(1)", "'=1+1" };
    static const char *const plain[] = { "-1.5", "+2", "a=1", " =1", "\uff21", "-", "'t Hooft", "" };
    char cell[40];
    (void)state;

    for (size_t i = 0; i < sizeof guarded / sizeof *guarded; i++) {
        snprintf(cell, sizeof cell, "'%s", guarded[i]);
        assert_string_equal(rv_table_unguarded(cell), guarded[i]);
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        snprintf(cell, sizeof cell, "'%s", plain[i]);
        assert_string_equal(rv_table_unguarded(cell), cell);
    }
}

static void tsv_quotes_what_must_be_quoted(void **state)
{
    (void)state;
    check(RV_FORMAT_TSV, "study\tyi\tk\n\"=HYPERLINK(\"\"x\"\"), caf\xC3\xA9\"\t0.1\t12\n-1.5\t\t\n\t1e-09\t\n");
}

static void json_is_an_array_of_objects(void **state)
{
    (void)state;
    check(RV_FORMAT_JSON, "[\n{\"study\": \"=HYPERLINK(\\\"x\\\"), caf\xC3\xA9\", \"yi\": 0.1, \"k\": 12},\n"
                          "{\"study\": \"-1.5\", \"yi\": null, \"k\": null},\n{\"study\": null, \"yi\": 1e-09, \"k\": null}\n]\n");
}

static void no_rows_is_a_table_too(void **state)
{
    (void)state;
    static const char *const columns[] = { "a", "b" };
    static const char *const want[] = { "a  b\n", "a,b\n", "a\tb\n", "[]\n" };
    for (int format = 0; format < 4; format++) {
        rv_output *out;
        rv_table  *table;
        rv_buf     got = RV_BUF_INIT;

        assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
        assert_int_equal(rv_table_open(&table, out, (rv_format)format, columns, 2, &err), RV_OK);
        assert_int_equal(rv_table_close(table, &err), RV_OK);
        assert_int_equal(rv_output_close(out, &err), RV_OK);
        assert_int_equal(rv_file_read(path, 10000, &got, &err), RV_OK);
        assert_string_equal(rv_buf_str(&got), want[format]);
        rv_buf_free(&got);
    }
    unlink(path);
}

static void format_names_are_in_order(void **state)
{
    (void)state;
    assert_string_equal(rv_format_names[RV_FORMAT_TEXT], "text");
    assert_string_equal(rv_format_names[RV_FORMAT_CSV], "csv");
    assert_string_equal(rv_format_names[RV_FORMAT_TSV], "tsv");
    assert_string_equal(rv_format_names[RV_FORMAT_JSON], "json");
    assert_null(rv_format_names[RV_FORMAT_JSON + 1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_aligned_for_people),
        cmocka_unit_test(csv_guards_formulas_and_leaves_numbers),
        cmocka_unit_test(what_guards_a_formula_is_taken_away_again),
        cmocka_unit_test(tsv_quotes_what_must_be_quoted),
        cmocka_unit_test(json_is_an_array_of_objects),
        cmocka_unit_test(no_rows_is_a_table_too),
        cmocka_unit_test(format_names_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
