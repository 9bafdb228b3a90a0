/*
 * What the files of the mixed model share. The model is fitted on a scale of its own: effects y / sqrt(scale) as residuals of a first
 * least squares fit, designs with orthonormal columns, rows in the order of their clusters (the sets of rows that share a level or a
 * covariance, so that V is block-diagonal over them).
 */
#ifndef RV_META_MIXED_INTERNAL_H
#define RV_META_MIXED_INTERNAL_H

#include "review/meta_mixed.h"
#include "review/numer.h"

/* Sets that are joined: above[i] leads to the first member. */
size_t rv_join_find(size_t *above, size_t i);
void rv_join(size_t *above, size_t i, size_t j);

/* Rows with the same code (and other; NULL: one for all) are a group: n groups in the order of their first rows; start[k + 1], row[k]. */
rv_status rv_gather(const size_t *code, const size_t *other, size_t k, size_t *n, size_t *start, size_t *row, rv_error *err);

/* ---- Structures: mixed_struct.c ----------------------------------------------------------------------------------- */

/*
 * The covariance of two random effects of a group, with its derivatives, in the parameters psi that the search uses:
 *
 *     intercept, ID      tau2                    CS, AR, CAR        tau2, rho
 *     DIAG               tau2 of each level      HCS, HAR           standard deviations, rho
 *     UN                 the Cholesky factor of G by rows; by `pairs`: standard deviations, then correlations
 */
typedef struct {
    rv_mixed_struct kind;
    bool   pairs;
    size_t n;                     /* inner levels; 1 for an intercept */
    size_t most;                  /* different levels in one group at most */
    const double *times;
    size_t params;                /* of psi, and of what is reported */
} rv_mixed_cov;

size_t rv_mixed_cov_params(rv_mixed_struct kind, size_t n);
double rv_mixed_g(const rv_mixed_cov *c, const double *psi, size_t a, size_t b);
double rv_mixed_dg(const rv_mixed_cov *c, const double *psi, size_t i, size_t a, size_t b);
double rv_mixed_d2g(const rv_mixed_cov *c, const double *psi, size_t i, size_t j, size_t a, size_t b);
/* Whether second derivatives are all 0. */
bool rv_mixed_linear(const rv_mixed_cov *c);
/* Bounds of psi i. */
void rv_mixed_bounds(const rv_mixed_cov *c, size_t i, double *lo, double *hi);
/* Which reported parameter i is: a variance of level a, or the correlation of a and b. */
void rv_mixed_param_of(const rv_mixed_cov *c, size_t i, bool *correlation, size_t *a, size_t *b);
/* Between psi and what is reported, theta; slopes[params params] of theta in psi, NULL. */
void rv_mixed_theta(const rv_mixed_cov *c, const double *psi, double *theta, double *slopes);
/* RV_EINVAL where theta is no covariance. */
rv_status rv_mixed_psi(const rv_mixed_cov *c, const char *name, const double *theta, double *psi, rv_error *err);

/* ---- Layout: mixed_layout.c --------------------------------------------------------------------------------------- */

typedef struct {
    size_t k, p, parts, n;        /* rows, coefficients, random parts, clusters */
    size_t params;                /* of all parts */
    rv_mixed_cov *cov;            /* [parts] */
    size_t *first;                /* [parts + 1] where the parameters of a part start */
    size_t *start, *row;          /* [n + 1], [k] the rows of each cluster; positions are places in `row` */
    size_t most_rows, most_effects;   /* of one cluster */
    /* By part and position [parts][k]: the group; the inner level; the random effect, numbered within the cluster. */
    size_t *group, *inner, *effect;
    size_t *from;                 /* [n (parts + 1)] the first effect of each part in a cluster; the last one: how many there are */
    size_t *at;                   /* [n + 1] where the effects of a cluster stand in level and end */
    size_t *level, *end;          /* of each effect: its inner level, and one past the last effect of its group */
    /* Cells: rows that covary by their sampling errors or by parts that are not across them, side by side within their cluster. */
    size_t cells;
    size_t *cell;                 /* [n + 1] the first cell of each cluster */
    size_t *cell_start;           /* [cells + 1] positions */
    size_t *s_at;                 /* [cells + 1] where the covariances of a cell stand in s */
    double *s;
    bool *within;                 /* [n parts] whether the groups of a part lie within single cells of the cluster */
    bool *sparse;                 /* [n] whether the cluster is added by its cells (mixed_cells.c) */
    double *xy;                   /* [k (p + 1)] by position: orthonormal design, then the residual of y */
    double *r;                    /* [p p] X = Q R */
    double *b0;                   /* [p] what was taken from y: coefficients on Q, on the own scale */
    double scale;                 /* variances are divided by it */
    double least;                 /* the smallest sampling variance on the own scale */
    double log_det_s;             /* ln det S on the given scale */
} rv_mixed_layout;

/* The cell of each row, called by its first row, into cell_of[k]; clusters are known. */
rv_status rv_mixed_partition(const rv_mixed_layout *layout, const rv_mixed_data *data, size_t *cell_of, rv_error *err);
/* The parts of a layout that hold numbers: S by cells and the scale; whether S is a covariance; X = Q R and y. */
rv_status rv_mixed_lay_covariances(rv_mixed_layout *layout, const rv_mixed_data *data, rv_error *err);
rv_status rv_mixed_check_covariances(rv_mixed_layout *layout, const rv_mixed_data *data, rv_error *err);
rv_status rv_mixed_lay_rows(rv_mixed_layout *layout, const rv_meta_data *data, rv_error *err);
rv_status rv_mixed_layout_new(rv_mixed_layout *out, const rv_mixed_data *data, rv_error *err);
void rv_mixed_layout_free(rv_mixed_layout *layout);

/* ---- Likelihood: mixed_sums.c, mixed_likelihood.c ------------------------------------------------------------------ */

/*
 * Sums over clusters, with W = V^-1, A = [Q y], c = p + 1, and G_i, G_ij derivatives of the random effects' covariance:
 *
 *     gram   A'WA                                  t1[i]   tr(W V_i)          t2[ij]   tr(W V_i W V_j)
 *     f[i]   A'W V_i W A                           e[ij]   A'W V_i W V_j W A
 *     t12[ij] tr(W V_ij)                           f2[ij]  A'W V_ij W A
 */
typedef struct {
    size_t n, c;
    double log_det;
    double *gram, *f, *e, *f2, *t1, *t2, *t12;
    double *room;
    size_t size;
} rv_mixed_sums;

/* Where the pair i <= j of n parameters stands. */
static inline size_t rv_mixed_pair(size_t n, size_t i, size_t j) { return i * n - i * (i + 1) / 2 + j; }

/* Rows up to which a cluster can be added whole though it is usually added by cells. */
enum { RV_MIXED_MODERATE = 300 };
typedef struct rv_mixed_space rv_mixed_space;   /* room for one cluster's matrices */
rv_status rv_mixed_space_new(rv_mixed_space **out, const rv_mixed_layout *layout, rv_error *err);
void rv_mixed_space_free(rv_mixed_space *space);
/* Room for the clusters that are added by cells; NULL when there are none. */
typedef struct rv_mixed_cells rv_mixed_cells;
rv_status rv_mixed_cells_new(rv_mixed_cells **out, const rv_mixed_layout *layout, rv_error *err);
void rv_mixed_cells_free(rv_mixed_cells *cells);
rv_status rv_mixed_add_cells(const rv_mixed_layout *layout, size_t c, const double *psi, bool slopes, rv_mixed_cells *cells,
                             rv_mixed_sums *sums, rv_error *err);
/* V^-1 of cluster c into w[m m]; false where V is not positive definite. */
bool rv_mixed_inverse_cells(const rv_mixed_layout *layout, size_t c, const double *psi, rv_mixed_cells *cells, double *w);
/* Adds cluster c; slopes: all sums, else gram and log_det alone. RV_EDOMAIN when V is not positive definite there. */
rv_status rv_mixed_add(const rv_mixed_layout *layout, size_t c, const double *psi, bool slopes, rv_mixed_space *space,
                       rv_mixed_sums *sums, rv_error *err);
/* The covariance of positions first to first + m - 1 of cluster c, with the parts that lie within cells alone, or all, into v[m m]. */
void rv_mixed_fill(const rv_mixed_layout *layout, size_t c, const double *psi, bool within, size_t first, size_t m, double *v);
/* V of cluster c into v[m m]. */
void rv_mixed_covariance(const rv_mixed_layout *layout, size_t c, const double *psi, double *v);

/* What the search asks: the log-likelihood on the own scale, without constants. */
typedef struct {
    const rv_mixed_layout *layout;
    bool   ml;
    rv_mixed_space *space;
    rv_mixed_cells *cells;
    rv_mixed_sums   sums;
    size_t looks;
    /* Of the last look: coefficients on Q beside b0, (Q'WQ)^-1, and the parts of the log-likelihood. */
    double *b, *m;
    double log_det_v, log_det_x, rss;
    double *work;
} rv_mixed_likelihood;

rv_status rv_mixed_likelihood_new(rv_mixed_likelihood *out, const rv_mixed_layout *layout, bool ml, rv_error *err);
void rv_mixed_likelihood_free(rv_mixed_likelihood *l);
/* A rv_curved over psi; data is the rv_mixed_likelihood. */
rv_status rv_mixed_look(const double *psi, double *value, double *gradient, double *hessian, double *information, void *data,
                        rv_error *err);

/* ---- The model ----------------------------------------------------------------------------------------------------- */

struct rv_mixed {
    rv_mixed_data    data;
    rv_mixed_options options;
    rv_mixed_layout  layout;
    rv_mixed_likelihood likelihood;
    rv_mixed_fit     fit;
    rv_mixed_param  *param;
    rv_meta_coef    *coefs;
    double *vcov, *b;
    double *psi, *lo, *hi;        /* [params] where the search stands, and its bounds; lo = hi: known */
    double *information;          /* [params params] expected, at psi */
    rv_blocks *v, *w;             /* of the fitted model, on the given scale */
    double *e;                    /* [k] residuals */
    const double *x;              /* [k p] of the data, or ones */
    rv_mixed_part *part;
    rv_blocks *given;             /* the copy of data.v */
    void **kept;                  /* what the copies take */
    size_t n_kept;
};

rv_status rv_mixed_check(const rv_mixed_data *data, const rv_mixed_options *options, rv_error *err);
/* How many parameters the random parts have. */
size_t rv_mixed_params(const rv_mixed_data *data);
rv_status rv_mixed_copy(rv_mixed *m, const rv_mixed_data *data, const rv_mixed_options *options, rv_error *err);
/* What can be seen without a look: a factor of one level, an inner level with one effect, levels that never meet; and, at a point inside,
   what the coefficients take away whole. */
rv_status rv_mixed_leave_out_by_count(rv_mixed *m, size_t part, rv_error *err);
rv_status rv_mixed_leave_out_by_look(rv_mixed *m, rv_error *err);
rv_status rv_mixed_search(rv_mixed *m, rv_error *err);
rv_status rv_mixed_report(rv_mixed *m, rv_error *err);
/* Degrees of freedom of each coefficient by containment, into df[p]. */
rv_status rv_mixed_contain(const rv_mixed *m, double *df, rv_error *err);
/* What the fitted model leaves of the effects: e. */
rv_status rv_mixed_leave(rv_mixed *m, rv_error *err);

#endif
