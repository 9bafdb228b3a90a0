#include <config.h>

#include "tests/support.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/html.h"

static const rv_grid_column columns[] = { { "study", "Study", -1 }, { "yi", "Estimate", 2 }, { "k", "Effects", 0 }, { NULL, NULL, 0 } };

static rv_grid *filled(void)
{
    rv_grid *g = rv_grid_new("results", "Results & more", columns);

    rv_grid_row(g, "study-A");
    rv_grid_link(g, "A <b>", "values-A");
    rv_grid_real(g, -0.12345678901234566);
    rv_grid_int(g, 3);
    rv_grid_row(g, NULL);
    rv_grid_text(g, "=1+1|x");
    rv_grid_real(g, NAN);
    return g;
}

static void html_escapes_links_and_writes_a_true_minus(void **state)
{
    rv_grid *g = filled();
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_html_grid(&out, g, 0, NULL);
    assert_non_null(strstr(rv_buf_str(&out), "<caption id=\"results-caption\"><span>Results &amp; more</span></caption>"));
    assert_non_null(strstr(rv_buf_str(&out), "<tr id=\"study-A\"><th scope=\"row\"><a href=\"#values-A\">A &lt;b&gt;</a></th>"));
    assert_non_null(strstr(rv_buf_str(&out), "<td class=\"n\">\u22120.12</td><td class=\"n\">3</td>"));
    assert_null(strstr(rv_buf_str(&out), "<b>"));
    rv_buf_free(&out);
    rv_grid_free(g);
}

static void a_short_row_is_filled_with_nothing(void **state)
{
    rv_grid *g = filled();
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_html_grid(&out, g, 0, NULL);
    assert_non_null(strstr(rv_buf_str(&out), "<th scope=\"row\">=1+1|x</th><td class=\"n\"></td><td class=\"n\"></td></tr>"));
    rv_buf_free(&out);
    rv_grid_free(g);
}

static void markdown_shows_what_would_move_the_cursor_as_codes(void **state)
{
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_markdown_text(&out, "\x1B[31mred|\u202Eback\r\nnext\n");
    assert_string_equal(rv_buf_str(&out), "\\\\x1B\\[31mred\\|\\\\u{202E}back  next ");
    rv_buf_free(&out);
}

static void markdown_keeps_bars_and_markup_out_of_the_table(void **state)
{
    rv_grid *g = filled();
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_grid_markdown(g, 0, &out);
    assert_non_null(strstr(rv_buf_str(&out), "| Study | Estimate | Effects |\n| --- | ---: | ---: |\n"));
    assert_non_null(strstr(rv_buf_str(&out), "| A \\<b\\> | \u22120.12 | 3 |\n"));
    assert_non_null(strstr(rv_buf_str(&out), "| =1+1\\|x |  |  |\n"));
    rv_buf_free(&out);
    rv_grid_free(g);
}

static void csv_has_every_digit_and_no_live_formula(void **state)
{
    rv_grid *g = filled();
    rv_buf out = RV_BUF_INIT;
    rv_error err = { 0 };
    char path[] = "grid-XXXXXX";

    (void)state;
    close(mkstemp(path));
    assert_int_equal(rv_grid_csv(g, path, &err), RV_OK);
    assert_int_equal(rv_file_read(path, 4096, &out, &err), RV_OK);
    assert_string_equal(rv_buf_str(&out), "study,yi,k\nA <b>,-0.12345678901234566,3\n'=1+1|x,,\n");
    unlink(path);
    rv_buf_free(&out);
    rv_grid_free(g);
}

static void csv_into_a_full_disk_names_the_file(void **state)
{
    rv_grid *g = filled();
    rv_error err = { 0 };

    (void)state;
    assert_int_not_equal(rv_grid_csv(g, "/nowhere/results.csv", &err), RV_OK);
    assert_non_null(strstr(err.message, "/nowhere/results.csv"));
    rv_grid_free(g);
}

static void numbers_have_no_negative_zero(void **state)
{
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_grid_number(&out, -0.0001, 2);
    assert_string_equal(rv_buf_str(&out), "0.00");
    rv_buf_free(&out);
}

static void a_p_value_too_small_for_its_decimals_is_less_than_the_least(void **state)
{
    static const rv_grid_column of[] = { { "fisher_p", "p", 3 }, { "slope", "Slope", 3 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new("x", "X", of);
    rv_buf out = RV_BUF_INIT;

    (void)state;
    for (int i = 0; i < 2; i++) {
        rv_grid_row(g, NULL);
        rv_grid_real(g, i ? 0.001 : 0.000999);
        rv_grid_real(g, 0.0001);
    }
    rv_grid_markdown(g, 0, &out);
    assert_non_null(strstr(rv_buf_str(&out), "0.001 | 0.000 |\n| 0.001 | 0.000 |\n"));
    assert_non_null(strstr(rv_buf_str(&out), "<0.001"));
    rv_buf_free(&out);
    rv_grid_free(g);
}

static void more_cells_than_columns_are_refused_silently_and_rows_stay_whole(void **state)
{
    rv_grid *g = rv_grid_new("x", "X", columns);
    rv_buf out = RV_BUF_INIT;

    (void)state;
    for (int r = 0; r < 200; r++) {
        rv_grid_row(g, NULL);
        for (int c = 0; c < 5; c++)
            rv_grid_int(g, r);
    }
    assert_int_equal(rv_grid_rows(g), 200);
    assert_int_equal(rv_grid_check(g, NULL), RV_OK);
    rv_grid_markdown(g, 0, &out);
    assert_non_null(strstr(rv_buf_str(&out), "| 199 | 199 | 199 |\n"));
    assert_null(strstr(rv_buf_str(&out), "| 199 | 199 | 199 | 199"));
    rv_buf_free(&out);
    rv_grid_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_escapes_links_and_writes_a_true_minus),
        cmocka_unit_test(a_short_row_is_filled_with_nothing),
        cmocka_unit_test(markdown_shows_what_would_move_the_cursor_as_codes),
        cmocka_unit_test(markdown_keeps_bars_and_markup_out_of_the_table),
        cmocka_unit_test(csv_has_every_digit_and_no_live_formula),
        cmocka_unit_test(csv_into_a_full_disk_names_the_file),
        cmocka_unit_test(numbers_have_no_negative_zero),
        cmocka_unit_test(a_p_value_too_small_for_its_decimals_is_less_than_the_least),
        cmocka_unit_test(more_cells_than_columns_are_refused_silently_and_rows_stay_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
