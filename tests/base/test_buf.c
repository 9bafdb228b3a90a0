#include <config.h>

#include "tests/support.h"

#include <string.h>

#include "review/base.h"

static void an_empty_buffer_reads_as_empty_text(void **state)
{
    rv_buf buf = RV_BUF_INIT;

    (void)state;
    assert_string_equal(rv_buf_str(&buf), "");
    assert_int_equal(rv_buf_check(&buf, NULL), RV_OK);
    rv_buf_add(&buf, "", 0);
    assert_string_equal(rv_buf_str(&buf), "");
    rv_buf_free(&buf);
    rv_buf_free(&buf);
}

static void additions_keep_their_order_and_the_nul(void **state)
{
    rv_buf buf = RV_BUF_INIT;
    int    i;

    (void)state;
    rv_buf_add(&buf, "a\0b", 3);
    rv_buf_text(&buf, "cd");
    rv_buf_char(&buf, 'e');
    assert_int_equal(buf.length, 6);
    assert_memory_equal(buf.data, "a\0bcde", 7);
    rv_buf_clear(&buf);
    for (i = 0; i < 2000; i++)
        rv_buf_printf(&buf, "%d,", i);
    assert_int_equal(buf.length, 10 * 2 + 90 * 3 + 900 * 4 + 1000 * 5);
    assert_string_equal(buf.data + buf.length - 5, "1999,");
    rv_buf_free(&buf);
}

static void an_impossible_addition_sticks_until_cleared(void **state)
{
    rv_buf   buf = RV_BUF_INIT;
    rv_error err;

    (void)state;
    rv_buf_text(&buf, "x");
    rv_buf_add(&buf, "y", SIZE_MAX);
    rv_buf_text(&buf, "z");
    assert_int_equal(rv_buf_check(&buf, &err), RV_ENOMEM);
    assert_string_equal(rv_buf_str(&buf), "x");
    rv_buf_clear(&buf);
    assert_int_equal(rv_buf_check(&buf, &err), RV_OK);
    rv_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buffer_reads_as_empty_text),
        cmocka_unit_test(additions_keep_their_order_and_the_nul),
        cmocka_unit_test(an_impossible_addition_sticks_until_cleared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
