/* What we draw is what the SVG says: a renderer that knows nothing of us draws the SVG, and the dots are compared. */
#include <config.h>

#include <librsvg/rsvg.h>

#include "plot/draw.h"
#include "tests/plot/random.h"
#include "tests/support.h"

static cairo_surface_t *paper(const rv_scene *scene, double scale, cairo_t **cr)
{
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(scene->width * scale),
                                                        (int)ceil(scene->height * scale));

    *cr = cairo_create(image);
    cairo_set_source_rgb(*cr, 1, 1, 1);
    cairo_paint(*cr);
    cairo_scale(*cr, scale, scale);
    return image;
}

static cairo_surface_t *by_us(const rv_scene *scene, double scale, bool outlines)
{
    cairo_t *cr;
    cairo_surface_t *image = paper(scene, scale, &cr);

    assert_int_equal(rv_draw_scene(scene, cr, outlines, NULL), RV_OK);
    cairo_destroy(cr);
    cairo_surface_flush(image);
    return image;
}

static cairo_surface_t *by_rsvg(const rv_scene *scene, double scale)
{
    const RsvgRectangle page = { 0, 0, scene->width, scene->height };
    rv_buf svg = RV_BUF_INIT;
    cairo_t *cr;
    cairo_surface_t *image = paper(scene, scale, &cr);
    RsvgHandle *handle;

    assert_int_equal(rv_plot_svg(scene, NULL, &svg, NULL), RV_OK);
    handle = rsvg_handle_new_from_data((const guint8 *)svg.data, svg.length, NULL);
    assert_non_null(handle);
    assert_true(rsvg_handle_render_document(handle, cr, &page, NULL));
    g_object_unref(handle);
    cairo_destroy(cr);
    cairo_surface_flush(image);
    rv_buf_free(&svg);
    return image;
}

/* How many of 100,000 dots differ by more than half the range of a colour. */
static double differing(cairo_surface_t *a, cairo_surface_t *b)
{
    const int width = cairo_image_surface_get_width(a), height = cairo_image_surface_get_height(a);
    size_t many = 0;

    assert_int_equal(cairo_image_surface_get_stride(a), cairo_image_surface_get_stride(b));
    for (int y = 0; y < height; y++) {
        const unsigned char *p = cairo_image_surface_get_data(a) + (size_t)y * (size_t)cairo_image_surface_get_stride(a);
        const unsigned char *q = cairo_image_surface_get_data(b) + (size_t)y * (size_t)cairo_image_surface_get_stride(b);
        for (int x = 0; x < 4 * width; x += 4)
            many += abs(p[x] - q[x]) > 128 || abs(p[x + 1] - q[x + 1]) > 128 || abs(p[x + 2] - q[x + 2]) > 128;
    }
    return 1e5 * (double)many / width / height;
}

static void compare(const rv_scene *scene, double scale, bool outlines, double most, int figure)
{
    cairo_surface_t *ours = by_us(scene, scale, outlines), *theirs = by_rsvg(scene, scale);
    const double got = differing(ours, theirs);

    if (got > most)
        fail_msg("figure %d: %g of 100,000 dots differ", figure, got);
    cairo_surface_destroy(ours);
    cairo_surface_destroy(theirs);
}

/* Letters that no font has are boxes of different kinds. */
static void plain_words(rv_forest *f, rv_forest_row *rows)
{
    f->title = f->measure = f->favours_left = f->favours_right = f->model = f->tau2_method = f->test = f->pi_method = "Words";
    for (size_t i = 0; i < f->n; i++) {
        rows[i].label = i % 2 ? "Smith & Jones 2019" : "\u05E9\u05DC\u05D5\u05DD 2019";
        rows[i].subgroup = *rows[i].subgroup ? "A subgroup" : "";
    }
}

static void the_dots_of_random_forests_are_those_of_their_svg(void **state)
{
    rv_forest_row rows[MOST_ROWS];
    (void)state;

    seed = 41;
    for (int i = 0; i < 12; i++) {
        rv_forest_options options = RV_FOREST_OPTIONS_INIT;
        rv_forest forest;
        rv_scene *scene;

        any_forest(&forest, rows);
        plain_words(&forest, rows);
        options.width = 400;
        options.style = (int)below(7);
        options.shade = i % 2;
        assert_int_equal(rv_plot_forest(&scene, &forest, &options, NULL), RV_OK);
        rv_scene_theme(scene, i % 3 == 0 ? RV_THEME_DARK : RV_THEME_LIGHT);
        compare(scene, 1.5, true, 20, i);
        rv_scene_free(scene);
    }
}

/* Marks of every kind, see-through ones and turned words too. */
static void every_kind_of_mark_is_drawn_as_its_svg_says(void **state)
{
    const double x[] = { 150, 190, 170, 155 }, y[] = { 20, 30, 60, 50 };
    rv_scene *scene = rv_scene_new(200);
    rv_type *type = rv_type_new();
    const rv_face face = { 12, true, RV_ORANGE };
    rv_lines lines;
    (void)state;

    assert_int_equal(rv_type_wrap(type, &face, "turned words", 1e4, 1, &lines, NULL), RV_OK);
    scene->height = 120;
    rv_scene_line(scene, 10, 10, 100, 40, (rv_look){ .stroke = RV_BLUE, .line = 3, .dashed = true });
    rv_scene_rect(scene, (rv_box){ 20, 50, 80, 100 }, 12, (rv_look){ .fill = RV_SAND, .stroke = RV_INK, .line = 2 });
    rv_scene_circle(scene, 80, 90, 20, (rv_look){ .fill = RV_GREEN, .stroke = RV_INK, .line = 6, .clear = 0.4 });
    rv_scene_path(scene, x, y, 4, false, (rv_look){ .stroke = RV_PURPLE, .line = 4 });
    rv_scene_polygon(scene, y, x, 4, (rv_look){ .fill = RV_ROSE, .clear = 0.7 });
    rv_scene_text_upward(scene, 130, 60, &lines.line[0], &face);
    compare(scene, 4, true, 30, 0);
    compare(scene, 4, false, 300, 0);
    rv_lines_free(&lines);
    rv_type_free(type);
    rv_scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dots_of_random_forests_are_those_of_their_svg),
        cmocka_unit_test(every_kind_of_mark_is_drawn_as_its_svg_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
