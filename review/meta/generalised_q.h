/*
 * The distribution of the generalised Q-statistic. With weights a in place and s = v + tau2, Q = y' P y is a weighted sum of k - p
 * chi-squares whose weights are the eigenvalues of S P; they are not needed, because its Laplace transform is
 *
 *     ln E exp(-z Q) = -1/2 (sum ln d_i + ln det(Q' A D^-1 Q) - ln det(Q' A Q)),    d_i = 1 + 2 z s_i a_i
 *
 * at a cost of k p^2.
 */
#ifndef RV_META_GENERALISED_Q_H
#define RV_META_GENERALISED_Q_H

#include "meta/model.h"

/* P(Q < m->rss) and P(Q > m->rss) under tau2, with the weights of the last rv_model_weigh_by(). */
rv_status rv_generalised_q_tails(rv_model *model, double tau2, double *lower, double *upper, rv_error *err);

/* The tau2 >= 0 under which the lower (else the upper) tail is `probability`; 0 where even tau2 = 0 makes Q too large for it. */
rv_status rv_generalised_q_solve(rv_model *model, double probability, bool lower, double *tau2, rv_error *err);

#endif
