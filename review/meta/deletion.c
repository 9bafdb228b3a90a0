#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/numer.h"
#include "meta/deletion.h"

rv_status rv_deletion_begin(rv_deletion *s, const rv_meta_data *d, const rv_meta_options *o, rv_error *err)
{
    const size_t k = d->k, p = d->p ? d->p : 1;
    double *at;

    *s = (rv_deletion){ .data = d, .options = *o, .rest = *d };
    s->options.skip_interval = true;
    s->room = at = calloc(k * (3 + p) + p * p, sizeof *at);
    s->coefs = calloc(p, sizeof *s->coefs);
    if (!s->room || !s->coefs)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    s->rest.yi = at, at += k;
    s->rest.vi = at, at += k;
    s->rest.weights = d->weights ? at : NULL, at += k;
    s->rest.x = at, at += k * p;
    s->vcov = at;
    return RV_OK;
}

void rv_deletion_end(rv_deletion *s)
{
    free(s->room);
    free(s->coefs);
    s->room = NULL;
    s->coefs = NULL;
}

static void copy_row(rv_deletion *s, size_t i)
{
    const rv_meta_data *d = s->data;
    const size_t n = s->rest.k++;

    ((double *)s->rest.yi)[n] = d->yi[i];
    ((double *)s->rest.vi)[n] = d->vi[i];
    if (d->weights)
        ((double *)s->rest.weights)[n] = d->weights[i];
    if (d->p)
        memcpy((double *)s->rest.x + n * d->p, d->x + i * d->p, d->p * sizeof *d->x);
}

static rv_status fit(rv_deletion *s, rv_error *err)
{
    rv_status st = RV_EINVAL;

    s->exists = s->rest.k > 0
                && (st = rv_meta_run(&s->rest, &s->options, &s->fit, s->coefs, s->vcov, NULL, err)) == RV_OK;
    /* With moderators, as many coefficients as effects leave nothing to estimate tau2 from. */
    s->exists = s->exists && !(s->rest.p > 1 && isnan(s->fit.tau2));
    return st == RV_ENOMEM ? st : RV_OK;
}

rv_status rv_deletion_keep(rv_deletion *s, const bool *keep, rv_error *err)
{
    s->rest.k = 0;
    for (size_t i = 0; i < s->data->k; i++)
        if (keep[i])
            copy_row(s, i);
    return fit(s, err);
}

rv_status rv_deletion_take(rv_deletion *s, const size_t *order, size_t n, rv_error *err)
{
    s->rest.k = 0;
    for (size_t i = 0; i < n; i++)
        copy_row(s, order ? order[i] : i);
    return fit(s, err);
}

void rv_distance(const double *v, const double *d, size_t p, double *room, double *distance, double *log_det)
{
    double *l = room, *x = room + p * p, logs = 0;

    *distance = *log_det = NAN;
    for (size_t i = 0; i < p; i++) {
        if (!(v[i * p + i] > 0 && isfinite(v[i * p + i])))
            return;
        logs += log(v[i * p + i]);
        x[i] = d ? d[i] / sqrt(v[i * p + i]) : 0;
        for (size_t j = 0; j <= i; j++)
            l[i * p + j] = v[i * p + j] / sqrt(v[i * p + i] * v[j * p + j]);
    }
    if (rv_cholesky(l, p, NULL) != RV_OK)
        return;
    *log_det = logs + rv_cholesky_log_det(l, p);
    /* |L^-1 x|^2 */
    *distance = 0;
    for (size_t i = 0; i < p; i++) {
        for (size_t j = 0; j < i; j++)
            x[i] -= l[i * p + j] * x[j];
        x[i] /= l[i * p + i];
        *distance += x[i] * x[i];
    }
}
