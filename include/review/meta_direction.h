#ifndef REVIEW_META_DIRECTION_H
#define REVIEW_META_DIRECTION_H

#include "review/meta.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Synthesis without meta-analysis: what can be said of results that cannot be pooled (Campbell et al. 2020 BMJ 368:l6890; McKenzie &
 * Brennan, Cochrane Handbook ch. 12). Each method answers a question of its own, none that of the average effect:
 *
 *     direction of effect     in what share of the studies is the effect on one side of no difference
 *     combined p-values       is there an effect in at least one study
 *     median and range        how large are the effects
 *
 * A study counts once: several effects of one study in one domain are one vote.
 */

/* ---- Direction of effect ----------------------------------------------------------------------------------------- */

/** Votes, and the sign test. NaN where nobody votes. */
typedef struct {
    size_t up, down;              /**< studies whose effect is above, below no difference */
    size_t none;                  /**< on neither side, or with effects on both: they do not vote */
    double share;                 /**< up / (up + down) */
    double wilson_lo, wilson_hi;  /**< score interval of the share (Wilson 1927 JASA 22:209) */
    double exact_lo, exact_hi;    /**< Clopper & Pearson (1934) Biometrika 26:404: never covers less than the level */
    double p;                     /**< exact binomial test that both directions are as likely, two-sided: 2 P(X >= max(up, down)) */
} rv_vote;

/** Votes counted out: share, intervals and test from the numbers of studies. Nobody votes (up + down = 0): all NaN.
    Errors  RV_EINVAL level not between 0 and 1. */
RV_API RV_MUST_CHECK rv_status rv_vote_count(size_t up, size_t down, size_t none, double level, rv_vote *out, rv_error *err);

/* ---- Combined p-values ------------------------------------------------------------------------------------------- */

typedef enum {
    RV_COMBINE_FISHER,            /**< -2 sum ln p, chi-square with 2 k df: one tiny p-value is enough (Fisher 1932) */
    RV_COMBINE_STOUFFER,          /**< sum w z / sqrt(sum w^2), z = the normal quantile of 1 - p (Stouffer 1949; weights: Liptak 1958) */
    RV_COMBINE_EDGINGTON,         /**< sum p (Edgington 1972): many middling p-values count for as much as few small ones */
    RV_COMBINE_TIPPETT,           /**< the smallest p (Tippett 1931) */
    RV_COMBINE_TRUNCATED          /**< product of those up to `truncation` (Zaykin et al. 2002 Genet Epidemiol 22:170) */
} rv_combine;
/** "fisher", "stouffer", "edgington", "tippett", "truncated"; NULL at the end. */
RV_API extern const char *const rv_combine_names[];

typedef struct {
    rv_combine method;
    size_t k;                     /**< p-values */
    size_t used;                  /**< in the product, for truncated; else k */
    double stat, df;              /**< df NaN but for Fisher. Truncated: ln of the product */
    double p;                     /**< one-sided as the p-values are */
} rv_combined_p;

/**
 * Combines independent one-sided p-values.
 *
 * Shapes  p[k]; weights[k] for Stouffer, or NULL: all 1.
 * Units   `truncation` 0 to 1, for RV_COMBINE_TRUNCATED alone (0.05 is usual).
 * Errors  RV_EINVAL  k = 0, truncation not within 0 to 1. RV_EDOMAIN "p-value 2 is 1.3; it must lie between 0 and 1"; p is 0 (give what
 *         the paper bounds it by); a weight that is not finite and positive.
 */
RV_API RV_MUST_CHECK
rv_status rv_combine_run(const double *p, const double *weights, size_t k, rv_combine method, double truncation, rv_combined_p *out,
                         rv_error *err);

/* ---- By domain --------------------------------------------------------------------------------------------------- */

/** What is known of each result. Arrays belong to the caller; one of yi, direction must be there. */
typedef struct {
    size_t        k;
    const double *yi;             /**< [k] effects, NaN where there is none; NULL */
    const double *vi;             /**< [k] sampling variances for p-values from yi; NaN or NULL: none */
    const double *p;              /**< [k] p-values as reported, in place of those from yi and vi; NaN or NULL: none */
    bool          p_two_sided;    /**< p is two-sided, and is turned to the side asked for by the direction of its effect */
    const double *direction;      /**< [k] 1, -1, 0 where a report says no more; NaN or NULL: the sign of yi */
    const size_t *study, *domain; /**< [k] codes; domain 0 to domains - 1 */
    size_t        domains;
    const char *const *labels;    /**< [k] for messages; NULL */
} rv_direction_data;

typedef struct {
    double null_value;            /**< yi of no difference (0) */
    double agreement;             /**< of a study's effects in a domain, the share that must have one direction to be its vote; 0.7 as
                                       Boon & Thomson (2021) Res Synth Methods 12:29 */
    bool   below;                 /**< the question is whether effects are below null_value: p-values are of that side */
    double level;                 /**< of the intervals of the share, 0 to 1 */
    double truncation;            /**< of RV_COMBINE_TRUNCATED, as in rv_combine_run() */
} rv_direction_options;
#define RV_DIRECTION_OPTIONS_INIT { 0, 0.7, false, 0.95, 0.05 }

/** One domain. NaN where nothing says anything. */
typedef struct {
    size_t  effects, studies;     /**< with a direction */
    rv_vote vote;                 /**< by study */
    size_t  k_yi;                 /**< studies with an effect in numbers; each by the median of its own */
    double  min, q1, median, q3, max;   /**< of these; quartiles as R's type 7 */
    size_t  k_p;                  /**< studies with a p-value; of one with k of them that of the smallest, 1 - (1 - p)^k, which holds
                                       for effects that are independent or hang together positively (Sidak 1967 JASA 62:626) */
    rv_combined_p combined[RV_COMBINE_TRUNCATED + 1];   /**< by rv_combine; Stouffer without weights */
} rv_domain_direction;

/**
 * Directions, p-values and ranges by domain, into out[domains]. A row without a direction counts for nothing. P-values are kept within
 * DBL_MIN and 1 - DBL_EPSILON / 2: an effect so far from no difference that its p-value rounds to 0 or 1 counts as far as a double sees.
 * Errors  RV_EINVAL  no rows, no direction in any, options that cannot be; RV_EDOMAIN a variance that is not positive, a p-value not
 *         within 0 to 1, an infinite effect, a direction other than 1, 0, -1; the row is named. RV_ENOMEM.
 */
RV_API RV_MUST_CHECK
rv_status rv_direction_run(const rv_direction_data *data, const rv_direction_options *options, rv_domain_direction *out, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
