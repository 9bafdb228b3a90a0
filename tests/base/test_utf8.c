#include <config.h>

#include "tests/support.h"

#include <string.h>

#include "review/base.h"

static void well_formed_text_is_told_from_bad(void **state)
{
    static const struct { const char *bytes; size_t n, bad; } wrong[] = {
        { "\x80", 1, 0 },                    /* a continuation alone */
        { "ab\xC0\xAF", 4, 2 },              /* overlong slash */
        { "\xE0\x80\xAF", 3, 0 },
        { "\xF0\x80\x80\xAF", 4, 0 },
        { "12345678\xED\xA0\x80", 11, 8 },   /* a surrogate */
        { "\xED\xBF\xBF", 3, 0 },
        { "\xF4\x90\x80\x80", 4, 0 },        /* above U+10FFFF */
        { "\xF5\x80\x80\x80", 4, 0 },
        { "abcdefghi\xC3", 10, 9 },          /* cut off */
        { "\xE2\x82", 2, 0 },
        { "\xFF", 1, 0 },
    };
    size_t i, bad = 99;

    (void)state;
    assert_true(rv_utf8_valid("", 0, &bad));
    assert_true(rv_utf8_valid("a\0b", 3, &bad));
    assert_true(rv_utf8_valid("\xC2\x80\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 19, &bad));
    assert_int_equal(bad, 99);
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(rv_utf8_valid(wrong[i].bytes, wrong[i].n, &bad));
        assert_int_equal(bad, wrong[i].bad);
        assert_false(rv_utf8_valid(wrong[i].bytes, wrong[i].n, NULL));
    }
}

static void composing_joins_letter_and_mark(void **state)
{
    rv_buf   out = RV_BUF_INIT;
    rv_error err;

    (void)state;
    assert_int_equal(rv_utf8_nfc(&out, "Mu\xCC\x88ller", 8, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), "M\xC3\xBCller");
    rv_buf_clear(&out);
    assert_int_equal(rv_utf8_nfc(&out, "ab\xFF", 3, &err), RV_EPARSE);
    assert_string_equal(err.message, "byte 3 (0xFF) is not UTF-8");
    assert_int_equal(rv_utf8_nfc(&out, "", 0, &err), RV_OK);
    assert_int_equal(out.length, 0);
    rv_buf_free(&out);
}

static void folding_keeps_letters_and_digits_alone(void **state)
{
    static const struct { const char *text, *want; } rows[] = {
        { "  The Qu\xC3\xA9" "bec\xE2\x80\x93Study: (2nd) ed. ", "the quebec study 2nd ed" },
        { "Stra\xC3\x9F" "e", "strasse" },
        { "\xEF\xAC\x81nding", "finding" },               /* fi ligature */
        { "Mu\xCC\x88ller", "muller" },
        { "soft\xC2\xADhyphen", "softhyphen" },
        { "\xCE\xA3\xCE\xB1\xCF\x82", "\xCF\x83\xCE\xB1\xCF\x83" },  /* both sigmas */
        { "...", "" },
        { "\xE6\x95\x99\xE8\x82\xB2", "\xE6\x95\x99\xE8\x82\xB2" },
        { "H\xE2\x82\x82O x\xC2\xB2", "h2o x2" },
        { "", "" },
    };
    rv_buf   out = RV_BUF_INIT;
    rv_error err;
    size_t   i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        rv_buf_clear(&out);
        assert_int_equal(rv_utf8_fold(&out, rows[i].text, strlen(rows[i].text), &err), RV_OK);
        assert_string_equal(rv_buf_str(&out), rows[i].want);
    }
    rv_buf_clear(&out);
    rv_buf_text(&out, "before");
    assert_int_equal(rv_utf8_fold(&out, " x", 2, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), "beforex");
    assert_int_equal(rv_utf8_fold(&out, "\xED\xA0\x80", 3, &err), RV_EPARSE);
    rv_buf_free(&out);
}

static void a_terminal_gets_no_escape_and_no_turned_text(void **state)
{
    rv_buf      out = RV_BUF_INIT;
    const char *text = "a\x1B[31mb\xE2\x80\xAE" "c\xC2\x9B" "d\xFF\n\xC3\xA9";

    (void)state;
    rv_utf8_printable(&out, text, strlen(text));
    assert_string_equal(rv_buf_str(&out), "a\\x1B[31mb\\u{202E}c\\x9Bd\\xFF\\x0A\xC3\xA9");
    rv_buf_free(&out);
}

static void width_counts_columns(void **state)
{
    (void)state;
    assert_int_equal(rv_utf8_width(""), 0);
    assert_int_equal(rv_utf8_width("abc"), 3);
    assert_int_equal(rv_utf8_width("\xE6\x95\x99"), 2);
    assert_int_equal(rv_utf8_width("u\xCC\x88"), 1);
    assert_int_equal(rv_utf8_width("\xFF"), 1);
}

static void a_character_at_a_time_is_lowered_and_told_from_what_parts_words(void **state)
{
    int32_t point;
    char    bytes[4];

    (void)state;
    assert_int_equal(rv_utf8_point("\xC3\x89t", 3, &point), 2);
    assert_int_equal(point, 0xC9);
    assert_int_equal(rv_utf8_put(rv_utf8_lower(point), bytes), 2);
    assert_memory_equal(bytes, "\xC3\xA9", 2);
    assert_int_equal(rv_utf8_point("\xC3", 1, &point), 1);
    assert_int_equal(point, -1);
    assert_int_equal(rv_utf8_lower('Q'), 'q');
    assert_int_equal(rv_utf8_lower(0xDF), 0xDF);
    assert_true(rv_utf8_is_word('_') && rv_utf8_is_word('7') && rv_utf8_is_word(0x4E2D) && rv_utf8_is_word(0xBD));
    assert_false(rv_utf8_is_word('-') || rv_utf8_is_word(0x2019) || rv_utf8_is_word(0x301) || rv_utf8_is_word(0x1F600));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_told_from_bad),
        cmocka_unit_test(composing_joins_letter_and_mark),
        cmocka_unit_test(folding_keeps_letters_and_digits_alone),
        cmocka_unit_test(a_terminal_gets_no_escape_and_no_turned_text),
        cmocka_unit_test(width_counts_columns),
        cmocka_unit_test(a_character_at_a_time_is_lowered_and_told_from_what_parts_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
