#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "review/base/xlsx_inside.h"
#include "tests/base/zip_made.h"
#include "review/base.h"
#include "tests/support.h"

static rv_error err;
static rv_xlsx *book;

#define ROOT "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define RELATIONS "<Relationships><Relationship Id='rId1' Type='t' Target='worksheets/sheet1.xml'/></Relationships>"
#define WORKBOOK(more) "<workbook xmlns:r='u'>" more "<sheets><sheet name='results' sheetId='1' r:id='rId1'/></sheets></workbook>"
#define STYLES "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd\\.mm\\.yyyy'/><numFmt numFmtId='165' formatCode='0.0\"d\"'/>" \
    "</numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>" \
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='9'/><xf numFmtId='164'/><xf numFmtId='165'/></cellXfs></styleSheet>"

/* A workbook of one sheet with these rows; the status of opening it. */
static rv_status open_rows(const char *more, const char *strings, const char *rows)
{
    static char bytes[1 << 20], sheet[1 << 19], workbook[1000];
    zip_part parts[] = { { "_rels/.rels", ROOT }, { "xl/workbook.xml", workbook }, { "xl/_rels/workbook.xml.rels", RELATIONS },
                         { "xl/styles.xml", STYLES }, { "xl/sharedStrings.xml", strings }, { "xl/worksheets/sheet1.xml", sheet },
                         { NULL, NULL } };
    size_t n;

    rv_xlsx_close(book);
    snprintf(workbook, sizeof workbook, "<workbook xmlns:r='u'>%s<sheets><sheet name='results' sheetId='1' r:id='rId1'/></sheets></workbook>",
             more);
    snprintf(sheet, sizeof sheet, "<worksheet><sheetData>%s</worksheet>", rows);
    n = make_zip(parts, bytes, sizeof bytes);
    return rv_xlsx_open_bytes(&book, "t.xlsx", bytes, n, &err);
}

static const rv_xlsx_cell *at(const char *name)
{
    static rv_xlsx_cell cell;

    assert_true(name[0] >= 'A' && name[0] <= 'Z');
    return rv_xlsx_cell_at(book, 0, (uint32_t)atoi(name + 1) - 1, (uint32_t)(name[0] - 'A'), &cell) ? &cell : NULL;
}

static void shows(const char *name, rv_xlsx_kind kind, const char *text)
{
    const rv_xlsx_cell *cell = at(name);

    assert_non_null(cell);
    assert_int_equal(cell->kind, kind);
    assert_string_equal(cell->text, text);
}

static void refuses(const char *rows, const char *message)
{
    assert_int_equal(open_rows("", "<sst/>", rows), RV_EPARSE);
    assert_null(book);
    assert_string_equal(err.message, message);
}

static void texts_are_shared_inline_or_formula_results(void **state)
{
    (void)state;
    assert_int_equal(open_rows("", "<sst><si><t>study</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></si>"
                               "<si><t>line_x000D_\nnext _x005F_x000D_</t></si></sst>",
                               "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
                               "<c r='C1' t='inlineStr'><is><t>in </t></is></c><c r='D1' t='str'><f>1&amp;1</f><v>11</v></c>"
                               "<c r='E1' t='s'><v>2</v></c></row></sheetData>"), RV_OK);
    assert_int_equal(rv_xlsx_sheets(book), 1);
    assert_string_equal(rv_xlsx_sheet_name(book, 0), "results");
    shows("A1", RV_XLSX_TEXT, "study");
    shows("B1", RV_XLSX_TEXT, "rich text");
    shows("C1", RV_XLSX_TEXT, "in ");
    shows("D1", RV_XLSX_TEXT, "11");
    assert_true(at("D1")->formula);
    shows("E1", RV_XLSX_TEXT, "line\nnext _x000D_");
    assert_null(at("F1"));
    assert_int_equal(rv_xlsx_rows(book, 0), 1);
    assert_int_equal(rv_xlsx_columns(book, 0), 5);
}

static void numbers_dates_and_percent_are_told_apart_by_their_format(void **state)
{
    (void)state;
    assert_int_equal(open_rows("", "<sst/>", "<row><c><v>0.1</v></c><c s='1'><v>44562</v></c><c s='2'><v>0.5</v></c><c s='3'><v>44562.4</v></c>"
                               "<c s='4'><v>3</v></c><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c><c s='1'><v>59</v></c>"
                               "<c s='1'><v>61</v></c><c s='1'><v>60</v></c></row></sheetData>"), RV_OK);
    shows("A1", RV_XLSX_NUMBER, "0.1");
    shows("B1", RV_XLSX_DATE, "2022-01-01");
    shows("C1", RV_XLSX_NUMBER, "0.5");
    assert_true(at("C1")->percent);
    shows("D1", RV_XLSX_DATE, "2022-01-01T09:36");
    shows("E1", RV_XLSX_NUMBER, "3");
    shows("F1", RV_XLSX_BOOLEAN, "yes");
    shows("G1", RV_XLSX_ERROR, "#N/A");
    shows("H1", RV_XLSX_DATE, "1900-02-28");
    shows("I1", RV_XLSX_DATE, "1900-03-01");
    shows("J1", RV_XLSX_NUMBER, "60");                /* 1900-02-29, a day that never was */
}

static void dates_may_count_from_1904(void **state)
{
    (void)state;
    assert_int_equal(open_rows("<workbookPr date1904='1'/>", "<sst/>", "<row><c s='1'><v>43100</v></c><c s='1'><v>0</v></c></row></sheetData>"),
                     RV_OK);
    shows("A1", RV_XLSX_DATE, "2022-01-01");
    shows("B1", RV_XLSX_DATE, "1904-01-01");
}

static void a_merged_cell_counts_in_all_it_covers(void **state)
{
    (void)state;
    assert_int_equal(open_rows("", "<sst><si><t>Smith</t></si></sst>",
                               "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2'><v>1</v></c></row><row r='3'><c r='B3'><v>2</v></c></row>"
                               "</sheetData><mergeCells><mergeCell ref='A2:A900000'/></mergeCells>"), RV_OK);
    shows("A3", RV_XLSX_TEXT, "Smith");
    assert_true(at("A3")->merged);
    assert_false(at("A2")->merged);
    assert_null(at("A4"));                            /* as far as the sheet is used */
    shows("B3", RV_XLSX_NUMBER, "2");
}

static void damage_is_named_by_its_cell(void **state)
{
    (void)state;
    refuses("<row r='2'><c r='C2' t='s'><v>7</v></c></row></sheetData>",
            "t.xlsx: results!C2: its text is not among the workbook's shared strings; the file is damaged");
    refuses("<row><c r='A1'><v>1,5</v></c></row></sheetData>", "t.xlsx: results!A1: it is stored as a number, but is none");
    refuses("<row><c r='XFE1'><v>1</v></c></row></sheetData>", "t.xlsx: results: there is no cell 'XFE1'; they go from A1 to XFD1048576");
    refuses("<row r='99999999999'><c><v>1</v></c></row></sheetData>",
            "t.xlsx: results: a row is numbered '99999999999'; rows go from 1 to 1048576");
    refuses("<row><c r='B1'><v>1</v></c><c r='B1'><v>2</v></c></row></sheetData>",
            "t.xlsx: results!B1: it stands twice in the file; which one counts cannot be told");
    refuses("</sheetData><mergeCells><mergeCell ref='B2:A1'/></mergeCells>", "t.xlsx: results: 'B2:A1' are no merged cells");
}

static void what_is_no_workbook_is_named(void **state)
{
    static const zip_part other[] = { { "readme.xml", "<a/>" }, { NULL, NULL } };
    static const zip_part ods[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" }, { NULL, NULL } };
    static const zip_part lost[] = { { "xl/workbook.xml", WORKBOOK("") }, { NULL, NULL } };
    static const struct { const zip_part *parts; const char *message; } cases[] = {
        { other, "t.xlsx: it is an archive, but no workbook (.xlsx)" },
        { ods, "t.xlsx: it is an OpenDocument file; save it as .xlsx or as CSV" },
        { lost, "t.xlsx: the sheet 'results' is not in the file; it is damaged" },
    };
    static char bytes[10000];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const size_t n = make_zip(cases[i].parts, bytes, sizeof bytes);
        assert_int_equal(rv_xlsx_open_bytes(&book, "t.xlsx", bytes, n, &err), RV_EPARSE);
        assert_string_equal(err.message, cases[i].message);
        assert_null(book);
    }
    assert_int_equal(rv_xlsx_open_bytes(&book, "t.xlsx", "\xD0\xCF\x11\xE0 ", 5, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.xlsx: it is an old workbook (.xls) or one with a password; save it as .xlsx without one");
    assert_int_equal(rv_xlsx_open_bytes(&book, "t.xlsx", "a,b", 3, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.xlsx: it is no workbook (.xlsx)");
}

static void an_archive_that_grows_a_thousandfold_is_refused(void **state)
{
    static char text[(32 << 20) + 1], bytes[1 << 20];
    const zip_part bomb[] = { { "xl/workbook.xml", text }, { NULL, NULL } };
    size_t n;

    (void)state;
    memset(text, ' ', sizeof text - 1);
    n = make_zip(bomb, bytes, sizeof bytes);
    assert_in_range(n, 100, 100000);
    assert_int_equal(rv_xlsx_open_bytes(&book, "t.xlsx", bytes, n, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.xlsx: it grows more than a thousandfold when unpacked, at xl/workbook.xml; it is not read");
}

/* ---- Writing ----------------------------------------------------------------------------------------------------------------- */

static void write_book(rv_buf *bytes)
{
    static const char *const words[] = { "unclear", NULL }, *const designs[] = { "RCT", "matched, \"1:1\"" };
    static const rv_xlsx_column columns[] = {
        { .name = "study", .note = "its name", .kind = RV_XLSX_COLUMN_TEXT, .required = true },
        { .name = "n", .note = "people", .kind = RV_XLSX_COLUMN_NUMBER, .whole = true, .min = 1, .max = NAN },
        { .name = "design", .kind = RV_XLSX_COLUMN_CHOICE, .n_choices = 2, .choices = designs },
        { .name = "seen", .kind = RV_XLSX_COLUMN_DATE },
    };
    rv_xlsx_writer *w = NULL;
    rv_output *to = NULL;

    assert_int_equal(rv_xlsx_writer_open(&w, words, &err), RV_OK);
    rv_xlsx_writer_sheet(w, "studies", columns, 4, false);
    rv_xlsx_writer_text(w, "Smith & Co <2019> =1+1");
    rv_xlsx_writer_number(w, 0.1);
    rv_xlsx_writer_text(w, "RCT");
    rv_xlsx_writer_date(w, "2026-11-24");
    rv_xlsx_writer_row(w);
    rv_xlsx_writer_sheet(w, "form", columns, 1, true);
    assert_int_equal(rv_output_memory(&to, bytes, &err), RV_OK);
    assert_int_equal(rv_xlsx_writer_close(w, to, &err), RV_OK);
    assert_int_equal(rv_output_close(to, &err), RV_OK);
}

static void what_is_written_reads_back(void **state)
{
    rv_buf bytes = RV_BUF_INIT;

    (void)state;
    write_book(&bytes);
    rv_xlsx_close(book);
    assert_int_equal(rv_xlsx_open_bytes(&book, "t.xlsx", bytes.data, bytes.length, &err), RV_OK);
    assert_int_equal(rv_xlsx_sheets(book), 3);
    assert_string_equal(rv_xlsx_sheet_name(book, 2), "lists");
    assert_true(rv_xlsx_sheet_hidden(book, 1) && rv_xlsx_sheet_hidden(book, 2) && !rv_xlsx_sheet_hidden(book, 0));
    shows("A2", RV_XLSX_TEXT, "Smith & Co <2019> =1+1");
    shows("B2", RV_XLSX_NUMBER, "0.1");
    shows("D2", RV_XLSX_DATE, "2026-11-24");
    rv_buf_free(&bytes);
}

static void the_same_content_gives_the_same_bytes(void **state)
{
    rv_buf one = RV_BUF_INIT, two = RV_BUF_INIT;

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    write_book(&one);
    write_book(&two);
    assert_int_equal(one.length, two.length);
    assert_memory_equal(one.data, two.data, one.length);
    rv_buf_free(&one);
    rv_buf_free(&two);
}

static void cells_are_called_as_spreadsheets_call_them(void **state)
{
    char name[RV_XLSX_CELL_NAME];

    (void)state;
    assert_string_equal(rv_xlsx_cell_name(6, 5, name), "F7");
    assert_string_equal(rv_xlsx_cell_name(0, 26, name), "AA1");
    assert_string_equal(rv_xlsx_cell_name(1048575, 16383, name), "XFD1048576");
}

static void a_workbook_that_lost_a_piece_while_it_was_written_is_told(void **state)
{
    static const char declared[] = "<?xml version=\"1.0\"?>";
    static const char *const lost[] = { "<?xml version=\"1.0\"?><a><b/>", "<a><b/></a>", declared, "", "<?xml version=\"1.0\"?><a></b></a>" };
    zip_part parts[] = { { "xl/b.vml", "<xml xmlns:v=\"urn:v\"><b/></xml>" }, { "xl/c.xml", "<?xml version=\"1.0\"?><a><b/></a>" }, { NULL, NULL } };
    char bytes[4096];

    (void)state;
    assert_int_equal(rv_xlsx_whole(bytes, make_zip(parts, bytes, sizeof bytes), 1 << 20, &err), RV_OK);
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        parts[1].text = lost[i];
        assert_int_equal(rv_xlsx_whole(bytes, make_zip(parts, bytes, sizeof bytes), 1 << 20, &err), RV_EIO);
        assert_string_equal(err.message, "cannot write the workbook: a piece of its part xl/c.xml was lost; is the disk full?");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_shared_inline_or_formula_results),
        cmocka_unit_test(numbers_dates_and_percent_are_told_apart_by_their_format),
        cmocka_unit_test(dates_may_count_from_1904),
        cmocka_unit_test(a_merged_cell_counts_in_all_it_covers),
        cmocka_unit_test(damage_is_named_by_its_cell),
        cmocka_unit_test(what_is_no_workbook_is_named),
        cmocka_unit_test(an_archive_that_grows_a_thousandfold_is_refused),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(the_same_content_gives_the_same_bytes),
        cmocka_unit_test(cells_are_called_as_spreadsheets_call_them),
        cmocka_unit_test(a_workbook_that_lost_a_piece_while_it_was_written_is_told),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);

    rv_xlsx_close(book);
    return failed;
}
