/* A correction of residuals under way, cluster by cluster. */
#ifndef RV_META_SANDWICH_ADJUST_H
#define RV_META_SANDWICH_ADJUST_H

#include "meta/sandwich.h"

/* Room for one cluster at a time. */
typedef struct {
    double *left, *values;        /* [p p], [p] what the other clusters know, I - Z_i' W_i Z_i: eigenvectors and values */
    double *v, *b, *root, *power; /* [n n] V_i, Var(e_i); [n] */
    double *f;                    /* [n p] */
    double *g;                    /* [n p] */
} rv_adjust_room;

/*
 * CR2: est_i = A W_i Z_i with A = L (L' B L)^-1/2 L', V_i = L L', B = Var(e_i) under the model; so A B A = V_i. B has as many directions
 * without variance as `unknown` says.
 */
rv_status rv_sandwich_bell_mccaffrey(rv_robust *s, size_t i, size_t unknown, rv_adjust_room *r, rv_error *err);

#endif
