#include <config.h>

#include "tests/support.h"

#include <string.h>

#include "review/base.h"

#define BYTES(text) (text), sizeof(text) - 1

static void a_mark_or_sound_utf8_is_sure(void **state)
{
    bool sure = false;

    (void)state;
    assert_string_equal(rv_charset_guess(BYTES("\xEF\xBB\xBFTY"), &sure), "UTF-8");
    assert_true(sure);
    assert_string_equal(rv_charset_guess(BYTES("\xFF\xFET\0"), &sure), "UTF-16LE");
    assert_string_equal(rv_charset_guess(BYTES("\xFE\xFF\0T"), &sure), "UTF-16BE");
    assert_string_equal(rv_charset_guess(BYTES("\xFF\xFE\0\0T\0\0\0"), &sure), "UTF-32LE");
    assert_string_equal(rv_charset_guess(BYTES("M\xC3\xBCller"), &sure), "UTF-8");
    assert_true(sure);
    assert_string_equal(rv_charset_guess("", 0, NULL), "UTF-8");
}

static void utf16_without_its_mark_is_found(void **state)
{
    bool sure = true;

    (void)state;
    assert_string_equal(rv_charset_guess(BYTES("T\0Y\0 \0 \0-\0"), &sure), "UTF-16LE");
    assert_false(sure);
    assert_string_equal(rv_charset_guess(BYTES("\0T\0Y\0 \0 \0-"), &sure), "UTF-16BE");
}

static void an_unmarked_western_file_is_read_as_windows(void **state)
{
    const char *text = "TY  - JOUR\nAU  - M\xFCller, J\xF6rg\nTI  - \x93So\x94 \x96 f\xFCr 5 \x80\n";
    rv_buf      out = RV_BUF_INIT;
    bool        sure = true;
    size_t      replaced = 9;

    (void)state;
    assert_string_equal(rv_charset_guess(text, strlen(text), &sure), "WINDOWS-1252");
    assert_false(sure);
    assert_int_equal(rv_charset_decode(&out, text, strlen(text), NULL, &replaced, NULL), RV_OK);
    assert_int_equal(replaced, 0);
    assert_non_null(strstr(rv_buf_str(&out), "M\xC3\xBCller"));
    assert_non_null(strstr(rv_buf_str(&out), "\xE2\x80\x9CSo\xE2\x80\x9D \xE2\x80\x93"));
    rv_buf_free(&out);
}

static void a_sample_cut_within_a_character_is_still_utf8(void **state)
{
    char text[5000];

    (void)state;
    memset(text, 'a', sizeof text);
    text[4998] = '\xE2';
    text[4999] = '\x82';
    assert_string_equal(rv_charset_guess(text, sizeof text, NULL), "UTF-8");
    text[4999] = 'x';
    assert_string_not_equal(rv_charset_guess(text, sizeof text, NULL), "UTF-8");
}

static void what_cannot_be_converted_is_replaced_and_counted(void **state)
{
    rv_buf   out = RV_BUF_INIT;
    size_t   replaced = 0;
    rv_error err;

    (void)state;
    assert_int_equal(rv_charset_decode(&out, BYTES("a\xFF\xC3z"), "UTF-8", &replaced, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
    assert_int_equal(replaced, 2);
    rv_buf_clear(&out);
    assert_int_equal(rv_charset_decode(&out, BYTES("\xFF\xFE" "a\0\x00\xD8" "b\0c"), NULL, &replaced, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD");    /* a lone surrogate, half a unit */
    assert_int_equal(replaced, 2);
    rv_buf_clear(&out);
    assert_int_equal(rv_charset_decode(&out, BYTES("a\0b"), "UTF-8", &replaced, &err), RV_OK);
    assert_int_equal(out.length, 3);
    assert_int_equal(rv_charset_decode(&out, BYTES("a"), "KLINGON", &replaced, &err), RV_EINVAL);
    assert_string_equal(err.message, "'KLINGON' is not a character set known here; 'iconv -l' lists them");
    rv_buf_free(&out);
}

static void the_mark_itself_is_dropped(void **state)
{
    rv_buf out = RV_BUF_INIT;

    (void)state;
    assert_int_equal(rv_charset_decode(&out, BYTES("\xEF\xBB\xBFx"), "UTF-8", NULL, NULL), RV_OK);
    assert_string_equal(rv_buf_str(&out), "x");
    rv_buf_clear(&out);
    assert_int_equal(rv_charset_decode(&out, BYTES("\xFE\xFF\0x"), "UTF-16", NULL, NULL), RV_OK);
    assert_string_equal(rv_buf_str(&out), "x");
    rv_buf_clear(&out);
    assert_int_equal(rv_charset_decode(&out, BYTES("\xEF\xBB\xBF"), NULL, NULL, NULL), RV_OK);
    assert_int_equal(out.length, 0);
    rv_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_or_sound_utf8_is_sure),
        cmocka_unit_test(utf16_without_its_mark_is_found),
        cmocka_unit_test(an_unmarked_western_file_is_read_as_windows),
        cmocka_unit_test(a_sample_cut_within_a_character_is_still_utf8),
        cmocka_unit_test(what_cannot_be_converted_is_replaced_and_counted),
        cmocka_unit_test(the_mark_itself_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
