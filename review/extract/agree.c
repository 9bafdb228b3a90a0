/* From two versions to the review's: what agrees is taken over, what differs as it was settled; both originals stay. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/agreeing.h"

enum { PIECE = 8000 };                 /* values of one act: an act reads the whole review again, and its write lock is to be short */

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
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

static rv_status add_value(rv_agreeing *g, const rv_cell_two *cell, rv_error *err)
{
    const rv_row *a = cell->rows[0], *b = cell->rows[1], *any = a ? a : b, *row = rv_rows_agreed(&g->review, a, b);
    const rv_settlement *s = a && b ? rv_settling_find(&g->settling, g->pair, cell) : NULL;
    const bool agree = rv_says_agree(cell->kind) || !a || !b;
    const rv_fact_value *has, *from, *other;
    const char *key = any->kind == RV_ROW_STUDY ? g->pair->label : rv_agree_key(g, a, b);
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
    rv_agreeing *g = user;
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

static rv_status make_keys(rv_agreeing *g, rv_error *err)
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
    rv_agreeing *g = user;
    rv_status st = RV_OK;

    (void)store;
    for (size_t i = 0; st == RV_OK && i < g->n_decisions; i++, ++*written)
        st = rv_hand_add(event, g->decisions[i].row, NULL, g->settling.who, g->decisions[i].taken, err);
    return st;
}

static void begin_act(rv_agreeing *g)
{
    rv_batch_start(&g->batch, g->pairs.protocol, "", NULL, NULL);
    g->batch.agreed = true;
    g->batch.also = add_decisions;
    g->batch.also_user = g;
    g->n_decisions = 0;
    g->begun = true;
}

static rv_status end_act(rv_agreeing *g, rv_error *err)
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
    rv_agreeing *g = user;
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
            st = rv_agree_row(g, &g->cells[i], err);
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

static void free_all(rv_agreeing *g)
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
    rv_agreeing g = { .out = out, .texts = RV_HOARD_INIT,
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
