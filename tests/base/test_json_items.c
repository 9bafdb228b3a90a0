#include <config.h>

#include "tests/support.h"

#include <jansson.h>
#include <string.h>

#include "review/base.h"

static const char *const places[] = { "message.items", "message", "results", "CodeSets", NULL };

typedef struct {
    const char *bytes;
    size_t      left, piece;
} source;

static rv_status pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    source *from = user;

    (void)err;
    n = n < from->piece ? n : from->piece;
    *got = n < from->left ? n : from->left;
    memcpy(bytes, from->bytes, *got);
    from->bytes += *got;
    from->left -= *got;
    return RV_OK;
}

/* "text@offset-end:line/place " of each element, "!fault:line " where there is none. */
static void read_as(rv_buf *seen, const char *bytes, size_t n, size_t piece, const char *charset, size_t limit)
{
    source         from = { bytes, n, piece };
    rv_input      *in;
    rv_json_items *items;
    rv_json_item   item;

    rv_buf_clear(seen);
    assert_int_equal(rv_input_open_pull(&in, "test", pull, &from, NULL), RV_OK);
    assert_int_equal(rv_json_items_open(&items, in, charset, places, limit, NULL), RV_OK);
    for (;;) {
        assert_int_equal(rv_json_items_next(items, &item, NULL), RV_OK);
        if (item.fault)
            rv_buf_printf(seen, "!%s:%zu ", item.fault, item.line);
        else if (item.bytes)
            rv_buf_printf(seen, "%.*s@%llu-%llu:%zu/%d ", (int)item.n, item.bytes, (unsigned long long)item.offset,
                          (unsigned long long)item.end, item.line, item.place);
        else
            break;
    }
    rv_json_items_close(items);
}

static void expect(const char *text, const char *want)
{
    rv_buf seen = RV_BUF_INIT;

    read_as(&seen, text, strlen(text), 1 << 16, "UTF-8", 1 << 20);
    assert_string_equal(rv_buf_str(&seen), want);
    read_as(&seen, text, strlen(text), 1, "UTF-8", 1 << 20);
    assert_string_equal(rv_buf_str(&seen), want);
    rv_buf_free(&seen);
}

static void elements_of_an_array_have_their_place(void **state)
{
    (void)state;
    expect("[{\"a\":1},\n {\"a\":[{\"]\":\"}\\\"{\"}]}]", "{\"a\":1}@1-8:1/-1 {\"a\":[{\"]\":\"}\\\"{\"}]}@11-31:2/-1 ");
    expect("[]", "");
    expect(" \n", "");
}

static void an_array_is_found_at_its_place(void **state)
{
    (void)state;
    expect("{\"meta\":{\"items\":[1]},\"results\":[{\"a\":1}],\"x\":2}", "{\"a\":1}@33-40:1/2 ");
    expect("{\"status\":\"ok\",\"message\":{\"n\":1,\"items\":[{\"a\":1}]},\"CodeSets\":[{\"b\":2}]}",
           "{\"a\":1}@41-48:1/0 {\"b\":2}@63-70:1/3 ");
    expect("{\"results\":[]}", "");
}

static void an_object_at_a_place_or_alone_is_one_element(void **state)
{
    (void)state;
    expect("{\"status\":\"ok\",\"message\":{\"DOI\":\"x\"}}", "{\"DOI\":\"x\"}@25-36:1/1 ");
    expect("{\"DOI\":\"x\"}", "{\"DOI\":\"x\"}@0-11:1/-1 ");
    expect("{\"mess\\u0061ge\":[{}]}", "{\"mess\\u0061ge\":[{}]}@0-21:1/-1 ");
}

static void a_name_with_a_nul_is_no_place(void **state)
{
    static const char text[] = "{\"results\0\":[{\"a\":1}]}";
    rv_buf            seen = RV_BUF_INIT;

    (void)state;
    read_as(&seen, text, sizeof text - 1, 1, "UTF-8", 1 << 20);
    assert_int_equal(seen.data[seen.length - 2], '1');
    assert_memory_equal(seen.data, "{\"results", 9);
    rv_buf_free(&seen);
}

static void objects_follow_each_other_one_a_line(void **state)
{
    (void)state;
    expect("{\"a\":1}\n{\"a\":2}\r\n{\"a\":3}", "{\"a\":1}@0-7:1/-1 {\"a\":2}@8-15:2/-1 {\"a\":3}@17-24:3/-1 ");
    expect("\xEF\xBB\xBF{\"a\":1}\xEF\xBB\xBF{\"a\":2}", "{\"a\":1}@3-10:1/-1 {\"a\":2}@13-20:1/-1 ");
    expect("{\"a\":[1\n{\"a\":2}\n{\"a\":1\n{\"a\":3}", "!json-malformed:1 {\"a\":2}@8-15:2/-1 !json-malformed:3 {\"a\":3}@23-30:4/-1 ");
    expect("{\"a\":1},{\"a\":2}", "{\"a\":1}@0-7:1/-1 !json-malformed:1 {\"a\":2}@8-15:1/-1 ");
}

static void what_is_wrong_between_elements_is_told(void **state)
{
    (void)state;
    expect("[{\"a\":1} {\"a\":2},,{\"a\":3},]", "{\"a\":1}@1-8:1/-1 !json-malformed:1 {\"a\":2}@9-16:1/-1 !json-malformed:1 "
                                             "{\"a\":3}@18-25:1/-1 !json-malformed:1 ");
    expect("[1,\"x\",[{}],{\"a\":1}]", "!json-malformed:1 !json-malformed:1 !json-malformed:1 {\"a\":1}@12-19:1/-1 ");
    expect("x = [{\"a\":1}]; end", "!json-malformed:1 {\"a\":1}@5-12:1/-1 !json-malformed:1 ");
    expect("[/* \"] */ {\"a\":1}, // {\n {\"a\":2 /* } */}]", "!json-malformed:1 {\"a\":1}@10-17:1/-1 !json-malformed:1 "
                                                          "{\"a\":2 /* } */}@25-40:2/-1 ");
}

static void a_stream_that_is_cut_off_keeps_what_came_before(void **state)
{
    (void)state;
    expect("[{\"a\":1},{\"b\":\"c\\", "{\"a\":1}@1-8:1/-1 !json-malformed:1 ");
    expect("[{\"a\":1}", "{\"a\":1}@1-8:1/-1 !json-malformed:1 ");
    expect("{\"results\":[{\"a\":1}],\"b\":", "{\"a\":1}@12-19:1/2 !json-malformed:1 ");
    expect("{\"resu", "!json-malformed:1 ");
}

static void depth_and_length_are_limited(void **state)
{
    rv_buf text = RV_BUF_INIT, seen = RV_BUF_INIT;

    (void)state;
    rv_buf_text(&text, "[{\"a\":");
    for (int i = 0; i < 300; i++)
        rv_buf_char(&text, '[');
    for (int i = 0; i < 300; i++)
        rv_buf_char(&text, ']');
    rv_buf_text(&text, "},{\"b\":1}]");
    read_as(&seen, text.data, text.length, 1 << 16, "UTF-8", 1 << 20);
    assert_string_equal(rv_buf_str(&seen), "!depth:1 {\"b\":1}@608-615:1/-1 ");
    rv_buf_clear(&text);
    rv_buf_text(&text, "[{\"a\":\"");
    for (int i = 0; i < 3000; i++)
        rv_buf_text(&text, "0123456789");
    rv_buf_text(&text, "\"},{\"b\":1}]");
    read_as(&seen, text.data, text.length, 64, "UTF-8", 1000);
    assert_string_equal(rv_buf_str(&seen), "!json-too-long:1 {\"b\":1}@30010-30017:1/-1 ");
    rv_buf_clear(&text);
    rv_buf_text(&text, "[{\"a\":[");
    for (int i = 0; i < 500000; i++)
        rv_buf_text(&text, "0,");
    rv_buf_text(&text, "0]},{\"b\":1}]");
    read_as(&seen, text.data, text.length, 1 << 16, "UTF-8", 1 << 24);
    assert_string_equal(rv_buf_str(&seen), "!json-too-long:1 {\"b\":1}@1000011-1000018:1/-1 ");
    rv_buf_free(&text);
    rv_buf_free(&seen);
}

static void wide_text_keeps_its_own_offsets(void **state)
{
    static const char wide[] = "\xFF\xFE[\0{\0\"\0a\0\"\0:\0\"\0\x3D\xD8\0\xDE\"\0}\0]\0";
    rv_buf            seen = RV_BUF_INIT;

    (void)state;
    read_as(&seen, wide, sizeof wide - 1, 1, "UTF-16LE", 1 << 20);
    assert_string_equal(rv_buf_str(&seen), "{\"a\":\"\xF0\x9F\x98\x80\"}@4-24:1/-1 ");
    rv_buf_free(&seen);
}

static void expect_parsed(const char *text, unsigned want, const char *compact)
{
    rv_buf   out = RV_BUF_INIT;
    json_t  *value;
    unsigned faults;
    rv_error err;

    assert_int_equal(rv_json_parse_item(text, strlen(text), &value, &faults, &err), RV_OK);
    assert_int_equal(faults, want);
    assert_int_equal(rv_json_compact(&out, value, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), compact);
    json_decref(value);
    rv_buf_free(&out);
}

static void what_is_plainly_meant_is_mended(void **state)
{
    (void)state;
    expect_parsed("{\"a\":\"\\ud83d\\ude00\"}", 0, "{\"a\":\"\xF0\x9F\x98\x80\"}");
    expect_parsed("{\"a\":\"x\\ud800y\\udc00\"}", RV_JSON_SURROGATE, "{\"a\":\"x\xEF\xBF\xBDy\xEF\xBF\xBD\"}");
    expect_parsed("{\"a\":\"\xE9\"}", RV_JSON_UTF8, "{\"a\":\"\xC3\xA9\"}");
    expect_parsed("{\"a\":\"\xC3\xA9\xE9\"}", RV_JSON_UTF8, "{\"a\":\"\xC3\xA9\xEF\xBF\xBD\"}");
    expect_parsed("{\"a\":\"x\ty\"}", RV_JSON_CONTROL, "{\"a\":\"x\\ty\"}");
    expect_parsed("{\"a\":NaN,\"b\":-Infinity}", RV_JSON_NUMBER, "{\"a\":null,\"b\":null}");
    expect_parsed("{\"a\":[1,],}", RV_JSON_COMMA, "{\"a\":[1]}");
    expect_parsed("{/* \" */\"a\":1// }\n}", RV_JSON_COMMENT, "{\"a\":1}");
    expect_parsed("{\"a\":\"\\alpha\"}", RV_JSON_ESCAPE, "{\"a\":\"\\\\alpha\"}");
    expect_parsed("{\"a\":1,\"a\":2}", RV_JSON_DUPLICATE, "{\"a\":2}");
    expect_parsed("{\"a\":1,\"a\":\"\\ud800\"}", RV_JSON_DUPLICATE | RV_JSON_SURROGATE, "{\"a\":\"\xEF\xBF\xBD\"}");
    expect_parsed("{\"a\":100000000000000000000}", RV_JSON_INTEGER, "{\"a\":1e20}");
}

static void what_is_not_plain_is_refused_with_its_line(void **state)
{
    static const char *const texts[] = { "{\n\"a\": x}", "{\n\"a\" 1}", "{\n\"a\":1e999}", "{\n\"a\":1} x", "{\n\"a" };
    rv_error err;
    json_t  *value;
    unsigned faults;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(rv_json_parse_item(texts[i], strlen(texts[i]), &value, &faults, &err), RV_EPARSE);
        assert_null(value);
        assert_memory_equal(err.message, "line 2: ", 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_of_an_array_have_their_place),
        cmocka_unit_test(an_array_is_found_at_its_place),
        cmocka_unit_test(an_object_at_a_place_or_alone_is_one_element),
        cmocka_unit_test(a_name_with_a_nul_is_no_place),
        cmocka_unit_test(objects_follow_each_other_one_a_line),
        cmocka_unit_test(what_is_wrong_between_elements_is_told),
        cmocka_unit_test(a_stream_that_is_cut_off_keeps_what_came_before),
        cmocka_unit_test(depth_and_length_are_limited),
        cmocka_unit_test(wide_text_keeps_its_own_offsets),
        cmocka_unit_test(what_is_plainly_meant_is_mended),
        cmocka_unit_test(what_is_not_plain_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
