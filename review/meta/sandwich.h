/*
 * A robust variance in the making. All runs in coordinates in which the weighted design is orthonormal: X = Z R, Z' W Z = I, so
 * M = I, and leverages are eigenvalues between 0 and 1 whatever the units of the moderators. A contrast c of b is R^-T c of Z's.
 */
#ifndef RV_META_SANDWICH_H
#define RV_META_SANDWICH_H

#include "review/meta_robust.h"
#include "review/numer.h"

struct rv_robust {
    rv_working own;               /* the caller's, copied; its arrays are the model's */
    const rv_working *model;      /* &own */
    rv_robust_options how;
    rv_robust_fit fit;

    size_t clusters;
    size_t *order, *start;        /* [k] rows, cluster after cluster; [clusters + 1] */
    size_t *code;                 /* [clusters] the caller's code of each */
    size_t *group, *group_start;  /* [n] groups, cluster after cluster; [clusters + 1]. Only where `whole` */
    size_t largest;               /* rows of the largest cluster */
    bool   whole;                 /* clusters are unions of groups */
    bool   inverse;               /* W = V^-1 */

    double *r;                    /* [p p] upper triangular */
    double *z, *wz;               /* [k p] in the model's row order */
    double *est;                  /* [k p] A W Z: what a row's residual adds to the score */
    double *omega;                /* [p p] Z' W V W Z, lower Cholesky factor; I where `inverse` */
    size_t unknowns;              /* directions of Z that cannot be estimated without some cluster */
    size_t *unknown_of;           /* [unknowns] that cluster, by its place */
    double *unknown;              /* [unknowns p] the directions, of length 1 */
    double *vcov_z;               /* [p p] in Z's coordinates */

    rv_meta_coef *coefs;          /* [p] */
    double *vcov, *saddlepoint;   /* [p p], [p] */
    size_t *only_cluster;         /* [p] */
};

/* Orders rows and groups by cluster; finds whether clusters are unions of groups, and says in `err` which are not. */
rv_status rv_sandwich_clusters(rv_robust *s, const size_t *cluster, rv_error *err);
/* Why clusters are not unions: the first group that is split. */
rv_status rv_sandwich_split(const rv_robust *s, const size_t *cluster, rv_error *err);
/* "study Smith 2019", "cluster 3": into text[n]. */
const char *rv_sandwich_name(const rv_robust *s, size_t cluster, char *text, size_t n);
/* The block of cluster i of a matrix by groups, into dense[n n] over its rows in `order`. */
void rv_sandwich_block(const rv_robust *s, size_t i, const rv_blocks *of, double *dense);

/* Z, R, W Z, omega. */
rv_status rv_sandwich_design(rv_robust *s, rv_error *err);
/* est by the type, and the clusters without which a coefficient cannot be estimated. */
rv_status rv_sandwich_adjust(rv_robust *s, rv_error *err);

/*
 * The distribution of contrasts under the working model. For contrasts a, b (rows of C) and clusters i, j
 *     cov(a's score of i, b's score of j) = P^ab_ij = [i = j] T^ab_i + u_ai' B u_bj,
 * with u short vectors, so that sums over pairs of clusters are sums over clusters of small matrices.
 */
typedef struct {
    size_t q, width, clusters;
    bool   inverse;
    double *diagonal;             /* [clusters q q] P^ab_ii */
    double *u;                    /* [clusters q width] */
    double *gram;                 /* [q width, q width] sum_i u_i u_i' over all contrasts */
} rv_moments;
/* c[q p] in Z's coordinates. Ends with rv_moments_end(), also after a failure. */
rv_status rv_moments_begin(rv_moments *m, const rv_robust *s, const double *c, size_t q, rv_error *err);
void rv_moments_end(rv_moments *m);
/* sum_i P^ab_ii: the covariance of a and b that the robust variance estimates on average. */
double rv_moments_mean(const rv_moments *m, size_t a, size_t b);
/* sum_ij P^ab_ij P^cd_ij */
double rv_moments_pairs(const rv_moments *m, size_t a, size_t b, size_t c, size_t d);
/* P^aa, dense, into p[clusters clusters]. */
void rv_moments_dense(const rv_moments *m, size_t a, double *p);

/* Mean and df of one contrast's robust variance. */
rv_status rv_sandwich_satterthwaite(const rv_robust *s, const double *c, double *mean, double *df, rv_error *err);
/* A contrast of b in Z's coordinates: out[p] = R^-T c. */
void rv_sandwich_turn(const rv_robust *s, const double *c, double *out);
/* p of |t| by the saddlepoint, at `*at`. */
rv_status rv_sandwich_saddlepoint(const rv_robust *s, const double *c, double t, double *at, double *p, rv_error *err);
/* stat, p and interval of an estimate with its se and df (NaN: normal). */
void rv_sandwich_finish(rv_meta_coef *coef, rv_robust_test test, double level);

#endif
