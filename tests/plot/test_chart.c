/* The frame of figures with two axes: ends, clipping, names. */
#include <config.h>

#include <string.h>

#include "plot/chart.h"
#include "plot/estimates.h"
#include "tests/support.h"

static void an_axis_of_nothing_and_of_one_number_has_an_extent(void **state)
{
    rv_axis a;
    (void)state;

    rv_axis_none(&a, false);
    rv_axis_reach(&a, NAN);
    rv_axis_reach(&a, INFINITY);
    rv_axis_room(&a, 0, 0);
    assert_close(a.lo, 0, 0);
    assert_close(a.hi, 1, 0);
    rv_axis_none(&a, false);
    rv_axis_reach(&a, 4);
    rv_axis_room(&a, 0.1, 0.1);
    assert_true(a.lo < 4 && a.hi > 4);
    rv_axis_none(&a, false);
    rv_axis_reach(&a, 0);
    rv_axis_room(&a, 0, 0);
    assert_true(a.hi > a.lo);
    rv_axis_none(&a, false);
    rv_axis_reach(&a, 2);
    rv_axis_reach(&a, 4);
    rv_axis_room(&a, 0.5, 0.25);
    assert_close(a.lo, 1, 1e-15);
    assert_close(a.hi, 4.5, 1e-15);
}

static void begin(rv_chart *c)
{
    assert_int_equal(rv_chart_new(c, 100, NULL), RV_OK);
    c->x = (rv_axis){ .lo = 0, .hi = 10, .no_effect = NAN };
    c->y = (rv_axis){ .lo = 0, .hi = 10, .no_effect = NAN };
    c->x_name = "across";
    c->y_name = "upwards";
    rv_chart_frame(c, "Title", "Chart");
}

static const rv_mark *last(const rv_chart *c) { return &c->scene->marks[c->scene->n - 1]; }

static void lines_areas_and_points_end_at_the_edge(void **state)
{
    const double x[] = { -5, 5, 15, 5 }, y[] = { 5, 15, 5, -5 };
    rv_chart c;
    rv_scene *scene;
    size_t n;
    (void)state;

    begin(&c);
    rv_chart_line(&c, -10, 5, 20, 5, (rv_look){ .stroke = RV_INK, .line = 1 });
    assert_close(last(&c)->box.x0, c.area.x0, 1e-9);
    assert_close(last(&c)->box.x1, c.area.x1, 1e-9);
    rv_chart_area(&c, x, y, 4, (rv_look){ .fill = RV_SKY });       /* a diamond that covers the area but for nothing */
    assert_close(last(&c)->box.x0, c.area.x0, 1e-9);
    assert_close(last(&c)->box.y1, c.area.y1, 1e-9);
    n = c.scene->n;
    rv_chart_line(&c, -10, 5, -1, 5, (rv_look){ .stroke = RV_INK, .line = 1 });
    assert_false(rv_chart_point(&c, 11, 5, RV_SHAPE_CIRCLE, 3, (rv_look){ .fill = RV_SKY }));
    assert_int_equal(c.scene->n, n);
    assert_true(rv_chart_point(&c, 10, 5, RV_SHAPE_CIRCLE, 3, (rv_look){ .fill = RV_SKY }));
    assert_int_equal(rv_chart_end(&c, &scene, NULL), RV_OK);
    assert_non_null(strstr(rv_scene_description(scene), "Beyond the axes and not drawn: 1 point."));
    rv_scene_free(scene);
}

static void a_curve_is_broken_where_it_leaves(void **state)
{
    const double x[] = { 1, 2, 3, 4, 5, 6 }, y[] = { 5, 5, 15, 5, NAN, 5 };
    rv_chart c;
    rv_scene *scene;
    size_t before, paths = 0;
    (void)state;

    begin(&c);
    before = c.scene->n;
    rv_chart_curve(&c, x, y, 6, (rv_look){ .stroke = RV_INK, .line = 1 });
    for (size_t i = before; i < c.scene->n; i++)
        paths += c.scene->marks[i].kind == RV_MARK_PATH;
    assert_int_equal(paths, 2);
    assert_int_equal(rv_chart_end(&c, &scene, NULL), RV_OK);
    rv_scene_free(scene);
}

static size_t named(const rv_scene *scene, const char *text)
{
    size_t n = 0;

    for (size_t i = 0; i < scene->n; i++)
        n += scene->marks[i].kind == RV_MARK_TEXT && strcmp(scene->marks[i].text, text) == 0;
    return n;
}

static void of_two_names_for_one_place_the_higher_rank_wins(void **state)
{
    rv_chart c;
    rv_scene *scene;
    (void)state;

    begin(&c);
    /* Walls leave room for one name only, to the right. */
    rv_chart_point(&c, 5, 5, RV_SHAPE_CIRCLE, 2, (rv_look){ .fill = RV_SKY });
    rv_chart_avoid(&c, (rv_box){ 0, 0, rv_chart_x(&c, 5), 1000 });
    rv_chart_avoid(&c, (rv_box){ 0, 0, 1000, rv_chart_y(&c, 5) - 6 });
    rv_chart_avoid(&c, (rv_box){ 0, rv_chart_y(&c, 5) + 6, 1000, 1000 });
    rv_chart_name(&c, 5, 5, 2, "less", 1);
    rv_chart_name(&c, 5, 5, 2, "more", 2);
    assert_int_equal(rv_chart_end(&c, &scene, NULL), RV_OK);
    assert_int_equal(named(scene, "more"), 1);
    assert_int_equal(named(scene, "less"), 0);
    assert_non_null(strstr(rv_scene_description(scene), "1 of 2 names left out"));
    rv_scene_free(scene);
}

static void names_do_not_cross_lines(void **state)
{
    rv_chart c;
    rv_scene *scene;
    (void)state;

    begin(&c);
    rv_chart_point(&c, 5, 5, RV_SHAPE_CIRCLE, 2, (rv_look){ .fill = RV_SKY });
    for (int i = 0; i < 200; i++)                             /* a grating closer than any letter is high */
        rv_chart_line(&c, 0, i * 0.05, 10, i * 0.05, (rv_look){ .stroke = RV_INK, .line = 0.1 });
    rv_chart_name(&c, 5, 5, 2, "nowhere", 1);
    assert_int_equal(rv_chart_end(&c, &scene, NULL), RV_OK);
    assert_int_equal(named(scene, "nowhere"), 0);
    rv_scene_free(scene);
}

static void an_orchard_spreads_where_effects_are_many(void **state)
{
    double x[40], beside[40], again[40], widest = 0;
    (void)state;

    for (int i = 0; i < 40; i++)
        x[i] = i == 39 ? 0.9 : 0.3 + 0.0001 * i;
    rv_orchard_spread(x, 40, beside);
    rv_orchard_spread(x, 40, again);
    for (int i = 0; i < 40; i++) {
        assert_true(fabs(beside[i]) <= 1);
        assert_close(again[i], beside[i], 0);
        widest = fmax(widest, fabs(beside[i]));
    }
    assert_true(widest > 0.8);
    assert_true(fabs(beside[39]) < 0.1);                      /* alone, it stands on the line */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_axis_of_nothing_and_of_one_number_has_an_extent),
        cmocka_unit_test(lines_areas_and_points_end_at_the_edge),
        cmocka_unit_test(a_curve_is_broken_where_it_leaves),
        cmocka_unit_test(of_two_names_for_one_place_the_higher_rank_wins),
        cmocka_unit_test(names_do_not_cross_lines),
        cmocka_unit_test(an_orchard_spreads_where_effects_are_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
