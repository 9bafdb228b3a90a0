#include <config.h>

#include <string.h>

#include "extract/two_standing.h"

const char *const rv_standing_words[] = { "agreed", "to take over", "open", "settled", "again", "left out", NULL };

const rv_row *rv_rows_agreed(const rv_rows *review, const rv_row *a, const rv_row *b)
{
    const int kind = a ? a->kind : b->kind;
    const rv_row *same_key = NULL;

    if (kind == RV_ROW_STUDY)
        return review->n ? &review->rows[0] : NULL;
    for (size_t i = review->first[kind]; i < review->first[kind + 1]; i++) {
        const rv_row *r = &review->rows[i];
        if ((a && r->from[0] == a->id) || (b && r->from[1] == b->id))
            return r;
        /* what stood in the review before two people extracted it has no origin but its name */
        if (!r->from[0] && !r->from[1] && ((a && strcmp(r->key, a->key) == 0) || (b && strcmp(r->key, b->key) == 0)))
            same_key = r;
    }
    return same_key;
}

static bool from_these(const int64_t from_a, const int64_t from_b, const rv_fact_value *a, const rv_fact_value *b)
{
    return from_a == (a ? a->id : 0) && from_b == (b ? b->id : 0);
}

static rv_standing of_row(const rv_cell_two *cell, const rv_row *row)
{
    const rv_row *alone = cell->rows[0] ? cell->rows[0] : cell->rows[1];

    if (cell->rows[0] && cell->rows[1])
        return row ? RV_STANDING_AGREED : RV_STANDING_WAITS;
    if (strcmp(alone->taken, "no") == 0)
        return RV_STANDING_LEFT_OUT;
    if (strcmp(alone->taken, "yes") == 0)
        return row ? RV_STANDING_SETTLED : RV_STANDING_WAITS;
    return row ? RV_STANDING_AGAIN : RV_STANDING_OPEN;
}

/* The columns of a result are agreed with it. */
static rv_standing of_column(const rv_cell_two *cell, const rv_row *row)
{
    char months[RV_REAL_TEXT];
    const rv_fact_result *r = row ? row->result : NULL;
    const char *has;

    if (!r)
        return rv_says_agree(cell->kind) ? RV_STANDING_WAITS : RV_STANDING_OPEN;
    if (!rv_says_agree(cell->kind))
        return RV_STANDING_SETTLED;
    has = strcmp(cell->field, "domain") == 0 ? r->domain : strcmp(cell->field, "months") == 0 ? rv_facts_time_key(r, months) : NULL;
    return !has || strcmp(has, cell->texts[0]) == 0 ? RV_STANDING_AGREED : RV_STANDING_AGAIN;
}

/* A third person may have put right what both say. */
static bool says_either(const rv_cell_two *cell, const rv_fact_value *value)
{
    for (int k = 0; k < 2; k++)
        if (cell->values[k] && strcmp(cell->texts[k], value->value) == 0
            && (value->value[0] || strcmp(cell->states[k], value->state) == 0))
            return true;
    return false;
}

rv_standing rv_standing_of(const rv_cell_two *cell, const rv_row *row, const rv_fact_value **value)
{
    const rv_row *alone = cell->rows[0] ? cell->rows[0] : cell->rows[1];
    const bool agree = rv_says_agree(cell->kind) || (cell->kind == RV_TWO_NO_ROW && strcmp(alone->taken, "yes") == 0);

    *value = NULL;
    if (!cell->field[0])
        return of_row(cell, row);
    if (!cell->values[0] && !cell->values[1])
        return of_column(cell, row);
    if (cell->kind == RV_TWO_NO_ROW && strcmp(alone->taken, "no") == 0)
        return RV_STANDING_LEFT_OUT;
    if (!row || !(*value = rv_row_value(row, cell->field)))
        return agree ? RV_STANDING_WAITS : RV_STANDING_OPEN;
    if (!from_these((*value)->from_a, (*value)->from_b, cell->values[0], cell->values[1]))
        return RV_STANDING_AGAIN;
    return agree && says_either(cell, *value) ? RV_STANDING_AGREED : RV_STANDING_SETTLED;
}
