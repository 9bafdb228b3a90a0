/* Forests with further columns, statistics and risk of bias, and ways to draw them, all at random; after random.h. */
#ifndef TESTS_PLOT_RANDOM_FOREST_H
#define TESTS_PLOT_RANDOM_FOREST_H

#include <stdio.h>

#include "review/plot_lights.h"
#include "tests/plot/random.h"

enum { MOST_COLUMNS = 8, MOST_DOMAINS = 8 };

/* All that a random forest and its options point to. */
typedef struct {
    rv_forest_row     rows[MOST_ROWS];
    rv_forest_fit     fits[MOST_ROWS];
    rv_forest_between between;
    const char       *column[MOST_COLUMNS], *cells[MOST_ROWS * MOST_COLUMNS], *study[MOST_ROWS];
    char              numbers[MOST_ROWS * MOST_COLUMNS][24];
    rv_forest         forest;
    rv_forest_column  asked[MOST_COLUMNS];
    rv_forest_span    span;
    const char       *under[2];
    rv_light_domain   domain[MOST_DOMAINS];
    int               judgement[MOST_ROWS * MOST_DOMAINS];
    rv_lights         lights;
    rv_forest_options options;
} any_drawing;

static inline void any_fit(rv_forest_fit *fit)
{
    double *const numbers[] = { &fit->stat, &fit->df, &fit->p, &fit->tau2, &fit->i2, &fit->q, &fit->q_df, &fit->q_p };

    for (size_t i = 0; i < 8; i++)
        *numbers[i] = uniform() < 0.2 ? NAN : i == 0 ? any_number(false) : uniform() * (i == 1 || i == 5 || i == 6 ? 100 : 1);
}

static inline const char *any_cell(char number[24])
{
    const double x = 1000 * (uniform() - 0.3), how = uniform();

    if (uniform() < 0.15)
        return "";
    if (how < 0.3)
        snprintf(number, 24, "%.0f", x);
    else if (how < 0.8)
        snprintf(number, 24, "%.2f", x);
    else
        snprintf(number, 24, "%.3e", x);
    return number;
}

/* Columns of numbers, of words, of both; among them those of arms and of studies with several effects. */
static inline void any_columns(any_drawing *d)
{
    static const char *const names[] = { "ai", "n1i", "ci", "n2i", "study", "Country and setting", "effect", "" };
    rv_forest *f = &d->forest;

    f->columns = below(MOST_COLUMNS + 1);
    f->column = d->column;
    f->cells = d->cells;
    for (size_t c = 0; c < f->columns; c++) {
        const double words = uniform() < 0.5 ? 0 : uniform();
        d->column[c] = uniform() < 0.8 ? names[c] : any_label();
        for (size_t i = 0; i < f->n; i++) {
            const size_t at = i * f->columns + c;
            d->cells[at] = c == 4 ? absurd[i / 3 % ABSURD] : c > 3 && uniform() < words ? any_label() : any_cell(d->numbers[at]);
        }
    }
}

static inline void any_lights(any_drawing *d)
{
    static const char *const words[] = { "Low", "Some concerns", "High", "Critical", "No information" };
    rv_lights *l = &d->lights;

    if (rv_light_scale_of(&l->scale, words, 5, NULL) != RV_OK)
        abort();
    l->title = "";
    l->domains = 1 + below(MOST_DOMAINS);
    l->studies = d->forest.n;
    l->domain = d->domain;
    l->study = d->study;
    l->judgement = d->judgement;
    for (size_t i = 0; i < l->domains; i++)
        d->domain[i] = (rv_light_domain){ "D1", any_label(), "", false };
    for (size_t i = 0; i < l->studies; i++) {
        d->study[i] = d->rows[i].label;
        for (size_t k = 0; k < l->domains; k++)
            d->judgement[i * l->domains + k] = (int)below(6) - 1;
    }
}

static inline void any_options(any_drawing *d)
{
    static const char *const sorts[] = { "name", "-estimate", "weight", "-year" };
    static const char *const fields[] = { "p", "tau2", "pi", "se", "k", "i2" };
    rv_forest_options *o = &d->options;
    const rv_forest *f = &d->forest;

    *o = (rv_forest_options)RV_FOREST_OPTIONS_INIT;
    o->width = 120 + 400 * uniform();
    o->style = (int)below(7);
    o->arms = uniform() < 0.5 ? RV_ARMS_AUTO : RV_ARMS_HIDE;
    o->shade = uniform() < 0.3;
    o->sort = uniform() < 0.4 ? sorts[below(4)] : NULL;
    o->notes = uniform() < 0.3 ? any_label() : NULL;
    o->arm[0] = uniform() < 0.3 ? any_label() : NULL;
    o->line_at = uniform() < 0.3 ? 0.5 : NAN;
    o->decimals = uniform() < 0.3 ? (int)below(5) : -1;
    o->columns = d->asked;
    for (size_t c = 0; c < f->columns && c < 4; c++)
        if (uniform() < 0.4)
            d->asked[o->n_columns++] = (rv_forest_column){ f->column[c], uniform() < 0.3 ? any_label() : NULL,
                                                           (rv_forest_align)below(5), (int)below(4) - 1 };
    if (uniform() < 0.5)
        d->asked[o->n_columns++] = (rv_forest_column){ fields[below(6)], "Two\nlines", (rv_forest_align)below(5), -1 };
    if (o->n_columns > 1 && uniform() < 0.5) {
        d->under[0] = d->asked[0].name;
        d->under[1] = d->asked[1].name;
        d->span = (rv_forest_span){ uniform() < 0.5 ? "Over both of them" : any_label(), d->under, 2 };
        o->spans = &d->span;
        o->n_spans = 1;
    }
    if (uniform() < 0.4) {
        any_lights(d);
        o->lights = &d->lights;
    }
}

static inline void make_any_drawing(any_drawing *d)
{
    *d = (any_drawing){ .between = { 3.5, 2, uniform() < 0.5 ? NAN : 20, uniform() } };
    any_forest(&d->forest, d->rows);
    for (size_t i = 0; i < d->forest.n; i++) {
        any_fit(&d->fits[i]);
        if (d->rows[i].kind == RV_FOREST_STUDY && uniform() < 0.05)
            d->rows[i].kind = RV_FOREST_STEP;
    }
    if (uniform() < 0.7)
        d->forest.fits = d->fits;
    if (uniform() < 0.5)
        d->forest.between = &d->between;
    d->forest.label_head = uniform() < 0.2 ? any_label() : NULL;
    d->forest.notes = uniform() < 0.2 ? any_label() : NULL;
    any_columns(d);
    any_options(d);
}

#endif
