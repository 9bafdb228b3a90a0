#include <config.h>

#include <string.h>

#include "plot/text.h"
#include "tests/support.h"

static const rv_face face = { 8, false, "#000000" };

static void check_clean(const char *text, const char *want)
{
    rv_buf out = RV_BUF_INIT;

    rv_type_clean(&out, text);
    assert_string_equal(rv_buf_str(&out), want);
    rv_buf_free(&out);
}

static void cleaning_leaves_one_line_of_sound_text(void **state)
{
    (void)state;
    check_clean("", "");
    check_clean(" \t\n ", "");
    check_clean("  a \r\n\t b  ", "a b");
    check_clean("a\x01\x7f" "b", "a b");
    check_clean("bad \xff\xc3", "bad \uFFFD\uFFFD");
    check_clean("\u202Eabc\u202C", "abc");
    check_clean("n\u00A0=\u00A0" "5", "n\u00A0=\u00A0" "5");
    check_clean("\u05E9\u05DC", "\u05E9\u05DC");
}

static void check_number(double x, int decimals, const char *want)
{
    rv_buf out = RV_BUF_INIT;

    rv_type_number(&out, x, decimals);
    assert_string_equal(rv_buf_str(&out), want);
    rv_buf_free(&out);
}

static void numbers_have_a_true_minus_and_no_negative_nought(void **state)
{
    (void)state;
    check_number(1.005, 1, "1.0");
    check_number(-0.25, 2, "\u22120.25");
    check_number(-0.001, 2, "0.00");
    check_number(999999, 0, "999999");
    check_number(1.234e8, 2, "1.2e+08");
    check_number(NAN, 2, "");
    check_number(-INFINITY, 2, "\u2212\u221E");
}

static void cutting_keeps_marks_with_their_letter(void **state)
{
    rv_buf out = RV_BUF_INIT;
    (void)state;

    assert_false(rv_type_cut(&out, "ab", 2));
    assert_string_equal(rv_buf_str(&out), "ab");
    rv_buf_clear(&out);
    assert_true(rv_type_cut(&out, "e\u0301fg", 1));
    assert_string_equal(rv_buf_str(&out), "e\u0301\u2026");
    rv_buf_free(&out);
}

static void lines_are_no_wider_than_asked_and_lose_no_word(void **state)
{
    const char *text = "The quick brown fox jumps over the lazy dog near the river bank";
    rv_type *type = rv_type_new();
    rv_buf joined = RV_BUF_INIT;
    rv_lines lines;
    (void)state;

    assert_int_equal(rv_type_wrap(type, &face, text, 60, 20, &lines, NULL), RV_OK);
    assert_true(lines.n > 2);
    assert_null(lines.whole);
    for (size_t i = 0; i < lines.n; i++) {
        assert_true(lines.line[i].width <= 60.01);
        assert_true(lines.line[i].ascent > 0 && lines.line[i].descent > 0);
        rv_buf_printf(&joined, "%s%s", i ? " " : "", lines.line[i].text);
    }
    assert_string_equal(rv_buf_str(&joined), text);
    rv_buf_free(&joined);
    rv_lines_free(&lines);
    rv_type_free(type);
}

static void a_text_past_its_lines_ends_in_an_ellipsis_and_keeps_the_whole(void **state)
{
    const char *text = "The quick brown fox jumps over the lazy dog near the river bank";
    rv_type *type = rv_type_new();
    rv_lines lines;
    (void)state;

    assert_int_equal(rv_type_wrap(type, &face, text, 60, 2, &lines, NULL), RV_OK);
    assert_int_equal(lines.n, 2);
    assert_true(lines.line[1].width <= 60.01);
    assert_non_null(strstr(lines.line[1].text, "\u2026"));
    assert_string_equal(lines.whole, text);
    rv_lines_free(&lines);
    rv_type_free(type);
}

static void a_letter_wider_than_the_column_becomes_an_ellipsis(void **state)
{
    rv_type *type = rv_type_new();
    rv_lines lines;
    (void)state;

    assert_int_equal(rv_type_wrap(type, &(rv_face){ 40, true, "#000000" }, "W", 20, 1, &lines, NULL), RV_OK);
    assert_int_equal(lines.n, 1);
    assert_string_equal(lines.line[0].text, "\u2026");
    assert_string_equal(lines.whole, "W");
    rv_lines_free(&lines);
    assert_int_equal(rv_type_wrap(type, &face, " \n", 20, 1, &lines, NULL), RV_OK);
    assert_int_equal(lines.n, 0);
    rv_lines_free(&lines);
    rv_type_free(type);
}

static void a_script_from_right_to_left_is_known(void **state)
{
    rv_type *type = rv_type_new();
    rv_lines lines;
    (void)state;

    assert_int_equal(rv_type_wrap(type, &face, "\u05E9\u05DC\u05D5\u05DD 2019", 500, 1, &lines, NULL), RV_OK);
    assert_true(lines.line[0].rtl);
    rv_lines_free(&lines);
    assert_int_equal(rv_type_wrap(type, &face, "2019 Smith", 500, 1, &lines, NULL), RV_OK);
    assert_false(lines.line[0].rtl);
    rv_lines_free(&lines);
    rv_type_free(type);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cleaning_leaves_one_line_of_sound_text),
        cmocka_unit_test(numbers_have_a_true_minus_and_no_negative_nought),
        cmocka_unit_test(cutting_keeps_marks_with_their_letter),
        cmocka_unit_test(lines_are_no_wider_than_asked_and_lose_no_word),
        cmocka_unit_test(a_text_past_its_lines_ends_in_an_ellipsis_and_keeps_the_whole),
        cmocka_unit_test(a_letter_wider_than_the_column_becomes_an_ellipsis),
        cmocka_unit_test(a_script_from_right_to_left_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
