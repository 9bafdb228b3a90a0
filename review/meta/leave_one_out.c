/* The model once more without each effect in turn. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta.h"

/* x[k] without element i, into to[k - 1]. */
static void without(double *to, const double *x, size_t k, size_t i)
{
    memcpy(to, x, i * sizeof *x);
    memcpy(to + i, x + i + 1, (k - i - 1) * sizeof *x);
}

rv_status rv_meta_leave_one_out(const rv_meta_data *d, const rv_meta_options *o, rv_meta_fit *out, rv_error *err)
{
    rv_meta_data rest = *d;
    double *y, *v, *w;
    rv_status st = RV_OK;

    if (d->k < 2)
        return rv_fail(err, RV_EINVAL, "leaving one out needs two effects or more; there is %zu", d->k);
    if (d->p)
        return rv_fail(err, RV_EINVAL, "leaving one out is not for models with moderators");
    if (!(y = calloc(3 * d->k, sizeof *y)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    v = y + d->k;
    w = v + d->k;
    rest.k = d->k - 1;
    rest.yi = y;
    rest.vi = v;
    rest.weights = d->weights ? w : NULL;
    for (size_t i = 0; st == RV_OK && i < d->k; i++) {
        without(y, d->yi, d->k, i);
        without(v, d->vi, d->k, i);
        if (d->weights)
            without(w, d->weights, d->k, i);
        if ((st = rv_meta_run(&rest, o, &out[i], NULL, NULL, NULL, err)) != RV_OK)
            st = rv_within(err, st, "without effect %zu", i + 1);
    }
    free(y);
    return st;
}
