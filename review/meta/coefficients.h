/* From tau2 to coefficients, tests and fit statistics. */
#ifndef RV_META_COEFFICIENTS_H
#define RV_META_COEFFICIENTS_H

#include "meta/kenward_roger.h"
#include "review/meta_regression.h"

/* Coefficients with what tests of them need. */
typedef struct {
    size_t p;
    double *b, *g;                /* [p], [p p] their covariance as tested, on X */
    double *plain;                /* [p p] the covariance of the normal test */
    double df;                    /* NaN: normal */
    double s2;                    /* Hartung & Knapp's factor, NaN where k = p */
    bool   kr, has_kr;            /* degrees of freedom by contrast, from here; it is filled */
    rv_kenward_roger kenward_roger;
    double level;
    double reach_df, reach;       /* the quantile taken last, and its degrees of freedom */
    void  *room;
} rv_meta_fitted;

/* The two-sided quantile at a level: t with df degrees of freedom, normal when df is NaN. */
double rv_meta_quantile(double df, double level);

/* The same at the level of a fit, which mostly asks for one again and again. */
double rv_meta_reach(rv_meta_fitted *fitted, double df);

/* Fills what of the fit rests on the coefficients, `fitted` (ended with rv_meta_fitted_end(), also after a failure), and weights[k]
   where they are not NULL. */
rv_status rv_meta_coefficients(rv_model *model, const rv_meta_data *data, const rv_meta_options *options, double tau2,
                               rv_meta_fit *fit, rv_meta_fitted *fitted, double *weights, rv_error *err);
void rv_meta_fitted_end(rv_meta_fitted *fitted);

/* Which test can be carried out, its degrees of freedom (NaN: normal), and by how much it multiplies the variances. The weights
   1 / (v + tau2) are in place and stay. */
rv_status rv_hartung_knapp(rv_model *model, const rv_meta_data *data, double tau2, rv_meta_fit *fit, double *df, double *times,
                           rv_error *err);

/* fit->ml and fit->reml, from sum e^2 / (v + tau2). A tau2 that is estimated counts as a parameter; one that is known, or none, does
   not. */
void rv_fit_statistics(const rv_model *model, double tau2, bool estimated, double rss, rv_meta_fit *fit);

/* l' b with its test; for a NULL l, coefficient i. */
rv_meta_coef rv_meta_contrast_of(rv_meta_fitted *fitted, const double *l, size_t i);

/* l' A l for a[p p]; for a NULL l, element (0, 0). */
double rv_meta_variance_of(const rv_meta_fitted *fitted, const double *a, const double *l);
/* The mean and the prediction interval at l[p]; NULL: the first coefficient. */
void rv_meta_prediction_of(const rv_meta_fit *fit, rv_meta_fitted *fitted, const double *l, rv_meta_prediction *out);

/* Whether n contrasts, rows of l[n p], are all 0. */
rv_status rv_meta_joint_of(const rv_meta_fitted *fitted, const double *l, size_t n, rv_meta_joint *out, rv_error *err);

/* The fit as rv_meta_run() makes it, with what it rests on. */
rv_status rv_meta_fit_all(const rv_meta_data *data, const rv_meta_options *options, rv_meta_fit *fit, rv_meta_fitted *fitted,
                          double *weights, rv_error *err);

#endif
