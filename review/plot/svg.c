/* The scene as SVG 1.1. Coordinates are in points, rounded to a hundredth. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/scene.h"

static const double MM_PER_POINT = 25.4 / 72;

/* The number without needless digits, whatever the locale: 12, 12.5, -0.25. */
static void number(rv_buf *out, double x)
{
    const long long hundredths = llround(x * 100), size = hundredths < 0 ? -hundredths : hundredths;

    rv_buf_printf(out, "%s%lld", hundredths < 0 ? "-" : "", size / 100);
    if (size % 10)
        rv_buf_printf(out, ".%02lld", size % 100);
    else if (size % 100)
        rv_buf_printf(out, ".%lld", size % 100 / 10);
}

static void attribute(rv_buf *out, const char *name, double x)
{
    rv_buf_printf(out, " %s=\"", name);
    number(out, x);
    rv_buf_char(out, '"');
}

/* What a picture's colours are in its theme. In RV_THEME_AUTO they are those of the light one, and a class by which the style sheet
   of the picture finds those that have a dark counterpart. */
static void colours(rv_buf *out, const rv_scene *scene, const char *fill, const char *stroke)
{
    const int f = rv_palette_index(fill), s = rv_palette_index(stroke);
    const bool dark = scene->theme == RV_THEME_DARK;

    if (scene->theme == RV_THEME_AUTO && (f >= 0 || s >= 0)) {
        rv_buf_text(out, " class=\"");
        if (f >= 0)
            rv_buf_printf(out, "f%d", f);
        if (s >= 0)
            rv_buf_printf(out, "%ss%d", f >= 0 ? " " : "", s);
        rv_buf_char(out, '"');
    }
    rv_buf_printf(out, " fill=\"%s\"", !fill ? "none" : dark && f >= 0 ? rv_palette[f].dark : fill);
    if (stroke)
        rv_buf_printf(out, " stroke=\"%s\"", dark && s >= 0 ? rv_palette[s].dark : stroke);
}

/* The dark colours of a picture in RV_THEME_AUTO: only those it uses, only on a screen, only within it. */
static void dark_style(rv_buf *out, const rv_scene *scene, const char *id)
{
    uint64_t fills = UINT64_C(1) << rv_palette_index(RV_PAPER), strokes = 0;

    for (size_t i = 0; i < scene->n; i++) {
        const rv_mark *m = &scene->marks[i];
        const bool text = m->kind == RV_MARK_TEXT;
        const int f = rv_palette_index(text ? m->face.colour : m->look.fill), s = text ? -1 : rv_palette_index(m->look.stroke);

        fills |= f >= 0 ? UINT64_C(1) << f : 0;
        strokes |= s >= 0 ? UINT64_C(1) << s : 0;
    }
    rv_buf_text(out, "<style>@media screen and (prefers-color-scheme:dark){");
    for (int i = 0; i < RV_PALETTE; i++) {
        if (fills >> i & 1)
            rv_buf_printf(out, "#%s-svg .f%d{fill:%s}", id, i, rv_palette[i].dark);
        if (strokes >> i & 1)
            rv_buf_printf(out, "#%s-svg .s%d{stroke:%s}", id, i, rv_palette[i].dark);
    }
    rv_buf_text(out, "}</style>\n");
}

static void look(rv_buf *out, const rv_scene *scene, const rv_look *how)
{
    colours(out, scene, how->fill, how->stroke);
    /* Of fill and stroke apart: "opacity" makes a renderer draw each mark on a page of its own first, seconds for ten thousand. */
    if (how->clear > 0 && how->fill)
        attribute(out, "fill-opacity", 1 - how->clear);
    if (!how->stroke)
        return;
    if (how->clear > 0)
        attribute(out, "stroke-opacity", 1 - how->clear);
    attribute(out, "stroke-width", how->line);
    if (how->dashed)
        rv_buf_text(out, " stroke-dasharray=\"3 2\"");
}

static void shape(rv_buf *out, const rv_scene *scene, const rv_mark *m)
{
    if (m->kind == RV_MARK_LINE) {
        rv_buf_text(out, "<line");
        attribute(out, "x1", m->x[0]);
        attribute(out, "y1", m->y[0]);
        attribute(out, "x2", m->x[1]);
        attribute(out, "y2", m->y[1]);
    } else if (m->kind == RV_MARK_RECT) {
        rv_buf_text(out, "<rect");
        attribute(out, "x", m->x[0]);
        attribute(out, "y", m->y[0]);
        attribute(out, "width", m->x[1] - m->x[0]);
        attribute(out, "height", m->y[1] - m->y[0]);
        if (m->radius > 0)
            attribute(out, "rx", m->radius);
    } else if (m->kind == RV_MARK_CIRCLE) {
        rv_buf_text(out, "<circle");
        attribute(out, "cx", m->x[0]);
        attribute(out, "cy", m->y[0]);
        attribute(out, "r", m->radius);
    } else {
        rv_buf_printf(out, "<%s points=\"", m->closed ? "polygon" : "polyline");
        for (size_t i = 0; i < m->points; i++) {
            if (i)
                rv_buf_char(out, ' ');
            number(out, m->path[2 * i]);
            rv_buf_char(out, ',');
            number(out, m->path[2 * i + 1]);
        }
        rv_buf_char(out, '"');
    }
    look(out, scene, &m->look);
    rv_buf_text(out, "/>\n");
}

static void text(rv_buf *out, const rv_scene *scene, const rv_mark *m)
{
    /* In a text that runs from right to left, "start" is its right end. */
    static const char *const anchors[2][3] = { { NULL, "middle", "end" }, { "end", "middle", NULL } };
    const char *anchor = anchors[m->rtl][m->anchor];

    if (m->whole) {
        rv_buf_text(out, "<g><title>");
        rv_xml_escape(out, m->whole);
        rv_buf_text(out, "</title>");
    }
    rv_buf_text(out, "<text");
    attribute(out, "x", m->x[0]);
    attribute(out, "y", m->y[0]);
    if (m->upward) {
        rv_buf_text(out, " transform=\"rotate(-90 ");
        number(out, m->x[0]);
        rv_buf_char(out, ' ');
        number(out, m->y[0]);
        rv_buf_text(out, ")\"");
    }
    attribute(out, "font-size", m->face.size);
    if (m->face.bold)
        rv_buf_text(out, " font-weight=\"bold\"");
    if (anchor)
        rv_buf_printf(out, " text-anchor=\"%s\"", anchor);
    if (m->rtl)
        rv_buf_text(out, " direction=\"rtl\"");
    colours(out, scene, m->face.colour, NULL);
    rv_buf_char(out, '>');
    rv_xml_escape(out, m->text);
    rv_buf_text(out, m->whole ? "</text></g>\n" : "</text>\n");
}

rv_status rv_plot_svg(const rv_scene *scene, const char *id, rv_buf *out, rv_error *err)
{
    if (!id)
        id = "figure";
    rv_buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"%s-svg\" width=\"", id);
    number(out, scene->width * MM_PER_POINT);
    rv_buf_text(out, "mm\" height=\"");
    number(out, scene->height * MM_PER_POINT);
    rv_buf_text(out, "mm\" viewBox=\"0 0 ");
    number(out, scene->width);
    rv_buf_char(out, ' ');
    number(out, scene->height);
    rv_buf_printf(out, "\" role=\"img\" aria-labelledby=\"%s-title %s-desc\" font-family=\"%s\">\n", id, id, RV_FONT_FAMILY);
    rv_buf_printf(out, "<title id=\"%s-title\">", id);
    rv_xml_escape(out, scene->title ? scene->title : "");
    rv_buf_printf(out, "</title>\n<desc id=\"%s-desc\">", id);
    rv_xml_escape(out, rv_scene_description(scene));
    rv_buf_text(out, "</desc>\n");
    if (scene->theme == RV_THEME_AUTO)
        dark_style(out, scene, id);
    rv_buf_text(out, "<rect width=\"100%\" height=\"100%\"");
    colours(out, scene, RV_PAPER, NULL);
    rv_buf_text(out, "/>\n");
    for (size_t i = 0; i < scene->n; i++)
        if (scene->marks[i].kind == RV_MARK_TEXT)
            text(out, scene, &scene->marks[i]);
        else
            shape(out, scene, &scene->marks[i]);
    rv_buf_text(out, "</svg>\n");
    return rv_buf_check(out, err);
}
