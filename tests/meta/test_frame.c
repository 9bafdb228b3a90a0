/* Frames: columns of text that become numbers where they are asked for. */
#include <config.h>

#include <stdint.h>
#include <string.h>

#include "tests/support.h"
#include "review/meta_frame.h"

static rv_error err;

static rv_frame *small(void)
{
    static const char *const columns[] = { "Name", "x", "word" };
    const char *const rows[][3] = { { "b", "2.5", "NA" }, { "a", ".", "one" }, { "b", "10", "2" }, { "", "-1e3", "" } };
    rv_frame *f;

    assert_int_equal(rv_frame_new(&f, "t.csv", columns, 3, &err), RV_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(rv_frame_add(f, rows[i], 3, i ? i + 2 : 0, &err), RV_OK);
    return f;
}

static void what_is_missing_is_empty_as_text_and_nan_as_number(void **state)
{
    rv_frame *f = small();
    const double *x;

    (void)state;
    assert_int_equal(rv_frame_rows(f), 4);
    assert_string_equal(rv_frame_text(f, 0, 2), "");
    assert_string_equal(rv_frame_text(f, 1, 1), "");
    assert_int_equal(rv_frame_reals(f, 1, &x, &err), RV_OK);
    assert_close(x[0], 2.5, 0);
    assert_close(x[1], NAN, 0);
    assert_close(x[3], -1000, 0);
    rv_frame_free(f);
}

static void a_word_among_numbers_is_named_by_row_and_column(void **state)
{
    rv_frame *f = small();
    const double *x;

    (void)state;
    assert_false(rv_frame_numeric(f, 2));
    assert_int_equal(rv_frame_reals(f, 2, &x, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:3: column word: 'one' is not a number");
    assert_int_equal(rv_frame_reals(f, 0, &x, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.csv: row 1: column Name: 'b' is not a number");
    rv_frame_free(f);
}

static void columns_are_found_as_written_or_whatever_their_case(void **state)
{
    static const char *const columns[] = { "Yi", "yi" };
    rv_frame *f = small(), *two;
    size_t c;

    (void)state;
    assert_int_equal(rv_frame_find(f, "NAME"), 0);
    assert_int_equal(rv_frame_find(f, "names"), -1);
    assert_int_equal(rv_frame_want(f, "names", &c, &err), RV_ENOTFOUND);
    assert_string_equal(err.message, "t.csv: there is no column names; there are Name, x, word");
    assert_int_equal(rv_frame_new(&two, "u.csv", columns, 2, &err), RV_OK);
    assert_int_equal(rv_frame_find(two, "yi"), 1);
    rv_frame_free(two);
    rv_frame_free(f);
}

static void levels_stand_in_order_of_bytes_or_of_size(void **state)
{
    rv_frame *f = small();
    rv_factor names, numbers;

    (void)state;
    assert_int_equal(rv_factor_make(&names, f, 0, &err), RV_OK);
    assert_int_equal(names.n, 2);
    assert_string_equal(names.level[0], "a");
    assert_int_equal(names.code[0], 1);
    assert_int_equal(names.code[2], 1);
    assert_true(names.code[3] == SIZE_MAX);
    assert_int_equal(rv_factor_make(&numbers, f, 1, &err), RV_OK);
    assert_int_equal(numbers.n, 3);
    assert_string_equal(numbers.level[0], "-1e3");
    assert_string_equal(numbers.level[2], "10");
    rv_factor_end(&names);
    rv_factor_end(&numbers);
    rv_frame_free(f);
}

static void a_row_that_was_left_out_before_stays_out_with_its_reason(void **state)
{
    static const char *const columns[] = { "study", "yi", "vi", "left_out" };
    const char *const rows[][4] = { { "A", "0.1", "0.2", "" }, { "B", "NA", "NA", "another time is wanted" } };
    const rv_meta_columns usual = { 0 };
    rv_frame *f;
    rv_meta_set *set;

    (void)state;
    assert_int_equal(rv_frame_new(&f, "r", columns, 4, &err), RV_OK);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(rv_frame_add(f, rows[i], 4, 0, &err), RV_OK);
    assert_int_equal(rv_meta_set_new(&set, &err), RV_OK);
    assert_int_equal(rv_meta_set_of_frame(set, f, &usual, &err), RV_OK);
    assert_false(rv_meta_set_row(set, 0)->excluded);
    assert_true(rv_meta_set_row(set, 1)->excluded);
    assert_string_equal(rv_meta_set_row(set, 1)->reason, "another time is wanted");
    assert_int_equal(rv_meta_set_exclude(set, 0, "year is missing", &err), RV_OK);
    assert_string_equal(rv_meta_set_row(set, 0)->reason, "year is missing");
    assert_int_equal(rv_meta_set_exclude(set, 1, "year is missing", &err), RV_OK);
    assert_string_equal(rv_meta_set_row(set, 1)->reason, "another time is wanted");
    rv_meta_set_free(set);
    rv_frame_free(f);
}

static void a_row_with_a_gap_is_refused_or_left_out_by_name(void **state)
{
    static const char *const columns[] = { "study", "yi", "vi", "year" };
    const char *const rows[][4] = { { "A", "0.1", "0.2", "1990" }, { "B", "0.2", "0.1", "NA" } };
    const rv_meta_columns usual = { 0 };
    const size_t year = 3;
    rv_frame *f;
    rv_meta_set *set;

    (void)state;
    assert_int_equal(rv_frame_new(&f, "r.csv", columns, 4, &err), RV_OK);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(rv_frame_add(f, rows[i], 4, i + 2, &err), RV_OK);
    assert_int_equal(rv_meta_set_new(&set, &err), RV_OK);
    assert_int_equal(rv_meta_set_of_frame(set, f, &usual, &err), RV_OK);
    assert_int_equal(rv_meta_set_require(set, f, &year, 1, false, &err), RV_EPARSE);
    assert_string_equal(err.message, "r.csv:3: year is missing; rows with gaps are left out only with missing=exclude");
    assert_int_equal(rv_meta_set_require(set, f, &year, 1, true, &err), RV_OK);
    assert_false(rv_meta_set_row(set, 0)->excluded);
    assert_true(rv_meta_set_row(set, 1)->excluded);
    assert_string_equal(rv_meta_set_row(set, 1)->reason, "year is missing");
    rv_meta_set_free(set);
    rv_frame_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_is_empty_as_text_and_nan_as_number),
        cmocka_unit_test(a_word_among_numbers_is_named_by_row_and_column),
        cmocka_unit_test(columns_are_found_as_written_or_whatever_their_case),
        cmocka_unit_test(levels_stand_in_order_of_bytes_or_of_size),
        cmocka_unit_test(a_row_with_a_gap_is_refused_or_left_out_by_name),
        cmocka_unit_test(a_row_that_was_left_out_before_stays_out_with_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
