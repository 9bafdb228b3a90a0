/* Which rows of two versions are one: by hand first, then what only one row of each can be, then the best pairing of the rest. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/match.h"
#include "extract/pairs.h"
#include "extract/same.h"

/* Rows less like each other than this stay alone. A part whose name has nothing in common is matched only when nearly all of
   several values are; half the words in common, or most of what a result says, is enough. */
static const double least = 0.4;

/* ---- By hand ----------------------------------------------------------------------------------------------------------------------- */

/* The row that an id means; a part that copies made twice is known by the name of either. */
static size_t find_id(const rv_pair *pair, int side, bool result, int64_t id)
{
    const rv_rows *rows = &pair->sides[side];
    const rv_facts *f = &pair->versions[side]->facts;

    for (size_t i = 1; i < rows->n; i++)
        if ((rows->rows[i].kind == RV_ROW_RESULT) == result && rows->rows[i].id == id)
            return i;
    for (size_t i = 0; !result && i < f->n_parts; i++)
        if (f->parts[i].id == id && f->parts[i].study == pair->study)
            for (size_t k = 1; k < rows->n; k++)
                if (strcmp(rv_row_words[rows->rows[k].kind], f->parts[i].kind) == 0 && strcmp(rows->rows[k].key, f->parts[i].key) == 0)
                    return k;
    return SIZE_MAX;
}

static void part_from(rv_pair *pair, int side, size_t at)
{
    rv_row *row = &pair->sides[side].rows[at];
    rv_row *other = row->partner != SIZE_MAX ? &pair->sides[!side].rows[row->partner] : NULL;

    if (other) {
        other->partner = SIZE_MAX;
        other->by = other->taken = "";
    }
    row->partner = SIZE_MAX;
    row->by = row->taken = "";
}

static void join(rv_pair *pair, size_t a, size_t b, double likeness, const char *by)
{
    pair->sides[0].rows[a].partner = b;
    pair->sides[1].rows[b].partner = a;
    pair->sides[0].rows[a].likeness = pair->sides[1].rows[b].likeness = likeness;
    pair->sides[0].rows[a].by = pair->sides[1].rows[b].by = by;
}

/* In the order in which it was said: the newest of a row counts. */
static void apply_hands(rv_pair *pair, const rv_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n_hands; i++) {
        const rv_hand *h = &pairs->hands[i];
        int side = 0;
        size_t a = find_id(pair, 0, h->result, h->a), b;
        if (a == SIZE_MAX && (a = find_id(pair, side = 1, h->result, h->a)) == SIZE_MAX)
            continue;
        part_from(pair, side, a);
        if (!h->b) {
            pair->sides[side].rows[a].by = h->who;
            pair->sides[side].rows[a].taken = h->taken;
        } else if ((b = find_id(pair, !side, h->result, h->b)) != SIZE_MAX
                   && pair->sides[side].rows[a].kind == pair->sides[!side].rows[b].kind) {
            part_from(pair, !side, b);
            join(pair, side ? b : a, side ? a : b, 1, h->who);
        }
    }
}

/* ---- How like two rows are --------------------------------------------------------------------------------------------------------- */

/* The values that both rows have: how many, and how many of them agree. */
static size_t compare_values(const rv_pairs *pairs, const rv_row *a, const rv_row *b, size_t *agreeing)
{
    size_t i = 0, j = 0, both = 0;
    char hint[80];

    *agreeing = 0;
    while (i < a->n_values && j < b->n_values) {
        const int order = strcmp(a->values[i]->field, b->values[j]->field);
        if (order == 0 && rv_has_value(a->values[i]) && rv_has_value(b->values[j])) {
            const rv_field *field = rv_pairs_field(pairs, a->values[i]->field);
            if (field) {
                both++;
                *agreeing += rv_says_agree(rv_same_values(field, pairs->protocol->tolerance, a->values[i], b->values[j], hint));
            }
        }
        i += order <= 0;
        j += order >= 0;
    }
    return both;
}

static double part_likeness(const rv_pairs *pairs, const rv_row *a, const rv_row *b)
{
    size_t agreeing, both = compare_values(pairs, a, b, &agreeing);
    const double weight = (both < 5 ? (double)both : 5) / 5;
    double name, x, y;

    if (a->kind == RV_ROW_TIME && rv_real_parse(a->key, &x, NULL) == RV_OK && rv_real_parse(b->key, &y, NULL) == RV_OK)
        name = rv_time_likeness(x, y);
    else
        name = rv_name_likeness(a->key, b->key);
    return (name + (both ? weight * (double)agreeing / (double)both : 0)) / (1 + weight);
}

/* The row of a part that a result names, SIZE_MAX when it has none. */
static size_t named(const rv_rows *rows, int kind, const char *key)
{
    for (size_t i = rows->first[kind]; i < rows->first[kind + 1]; i++)
        if (strcmp(rows->rows[i].key, key) == 0)
            return i;
    return SIZE_MAX;
}

/* 1 when the parts they name were aligned, 0 when they were aligned with others, else by the names. */
static double reference_likeness(const rv_pair *pair, int kind, const char *a, const char *b)
{
    const size_t i = named(&pair->sides[0], kind, a), j = named(&pair->sides[1], kind, b);
    double x, y;

    if (i != SIZE_MAX && j != SIZE_MAX)
        return pair->sides[0].rows[i].partner == j;
    if (kind == RV_ROW_TIME)
        return rv_real_parse(a, &x, NULL) == RV_OK && rv_real_parse(b, &y, NULL) == RV_OK ? rv_time_likeness(x, y) : !*a && !*b ? 1 : .5;
    return rv_name_likeness(a, b);
}

static double result_likeness(const rv_pair *pair, const rv_pairs *pairs, const rv_row *a, const rv_row *b)
{
    const rv_fact_result *x = a->result, *y = b->result;
    size_t agreeing, both = compare_values(pairs, a, b, &agreeing);
    char s[RV_REAL_TEXT], t[RV_REAL_TEXT];
    const struct { double weight, likeness; } parts[] = {
        { 1.5, strcmp(x->domain, y->domain) == 0 },
        { 1.5, reference_likeness(pair, RV_ROW_OUTCOME, x->outcome, y->outcome) },
        { 1, reference_likeness(pair, RV_ROW_CONTRAST, x->contrast, y->contrast) },
        { 1, reference_likeness(pair, RV_ROW_TIME, rv_facts_time_key(x, s), rv_facts_time_key(y, t)) },
        { x->arm[0] || y->arm[0] ? 1.5 : 0, x->arm[0] && y->arm[0] ? reference_likeness(pair, RV_ROW_ARM, x->arm, y->arm) : 0 },
        { x->record && y->record ? .25 : 0, x->record == y->record },
        { both < 4 ? .5 * (double)both : 2, both ? (double)agreeing / (double)both : 0 },
    };
    double sum = 0, weights = 0;

    if (!x->arm[0] != !y->arm[0])                   /* a result of an arm is none of a contrast */
        return 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        sum += parts[i].weight * parts[i].likeness;
        weights += parts[i].weight;
    }
    return sum / weights;
}

static double likeness(const rv_pair *pair, const rv_pairs *pairs, const rv_row *a, const rv_row *b)
{
    return a->kind == RV_ROW_RESULT ? result_likeness(pair, pairs, a, b) : part_likeness(pairs, a, b);
}

/* ---- What only one row of each can be ------------------------------------------------------------------------------------------------ */

/* Whether they say the same of themselves: by name, or all that names a result. */
static bool same_name(const rv_pair *pair, const rv_row *a, const rv_row *b)
{
    const rv_fact_result *x = a->result, *y = b->result;
    char s[RV_REAL_TEXT], t[RV_REAL_TEXT];

    if (a->kind != RV_ROW_RESULT)
        return rv_same_folded(a->key, b->key);
    return strcmp(x->domain, y->domain) == 0 && (x->months == y->months || (isnan(x->months) && isnan(y->months)))
           && !x->arm[0] == !y->arm[0] && (!x->arm[0] || reference_likeness(pair, RV_ROW_ARM, x->arm, y->arm) == 1)
           && reference_likeness(pair, RV_ROW_OUTCOME, x->outcome, y->outcome) == 1
           && reference_likeness(pair, RV_ROW_CONTRAST, x->contrast, y->contrast) == 1
           && reference_likeness(pair, RV_ROW_TIME, rv_facts_time_key(x, s), rv_facts_time_key(y, t)) == 1;
}

static bool is_free(const rv_row *row)
{
    return row->partner == SIZE_MAX && !row->by[0];
}

/* The one free row of the other side that says the same; SIZE_MAX when there is none or more than one. */
static size_t only_one(const rv_pair *pair, int side, size_t at)
{
    const rv_row *row = &pair->sides[side].rows[at];
    const rv_rows *others = &pair->sides[!side];
    size_t found = SIZE_MAX;

    for (size_t k = others->first[row->kind]; k < others->first[row->kind + 1]; k++) {
        const rv_row *other = &others->rows[k];
        if (!is_free(other) || !(side ? same_name(pair, other, row) : same_name(pair, row, other)))
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = k;
    }
    return found;
}

static void join_certain(rv_pair *pair, int kind)
{
    const rv_rows *rows = &pair->sides[0];

    for (size_t i = rows->first[kind]; i < rows->first[kind + 1]; i++) {
        const size_t k = is_free(&rows->rows[i]) ? only_one(pair, 0, i) : SIZE_MAX;
        if (k != SIZE_MAX && only_one(pair, 1, k) == i)
            join(pair, i, k, 1, "");
    }
}

/* ---- The rest ---------------------------------------------------------------------------------------------------------------------- */

static size_t free_rows(const rv_rows *rows, int kind, size_t *at)
{
    size_t n = 0;

    for (size_t i = rows->first[kind]; i < rows->first[kind + 1]; i++)
        if (is_free(&rows->rows[i]))
            at[n++] = i;
    return n;
}

static rv_status join_best(rv_pair *pair, const rv_pairs *pairs, int kind, rv_error *err)
{
    const size_t most = pair->sides[0].n + pair->sides[1].n + 1;
    size_t *a = calloc(3 * most, sizeof *a), *b = NULL, *to = NULL, n = 0, m = 0;
    double *gain = NULL;
    rv_status st = RV_OK;

    if (a) {
        b = a + most;
        to = b + most;
        n = free_rows(&pair->sides[0], kind, a);
        m = free_rows(&pair->sides[1], kind, b);
        gain = calloc(n * m + 1, sizeof *gain);
    }
    if (!a || !gain) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    } else if (n && m) {
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < m; j++)
                gain[i * m + j] = likeness(pair, pairs, &pair->sides[0].rows[a[i]], &pair->sides[1].rows[b[j]]) - least;
        if ((st = rv_match(gain, n, m, to, err)) == RV_OK)
            for (size_t i = 0; i < n; i++)
                if (to[i] != SIZE_MAX)
                    join(pair, a[i], b[to[i]], gain[i * m + to[i]] + least, "");
    }
    free(gain);
    free(a);
    return st;
}

rv_status rv_pair_align(rv_pair *pair, const rv_pairs *pairs, rv_error *err)
{
    rv_status st = RV_OK;

    join(pair, 0, 0, 1, "");
    apply_hands(pair, pairs);
    for (int kind = RV_ROW_ARM; st == RV_OK && kind < RV_ROW_KINDS; kind++) {
        join_certain(pair, kind);
        st = join_best(pair, pairs, kind, err);
    }
    return st;
}
