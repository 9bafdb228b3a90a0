/*
 * The model fitted again without some of its effects: what influence, leave-one-out and cumulative analyses are made of.
 * The caller has fitted the whole model before, so that what is wrong with the data has been said; a deletion that cannot be fitted
 * then means that a coefficient cannot be estimated without these effects (`exists` is false), and is no failure.
 */
#ifndef RV_META_DELETION_H
#define RV_META_DELETION_H

#include "review/meta.h"

typedef struct {
    const rv_meta_data *data;
    rv_meta_options options;
    rv_meta_data    rest;         /* the effects that stay; points into room */
    double         *room;
    /* Of the last rv_deletion_keep(). */
    bool            exists;
    rv_meta_fit     fit;
    rv_meta_coef   *coefs;        /* [p] */
    double         *vcov;         /* [p p] */
} rv_deletion;

/* Ends with rv_deletion_end(), also after a failure. `data` must outlive it. */
rv_status rv_deletion_begin(rv_deletion *deletion, const rv_meta_data *data, const rv_meta_options *options, rv_error *err);
void rv_deletion_end(rv_deletion *deletion);
/* Fits the effects i with keep[i], in their order. Errors: RV_ENOMEM alone. */
rv_status rv_deletion_keep(rv_deletion *deletion, const bool *keep, rv_error *err);
/* The same with the first n effects of `order`. */
rv_status rv_deletion_take(rv_deletion *deletion, const size_t *order, size_t n, rv_error *err);

/* d' V^-1 d and ln det V of a covariance matrix v[p p]; both NaN where V is singular (or its inverse does not exist in doubles).
   Rows are scaled to variance 1 first, so that units do not matter. Room: p p + p doubles. d may be NULL. */
void rv_distance(const double *v, const double *d, size_t p, double *room, double *distance, double *log_det);

#endif
