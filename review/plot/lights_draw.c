/* Traffic lights: a row a study, a column a domain. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/light.h"

enum { RADIUS = 6, LEAST_COLUMN = 14, MOST_COLUMN = 42, OVERALL = 34, LEAST_NAME = 50, ROW = 16, NAME_GAP = 6, GROUP_GAP = 8, NAME_LINES = 3,
       SPOKEN = 40 };

typedef struct {
    const rv_lights *g;
    rv_canvas  c;
    int        palette;
    double     name;               /* width of the names of studies */
    double    *x, *room;           /* [domains] middles and widths of the columns */
} figure;

static bool new_group(const rv_lights *g, size_t d)
{
    return d > 0 && (g->domain[d].overall != g->domain[d - 1].overall || strcmp(g->domain[d].group, g->domain[d - 1].group) != 0);
}

/* Widest name of a study, but not all of the page. */
static double name_width(figure *f, double most)
{
    double widest = LEAST_NAME;

    for (size_t i = 0; i < f->g->studies && widest < most; i++) {
        double one;
        rv_canvas_room(&f->c, &rv_canvas_plain, most, NAME_LINES, f->g->study[i], &one);
        widest = fmax(widest, one);
    }
    return fmin(widest, most);
}

static rv_status columns(figure *f, double width_mm, rv_error *err)
{
    const double page = rv_canvas_right(&f->c) - rv_canvas_left(&f->c);
    double fixed = 0, x, column;
    size_t n = 0;

    for (size_t d = 0; d < f->g->domains; d++) {
        fixed += (f->g->domain[d].overall ? OVERALL : 0) + (new_group(f->g, d) ? GROUP_GAP : 0);
        n += !f->g->domain[d].overall;
    }
    column = n ? (page - LEAST_NAME - NAME_GAP - fixed) / (double)n : MOST_COLUMN;
    if (column < LEAST_COLUMN)
        return rv_fail(err, RV_EINVAL, "a width of %g mm is too narrow for %zu domains; give at least %.0f mm", width_mm, f->g->domains,
                       ceil((f->c.scene->width + (LEAST_COLUMN - column) * (double)n) / RV_POINTS_PER_MM));
    f->name = name_width(f, fmax(LEAST_NAME, page - NAME_GAP - fixed - fmin(column, 20) * (double)n));
    column = n ? fmin(MOST_COLUMN, (page - f->name - NAME_GAP - fixed) / (double)n) : MOST_COLUMN;
    x = rv_canvas_left(&f->c) + f->name + NAME_GAP;
    for (size_t d = 0; d < f->g->domains; d++) {
        x += new_group(f->g, d) ? GROUP_GAP : 0;
        f->room[d] = f->g->domain[d].overall ? OVERALL : column;
        f->x[d] = x + f->room[d] / 2;
        x += f->room[d];
    }
    return RV_OK;
}

static double right_edge(const figure *f)
{
    const size_t last = f->g->domains - 1;

    return f->x[last] + f->room[last] / 2;
}

/* A name over each group of domains, a line below it. */
static void groups(figure *f)
{
    const rv_lights *g = f->g;
    double high = 0;

    for (size_t d = 0, end; d < g->domains; d = end) {
        for (end = d + 1; end < g->domains && !new_group(g, end);)
            end++;
        if (*g->domain[d].group) {
            const double x0 = f->x[d] - f->room[d] / 2, x1 = f->x[end - 1] + f->room[end - 1] / 2;
            high = fmax(high, rv_canvas_words(&f->c, (x0 + x1) / 2, f->c.y, RV_ANCHOR_MIDDLE, &rv_canvas_bold, x1 - x0, 2, g->domain[d].group));
        }
    }
    f->c.y += high > 0 ? high + 4 : 0;
}

static rv_status heads(figure *f, rv_error *err)
{
    const char **names = calloc(f->g->domains, sizeof *names);
    rv_heads h = { f->g->domains, names, f->x, f->room, &rv_canvas_bold, false, 0 };

    if (!names)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t d = 0; d < f->g->domains; d++)
        names[d] = f->g->domain[d].id;
    groups(f);
    rv_canvas_heads_room(&f->c, &h);
    f->c.y += h.height;
    rv_canvas_heads(&f->c, &h, f->c.y);
    f->c.y += 3;
    rv_scene_line(f->c.scene, rv_canvas_left(&f->c), f->c.y, right_edge(f), f->c.y, (rv_look){ .stroke = RV_INK, .line = 0.8 });
    free(names);
    return RV_OK;
}

static void rows(figure *f)
{
    const rv_lights *g = f->g;
    rv_canvas *c = &f->c;

    for (size_t i = 0; i < g->studies && c->st == RV_OK; i++) {
        const double high = fmax(ROW, rv_canvas_room(c, &rv_canvas_plain, f->name, NAME_LINES, g->study[i], NULL) + 4);
        if (i)
            rv_scene_line(c->scene, rv_canvas_left(c), c->y, right_edge(f), c->y, (rv_look){ .stroke = RV_GRID, .line = 0.5 });
        rv_canvas_words_at(c, rv_canvas_left(c), c->y + high / 2, RV_ANCHOR_LEFT, &rv_canvas_plain, f->name, NAME_LINES, g->study[i]);
        for (size_t d = 0; d < g->domains; d++) {
            const int level = g->judgement[i * g->domains + d];
            rv_light_disc(c, f->x[d], c->y + high / 2, RADIUS, level < 0 ? NULL : &g->scale.light[level], f->palette);
        }
        c->y += high;
    }
    rv_scene_line(c->scene, rv_canvas_left(c), c->y, right_edge(f), c->y, (rv_look){ .stroke = RV_INK, .line = 0.8 });
}

/* The names of the domains, as many side by side as have room. */
static void domain_names(figure *f)
{
    rv_buf words = RV_BUF_INIT;
    bool any = false;

    for (size_t d = 0; d < f->g->domains; d++)
        if (!f->g->domain[d].overall && (*f->g->domain[d].name)) {
            rv_buf_clear(&words);
            rv_lights_domain_name(&words, &f->g->domain[d]);
            rv_canvas_key(&f->c, 0, NULL, NULL, rv_buf_str(&words));
            any = true;
        }
    rv_canvas_key_end(&f->c);
    if (any)
        f->c.y += 3;
    rv_buf_free(&words);
}

/* "Overall: 3 Low (Smith 2010; Jones 2012; ...)": of the overall judgement, or of the only domain, whose it is. */
static void say_domain(figure *f, size_t d)
{
    const rv_lights *g = f->g;
    rv_buf words = RV_BUF_INIT;
    bool first = true;

    rv_lights_domain_name(&words, &g->domain[d]);
    for (int level = 0; level < (int)g->scale.n + 1; level++) {
        const int want = level < (int)g->scale.n ? level : -1;
        size_t n = 0;
        for (size_t i = 0; i < g->studies; i++)
            n += g->judgement[i * g->domains + d] == want;
        if (!n)
            continue;
        rv_buf_printf(&words, "%s %zu %s", first ? ":" : ",", n, want < 0 ? "not judged" : g->scale.light[want].word);
        first = false;
        if (!g->domain[d].overall || g->studies > SPOKEN)
            continue;
        rv_buf_text(&words, " (");
        for (size_t i = 0, told = 0; i < g->studies; i++)
            if (g->judgement[i * g->domains + d] == want)
                rv_buf_printf(&words, "%s%s", told++ ? "; " : "", g->study[i]);
        rv_buf_char(&words, ')');
    }
    rv_canvas_say(&f->c, "%s.", rv_buf_str(&words));
    rv_buf_free(&words);
}

static rv_status lay_out(figure *f, const rv_lights_options *o, rv_error *err)
{
    const rv_lights *g = f->g;
    rv_status st;

    rv_canvas_title(&f->c, o->title ? o->title : g->title);
    if ((st = columns(f, o->width, err)) != RV_OK || (st = heads(f, err)) != RV_OK)
        return st;
    rows(f);
    f->c.y += 8;
    domain_names(f);
    rv_lights_key(&f->c, g, f->palette);
    f->c.y -= 3;
    rv_canvas_say(&f->c, "Judgements of %zu %s in %zu %s.", g->studies, g->studies == 1 ? "study" : "studies", g->domains,
                  g->domains == 1 ? "domain" : "domains");
    for (size_t d = 0; d < g->domains; d++)
        say_domain(f, d);
    return RV_OK;
}

rv_status rv_plot_lights(rv_scene **out, const rv_lights *g, const rv_lights_options *o, rv_error *err)
{
    figure f = { .g = g, .palette = o->palette };
    rv_status st = rv_lights_check(g, err);

    *out = NULL;
    if (st != RV_OK || (st = rv_canvas_new(&f.c, o->width, err)) != RV_OK)
        return st;
    f.x = calloc(g->domains, sizeof *f.x);
    f.room = calloc(g->domains, sizeof *f.room);
    st = f.x && f.room ? lay_out(&f, o, &f.c.err) : rv_fail(&f.c.err, RV_ENOMEM, "out of memory");
    f.c.st = f.c.st == RV_OK ? st : f.c.st;
    free(f.x);
    free(f.room);
    return rv_canvas_end(&f.c, o->title ? o->title : g->title, "Risk of bias by study and domain", out, err);
}
