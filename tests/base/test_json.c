#include <config.h>

#include "tests/support.h"

#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "review/base.h"

static rv_error err;

static rv_status parse(const char *text, json_t **out)
{
    return rv_json_parse("t.json", text, strlen(text), out, &err);
}

static void compact_sorts_keys_and_keeps_17_digits(void **state)
{
    (void)state;
    json_t *value;
    rv_buf  out = RV_BUF_INIT;

    assert_int_equal(parse(" { \"b\": 0.30000000000000004, \"a\": [1, null, \"\xC3\xA9\"] } ", &value), RV_OK);
    assert_int_equal(rv_json_compact(&out, value, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), "{\"a\":[1,null,\"\xC3\xA9\"],\"b\":0.30000000000000004}");
    json_decref(value);
    rv_buf_free(&out);
}

static void messages_name_file_and_line(void **state)
{
    (void)state;
    json_t *value;

    assert_int_equal(parse("{\n\"a\": 1,\n}", &value), RV_EPARSE);
    assert_null(value);
    assert_memory_equal(err.message, "t.json:3: ", 10);
    assert_int_equal(parse("{\"a\":1,\"a\":2}", &value), RV_EPARSE);
    assert_non_null(strstr(err.message, "duplicate"));
    assert_int_equal(parse("", &value), RV_EPARSE);
    assert_int_equal(parse("[1] x", &value), RV_EPARSE);
    assert_int_equal(parse("\"\xFF\"", &value), RV_EPARSE);
}

static void depth_is_limited(void **state)
{
    (void)state;
    char    deep[1000];
    json_t *value;

    memset(deep, '[', sizeof deep);
    assert_int_equal(rv_json_parse("t.json", deep, sizeof deep, &value, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.json:1: JSON nested deeper than 128");
    memset(deep, '[', 128);
    memset(deep + 128, ']', 128);
    assert_int_equal(rv_json_parse("t.json", deep, 256, &value, &err), RV_OK);
    json_decref(value);
    assert_int_equal(parse("\"[[[\\\"[[[\"", &value), RV_OK);
    json_decref(value);
}

static void written_for_people_it_keeps_order_and_fewest_digits(void **state)
{
    (void)state;
    const char *path = "test-json.out";
    json_t    *value;
    rv_output *out;
    rv_buf     got = RV_BUF_INIT;

    assert_int_equal(parse("{\"b\":[0.1,1e300,-7,true,{}],\"a\":null,\"c\":\"\\\"\\n\",\"d\":[]}", &value), RV_OK);
    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    assert_int_equal(rv_json_write(out, value, &err), RV_OK);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
    assert_int_equal(rv_file_read(path, 1000, &got, &err), RV_OK);
    assert_string_equal(rv_buf_str(&got), "{\n  \"b\": [\n    0.1,\n    1e+300,\n    -7,\n    true,\n    {}\n  ],\n"
                                          "  \"a\": null,\n  \"c\": \"\\\"\\n\",\n  \"d\": []\n}\n");
    json_decref(value);
    rv_buf_free(&got);
    unlink(path);
}

static void a_real_that_is_not_finite_is_null(void **state)
{
    (void)state;
    json_t *x = rv_json_real(0.0 / 0.0), *y = rv_json_real(2.5);

    assert_true(json_is_null(x));
    assert_close(json_real_value(y), 2.5, 0);
    json_decref(x);
    json_decref(y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compact_sorts_keys_and_keeps_17_digits),
        cmocka_unit_test(messages_name_file_and_line),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(written_for_people_it_keeps_order_and_fewest_digits),
        cmocka_unit_test(a_real_that_is_not_finite_is_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
