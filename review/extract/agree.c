/* From two versions to the review's: what agrees is taken over, what differs as it was settled; both originals stay. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/hand.h"
#include "extract/record_key.h"
#include "extract/settlement.h"
#include "extract/two_standing.h"

enum { PIECE = 8000 };                 /* values of one act: an act reads the whole review again, and its write lock is to be short */

/* A row without partner of which an answer says what becomes of it. */
typedef struct {
    const rv_row *row;
    const char   *taken;
} decision;

typedef struct {
    rv_pairs       pairs;
    rv_settling    settling;
    rv_batch       batch;
    bool           begun;
    rv_agreed     *out;
    /* Of the study under work. */
    const rv_pair *pair;
    rv_rows        review;
    rv_cell_two   *cells;
    size_t         n_cells, cell_room;
    const char   **keys[2];            /* the review's key of each row of a side; NULL: it does not enter */
    size_t         key_room[2];
    /* Of the act under work. */
    decision      *decisions;
    size_t         n_decisions, decision_room;
    const char   **new_keys;           /* of results, of all acts */
    size_t         n_new_keys, new_key_room;
    rv_last_record record;
    rv_hoard       texts;
} agreeing;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* ---- Names ----------------------------------------------------------------------------------------------------------------------------- */

static bool key_is_taken(const agreeing *g, int kind, const char *key)
{
    for (size_t i = g->review.first[kind]; kind != RV_ROW_RESULT && i < g->review.first[kind + 1]; i++)
        if (strcmp(g->review.rows[i].key, key) == 0)
            return true;
    for (size_t i = g->pair->sides[0].first[kind]; kind != RV_ROW_RESULT && i < g->pair->sides[0].first[kind + 1]; i++)
        if (g->keys[0][i] && strcmp(g->keys[0][i], key) == 0)
            return true;
    for (size_t i = 0; kind == RV_ROW_RESULT && i < g->n_new_keys; i++)
        if (strcmp(g->new_keys[i], key) == 0)
            return true;
    return kind == RV_ROW_RESULT && rv_facts_result(&g->pairs.review.facts, key);
}

/* The first's name for it, else the second's, else one of them with a number: keys are unique. */
static const char *free_key(agreeing *g, int kind, const char *a, const char *b)
{
    char numbered[300];

    if (a[0] && !key_is_taken(g, kind, a))
        return a;
    if (b[0] && !key_is_taken(g, kind, b))
        return b;
    for (int i = 2; ; i++) {
        snprintf(numbered, sizeof numbered, "%.280s-%d", a[0] ? a : b, i);
        if (!key_is_taken(g, kind, numbered))
            return rv_hoard_text(&g->texts, numbered);
    }
}

static rv_status set_key(agreeing *g, const rv_row *a, const rv_row *b, const char *key, rv_error *err)
{
    if (a)
        g->keys[0][a - g->pair->sides[0].rows] = key;
    if (b)
        g->keys[1][b - g->pair->sides[1].rows] = key;
    if ((a ? a : b)->kind == RV_ROW_RESULT) {
        if (!rv_grow(&g->new_keys, g->n_new_keys, &g->new_key_room, sizeof *g->new_keys))
            return no_memory(err);
        g->new_keys[g->n_new_keys++] = key;
    }
    return RV_OK;
}

static const char *key_of(const agreeing *g, const rv_row *a, const rv_row *b)
{
    return a ? g->keys[0][a - g->pair->sides[0].rows] : g->keys[1][b - g->pair->sides[1].rows];
}

/* ---- Rows ------------------------------------------------------------------------------------------------------------------------------ */

/* What becomes of a row without partner: as an answer says now, else as was said before. */
static rv_status decide(agreeing *g, const rv_cell_two *cell, const char **taken, rv_error *err)
{
    const rv_row *alone = cell->rows[0] ? cell->rows[0] : cell->rows[1];
    const rv_settlement *s = rv_settling_find(&g->settling, g->pair, cell);

    *taken = s ? rv_settled_row(s) : alone->taken;
    if (!s)
        return RV_OK;
    g->out->settled++;
    if (strcmp(*taken, alone->taken) == 0)
        return RV_OK;
    if (!rv_grow(&g->decisions, g->n_decisions, &g->decision_room, sizeof *g->decisions))
        return no_memory(err);
    g->decisions[g->n_decisions++] = (decision){ alone, *taken };
    return RV_OK;
}

/* The word that an answer settles on for a cell that is no value of a field. */
static const char *settled_word(const agreeing *g, const rv_cell_two *cell, const rv_settlement *s)
{
    const char *text;
    const int side = rv_settled_side(s, g->pair, &text);

    return side < 0 ? text : cell->texts[side];
}

/* The columns of a result as they will be; false while one of those that the analysis rests on is open. */
typedef struct {
    const char *contrast, *domain, *outcome, *months, *arm;
} columns;

/* The agreed key of the part that a result of one side names; its own word when there is no such part. */
static const char *part_name(const agreeing *g, int side, int kind, const char *key)
{
    const rv_rows *rows = &g->pair->sides[side];

    for (size_t i = rows->first[kind]; i < rows->first[kind + 1]; i++)
        if (strcmp(rows->rows[i].key, key) == 0 && g->keys[side][i])
            return g->keys[side][i];
    return key;
}

static bool find_columns(agreeing *g, const rv_row *a, const rv_row *b, const rv_row *standing, columns *c)
{
    const rv_row *from = a ? a : b;
    const int side = a ? 0 : 1;
    char months[RV_REAL_TEXT];
    const rv_fact_result *was = standing ? standing->result : NULL;
    bool open = false;

    *c = (columns){ part_name(g, side, RV_ROW_CONTRAST, from->result->contrast), from->result->domain,
                    part_name(g, side, RV_ROW_OUTCOME, from->result->outcome),
                    rv_hoard_text(&g->texts, rv_facts_time_key(from->result, months)),
                    from->result->arm[0] ? part_name(g, side, RV_ROW_ARM, from->result->arm) : "" };
    for (size_t i = 0; a && b && i < g->n_cells; i++) {
        const rv_cell_two *cell = &g->cells[i];
        const rv_settlement *s;
        const char **at;
        if (cell->rows[0] != a || cell->rows[1] != b || cell->form || !cell->field[0] || cell->values[0] || cell->values[1])
            continue;
        at = strcmp(cell->field, "domain") == 0 ? &c->domain : strcmp(cell->field, "months") == 0 ? &c->months
             : strcmp(cell->field, "contrast") == 0 ? &c->contrast : strcmp(cell->field, "outcome") == 0 ? &c->outcome : &c->arm;
        if ((s = rv_settling_find(&g->settling, g->pair, cell))) {
            *at = settled_word(g, cell, s);
            g->out->settled++;
        } else if (!rv_says_agree(cell->kind) && was) {       /* settled before */
            *at = at == &c->domain ? was->domain : at == &c->months ? rv_hoard_text(&g->texts, rv_facts_time_key(was, months)) : *at;
        } else if (!rv_says_agree(cell->kind)) {
            open = true;
        }
    }
    return !open;
}

static rv_status add_row(agreeing *g, const rv_cell_two *cell, rv_error *err)
{
    const rv_row *a = cell->rows[0], *b = cell->rows[1], *any = a ? a : b, *standing = rv_rows_agreed(&g->review, a, b);
    const rv_settlement *s = NULL;
    const char *taken = "yes", *key, *record;
    columns c;
    rv_status st = RV_OK;

    if ((!a || !b) && (st = decide(g, cell, &taken, err)) != RV_OK)
        return st;
    if (strcmp(taken, "yes") != 0) {
        g->out->open += !taken[0];
        return RV_OK;
    }
    if (a && b && (s = rv_settling_find(&g->settling, g->pair, cell)))
        g->out->settled++;
    key = standing ? standing->key : free_key(g, any->kind, s ? settled_word(g, cell, s) : a ? a->key : "", b ? b->key : "");
    if (any->kind != RV_ROW_RESULT) {
        if ((st = set_key(g, a, b, key, err)) == RV_OK && !standing)
            st = rv_batch_add_part(&g->batch, &(rv_batch_part){ .study = g->pair->label, .kind = rv_row_words[any->kind], .key = key,
                                                                .from_a = a ? a->id : 0, .from_b = b ? b->id : 0 }, err);
        return st;
    }
    if (!find_columns(g, a, b, standing, &c))
        return RV_OK;
    if ((st = set_key(g, a, b, key, err)) == RV_OK
        && (st = rv_record_name(g->pairs.store, a && a->result->record ? a->result->record : b ? b->result->record : 0, &g->record, &g->texts,
                                &record, err)) == RV_OK)
        st = rv_batch_add_result(&g->batch, &(rv_batch_result){
            .study = g->pair->label, .result = key, .record_key = record, .contrast = c.contrast, .domain = c.domain, .outcome = c.outcome,
            .months = c.months, .arm = c.arm[0] || standing ? c.arm : NULL, .from_a = a ? a->id : 0, .from_b = b ? b->id : 0 }, err);
    return st;
}

/* ---- Values ---------------------------------------------------------------------------------------------------------------------------- */

/* Of two that agree: the reported one, of numbers within tolerance the one with more digits, else the first. */
static int better(const rv_cell_two *cell)
{
    if (!cell->values[0] || !cell->values[1])
        return cell->values[0] ? 0 : 1;
    if (cell->kind == RV_TWO_DERIVED)
        return strcmp(cell->states[1], "reported") == 0;
    return cell->kind == RV_TWO_WITHIN && strlen(cell->texts[1]) > strlen(cell->texts[0]);
}

static rv_status add_value(agreeing *g, const rv_cell_two *cell, rv_error *err)
{
    const rv_row *a = cell->rows[0], *b = cell->rows[1], *any = a ? a : b, *row = rv_rows_agreed(&g->review, a, b);
    const rv_settlement *s = a && b ? rv_settling_find(&g->settling, g->pair, cell) : NULL;
    const bool agree = rv_says_agree(cell->kind) || !a || !b;
    const rv_fact_value *has, *from, *other;
    const char *key = any->kind == RV_ROW_STUDY ? g->pair->label : key_of(g, a, b);
    const rv_standing standing = rv_standing_of(cell, row, &has);
    int side = better(cell);
    rv_batch_value v = { .study = g->pair->label, .result = "", .field = cell->field, .record_key = "", .place = "", .quotation = "",
                         .note = "", .state = "", .from_a = cell->values[0] ? cell->values[0]->id : 0,
                         .from_b = cell->values[1] ? cell->values[1]->id : 0 };
    rv_status st;

    if (!key) {                               /* its row does not enter, or not yet */
        g->out->open += a && b && !agree && !s;
        return RV_OK;
    }
    if (!s && (standing == RV_STANDING_AGREED || standing == RV_STANDING_SETTLED))
        return RV_OK;
    if (!s && (!agree || (cell->kind == RV_TWO_NO_ROW && !cell->form && !rv_contrast_column(cell->field)))) {
        g->out->open += cell->kind != RV_TWO_NO_FIELD;
        return RV_OK;
    }
    if (s)
        side = rv_settled_side(s, g->pair, &v.value);
    from = side < 0 ? NULL : cell->values[side];
    other = cell->values[side == 0];
    if (from) {
        v.value = from->value;
        v.state = from->state;
    }
    if (s) {
        v.place = s->place ? s->place : "";
        v.note = s->note ? s->note : "";
    }
    if (any->kind == RV_ROW_RESULT) {
        v.result = key;
        v.study = "";
    } else if (any->kind != RV_ROW_STUDY) {
        v.part_kind = rv_row_words[any->kind];
        v.part = key;
    }
    if (!v.place[0])
        v.place = from && from->place[0] ? from->place : other && other->place[0] ? other->place : cell->values[1] ? cell->values[1]->place : "";
    if (from && !v.note[0])
        v.note = from->note;
    if (from)
        v.quotation = from->quotation;
    g->out->settled += s != NULL;
    st = rv_record_name(g->pairs.store, from && from->record ? from->record : other ? other->record : 0, &g->record, &g->texts, &v.record_key,
                        err);
    return st == RV_OK ? rv_batch_add_value(&g->batch, &v, err) : st;
}

/* ---- One study, one act ---------------------------------------------------------------------------------------------------------------- */

static rv_status keep_cell(void *user, const rv_cell_two *cell, rv_error *err)
{
    agreeing *g = user;
    rv_cell_two *kept;

    if (!rv_grow(&g->cells, g->n_cells, &g->cell_room, sizeof *g->cells))
        return no_memory(err);
    kept = &g->cells[g->n_cells++];
    *kept = *cell;
    for (int k = 0; k < 2; k++)
        if (cell->texts[k] == cell->months[k])
            kept->texts[k] = rv_hoard_text(&g->texts, cell->months[k]);
    return RV_OK;
}

static rv_status make_keys(agreeing *g, rv_error *err)
{
    for (int side = 0; side < 2; side++) {
        const size_t n = g->pair->sides[side].n;
        if (n > g->key_room[side]) {
            free(g->keys[side]);
            g->key_room[side] = 0;
            if (!(g->keys[side] = malloc((n + 64) * sizeof *g->keys[side])))
                return no_memory(err);
            g->key_room[side] = n + 64;
        }
        for (size_t i = 0; i < n; i++)
            g->keys[side][i] = NULL;
    }
    return RV_OK;
}

static rv_status add_decisions(void *user, rv_store *store, rv_event *event, size_t *written, rv_error *err)
{
    agreeing *g = user;
    rv_status st = RV_OK;

    (void)store;
    for (size_t i = 0; st == RV_OK && i < g->n_decisions; i++, ++*written)
        st = rv_hand_add(event, g->decisions[i].row, NULL, g->settling.who, g->decisions[i].taken, err);
    return st;
}

static void begin_act(agreeing *g)
{
    rv_batch_start(&g->batch, g->pairs.protocol, "", NULL, NULL);
    g->batch.agreed = true;
    g->batch.also = add_decisions;
    g->batch.also_user = g;
    g->n_decisions = 0;
    g->begun = true;
}

static rv_status end_act(agreeing *g, rv_error *err)
{
    rv_extract_summary did = { .event = "" };
    rv_status st = RV_OK;

    if (!g->begun)
        return RV_OK;
    st = rv_batch_carry_out(&g->batch, g->pairs.store, "extract.agree", g->settling.who, &did, err);
    if (did.event[0]) {
        memcpy(g->out->event, did.event, sizeof did.event);
        g->out->acts++;
    }
    g->out->parts += did.parts;
    g->out->results += did.results;
    g->out->values += did.values;
    g->out->corrections += did.corrections;
    rv_batch_free(&g->batch);
    g->begun = false;
    return st;
}

static rv_status agree_study(void *user, const rv_pair *pair, rv_error *err)
{
    agreeing *g = user;
    rv_status st;

    if (!rv_settling_wants(&g->settling, pair->label))
        return RV_OK;
    if (!g->begun)
        begin_act(g);
    g->pair = pair;
    g->n_cells = 0;
    if ((st = make_keys(g, err)) != RV_OK || (st = rv_rows_fill(&g->review, &g->pairs.review, pair->study, pair->label, err)) != RV_OK
        || (st = rv_pair_cells(&g->pairs, pair, keep_cell, g, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < g->n_cells; i++)            /* parts come before the results that name them */
        if (!g->cells[i].field[0])
            st = add_row(g, &g->cells[i], err);
    for (size_t i = 0; st == RV_OK && i < g->n_cells; i++)
        if (g->cells[i].values[0] || g->cells[i].values[1])
            st = add_value(g, &g->cells[i], err);
    g->out->studies++;
    if (st == RV_OK && g->texts.failed)
        st = no_memory(err);
    /* Pairs and rows live while their study is told: what is decided of rows is written with it. */
    if (st == RV_OK && (g->n_decisions || g->batch.n_values > PIECE))
        st = end_act(g, err);
    return st;
}

static void free_all(agreeing *g)
{
    if (g->begun)
        rv_batch_free(&g->batch);
    free(g->review.rows);
    free(g->cells);
    free(g->keys[0]);
    free(g->keys[1]);
    free(g->decisions);
    free(g->new_keys);
    rv_hoard_free(&g->texts);
    rv_settling_free(&g->settling);
    rv_pairs_close(&g->pairs);
}

/* All answers are looked at before the first act, so that a fault in the last study leaves the first alone. */
rv_status rv_extract_agree(rv_store *store, const rv_protocol *protocol, const char *who, bool third, const char *const *studies, size_t n,
                           const rv_settlement *settlements, size_t n_settlements, void (*fault)(void *user, size_t line, const char *message),
                           void *user, rv_agreed *out, rv_error *err)
{
    agreeing g = { .out = out, .texts = RV_HOARD_INIT,
                   .settling = { .who = who, .third = third, .studies = studies, .n_studies = n, .all = settlements, .n = n_settlements,
                                 .fault = fault, .user = user } };
    rv_status st;

    *out = (rv_agreed){ 0 };
    if ((st = rv_settling_start(&g.settling, err)) == RV_OK
        && (st = rv_pairs_open(&g.pairs, store, protocol, n == 1 ? studies[0] : NULL, err)) == RV_OK
        && (st = rv_pairs_review(&g.pairs, err)) == RV_OK && (st = rv_settling_check(&g.settling, &g.pairs, err)) == RV_OK
        && (st = rv_pairs_each(&g.pairs, NULL, agree_study, &g, err)) == RV_OK)
        st = end_act(&g, err);
    free_all(&g);
    return st;
}
