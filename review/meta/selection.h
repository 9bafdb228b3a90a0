/*
 * The inside of selection models. Parameters stand in the order b[p], tau2, delta[m]: n of them.
 *
 * With "less" the effects and the design change sign, so that selection is always for large z or for large |z|.
 */
#ifndef RV_META_SELECTION_INSIDE_H
#define RV_META_SELECTION_INSIDE_H

#include "review/meta_selection.h"
#include "review/numer.h"

enum { SELECTION_DELTAS = 2 };    /* of a smooth weight function */

/* ln w(p) and its derivatives by delta. */
typedef struct { double ln, g[SELECTION_DELTAS], h[SELECTION_DELTAS][SELECTION_DELTAS]; } rv_selection_weight;

/* What a weight function is given of p: p, 1 - p, their logarithms; alpha up to which w = 1. */
typedef struct { double p, q, ln_p, ln_q; } rv_selection_p;

typedef struct {
    size_t deltas;                /* 0: steps */
    double none, start, least;    /* of delta: without selection, to begin with, at least */
    double clip;                  /* p stays this far from 0 and 1 unless steps say otherwise */
    bool   log;                   /* searched by its logarithm */
    bool   precision;             /* knows c */
    double reach;                 /* |z| beyond which w does not change */
    void (*weight)(const rv_selection_p *p, double c, const rv_selection_p *alpha, const double *delta, rv_selection_weight *w);
} rv_selection_shape;
extern const rv_selection_shape rv_selection_shapes[];

/* A fixed quadrature grid over z = y / sqrt(v) where a smooth w varies. */
typedef struct {
    size_t n;
    double lo, hi;                /* w is constant below and above */
    double *z, *dz;               /* [n] */
    rv_selection_p *p;            /* [n] */
    rv_selection_p at_lo, at_hi;  /* of the constant parts */
} rv_selection_grid;

typedef struct {
    const rv_selection_shape *shape;
    rv_selection_options options; /* steps and delta are the model's own */
    size_t k, p, m, n;
    bool   turned;                /* effects and design have changed sign */
    double *y, *v, *x;            /* [k], [k], [k p] */
    double *c;                    /* [k] imprecision, 1 without */
    double *steps;                /* [m] rising, the last is 1; NULL unless a step function */
    double *fixed;                /* [m] NaN where it is estimated */
    size_t *count;                /* [m] p-values between steps */
    size_t *group;                /* [k] which interval the study is in; steps and truncation */
    double *cut;                  /* [m - 1] of z between intervals, falling; two-sided: of |z|; truncation: of y */
    rv_selection_p *at;           /* [k] p-values of the studies */
    rv_selection_p alpha;
    bool   has_alpha;             /* w = 1 up to alpha */
    double p_lo, p_hi;            /* p-values are kept between */
    size_t first;                 /* intervals of weight 1 before those of delta: 1 for truncation, else 0 */
    rv_selection_grid grid;
    rv_selection_weight *w;       /* [grid.n] weights at the grid, when all c are the same */
    double *room;                 /* [5 + 3 m + m m + 2 n] of one study */
    unsigned notes;
} rv_selection_model;

/* Checks, copies, intervals, grid. Ends with rv_selection_end(), also after a failure. */
rv_status rv_selection_begin(rv_selection_model *model, const rv_meta_data *data, const rv_selection_options *options, rv_error *err);
void rv_selection_end(rv_selection_model *model);

/* The intervals of a step function or a truncation: steps, cuts, counts, groups. */
rv_status rv_selection_intervals(rv_selection_model *model, rv_error *err);
rv_status rv_selection_grid_make(rv_selection_model *model, rv_error *err);
/* The weights at the grid for these delta, before rv_selection_moments(); ln w of study i. */
void rv_selection_grid_weigh(rv_selection_model *model, const double *delta);
void rv_selection_weigh(const rv_selection_model *model, size_t i, const double *delta, rv_selection_weight *w);
void rv_selection_p_set(const rv_selection_model *model, double z, rv_selection_p *p);

/*
 * Hermite moments of the weight under the normal distribution of study i with mean mu and variance s:
 *     e[n] = E w He_n(u), n = 0 to 4;   f[3 j + n] = E w_j He_n(u), n = 0 to 2;   g[m j + l] = E w_jl      u = (y - mu) / sqrt(s)
 */
void rv_selection_moments(rv_selection_model *model, size_t i, double mu, double s, const double *delta, double *e, double *f, double *g);

/* The log-likelihood at par[n]; gradient[n] and hessian[n n] unless NULL. -INFINITY outside the domain. */
double rv_selection_evaluate(rv_selection_model *model, const double *par, double *gradient, double *hessian);

/* The maximum from several starts around b[p] and tau2, with tau2 held when it is not NaN in the options. */
typedef struct { double loglik; size_t iterations, starts; unsigned notes; } rv_selection_search;
rv_status rv_selection_maximise(rv_selection_model *model, const double *b, double tau2, double *par, rv_selection_search *out,
                                rv_error *err);

/* A fit under way. */
struct rv_selection {
    rv_selection_fit fit;
    double *par, *info, *cov;     /* [n]; [n n] observed information; [n n] its inverse, 0 for what is taken as known */
    bool   *free;                 /* [n] estimated and not at a bound */
    rv_meta_coef *coefs, *plain;
    double *vcov;
    rv_selection_delta *delta;
};

/* Everything of the fit that rests on par, loglik and plain_loglik. `intercept`: the first coefficient is not part of the omnibus test. */
rv_status rv_selection_conclude(rv_selection *s, rv_selection_model *model, bool intercept, rv_error *err);

#endif
