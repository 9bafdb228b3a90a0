/*
 * Records as rows of weighted terms.
 *
 *     x_t = s(tf) idf_t,  idf_t = ln((1 + N) / (1 + df)) + 1,  s(tf) = 1 + ln tf or, with a saturation k, tf (k + 1) / (tf + k)
 *
 * over words and pairs of neighbouring words; a term in more than 95 of 100 records says nothing and is left out. Each block of a row
 * (body: title and abstract; title; keywords) is made length 1, multiplied by the weight of its block, and the row length 1 again.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rank_building.h"

static const double commonest = 0.95;
enum { AHEAD = 12 };

typedef struct { double idf; uint32_t number, block; } column;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

double rv_rank_often(const struct rv_rank_how *how, uint16_t tf)
{
    const double k = how->saturation;

    return tf == 1 ? 1 : k > 0 ? tf * (k + 1) / (tf + k) : 1 + log(tf);
}

void rv_rank_factors(const struct rv_rank_how *how, const double squares[RV_RANK_BLOCKS], double by[RV_RANK_BLOCKS])
{
    double whole = 0;

    for (int k = 0; k < RV_RANK_BLOCKS; k++)
        whole += squares[k] > 0 ? how->block[k] * how->block[k] : 0;
    for (int k = 0; k < RV_RANK_BLOCKS; k++)
        by[k] = squares[k] > 0 && whole > 0 ? how->block[k] / sqrt(squares[k] * whole) : 0;
}

/* Weighs the entries of a row and moves them down to `to`, without the terms that are no columns. Returns the entry after. */
static size_t settle_row(rv_rank_building *b, size_t row, size_t start, size_t end, size_t to, const column *columns, float *value)
{
    rv_rank_index *index = b->index;
    double squares[RV_RANK_BLOCKS] = { 0 }, by[RV_RANK_BLOCKS];

    for (size_t e = start; e < end; e++) {
        const column *c = &columns[index->term[e]];
        const double x = rv_rank_often(&index->how, b->tf[e]) * c->idf;
        if (e + AHEAD < b->used)
            rv_rank_soon(&columns[index->term[e + AHEAD]]);
        squares[c->block] += x * x;
    }
    rv_rank_factors(&index->how, squares, by);
    for (size_t e = start; e < end; e++) {
        const column *c = &columns[index->term[e]];
        const double x = rv_rank_often(&index->how, b->tf[e]) * c->idf * by[c->block];
        if (c->number == rv_rank_none) {
            index->single[row] += x * x;
            continue;
        }
        index->term[to] = c->number;
        value[to++] = (float)x;
    }
    return to;
}

/* What becomes of a term: its number as a column, or rv_rank_none; idf is 0 for one that is too common. */
static rv_status make_columns(const rv_rank_building *b, size_t n_terms, column **out, rv_error *err)
{
    const double n = (double)b->index->n;
    size_t *at = calloc(b->index->n + 2, sizeof *at), sum = 0;
    column *columns = *out = malloc((n_terms + 1) * sizeof *columns);

    if (!at || !columns) {
        free(at);
        return no_memory(err);
    }
    for (size_t t = 0; t < n_terms; t++)
        at[b->met[t].df] += b->met[t].df > 1 && b->met[t].df <= commonest * n;
    for (size_t f = b->index->n + 1; f-- > 0; ) {     /* a counting sort, the most frequent first; ties as they were met */
        const size_t here = at[f];
        at[f] = sum;
        sum += here;
    }
    for (size_t t = 0; t < n_terms; t++) {
        const bool common = b->met[t].df > commonest * n;
        columns[t].block = (uint32_t)rv_rank_terms_block(b->index->terms, (uint32_t)t);
        columns[t].number = common || b->met[t].df < 2 ? rv_rank_none : (uint32_t)at[b->met[t].df]++;
        columns[t].idf = common ? 0 : t > 0 && b->met[t].df == b->met[t - 1].df ? columns[t - 1].idf
                                                                                 : log((1 + n) / (1 + b->met[t].df)) + 1;
    }
    b->index->n_terms = sum;
    free(at);
    return RV_OK;
}

/* Room for the values, and the idf of the columns. */
static rv_status make_values(rv_rank_building *b, const column *columns, size_t n_terms, rv_error *err)
{
    rv_rank_index *index = b->index;
    size_t kept = 0;

    for (size_t t = 0; t < n_terms; t++)
        kept += columns[t].number == rv_rank_none ? 0 : b->met[t].df;
    index->value = malloc((kept + 1) * sizeof *index->value);
    index->idf = malloc((index->n_terms + 1) * sizeof *index->idf);
    if (!index->value || !index->idf)
        return no_memory(err);
    for (size_t t = 0; t < n_terms; t++)
        if (columns[t].number != rv_rank_none)
            index->idf[columns[t].number] = columns[t].idf;
    return RV_OK;
}

rv_status rv_rank_settle(rv_rank_building *b, rv_error *err)
{
    rv_rank_index *index = b->index;
    const size_t n_terms = rv_rank_terms_count(index->terms);
    column *columns = NULL;
    uint32_t *shorter, *renamed = NULL;
    size_t to = 0, start = 0;
    rv_status st = make_columns(b, n_terms, &columns, err);

    if (st == RV_OK)
        st = make_values(b, columns, n_terms, err);
    for (size_t i = 0; st == RV_OK && i < index->n; i++) {
        const size_t end = index->start[i + 1];
        to = settle_row(b, i, start, end, to, columns, index->value);
        index->start[i + 1] = to;
        start = end;
    }
    if (st == RV_OK && (shorter = realloc(index->term, (to + 1) * sizeof *shorter)))
        index->term = shorter;
    free(b->met);
    b->met = NULL;
    if (st == RV_OK && !(renamed = malloc((n_terms + 1) * sizeof *renamed)))
        st = no_memory(err);
    for (size_t t = 0; st == RV_OK && t < n_terms; t++)
        renamed[t] = columns[t].number;
    free(columns);
    if (st == RV_OK)
        st = rv_rank_terms_keep(index->terms, renamed, index->n_terms, err);
    free(renamed);
    return st;
}
