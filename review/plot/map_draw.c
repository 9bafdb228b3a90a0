/* Draws the evidence map: discs in cells, gaps shaded, the numbers of studies of rows and columns beside. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "plot/canvas.h"
#include "plot/map.h"

static const double TURN = 6.283185307179586;
enum { LEAST_CELL = 14, NARROW_CELL = 30, WANTED_CELL = 20, MOST_CELL = 78, MOST_RADIUS = 16, LEAST_NAME = 44, NAME_GAP = 6, NAME_LINES = 4, TOTAL = 32, NUMBER = 10, PAD = 3,
       SLICES = 72, SPOKEN = 60 };
static const double LEAST_RADIUS = 2.2, MOST_NAME = 0.34;

/* From the best level; what is not stated is grey. */
static const char *const shades[RV_MAP_SHADES] = { RV_BLUE, RV_SKY, RV_MIST, RV_PAPER, RV_SHADE_3 };

typedef struct {
    rv_map_counts g;
    rv_canvas c;
    double   name, cell, radius;       /* width of the names, of a cell; the largest disc */
    double   x0;                       /* where the cells begin */
} figure;

static double left_of(const figure *f, size_t column)
{
    return f->x0 + (double)column * f->cell;
}

static double right_edge(const figure *f)
{
    return left_of(f, f->g.columns) + TOTAL;
}

static rv_status measure(figure *f, double width_mm, rv_error *err)
{
    const double page = rv_canvas_right(&f->c) - rv_canvas_left(&f->c);
    double most = fmax(LEAST_NAME, MOST_NAME * page), widest = LEAST_NAME;

    most = fmax(LEAST_NAME, fmin(most, page - NAME_GAP - TOTAL - WANTED_CELL * (double)f->g.columns));
    for (size_t i = 0; i < f->g.rows; i++) {
        double one;
        rv_canvas_room(&f->c, &rv_canvas_plain, most, NAME_LINES, f->g.row[i], &one);
        widest = fmax(widest, one);
    }
    f->name = fmin(widest, most);
    f->cell = (page - f->name - NAME_GAP - TOTAL) / (double)f->g.columns;
    if (f->cell < LEAST_CELL)
        return rv_fail(err, RV_EINVAL, "a width of %g mm is too narrow for %zu columns; give at least %.0f mm", width_mm, f->g.columns,
                       ceil((f->c.scene->width + (LEAST_CELL - f->cell) * (double)f->g.columns) / RV_POINTS_PER_MM));
    f->cell = fmin(f->cell, MOST_CELL);
    f->radius = fmin(MOST_RADIUS, f->cell / 2 - (f->cell < NARROW_CELL ? 1.5 : PAD));
    f->x0 = rv_canvas_left(&f->c) + f->name + NAME_GAP;
    return RV_OK;
}

/* ---- One disc ------------------------------------------------------------------------------------------------------ */

static void slice(figure *f, double x, double y, double radius, double from, double to, const char *fill)
{
    double xs[SLICES + 2] = { x }, ys[SLICES + 2] = { y };
    const int steps = (int)fmax(2, ceil((to - from) * SLICES));

    for (int i = 0; i <= steps; i++) {
        const double angle = TURN * (from + (to - from) * i / steps);
        xs[i + 1] = x + radius * sin(angle);
        ys[i + 1] = y - radius * cos(angle);
    }
    rv_scene_polygon(f->c.scene, xs, ys, (size_t)steps + 2, (rv_look){ .fill = fill, .stroke = RV_INK, .line = 0.5 });
}

static void disc(figure *f, double x, double y, double radius, const rv_map_cell *cell)
{
    double done = 0;
    int only = -1;

    for (int i = 0; i < RV_MAP_SHADES; i++)
        if (cell->part[i] >= cell->size * (1 - 1e-9))
            only = i;
    if (only < 0 && cell->size > 0)
        for (int i = 0; i < RV_MAP_SHADES; i++)
            if (cell->part[i] > 0) {
                slice(f, x, y, radius, done, fmin(1, done + cell->part[i] / cell->size), shades[i]);
                done += cell->part[i] / cell->size;
            }
    /* Without levels all discs have one colour. */
    rv_scene_circle(f->c.scene, x, y, radius,
                    (rv_look){ .fill = only < 0 ? NULL : f->g.levels ? shades[only] : RV_SKY, .stroke = RV_INK, .line = 0.8 });
}

static double radius_of(const figure *f, double size)
{
    return f->g.most > 0 ? fmax(LEAST_RADIUS, f->radius * sqrt(size / f->g.most)) : LEAST_RADIUS;
}

/* ---- Cells --------------------------------------------------------------------------------------------------------- */

static void number(figure *f, double x, double middle, const rv_face *face, size_t n)
{
    rv_buf words = RV_BUF_INIT;

    rv_buf_printf(&words, "%zu", n);
    rv_canvas_words_at(&f->c, x, middle, RV_ANCHOR_MIDDLE, face, 60, 1, rv_buf_str(&words));
    rv_buf_free(&words);
}

static void draw_cell(figure *f, size_t row, size_t column, double high)
{
    const rv_map_cell *cell = &f->g.cell[row * f->g.columns + column];
    const double x0 = left_of(f, column), y0 = f->c.y, x = x0 + f->cell / 2;
    const double radius = radius_of(f, cell->size), top = y0 + (high - 2 * radius - NUMBER - 1) / 2;

    rv_scene_rect(f->c.scene, (rv_box){ x0, y0, x0 + f->cell, y0 + high }, 0,
                  (rv_look){ .fill = cell->studies ? NULL : RV_SHADE_2, .stroke = RV_GUIDE, .line = 0.5 });
    if (!cell->studies) {
        number(f, x, y0 + high / 2, &rv_canvas_small, 0);
        return;
    }
    disc(f, x, top + radius, radius, cell);
    number(f, x, top + 2 * radius + 1 + NUMBER / 2.0, &rv_canvas_plain, cell->studies);
}

static void draw_rows(figure *f)
{
    for (size_t i = 0; i < f->g.rows && f->c.st == RV_OK; i++) {
        const double words = rv_canvas_room(&f->c, &rv_canvas_plain, f->name, NAME_LINES, f->g.row[i], NULL);
        const double high = fmax(words + 2 * PAD, 2 * f->radius + NUMBER + 1 + 2 * PAD);
        rv_canvas_words_at(&f->c, f->x0 - NAME_GAP, f->c.y + high / 2, RV_ANCHOR_RIGHT, &rv_canvas_plain, f->name, NAME_LINES, f->g.row[i]);
        for (size_t j = 0; j < f->g.columns; j++)
            draw_cell(f, i, j, high);
        number(f, right_edge(f) - TOTAL / 2.0, f->c.y + high / 2, &rv_canvas_bold, f->g.row_studies[i]);
        f->c.y += high;
    }
}

static void draw_totals(figure *f)
{
    const double middle = f->c.y + 9;

    rv_canvas_words_at(&f->c, f->x0 - NAME_GAP, middle, RV_ANCHOR_RIGHT, &rv_canvas_bold, f->name, 1, "Studies");
    for (size_t j = 0; j < f->g.columns; j++)
        number(f, left_of(f, j) + f->cell / 2, middle, &rv_canvas_bold, f->g.column_studies[j]);
    number(f, right_edge(f) - TOTAL / 2.0, middle, &rv_canvas_bold, f->g.studies);
    f->c.y += 20;
}

static void draw_heads(figure *f)
{
    const size_t n = f->g.columns;
    double *x = calloc(2 * (n + 1), sizeof *x);
    rv_heads h = { n, f->g.column, x, x ? x + n : NULL, &rv_canvas_bold, false, 0 };
    rv_error err;

    if (!x) {
        rv_canvas_fail(&f->c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
        return;
    }
    for (size_t j = 0; j < n; j++) {
        x[j] = left_of(f, j) + f->cell / 2;
        x[n + j] = f->cell - 4;
    }
    rv_canvas_heads_room(&f->c, &h);
    f->c.y += fmax(h.height, 10);
    rv_canvas_heads(&f->c, &h, f->c.y);
    rv_canvas_words(&f->c, right_edge(f) - TOTAL / 2.0, f->c.y - rv_canvas_room(&f->c, &rv_canvas_bold, TOTAL, 1, "Studies", NULL), RV_ANCHOR_MIDDLE, &rv_canvas_bold, TOTAL, 1, "Studies");
    f->c.y += 4;
    free(x);
}

/* ---- Legend and words ---------------------------------------------------------------------------------------------- */

typedef struct { figure *f; double size; int shade; } sample;

static void draw_sample(rv_canvas *c, const void *user, double x, double middle)
{
    const sample *s = user;

    if (s->shade >= 0)
        rv_scene_circle(c->scene, x + 6, middle, 5, (rv_look){ .fill = shades[s->shade], .stroke = RV_INK, .line = 0.8 });
    else
        rv_scene_circle(c->scene, x + radius_of(s->f, s->size), middle, radius_of(s->f, s->size), (rv_look){ .stroke = RV_INK, .line = 0.8 });
}

static void draw_gap(rv_canvas *c, const void *user, double x, double middle)
{
    (void)user;
    rv_scene_rect(c->scene, (rv_box){ x, middle - 5, x + 12, middle + 5 }, 0, (rv_look){ .fill = RV_SHADE_2, .stroke = RV_GUIDE, .line = 0.5 });
}

/* The largest number of one digit and noughts that is not above x: 7, 20, 300. */
static double round_down(double x)
{
    const double step = pow(10, floor(log10(x)));

    return floor(x / step + 1e-9) * step;
}

static void size_key(figure *f, double size)
{
    const sample s = { f, size, -1 };
    rv_buf words = RV_BUF_INIT;

    rv_type_number(&words, size, 0);
    rv_buf_text(&words, f->g.sized ? " in the studies of a cell" : size == 1 ? " study" : " studies");
    rv_canvas_key_tall(&f->c, 2 * radius_of(f, size), fmax(12, 2 * radius_of(f, size)), draw_sample, &s, rv_buf_str(&words));
    rv_buf_free(&words);
}

static void legend(figure *f)
{
    const double most = f->g.most >= 1 ? round_down(f->g.most) : f->g.most, few = most >= 4 ? round_down(most / 4) : most;

    if (f->g.most > 0) {
        size_key(f, most);
        if (few < most)
            size_key(f, few);
        rv_canvas_key_end(&f->c);
    }
    for (size_t i = 0; i < f->g.levels; i++)
        rv_canvas_key(&f->c, 12, draw_sample, &(sample){ f, 0, (int)i }, f->g.level[i]);
    if (f->g.unstated)
        rv_canvas_key(&f->c, 12, draw_sample, &(sample){ f, 0, RV_MAP_LEVELS }, "Not stated");
    rv_canvas_key(&f->c, 12, draw_gap, NULL, "No study");
    rv_canvas_key_end(&f->c);
}

static void describe(figure *f)
{
    size_t gaps = 0, told = 0;

    for (size_t i = 0; i < f->g.rows * f->g.columns; i++)
        gaps += f->g.cell[i].studies == 0;
    rv_canvas_say(&f->c, "%zu %s in %zu rows by %zu columns; %zu of %zu cells have no study.", f->g.studies, f->g.studies == 1 ? "study" : "studies",
                  f->g.rows, f->g.columns, gaps, f->g.rows * f->g.columns);
    for (size_t i = 0; i < f->g.rows; i++)
        for (size_t j = 0; j < f->g.columns; j++) {
            const rv_map_cell *cell = &f->g.cell[i * f->g.columns + j];
            if (cell->studies && told++ < SPOKEN)
                rv_canvas_say(&f->c, "%s, %s: %zu %s, %zu %s.", f->g.row[i], f->g.column[j], cell->studies, cell->studies == 1 ? "study" : "studies",
                              cell->effects, cell->effects == 1 ? "effect" : "effects");
        }
    if (told > SPOKEN)
        rv_canvas_say(&f->c, "And %zu more cells.", told - SPOKEN);
}

rv_status rv_plot_evidence_map(rv_scene **out, const rv_evidence_map *map, const rv_evidence_map_options *o, rv_error *err)
{
    const char *title = o->title ? o->title : map->title;
    figure f = { 0 };
    rv_status st = rv_map_count(&f.g, map, err);

    *out = NULL;
    if (st == RV_OK && (st = rv_canvas_new(&f.c, o->width, err)) == RV_OK) {
        rv_error why;
        rv_canvas_title(&f.c, title);
        if ((st = measure(&f, o->width, &why)) == RV_OK) {
            draw_heads(&f);
            draw_rows(&f);
            draw_totals(&f);
            legend(&f);
            describe(&f);
        } else {
            rv_canvas_fail(&f.c, st, &why);
        }
        st = rv_canvas_end(&f.c, title, "Evidence map", out, err);
    }
    rv_map_counts_end(&f.g);
    return st;
}
