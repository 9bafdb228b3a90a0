/* Degrees of freedom by containment. */
#include <config.h>

#include <stdlib.h>

#include "meta/mixed.h"

/* Levels of a grouping (of groups, or of inner levels within groups), and whether column c of x is constant within each. */
static bool constant(const size_t *start, const size_t *row, size_t n, const double *x, size_t p, size_t c)
{
    for (size_t g = 0; g < n; g++)
        for (size_t i = start[g] + 1; i < start[g + 1]; i++)
            if (x[row[i] * p + c] != x[row[start[g]] * p + c])
                return false;
    return true;
}

rv_status rv_mixed_contain(const rv_mixed *m, double *df, rv_error *err)
{
    const size_t k = m->layout.k, p = m->layout.p;
    size_t *start = calloc(2 * k + 1, sizeof *start), *row = start + k + 1, n;
    rv_status st = start ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);

    for (size_t c = 0; st == RV_OK && c < p; c++)
        df[c] = (double)k;
    for (size_t j = 0; st == RV_OK && j < m->data.parts; j++)
        for (int inner = 0; st == RV_OK && inner <= (m->data.part[j].kind != RV_MIXED_INTERCEPT); inner++) {
            st = rv_gather(m->data.part[j].group, inner ? m->data.part[j].inner : NULL, k, &n, start, row, err);
            for (size_t c = 0; st == RV_OK && c < p; c++)
                if (constant(start, row, n, m->x, p, c))
                    df[c] = fmin(df[c], (double)n);
        }
    for (size_t c = 0; st == RV_OK && c < p; c++)
        df[c] = fmax(1, df[c] - (double)p);
    free(start);
    return st;
}
