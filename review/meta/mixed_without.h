/* The mixed model without some of its effects, and the covariance of effects under given components. */
#ifndef RV_META_MIXED_WITHOUT_H
#define RV_META_MIXED_WITHOUT_H

#include "review/meta_mixed.h"

/* Rows of the largest block. */
size_t rv_blocks_most(const rv_blocks *blocks);

/* The covariance of the random effects of levels a and b of one group, theta[...] the components of the part as they are reported. */
double rv_mixed_part_covariance(const rv_mixed_part *part, const double *theta, size_t a, size_t b);

/* A fitted model with what deletions of it need. Ends with rv_mixed_without_end(), also after a failure. */
typedef struct {
    const rv_mixed *full;
    const rv_mixed_data *data;
    const rv_mixed_fit *fit;      /* of the full model */
    size_t  p;
    double *theta;                /* [params] its components */
    bool    known;                /* all of them are numbers: they can be started from */
    size_t *block, *place;        /* [k] of each row in data->v; NULL without */
    /* The effects that stay. */
    rv_mixed_data  rest;
    rv_mixed_part *part;
    rv_blocks     *v;
    double *numbers;
    size_t *codes, *row;          /* row[i]: which effect of the full data i is */
    rv_mixed *left;               /* the model without; NULL: a coefficient cannot be estimated without them */
} rv_mixed_without;

rv_status rv_mixed_without_begin(rv_mixed_without *w, const rv_mixed *full, rv_error *err);
void rv_mixed_without_end(rv_mixed_without *w);
/* Fits the effects i with cluster[i] (i itself where cluster is NULL) other than c, into w->left. Errors: RV_ENOMEM alone. */
rv_status rv_mixed_without_cluster(rv_mixed_without *w, const size_t *cluster, size_t c, rv_error *err);
/* The same with the effects of the clusters c that have keep[c] alone. */
rv_status rv_mixed_without_others(rv_mixed_without *w, const size_t *cluster, const bool *keep, rv_error *err);
/* The covariance of effects i and j of the full data under components theta. */
double rv_mixed_effect_covariance(const rv_mixed_without *w, const double *theta, size_t i, size_t j);

#endif
