/* Packages read and written whole. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "review/base.h"
#include "tests/base/zip_made.h"

static rv_error err;

static void must(rv_status st)
{
    if (st != RV_OK)
        fail_msg("%s", err.message);
}

static void set(rv_zip *zip, const char *name, const char *text)
{
    must(rv_zip_set(zip, name, text, strlen(text), &err));
}

static rv_status reread(rv_zip **out, const rv_buf *bytes)
{
    return rv_zip_read(out, "t.zip", bytes->data, bytes->length, 1 << 24, &err);
}

static void what_is_written_is_read_back_in_its_order(void **state)
{
    rv_zip *zip = rv_zip_new(), *again;
    rv_buf bytes = RV_BUF_INIT, long_text = RV_BUF_INIT;
    const char *got;
    size_t n;

    (void)state;
    for (int i = 0; i < 10000; i++)
        rv_buf_text(&long_text, "again ");
    set(zip, "[Content_Types].xml", "<Types/>");
    set(zip, "word/long.xml", rv_buf_str(&long_text));
    set(zip, "word/empty.xml", "");
    set(zip, "word/\u00DCber.xml", "x");
    must(rv_zip_write(zip, &bytes, &err));
    assert_true(bytes.length < 2000);
    must(reread(&again, &bytes));
    assert_int_equal(rv_zip_count(again), 4);
    assert_string_equal(rv_zip_name(again, 0), "[Content_Types].xml");
    assert_string_equal(rv_zip_name(again, 3), "word/\u00DCber.xml");
    assert_true(rv_zip_get(again, "WORD/long.xml", &got, &n));
    assert_int_equal(n, 60000);
    assert_string_equal(got, rv_buf_str(&long_text));
    assert_true(rv_zip_get(again, "word/empty.xml", &got, &n));
    assert_int_equal(n, 0);
    rv_zip_free(zip);
    rv_zip_free(again);
    rv_buf_free(&bytes);
    rv_buf_free(&long_text);
}

static void a_part_is_replaced_where_it_stands_and_can_be_taken_out(void **state)
{
    rv_zip *zip = rv_zip_new();
    const char *got;
    size_t n;

    (void)state;
    set(zip, "a", "1");
    set(zip, "b", "2");
    set(zip, "c", "3");
    set(zip, "a", "one");
    rv_zip_remove(zip, "b");
    rv_zip_remove(zip, "not there");
    assert_int_equal(rv_zip_count(zip), 2);
    assert_string_equal(rv_zip_name(zip, 0), "a");
    assert_string_equal(rv_zip_name(zip, 1), "c");
    assert_true(rv_zip_get(zip, "a", &got, &n));
    assert_string_equal(got, "one");
    assert_false(rv_zip_get(zip, "b", &got, &n));
    rv_zip_free(zip);
}

static void the_same_parts_give_the_same_bytes_in_every_time_zone(void **state)
{
    static const char *const zones[] = { "UTC", "Asia/Tokyo", "America/Lima" };
    rv_zip *zip = rv_zip_new();
    rv_buf first = RV_BUF_INIT;

    (void)state;
    set(zip, "a/b.xml", "text text text text text");
    must(rv_zip_write(zip, &first, &err));
    for (size_t i = 0; i < 3; i++) {
        rv_buf bytes = RV_BUF_INIT;

        setenv("TZ", zones[i], 1);
        tzset();
        must(rv_zip_write(zip, &bytes, &err));
        assert_int_equal(bytes.length, first.length);
        assert_memory_equal(bytes.data, first.data, first.length);
        rv_buf_free(&bytes);
    }
    rv_zip_free(zip);
    rv_buf_free(&first);
}

/* ODF 1.3 part 2, 3.3: found at byte 30 and readable at byte 38. */
static void a_mimetype_stands_first_uncompressed_without_extra_field(void **state)
{
    static const char type[] = "application/vnd.oasis.opendocument.text";
    rv_zip *zip = rv_zip_new();
    rv_buf bytes = RV_BUF_INIT;

    (void)state;
    set(zip, "mimetype", type);
    set(zip, "content.xml", "<a/>");
    must(rv_zip_write(zip, &bytes, &err));
    assert_memory_equal(bytes.data + 30, "mimetype", 8);
    assert_memory_equal(bytes.data + 38, type, sizeof type - 1);
    assert_memory_equal(bytes.data + 38 + sizeof type - 1, "PK\3\4", 4);
    rv_zip_free(zip);
    rv_buf_free(&bytes);
}

static void a_name_that_leaves_the_package_is_refused(void **state)
{
    static const char *const names[] = { "", "/etc/passwd", "../x", "a/../../x", "a//b", "a/.", "C:x", "a\\b", "a\nb", "a\xFF" };
    rv_zip *zip = rv_zip_new(), *none;
    char bytes[4096];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(rv_zip_set(zip, names[i], "x", 1, &err), RV_EINVAL);
    assert_int_equal(rv_zip_count(zip), 0);
    for (size_t i = 2; i < 4; i++) {
        const size_t n = make_zip((zip_part[]){ { names[i], "x" }, { NULL, NULL } }, bytes, sizeof bytes);

        assert_int_equal(rv_zip_read(&none, "t.docx", bytes, n, 1 << 20, &err), RV_EPARSE);
        assert_non_null(strstr(err.message, "has an empty step, or one of dots"));
        assert_null(none);
    }
    rv_zip_free(zip);
}

static void a_part_that_stands_twice_is_refused(void **state)
{
    rv_zip *none;
    char bytes[4096];
    const size_t n = make_zip((zip_part[]){ { "word/a.xml", "x" }, { "Word/A.xml", "y" }, { NULL, NULL } }, bytes, sizeof bytes);

    (void)state;
    assert_int_equal(rv_zip_read(&none, "t.docx", bytes, n, 1 << 20, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.docx: it holds Word/A.xml twice");
}

static void what_is_no_archive_or_too_large_is_refused(void **state)
{
    rv_zip *zip = rv_zip_new(), *none;
    rv_buf bytes = RV_BUF_INIT, zeros = RV_BUF_INIT;

    (void)state;
    assert_int_equal(rv_zip_read(&none, "t.docx", "{\\rtf1", 6, 1 << 20, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.docx: it is no ZIP archive");
    for (int i = 0; i < 1 << 20; i++)
        rv_buf_text(&zeros, "00");
    set(zip, "bomb", rv_buf_str(&zeros));
    must(rv_zip_write(zip, &bytes, &err));
    assert_int_equal(rv_zip_read(&none, "t.docx", bytes.data, bytes.length, 1 << 20, &err), RV_EPARSE);
    assert_non_null(strstr(err.message, "longer than 1 MiB"));
    assert_int_equal(rv_zip_read(&none, "t.docx", bytes.data, bytes.length / 2, 1 << 24, &err), RV_EPARSE);
    rv_zip_free(zip);
    rv_buf_free(&bytes);
    rv_buf_free(&zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back_in_its_order),
        cmocka_unit_test(a_part_is_replaced_where_it_stands_and_can_be_taken_out),
        cmocka_unit_test(the_same_parts_give_the_same_bytes_in_every_time_zone),
        cmocka_unit_test(a_mimetype_stands_first_uncompressed_without_extra_field),
        cmocka_unit_test(a_name_that_leaves_the_package_is_refused),
        cmocka_unit_test(a_part_that_stands_twice_is_refused),
        cmocka_unit_test(what_is_no_archive_or_too_large_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
