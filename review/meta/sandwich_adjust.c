/* What a residual adds to the score: W Z, corrected for the residuals being smaller than the errors. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meta/sandwich_adjust.h"

/* A share of the information below which a direction is taken to rest on one cluster alone. */
static const double NOTHING_LEFT = 1e-10;
/* Pivots above this say that no eigenvalue is near NOTHING_LEFT, at a fraction of the cost. */
static const double SAFE_PIVOT = 1e-5;

/* `dense` rows need matrices of their own size; only CR2 does. */
static rv_status room_begin(rv_adjust_room *r, size_t n, size_t dense, size_t p, rv_error *err)
{
    r->left = calloc(p * p, sizeof *r->left);
    r->values = calloc(p, sizeof *r->values);
    r->v = calloc(dense * dense + 1, sizeof *r->v);
    r->b = calloc(dense * dense + 1, sizeof *r->b);
    r->root = calloc(dense * dense + 1, sizeof *r->root);
    r->power = calloc(n, sizeof *r->power);
    r->f = calloc(n * p, sizeof *r->f);
    r->g = calloc(n * p, sizeof *r->g);
    if (!r->left || !r->values || !r->v || !r->b || !r->root || !r->power || !r->f || !r->g)
        return rv_fail(err, RV_ENOMEM, "out of memory for a cluster of %zu effects", n);
    return RV_OK;
}

static void room_end(rv_adjust_room *r)
{
    free(r->left);
    free(r->values);
    free(r->v);
    free(r->b);
    free(r->root);
    free(r->power);
    free(r->f);
    free(r->g);
}

static double factor_of(const rv_robust *s)
{
    const double j = (double)s->clusters, k = (double)s->fit.k, p = (double)s->fit.p;

    switch (s->how.type) {
    case RV_CR1: return j / (j - 1);
    case RV_CR1P: return j / (j - p);
    case RV_CR1S: return j * (k - 1) / ((j - 1) * (k - p));
    default: return 1;
    }
}

/* I - Z_i' W_i Z_i, lower triangle. */
static void without(const rv_robust *s, size_t i, double *left)
{
    const size_t p = s->fit.p;

    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b <= a; b++) {
            rv_sum sum = { a == b, 0 };
            for (size_t n = s->start[i]; n < s->start[i + 1]; n++)
                rv_sum_add(&sum, -s->wz[s->order[n] * p + a] * s->z[s->order[n] * p + b]);
            left[a * p + b] = rv_sum_get(&sum);
        }
}

/* How many directions of Z cannot be estimated without cluster i; their vectors are the last of left's then. left and values are
   eigenvectors and eigenvalues on return if that is above 0, or if `all`. */
static rv_status unknown_without(const rv_robust *s, size_t i, bool all, rv_adjust_room *r, size_t *unknown, rv_error *err)
{
    const size_t p = s->fit.p;
    rv_status st;
    bool safe = !all;

    *unknown = 0;
    without(s, i, r->left);
    if (!all && (safe = rv_cholesky(r->left, p, NULL) == RV_OK))
        for (size_t a = 0; a < p; a++)
            safe = safe && r->left[a * p + a] * r->left[a * p + a] > SAFE_PIVOT;
    if (safe)
        return RV_OK;
    if (!all)
        without(s, i, r->left);
    if ((st = rv_eigen_symmetric(r->left, p, r->values, err)) == RV_OK)
        while (*unknown < p && r->values[p - 1 - *unknown] < NOTHING_LEFT)
            ++*unknown;
    return st;
}

/* Marks the coefficients that move along the last `unknown` vectors: b = R^-1 z. */
static void mark_only(rv_robust *s, size_t i, const rv_adjust_room *r, size_t unknown)
{
    const size_t p = s->fit.p;

    for (size_t n = p - unknown; n < p; n++)
        for (size_t a = 0; a < p; a++)
            s->unknown[(s->unknowns + n - (p - unknown)) * p + a] = r->left[a * p + n];
    for (size_t n = 0; n < unknown; n++)
        s->unknown_of[s->unknowns++] = i;
    for (size_t n = p - unknown; n < p; n++)
        for (size_t a = p; a-- > 0;) {
            double sum = r->left[a * p + n];
            for (size_t b = a + 1; b < p; b++)
                sum -= s->r[a * p + b] * r->f[b];
            r->f[a] = sum / s->r[a * p + a];
            if (r->f[a] * r->f[a] > 1e-8 * s->vcov[a * p + a])   /* vcov holds M for now */
                s->only_cluster[a] = s->code[i];
        }
}

static rv_status jackknife(rv_robust *s, size_t i, size_t unknown, rv_adjust_room *r, rv_error *err)
{
    const size_t p = s->fit.p;
    char text[128], number[32];

    if (unknown) {
        size_t a = 0;
        while (a + 1 < p && s->only_cluster[a] != s->code[i])
            a++;
        snprintf(number, sizeof number, "%zu", a + 1);
        return rv_fail(err, RV_EDOMAIN, "coefficient %s cannot be estimated without %s, and so CR3 does not exist; CR2 does",
                       s->model->names && s->model->names[a] ? s->model->names[a] : number,
                       rv_sandwich_name(s, i, text, sizeof text));
    }
    for (size_t n = s->start[i]; n < s->start[i + 1]; n++) {
        const double *wz = s->wz + s->order[n] * p;
        double *est = s->est + s->order[n] * p;
        for (size_t a = 0; a < p; a++)
            est[a] = 0;
        for (size_t v = 0; v < p; v++) {
            double sum = 0;
            for (size_t a = 0; a < p; a++)
                sum += r->left[a * p + v] * wz[a];
            for (size_t a = 0; a < p; a++)
                est[a] += r->left[a * p + v] * sum / r->values[v];
        }
    }
    return RV_OK;
}

static rv_status more_unknown(rv_robust *s, size_t n, rv_error *err)
{
    const size_t all = s->unknowns + n;
    size_t *of = realloc(s->unknown_of, all * sizeof *of);
    double *vectors = NULL;

    if (of) {
        s->unknown_of = of;
        if ((vectors = realloc(s->unknown, all * s->fit.p * sizeof *vectors)))
            s->unknown = vectors;
    }
    return of && vectors ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", s->fit.p);
}

static rv_status by_cluster(rv_robust *s, rv_error *err)
{
    rv_adjust_room r = { 0 };
    rv_status st = room_begin(&r, s->largest > s->fit.p ? s->largest : s->fit.p, s->how.type == RV_CR2 ? s->largest : 0, s->fit.p, err);

    for (size_t i = 0; st == RV_OK && i < s->clusters; i++) {
        size_t unknown;
        if ((st = unknown_without(s, i, s->how.type == RV_CR3, &r, &unknown, err)) != RV_OK)
            break;
        if (unknown) {
            if ((st = more_unknown(s, unknown, err)) != RV_OK)
                break;
            mark_only(s, i, &r, unknown);
        }
        if (s->how.type == RV_CR2)
            st = rv_sandwich_bell_mccaffrey(s, i, unknown, &r, err);
        else if (s->how.type == RV_CR3)
            st = jackknife(s, i, unknown, &r, err);
    }
    room_end(&r);
    return st;
}

/* M = R^-1 R^-T, its diagonal, into vcov until the robust variance takes its place. */
static void model_variance(rv_robust *s, double *c)
{
    const size_t p = s->fit.p;

    for (size_t a = 0; a < p; a++) {
        double *turned = c + p;
        memset(c, 0, p * sizeof *c);
        c[a] = 1;
        rv_sandwich_turn(s, c, turned);
        s->vcov[a * p + a] = 0;
        for (size_t b = 0; b < p; b++)
            s->vcov[a * p + a] += turned[b] * turned[b];
    }
}

rv_status rv_sandwich_adjust(rv_robust *s, rv_error *err)
{
    const size_t p = s->fit.p, k = s->fit.k;
    const double root = sqrt(factor_of(s));
    double *c = calloc(2 * p, sizeof *c);
    rv_status st = RV_OK;

    s->est = calloc(k * p, sizeof *s->est);
    if (!c || !s->est) {
        free(c);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects and %zu coefficients", k, p);
    }
    model_variance(s, c);
    for (size_t i = 0; i < k * p; i++)
        s->est[i] = root * s->wz[i];
    if (s->whole)
        st = by_cluster(s, err);
    free(c);
    return st;
}
