/* Text and rows changed in the author's own bytes. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tests/support.h"

#include "report/wml.h"
#include "report/wml_table.h"

#define W "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
#define BEGIN W "<w:body><w:p><w:r><w:t>Before </w:t></w:r><w:sdt><w:sdtPr><w:tag w:val=\"x\"/></w:sdtPr><w:sdtContent>"
#define END "</w:sdtContent></w:sdt><w:r><w:t> after.</w:t></w:r></w:p></w:body></w:document>"

/* The document with its first control saying `text`. */
static void replaced(const char *document, const char *text, bool fresh, const char *wanted)
{
    rv_wml_changes changes = RV_WML_CHANGES_INIT;
    rv_buf out = RV_BUF_INIT;
    rv_error err = { 0 };
    rv_wml wml;
    size_t content;

    assert_int_equal(rv_wml_read(&wml, "t.xml", document, strlen(document), &err), RV_OK);
    content = rv_wml_next(&wml, 0, 0, RV_WML_SDT_CONTENT);
    assert_true(content > 0);
    rv_wml_replace(&wml, content, text, NULL, fresh, &changes);
    assert_int_equal(rv_wml_changes_make(&changes, &wml, &out, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), wanted);
    rv_wml_changes_free(&changes);
    rv_wml_free(&wml);
    /* What was made is sound and says it. */
    assert_int_equal(rv_wml_read(&wml, "t.xml", rv_buf_str(&out), out.length, &err), RV_OK);
    content = rv_wml_next(&wml, 0, 0, RV_WML_SDT_CONTENT);
    rv_buf said = RV_BUF_INIT;
    rv_wml_text(&wml, content, false, &said);
    assert_string_equal(rv_buf_str(&said), text);
    rv_buf_free(&said);
    rv_wml_free(&wml);
    rv_buf_free(&out);
}

static void only_the_letters_of_one_piece_of_text_change(void **state)
{
    (void)state;
    replaced(BEGIN "<w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t>0.32</w:t></w:r>" END, "0.33", false,
             BEGIN "<w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t>0.33</w:t></w:r>" END);
}

static void the_same_text_changes_nothing(void **state)
{
    (void)state;
    replaced(BEGIN "<w:r><w:t>0.</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>32</w:t></w:r>" END, "0.32", false,
             BEGIN "<w:r><w:t>0.</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>32</w:t></w:r>" END);
}

static void split_runs_become_one_with_the_look_of_the_first(void **state)
{
    (void)state;
    replaced(BEGIN "<w:r><w:rPr><w:i/></w:rPr><w:t>0.</w:t></w:r><w:proofErr w:type=\"gramEnd\"/><w:r><w:t>32</w:t></w:r>" END, "0.33", false,
             BEGIN "<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">0.33</w:t></w:r><w:proofErr w:type=\"gramEnd\"/>" END);
}

static void comments_and_bookmarks_within_stay(void **state)
{
    (void)state;
    replaced(BEGIN "<w:commentRangeStart w:id=\"3\"/><w:r><w:t>0.3</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"b\"/><w:r><w:t>2</w:t></w:r>"
             "<w:bookmarkEnd w:id=\"1\"/><w:commentRangeEnd w:id=\"3\"/><w:r><w:commentReference w:id=\"3\"/></w:r>" END, "0.33", false,
             BEGIN "<w:commentRangeStart w:id=\"3\"/><w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"b\"/>"
             "<w:bookmarkEnd w:id=\"1\"/><w:commentRangeEnd w:id=\"3\"/><w:r><w:commentReference w:id=\"3\"/></w:r>" END);
}

static void a_note_in_a_run_of_text_stays(void **state)
{
    (void)state;
    replaced(BEGIN "<w:r><w:t>0.3</w:t></w:r><w:r><w:t>2</w:t><w:footnoteReference w:id=\"2\"/></w:r>" END, "0.33", false,
             BEGIN "<w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>" END);
}

static void a_whole_tracked_change_leads_from_the_old_text_to_the_new(void **state)
{
    (void)state;
    replaced(BEGIN "<w:del w:id=\"7\" w:author=\"Ann\"><w:r><w:delText>0.32</w:delText></w:r></w:del>"
             "<w:ins w:id=\"8\" w:author=\"Ann\"><w:r><w:t>0.35</w:t></w:r></w:ins>" END, "0.33", false,
             BEGIN "<w:del w:id=\"7\" w:author=\"Ann\"><w:r><w:delText xml:space=\"preserve\">0.32</w:delText></w:r></w:del>"
             "<w:ins w:id=\"8\" w:author=\"Ann\"><w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r></w:ins>" END);
}

static void a_tracked_change_of_a_part_becomes_one_of_the_whole(void **state)
{
    (void)state;
    replaced(BEGIN "<w:r><w:t>0.3</w:t></w:r><w:del w:id=\"7\" w:author=\"Ann\"><w:r><w:delText>2</w:delText></w:r></w:del>"
             "<w:ins w:id=\"8\" w:author=\"Ann\"><w:r><w:t>5</w:t></w:r></w:ins>" END, "0.33", false,
             BEGIN "<w:del w:id=\"7\" w:author=\"Ann\"><w:r><w:delText xml:space=\"preserve\">0.32</w:delText></w:r></w:del>"
             "<w:ins w:id=\"8\" w:author=\"Ann\"><w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r></w:ins>" END);
}

static void a_change_back_to_what_was_is_no_change(void **state)
{
    (void)state;
    replaced(BEGIN "<w:del w:id=\"7\"><w:r><w:delText>0.32</w:delText></w:r></w:del><w:ins w:id=\"8\"><w:r><w:t>0.35</w:t></w:r></w:ins>" END,
             "0.32", false, BEGIN "<w:r><w:t xml:space=\"preserve\">0.32</w:t></w:r>" END);
}

static void a_comment_within_an_insertion_stays(void **state)
{
    (void)state;
    replaced(BEGIN "<w:ins w:id=\"8\"><w:r><w:t>0.35</w:t></w:r><w:r><w:commentReference w:id=\"3\"/></w:r></w:ins>" END, "0.33", false,
             BEGIN "<w:ins w:id=\"8\"><w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r></w:ins>"
             "<w:ins w:id=\"8\"><w:r><w:commentReference w:id=\"3\"/></w:r></w:ins>" END);
}

static void a_placeholder_gives_no_look(void **state)
{
    (void)state;
    replaced(BEGIN "<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr><w:t>Click here</w:t></w:r>" END, "0.33", true,
             BEGIN "<w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r>" END);
}

static void an_empty_control_is_filled(void **state)
{
    (void)state;
    replaced(BEGIN END, "0.33", false, BEGIN "<w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r>" END);
    replaced(W "<w:p><w:sdt><w:sdtPr/><w:sdtContent/></w:sdt></w:p></w:document>", "0.33", false,
             W "<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r></w:sdtContent></w:sdt></w:p></w:document>");
    replaced(W "<w:sdt><w:sdtContent><w:p w:rsidR=\"1\"/></w:sdtContent></w:sdt></w:document>", "0.33", false,
             W "<w:sdt><w:sdtContent><w:p w:rsidR=\"1\"><w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r></w:p></w:sdtContent></w:sdt></w:document>");
    replaced(W "<w:sdt><w:sdtContent></w:sdtContent></w:sdt></w:document>", "0.33", false,
             W "<w:sdt><w:sdtContent><w:p><w:r><w:t xml:space=\"preserve\">0.33</w:t></w:r></w:p></w:sdtContent></w:sdt></w:document>");
}

static void markup_in_a_text_is_escaped(void **state)
{
    (void)state;
    replaced(BEGIN "<w:r><w:t>0.32</w:t></w:r>" END, "<w:t>&\"", false, BEGIN "<w:r><w:t>&lt;w:t&gt;&amp;&quot;</w:t></w:r>" END);
}

static void another_prefix_is_understood(void **state)
{
    (void)state;
    replaced("<x:document xmlns:x=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w=\"urn:other\"><x:p><w:sdtContent/>"
             "<x:sdt><x:sdtContent><x:r><x:t>a</x:t></x:r><x:r><x:t>b</x:t></x:r></x:sdtContent></x:sdt></x:p></x:document>", "c", false,
             "<x:document xmlns:x=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w=\"urn:other\"><x:p><w:sdtContent/>"
             "<x:sdt><x:sdtContent><x:r><x:t xml:space=\"preserve\">c</x:t></x:r></x:sdtContent></x:sdt></x:p></x:document>");
}

static void what_is_no_word_document_is_refused(void **state)
{
    static const char html[] = "<html/>", wide[] = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" W "</w:document>";
    rv_error err = { 0 };
    rv_wml wml;

    (void)state;
    assert_int_equal(rv_wml_read(&wml, "t.xml", html, sizeof html - 1, &err), RV_EPARSE);
    assert_string_equal(err.message, "t.xml:1: <html> is no part of a Word document");
    assert_int_equal(rv_wml_read(&wml, "t.xml", wide, sizeof wide - 1, &err), RV_EPARSE);
    assert_non_null(strstr(err.message, "ISO-8859-1"));
}

/* ---- Tables --------------------------------------------------------------------------------------------------------- */

#define CELL(text) "<w:tc><w:tcPr><w:tcW w:w=\"9\"/></w:tcPr><w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:sz/></w:rPr><w:t>" text "</w:t></w:r></w:p></w:tc>"
#define ROW(a, b) "<w:tr>" CELL(a) CELL(b) "</w:tr>"
#define HEAD(a, b) "<w:tr><w:trPr><w:tblHeader/></w:trPr>" CELL(a) CELL(b) "</w:tr>"
#define NEW(text) "<w:tc><w:p><w:r><w:t>" text "</w:t></w:r></w:p></w:tc>"
#define TABLE(rows) W "<w:tbl><w:tblPr/>" rows "</w:tbl></w:document>"

static rv_wml_merge merged(const char *old, const char *made, bool heads, const char *wanted)
{
    rv_wml_changes changes = RV_WML_CHANGES_INIT;
    rv_buf out = RV_BUF_INIT;
    rv_error err = { 0 };
    rv_wml a, b;
    rv_wml_merge told;

    assert_int_equal(rv_wml_read(&a, "a.xml", old, strlen(old), &err), RV_OK);
    assert_int_equal(rv_wml_read(&b, "b.xml", made, strlen(made), &err), RV_OK);
    assert_int_equal(rv_wml_table_merge(&a, rv_wml_next(&a, 0, 0, RV_WML_TBL), &b, rv_wml_next(&b, 0, 0, RV_WML_TBL), heads, &changes, &told,
                                        &err), RV_OK);
    assert_int_equal(rv_wml_changes_make(&changes, &a, &out, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), wanted);
    rv_wml_changes_free(&changes);
    rv_wml_free(&a);
    rv_wml_free(&b);
    rv_buf_free(&out);
    return told;
}

static void a_cell_that_says_the_same_stays_byte_for_byte(void **state)
{
    rv_wml_merge told;

    (void)state;
    told = merged(TABLE(HEAD("Study", "g") ROW("Cave", "0.1") "<w:tr>" CELL("Lima") "<w:tc><w:p><w:r><w:t>0</w:t></w:r><w:r><w:t>.2</w:t></w:r></w:p></w:tc></w:tr>"),
                  TABLE(HEAD("Study", "g") "<w:tr>" NEW("Cave") NEW("0.3") "</w:tr><w:tr>" NEW("Lima") NEW("0.2") "</w:tr>"), true,
                  TABLE(HEAD("Study", "g") ROW("Cave", "0.3") "<w:tr>" CELL("Lima") "<w:tc><w:p><w:r><w:t>0</w:t></w:r><w:r><w:t>.2</w:t></w:r></w:p></w:tc></w:tr>"));
    assert_int_equal(told.cells, 1);
    assert_int_equal(told.added + told.removed, 0);
}

static void a_new_row_looks_like_the_one_before_it(void **state)
{
    rv_wml_merge told;

    (void)state;
    told = merged(TABLE(HEAD("Study", "g") ROW("Cave", "0.1") ROW("Lima", "0.2")),
                  TABLE(HEAD("Study", "g") "<w:tr>" NEW("Cave") NEW("0.1") "</w:tr><w:tr>" NEW("Deal") NEW("0.9") "</w:tr><w:tr>" NEW("Lima") NEW("0.2") "</w:tr>"),
                  true, TABLE(HEAD("Study", "g") ROW("Cave", "0.1") ROW("Deal", "0.9") ROW("Lima", "0.2")));
    assert_int_equal(told.added, 1);
}

static void the_comment_on_a_row_that_goes_moves_to_the_row_before(void **state)
{
    rv_wml_merge told;

    (void)state;
    told = merged(TABLE(HEAD("Study", "g") ROW("Cave", "0.1") "<w:tr>" CELL("Deal")
                        "<w:tc><w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t>0.2</w:t></w:r><w:commentRangeEnd w:id=\"1\"/>"
                        "<w:r><w:commentReference w:id=\"1\"/></w:r></w:p></w:tc></w:tr>"),
                  TABLE(HEAD("Study", "g") "<w:tr>" NEW("Cave") NEW("0.1") "</w:tr>"), true,
                  TABLE(HEAD("Study", "g") "<w:tr>" CELL("Cave")
                        "<w:tc><w:tcPr><w:tcW w:w=\"9\"/></w:tcPr><w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:sz/></w:rPr><w:t>0.1</w:t></w:r>"
                        "<w:commentRangeStart w:id=\"1\"/><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r></w:p></w:tc></w:tr>"));
    assert_int_equal(told.removed, 1);
}

static void heads_that_an_author_worded_stay_when_asked(void **state)
{
    (void)state;
    merged(TABLE(HEAD("Trial", "g") ROW("Cave", "0.1")), TABLE(HEAD("Study", "g") ROW("Cave", "0.2")), false,
           TABLE(HEAD("Trial", "g") ROW("Cave", "0.2")));
    merged(TABLE(HEAD("Trial", "g") ROW("Cave", "0.1")), TABLE(HEAD("Study", "g") ROW("Cave", "0.2")), true,
           TABLE(HEAD("Study", "g") ROW("Cave", "0.2")));
}

static void other_columns_make_the_table_anew(void **state)
{
    (void)state;
    assert_true(merged(TABLE(HEAD("Study", "g") ROW("Cave", "0.1")), TABLE("<w:tr>" NEW("Cave") NEW("0.1") NEW("0.2") "</w:tr>"), true,
                       TABLE("<w:tr>" NEW("Cave") NEW("0.1") NEW("0.2") "</w:tr>")).whole);
}

static void a_link_in_a_cell_goes_with_its_text(void **state)
{
    (void)state;
    merged(TABLE(HEAD("Study", "g") "<w:tr>" CELL("Cave") "<w:tc><w:p><w:hyperlink w:anchor=\"r1\"><w:r><w:rPr><w:u/></w:rPr><w:t>R1</w:t></w:r></w:hyperlink></w:p></w:tc></w:tr>"),
           TABLE(HEAD("Study", "g") "<w:tr>" NEW("Cave") "<w:tc><w:p><w:hyperlink w:anchor=\"r2\"><w:r><w:t>R2</w:t></w:r></w:hyperlink></w:p></w:tc></w:tr>"), true,
           TABLE(HEAD("Study", "g") "<w:tr>" CELL("Cave") "<w:tc><w:p><w:hyperlink w:anchor=\"r2\"><w:r><w:rPr><w:u/></w:rPr><w:t>R2</w:t></w:r></w:hyperlink></w:p></w:tc></w:tr>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_letters_of_one_piece_of_text_change),
        cmocka_unit_test(the_same_text_changes_nothing),
        cmocka_unit_test(split_runs_become_one_with_the_look_of_the_first),
        cmocka_unit_test(comments_and_bookmarks_within_stay),
        cmocka_unit_test(a_note_in_a_run_of_text_stays),
        cmocka_unit_test(a_whole_tracked_change_leads_from_the_old_text_to_the_new),
        cmocka_unit_test(a_tracked_change_of_a_part_becomes_one_of_the_whole),
        cmocka_unit_test(a_change_back_to_what_was_is_no_change),
        cmocka_unit_test(a_comment_within_an_insertion_stays),
        cmocka_unit_test(a_placeholder_gives_no_look),
        cmocka_unit_test(an_empty_control_is_filled),
        cmocka_unit_test(markup_in_a_text_is_escaped),
        cmocka_unit_test(another_prefix_is_understood),
        cmocka_unit_test(what_is_no_word_document_is_refused),
        cmocka_unit_test(a_cell_that_says_the_same_stays_byte_for_byte),
        cmocka_unit_test(a_new_row_looks_like_the_one_before_it),
        cmocka_unit_test(the_comment_on_a_row_that_goes_moves_to_the_row_before),
        cmocka_unit_test(heads_that_an_author_worded_stay_when_asked),
        cmocka_unit_test(other_columns_make_the_table_anew),
        cmocka_unit_test(a_link_in_a_cell_goes_with_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
