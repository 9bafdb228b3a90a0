/* Summary of judgements: a bar a domain, from the best to the worst. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/light.h"

enum { BAR = 15, RING = 5, ROW = 21, NAME_GAP = 8, NAME_LINES = 3, TICK = 3 };
static const double MOST_NAME = 0.42;

typedef struct {
    const rv_lights *g;
    const rv_lights_options *o;
    rv_canvas c;
    bool      weighted;
    double    all;                 /* weight, or studies */
    double    x0, x1;              /* where the bars begin and end */
} figure;

static double weight_of(const figure *f, size_t study)
{
    return f->weighted ? f->g->weight[study] : 1;
}

/* What has the judgement in the domain, of f->all. */
static double part(const figure *f, size_t domain, int level)
{
    double sum = 0;

    for (size_t i = 0; i < f->g->studies; i++)
        if (f->g->judgement[i * f->g->domains + domain] == level)
            sum += weight_of(f, i);
    return sum;
}

static rv_status weigh(figure *f, rv_error *err)
{
    f->weighted = f->g->weight && !f->o->unweighted && !f->o->counts;
    for (size_t i = 0; i < f->g->studies; i++) {
        const double w = weight_of(f, i);
        if (!(w >= 0 && w <= 1e100))
            return rv_fail(err, RV_EDOMAIN, "study %zu (%s): the weight is %g; it must be a number from 0", i + 1, f->g->study[i], w);
        f->all += w;
    }
    return f->all > 0 ? RV_OK : rv_fail(err, RV_EDOMAIN, "no study has any weight");
}

static const char *name_of(const rv_light_domain *d)
{
    return *d->name ? d->name : d->id;
}

static void label(rv_buf *out, const figure *f, double amount)
{
    if (f->o->counts)
        rv_type_number(out, amount, 0);
    else
        rv_buf_printf(out, "%.0f\u202F%%", 100 * amount / f->all);
}

/* A part with its sign in a ring (a sign before a number would be read as part of it) and its number, as much of it as has room. */
static void draw_part(figure *f, double x0, double x1, double middle, const rv_light *light, double amount)
{
    const rv_look look = { .fill = light ? rv_light_fill(light->colour, f->o->palette) : RV_PAPER, .stroke = RV_INK, .line = 0.8, .dashed = !light };
    const rv_face face = { 8, true, light ? rv_light_ink(light->colour, f->o->palette) : RV_INK };
    const double ring = light ? 2 * RING + 2 : 0;
    rv_buf words = RV_BUF_INIT;
    double wide, x;

    rv_scene_rect(f->c.scene, (rv_box){ x0, middle - BAR / 2.0, x1, middle + BAR / 2.0 }, 0, look);
    label(&words, f, amount);
    wide = rv_type_width(f->c.type, &face, rv_buf_str(&words));
    if (ring + wide + 5 > x1 - x0)
        wide = 0;
    x = (x0 + x1 - ring - wide - (wide > 0 ? 2 : 0)) / 2;
    if (light && x1 - x0 >= ring) {
        rv_scene_circle(f->c.scene, x + ring / 2, middle, RING, (rv_look){ .stroke = face.colour, .line = 0.8 });
        rv_canvas_words_at(&f->c, x + ring / 2, middle, RV_ANCHOR_MIDDLE, &face, 2 * ring, 1, light->sign);
    } else if (light && rv_type_width(f->c.type, &face, light->sign) + 2 <= x1 - x0) {
        rv_canvas_words_at(&f->c, (x0 + x1) / 2, middle, RV_ANCHOR_MIDDLE, &face, ring, 1, light->sign);
    }
    if (wide > 0)
        rv_canvas_words_at(&f->c, x + ring + 2, middle, RV_ANCHOR_LEFT, &face, wide + 5, 1, rv_buf_str(&words));
    rv_buf_free(&words);
}

static void bar(figure *f, size_t d, double middle)
{
    rv_buf words = RV_BUF_INIT;
    double x = f->x0, sum = 0;
    bool first = true;

    for (int i = 0; i <= (int)f->g->scale.n; i++) {
        const int level = i < (int)f->g->scale.n ? i : -1;
        const double amount = part(f, d, level);
        double end;
        if (!(amount > 0))
            continue;
        sum += amount;
        end = f->x0 + (f->x1 - f->x0) * fmin(1, sum / f->all);
        draw_part(f, x, end, middle, level < 0 ? NULL : &f->g->scale.light[level], amount);
        rv_buf_text(&words, first ? "" : ", ");
        label(&words, f, amount);
        rv_buf_printf(&words, " %s", level < 0 ? "not judged" : f->g->scale.light[level].word);
        first = false;
        x = end;
    }
    rv_canvas_say(&f->c, "%s%s%s: %s.", f->g->domain[d].group, *f->g->domain[d].group ? ", " : "", name_of(&f->g->domain[d]), rv_buf_str(&words));
    rv_buf_free(&words);
}

/* The width of the names: the widest, but not all of the page. */
static void names(figure *f)
{
    const double page = rv_canvas_right(&f->c) - rv_canvas_left(&f->c), most = MOST_NAME * page;
    double widest = 0;

    for (size_t d = 0; d < f->g->domains; d++) {
        double one;
        rv_canvas_room(&f->c, &rv_canvas_plain, most, NAME_LINES, name_of(&f->g->domain[d]), &one);
        widest = fmax(widest, one);
    }
    f->x0 = rv_canvas_left(&f->c) + widest + NAME_GAP;
    f->x1 = rv_canvas_right(&f->c) - 10;
}

static void bars(figure *f)
{
    rv_canvas *c = &f->c;
    const char *group = "";

    for (size_t d = 0; d < f->g->domains && c->st == RV_OK; d++) {
        const rv_light_domain *domain = &f->g->domain[d];
        const rv_face *face = domain->overall ? &rv_canvas_bold : &rv_canvas_plain;
        const double width = f->x0 - NAME_GAP - rv_canvas_left(c);
        const double high = fmax(ROW, rv_canvas_room(c, face, width, NAME_LINES, name_of(domain), NULL) + 5);
        if (*domain->group && strcmp(domain->group, group) != 0)
            c->y += 4 + rv_canvas_words(c, rv_canvas_left(c), c->y + 3, RV_ANCHOR_LEFT, &rv_canvas_bold, f->x1 - rv_canvas_left(c), 1, domain->group);
        c->y += domain->overall && d ? 6 : 0;
        group = domain->group;
        rv_canvas_words_at(c, f->x0 - NAME_GAP, c->y + high / 2, RV_ANCHOR_RIGHT, face, width, NAME_LINES, name_of(domain));
        bar(f, d, c->y + high / 2);
        c->y += high;
    }
}

/* 0 to 100 percent, or to the number of studies. */
static void axis(figure *f)
{
    rv_canvas *c = &f->c;
    const int steps = f->o->counts ? (f->all <= 10 ? (int)f->all : 5) : 4;
    const double step = f->o->counts ? ceil(f->all / steps) : f->all / steps;
    rv_buf words = RV_BUF_INIT;

    rv_scene_line(c->scene, f->x0, c->y, f->x1, c->y, (rv_look){ .stroke = RV_INK, .line = 0.8 });
    for (double at = 0; at <= f->all * (1 + 1e-9); at += step) {
        const double x = f->x0 + (f->x1 - f->x0) * at / f->all;
        rv_buf_clear(&words);
        label(&words, f, at);
        rv_scene_line(c->scene, x, c->y, x, c->y + TICK, (rv_look){ .stroke = RV_INK, .line = 0.8 });
        rv_canvas_words(c, x, c->y + TICK + 1, RV_ANCHOR_MIDDLE, &rv_canvas_plain, 60, 1, rv_buf_str(&words));
    }
    c->y += TICK + 13;
    rv_buf_free(&words);
}

static void lay_out(figure *f)
{
    const rv_lights *g = f->g;

    rv_canvas_title(&f->c, f->o->title ? f->o->title : g->title);
    rv_canvas_say(&f->c, "Judgements of %zu %s by domain.", g->studies, g->studies == 1 ? "study" : "studies");
    names(f);
    bars(f);
    f->c.y += 2;
    axis(f);
    f->c.y += 5;
    rv_lights_key(&f->c, g, f->o->palette);
    if (f->weighted)
        rv_canvas_note(&f->c, "Shares of the weight of %zu studies.", g->studies);
    else if (f->o->counts)
        rv_canvas_note(&f->c, "Numbers of studies.");
    else
        rv_canvas_note(&f->c, "Shares of %zu studies, each counting the same.", g->studies);
}

rv_status rv_plot_light_bars(rv_scene **out, const rv_lights *g, const rv_lights_options *o, rv_error *err)
{
    figure f = { .g = g, .o = o };
    rv_status st = rv_lights_check(g, err);

    *out = NULL;
    if (st != RV_OK || (st = weigh(&f, err)) != RV_OK || (st = rv_canvas_new(&f.c, o->width, err)) != RV_OK)
        return st;
    lay_out(&f);
    return rv_canvas_end(&f.c, o->title ? o->title : g->title, "Risk of bias by domain", out, err);
}
