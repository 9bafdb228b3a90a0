/* Effect direction plot: a row a study, a column an outcome domain. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/swim_direction.h"

enum { ROW = 19, LEAST_COLUMN = 15, WANTED_COLUMN = 25, UNDER = 8, MOST_COLUMN = 80, LEAST_NAME = 44, NAME_LINES = 3, GAP = 6, COUNT = 30,
       BIAS = 30, FOOT = 11 };

/* ---- Counting ------------------------------------------------------------------------------------------------------ */

/* The way of most outcomes, when they are enough of all; else both ways. */
static rv_swim_way way_of(const rv_direction_votes *v, double agreement)
{
    for (int way = 0; way < RV_SWIM_WAYS; way++)
        if ((double)v->ways[way] >= agreement * (double)v->n - 1e-9)
            return (rv_swim_way)way;
    return RV_SWIM_MIXED;
}

static rv_status count(rv_direction_plot *f, rv_error *err)
{
    const size_t cells = f->studies.n * f->domains.n;

    f->votes = calloc(cells, sizeof *f->votes);
    f->n = calloc(f->studies.n, sizeof *f->n);
    f->bias = calloc(f->studies.n, sizeof *f->bias);
    f->x = calloc(f->domains.n, sizeof *f->x);
    f->room = calloc(f->domains.n, sizeof *f->room);
    if (!f->votes || !f->n || !f->bias || !f->x || !f->room)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t s = 0; s < f->studies.n; s++) {
        f->n[s] = NAN;
        f->bias[s] = -1;
    }
    for (size_t i = 0; i < f->swim->n; i++) {
        const rv_swim_item *item = &f->swim->item[i];
        const size_t s = f->studies.code[i];
        rv_direction_votes *v = &f->votes[s * f->domains.n + f->domains.code[i]];
        v->ways[item->way]++;
        v->n++;
        f->n[s] = fmax(f->n[s], item->n);                      /* of two numbers of a study the larger one */
        if (*item->bias)
            f->bias[s] = (int)fmax(f->bias[s], rv_light_find(&f->swim->scale, item->bias));
        f->counted |= !isnan(item->n);
        f->judged |= *item->bias != 0;
    }
    for (size_t i = 0; i < cells; i++)
        f->votes[i].way = f->votes[i].n ? way_of(&f->votes[i], f->o->agreement) : RV_SWIM_MIXED;
    return RV_OK;
}

/* ---- Columns ------------------------------------------------------------------------------------------------------- */

static rv_status too_narrow(const rv_direction_plot *f, double lacks, rv_error *err)
{
    return rv_fail(err, RV_EINVAL, "a width of %g mm is too narrow for %zu domains; give at least %.0f mm", f->o->width, f->domains.n,
                   ceil((f->c.scene->width + lacks) / RV_POINTS_PER_MM));
}

/* Whether the domains have any room at all, before anything is made for each. */
static rv_status fits(const rv_direction_plot *f, rv_error *err)
{
    const double lacks = LEAST_NAME + LEAST_COLUMN * (double)f->domains.n - f->c.scene->width;

    return lacks > 0 ? too_narrow(f, lacks + COUNT + BIAS + 4 * GAP, err) : RV_OK;
}

static rv_status columns(rv_direction_plot *f, rv_error *err)
{
    const double left = rv_canvas_left(&f->c), page = rv_canvas_right(&f->c) - left;
    const double fixed = GAP + (f->counted ? COUNT : 0) + (f->judged ? GAP + BIAS : 0);
    const size_t n = f->domains.n;
    double most = fmax(LEAST_NAME, fmin(0.42 * page, page - fixed - WANTED_COLUMN * (double)n)), column, x;

    f->name = LEAST_NAME;
    for (size_t s = 0; s < f->studies.n; s++) {
        double one;
        rv_canvas_room(&f->c, &rv_canvas_plain, most, NAME_LINES, f->studies.name[s], &one);
        f->name = fmin(most, fmax(f->name, one));
    }
    column = (page - f->name - fixed) / (double)n;
    if (column < LEAST_COLUMN)
        return too_narrow(f, (LEAST_COLUMN - column) * (double)n, err);
    f->under = column < WANTED_COLUMN;
    column = fmin(column, MOST_COLUMN);
    f->count_x = left + f->name + COUNT - 2;
    x = left + f->name + (f->counted ? COUNT : 0) + GAP;
    for (size_t d = 0; d < n; d++, x += column) {
        f->x[d] = x + column / 2;
        f->room[d] = column - (f->under ? 1 : 4);
    }
    f->bias_x = x + GAP + BIAS / 2.0;
    f->right = f->judged ? x + GAP + BIAS : x;
    return RV_OK;
}

static void heads(rv_direction_plot *f)
{
    rv_heads h = { f->domains.n, f->domains.name, f->x, f->room, &rv_canvas_bold, false, 0 };
    const double line = 9.5;

    rv_canvas_heads_room(&f->c, &h);
    f->c.y += fmax(h.height, f->judged ? 2 * line : line);
    rv_canvas_heads(&f->c, &h, f->c.y);
    rv_canvas_words(&f->c, rv_canvas_left(&f->c), f->c.y - line, RV_ANCHOR_LEFT, &rv_canvas_bold, f->name, 1, "Study");
    if (f->counted)
        rv_canvas_words(&f->c, f->count_x, f->c.y - line, RV_ANCHOR_RIGHT, &rv_canvas_bold, COUNT, 1, "n");
    if (f->judged)
        rv_canvas_words(&f->c, f->bias_x, f->c.y - 2 * line, RV_ANCHOR_MIDDLE, &rv_canvas_bold, BIAS, 2, "Risk of bias");
    f->c.y += 3;
    rv_scene_line(f->c.scene, rv_canvas_left(&f->c), f->c.y, f->right, f->c.y, (rv_look){ .stroke = RV_INK, .line = 0.8 });
}

/* ---- Rows ---------------------------------------------------------------------------------------------------------- */

static int size_class(const rv_direction_plot *f, double n)
{
    return isnan(n) ? 1 : n >= f->o->large ? 2 : n < f->o->small ? 0 : 1;
}

static const char *fill_of(const rv_direction_plot *f, size_t study)
{
    const int bias = f->bias[study];

    return bias < 0 ? RV_SHADE_3 : rv_light_fill(f->swim->scale.light[bias].colour, f->o->palette);
}

static void put(rv_direction_plot *f, double x, double middle, rv_anchor anchor, const rv_face *face, double number)
{
    rv_buf words = RV_BUF_INIT;

    rv_type_number(&words, number, 0);
    rv_canvas_words_at(&f->c, x, middle, anchor, face, 60, 1, rv_buf_str(&words));
    rv_buf_free(&words);
}

static void draw_study(rv_direction_plot *f, size_t s, double middle)
{
    for (size_t d = 0; d < f->domains.n; d++) {
        const rv_direction_votes *v = &f->votes[s * f->domains.n + d];
        const double radius = rv_direction_sizes[size_class(f, f->n[s])];
        if (!v->n)
            continue;
        rv_swim_arrow(&f->c, f->x[d], f->under ? middle - UNDER / 2.0 : middle, radius, v->way, fill_of(f, s));
        if (v->n > 1 && f->under)
            put(f, f->x[d], middle + UNDER, RV_ANCHOR_MIDDLE, &rv_canvas_small, (double)v->n);
        else if (v->n > 1)
            put(f, f->x[d] + radius + 2, middle + 3, RV_ANCHOR_LEFT, &rv_canvas_small, (double)v->n);
    }
    if (f->counted && !isnan(f->n[s]))
        put(f, f->count_x, middle, RV_ANCHOR_RIGHT, &rv_canvas_plain, f->n[s]);
    if (f->judged)
        rv_light_disc(&f->c, f->bias_x, middle, RV_DIRECTION_RADIUS, f->bias[s] < 0 ? NULL : &f->swim->scale.light[f->bias[s]], f->o->palette);
}

static void rows(rv_direction_plot *f)
{
    rv_canvas *c = &f->c;

    for (size_t s = 0; s < f->studies.n && c->st == RV_OK; s++) {
        const double high = fmax(f->under ? ROW + UNDER : ROW, rv_canvas_room(c, &rv_canvas_plain, f->name, NAME_LINES, f->studies.name[s], NULL) + 4);
        if (s)
            rv_scene_line(c->scene, rv_canvas_left(c), c->y, f->right, c->y, (rv_look){ .stroke = RV_GRID, .line = 0.5 });
        rv_canvas_words_at(c, rv_canvas_left(c), c->y + high / 2, RV_ANCHOR_LEFT, &rv_canvas_plain, f->name, NAME_LINES, f->studies.name[s]);
        draw_study(f, s, c->y + high / 2);
        c->y += high;
    }
    rv_scene_line(c->scene, rv_canvas_left(c), c->y, f->right, c->y, (rv_look){ .stroke = RV_INK, .line = 0.8 });
    c->y += 3;
}

/* Studies each way, a line a way. */
static void foot(rv_direction_plot *f)
{
    for (int way = 0; way < RV_SWIM_WAYS; way++) {
        bool any = way < RV_SWIM_NONE;
        for (size_t d = 0; d < f->domains.n; d++)
            any |= rv_direction_studies(f, d, way) > 0;
        if (!any)
            continue;
        rv_canvas_words_at(&f->c, rv_canvas_left(&f->c), f->c.y + FOOT / 2.0, RV_ANCHOR_LEFT, &rv_canvas_bold,
                           f->x[0] - f->room[0] / 2 - rv_canvas_left(&f->c), 1, rv_swim_words[way]);
        for (size_t d = 0; d < f->domains.n; d++)
            put(f, f->x[d], f->c.y + FOOT / 2.0, RV_ANCHOR_MIDDLE, &rv_canvas_bold, (double)rv_direction_studies(f, d, way));
        f->c.y += FOOT;
    }
    rv_scene_line(f->c.scene, rv_canvas_left(&f->c), f->c.y + 3, f->right, f->c.y + 3, (rv_look){ .stroke = RV_INK, .line = 0.8 });
    f->c.y += 10;
}

static rv_status lay_out(rv_direction_plot *f, const char *title, rv_error *err)
{
    rv_status st;

    rv_canvas_title(&f->c, title);
    if ((st = rv_swim_names_of(&f->studies, f->swim, RV_SWIM_STUDIES, err)) != RV_OK
        || (st = rv_swim_names_of(&f->domains, f->swim, RV_SWIM_DOMAINS, err)) != RV_OK || (st = fits(f, err)) != RV_OK
        || (st = count(f, err)) != RV_OK || (st = columns(f, err)) != RV_OK)
        return st;
    heads(f);
    rows(f);
    foot(f);
    rv_direction_words(f);
    return RV_OK;
}

rv_status rv_plot_effect_direction(rv_scene **out, const rv_swim *swim, const rv_swim_options *o, rv_error *err)
{
    const char *title = o->title ? o->title : swim->title;
    rv_direction_plot f = { .swim = swim, .o = o };
    rv_error why = { 0 };
    rv_status st = rv_swim_check(swim, o, err);

    *out = NULL;
    if (st != RV_OK || (st = rv_canvas_new(&f.c, o->width, err)) != RV_OK)
        return st;
    if ((st = lay_out(&f, title, &why)) != RV_OK)
        rv_canvas_fail(&f.c, st, &why);
    rv_swim_names_end(&f.studies);
    rv_swim_names_end(&f.domains);
    free(f.votes);
    free(f.n);
    free(f.bias);
    free(f.x);
    free(f.room);
    return rv_canvas_end(&f.c, title, "Directions of effect by study and outcome domain", out, err);
}
