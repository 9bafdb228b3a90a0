#ifndef REVIEW_NUMER_H
#define REVIEW_NUMER_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Numerics over GSL. GSL's default is to abort the program on an error; the first call of this layer replaces that
 * default, once and under a lock, by "say it in the return value". A handler that the host program installed itself
 * before is left in place (it is then told of our errors too, and must return). Matrices are row-major: a[i * columns
 * + j].
 */

/* ---- Sums ------------------------------------------------------------------------------------------------------ */

/** A sum that carries its rounding error along (Neumaier 1974): `rv_sum s = {0}`, rv_sum_add(), rv_sum_get(). */
typedef struct { double sum, error; } rv_sum;

static inline void rv_sum_add(rv_sum *s, double x)
{
    const double t = s->sum + x;
    s->error += fabs(s->sum) >= fabs(x) ? (s->sum - t) + x : (x - t) + s->sum;
    s->sum = t;
}

static inline double rv_sum_get(const rv_sum *s) { return s->sum + s->error; }

/** sum ln(x_i + add), by the logarithms of products of eight. */
RV_API double rv_log_sum(const double *x, size_t n, double add);

/* ---- Dense linear algebra -------------------------------------------------------------------------------------- */

/**
 * Cholesky factor of a symmetric positive definite matrix: A = L L'.
 *
 * Shapes  a[n n]; the lower triangle is read and becomes L, the upper one is set to 0.
 * Errors  RV_EDOMAIN row i shows that A is not positive definite; `a` is spoilt then.
 */
RV_API RV_MUST_CHECK rv_status rv_cholesky(double *a, size_t n, rv_error *err);
/** Solves A x = b, in place in b[n], from the factor L of A. */
RV_API void rv_cholesky_solve(const double *l, size_t n, double *b);
/** The inverse of A into inverse[n n], from its factor. `inverse` is not `l`. */
RV_API void rv_cholesky_inverse(const double *l, size_t n, double *inverse);
/**
 * The inverse of a symmetric positive definite matrix, and ln det A, in loops that run along rows: for the many blocks of a covariance
 * matrix. `a` is spoilt. False, without words, when A is not positive definite.
 */
RV_API bool rv_positive_inverse(double *a, size_t n, double *inverse, double *log_det);
/** ln det A = 2 sum ln l_ii. */
RV_API double rv_cholesky_log_det(const double *l, size_t n);

/** tr(A B) of a[n n] and b[n n]. */
RV_API double rv_trace_of_two(const double *a, const double *b, size_t n);
/** tr(M B M C) of m, b, c [n n]. */
RV_API double rv_trace_of_four(const double *m, const double *b, const double *c, size_t n);

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix: A = U diag(values) U'.
 *
 * Shapes  a[n n]; the lower triangle is read, and replaced by U: vector j is column j. values[n], falling.
 * Errors  RV_EDOMAIN an element that is not finite; RV_ENOCONV; RV_ENOMEM. `a` is spoilt after a failure.
 */
RV_API RV_MUST_CHECK rv_status rv_eigen_symmetric(double *a, size_t n, double *values, rv_error *err);

/**
 * Orthonormal columns that span the same space, by Householder QR: X = Q R.
 *
 * Shapes  x[k p] is replaced by Q; r[p p] upper triangular.
 *         names[p] may be NULL; used for the message.
 * Errors  RV_EINVAL  k < p, or p = 0.
 *         RV_EDOMAIN a column is zero or, to 1e-10 of its length, a combination of those before it; it is named.
 *         RV_ENOMEM.
 */
RV_API RV_MUST_CHECK
rv_status rv_orthonormal(double *x, size_t k, size_t p, const char *const *names, double *r, rv_error *err);

/**
 * From coefficients on Q, of rv_orthonormal(), to those on X = Q R, in place: b = R^-1 b, and their covariance G = R^-1 G R^-T.
 *
 * Shapes  r[p p] upper triangular; b[p] or NULL; g[p p] symmetric.
 */
RV_API void rv_from_orthonormal(const double *r, size_t p, double *b, double *g);

/**
 * Weighted least squares by QR of sqrt(w) X.
 *
 *     beta = argmin sum w_i (y_i - x_i beta)^2        inverse = (X' W X)^-1        rss = the minimum
 *
 * Shapes  x[k p], y[k], w[k] (NULL: all 1); beta[p], inverse[p p]; inverse and rss may be NULL.
 * Errors  as rv_orthonormal(); RV_EDOMAIN some w is not finite and positive.
 */
RV_API RV_MUST_CHECK
rv_status rv_wls(const double *x, const double *y, const double *w, size_t k, size_t p, const char *const *names,
                 double *beta, double *inverse, double *rss, rv_error *err);

/* ---- Roots and minima ------------------------------------------------------------------------------------------ */

typedef double (*rv_function)(double x, void *data);

/**
 * The root of f between lo and hi, where f changes sign, by Brent's method.
 * Stops when the bracket is shorter than tol + 4 eps |x|, or f is 0.
 * Errors  RV_EINVAL  no change of sign, or the bounds are not finite and ordered.
 *         RV_EDOMAIN f is not a number somewhere between.
 *         RV_ENOCONV 500 steps were not enough.
 * Source  Brent (1973) Algorithms for minimization without derivatives, ch. 4.
 */
RV_API RV_MUST_CHECK
rv_status rv_root(rv_function f, void *data, double lo, double hi, double tol, double *root, rv_error *err);

/**
 * The same by Brent's own algorithm with its own stopping rule: half the bracket below tol / 2 + 2 eps |x|. Other programs (R's uniroot())
 * end at the same number, however coarse tol is; it is here to repeat what they print. For numbers that are right, rv_root().
 * Errors  as rv_root(); RV_ENOCONV `limit` steps were not enough.
 * Source  Brent (1973), procedure zero.
 */
RV_API RV_MUST_CHECK
rv_status rv_zeroin(rv_function f, void *data, double lo, double hi, double tol, size_t limit, double *root, rv_error *err);

/** Doubles `*step` from `lo` until f changes sign, at most up to `limit`: f(lo) and f(*hi) differ in sign afterwards.
    RV_ENOTFOUND when there is no change of sign up to the limit. */
RV_API RV_MUST_CHECK
rv_status rv_root_bracket(rv_function f, void *data, double lo, double step, double limit, double *hi, rv_error *err);

/**
 * A local minimum between lo and hi by Brent's method, given mid between them with f(mid) below f(lo) and f(hi).
 * Errors  RV_EINVAL the three are not such a bracket; RV_ENOCONV.
 */
RV_API RV_MUST_CHECK
rv_status rv_minimum(rv_function f, void *data, double lo, double mid, double hi, double tol, double *x, double *fx,
                     rv_error *err);

/**
 * The integral of f from lo to hi, which may be INFINITY, to a share `tol` of itself.
 * Errors  RV_EINVAL bounds that are not ordered; RV_EDOMAIN f not finite; RV_ENOCONV the tolerance was not met.
 * Source  Piessens et al. (1983) QUADPACK: qag, qagi.
 */
RV_API RV_MUST_CHECK
rv_status rv_integral(rv_function f, void *data, double lo, double hi, double tol, double *value, rv_error *err);

/** The value at x[n]; also its gradient when `gradient` is not NULL (only asked for when has_gradient). */
typedef double (*rv_objective)(const double *x, double *gradient, void *data);

typedef struct {
    bool   has_gradient;   /**< BFGS (vector_bfgs2) then, else Nelder-Mead, restarted until a restart gains nothing */
    double step;           /**< first step, or first edge of the simplex */
    double tol;            /**< gradient norm, or size of the simplex, at which it stops */
    size_t limit;          /**< iterations at most */
} rv_minimise_options;
#define RV_MINIMISE_OPTIONS_INIT { false, 0.1, 1e-8, 10000 }

/**
 * A local minimum over n parameters. x[n] holds the start and then the result, also when it did not converge.
 * An objective outside its domain returns INFINITY.
 * Errors  RV_ENOCONV the limit was reached, or no further progress is possible while the gradient is above tol.
 */
RV_API RV_MUST_CHECK
rv_status rv_minimise(rv_objective f, void *data, size_t n, const rv_minimise_options *options, double *x, double *fx,
                      size_t *iterations, rv_error *err);

/**
 * A function with its slopes at x[n]: value, gradient[n], second derivatives hessian[n n], and information[n n], which stands in for
 * -hessian where that is not positive (the expected information of a likelihood, or -hessian damped; positive semidefinite).
 * RV_EDOMAIN says that x lies outside the domain, and the step is shortened; any other failure ends the search and is handed on.
 */
typedef rv_status (*rv_curved)(const double *x, double *value, double *gradient, double *hessian, double *information, void *data,
                               rv_error *err);

typedef struct {
    double value;                 /**< at the maximum */
    double slope;                 /**< largest slope there, per 1/sqrt(information), of those not held by a bound */
    size_t iterations;
    bool   flat;                  /**< some direction carries nearly no curvature */
} rv_maximum;

/**
 * A local maximum within lo <= x <= hi (-INFINITY and INFINITY: free; lo = hi: fixed) by Newton's method with a trust region, in units of
 * 1/sqrt(information). A parameter rests on its bound when its slope points outwards.
 *
 * Shapes  x[n] holds the start and then the maximum. `tol` is the last step, in those units.
 * Errors  RV_ENOCONV the limit was reached, or no step gains while the slope is above sqrt(tol). RV_EDOMAIN the start lies outside.
 * Source  Nocedal & Wright (2006) Numerical Optimization, ch. 4.
 */
RV_API RV_MUST_CHECK
rv_status rv_maximise(rv_curved f, void *data, size_t n, const double *lo, const double *hi, double tol, size_t limit, double *x,
                      rv_maximum *out, rv_error *err);

/** The points x[n] between lo and hi and weights w[n] of Gauss-Legendre quadrature. Errors RV_ENOMEM. */
RV_API RV_MUST_CHECK rv_status rv_gauss_legendre(double lo, double hi, size_t n, double *x, double *w, rv_error *err);

/* ---- Distributions --------------------------------------------------------------------------------------------- */

/*
 * `upper` is P(X > x), exact to about 1e-13 relative far into the tail; `_log` its natural logarithm, where the
 * probability itself would vanish. Quantiles take the LOWER probability; `_upper_quantile` the upper one, so that
 * small tails keep their digits. Outside the domain (df <= 0, p outside 0 to 1, NaN) the result is NaN.
 */
RV_API double rv_normal_upper(double z);
RV_API double rv_normal_upper_log(double z);
RV_API double rv_normal_two_sided(double z);                 /**< P(|X| > |z|) */
RV_API double rv_normal_density(double z);
RV_API double rv_normal_quantile(double p);
RV_API double rv_normal_upper_quantile(double q);

RV_API double rv_t_upper(double t, double df);
RV_API double rv_t_upper_log(double t, double df);
RV_API double rv_t_two_sided(double t, double df);
RV_API double rv_t_quantile(double p, double df);
RV_API double rv_t_upper_quantile(double q, double df);

RV_API double rv_chi2_lower(double x, double df);
RV_API double rv_chi2_upper(double x, double df);
RV_API double rv_chi2_upper_log(double x, double df);
RV_API double rv_chi2_quantile(double p, double df);
RV_API double rv_chi2_upper_quantile(double q, double df);

RV_API double rv_f_upper(double f, double df1, double df2);
RV_API double rv_f_upper_log(double f, double df1, double df2);
RV_API double rv_f_upper_quantile(double q, double df1, double df2);

/**
 * The logarithm of a Laplace transform E exp(-z Q) of a positive random variable, at z = re + i im; analytic off the real axis left of
 * some negative edge, and continuous there.
 */
typedef void (*rv_log_transform)(double re, double im, double *log_re, double *log_im, void *data);

/**
 * Both tails of a positive random variable from its Laplace transform, which must fall like a quadratic form's in normal variables.
 *
 *     P(Q < q) = 1 / (2 pi i) integral of exp(z q + log_transform(z)) / z dz
 *
 * along a parabola through the saddle point right of 0 (left of 0 it is -P(Q > q)), open to the left, by the trapezoidal rule, which there
 * converges faster than any power of its step; the step is halved until the digits stand. The smaller tail is integrated and is
 * good to about 1e-12 of itself.
 *
 * Units   edge > 0: no singularity right of -edge.
 * Errors  RV_EDOMAIN q or edge is not positive and finite, or the transform not finite; RV_ENOCONV the digits do not stand.
 * Source  Imhof (1961) Biometrika 48:419 and Davies (1980) Appl Stat 29:323 for the inversion; Weideman & Trefethen (2007) Math Comp
 *         76:1341 for such contours.
 */
RV_API RV_MUST_CHECK
rv_status rv_transform_tails(rv_log_transform transform, void *data, double edge, double q, double *lower, double *upper,
                             rv_error *err);

/** Both tails of sum weight_i X_i with independent chi-square X_i of one degree of freedom; the weights positive.
    Errors  RV_EDOMAIN "weight 2 is -1; it must be positive"; as rv_transform_tails(). */
RV_API RV_MUST_CHECK
rv_status rv_chi2_sum_tails(const double *weight, size_t n, double q, double *lower, double *upper, rv_error *err);

/** ln I_x(a, b), the regularised incomplete beta function; `y` is 1 - x, given apart so that neither loses digits. */
RV_API double rv_beta_lower_log(double a, double b, double x, double y);
RV_API double rv_beta_lower(double a, double b, double x, double y);
/** Regularised incomplete gamma functions P(a, x), and ln Q(a, x). */
RV_API double rv_gamma_lower(double a, double x);
RV_API double rv_gamma_upper_log(double a, double x);
RV_API double rv_gamma_log(double x);                        /**< ln Gamma(x), x > 0 */
RV_API double rv_beta_log(double a, double b);               /**< ln B(a, b) */
/** Gamma(x + d) / Gamma(x), without the cancellation of two logarithms; x > 0, x + d > 0. */
RV_API double rv_gamma_ratio(double x, double d);
RV_API double rv_digamma(double x);

/**
 * The hypergeometric distribution: X relevant among `draws` drawn at once from a population of which `relevant` are. P(X <= x) and
 * P(X > x), each exact to about 1e-13 relative also far in its tail; NaN unless all are whole numbers (up to 1e15) that fit.
 * Source  Loader (2000) Fast and accurate computation of binomial probabilities, for the single term.
 */
RV_API double rv_hypergeometric_lower(double x, double population, double relevant, double draws);
RV_API double rv_hypergeometric_upper(double x, double population, double relevant, double draws);
/** P(X <= x) when they are drawn one by one, a relevant one `odds` times as likely as another (Wallenius 1963); about 1e-10
    relative. odds = 1 is the hypergeometric distribution. */
RV_API double rv_wallenius_lower(double x, double population, double relevant, double draws, double odds);

/**
 * Kendall's rank correlation without ties: the probability of at most `pairs` pairs in the same order among the n (n - 1) / 2 of a random
 * permutation of n items. Cost n pairs; upper tails by symmetry, n (n - 1) / 2 - pairs.
 * Errors  RV_EINVAL n over 100,000; RV_ENOMEM.
 * Source  Kendall (1938) Biometrika 30:81-93.
 */
RV_API RV_MUST_CHECK rv_status rv_kendall_lower(size_t pairs, size_t n, double *p, rv_error *err);

/**
 * Mean and variance of Fisher's noncentral hypergeometric distribution: the events of group 1 (n1 people) when both groups have t events
 * together, group 2 has n2 people, and the odds ratio is `odds`. Cost: the terms that count, a few times the standard deviation.
 * Returns false, and NaN, unless n1, n2 and t are whole numbers (up to 1e15) that fit and odds is positive.
 * Source  McCullagh & Nelder (1989) Generalized Linear Models, 2nd ed., 7.3; Liao & Rosen (2001) Am Stat 55:366-369.
 */
RV_API bool rv_fisher_hypergeometric_moments(double n1, double n2, double t, double odds, double *mean, double *variance);

/* ---- Random numbers -------------------------------------------------------------------------------------------- */

/** Mersenne Twister (MT19937): the same seed gives the same numbers on every machine. Not for secrets. */
typedef struct rv_random rv_random;
RV_API RV_MUST_CHECK rv_status rv_random_open(rv_random **out, uint64_t seed, rv_error *err);
RV_API void rv_random_free(rv_random *random);
RV_API double rv_random_uniform(rv_random *random);                    /**< above 0, below 1 */
RV_API double rv_random_normal(rv_random *random);                     /**< mean 0, variance 1, by inversion */
RV_API uint64_t rv_random_below(rv_random *random, uint64_t n);        /**< 0 to n - 1, without bias; n >= 1 */
/** A random order of n items of `size` bytes. */
RV_API void rv_random_shuffle(rv_random *random, void *items, size_t n, size_t size);
/** A seed from words (FNV-1a, 64 bit), so that --seed may be any text. */
RV_API uint64_t rv_random_seed(const char *text);

#ifdef __cplusplus
}
#endif

#endif
