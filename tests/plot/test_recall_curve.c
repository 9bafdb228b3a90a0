#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/plot.h"
#include "tests/support.h"

static const double ranks[] = { 1, 2, 3, 5, 6, 8, 9, 12, 15, 16, 20, 24, 29, 37, 48, 60, 75, 110, 160, 230 };
enum { N = sizeof ranks / sizeof *ranks };

static rv_recall_curve curve(void)
{
    return (rv_recall_curve){ "Screening by title and abstract", "at 95 % confidence", ranks, N, 400, 1000, 22, 20, 26 };
}

static char *svg_of(const rv_recall_curve *c)
{
    const rv_recall_curve_options options = RV_RECALL_CURVE_OPTIONS_INIT;
    rv_buf svg = RV_BUF_INIT;
    rv_scene *scene;
    rv_error err = { 0 };
    const rv_status st = rv_plot_recall(&scene, c, &options, &err);
    if (st != RV_OK)
        print_error("%s\n", err.message);
    assert_int_equal(st, RV_OK);
    assert_int_equal(rv_plot_svg(scene, "recall", &svg, &err), RV_OK);
    rv_scene_free(scene);
    return svg.data;
}

static void the_figure_says_what_it_shows(void **state)
{
    const rv_recall_curve c = curve();
    char *svg = svg_of(&c);
    (void)state;
    assert_non_null(strstr(svg, "Relevant records found"));
    assert_non_null(strstr(svg, "20 found in 400 screened"));
    assert_non_null(strstr(svg, "20 to 26 relevant records in all, at 95 % confidence"));
    free(svg);
}

static void without_an_estimate_there_is_no_band(void **state)
{
    rv_recall_curve c = curve();
    char *svg;
    (void)state;
    c.expected = c.expected_lo = c.expected_hi = NAN;
    svg = svg_of(&c);
    assert_null(strstr(svg, "Band"));
    free(svg);
}

static void when_all_is_read_there_is_nothing_to_expect(void **state)
{
    rv_recall_curve c = curve();
    char *svg;
    (void)state;
    c.screened = c.total;
    c.expected = c.expected_lo = c.expected_hi = N;
    svg = svg_of(&c);
    assert_null(strstr(svg, "Band"));
    assert_non_null(strstr(svg, "Nothing is left unread."));
    free(svg);
}

static void empty_and_full_curves_are_drawn(void **state)
{
    rv_recall_curve c = { "", "", NULL, 0, 0, 10, NAN, NAN, NAN };
    double all[10];
    (void)state;
    free(svg_of(&c));
    for (int i = 0; i < 10; i++)
        all[i] = i + 1;
    c = (rv_recall_curve){ "<b>\x01&", "", all, 10, 10, 10, 10, 10, 10 };
    free(svg_of(&c));
}

/* 50,000 relevant records are drawn in no more strokes than the page can show. */
static void a_long_curve_stays_small(void **state)
{
    enum { LONG = 50000 };
    double *many = malloc(LONG * sizeof *many);
    rv_recall_curve c = { "", "", many, LONG, 60000, 90000, NAN, NAN, NAN };
    char *svg;
    (void)state;
    for (int i = 0; i < LONG; i++)
        many[i] = i + 1;
    svg = svg_of(&c);
    assert_true(strlen(svg) < 300000);
    free(svg);
    free(many);
}

static void what_cannot_be_is_refused(void **state)
{
    const rv_recall_curve_options wide = { 1e9 }, fine = RV_RECALL_CURVE_OPTIONS_INIT;
    const double falling[] = { 3, 2 }, late[] = { 3, 401 };
    rv_recall_curve c = curve();
    rv_scene *scene;
    rv_error err;
    (void)state;
    assert_int_equal(rv_plot_recall(&scene, &c, &wide, &err), RV_EINVAL);
    assert_null(scene);
    c.found_at = falling;
    c.n = 2;
    assert_int_equal(rv_plot_recall(&scene, &c, &fine, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "relevant record 2 was found at 2; ranks rise from 1 to 400");
    c.found_at = late;
    assert_int_equal(rv_plot_recall(&scene, &c, &fine, &err), RV_EDOMAIN);
    c = curve();
    c.screened = 1001;
    assert_int_equal(rv_plot_recall(&scene, &c, &fine, &err), RV_EINVAL);
    c = curve();
    c.expected_lo = 30;
    assert_int_equal(rv_plot_recall(&scene, &c, &fine, &err), RV_EDOMAIN);
    c.expected_lo = NAN;
    assert_int_equal(rv_plot_recall(&scene, &c, &fine, &err), RV_EDOMAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figure_says_what_it_shows), cmocka_unit_test(without_an_estimate_there_is_no_band),
        cmocka_unit_test(when_all_is_read_there_is_nothing_to_expect),
        cmocka_unit_test(empty_and_full_curves_are_drawn), cmocka_unit_test(a_long_curve_stays_small),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
