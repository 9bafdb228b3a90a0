/* Word documents: what a page becomes, in our template and in a person's own. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <unistd.h>

#include "report/docx.h"
#include "tests/report/office_page.h"
#include "tests/report/office_xml.h"

#define DOCUMENT "word/document.xml"

static rv_error err;
static char folder[] = "/tmp/test-docx.XXXXXX";

static void must(rv_status st)
{
    if (st != RV_OK)
        fail_msg("%s", err.message);
}

static void written(const rv_page *page, rv_zip **zip)
{
    rv_buf bytes = RV_BUF_INIT;

    must(rv_page_docx(page, &bytes, &err));
    must(rv_zip_read(zip, "made.docx", bytes.data, bytes.length, (size_t)256 << 20, &err));
    office_sound(*zip);
    rv_buf_free(&bytes);
}

static void headings_lists_and_runs_stand_in_the_styles_of_the_template(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_part(zip, DOCUMENT, "//w:p[w:pPr/w:pStyle/@w:val='Title']", "Mentoring & letters <b>");
    assert_part(zip, DOCUMENT, "//w:p[w:pPr/w:pStyle/@w:val='Heading1'][1]", "Summary");
    assert_part(zip, DOCUMENT, "count(//w:p[w:pPr/w:pStyle/@w:val='ListBullet'])", "2");
    assert_part(zip, DOCUMENT, "count(//w:p[w:pPr/w:pStyle/@w:val='ReviewHeadline'])", "1");
    assert_part(zip, DOCUMENT, "//w:r[w:rPr/w:vertAlign/@w:val='superscript'][1]", "2");
    assert_part(zip, "word/styles.xml", "count(//w:style[@w:styleId='Heading1'])", "1");
    assert_part(zip, "docProps/core.xml", "//dc:title", "Mentoring & letters <b>");
    assert_part(zip, DOCUMENT, "count(//*[@w:styleId])", "0");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void every_style_that_is_used_is_there(void **state)
{
    rv_page page;
    rv_zip *zip;
    xmlDocPtr doc;
    xmlXPathContextPtr context;
    xmlXPathObjectPtr found;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    doc = office_part(zip, DOCUMENT);
    context = xmlXPathNewContext(doc);
    xmlXPathRegisterNs(context, (const xmlChar *)"w", (const xmlChar *)office_spaces[0][1]);
    found = xmlXPathEvalExpression((const xmlChar *)"//w:pStyle/@w:val|//w:rStyle/@w:val|//w:tblStyle/@w:val", context);
    assert_true(found->nodesetval->nodeNr > 20);
    for (int i = 0; i < found->nodesetval->nodeNr; i++) {
        char path[200];

        snprintf(path, sizeof path, "count(//w:style[@w:styleId='%s'])", (char *)found->nodesetval->nodeTab[i]->children->content);
        assert_part(zip, "word/styles.xml", path, "1");
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(doc);
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void values_tables_and_figures_stand_in_controls_with_their_tags(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_part(zip, DOCUMENT, "//w:p//w:sdt[w:sdtPr/w:tag/@w:val='review:education.estimate']/w:sdtContent", "0.32");
    assert_part(zip, DOCUMENT, "count(/w:document/w:body/w:sdt[w:sdtPr/w:tag/@w:val='review:table:results']/w:sdtContent/w:tbl)", "1");
    assert_part(zip, DOCUMENT, "count(/w:document/w:body/w:sdt[w:sdtPr/w:tag/@w:val='review:figure:flow']//wp:inline)", "1");
    assert_part(zip, DOCUMENT, "count(//w:sdtPr/w:id[@w:val = preceding::w:sdtPr/w:id/@w:val])", "0");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void links_lead_to_bookmarks_or_to_safe_addresses_only(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_part(zip, DOCUMENT, "//w:hyperlink[.='0.32']/@w:anchor", "r_result_1");
    assert_part(zip, DOCUMENT, "count(//w:bookmarkStart[@w:name='r_result_1'])", "1");
    assert_part(zip, "word/_rels/document.xml.rels", "//p:Relationship[@TargetMode='External']/@Target", "https://example.org/%C3%BC?c=%3Cd%3E");
    assert_part(zip, DOCUMENT, "count(//w:hyperlink[.='no page'])", "0");
    assert_part(zip, DOCUMENT, "count(//w:r[.='no page'])", "1");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void heads_of_tables_stand_again_on_every_page_and_rows_do_not_break(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_part(zip, DOCUMENT, "count((//w:tbl)[1]/w:tr[w:trPr/w:tblHeader])", "2");
    assert_part(zip, DOCUMENT, "count((//w:tbl)[1]/w:tr[w:trPr/w:cantSplit])", "7");
    assert_part(zip, DOCUMENT, "(//w:tbl)[1]/w:tr[1]/w:tc[4]", "Effect on school years");
    assert_part(zip, DOCUMENT, "(//w:tbl)[1]/w:tr[1]/w:tc[4]/w:tcPr/w:gridSpan/@w:val", "2");
    assert_part(zip, DOCUMENT, "(//w:tbl)[1]/w:tr[4]/w:tc[4]//w:t", "\u22120.32\u00A0[\u22120.52,\u00A0\u22120.12]");
    assert_part(zip, DOCUMENT, "(//w:tbl)[1]/w:tr[4]/w:tc[4]/w:p/w:pPr/w:jc/@w:val", "right");
    assert_part(zip, DOCUMENT, "//w:p[w:pPr/w:pStyle/@w:val='Caption'][1]", "Table  SEQ Table \\* ARABIC 1. Results by study");
    assert_part(zip, DOCUMENT, "//w:p[w:pPr/w:pStyle/@w:val='Caption'][1]//w:instrText", " SEQ Table \\* ARABIC ");
    assert_part(zip, DOCUMENT, "//w:p[w:pPr/w:pStyle/@w:val='TableNote'][1]", "a The standard error is from p.g: standardised mean difference.");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void a_figure_has_words_for_those_who_cannot_see_it_and_two_pictures(void **state)
{
    rv_page page;
    rv_zip *zip;
    char *said;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    said = office_ask(zip, DOCUMENT, "//wp:docPr/@descr");
    assert_true(strlen(said) > 40);
    free(said);
    assert_part(zip, DOCUMENT, "//wp:docPr/@title", "The flow of records");
    assert_part(zip, "word/_rels/document.xml.rels", "count(//p:Relationship[@Target='media/review1.png' or @Target='media/review1.svg'])", "2");
    assert_part(zip, "[Content_Types].xml", "//t:Default[@Extension='svg']/@ContentType", "image/svg+xml");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void what_is_folded_away_stands_in_an_appendix(void **state)
{
    rv_page page;
    rv_zip *zip;

    (void)state;
    office_page(&page, folder);
    written(&page, &zip);
    assert_part(zip, DOCUMENT, "count(//w:p[.='Appendix: tables'][w:pPr/w:pStyle/@w:val='Heading1']/following::w:tbl)", "2");
    assert_part(zip, DOCUMENT, "string(//w:p[starts-with(., 'Table 2 in the')])", "Table 2 in the appendix: All values (5 rows).");
    rv_zip_free(zip);
    rv_page_free(&page);
}

static void a_wide_table_stands_on_a_page_on_its_side_and_what_follows_does_not(void **state)
{
    rv_page page;
    rv_zip *zip;
    rv_grid *wide = office_grid("wide", "A wide table");

    (void)state;
    office_page(&page, folder);
    rv_grid_wide(wide);
    for (int i = 0; i < 4; i++)
        office_row(wide, NULL, "Cu 2013", "Letters", i, 0.2, 0.1, 0.3);
    must(rv_page_grid(&page, wide, false, &err));
    rv_page_text(&page, "After it.");
    written(&page, &zip);
    assert_part(zip, DOCUMENT, "count(//w:sectPr)", "3");
    assert_part(zip, DOCUMENT, "(//w:sectPr)[2]/w:pgSz/@w:orient", "landscape");
    assert_part(zip, DOCUMENT, "(//w:sectPr)[2]/w:pgSz/@w:w", "16838");
    assert_part(zip, DOCUMENT, "count((//w:sectPr)[1]/w:pgSz/@w:orient)", "0");
    assert_part(zip, DOCUMENT, "count(//w:p[.='After it.']/following::w:sectPr/w:pgSz/@w:orient)", "0");
    rv_zip_free(zip);
    rv_grid_free(wide);
    rv_page_free(&page);
}

static void the_same_page_gives_the_same_bytes(void **state)
{
    rv_buf a = RV_BUF_INIT, b = RV_BUF_INIT;
    rv_page page;

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1764000000", 1);
    office_page(&page, folder);
    must(rv_page_docx(&page, &a, &err));
    must(rv_page_docx(&page, &b, &err));
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
    rv_buf_free(&a);
    rv_buf_free(&b);
    rv_page_free(&page);
}

static void hostile_text_stays_text(void **state)
{
    static const char *const nasty[] = { "</w:t></w:r><w:r><w:instrText>", "\1\2\x1B[31m", "a\xFF\xFE", "]]>&<!--", "line\nline\ttab", "\uFFFE\uFFFF" };
    rv_buf giant = RV_BUF_INIT;
    rv_page page;
    rv_zip *zip;

    (void)state;
    for (int i = 0; i < 2000; i++)
        rv_buf_text(&giant, "long ");
    must(rv_page_new(&page, folder, &err));
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        rv_grid *g = office_grid("nasty", nasty[i]);

        office_row(g, nasty[i], nasty[i], rv_buf_str(&giant), 1, 1, 2, 3);
        rv_grid_footnote(g, nasty[i]);
        rv_page_front_set(&page, &(rv_page_front){ nasty[i], rv_buf_str(&giant), nasty[i], nasty[i], nasty[i], "en" });
        rv_page_heading(&page, 2, nasty[i], nasty[i]);
        rv_page_begin(&page, RV_BLOCK_PARAGRAPH);
        rv_page_run(&page, &(rv_run){ nasty[i], nasty[i], nasty[i], 31 });
        rv_page_run(&page, &(rv_run){ rv_buf_str(&giant), rv_buf_str(&giant), rv_buf_str(&giant), 0 });
        must(rv_page_grid(&page, g, i % 2, &err));
        rv_grid_free(g);
    }
    written(&page, &zip);
    assert_part(zip, DOCUMENT, "count(//w:instrText[contains(., '<')])", "0");
    assert_part(zip, DOCUMENT, "string((//w:r[contains(., 'instrText')])[1])", "</w:t></w:r><w:r><w:instrText>");
    assert_part(zip, DOCUMENT, "count(//w:tag[string-length(@w:val) > 64])", "0");
    assert_part(zip, DOCUMENT, "count(//w:bookmarkStart[string-length(@w:name) > 40])", "0");
    rv_zip_free(zip);
    rv_buf_free(&giant);
    rv_page_free(&page);
}

static void long_names_that_are_cut_alike_stay_two(void **state)
{
    char one[300], two[300], a[RV_DOCX_TAG], b[RV_DOCX_TAG], c[RV_DOCX_BOOKMARK], d[RV_DOCX_BOOKMARK];

    (void)state;
    memset(one, 'x', sizeof one);
    memset(two, 'x', sizeof two);
    one[298] = 'y';
    one[299] = two[299] = '\0';
    assert_int_equal(strlen(rv_docx_tag(one, a)), 64);
    assert_string_not_equal(a, rv_docx_tag(two, b));
    assert_true(strlen(rv_docx_bookmark(one, c)) <= 40);
    assert_string_not_equal(c, rv_docx_bookmark(two, d));
    assert_string_not_equal(rv_docx_bookmark("a b", c), rv_docx_bookmark("a.b", d));
    assert_string_equal(rv_docx_tag("flow.C", a), "review:flow.C");
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    static const char *const files[] = { "results.csv", "values.csv", "flow.svg", "flow_numbers.csv", "wide.csv", "nasty.csv" };
    char path[100];

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_lists_and_runs_stand_in_the_styles_of_the_template),
        cmocka_unit_test(every_style_that_is_used_is_there),
        cmocka_unit_test(values_tables_and_figures_stand_in_controls_with_their_tags),
        cmocka_unit_test(links_lead_to_bookmarks_or_to_safe_addresses_only),
        cmocka_unit_test(heads_of_tables_stand_again_on_every_page_and_rows_do_not_break),
        cmocka_unit_test(a_figure_has_words_for_those_who_cannot_see_it_and_two_pictures),
        cmocka_unit_test(what_is_folded_away_stands_in_an_appendix),
        cmocka_unit_test(a_wide_table_stands_on_a_page_on_its_side_and_what_follows_does_not),
        cmocka_unit_test(the_same_page_gives_the_same_bytes),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(long_names_that_are_cut_alike_stay_two),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
