/* Columns of a forest plot: which, where, and what stands in them; the order of the studies; what the arms gave. */
#include <config.h>

#include <string.h>

#include "plot/scene.h"
#include "review/plot_lights.h"
#include "tests/support.h"

static const char *const names[] = { "ai", "n1i", "ci", "n2i", "Place", "Share", "study" };
enum { COLUMNS = sizeof names / sizeof *names };
static rv_forest_row rows[] = {
    { RV_FOREST_STUDY, "Young 2001", "", 0.2, 0.04, -0.192, 0.592, NAN, NAN, 20, NAN },
    { RV_FOREST_STUDY, "Adams 2010", "", 0.5, 0.01, 0.304, 0.696, NAN, NAN, 50, NAN },
    { RV_FOREST_STUDY, "Moss 1999", "", 0.1, 0.02, -0.177, 0.377, NAN, NAN, 30, NAN },
    { RV_FOREST_POOLED, "Random effects (REML)", "", 0.4, 0.02, 0.12, 0.68, NAN, NAN, 100, 3 },
};
static const char *cells[] = {
    "4", "123", "11", "139", "Leeds", "12.5", "", "6", "306", "29", "303", "", "-3", "", "3", "231", "x", "220", "York", "100.25", "",
    "",  "",    "",   "",    "",      "",     "",
};
static rv_forest forest = { "Diploma", "OR", 1, "Favours control", "Favours programme", "random effects", "REML", "z", "", 0.95, 0.02, 0.44,
                            1.8, 1, 0.18, 4, rows, NULL, NULL, NULL, NULL, COLUMNS, names, cells };

static rv_scene *drawn(const rv_forest_options *options)
{
    rv_error err = { 0 };
    rv_scene *scene;

    if (rv_plot_forest(&scene, &forest, options, &err) != RV_OK)
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

static bool has_text(const rv_scene *scene, const char *text)
{
    for (size_t i = 0; i < scene->n; i++)
        if (scene->marks[i].kind == RV_MARK_TEXT && strcmp(scene->marks[i].text, text) == 0)
            return true;
    return false;
}

static void numbers_of_a_column_stand_by_their_point(void **state)
{
    const rv_forest_column share = { "Share", "Share\n(%)", RV_ALIGN_AUTO, -1 };
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;
    double one, two;
    (void)state;

    o.columns = &share;
    o.n_columns = 1;
    o.arms = RV_ARMS_HIDE;
    scene = drawn(&o);
    text_mark(scene, "(%)");
    /* "12.5" and "100.25" end one and two digits behind the point, "-3" with it. */
    one = text_mark(scene, "12.5")->box.x1 - text_mark(scene, "\u2212" "3")->box.x1;
    two = text_mark(scene, "100.25")->box.x1 - text_mark(scene, "12.5")->box.x1;
    assert_true(one > two && two > 3 && one < 2 * two + 1);
    rv_scene_free(scene);
}

static void digits_are_those_asked_for(void **state)
{
    const rv_forest_column share = { "Share", NULL, RV_ALIGN_POINT, 1 };
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;
    (void)state;

    o.columns = &share;
    o.n_columns = 1;
    scene = drawn(&o);
    text_mark(scene, "100.2");
    text_mark(scene, "\u2212" "3.0");
    rv_scene_free(scene);
}

static void columns_stand_where_left_and_right_say(void **state)
{
    const char *const left[] = { "weight", "Place", NULL }, *const right[] = { "effect", NULL };
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;
    (void)state;

    o.left = left;
    o.right = right;
    scene = drawn(&o);
    assert_true(text_mark(scene, "Young 2001")->box.x1 < text_mark(scene, "20.0")->box.x0);
    assert_true(text_mark(scene, "20.0")->box.x1 < text_mark(scene, "Leeds")->box.x0);
    assert_true(text_mark(scene, "Leeds")->box.x1 < text_mark(scene, "1.22")->box.x0);
    assert_false(has_text(scene, "n/N"));
    rv_scene_free(scene);
}

static void a_head_stands_over_the_middle_of_its_columns(void **state)
{
    const char *const under[] = { "Place", "Share" };
    const rv_forest_span span = { "Of the sample", under, 2 };
    const rv_forest_column asked[] = { { "Place", NULL, RV_ALIGN_AUTO, -1 }, { "Share", NULL, RV_ALIGN_AUTO, -1 } };
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    const rv_mark *head, *left, *right;
    rv_scene *scene;
    (void)state;

    o.columns = asked;
    o.n_columns = 2;
    o.spans = &span;
    o.n_spans = 1;
    scene = drawn(&o);
    head = text_mark(scene, "Of the sample");
    left = text_mark(scene, "Place");
    right = text_mark(scene, "Share");
    assert_true(head->box.y1 <= left->box.y0);
    assert_close((head->box.x0 + head->box.x1) / 2, (left->box.x0 + right->box.x1) / 2, 1);
    rv_scene_free(scene);
}

static void what_the_arms_gave_is_summed_where_studies_are_pooled(void **state)
{
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;
    (void)state;

    o.arm[0] = "Programme";
    scene = drawn(&o);
    text_mark(scene, "Programme");
    text_mark(scene, "Control");
    text_mark(scene, "4/123");
    text_mark(scene, "13/660");
    text_mark(scene, "40/662");                               /* the arm with no number of events counts what it has */
    rv_scene_free(scene);
    o.width = 85;
    scene = drawn(&o);                                        /* too narrow for them */
    assert_false(has_text(scene, "4/123"));
    rv_scene_free(scene);
}

/* The labels from above. */
static void order_is(const char *sort, const char *first, const char *second, const char *third)
{
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;

    o.sort = sort;
    scene = drawn(&o);
    assert_true(text_mark(scene, first)->box.y1 <= text_mark(scene, second)->box.y0);
    assert_true(text_mark(scene, second)->box.y1 <= text_mark(scene, third)->box.y0);
    assert_true(text_mark(scene, third)->box.y1 <= text_mark(scene, "1.49")->box.y0);    /* the pooled row stays below */
    rv_scene_free(scene);
}

static void studies_are_sorted_as_asked(void **state)
{
    (void)state;
    order_is(NULL, "Young 2001", "Adams 2010", "Moss 1999");
    order_is("name", "Adams 2010", "Moss 1999", "Young 2001");
    order_is("-name", "Young 2001", "Moss 1999", "Adams 2010");
    order_is("estimate", "Moss 1999", "Young 2001", "Adams 2010");
    order_is("weight", "Young 2001", "Moss 1999", "Adams 2010");
    order_is("year", "Moss 1999", "Young 2001", "Adams 2010");
    order_is("-Share", "Moss 1999", "Young 2001", "Adams 2010");
    order_is("Place", "Young 2001", "Moss 1999", "Adams 2010");      /* what has no place comes last, */
    order_is("-Place", "Moss 1999", "Young 2001", "Adams 2010");     /* from either end */
}

static void effects_of_one_study_stand_below_its_name(void **state)
{
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    rv_forest_row own[4];
    const char *own_cells[4 * COLUMNS];
    rv_forest kept = forest;
    rv_scene *scene;
    (void)state;

    memcpy(own, rows, sizeof own);
    memcpy(own_cells, cells, sizeof own_cells);
    own[0].label = "Young, grades";
    own[1].label = "Young";
    own_cells[6] = own_cells[COLUMNS + 6] = "Young";
    forest.rows = own;
    forest.cells = own_cells;
    scene = drawn(&o);
    assert_true(text_mark(scene, "Young")->box.y1 <= text_mark(scene, "grades")->box.y0);
    assert_true(text_mark(scene, "Young")->box.x0 < text_mark(scene, "grades")->box.x0);
    text_mark(scene, "effect 2");
    assert_false(has_text(scene, "13/660"));                  /* the same people would be counted twice */
    rv_scene_free(scene);
    forest = kept;
}

static void lights_stand_in_the_rows_of_their_studies(void **state)
{
    static const char *const words[] = { "Low", "High" }, *const studies[] = { "moss 1999", "Nobody" };
    const rv_light_domain domains[] = { { "D1", "Allocation", "", false }, { "Overall", "", "", true } };
    const int judgements[] = { 1, 0, 0, 0 };
    rv_lights lights = { .title = "", .domains = 2, .studies = 2, .domain = domains, .study = studies, .judgement = judgements };
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    const rv_mark *row;
    rv_scene *scene;
    rv_error err;
    size_t discs = 0;
    (void)state;

    assert_int_equal(rv_light_scale_of(&lights.scale, words, 2, NULL), RV_OK);
    o.lights = &lights;
    scene = drawn(&o);
    row = text_mark(scene, "Moss 1999");
    for (size_t i = 0; i < scene->n; i++)
        discs += scene->marks[i].kind == RV_MARK_CIRCLE && fabs(scene->marks[i].y[0] - (row->box.y0 + row->box.y1) / 2) < 2;
    assert_int_equal(discs, 2);
    text_mark(scene, "Risk of bias: A\u00A0" "Allocation; B\u00A0Overall");
    assert_non_null(strstr(rv_scene_description(scene), "Moss 1999: A High, B Low."));
    rv_scene_free(scene);
    lights.studies = 1;
    lights.study = &studies[1];
    assert_int_equal(rv_plot_forest(&scene, &forest, &o, &err), RV_ENOTFOUND);
    assert_non_null(strstr(err.message, "'Nobody'"));
}

static void a_linear_axis_shows_ratios_as_they_are(void **state)
{
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;
    double one, half, two;
    (void)state;

    o.scale = RV_FOREST_SCALE_LINEAR;
    o.from = 0;
    o.to = 2.5;
    scene = drawn(&o);
    text_mark(scene, "1.22");                                 /* exp(0.2), once */
    half = text_mark(scene, "0.5")->x[0];
    one = text_mark(scene, "1")->x[0];
    two = text_mark(scene, "2")->x[0];
    assert_close(two - one, 2 * (one - half), 1e-6);
    rv_scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_a_column_stand_by_their_point),
        cmocka_unit_test(digits_are_those_asked_for),
        cmocka_unit_test(columns_stand_where_left_and_right_say),
        cmocka_unit_test(a_head_stands_over_the_middle_of_its_columns),
        cmocka_unit_test(what_the_arms_gave_is_summed_where_studies_are_pooled),
        cmocka_unit_test(studies_are_sorted_as_asked),
        cmocka_unit_test(effects_of_one_study_stand_below_its_name),
        cmocka_unit_test(lights_stand_in_the_rows_of_their_studies),
        cmocka_unit_test(a_linear_axis_shows_ratios_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
