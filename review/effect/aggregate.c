/* Several effects of one study as one. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/effect.h"
#include "review/numer.h"

/*
 *     weighted    y = 1' W y / 1' W 1     v = 1 / 1' W 1        W the inverse of the block
 *     otherwise   y = sum y / n           v = 1' V 1 / n^2
 */
static rv_status combine(const double *y, const size_t *rows, size_t n, double *block, bool weighted, rv_aggregate *out,
                         rv_error *err)
{
    double sum = 0, total = 0, *u = malloc((n + 1) * sizeof *u);
    rv_status st = u ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && weighted && (st = rv_cholesky(block, n, err)) == RV_OK) {
        for (size_t a = 0; a < n; a++)
            u[a] = 1;
        rv_cholesky_solve(block, n, u);
        for (size_t a = 0; a < n; a++) {
            total += u[a];
            sum += u[a] * y[rows[a]];
        }
        out->yi = sum / total;
        out->vi = 1 / total;
    } else if (st == RV_OK) {
        for (size_t a = 0; a < n; a++) {
            sum += y[rows[a]];
            for (size_t b = 0; b < n; b++)
                total += block[a * n + b];
        }
        out->yi = sum / n;
        out->vi = total / n / n;
    }
    free(u);
    return st;
}

rv_status rv_aggregate_effects(const rv_covariance *c, const double *yi, const double *v, bool weighted, rv_aggregate *out,
                               size_t *n_out, rv_error *err)
{
    size_t *rows = malloc((c->k + 1) * sizeof *rows);
    double *block = malloc((c->k * c->k + 1) * sizeof *block);
    rv_status st = rows && block ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    *n_out = 0;
    for (size_t i = 0; st == RV_OK && i < c->k; i++) {
        const size_t all = rv_covariance_rows(c, i, rows);
        size_t n = 0;
        for (size_t a = 0; a < all; a++)
            if (!isnan(yi[rows[a]]) && !isnan(v ? v[rows[a] * c->k + rows[a]] : c->vi[rows[a]]))
                rows[n++] = rows[a];
        if (all == 0)
            continue;
        out[*n_out] = (rv_aggregate){ NAN, NAN, i, n };
        if (n > 0) {
            for (size_t a = 0; v && a < n * n; a++)
                block[a] = v[rows[a / n] * c->k + rows[a % n]];
            if ((v || (st = rv_covariance_block(c, rows, n, block, err)) == RV_OK))
                st = combine(yi, rows, n, block, weighted, &out[*n_out], err);
        }
        ++*n_out;
    }
    free(rows);
    free(block);
    return st;
}
