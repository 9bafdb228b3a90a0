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

/*
 * What a report may give, one row X(name, words) a number, in the order of rv_effect_input: the one table behind the struct, the
 * columns of data, the options of review-effect and the roles of form fields. Names are the field's (metafor's) where it has one;
 * what a name means may depend on the measure, as there (mi: non-events, number of predictors or items, mean).
 */
#define RV_EFFECT_INPUTS(X) \
    X(ai, "events of group 1; first cell of a paired table; coefficient alpha") \
    X(bi, "people without the event in group 1") \
    X(ci, "events of group 2") \
    X(di, "people without the event in group 2") \
    X(p1i, "percent with the event in group 1, 0 to 100") \
    X(p2i, "percent with the event in group 2, 0 to 100") \
    X(m1i, "mean of group 1, or at the second time") \
    X(sd1i, "its standard deviation") \
    X(m2i, "mean of group 2, or at the first time") \
    X(sd2i, "its standard deviation") \
    X(n1i, "people in group 1") \
    X(n2i, "people in group 2") \
    X(d, "standardised difference without small-sample factor") \
    X(t, "t statistic of two groups") \
    X(yi, "ready-made effect on the analysis scale") \
    X(vi, "its sampling variance") \
    X(sei, "its standard error") \
    X(est, "estimate as printed") \
    X(ci_lo, "its lower confidence limit") \
    X(ci_hi, "its upper confidence limit") \
    X(se, "its standard error, on the analysis scale") \
    X(p, "its two-sided p-value") \
    X(level, "the level of its confidence interval, 0 to 1, as 0.95") \
    X(df, "degrees of freedom of its t statistic, where limits and p-value are from t") \
    X(x1i, "events of group 1, a count over time") \
    X(t1i, "person-time of group 1") \
    X(x2i, "events of group 2, a count over time") \
    X(t2i, "person-time of group 2") \
    X(xi, "events of a single group") \
    X(mi, "people without the event in a single group; mean of a single group; number of predictors or items") \
    X(ni, "people in all, or in a single group") \
    X(ri, "correlation: the effect itself, or of first and second time") \
    X(ti, "person-time of a single group; t statistic") \
    X(pi, "two-sided p-value of a t test of two groups") \
    X(fi, "F statistic with 1 degree of freedom in the numerator") \
    X(sdi, "standard deviation of a single group") \
    X(r2i, "R-squared: the effect itself, or of covariates") \
    X(chi2, "chi-square of a 2x2 table with the sign of the effect") \
    X(ori, "odds ratio of a 2x2 table whose margins are given") \
    X(se1i, "standard error of the mean of group 1") \
    X(se2i, "standard error of the mean of group 2") \
    X(lo1i, "lower confidence limit of the mean of group 1") \
    X(hi1i, "upper confidence limit of the mean of group 1") \
    X(lo2i, "lower confidence limit of the mean of group 2") \
    X(hi2i, "upper confidence limit of the mean of group 2") \
    X(min1i, "minimum in group 1") X(q11i, "first quartile in group 1") X(med1i, "median in group 1") \
    X(q31i, "third quartile in group 1") X(max1i, "maximum in group 1") \
    X(min2i, "minimum in group 2") X(q12i, "first quartile in group 2") X(med2i, "median in group 2") \
    X(q32i, "third quartile in group 2") X(max2i, "maximum in group 2") \
    X(pre1i, "mean of group 1 before") X(presd1i, "its standard deviation") \
    X(pre2i, "mean of group 2 before") X(presd2i, "its standard deviation") \
    X(ch1i, "mean change in group 1") X(chsd1i, "its standard deviation") \
    X(ch2i, "mean change in group 2") X(chsd2i, "its standard deviation") \
    X(sdy, "standard deviation of the outcome over both groups") \
    X(oe, "observed less expected events (log-rank, Peto)") \
    X(v, "variance of oe") \
    X(icc, "intra-class correlation where groups of people were allocated") \
    X(csize, "mean number of people in a cluster") \
    X(k1i, "clusters in group 1") X(k2i, "clusters in group 2") \
    X(deff, "design effect") \
    X(adjusted, "1 where the printed standard error, interval or p-value allows for the clusters already") \
    X(dir, "direction of a statistic without sign: 1 when group 1 has more, -1 when it has less") \
    X(pmax, "bound of a p-value printed as p < bound") \
    X(z, "z or t statistic of est: est, on the analysis scale, over its standard error") \
    X(rpb, "point-biserial correlation of outcome and being in group 1") \
    X(phi, "phi coefficient of a 2x2 table") \
    X(chi2y, "as chi2, with Yates's correction for continuity") \
    X(ei, "people with the event in both groups together") \
    X(or_lo, "lower confidence limit of ori") X(or_hi, "upper confidence limit of ori") \
    X(b, "difference of the groups by a regression, in units of the outcome") \
    X(bse, "its standard error") \
    X(b_lo, "its lower confidence limit") X(b_hi, "its upper confidence limit") \
    X(beta, "standardised regression coefficient of being in group 1") \
    X(sdp, "standard deviation within groups, pooled") \
    X(pp, "impact in percentage points") \
    X(ppse, "its standard error, in percentage points") \
    X(iqr1i, "width of the interquartile range in group 1") X(iqr2i, "width of the interquartile range in group 2") \
    X(chse1i, "standard error of the mean change in group 1") X(chse2i, "standard error of the mean change in group 2")

/** What a report gives for one contrast; NaN (NAN) where it gives nothing. RV_EFFECT_INPUT_INIT, then set what there is. */
#define RV_EFFECT_MEMBER(name, words) double name;
#define RV_EFFECT_NAN(name, words) NAN,
typedef struct { RV_EFFECT_INPUTS(RV_EFFECT_MEMBER) } rv_effect_input;
#define RV_EFFECT_INPUT_INIT { RV_EFFECT_INPUTS(RV_EFFECT_NAN) }

/** The input columns by name, in the order of the struct: "ai", ..., "deff"; NULL at the end. */
RV_API extern const char *const rv_effect_columns[];
/** What each is, in words, in the same order. */
RV_API extern const char *const rv_effect_column_words[];
/** The number under a column of rv_effect_columns; NULL when there is no such column. */
RV_API double *rv_effect_column(rv_effect_input *input, const char *name);

/** To which tables `add` is added: none; those with a zero cell; all; all as soon as one table has a zero cell. */
typedef enum { RV_ZERO_NONE, RV_ZERO_ONLY0, RV_ZERO_ALL, RV_ZERO_IF0ALL } rv_zero_to;
/** "none", "only0", "all", "if0all"; NULL at the end. */
RV_API extern const char *const rv_zero_names[];

/** The sampling variance: large sample; its second form; unbiased; from averages over all rows; equal variances in both groups; of
    sampling within strata, as two groups of set sizes; of cross-sectional sampling; averages and equal variances. */
typedef enum { RV_VTYPE_LS, RV_VTYPE_LS2, RV_VTYPE_UB, RV_VTYPE_AV, RV_VTYPE_HO, RV_VTYPE_ST, RV_VTYPE_CS, RV_VTYPE_AVHO } rv_vtype;
/** "LS", "LS2", "UB", "AV", "HO", "ST", "CS", "AVHO"; NULL at the end. */
RV_API extern const char *const rv_vtype_names[];

/** Whose formulas, where metafor changed them between its version 3 and 5: ROM, ROMC, CVR and CVRC are corrected for small samples;
    SMDH, SMD1H and SMCRH have another variance; PCOR and ZPCOR one degree of freedom more. */
typedef enum { RV_CONVENTION_5, RV_CONVENTION_3 } rv_convention;
/** "5", "3"; NULL at the end. */
RV_API extern const char *const rv_convention_names[];
/** Luo 2018 (mean) with Wan 2014 or, where all five are given, Shi 2020 (standard deviation); the older rules of Hozo 2005 and
    Walter & Yao 2007 (range alone), Wan 2014, Bland 2015 (all five); quantile estimation of McGrath 2020, for skewed data too. */
typedef enum { RV_FIVE_LUO, RV_FIVE_HOZO, RV_FIVE_WAN, RV_FIVE_BLAND, RV_FIVE_WALTER, RV_FIVE_QE } rv_five_method;
/** "luo/wan/shi", "hozo2005", "wan2014", "bland2015", "walter2007", "qe"; NULL at the end. */
RV_API extern const char *const rv_five_method_names[];
/** Medians of skewed data (Shi 2023) give no mean; are taken as log-normal where their logarithms are not skewed; or are taken as if
    they were normal. */
typedef enum { RV_SKEWED_REFUSE, RV_SKEWED_LOG, RV_SKEWED_KEEP } rv_skewed;
/** "refuse", "log", "keep"; NULL at the end. */
RV_API extern const char *const rv_skewed_names[];

typedef struct {
    double     add;               /**< what is added to each cell of a table; NAN: what is usual for the measure (0.5, or 0) */
    rv_zero_to to;                /**< to which tables (only0) */
    bool       drop00;            /**< a table without events, or with nothing but events, in both groups gives no effect */
    rv_vtype   vtype;
    bool       correct;           /**< corrections for small samples (on) */
    bool       ratio;             /**< est, ci_lo and ci_hi are ratios whose logarithm is analysed */
    double     level;             /**< confidence level of intervals that do not say (0.95) */
    bool       fractions;         /**< counts of people and events need not be whole */
    rv_convention convention;
    rv_five_method five;          /**< how medians become means (luo/wan/shi) */
    rv_skewed  skewed;            /**< what becomes of skewed ones (refuse) */
    bool       bridge;            /**< steps from odds ratios to standardised differences and back are taken (off) */
} rv_effect_options;
#define RV_EFFECT_OPTIONS_INIT \
    { NAN, RV_ZERO_ONLY0, false, RV_VTYPE_LS, true, false, 0.95, false, RV_CONVENTION_5, RV_FIVE_LUO, RV_SKEWED_REFUSE, \
      false }

enum { RV_EFFECT_WORDS = 200, RV_EFFECT_STEPS = 8 };
/** A step from what a paper prints to what a measure is made from. Static. */
typedef struct rv_effect_step rv_effect_step;
/** One effect. With yi and vi NaN it could not be made, and `reason` says why. */
typedef struct {
    double yi, vi;                /**< analysis scale (log for ratios) and its square */
    char   route[RV_EFFECT_WORDS];   /**< how it was got: "percentages and group sizes"; "" when it was not */
    char   reason[RV_EFFECT_WORDS];  /**< why not: "n2i is missing"; beside numbers: what to beware of */
    const rv_effect_step *steps[RV_EFFECT_STEPS];   /**< the steps taken before the measure, in their order */
    size_t n_steps;
} rv_effect;

/** How people read yi: as it is, or through the inverse of the transformation it was made by. */
typedef enum {
    RV_SCALE_PLAIN, RV_SCALE_LOG, RV_SCALE_FISHER_Z, RV_SCALE_LOGIT, RV_SCALE_PROBIT, RV_SCALE_ARCSINE, RV_SCALE_ROOT,
    RV_SCALE_FREEMAN_TUKEY, RV_SCALE_FREEMAN_TUKEY_RATE, RV_SCALE_CUBE_ROOT_ALPHA, RV_SCALE_LOG_ALPHA, RV_SCALE_FISHER_Z_ROOT
} rv_scale;
/** The scale's name ("log") and how it is read back, in words ("exp(yi)"). */
RV_API const char *rv_scale_name(rv_scale scale);
RV_API const char *rv_scale_back_words(rv_scale scale);
/** yi read back. Beyond the scale's ends (a proportion's arcsine below 0) the end itself; both Freeman-Tukey scales as for very many
    people or much time, where they are the arcsine and the root. NaN stays NaN. */
RV_API double rv_scale_back(rv_scale scale, double yi);

/** What a measure says: one group against another; a group's later time against its earlier; how two things go together; how much
    there is in a single group. For a contrast and a change, a higher yi is more in group 1, or at the time that m1i is of. */
typedef enum { RV_KIND_CONTRAST, RV_KIND_CHANGE, RV_KIND_ASSOCIATION, RV_KIND_LEVEL } rv_measure_kind;
/** "contrast", "change", "association", "level"; NULL at the end. */
RV_API extern const char *const rv_kind_names[];

/** A measure. Static. */
typedef struct rv_measure rv_measure;
struct rv_measure {
    const char *name;             /**< "OR" */
    const char *title;            /**< "odds ratio" */
    const char *needs;            /**< inputs it is made from, best first, in words */
    const char *columns;          /**< inputs it is made from: "ai bi ci di n1i n2i"; ready-made ones for GEN and HR alone */
    rv_scale    scale;
    bool        log_scale;        /**< scale is RV_SCALE_LOG: yi is a logarithm; people read exp(yi) */
    double      null_value;       /**< yi where there is no difference, change or association; NaN where none is meant */
    rv_measure_kind kind;
    const char *reference;
    unsigned    vtypes;           /**< bit 1 << rv_vtype for each it knows */
    const struct rv_measure_how *how;   /**< the layer's own */
};

/** Whether rv_effect_columns[i] is an input of the measure. */
RV_API bool rv_measure_takes(const rv_measure *measure, size_t i);
/** Whether rv_effect_columns[i] is read by a step that leads to the measure, or corrects it (icc and its kin). */
RV_API bool rv_measure_reads(const rv_measure *measure, size_t i);
/** Measure `i` of the table, NULL after the last. */
RV_API const rv_measure *rv_measure_at(size_t i);
/** The measure called `name` (case counts), NULL when there is none. */
RV_API const rv_measure *rv_measure_find(const char *name);
/** The measures' names in the order of the table, NULL at the end. */
RV_API extern const char *const rv_measure_names[];
/** An effect as people read it: rv_scale_back() by the measure's scale. */
RV_API double rv_measure_back(const rv_measure *measure, double yi);

/**
 * Makes one effect per row by `measure`.
 *
 * Shapes  input[k], out[k]. Zero cells (`to` if0all) and averages (`vtype` AV) look at all k rows.
 * Units   as in rv_effect_input; yi on the analysis scale, vi its square.
 * Routes  the measure's own inputs, or ready-made numbers: yi with vi or sei; est with se, with its limits, or with p; limits alone
 *         (their middle); where none of these is there, steps that lead to them (see rv_effect_step).
 * Clusters  with icc and csize (or k1i and k2i), or with deff, and without adjusted = 1, the variance is multiplied by the design
 *         effect 1 + (csize - 1) icc; SMD from what the groups show goes by rv_cluster_smd().
 * Missing what a route lacks is no failure: the row has yi and vi NaN and a reason.
 * Errors  RV_EDOMAIN what cannot be (a negative count, a fraction of a person, more events than people, a percentage above 100, a
 *         standard deviation of 0, fewer than two people, a correlation beyond 1, limits in the wrong order): "row 3: ai is -1; a
 *         count cannot be negative". Rows before it are made.
 *         RV_EINVAL  options that cannot be, or a variance type that the measure does not know.
 */
RV_API RV_MUST_CHECK
rv_status rv_effect_make(const rv_measure *measure, const rv_effect_input *input, size_t k, const rv_effect_options *options,
                         rv_effect *out, rv_error *err);

/** The same row by row, for data that need not be in memory at once, and for going on after a row that cannot be. */
typedef struct {
    const rv_measure *measure;
    rv_effect_options options;    /**< as settled: `add` is a number */
    bool   looks;                 /**< rv_effect_look() wants to see every row before the first is made */
    bool   zero;                  /**< so far there was a table with a zero cell */
    double sums[2][4];            /**< of averages so far: as the options say; under if0all without and with `add` */
    unsigned char counts[32];     /**< which inputs are counts of people or events, and how many */
    size_t n_counts;
} rv_effect_maker;
/** Errors  RV_EINVAL as rv_effect_make(). */
RV_API RV_MUST_CHECK
rv_status rv_effect_begin(rv_effect_maker *maker, const rv_measure *measure, const rv_effect_options *options, rv_error *err);
/** Takes notice of a row; one that cannot be counts for nothing. */
RV_API void rv_effect_look(rv_effect_maker *maker, const rv_effect_input *input);
/** Errors  RV_EDOMAIN as rv_effect_make(), without the row's number; yi and vi are NaN then. */
RV_API RV_MUST_CHECK
rv_status rv_effect_one(const rv_effect_maker *maker, const rv_effect_input *input, rv_effect *out, rv_error *err);

/**
 * The exact small-sample factor of a standardised mean difference,
 *
 *     c(m) = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)),   m degrees of freedom
 *
 * NaN for m <= 1. Source  Hedges (1981) J Educ Stat 6:107-128.
 */
RV_API double rv_small_sample_factor(double m);

/* ---- From whatever a paper gives ----------------------------------------------------------------------------------- */

struct rv_step_call;
/**
 * A step makes inputs of a measure from what is printed. Columns with # stand for those of group 1 and of group 2.
 *
 * rv_effect_make() takes steps only where the measure cannot be made from what is given. Of all ways to the inputs that a measure
 * can be made from, it takes the one whose least good step stands highest in the table; within a way, each missing input comes from
 * the first step of the table that can make it, itself perhaps from steps. What is given is never replaced.
 */
struct rv_effect_step {
    const char *id;               /**< "sd-from-se"; it stands in the route of an effect, and does not change */
    const char *makes, *from;     /**< columns: "sd#i", "se#i n#i" */
    const char *also;             /**< columns it takes into account where they are given */
    const char *measures;         /**< the measures it is for, "" for all that are made from `makes`; "contrasts": those of kind contrast */
    const char *formula;
    const char *assumes;          /**< what must hold */
    const char *beware;           /**< said beside the effect; "" where the step is exact */
    const char *source;
    rv_status (*apply)(const struct rv_step_call *call, rv_error *err);
    bool bridge;                  /**< from one kind of outcome to another: taken with the option of that name alone */
};
/** Step `i` of the table, best first; NULL after the last. */
RV_API const rv_effect_step *rv_effect_step_at(size_t i);
/** The step called `id`, NULL when there is none. */
RV_API const rv_effect_step *rv_effect_step_find(const char *id);

/** A way by which a number of one column was made. */
typedef struct {
    double value;                 /**< NaN when the way ends: `reason` says why */
    char   route[RV_EFFECT_WORDS];/**< the steps, "sd-from-se"; "given" for a number that is there */
    char   reason[RV_EFFECT_WORDS];
    const rv_effect_step *steps[RV_EFFECT_STEPS];
    size_t n_steps;
} rv_made;

/**
 * All ways to a column from what is given: the number itself, then each step of the table that makes it, in the table's order, with
 * the best way to what the step needs.
 *
 * Shapes  out[room]; *n ways are filled.
 * Errors  RV_ENOTFOUND no such column; RV_EDOMAIN what a step cannot take, as a standard error of -1.
 */
RV_API RV_MUST_CHECK
rv_status rv_effect_ways(const char *column, const rv_effect_input *input, const rv_effect_options *options, rv_made *out,
                         size_t room, size_t *n, rv_error *err);

/**
 * All ways to one effect, so that they can be compared: by each set of inputs that the measure is made from and that is given, and by
 * each step that leads to one. The first is what rv_effect_make() does.
 *
 * Shapes  out[room]; *n of them filled. Only ways that end in a number are given; ways that end the same by the same steps once.
 * Errors  as rv_effect_make() on one row.
 */
RV_API RV_MUST_CHECK
rv_status rv_effect_routes(const rv_measure *measure, const rv_effect_input *input, const rv_effect_options *options,
                           rv_effect *out, size_t room, size_t *n, rv_error *err);

/**
 * The inputs of the measure that steps make for this row, put into it. `out` holds the steps and the reason why there are none.
 * Errors  as rv_effect_make() on one row.
 */
RV_API RV_MUST_CHECK
rv_status rv_effect_fill(const rv_measure *measure, rv_effect_input *input, const rv_effect_options *options, rv_effect *out,
                         rv_error *err);

/**
 * The effect over a grid of values of one input: an intra-class correlation, a correlation of before and after.
 * Shapes  values[n], out[n].
 * Errors  RV_ENOTFOUND no such column; as rv_effect_make(), which names the row of the grid.
 */
RV_API RV_MUST_CHECK
rv_status rv_effect_grid(const rv_measure *measure, const rv_effect_input *input, const rv_effect_options *options,
                         const char *column, const double *values, size_t n, rv_effect *out, rv_error *err);

/**
 * The four cells a, b, c, d of a 2x2 table with n people, n1 of them in group 1 and e with the event, from its odds ratio, its phi
 * coefficient, or its chi-square with the sign of the effect (`yates`: with correction for continuity). Whole numbers; NaN where the
 * statistic cannot be with these margins.
 *
 *     odds ratio   (w - 1) a^2 - (w (n1 + e) + n - n1 - e) a + w n1 e = 0
 *     phi          a = (n1 e + phi sqrt(n1 (n - n1) e (n - e))) / n
 *     chi-square   phi = sqrt(x / n); with correction |a d - b c| = sqrt(x n1 (n - n1) e (n - e) / n) + n/2
 *
 * Errors  RV_EDOMAIN an odds ratio not positive, phi beyond 1, margins that are no margins of n people.
 * Source  Bonett (2007) Am Psychol 62:254-255; Fleiss, Levin & Paik (2003) Statistical Methods for Rates and Proportions, 3.1.
 */
RV_API RV_MUST_CHECK
rv_status rv_cells_from_or(double odds_ratio, double n, double n1, double e, double cells[4], rv_error *err);
RV_API RV_MUST_CHECK
rv_status rv_cells_from_phi(double phi, double n, double n1, double e, double cells[4], rv_error *err);
RV_API RV_MUST_CHECK
rv_status rv_cells_from_chi2(double chi2, bool yates, double n, double n1, double e, double cells[4], rv_error *err);

/** What a Wald test or interval prints; NaN for what is not given. df NaN: normal, else Student's t. */
typedef struct { double est, lo, hi, z, p, df, level; } rv_wald;
#define RV_WALD_INIT { NAN, NAN, NAN, NAN, NAN, NAN, 0.95 }
/**
 * The standard error behind it, from the interval, else z = est/se, else the two-sided p-value:
 *
 *     se = (hi - lo) / (2 q)        se = |est / z|        se = |est| / q'      q, q' quantiles of (1 - level)/2, p/2
 *
 * All on the analysis scale. NaN where nothing gives it, and where est is 0 or p is 1.
 * Errors  RV_EDOMAIN limits in the wrong order, p outside 0 to 1, df not positive, a level that is none.
 * Source  Higgins et al., Cochrane Handbook for Systematic Reviews of Interventions, 6.3.
 */
RV_API RV_MUST_CHECK rv_status rv_wald_se(const rv_wald *wald, double *se, rv_error *err);

/**
 * A standardised mean difference where clusters of about `size` people were allocated, over the total spread (between and within
 * clusters), from the naive d of a table of people:
 *
 *     B = N - 2 - 2 (size - 1) icc    A = (N-2)(1-icc)^2 + size (N - 2 size) icc^2 + 2 (N - 2 size) icc (1-icc)    h = B^2 / A
 *     dt = d sqrt(B / (N - 2))        y = c(h) dt        v = c(h)^2 ((1/n1 + 1/n2) (1 + (size - 1) icc) + dt^2 / (2 h))
 *
 * `correct`: with the small-sample factor c. Errors  RV_EDOMAIN icc outside 0 to 1, size below 1, too few people for such clusters.
 * Source  Hedges (2007) J Educ Behav Stat 32:341-370, with his degrees of freedom h.
 */
RV_API RV_MUST_CHECK
rv_status rv_cluster_smd(double d, double n1, double n2, double size, double icc, bool correct, double *yi, double *vi, rv_error *err);

/* ---- Transformations ------------------------------------------------------------------------------------------------- */

/** What some transformations need beside x; NaN where not given. */
typedef struct {
    double ni;                    /**< people in the group */
    double ti;                    /**< person-time */
    double n1i, n2i;              /**< people in each group */
    double pi;                    /**< share of people in the first group, where sizes are not given */
    double pc;                    /**< risk in the control group */
    double sd;                    /**< standard deviation of the outcome */
} rv_transform_args;
#define RV_TRANSFORM_ARGS_INIT { NAN, NAN, NAN, NAN, NAN, NAN, NAN }

/** A transformation. Static. Outside its domain it gives NaN; back-transformations stop at the ends of the scale they return to. */
typedef struct {
    const char *name;             /**< metafor's, without "transf.": "rtoz" */
    const char *inverse;          /**< "ztor"; "" where there is none */
    const char *needs;            /**< the rv_transform_args it uses, "" for none */
    const char *formula, *source;
    double (*apply)(double x, const rv_transform_args *args);
} rv_transform;

/** Transformation `i` of the table, NULL after the last. */
RV_API const rv_transform *rv_transform_at(size_t i);
/** The transformation called `name`, with or without "transf."; NULL when there is none. */
RV_API const rv_transform *rv_transform_find(const char *name);
/** Its slope at x, so that (delta method) the variance of f(x) is slope^2 times that of x. By central differences, extrapolated:
    about 1e-10 relative. */
RV_API double rv_transform_slope(const rv_transform *transform, double x, const rv_transform_args *args);
/** k / sum 1/n: the group size that ipft.hm takes. */
RV_API double rv_harmonic_mean(const double *n, size_t k);

/* ---- Medians, quartiles and ranges --------------------------------------------------------------------------------- */

/** A five-number summary of n people; NaN for what is not given. */
typedef struct { double min, q1, median, q3, max, n; } rv_five;

typedef struct {
    double mean, sd;              /**< NaN where the method needs what is not given, or fewer than five people are behind it */
    double skew, critical;        /**< Shi's (2023) test of skewness and what it may reach, at 5 % */
    bool   skewed;                /**< the data (their logarithms, when lognormal) are not symmetric: mean and sd mislead. Never by qe of
                                       positive data, which does not take them for symmetric */
} rv_five_result;

/**
 * Mean and standard deviation behind a summary. Without a median the standard deviation alone.
 *
 * Which   range and quartiles: by all five; else by what is given. `lognormal` takes Shi et al. (2020, Stat Interface), which
 *         works on logarithms and transforms back with a correction of bias; luo/wan/shi alone.
 * Assumes data of a normal (log-normal) distribution; the variance of an effect made from these is too small, as it knows nothing
 *         of their error.
 * Errors  RV_EDOMAIN values out of order, without spread, n below 1; not positive when lognormal.
 *         RV_EINVAL  lognormal with another method.
 * Source  Luo, Wan, Liu & Tong (2018) Stat Methods Med Res 27:1785-1805; Wan, Wang, Liu & Tong (2014) BMC Med Res Methodol 14:135;
 *         Shi et al. (2020) Res Synth Methods 11:641-654; Shi et al. (2023) Stat Methods Med Res 32:1338-1360.
 */
RV_API RV_MUST_CHECK
rv_status rv_five_to_mean(const rv_five *five, rv_five_method method, bool lognormal, rv_five_result *out, rv_error *err);

/* ---- Effects that are not independent ------------------------------------------------------------------------------ */

/**
 * How the sampling errors of k effects hang together. NULL for what does not distinguish them; codes are any numbers.
 *
 * Rows of different clusters, or of different subgroups of one, are independent. Within, two rows correlate as the product of
 *     outcomes   1 for the same type and observation, `rho` for other observations of a type, `rho_types` for other types;
 *     times      phi^|t - t'|                        (additive: r + (1 - r) phi^|t - t'|, r the correlation of the outcomes);
 *     groups     for contrasts grp1 - grp2 with weights w1, w2 (group sizes; 1 without): what shared groups bring.
 * Or the rows say it themselves: rvars[j][i] is the element of row i with the j-th row of its cluster (lower triangle with
 * diagonal), multiplied by sqrt(vi vj).
 */
typedef struct {
    size_t k;
    const double *vi;             /**< [k] sampling variances */
    const size_t *cluster, *subgroup, *type, *obs;
    const double *time1, *time2;  /**< of group 1 and group 2 of a contrast; time2 NULL: as time1 */
    const size_t *grp1, *grp2;
    const double *w1, *w2;
    double rho, rho_types, phi;
    bool additive;
    const double *const *rvars;
    size_t n_rvars;
} rv_covariance;
#define RV_COVARIANCE_INIT { 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.6, 0.6, 1, false, NULL, 0 }

/** The correlation of the sampling errors of rows i and j. */
RV_API double rv_covariance_correlation(const rv_covariance *c, size_t i, size_t j);
/** The rows that depend on row `first`, itself included, into rows[k], when it is the first of them; 0 when one before it is. */
RV_API size_t rv_covariance_rows(const rv_covariance *c, size_t first, size_t *rows);
/** The block v[n n] of these rows. RV_EDOMAIN when it is not positive definite, or rvars lack an element. */
RV_API RV_MUST_CHECK
rv_status rv_covariance_block(const rv_covariance *c, const size_t *rows, size_t n, double *v, rv_error *err);
/**
 * The whole matrix v[k k], zero between independent rows.
 * Errors  RV_EINVAL  a correlation beyond 1; RV_EDOMAIN a variance that is none, a weight not positive, a block not positive
 *         definite; RV_ENOMEM.
 * Source  Hedges, Tipton & Johnson (2010) Res Synth Methods 1:39-65; Gleser & Olkin (2009) in Handbook of Research Synthesis, 2nd
 *         ed., 357-376; Viechtbauer, metafor, vcalc.
 */
RV_API RV_MUST_CHECK
rv_status rv_covariance_matrix(const rv_covariance *c, double *v, rv_error *err);

/** Effects that depend on each other, as one. */
typedef struct {
    double yi, vi;                /**< NaN where no effect of the cluster is there */
    size_t first, n;              /**< its first row, from 0; how many effects went in */
} rv_aggregate;

/**
 * One effect per cluster, by inverse covariances or, not `weighted`, by the plain mean. Rows without yi or variance are left out.
 *
 * Shapes  yi[k]; v[k k] the covariances, NULL: those of `c`; out[k], *n of them filled, in the order of the clusters' first rows.
 * Errors  as rv_covariance_block().
 * Source  Borenstein, Hedges, Higgins & Rothstein (2009) Introduction to Meta-Analysis, ch. 24.
 */
RV_API RV_MUST_CHECK
rv_status rv_aggregate_effects(const rv_covariance *c, const double *yi, const double *v, bool weighted, rv_aggregate *out,
                               size_t *n, rv_error *err);

/**
 * The covariance of two effects of one study that have group 2 in common:
 *
 *     OR   1/c + 1/d        RR   1/c - 1/n2        RD   p2 (1 - p2)/n2        MD   s2^2/n2        ROM   s2^2/(n2 m2^2)
 *     SMD  1/n2 + y1 y2/(2 N)                      N people in all arms together
 *
 * Shapes  one and two give the same group 2; y1, y2 and n_arms matter for SMD.
 * Errors  RV_EINVAL another measure; RV_EDOMAIN group 2 is not given well enough.
 * Source  Gleser & Olkin (2009) in Handbook of Research Synthesis, 2nd ed., 357-376; ROM: Lajeunesse (2011) Ecology 92:2049-2055.
 */
RV_API RV_MUST_CHECK
rv_status rv_shared_control(const rv_measure *measure, const rv_effect_input *one, const rv_effect_input *two, double y1, double y2,
                            double n_arms, double *covariance, rv_error *err);
/**
 * The covariances of k correlations of one sample of n people:
 *
 *     cov(r_st, r_uv) = [ r_st r_uv (r_su^2 + r_sv^2 + r_tu^2 + r_tv^2) / 2 + r_su r_tv + r_sv r_tu
 *                         - (r_st r_su r_sv + r_st r_tu r_tv + r_su r_tu r_uv + r_sv r_tv r_uv) ] / (n - 1)
 *
 * of which (1 - r^2)^2 / (n - 1) is the variance of one.
 *
 * Shapes  r[m m] the correlations of the variables, symmetric, NaN where one is not known; pairs[2 k] the two variables of each
 *         correlation, from 0; v[k k]. A covariance that rests on an unknown correlation is NaN.
 * Errors  RV_EDOMAIN n <= 1, or a correlation beyond 1.
 * Source  Olkin & Siotani (1976), in Ikeda et al., Essays in Probability and Statistics, 235-251; Steiger (1980) Psychol Bull 87:245-251.
 */
RV_API RV_MUST_CHECK
rv_status rv_correlations_covariance(const double *r, size_t m, double n, const size_t *pairs, size_t k, double *v, rv_error *err);
/** The alternative: group 2 cut in equal parts, one for each comparison (counts, people and person-time divided; means stay). It
    leaves out only part of the dependence. Source  Higgins et al., Cochrane Handbook, 23.3.4. */
RV_API RV_MUST_CHECK rv_status rv_split_control(rv_effect_input *input, size_t parts, rv_error *err);
/** |z| of a two-sided p-value of a normal test; NaN for a p that is none. */
RV_API double rv_expect_z(double p);
/** The two-sided p-value of z. */
RV_API double rv_expect_p(double z);
/** Half the width of a confidence interval of `level` in standard errors: normal, or t where `df` is a number. */
RV_API double rv_expect_width(double level, double df);

#ifdef __cplusplus
}
#endif

#endif
