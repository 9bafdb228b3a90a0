#include <config.h>

#include "tests/base/zip_made.h"
#include "tests/extract/review.h"

static rv_buf told = RV_BUF_INIT;

static void tell(void *user, const rv_extract_warning *w)
{
    (void)user;
    rv_buf_printf(&told, "%s%s: %s: %s\n", w->fault ? "! " : "", w->where ? w->where : "-", w->column, w->message);
}

static const char *scratch(const char *name)
{
    static char path[4200];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static rv_status take(const char *name)
{
    const rv_extract_options options = RV_EXTRACT_OPTIONS_INIT;

    rv_buf_clear(&told);
    if (chdir(folder) != 0)
        fail_msg("no scratch folder");
    return rv_extract_file(store, protocol, "ada", name, &options, tell, NULL, &did, &err);
}

static void give(const char *name, const char *level, const rv_sheet_report *reports, size_t n)
{
    rv_output *to = NULL;

    must(rv_output_open(&to, scratch(name), &err));
    must(rv_extract_sheet(store, protocol, "ada", level, reports, n, to, &err));
    must(rv_output_close(to, &err));
}

static void write_bytes(const char *name, const void *bytes, size_t n)
{
    FILE *f = fopen(scratch(name), "w");

    if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
        fail_msg("cannot write %s", name);
}

#define STYLES "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='9'/></cellXfs></styleSheet>"

/* A workbook t.xlsx with a sheet of this name. `rows`: a text a cell, cells split by "|", rows by a line feed; "#1.5" is a number,
   "@44562" a date, "%0.5" a percentage, "!#N/A" an error, "" no cell. `more` follows the cells. */
static void fill(const char *sheet, const char *rows, const char *more)
{
    static char bytes[1 << 18], xml[1 << 17], workbook[500];
    const zip_part parts[] = {
        { "xl/workbook.xml", workbook }, { "xl/styles.xml", STYLES }, { "xl/worksheets/sheet1.xml", xml },
        { "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml'/></Relationships>" }, { NULL, NULL }
    };
    rv_buf out = RV_BUF_INIT;
    char cell[RV_XLSX_CELL_NAME];
    uint32_t row = 0, column = 0;

    rv_buf_text(&out, "<worksheet><sheetData><row>");
    while (*rows) {
        const size_t n = strcspn(rows, "|\n");
        const char kind = *rows;
        rv_xlsx_cell_name(row, column, cell);
        if (n && strchr("#@%!", kind))
            rv_buf_printf(&out, "<c r='%s' s='%d'%s><v>%.*s</v></c>", cell, kind == '@' ? 1 : kind == '%' ? 2 : 0, kind == '!' ? " t='e'" : "",
                          (int)n - 1, rows + 1);
        else if (n)
            rv_buf_printf(&out, "<c r='%s' t='inlineStr'><is><t>%.*s</t></is></c>", cell, (int)n, rows);
        rows += n;
        column++;
        if (*rows == '\n') {
            rv_buf_text(&out, "</row><row>");
            row++;
            column = 0;
        }
        rows += *rows != 0;
    }
    rv_buf_printf(&out, "</row></sheetData>%s</worksheet>", more);
    snprintf(xml, sizeof xml, "%s", rv_buf_str(&out));
    rv_buf_free(&out);
    snprintf(workbook, sizeof workbook, "<workbook xmlns:r='u'><sheets><sheet name='%s' sheetId='1' r:id='a'/></sheets></workbook>", sheet);
    write_bytes("t.xlsx", bytes, make_zip(parts, bytes, sizeof bytes));
}

#define HEAD "result|study|domain|outcome|months|n_treat|n_control|treat_value|adjusted|split_basis|place\n"

static void refuses(const char *rows, const char *message)
{
    char head[RV_DIGEST_HEX], later[RV_DIGEST_HEX];

    must(rv_store_head(store, head, &err));
    fill("results", rows, "");
    assert_int_not_equal(take("t.xlsx"), RV_OK);
    assert_string_equal(err.message, message);
    must(rv_store_head(store, later, &err));
    assert_string_equal(later, head);
}

static rv_status last(void *user, const rv_value *v, rv_error *e)
{
    (void)e;
    snprintf(user, 300, "%s @ %s", v->value[0] ? v->value : v->state, v->place);
    return RV_OK;
}

typedef struct { const char *field; char text[300]; } asked;

static rv_status see(void *user, const rv_value *v, rv_error *e)
{
    asked *a = user;

    return strcmp(v->field, a->field) == 0 ? last(a->text, v, e) : RV_OK;
}

static const char *value(const char *result, const char *field)
{
    static asked a;

    a = (asked){ .field = field };
    must(rv_extract_each(store, NULL, result, false, see, &a, &err));
    return a.text;
}

/* ---- Out and in -------------------------------------------------------------------------------------------------------------- */

static void a_sheet_that_nobody_touched_changes_nothing(void **state)
{
    (void)state;
    must(import_file(data("judgements.csv")));
    give("s.xlsx", NULL, NULL, 0);
    must(take("s.xlsx"));
    assert_string_equal(did.event, "");
    assert_true(did.unchanged > 40);
    give("s.csv", "results", NULL, 0);
    must(take("s.csv"));
    assert_string_equal(did.event, "");
    assert_true(did.unchanged > 30);
}

static void values_with_places_of_their_own_come_back_with_them(void **state)
{
    (void)state;
    must(import_file(data("correction.csv")));               /* one value of R1 has another place now, and a note */
    give("s.xlsx", NULL, NULL, 0);
    must(take("s.xlsx"));
    assert_string_equal(did.event, "");
    must(import_text("result,field,value,place\nR1,n_treat,31,p. 77\n"));
    give("s.csv", "results", NULL, 0);
    must(take("s.csv"));
    assert_string_equal(did.event, "");
    assert_string_equal(value("R1", "n_treat"), "31 @ p. 77");
}

static void a_sheet_lists_reports_that_wait_for_extraction(void **state)
{
    static const rv_sheet_report reports[] = { { "Smith 2019", 7 } };
    rv_buf text = RV_BUF_INIT;

    (void)state;
    give("s.csv", "studies", reports, 1);
    must(rv_file_read(scratch("s.csv"), 1 << 20, &text, &err));
    assert_non_null(strstr(text.data, "\nSmith 2019,7,"));
    rv_buf_free(&text);
}

static void sheets_are_the_same_bytes_on_each_run(void **state)
{
    rv_buf one = RV_BUF_INIT, two = RV_BUF_INIT;

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    give("a.xlsx", NULL, NULL, 0);
    give("b.xlsx", NULL, NULL, 0);
    must(rv_file_read(scratch("a.xlsx"), 1 << 24, &one, &err));
    must(rv_file_read(scratch("b.xlsx"), 1 << 24, &two, &err));
    assert_int_equal(one.length, two.length);
    assert_memory_equal(one.data, two.data, one.length);
    rv_buf_free(&one);
    rv_buf_free(&two);
}

static void a_sheet_knows_its_form(void **state)
{
    rv_buf xml = RV_BUF_INIT;
    rv_event *event;

    (void)state;
    give("s.xlsx", NULL, NULL, 0);
    must(rv_file_read(data("protocol.xml"), 1 << 20, &xml, &err));
    must(rv_event_begin(&event, store, "protocol.add", "tester", false, &err));
    const rv_cell cells[] = { RV_CELL_OF_INT("version", 2), RV_CELL_OF_TEXT("digest", "y"), RV_CELL_OF_TEXT("xml", rv_buf_str(&xml)) };
    must(rv_event_add(event, "protocol", cells, 3, NULL, &err));
    must(rv_event_commit(event, NULL, &err));
    rv_buf_free(&xml);
    must(take("s.xlsx"));
    assert_string_equal(rv_buf_str(&told), "workbook: : it was made from version 1 of the protocol, which is now at version 2; the form may have"
                        " changed\n");
}

static void what_is_filled_in_is_taken_in_one_act(void **state)
{
    (void)state;
    fill("results", HEAD "R20|Jobs Now|work|has a job|#12|#30|40|#0.5|yes|\xC2\xA0halves |p. 5\n|||||||||\n"
         "R21|Next Step|pay|earnings|not reported|||||unclear|\n", "");
    assert_int_equal(take("t.xlsx"), RV_EPARSE);              /* a month is a number */
    fill("results", HEAD "R20|Jobs Now|work|has a job|#12|#30|40|#0.5|yes|\xC2\xA0halves |p. 5\n|||||||||\n"
         "R21|Next Step|pay|earnings||not reported||||unclear|\n", "");
    must(take("t.xlsx"));
    assert_string_equal(did.kind, "extract.sheet");
    assert_int_equal(did.results, 2);
    assert_string_equal(value("R20", "n_control"), "40 @ p. 5");           /* a number that is stored as text */
    assert_string_equal(value("R20", "treat_value"), "0.5 @ p. 5");
    assert_string_equal(value("R20", "split_basis"), "halves @ p. 5");
    assert_string_equal(value("R21", "n_treat"), "not reported @ ");
}

static void a_merged_study_name_counts_for_its_rows(void **state)
{
    (void)state;
    fill("results", "study|result|domain|outcome|n_treat|place\nJobs Now|R20|work|has a job|#30|p. 1\n|R21|work|employed|#31|p. 2\n",
         "<mergeCells><mergeCell ref='A2:A9'/></mergeCells>");
    must(take("t.xlsx"));
    assert_int_equal(did.results, 2);
    assert_string_equal(value("R21", "n_treat"), "31 @ p. 2");
}

/* ---- Faults ------------------------------------------------------------------------------------------------------------------ */

static void faults_are_named_by_sheet_and_cell(void **state)
{
    (void)state;
    refuses(HEAD "R20|Jobs Now|work|has a job|#12|#30|#40|#50|yes||p. 5\nR21|Jobs Now|work|has a job|#12|twelve|#40|#50|yes||p. 5\n",
            "t.xlsx: results!F3: n_treat: 'twelve' is not a number");
    refuses(HEAD "R20|Jobs Now|school|has a job\n", "t.xlsx: results!C2: domain: the protocol has no outcome domain 'school'");
    refuses(HEAD "R20|Nobody|work|has a job\n", "t.xlsx: results!B2: study: there is no study of that name; import studies first");
    refuses(HEAD "R20|Jobs Now|work|has a job|#12|#30\n",
            "t.xlsx: results!F2: n_treat: an effect rests on it: say its place in the report (page, table or figure)");
    refuses("result|study|domain|outcome|n_teat\n|Jobs Now\n",
            "t.xlsx: results!E1: n_teat: there is no such column, and no field of that name in the protocol's form (the first of 2"
            " faults; nothing was taken)");
}

static void what_spreadsheets_do_to_numbers_is_named(void **state)
{
    (void)state;
    refuses(HEAD "R20|Jobs Now|work|has a job|#12|1,5|||||p. 5\n",
            "t.xlsx: results!F2: n_treat: '1,5' has a comma; write 1.5 for one and a half, and 1500 without one");
    refuses(HEAD "R20|Jobs Now|work|has a job|#12|@44562|||||p. 5\n",
            "t.xlsx: results!F2: n_treat: it holds the date 2022-01-01, which a spreadsheet may have made of a number; type it again");
    refuses(HEAD "R20|Jobs Now|work|has a job|#12|||%0.5|||p. 5\n",
            "t.xlsx: results!H2: treat_value: it shows 50 % and holds 0.5; write the number itself, in a cell that is not in percent");
    refuses(HEAD "R20|Jobs Now|work|has a job|#12|!#N/A|||||p. 5\n", "t.xlsx: results!F2: n_treat: its formula failed: #N/A");
}

static void a_formula_whose_result_was_not_saved_is_no_empty_cell(void **state)
{
    static char bytes[100000];
    const zip_part parts[] = {
        { "xl/workbook.xml", "<workbook xmlns:r='u'><sheets><sheet name='studies' sheetId='1' r:id='a'/></sheets></workbook>" },
        { "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='a' Target='s.xml'/></Relationships>" },
        { "xl/s.xml", "<worksheet><sheetData><row><c t='inlineStr'><is><t>study</t></is></c><c t='inlineStr'><is><t>age_min</t></is></c></row>"
          "<row><c t='inlineStr'><is><t>A</t></is></c><c><f>10+6</f></c></row><row><c t='inlineStr'><is><t>B</t></is></c>"
          "<c><f>10+6</f><v>16</v></c></row></sheetData></worksheet>" }, { NULL, NULL }
    };

    (void)state;
    write_bytes("t.xlsx", bytes, make_zip(parts, bytes, sizeof bytes));
    assert_int_equal(take("t.xlsx"), RV_EPARSE);
    assert_string_equal(err.message, "t.xlsx: studies!B2: age_min: it holds a formula whose result was not saved; open the workbook in a"
                        " spreadsheet program and save it again");
}

static void a_workbook_of_something_else_is_refused(void **state)
{
    (void)state;
    fill("Tabelle1", "a|b\n#1|#2\n", "");
    assert_int_equal(take("t.xlsx"), RV_EPARSE);
    assert_string_equal(err.message, "t.xlsx: it has no sheet of the form: studies, results, judgements, ...; make one with review-extract sheet");
    assert_string_equal(rv_buf_str(&told), "workbook: : the sheet 'Tabelle1' is none of the form's; it is not taken\n");
}

static int tidy(void **state)
{
    rv_buf_free(&told);
    return end_review(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, full_review, tidy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sheet_that_nobody_touched_changes_nothing),
        TEST(values_with_places_of_their_own_come_back_with_them),
        TEST(a_sheet_lists_reports_that_wait_for_extraction),
        TEST(sheets_are_the_same_bytes_on_each_run),
        TEST(a_sheet_knows_its_form),
        TEST(what_is_filled_in_is_taken_in_one_act),
        TEST(a_merged_study_name_counts_for_its_rows),
        TEST(faults_are_named_by_sheet_and_cell),
        TEST(what_spreadsheets_do_to_numbers_is_named),
        TEST(a_formula_whose_result_was_not_saved_is_no_empty_cell),
        TEST(a_workbook_of_something_else_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
