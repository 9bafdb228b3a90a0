#include <config.h>

#include "tests/base/xml_listener.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

/* Documents in any encoding are told in UTF-8, with places counted in their own bytes. */

static rv_error err;

/* `text` in another encoding, added to `out`. */
static void encode(rv_buf *out, const char *text, const char *encoding)
{
    iconv_t to = iconv_open(encoding, "UTF-8");
    char   *in = (char *)(uintptr_t)text, piece[4096];
    size_t  left = strlen(text);

    assert_true(to != (iconv_t)-1);
    while (left > 0) {
        char  *at = piece;
        size_t room = sizeof piece;

        iconv(to, &in, &left, &at, &room);
        rv_buf_add(out, piece, sizeof piece - room);
        assert_true(room < sizeof piece);
    }
    iconv_close(to);
}

static void reads_bytes(const char *bytes, size_t n, const char *encoding, const char *want)
{
    rv_xml_handler handler = forgiving;
    listener       l = { .told = RV_BUF_INIT };

    handler.encoding = encoding;
    err.message[0] = '\0';
    if (rv_xml_read_bytes("t.xml", bytes, n, &handler, &l, &err) != RV_OK)
        print_error("%s\n", err.message);
    assert_string_equal(err.message, "");
    assert_string_equal(rv_buf_str(&l.told), want);
    rv_buf_free(&l.told);
}

static void reads(const char *text, const char *encoding, const char *want)
{
    reads_bytes(text, strlen(text), encoding, want);
}

/* Where the tags "<b>" and "</b>" were told to be. */
typedef struct {
    const char *bytes, *encoding;
    rv_buf      text;
    size_t      tags, line;
} places;

static void check_place(const places *p, const char *want)
{
    const uint64_t begin = rv_xml_begin(), end = rv_xml_offset();
    rv_buf         tag = RV_BUF_INIT;

    assert_true(begin < end);
    assert_int_equal(rv_charset_decode(&tag, p->bytes + begin, end - begin, p->encoding, NULL, &err), RV_OK);
    assert_string_equal(tag.data, want);
    rv_buf_free(&tag);
}

static rv_status place_start(void *user, const char *name, const char *const *attributes, rv_error *e)
{
    places *p = user;
    char    tag[16];

    (void)attributes;
    (void)e;
    snprintf(tag, sizeof tag, "<%s>", name);
    check_place(p, tag);
    p->tags++;
    p->line = rv_xml_line();
    return RV_OK;
}

static rv_status place_end(void *user, const char *name, rv_error *e)
{
    char tag[16];

    (void)e;
    snprintf(tag, sizeof tag, "</%s>", name);
    check_place(user, tag);
    return RV_OK;
}

static rv_status place_text(void *user, const char *text, size_t n, rv_error *e)
{
    (void)e;
    rv_buf_add(&((places *)user)->text, text, n);
    return RV_OK;
}

static const struct { const char *name, *text; const char *bytes; bool declared; } encodings[] = {
    { "UTF-8", "caf\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x82\xAC", "UTF-8", false },
    { "UTF-16", "caf\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x82\xAC", "UTF-16LE", true },
    { "UTF-16", "caf\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x82\xAC", "UTF-16BE", false },
    { "UTF-32", "caf\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x82\xAC", "UTF-32LE", false },
    { "UCS-4", "caf\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x82\xAC", "UTF-32BE", true },
    { "ISO-8859-1", "caf\xC3\xA9", "ISO-8859-1", true },
    { "windows-1252", "caf\xC3\xA9 \xE2\x82\xAC \xE2\x80\x9Cx\xE2\x80\x9D", "WINDOWS-1252", true },
    { "ISO-8859-2", "\xC5\xA0im\xC3\xADk", "ISO-8859-2", true },
    { "koi8-r", "\xD0\x9E\xD0\xB1\xD1\x80\xD0\xB0\xD0\xB7\xD0\xBE\xD0\xB2\xD0\xB0\xD0\xBD\xD0\xB8\xD0\xB5", "KOI8-R", true },
    { "gb2312", "\xE6\x95\x99\xE8\x82\xB2\xE4\xB8\x8E x", "GB2312", true },
    { "GB18030", "\xE6\x95\x99\xE8\x82\xB2 \xF0\x9F\x98\x80 \xC3\xA9", "GB18030", true },
    { "Big5", "\xE6\x95\x99\xE8\x82\xB2", "BIG5", true },
    { "shift_jis", "\xE6\x95\x99\xE8\x82\xB2\xE3\x81\xAE\xE7\xA0\x94\xE7\xA9\xB6\xE8\xA1\xA8", "SHIFT_JIS", true },
    { "EUC-JP", "\xE6\x95\x99\xE8\x82\xB2\xE3\x81\xAE", "EUC-JP", true },
    { "ISO-2022-JP", "\xE6\x95\x99\xE8\x82\xB2\xE3\x81\xAE", "ISO-2022-JP", true },
    { "EUC-KR", "\xEA\xB5\x90\xEC\x9C\xA1", "EUC-KR", true },
    { "IBM037", "caf\xC3\xA9", "IBM037", true },
    { "IBM1047", "caf\xC3\xA9", "IBM1047", true },
};

/* Enough of them to cross every seam, in text and between tags. */
static void every_encoding_is_read_with_its_own_places(void **state)
{
    enum { RECORDS = 9000 };
    const rv_xml_handler handler = { .start = place_start, .end = place_end, .text = place_text };

    (void)state;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        rv_buf document = RV_BUF_INIT, bytes = RV_BUF_INIT, want = RV_BUF_INIT;
        places p = { .encoding = encodings[i].bytes, .text = RV_BUF_INIT };

        if (encodings[i].declared)
            rv_buf_printf(&document, "<?xml version='1.0' encoding='%s'?>", encodings[i].name);
        rv_buf_text(&document, "\n<a>");
        for (int k = 0; k < RECORDS; k++) {
            rv_buf_printf(&document, "<b>%s%d&amp;</b>\n", encodings[i].text, k);
            rv_buf_printf(&want, "%s%d&\n", encodings[i].text, k);
        }
        rv_buf_text(&document, "</a>");
        encode(&bytes, document.data, encodings[i].bytes);
        p.bytes = bytes.data;
        err.message[0] = '\0';
        if (rv_xml_read_bytes(encodings[i].name, bytes.data, bytes.length, &handler, &p, &err) != RV_OK)
            print_error("%s\n", err.message);
        assert_string_equal(err.message, "");
        assert_int_equal(p.tags, RECORDS + 1);
        assert_int_equal(p.line, RECORDS + 1);
        assert_int_equal(p.text.length, want.length);
        assert_memory_equal(p.text.data, want.data, want.length);
        rv_buf_free(&document);
        rv_buf_free(&bytes);
        rv_buf_free(&want);
        rv_buf_free(&p.text);
    }
}

static void pass_over_problem(void *user, const char *kind, size_t line, const char *message)
{
    (void)user;
    assert_true(*kind && line > 0 && *message);
}

/* Places stay right where bytes were left out, replaced, or stood for a character of another length. */
static void places_stay_right_behind_repairs(void **state)
{
    static const char *const faults[] = { "\xE9", "\x01", "\xE2\x82", "\xEF\xBF\xBF", "\xED\xA0\xBD\xED\xB8\x80", "&nbsp;", " & ", "<3",
                                          "\x93\x94", "\xC0\x80", "\x0B\x0C" };
    const rv_xml_handler handler = { .start = place_start, .end = place_end, .text = place_text, .problem = pass_over_problem };

    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        rv_buf bytes = RV_BUF_INIT;
        places p = { .encoding = "UTF-8", .text = RV_BUF_INIT };

        rv_buf_text(&bytes, "<a>");
        for (int k = 0; k < 20000; k++)
            rv_buf_printf(&bytes, "<b>%s</b>%s", faults[i], k % 3 ? faults[i] : "");
        rv_buf_text(&bytes, "</a>");
        p.bytes = bytes.data;
        assert_int_equal(rv_xml_read_bytes("t.xml", bytes.data, bytes.length, &handler, &p, &err), RV_OK);
        assert_int_equal(p.tags, 20001);
        rv_buf_free(&bytes);
        rv_buf_free(&p.text);
    }
}

static void a_mark_says_more_than_a_declaration(void **state)
{
    rv_buf bytes = RV_BUF_INIT;

    (void)state;
    reads("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><a>\xC3\xA9</a>", NULL, "<a>\xC3\xA9</a>");
    reads("\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xA9</a>", NULL, "{xml-encoding@1}<a>\xC3\xA9</a>");
    rv_buf_add(&bytes, "\xFF\xFE", 2);
    encode(&bytes, "<?xml version='1.0' encoding='utf-8'?><a>\xC3\xA9</a>", "UTF-16LE");
    reads_bytes(bytes.data, bytes.length, NULL, "{xml-encoding@1}<a>\xC3\xA9</a>");
    rv_buf_clear(&bytes);
    rv_buf_add(&bytes, "\xFE\xFF", 2);
    encode(&bytes, "<?xml version='1.0' encoding='UTF-16LE'?><a>\xC3\xA9</a>", "UTF-16BE");
    reads_bytes(bytes.data, bytes.length, NULL, "{xml-encoding@1}<a>\xC3\xA9</a>");
    rv_buf_clear(&bytes);
    encode(&bytes, "<?xml version='1.0' encoding='UTF-16'?><a>\xC3\xA9</a>", "UTF-16BE");
    reads_bytes(bytes.data, bytes.length, NULL, "<a>\xC3\xA9</a>");
    rv_buf_free(&bytes);
}

static void a_declaration_that_the_bytes_contradict_is_told(void **state)
{
    (void)state;
    reads("<?xml version='1.0' encoding='UTF-16'?>\n<a>\xC3\xA9</a>", NULL, "{xml-encoding@1}<a>\xC3\xA9</a>");
    reads("<?xml version='1.0' encoding='IBM037'?>\n<a>\xC3\xA9</a>", NULL, "{xml-encoding@1}<a>\xC3\xA9</a>");
    reads("<?xml version='1.0' encoding='x-none'?>\n<a>\xC3\xA9</a>", NULL, "{xml-encoding@1}<a>\xC3\xA9</a>");
    reads("<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\xC3\xA9</a>", NULL, "{xml-encoding@1}<a>\xC3\xA9</a>");
    reads("<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\xE9</a>", NULL, "<a>\xC3\xA9</a>");
    reads("<?xml version='1.0' encoding='shift_jis'?>\n<a>caf\xC3\xA9s \xE2\x80\x93</a>", NULL,
          "{xml-encoding@1}<a>caf\xC3\xA9s \xE2\x80\x93</a>");
    reads("<?xml version='1.0' encoding='ascii'?>\n<a>\xC3\xA9</a>", NULL, "<a>\xC3\xA9</a>");
}

static void what_an_encoding_does_not_know_is_replaced(void **state)
{
    (void)state;
    reads("<?xml version='1.0' encoding='gb2312'?>\n<a>\xBD\xCC\xFF\xFF x</a>", NULL,
          "<a>\xE6\x95\x99\xEF\xBF\xBD\xEF\xBF\xBD x{xml-encoding@2}</a>");
    reads("<?xml version='1.0' encoding='ISO-2022-JP'?>\n<a>\x1Bl</a>", NULL, "<a>{control-characters@2}l</a>");
    reads("<?xml version='1.0' encoding='ISO-8859-6'?>\n<a>x\xFF</a>", NULL, "<a>x\xEF\xBF\xBD{xml-encoding@2}</a>");
    reads_bytes("<\0a\0>\0\x3D\xD8x\0<\0/\0a\0>\0", 18, NULL, "<a>{bad-utf8@1}\xEF\xBF\xBDx</a>");
    reads_bytes("<\0a\0>\0\1\0<\0/\0a\0>\0\n", 17, NULL, "<a>{control-characters@1}</a>{bad-utf8@1}{xml-malformed@1}");
}

static void the_encoding_that_the_caller_names_wins(void **state)
{
    (void)state;
    reads("<?xml version='1.0' encoding='utf-8'?><a>\xE9\xA9</a>", "windows-1252", "<a>\xC3\xA9\xC2\xA9</a>");
    reads("<?xml version='1.0' encoding='x-none'?><a>\xC3\xA9</a>", "utf-8", "<a>\xC3\xA9</a>");
    reads("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xA9</a>", "UTF-8", "<a>\xC3\xA9</a>");
    reads("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xA9</a>", "latin1", "<a>\xC3\x83\xC2\xA9</a>");
    reads_bytes("<\0a\0/\0>\0", 8, "UTF-16", "<a></a>");
    reads_bytes("\0<\0a\0/\0>", 8, "UTF-16", "<a></a>");
    assert_int_equal(rv_xml_read_bytes("t.xml", "<a/>", 4, &(rv_xml_handler){ .encoding = "nonsense" }, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "'NONSENSE' is not a character set known here; 'iconv -l' lists them");
}

static void what_a_document_is_written_in_can_be_asked(void **state)
{
    char name[RV_XML_CHARSET];

    (void)state;
    assert_true(rv_xml_charset("<?xml version='1.0' encoding='shift_jis'?><a/>", 46, name));
    assert_string_equal(name, "SHIFT_JIS");
    assert_true(rv_xml_charset("<\0a\0/\0>\0", 8, name));
    assert_string_equal(name, "UTF-16LE");
    assert_true(rv_xml_charset("<?xml version='1.0' encoding='UTF-16'?><a/>", 43, name));
    assert_string_equal(name, "UTF-8");
    assert_false(rv_xml_charset("<?xml version='1.0'?><a/>", 25, name));
    assert_false(rv_xml_charset("T\0Y\0 \0-\0", 8, name));
    assert_false(rv_xml_charset("", 0, name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_is_read_with_its_own_places),
        cmocka_unit_test(places_stay_right_behind_repairs),
        cmocka_unit_test(a_mark_says_more_than_a_declaration),
        cmocka_unit_test(a_declaration_that_the_bytes_contradict_is_told),
        cmocka_unit_test(what_an_encoding_does_not_know_is_replaced),
        cmocka_unit_test(the_encoding_that_the_caller_names_wins),
        cmocka_unit_test(what_a_document_is_written_in_can_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
