/* A workbook of all tables: read back, what stands in it is what the tables hold. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/report/office_page.h"
#include "tests/report/office_xml.h"

static rv_error err;
static char folder[] = "/tmp/test-book.XXXXXX";

static void must(rv_status st)
{
    if (st != RV_OK)
        fail_msg("%s", err.message);
}

static void written(const rv_page *page, rv_xlsx **book, rv_zip **zip)
{
    rv_buf bytes = RV_BUF_INIT;

    must(rv_page_xlsx(page, &bytes, &err));
    must(rv_xlsx_open_bytes(book, "made.xlsx", bytes.data, bytes.length, &err));
    must(rv_zip_read(zip, "made.xlsx", bytes.data, bytes.length, (size_t)256 << 20, &err));
    office_sound(*zip);
    rv_buf_free(&bytes);
}

static rv_xlsx_cell cell(const rv_xlsx *book, size_t sheet, uint32_t row, uint32_t column)
{
    rv_xlsx_cell c;

    if (!rv_xlsx_cell_at(book, sheet, row, column, &c))
        fail_msg("cell %u, %u of sheet %zu is empty", row, column, sheet);
    return c;
}

static void every_table_has_a_sheet_that_the_contents_name(void **state)
{
    static const char *const names[] = { "Contents", "results", "values", "flow_numbers" };
    rv_page page;
    rv_xlsx *book;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &book, &zip);
    assert_int_equal(rv_xlsx_sheets(book), 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(rv_xlsx_sheet_name(book, i), names[i]);
    assert_string_equal(cell(book, 0, 4, 1).text, "results");
    assert_string_equal(cell(book, 0, 4, 2).text, "Results by study");
    assert_string_equal(cell(book, 0, 6, 0).text, "figure");
    assert_string_equal(cell(book, 1, 0, 0).text, "Results by study");
    rv_xlsx_close(book);
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void numbers_are_numbers_with_all_their_digits_and_texts_are_texts(void **state)
{
    rv_page page;
    rv_xlsx *book;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &book, &zip);
    assert_string_equal(cell(book, 1, 4, 0).text, "Randomised trials");
    assert_int_equal(cell(book, 1, 5, 3).kind, RV_XLSX_NUMBER);
    assert_close(cell(book, 1, 5, 3).number, -0.32, 1e-15);
    assert_close(cell(book, 1, 5, 6).number, 0.034, 1e-15);
    assert_int_equal(cell(book, 1, 5, 2).kind, RV_XLSX_NUMBER);
    assert_int_equal(cell(book, 1, 5, 0).kind, RV_XLSX_TEXT);
    assert_string_equal(cell(book, 1, 8, 0).text, "\u0645\u062B\u0627\u0644 2014");
    rv_xlsx_close(book);
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void a_text_that_begins_like_a_formula_stays_a_text(void **state)
{
    static const char *const nasty[] = { "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "{=1}", "_x0041_", "a\1b\xFFz", "</t><f>1</f>" };
    static const char *const kept[] = { "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "{=1}", "_x0041_", "a\uFFFDb\uFFFDz",
                                        "</t><f>1</f>" };
    rv_grid *g = office_grid("nasty", "=HYPERLINK(\"x\")");
    rv_page page;
    rv_xlsx *book;
    rv_zip *zip;

    (void)state;
    must(rv_page_new(&page, folder, &err));
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++)
        office_row(g, NULL, nasty[i], nasty[i], 1, 1, 2, 3);
    must(rv_page_grid(&page, g, false, &err));
    written(&page, &book, &zip);
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        const rv_xlsx_cell c = cell(book, 1, 9 + (uint32_t)i, 1);

        assert_int_equal(c.kind, RV_XLSX_TEXT);
        assert_false(c.formula);
        assert_string_equal(c.text, kept[i]);
    }
    assert_part(zip, "xl/worksheets/sheet2.xml", "count(//*[local-name()='f'])", "0");
    rv_xlsx_close(book);
    rv_zip_free(zip);
    rv_grid_free(g);
    rv_page_free(&page);
}

static void a_text_longer_than_a_cell_is_cut_and_that_is_said(void **state)
{
    rv_grid *g = office_grid("long", "Long");
    rv_buf giant = RV_BUF_INIT;
    rv_page page;
    rv_xlsx *book;
    rv_zip *zip;
    rv_xlsx_cell c;

    (void)state;
    for (int i = 0; i < 40000; i++)
        rv_buf_text(&giant, "\u00E9");
    office_row(g, NULL, "A", rv_buf_str(&giant), 1, 1, 2, 3);
    must(rv_page_new(&page, folder, &err));
    must(rv_page_grid(&page, g, false, &err));
    written(&page, &book, &zip);
    c = cell(book, 1, 9, 1);
    assert_true(strlen(c.text) < 2 * 32767);
    assert_true(office_ends(c.text, "[cut: a cell holds no more]"));
    assert_non_null(strstr(cell(book, 1, 13, 0).text, "they are whole in the CSV file"));
    rv_xlsx_close(book);
    rv_zip_free(zip);
    rv_buf_free(&giant);
    rv_grid_free(g);
    rv_page_free(&page);
}

static void links_lead_to_the_row_of_another_sheet_and_heads_stay_in_sight(void **state)
{
    rv_grid *g = office_grid("from", "From");
    rv_page page;
    rv_xlsx *book;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    rv_grid_row(g, NULL);
    rv_grid_link(g, "there", "result-2");
    must(rv_page_grid(&page, g, false, &err));
    written(&page, &book, &zip);
    assert_part(zip, "xl/worksheets/sheet5.xml", "//*[local-name()='hyperlink'][@ref='A10']/@location", "'results'!A7");
    assert_part(zip, "xl/worksheets/sheet2.xml", "//*[local-name()='pane']/@state", "frozen");
    assert_part(zip, "xl/worksheets/sheet2.xml", "//*[local-name()='pane']/@ySplit", "4");
    rv_xlsx_close(book);
    rv_zip_free(zip);
    rv_grid_free(g);
    rv_page_free(&page);
}

static void names_of_sheets_are_short_plain_and_each_once(void **state)
{
    static const char *const ids[] = { "", "a_very_long_name_of_a_table_that_goes_on_1",
                                       "a_very_long_name_of_a_table_that_goes_on_2", "contents", "history" };
    rv_page page;
    rv_xlsx *book;
    rv_zip *zip;

    (void)state;
    must(rv_page_new(&page, folder, &err));
    for (size_t i = 1; i < 5; i++) {
        rv_grid *g = office_grid(ids[i], "T");

        must(rv_page_grid(&page, g, false, &err));
        rv_grid_free(g);
    }
    written(&page, &book, &zip);
    assert_string_equal(rv_xlsx_sheet_name(book, 1), "a_very_long_name_of_a_table_tha");
    assert_string_equal(rv_xlsx_sheet_name(book, 2), "a_very_long_name_of_a_table_t_2");
    assert_string_equal(rv_xlsx_sheet_name(book, 3), "contents_2");
    assert_string_equal(rv_xlsx_sheet_name(book, 4), "history_2");
    rv_xlsx_close(book);
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void the_same_tables_give_the_same_bytes(void **state)
{
    rv_buf a = RV_BUF_INIT, b = RV_BUF_INIT;
    rv_page page;

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1764000000", 1);
    office_page(&page, folder);
    must(rv_page_xlsx(&page, &a, &err));
    must(rv_page_xlsx(&page, &b, &err));
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
    rv_buf_free(&a);
    rv_buf_free(&b);
    rv_page_free(&page);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_has_a_sheet_that_the_contents_name),
        cmocka_unit_test(numbers_are_numbers_with_all_their_digits_and_texts_are_texts),
        cmocka_unit_test(a_text_that_begins_like_a_formula_stays_a_text),
        cmocka_unit_test(a_text_longer_than_a_cell_is_cut_and_that_is_said),
        cmocka_unit_test(links_lead_to_the_row_of_another_sheet_and_heads_stay_in_sight),
        cmocka_unit_test(names_of_sheets_are_short_plain_and_each_once),
        cmocka_unit_test(the_same_tables_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
