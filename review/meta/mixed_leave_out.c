/* The coefficients of a mixed model without each cluster, and with more and more of them; robust ones where they are wanted. */
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

/* What both ask for. */
typedef struct {
    const size_t *cluster, *by;
    size_t n;
    const rv_robust_options *robust;
    size_t *codes;                /* [k] room */
    rv_mixed_without w;
} sequence;

static rv_status begin(sequence *s, const rv_mixed *mixed, rv_error *err)
{
    const rv_mixed_fit *f = rv_mixed_result(mixed);

    if (s->n < 2 || (!s->cluster && s->n != f->k))
        return rv_fail(err, RV_EINVAL, "leaving one out needs two clusters or more, or each effect its own; there are %zu for %zu effects",
                       s->n, f->k);
    for (size_t i = 0; s->cluster && i < f->k; i++)
        if (s->cluster[i] >= s->n)
            return rv_fail(err, RV_EINVAL, "effect %zu is in cluster %zu; there are %zu", i + 1, s->cluster[i] + 1, s->n);
    if (!(s->codes = calloc(f->k + 1, sizeof *s->codes)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", f->k);
    return rv_mixed_without_begin(&s->w, mixed, err);
}

/* Row n of the answer, of the model that is left. */
static rv_status answer(sequence *s, size_t n, rv_meta_coef *coefs, double *params, bool *exists, rv_error *err)
{
    const size_t p = s->w.p, all = s->w.fit->params;
    const rv_mixed_fit *left = s->w.left ? rv_mixed_result(s->w.left) : NULL;

    exists[n] = left != NULL;
    for (size_t j = 0; j < p; j++)
        coefs[n * p + j] = left ? left->coefs[j] : NOTHING;
    for (size_t j = 0; params && j < all; j++)
        params[n * all + j] = left ? left->param[j].estimate : NAN;
    return left && s->robust ? robust_of(&s->w, s->by ? s->by : s->cluster, s->robust, s->codes, coefs + n * p, err) : RV_OK;
}

rv_status rv_mixed_leave_out(const rv_mixed *mixed, const size_t *cluster, size_t n, const rv_robust_options *robust, const size_t *by,
                             rv_meta_coef *coefs, double *params, bool *exists, rv_error *err)
{
    sequence s = { .cluster = cluster, .by = by, .n = n, .robust = robust };
    rv_status st = begin(&s, mixed, err);

    for (size_t c = 0; st == RV_OK && c < n; c++)
        if ((st = rv_mixed_without_cluster(&s.w, cluster, c, err)) == RV_OK)
            st = answer(&s, c, coefs, params, exists, err);
    rv_mixed_without_end(&s.w);
    free(s.codes);
    return st;
}

rv_status rv_mixed_cumulative(const rv_mixed *mixed, const size_t *cluster, size_t n, const size_t *order,
                              const rv_robust_options *robust, const size_t *by, rv_meta_coef *coefs, double *params, bool *exists,
                              rv_error *err)
{
    sequence s = { .cluster = cluster, .by = by, .n = n, .robust = robust };
    bool *keep = calloc(n + 1, sizeof *keep);
    rv_status st = keep ? begin(&s, mixed, err) : rv_fail(err, RV_ENOMEM, "out of memory for %zu clusters", n);

    for (size_t c = 0; st == RV_OK && c < n; c++) {
        const size_t next = order ? order[c] : c;
        if (next >= n || keep[next]) {
            st = rv_fail(err, RV_EINVAL, "place %zu of the order is cluster %zu, which %s", c + 1, next + 1,
                         next < n ? "was there before" : "does not exist");
            break;
        }
        keep[next] = true;
        if ((st = rv_mixed_without_others(&s.w, cluster, keep, err)) == RV_OK)
            st = answer(&s, c, coefs, params, exists, err);
    }
    rv_mixed_without_end(&s.w);
    free(s.codes);
    free(keep);
    return st;
}
