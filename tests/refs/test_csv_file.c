#include <config.h>

#include "tests/refs/read_support.h"

static void columns_are_found_by_their_names(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "Authors;Title ;Publication Year;Source title;Page start;Page end;DOI;ISSN;Author Keywords;Index Keywords;Odd;"
                    "Document Type;PubMed ID\n"
                    "\"Adams, A.; Brown, B.\";One;2001;Journal;5;9;10.9999/X;12345678;a;b;keep;Book chapter;123\n");
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, "csv");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.records), "133+89:2 One|Adams, A.; Brown, B.|2001|10.9999/x;");
    assert_string_equal(got.last.container, "Journal");
    assert_string_equal(got.last.pages, "5-9");
    assert_string_equal(got.last.issn, "1234-5678");
    assert_string_equal(got.last.keywords, "a; b");
    assert_string_equal(got.last.type, "chapter");
    assert_string_equal(got.last.pmid, "123");
    assert_non_null(strstr(rv_buf_str(&got.tags), "|Odd=keep|"));
    read_free(&got);
}

static void people_in_one_cell_are_told_apart(void **state)
{
    static const struct { const char *cell, *want; } rows[] = {
        { "Smith JA, Doe K.", "Smith, JA; Doe, K" },
        { "Adams A.B., Brown C.", "Adams, A.B.; Brown, C." },
        { "Smith, John", "Smith, John" },
        { "Ann Adams, Bo Brown, Cy Clark", "Adams, Ann; Brown, Bo; Clark, Cy" },
        { "Adams, A.; Brown, B.", "Adams, A.; Brown, B." },
        { "Ann Adams|Bo Brown", "Adams, Ann; Brown, Bo" },
        { "['Marx, Karl', 'Lindgren, Astrid']", "Marx, Karl; Lindgren, Astrid" },
        { "World Health Organization", "World Health Organization" },
        { "University of the UK", "University of the UK" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char        text[200];
        read_result got;

        snprintf(text, sizeof text, "title,authors\nOne,\"%s\"\n", rows[i].cell);
        read_text(&got, text);
        assert_string_equal(got.last.authors, rows[i].want);
        read_free(&got);
    }
}

static void rows_across_lines_keep_their_places(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "\xEF\xBB\xBFtitle,abstract\r\n\"One\",\"two\r\nlines, \"\"quoted\"\"\"\r\n\r\nTwo,x\r\n");
    assert_string_equal(rv_buf_str(&got.records), "19+32:2 One||0|;53+7:5 Two||0|;");
    read_free(&got);
    read_bytes_as(&got, "\xFF\xFEt\0i\0t\0l\0e\0\n\0\xC4\0x\0\n\0y\0", 22, NULL, NULL);
    assert_string_equal(got.summary.encoding, "UTF-16LE");
    assert_string_equal(rv_buf_str(&got.records), "14+6:2 \xC3\x84x||0|;20+2:3 y||0|;");
    read_free(&got);
}

static void a_table_that_is_not_whole_is_told(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "title,authors,year\nOne,A\nTwo,B,2002,more\n");
    assert_string_equal(rv_buf_str(&got.problems), "csv-columns@2 csv-columns@3 ");
    assert_string_equal(rv_buf_str(&got.tags), "title=Two|authors=B|year=2002|column 4=more|");
    read_free(&got);
    read_text(&got, "title,title,year\nOne,Uno,2001\n");
    assert_string_equal(rv_buf_str(&got.problems), "csv-header@1 ");
    assert_string_equal(got.last.title, "One");
    read_free(&got);
    read_text(&got, "title,authors\nOne,A\n\"Two,B\nThree,C\n");
    assert_string_equal(rv_buf_str(&got.problems), "csv-quote@3 ");
    assert_int_equal(got.summary.records, 1);
    read_free(&got);
}

static void the_separator_and_the_names_are_found(void **state)
{
    static const struct { const char *text, *want; } rows[] = {
        { "sep=|\ntitle|year\nOne, two|2001\n", "17+14:3 One, two||2001|;" },
        { "title|authors|year\nOne|Adams, A.|2001\n", "19+19:2 One|Adams, A.|2001|;" },
        { "Title\tYear\nOne, two; three\t2001\n,,\n\t\n", "11+21:2 One, two; three||2001|;32+3:3 ,,||0|;" },
        { "From a database\non a day,\ntitle,year,doi,abstract\nOne,2001,,\n", "50+11:4 One||2001|;" },
        { "title\nOne\n,\n\nTwo", "6+4:2 One||0|;13+3:5 Two||0|;" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_result got;

        read_text(&got, rows[i].text);
        assert_string_equal(got.err.message, "");
        assert_string_equal(rv_buf_str(&got.records), rows[i].want);
        read_free(&got);
    }
}

static void other_text_is_not_taken_for_a_table(void **state)
{
    static const char *const texts[] = {
        "A study of title, authors, year and doi, abstract\nwas made, with care\nand more\n",
        "KEYS = ['a', 'b']\nTEXT = 'title', 'journal', 'year', 'doi'\nfor x in y:\n    pass\n",
        "FN Clarivate\nVR 1.0\nPT J\nAU Adams, A\nTI One\nSO Journal\nER\nEF\n", "%0 Journal Article\n%T Title\n",
        "Author: Adams\nTitle: One\nYear: 2001\n", "RT Journal Article\nT1 One, two\nA1 Adams, A.\n",
        "<1>\nUnique Identifier\n  123\nTitle\n  One\n", "[\"title\", \"year\"]\n", "@misc{title, year = 2001}\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        read_result got;

        read_text(&got, texts[i]);
        assert_true(got.status != RV_OK || strcmp(got.summary.format, "csv") != 0);
        read_free(&got);
    }
}

static void text_called_csv_without_names_is_refused(void **state)
{
    static const struct { const char *text, *kind; } rows[] = {
        { "a,b\n1,2\n", "(csv-header)" }, { "\n\n", "(empty-input)" }, { "title,year\n", "(empty-input)" },
        { "title,\"year\nOne", "(csv-quote)" }, { "sep=;\n", "(empty-input)" }, { "\"title", "(csv-quote)" },
        { "title\n\"One", "(csv-quote)" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_result got;

        read_bytes_as(&got, rows[i].text, strlen(rows[i].text), "csv", NULL);
        assert_int_equal(got.status, RV_EPARSE);
        assert_non_null(strstr(got.err.message, rows[i].kind));
        read_free(&got);
    }
}

static void rows_beyond_measure_end_the_reading(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    read_result got;

    (void)state;
    rv_buf_text(&text, "title,year\nOne,2001\nTwo");
    for (int i = 0; i < 20000; i++)
        rv_buf_char(&text, ',');
    rv_buf_text(&text, "x\nThree,2003\n");
    read_text(&got, rv_buf_str(&text));
    assert_int_equal(got.status, RV_OK);
    assert_int_equal(got.summary.records, 1);
    assert_string_equal(rv_buf_str(&got.problems), "csv-columns@3 ");
    read_free(&got);
    rv_buf_clear(&text);
    rv_buf_text(&text, "title,year\nOne,2001\n\"Two");
    for (int i = 0; i < 17 << 10; i++)
        rv_buf_printf(&text, "%1023d\n", i);
    read_text(&got, rv_buf_str(&text));
    assert_int_equal(got.summary.records, 1);
    assert_string_equal(rv_buf_str(&got.problems), "csv-quote@3 ");
    read_free(&got);
    rv_buf_free(&text);
}

static void a_field_for_each_row_is_read_to_its_break(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TITLE,One\nAUTHOR NAMES,Adams A.,Brown B.\nVOLUME,1\nTITLE,Two\nDOI,10.1234/b\nABSTRACT,\"open");
    assert_string_equal(rv_buf_str(&got.records), "0+50:1 One|Adams, A.; Brown, B.|0|;50+24:4 Two||0|10.1234/b;");
    assert_string_equal(rv_buf_str(&got.problems), "csv-quote@6 ");
    assert_string_equal(rv_buf_str(&got.tags), "TITLE=Two|DOI=10.1234/b|");
    read_free(&got);
}

static void a_table_without_column_names_is_refused(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "Mentoring for youth,Adams A,2001\nOther,Brown B,2002\n");
    assert_int_equal(got.status, RV_EPARSE);
    assert_string_equal(got.err.message, "test:1: the first row names no title column; put column names (title, authors, year, doi, "
                                         "...) there (csv-header)");
    read_free(&got);
}

static void strangers_are_refused_by_name(void **state)
{
    static const struct { const char *bytes; size_t n; const char *kind; } rows[] = {
        { "%PDF-1.4 ...", 12, "(not-references)" },         { "PK\3\4xxxxx", 9, "(compressed-input)" },
        { "<!DOCTYPE html><html>", 21, "(not-references)" }, { "{\\rtf1", 6, "(not-references)" },
        { "", 0, "(empty-input)" },                          { "\xEF\xBB\xBF", 3, "(empty-input)" },
        { " \n\t\n", 4, "(empty-input)" },                   { "<records/>", 10, "(unknown-format)" },
        { "just words\n", 11, "(unknown-format)" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_result got;

        read_bytes_as(&got, rows[i].bytes, rows[i].n, NULL, NULL);
        assert_int_equal(got.status, RV_EPARSE);
        assert_non_null(strstr(got.err.message, rows[i].kind));
        assert_memory_equal(got.err.message, "test:1: ", 8);
        assert_int_equal(got.summary.problems, 0);
        read_free(&got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_their_names),
        cmocka_unit_test(people_in_one_cell_are_told_apart),
        cmocka_unit_test(rows_across_lines_keep_their_places),
        cmocka_unit_test(a_table_that_is_not_whole_is_told),
        cmocka_unit_test(the_separator_and_the_names_are_found),
        cmocka_unit_test(other_text_is_not_taken_for_a_table),
        cmocka_unit_test(text_called_csv_without_names_is_refused),
        cmocka_unit_test(rows_beyond_measure_end_the_reading),
        cmocka_unit_test(a_field_for_each_row_is_read_to_its_break),
        cmocka_unit_test(a_table_without_column_names_is_refused),
        cmocka_unit_test(strangers_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
