/* Records as rows of weighted terms: made of all texts at once, hints added behind. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rank_building.h"

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

rv_status rv_rank_index_open(rv_rank_index **out, const struct rv_rank_how *how, size_t n, rv_rank_read *read, void *user,
                             rv_error *err)
{
    rv_rank_index *index = *out = calloc(1, sizeof *index);
    rv_rank_building b = { .index = index, .add = true };
    rv_status st;

    if (!index)
        return no_memory(err);
    index->n = index->rows = n;
    index->how = *how;
    st = rv_rank_terms_open(&index->terms, err);
    if (st == RV_OK && (!(index->start = calloc(n + 1, sizeof *index->start))
                        || !(index->single = calloc(n + 1, sizeof *index->single))))
        st = no_memory(err);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        rv_rank_text text = { NULL, NULL, NULL };
        if ((st = read(user, i, &text, err)) == RV_OK && (st = rv_rank_count(&b, &text, err)) == RV_OK)
            index->start[i + 1] = b.used;
    }
    if (st == RV_OK)
        st = rv_rank_settle(&b, err);
    rv_rank_building_end(&b);
    if (st != RV_OK) {
        rv_rank_index_free(index);
        *out = NULL;
    }
    return st;
}

void rv_rank_index_free(rv_rank_index *index)
{
    if (!index)
        return;
    rv_rank_terms_free(index->terms);
    free(index->start);
    free(index->term);
    free(index->value);
    free(index->single);
    free(index->idf);
    free(index);
}

/* The row of a hint, counted in `b` from entry 0, comes behind all others. */
static rv_status append(rv_rank_index *index, const rv_rank_building *b, const uint32_t *term, rv_error *err)
{
    const size_t from = index->start[index->rows];
    size_t *start = realloc(index->start, (index->rows + 2) * sizeof *start);
    double *single = start ? realloc(index->single, (index->rows + 2) * sizeof *single) : NULL;
    uint32_t *terms = single ? realloc(index->term, (from + b->used + 1) * sizeof *terms) : NULL;
    float *value = terms ? realloc(index->value, (from + b->used + 1) * sizeof *value) : NULL;
    double squares[RV_RANK_BLOCKS] = { 0 }, by[RV_RANK_BLOCKS];

    index->start = start ? start : index->start;
    index->single = single ? single : index->single;
    index->term = terms ? terms : index->term;
    index->value = value ? value : index->value;
    if (!value)
        return no_memory(err);
    for (size_t e = 0; e < b->used; e++)
        squares[rv_rank_terms_block(index->terms, term[e])] += pow(rv_rank_often(&index->how, b->tf[e]) * index->idf[term[e]], 2);
    rv_rank_factors(&index->how, squares, by);
    for (size_t e = 0; e < b->used; e++) {
        terms[from + e] = term[e];
        value[from + e] = (float)(rv_rank_often(&index->how, b->tf[e]) * index->idf[term[e]] * by[rv_rank_terms_block(index->terms, term[e])]);
    }
    single[index->rows] = 0;
    start[++index->rows] = from + b->used;
    return RV_OK;
}

rv_status rv_rank_index_add(rv_rank_index *index, const rv_rank_text *text, rv_error *err)
{
    rv_rank_index aside = { .terms = index->terms, .how = index->how };
    rv_rank_building b = { .index = &aside };
    rv_status st = rv_rank_count(&b, text, err);

    if (st == RV_OK)
        st = append(index, &b, aside.term, err);
    free(aside.term);
    rv_rank_building_end(&b);
    return st;
}

double rv_rank_index_dot(const rv_rank_index *index, size_t row, const double *w)
{
    const uint32_t *term = index->term;
    const float *value = index->value;
    const size_t end = index->start[row + 1];
    size_t e = index->start[row];
    double a = 0, b = 0, c = 0, d = 0;

    for (; e + 4 <= end; e += 4) {
        a += value[e] * w[term[e]];
        b += value[e + 1] * w[term[e + 1]];
        c += value[e + 2] * w[term[e + 2]];
        d += value[e + 3] * w[term[e + 3]];
    }
    for (; e < end; e++)
        a += value[e] * w[term[e]];
    return (a + b) + (c + d);
}

void rv_rank_index_axpy(const rv_rank_index *index, size_t row, double by, double *w)
{
    for (size_t e = index->start[row]; e < index->start[row + 1]; e++)
        w[index->term[e]] += by * index->value[e];
}
