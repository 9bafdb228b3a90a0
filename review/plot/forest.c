/* Lays a forest plot out: title, columns, rows, axis, notes, from top to bottom by what each needs. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/forest.h"

const rv_face rv_forest_plain = { 8.5, false, RV_INK }, rv_forest_bold = { 8.5, true, RV_INK },
              rv_forest_title = { 10.5, true, RV_INK }, rv_forest_small = { 8, false, RV_FAINT };

static const double POINTS_PER_MM = 72 / 25.4, SPACE = 2.5;
enum { LEAST_LABEL = 48, LEAST_PLOT = 50 };

static rv_status check_row(const rv_forest *f, size_t i, rv_error *err)
{
    const rv_forest_row *row = &f->rows[i];
    const double numbers[] = { row->yi, row->ci_lo, row->ci_hi, row->pi_lo, row->pi_hi, row->weight };
    const double most = f->log_scale ? log(1e100) : 1e100;

    for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++)
        if (isfinite(numbers[j]) && fabs(numbers[j]) > most)
            return rv_fail(err, RV_EDOMAIN, "row %zu (%.80s) holds %g, which is too far away to be drawn", i + 1, row->label,
                           numbers[j]);
    if (isinf(row->yi))
        return rv_fail(err, RV_EDOMAIN, "the estimate of row %zu (%.80s) is infinite", i + 1, row->label);
    if (row->ci_lo > row->ci_hi || row->pi_lo > row->pi_hi)
        return rv_fail(err, RV_EDOMAIN, "the interval of row %zu (%.80s) is upside down: its lower limit %g is above its upper "
                       "limit %g", i + 1, row->label, row->ci_lo > row->ci_hi ? row->ci_lo : row->pi_lo,
                       row->ci_lo > row->ci_hi ? row->ci_hi : row->pi_hi);
    return RV_OK;
}

static rv_status check(const rv_forest *f, const rv_forest_options *o, rv_error *err)
{
    if (!f->n)
        return rv_fail(err, RV_EINVAL, "there are no rows to draw");
    if (!(o->width >= 40 && o->width <= 2000))
        return rv_fail(err, RV_EINVAL, "a width of %g mm is out of range; 40 to 2000 can be had", o->width);
    if (f->log_scale && o->null_at <= 0)
        return rv_fail(err, RV_EINVAL, "the no-effect line cannot stand at %g: this measure is a ratio", o->null_at);
    for (size_t i = 0; i < f->n; i++)
        if (check_row(f, i, err) != RV_OK)
            return err ? err->code : RV_EDOMAIN;
    return RV_OK;
}

/* Numbers first: their columns are as wide as they are. Labels and plot share what is left. */
static rv_status columns(rv_forest_figure *g, rv_error *err)
{
    const double inner = g->scene->width - 2 * RV_FOREST_MARGIN;
    double estimate = 0, lo = 0, hi = 0, label = 0, rest;
    rv_buf head = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < g->n; i++) {
        estimate = fmax(estimate, g->lines[i].estimate.width);
        lo = fmax(lo, g->lines[i].lo.width);
        hi = fmax(hi, g->lines[i].hi.width);
        g->weight_w = fmax(g->weight_w, g->lines[i].weight.width);
        label = fmax(label, g->lines[i].indent + g->lines[i].label.width);
    }
    g->gap = g->options->width < 120 ? 8 : 12;
    g->block_w = estimate + SPACE + lo + SPACE + hi;
    rv_buf_printf(&head, "%s [", strcmp(g->forest->measure, "GEN") == 0 ? "Effect" : g->forest->measure);
    rv_forest_interval_name(&head, g->forest->level, "CI");
    rv_buf_char(&head, ']');
    if ((st = rv_buf_check(&head, err)) == RV_OK
        && (st = rv_type_wrap(g->type, &rv_forest_bold, head.data, fmax(g->block_w, 64), 3, &g->heads[1], err)) == RV_OK
        && (st = rv_type_wrap(g->type, &rv_forest_bold, "Study", 1e4, 1, &g->heads[0], err)) == RV_OK && g->weights)
        st = rv_type_wrap(g->type, &rv_forest_bold, "Weight (%)", g->gap < 12 ? fmax(g->weight_w, 33) : 1e4, 2, &g->heads[2], err);
    rv_buf_free(&head);
    if (st != RV_OK)
        return st;
    g->block_w = fmax(g->block_w, g->heads[1].width);
    if (g->weights)
        g->weight_w = fmax(g->weight_w, g->heads[2].width) + g->gap;
    rest = inner - g->block_w - g->weight_w - 2 * g->gap;
    if (rest < LEAST_LABEL + LEAST_PLOT)
        return rv_fail(err, RV_EINVAL, "a width of %g mm is too narrow for these numbers; give at least %.0f mm",
                       g->options->width,
                       ceil((g->scene->width + LEAST_LABEL + LEAST_PLOT - rest) / POINTS_PER_MM));
    g->label_w = fmin(fmax(label, LEAST_LABEL), fmax(LEAST_LABEL, fmin(0.55 * rest, rest - LEAST_PLOT)));
    g->label_x = RV_FOREST_MARGIN;
    g->plot_x = g->label_x + g->label_w + g->gap;
    g->plot_w = rest - g->label_w;
    g->weight_r = g->scene->width - RV_FOREST_MARGIN;
    g->hi_r = g->weight_r - g->weight_w;
    g->lo_r = g->hi_r - hi - SPACE;
    g->estimate_r = g->lo_r - lo - SPACE;
    return RV_OK;
}

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

static void rule(rv_forest_figure *g, double y)
{
    rv_scene_line(g->scene, RV_FOREST_MARGIN, y, g->scene->width - RV_FOREST_MARGIN, y, (rv_look){ .stroke = RV_INK, .line = 0.8 });
}

static void head(rv_forest_figure *g, double *y)
{
    const double right[] = { 0, g->hi_r, g->weight_r };
    double height = 0;

    for (int i = 0; i < 3; i++)
        height = fmax(height, g->heads[i].height);
    rule(g, *y);
    *y += 3;
    for (int i = 0; i < 3; i++)
        rv_scene_lines(g->scene, i ? right[i] : g->label_x, *y + height - g->heads[i].height,
                       i ? RV_ANCHOR_RIGHT : RV_ANCHOR_LEFT, &g->heads[i], &rv_forest_bold);
    *y += height + 3;
    rule(g, *y);
    *y += 3;
}

static void row_texts(rv_forest_figure *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const rv_forest_line *line = &g->lines[i];
        const rv_face *face = line->bold ? &rv_forest_bold : &rv_forest_plain;
        const double middle = line->top + line->height / 2;
        const double base = middle + (0.905 - 0.212) / 2 * face->size;

        rv_scene_lines(g->scene, g->label_x + line->indent, middle - line->label.height / 2, RV_ANCHOR_LEFT, &line->label, face);
        rv_scene_text(g->scene, g->estimate_r, base, RV_ANCHOR_RIGHT, &line->estimate, face, NULL);
        rv_scene_text(g->scene, g->lo_r, base, RV_ANCHOR_RIGHT, &line->lo, face, NULL);
        rv_scene_text(g->scene, g->hi_r, base, RV_ANCHOR_RIGHT, &line->hi, face, NULL);
        rv_scene_text(g->scene, g->weight_r, base, RV_ANCHOR_RIGHT, &line->weight, face, NULL);
    }
}

/* Words on either side of the line of no effect; they may use the room under the other columns. */
static rv_status favours(rv_forest_figure *g, double *y, rv_error *err)
{
    const double middle = isfinite(g->axis.no_effect) ? rv_forest_x(g, g->axis.no_effect) : g->plot_x + g->plot_w / 2;
    const double left = middle - 6 - RV_FOREST_MARGIN, right = g->scene->width - RV_FOREST_MARGIN - middle - 6;
    const char *const words[] = { g->options->favours_left ? g->options->favours_left : g->forest->favours_left,
                                  g->options->favours_right ? g->options->favours_right : g->forest->favours_right };
    rv_buf text[2] = { RV_BUF_INIT, RV_BUF_INIT };
    rv_lines lines[2] = { { 0 } };
    rv_status st = RV_OK;

    if (*words[0])
        rv_buf_printf(&text[0], "\u2190\u00A0%s", words[0]);
    if (*words[1])
        rv_buf_printf(&text[1], "%s\u00A0\u2192", words[1]);
    for (int i = 0; i < 2 && st == RV_OK; i++)
        if ((st = rv_buf_check(&text[i], err)) == RV_OK)
            st = rv_type_wrap(g->type, &rv_forest_small, rv_buf_str(&text[i]), i ? right : left, 3, &lines[i], err);
    if (st == RV_OK) {
        rv_scene_lines(g->scene, middle - 6, *y, RV_ANCHOR_RIGHT, &lines[0], &rv_forest_small);
        rv_scene_lines(g->scene, middle + 6, *y, RV_ANCHOR_LEFT, &lines[1], &rv_forest_small);
        *y += fmax(lines[0].height, lines[1].height);
    }
    for (int i = 0; i < 2; i++) {
        rv_lines_free(&lines[i]);
        rv_buf_free(&text[i]);
    }
    return st;
}

/* The name of the scale, centred under the plot as far as the page allows. */
static rv_status axis_name(rv_forest_figure *g, double *y, rv_error *err)
{
    const double middle = g->plot_x + g->plot_w / 2;
    const double room = 2 * fmin(middle, g->scene->width - middle) - 2 * RV_FOREST_MARGIN;
    rv_buf text = RV_BUF_INIT;
    rv_lines lines = { 0 };
    rv_status st;

    rv_buf_printf(&text, "%s%s", rv_forest_measure_name(g->forest->measure), g->forest->log_scale ? " (log scale)" : "");
    if ((st = rv_buf_check(&text, err)) == RV_OK
        && (st = rv_type_wrap(g->type, &rv_forest_small, text.data, room, 2, &lines, err)) == RV_OK) {
        rv_scene_lines(g->scene, middle, *y, RV_ANCHOR_MIDDLE, &lines, &rv_forest_small);
        *y += lines.height;
    }
    rv_lines_free(&lines);
    rv_buf_free(&text);
    return st;
}

static rv_status notes(rv_forest_figure *g, double *y, rv_error *err)
{
    rv_buf texts[3] = { RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT };
    rv_status st = RV_OK;

    rv_forest_notes(g, &texts[0], &texts[1], &texts[2]);
    for (int i = 0; i < 3 && st == RV_OK; i++)
        if ((st = rv_buf_check(&texts[i], err)) == RV_OK && texts[i].length) {
            st = paragraph(g, texts[i].data, &rv_forest_small, 6, y, err);
            *y += 2;
        }
    for (int i = 0; i < 3; i++)
        rv_buf_free(&texts[i]);
    return st;
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

static rv_status lay_out(rv_forest_figure *g, rv_error *err)
{
    const char *title = g->options->title ? g->options->title : g->forest->title;
    double y = RV_FOREST_MARGIN, top, bottom, width;
    rv_status st;

    /* Stacked once on an endless line, to learn how wide the labels would like to be. */
    g->label_w = 1e5;
    if ((st = rv_forest_texts(g, err)) != RV_OK || (st = rv_forest_stack(g, 0, &bottom, err)) != RV_OK
        || (st = columns(g, err)) != RV_OK || (st = rv_axis_ends(&g->axis, g->forest, g->options, g->null, err)) != RV_OK)
        return st;
    width = g->plot_w;
    rv_axis_ticks(&g->axis, width, g->type, &rv_forest_small);
    if (*title && (st = paragraph(g, title, &rv_forest_title, 4, &y, err)) != RV_OK)
        return st;
    y += *title ? 5 : 0;
    head(g, &y);
    top = y - 3;
    if ((st = rv_forest_stack(g, y, &bottom, err)) != RV_OK)
        return st;
    y = rv_forest_axis(g, top, bottom + 4) + 2;
    rv_forest_marks(g);
    row_texts(g);
    if ((st = axis_name(g, &y, err)) != RV_OK || (y += 1, st = favours(g, &y, err)) != RV_OK
        || (y += 7, st = notes(g, &y, err)) != RV_OK || (st = describe(g, title, err)) != RV_OK)
        return st;
    g->scene->height = ceil(y + RV_FOREST_MARGIN - 2);
    return g->scene->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

rv_status rv_plot_forest(rv_scene **out, const rv_forest *forest, const rv_forest_options *options, rv_error *err)
{
    const bool ratio = forest->log_scale || rv_forest_is_ratio(forest->measure);
    const double null = isnan(options->null_at) ? (ratio && !forest->log_scale) : forest->log_scale ? log(options->null_at)
                                                                                                    : options->null_at;
    rv_forest_figure g = { .forest = forest, .options = options, .null = null };
    rv_status st = check(forest, options, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    g.type = rv_type_new();
    g.scene = rv_scene_new(options->width * POINTS_PER_MM);
    st = g.type && g.scene ? lay_out(&g, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    rv_forest_lines_free(&g);
    rv_type_free(g.type);
    if (st == RV_OK)
        *out = g.scene;
    else
        rv_scene_free(g.scene);
    return st;
}
