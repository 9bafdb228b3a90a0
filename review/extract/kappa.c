#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "extract/kappa.h"

static const double z = 1.959963984540054;

void rv_share_interval(size_t hits, size_t n, double *lo, double *hi)
{
    const double m = (double)n, p = (double)hits / m, at = p + z * z / (2 * m), half = z * sqrt(p * (1 - p) / m + z * z / (4 * m * m));

    *lo = n ? fmax(0, (at - half) / (1 + z * z / m)) : NAN;
    *hi = n ? fmin(1, (at + half) / (1 + z * z / m)) : NAN;
    if (n && hits == 0)
        *lo = 0;
    if (n && hits == n)
        *hi = 1;
}

static void margins(const size_t *table, size_t k, double n, double *row, double *column)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            row[i] += (double)table[i * k + j] / n;
            column[j] += (double)table[i * k + j] / n;
        }
}

rv_status rv_kappa_of(const size_t *table, size_t k, double *kappa, double *lo, double *hi, rv_error *err)
{
    double *row = calloc(2 * k + 1, sizeof *row), *column = row ? row + k : NULL, n = 0, po = 0, pe = 0, v = 0, se;

    *kappa = *lo = *hi = NAN;
    if (!row)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < k * k; i++)
        n += (double)table[i];
    if (n > 0) {
        margins(table, k, n, row, column);
        for (size_t i = 0; i < k; i++) {
            po += (double)table[i * k + i] / n;
            pe += row[i] * column[i];
        }
    }
    if (n > 0 && 1 - pe > 1e-12) {
        *kappa = (po - pe) / (1 - pe);
        for (size_t i = 0; i < k; i++)
            for (size_t j = 0; j < k; j++) {
                /* wi = sum_j p.j w_ij is the column share of the row's category, and wj the row share of the column's */
                const double d = (i == j) * (1 - pe) - (column[i] + row[j]) * (1 - po) - (po * pe - 2 * pe + po);
                v += (double)table[i * k + j] / n * d * d;
            }
        if (v < 1e-15)         /* one person gave one answer throughout: what rounding leaves is no variance */
            v = 0;
        se = sqrt(v / n) / ((1 - pe) * (1 - pe));
        if (se > 0) {
            *lo = *kappa - z * se;
            *hi = fmin(1, *kappa + z * se);
        }
    }
    free(row);
    return RV_OK;
}
