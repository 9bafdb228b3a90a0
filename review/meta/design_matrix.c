/* From a formula and a frame to the columns of a model. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/design_matrix.h"

/* ---- Columns ----------------------------------------------------------------------------------------------------- */

double rv_design_value(const rv_design_whole *d, size_t column, const size_t *code, const double *x)
{
    double value = 1;
    size_t i = 0;

    for (uint64_t rest = d->mask[column]; rest; rest >>= 1, i++)
        if (rest & 1)
            value *= d->atom[i].factor ? (double)(code[i] == d->level[column][i]) : x[i];
    return value;
}

static char *column_name(const rv_design_whole *d, size_t column)
{
    rv_buf text = RV_BUF_INIT;
    size_t i = 0;

    if (!d->mask[column])
        rv_buf_text(&text, "intercept");
    for (uint64_t rest = d->mask[column]; rest; rest >>= 1, i++)
        if (rest & 1) {
            rv_buf_printf(&text, "%s%s", text.length ? ":" : "", d->f->atom[i].name);
            if (d->atom[i].factor)
                rv_buf_printf(&text, "=%s", d->atom[i].level[d->level[column][i]]);
        }
    return text.data;
}

static rv_status add_column(rv_design_work *w, uint64_t mask, const size_t *level, size_t term, rv_error *err)
{
    rv_design_whole *const d = w->d;
    const size_t p = d->design.p, room = 2 * d->room + 8;
    void *more;

    if (p == d->room) {
        if (!(more = realloc(d->mask, room * sizeof *d->mask)))
            return rv_design_no_memory(w, err);
        d->mask = more;
        if (!(more = realloc(d->level, room * sizeof *d->level)))
            return rv_design_no_memory(w, err);
        d->level = more;
        if (!(more = realloc(d->names, room * sizeof *d->names)))
            return rv_design_no_memory(w, err);
        d->names = more;
        if (!(more = realloc(d->term, room * sizeof *d->term)))
            return rv_design_no_memory(w, err);
        d->term = more;
        d->room = room;
    }
    d->mask[p] = mask;
    memcpy(d->level[p], level, sizeof d->level[p]);
    d->term[p] = term;
    if (!(d->names[p] = column_name(d, p)))
        return rv_design_no_memory(w, err);
    d->made = ++d->design.p;
    return RV_OK;
}

static bool has_term(const rv_model_formula *f, uint64_t mask)
{
    for (size_t t = 0; t < f->terms; t++)
        if (f->term[t] == mask)
            return true;
    return false;
}

/* The columns of one term: every combination of the levels of its factors, the first running fastest. */
static rv_status add_term(rv_design_work *w, size_t t, bool *spanned, rv_error *err)
{
    const rv_model_formula *const f = w->d->f;
    const uint64_t mask = f->term[t];
    size_t level[RV_ATOMS] = { 0 };
    bool contrast[RV_ATOMS] = { false };
    rv_status st = RV_OK;

    for (size_t i = 0; i < f->atoms; i++) {
        const uint64_t rest = mask & ~((uint64_t)1 << i);
        const rv_design_atom *const a = &w->d->atom[i];
        if (rest == mask || !a->factor)
            continue;
        contrast[i] = rest ? has_term(f, rest) : *spanned;
        *spanned |= !rest;
        if (contrast[i] && a->n < 2)
            return rv_fail(err, RV_EDOMAIN, "moderator %s is '%.60s' in all %zu rows; there is nothing to compare", f->atom[i].name,
                           a->level[0], w->k);
        level[i] = contrast[i] && a->reference == 0;
    }
    for (bool more = true; st == RV_OK && more;) {
        st = add_column(w, mask, level, t + 1, err);
        more = false;
        for (size_t i = 0; i < f->atoms && !more; i++) {
            const rv_design_atom *const a = &w->d->atom[i];
            if (!(mask >> i & 1) || !a->factor)
                continue;
            level[i]++;
            level[i] += contrast[i] && level[i] == a->reference;
            more = level[i] < a->n;
            if (!more)
                level[i] = contrast[i] && a->reference == 0;
        }
    }
    return st;
}

static char *term_name(const rv_model_formula *f, uint64_t mask)
{
    rv_buf text = RV_BUF_INIT;
    size_t i = 0;

    for (; mask; mask >>= 1, i++)
        if (mask & 1)
            rv_buf_printf(&text, "%s%s", text.length ? ":" : "", f->atom[i].name);
    return text.data;
}

static rv_status add_terms(rv_design_work *w, rv_error *err)
{
    rv_design_whole *const d = w->d;
    const size_t none[RV_ATOMS] = { 0 };
    bool spanned = d->f->intercept;
    rv_status st = RV_OK;

    if (!(d->term_names = calloc(d->f->terms + 2, sizeof *d->term_names)) || !(d->term_names[0] = strdup("intercept")))
        return rv_design_no_memory(w, err);
    d->design.terms = d->f->terms;
    if (d->f->intercept)
        st = add_column(w, 0, none, 0, err);
    for (size_t t = 0; st == RV_OK && t < d->f->terms; t++)
        if (!(d->term_names[t + 1] = term_name(d->f, d->f->term[t])))
            st = rv_design_no_memory(w, err);
        else
            st = add_term(w, t, &spanned, err);
    return st;
}

/* ---- The matrix -------------------------------------------------------------------------------------------------- */

/* A column that says nothing: RV_OK and *drop where it may go, else an error. */
static rv_status judge(const rv_design_work *w, size_t c, const double *x, size_t stride, bool *drop, rv_error *err)
{
    const rv_design_whole *const d = w->d;
    bool same = true, factors = false;
    size_t i = 0;

    *drop = false;
    for (size_t n = 1; n < w->k && same; n++)
        same = x[n * stride] == x[0];
    for (uint64_t rest = d->mask[c]; rest; rest >>= 1, i++)
        factors |= (rest & 1) && d->atom[i].factor;
    if (!d->mask[c] || !same || w->k < 2)
        return RV_OK;
    if (x[0] == 0 && factors) {
        *drop = w->o->drop_empty;
        return *drop ? RV_OK
                     : rv_fail(err, RV_EDOMAIN, "%s is 0 in every row: there are no effects to tell it from; drop-empty leaves it out",
                               d->names[c]);
    }
    return d->f->intercept || x[0] == 0
               ? rv_fail(err, RV_EDOMAIN, "moderator %s is %g in all %zu rows; it cannot be told from the intercept", d->names[c],
                         x[0], w->k)
               : RV_OK;
}

static void move_column(rv_design_whole *d, size_t to, size_t from)
{
    d->mask[to] = d->mask[from];
    memcpy(d->level[to], d->level[from], sizeof d->level[to]);
    d->term[to] = d->term[from];
    d->names[to] = d->names[from];
}

static rv_status fill(rv_design_work *w, rv_error *err)
{
    rv_design_whole *const d = w->d;
    const size_t p = d->design.p;
    size_t code[RV_ATOMS] = { 0 }, kept = 0;
    double x[RV_ATOMS] = { 0 };
    bool drop;
    rv_status st;

    if (!(d->x = calloc(w->k * p + 1, sizeof *d->x)))
        return rv_design_no_memory(w, err);
    for (size_t n = 0; n < w->k; n++) {
        for (size_t i = 0; i < d->f->atoms; i++) {
            code[i] = d->atom[i].factor ? d->atom[i].code[n] : 0;
            x[i] = d->atom[i].factor ? 0 : d->atom[i].x[n];
        }
        for (size_t c = 0; c < p; c++)
            d->x[n * p + c] = rv_design_value(d, c, code, x);
    }
    for (size_t c = 0; c < p; c++) {
        if ((st = judge(w, c, d->x + c, p, &drop, err)) != RV_OK)
            return st;
        if (drop) {
            free(d->names[c]);
            d->names[c] = NULL;
            d->design.dropped++;
            continue;
        }
        if (kept != c) {
            move_column(d, kept, c);
            d->names[c] = NULL;
        }
        for (size_t n = 0; n < w->k; n++)   /* the place of a column before: what stood there was moved or dropped */
            d->x[n * p + kept] = d->x[n * p + c];
        kept++;
    }
    for (size_t n = 0; kept < p && n < w->k; n++)
        memmove(d->x + n * kept, d->x + n * p, kept * sizeof *d->x);
    d->design.p = kept;
    return kept ? RV_OK : rv_fail(err, RV_EDOMAIN, "no column is left of the formula");
}

rv_status rv_design_make(rv_design **out, const rv_model_formula *f, rv_frame *frame, const size_t *row, size_t k,
                         const rv_design_options *options, rv_error *err)
{
    rv_design_work w = { .d = calloc(1, sizeof *w.d), .frame = frame, .row = row, .k = k, .o = options };
    rv_status st;

    *out = NULL;
    if (!w.d)
        return rv_design_no_memory(&w, err);
    w.d->f = f;
    if ((st = rv_design_atoms(&w, err)) == RV_OK && (st = add_terms(&w, err)) == RV_OK && (st = fill(&w, err)) == RV_OK) {
        rv_design *const d = &w.d->design;
        d->k = k;
        d->x = w.d->x;
        d->names = (const char *const *)w.d->names;
        d->term = w.d->term;
        d->term_names = (const char *const *)w.d->term_names;
        d->intercept = f->intercept;
        *out = d;
    } else {
        rv_design_free(&w.d->design);
    }
    return st;
}

void rv_design_free(rv_design *design)
{
    rv_design_whole *const d = (rv_design_whole *)design;

    if (!d)
        return;
    for (size_t i = 0; i < RV_ATOMS; i++) {
        free(d->atom[i].level);
        free(d->atom[i].code);
        free(d->atom[i].x);
    }
    for (size_t c = 0; c < d->made; c++)
        free(d->names[c]);
    for (size_t t = 0; d->term_names && t <= d->design.terms; t++)
        free(d->term_names[t]);
    free(d->mask);
    free(d->level);
    free(d->names);
    free(d->term);
    free(d->term_names);
    free(d->x);
    free(d);
}
