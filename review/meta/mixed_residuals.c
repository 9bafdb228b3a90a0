/* Residuals of a mixed model, block by block. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_multilevel.h"
#include "review/numer.h"
#include "meta/mixed_without.h"

static const double ALONE = 1e-12;

/* x' A z */
static double form(const double *x, const double *a, const double *z, size_t p)
{
    double sum = 0;

    for (size_t r = 0; r < p; r++)
        for (size_t c = 0; c < p; c++)
            sum += x[r] * a[r * p + c] * z[c];
    return sum;
}

static rv_status of_block(const rv_working *w, size_t g, double *room, double *xw, rv_residual *rows, rv_error *err)
{
    const size_t *row = w->v->row + w->v->start[g], m = w->v->start[g + 1] - w->v->start[g], p = w->p;
    const double *v = w->v->block + w->v->at[g], *weights = w->w->block + w->w->at[g];
    rv_status st;

    memcpy(room, weights, m * m * sizeof *room);
    if ((st = rv_cholesky(room, m, err)) != RV_OK)
        return rv_within(err, st, "the weights of row %zu and those it hangs together with", row[0] + 1);
    for (size_t i = 0; i < m; i++) {
        rv_residual *r = &rows[row[i]];
        const double *x = w->x + row[i] * p, total = v[i * m + i];
        double variance;
        r->resid = w->e[row[i]];
        r->fitted = w->y[row[i]] - r->resid;
        memset(xw, 0, p * sizeof *xw);
        r->cholesky = 0;
        for (size_t j = 0; j < m; j++) {
            for (size_t c = 0; c < p; c++)
                xw[c] += weights[j * m + i] * w->x[row[j] * p + c];
            if (j >= i)
                r->cholesky += room[j * m + i] * w->e[row[j]];
        }
        r->hat = form(x, w->bread, xw, p);
        variance = total - form(x, w->bread, x, p);
        r->se = variance > ALONE * total ? sqrt(variance) : 0;
        r->z = r->se > 0 ? r->resid / r->se : NAN;
        r->pearson = r->resid / sqrt(total);
    }
    return RV_OK;
}

rv_status rv_mixed_residuals(const rv_mixed *mixed, rv_residual *rows, rv_error *err)
{
    rv_working w;
    double *room;
    rv_status st = RV_OK;

    rv_mixed_working(mixed, &w);
    const size_t most = rv_blocks_most(w.v);
    if (!(room = calloc(most * most + w.p, sizeof *room)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects that hang together", most);
    for (size_t g = 0; st == RV_OK && g < w.v->n; g++)
        st = of_block(&w, g, room, room + most * most, rows, err);
    free(room);
    return st;
}
