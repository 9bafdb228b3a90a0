#ifndef REVIEW_META_TABLES_H
#define REVIEW_META_TABLES_H

#include "review/effect.h"
#include "review/meta.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Two-by-two tables and rates pooled from their counts: Mantel-Haenszel and Peto with their tests, pooling as the R package
 * meta does it, tests of small-study effects for binary outcomes, points of a L'Abbe plot.
 */

/* ---- Tables ------------------------------------------------------------------------------------------------------ */

/**
 * One table a study, group 1 the programme. Arrays belong to the caller; NaN is missing, and the study is left out and named.
 * For rates (IRR, IRD) bi and di are person-times t1i and t2i: ai events in bi, ci events in di.
 */
typedef struct {
    size_t        k;
    const double *ai, *bi, *ci, *di;   /**< [k] */
    const char *const *labels;         /**< [k] for messages; NULL: "table 3" */
} rv_tables;

/** What is pooled. */
typedef enum { RV_TABLES_OR, RV_TABLES_RR, RV_TABLES_RD, RV_TABLES_IRR, RV_TABLES_IRD } rv_tables_measure;
/** "OR", "RR", "RD", "IRR", "IRD"; NULL at the end. Ratios are pooled as logarithms. */
RV_API extern const char *const rv_tables_measure_names[];

/** What became of a study; bits of rv_tables_row.fate. */
typedef enum {
    RV_TABLES_MISSING = 1 << 0,       /**< a cell is missing: in no number */
    RV_TABLES_DOUBLE_ZERO = 1 << 1,   /**< no events, or nothing but events, in both groups */
    RV_TABLES_NO_EFFECT = 1 << 2,     /**< no effect of its own: not in Q */
    RV_TABLES_NO_WEIGHT = 1 << 3,     /**< does not move the pooled effect */
    RV_TABLES_ADDED = 1 << 4          /**< a number was added to its cells for its own effect */
} rv_tables_fate;

/** One study's part. */
typedef struct {
    double   yi, vi;              /**< its own effect (of a ratio the logarithm) and its variance, NaN for none */
    double   weight;              /**< in the pooled effect, percent */
    unsigned fate;                /**< rv_tables_fate bits */
} rv_tables_row;

/** A chi-square test. NaN where it does not exist. */
typedef struct { double x, df, p; } rv_chi2_test;

/** The variance of a Mantel-Haenszel risk difference. */
typedef enum {
    RV_MH_SATO,                   /**< consistent for few large and for many small tables (Sato 1989); metafor */
    RV_MH_GREENLAND_ROBINS        /**< for few large tables (Greenland & Robins 1985); R package meta, RevMan */
} rv_mh_variance;
/** "sato", "greenland-robins"; NULL at the end. */
RV_API extern const char *const rv_mh_variance_names[];

typedef struct {
    rv_tables_measure measure;
    double     add;               /**< added to the cells for the studies' own effects ... */
    rv_zero_to to;                /**< ... of which studies (only those with a zero cell) */
    bool       drop00;            /**< a double zero has no effect of its own (on) */
    double     add_pooled;        /**< the same for the pooled effect: nothing is added by default, as metafor, unlike meta and RevMan */
    rv_zero_to to_pooled;
    bool       drop00_pooled;     /**< a double zero is not pooled either. It moves no ratio, but it does a difference */
    bool       correct;           /**< one half off |O - E| in the Cochran-Mantel-Haenszel test (on) */
    rv_mh_variance rd_variance;
    double     level;             /**< of intervals, 0 to 1 */
} rv_mh_options;
#define RV_MH_OPTIONS_INIT { RV_TABLES_OR, 0.5, RV_ZERO_ONLY0, true, 0, RV_ZERO_NONE, false, true, RV_MH_SATO, 0.95 }

/** All numbers of pooled tables; what does not exist is NaN. */
typedef struct {
    size_t k;                     /**< tables pooled */
    size_t k_yi;                  /**< with an effect of their own: those in Q */
    size_t k_pos;                 /**< in the tests of homogeneity of odds ratios (Breslow-Day, Tarone); Peto: with V > 0 */
    rv_meta_coef pooled;          /**< normal test; the logarithm of a ratio */
    double q, q_df, q_p;          /**< heterogeneity of the studies' own effects about the pooled one */
    double i2, h2;                /**< max(0, (Q - df) / Q), a fraction, and Q / df; 0 and 1 for one effect */
    rv_chi2_test cmh;             /**< OR: Cochran-Mantel-Haenszel with N - 1; IRR: its like for rates */
    rv_chi2_test cochran;         /**< OR: the same with N */
    rv_chi2_test breslow_day, tarone;   /**< OR: homogeneity, without and with Tarone's correction; k_pos - 1 df */
    rv_chi2_test woolf;           /**< OR: homogeneity about the inverse-variance log odds ratio; k_yi - 1 df */
    rv_meta_fitstats ml, reml;    /**< of N(pooled, vi) at the studies' own effects, Q their sum of squares */
} rv_tables_fit;

/**
 * Mantel-Haenszel, tables i with cells a b / c d, n1 = a + b, n2 = c + d, n = n1 + n2 (rates: n1, n2 times, n their sum):
 *
 *     OR  = R / S   R = sum a d / n      S = sum b c / n
 *     RR  = R / S   R = sum a n2 / n     S = sum c n1 / n        IRR the same
 *     RD  = sum (a n2 - c n1) / n / W    W = sum n1 n2 / n       IRD the same
 *
 *     var log OR  by Robins, Breslow & Greenland      var log RR, log IRR, IRD  by Greenland & Robins
 *     var RD      by Sato, or by Greenland & Robins
 *
 * Shapes  rows[tables->k] or NULL.
 * Errors  RV_EINVAL  no tables, none without a missing cell; options that cannot be.
 *         RV_EDOMAIN "table 3: ai is -1; a count cannot be negative"; or the pooled effect does not exist, as without any event.
 *                    Then *fit and rows[] hold what does exist: counts, tests, effects of the studies (fit->k is 0 after the
 *                    other errors).
 *         RV_ENOMEM.
 * A risk difference between two groups without events has variance 0 when nothing is added: Q is infinite then.
 * Source  Mantel & Haenszel (1959) J Natl Cancer Inst 22:719-748; Robins, Breslow & Greenland (1986) Biometrics 42:311-323;
 *         Greenland & Robins (1985) Biometrics 41:55-68; Sato, Greenland & Robins (1989) Biometrics 45:1323-1324; Tarone (1985)
 *         Biometrika 72:91-95; Breslow & Day (1980) Statistical Methods in Cancer Research I; Rothman, Greenland & Lash (2008)
 *         Modern Epidemiology, ch. 15, for rates.
 */
RV_API RV_MUST_CHECK
rv_status rv_mh_run(const rv_tables *tables, const rv_mh_options *options, rv_tables_fit *fit, rv_tables_row *rows,
                    rv_error *err);

/**
 * Peto's one-step odds ratio.
 *
 *     log OR = sum (O - E) / sum V    var = 1 / sum V    O = a   E = n1 (a + c) / n   V = n1 n2 (a + c) (b + d) / (n^2 (n - 1))
 *     Q = sum (O - E)^2 / V - (sum (O - E))^2 / sum V, k_yi - 1 df
 *
 * Of the options, add and to (for the fit statistics, as metafor), drop00 and level count.
 * Shapes, errors  as rv_mh_run(); RV_EDOMAIN too when one outcome never occurs.
 * Source  Yusuf, Peto, Lewis, Collins & Sleight (1985) Prog Cardiovasc Dis 27:335-371.
 */
RV_API RV_MUST_CHECK
rv_status rv_peto_run(const rv_tables *tables, const rv_mh_options *options, rv_tables_fit *fit, rv_tables_row *rows,
                      rv_error *err);

/** Sentences that name the studies that were left out, or gave nothing, appended one a line. */
RV_API void rv_tables_notes(const rv_tables *tables, const rv_tables_row *rows, rv_buf *text);

/* ---- L'Abbe plot ------------------------------------------------------------------------------------------------- */

/**
 * The points of a L'Abbe plot: each group's outcome on the scale of the measure (log odds, log risk, risk, log rate, rate).
 *
 *     x  group 2, the control        y  group 1        v  the sampling variance of y - x
 *
 * Each group is taken by itself, as metafor does: `add` goes to the cells of a group that has a zero itself (only0), not to those
 * of the other group.
 * Shapes  x[k], y[k], v[k] (may be NULL); NaN for a table with a missing cell, or where the scale has no number.
 * Errors  RV_EDOMAIN as rv_mh_run(); RV_ENOMEM.
 * Source  L'Abbe, Detsky & O'Rourke (1987) Ann Intern Med 107:224-233.
 */
RV_API RV_MUST_CHECK
rv_status rv_labbe(const rv_tables *tables, rv_tables_measure measure, double add, rv_zero_to to, double *x, double *y,
                   double *v, rv_error *err);

/* ---- Pooling with common and random effects ---------------------------------------------------------------------- */

/** How the common effect is pooled. The random effects are always weighted by 1 / (vi + tau2). */
typedef enum { RV_TABLES_MH, RV_TABLES_INVERSE, RV_TABLES_PETO } rv_tables_method;
/** "MH", "Inverse", "Peto"; NULL at the end. */
RV_API extern const char *const rv_tables_method_names[];

/**
 * What is pooled, and by whose conventions. Programs agree on tables without zeros and part company at zeros:
 *
 *                                                  ours, metafor     R package meta 7      RevMan 5
 *     common effect by Mantel-Haenszel             nothing added     1/2 added             1/2 added
 *     risk ratio of a table with something added   n + 1             n + 1/2               n + 1
 *     risk difference of such a table              from added cells  itself from the counts, its variance from added cells
 *     variance of the Mantel-Haenszel difference   Sato              Greenland-Robins      Greenland-Robins
 *     risk ratio with nothing but events in both   left out          0, with a variance    left out
 *     Q and DL's tau2 beside Mantel-Haenszel       about the inverse-    about the Mantel-     about the Mantel-
 *                                                  variance mean         Haenszel effect       Haenszel effect
 *     interval of DL's tau2                        Q-profile             generalised Q         none is given
 *     search for tau2 ends                         at the last digit     as metafor's          at the last digit
 */
typedef struct {
    rv_tables_measure measure;
    rv_tables_method  method;
    double     add;               /**< to each cell of the tables that `to` names; not for Peto */
    rv_zero_to to;
    bool add_pooled;              /**< the Mantel-Haenszel sums are of these cells too */
    bool once_to_sizes;           /**< a risk ratio has n + add, not n + 2 add, below its line */
    bool plain_difference;        /**< a risk difference is of the counts themselves; its variance is of the added cells */
    bool keep_all_events;         /**< a risk ratio of two groups in which everybody has the event is 0 */
    rv_mh_variance rd_variance;
    bool dl_about_mh;             /**< with method MH and estimator DL, Q and tau2 are about the Mantel-Haenszel effect; tau2 has no se
                                       and no interval then */
    bool generalised_dl;          /**< DL's tau2 has the generalised-Q interval with weights 1 / sqrt(vi) (Jackson 2013 Res Synth Methods
                                       4:220), not the Q-profile */
    bool metafor_stops;           /**< tau2 (REML, ML, EB, PM) and its interval end where metafor's search ends by default, so that what
                                       meta prints is repeated digit by digit; else they are exact. The stop is a step of 1e-5 or a
                                       bracket of 1.2e-4 whatever the scale: of a risk difference few digits are right */
    bool smaller_iqwig;           /**< the test iqwig6 takes the standard error of the normal test where it replaces Hartung-Knapp's, even
                                       when that is smaller; IQWiG's rule takes the larger one */
    rv_meta_options random;       /**< of the random effects; its level is that of the common effect too */
} rv_tables_options;

/** The conventions above: "house", "meta", "revman"; NULL at the end. */
RV_API extern const char *const rv_tables_program_names[];
/** Sets all conventions to those of program `i` of the names: measure RR, method MH; REML with our test and prediction interval for
    house, with the normal test and that of Higgins, Thompson & Spiegelhalter for meta, DL and the normal test for revman. */
RV_API void rv_tables_options_set(rv_tables_options *options, size_t program);

/** A number with its limits; NaN where there is none. */
typedef struct { double x, lo, hi; } rv_limits;

typedef struct {
    size_t k;                     /**< studies with an effect of their own */
    rv_meta_coef common;
    rv_meta_fit  random;          /**< of the studies' own effects; k = 0 and NaN when there are none */
    double q, q_df, q_p;          /**< heterogeneity, about the mean that the options say */
    rv_limits h, i2;              /**< H = sqrt(Q / df) but at least 1 and I2 = 1 - 1 / H^2, limits by Higgins & Thompson (2002)
                                       Stat Med 21:1539, the test-based ones */
    rv_limits rb;                 /**< share of tau2 in the variance of the random effect, R_b of Crippa et al. (2016) Stat Med 35:3661 */
} rv_tables_pool;

/**
 * Pools tables with common and random effects, as the R package meta does; OR, RR and RD.
 *
 * Shapes  rows[k], w_common[k], w_random[k] (the weights themselves, 0 for a study that is left out); each may be NULL.
 * Errors  as rv_mh_run() and rv_meta_run(); RV_EINVAL Peto's method with another measure than OR; rates.
 *         RV_EDOMAIN no study has an effect.
 * Source  Higgins & Thompson (2002); Bradburn, Deeks, Berlin & Russell Localio (2007) Stat Med 26:53-77; documentation of the R
 *         package meta, metabin().
 */
RV_API RV_MUST_CHECK
rv_status rv_tables_pool_run(const rv_tables *tables, const rv_tables_options *options, rv_tables_pool *out, rv_tables_row *rows,
                             double *w_common, double *w_random, rv_error *err);

/** Differences between subgroups' pooled effects: Q with groups - 1 degrees of freedom. */
typedef struct { rv_chi2_test common, random; double tau2; } rv_tables_between;

/**
 * The same within each subgroup, studies i with group[i] = g, into out[groups].
 * With common_tau2 all have the tau2 of one model with a mean for each subgroup, which is between->tau2 (else NaN).
 *
 * Shapes  group[k] 0 to groups - 1; out[groups].
 * Errors  those of rv_tables_pool_run(), after "subgroup 2:" where one cannot be pooled: every group must have a study with an effect.
 */
RV_API RV_MUST_CHECK
rv_status rv_tables_subgroups(const rv_tables *tables, const size_t *group, size_t groups, const rv_tables_options *options,
                              bool common_tau2, rv_tables_pool *out, rv_tables_between *between, rv_error *err);

/* ---- Small-study effects of binary outcomes ---------------------------------------------------------------------- */

/**
 * Tests of funnel asymmetry. An odds ratio and its standard error hang together by construction where events are few, and Egger's
 * test then finds asymmetry that is not there; these are made against that.
 *
 *                  of           on                     weights               error            source
 *     Harbord      Z / V        1 / sqrt(V)            V                     multiplicative   2006 Stat Med 25:3443; 2009 Stata J 9:197 (RR)
 *     Peters       yi           1 / n                  1 / (1/t + 1/u)       multiplicative   2006 JAMA 295:676
 *     Macaskill    yi           n                      1 / vi                multiplicative   2001 Stat Med 20:641 (FIV)
 *     Deeks        yi           1 / sqrt(ESS)          ESS = 4 n1 n2 / n     multiplicative   2005 J Clin Epidemiol 58:882
 *     Schwarzer    ranks of (a - E) / sqrt(V) and 1 / V, noncentral hypergeometric at the MH odds ratio        2006 Stat Med 25:721
 *     Rucker       arcsine difference on its se        1 / (vi + tau2)       additive         2008 Stat Med 27:746
 *     Thompson     yi           sqrt(vi)               1 / (vi + tau2)       additive         1999 Stat Med 18:2693
 *     Pustejovsky  yi           sqrt(1/n1 + 1/n2)      1 / vi                multiplicative   2019 Res Synth Methods 10:57
 *     Egger        yi           sqrt(vi)               1 / vi                multiplicative   1997 BMJ 315:629
 *     Begg         ranks of (yi - mean) / sqrt(vi - var mean) and vi                          1994 Biometrics 50:1088
 *
 * t events and u others of both groups, Z = a - E, V as for Peto. Regressions: t with k - 2 df. Ranks: normal.
 */
typedef enum {
    RV_ASYMMETRY_HARBORD, RV_ASYMMETRY_PETERS, RV_ASYMMETRY_MACASKILL, RV_ASYMMETRY_DEEKS, RV_ASYMMETRY_SCHWARZER,
    RV_ASYMMETRY_RUCKER, RV_ASYMMETRY_THOMPSON, RV_ASYMMETRY_PUSTEJOVSKY, RV_ASYMMETRY_EGGER, RV_ASYMMETRY_BEGG
} rv_asymmetry;
/** "Harbord", ... in this order; NULL at the end. */
RV_API extern const char *const rv_asymmetry_names[];

typedef struct {
    rv_asymmetry test;
    size_t k;                     /**< studies with an effect */
    double bias, se;              /**< the slope; for ranks Kendall's score and its standard error */
    double stat, df, p;           /**< df NaN for ranks */
    double intercept, intercept_se;   /**< NaN for ranks */
    double tau2;                  /**< additive error only */
} rv_asymmetry_test;

/**
 * One test, on the studies' own effects by `options` (Peto: by inverse variance). `correct` takes 1 off the score of ranks.
 * Errors  RV_EINVAL  fewer than 3 studies with an effect.
 *         RV_EDOMAIN all studies have the same predictor or rank; Schwarzer's test with counts that are not whole; as
 *         rv_tables_pool_run(). RV_ENOMEM.
 */
RV_API RV_MUST_CHECK
rv_status rv_asymmetry_run(const rv_tables *tables, const rv_tables_options *options, rv_asymmetry test, bool correct,
                           rv_asymmetry_test *out, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
