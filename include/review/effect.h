#ifndef REVIEW_EFFECT_H
#define REVIEW_EFFECT_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "review/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Effects: an estimate `yi` with its sampling variance `vi`, from whatever a report gives. Group 1 is the programme, group 2 the
   control; a positive effect says that group 1 has more. Names are the field's (metafor's): ai, n1i, m1i, ... */

/** What a report gives for one contrast; NaN (NAN) where it gives nothing. RV_EFFECT_INPUT_INIT, then set what there is. */
typedef struct {
    double ai, bi, ci, di;        /**< events and non-events of group 1, then of group 2; counts, fractions allowed */
    double p1i, p2i;              /**< percent with the event, 0 to 100 */
    double m1i, sd1i, m2i, sd2i;  /**< mean and standard deviation */
    double n1i, n2i;              /**< group sizes */
    double d, t;                  /**< standardised difference without small-sample factor; two-sample t */
    double yi, vi, sei;           /**< ready made, on the analysis scale */
    double est, ci_lo, ci_hi;   /**< estimate with confidence limits, as printed; ratios with rv_effect_options.ratio */
    double se, p;                 /**< standard error and two-sided p-value of est, on the analysis scale */
    double level;                 /**< of the confidence interval, 0 to 1; NaN: rv_effect_options.level */
} rv_effect_input;
#define RV_EFFECT_INPUT_INIT \
    { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN }

/** The input columns by name, in the order of the struct: "ai", ..., "level"; NULL at the end. */
RV_API extern const char *const rv_effect_columns[];
/** The number under a column of rv_effect_columns; NULL when there is no such column. */
RV_API double *rv_effect_column(rv_effect_input *input, const char *name);

/** To which tables `add` is added: none; those with a zero cell; all; all as soon as one table has a zero cell. */
typedef enum { RV_ZERO_NONE, RV_ZERO_ONLY0, RV_ZERO_ALL, RV_ZERO_IF0ALL } rv_zero_to;
/** "none", "only0", "all", "if0all"; NULL at the end. */
RV_API extern const char *const rv_zero_names[];

/** The sampling variance: large sample; its second form; unbiased; from averages over all rows; equal variances in both groups. */
typedef enum { RV_VTYPE_LS, RV_VTYPE_LS2, RV_VTYPE_UB, RV_VTYPE_AV, RV_VTYPE_HO } rv_vtype;
/** "LS", "LS2", "UB", "AV", "HO"; NULL at the end. */
RV_API extern const char *const rv_vtype_names[];

typedef struct {
    double     add;               /**< what is added to each cell of a table (0.5) */
    rv_zero_to to;                /**< to which tables (only0) */
    bool       drop00;            /**< a table without events, or with nothing but events, in both groups gives no effect */
    rv_vtype   vtype;
    bool       correct;           /**< SMD: exact small-sample factor (on) */
    bool       ratio;             /**< est, ci_lo and ci_hi are ratios whose logarithm is analysed */
    double     level;             /**< confidence level of intervals that do not say (0.95) */
} rv_effect_options;
#define RV_EFFECT_OPTIONS_INIT { 0.5, RV_ZERO_ONLY0, false, RV_VTYPE_LS, true, false, 0.95 }

enum { RV_EFFECT_WORDS = 200 };
/** One effect. With yi and vi NaN it could not be made, and `reason` says why. */
typedef struct {
    double yi, vi;                /**< analysis scale (log for ratios) and its square */
    char   route[RV_EFFECT_WORDS];   /**< how it was got: "percentages and group sizes"; "" when it was not */
    char   reason[RV_EFFECT_WORDS];  /**< why not: "n2i is missing"; beside numbers: what to beware of */
} rv_effect;

/** A measure. Static. */
typedef struct rv_measure rv_measure;
struct rv_measure {
    const char *name;             /**< "OR" */
    const char *title;            /**< "odds ratio" */
    const char *needs;            /**< inputs it is made from, best first, in words */
    bool        log_scale;        /**< yi is a logarithm; people read exp(yi) */
    const char *reference;
    unsigned    vtypes;           /**< bit 1 << rv_vtype for each it knows */
    unsigned    inputs;           /**< bit 1 << i: it is made from rv_effect_columns[i]; ready-made ones only for GEN */
    const struct rv_measure_how *how;   /**< the layer's own */
};

/** Measure `i` of the table, NULL after the last. */
RV_API const rv_measure *rv_measure_at(size_t i);
/** The measure called `name` (case counts), NULL when there is none. */
RV_API const rv_measure *rv_measure_find(const char *name);
/** The measures' names in the order of the table, NULL at the end. */
RV_API extern const char *const rv_measure_names[];
/** An effect as people read it: exp(yi) for ratio measures, else yi. NaN stays NaN. */
RV_API double rv_measure_back(const rv_measure *measure, double yi);

/**
 * Makes one effect per row by `measure`.
 *
 * Shapes  input[k], out[k]. Zero cells (`to` if0all) and averages (`vtype` AV) look at all k rows.
 * Units   as in rv_effect_input; yi on the analysis scale, vi its square.
 * Routes  tried in order: cells (ai with bi or n1i, ci with di or n2i), percentages with group sizes (events = percent/100 n, not
 *         rounded); means, standard deviations and sizes, d or t with sizes (SMD); yi with vi or sei; est with se, with its limits,
 *         or with p; limits alone (their middle); means without standard deviations (MD) with se, limits or p.
 * Missing what a route lacks is no failure: the row has yi and vi NaN and a reason.
 * Errors  RV_EDOMAIN what cannot be (a negative count, more events than people, a percentage above 100, a standard deviation of 0,
 *         fewer than two people, limits in the wrong order): "row 3: ai is -1; a count cannot be negative". Rows before it are made.
 *         RV_EINVAL  options that cannot be, or a variance type that the measure does not know.
 */
RV_API RV_MUST_CHECK
rv_status rv_effect_make(const rv_measure *measure, const rv_effect_input *input, size_t k, const rv_effect_options *options,
                         rv_effect *out, rv_error *err);

/**
 * The exact small-sample factor of a standardised mean difference,
 *
 *     c(m) = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)),   m degrees of freedom
 *
 * NaN for m <= 1. Source  Hedges (1981) J Educ Stat 6:107-128.
 */
RV_API double rv_small_sample_factor(double m);

#ifdef __cplusplus
}
#endif

#endif
