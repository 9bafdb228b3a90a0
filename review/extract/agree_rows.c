/* Which rows of two versions enter the review, under which key, with which columns. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "extract/agreeing.h"

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* ---- Names ----------------------------------------------------------------------------------------------------------------------------- */

static bool key_is_taken(const rv_agreeing *g, int kind, const char *key)
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
static const char *free_key(rv_agreeing *g, int kind, const char *a, const char *b)
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

static rv_status set_key(rv_agreeing *g, const rv_row *a, const rv_row *b, const char *key, rv_error *err)
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

const char *rv_agree_key(const rv_agreeing *g, const rv_row *a, const rv_row *b)
{
    return a ? g->keys[0][a - g->pair->sides[0].rows] : g->keys[1][b - g->pair->sides[1].rows];
}

/* ---- Rows ------------------------------------------------------------------------------------------------------------------------------ */

/* What becomes of a row without partner: as an answer says now, else as was said before. */
static rv_status decide(rv_agreeing *g, const rv_cell_two *cell, const char **taken, rv_error *err)
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
    g->decisions[g->n_decisions++] = (rv_row_decision){ alone, *taken };
    return RV_OK;
}

/* The word that an answer settles on for a cell that is no value of a field. */
static const char *settled_word(const rv_agreeing *g, const rv_cell_two *cell, const rv_settlement *s)
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
static const char *part_name(const rv_agreeing *g, int side, int kind, const char *key)
{
    const rv_rows *rows = &g->pair->sides[side];

    for (size_t i = rows->first[kind]; i < rows->first[kind + 1]; i++)
        if (strcmp(rows->rows[i].key, key) == 0 && g->keys[side][i])
            return g->keys[side][i];
    return key;
}

static bool find_columns(rv_agreeing *g, const rv_row *a, const rv_row *b, const rv_row *standing, columns *c)
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

rv_status rv_agree_row(rv_agreeing *g, const rv_cell_two *cell, rv_error *err)
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
