/*
 * Products of rows, x_i x_j + 1, of the rows a machine is trained on: kept between trainings, as long as there are not too many, since
 * most trainings bring one new row. Symmetric and square, one row of memory for each row.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "rank.h"

enum { MOST_ROWS = 1024, MOST_NEW = 32 };

void rv_rank_gram_close(rv_rank_gram *gram)
{
    free(gram->product);
    free(gram->row);
    memset(gram, 0, sizeof *gram);
}

static bool grow(rv_rank_gram *gram)
{
    const size_t room = gram->room ? 2 * gram->room : 64;
    double *product = malloc(room * room * sizeof *product);
    uint32_t *row = realloc(gram->row, room * sizeof *row);

    gram->row = row ? row : gram->row;
    if (!product || !row) {
        free(product);
        return false;
    }
    for (size_t i = 0; i < gram->n; i++)
        memcpy(product + i * room, gram->product + i * gram->room, gram->n * sizeof *product);
    free(gram->product);
    gram->product = product;
    gram->room = room;
    return true;
}

/* Multiplies a new row, spread out in `w`, with all there are. */
static bool add(rv_rank_gram *gram, const rv_rank_index *index, uint32_t row, double *w)
{
    const size_t i = gram->n;

    if (i == gram->room && !grow(gram))
        return false;
    gram->row[i] = row;
    rv_rank_index_axpy(index, row, 1, w);
    for (size_t k = 0; k <= i; k++)
        gram->product[i * gram->room + k] = gram->product[k * gram->room + i] = rv_rank_index_dot(index, gram->row[k], w) + 1;
    gram->product[i * gram->room + i] += index->single[row];
    for (size_t e = index->start[row]; e < index->start[row + 1]; e++)
        w[index->term[e]] = 0;
    gram->n++;
    return true;
}

void rv_rank_gram_drop(rv_rank_gram *gram, size_t place)
{
    const size_t last = gram->n - 1, room = gram->room;

    gram->n = last;
    gram->row[place] = gram->row[last];
    memcpy(gram->product + place * room, gram->product + last * room, last * sizeof *gram->product);
    for (size_t k = 0; k < last; k++)
        gram->product[k * room + place] = gram->product[last * room + k];
    gram->product[place * room + place] = gram->product[last * room + last];
}

bool rv_rank_gram_complete(rv_rank_gram *gram, const rv_rank_index *index, const uint32_t *rows, size_t n, double *w)
{
    for (int k = 0; k < MOST_NEW && gram->n < n && n <= MOST_ROWS; k++)
        if (!add(gram, index, rows[gram->n], w))
            return false;
    return gram->n == n;
}

void rv_rank_gram_times(const rv_rank_gram *gram, const double *v, double *out)
{
    const size_t n = gram->n;

    for (size_t i = 0; i < n; i++) {
        const double *g = gram->product + i * gram->room;
        double a = 0, b = 0, c = 0, d = 0;
        size_t k = 0;

        for (; k + 4 <= n; k += 4) {
            a += g[k] * v[k];
            b += g[k + 1] * v[k + 1];
            c += g[k + 2] * v[k + 2];
            d += g[k + 3] * v[k + 3];
        }
        for (; k < n; k++)
            a += g[k] * v[k];
        out[i] = (a + b) + (c + d);
    }
}
