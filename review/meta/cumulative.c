/* The model with more and more effects, and without groups of them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_diagnose.h"
#include "meta/deletion.h"

rv_status rv_meta_cumulative(const rv_meta_data *d, const rv_meta_options *o, const size_t *order, rv_meta_fit *out,
                             rv_error *err)
{
    rv_deletion some = { 0 };
    rv_meta_fit all;
    rv_status st = RV_OK;

    if (d->p)
        return rv_fail(err, RV_EINVAL, "a cumulative analysis is not for models with moderators");
    for (size_t i = 0; order && i < d->k; i++)
        if (order[i] >= d->k)
            return rv_fail(err, RV_EINVAL, "place %zu of the order is effect %zu; there are %zu", i + 1, order[i] + 1, d->k);
    if ((st = rv_meta_run(d, o, &all, NULL, NULL, NULL, err)) == RV_OK)
        st = rv_deletion_begin(&some, d, o, err);
    some.options.skip_interval = o->skip_interval;
    for (size_t n = 1; st == RV_OK && n <= d->k; n++) {
        if ((st = rv_deletion_take(&some, order, n, err)) == RV_OK && !some.exists)
            st = rv_within(err, rv_meta_run(&some.rest, &some.options, &out[n - 1], NULL, NULL, NULL, err),
                           "the first %zu effects", n);
        out[n - 1] = some.fit;
    }
    rv_deletion_end(&some);
    return st;
}

rv_status rv_meta_leave_out(const rv_meta_data *d, const rv_meta_options *o, const size_t *group, size_t groups,
                            rv_meta_fit *fits, rv_meta_coef *coefs, bool *exists, rv_error *err)
{
    const size_t p = d->p ? d->p : 1;
    bool *keep = calloc(d->k + 1, sizeof *keep);
    rv_deletion some = { 0 };
    rv_meta_fit all;
    rv_status st;

    if (!keep)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    if ((st = rv_meta_run(d, o, &all, NULL, NULL, NULL, err)) == RV_OK)
        st = rv_deletion_begin(&some, d, o, err);
    some.options.skip_interval = o->skip_interval;
    for (size_t g = 0; st == RV_OK && g < groups; g++) {
        for (size_t i = 0; i < d->k; i++)
            keep[i] = (group ? group[i] : i) != g;
        if ((st = rv_deletion_keep(&some, keep, err)) != RV_OK)
            break;
        fits[g] = some.fit;
        exists[g] = some.exists;
        for (size_t j = 0; coefs && j < p; j++)
            coefs[g * p + j] = some.exists ? some.coefs[j] : (rv_meta_coef){ NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    }
    rv_deletion_end(&some);
    free(keep);
    return st;
}
