#ifndef REVIEW_META_INTERVAL_H
#define REVIEW_META_INTERVAL_H

#include "review/meta.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Confidence intervals of the between-study variance. */
typedef enum {
    RV_INTERVAL_QP,               /**< Q-profile: Q(tau2) between the quantiles of chi-square (Viechtbauer 2007 Stat Med 26:37). Whatever the
                                       estimator; it need not hold its estimate */
    RV_INTERVAL_GENQ,             /**< generalised Q with the data's own weights, else 1 / v: the tau2 under which Q lies at the tails of
                                       its exact distribution, a weighted sum of chi-squares (Biggerstaff & Jackson 2008 Stat Med
                                       27:6093; Jackson 2013 Res Synth Methods 4:220) */
    RV_INTERVAL_PL,               /**< profile likelihood: ML and REML only (Hardy & Thompson 1996 Stat Med 15:619) */
    RV_INTERVAL_WALD,             /**< tau2 -+ z se, not below 0 */
    RV_INTERVAL_WALD_LOG,         /**< the same for ln tau2; no interval at tau2 = 0 */
    RV_INTERVAL_WALD_SQRT         /**< the same for tau, not below 0 */
} rv_interval_method;
/** "q-profile", "genq", "profile-likelihood", "wald", "wald-log", "wald-sqrt"; NULL at the end. */
RV_API extern const char *const rv_interval_names[];

/** An estimate between its bounds, in the units of what it is an interval of. */
typedef struct { double estimate, lo, hi; } rv_interval;

/** One interval in its four forms: I2 = tau2 / (tau2 + typical), H2 = tau2 / typical + 1, with the typical sampling variance of rv_meta_fit. */
typedef struct {
    rv_interval_method method;
    double level;                 /**< 0 to 1, as asked for */
    rv_interval tau2, tau, i2, h2;    /**< tau on the analysis scale, tau2 in its square, i2 a fraction; bounds NaN where there is no interval */
    bool empty;                   /**< no tau2 is compatible with the data at this level; given as 0 to 0 */
} rv_meta_intervals;

/**
 * The interval of tau2 by a method, at options->level, around the tau2 of the model that data and options give.
 * Errors  RV_EINVAL  one effect or as many coefficients as effects; a common effect; a tau2 that was given; profile likelihood of
 *                    another estimator than ML and REML. RV_ENOCONV. Those of rv_meta_run().
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_interval(const rv_meta_data *data, const rv_meta_options *options, rv_interval_method method, rv_meta_intervals *out,
                           rv_error *err);

/** Henmi and Copas: the common-effect estimate with an interval that allows for heterogeneity and for publication bias. */
typedef struct {
    double estimate, se, ci_lo, ci_hi;   /**< analysis scale */
    double tau2;                  /**< DerSimonian-Laird; in the square of it */
} rv_henmi_copas;

/**
 *     b = sum w y / sum w,  w = 1 / v      (b - mu) / se within -+ t0, with t0 from the joint distribution of b and Q, Q gamma given b
 *
 * Units   level 0 to 1. data->weights are not used: weights are 1 / v by definition. `metafor_stops`: t0 to 1e-4, where metafor's search
 *         ends by default; else exact.
 * Errors  RV_EINVAL  fewer than two effects; moderators; a level not between 0 and 1. RV_EDOMAIN as rv_meta_run(). RV_ENOCONV.
 * Source  Henmi & Copas (2010) Stat Med 29:2969-2983.
 */
RV_API RV_MUST_CHECK
rv_status rv_meta_henmi_copas(const rv_meta_data *data, double level, bool metafor_stops, rv_henmi_copas *out, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
