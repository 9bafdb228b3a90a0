/* Nothing overlaps and nothing leaves the page, whatever the labels: checked on the boxes of all texts of random figures. */
#include <config.h>

#include <string.h>

#include "plot/scene.h"
#include "tests/plot/random.h"
#include "tests/plot/random_forest.h"
#include "tests/support.h"

enum { FIGURES = 150, DRAWINGS = 700 };
static const double SLACK = 0.01;

static bool overlap(const rv_box *a, const rv_box *b)
{
    return fmin(a->x1, b->x1) - fmax(a->x0, b->x0) > SLACK && fmin(a->y1, b->y1) - fmax(a->y0, b->y0) > SLACK;
}

static bool within(const rv_box *a, const rv_box *b)
{
    return a->x0 >= b->x0 - SLACK && a->y0 >= b->y0 - SLACK && a->x1 <= b->x1 + SLACK && a->y1 <= b->y1 + SLACK;
}

/* Fails naming the two texts. */
static void check_texts(const rv_scene *scene, const char *what, int figure)
{
    const rv_box page = { 0, 0, scene->width, scene->height };
    size_t texts = 0;

    for (size_t i = 0; i < scene->n; i++) {
        const rv_mark *m = &scene->marks[i];
        if (!within(&m->box, &page))
            fail_msg("%s %d: '%s' leaves the page: %g..%g, %g..%g in %g by %g", what, figure, m->text ? m->text : "a mark",
                     m->box.x0, m->box.x1, m->box.y0, m->box.y1, page.x1, page.y1);
        if (m->kind != RV_MARK_TEXT)
            continue;
        texts++;
        assert_true(m->face.size >= 8);
        for (size_t j = i + 1; j < scene->n; j++)
            if (scene->marks[j].kind == RV_MARK_TEXT && overlap(&m->box, &scene->marks[j].box))
                fail_msg("%s %d: '%s' and '%s' overlap", what, figure, m->text, scene->marks[j].text);
    }
    assert_true(texts > 2);
}

/* A square, interval or diamond does not run into words. */
static void check_marks(const rv_scene *scene, int figure)
{
    for (size_t i = 0; i < scene->n; i++) {
        const rv_mark *m = &scene->marks[i];
        if (m->kind == RV_MARK_TEXT || (m->kind == RV_MARK_LINE && m->box.y0 != m->box.y1))
            continue;
        for (size_t j = 0; j < scene->n; j++)
            if (scene->marks[j].kind == RV_MARK_TEXT) {
                const rv_box *b = &scene->marks[j].box;
                const rv_box thick = { m->box.x0, m->box.y0 - SLACK, m->box.x1, m->box.y1 + 2 * SLACK };
                /* A sign stands in its disc, words on their shade. */
                if ((m->kind == RV_MARK_CIRCLE || m->kind == RV_MARK_RECT) && within(b, &m->box))
                    continue;
                if (overlap(&thick, b))
                    fail_msg("forest %d: a mark runs into '%s'", figure, scene->marks[j].text);
            }
    }
}

static void no_two_texts_of_a_forest_overlap(void **state)
{
    static const double widths[] = { 175, 175, 120, 300 };
    rv_forest_row rows[MOST_ROWS];
    int drawn = 0;
    (void)state;

    seed = 20261124;
    for (int i = 0; i < FIGURES; i++) {
        rv_forest_options options = RV_FOREST_OPTIONS_INIT;
        rv_forest forest;
        rv_scene *scene;
        rv_error err = { 0 };
        rv_status st;

        any_forest(&forest, rows);
        options.width = widths[below(4)];
        st = rv_plot_forest(&scene, &forest, &options, &err);
        if (st != RV_OK) {                                    /* only huge numbers on a small page may be refused */
            assert_non_null(strstr(err.message, "too narrow for these numbers"));
            assert_null(scene);
            continue;
        }
        drawn++;
        check_texts(scene, "forest", i);
        check_marks(scene, i);
        rv_scene_free(scene);
    }
    assert_true(drawn > FIGURES * 8 / 10);
}

/* The same with columns, heads, styles, risk of bias and all other ways to draw one. */
static void no_two_texts_of_a_forest_with_columns_overlap(void **state)
{
    static any_drawing d;
    int drawn = 0, lights = 0;
    (void)state;

    seed = 20261126;
    for (int i = 0; i < DRAWINGS; i++) {
        rv_scene *scene;
        rv_error err = { 0 };

        make_any_drawing(&d);
        if (rv_plot_forest(&scene, &d.forest, &d.options, &err) != RV_OK) {
            assert_null(scene);
            if (!strstr(err.message, "too narrow for these numbers") && !strstr(err.message, "side by side")
                && !strstr(err.message, "none of the studies whose risk of bias") && !strstr(err.message, "would stand over the same column"))
                fail_msg("forest %d: %s", i, err.message);
            continue;
        }
        drawn++;
        lights += d.options.lights != NULL;
        check_texts(scene, "forest with columns", i);
        check_marks(scene, i);
        rv_scene_free(scene);
    }
    assert_true(drawn > DRAWINGS / 2);
    assert_true(lights > DRAWINGS / 10);
}

/* Every text stands in the smallest rectangle it touches, or in none. */
static void check_inside(const rv_scene *scene, int figure)
{
    for (size_t i = 0; i < scene->n; i++)
        for (size_t j = 0; j < scene->n; j++) {
            const rv_mark *text = &scene->marks[i], *box = &scene->marks[j];
            if (text->kind == RV_MARK_TEXT && box->kind == RV_MARK_RECT && overlap(&text->box, &box->box)
                && !within(&text->box, &box->box))
                fail_msg("flow %d: '%s' sticks out of its box", figure, text->text);
            if (text->kind == RV_MARK_RECT && box->kind == RV_MARK_RECT && i < j && overlap(&text->box, &box->box))
                fail_msg("flow %d: two boxes overlap", figure);
            if (text->kind == RV_MARK_TEXT && box->kind == RV_MARK_LINE) {
                const rv_box b = box->box, thick = { b.x0 - 0.4, b.y0 - 0.4, b.x1 + 0.4, b.y1 + 0.4 };
                if (overlap(&thick, &text->box))
                    fail_msg("flow %d: an arrow runs through '%s'", figure, text->text);
            }
        }
}

static void every_text_of_a_flow_stands_in_its_box(void **state)
{
    rv_flow_row rows[MOST_ROWS];
    (void)state;

    seed = 5;
    for (int i = 0; i < FIGURES; i++) {
        static const double widths[] = { 175, 300, 85, 120 };
        const rv_flow_options options = { widths[below(4)], NULL };
        rv_flow flow;
        rv_scene *scene;
        rv_error err = { 0 };

        any_flow(&flow, rows);
        if (rv_plot_flow(&scene, &flow, &options, &err) != RV_OK)
            fail_msg("flow %d: %s", i, err.message);
        check_texts(scene, "flow", i);
        check_inside(scene, i);
        rv_scene_free(scene);
    }
}

static void five_hundred_studies_do_not_overlap(void **state)
{
    static rv_forest_row rows[500];
    rv_forest forest;
    rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;
    (void)state;

    seed = 3;
    any_forest(&forest, rows);
    for (size_t i = 0; i < 500; i++)
        any_row(&rows[i], RV_FOREST_STUDY, "", false);
    forest.n = 500;
    forest.log_scale = 0;
    options.width = 250;
    assert_int_equal(rv_plot_forest(&scene, &forest, &options, NULL), RV_OK);
    check_texts(scene, "forest", 500);
    rv_scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_texts_of_a_forest_overlap),
        cmocka_unit_test(no_two_texts_of_a_forest_with_columns_overlap),
        cmocka_unit_test(every_text_of_a_flow_stands_in_its_box),
        cmocka_unit_test(five_hundred_studies_do_not_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
