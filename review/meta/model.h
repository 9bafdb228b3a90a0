/*
 * The weighted linear model at given weights, and the traces that the estimators of tau2 need. Everything is O(k p^2).
 *
 * The design matrix is replaced once by Q with orthonormal columns, X = Q R, so that the normal equations Q' A Q that
 * are solved at each step stay well conditioned whatever the moderators' scales. With weights a,
 *
 *     P = A - A Q M Q' A,   M = (Q' A Q)^-1,   e = y - Q M Q' A y = A^-1 P y
 */
#ifndef RV_META_MODEL_H
#define RV_META_MODEL_H

#include "review/meta.h"
#include "review/numer.h"

typedef struct {
    size_t k, p;
    const double *y, *v;          /* the caller's */
    double *q, *r;                /* [k p], [p p] */
    double *a, *e;                /* [k] weights and residuals of the last rv_model_weigh() */
    double *m, *l;                /* [p p] M, and the Cholesky factor of Q' A Q */
    double *gamma;                /* [p] coefficients on Q */
    double *g1, *g2, *g3;         /* [p p] room for traces */
    double *pairs, *totals;       /* [2 p p], [2 p] room */
    double rss;                   /* sum a e^2 = y' P y */
    double log_det;               /* ln det Q' A Q */
    double mean_v, max_v, least_v;   /* scale of the problem */
    bool   plain;                 /* one mean: p = 1 and q[] = 1 throughout; then weights 1 / (v + tau2) take the short way of
                                     model_mean.c, which leaves its sums here: */
    struct rv_contrasts *contrasts;   /* what the others go by, see model_contrasts.c */
    bool   summed;                /* the last weights were 1 / (v + tau2) */
    double at;                    /* with this tau2 */
    size_t ref;                   /* the smallest variance */
    double trace, trace2;         /* tr P, tr P P */
    double ypp, yppp;             /* y' P P y, y' P P P y of a plain model */
    void *room;
} rv_model;

/* Checks the data, takes memory and orthogonalises. Ends with rv_model_end(), also after a failure. */
rv_status rv_model_begin(rv_model *model, const rv_meta_data *data, rv_error *err);
void rv_model_end(rv_model *model);

/* Weights 1 / (v + tau2), or those given; then M, e and rss. */
rv_status rv_model_weigh(rv_model *model, double tau2, rv_error *err);
rv_status rv_model_weigh_by(rv_model *model, const double *weights, rv_error *err);

/* The short way for a plain model: weights, residuals and sums in two passes. */
void rv_model_weigh_mean(rv_model *model, double tau2);

/* The same for other models; the traces only when they are asked for. */
rv_status rv_contrasts_begin(rv_model *model, rv_error *err);
void rv_contrasts_end(rv_model *model);
rv_status rv_contrasts_weigh(rv_model *model, double tau2, rv_error *err);
void rv_contrasts_trace(rv_model *model);

/* sum a^i v^j */
double rv_model_sum(const rv_model *model, int i, int j);
/* tr(P V^j) */
double rv_model_trace(rv_model *model, int j);
/* tr(P V^i P V^j) */
double rv_model_trace2(rv_model *model, int i, int j);
/* e' A^2 e = y' P P y */
double rv_model_ypp(const rv_model *model);
/* z = A e = P y; then z' P z = y' P P P y */
double rv_model_yppp(rv_model *model);
/* Q' diag(a^i (v + tau2)^j) Q into g[p p] */
void rv_model_gram(const rv_model *model, int i, int j, double tau2, double *g);

/* Rows x[k p] and what is regressed on them; z may be NULL, and `skip` (rows that are passed over). */
typedef struct { const double *x, *z; const bool *skip; } rv_model_rows;
/* X' diag(a^i (v + tau2)^j) X into g[p p], and X' diag(a^i (v + tau2)^j) z into b[p] unless NULL. */
void rv_model_gram_of(const rv_model *model, const rv_model_rows *rows, int i, int j, double tau2, double *g, double *b);

/* Where the block of rows that begins at `from` ends: sums run plain within blocks, compensated between them. */
static inline size_t rv_model_block(size_t from, size_t k)
{
    enum { BLOCK = 256 };
    return k - from > BLOCK ? from + BLOCK : k;
}

#endif
