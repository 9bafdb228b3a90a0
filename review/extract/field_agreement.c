/* How far two people agreed, field by field, before they spoke of it. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/two_cells.h"
#include "extract/kappa.h"
#include "extract/same.h"

/* One field. Answers of a choice are counted: its choices (or yes, no), then not reported and unclear. */
typedef struct {
    size_t  both, agree, alone, places;
    size_t *table;
} tally;

typedef struct {
    int64_t id, event;
} moment;

typedef struct {
    rv_pairs       pairs;
    const rv_pair *pair;
    moment        *moments;             /* of values, by id */
    size_t         n_moments;
    int64_t        last;                /* the last value entered before the study was open */
    tally         *fields;              /* as the form has them */
    size_t         rows[RV_ROW_KINDS], matched[RV_ROW_KINDS];
} figures;

/* ---- What was said before the study was open ------------------------------------------------------------------------------------------- */

RV_STATEMENT(agreement_moments, "SELECT id, event FROM value WHERE own IS NOT NULL ORDER BY id");

static rv_status load_moments(figures *f, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    size_t room = 0;
    rv_status st = rv_query_start(&q, f->pairs.store, &agreement_moments, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        if (!rv_grow(&f->moments, f->n_moments, &room, sizeof *f->moments)) {
            st = rv_fail(err, RV_ENOMEM, "out of memory");
            break;
        }
        f->moments[f->n_moments++] = (moment){ rv_query_int(q, 0), rv_query_int(q, 1) };
    }
    rv_query_end(q);
    return st;
}

/* Values are numbered in the order of their events. */
static int64_t last_before(const figures *f, int64_t event)
{
    size_t lo = 0, hi = f->n_moments;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (f->moments[mid].event <= event)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo ? f->moments[lo - 1].id : 0;
}

static bool same_cell(const rv_fact_value *x, const rv_fact_value *y)
{
    return x->study == y->study && x->part == y->part && x->result == y->result && strcmp(x->field, y->field) == 0;
}

/* What somebody said of the cell of `now` before the study was open: the newest that old. What stands is nearly always it; the rest
   are few, and looked for one by one. */
static const rv_fact_value *said_before(const figures *f, int side, const rv_fact_value *now)
{
    const rv_facts *facts = &f->pair->versions[side]->facts;
    const rv_fact_value *found = NULL;

    if (!now || now->id <= f->last)
        return now;
    for (size_t i = 0; i < facts->n_values && facts->values[i].id <= f->last; i++)
        if (same_cell(&facts->values[i], now))
            found = &facts->values[i];
    return found;
}

/* ---- Counting -------------------------------------------------------------------------------------------------------------------------- */

static size_t category(const rv_field *field, const rv_fact_value *v)
{
    static const char *const words[] = { "yes", "no", "unclear", NULL };
    const char *const *known = field->type == RV_FIELD_CHOICE ? field->choices : words;
    const size_t n = field->type == RV_FIELD_CHOICE ? field->n_choices : field->type == RV_FIELD_UNCLEAR ? 3 : 2;

    if (!rv_has_value(v))                      /* "unclear" is one of three answers where it is asked for, else a state */
        return strcmp(v->state, "unclear") != 0 ? n : field->type == RV_FIELD_UNCLEAR ? 2 : n + 1;
    for (size_t i = 0; i < n; i++)
        if (strcmp(known[i], v->value) == 0)
            return i;
    return SIZE_MAX;
}

static size_t categories(const rv_field *field)
{
    return field->type == RV_FIELD_CHOICE ? field->n_choices + 2 : field->type == RV_FIELD_YESNO ? 4 : field->type == RV_FIELD_UNCLEAR ? 4 : 0;
}

static rv_status count_cell(void *user, const rv_cell_two *cell, rv_error *err)
{
    figures *f = user;
    const rv_field *field = cell->form;
    const int kind = (cell->rows[0] ? cell->rows[0] : cell->rows[1])->kind;
    const rv_fact_value *a, *b;
    tally *t;
    char hint[80];
    rv_compared how;

    if (!cell->field[0]) {
        f->rows[kind]++;
        f->matched[kind] += cell->rows[0] && cell->rows[1];
    }
    if (!field || !cell->rows[0] || !cell->rows[1])
        return RV_OK;
    t = &f->fields[field - f->pairs.protocol->fields];
    a = said_before(f, 0, cell->values[0]);
    b = said_before(f, 1, cell->values[1]);
    if (!a || !b) {
        t->alone += a || b;
        return RV_OK;
    }
    how = rv_same_values(field, f->pairs.protocol->tolerance, a, b, hint);
    t->both++;
    t->agree += rv_says_agree(how);
    t->places += !rv_same_place(a, b);
    if (categories(field)) {
        const size_t i = category(field, a), j = category(field, b), k = categories(field);
        if (!t->table && !(t->table = calloc(k * k, sizeof *t->table)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        if (i < k && j < k)
            t->table[i * k + j]++;
    }
    return RV_OK;
}

static rv_status count_pair(void *user, const rv_pair *pair, rv_error *err)
{
    figures *f = user;

    f->pair = pair;
    f->last = last_before(f, pair->opened);
    return rv_pair_cells(&f->pairs, pair, count_cell, f, err);
}

/* ---- Telling --------------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_status (*tell)(void *user, const rv_field_agreement *row, rv_error *err);
    void *user;
} telling;

static rv_status tell(const telling *to, rv_field_agreement *row, const size_t *table, size_t k, rv_error *err)
{
    const size_t n = row->both + row->alone;
    rv_status st = RV_OK;

    row->share = n ? (double)row->agree / (double)n : NAN;
    rv_share_interval(row->agree, n, &row->share_lo, &row->share_hi);
    row->kappa = row->kappa_lo = row->kappa_hi = NAN;
    if (table)
        st = rv_kappa_of(table, k, &row->kappa, &row->kappa_lo, &row->kappa_hi, err);
    return st == RV_OK ? to->tell(to->user, row, err) : st;
}

static rv_status tell_all(const figures *f, const telling *to, rv_error *err)
{
    const rv_protocol *p = f->pairs.protocol;
    rv_field_agreement all = { .field = "", .level = "all fields" };
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < p->n_fields; i++) {
        const tally *t = &f->fields[i];
        rv_field_agreement row = { .field = p->fields[i].id, .level = rv_level_names[p->fields[i].level], .both = t->both, .agree = t->agree,
                                   .alone = t->alone, .places = t->places };
        all.both += t->both;
        all.agree += t->agree;
        all.alone += t->alone;
        all.places += t->places;
        if (t->both + t->alone)
            st = tell(to, &row, t->table, categories(&p->fields[i]), err);
    }
    if (st == RV_OK && all.both + all.alone)
        st = tell(to, &all, NULL, 0, err);
    for (int kind = RV_ROW_ARM; st == RV_OK && kind < RV_ROW_KINDS; kind++) {
        rv_field_agreement row = { .field = "", .level = rv_row_words[kind], .both = f->matched[kind], .agree = f->matched[kind],
                                   .alone = f->rows[kind] - f->matched[kind] };
        if (f->rows[kind])
            st = tell(to, &row, NULL, 0, err);
    }
    return st;
}

rv_status rv_extract_agreement(rv_store *store, const rv_protocol *protocol,
                               rv_status (*row)(void *user, const rv_field_agreement *row, rv_error *err), void *user, rv_error *err)
{
    const telling to = { row, user };
    figures f = { .fields = calloc(protocol->n_fields + 1, sizeof *f.fields) };
    rv_status st;

    if (!f.fields)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_pairs_open(&f.pairs, store, protocol, NULL, err)) == RV_OK && (st = load_moments(&f, err)) == RV_OK
        && (st = rv_pairs_each(&f.pairs, NULL, count_pair, &f, err)) == RV_OK)
        st = tell_all(&f, &to, err);
    for (size_t i = 0; i < protocol->n_fields; i++)
        free(f.fields[i].table);
    free(f.fields);
    free(f.moments);
    rv_pairs_close(&f.pairs);
    return st;
}
