/* The atoms of a formula over the rows used: numbers, or factors with the levels that occur. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/design_matrix.h"
#include "meta/range.h"

rv_status rv_design_no_memory(const rv_design_work *w, rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", w->k);
}

static rv_status find_columns(rv_design_work *w, rv_error *err)
{
    const rv_model_formula *const f = w->d->f;
    char place[200];
    rv_status st;

    for (size_t i = 0; i < f->columns; i++) {
        if ((st = rv_frame_want(w->frame, f->column[i], &w->column[i], err)) != RV_OK)
            return st;
        for (size_t n = 0; n < w->k; n++)
            if (!*rv_frame_text(w->frame, w->row[n], w->column[i]))
                return rv_fail(err, RV_EDOMAIN, "%s: %s is missing; rows with gaps are left out only with missing=exclude",
                               rv_frame_place(w->frame, w->row[n], place), rv_frame_column(w->frame, w->column[i]));
    }
    return RV_OK;
}

/* A column of names where some are numbers is most likely one of numbers with a word too many. */
static rv_status not_mixed(const rv_design_work *w, size_t column, rv_error *err)
{
    size_t number = SIZE_MAX, word = SIZE_MAX;
    char place[200];
    double x;

    for (size_t n = 0; n < w->k; n++) {
        if (rv_real_parse(rv_frame_text(w->frame, w->row[n], column), &x, NULL) == RV_OK)
            number = number == SIZE_MAX ? n : number;
        else
            word = word == SIZE_MAX ? n : word;
    }
    if (number == SIZE_MAX || word == SIZE_MAX)
        return RV_OK;
    return rv_fail(err, RV_EDOMAIN,
                   "%s: column %s holds '%.40s' where other rows have numbers; write factor(%s) if these are names of groups, NA "
                   "where a number is missing",
                   rv_frame_place(w->frame, w->row[word], place), rv_frame_column(w->frame, column),
                   rv_frame_text(w->frame, w->row[word], column), rv_frame_column(w->frame, column));
}

/* The levels that occur among the rows used, and the rows' codes. */
static rv_status make_factor(rv_design_work *w, rv_design_atom *a, size_t column, rv_error *err)
{
    rv_factor all;
    size_t *place = NULL;
    rv_status st = rv_factor_make(&all, w->frame, column, err);

    if (st != RV_OK)
        return st;
    a->factor = true;
    a->code = calloc(w->k + 1, sizeof *a->code);
    a->level = calloc(all.n + 1, sizeof *a->level);
    place = calloc(all.n + 1, sizeof *place);
    if (!a->code || !a->level || !place) {
        st = rv_design_no_memory(w, err);
    } else {
        for (size_t n = 0; n < w->k; n++)
            place[all.code[w->row[n]]] = 1;
        for (size_t l = 0; l < all.n; l++)
            if (place[l]) {
                place[l] = a->n;
                a->level[a->n++] = all.level[l];
            }
        for (size_t n = 0; n < w->k; n++)
            a->code[n] = place[all.code[w->row[n]]];
    }
    free(place);
    rv_factor_end(&all);
    return st;
}

static rv_status make_number(rv_design_work *w, const rv_atom *from, rv_design_atom *a, rv_error *err)
{
    const rv_model_formula *const f = w->d->f;
    const double *x[RV_ATOMS] = { NULL };
    double at[RV_ATOMS] = { 0 };
    char place[200];
    rv_status st;

    if (!(a->x = calloc(w->k + 1, sizeof *a->x)))
        return rv_design_no_memory(w, err);
    for (size_t i = 0; i < f->columns; i++) {
        if (rv_node_uses(f, from->root, i) && (st = rv_frame_reals(w->frame, w->column[i], &x[i], err)) != RV_OK)
            return st;
    }
    for (size_t n = 0; n < w->k; n++) {
        for (size_t i = 0; i < f->columns; i++)
            at[i] = x[i] ? x[i][w->row[n]] : NAN;
        a->x[n] = rv_node_value(f, from->root, at);
        if (!rv_effect_fits(a->x[n]))
            return rv_fail(err, RV_EDOMAIN, "%s: %s is %g; it must be %s", rv_frame_place(w->frame, w->row[n], place), from->name,
                           a->x[n], rv_effect_wanted(a->x[n]));
    }
    return RV_OK;
}

static rv_status make_atoms(rv_design_work *w, rv_error *err)
{
    const rv_model_formula *const f = w->d->f;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < f->atoms; i++) {
        const rv_atom *const from = &f->atom[i];
        const size_t column = from->plain ? w->column[f->node[from->root].column] : 0;
        if (!from->plain || (!from->factor && rv_frame_numeric(w->frame, column)))
            st = make_number(w, from, &w->d->atom[i], err);
        else if (from->factor || (st = not_mixed(w, column, err)) == RV_OK)
            st = make_factor(w, &w->d->atom[i], column, err);
    }
    return st;
}

static rv_status no_level(const rv_design_atom *a, const char *name, const char *level, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;

    for (size_t i = 0; i < a->n && known.length < 250; i++)
        rv_buf_printf(&known, "%s%s", i ? ", " : "", a->level[i]);
    rv_fail(err, RV_ENOTFOUND, "%s has no level '%.60s' among the rows used; there are %s", name, level, rv_buf_str(&known));
    rv_buf_free(&known);
    return RV_ENOTFOUND;
}

static rv_status refer(rv_design_work *w, const char *reference, rv_error *err)
{
    const char *const equals = strchr(reference, '=');
    bool known = false;

    if (!equals)
        return rv_fail(err, RV_EINVAL, "reference '%.80s' is not of the form COLUMN=LEVEL", reference);
    for (size_t i = 0; i < w->d->f->atoms; i++) {
        const rv_atom *const from = &w->d->f->atom[i];
        rv_design_atom *const a = &w->d->atom[i];
        size_t l = 0;
        if (!a->factor || strlen(from->name) != (size_t)(equals - reference) || strncmp(from->name, reference, strlen(from->name)))
            continue;
        while (l < a->n && strcmp(a->level[l], equals + 1) != 0)
            l++;
        if (l == a->n)
            return no_level(a, from->name, equals + 1, err);
        a->reference = l;
        known = true;
    }
    return known ? RV_OK
                 : rv_fail(err, RV_ENOTFOUND, "reference '%.80s': the formula has no factor %.*s", reference,
                           (int)(equals - reference), reference);
}

rv_status rv_design_atoms(rv_design_work *w, rv_error *err)
{
    rv_status st = find_columns(w, err);

    if (st == RV_OK)
        st = make_atoms(w, err);
    for (size_t i = 0; st == RV_OK && i < w->o->n; i++)
        st = refer(w, w->o->references[i], err);
    return st;
}
