#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/check.h"
#include "extract/settlement.h"

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* ---- Finding ----------------------------------------------------------------------------------------------------------------------------- */

static int by_cell(const rv_settlement *x, const rv_settlement *y)
{
    const char *const a[] = { x->study, x->row, or_empty(x->rows[0]), or_empty(x->rows[1]), or_empty(x->field) };
    const char *const b[] = { y->study, y->row, or_empty(y->rows[0]), or_empty(y->rows[1]), or_empty(y->field) };
    int c = 0;

    for (size_t i = 0; c == 0 && i < sizeof a / sizeof *a; i++)
        c = strcmp(a[i], b[i]);
    return c;
}

static int answer_order(const void *a, const void *b)
{
    const rv_settlement *x = *(const rv_settlement *const *)a, *y = *(const rv_settlement *const *)b;
    const int c = by_cell(x, y);

    return c ? c : x < y ? -1 : x > y;
}

static size_t first_not_before(const rv_settling *s, const rv_settlement *key)
{
    size_t lo = 0, hi = s->n;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (by_cell(s->order[mid], key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static size_t find_index(const rv_settling *s, const rv_pair *pair, const rv_cell_two *cell)
{
    const rv_row *a = cell->rows[0], *b = cell->rows[1];
    const rv_settlement key = { .study = pair->label, .row = rv_row_words[(a ? a : b)->kind], .rows = { a ? a->key : "", b ? b->key : "" },
                                .field = cell->field };
    const size_t at = s->n ? first_not_before(s, &key) : 0;

    return at < s->n && by_cell(s->order[at], &key) == 0 ? at : SIZE_MAX;
}

const rv_settlement *rv_settling_find(const rv_settling *s, const rv_pair *pair, const rv_cell_two *cell)
{
    const size_t at = find_index(s, pair, cell);

    return at == SIZE_MAX ? NULL : s->order[at];
}

bool rv_settling_wants(const rv_settling *s, const char *study)
{
    for (size_t i = 0; i < s->n_studies; i++)
        if (strcmp(s->studies[i], study) == 0)
            return true;
    for (size_t i = 0; !s->n_studies && i < s->n; i++)
        if (strcmp(s->all[i].study, study) == 0)
            return true;
    return !s->n_studies && !s->n;
}

/* ---- What an answer says ------------------------------------------------------------------------------------------------------------- */

int rv_settled_side(const rv_settlement *answer, const rv_pair *pair, const char **text)
{
    *text = answer->settled;
    for (int k = 0; k < 2; k++)
        if (strcmp(answer->settled, k ? "b" : "a") == 0 || strcmp(answer->settled, pair->names[k]) == 0)
            return k;
    *text += answer->settled[0] == '=';
    return -1;
}

const char *rv_settled_row(const rv_settlement *answer)
{
    return strcmp(answer->settled, "take") == 0 ? "yes" : strcmp(answer->settled, "leave") == 0 ? "no" : "";
}

/* ---- Whether it may be given ------------------------------------------------------------------------------------------------------------ */

static void add_fault(rv_settling *s, const rv_settlement *answer, const char *message)
{
    rv_buf at = RV_BUF_INIT;
    const char *row = or_empty(answer->rows[0])[0] ? answer->rows[0] : or_empty(answer->rows[1]);

    rv_buf_printf(&at, "%.120s, %.120s%s%.80s: %s", answer->study, row[0] ? row : answer->row, or_empty(answer->field)[0] ? ", " : "",
                  or_empty(answer->field), message);
    if (!s->faults++) {
        (void)rv_fail(&s->first, RV_EINVAL, "%.460s", rv_buf_str(&at));
        if (answer->line)
            (void)rv_fail(&s->first, RV_EINVAL, "line %zu: %.440s", answer->line, rv_buf_str(&at));
    } else if (s->fault) {
        s->fault(s->user, answer->line, rv_buf_str(&at));
    }
    rv_buf_free(&at);
}

/* The right to adjudicate, or the study given to reconcile. */
static bool is_third(const rv_settling *s, const rv_pairs *pairs, const rv_pair *pair)
{
    const rv_extractors_study *study = rv_extractors_find(&pairs->people, pair->label);
    const rv_extractor_at *person = study ? rv_extractors_person(study, s->who) : NULL;

    return s->third || (person && strcmp(person->role, "reconcile") == 0 && strcmp(person->state, "none") != 0);
}

/* Of the two only who gives way may settle: `side` is whose word it would be, 2 neither's. */
static void check_right(rv_settling *s, const rv_settlement *answer, const rv_pairs *pairs, const rv_pair *pair, int side)
{
    char message[300];

    for (int k = 0; k < 2; k++)
        if (strcmp(s->who, pair->names[k]) == 0) {
            if (side != !k) {
                snprintf(message, sizeof message, "%.60s extracted it, and can only agree to what %.60s says; else a third person decides", s->who,
                         pair->names[!k]);
                add_fault(s, answer, message);
            }
            return;
        }
    if (!is_third(s, pairs, pair))
        add_fault(s, answer, "to settle what two differ on takes somebody who may adjudicate, or was given the study to reconcile");
}

static void check_row(rv_settling *s, const rv_settlement *answer, const rv_pairs *pairs, const rv_pair *pair, const rv_cell_two *cell)
{
    const int owner = cell->rows[0] ? 0 : 1;
    const char *taken = rv_settled_row(answer);

    if (!taken[0])
        add_fault(s, answer, "a row without counterpart is settled by take or leave");
    else
        check_right(s, answer, pairs, pair, taken[0] == 'y' ? owner : !owner);
}

/* Whether what stands is what was looked at. */
static bool still_says(const char *then, const char *text, const char *state)
{
    return !then || strcmp(then, text) == 0 || strcmp(then, state) == 0;
}

static void check_word(rv_settling *s, const rv_settlement *answer, const rv_pairs *pairs, const rv_cell_two *cell, const char *text)
{
    rv_error why;
    double months;
    const char *place = or_empty(answer->place);

    for (int k = 0; k < 2 && !place[0]; k++)
        place = cell->values[k] ? cell->values[k]->place : "";
    if (cell->form && !rv_state_of(cell->form, text)) {
        if (rv_field_check(cell->form, text, &why) != RV_OK)
            add_fault(s, answer, why.message);
        if (cell->form->place && !place[0])
            add_fault(s, answer, "an effect rests on it: say its place in the report (page, table or figure)");
    } else if (strcmp(cell->field, "months") == 0 && rv_real_parse(text, &months, NULL) != RV_OK) {
        add_fault(s, answer, "the months after the start are a number");
    } else if (strcmp(cell->field, "domain") == 0 && !rv_protocol_domain(pairs->protocol, text)) {
        add_fault(s, answer, "the protocol has no such outcome domain");
    }
}

static void check_answer(rv_settling *s, const rv_settlement *answer, const rv_pairs *pairs, const rv_pair *pair, const rv_cell_two *cell)
{
    const char *text;
    const int side = rv_settled_side(answer, pair, &text);
    char message[300];

    for (int k = 0; k < 2; k++)
        if (!still_says(answer->texts[k], or_empty(cell->texts[k]), or_empty(cell->states[k]))) {
            snprintf(message, sizeof message, "%.60s says '%.80s' now, not '%.80s'; list the differences again", pair->names[k],
                     or_empty(cell->texts[k])[0] ? cell->texts[k] : or_empty(cell->states[k]), answer->texts[k]);
            add_fault(s, answer, message);
            return;
        }
    if (!cell->rows[0] || !cell->rows[1]) {
        if (cell->field[0])
            add_fault(s, answer, "its row has no counterpart: settle the row, by take or leave");
        else
            check_row(s, answer, pairs, pair, cell);
        return;
    }
    if (cell->kind == RV_TWO_NO_FIELD) {
        add_fault(s, answer, "the form has no such field now");
        return;
    }
    check_right(s, answer, pairs, pair, side < 0 ? 2 : side);
    if (side >= 0 && cell->form && !cell->values[side]) {
        snprintf(message, sizeof message, "%.60s left it empty; say what stands: the other's, not reported, unclear, or a value",
                 pair->names[side]);
        add_fault(s, answer, message);
    } else {
        check_word(s, answer, pairs, cell, side < 0 ? text : cell->form && !cell->values[side]->value[0] ? cell->values[side]->state
                                                                                                        : cell->texts[side]);
    }
}

typedef struct {
    rv_settling    *settling;
    const rv_pairs *pairs;
    const rv_pair  *pair;
} checking;

static rv_status check_cell(void *user, const rv_cell_two *cell, rv_error *err)
{
    checking *c = user;
    const size_t at = find_index(c->settling, c->pair, cell);

    (void)err;
    if (at != SIZE_MAX) {
        c->settling->used[at] = true;
        check_answer(c->settling, c->settling->order[at], c->pairs, c->pair, cell);
    }
    return RV_OK;
}

static rv_status check_pair(void *user, const rv_pair *pair, rv_error *err)
{
    checking *c = user;
    bool wanted = false;

    for (size_t i = 0; !wanted && i < c->settling->n; i++)
        wanted = strcmp(c->settling->all[i].study, pair->label) == 0;
    c->pair = pair;
    return wanted ? rv_pair_cells(c->pairs, pair, check_cell, c, err) : RV_OK;
}

rv_status rv_settling_check(rv_settling *s, rv_pairs *pairs, rv_error *err)
{
    checking c = { s, pairs, NULL };
    rv_status st = s->n ? rv_pairs_each(pairs, NULL, check_pair, &c, err) : RV_OK;

    for (size_t i = 0; st == RV_OK && i < s->n; i++)
        if (!s->used[i])
            add_fault(s, s->order[i], "there is no such difference in a study that two have done; list the differences again");
    if (st != RV_OK || !s->faults)
        return st;
    if (s->faults == 1)
        return rv_fail(err, RV_EINVAL, "%s", s->first.message);
    return rv_fail(err, RV_EINVAL, "%.440s (the first of %zu faults; nothing was taken)", s->first.message, s->faults);
}

rv_status rv_settling_start(rv_settling *s, rv_error *err)
{
    s->order = calloc(s->n + 1, sizeof *s->order);
    s->used = calloc(s->n + 1, sizeof *s->used);
    if (!s->order || !s->used)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < s->n; i++)
        s->order[i] = &s->all[i];
    if (s->n)
        qsort(s->order, s->n, sizeof *s->order, answer_order);
    for (size_t i = 1; i < s->n; i++)
        if (by_cell(s->order[i - 1], s->order[i]) == 0)
            return rv_fail(err, RV_EINVAL, "%s, %s: it is settled twice", s->order[i]->study,
                           or_empty(s->order[i]->field)[0] ? s->order[i]->field : s->order[i]->row);
    return RV_OK;
}

void rv_settling_free(rv_settling *s)
{
    free(s->order);
    free(s->used);
}
