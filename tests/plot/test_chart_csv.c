/* Chart data as delimited text, there and back. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/plot_chart.h"
#include "tests/support.h"

static const char *path_of(const char *text)
{
    static char path[64];
    FILE *f;

    snprintf(path, sizeof path, "chart.%ld.csv", (long)getpid());
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return path;
}

static rv_chart_data *read_text(const char *text)
{
    const char *path = path_of(text);
    rv_chart_data *d;
    rv_error err;
    const rv_status st = rv_chart_read(&d, path, &err);

    unlink(path);
    if (st != RV_OK)
        fail_msg("%s", err.message);
    return d;
}

/* What is wrong with it, without the name of the file. */
static const char *fault_of(const char *text)
{
    static rv_error err;
    const char *path = path_of(text);
    rv_chart_data *d;

    assert_int_equal(rv_chart_read(&d, path, &err), RV_EPARSE);
    assert_null(d);
    unlink(path);
    return strchr(err.message, ':') + 1;
}

static void what_was_written_is_read_again(void **state)
{
    const rv_chart_row rows[] = {
        { RV_CHART_POINT, "=SUM(A1)", 0.1, 1.0 / 3, NAN, NAN, NAN, NAN, 12, "a, \"b\"" },
        { RV_CHART_FILL, "", -2, 3e-7, NAN, NAN, NAN, NAN, NAN, "" },
        { RV_CHART_LINE, "", 1, 2, 1.5, 2.5, 1, 3, NAN, "curve" },
        { RV_CHART_NOTE, "A sentence", NAN, NAN, NAN, NAN, NAN, NAN, NAN, "" },
    };
    const rv_chart_data d = { "funnel", "@title", "OR", "model", "x", "y", 1, 0.9, -0.3, -1, 0.5, -2, 2, 0.04, 0.731, 4, rows };
    rv_buf text = RV_BUF_INIT;
    rv_output *out;
    rv_chart_data *back;
    (void)state;

    assert_int_equal(rv_output_memory(&out, &text, NULL), RV_OK);
    assert_int_equal(rv_chart_write(out, RV_FORMAT_CSV, &d, NULL), RV_OK);
    assert_int_equal(rv_output_close(out, NULL), RV_OK);
    back = read_text(rv_buf_str(&text));
    assert_string_equal(back->figure, "funnel");
    assert_string_equal(back->title, "@title");
    assert_string_equal(back->measure, "OR");
    assert_close(back->log_scale, 1, 0);
    assert_close(back->level, 0.9, 0);
    assert_close(back->estimate, -0.3, 0);
    assert_close(back->pi_hi, 2, 0);
    assert_close(back->i2, 0.731, 1e-15);
    assert_int_equal(back->n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(back->rows[i].kind, rows[i].kind);
        assert_string_equal(back->rows[i].label, rows[i].label);
        assert_string_equal(back->rows[i].text, rows[i].text);
        assert_close(back->rows[i].x, rows[i].x, 0);
        assert_close(back->rows[i].y, rows[i].y, 0);
        assert_close(back->rows[i].lo, rows[i].lo, 0);
        assert_close(back->rows[i].pi_hi, rows[i].pi_hi, 0);
        assert_close(back->rows[i].weight, rows[i].weight, 0);
    }
    rv_chart_free(back);
    rv_buf_free(&text);
}

static void two_columns_are_enough(void **state)
{
    rv_chart_data *d = read_text("x;y\n1;2\n3;NA\n");
    (void)state;

    assert_int_equal(d->n, 2);
    assert_int_equal(d->rows[0].kind, RV_CHART_POINT);
    assert_string_equal(d->rows[0].label, "");
    assert_close(d->rows[1].y, NAN, 0);
    assert_close(d->level, NAN, 0);
    rv_chart_free(d);
}

static void faults_are_named_by_line(void **state)
{
    (void)state;
    assert_string_equal(fault_of("label,x\nA,1\n"), "1: there is no column y; chart data have it (see review-plot(1))");
    assert_string_equal(fault_of("kind,x,y\npoint,1,2\nline?,1,2\n"), "3: there are the kinds point, fill, line, fact and note, not 'line?'");
    assert_string_equal(fault_of("kind,label,x,y\nfact,colour,1,\n"), "2: there is no fact 'colour'");
    assert_string_equal(fault_of("kind,label,x,y\nfact,level,95,\n"), "2: the level must lie between 0 and 1, it is '95'");
    assert_string_equal(fault_of("x,y,weight\n1,2,-1\n"), "2: weight must not be negative, it is '-1'");
    assert_string_equal(fault_of("x,y,lo,hi,label\n1,2,3,2,A\n"), "2: the lower limit is above the upper one, for 'A'");
    assert_string_equal(fault_of("x,y\n1,1e101\n"), "2: column y is 1e+101; a figure takes numbers up to 1e+100");
    assert_string_equal(fault_of("x,y\n"), " there are no rows");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read_again),
        cmocka_unit_test(two_columns_are_enough),
        cmocka_unit_test(faults_are_named_by_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
