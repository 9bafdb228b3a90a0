/* Risk of bias beside the studies: a disc for each domain with its sign, letters above, and below what they say. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plot/forest.h"
#include "plot/light.h"

static const double RADIUS = 5.4;
enum { MOST_DOMAINS = 20 };

/* ---- Which study is which ----------------------------------------------------------------------------------------------- */

static size_t row_of(const rv_lights *l, const char *study)
{
    study += strspn(study, " \t");
    for (size_t i = 0; *study && i < l->studies; i++)
        if (strcasecmp(l->study[i], study) == 0)
            return i;
    return SIZE_MAX;
}

rv_status rv_forest_lights_match(rv_forest_figure *g, rv_error *err)
{
    const rv_lights *l = g->options->lights;
    const int study = rv_forest_further(g->given, "study");
    bool any = false;

    if (!l->studies || !l->domains || l->domains > MOST_DOMAINS)
        return rv_fail(err, RV_EINVAL, "risk of bias of %zu studies by %zu domains cannot stand beside a forest plot; that takes a study or more, "
                       "and 1 to %d domains", l->studies, l->domains, MOST_DOMAINS);
    if (!(g->light = malloc((g->forest.n + 1) * sizeof *g->light)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < g->forest.n; i++) {
        g->light[i] = SIZE_MAX;
        if (g->forest.rows[i].kind != RV_FOREST_STUDY)
            continue;
        g->light[i] = row_of(l, g->forest.rows[i].label);
        if (g->light[i] == SIZE_MAX && study >= 0)
            g->light[i] = row_of(l, g->given->cells[g->source[i] * g->given->columns + (size_t)study]);
        any |= g->light[i] != SIZE_MAX;
    }
    return any ? RV_OK
               : rv_fail(err, RV_ENOTFOUND, "none of the studies whose risk of bias was judged is in the forest; the first of them is "
                         "'%.80s', the first row of the forest '%.80s'", l->study[0], g->forest.rows[0].label);
}

/* ---- Discs ----------------------------------------------------------------------------------------------------------------- */

static void disc(rv_forest_figure *g, double x, double y, const rv_light *light)
{
    const rv_face face = { 8, true, rv_light_ink(light->colour, 0) };
    char words[RV_LIGHT_SIGN];
    rv_line sign = { words, rv_type_width(g->type, &face, light->sign), 0.905 * face.size, 0.212 * face.size, false };

    memcpy(words, light->sign, sizeof words);
    rv_scene_circle(g->scene, x, y, RADIUS, (rv_look){ .fill = rv_light_fill(light->colour, 0), .stroke = RV_INK, .line = 0.7 });
    rv_scene_text(g->scene, x, y + (0.905 - 0.212) / 2 * face.size, RV_ANCHOR_MIDDLE, &sign, &face, NULL);
}

/* The judgement of a study in a domain; NULL where there is none. */
static const rv_light *judged(const rv_lights *l, size_t study, size_t domain)
{
    const int at = l->judgement[study * l->domains + domain];

    return at >= 0 && (size_t)at < l->scale.n ? &l->scale.light[at] : NULL;
}

static double place(const rv_forest_col *col, size_t domain)
{
    return col->x + (col->width - col->content) / 2 + RV_FOREST_LIGHT * ((double)domain + 0.5);
}

void rv_forest_lights_draw(rv_forest_figure *g, const rv_forest_col *col, const rv_forest_line *line)
{
    const rv_lights *l = g->options->lights;
    const size_t row = g->light[line->row];

    if (row == SIZE_MAX || line->effect || (line->kind != RV_LINE_ROW && line->kind != RV_LINE_STUDY))
        return;
    for (size_t i = 0; i < l->domains; i++) {
        const rv_light *light = judged(l, row, i);
        if (light)
            disc(g, place(col, i), line->top + line->height / 2, light);
    }
}

void rv_forest_lights_head(rv_forest_figure *g, const rv_forest_col *col, double bottom)
{
    for (size_t i = 0; i < g->options->lights->domains; i++) {
        char letter[2] = { (char)('A' + i), 0 };
        rv_line line = { letter, rv_type_width(g->type, &g->bold, letter), 0.905 * g->bold.size, 0.212 * g->bold.size, false };
        rv_scene_text(g->scene, place(col, i), bottom - line.descent, RV_ANCHOR_MIDDLE, &line, &g->bold, NULL);
    }
}

/* ---- What they say ------------------------------------------------------------------------------------------------------- */

/* Whether some study of the forest has this judgement. */
static bool used(const rv_forest_figure *g, const rv_light *light)
{
    const rv_lights *l = g->options->lights;

    for (size_t i = 0; i < g->forest.n; i++)
        for (size_t d = 0; g->light[i] != SIZE_MAX && d < l->domains; d++)
            if (judged(l, g->light[i], d) == light)
                return true;
    return false;
}

static void domains(const rv_lights *l, rv_buf *out)
{
    rv_buf_text(out, "Risk of bias: ");
    for (size_t i = 0; i < l->domains; i++)
        rv_buf_printf(out, "%s%c\u00A0%s", i ? "; " : "", (char)('A' + i), *l->domain[i].name ? l->domain[i].name : l->domain[i].id);
}

/* Discs with their words, one after the other, as many to a line as there is room for. */
static rv_status level_key(rv_forest_figure *g, double *y, rv_error *err)
{
    const rv_light_scale *scale = &g->options->lights->scale;
    const double left = RV_FOREST_MARGIN, right = g->scene->width - RV_FOREST_MARGIN;
    double x = left;
    rv_status st = RV_OK;

    *y += 2 + RADIUS;
    for (size_t i = 0; st == RV_OK && i < scale->n; i++) {
        rv_lines text = { 0 };
        if (!used(g, &scale->light[i]))
            continue;
        st = rv_type_wrap(g->type, &g->small, scale->light[i].word, right - left - 16, 1, &text, err);
        if (x > left && x + 14 + text.width > right) {
            x = left;
            *y += 2 * RADIUS + 3;
        }
        disc(g, x + RADIUS + 0.4, *y, &scale->light[i]);
        rv_scene_lines(g->scene, x + 2 * RADIUS + 3, *y - text.height / 2, RV_ANCHOR_LEFT, &text, &g->small);
        x += 2 * RADIUS + 3 + text.width + 12;
        rv_lines_free(&text);
    }
    *y += RADIUS + 3;
    return st;
}

rv_status rv_forest_lights_key(rv_forest_figure *g, double *y, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_lines lines = { 0 };
    rv_status st;

    domains(g->options->lights, &text);
    if ((st = rv_buf_check(&text, err)) == RV_OK
        && (st = rv_type_wrap(g->type, &g->small, rv_buf_str(&text), g->scene->width - 2 * RV_FOREST_MARGIN, 6, &lines, err)) == RV_OK) {
        rv_scene_lines(g->scene, RV_FOREST_MARGIN, *y, RV_ANCHOR_LEFT, &lines, &g->small);
        *y += lines.height;
        st = level_key(g, y, err);
    }
    rv_lines_free(&lines);
    rv_buf_free(&text);
    return st;
}

void rv_forest_lights_say(const rv_forest_figure *g, rv_buf *out)
{
    const rv_lights *l = g->options->lights;

    if (!l)
        return;
    rv_buf_char(out, ' ');
    domains(l, out);
    rv_buf_char(out, '.');
    for (size_t i = 0; i < g->forest.n; i++) {
        if (g->light[i] == SIZE_MAX)
            continue;
        rv_buf_printf(out, " %s:", g->forest.rows[i].label);
        for (size_t d = 0; d < l->domains; d++) {
            const rv_light *light = judged(l, g->light[i], d);
            rv_buf_printf(out, "%s %c %s", d ? "," : "", (char)('A' + d), light ? light->word : "not judged");
        }
        rv_buf_char(out, '.');
    }
}
