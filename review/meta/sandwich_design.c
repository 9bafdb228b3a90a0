/* The design in coordinates in which X' W X is the identity. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/sandwich.h"

/* How far W V may be from the identity, in units of its rows, to be taken for it. Where it is not, the formulas for any weights are used,
   which hold too. */
static const double INVERSE_TOLERANCE = 1e-8;

/* Lower Cholesky factors of all blocks, one after the other. */
static rv_status factor_weights(const rv_blocks *w, double *factor, rv_error *err)
{
    for (size_t g = 0; g < w->n; g++) {
        const size_t m = w->start[g + 1] - w->start[g];
        rv_status st;
        memcpy(factor + w->at[g], w->block + w->at[g], m * m * sizeof *factor);
        if ((st = rv_cholesky(factor + w->at[g], m, err)) != RV_OK)
            return rv_within(err, st, "weights of the %zu effects that depend on effect %zu", m, w->row[w->start[g]] + 1);
    }
    return RV_OK;
}

static bool are_inverse(const rv_blocks *w, const rv_blocks *v)
{
    for (size_t g = 0; g < w->n; g++) {
        const size_t m = w->start[g + 1] - w->start[g];
        const double *a = w->block + w->at[g], *b = v->block + v->at[g];
        for (size_t i = 0; i < m; i++)
            for (size_t j = 0; j < m; j++) {
                double sum = i == j ? -1 : 0;
                for (size_t n = 0; n < m; n++)
                    sum += a[i * m + n] * b[n * m + j];
                if (!(fabs(sum) * sqrt(b[i * m + i] / b[j * m + j]) <= INVERSE_TOLERANCE))
                    return false;
            }
    }
    return true;
}

/* For each group: out = L' in, rows by the group's. */
static void times_upper(const rv_blocks *w, const double *factor, size_t p, const double *in, double *out)
{
    for (size_t g = 0; g < w->n; g++) {
        const size_t m = w->start[g + 1] - w->start[g], *row = w->row + w->start[g];
        const double *l = factor + w->at[g];
        for (size_t i = 0; i < m; i++)
            for (size_t c = 0; c < p; c++) {
                double sum = 0;
                for (size_t n = i; n < m; n++)
                    sum += l[n * m + i] * in[row[n] * p + c];
                out[row[i] * p + c] = sum;
            }
    }
}

/* For each group, with q = L' Z: W Z = L q into wz, and Z = L'^-1 q over q. */
static void back_from(const rv_blocks *w, const double *factor, size_t p, double *q, double *wz)
{
    for (size_t g = 0; g < w->n; g++) {
        const size_t m = w->start[g + 1] - w->start[g], *row = w->row + w->start[g];
        const double *l = factor + w->at[g];
        for (size_t c = 0; c < p; c++) {
            for (size_t i = 0; i < m; i++) {
                double sum = 0;
                for (size_t n = 0; n <= i; n++)
                    sum += l[i * m + n] * q[row[n] * p + c];
                wz[row[i] * p + c] = sum;
            }
            for (size_t i = m; i-- > 0;) {
                double sum = q[row[i] * p + c];
                for (size_t n = i + 1; n < m; n++)
                    sum -= l[n * m + i] * q[row[n] * p + c];
                q[row[i] * p + c] = sum / l[i * m + i];
            }
        }
    }
}

/* omega = sum (W Z)' V W Z over the groups, and its factor. */
static rv_status spread(rv_robust *s, rv_error *err)
{
    const rv_blocks *v = s->model->v;
    const size_t p = s->fit.p;
    double *vwz = calloc(p, sizeof *vwz);

    if (!vwz)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);
    for (size_t g = 0; g < v->n; g++) {
        const size_t m = v->start[g + 1] - v->start[g], *row = v->row + v->start[g];
        for (size_t i = 0; i < m; i++) {
            memset(vwz, 0, p * sizeof *vwz);
            for (size_t n = 0; n < m; n++)
                for (size_t c = 0; c < p; c++)
                    vwz[c] += v->block[v->at[g] + i * m + n] * s->wz[row[n] * p + c];
            for (size_t a = 0; a < p; a++)
                for (size_t b = 0; b < p; b++)
                    s->omega[a * p + b] += s->wz[row[i] * p + a] * vwz[b];
        }
    }
    free(vwz);
    return rv_within(err, rv_cholesky(s->omega, p, err), "covariance of the coefficients under the model");
}

rv_status rv_sandwich_design(rv_robust *s, rv_error *err)
{
    const rv_working *model = s->model;
    const rv_blocks *w = model->w;
    const size_t k = model->k, p = model->p;
    double *factor = calloc(w->at[w->n] + 1, sizeof *factor);
    rv_status st;

    s->r = calloc(p * p, sizeof *s->r);
    s->z = calloc(k * p, sizeof *s->z);
    s->wz = calloc(k * p, sizeof *s->wz);
    s->omega = calloc(p * p, sizeof *s->omega);
    if (!factor || !s->r || !s->z || !s->wz || !s->omega)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects and %zu coefficients", k, p);
    else if ((st = factor_weights(w, factor, err)) == RV_OK) {
        times_upper(w, factor, p, model->x, s->z);
        if ((st = rv_orthonormal(s->z, k, p, model->names, s->r, err)) == RV_OK) {
            back_from(w, factor, p, s->z, s->wz);
            s->inverse = are_inverse(w, model->v);
            for (size_t a = 0; s->inverse && a < p; a++)
                s->omega[a * p + a] = 1;
            if (!s->inverse)
                st = spread(s, err);
        }
    }
    free(factor);
    return st;
}

void rv_sandwich_turn(const rv_robust *s, const double *c, double *out)
{
    const size_t p = s->fit.p;

    for (size_t i = 0; i < p; i++) {
        double sum = c[i];
        for (size_t j = 0; j < i; j++)
            sum -= s->r[j * p + i] * out[j];
        out[i] = sum / s->r[i * p + i];
    }
}
