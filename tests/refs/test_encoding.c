#include <config.h>

#include <iconv.h>

#include "tests/refs/read_support.h"

static const char german[] = "TY  - JOUR\nTI  - Jugend f\xC3\xBCr \xE2\x82\xAC\nER  - \nTY  - JOUR\nTI  - \xC3\x84lter\nER  - \n";

/* The bytes of `text` in another encoding. */
static void encode(rv_buf *out, const char *text, const char *charset)
{
    iconv_t to = iconv_open(charset, "UTF-8");
    char    bytes[1024], *in = (char *)(uintptr_t)text, *at = bytes;
    size_t  left = strlen(text), room = sizeof bytes;

    assert_true(to != (iconv_t)-1);
    assert_int_equal(iconv(to, &in, &left, &at, &room), 0);
    rv_buf_add(out, bytes, sizeof bytes - room);
    iconv_close(to);
}

static void check(const char *charset, const char *mark, size_t n_mark, const char *found, const char *records, const char *problems)
{
    rv_buf      bytes = RV_BUF_INIT;
    read_result got;

    rv_buf_add(&bytes, mark, n_mark);
    encode(&bytes, german, charset);
    read_bytes_as(&got, bytes.data, bytes.length, NULL, NULL);
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.encoding, found);
    assert_string_equal(rv_buf_str(&got.records), records);
    assert_string_equal(rv_buf_str(&got.problems), problems);
    read_free(&got);
    rv_buf_free(&bytes);
}

/* The first record has 37 characters, two of them beyond ASCII (2 and 3 bytes in UTF-8); the second 30, one of 2 bytes. */
static void offsets_are_those_of_the_file_in_every_encoding(void **state)
{
    (void)state;
    check("UTF-8", "", 0, "UTF-8", "0+40:1 Jugend f\xC3\xBCr \xE2\x82\xAC||0|;40+31:4 \xC3\x84lter||0|;", "");
    check("UTF-8", "\xEF\xBB\xBF", 3, "UTF-8", "3+40:1 Jugend f\xC3\xBCr \xE2\x82\xAC||0|;43+31:4 \xC3\x84lter||0|;", "");
    check("UTF-16LE", "\xFF\xFE", 2, "UTF-16LE", "2+74:1 Jugend f\xC3\xBCr \xE2\x82\xAC||0|;76+60:4 \xC3\x84lter||0|;", "");
    check("UTF-16BE", "", 0, "UTF-16BE", "0+74:1 Jugend f\xC3\xBCr \xE2\x82\xAC||0|;74+60:4 \xC3\x84lter||0|;",
          "encoding-guessed@1 ");
    check("UTF-32BE", "\0\0\xFE\xFF", 4, "UTF-32BE", "4+148:1 Jugend f\xC3\xBCr \xE2\x82\xAC||0|;152+120:4 \xC3\x84lter||0|;", "");
    check("WINDOWS-1252", "", 0, "WINDOWS-1252", "0+37:1 Jugend f\xC3\xBCr \xE2\x82\xAC||0|;37+30:4 \xC3\x84lter||0|;",
          "encoding-guessed@1 ");
}

static void a_character_beyond_the_first_plane_is_two_units(void **state)
{
    rv_buf      bytes = RV_BUF_INIT;
    read_result got;

    (void)state;
    rv_buf_add(&bytes, "\xFF\xFE", 2);
    encode(&bytes, "TY  - JOUR\nTI  - \xF0\x9F\x98\x80\nER  - \nTY  - JOUR\nTI  - x\nER  - \n", "UTF-16LE");
    read_bytes_as(&got, bytes.data, bytes.length, NULL, NULL);
    assert_string_equal(rv_buf_str(&got.records), "2+54:1 \xF0\x9F\x98\x80||0|;56+52:4 x||0|;");
    read_free(&got);
    rv_buf_free(&bytes);
}

static void a_long_wide_file_keeps_its_offsets(void **state)
{
    rv_buf      bytes = RV_BUF_INIT, want = RV_BUF_INIT;
    read_result got;

    (void)state;
    rv_buf_add(&bytes, "\xFF\xFE", 2);
    for (int i = 0; i < 6000; i++) {
        size_t begin = bytes.length;
        char   text[200];

        snprintf(text, sizeof text, "TY  - JOUR\nTI  - %0*d \xF0\x9F\x98\x80\nER  - \n", i % 100 + 1, i);
        encode(&bytes, text, "UTF-16LE");
        rv_buf_printf(&want, "%zu+%zu:%d %0*d \xF0\x9F\x98\x80||0|;", begin, bytes.length - begin, 3 * i + 1, i % 100 + 1, i);
    }
    read_bytes_as(&got, bytes.data, bytes.length, NULL, NULL);
    assert_string_equal(rv_buf_str(&got.records), rv_buf_str(&want));
    read_free(&got);
    rv_buf_free(&bytes);
    rv_buf_free(&want);
}

static void the_named_encoding_is_used(void **state)
{
    rv_buf      bytes = RV_BUF_INIT;
    read_result got;

    (void)state;
    encode(&bytes, "TY  - JOUR\nTI  - M\xC3\xBCller\nER  - \n", "MACINTOSH");
    read_bytes_as(&got, bytes.data, bytes.length, NULL, "macintosh");
    assert_string_equal(got.last.title, "M\xC3\xBCller");
    assert_string_equal(rv_buf_str(&got.problems), "");
    read_free(&got);
    read_bytes_as(&got, bytes.data, bytes.length, NULL, "klingon");
    assert_int_equal(got.status, RV_EINVAL);
    read_free(&got);
    rv_buf_free(&bytes);
}

static void one_line_in_another_encoding_does_not_spoil_the_others(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TY  - JOUR\nTI  - Caf\xC3\xA9\nER  - \nTY  - JOUR\nTI  - Caf\xE9\nER  - \nTY  - JOUR\nTI  - \xC3\xA9\xFF\nER  - \n");
    assert_string_equal(rv_buf_str(&got.records),
                        "0+30:1 Caf\xC3\xA9||0|;30+29:4 Caf\xC3\xA9||0|;59+28:7 \xC3\xA9\xEF\xBF\xBD||0|;");
    assert_string_equal(rv_buf_str(&got.problems), "bad-utf8@5 bad-utf8@8 ");
    assert_string_equal(got.summary.encoding, "UTF-8");
    read_free(&got);
}

static void text_decoded_twice_is_suspected(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TY  - JOUR\nTI  - Caf\xC3\x83\xC2\xA9\nER  - \n");
    assert_string_equal(rv_buf_str(&got.problems), "suspected-mojibake@2 ");
    assert_string_equal(got.last.title, "Caf\xC3\x83\xC2\xA9");
    read_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_are_those_of_the_file_in_every_encoding),
        cmocka_unit_test(a_character_beyond_the_first_plane_is_two_units),
        cmocka_unit_test(a_long_wide_file_keeps_its_offsets),
        cmocka_unit_test(the_named_encoding_is_used),
        cmocka_unit_test(one_line_in_another_encoding_does_not_spoil_the_others),
        cmocka_unit_test(text_decoded_twice_is_suspected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
