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
    RV_TABLES_MISSING = 1 << 0,   /**< a cell is missing: in no number */
    RV_TABLES_DOUBLE_ZERO = 1 << 1,   /**< no events, or nothing but events, in both groups */
    RV_TABLES_NO_EFFECT = 1 << 2, /**< no effect of its own: not in Q */
    RV_TABLES_NO_WEIGHT = 1 << 3, /**< does not move the pooled effect */
    RV_TABLES_ADDED = 1 << 4      /**< a number was added to its cells for its own effect */
} rv_tables_fate;

/** One study's part. */
typedef struct {
    double   yi, vi;              /**< its own effect, NaN for none */
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
    double     level;
} rv_mh_options;
#define RV_MH_OPTIONS_INIT { RV_TABLES_OR, 0.5, RV_ZERO_ONLY0, true, 0, RV_ZERO_NONE, false, true, RV_MH_SATO, 0.95 }

/** All numbers of pooled tables; what does not exist is NaN. */
typedef struct {
    size_t k;                     /**< tables pooled */
    size_t k_yi;                  /**< with an effect of their own: those in Q */
    size_t k_pos;                 /**< in the tests of homogeneity of odds ratios (Breslow-Day, Tarone); Peto: with V > 0 */
    rv_meta_coef pooled;          /**< normal test; the logarithm of a ratio */
    double q, q_df, q_p;          /**< heterogeneity of the studies' own effects about the pooled one */
    double i2, h2;                /**< max(0, (Q - df) / Q) and Q / df; 0 and 1 for one effect */
    rv_chi2_test cmh;             /**< OR: Cochran-Mantel-Haenszel with N - 1; IRR: its like for rates */
    rv_chi2_test cochran;         /**< OR: the same with N */
    rv_chi2_test breslow_day, tarone;   /**< OR: homogeneity, without and with Tarone's correction; k_pos - 1 df */
    rv_chi2_test woolf;           /**< OR: homogeneity about the inverse-variance log odds ratio; k_yi - 1 df */
    rv_meta_fitstats ml, reml;    /**< of N(pooled, vi) at the studies' own effects */
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
 * Errors  RV_EDOMAIN as rv_mh_run().
 * Source  L'Abbe, Detsky & O'Rourke (1987) Ann Intern Med 107:224-233.
 */
RV_API RV_MUST_CHECK
rv_status rv_labbe(const rv_tables *tables, rv_tables_measure measure, double add, rv_zero_to to, double *x, double *y,
                   double *v, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
