/* A scene on a cairo surface, as its SVG says: the same colours, the same places, letters by the same Pango that measured them. (An SVG
   renderer in between takes ten times as long for a page of words: it fills the outline of each letter anew.) */
#include <config.h>

#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>

#include "plot/draw.h"

typedef struct {
    const rv_scene       *scene;
    cairo_t              *cr;
    PangoLayout          *layout;
    PangoFontDescription *font;
    double                size;
    bool                  bold, outlines;
} pen;

/* "#rrggbb" in the scene's theme; one that follows the reader's screen is light here. */
static void set_colour(const pen *p, const char *colour, double clear)
{
    const int at = rv_palette_index(colour);
    unsigned r = 0, g = 0, b = 0;

    if (p->scene->theme == RV_THEME_DARK && at >= 0)
        colour = rv_palette[at].dark;
    sscanf(colour, "#%2x%2x%2x", &r, &g, &b);
    cairo_set_source_rgba(p->cr, r / 255.0, g / 255.0, b / 255.0, 1 - clear);
}

/* A rectangle with round corners. */
static void round_box(cairo_t *cr, const rv_mark *m)
{
    const double r = fmin(m->radius, fmin(m->x[1] - m->x[0], m->y[1] - m->y[0]) / 2);

    cairo_new_sub_path(cr);
    cairo_arc(cr, m->x[1] - r, m->y[0] + r, r, -M_PI / 2, 0);
    cairo_arc(cr, m->x[1] - r, m->y[1] - r, r, 0, M_PI / 2);
    cairo_arc(cr, m->x[0] + r, m->y[1] - r, r, M_PI / 2, M_PI);
    cairo_arc(cr, m->x[0] + r, m->y[0] + r, r, M_PI, 1.5 * M_PI);
    cairo_close_path(cr);
}

static void outline(cairo_t *cr, const rv_mark *m)
{
    cairo_new_path(cr);
    if (m->kind == RV_MARK_LINE) {
        cairo_move_to(cr, m->x[0], m->y[0]);
        cairo_line_to(cr, m->x[1], m->y[1]);
    } else if (m->kind == RV_MARK_RECT && m->radius > 0) {
        round_box(cr, m);
    } else if (m->kind == RV_MARK_RECT) {
        cairo_rectangle(cr, m->x[0], m->y[0], m->x[1] - m->x[0], m->y[1] - m->y[0]);
    } else if (m->kind == RV_MARK_CIRCLE) {
        cairo_arc(cr, m->x[0], m->y[0], m->radius, 0, 2 * M_PI);
        cairo_close_path(cr);
    } else {
        for (size_t i = 0; i < m->points; i++)
            cairo_line_to(cr, m->path[2 * i], m->path[2 * i + 1]);
        if (m->closed)
            cairo_close_path(cr);
    }
}

static void shape(const pen *p, const rv_mark *m)
{
    static const double dashes[] = { 3, 2 };
    const rv_look *look = &m->look;
    /* What is see-through is so as a whole: its edge does not show its own ground. */
    const bool group = look->clear > 0 && look->fill && look->stroke;

    if (group)
        cairo_push_group(p->cr);
    outline(p->cr, m);
    if (look->fill) {
        set_colour(p, look->fill, group ? 0 : look->clear);
        cairo_fill_preserve(p->cr);
    }
    if (look->stroke) {
        set_colour(p, look->stroke, group ? 0 : look->clear);
        cairo_set_line_width(p->cr, look->line);
        cairo_set_dash(p->cr, dashes, look->dashed ? 2 : 0, 0);
        cairo_stroke(p->cr);
    }
    if (group) {
        cairo_pop_group_to_source(p->cr);
        cairo_paint_with_alpha(p->cr, 1 - look->clear);
    }
    cairo_new_path(p->cr);
}

static void set_font(pen *p, const rv_face *face)
{
    if (face->size == p->size && face->bold == p->bold)
        return;
    p->size = face->size;
    p->bold = face->bold;
    pango_font_description_set_absolute_size(p->font, face->size * PANGO_SCALE);
    pango_font_description_set_weight(p->font, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(p->layout, p->font);
}

static void text(pen *p, const rv_mark *m)
{
    PangoLayoutLine *line;
    PangoRectangle room;
    double left;

    set_font(p, &m->face);
    pango_layout_set_text(p->layout, m->text, -1);
    line = pango_layout_get_line_readonly(p->layout, 0);
    pango_layout_line_get_extents(line, NULL, &room);
    left = (double)room.width / PANGO_SCALE;
    left = m->anchor == RV_ANCHOR_LEFT ? 0 : m->anchor == RV_ANCHOR_RIGHT ? -left : -left / 2;
    set_colour(p, m->face.colour, 0);
    cairo_save(p->cr);
    cairo_translate(p->cr, m->x[0], m->y[0]);
    if (m->upward)
        cairo_rotate(p->cr, -M_PI / 2);
    cairo_move_to(p->cr, left, 0);
    if (p->outlines) {
        pango_cairo_layout_line_path(p->cr, line);
        cairo_fill(p->cr);
    } else {
        pango_cairo_show_layout_line(p->cr, line);
    }
    cairo_restore(p->cr);
    cairo_new_path(p->cr);
}

static void page(const pen *p)
{
    set_colour(p, RV_PAPER, 0);                                /* the outermost dots too, where the page is not whole */
    cairo_paint(p->cr);
}

rv_status rv_draw_scene(const rv_scene *scene, cairo_t *cr, bool outlines, rv_error *err)
{
    pen p = { .scene = scene, .cr = cr, .outlines = outlines };
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    cairo_font_options_t *plain = cairo_font_options_create();

    cairo_font_options_set_hint_metrics(plain, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(plain, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(plain, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, plain);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_cairo_update_context(cr, context);
    p.layout = pango_layout_new(context);
    p.font = pango_font_description_from_string(RV_FONT_FAMILY);
    cairo_set_miter_limit(cr, 4);                              /* as SVG has it */
    page(&p);
    for (size_t i = 0; i < scene->n; i++)
        if (scene->marks[i].kind == RV_MARK_TEXT)
            text(&p, &scene->marks[i]);
        else
            shape(&p, &scene->marks[i]);
    g_object_unref(p.layout);
    g_object_unref(context);
    pango_font_description_free(p.font);
    cairo_font_options_destroy(plain);
    return cairo_status(cr) == CAIRO_STATUS_SUCCESS
               ? RV_OK : rv_fail(err, RV_EINVAL, "the figure cannot be drawn: %s", cairo_status_to_string(cairo_status(cr)));
}
