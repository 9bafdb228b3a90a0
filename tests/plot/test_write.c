/* The three formats: SVG is well-formed with text as text, PDF repeatable with its fonts in it, PNG of the right size. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "tests/plot/random.h"
#include "tests/support.h"

static rv_forest_row rows[] = {
    { RV_FOREST_STUDY, "Smith & <Jones> 2019", "", 0.2, 0.04, -0.2, 0.6, NAN, NAN, 50, NAN },
    { RV_FOREST_STUDY, "\u05E9\u05DC\u05D5\u05DD 2019", "", 0.5, 0.04, 0.1, 0.9, NAN, NAN, 50, NAN },
};
static const rv_forest forest = { "A \"title\" & more", "SMD", 0, "", "", "common effect", "", "z", "", 0.95, NAN, NAN, NAN, NAN, NAN,
                                  2, rows, NULL, NULL, NULL, NULL, 0, NULL, NULL };

static rv_scene *scene_of(const rv_forest *f)
{
    const rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_scene *scene;

    assert_int_equal(rv_plot_forest(&scene, f, &options, NULL), RV_OK);
    return scene;
}

static void written(const rv_scene *scene, rv_plot_format format, double dpi, rv_buf *bytes)
{
    char path[] = "plot-XXXXXX";
    rv_output *out;
    rv_error err = { 0 };

    close(mkstemp(path));
    assert_int_equal(rv_output_open(&out, path, NULL), RV_OK);
    if (rv_plot_write(scene, format, dpi, out, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_int_equal(rv_output_close(out, NULL), RV_OK);
    assert_int_equal(rv_file_read(path, 100000000, bytes, NULL), RV_OK);
    unlink(path);
}

static bool holds(const rv_buf *bytes, const char *what)
{
    return memmem(bytes->data, bytes->length, what, strlen(what)) != NULL;
}

static void svg_keeps_text_as_text_with_title_and_description(void **state)
{
    rv_scene *scene = scene_of(&forest);
    rv_buf svg = RV_BUF_INIT;
    (void)state;

    assert_int_equal(rv_plot_svg(scene, "f1", &svg, NULL), RV_OK);
    assert_true(holds(&svg, ">Smith &amp; &lt;Jones&gt; 2019</text>"));
    assert_true(holds(&svg, "role=\"img\" aria-labelledby=\"f1-title f1-desc\""));
    assert_true(holds(&svg, "<title id=\"f1-title\">A &quot;title&quot; &amp; more</title>"));
    assert_true(holds(&svg, "<desc id=\"f1-desc\">Forest plot of 2 effects."));
    assert_true(holds(&svg, "text-anchor=\"end\" direction=\"rtl\" fill=\"#1a1a1a\">\u05E9"));
    assert_true(holds(&svg, "width=\"175mm\""));
    assert_false(holds(&svg, "<path"));
    rv_buf_free(&svg);
    rv_scene_free(scene);
}

static void svg_of_any_label_is_well_formed(void **state)
{
    rv_forest_row many[MOST_ROWS];
    (void)state;

    seed = 77;
    for (int i = 0; i < 30; i++) {
        rv_forest_options options = RV_FOREST_OPTIONS_INIT;
        rv_buf svg = RV_BUF_INIT;
        rv_forest any;
        rv_scene *scene;
        xmlDoc *doc;

        options.width = 400;
        any_forest(&any, many);
        assert_int_equal(rv_plot_forest(&scene, &any, &options, NULL), RV_OK);
        assert_int_equal(rv_plot_svg(scene, NULL, &svg, NULL), RV_OK);
        doc = xmlReadMemory(svg.data, (int)svg.length, "figure.svg", NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        xmlFreeDoc(doc);
        rv_buf_free(&svg);
        rv_scene_free(scene);
    }
    xmlCleanupParser();
}

static void the_whole_of_a_shortened_label_is_in_a_title(void **state)
{
    rv_forest_row one = rows[0];
    rv_forest f = forest;
    rv_scene *scene;
    rv_buf svg = RV_BUF_INIT, title = RV_BUF_INIT;
    (void)state;

    one.label = absurd[ABSURD - 1];
    f.rows = &one;
    f.n = 1;
    scene = scene_of(&f);
    assert_int_equal(rv_plot_svg(scene, NULL, &svg, NULL), RV_OK);
    rv_buf_printf(&title, "<g><title>%s</title><text", one.label);
    assert_true(holds(&svg, rv_buf_str(&title)));
    assert_true(holds(&svg, "\u2026</text></g>"));
    rv_buf_free(&title);
    rv_buf_free(&svg);
    rv_scene_free(scene);
}

static void the_same_figure_gives_the_same_bytes(void **state)
{
    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    for (int format = RV_PLOT_SVG; format <= RV_PLOT_PNG; format++) {
        rv_scene *a = scene_of(&forest), *b = scene_of(&forest);
        rv_buf first = RV_BUF_INIT, second = RV_BUF_INIT;

        written(a, (rv_plot_format)format, 150, &first);
        written(b, (rv_plot_format)format, 150, &second);
        assert_int_equal(first.length, second.length);
        assert_memory_equal(first.data, second.data, first.length);
        rv_buf_free(&first);
        rv_buf_free(&second);
        rv_scene_free(a);
        rv_scene_free(b);
    }
}

static void pdf_embeds_its_fonts_and_takes_its_date_from_the_epoch(void **state)
{
    rv_scene *scene = scene_of(&forest);
    rv_buf pdf = RV_BUF_INIT;
    (void)state;

    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    written(scene, RV_PLOT_PDF, 0, &pdf);
    assert_memory_equal(pdf.data, "%PDF-", 5);
    assert_true(holds(&pdf, "/FontFile"));
    assert_true(holds(&pdf, "20260101000000Z)"));
    rv_buf_free(&pdf);
    rv_scene_free(scene);
}

static unsigned long word_at(const rv_buf *bytes, size_t at)
{
    const unsigned char *p = (const unsigned char *)bytes->data + at;

    return (unsigned long)p[0] << 24 | (unsigned long)p[1] << 16 | (unsigned long)p[2] << 8 | p[3];
}

static void png_has_the_size_and_resolution_asked_for(void **state)
{
    rv_scene *scene = scene_of(&forest);
    rv_buf png = RV_BUF_INIT;
    (void)state;

    written(scene, RV_PLOT_PNG, 300, &png);
    assert_memory_equal(png.data, "\x89PNG\r\n\x1a\n", 8);
    assert_int_equal(word_at(&png, 16), 2067);                /* 175 mm at 300 dots per inch */
    assert_int_equal(word_at(&png, 20), (unsigned long)ceil(rv_scene_height(scene) * 300 / 72 - 1e-6));
    assert_memory_equal(png.data + 37, "pHYs", 4);
    assert_int_equal(word_at(&png, 41), 11811);               /* 300 / 0.0254 dots a metre */
    assert_false(holds(&png, "tIME"));
    rv_buf_free(&png);
    rv_scene_free(scene);
}

/* Every chunk carries its sum, and the rows are all there. */
static void png_is_whole(void **state)
{
    rv_scene *scene = scene_of(&forest);
    rv_buf png = RV_BUF_INIT, packed = RV_BUF_INIT;
    uLongf length;
    unsigned char *pixels;
    (void)state;

    written(scene, RV_PLOT_PNG, 72, &png);
    for (size_t at = 8; at < png.length; at += 12 + word_at(&png, at)) {
        const size_t n = word_at(&png, at);
        assert_true(at + 12 + n <= png.length);
        assert_int_equal(word_at(&png, at + 8 + n), crc32(0, (unsigned char *)png.data + at + 4, (uInt)n + 4));
        if (memcmp(png.data + at + 4, "IDAT", 4) == 0)
            rv_buf_add(&packed, png.data + at + 8, n);
        assert_true(at + 12 + n < png.length || memcmp(png.data + at + 4, "IEND", 4) == 0);
    }
    length = word_at(&png, 20) * (1 + 3 * word_at(&png, 16));
    assert_non_null(pixels = malloc(length + 1));
    length++;
    assert_int_equal(uncompress(pixels, &length, (unsigned char *)packed.data, packed.length), Z_OK);
    assert_int_equal(length, word_at(&png, 20) * (1 + 3 * word_at(&png, 16)));
    assert_memory_equal(pixels, "\x00" "\xff\xff\xff", 4);     /* the page begins white */
    free(pixels);
    rv_buf_free(&packed);
    rv_buf_free(&png);
    rv_scene_free(scene);
}

static void a_png_too_large_is_refused_with_what_would_fit(void **state)
{
    static rv_forest_row many[3000];
    rv_forest f = forest;
    rv_output *out;
    rv_scene *scene;
    rv_error err;
    (void)state;

    for (size_t i = 0; i < 3000; i++)
        many[i] = rows[0];
    f.rows = many;
    f.n = 3000;
    scene = scene_of(&f);
    assert_int_equal(rv_output_open(&out, "never.png", NULL), RV_OK);
    assert_int_equal(rv_plot_write(scene, RV_PLOT_PNG, 300, out, &err), RV_EINVAL);
    assert_non_null(strstr(err.message, "60 dots per inch would fit"));
    assert_int_equal(rv_plot_write(scene, RV_PLOT_PNG, 5000, out, &err), RV_EINVAL);
    assert_string_equal(err.message, "a resolution of 5000 dots per inch is out of range; 36 to 1200 can be had");
    rv_output_drop(out);
    assert_int_not_equal(access("never.png", F_OK), 0);
    rv_scene_free(scene);
}

static void the_ending_of_a_name_says_the_format(void **state)
{
    (void)state;
    assert_int_equal(rv_plot_format_of("a/b.svg"), RV_PLOT_SVG);
    assert_int_equal(rv_plot_format_of("x.PDF"), RV_PLOT_PDF);
    assert_int_equal(rv_plot_format_of("x.tar.png"), RV_PLOT_PNG);
    assert_int_equal(rv_plot_format_of("svg"), -1);
    assert_int_equal(rv_plot_format_of(NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(svg_keeps_text_as_text_with_title_and_description),
        cmocka_unit_test(svg_of_any_label_is_well_formed),
        cmocka_unit_test(the_whole_of_a_shortened_label_is_in_a_title),
        cmocka_unit_test(the_same_figure_gives_the_same_bytes),
        cmocka_unit_test(pdf_embeds_its_fonts_and_takes_its_date_from_the_epoch),
        cmocka_unit_test(png_has_the_size_and_resolution_asked_for),
        cmocka_unit_test(png_is_whole),
        cmocka_unit_test(a_png_too_large_is_refused_with_what_would_fit),
        cmocka_unit_test(the_ending_of_a_name_says_the_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
