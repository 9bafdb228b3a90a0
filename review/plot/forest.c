/* Lays a forest plot out: title, columns, rows, axis, notes, from top to bottom by what each needs. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/forest.h"

/* ---- Texts ----------------------------------------------------------------------------------------------------------- */

/* A paragraph across the page; `*y` moves to its lower edge. */
static rv_status paragraph(rv_forest_figure *g, const char *text, const rv_face *face, size_t most, double *y, rv_error *err)
{
    rv_lines lines;
    rv_status st = rv_type_wrap(g->type, face, text, g->scene->width - 2 * RV_FOREST_MARGIN, most, &lines, err);

    if (st == RV_OK) {
        rv_scene_lines(g->scene, RV_FOREST_MARGIN, *y, RV_ANCHOR_LEFT, &lines, face);
        *y += lines.height;
    }
    rv_lines_free(&lines);
    return st;
}

static void shades(rv_forest_figure *g)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->lines[i].shade)
            rv_scene_rect(g->scene, (rv_box){ RV_FOREST_MARGIN - 2, g->lines[i].top, g->scene->width - RV_FOREST_MARGIN + 2,
                          g->lines[i].top + g->lines[i].height }, 0, (rv_look){ .fill = RV_SHADE_1 });
}

/* ---- Below and above the plot ------------------------------------------------------------------------------------------ */

/* The name of the scale, centred under the plot as far as the page allows. */
static rv_status axis_name(rv_forest_figure *g, double *y, rv_error *err)
{
    const double middle = g->plot_x + g->plot_w / 2;
    const double room = 2 * fmin(middle, g->scene->width - middle) - 2 * RV_FOREST_MARGIN;
    rv_buf text = RV_BUF_INIT;
    rv_lines lines = { 0 };
    rv_status st;

    rv_buf_printf(&text, "%s%s", rv_forest_measure_name(g->forest.measure), g->forest.log_scale ? " (log scale)" : "");
    if ((st = rv_buf_check(&text, err)) == RV_OK
        && (st = rv_type_wrap(g->type, &g->small, text.data, room, 2, &lines, err)) == RV_OK) {
        rv_scene_lines(g->scene, middle, *y, RV_ANCHOR_MIDDLE, &lines, &g->small);
        *y += lines.height;
    }
    rv_lines_free(&lines);
    rv_buf_free(&text);
    return st;
}

static rv_status notes(rv_forest_figure *g, double *y, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_status st;

    rv_forest_notes(g, &text);
    st = rv_buf_check(&text, err);
    for (char *p = text.data; st == RV_OK && p && *p;) {
        char *end = strchr(p, '\n');
        *end = 0;
        st = paragraph(g, p, &g->small, 6, y, err);
        *y += 2;
        p = end + 1;
    }
    rv_buf_free(&text);
    return st == RV_OK && g->options->lights ? rv_forest_lights_key(g, y, err) : st;
}

static rv_status describe(rv_forest_figure *g, const char *title, rv_error *err)
{
    rv_buf text = RV_BUF_INIT, clean = RV_BUF_INIT, name = RV_BUF_INIT;
    rv_status st;

    rv_forest_describe(g, &text);
    rv_type_clean(&clean, rv_buf_str(&text));
    rv_type_clean(&name, *title ? title : "Forest plot");
    clean.failed |= text.failed || name.failed;
    if ((st = rv_buf_check(&clean, err)) == RV_OK)
        rv_scene_describe(g->scene, rv_buf_str(&name), rv_buf_str(&clean));
    rv_buf_free(&text);
    rv_buf_free(&clean);
    rv_buf_free(&name);
    return st;
}

/* ---- The whole ----------------------------------------------------------------------------------------------------------- */

static void faces(rv_forest_figure *g)
{
    g->plain = (rv_face){ g->style->size, false, RV_INK };
    g->bold = (rv_face){ g->style->size, true, RV_INK };
    g->title = (rv_face){ 10.5, true, RV_INK };
    g->small = (rv_face){ 8, false, RV_FAINT };
}

/* What separates limits: another word where a dash could be taken for a minus. */
static const char *separator(const rv_forest_figure *g)
{
    for (size_t i = 0; !g->forest.log_scale && i < g->forest.n; i++)
        if (g->forest.rows[i].ci_lo < 0 || g->forest.rows[i].ci_hi < 0 || g->forest.rows[i].pi_lo < 0)
            return g->style->between_negative;
    return g->style->between;
}

static rv_status null_line(rv_forest_figure *g, rv_error *err)
{
    const bool log_scale = g->forest.log_scale, ratio = log_scale || rv_forest_is_ratio(g->forest.measure);
    const double at = isnan(g->options->null_at) ? (ratio || g->given->log_scale ? 1 : 0) : g->options->null_at;

    if (log_scale && at <= 0)
        return rv_fail(err, RV_EINVAL, "the no-effect line cannot stand at %g: this measure is a ratio", at);
    g->null = log_scale ? log(at) : at;
    return RV_OK;
}

static rv_status columns(rv_forest_figure *g, rv_error *err)
{
    rv_status st;

    if ((st = rv_forest_choose(g, err)) == RV_OK && (st = rv_forest_cells(g, err)) == RV_OK)
        st = rv_forest_widths(g, err);
    return st;
}

/* Labels on lines of their own, a plot in which one sees something. */
static bool comfortable(const rv_forest_figure *g)
{
    const rv_forest_col *label = &g->col[g->label_col];

    return label->width >= fmin(label->content, 110) && g->plot_w >= 90;
}

/* What nobody asked for is left out where the page is too narrow for it: what the arms gave, the statistics of steps. */
static rv_status fit_columns(rv_forest_figure *g, rv_error *err)
{
    rv_forest_options bare = *g->options;
    rv_status st = columns(g, err);

    const bool arms = g->options->arms == RV_ARMS_AUTO && g->arms.kind != RV_ARMS_NONE;

    if (!(arms || g->steps) || (st == RV_OK ? comfortable(g) : st != RV_EINVAL))
        return st;
    if (arms)
        bare.arms = RV_ARMS_HIDE;
    g->narrow = true;
    rv_forest_columns_free(g);
    memset(g->col, 0, sizeof g->col);
    memset(g->head, 0, sizeof g->head);
    g->bare = bare;
    g->options = &g->bare;
    return columns(g, err);
}

static rv_status above(rv_forest_figure *g, const char *title, double *y, rv_error *err)
{
    rv_status st = *title ? paragraph(g, title, &g->title, 4, y, err) : RV_OK;

    *y += *title ? 5 : 0;
    if (st == RV_OK && (st = rv_forest_favours(g, err)) == RV_OK)
        rv_forest_draw_heads(g, y);
    return st;
}

static rv_status below(rv_forest_figure *g, double *y, rv_error *err)
{
    const rv_status st = axis_name(g, y, err);

    if (st != RV_OK)
        return st;
    *y += 1;
    if (!g->favours_above) {
        rv_forest_favours_draw(g, *y);
        *y += rv_forest_favours_height(g);
    }
    *y += 7;
    return notes(g, y, err);
}

static rv_status lay_out(rv_forest_figure *g, rv_error *err)
{
    const char *title = g->options->title ? g->options->title : g->given->title;
    double y = RV_FOREST_MARGIN, top, bottom;
    rv_status st;

    faces(g);
    if ((st = rv_forest_prepare(g, err)) != RV_OK || (st = null_line(g, err)) != RV_OK || (st = rv_forest_lines(g, err)) != RV_OK)
        return st;
    g->between = separator(g);
    if ((g->options->lights && (st = rv_forest_lights_match(g, err)) != RV_OK) || (st = fit_columns(g, err)) != RV_OK
        || (st = rv_axis_ends(&g->axis, &g->forest, g->options, g->null, err)) != RV_OK)
        return st;
    rv_axis_ticks(&g->axis, g->plot_w, g->type, &g->small);
    if ((st = above(g, title, &y, err)) != RV_OK)
        return st;
    top = y - 3;
    if ((st = rv_forest_stack(g, y, &bottom, err)) != RV_OK)
        return st;
    shades(g);
    y = rv_forest_axis(g, top, bottom + 4) + 2;
    rv_forest_marks(g);
    rv_forest_row_texts(g);
    if ((st = below(g, &y, err)) != RV_OK || (st = describe(g, title, err)) != RV_OK)
        return st;
    g->scene->height = ceil(y + RV_FOREST_MARGIN - 2);
    return g->scene->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

static void done(rv_forest_figure *g)
{
    rv_forest_columns_free(g);
    rv_lines_free(&g->favour[0]);
    rv_lines_free(&g->favour[1]);
    for (size_t i = 0; i < g->n; i++) {
        free(g->lines[i].text);
        rv_lines_free(&g->lines[i].label);
    }
    free(g->lines);
    free(g->rows);
    free(g->source);
    free(g->light);
    rv_type_free(g->type);
    free(g);
}

rv_status rv_plot_forest(rv_scene **out, const rv_forest *forest, const rv_forest_options *options, rv_error *err)
{
    rv_forest_figure *g;
    rv_status st = rv_forest_check(forest, options, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    if (!(g = calloc(1, sizeof *g)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    g->given = forest;
    g->options = options;
    g->style = &rv_forest_styles[options->style];
    g->type = rv_type_new();
    g->scene = rv_scene_new(options->width * RV_POINTS_PER_MM);
    st = g->type && g->scene ? lay_out(g, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK)
        *out = g->scene;
    else
        rv_scene_free(g->scene);
    done(g);
    return st;
}
