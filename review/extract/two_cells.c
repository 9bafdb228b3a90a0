#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/two_cells.h"
#include "extract/match.h"
#include "extract/same.h"

typedef struct {
    const rv_pairs *pairs;
    const rv_pair  *pair;
    rv_cell_two    *slots;            /* one a field of the form */
    bool           *used;
    rv_status     (*tell)(void *user, const rv_cell_two *cell, rv_error *err);
    void           *user;
} walk;

static void fill_side(rv_cell_two *cell, int side, const rv_fact_value *value)
{
    cell->values[side] = value;
    cell->texts[side] = value ? value->value : "";
    cell->states[side] = value ? value->state : "";
}

/* ---- Columns of a result --------------------------------------------------------------------------------------------------------------- */

/* Whether two results name parts that were aligned, or names that are the same. What rows that are one call it is no disagreement. */
static rv_compared same_reference(const rv_pair *pair, int kind, const char *a, const char *b)
{
    const rv_rows *x = &pair->sides[0], *y = &pair->sides[1];

    if (strcmp(a, b) == 0)
        return RV_TWO_SAME;
    for (size_t i = x->first[kind]; i < x->first[kind + 1]; i++)
        if (strcmp(x->rows[i].key, a) == 0 && x->rows[i].partner != SIZE_MAX && strcmp(y->rows[x->rows[i].partner].key, b) == 0)
            return RV_TWO_SAME;
    return rv_same_folded(a, b) ? RV_TWO_SPELLING : RV_TWO_NAME;
}

static rv_status tell_columns(walk *w, const rv_row *a, const rv_row *b, rv_error *err)
{
    /* Domain and months go into the analysis: they must be the same. */
    static const struct { const char *field; int kind; } columns[] = {
        { "contrast", RV_ROW_CONTRAST }, { "domain", RV_ROW_KINDS }, { "outcome", RV_ROW_OUTCOME }, { "months", RV_ROW_KINDS },
        { "arm", RV_ROW_ARM },
    };
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < sizeof columns / sizeof *columns; i++) {
        rv_cell_two cell = { .rows = { a, b }, .field = columns[i].field, .states = { "reported", "reported" } };
        for (int k = 0; k < 2; k++) {
            const rv_fact_result *r = cell.rows[k]->result;
            cell.texts[k] = i == 0 ? r->contrast : i == 1 ? r->domain : i == 2 ? r->outcome
                            : i == 3 ? rv_facts_time_key(r, cell.months[k]) : r->arm;
        }
        if (!cell.texts[0][0] && !cell.texts[1][0])
            continue;
        if (columns[i].kind == RV_ROW_KINDS) {
            const bool both = cell.texts[0][0] && cell.texts[1][0];
            cell.kind = strcmp(cell.texts[0], cell.texts[1]) == 0 ? RV_TWO_SAME : both ? RV_TWO_OTHER : RV_TWO_ALONE;
        } else {
            cell.kind = same_reference(w->pair, columns[i].kind, cell.texts[0], cell.texts[1]);
        }
        st = w->tell(w->user, &cell, err);
    }
    return st;
}

/* ---- Fields -------------------------------------------------------------------------------------------------------------------------- */

static bool is_column(const rv_row *row, const char *field)
{
    return row->kind == RV_ROW_RESULT && rv_result_column(field);
}

/* The next value of a row from `*i` on, of which a later one of the same field does not stand in its place; NULL at the end. */
static const rv_fact_value *next_value(const rv_row *row, size_t *i)
{
    for (; *i < row->n_values; ++*i) {
        const rv_fact_value *v = row->values[*i];
        if (*i + 1 < row->n_values && strcmp(row->values[*i + 1]->field, v->field) == 0)
            continue;
        if (!is_column(row, v->field))
            return v;
    }
    return NULL;
}

/* The arms that a contrast compares, no fields of the form and yet part of it: another arm turns the effect's sign, or makes another. */
static rv_compared same_group(const rv_pair *pair, const char *a, const char *b)
{
    const rv_compared how = same_reference(pair, RV_ROW_ARM, a, b);

    return how == RV_TWO_NAME ? RV_TWO_OTHER : how;
}

static void compare(const walk *w, rv_cell_two *cell)
{
    const rv_fact_value *a = cell->values[0], *b = cell->values[1];

    const bool group = rv_contrast_column(cell->field);

    if (!cell->rows[0] || !cell->rows[1])
        cell->kind = RV_TWO_NO_ROW;
    else if (group && a && b)
        cell->kind = same_group(w->pair, a->value, b->value);
    else if (!cell->form && !group)
        cell->kind = RV_TWO_NO_FIELD;
    else if (!a || !b)
        cell->kind = RV_TWO_ALONE;
    else
        cell->kind = rv_same_values(cell->form, w->pairs->protocol->tolerance, a, b, cell->hint);
    cell->place_differs = a && b && !rv_same_place(a, b);
}

/* Puts the cell of a field in its place in the form; one that the form has not is told at once. */
static rv_status put(walk *w, const rv_row *a, const rv_row *b, const rv_fact_value *x, const rv_fact_value *y, rv_error *err)
{
    rv_cell_two cell = { .rows = { a, b }, .field = x ? x->field : y->field };

    cell.form = rv_pairs_field(w->pairs, cell.field);
    fill_side(&cell, 0, x);
    fill_side(&cell, 1, y);
    compare(w, &cell);
    if (!cell.form)
        return w->tell(w->user, &cell, err);
    w->slots[cell.form - w->pairs->protocol->fields] = cell;
    w->used[cell.form - w->pairs->protocol->fields] = true;
    return RV_OK;
}

/* The fields of a pair of rows, or of one of them. */
static rv_status tell_fields(walk *w, const rv_row *a, const rv_row *b, rv_error *err)
{
    const rv_row none = { .n_values = 0 };
    size_t i = 0, j = 0;
    const rv_fact_value *x = next_value(a ? a : &none, &i), *y = next_value(b ? b : &none, &j);
    rv_status st = RV_OK;

    while (st == RV_OK && (x || y)) {
        const int order = !x ? 1 : !y ? -1 : strcmp(x->field, y->field);
        st = put(w, a, b, order <= 0 ? x : NULL, order >= 0 ? y : NULL, err);
        if (order <= 0) {
            i++;
            x = next_value(a, &i);
        }
        if (order >= 0) {
            j++;
            y = next_value(b, &j);
        }
    }
    for (size_t f = 0; f < w->pairs->protocol->n_fields; f++) {
        if (w->used[f] && st == RV_OK)
            st = w->tell(w->user, &w->slots[f], err);
        w->used[f] = false;
    }
    return st;
}

/* ---- Rows ---------------------------------------------------------------------------------------------------------------------------- */

static rv_status tell_row(walk *w, const rv_row *a, const rv_row *b, rv_error *err)
{
    const rv_row *any = a ? a : b;
    rv_cell_two name = { .rows = { a, b }, .field = "", .texts = { a ? a->key : "", b ? b->key : "" }, .states = { "", "" } };
    rv_status st = RV_OK;

    if (!a || !b)
        name.kind = RV_TWO_NO_ROW;
    else if (strcmp(a->key, b->key) == 0)
        name.kind = RV_TWO_SAME;
    else
        name.kind = rv_same_folded(a->key, b->key) ? RV_TWO_SPELLING : RV_TWO_NAME;
    if (any->kind != RV_ROW_STUDY)
        st = w->tell(w->user, &name, err);
    if (st == RV_OK && a && b && a->kind == RV_ROW_RESULT)
        st = tell_columns(w, a, b, err);
    return st == RV_OK ? tell_fields(w, a, b, err) : st;
}

rv_status rv_pair_cells(const rv_pairs *pairs, const rv_pair *pair,
                        rv_status (*tell)(void *user, const rv_cell_two *cell, rv_error *err), void *user, rv_error *err)
{
    const rv_rows *x = &pair->sides[0], *y = &pair->sides[1];
    walk w = { .pairs = pairs, .pair = pair, .tell = tell, .user = user };
    rv_status st = RV_OK;

    w.slots = calloc(pairs->protocol->n_fields + 1, sizeof *w.slots);
    w.used = calloc(pairs->protocol->n_fields + 1, sizeof *w.used);
    if (!w.slots || !w.used)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (int kind = 0; st == RV_OK && kind < RV_ROW_KINDS; kind++) {
        for (size_t i = x->first[kind]; st == RV_OK && i < x->first[kind + 1]; i++)
            st = tell_row(&w, &x->rows[i], x->rows[i].partner != SIZE_MAX ? &y->rows[x->rows[i].partner] : NULL, err);
        for (size_t i = y->first[kind]; st == RV_OK && i < y->first[kind + 1]; i++)
            if (y->rows[i].partner == SIZE_MAX)
                st = tell_row(&w, NULL, &y->rows[i], err);
    }
    free(w.slots);
    free(w.used);
    return st;
}
