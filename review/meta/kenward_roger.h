/*
 * Kenward & Roger's (1997) correction for tau2 being estimated: the covariance of the coefficients with that uncertainty in it, and
 * the degrees of freedom that go with it.
 *
 *     Phi = (X' W X)^-1      S_j = X' W^j X      omega = var(tau2) = 2 / tr(P P)
 *     Phi_A = Phi + 2 omega Phi (S_3 - S_2 Phi S_2) Phi
 *     df of l' b = 2 (l' C l)^2 / (omega (l' C S_2 C l)^2)
 *
 * W is diag(1 / (v + tau2)). V is linear in tau2, so that their second derivatives are 0. C is Phi in their paper (and in SAS and
 * pbkrtest), Phi_A in Partlett & Riley (2017) and the R package meta.
 */
#ifndef RV_META_KENWARD_ROGER_H
#define RV_META_KENWARD_ROGER_H

#include "meta/model.h"

typedef struct {
    double omega;                 /* variance of tau2, from the expected information of REML */
    double *c, *d, *g;            /* [p p] C, C S_2 C, and the corrected covariance Phi_A */
} rv_kenward_roger;

/* With the weights 1 / (v + tau2) in place: omega, and the three matrices on Q. C is Phi_A when `corrected`. */
void rv_kenward_roger_fill(rv_model *model, bool corrected, rv_kenward_roger *kr);

/* Degrees of freedom of l' b; l[p] may be NULL for coefficient i. */
double rv_kenward_roger_df(const rv_kenward_roger *kr, size_t p, const double *l, size_t i);

/* The scaled F test of n contrasts: with their c[n n] and d[n n], F of the corrected covariance is multiplied by
   *scale and has n and *df2 degrees of freedom. c is spoilt. */
rv_status rv_kenward_roger_joint(double omega, double *c, const double *d, size_t n, double *scale, double *df2, rv_error *err);

#endif
