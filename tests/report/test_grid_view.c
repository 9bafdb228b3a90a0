#include <config.h>

#include "tests/support.h"

#include <string.h>

#include "report/grid_view.h"
#include "report/html.h"

static const rv_grid_column columns[] = {
    { "study", "Study", -1 }, { "k", "k", 0 },          { "estimate", "Estimate [95% CI]", 2 }, { "lo", "Lower", 2 },
    { "hi", "Upper", 2 },     { "yi", "yi", 4 },        { "p", "p", 3 },                        { NULL, NULL, 0 },
};

static void row(rv_grid *g, const char *study, int k, double estimate, double lo, double hi)
{
    rv_grid_row(g, study);
    rv_grid_text(g, study);
    rv_grid_int(g, k);
    rv_grid_real(g, estimate);
    rv_grid_real(g, lo);
    rv_grid_real(g, hi);
    rv_grid_real(g, estimate);
    rv_grid_real(g, 0.04);
}

static rv_grid *filled(void)
{
    rv_grid *g = rv_grid_new("t", "Results", columns);

    rv_grid_span(g, "Education", "estimate", "p");
    rv_grid_range(g, "estimate", "lo", "hi");
    rv_grid_hide(g, "yi");
    rv_grid_section(g, "Randomised");
    row(g, "A", 3, -0.32, -0.52, -0.12);
    rv_grid_footnote(g, "From p.");
    row(g, "B", 12, 10, NAN, NAN);
    rv_grid_section(g, "Others");
    row(g, "C", 1, NAN, 0.1, 0.2);
    rv_grid_footnote(g, "By hand.");
    row(g, "D", 1, 1, 2, 3);
    rv_grid_footnote(g, "From p.");
    return g;
}

static const char *text(const rv_grid_view *v, size_t r, size_t c, rv_grid_seen *seen)
{
    rv_grid_see(v, r, c, seen);
    return rv_buf_str(&seen->text);
}

static void limits_stand_with_their_estimate_and_hidden_columns_are_not_seen(void **state)
{
    rv_grid *g = filled();
    rv_grid_view v;
    rv_grid_seen seen = RV_GRID_SEEN_INIT;

    (void)state;
    rv_grid_view_of(g, &v);
    assert_int_equal(v.n, 4);
    assert_string_equal(v.columns[3].head, "p");
    assert_string_equal(text(&v, 1, 2, &seen), "\u22120.32 [\u22120.52, \u22120.12]");
    assert_true(seen.number && seen.range);
    assert_string_equal(text(&v, 2, 2, &seen), "10.00");
    assert_false(seen.range);
    assert_string_equal(text(&v, 4, 2, &seen), "[0.10, 0.20]");
    assert_int_equal(v.columns[2].width[RV_GRID_ESTIMATE], 5);
    assert_int_equal(v.columns[2].width[RV_GRID_LOWER], 5);
    rv_grid_seen_free(&seen);
    rv_grid_free(g);
}

static void a_head_stands_over_the_columns_that_are_seen(void **state)
{
    rv_grid *g = filled();
    rv_grid_view v;

    (void)state;
    rv_grid_view_of(g, &v);
    assert_true(v.two_heads);
    assert_string_equal(v.columns[0].above, "");
    assert_int_equal(v.columns[2].across, 2);
    assert_int_equal(v.columns[3].across, 0);
    rv_grid_free(g);
}

static void footnotes_have_marks_in_the_order_of_reading_and_share_them(void **state)
{
    rv_grid *g = filled();
    rv_grid_view v;
    rv_grid_seen seen = RV_GRID_SEEN_INIT;
    rv_buf mark = RV_BUF_INIT;

    (void)state;
    rv_grid_view_of(g, &v);
    assert_int_equal(v.n_marks, 2);
    assert_string_equal(rv_grid_kept(g, v.marked[1]), "By hand.");
    rv_grid_see(&v, 5, 3, &seen);
    assert_int_equal(seen.mark, 1);
    rv_grid_see(&v, 5, 1, &seen);
    assert_int_equal(seen.mark, 0);
    rv_grid_mark(&mark, 26);
    assert_string_equal(rv_buf_str(&mark), "z");
    rv_grid_mark(&mark, 28);
    assert_string_equal(rv_buf_str(&mark), "ab");
    rv_buf_free(&mark);
    rv_grid_seen_free(&seen);
    rv_grid_free(g);
}

static void a_footnote_of_a_hidden_column_has_no_mark(void **state)
{
    static const rv_grid_column two[] = { { "a", "A", -1 }, { "b", "B", -1 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new("t", "T", two);
    rv_grid_view v;

    (void)state;
    rv_grid_hide(g, "a");
    rv_grid_row(g, NULL);
    rv_grid_text(g, "x");
    rv_grid_footnote(g, "unseen");
    rv_grid_text(g, "y");
    rv_grid_footnote(g, "seen");
    rv_grid_view_of(g, &v);
    assert_int_equal(v.n_marks, 1);
    assert_string_equal(rv_grid_kept(g, v.marked[0]), "seen");
    rv_grid_free(g);
}

static void html_has_heads_with_their_scope_and_marks_that_lead_there_and_back(void **state)
{
    rv_grid *g = filled();
    rv_buf out = RV_BUF_INIT;
    const char *html;

    (void)state;
    rv_html_grid(&out, g, 3, NULL);
    html = rv_buf_str(&out);
    assert_non_null(strstr(html, "<b>Table\u00a03.</b> Results</span></caption>"));
    assert_non_null(strstr(html, "<th scope=\"colgroup\" colspan=\"2\" class=\"over\">Education</th>"));
    assert_non_null(strstr(html, "<th scope=\"col\" rowspan=\"2\""));
    assert_non_null(strstr(html, "<tr class=\"section\"><th scope=\"rowgroup\" colspan=\"4\">Randomised</th></tr>"));
    assert_non_null(strstr(html, "<sup><a id=\"t-mark-a\" href=\"#t-note-a\">a</a></sup>"));
    assert_non_null(strstr(html, "<li id=\"t-note-a\">From p. <a class=\"back\" href=\"#t-mark-a\""));
    assert_null(strstr(strstr(html, "id=\"t-mark-a\"") + 1, "id=\"t-mark-a\""));
    assert_null(strstr(html, ">yi<"));
    rv_buf_free(&out);
    rv_grid_free(g);
}

static void markdown_joins_heads_and_keeps_footnotes(void **state)
{
    rv_grid *g = filled();
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_grid_markdown(g, 0, &out);
    assert_non_null(strstr(rv_buf_str(&out), "| Study | k | Education: Estimate \\[95% CI\\] | Education: p |\n"));
    assert_non_null(strstr(rv_buf_str(&out), "| **Randomised** |  |  |  |\n"));
    assert_non_null(strstr(rv_buf_str(&out), "| A | 3 | \u22120.32 \\[\u22120.52, \u22120.12\\] | 0.040[^t-a] |\n"));
    assert_non_null(strstr(rv_buf_str(&out), "[^t-a]: From p.\n[^t-b]: By hand.\n\n"));
    rv_buf_free(&out);
    rv_grid_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_stand_with_their_estimate_and_hidden_columns_are_not_seen),
        cmocka_unit_test(a_head_stands_over_the_columns_that_are_seen),
        cmocka_unit_test(footnotes_have_marks_in_the_order_of_reading_and_share_them),
        cmocka_unit_test(a_footnote_of_a_hidden_column_has_no_mark),
        cmocka_unit_test(html_has_heads_with_their_scope_and_marks_that_lead_there_and_back),
        cmocka_unit_test(markdown_joins_heads_and_keeps_footnotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
