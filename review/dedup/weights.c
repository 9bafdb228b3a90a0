/* Fellegi-Sunter weights: what shipped, what they come to for a pair, and how they stand in an event. */
#include <config.h>

#include <math.h>
#include <string.h>

#include <jansson.h>

#include "review/base.h"

#include "dedup/entry.h"

const char *const rv_sign_names[RV_SIGNS] = {
    "title", "numbers", "authors", "year", "container", "volume", "issue", "pages", "doi", "pmid", "number", "abstract", "type",
};

/* Where an estimate begins: how often a field agrees to each degree among records of one report and among others that share a key.
   From level 1; a level that a field does not know is 0. */
static const struct { double m[RV_LEVELS - 1], u[RV_LEVELS - 1]; } shipped[RV_SIGNS] = {
    /*               different some  similar close cut   near  equal */
    [RV_SIGN_TITLE]     = { { .005, .01, .015, .025, .035, .06, .85 },  { .66, .22, .06, .025, .01, .005, .02 } },
    /*               conflict one-sided agree */
    [RV_SIGN_NUMBERS]   = { { .01, .03, .96 },                          { .40, .45, .15 } },
    /*               none few first most whole */
    [RV_SIGN_AUTHORS]   = { { .01, .02, .03, .12, .82 },                { .60, .10, .20, .05, .05 } },
    /*               far two one equal */
    [RV_SIGN_YEAR]      = { { .005, .01, .06, .925 },                   { .25, .07, .13, .55 } },
    /*               conflict partly agree */
    [RV_SIGN_CONTAINER] = { { .07, .08, .85 },                          { .62, .20, .18 } },
    [RV_SIGN_VOLUME]    = { { .06, 0, .94 },                            { .75, 0, .25 } },
    [RV_SIGN_ISSUE]     = { { .10, 0, .90 },                            { .75, 0, .25 } },
    /*               conflict first whole */
    [RV_SIGN_PAGES]     = { { .06, .19, .75 },                          { .93, .05, .02 } },
    [RV_SIGN_DOI]       = { { .02, 0, .98 },                            { .985, 0, .015 } },
    [RV_SIGN_PMID]      = { { .005, 0, .995 },                          { .99, 0, .01 } },
    [RV_SIGN_NUMBER]    = { { 0, 0, 1 },                                { 0, 0, 1 } },
    [RV_SIGN_ABSTRACT]  = { { .05, .10, .85 },                          { .95, .035, .015 } },
    [RV_SIGN_TYPE]      = { { .15, 0, .85 },                            { .40, 0, .60 } },
};

void rv_weights_ship(rv_weights *weights)
{
    *weights = (rv_weights){ .prior = .1 };
    for (size_t f = 0; f < RV_SIGNS; f++)
        for (size_t l = 1; l < RV_LEVELS; l++) {
            weights->m[f][l] = shipped[f].m[l - 1];
            weights->u[f][l] = shipped[f].u[l - 1];
        }
}

static double ratio(const rv_weights *w, size_t field, unsigned level)
{
    if (!level || !(w->m[field][level] > 0) || !(w->u[field][level] > 0))
        return 0;
    return log2(w->m[field][level] / w->u[field][level]);
}

/* A value that many bear says less, one that few bear says more: both are of one value, so that either tells how common it is. */
static double rarity(float a, float b)
{
    const double bits = ((double)a + (double)b) / 2;

    return bits > 1.5 ? 1.5 : bits < -2.5 ? -2.5 : bits;
}

double rv_weights_bits(const rv_weights *w, const rv_signs *s, const rv_entry *a, const rv_entry *b)
{
    static const uint8_t place[] = { RV_SIGN_YEAR, RV_SIGN_CONTAINER, RV_SIGN_VOLUME, RV_SIGN_ISSUE, RV_SIGN_PAGES, RV_SIGN_TYPE };
    const double most = 12;      /* volume, issue and page of one text come together: they are not so many witnesses */
    double bits = log2(w->prior / (1 - w->prior)), at = 0, id, other;
    const unsigned title = s->level[RV_SIGN_TITLE];
    const uint16_t years = a->title_years > b->title_years ? a->title_years : b->title_years;

    bits += ratio(w, RV_SIGN_TITLE, title) + ratio(w, RV_SIGN_NUMBERS, s->level[RV_SIGN_NUMBERS]) + ratio(w, RV_SIGN_AUTHORS, s->level[RV_SIGN_AUTHORS])
            + ratio(w, RV_SIGN_NUMBER, s->level[RV_SIGN_NUMBER]) + ratio(w, RV_SIGN_ABSTRACT, s->level[RV_SIGN_ABSTRACT]);
    if (title >= RV_TITLES_CUT && years > 2)
        bits -= 2 * log2(years - 1);
    if (s->level[RV_SIGN_AUTHORS] >= RV_AUTHORS_FIRST)
        bits += rarity(a->rare_name, b->rare_name);
    for (size_t i = 0; i < sizeof place; i++) {
        at += ratio(w, place[i], s->level[place[i]]);
        if (place[i] == RV_SIGN_CONTAINER && s->level[place[i]] == RV_AGREE)
            at += rarity(a->rare_container, b->rare_container);
    }
    id = ratio(w, RV_SIGN_DOI, s->level[RV_SIGN_DOI]);
    other = ratio(w, RV_SIGN_PMID, s->level[RV_SIGN_PMID]);
    bits += id > 0 && other > 0 ? fmax(id, other) : id + other;
    return bits + (at > most ? most : at);
}

void rv_weights_write(const rv_weights *weights, rv_buf *out)
{
    rv_buf_printf(out, "{\"prior\":%.17g", weights->prior);
    for (size_t f = 0; f < RV_SIGNS; f++) {
        rv_buf_printf(out, ",\"%s\":[", rv_sign_names[f]);
        for (size_t l = 1; l < RV_LEVELS; l++)
            rv_buf_printf(out, "%s%.17g,%.17g", l > 1 ? "," : "", weights->m[f][l], weights->u[f][l]);
        rv_buf_char(out, ']');
    }
    rv_buf_char(out, '}');
}

rv_status rv_weights_read(rv_weights *weights, const char *json, rv_error *err)
{
    json_t *tree = NULL;
    rv_status st;

    if ((st = rv_json_parse("weights", json, strlen(json), &tree, err)) != RV_OK)
        return st;
    *weights = (rv_weights){ .prior = json_number_value(json_object_get(tree, "prior")) };
    if (!(weights->prior > 0 && weights->prior < 1))
        st = rv_fail(err, RV_EPARSE, "weights: prior is %g; it must lie between 0 and 1", weights->prior);
    for (size_t f = 0; f < RV_SIGNS && st == RV_OK; f++) {
        const json_t *list = json_object_get(tree, rv_sign_names[f]);
        if (json_array_size(list) != 2 * (RV_LEVELS - 1))
            st = rv_fail(err, RV_EPARSE, "weights: %s has %zu numbers, not %d", rv_sign_names[f], json_array_size(list), 2 * (RV_LEVELS - 1));
        for (size_t l = 1; l < RV_LEVELS && st == RV_OK; l++) {
            const double m = json_number_value(json_array_get(list, 2 * (l - 1))), u = json_number_value(json_array_get(list, 2 * l - 1));
            if (!(m >= 0 && m <= 1 && u >= 0 && u <= 1))
                st = rv_fail(err, RV_EPARSE, "weights: %s has the probabilities %g and %g", rv_sign_names[f], m, u);
            weights->m[f][l] = m;
            weights->u[f][l] = u;
        }
    }
    json_decref(tree);
    return st;
}
