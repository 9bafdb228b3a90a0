/* One small document through every writer. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/anchors.h"
#include "report/html.h"
#include "report/latex.h"
#include "report/page.h"

typedef struct { rv_page page; rv_buf out; rv_error err; char folder[32]; } bench;

static int setup(void **state)
{
    bench *b = calloc(1, sizeof *b);

    strcpy(b->folder, "page-XXXXXX");
    *state = b;
    return mkdtemp(b->folder) && rv_page_new(&b->page, b->folder, &b->err) == RV_OK ? 0 : -1;
}

static int teardown(void **state)
{
    bench *b = *state;
    char path[80];

    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/t%d.csv", b->folder, i);
        unlink(path);
    }
    rmdir(b->folder);
    rv_page_free(&b->page);
    rv_buf_free(&b->out);
    free(b);
    return 0;
}

static const char *written(bench *b, rv_status (*write)(const rv_page *, rv_buf *, rv_error *))
{
    rv_buf_clear(&b->out);
    assert_int_equal(write(&b->page, &b->out, &b->err), RV_OK);
    return rv_buf_str(&b->out);
}

static void table(bench *b, const char *id, const char *anchor, bool closed)
{
    static const rv_grid_column columns[] = { { "a", "A", -1 }, { "x", "X", 1 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new(id, "Caption", columns);

    rv_grid_row(g, anchor);
    rv_grid_link(g, "to the part", "part");
    rv_grid_real(g, -1);
    rv_grid_row(g, NULL);
    rv_grid_link(g, "to nothing", "nothing");
    assert_int_equal(rv_page_grid(&b->page, g, closed, &b->err), RV_OK);
    rv_grid_free(g);
}

static void says(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("'%s' is not in:\n%s", words, text);
}

static void says_not(const char *text, const char *words)
{
    if (strstr(text, words))
        fail_msg("'%s' is in:\n%s", words, text);
}

static void a_script_is_no_link_in_any_format(void **state)
{
    static const char *const links[] = { "javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "java\nscript:x", "//evil/x",
                                         "/etc/passwd", "../x", "a/../../x", "file:///x", "\\\\evil\\x" };
    bench *b = *state;

    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        assert_false(rv_anchors_lead(NULL, links[i]));
        rv_page_begin(&b->page, RV_BLOCK_PARAGRAPH);
        rv_page_link(&b->page, "here", links[i]);
    }
    says_not(written(b, rv_page_html), "<a href=\"j");
    says_not(strstr(rv_buf_str(&b->out), "<main"), "<a href=\"/");
    says_not(written(b, rv_page_markdown), "](");
    says_not(written(b, rv_page_latex), "}\\href{");
    says_not(rv_buf_str(&b->out), "script:");
}

static void an_address_stays_a_link_and_its_marks_are_kept_from_ending_it(void **state)
{
    bench *b = *state;

    rv_page_begin(&b->page, RV_BLOCK_PARAGRAPH);
    rv_page_link(&b->page, "doi", "https://doi.org/10.1/a_b>\"'(c)%20{d}");
    says(written(b, rv_page_html), "<a href=\"https://doi.org/10.1/a_b&gt;&quot;&#39;(c)%20{d}\">doi</a>");
    says(written(b, rv_page_markdown), "[doi](<https://doi.org/10.1/a_b%3E\"'(c)%20{d}>)");
    says(written(b, rv_page_latex), "\\href{https://doi.org/10.1/a\\_b\\%3E\\%22'(c)\\%20\\%7Bd\\%7D}{doi}");
}

static void links_lead_to_what_is_there_and_stay_text_where_nothing_is(void **state)
{
    bench *b = *state;

    rv_page_heading(&b->page, 2, "part", "Part");
    table(b, "t0", "row", false);
    says(written(b, rv_page_html), "<a href=\"#part\">to the part</a>");
    says(rv_buf_str(&b->out), ">to nothing<");
    says_not(rv_buf_str(&b->out), "#nothing");
    says(written(b, rv_page_latex), "\\hyperlink{part}{to the part}");
    says_not(rv_buf_str(&b->out), "{nothing}");
}

static void an_anchor_that_comes_again_is_given_once(void **state)
{
    bench *b = *state;
    const char *at;

    table(b, "t0", "row", false);
    table(b, "t1", "row", false);
    says(at = written(b, rv_page_html), "<tr id=\"row\">");
    says_not(strstr(at, "<tr id=\"row\">") + 1, "<tr id=\"row\">");
    says(at = written(b, rv_page_latex), "\\hypertarget{row}{}");
    says_not(strstr(at, "\\hypertarget{row}") + 1, "\\hypertarget{row}");
}

static void tables_are_numbered_and_can_be_named_before_they_come(void **state)
{
    bench *b = *state;

    rv_page_begin(&b->page, RV_BLOCK_PARAGRAPH);
    rv_page_say(&b->page, "See ");
    rv_page_refer(&b->page, "t1");
    rv_page_say(&b->page, ".");
    table(b, "t0", NULL, false);
    table(b, "t1", NULL, true);
    says(written(b, rv_page_html), "<p>See <a href=\"#t1\">Table\u00a02</a>.</p>");
    says(rv_buf_str(&b->out), "<b>Table\u00a02.</b> Caption");
    says(written(b, rv_page_markdown), "See Table\u00a02.");
    says(rv_buf_str(&b->out), "**Table\u00a02. Caption**");
    says(written(b, rv_page_latex), "See \\hyperlink{t1}{Table~2}.");
    says(strstr(rv_buf_str(&b->out), "Further tables"), "\\setcounter{table}{1}");
}

static void a_sentence_of_numbers_from_one_place_is_one_link(void **state)
{
    bench *b = *state;

    rv_page_heading(&b->page, 2, "part", "Part");
    rv_page_begin(&b->page, RV_BLOCK_PARAGRAPH);
    rv_page_run(&b->page, &(rv_run){ .text = "1.74", .link = "#part", .field = "a.estimate" });
    rv_page_say(&b->page, " (");
    rv_page_run(&b->page, &(rv_run){ .text = "1.51", .link = "#part", .field = "a.ci_lo" });
    rv_page_say(&b->page, ") and, what is far from it, ");
    rv_page_run(&b->page, &(rv_run){ .text = "2", .link = "#part", .field = "a.k" });
    rv_page_say(&b->page, " or ");
    rv_page_run(&b->page, &(rv_run){ .text = "there", .link = "https://example.org" });
    says(written(b, rv_page_html), "<p><a class=\"value\" href=\"#part\">1.74 (1.51</a>) and, what is far from it, "
                                   "<a class=\"value\" href=\"#part\">2</a> or <a href=\"https://example.org\">there</a></p>");
}

static void no_level_of_headings_is_left_out(void **state)
{
    bench *b = *state;

    rv_page_heading(&b->page, 2, "one", "One");
    rv_page_heading(&b->page, 4, "two", "Two");
    rv_page_heading(&b->page, 2, "three", "Three");
    says(written(b, rv_page_html), "<h3 id=\"two\">Two</h3>");
    says(rv_buf_str(&b->out), "<h2 id=\"three\">Three</h2>");
}

static void a_role_of_a_heading_gathers_its_part_and_that_of_a_block_its_like(void **state)
{
    bench *b = *state;

    rv_page_heading(&b->page, 2, "plain", "Plain");
    rv_page_role(&b->page, "plain-language");
    rv_page_heading(&b->page, 3, "asked", "Asked");
    rv_page_text(&b->page, "this");
    rv_page_heading(&b->page, 2, "next", "Next");
    rv_page_text(&b->page, "one");
    rv_page_role(&b->page, "headline");
    rv_page_text(&b->page, "two");
    rv_page_role(&b->page, "headline");
    rv_page_text(&b->page, "three");
    says(written(b, rv_page_html), "<section class=\"box plain-language\" aria-labelledby=\"plain\">\n<h2 id=\"plain\">Plain</h2>\n"
                                   "<h3 id=\"asked\">Asked</h3>\n<p>this</p>\n</section>\n<h2 id=\"next\">");
    says(rv_buf_str(&b->out), "<div class=\"box headline\">\n<p>one</p>\n<p>two</p>\n</div>\n<p>three</p>");
}

static void a_list_in_a_list_belongs_to_its_item(void **state)
{
    bench *b = *state;

    rv_page_list_begin(&b->page);
    rv_page_item(&b->page, "", "a");
    rv_page_list_begin(&b->page);
    rv_page_item(&b->page, "", "b");
    rv_page_list_end(&b->page);
    rv_page_list_end(&b->page);
    rv_page_list_begin(&b->page);
    rv_page_list_end(&b->page);
    says(written(b, rv_page_html), "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n");
    says(written(b, rv_page_latex), "\\begin{itemize}\n\\item{} a\n\\begin{itemize}\n\\item{} b\n\\end{itemize}\n\\end{itemize}\n\\end{document}");
}

static void text_that_runs_the_other_way_is_kept_to_itself(void **state)
{
    bench *b = *state;

    rv_page_text(&b->page, "\u05e9\u05dc\u05d5\u05dd (2019)");
    rv_page_text(&b->page, "a\u202eb");
    says(written(b, rv_page_html), "<p dir=\"auto\"><bdi>\u05e9\u05dc\u05d5\u05dd (2019)</bdi></p>");
    says(rv_buf_str(&b->out), "<p><bdi>a\u202eb</bdi></p>");
}

static void markdown_begins_no_list_that_the_text_does_not_have(void **state)
{
    bench *b = *state;

    rv_page_text(&b->page, "2019. A year");
    rv_page_text(&b->page, "    - dash");
    rv_page_text(&b->page, "a &lt; ~~b~~ $c$ A&B & C");
    says(written(b, rv_page_markdown), "\n\n2019\\. A year\n\n\\- dash\n\na \\&lt; \\~\\~b\\~\\~ \\$c\\$ A\\&B & C\n\n");
}

static const char *latex(bench *b, const char *text)
{
    rv_buf_clear(&b->out);
    rv_latex_text(&b->out, text);
    return rv_buf_str(&b->out);
}

static void latex_escapes_what_means_something_to_tex(void **state)
{
    bench *b = *state;

    assert_string_equal(latex(b, "\\input{x} $&#_%~^<>|\"`"), "\\textbackslash{}input\\{x\\} \\$\\&\\#\\_\\%\\textasciitilde{}\\textasciicircum{}"
                        "\\textless{}\\textgreater{}\\textbar{}\\textquotedbl{}\\textasciigrave{}");
    assert_string_equal(latex(b, "[a]* -- ''"), "{[}a]{*} -{}- '{}'");
    assert_string_equal(latex(b, "one\n\ntwo\tthree"), "one  two three");
}

static void latex_is_ascii_whatever_the_text(void **state)
{
    bench *b = *state;

    assert_string_equal(latex(b, "\u00e9 \u0151 \u1ec7 \u00f8 \u00df"), "\\'{e} \\H{o} \\^{\\d{e}} \\o{} \\ss{}");
    assert_string_equal(latex(b, "\u22120.5 \u2013 \u2264 \u03c4\u00b2 95\u00a0%"),
                        "\\textminus{}0.5 \\textendash{} \\ensuremath{\\leq} \\ensuremath{\\tau}\\textsuperscript{2} 95~\\%");
    assert_string_equal(latex(b, "\u6e2c\xff\x1b"), "\\otherchar{6E2C}\\otherchar{FFFD}\\otherchar{001B}");
    assert_string_equal(rv_latex_sign(0xA0), "~");
    assert_string_equal(rv_latex_sign(0xFEFF), "");
    assert_null(rv_latex_sign(0x10FFFF));
}

static void latex_breaks_words_that_no_line_could_hold(void **state)
{
    bench *b = *state;

    assert_string_equal(latex(b, "https://example.org/x"), "https:\\allowbreak{}/\\allowbreak{}/\\allowbreak{}example.\\allowbreak{}org/"
                        "\\allowbreak{}x");
    assert_string_equal(latex(b, "internationalisation"), "internationalisation");
    says(latex(b, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "aaaaaaaaaaaaa\\allowbreak{}aaaaaaaaaaaaa\\allowbreak{}aaaaaaaaa");
}

/* Whatever the bytes are: LaTeX stays ASCII with its braces in pairs and no command that is not ours, HTML has no tag but <bdi>, Markdown no
   line end. */
static void no_bytes_get_out_of_their_text(void **state)
{
    static const char alphabet[] = "\\{}$&#_%~^<>[]*-`'\"|!.1a \n\t\xc3\xa9\xe2\x80\xae\xd7\xa9\xff\x01";
    bench *b = *state;
    uint64_t seed = 20261126;

    for (int round = 0; round < 3000; round++) {
        char text[41];
        size_t n = 0;
        int open = 0;

        for (; n < sizeof text - 1; n++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            text[n] = alphabet[(seed >> 33) % (sizeof alphabet - 1)];
        }
        text[n] = '\0';
        for (const char *c = latex(b, text); *c; c++) {
            assert_true(*c >= ' ' && *c < 127);
            if (*c == '\\' && c[1] && !strchr("abcdefghijklmnopqrstuvwxyz", c[1]))
                c++;                                       /* one of \{ \} \$ \& \# \_ \% \' */
            else
                open += (*c == '{') - (*c == '}');
            assert_true(open >= 0);
        }
        assert_int_equal(open, 0);
        rv_buf_clear(&b->out);
        rv_html_text(&b->out, text);
        for (const char *c = rv_buf_str(&b->out); (c = strchr(c, '<')); c++)
            assert_true(strncmp(c, "<bdi>", 5) == 0 || strncmp(c, "</bdi>", 6) == 0);
        rv_buf_clear(&b->out);
        rv_markdown_line(&b->out, text);
        assert_null(strchr(rv_buf_str(&b->out), '\n'));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_script_is_no_link_in_any_format, setup, teardown),
        cmocka_unit_test_setup_teardown(an_address_stays_a_link_and_its_marks_are_kept_from_ending_it, setup, teardown),
        cmocka_unit_test_setup_teardown(links_lead_to_what_is_there_and_stay_text_where_nothing_is, setup, teardown),
        cmocka_unit_test_setup_teardown(an_anchor_that_comes_again_is_given_once, setup, teardown),
        cmocka_unit_test_setup_teardown(tables_are_numbered_and_can_be_named_before_they_come, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sentence_of_numbers_from_one_place_is_one_link, setup, teardown),
        cmocka_unit_test_setup_teardown(no_level_of_headings_is_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(a_role_of_a_heading_gathers_its_part_and_that_of_a_block_its_like, setup, teardown),
        cmocka_unit_test_setup_teardown(a_list_in_a_list_belongs_to_its_item, setup, teardown),
        cmocka_unit_test_setup_teardown(text_that_runs_the_other_way_is_kept_to_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(markdown_begins_no_list_that_the_text_does_not_have, setup, teardown),
        cmocka_unit_test_setup_teardown(latex_escapes_what_means_something_to_tex, setup, teardown),
        cmocka_unit_test_setup_teardown(latex_is_ascii_whatever_the_text, setup, teardown),
        cmocka_unit_test_setup_teardown(latex_breaks_words_that_no_line_could_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(no_bytes_get_out_of_their_text, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
