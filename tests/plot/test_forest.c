#include <config.h>

#include <string.h>

#include "plot/scene.h"
#include "tests/support.h"

static rv_forest_row rows[] = {
    { RV_FOREST_STUDY, "JOBSTART 1993", "", 0.2, 0.04, -0.192, 0.592, NAN, NAN, 20, NAN },
    { RV_FOREST_STUDY, "Job Corps 2001", "", 0.5, 0.01, 0.304, 0.696, NAN, NAN, 80, NAN },
    { RV_FOREST_POOLED, "Common effect", "", 0.44, 0.008, 0.265, 0.615, NAN, NAN, NAN, 2 },
    { RV_FOREST_POOLED, "Random effects (REML)", "", 0.4, 0.02, 0.12, 0.68, NAN, NAN, 100, 2 },
    { RV_FOREST_PREDICTION, "Prediction interval", "", NAN, NAN, NAN, NAN, -0.3, 1.1, NAN, NAN },
};
static rv_forest forest = { "Diploma", "OR", 1, "Favours control", "Favours programme", "random effects", "REML",
                            "Hartung-Knapp", "t, k-1 df", 0.95, 0.02, 0.44, 1.8, 1, 0.18, 5, rows, NULL, NULL, NULL, NULL, 0, NULL, NULL };

static rv_scene *drawn(const rv_forest_options *options)
{
    const rv_forest_options usual = RV_FOREST_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_scene *scene;

    if (rv_plot_forest(&scene, &forest, options ? options : &usual, &err) != RV_OK)
        fail_msg("%s", err.message);
    return scene;
}

static const rv_mark *text_mark(const rv_scene *scene, const char *text)
{
    for (size_t i = 0; i < scene->n; i++)
        if (scene->marks[i].kind == RV_MARK_TEXT && strcmp(scene->marks[i].text, text) == 0)
            return &scene->marks[i];
    fail_msg("there is no text '%s'", text);
    return NULL;
}

static void estimates_are_printed_on_the_scale_of_the_measure(void **state)
{
    rv_scene *scene = drawn(NULL);
    (void)state;

    text_mark(scene, "1.22");                                /* exp(0.2) */
    text_mark(scene, "[0.83,");
    text_mark(scene, "1.81]");
    text_mark(scene, "[0.74,");                              /* exp(-0.3): the prediction interval */
    text_mark(scene, "OR [95\u202F%\u00A0" "CI]");
    text_mark(scene, "Random effects (REML), k\u00A0=\u00A0" "2");
    text_mark(scene, "\u2190\u00A0" "Favours control");
    text_mark(scene, "Favours programme\u00A0\u2192");
    rv_scene_free(scene);
}

static void decimals_stand_below_each_other(void **state)
{
    rv_scene *scene = drawn(NULL);
    (void)state;

    assert_close(text_mark(scene, "1.22")->box.x1, text_mark(scene, "1.65")->box.x1, 1e-9);
    assert_close(text_mark(scene, "[0.83,")->box.x1, text_mark(scene, "[1.36,")->box.x1, 1e-9);
    assert_close(text_mark(scene, "20.0")->box.x1, text_mark(scene, "100.0")->box.x1, 1e-9);
    rv_scene_free(scene);
}

static void the_area_of_a_square_is_in_proportion_to_the_weight(void **state)
{
    rv_scene *scene = drawn(NULL);
    double area[2] = { 0, 0 };
    int n = 0;
    (void)state;

    for (size_t i = 0; i < scene->n && n < 2; i++)
        if (scene->marks[i].kind == RV_MARK_RECT) {
            const rv_box *b = &scene->marks[i].box;
            assert_close(b->x1 - b->x0, b->y1 - b->y0, 1e-9);
            area[n++] = (b->x1 - b->x0) * (b->y1 - b->y0);
        }
    assert_close(area[0] / area[1], 20.0 / 80, 1e-9);
    rv_scene_free(scene);
}

/* The n-th polygon of at least four corners: diamonds, in order of rows. */
static const rv_mark *diamond(const rv_scene *scene, int n)
{
    for (size_t i = 0; i < scene->n; i++)
        if (scene->marks[i].kind == RV_MARK_PATH && scene->marks[i].points >= 4 && n-- == 0)
            return &scene->marks[i];
    fail_msg("there is no such diamond");
    return NULL;
}

static void a_diamond_is_as_wide_as_its_interval_and_the_models_own_is_filled(void **state)
{
    rv_scene *scene = drawn(NULL);
    const rv_mark *common = diamond(scene, 0), *random = diamond(scene, 1);
    (void)state;

    assert_close((random->box.x1 - random->box.x0) / (common->box.x1 - common->box.x0), (0.68 - 0.12) / (0.615 - 0.265), 1e-9);
    assert_string_equal(common->look.fill, "#ffffff");
    assert_string_not_equal(random->look.fill, "#ffffff");
    rv_scene_free(scene);
}

static void the_prediction_interval_is_a_bar_in_a_row_of_its_own(void **state)
{
    rv_scene *scene = drawn(NULL);
    const rv_mark *random = diamond(scene, 1), *bar = NULL;
    (void)state;

    for (size_t i = 0; i < scene->n; i++)
        if (scene->marks[i].kind == RV_MARK_RECT)
            bar = &scene->marks[i];
    assert_non_null(bar);
    assert_close((bar->box.x1 - bar->box.x0) / (random->box.x1 - random->box.x0), 1.4 / 0.56, 1e-9);
    assert_true(bar->box.y0 > random->box.y1);
    assert_true(bar->box.y0 > text_mark(scene, "Prediction interval")->box.y0);
    rv_scene_free(scene);
}

static void an_interval_beyond_the_axis_ends_in_an_arrow_at_its_edge(void **state)
{
    rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;
    int arrows = 0;
    (void)state;

    options.from = 0.9;
    options.to = 2.5;
    scene = drawn(&options);
    for (size_t i = 0; i < scene->n; i++)
        arrows += scene->marks[i].kind == RV_MARK_PATH && scene->marks[i].points == 3;
    assert_int_equal(arrows, 3);                             /* one study to the left; the prediction bar on both sides */
    rv_scene_free(scene);
}

static void a_subgroup_has_a_heading_and_is_not_named_twice(void **state)
{
    const rv_forest_row grouped[] = {
        { RV_FOREST_STUDY, "JOBSTART 1993", "Coaching", 0.2, 0.04, -0.192, 0.592, NAN, NAN, 100, NAN },
        { RV_FOREST_SUBGROUP, "Coaching", "Coaching", 0.2, 0.04, -0.192, 0.592, NAN, NAN, 100, 1 },
    };
    const rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_forest f = forest;
    rv_scene *scene;
    (void)state;

    f.rows = grouped;
    f.n = 2;
    assert_int_equal(rv_plot_forest(&scene, &f, &options, NULL), RV_OK);
    assert_true(text_mark(scene, "Coaching")->box.x0 < text_mark(scene, "JOBSTART 1993")->box.x0);
    assert_true(text_mark(scene, "Coaching")->box.y1 < text_mark(scene, "JOBSTART 1993")->box.y1);
    text_mark(scene, "Pooled, k\u00A0=\u00A0" "1");
    rv_scene_free(scene);
}

static void the_description_says_what_the_figure_shows(void **state)
{
    rv_scene *scene = drawn(NULL);
    (void)state;

    assert_string_equal(rv_scene_description(scene),
                        "Forest plot of 2 effects. Odds ratio on a logarithmic scale. Common effect: 1.55 (95\u202F% confidence "
                        "interval 1.30 to 1.85). Random effects (REML): 1.49 (95\u202F% confidence interval 1.13 to 1.97). Prediction "
                        "interval: 0.74 to 3.00. Model: random effects; \u03C4\u00B2 by REML; test and intervals: Hartung-Knapp; "
                        "prediction interval: t, k-1 df. Heterogeneity: I\u00B2\u00A0=\u00A0" "44.0\u202F%; \u03C4\u00B2\u00A0=\u00A0"
                        "0.020; Q\u00A0=\u00A0" "1.80 (df\u00A0=\u00A0" "1); p\u00A0=\u00A0" "0.180.");
    rv_scene_free(scene);
}

static void refused(rv_status code, const rv_forest *f, const rv_forest_options *o, const char *why)
{
    const rv_forest_options usual = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;
    rv_error err;

    assert_int_equal(rv_plot_forest(&scene, f, o ? o : &usual, &err), code);
    assert_null(scene);
    assert_string_equal(err.message, why);
}

static void what_cannot_be_drawn_is_refused_by_row(void **state)
{
    rv_forest_row bad = { RV_FOREST_STUDY, "Smith 2019", "", 0.2, 0.04, 0.5, 0.1, NAN, NAN, 20, NAN };
    rv_forest f = forest;
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    (void)state;

    f.rows = &bad;
    f.n = 1;
    refused(RV_EDOMAIN, &f, NULL, "the interval of row 1 (Smith 2019) is upside down: its lower limit 0.5 is above its upper limit 0.1");
    bad.ci_lo = -1e5;
    refused(RV_EDOMAIN, &f, NULL, "row 1 (Smith 2019) holds -100000, which is too far away to be drawn");
    f.n = 0;
    refused(RV_EINVAL, &f, NULL, "there are no rows to draw");
    o.style = 70;
    refused(RV_EINVAL, &forest, &o, "style 70 is none of the 7 that there are");
    o.style = 0;
    o.width = 50;
    refused(RV_EINVAL, &forest, &o, "a width of 50 mm is too narrow for these numbers; give at least 80 mm");
    o.width = 175;
    o.null_at = -1;
    refused(RV_EINVAL, &forest, &o, "the no-effect line cannot stand at -1: this measure is a ratio");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimates_are_printed_on_the_scale_of_the_measure),
        cmocka_unit_test(decimals_stand_below_each_other),
        cmocka_unit_test(the_area_of_a_square_is_in_proportion_to_the_weight),
        cmocka_unit_test(a_diamond_is_as_wide_as_its_interval_and_the_models_own_is_filled),
        cmocka_unit_test(the_prediction_interval_is_a_bar_in_a_row_of_its_own),
        cmocka_unit_test(an_interval_beyond_the_axis_ends_in_an_arrow_at_its_edge),
        cmocka_unit_test(a_subgroup_has_a_heading_and_is_not_named_twice),
        cmocka_unit_test(the_description_says_what_the_figure_shows),
        cmocka_unit_test(what_cannot_be_drawn_is_refused_by_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
