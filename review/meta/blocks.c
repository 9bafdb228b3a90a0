/* Block-diagonal matrices: rows in groups, and a symmetric matrix for each group. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

size_t rv_join_find(size_t *above, size_t i)
{
    while (above[i] != i)
        i = above[i] = above[above[i]];
    return i;
}

/* The smaller one stays on top, so that a set is called by its first row. */
void rv_join(size_t *above, size_t i, size_t j)
{
    const size_t a = rv_join_find(above, i), b = rv_join_find(above, j);

    if (a < b)
        above[b] = a;
    else
        above[a] = b;
}

void rv_blocks_free(rv_blocks *b)
{
    if (!b)
        return;
    free(b->start);
    free(b->row);
    free(b->at);
    free(b->block);
    free(b);
}

/* A row with what tells its group: one code or two, any numbers. */
typedef struct { size_t code, other, row; } coded;

static int by_code(const void *a, const void *b)
{
    const coded *x = a, *y = b;

    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int by_first(const void *a, const void *b)
{
    const coded *x = *(const coded *const *)a, *y = *(const coded *const *)b;

    return x->row < y->row ? -1 : x->row > y->row;
}

rv_status rv_gather(const size_t *code, const size_t *other, size_t k, size_t *n, size_t *start, size_t *row, rv_error *err)
{
    coded *sorted = calloc(k + 1, sizeof *sorted);
    const coded **first = calloc(k + 1, sizeof *first);
    size_t at = 0;

    *n = 0;
    for (size_t i = 0; sorted && first && i < k; i++)
        sorted[i] = (coded){ code ? code[i] : 0, other ? other[i] : 0, i };
    if (sorted && first)
        qsort(sorted, k, sizeof *sorted, by_code);
    for (size_t i = 0; sorted && first && i < k; i++)
        if (i == 0 || sorted[i].code != sorted[i - 1].code || sorted[i].other != sorted[i - 1].other)
            first[(*n)++] = &sorted[i];
    if (sorted && first)
        qsort(first, *n, sizeof *first, by_first);
    for (size_t g = 0; g < *n; g++) {
        const coded *c = first[g];
        start[g] = at;
        do
            row[at++] = c++->row;
        while (c < sorted + k && c->code == first[g]->code && c->other == first[g]->other);
    }
    start[*n] = at;
    free(first);
    free(sorted);
    return at == k ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
}

static rv_status of_codes(rv_blocks **out, const size_t *code, const size_t *other, size_t k, rv_error *err)
{
    rv_blocks *b = calloc(1, sizeof *b);
    rv_status st = RV_ENOMEM;

    *out = NULL;
    if (b && (b->start = calloc(k + 1, sizeof *b->start)) && (b->row = calloc(k + 1, sizeof *b->row))
        && (b->at = calloc(k + 1, sizeof *b->at)) && (st = rv_gather(code, other, k, &b->n, b->start, b->row, err)) == RV_OK) {
        b->k = k;
        for (size_t g = 0; g < b->n; g++) {
            const size_t m = b->start[g + 1] - b->start[g];
            b->at[g + 1] = b->at[g] + m * m;
        }
        if (!(b->block = calloc(b->at[b->n] + 1, sizeof *b->block)))
            st = RV_ENOMEM;
    }
    if (st == RV_OK) {
        *out = b;
        return st;
    }
    rv_blocks_free(b);
    return rv_fail(err, st, "out of memory for %zu rows", k);
}

rv_status rv_blocks_new(rv_blocks **out, const size_t *group, size_t k, rv_error *err)
{
    return of_codes(out, group, NULL, k, err);
}

/* Rows of one cluster and subgroup; without either all rows are together. */
rv_status rv_blocks_of_covariance(rv_blocks **out, const rv_covariance *c, rv_error *err)
{
    rv_status st = of_codes(out, c->cluster, c->subgroup, c->k, err);

    for (size_t g = 0; st == RV_OK && g < (*out)->n; g++)
        st = rv_covariance_block(c, (*out)->row + (*out)->start[g], (*out)->start[g + 1] - (*out)->start[g],
                                 (*out)->block + (*out)->at[g], err);
    if (st != RV_OK) {
        rv_blocks_free(*out);
        *out = NULL;
    }
    return st;
}

rv_status rv_blocks_of_matrix(rv_blocks **out, const double *v, size_t k, rv_error *err)
{
    size_t *above = calloc(k + 1, sizeof *above);
    rv_status st = above ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);

    *out = NULL;
    for (size_t i = 0; st == RV_OK && i < k; i++) {
        above[i] = i;
        for (size_t j = 0; st == RV_OK && j < i; j++) {
            const double a = v[i * k + j], b = v[j * k + i];
            if (!(fabs(a - b) <= 1e-10 * (fabs(a) + fabs(b))))
                st = rv_fail(err, RV_EDOMAIN, "element (%zu, %zu) is %g and (%zu, %zu) is %g; the matrix must be symmetric", i + 1,
                             j + 1, a, j + 1, i + 1, b);
            if (a != 0)
                rv_join(above, i, j);
        }
    }
    for (size_t i = 0; st == RV_OK && i < k; i++)
        above[i] = rv_join_find(above, i);
    if (st == RV_OK)
        st = rv_blocks_new(out, above, k, err);
    for (size_t g = 0; st == RV_OK && g < (*out)->n; g++) {
        const size_t *row = (*out)->row + (*out)->start[g], m = (*out)->start[g + 1] - (*out)->start[g];
        for (size_t i = 0; i < m * m; i++)
            (*out)->block[(*out)->at[g] + i] = v[row[i / m] * k + row[i % m]];
    }
    free(above);
    return st;
}
