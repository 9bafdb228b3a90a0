#include <config.h>

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "extract/match.h"

/* Columns 1 to m are those given, m + i is what row i has for itself; 0 is nobody. */
typedef struct {
    const double *gain;
    size_t  n, m;
    double *row, *column, *least;     /* potentials; the least reduced cost seen of a column */
    size_t *at, *before;              /* row paired with a column, 0 none; the column before it on the path */
    bool   *used;
} pairing;

static double cost(const pairing *p, size_t i, size_t j)
{
    if (j > p->m)
        return j - p->m == i ? 0 : INFINITY;
    return p->gain[(i - 1) * p->m + j - 1] > 0 ? -p->gain[(i - 1) * p->m + j - 1] : INFINITY;
}

/* The next column of the path from column j0, and how far it is. */
static size_t step(pairing *p, size_t j0, double *far)
{
    const size_t i = p->at[j0], columns = p->m + p->n;
    size_t next = 0;

    *far = INFINITY;
    for (size_t j = 1; j <= columns; j++) {
        if (p->used[j])
            continue;
        const double reduced = cost(p, i, j) - p->row[i] - p->column[j];
        if (reduced < p->least[j]) {
            p->least[j] = reduced;
            p->before[j] = j0;
        }
        if (p->least[j] < *far) {
            *far = p->least[j];
            next = j;
        }
    }
    return next;
}

/* Finds row `i` its place; its own column is always free, so that there is one. */
static void place(pairing *p, size_t i)
{
    const size_t columns = p->m + p->n;
    size_t j0 = 0;

    p->at[0] = i;
    for (size_t j = 0; j <= columns; j++) {
        p->least[j] = INFINITY;
        p->used[j] = false;
    }
    do {
        double far;
        size_t next;
        p->used[j0] = true;
        next = step(p, j0, &far);
        for (size_t j = 0; j <= columns; j++) {
            if (p->used[j]) {
                p->row[p->at[j]] += far;
                p->column[j] -= far;
            } else {
                p->least[j] -= far;
            }
        }
        j0 = next;
    } while (p->at[j0] != 0);
    while (j0) {
        const size_t back = p->before[j0];
        p->at[j0] = p->at[back];
        j0 = back;
    }
}

rv_status rv_match(const double *gain, size_t n, size_t m, size_t *to, rv_error *err)
{
    const size_t columns = n + m + 1;
    pairing p = { .gain = gain, .n = n, .m = m };
    rv_status st = RV_OK;

    p.row = calloc(n + 1, sizeof *p.row);
    p.column = calloc(columns, sizeof *p.column);
    p.least = calloc(columns, sizeof *p.least);
    p.at = calloc(columns, sizeof *p.at);
    p.before = calloc(columns, sizeof *p.before);
    p.used = calloc(columns, sizeof *p.used);
    if (!p.row || !p.column || !p.least || !p.at || !p.before || !p.used) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    } else {
        for (size_t i = 1; i <= n; i++)
            place(&p, i);
        for (size_t i = 0; i < n; i++)
            to[i] = SIZE_MAX;
        for (size_t j = 1; j <= m; j++)
            if (p.at[j])
                to[p.at[j] - 1] = j - 1;
    }
    free(p.row);
    free(p.column);
    free(p.least);
    free(p.at);
    free(p.before);
    free(p.used);
    return st;
}
