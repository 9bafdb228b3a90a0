/* The smallest and the largest figures: one study and five hundred in every figure, forty columns, and the dark, which moves nothing. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/scene.h"
#include "review/plot_chart.h"
#include "review/plot_lights.h"
#include "review/plot_map.h"
#include "review/plot_screening.h"
#include "review/plot_swim.h"
#include "tests/plot/random.h"
#include "tests/support.h"

enum { MOST = 500, COLUMNS = 40 };
static const double SLACK = 0.01;

/* ---- What must hold ------------------------------------------------------------------------------------------------ */

static bool overlap(const rv_box *a, const rv_box *b)
{
    return fmin(a->x1, b->x1) - fmax(a->x0, b->x0) > SLACK && fmin(a->y1, b->y1) - fmax(a->y0, b->y0) > SLACK;
}

static void check_boxes(const rv_scene *s, const char *what, size_t k)
{
    for (size_t i = 0; i < s->n; i++) {
        const rv_mark *m = &s->marks[i];
        if (m->box.x0 < -SLACK || m->box.y0 < -SLACK || m->box.x1 > s->width + SLACK || m->box.y1 > s->height + SLACK)
            fail_msg("%s of %zu: '%s' leaves the page", what, k, m->text ? m->text : "a mark");
        if (m->kind != RV_MARK_TEXT)
            continue;
        assert_true(m->face.size >= 8);
        for (size_t j = i + 1; j < s->n; j++)
            if (s->marks[j].kind == RV_MARK_TEXT && overlap(&m->box, &s->marks[j].box))
                fail_msg("%s of %zu: '%s' and '%s' overlap", what, k, m->text, s->marks[j].text);
    }
}

/* The SVG in a theme, each colour as #: what is left is where things stand. How many colours there were goes to `n`. */
static char *drawing(rv_scene *s, rv_plot_theme theme, size_t *n, bool *differs, const char *other)
{
    rv_buf svg = RV_BUF_INIT;
    char  *to, *whole;

    rv_scene_theme(s, theme);
    assert_int_equal(rv_plot_svg(s, NULL, &svg, NULL), RV_OK);
    whole = strdup(rv_buf_str(&svg));
    assert_non_null(whole);
    if (differs)
        *differs = strcmp(other, whole) != 0;
    rv_buf_free(&svg);
    *n = 0;
    to = whole;
    for (const char *c = whole; *c;) {
        *to++ = *c++;
        if (c[-1] == '#' && strspn(c, "0123456789abcdefABCDEF") >= 6) {
            c += 6;
            ++*n;
        }
    }
    *to = '\0';
    return whole;
}

static void check_dark(rv_scene *s, const char *what)
{
    rv_buf light = RV_BUF_INIT;
    size_t n, m;
    bool   differs;
    char  *a, *b;

    assert_int_equal(rv_plot_svg(s, NULL, &light, NULL), RV_OK);
    a = drawing(s, RV_THEME_LIGHT, &n, NULL, NULL);
    b = drawing(s, RV_THEME_DARK, &m, &differs, rv_buf_str(&light));
    if (!differs || n == 0)
        fail_msg("%s: the dark is as the light", what);
    if (n != m)
        fail_msg("%s: %zu colours in the light, %zu in the dark", what, n, m);
    if (strcmp(a, b) != 0)
        fail_msg("%s: the dark moves something", what);
    free(a);
    free(b);
    rv_buf_free(&light);
}

static void check(rv_status st, rv_scene *s, const rv_error *err, const char *what, size_t k)
{
    if (st != RV_OK)
        fail_msg("%s of %zu: %s", what, k, err->message);
    assert_non_null(s->title);
    assert_true(strlen(rv_scene_description(s)) > 20);
    check_boxes(s, what, k);
    check_dark(s, what);
    rv_scene_free(s);
}

static const size_t sizes[] = { 1, 2, MOST };
enum { SIZES = sizeof sizes / sizeof *sizes };

/* ---- Forests --------------------------------------------------------------------------------------------------------- */

static rv_forest_row rows[MOST + 2];

static rv_forest a_forest(size_t k)
{
    for (size_t i = 0; i < k; i++) {
        const double y = 2 * uniform() - 1, se = 0.05 + uniform() / 2;
        rows[i] = (rv_forest_row){ RV_FOREST_STUDY, any_label(), "", y, se * se, y - 2 * se, y + 2 * se, NAN, NAN, 100.0 / (double)k, NAN };
    }
    rows[k] = (rv_forest_row){ RV_FOREST_POOLED, "All studies", "", 0.1, 0.01, -0.1, 0.3, NAN, NAN, 100, (double)k };
    rows[k + 1] = (rv_forest_row){ RV_FOREST_PREDICTION, "Prediction interval", "", NAN, NAN, NAN, NAN, -0.4, 0.6, NAN, NAN };
    return (rv_forest){ .title = "A forest", .measure = "OR", .log_scale = true, .favours_left = "", .favours_right = "", .model = "random effects",
                        .tau2_method = "REML", .test = "z", .pi_method = "", .level = 0.95, .tau2 = 0.1, .i2 = 0.5, .q = 10, .q_df = (double)(k - 1), .q_p = 0.1,
                        .n = k + 2, .rows = rows };
}

static void a_forest_has_one_study_or_five_hundred(void **state)
{
    static const double widths[] = { 85, 175 };
    (void)state;

    seed = 20261127;
    for (size_t w = 0; w < 2; w++)
        for (size_t i = 0; i < SIZES; i++) {
            const rv_forest f = a_forest(sizes[i]);
            rv_forest_options o = RV_FOREST_OPTIONS_INIT;
            rv_estimates_options e = RV_ESTIMATES_OPTIONS_INIT;
            rv_scene *s;
            rv_error  err = { 0 };
            rv_status st;

            o.width = e.width = widths[w];
            st = rv_plot_forest(&s, &f, &o, &err);
            check(st, s, &err, "forest", sizes[i]);
            st = rv_plot_orchard(&s, &f, &e, &err);
            check(st, s, &err, "orchard", sizes[i]);
            st = rv_plot_caterpillar(&s, &f, &e, &err);
            check(st, s, &err, "caterpillar", sizes[i]);
        }
}

static void forty_columns_stand_side_by_side_or_are_refused(void **state)
{
    static const char      *names[COLUMNS], *cells[20 * COLUMNS];
    static char             name[COLUMNS][16], cell[20 * COLUMNS][16];
    static rv_forest_column asked[COLUMNS];
    rv_forest               f = a_forest(18);
    rv_forest_options       o = RV_FOREST_OPTIONS_INIT;
    rv_scene *s;
    rv_error  err = { 0 };
    rv_status st;
    (void)state;

    for (size_t c = 0; c < COLUMNS; c++) {
        snprintf(name[c], sizeof name[c], "column %zu", c + 1);
        names[c] = name[c];
        asked[c] = (rv_forest_column){ name[c], c % 5 == 0 ? any_label() : NULL, (rv_forest_align)(c % 5), -1 };
        for (size_t i = 0; i < f.n; i++) {
            snprintf(cell[i * COLUMNS + c], 16, "%.2f", 100 * uniform());
            cells[i * COLUMNS + c] = c % 7 == 3 ? any_label() : cell[i * COLUMNS + c];
        }
    }
    f.columns = COLUMNS;
    f.column = names;
    f.cells = cells;
    o.columns = asked;
    o.n_columns = COLUMNS;
    assert_int_equal(rv_plot_forest(&s, &f, &o, &err), RV_EINVAL);
    assert_null(s);
    assert_non_null(strstr(err.message, "too narrow for"));
    o.width = 1500;
    st = rv_plot_forest(&s, &f, &o, &err);
    check(st, s, &err, "forest with forty columns", f.n);
}

/* ---- Charts ---------------------------------------------------------------------------------------------------------- */

static void a_chart_has_one_point_or_five_hundred(void **state)
{
    static const struct { const char *name; rv_status (*draw)(rv_scene **, const rv_chart_data *, const rv_chart_options *, rv_error *); } figures[] = {
        { "funnel", rv_plot_funnel }, { "radial", rv_plot_radial }, { "baujat", rv_plot_baujat },   { "labbe", rv_plot_labbe },
        { "qq", rv_plot_qq },         { "gosh", rv_plot_gosh },     { "bubble", rv_plot_bubble },   { "profile", rv_plot_profile },
    };
    static rv_chart_row points[MOST + 3];
    (void)state;

    seed = 9;
    for (size_t which = 0; which < sizeof figures / sizeof *figures; which++)
        for (size_t i = 0; i < SIZES; i++) {
            rv_chart_options o = RV_CHART_OPTIONS_INIT;
            const rv_chart_data d = { "", "A chart", "RD", "", "", "", false, 0.95, 0.3, 0.1, 0.5, NAN, NAN, 0.01, 0.5, sizes[i] + 3, points };
            rv_scene *s;
            rv_error  err = { 0 };
            rv_status st;

            o.width = i % 2 ? 85 : 120;
            o.names = RV_NAMES_ALL;
            for (size_t p = 0; p < sizes[i]; p++)
                points[p] = (rv_chart_row){ RV_CHART_POINT, any_label(), 0.05 + 0.9 * uniform(), 0.05 + 0.9 * uniform(), NAN, NAN, NAN, NAN, 1 + uniform(), "line" };
            for (size_t p = 0; p < 3; p++)
                points[sizes[i] + p] = (rv_chart_row){ RV_CHART_LINE, "", 0.5 * (double)p, p == 1 ? 0.5 : -2, 0.1, 0.9, 0, 1, NAN, "line" };
            st = figures[which].draw(&s, &d, &o, &err);
            check(st, s, &err, figures[which].name, sizes[i]);
        }
}

/* ---- Rows and cells --------------------------------------------------------------------------------------------------- */

static void lights_and_directions_have_one_study_or_five_hundred(void **state)
{
    static const char *const words[] = { "Low", "Some concerns", "High" };
    static const rv_light_domain domains[] = { { "D1", "Randomisation", "", false }, { "D2", "", "", false }, { "Overall", "", "", true } };
    static const char *study[MOST];
    static int judgement[MOST * 3];
    static rv_swim_item items[MOST];
    static rv_map_item cells[MOST];
    (void)state;

    seed = 10;
    for (size_t i = 0; i < SIZES; i++) {
        const size_t k = sizes[i];
        rv_lights lights = { .title = "Lights", .domains = 3, .studies = k, .domain = domains, .study = study, .judgement = judgement };
        rv_swim swim = { "Directions", k, items, { 0 } };
        const rv_evidence_map map = { "A map", k, cells, 0, NULL };
        const rv_lights_options lo = RV_LIGHTS_OPTIONS_INIT;
        const rv_swim_options so = RV_SWIM_OPTIONS_INIT;
        const rv_evidence_map_options mo = RV_EVIDENCE_MAP_OPTIONS_INIT;
        rv_scene *s;
        rv_error  err = { 0 };
        rv_status st;

        assert_int_equal(rv_light_scale_of(&lights.scale, words, 3, NULL), RV_OK);
        swim.scale = lights.scale;
        for (size_t r = 0; r < k; r++) {
            study[r] = any_label();
            for (size_t d = 0; d < 3; d++)
                judgement[3 * r + d] = (int)below(4) - 1;
            items[r] = (rv_swim_item){ any_label(), r % 2 ? "Employment" : "Earnings", (rv_swim_way)below(RV_SWIM_WAYS), 100, words[below(3)], "", NAN };
            cells[r] = (rv_map_item){ r % 3 ? "Training" : "Mentoring", r % 2 ? "Employment" : "Earnings", "Study", NAN, "High" };
        }
        st = rv_plot_lights(&s, &lights, &lo, &err);
        check(st, s, &err, "lights", k);
        st = rv_plot_light_bars(&s, &lights, &lo, &err);
        check(st, s, &err, "bars", k);
        st = rv_plot_effect_direction(&s, &swim, &so, &err);
        check(st, s, &err, "effect directions", k);
        st = rv_plot_harvest(&s, &swim, &so, &err);
        check(st, s, &err, "harvest", k);
        st = rv_plot_evidence_map(&s, &map, &mo, &err);
        check(st, s, &err, "map", k);
    }
}

/* ---- Screening -------------------------------------------------------------------------------------------------------- */

static void screening_has_one_step_or_five_hundred(void **state)
{
    static double ranks[MOST];
    static rv_agreement_period periods[MOST];
    static rv_flow_row boxes[MOST];
    (void)state;

    seed = 11;
    for (size_t i = 0; i < SIZES; i++) {
        const rv_recall_curve curve = { "Recall", "", ranks, sizes[i], 2.0 * MOST, 3.0 * MOST, NAN, NAN, NAN };
        const rv_recall_curve_options ro = RV_RECALL_CURVE_OPTIONS_INIT;
        const rv_agreement_course course = { "Agreement", sizes[i], periods };
        const rv_agreement_options ao = RV_AGREEMENT_OPTIONS_INIT;
        const rv_flow_options fo = RV_FLOW_OPTIONS_INIT;
        rv_flow   flow;
        rv_scene *s;
        rv_error  err = { 0 };
        rv_status st;

        for (size_t r = 0; r < sizes[i]; r++) {
            ranks[r] = (double)(2 * r + 1);
            periods[r] = (rv_agreement_period){ any_label(), 10, 0.5, 0.2, 0.8, 0.6, NAN, NAN };
        }
        any_flow(&flow, boxes);
        st = rv_plot_recall(&s, &curve, &ro, &err);
        check(st, s, &err, "recall", sizes[i]);
        st = rv_plot_agreement(&s, &course, &ao, &err);
        check(st, s, &err, "agreement", sizes[i]);
        st = rv_plot_flow(&s, &flow, &fo, &err);
        check(st, s, &err, "flow", flow.n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_forest_has_one_study_or_five_hundred),
        cmocka_unit_test(forty_columns_stand_side_by_side_or_are_refused),
        cmocka_unit_test(a_chart_has_one_point_or_five_hundred),
        cmocka_unit_test(lights_and_directions_have_one_study_or_five_hundred),
        cmocka_unit_test(screening_has_one_step_or_five_hundred),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
