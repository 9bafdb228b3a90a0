#ifndef REVIEW_META_MIXED_H
#define REVIEW_META_MIXED_H

#include "review/effect.h"
#include "review/meta.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Linear mixed models of effects that depend on each other: several levels, crossed effects, multivariate structures,
 * sampling errors that hang together.
 *
 *     y = X b + sum_j Z_j u_j + e      u_j ~ N(0, G_j)      e ~ N(0, S)      V = S + sum_j Z_j G_j Z_j'
 */

/* ---- Block-diagonal matrices ------------------------------------------------------------------------------------- */

/** Rows 0 to k - 1 parted into groups, and a symmetric matrix for each: a block-diagonal k x k matrix, kept by its blocks. */
typedef struct {
    size_t  k, n;                 /**< rows; groups */
    size_t *start;                /**< [n + 1] group g has the rows row[start[g]] to row[start[g + 1] - 1] */
    size_t *row;                  /**< [k] rising within a group */
    size_t *at;                   /**< [n + 1] where the block of g starts in `block`, m m numbers for m rows, row-major */
    double *block;
} rv_blocks;

/** Groups of rows that are the same in group[i]; all blocks 0. On failure *out is NULL. */
RV_API RV_MUST_CHECK rv_status rv_blocks_new(rv_blocks **out, const size_t *group, size_t k, rv_error *err);
/** The covariances of dependent effects, a block for each set of rows that hang together. Errors  those of rv_covariance_block(). */
RV_API RV_MUST_CHECK rv_status rv_blocks_of_covariance(rv_blocks **out, const rv_covariance *c, rv_error *err);
/** The blocks of v[k k]: rows are together when a chain of elements other than 0 joins them.
    Errors  RV_EDOMAIN "element (3, 1) is 0.2 and (1, 3) is 0.1"; RV_ENOMEM. */
RV_API RV_MUST_CHECK rv_status rv_blocks_of_matrix(rv_blocks **out, const double *v, size_t k, rv_error *err);
RV_API void rv_blocks_free(rv_blocks *blocks);   /**< NULL is allowed */

/* ---- The model --------------------------------------------------------------------------------------------------- */

/**
 * How the random effects of one part hang together. `inner` levels within each `group`; different groups are independent.
 *
 * Correlations lie between -1 and 1 (CAR: 0 and 1), where V is positive definite. CS and HCS may so end below -1/(n - 1) for n levels,
 * where no random effects have that covariance but V is one (as in metafor; it is noted). UN stays positive semidefinite.
 */
typedef enum {
    RV_MIXED_INTERCEPT,           /**< one effect for each level of `group`: sigma2 */
    RV_MIXED_CS,                  /**< one variance, one correlation: tau2, rho */
    RV_MIXED_HCS,                 /**< a variance for each inner level, one correlation */
    RV_MIXED_UN,                  /**< a variance for each inner level, a correlation for each pair */
    RV_MIXED_ID,                  /**< one variance, no correlation */
    RV_MIXED_DIAG,                /**< a variance for each inner level, no correlation */
    RV_MIXED_AR,                  /**< one variance, rho^|i - j| for inner levels in their order */
    RV_MIXED_HAR,                 /**< a variance for each inner level, rho^|i - j| */
    RV_MIXED_CAR                  /**< one variance, rho^|t_i - t_j|, 0 <= rho < 1, t the values of the inner levels */
} rv_mixed_struct;
/** "intercept", "CS", "HCS", "UN", "ID", "DIAG", "AR", "HAR", "CAR"; NULL at the end. */
RV_API extern const char *const rv_mixed_struct_names[];

/** One set of random effects. Nested levels are parts of their own whose groups are the combinations: study; study/effect. */
typedef struct {
    rv_mixed_struct kind;
    const char   *name;           /**< "study", "study/effect", "outcome | trial": for messages and output */
    const size_t *group;          /**< [k] 0 to groups - 1 */
    size_t        groups;
    const size_t *inner;          /**< [k] 0 to inners - 1; NULL for an intercept */
    size_t        inners;
    const char *const *inner_names;   /**< [inners]; NULL: they are numbered */
    const double *times;          /**< [inners] for CAR */
} rv_mixed_part;

/** How many parameters a part has (their order is that of rv_mixed_fit.param), and whether parameter i of them is a correlation. */
RV_API size_t rv_mixed_part_params(const rv_mixed_part *part);
RV_API bool rv_mixed_part_correlation(const rv_mixed_part *part, size_t i);

typedef struct {
    rv_meta_data     data;        /**< effects, variances, design; weights must be NULL */
    const rv_blocks *v;           /**< sampling covariances instead of the variances data.vi; NULL: independent */
    size_t           parts;
    const rv_mixed_part *part;
} rv_mixed_data;

/** Degrees of freedom of the model's own t tests. Robust variances bring theirs. */
typedef enum {
    RV_MIXED_DF_RESIDUAL,         /**< k - p */
    RV_MIXED_DF_CONTAIN           /**< containment: for a coefficient the fewest levels, less coefficients, of the random parts within
                                       which its column does not vary (metafor's dfs="contain") */
} rv_mixed_df;

typedef struct {
    bool   ml;                    /**< maximum likelihood; else restricted */
    bool   t;                     /**< t and F tests; else normal and chi-square */
    rv_mixed_df df;
    double level;                 /**< 0 to 1 */
    const double *fixed;          /**< by parameter, in the order of rv_mixed_fit.param: taken as known where not NaN; NULL: all are
                                       estimated */
    const double *start;          /**< by parameter; NULL */
} rv_mixed_options;
#define RV_MIXED_OPTIONS_INIT { false, false, RV_MIXED_DF_RESIDUAL, 0.95, NULL, NULL }

/** One parameter of the random parts. Order: part by part; in a part its variances, then its correlations (UN: 1-2, 1-3, 2-3, ... by
    rows of the upper triangle). */
typedef struct {
    size_t part;
    bool   correlation;           /**< else a variance */
    size_t i, j;                  /**< inner levels: the variance's own (i = j), the correlation's pair */
    double estimate;              /**< a variance in the square of the analysis scale; a correlation -1 to 1 */
    double se;                    /**< from the expected information; NaN at a boundary */
    bool   fixed;                 /**< taken as known */
    bool   boundary;              /**< a variance at 0, a correlation at its limit */
    bool   identified;            /**< false where the data say nothing of it (an inner level with one effect, say): NaN then */
} rv_mixed_param;

/** What a reader of the numbers must know; bits of rv_mixed_fit.notes. */
typedef enum {
    RV_MIXED_NOTE_BOUNDARY   = 1 << 0,   /**< a variance is estimated as 0, or a correlation at its limit */
    RV_MIXED_NOTE_UNKNOWABLE = 1 << 1,   /**< a parameter about which the data say nothing was left out */
    RV_MIXED_NOTE_SEVERAL    = 1 << 2,   /**< different starts ended in different maxima; the highest was taken */
    RV_MIXED_NOTE_FLAT       = 1 << 3,   /**< the likelihood is nearly flat at its maximum: a parameter is hardly determined */
    RV_MIXED_NOTE_IMPROPER   = 1 << 4    /**< the correlation is below what the levels of a group can have: V is a covariance, that of the
                                              random effects by themselves is not */
} rv_mixed_note;
/** A sentence for one bit; NULL for none. */
RV_API const char *rv_mixed_note_text(rv_mixed_note note);

/** The numbers of a fit. Arrays belong to the rv_mixed. What does not exist is NaN. */
typedef struct {
    size_t k, p, params;
    double level;
    const rv_meta_coef *coefs;    /**< [p] */
    const double *vcov;           /**< [p p] (X' V^-1 X)^-1 */
    const rv_mixed_param *param;  /**< [params] */
    rv_meta_fitstats ml, reml;    /**< both evaluated at the estimates; parameters count where they were estimated */
    double q, q_df, q_p;          /**< y' P y with V = S */
    double qm, qm_df1, qm_df2, qm_p;   /**< omnibus test of the coefficients but the intercept */
    unsigned notes;
    size_t iterations, starts;    /**< the optimiser's state */
    double gradient;              /**< largest slope of the log-likelihood in a free parameter that is not at a boundary, per standard error
                                       of it */
} rv_mixed_fit;

/** A fitted model, with what is asked of it afterwards. */
typedef struct rv_mixed rv_mixed;

/**
 * Fits a mixed model by restricted or full maximum likelihood. Everything in `data` is copied but names.
 * On success *out is owned by the caller, who ends it with rv_mixed_free(); on failure it is NULL.
 *
 * Which   an intercept of one level, an inner level with one effect, levels that never meet, and what the coefficients take away whole
 *         (restricted likelihood) are not identified: taken as 0, not counted, noted. Standard errors are conditional on what lies at a
 *         boundary.
 * How     Newton's method with bounds and a trust region on analytic slopes and curvatures, from several starts; the highest maximum.
 *         Where variances differ so widely that the likelihood is known to few digits, a slope within its rounding is taken for 0.
 * Cost    clusters are the sets of rows that share a level or a covariance. Per step the sum of the cubes of their sizes or, in a large
 *         cluster, of its cells (what is nested) and of the random effects across these (what crosses them), whichever is less.
 * Errors  RV_EINVAL  k <= p, no random part, two intercepts that put the same rows together, a fixed value outside its range.
 *         RV_EDOMAIN as rv_meta_run(); a covariance that is not positive definite (the rows are named).
 *         RV_ENOCONV no maximum was found within the limit. RV_ENOMEM.
 * Source  Harville (1977) JASA 72:320-338; Gilmour, Thompson & Cullis (1995) Biometrics 51:1440-1450 (average information);
 *         Konstantopoulos (2011) Res Synth Methods 2:61-76.
 */
RV_API RV_MUST_CHECK
rv_status rv_mixed_run(rv_mixed **out, const rv_mixed_data *data, const rv_mixed_options *options, rv_error *err);
RV_API void rv_mixed_free(rv_mixed *mixed);      /**< NULL is allowed */
RV_API const rv_mixed_fit *rv_mixed_result(const rv_mixed *mixed);
/** The data as they were given, copied; and the options. Live as long as the model. */
RV_API const rv_mixed_data *rv_mixed_of(const rv_mixed *mixed);
RV_API const rv_mixed_options *rv_mixed_how(const rv_mixed *mixed);

/* ---- What robust variances, residuals and predictions see of a fitted model --------------------------------------- */

/** A fitted working model, whatever it was fitted with. Arrays belong to the model. */
typedef struct {
    size_t k, p;
    const double *x;              /**< [k p] design; a column of ones where there are no moderators */
    const double *y, *e;          /**< [k] effects; residuals y - X b */
    const double *b;              /**< [p] */
    const char *const *names;     /**< [p] or NULL */
    bool intercept;
    const rv_blocks *v;           /**< covariance of the effects that the model implies */
    const rv_blocks *w;           /**< weights, V^-1 unless the model has its own; the same groups as v */
    const double *bread;          /**< [p p] (X' W X)^-1 */
} rv_working;
/** The blocks are computed when they are first asked for (of one model, not by two threads at once); v and w are NULL when there is no
    memory for them. They hold the square of each cluster's rows: with crossed factors that is all rows. */
RV_API void rv_mixed_working(const rv_mixed *mixed, rv_working *out);

#ifdef __cplusplus
}
#endif

#endif
