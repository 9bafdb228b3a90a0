/* The coefficients of a mixed model without each cluster, robust ones where they are wanted. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_multilevel.h"
#include "meta/mixed_without.h"

static const rv_meta_coef NOTHING = { NAN, NAN, NAN, NAN, NAN, NAN, NAN };

/* The robust coefficients of the model that is left; the estimates alone where there is no such variance. */
static rv_status robust_of(const rv_mixed_without *w, const size_t *by, const rv_robust_options *how, size_t *codes, rv_meta_coef *coefs,
                           rv_error *err)
{
    rv_working left;
    rv_robust *r = NULL;
    rv_status st;

    rv_mixed_working(w->left, &left);
    for (size_t i = 0; i < left.k; i++)
        codes[i] = by ? by[w->row[i]] : w->row[i];
    st = rv_robust_run(&r, &left, codes, how, err);
    for (size_t j = 0; j < w->p; j++) {
        coefs[j] = st == RV_OK ? rv_robust_result(r)->coefs[j] : NOTHING;
        coefs[j].estimate = left.b[j];
    }
    rv_robust_free(r);
    return st == RV_ENOMEM ? st : RV_OK;
}

rv_status rv_mixed_leave_out(const rv_mixed *mixed, const size_t *cluster, size_t n, const rv_robust_options *robust, const size_t *by,
                             rv_meta_coef *coefs, double *params, bool *exists, rv_error *err)
{
    const rv_mixed_fit *f = rv_mixed_result(mixed);
    const size_t p = f->p;
    rv_mixed_without w = { .full = NULL };
    size_t *codes = calloc(f->k + 1, sizeof *codes);
    rv_status st = codes ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", f->k);

    if (st == RV_OK && (n < 2 || (!cluster && n != f->k)))
        st = rv_fail(err, RV_EINVAL, "leaving one out needs two clusters or more, or each effect its own; there are %zu for %zu effects",
                     n, f->k);
    for (size_t i = 0; st == RV_OK && cluster && i < f->k; i++)
        if (cluster[i] >= n)
            st = rv_fail(err, RV_EINVAL, "effect %zu is in cluster %zu; there are %zu", i + 1, cluster[i] + 1, n);
    if (st == RV_OK)
        st = rv_mixed_without_begin(&w, mixed, err);
    for (size_t c = 0; st == RV_OK && c < n; c++) {
        rv_meta_coef *row = coefs + c * p;
        if ((st = rv_mixed_without_cluster(&w, cluster, c, err)) != RV_OK)
            break;
        exists[c] = w.left != NULL;
        for (size_t j = 0; j < p; j++)
            row[j] = w.left ? rv_mixed_result(w.left)->coefs[j] : NOTHING;
        for (size_t j = 0; params && j < f->params; j++)
            params[c * f->params + j] = w.left ? rv_mixed_result(w.left)->param[j].estimate : NAN;
        if (w.left && robust)
            st = robust_of(&w, by ? by : cluster, robust, codes, row, err);
    }
    rv_mixed_without_end(&w);
    free(codes);
    return st;
}
