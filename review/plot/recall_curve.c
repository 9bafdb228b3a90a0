/* The recall curve: how many relevant records were found after how many were screened, and how many there may be. */
#include <config.h>

#include <math.h>

#include "plot/axis.h"
#include "plot/scene.h"

static const rv_face plain = { 8, false, RV_INK }, title_face = { 10.5, true, RV_INK }, small = { 8, false, RV_FAINT };
static const double POINTS_PER_MM = 72 / 25.4;
enum { MARGIN = 10, TICK = 3, LINE = 13, MOST_STEPS = 600 };

typedef struct {
    const rv_recall_curve *curve;
    rv_type  *type;
    rv_scene *scene;
    rv_axis   x, y;
    double    left, right, top, bottom;
} figure;

static double across(const figure *g, double screened) { return g->left + (screened - g->x.lo) / (g->x.hi - g->x.lo) * (g->right - g->left); }
static double up(const figure *g, double found) { return g->bottom - (found - g->y.lo) / (g->y.hi - g->y.lo) * (g->bottom - g->top); }

static double found_in_all(const rv_recall_curve *c)
{
    return (double)c->n;
}

static rv_status check(const rv_recall_curve *c, const rv_recall_curve_options *options, rv_error *err)
{
    if (!(options->width >= 60 && options->width <= 2000))
        return rv_fail(err, RV_EINVAL, "a width of %g mm is out of range; 60 to 2000 can be had", options->width);
    if (!(c->total > 0 && c->screened >= 0 && c->screened <= c->total && c->total <= 1e15))
        return rv_fail(err, RV_EINVAL, "%g of %g records are screened", c->screened, c->total);
    for (size_t i = 0; i < c->n; i++)
        if (!(c->found_at[i] >= 1 && c->found_at[i] <= c->screened && (i == 0 || c->found_at[i] > c->found_at[i - 1])))
            return rv_fail(err, RV_EDOMAIN, "relevant record %zu was found at %g; ranks rise from 1 to %g", i + 1, c->found_at[i], c->screened);
    if (isfinite(c->expected_lo) != isfinite(c->expected_hi) || c->expected_lo > c->expected_hi || c->expected_hi > 1e15)
        return rv_fail(err, RV_EDOMAIN, "%g to %g relevant records expected; the limits must rise", c->expected_lo, c->expected_hi);
    return RV_OK;
}

static rv_status text(figure *g, double x, double top, rv_anchor anchor, const rv_face *face, double width, const char *words, double *height,
                      rv_error *err)
{
    rv_lines lines = { 0 };
    rv_status st = rv_type_wrap(g->type, face, words, width, 4, &lines, err);

    if (st == RV_OK) {
        rv_scene_lines(g->scene, x, top, anchor, &lines, face);
        *height = lines.height;
    }
    rv_lines_free(&lines);
    return st;
}

static rv_status axes(figure *g, rv_error *err)
{
    const rv_look look = { .stroke = RV_INK, .line = 0.8 };
    rv_line name = { 0 };
    rv_lines lines = { 0 };
    double height = 0;
    rv_status st = RV_OK;

    rv_scene_line(g->scene, g->left, g->bottom, g->right, g->bottom, look);
    rv_scene_line(g->scene, g->left, g->top, g->left, g->bottom, look);
    for (size_t i = 0; i < g->x.n && st == RV_OK; i++) {
        const double x = across(g, g->x.at[i]);
        rv_scene_line(g->scene, x, g->bottom, x, g->bottom + TICK, look);
        st = text(g, x, g->bottom + TICK + 1, RV_ANCHOR_MIDDLE, &plain, 200, g->x.label[i], &height, err);
    }
    for (size_t i = 0; i < g->y.n && st == RV_OK; i++) {
        const double y = up(g, g->y.at[i]);
        rv_scene_line(g->scene, g->left - TICK, y, g->left, y, look);
        st = text(g, g->left - TICK - 2, y - 5, RV_ANCHOR_RIGHT, &plain, 200, g->y.label[i], &height, err);
    }
    if (st == RV_OK)
        st = text(g, (g->left + g->right) / 2, g->bottom + TICK + 13, RV_ANCHOR_MIDDLE, &plain, g->right - g->left, "Records screened", &height, err);
    if (st == RV_OK && (st = rv_type_wrap(g->type, &plain, "Relevant records found", g->bottom - g->top, 1, &lines, err)) == RV_OK && lines.n) {
        name = lines.line[0];
        rv_scene_text_upward(g->scene, MARGIN + 5, (g->top + g->bottom) / 2, &name, &plain);
    }
    rv_lines_free(&lines);
    return st;
}

/* What is expected, as a band across, and what random order would give, as a dashed line to its middle. */
static void background(figure *g)
{
    const rv_recall_curve *c = g->curve;
    const double end = isfinite(c->expected) ? c->expected : found_in_all(c);

    if (isfinite(c->expected_lo))
        rv_scene_rect(g->scene, (rv_box){ g->left, up(g, c->expected_hi), g->right, fmax(up(g, c->expected_lo), up(g, c->expected_hi) + 1) }, 0,
                      (rv_look){ .fill = RV_SAND });
    if (end > 0)
        rv_scene_line(g->scene, g->left, g->bottom, g->right, up(g, end), (rv_look){ .stroke = RV_GUIDE, .line = 0.9, .dashed = true });
}

/* The curve as steps; of steps closer than the eye tells apart only the last is drawn. */
static void steps(figure *g)
{
    const rv_recall_curve *c = g->curve;
    const rv_look look = { .stroke = RV_BLUE, .line = 1.6 };
    const double least = (g->right - g->left) / MOST_STEPS;
    double x = g->left, y = g->bottom;

    for (size_t i = 0; i <= c->n; i++) {
        const double to_x = across(g, i < c->n ? c->found_at[i] : c->screened), to_y = up(g, (double)(i < c->n ? i + 1 : c->n));
        if (i < c->n && i + 1 < c->n && across(g, c->found_at[i + 1]) - x < least)
            continue;
        if (to_x > x)
            rv_scene_line(g->scene, x, y, to_x, y, look);
        if (to_y < y)
            rv_scene_line(g->scene, to_x, y, to_x, to_y, look);
        x = to_x;
        y = to_y;
    }
}

/* How many were found when so many were screened. */
static double found_by(const rv_recall_curve *c, double screened)
{
    size_t n = 0;

    while (n < c->n && c->found_at[n] <= screened)
        n++;
    return (double)n;
}

/* Where the words beside the diamond stand clear of the curve, which comes from the left: to the right of it in the left half; else at the
   foot of the dashed line, if the curve is above that by then. Never on the axis. */
static double words_at(const figure *g, double x, double y, bool beside, double width)
{
    const double foot = g->bottom - LINE;
    const double before = across(g, 0) < x - width ? (x - width - g->left) / (g->right - g->left) * g->curve->total : 0;

    if (!beside && up(g, found_by(g->curve, before)) < foot - 2)
        return foot;
    return y + 5 > foot ? y - 4 - LINE : y + 5;
}

/* Where screening stands: a diamond at the end of the curve. */
static rv_status stopped(figure *g, rv_error *err)
{
    const rv_recall_curve *c = g->curve;
    const double x = across(g, c->screened), y = up(g, found_in_all(c));
    const double xs[] = { x - 4, x, x + 4, x }, ys[] = { y, y - 4, y, y + 4 };
    const bool beside = x < (g->left + g->right) / 2;
    rv_buf words = RV_BUF_INIT;
    double height = 0;
    rv_status st;

    rv_scene_line(g->scene, x, y + 4, x, g->bottom, (rv_look){ .stroke = RV_ORANGE, .line = 0.7, .dashed = true });
    rv_scene_polygon(g->scene, xs, ys, 4, (rv_look){ .fill = RV_ORANGE });
    rv_buf_printf(&words, "%.0f found in %.0f screened", found_in_all(c), c->screened);
    if ((st = rv_buf_check(&words, err)) == RV_OK)
        st = text(g, beside ? x + 7 : x - 7, words_at(g, x, y, beside, rv_type_width(g->type, &plain, rv_buf_str(&words)) + 14), 
                  beside ? RV_ANCHOR_LEFT : RV_ANCHOR_RIGHT, &plain, 200, rv_buf_str(&words), &height, err);
    rv_buf_free(&words);
    return st;
}

/* What the marks are, in words below the plot; also the description. */
static rv_status legend(figure *g, double *y, rv_error *err)
{
    const rv_recall_curve *c = g->curve;
    rv_buf words = RV_BUF_INIT, name = RV_BUF_INIT, clean = RV_BUF_INIT;
    double height = 0;
    rv_status st;

    rv_buf_printf(&words, "Line: relevant records found, %.0f in %.0f of %.0f screened (diamond). ", found_in_all(c), c->screened, c->total);
    rv_buf_printf(&words, "Dashed: as records in random order would be found. ");
    if (isfinite(c->expected_lo) && c->screened < c->total)
        rv_buf_printf(&words, "Band: %.0f to %.0f relevant records in all%s%s.", c->expected_lo, c->expected_hi, *c->how ? ", " : "", c->how);
    else if (isfinite(c->expected_lo))
        rv_buf_text(&words, "Nothing is left unread.");
    rv_type_clean(&clean, rv_buf_str(&words));
    rv_type_clean(&name, *c->title ? c->title : "Recall curve");
    clean.failed |= words.failed || name.failed;
    if ((st = rv_buf_check(&clean, err)) == RV_OK
        && (st = text(g, MARGIN, *y, RV_ANCHOR_LEFT, &small, g->scene->width - 2 * MARGIN, rv_buf_str(&clean), &height, err)) == RV_OK) {
        *y += height;
        rv_scene_describe(g->scene, rv_buf_str(&name), rv_buf_str(&clean));
    }
    rv_buf_free(&words);
    rv_buf_free(&name);
    rv_buf_free(&clean);
    return st;
}

static rv_status lay_out(figure *g, rv_error *err)
{
    const rv_recall_curve *c = g->curve;
    const double most = fmax(fmax(found_in_all(c), isfinite(c->expected_hi) ? c->expected_hi : 0), 1);
    double y = MARGIN, height = 0;
    rv_status st = RV_OK;

    if (*c->title && (st = text(g, MARGIN, y, RV_ANCHOR_LEFT, &title_face, g->scene->width - 2 * MARGIN, c->title, &height, err)) != RV_OK)
        return st;
    g->top = y + height + (*c->title ? 6 : 0) + 4;
    g->bottom = g->top + 0.5 * g->scene->width;
    g->x = (rv_axis){ .lo = 0, .hi = c->total, .no_effect = NAN };
    g->y = (rv_axis){ .lo = 0, .hi = most * 1.04, .no_effect = NAN };
    rv_axis_ticks(&g->y, g->bottom - g->top, g->type, &plain);
    height = 0;
    for (size_t i = 0; i < g->y.n; i++)
        height = fmax(height, rv_type_width(g->type, &plain, g->y.label[i]));
    g->left = MARGIN + 12 + height + TICK + 3;
    g->right = g->scene->width - MARGIN - 8;
    rv_axis_ticks(&g->x, g->right - g->left, g->type, &plain);
    background(g);
    steps(g);
    if ((st = axes(g, err)) != RV_OK || (st = stopped(g, err)) != RV_OK)
        return st;
    y = g->bottom + TICK + 30;
    if ((st = legend(g, &y, err)) != RV_OK)
        return st;
    g->scene->height = ceil(y + MARGIN);
    return g->scene->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

rv_status rv_plot_recall(rv_scene **out, const rv_recall_curve *curve, const rv_recall_curve_options *options, rv_error *err)
{
    figure g = { .curve = curve };
    rv_status st = check(curve, options, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    g.type = rv_type_new();
    g.scene = rv_scene_new(options->width * POINTS_PER_MM);
    st = g.type && g.scene ? lay_out(&g, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    rv_type_free(g.type);
    if (st == RV_OK)
        *out = g.scene;
    else
        rv_scene_free(g.scene);
    return st;
}
