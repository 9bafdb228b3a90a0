#include <config.h>

#include <string.h>

#include "meta/generalised_q.h"

typedef struct { double re, im; } complex_number;

static complex_number times(complex_number a, complex_number b)
{
    return (complex_number){ a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re };
}

static complex_number over(complex_number a, complex_number b)
{
    const double n = b.re * b.re + b.im * b.im;

    return (complex_number){ (a.re * b.re + a.im * b.im) / n, (a.im * b.re - a.re * b.im) / n };
}

typedef struct {
    rv_model *m;
    double    tau2, log_det;      /* ln det Q' A Q */
} statistic;

/* ln det of a symmetric complex matrix whose imaginary part is definite off the real axis: the logarithms of its pivots, each of which
   stays on one side of the axis, so that their sum is continuous. */
static void log_det(const double *re, const double *im, size_t p, complex_number *room, double *log_re, double *log_im)
{
    for (size_t i = 0; i < p * p; i++)
        room[i] = (complex_number){ re[i], im[i] };
    *log_re = *log_im = 0;
    for (size_t j = 0; j < p; j++) {
        const complex_number pivot = room[j * p + j];
        *log_re += log(hypot(pivot.re, pivot.im));
        *log_im += atan2(pivot.im, pivot.re);
        for (size_t r = j + 1; r < p; r++)
            for (size_t c = j + 1; c <= r; c++) {
                const complex_number less = times(over(room[r * p + j], pivot), room[c * p + j]);
                room[r * p + c].re -= less.re;
                room[r * p + c].im -= less.im;
            }
    }
}

/* g1 + i g2 = Q' A D^-1 Q, lower triangle. */
static void transform(double re, double im, double *log_re, double *log_im, void *data)
{
    const statistic *s = data;
    const rv_model *m = s->m;
    const size_t p = m->p;
    complex_number d = { 0, 0 };
    double det_re, det_im;

    memset(m->g1, 0, p * p * sizeof *m->g1);
    memset(m->g2, 0, p * p * sizeof *m->g2);
    for (size_t n = 0; n < m->k; n++) {
        const double sa = 2 * (m->v[n] + s->tau2) * m->a[n];
        const complex_number di = { 1 + sa * re, sa * im }, w = over((complex_number){ m->a[n], 0 }, di);
        d.re += log(hypot(di.re, di.im));
        d.im += atan2(di.im, di.re);
        for (size_t r = 0; r < p; r++)
            for (size_t c = 0; c <= r; c++) {
                m->g1[r * p + c] += w.re * m->q[n * p + r] * m->q[n * p + c];
                m->g2[r * p + c] += w.im * m->q[n * p + r] * m->q[n * p + c];
            }
    }
    log_det(m->g1, m->g2, p, (complex_number *)(void *)m->pairs, &det_re, &det_im);
    *log_re = -(d.re + det_re - s->log_det) / 2;
    *log_im = -(d.im + det_im) / 2;
}

rv_status rv_generalised_q_tails(rv_model *m, double tau2, double *lower, double *upper, rv_error *err)
{
    statistic s = { m, tau2, m->log_det };
    double largest = 0;

    for (size_t n = 0; n < m->k; n++)
        largest = fmax(largest, (m->v[n] + tau2) * m->a[n]);
    *lower = 0;
    *upper = 1;
    if (!(m->rss > 0))   /* equal effects */
        return RV_OK;
    return rv_transform_tails(transform, &s, 1 / (2 * largest), m->rss, lower, upper, err);
}

/* ---- tau2 from a tail ------------------------------------------------------------------------------------------ */

typedef struct {
    rv_model *m;
    double    probability;
    bool      lower;
    double    mean[2];            /* E(Q) = mean[0] + mean[1] tau2 */
    double    variance[3];        /* var(Q), a polynomial in tau2 */
    rv_status st;
    rv_error *err;
} search;

static void moments(search *s)
{
    s->mean[0] = rv_model_trace(s->m, 1);
    s->mean[1] = rv_model_trace(s->m, 0);
    s->variance[0] = 2 * rv_model_trace2(s->m, 1, 1);
    s->variance[1] = 4 * rv_model_trace2(s->m, 0, 1);
    s->variance[2] = 2 * rv_model_trace2(s->m, 0, 0);
}

/* Cantelli's inequality: the tail beyond Q, on Q's side of its mean, has at most this probability. Far out, where a tail cannot be
   computed and need not be, it says on which side of `probability` both tails lie. */
static bool far_out(const search *s, double tau2, double *lower, double *upper)
{
    const double away = s->m->rss - (s->mean[0] + s->mean[1] * tau2);
    const double variance = s->variance[0] + tau2 * (s->variance[1] + tau2 * s->variance[2]);
    const double at_most = variance / (variance + away * away);

    if (!(at_most < fmin(s->probability, 1 - s->probability) / 4))
        return false;
    *upper = away > 0 ? at_most : 1 - at_most;
    *lower = 1 - *upper;
    return true;
}

/* Falls in tau2 for the lower tail, rises for the upper. */
static double beyond(double tau2, void *data)
{
    search *s = data;
    double lower, upper;

    if (!far_out(s, tau2, &lower, &upper)
        && (s->st != RV_OK || (s->st = rv_generalised_q_tails(s->m, tau2, &lower, &upper, s->err)) != RV_OK))
        return NAN;
    return (s->lower ? lower : upper) - s->probability;
}

rv_status rv_generalised_q_solve(rv_model *m, double probability, bool lower, double *tau2, rv_error *err)
{
    search s = { .m = m, .probability = probability, .lower = lower, .st = RV_OK, .err = err };
    double at_0, hi;
    rv_status st;

    moments(&s);
    at_0 = beyond(0, &s);
    *tau2 = 0;
    if (s.st != RV_OK)
        return s.st;
    if (lower ? at_0 <= 0 : at_0 >= 0)
        return RV_OK;
    if ((st = rv_root_bracket(beyond, &s, 0, m->mean_v, 1e15 * m->mean_v + 1e6 * m->rss, &hi, err)) == RV_OK)
        st = rv_root(beyond, &s, 0, hi, 1e-12 * m->mean_v, tau2, err);
    return s.st != RV_OK ? s.st : st;
}
