/* Harvest plot: bars of studies in columns by the direction of their effects, in rows by group or outcome domain. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot/swim.h"

enum { COLUMNS = 3, FILLS = 8, LEAST_NAME = 56, GAP = 6, NAME_LINES = 4, HIGHEST = 36, LOWEST = 16, LABEL = 9, PAD = 5, BETWEEN = 3, LINE_GAP = 4,
       SAMPLE = 12, SPOKEN = 80 };
static const char *const fills[FILLS] = { RV_SKY, RV_ORANGE, RV_GREEN, RV_SAND, RV_PURPLE, RV_MIST, RV_SHADE_3, RV_GOLD };

typedef struct {
    const rv_swim *swim;
    const rv_swim_options *o;
    rv_canvas      c;
    rv_swim_names  studies, rows, domains;
    bool           grouped;            /* rows are groups: fill and letter say the domain */
    double         name, x0, column, pitch, highest;
    size_t         per_line;           /* bars side by side */
} figure;

static int column_of(rv_swim_way way)
{
    return way == RV_SWIM_UP ? 0 : way == RV_SWIM_DOWN ? 2 : 1;
}

static double height_of(const rv_swim_item *item)
{
    return isnan(item->height) ? 1 : item->height;
}

static rv_status measure(figure *f, rv_error *err)
{
    const double page = rv_canvas_right(&f->c) - rv_canvas_left(&f->c), most = fmax(LEAST_NAME, 0.26 * page);
    char widest[16];

    for (size_t i = 0; i < f->swim->n; i++)
        f->grouped |= *f->swim->item[i].group != 0;
    if (f->grouped && f->domains.n > FILLS)
        return rv_fail(err, RV_EINVAL, "%zu domains; up to %d can be told apart in one figure", f->domains.n, FILLS);
    f->name = LEAST_NAME;
    for (size_t i = 0; i < f->rows.n; i++) {
        double one;
        rv_canvas_room(&f->c, &rv_canvas_plain, most, NAME_LINES, f->rows.name[i], &one);
        f->name = fmin(most, fmax(f->name, one));
    }
    snprintf(widest, sizeof widest, "%zu", f->studies.n);
    f->x0 = rv_canvas_left(&f->c) + f->name + GAP;
    f->column = (page - f->name - GAP) / COLUMNS;
    f->pitch = fmax(10, rv_type_width(f->c.type, &rv_canvas_plain, widest) + BETWEEN);
    f->per_line = (size_t)fmax(1, floor((f->column - 2 * PAD) / f->pitch));
    for (size_t i = 0; i < f->swim->n; i++)
        f->highest = fmax(f->highest, height_of(&f->swim->item[i]));
    return RV_OK;
}

static double line_height(const figure *f)
{
    return (f->highest > 1 ? HIGHEST : LOWEST) + LABEL + (f->grouped ? LABEL : 0) + LINE_GAP;
}

static size_t bars_in(const figure *f, size_t row, int column)
{
    size_t n = 0;

    for (size_t i = 0; i < f->swim->n; i++)
        n += f->rows.code[i] == row && column_of(f->swim->item[i].way) == column;
    return n;
}

static void study_number(figure *f, double x, double top, size_t number)
{
    char text[32];

    snprintf(text, sizeof text, "%zu", number);
    rv_canvas_words(&f->c, x, top, RV_ANCHOR_MIDDLE, &rv_canvas_plain, 40, 1, text);
}

/* A bar on its foot: the letter of its domain above, the number of its study below. */
static void draw_bar(figure *f, double x, double foot, size_t i)
{
    const rv_swim_item *item = &f->swim->item[i];
    const double high = (f->highest > 1 ? HIGHEST : LOWEST) * height_of(item) / f->highest, wide = f->pitch - BETWEEN;
    const size_t domain = f->domains.code[i];

    rv_scene_rect(f->c.scene, (rv_box){ x - wide / 2, foot - high, x + wide / 2, foot }, 0,
                  (rv_look){ .fill = f->grouped ? fills[domain] : RV_SKY, .stroke = RV_INK, .line = 0.7 });
    if (f->grouped) {
        const char letter[] = { (char)('a' + domain), 0 };
        rv_canvas_words(&f->c, x, foot - high - LABEL - 0.5, RV_ANCHOR_MIDDLE, &rv_canvas_plain, 20, 1, letter);
    }
    study_number(f, x, foot + 0.5, f->studies.code[i] + 1);
}

static void draw_cell(figure *f, size_t row, int column)
{
    const double x0 = f->x0 + column * f->column, line = line_height(f);
    const size_t all = bars_in(f, row, column);
    size_t n = 0;

    for (size_t i = 0; i < f->swim->n; i++)
        if (f->rows.code[i] == row && column_of(f->swim->item[i].way) == column) {
            const size_t here = n % f->per_line, lines = n / f->per_line;
            const size_t side = all - lines * f->per_line < f->per_line ? all - lines * f->per_line : f->per_line;
            const double first = x0 + f->column / 2 - (double)(side - 1) * f->pitch / 2;
            const double foot = f->c.y + PAD + (double)(lines + 1) * line - LABEL - LINE_GAP;
            if (here == 0)
                rv_scene_line(f->c.scene, first - f->pitch / 2, foot, first + ((double)side - 0.5) * f->pitch, foot,
                              (rv_look){ .stroke = RV_INK, .line = 0.7 });
            draw_bar(f, first + (double)here * f->pitch, foot, i);
            n++;
        }
}

static void draw_rows(figure *f)
{
    rv_canvas *c = &f->c;

    for (size_t r = 0; r < f->rows.n && c->st == RV_OK; r++) {
        double high = rv_canvas_room(c, &rv_canvas_plain, f->name, NAME_LINES, f->rows.name[r], NULL) + 2 * PAD;
        for (int column = 0; column < COLUMNS; column++) {
            const size_t lines = (bars_in(f, r, column) + f->per_line - 1) / f->per_line;
            high = fmax(high, (double)lines * line_height(f) + 2 * PAD);
        }
        for (int column = 0; column < COLUMNS; column++) {
            const double x = f->x0 + column * f->column;
            rv_scene_rect(c->scene, (rv_box){ x, c->y, x + f->column, c->y + high }, 0,
                          (rv_look){ .fill = bars_in(f, r, column) ? NULL : RV_SHADE_1, .stroke = RV_GUIDE, .line = 0.5 });
            draw_cell(f, r, column);
        }
        rv_canvas_words_at(c, f->x0 - GAP, c->y + high / 2, RV_ANCHOR_RIGHT, &rv_canvas_plain, f->name, NAME_LINES, f->rows.name[r]);
        c->y += high;
    }
    c->y += 8;
}

static void draw_heads(figure *f)
{
    const char *heads[COLUMNS] = { f->o->favours ? f->o->favours : "Favours", "No difference or mixed", f->o->against ? f->o->against : "Against" };
    double x[COLUMNS], room[COLUMNS];
    rv_heads h = { COLUMNS, heads, x, room, &rv_canvas_bold, false, 0 };

    for (int i = 0; i < COLUMNS; i++) {
        x[i] = f->x0 + (i + 0.5) * f->column;
        room[i] = f->column - 4;
    }
    rv_canvas_heads_room(&f->c, &h);
    f->c.y += h.height;
    rv_canvas_heads(&f->c, &h, f->c.y);
    f->c.y += 3;
}

/* ---- Legend and words ---------------------------------------------------------------------------------------------- */

typedef struct { const char *fill; double high; } sample;

static void draw_sample(rv_canvas *c, const void *user, double x, double middle)
{
    const sample *s = user;

    rv_scene_rect(c->scene, (rv_box){ x + 2, middle + 5 - s->high, x + SAMPLE - 2, middle + 5 }, 0,
                  (rv_look){ .fill = s->fill, .stroke = RV_INK, .line = 0.7 });
}

/* "1  Smith 2010", in columns. */
static void study_names(figure *f)
{
    const size_t n = f->studies.n;
    const char **names = calloc(n + 1, sizeof *names);
    size_t *at = calloc(n + 1, sizeof *at);
    rv_buf texts = RV_BUF_INIT;
    rv_error err;

    for (size_t s = 0; names && at && s < n; s++) {
        at[s] = texts.length;
        rv_buf_printf(&texts, "%zu\u00A0 ", s + 1);
        rv_buf_text(&texts, f->studies.name[s]);
        rv_buf_char(&texts, 0);
    }
    if (!names || !at || texts.failed)
        rv_canvas_fail(&f->c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
    for (size_t s = 0; f->c.st == RV_OK && s < n; s++)
        names[s] = texts.data + at[s];
    rv_canvas_list(&f->c, names, n);
    rv_buf_free(&texts);
    free(names);
    free(at);
}

static void legend(figure *f)
{
    rv_buf words = RV_BUF_INIT;

    for (size_t d = 0; d < f->domains.n && f->grouped; d++) {
        rv_buf_clear(&words);
        rv_buf_printf(&words, "%c: %s", (char)('a' + d), f->domains.name[d]);
        rv_canvas_key(&f->c, SAMPLE, draw_sample, &(sample){ fills[d], 10 }, rv_buf_str(&words));
    }
    rv_canvas_key_end(&f->c);
    study_names(f);
    f->c.y += 2;
    if (f->highest > 1)
        rv_canvas_note(&f->c, "A bar is an outcome of a study, which its number names; the higher, the better its appraisal or design (1 to %g).",
                       f->highest);
    else
        rv_canvas_note(&f->c, "A bar is an outcome of a study, which its number names.");
    rv_buf_free(&words);
}

static void describe(figure *f)
{
    size_t told = 0;

    rv_canvas_say(&f->c, "Directions of %zu outcomes of %zu %s.", f->swim->n, f->studies.n, f->studies.n == 1 ? "study" : "studies");
    for (size_t r = 0; r < f->rows.n; r++)
        rv_canvas_say(&f->c, "%s: %zu favour, %zu show no difference or are mixed, %zu are against.", f->rows.name[r], bars_in(f, r, 0),
                      bars_in(f, r, 1), bars_in(f, r, 2));
    for (size_t i = 0; i < f->swim->n && told++ < SPOKEN; i++)
        rv_canvas_say(&f->c, "%s, %s: %s.", f->studies.name[f->studies.code[i]], f->domains.name[f->domains.code[i]],
                      rv_swim_words[f->swim->item[i].way]);
}

static rv_status lay_out(figure *f, const char *title, rv_error *err)
{
    rv_status st;

    rv_canvas_title(&f->c, title);
    if ((st = rv_swim_names_of(&f->studies, f->swim, RV_SWIM_STUDIES, err)) != RV_OK
        || (st = rv_swim_names_of(&f->rows, f->swim, RV_SWIM_GROUPS, err)) != RV_OK
        || (st = rv_swim_names_of(&f->domains, f->swim, RV_SWIM_DOMAINS, err)) != RV_OK || (st = measure(f, err)) != RV_OK)
        return st;
    draw_heads(f);
    draw_rows(f);
    describe(f);
    legend(f);
    return RV_OK;
}

rv_status rv_plot_harvest(rv_scene **out, const rv_swim *swim, const rv_swim_options *o, rv_error *err)
{
    const char *title = o->title ? o->title : swim->title;
    figure f = { .swim = swim, .o = o, .highest = 1 };
    rv_error why = { 0 };
    rv_status st = rv_swim_check(swim, o, err);

    *out = NULL;
    if (st != RV_OK || (st = rv_canvas_new(&f.c, o->width, err)) != RV_OK)
        return st;
    if ((st = lay_out(&f, title, &why)) != RV_OK)
        rv_canvas_fail(&f.c, st, &why);
    rv_swim_names_end(&f.studies);
    rv_swim_names_end(&f.rows);
    rv_swim_names_end(&f.domains);
    return rv_canvas_end(&f.c, title, "Harvest plot", out, err);
}
