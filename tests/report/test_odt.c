/* OpenDocument texts: what a page becomes. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/report/office_page.h"
#include "tests/report/office_xml.h"

static rv_error err;
static char folder[] = "/tmp/test-odt.XXXXXX";

static void must(rv_status st)
{
    if (st != RV_OK)
        fail_msg("%s", err.message);
}

static void written(const rv_page *page, rv_zip **zip)
{
    rv_buf bytes = RV_BUF_INIT;

    must(rv_page_odt(page, &bytes, &err));
    must(rv_zip_read(zip, "made.odt", bytes.data, bytes.length, (size_t)256 << 20, &err));
    office_sound(*zip);
    rv_buf_free(&bytes);
}

static void the_package_lists_what_it_holds_and_begins_with_its_type(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_string_equal(rv_zip_name(zip, 0), "mimetype");
    for (size_t i = 1; i < rv_zip_count(zip); i++) {
        char path[200];

        if (strcmp(rv_zip_name(zip, i), "META-INF/manifest.xml") == 0)
            continue;
        snprintf(path, sizeof path, "count(//*[@*[local-name()='full-path']='%s'])", rv_zip_name(zip, i));
        assert_part(zip, "META-INF/manifest.xml", path, "1");
    }
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void text_lists_and_links_are_real(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_part(zip, "content.xml", "//text:p[@text:style-name='Title']", "Mentoring & letters <b>");
    assert_part(zip, "content.xml", "//text:h[@text:outline-level='1'][1]", "Summary");
    assert_part(zip, "content.xml", "count(//text:list/text:list-item)", "2");
    assert_part(zip, "content.xml", "//text:a[.='0.32']/@xlink:href", "#r_result_1");
    assert_part(zip, "content.xml", "count(//text:bookmark[@text:name='r_result_1'])", "1");
    assert_part(zip, "content.xml", "count(//text:a[.='no page'])", "0");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void tables_repeat_their_heads_and_figures_have_words(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_part(zip, "content.xml", "count((//table:table)[1]/table:table-header-rows/table:table-row)", "2");
    assert_part(zip, "content.xml", "(//table:table)[1]/table:table-row[2]/table:table-cell[4]/text:p",
                "\u22120.32\u00A0[\u22120.52,\u00A0\u22120.12]");
    assert_part(zip, "content.xml", "//text:p[@text:style-name='Table_20_Caption'][1]", "Table 1. Results by study");
    assert_part(zip, "content.xml", "//draw:frame/svg:title", "The flow of records");
    assert_part(zip, "content.xml", "string-length(//draw:frame/svg:desc) > 40", "true");
    assert_part(zip, "content.xml", "count(//text:h[.='Appendix: tables']/following::table:table)", "2");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void each_row_of_a_table_has_as_many_cells_as_columns(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_part(zip, "content.xml",
                "count(//table:table-row[count(table:table-cell|table:covered-table-cell) != count(ancestor::table:table[1]/table:table-column)])",
                "0");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void a_wide_table_stands_with_its_heading_on_a_page_on_its_side(void **state)
{
    rv_grid *wide = office_grid("wide", "A wide table");
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    rv_grid_wide(wide);
    for (int i = 0; i < 4; i++)
        office_row(wide, NULL, "Cu 2013", "Letters", i, 0.2, 0.1, 0.3);
    must(rv_page_grid(&page, wide, false, &err));
    rv_page_text(&page, "After it.");
    written(&page, &zip);
    assert_part(zip, "content.xml", "//style:style[@style:name = //text:h[.='References']/@text:style-name]/@style:master-page-name",
                "Landscape");
    assert_part(zip, "content.xml", "//style:style[@style:name = //text:p[.='After it.']/@text:style-name]/@style:master-page-name", "Standard");
    rv_zip_free(zip);
    rv_grid_free(wide);
    rv_page_free(&page);
}

static void hostile_text_stays_text_and_the_same_page_gives_the_same_bytes(void **state)
{
    static const char *const nasty[] = { "</text:p><script>", "\1\2\x1B[31m", "a\xFF\xFE", "]]>&<!--", "line\nline\t tab  two", "\uFFFE" };
    rv_buf giant = RV_BUF_INIT, a = RV_BUF_INIT, b = RV_BUF_INIT;
    rv_page page;
    rv_zip *zip;

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1764000000", 1);
    for (int i = 0; i < 2000; i++)
        rv_buf_text(&giant, "long ");
    must(rv_page_new(&page, folder, &err));
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        rv_grid *g = office_grid("nasty", nasty[i]);

        office_row(g, nasty[i], nasty[i], rv_buf_str(&giant), 1, 1, 2, 3);
        rv_page_front_set(&page, &(rv_page_front){ nasty[i], rv_buf_str(&giant), nasty[i], nasty[i], nasty[i], "en" });
        rv_page_heading(&page, 2, nasty[i], nasty[i]);
        rv_page_begin(&page, RV_BLOCK_PARAGRAPH);
        rv_page_run(&page, &(rv_run){ nasty[i], nasty[i], nasty[i], 31 });
        must(rv_page_grid(&page, g, i % 2, &err));
        rv_grid_free(g);
    }
    written(&page, &zip);
    assert_part(zip, "content.xml", "count(//*[local-name()='script'])", "0");
    must(rv_page_odt(&page, &a, &err));
    must(rv_page_odt(&page, &b, &err));
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
    rv_buf_free(&a);
    rv_buf_free(&b);
    rv_buf_free(&giant);
    rv_zip_free(zip);
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
        cmocka_unit_test(the_package_lists_what_it_holds_and_begins_with_its_type),
        cmocka_unit_test(text_lists_and_links_are_real),
        cmocka_unit_test(tables_repeat_their_heads_and_figures_have_words),
        cmocka_unit_test(each_row_of_a_table_has_as_many_cells_as_columns),
        cmocka_unit_test(a_wide_table_stands_with_its_heading_on_a_page_on_its_side),
        cmocka_unit_test(hostile_text_stays_text_and_the_same_page_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
