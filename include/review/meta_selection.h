#ifndef REVIEW_META_SELECTION_H
#define REVIEW_META_SELECTION_H

#include "review/meta_bias.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Selection models: studies were published with a probability that hangs on their p-value, w(p), relative to others.
 *
 *     f(y_i) = w(p_i) N(y_i; x_i b, v_i + tau2) / A_i        A_i = integral of w(p(y)) N(y; x_i b, v_i + tau2) dy
 *
 * fitted by maximum likelihood over b, tau2 and the parameters delta of w.
 */

/** The weight functions. c is 1, or the study's imprecision over the largest one; alpha is 0, or the step given: w = 1 up to it. */
typedef enum {
    RV_SELECT_STEP,               /**< delta_j between steps, delta_1 = 1 (Hedges 1992; Vevea & Hedges 1995 Psychometrika 60:419) */
    RV_SELECT_TRUNC,              /**< 1 beyond an effect of `steps` (0), else delta (metafor 4) */
    RV_SELECT_HALFNORM,           /**< exp(-delta c p^2) (Preston, Ashby & Smyth 2004 J Eval Clin Pract 10:313) */
    RV_SELECT_NEGEXP,             /**< exp(-delta c p) */
    RV_SELECT_LOGISTIC,           /**< 2 exp(-delta c p) / (1 + exp(-delta c p)) */
    RV_SELECT_POWER,              /**< (1 - p)^(delta c) */
    RV_SELECT_NEGEXPPOW,          /**< exp(-delta_1 c p^(1 / delta_2)) (Begg & Mazumdar 1994) */
    RV_SELECT_BETA                /**< p^(delta_1 - 1) (1 - p)^(delta_2 - 1) (Citkowicz & Vevea 2017 Psychol Methods 22:28); p is kept
                                       between two steps when they are given */
} rv_selection_kind;
/** "stepfun", "trunc", "halfnorm", "negexp", "logistic", "power", "negexppow", "beta"; NULL at the end. */
RV_API extern const char *const rv_selection_names[];

/** Which p-values were liked: of effects above 0, below 0, or either. */
typedef enum { RV_SELECT_GREATER, RV_SELECT_LESS, RV_SELECT_TWO_SIDED } rv_selection_side;
RV_API extern const char *const rv_selection_side_names[];   /**< "greater", "less", "two.sided"; NULL at the end */

/** What is done about an interval of a step function without a p-value: the likelihood drives its weight to 0, and, when it is the first,
    all others' to infinity. */
typedef enum {
    RV_EMPTY_REFUSE,              /**< an error that names it; the default */
    RV_EMPTY_MERGE,               /**< it joins the next one (the last, the one before it), and a note says so */
    RV_EMPTY_FIRST,               /**< the first one is let be, weights end at their bound, others are refused (metafor to 4.5) */
    RV_EMPTY_FIT                  /**< all are let be (metafor from 4.6, with a warning) */
} rv_selection_empty;
/** "refuse", "merge", "first", "fit"; NULL at the end. */
RV_API extern const char *const rv_selection_empty_names[];

/** Arrays belong to the caller. */
typedef struct {
    rv_selection_kind kind;
    rv_selection_side side;
    const double *steps;          /**< [n_steps] cuts of the p-value between 0 and 1, in any order, 1 may be left out; NULL with a step function:
                                       .025, the three-parameter model (3PSM) */
    size_t n_steps;
    const double *delta;          /**< [n_delta] parameters taken as known, NaN for those to estimate; NULL: all are estimated */
    size_t n_delta;
    bool by_precision;            /**< c is the predictor over its largest value; not for step functions, truncation and beta */
    rv_predictor precision;       /**< sei, vi, ninv or sqrtninv */
    const double *ni;             /**< [k] for the last two */
    bool decreasing;              /**< step function: each weight no larger than the one before it */
    rv_selection_empty empty;     /**< step function */
    double delta_max;             /**< bound of the parameters (metafor: 100); 1 keeps weights of a step function from exceeding the first */
    double tau2;                  /**< taken as known when not NaN; 0 is a common effect */
    double level;                 /**< of Wald intervals, 0 to 1 */
} rv_selection_options;
#define RV_SELECTION_OPTIONS_INIT { RV_SELECT_STEP, RV_SELECT_GREATER, NULL, 0, NULL, 0, false, RV_PREDICTOR_SEI, NULL, false, RV_EMPTY_REFUSE, 100, \
                                    NAN, 0.95 }

/** One parameter of the weight function. What does not exist is NaN. */
typedef struct {
    double estimate, se, stat, p; /**< tested against `none` */
    double ci_lo, ci_hi;          /**< cut to the values that it can have */
    double none;                  /**< its value without selection: 1 or 0 */
    bool   fixed;                 /**< taken as known */
    bool   bound;                 /**< at its bound */
    double from, to;              /**< step function: from < p <= to; else NaN */
    size_t count;                 /**< step function: p-values there */
} rv_selection_delta;

/** The numbers of a fit. Arrays belong to the rv_selection. */
typedef struct {
    rv_selection_kind kind;
    rv_selection_side side;
    size_t k, p, deltas;
    double level;
    const rv_meta_coef *coefs;    /**< [p] normal tests */
    const double *vcov;           /**< [p p]; NaN where there are no standard errors */
    double tau2, tau2_se, tau2_lo, tau2_hi;   /**< in the square of the analysis scale; Wald interval, cut at 0; NaN but tau2 at the
                                       boundary */
    const rv_selection_delta *delta;   /**< [deltas] */
    double loglik;
    rv_meta_fitstats ml;          /**< parameters count where they were estimated, tau2 at 0 too */
    double lrt, lrt_df, lrt_p;    /**< against the same model without selection; p NaN when all deltas are fixed */
    double tau2_lrt, tau2_lrt_p;  /**< against tau2 = 0 with selection, one df of chi-square (metafor's convention; half of it would allow for the
                                       boundary); NaN when tau2 is fixed */
    double qm, qm_df, qm_p;       /**< Wald test of the moderators (of the effect when there are none) */
    const rv_meta_coef *plain;    /**< [p] coefficients without selection, by maximum likelihood, normal tests */
    double plain_tau2, plain_loglik;
    unsigned notes;               /**< rv_bias_note */
    size_t iterations, starts;    /**< steps from the best start; starts tried */
    double slope;                 /**< what a further Newton step would gain, in units of the log-likelihood */
} rv_selection_fit;

/** A fitted selection model. */
typedef struct rv_selection rv_selection;

/**
 * Fits a selection model. Everything in `data` and `options` is copied but names. Standard errors are from the observed information in
 * b, tau2 and delta as they stand (not their logarithms), with parameters at a bound taken as known; an order of the weights
 * (decreasing) is not heeded by them, as in metafor.
 * On success *out is owned by the caller, who ends it with rv_selection_free(); on failure it is NULL.
 *
 * How         Newton's method within bounds on analytic derivatives, from several starts; the highest maximum. RV_BIAS_SEVERAL says that
 *             there were others, as is common for weights with two parameters (negexppow, beta).
 * Convention  p-values are kept between 1e-5 and 1 - 1e-5 for power and beta, as metafor and Citkowicz & Vevea.
 * Errors  RV_EINVAL  fewer effects than parameters; steps or fixed deltas out of range or too many; weights, which a likelihood does not
 *                    know; "no p-value lies between 0.025 and 0.5; ...".
 *         RV_ENOCONV from no start was a maximum found. Those of rv_meta_run() and rv_predictor_values().
 * Source  Hedges (1992) Stat Sci 7:246; Vevea & Hedges (1995); metafor's selmodel(), whose parametrisation this is.
 */
RV_API RV_MUST_CHECK
rv_status rv_selection_run(rv_selection **out, const rv_meta_data *data, const rv_selection_options *options, rv_error *err);
RV_API void rv_selection_free(rv_selection *selection);      /**< NULL is allowed */
RV_API const rv_selection_fit *rv_selection_result(const rv_selection *selection);

/**
 * The log-likelihood of a selection model at given parameters, so that two programs' answers can be compared in one function.
 *
 * Shapes  b[p]; delta as many as the model has. gradient[p + 1 + deltas] by b, tau2, delta; NULL allowed.
 * Errors  as rv_selection_run(); RV_EDOMAIN the parameters are outside their domain.
 */
RV_API RV_MUST_CHECK
rv_status rv_selection_loglik(const rv_meta_data *data, const rv_selection_options *options, const double *b, double tau2,
                              const double *delta, double *loglik, double *gradient, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
