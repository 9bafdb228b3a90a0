/* The univariate model as robust variances see a model: every effect is a group of its own. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/range.h"
#include "meta/working_univariate.h"
#include "review/numer.h"

struct rv_meta_working {
    rv_working view;
    rv_blocks v, w;
    double *room;                 /* all numbers */
    size_t *each;                 /* 0, 1, 2, ...: the rows of the groups, and where their blocks start */
};

static rv_status room_begin(rv_meta_working *u, size_t k, size_t p, rv_error *err)
{
    double *at = u->room = calloc(k * (p + 3) + p + p * p, sizeof *at);

    u->each = calloc(k + 1, sizeof *u->each);
    if (!u->room || !u->each)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    for (size_t i = 0; i <= k; i++)
        u->each[i] = i;
    u->v = u->w = (rv_blocks){ k, k, u->each, u->each, u->each, NULL };
    u->v.block = at, at += k;
    u->w.block = at, at += k;
    u->view.e = at, at += k;
    u->view.x = at, at += k * p;
    u->view.b = at, at += p;
    u->view.bread = at;
    u->view.v = &u->v;
    u->view.w = &u->w;
    return RV_OK;
}

static rv_status fill(rv_meta_working *u, const rv_meta_data *d, const double *v, const double *w, rv_error *err)
{
    const size_t k = d->k, p = u->view.p;
    double *x = (double *)u->view.x, *b = (double *)u->view.b, *e = (double *)u->view.e;
    rv_status st;

    for (size_t i = 0; i < k; i++) {
        if (!rv_effect_fits(d->yi[i]))
            return rv_effect_refuse(i, d->yi[i], err);
        if (!rv_variance_fits(v[i]))
            return rv_variance_refuse(i, v[i], err);
        u->v.block[i] = v[i];
        u->w.block[i] = w ? w[i] : 1 / v[i];
        for (size_t c = 0; c < p; c++)
            x[i * p + c] = d->p ? d->x[i * p + c] : 1;
    }
    if ((st = rv_wls(x, d->yi, u->w.block, k, p, d->names, b, (double *)u->view.bread, NULL, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < k; i++) {
        e[i] = d->yi[i];
        for (size_t c = 0; c < p; c++)
            e[i] -= x[i * p + c] * b[c];
    }
    return RV_OK;
}

rv_status rv_working_of_variances(rv_meta_working **out, const rv_meta_data *d, const double *v, const double *w, rv_error *err)
{
    const size_t p = d->p ? d->p : 1;
    rv_meta_working *u = *out = calloc(1, sizeof *u);
    rv_status st;

    if (!u)
        return rv_fail(err, RV_ENOMEM, "out of memory for a working model");
    u->view = (rv_working){ .k = d->k, .p = p, .y = d->yi, .names = d->names, .intercept = d->p == 0 || d->intercept };
    if (d->k == 0)
        st = rv_fail(err, RV_EINVAL, "there are no effects to pool");
    else if ((st = room_begin(u, d->k, p, err)) == RV_OK)
        st = fill(u, d, v, w, err);
    if (st != RV_OK) {
        rv_meta_working_free(u);
        *out = NULL;
    }
    return st;
}

rv_status rv_meta_working_new(rv_meta_working **out, const rv_meta_data *d, const rv_meta_options *o, const rv_meta_fit *fit, rv_error *err)
{
    const double tau2 = isnan(fit->tau2) ? 0 : fit->tau2;
    double *v = calloc(2 * d->k + 1, sizeof *v), *ones = v + d->k;
    rv_status st;

    *out = NULL;
    if (!v)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    for (size_t i = 0; i < d->k; i++) {
        v[i] = d->vi[i] + tau2;
        ones[i] = 1;
    }
    st = rv_working_of_variances(out, d, v, o->unweighted ? ones : d->weights, err);
    free(v);
    return st;
}

void rv_meta_working_free(rv_meta_working *u)
{
    if (!u)
        return;
    free(u->room);
    free(u->each);
    free(u);
}

const rv_working *rv_meta_working_of(const rv_meta_working *u) { return &u->view; }
