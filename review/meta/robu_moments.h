/* What robumeta's moment estimators see. */
#ifndef RV_META_ROBU_MOMENTS_H
#define RV_META_ROBU_MOMENTS_H

#include "review/meta_robust.h"

/* Rows, study after study, and the sums of a study's rows. */
typedef struct {
    const rv_meta_data *d;
    const double *x, *e;          /* [k p] design; [k] residuals at the first weights */
    const double *m;              /* [p p] (X' W X)^-1 at the first weights */
    size_t k, p, studies;
    size_t *order, *start;        /* [k]; [studies + 1] */
    double *w;                    /* [k] first weights */
    double *ones, *first;         /* [p] sum x, sum w x of the study under way */
    double *t, *s, *ww;           /* [p p] sum over studies of ones ones', first first'; sum w^2 x x' */
    double *room;
} rv_robu_studies;

double rv_robu_effects(const rv_robu_studies *g, size_t j);         /* of study j */
double rv_robu_mean_variance(const rv_robu_studies *g, size_t j);
/* tau2, i2 and q; tau2, omega2 and q. Errors  RV_EDOMAIN where the studies do not tell them. */
rv_status rv_robu_correlated(rv_robu_studies *g, double rho, rv_robu_fit *fit, rv_error *err);
rv_status rv_robu_hierarchical(rv_robu_studies *g, rv_robu_fit *fit, rv_error *err);

#endif
