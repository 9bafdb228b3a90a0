#include <config.h>

#include <string.h>

#include "review/meta_interval.h"
#include "tests/simulate/judged_fit.h"

const char *const judged_names[JUDGED] = { "REML", "ML", "PM", "EB", "Q-profile", "profile-lik" };

enum { GRID = 200 };

/* With w = 1 / (v + tau2): Q = sum w e^2, sum w^2 e^2, sum w, tr P, ln det X'WX. */
typedef struct { long double q, ypp, sum_w, trace, log_det; } sums;

/* The inverse of a symmetric p x p matrix by Gauss-Jordan, and ln of its determinant. */
static long double invert(long double a[SIMULATED_P][SIMULATED_P], long double inv[SIMULATED_P][SIMULATED_P], size_t p)
{
    long double log_det = 0;

    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            inv[i][j] = i == j;
    for (size_t i = 0; i < p; i++) {
        const long double pivot = a[i][i];
        log_det += logl(pivot);
        for (size_t j = 0; j < p; j++)
            a[i][j] /= pivot, inv[i][j] /= pivot;
        for (size_t n = 0; n < p; n++) {
            const long double f = a[n][i];
            for (size_t j = 0; n != i && j < p; j++)
                a[n][j] -= f * a[i][j], inv[n][j] -= f * inv[i][j];
        }
    }
    return log_det;
}

static sums at(const simulated *s, long double tau2)
{
    const size_t p = s->p ? s->p : 1;
    long double xwx[SIMULATED_P][SIMULATED_P] = { { 0 } }, xw2x[SIMULATED_P][SIMULATED_P] = { { 0 } },
                inv[SIMULATED_P][SIMULATED_P], xwy[SIMULATED_P] = { 0 }, b[SIMULATED_P] = { 0 };
    sums r = { 0, 0, 0, 0, 0 };

    for (size_t i = 0; i < s->k; i++) {
        const long double w = 1 / (s->v[i] + tau2);
        r.sum_w += w;
        for (size_t m = 0; m < p; m++) {
            const long double xm = s->p ? s->x[i * p + m] : 1;
            xwy[m] += w * xm * (s->y[i] - (long double)s->y[0]);
            for (size_t n = 0; n < p; n++) {
                const long double xn = s->p ? s->x[i * p + n] : 1;
                xwx[m][n] += w * xm * xn;
                xw2x[m][n] += w * w * xm * xn;
            }
        }
    }
    r.log_det = invert(xwx, inv, p);
    r.trace = r.sum_w;
    for (size_t m = 0; m < p; m++)
        for (size_t n = 0; n < p; n++) {
            b[m] += inv[m][n] * xwy[n];
            r.trace -= inv[m][n] * xw2x[n][m];
        }
    for (size_t i = 0; i < s->k; i++) {
        const long double w = 1 / (s->v[i] + tau2);
        long double e = s->y[i] - (long double)s->y[0];
        for (size_t m = 0; m < p; m++)
            e -= (s->p ? s->x[i * p + m] : 1) * b[m];
        r.q += w * e * e;
        r.ypp += w * w * e * e;
    }
    return r;
}

long double judged_likelihood(const simulated *s, bool restricted, double tau2)
{
    const sums r = at(s, tau2);
    long double logs = 0;

    for (size_t i = 0; i < s->k; i++)
        logs -= logl(s->v[i] + (long double)tau2);
    return (logs - r.q - (restricted ? r.log_det : 0)) / 2;
}

/* What is 0 at the estimate, positive to its left. */
typedef struct { const simulated *s; judged_what what; long double target; } equation;

static long double value(const equation *e, long double tau2)
{
    const sums r = at(e->s, tau2);

    switch (e->what) {
    case JUDGED_REML: return r.ypp - r.trace;
    case JUDGED_ML: return r.ypp - r.sum_w;
    default: return r.q - e->target;
    }
}

/* Further off than this, relative to tau2 + a thousandth of the least variance, is wrong. */
static const double ALLOWED = 1e-6;

static double least_variance(const simulated *s)
{
    double least = s->v[0];

    for (size_t i = 1; i < s->k; i++)
        least = fmin(least, s->v[i]);
    return least;
}

/* Is tau2 the root, and how nearly: the equation changes sign between tau2 - d and tau2 + d. */
static void judge_root(const equation *e, double tau2, judged *out)
{
    const long double scale = tau2 + 1e-3L * least_variance(e->s);

    out->boundary = tau2 == 0;
    if (!isfinite(tau2) || tau2 < 0) {
        out->wrong = true;
        return;
    }
    for (double d = 1e-15; d < 2; d *= 10)
        if ((tau2 - d * scale <= 0 || value(e, tau2 - d * scale) >= 0) && value(e, tau2 + d * scale) <= 0) {
            out->error = d;
            out->wrong = d > ALLOWED;
            return;
        }
    out->wrong = true;
    out->error = INFINITY;
}

/* Every maximum that a grid of the score shows, found to the last digit by halving, against the one that was returned. */
static void look_elsewhere(const equation *e, judged *out)
{
    const simulated *s = e->s;
    const bool restricted = e->what == JUDGED_REML;
    double lo = 1e-4 * least_variance(s), y_lo = s->y[0], y_hi = s->y[0], hi, best = 0;
    long double left = 0, top, found = judged_likelihood(s, restricted, out->tau2);
    bool rising = value(e, 0) > 0;

    for (size_t i = 0; i < s->k; i++) {
        y_lo = fmin(y_lo, s->y[i]);
        y_hi = fmax(y_hi, s->y[i]);
    }
    hi = 100 * (y_hi - y_lo) * (y_hi - y_lo) * (double)s->k + 10 * lo;
    out->maxima = !rising;
    top = judged_likelihood(s, restricted, 0);
    for (int n = 0; n < GRID; n++) {
        const long double t = lo * powl(hi / lo, (long double)n / (GRID - 1));
        const bool up = value(e, t) > 0;
        if (rising && !up) {
            long double a = left, b = t, height;
            for (int half = 0; half < 70; half++)
                if (value(e, (a + b) / 2) > 0)
                    a = (a + b) / 2;
                else
                    b = (a + b) / 2;
            height = judged_likelihood(s, restricted, (double)a);
            out->maxima++;
            if (height > top)
                top = height, best = (double)a;
        }
        rising = up;
        left = t;
    }
    out->best = best;
    out->beaten = top > found + 1e-9L * (1 + fabsl(top));
}

/* Profile-likelihood interval of REML: at its ends twice the log-likelihood lies the quantile of chi-square below its maximum, at 0 no
   further. */
static void judge_profile(const simulated *s, judged *out)
{
    const rv_meta_data d = simulated_data(s);
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_intervals in;
    rv_error err = { RV_OK, "" };
    long double top, lo, hi;
    const long double allowed = rv_chi2_upper_quantile(1 - o.level, 1);

    out->finished = rv_meta_interval(&d, &o, RV_INTERVAL_PL, &in, &err) == RV_OK;
    memcpy(out->message, err.message, sizeof out->message);
    if (!out->finished)
        return;
    out->tau2 = in.tau2.lo;
    out->boundary = in.tau2.lo == 0;
    top = judged_likelihood(s, true, in.tau2.estimate);
    lo = 2 * (top - judged_likelihood(s, true, in.tau2.lo)) - allowed;
    hi = 2 * (top - judged_likelihood(s, true, in.tau2.hi)) - allowed;
    out->error = (double)fmaxl(fabsl(hi), out->boundary ? fmaxl(0, lo) : fabsl(lo));
    out->wrong = !(out->error <= ALLOWED);
}

void judge(const simulated *s, judged_what what, judged *out)
{
    const rv_meta_data d = simulated_data(s);
    const size_t df = s->k - (s->p ? s->p : 1);
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    rv_error err = { RV_OK, "" };
    equation e = { s, what, (long double)df };

    *out = (judged){ 0 };
    if (what == JUDGED_PL) {
        judge_profile(s, out);
        return;
    }
    o.estimator = rv_estimator_find(what == JUDGED_QP ? "DL" : judged_names[what]);
    o.skip_interval = what != JUDGED_QP;
    out->finished = rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err) == RV_OK;
    memcpy(out->message, err.message, sizeof out->message);
    if (!out->finished)
        return;
    out->tau2 = f.tau2;
    if (what == JUDGED_QP) {
        judged upper = { 0 };
        e.target = rv_chi2_upper_quantile((1 - o.level) / 2, (double)df);
        judge_root(&e, f.tau2_lo, out);
        e.target = rv_chi2_quantile((1 - o.level) / 2, (double)df);
        judge_root(&e, f.tau2_hi, &upper);
        out->error = fmax(out->error, upper.error);
        out->wrong = out->wrong || upper.wrong;
        out->boundary = f.tau2_hi == 0;
        return;
    }
    judge_root(&e, f.tau2, out);
    if (what == JUDGED_REML || what == JUDGED_ML)
        look_elsewhere(&e, out);
}
