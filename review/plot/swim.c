/* Directions of effects: their words, their arrows, their names. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/meta_frame.h"

#include "plot/swim.h"

enum { MOST_ITEMS = 10000 };

const char *const rv_swim_words[RV_SWIM_WAYS] = { "Up", "Down", "No difference", "Mixed" };

int rv_swim_way_of(const char *word)
{
    static const struct { const char *word; rv_swim_way way; } words[] = {
        { "up", RV_SWIM_UP },             { "+", RV_SWIM_UP },            { "1", RV_SWIM_UP },           { "+1", RV_SWIM_UP },
        { "favours", RV_SWIM_UP },        { "favors", RV_SWIM_UP },       { "improved", RV_SWIM_UP },    { "better", RV_SWIM_UP },
        { "positive", RV_SWIM_UP },       { "beneficial", RV_SWIM_UP },   { "\u25B2", RV_SWIM_UP },      { "\u2191", RV_SWIM_UP },
        { "down", RV_SWIM_DOWN },         { "-", RV_SWIM_DOWN },          { "\u2212", RV_SWIM_DOWN },    { "-1", RV_SWIM_DOWN },
        { "\u22121", RV_SWIM_DOWN },      { "against", RV_SWIM_DOWN },    { "worsened", RV_SWIM_DOWN },  { "worse", RV_SWIM_DOWN },
        { "negative", RV_SWIM_DOWN },     { "harmful", RV_SWIM_DOWN },    { "\u25BC", RV_SWIM_DOWN },    { "\u2193", RV_SWIM_DOWN },
        { "none", RV_SWIM_NONE },         { "0", RV_SWIM_NONE },          { "=", RV_SWIM_NONE },         { "no difference", RV_SWIM_NONE },
        { "no change", RV_SWIM_NONE },    { "null", RV_SWIM_NONE },       { "no effect", RV_SWIM_NONE }, { "\u2194", RV_SWIM_NONE },
        { "mixed", RV_SWIM_MIXED },       { "+/-", RV_SWIM_MIXED },       { "\u00B1", RV_SWIM_MIXED },   { "conflicting", RV_SWIM_MIXED },
        { "unclear", RV_SWIM_MIXED },     { "\u2195", RV_SWIM_MIXED },
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i].word, word) == 0)
            return (int)words[i].way;
    return -1;
}

/* ---- Arrows -------------------------------------------------------------------------------------------------------- */

static void triangle(rv_canvas *c, const double x[3], const double y[3], const char *fill)
{
    rv_scene_polygon(c->scene, x, y, 3, (rv_look){ .fill = fill, .stroke = RV_INK, .line = 0.8 });
}

/* Two heads with a gap between: to the sides, or up and down. */
static void two_heads(rv_canvas *c, double x, double y, double r, bool upright, const char *fill)
{
    for (int side = -1; side <= 1; side += 2) {
        const double tip = side * r, base = side * 0.18 * r, half = 0.62 * r;
        const double along[] = { tip, base, base }, across[] = { 0, -half, half };
        double xs[3], ys[3];
        for (int i = 0; i < 3; i++) {
            xs[i] = x + (upright ? across[i] : along[i]);
            ys[i] = y + (upright ? along[i] : across[i]);
        }
        triangle(c, xs, ys, fill);
    }
}

void rv_swim_arrow(rv_canvas *c, double x, double y, double r, rv_swim_way way, const char *fill)
{
    const double up = way == RV_SWIM_UP ? -1 : 1;
    const double xs[] = { x, x - r, x + r }, ys[] = { y + up * 0.9 * r, y - up * 0.9 * r, y - up * 0.9 * r };

    if (way == RV_SWIM_UP || way == RV_SWIM_DOWN)
        triangle(c, xs, ys, fill);
    else
        two_heads(c, x, y, r, way == RV_SWIM_MIXED, fill);
}

/* ---- Names --------------------------------------------------------------------------------------------------------- */

static const char *name_of(const rv_swim_item *item, rv_swim_what what)
{
    const char *name = what == RV_SWIM_STUDIES ? item->study : what == RV_SWIM_DOMAINS ? item->domain : item->group;

    return *name ? name : "All";
}

rv_status rv_swim_names_of(rv_swim_names *names, const rv_swim *swim, rv_swim_what what, rv_error *err)
{
    const char **texts = calloc(swim->n + 1, sizeof *texts);
    bool grouped = false;
    rv_status st = RV_OK;

    *names = (rv_swim_names){ 0, calloc(swim->n + 1, sizeof *names->name), calloc(swim->n + 1, sizeof *names->code) };
    if (!texts || !names->name || !names->code)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < swim->n; i++)
        grouped |= *swim->item[i].group != 0;
    for (size_t i = 0; i < swim->n && st == RV_OK; i++)
        texts[i] = name_of(&swim->item[i], what == RV_SWIM_GROUPS && !grouped ? RV_SWIM_DOMAINS : what);
    if (st == RV_OK && (st = rv_codes_of(texts, swim->n, names->code, &names->n, err)) == RV_OK)
        for (size_t i = swim->n; i-- > 0;)
            names->name[names->code[i]] = texts[i];
    free(texts);
    return st;
}

void rv_swim_names_end(rv_swim_names *names)
{
    free(names->name);
    free(names->code);
}

rv_status rv_swim_check(const rv_swim *swim, const rv_swim_options *o, rv_error *err)
{
    if (!swim->n)
        return rv_fail(err, RV_EINVAL, "there is nothing to draw: no study has a direction");
    if (swim->n > MOST_ITEMS)
        return rv_fail(err, RV_EINVAL, "%zu outcomes; up to %d can be drawn in one figure", swim->n, MOST_ITEMS);
    if (!(o->agreement > 0.5 && o->agreement <= 1))
        return rv_fail(err, RV_EINVAL, "an agreement of %g is out of range; it is above 0.5, up to 1", o->agreement);
    if (!(o->small >= 0 && o->large >= o->small))
        return rv_fail(err, RV_EINVAL, "small (%g) and large (%g) studies: the numbers must not fall", o->small, o->large);
    for (size_t i = 0; i < swim->n; i++) {
        const rv_swim_item *item = &swim->item[i];
        if ((unsigned)item->way >= RV_SWIM_WAYS)
            return rv_fail(err, RV_EINVAL, "item %zu (%.60s) points nowhere", i + 1, item->study);
        if (!isnan(item->height) && !(item->height >= 1 && item->height <= 6))
            return rv_fail(err, RV_EDOMAIN, "item %zu (%.60s): the height is %g; it is 1 to 6", i + 1, item->study, item->height);
        if (*item->bias && rv_light_find(&swim->scale, item->bias) < 0)
            return rv_fail(err, RV_EINVAL, "item %zu (%.60s): '%.40s' is not of the scale", i + 1, item->study, item->bias);
    }
    return RV_OK;
}
