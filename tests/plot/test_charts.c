/* Figures with two axes: nothing overlaps and nothing leaves the page, whatever the data; and what they say. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "plot/scene.h"
#include "review/plot_chart.h"
#include "tests/plot/random.h"
#include "tests/support.h"

enum { FIGURES = 125, MOST_POINTS = 90, ROWS = MOST_POINTS + 80 };
static const double SLACK = 0.01;

typedef rv_status draw(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);
static const struct { const char *name; draw *figure; } figures[] = {
    { "funnel", rv_plot_funnel }, { "radial", rv_plot_radial },   { "baujat", rv_plot_baujat }, { "labbe", rv_plot_labbe },
    { "qq", rv_plot_qq },         { "profile", rv_plot_profile }, { "gosh", rv_plot_gosh },     { "bubble", rv_plot_bubble },
};

static bool overlap(const rv_box *a, const rv_box *b)
{
    return fmin(a->x1, b->x1) - fmax(a->x0, b->x0) > SLACK && fmin(a->y1, b->y1) - fmax(a->y0, b->y0) > SLACK;
}

/* Texts stay on the page, off each other and off the points that are drawn before them. */
static void check_scene(const rv_scene *s, const char *what, int figure)
{
    size_t texts = 0;

    assert_non_null(s->title);
    assert_true(strlen(rv_scene_description(s)) > 20);
    for (size_t i = 0; i < s->n; i++) {
        const rv_mark *m = &s->marks[i];
        const rv_box *b = &m->box;
        if (!(b->x0 >= -SLACK && b->y0 >= -SLACK && b->x1 <= s->width + SLACK && b->y1 <= s->height + SLACK))
            fail_msg("%s %d: '%s' leaves the page: %g..%g, %g..%g in %g by %g", what, figure, m->text ? m->text : "a mark", b->x0, b->x1, b->y0,
                     b->y1, s->width, s->height);
        if (m->kind != RV_MARK_TEXT)
            continue;
        texts++;
        assert_true(m->face.size >= 8);
        for (size_t j = 0; j < s->n; j++) {
            const rv_mark *other = &s->marks[j];
            if (j > i && other->kind == RV_MARK_TEXT && overlap(b, &other->box))
                fail_msg("%s %d: '%s' and '%s' overlap", what, figure, m->text, other->text);
            /* Circles are points: a square within the circle must be clear of words. */
            if (other->kind == RV_MARK_CIRCLE) {
                const double h = 0.7 * other->radius;
                const rv_box inner = { other->x[0] - h, other->y[0] - h, other->x[0] + h, other->y[0] + h };
                if (overlap(b, &inner))
                    fail_msg("%s %d: a point lies under '%s'", what, figure, m->text);
            }
        }
    }
    assert_true(texts > 2);
}

/* Numbers that the figure takes: positive where it must be, ordinary, tiny or huge. */
static double positive(void)
{
    return pow(10, uniform() < 0.9 ? 2 * uniform() - 1.5 : 30 * uniform() - 15);
}

/* A risk or rate on the scale of its measure: log odds, log risk, risk, log rate, rate. */
static double a_rate(const char *measure)
{
    return strcmp(measure, "OR") == 0 || strcmp(measure, "IRR") == 0 ? 8 * uniform() - 4 : strcmp(measure, "RR") == 0 ? -4 * uniform() : uniform();
}

static void any_chart(rv_chart_data *d, rv_chart_row *rows, size_t figure)
{
    static const char *const measures[] = { "OR", "RR", "RD", "IRR", "IRD" };
    const bool log_scale = uniform() < 0.5, labbe = figure == 3;
    const size_t k = 1 + below(uniform() < 0.5 ? 12 : MOST_POINTS - 1), curve = below(60), notes = below(4);
    size_t n = 0;

    *d = (rv_chart_data){ "", any_label(), labbe ? measures[below(5)] : any_label(), any_label(), any_label(), any_label(), log_scale,
                          uniform() < 0.5 ? 0.95 : 0.8, any_number(true) / 50, NAN, NAN, NAN, NAN, positive(), uniform(), 0, rows };
    if (uniform() < 0.7) {
        d->ci_lo = d->estimate - positive();
        d->ci_hi = d->estimate + positive();
    }
    for (size_t i = 0; i < k; i++) {
        const double x = figure == 1 ? positive() : labbe ? a_rate(d->measure) : any_number(true) / (log_scale ? 40 : 1);
        const double y = figure == 0 || figure == 2 ? positive() : labbe ? a_rate(d->measure) : any_number(true) / (log_scale ? 40 : 1);
        rows[n++] = (rv_chart_row){ uniform() < 0.9 || i == 0 ? RV_CHART_POINT : RV_CHART_FILL, any_label(), x, y, NAN, NAN, NAN, NAN,
                                    uniform() < 0.8 ? positive() : NAN, "curve" };
    }
    for (size_t i = 0; i < curve + (figure == 5 ? 2 : 0); i++) {
        const double y = any_number(false) / 10;
        rows[n++] = (rv_chart_row){ RV_CHART_LINE, "", (double)i / 10, y, y - 1, y + 1, y - 2, y + 2, NAN, i < 20 ? "curve" : any_label() };
    }
    for (size_t i = 0; i < notes; i++)
        rows[n++] = (rv_chart_row){ RV_CHART_NOTE, any_label(), NAN, NAN, NAN, NAN, NAN, NAN, NAN, "" };
    d->n = n;
}

static void no_two_texts_of_a_chart_overlap(void **state)
{
    static const double widths[] = { 85, 85, 120, 175 };
    static rv_chart_row rows[ROWS];
    (void)state;

    seed = 20261126;
    for (size_t which = 0; which < sizeof figures / sizeof *figures; which++)
        for (int i = 0; i < FIGURES; i++) {
            rv_chart_options o = RV_CHART_OPTIONS_INIT;
            rv_chart_data d;
            rv_scene *scene;
            rv_error err = { 0 };

            any_chart(&d, rows, which);
            o.width = widths[below(4)];
            o.names = (rv_chart_names)below(3);
            o.regions = (rv_funnel_regions)below(3);
            o.funnel_y = (rv_funnel_y)below(3);
            o.labbe_axes = which == 3 && d.measure[strlen(d.measure) - 1] == 'R' && uniform() < 0.5 ? RV_LABBE_LOG : RV_LABBE_NATURAL;
            if (uniform() < 0.2)
                o.x_name = o.y_name = any_label();
            if (figures[which].figure(&scene, &d, &o, &err) != RV_OK)
                fail_msg("%s %d: %s", figures[which].name, i, err.message);
            check_scene(scene, figures[which].name, i);
            rv_scene_free(scene);
        }
}

/* The same of the figures that forest-plot data give. */
static void no_two_texts_of_estimates_overlap(void **state)
{
    static rv_forest_row rows[MOST_ROWS];
    int drawn = 0;
    (void)state;

    seed = 77;
    for (int i = 0; i < 2 * FIGURES; i++) {
        rv_estimates_options o = RV_ESTIMATES_OPTIONS_INIT;
        rv_forest f;
        rv_scene *scene;
        rv_error err = { 0 };

        any_forest(&f, rows);
        o.width = uniform() < 0.5 ? 85 : 175;
        if ((i % 2 ? rv_plot_orchard : rv_plot_caterpillar)(&scene, &f, &o, &err) != RV_OK) {
            assert_non_null(strstr(err.message, "there are no effects"));
            continue;
        }
        drawn++;
        check_scene(scene, i % 2 ? "orchard" : "caterpillar", i);
        rv_scene_free(scene);
    }
    assert_true(drawn > FIGURES);
}

/* ---- What they say ------------------------------------------------------------------------------------------------ */

static const rv_chart_row three[] = {
    { RV_CHART_POINT, "Alpha", 0.1, 0.1, NAN, NAN, NAN, NAN, NAN, "" },
    { RV_CHART_POINT, "Beta", 0.9, 0.2, NAN, NAN, NAN, NAN, NAN, "" },
    { RV_CHART_POINT, "Gamma", 0.2, 0.3, NAN, NAN, NAN, NAN, NAN, "" },
};

static rv_chart_data plain(void)
{
    return (rv_chart_data){ "", "", "SMD", "", "", "", 0, 0.95, 0.2, NAN, NAN, NAN, NAN, NAN, NAN, 3, three };
}

static char *svg_of(draw *figure, const rv_chart_data *d, const rv_chart_options *o)
{
    rv_buf svg = RV_BUF_INIT;
    rv_scene *scene;
    rv_error err;

    if (figure(&scene, d, o, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_int_equal(rv_plot_svg(scene, NULL, &svg, NULL), RV_OK);
    rv_scene_free(scene);
    return svg.data;
}

static void a_funnel_plot_counts_and_names_what_lies_outside(void **state)
{
    const rv_chart_options o = RV_CHART_OPTIONS_INIT;
    rv_chart_data d = plain();
    char *svg = svg_of(rv_plot_funnel, &d, &o);
    (void)state;

    assert_non_null(strstr(svg, "1 of 3 lie outside"));       /* |0.9 - 0.2| / 0.2 = 3.5; the others 1 and 0 */
    assert_non_null(strstr(svg, ">Beta</text>"));
    assert_null(strstr(svg, ">Alpha</text>"));
    assert_non_null(strstr(svg, "Pooled effect 0.20"));
    free(svg);
}

static void names_can_be_all_or_none(void **state)
{
    rv_chart_options o = RV_CHART_OPTIONS_INIT;
    rv_chart_data d = plain();
    char *svg;
    (void)state;

    o.names = RV_NAMES_ALL;
    svg = svg_of(rv_plot_funnel, &d, &o);
    assert_non_null(strstr(svg, ">Alpha</text>"));
    free(svg);
    o.names = RV_NAMES_NONE;
    svg = svg_of(rv_plot_funnel, &d, &o);
    assert_null(strstr(svg, ">Beta</text>"));
    free(svg);
}

static void contours_are_of_the_line_of_no_effect(void **state)
{
    rv_chart_options o = RV_CHART_OPTIONS_INIT;
    rv_chart_data d = plain();
    char *svg;
    (void)state;

    o.regions = RV_FUNNEL_CONTOURS;
    o.null_at = 0.5;
    svg = svg_of(rv_plot_funnel, &d, &o);
    assert_non_null(strstr(svg, "0.05 &lt; p &lt; 0.10"));
    assert_non_null(strstr(svg, "tested against no effect (0.50)"));
    free(svg);
}

/* The curve -(x - 1)^2 has fallen by 1.96^2 / 2 at 1 -+ 1.386; between the points of the data by straight lines. */
static void a_profile_finds_its_interval_on_the_curve(void **state)
{
    enum { N = 401 };
    static rv_chart_row rows[N + 1];
    const rv_chart_options o = RV_CHART_OPTIONS_INIT;
    rv_chart_data d = plain();
    char *svg;
    (void)state;

    for (int i = 0; i < N; i++) {
        const double x = -1 + 0.01 * i;
        rows[i] = (rv_chart_row){ RV_CHART_LINE, "", x, -(x - 1) * (x - 1), NAN, NAN, NAN, NAN, NAN, "rho" };
    }
    rows[N] = (rv_chart_row){ RV_CHART_POINT, "", 1, 0, NAN, NAN, NAN, NAN, NAN, "rho" };
    d.rows = rows;
    d.n = N + 1;
    svg = svg_of(rv_plot_profile, &d, &o);
    assert_non_null(strstr(svg, "interval \u22120.386 to 2.386"));
    assert_non_null(strstr(svg, "Estimate 1.000"));
    free(svg);
}

static void gosh_draws_as_many_cells_as_hold_subsets(void **state)
{
    enum { N = 1000 };
    static rv_chart_row rows[N];
    const rv_chart_options o = RV_CHART_OPTIONS_INIT;
    rv_chart_data d = plain();
    char *svg;
    (void)state;

    for (int i = 0; i < N; i++)
        rows[i] = (rv_chart_row){ RV_CHART_POINT, "", i % 2, i % 2 ? 90 : 10, NAN, NAN, NAN, NAN, NAN, "" };
    d.rows = rows;
    d.n = N;
    svg = svg_of(rv_plot_gosh, &d, &o);
    assert_non_null(strstr(svg, " to 500</text>"));           /* two cells with 500 subsets each */
    assert_non_null(strstr(svg, "1000 subsets"));
    free(svg);
}

static void what_a_figure_needs_is_asked_for(void **state)
{
    const rv_chart_options o = RV_CHART_OPTIONS_INIT, wide = { .width = 1e6, .null_at = NAN };
    rv_chart_data d = plain();
    rv_chart_row bad = three[1];
    rv_scene *scene;
    rv_error err;
    (void)state;

    d.estimate = NAN;
    assert_int_equal(rv_plot_funnel(&scene, &d, &o, &err), RV_EINVAL);
    assert_null(scene);
    assert_string_equal(err.message, "a funnel plot needs the fact estimate (review-meta points --chart writes it)");
    d = plain();
    d.figure = "radial";
    assert_int_equal(rv_plot_funnel(&scene, &d, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "these data are for the figure radial, not for funnel");
    d = plain();
    assert_int_equal(rv_plot_labbe(&scene, &d, &o, &err), RV_EINVAL);
    d.measure = "RD";
    assert_int_equal(rv_plot_labbe(&scene, &d, &o, &err), RV_OK);
    rv_scene_free(scene);
    d.measure = "RR";                                         /* a log risk of 0.1 is a risk above 1 */
    assert_int_equal(rv_plot_labbe(&scene, &d, &o, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "row 1 (Alpha): the risk in a group is 1.10517; it must lie between 0 and 1");
    d = plain();
    assert_int_equal(rv_plot_profile(&scene, &d, &o, &err), RV_EINVAL);
    assert_int_equal(rv_plot_baujat(&scene, &d, &wide, &err), RV_EINVAL);
    d.rows = &bad;
    d.n = 1;
    bad.y = -0.2;
    assert_int_equal(rv_plot_funnel(&scene, &d, &o, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "row 1 (Beta): the standard error is -0.2; it must be positive");
    bad.y = 1e200;
    assert_int_equal(rv_plot_qq(&scene, &d, &o, &err), RV_EDOMAIN);
    bad.y = NAN;
    assert_int_equal(rv_plot_baujat(&scene, &d, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "there are no points: no row of the kind point has both x and y");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_texts_of_a_chart_overlap),
        cmocka_unit_test(no_two_texts_of_estimates_overlap),
        cmocka_unit_test(a_funnel_plot_counts_and_names_what_lies_outside),
        cmocka_unit_test(names_can_be_all_or_none),
        cmocka_unit_test(contours_are_of_the_line_of_no_effect),
        cmocka_unit_test(a_profile_finds_its_interval_on_the_curve),
        cmocka_unit_test(gosh_draws_as_many_cells_as_hold_subsets),
        cmocka_unit_test(what_a_figure_needs_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
