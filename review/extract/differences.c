/* Alignment and differences, told one by one. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/two_standing.h"

const char *const rv_compared_words[] = { "same", "spelling", "within tolerance", "derived", "name", "differs", "state", "one only",
                                          "not in the form", "no partner", NULL };

/* ---- Rows ------------------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_status (*tell)(void *user, const rv_aligned *row, rv_error *err);
    void *user;
} rows_told;

static rv_status tell_row(rows_told *t, const rv_pair *pair, const rv_row *a, const rv_row *b, rv_error *err)
{
    const rv_row *any = a ? a : b;

    return t->tell(t->user, &(rv_aligned){ pair->label, { pair->names[0], pair->names[1] }, rv_row_words[any->kind],
                                           { a ? a->key : "", b ? b->key : "" }, { a ? a->n_values : 0, b ? b->n_values : 0 },
                                           a && b ? a->likeness : 0, any->by, any->taken }, err);
}

static rv_status tell_rows(void *user, const rv_pair *pair, rv_error *err)
{
    const rv_rows *x = &pair->sides[0], *y = &pair->sides[1];
    rv_status st = RV_OK;

    for (int kind = RV_ROW_ARM; st == RV_OK && kind < RV_ROW_KINDS; kind++) {
        for (size_t i = x->first[kind]; st == RV_OK && i < x->first[kind + 1]; i++)
            st = tell_row(user, pair, &x->rows[i], x->rows[i].partner != SIZE_MAX ? &y->rows[x->rows[i].partner] : NULL, err);
        for (size_t i = y->first[kind]; st == RV_OK && i < y->first[kind + 1]; i++)
            if (y->rows[i].partner == SIZE_MAX)
                st = tell_row(user, pair, NULL, &y->rows[i], err);
    }
    return st;
}

rv_status rv_extract_align(rv_store *store, const rv_protocol *protocol, const char *study,
                           rv_status (*tell)(void *user, const rv_aligned *row, rv_error *err), void *user, rv_error *err)
{
    rows_told t = { tell, user };
    rv_pairs pairs;
    rv_status st = rv_pairs_open(&pairs, store, protocol, study, err);

    if (st == RV_OK)
        st = rv_pairs_each(&pairs, study, tell_rows, &t, err);
    rv_pairs_close(&pairs);
    return st;
}

/* ---- Cells ----------------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_pairs      pairs;
    const rv_pair *pair;
    rv_rows        review;
    rv_which       which;
    rv_difference_count *count;
    rv_status    (*tell)(void *user, const rv_difference *difference, rv_error *err);
    void          *user;
} telling;

static void count_cell(rv_difference_count *c, const rv_cell_two *cell, rv_standing standing)
{
    if (!cell->values[0] && !cell->values[1]) {
        c->rows_alone += cell->kind == RV_TWO_NO_ROW;
    } else {
        *(rv_says_agree(cell->kind) ? &c->agree : cell->kind == RV_TWO_NO_ROW ? &c->alone : &c->differ) += 1;
        c->places += cell->place_differs;
    }
    if (cell->kind == RV_TWO_NO_ROW && cell->field[0])      /* settled with its row */
        return;
    c->open += standing == RV_STANDING_OPEN;
    c->waits += standing == RV_STANDING_WAITS;
    c->again += standing == RV_STANDING_AGAIN;
}

/* The values of a row without partner go with it: only --all lists them one by one. */
static bool is_wanted(rv_which which, const rv_cell_two *cell, rv_standing standing)
{
    switch (which) {
    case RV_WHICH_ALL:    return true;
    case RV_WHICH_PLACES: return cell->place_differs;
    case RV_WHICH_AGAIN:  return standing == RV_STANDING_AGAIN;
    default:              break;
    }
    if ((cell->kind == RV_TWO_NO_ROW && cell->field[0]) || rv_says_agree(cell->kind))
        return standing == RV_STANDING_AGAIN || (which == RV_WHICH_DIFFERENT && standing == RV_STANDING_SETTLED && rv_says_agree(cell->kind));
    return which == RV_WHICH_DIFFERENT || standing == RV_STANDING_OPEN || standing == RV_STANDING_AGAIN;
}

static rv_status tell_cell(void *user, const rv_cell_two *cell, rv_error *err)
{
    telling *t = user;
    const rv_row *row = rv_rows_agreed(&t->review, cell->rows[0], cell->rows[1]), *any = cell->rows[0] ? cell->rows[0] : cell->rows[1];
    const rv_fact_value *has, *a = cell->values[0], *b = cell->values[1];
    const rv_standing standing = rv_standing_of(cell, row, &has);

    if (t->count)
        count_cell(t->count, cell, standing);
    if (!is_wanted(t->which, cell, standing))
        return RV_OK;
    return t->tell(t->user, &(rv_difference){
        .study = t->pair->label, .names = { t->pair->names[0], t->pair->names[1] }, .row = rv_row_words[any->kind],
        .rows = { cell->rows[0] ? cell->rows[0]->key : "", cell->rows[1] ? cell->rows[1]->key : "" }, .field = cell->field,
        .texts = { cell->texts[0] ? cell->texts[0] : "", cell->texts[1] ? cell->texts[1] : "" },
        .states = { cell->states[0] ? cell->states[0] : "", cell->states[1] ? cell->states[1] : "" },
        .places = { a ? a->place : "", b ? b->place : "" }, .compared = cell->kind, .place_differs = cell->place_differs,
        .hint = cell->hint, .standing = rv_standing_words[standing],
        .has = has ? has->value[0] ? has->value : has->state : "", .by = has ? has->reviewer : any->by }, err);
}

static rv_status tell_pair(void *user, const rv_pair *pair, rv_error *err)
{
    telling *t = user;
    rv_status st = rv_rows_fill(&t->review, &t->pairs.review, pair->study, pair->label, err);

    t->pair = pair;
    if (t->count)
        t->count->studies++;
    return st == RV_OK ? rv_pair_cells(&t->pairs, pair, tell_cell, t, err) : st;
}

static void count_blind(const rv_extractors *people, rv_difference_count *count)
{
    const char *pair[2];

    for (size_t i = 0; i < people->n; i++)
        count->blind += !people->studies[i].opened && rv_extractors_pair(&people->studies[i], pair) > 0;
}

rv_status rv_extract_differences(rv_store *store, const rv_protocol *protocol, const char *study, rv_which which,
                                 rv_difference_count *count, rv_status (*tell)(void *user, const rv_difference *difference, rv_error *err),
                                 void *user, rv_error *err)
{
    telling t = { .which = which, .count = count, .tell = tell, .user = user };
    rv_status st;

    if (count)
        *count = (rv_difference_count){ 0 };
    if ((st = rv_pairs_open(&t.pairs, store, protocol, study, err)) == RV_OK && (st = rv_pairs_review(&t.pairs, err)) == RV_OK)
        st = rv_pairs_each(&t.pairs, study, tell_pair, &t, err);
    if (st == RV_OK && count)
        count_blind(&t.pairs.people, count);
    free(t.review.rows);
    rv_pairs_close(&t.pairs);
    return st;
}
