#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "review/base.h"

static rv_error err;

static rv_csv *open_text(const char *text, size_t n, char separator)
{
    rv_csv *csv;
    assert_int_equal(rv_csv_open_bytes(&csv, "t.csv", text, n, separator, &err), RV_OK);
    return csv;
}

static const rv_csv_row *next(rv_csv *csv)
{
    const rv_csv_row *row;
    assert_int_equal(rv_csv_next(csv, &row, &err), RV_OK);
    return row;
}

#define OPEN(text) open_text((text), sizeof (text) - 1, 0)

static void blanks_tabs_and_empty_lines_inside_quotes_survive(void **state)
{
    (void)state;
    rv_csv *csv = OPEN("a,b\n\"  x\n\n y\t \" ,\"\t\"\n");
    const rv_csv_row *row = next(csv);
    assert_int_equal(row->count, 2);
    row = next(csv);
    assert_int_equal(row->count, 2);
    assert_string_equal(row->fields[0], "  x\n\n y\t ");
    assert_string_equal(row->fields[1], "\t");
    assert_int_equal(row->line, 2);
    assert_null(next(csv));
    assert_null(next(csv));
    rv_csv_close(csv);
}

static void a_nul_byte_is_refused_and_cuts_nothing_short(void **state)
{
    static const char *const texts[] = { "a,b\n1,2\0003\n", "a,b\n1,\"2\0003\"\n", "a,b\n1,2\000" };
    static const size_t lengths[] = { 10, 12, 8 };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        rv_csv *csv = open_text(texts[i], lengths[i], 0);
        const rv_csv_row *row = next(csv);
        assert_int_equal(rv_csv_next(csv, &row, &err), RV_EPARSE);
        assert_string_equal(err.message, "t.csv:2: field 2 of the row that begins here holds a NUL byte; take it out");
        rv_csv_close(csv);
    }
}

static void rows_know_their_line_offset_and_length(void **state)
{
    (void)state;
    const char text[] = "a,b\r\n\r\n\"1\r\n2\",x\r\n\n\n3,4";
    rv_csv *csv = OPEN(text);
    const rv_csv_row *row = next(csv);
    assert_int_equal(row->offset, 0);
    assert_int_equal(row->length, 7);
    row = next(csv);
    assert_int_equal(row->line, 3);
    assert_int_equal(row->offset, 7);
    assert_int_equal(row->length, 12);
    assert_string_equal(row->fields[0], "1\r\n2");
    row = next(csv);
    assert_int_equal(row->line, 7);
    assert_int_equal(row->offset, 19);
    assert_int_equal(row->length, 3);
    assert_int_equal(row->offset + row->length, sizeof text - 1);
    assert_null(next(csv));
    rv_csv_close(csv);
}

static void a_line_may_end_with_a_carriage_return_alone(void **state)
{
    (void)state;
    rv_csv *csv = OPEN("a,b\r1,2\r3,4\r");
    assert_string_equal(next(csv)->fields[0], "a");
    assert_int_equal(next(csv)->line, 2);
    const rv_csv_row *row = next(csv);
    assert_int_equal(row->line, 3);
    assert_string_equal(row->fields[1], "4");
    assert_null(next(csv));
    rv_csv_close(csv);
}

static void the_separator_is_found(void **state)
{
    (void)state;
    static const struct { const char *text; size_t fields; const char *second; } cases[] = {
        { "a,b,c\n", 3, "b" },             { "a;b;c\n", 3, "b" },     { "a\tb\tc\n", 3, "b" },
        { "sep=;\na,1;b\n", 2, "b" },      { "sep=|\r\na|b,c\r\n", 2, "b,c" },
        { "\"x;y;z\",b\n", 2, "b" },       { "\n\na;b\n", 2, "b" },   { "a\t\tc\n", 3, "" },
        { "\xEF\xBB\xBF" "a;b\n", 2, "b" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_csv *csv = open_text(cases[i].text, strlen(cases[i].text), 0);
        const rv_csv_row *row = next(csv);
        assert_int_equal(row->count, cases[i].fields);
        assert_string_equal(row->fields[1], cases[i].second);
        rv_csv_close(csv);
    }
}

static void tabs_that_separate_are_no_blanks(void **state)
{
    (void)state;
    rv_csv *csv = OPEN("a\tb\tc\n\t\tx\n\"q\"\t\t\n");
    next(csv);
    const rv_csv_row *row = next(csv);
    assert_int_equal(row->count, 3);
    assert_string_equal(row->fields[2], "x");
    assert_int_equal(next(csv)->count, 3);
    rv_csv_close(csv);
}

static void an_unclosed_quote_names_file_and_line(void **state)
{
    (void)state;
    const rv_csv_row *row;
    rv_csv *csv = OPEN("a,b\n1,2\n3,\"open\n5,6\n");
    next(csv);
    next(csv);
    assert_int_equal(rv_csv_next(csv, &row, &err), RV_EPARSE);
    assert_null(row);
    assert_string_equal(err.message, "t.csv:3: a quote in the row that begins here is never closed; "
                        "close it, or double a quote that belongs to the text");
    rv_csv_close(csv);
}

static void quotes_in_the_middle_belong_to_the_text(void **state)
{
    (void)state;
    rv_csv *csv = OPEN("5\" pipe,\"say \"\"hi\"\"\"\n");
    const rv_csv_row *row = next(csv);
    assert_string_equal(row->fields[0], "5\" pipe");
    assert_string_equal(row->fields[1], "say \"hi\"");
    rv_csv_close(csv);
}

static void other_encodings_are_converted(void **state)
{
    (void)state;
    rv_csv *csv = open_text("\xFF\xFE" "a\0,\0\xE9\0\n\0", 10, 0);
    assert_string_equal(next(csv)->fields[1], "\xC3\xA9");
    rv_csv_close(csv);
}

static void header_gives_columns_by_name(void **state)
{
    (void)state;
    rv_csv *csv = OPEN("Record, Year ,note\nr1,2001\nr2,2002,x,y\n");
    assert_int_equal(rv_csv_header(csv, &err), RV_OK);
    assert_int_equal(rv_csv_columns(csv), 3);
    assert_string_equal(rv_csv_column_name(csv, 1), "Year");
    assert_int_equal(rv_csv_column(csv, "record"), 0);
    assert_int_equal(rv_csv_column(csv, "absent"), -1);
    assert_string_equal(rv_csv_get(csv, "year"), "");
    next(csv);
    assert_string_equal(rv_csv_get(csv, "year"), "2001");
    assert_string_equal(rv_csv_get(csv, "note"), "");
    assert_string_equal(rv_csv_get(csv, "absent"), "");
    next(csv);
    assert_string_equal(rv_csv_get(csv, "note"), "x");
    rv_csv_close(csv);
}

static void header_refuses_a_name_that_stands_twice(void **state)
{
    (void)state;
    rv_csv *csv = OPEN("a,b,A\n");
    assert_int_equal(rv_csv_header(csv, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:1: columns 1 and 3 are both called 'A'; each name may stand once");
    rv_csv_close(csv);
    csv = OPEN("");
    assert_int_equal(rv_csv_header(csv, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:1: no header; the first row must name the columns");
    rv_csv_close(csv);
}

/* A file longer than the window, with rows, quotes and CRLF across its seams, read once streamed and once from memory. */
static void a_long_file_reads_the_same_streamed_and_whole(void **state)
{
    (void)state;
    const char *path = "test-csv-long.csv";
    FILE *out = fopen(path, "wb");
    rv_buf all = RV_BUF_INIT;
    rv_csv *streamed, *whole;
    const rv_csv_row *a, *b;
    size_t rows = 0;

    assert_non_null(out);
    for (int i = 0; i < 20000; i++)
        rv_buf_printf(&all, "%d,\"caf\xC3\xA9 \r\n%d\",%s\r\n", i, i * 7, i % 3 ? "x" : "");
    assert_int_equal(fwrite(all.data, 1, all.length, out), all.length);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(rv_csv_open(&streamed, path, 0, &err), RV_OK);
    whole = open_text(all.data, all.length, 0);
    do {
        a = next(streamed);
        b = next(whole);
        assert_true(!a == !b);
        if (!a)
            break;
        assert_int_equal(a->count, 3);
        assert_int_equal(a->offset, b->offset);
        assert_int_equal(a->length, b->length);
        assert_int_equal(a->line, b->line);
        assert_string_equal(a->fields[1], b->fields[1]);
        rows++;
    } while (a);
    assert_int_equal(rows, 20000);
    rv_csv_close(streamed);
    rv_csv_close(whole);
    rv_buf_free(&all);
    unlink(path);
}

static void a_row_without_end_is_refused(void **state)
{
    (void)state;
    rv_buf text = RV_BUF_INIT;
    const rv_csv_row *row;
    rv_csv *csv;

    for (int i = 0; i < 20000; i++)
        rv_buf_text(&text, ",");
    csv = open_text(text.data, text.length, ',');
    assert_int_equal(rv_csv_next(csv, &row, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:1: the row has more than 16384 fields");
    rv_csv_close(csv);
    rv_buf_free(&text);
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    rv_csv *csv;
    assert_int_not_equal(rv_csv_open(&csv, "no-such.csv", 0, &err), RV_OK);
    assert_null(csv);
    assert_non_null(strstr(err.message, "no-such.csv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_tabs_and_empty_lines_inside_quotes_survive),
        cmocka_unit_test(a_nul_byte_is_refused_and_cuts_nothing_short),
        cmocka_unit_test(rows_know_their_line_offset_and_length),
        cmocka_unit_test(a_line_may_end_with_a_carriage_return_alone),
        cmocka_unit_test(the_separator_is_found),
        cmocka_unit_test(tabs_that_separate_are_no_blanks),
        cmocka_unit_test(an_unclosed_quote_names_file_and_line),
        cmocka_unit_test(quotes_in_the_middle_belong_to_the_text),
        cmocka_unit_test(other_encodings_are_converted),
        cmocka_unit_test(header_gives_columns_by_name),
        cmocka_unit_test(header_refuses_a_name_that_stands_twice),
        cmocka_unit_test(a_long_file_reads_the_same_streamed_and_whole),
        cmocka_unit_test(a_row_without_end_is_refused),
        cmocka_unit_test(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
