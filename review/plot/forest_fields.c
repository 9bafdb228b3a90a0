/* The fields that every forest has: their heads, and their texts row by row. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/forest.h"

enum { EFFECT, WEIGHT, ESTIMATE, INTERVAL, PREDICTION, K, SE, VI, STAT, DF, P, TAU2, I2, Q, Q_DF, Q_P, FIELDS };

/* Digits where none are asked for. Effect, interval and p are written as the style has them. */
static const struct { const char *name, *head; int digits; } fields[FIELDS] = {
    [EFFECT] = { "effect", NULL, 0 },
    [WEIGHT] = { "weight", NULL, 0 },
    [ESTIMATE] = { "estimate", NULL, 0 },
    [INTERVAL] = { "interval", NULL, 0 },
    [PREDICTION] = { "pi", "Prediction interval", 0 },
    [K] = { "k", "k", 0 },
    [SE] = { "se", "SE", 3 },
    [VI] = { "vi", "Variance", 4 },
    [STAT] = { "stat", "z or t", 2 },
    [DF] = { "df", "df", 1 },
    [P] = { "p", NULL, 3 },
    [TAU2] = { "tau2", "\u03C4\u00B2", 3 },
    [I2] = { "i2", "I\u00B2\u00A0(%)", 1 },
    [Q] = { "q", "Q", 2 },
    [Q_DF] = { "q_df", "df of Q", 0 },
    [Q_P] = { "q_p", "p of Q", 3 },
};

_Static_assert(EFFECT == (int)RV_FIELD_EFFECT && WEIGHT == (int)RV_FIELD_WEIGHT, "the first two are known by place");

const char *rv_forest_field(size_t i)
{
    return i < FIELDS ? fields[i].name : NULL;
}

int rv_forest_field_of(const char *name)
{
    for (int i = 0; i < FIELDS; i++)
        if (strcmp(fields[i].name, name) == 0)
            return i;
    return -1;
}

static void effect_head(const rv_forest_figure *g, rv_buf *out)
{
    for (const char *p = g->style->effect; *p; p++)
        if (*p != '%')
            rv_buf_char(out, *p);
        else if (*++p == 'i')
            rv_forest_interval_name(g, out, g->style->interval);
        else if (*p == 'M' || strcmp(g->forest.measure, "GEN") == 0)
            rv_buf_text(out, rv_forest_measure_name(g->forest.measure));
        else
            rv_buf_text(out, g->forest.measure);
}

void rv_forest_field_head(const rv_forest_figure *g, int field, rv_buf *out)
{
    if (field == EFFECT)
        effect_head(g, out);
    else if (field == WEIGHT)
        rv_buf_text(out, g->style->weight);
    else if (field == ESTIMATE)
        rv_buf_text(out, strcmp(g->forest.measure, "GEN") == 0 ? "Effect" : g->forest.measure);
    else if (field == INTERVAL)
        rv_forest_interval_name(g, out, g->style->interval);
    else if (field == P)
        rv_buf_text(out, g->style->p.name);
    else
        rv_buf_text(out, fields[field].head);
}

/* Where a dash or nothing wide stands between the limits, the interval is one text. */
static bool one_piece(const rv_forest_figure *g)
{
    return !strchr(g->between, ' ');
}

size_t rv_forest_field_parts(const rv_forest_figure *g, int field)
{
    const bool limits = field == EFFECT || field == INTERVAL || field == PREDICTION;

    return !limits ? 1 : one_piece(g) ? 1 + (field == EFFECT) : 2 + (field == EFFECT);
}

static void limits(const rv_forest_figure *g, double lo, double hi, size_t part, int digits, rv_buf *out)
{
    const size_t cut = strspn(g->between, ",") ? 1 : strlen(g->between);     /* a comma stands with the first, words too */

    if (isnan(lo) || isnan(hi))
        return;
    if (part == 0) {
        rv_buf_text(out, g->style->open);
        rv_forest_number(g, out, rv_forest_printed(g, lo), digits);
        if (one_piece(g))
            rv_buf_text(out, g->between);
        else
            rv_buf_add(out, g->between, cut);
        while (out->length && out->data[out->length - 1] == ' ')
            out->data[--out->length] = 0;
    }
    if (part == 1 || one_piece(g)) {
        rv_forest_number(g, out, rv_forest_printed(g, hi), digits);
        rv_buf_text(out, g->style->close);
    }
}

/* A number beside the plot of a further kind; NaN where the row has none. */
static double number_of(const rv_forest_figure *g, int field, size_t row)
{
    const rv_forest_row *r = &g->forest.rows[row];
    const rv_forest_fit *fit = g->given->fits ? &g->given->fits[g->source[row]] : NULL;

    if (field == K)
        return r->kind == RV_FOREST_PREDICTION ? NAN : r->k;
    if (field == SE)
        return sqrt(r->vi);
    if (field == VI)
        return r->vi;
    if (!fit)
        return NAN;
    return field == STAT   ? fit->stat
           : field == DF   ? fit->df
           : field == P    ? fit->p
           : field == TAU2 ? fit->tau2
           : field == I2   ? 100 * fit->i2
           : field == Q    ? fit->q
           : field == Q_DF ? fit->q_df
                           : fit->q_p;
}

/* The p-value without its name: the style's word is the head of the column. */
static void p_value(const rv_forest_figure *g, double p, rv_buf *out)
{
    rv_buf text = RV_BUF_INIT;
    const char *at;

    rv_forest_style_p(g->style, p, &text);
    out->failed |= text.failed;
    at = rv_buf_str(&text) + strlen(g->style->p.name);
    while (strncmp(at, "\u00A0", 2) == 0 || *at == '=' || *at == ' ')
        at += *at == '=' || *at == ' ' ? 1 : 2;
    rv_buf_text(out, at);
    rv_buf_free(&text);
}

void rv_forest_field_text(const rv_forest_figure *g, int field, size_t row, size_t part, int digits, rv_buf *out)
{
    const rv_forest_row *r = &g->forest.rows[row];
    const bool prediction = r->kind == RV_FOREST_PREDICTION;
    const int places = digits >= 0 ? digits : g->decimals;
    double x;

    if (field == EFFECT || field == ESTIMATE || field == INTERVAL) {
        if (part == 0 && field != INTERVAL) {
            if (!prediction)
                rv_forest_number(g, out, rv_forest_printed(g, r->yi), places);
        } else {
            limits(g, prediction ? r->pi_lo : r->ci_lo, prediction ? r->pi_hi : r->ci_hi, part - (field == EFFECT), places, out);
        }
    } else if (field == PREDICTION) {
        limits(g, r->pi_lo, r->pi_hi, part, places, out);
    } else if (field == WEIGHT) {
        if (!prediction)
            rv_forest_number(g, out, r->weight, digits >= 0 ? digits : g->style->weight_digits);
    } else if (!isnan(x = number_of(g, field, row))) {
        if ((field == P || field == Q_P) && digits < 0)
            p_value(g, x, out);
        else
            rv_forest_number(g, out, x, digits >= 0 ? digits : fields[field].digits);
    }
}
