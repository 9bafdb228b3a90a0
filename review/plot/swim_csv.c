/* The table of directions: study, direction (or an effect), and perhaps domain, n, bias, group, height. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/meta_frame.h"

#include "plot/swim.h"

/* What rv_swim_read() hands out, and the memory behind it. */
typedef struct {
    rv_swim       swim;
    rv_swim_item *item;
    rv_frame     *frame;
    char         *words;          /* of a scale that was guessed */
} owned;

void rv_swim_free(rv_swim *swim)
{
    owned *own = (owned *)swim;

    if (!own)
        return;
    free(own->item);
    free(own->words);
    rv_frame_free(own->frame);
    free(own);
}

static const char *text(const owned *own, size_t i, int column)
{
    return column < 0 ? "" : rv_frame_text(own->frame, i, (size_t)column);
}

/* Numbers of a column; `*x` NULL where there is none. */
static rv_status numbers(const owned *own, const char *name, const double **x, rv_error *err)
{
    const int at = rv_frame_find(own->frame, name);

    *x = NULL;
    return at < 0 ? RV_OK : rv_frame_reals(own->frame, (size_t)at, x, err);
}

/* The way an effect points, where the table has effects and no words. */
static rv_status side_of(rv_swim_item *item, const owned *own, size_t i, double yi, rv_error *err)
{
    char place[200];

    if (isnan(yi))
        return rv_fail(err, RV_EPARSE, "%s: there is neither a direction nor an effect yi", rv_frame_place(own->frame, i, place));
    item->way = yi > 0 ? RV_SWIM_UP : yi < 0 ? RV_SWIM_DOWN : RV_SWIM_NONE;
    return RV_OK;
}

static rv_status read_way(rv_swim_item *item, const owned *own, size_t i, int column, rv_error *err)
{
    const char *word = text(own, i, column);
    const int way = rv_swim_way_of(word);
    char place[200];

    if (way < 0)
        return rv_fail(err, RV_EPARSE, "%s: the direction is '%.40s'; it is up (or 1, favours), down (or -1, against), none (or 0) or mixed",
                       rv_frame_place(own->frame, i, place), word);
    item->way = (rv_swim_way)way;
    return RV_OK;
}

static rv_status read_row(owned *own, size_t i, const int column[], const double *n, const double *height, const double *yi, rv_error *err)
{
    rv_swim_item *item = &own->item[i];
    char place[200];

    *item = (rv_swim_item){ text(own, i, column[0]), text(own, i, column[2]), RV_SWIM_NONE, n ? n[i] : NAN, text(own, i, column[3]),
                            text(own, i, column[4]), height ? height[i] : NAN };
    if (!*item->study)
        return rv_fail(err, RV_EPARSE, "%s: the study has no name", rv_frame_place(own->frame, i, place));
    if (!isnan(item->height) && !(item->height >= 1 && item->height <= 6))
        return rv_fail(err, RV_EPARSE, "%s: the height is %g; it is 1 to 6", rv_frame_place(own->frame, i, place), item->height);
    if (item->n < 0)
        return rv_fail(err, RV_EPARSE, "%s: n is %g; it must be a number from 0", rv_frame_place(own->frame, i, place), item->n);
    return yi ? side_of(item, own, i, yi[i], err) : read_way(item, own, i, column[1], err);
}

static rv_status read_rows(owned *own, rv_error *err)
{
    int column[] = { rv_frame_find(own->frame, "study"), rv_frame_find(own->frame, "direction"), rv_frame_find(own->frame, "domain"),
                     rv_frame_find(own->frame, "bias"), rv_frame_find(own->frame, "group") };
    const size_t k = rv_frame_rows(own->frame);
    const double *n, *height, *yi = NULL;
    rv_status st;

    if (column[2] < 0)
        column[2] = rv_frame_find(own->frame, "outcome");
    if (column[1] < 0 && (st = numbers(own, "yi", &yi, err)) != RV_OK)
        return st;
    if (column[0] < 0 || (column[1] < 0 && !yi))
        return rv_fail(err, RV_EPARSE, "%s:1: there is no column '%s'; directions have study, direction (or yi), and perhaps domain, n, bias, group, height",
                       rv_frame_file(own->frame), column[0] < 0 ? "study" : "direction");
    if ((st = numbers(own, "n", &n, err)) != RV_OK || (st = numbers(own, "height", &height, err)) != RV_OK)
        return st;
    if (!(own->item = calloc(k + 1, sizeof *own->item)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
    for (size_t i = 0; i < k && st == RV_OK; i++)
        st = read_row(own, i, column, n, height, yi, err);
    own->swim.title = "";
    own->swim.n = k;
    own->swim.item = own->item;
    return st;
}

/* ---- Judgements --------------------------------------------------------------------------------------------------- */

static size_t stranger(const owned *own, const rv_light_scale *scale)
{
    size_t i = 0;

    while (i < own->swim.n && (!*own->item[i].bias || rv_light_find(scale, own->item[i].bias) >= 0))
        i++;
    return i;
}

static rv_status guess(owned *own, rv_error *err)
{
    for (const rv_light_tool *tool = rv_light_tools; tool->id; tool++) {
        const char *word[RV_LIGHT_LEVELS];
        size_t n = 0;
        char *rest;
        rv_status st;
        if (!(rest = own->words = strdup(tool->judgements)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        while (n < RV_LIGHT_LEVELS && (word[n] = strsep(&rest, "|")))
            n++;
        if ((st = rv_light_scale_of(&own->swim.scale, word, n, err)) != RV_OK || stranger(own, &own->swim.scale) == own->swim.n)
            return st;
        free(own->words);
        own->words = NULL;
    }
    return rv_fail(err, RV_EPARSE, "%s: no tool known here has all judgements of the column bias; say which there are, from the best to the worst",
                   rv_frame_file(own->frame));
}

static rv_status read_bias(owned *own, const rv_light_scale *scale, rv_error *err)
{
    const rv_light_scale none = { 0 };
    char place[200];
    size_t bad;

    if (!scale)
        return stranger(own, &none) < own->swim.n ? guess(own, err) : RV_OK;
    own->swim.scale = *scale;
    if ((bad = stranger(own, scale)) == own->swim.n)
        return RV_OK;
    return rv_fail(err, RV_EPARSE, "%s: the judgement '%.40s' is not of the scale, which begins with %s", rv_frame_place(own->frame, bad, place),
                   own->item[bad].bias, scale->n ? scale->light[0].word : "nothing");
}

rv_status rv_swim_read(rv_swim **out, const char *path, const rv_light_scale *scale, rv_error *err)
{
    owned *own = calloc(1, sizeof *own);
    rv_status st = own ? rv_frame_read(&own->frame, path, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    *out = NULL;
    if (st == RV_OK && (st = read_rows(own, err)) == RV_OK)
        st = read_bias(own, scale, err);
    if (st == RV_OK)
        *out = &own->swim;
    else
        rv_swim_free(own ? &own->swim : NULL);
    return st;
}
