/*
 * The log-likelihood of a selection model with its gradient and Hessian by b, tau2 and delta:
 *
 *     ll = sum ln w(p_i) + ln N(y_i; mu_i, s_i) - ln A_i        mu_i = x_i b,  s_i = v_i + tau2,  u = (y - mu_i) / sqrt(s_i)
 *
 * The normal density obeys dN/dmu = He_1(u) N / sqrt(s) and dN/ds = He_2(u) N / (2 s), and so on: the derivatives of A_i are Hermite
 * moments of the weight.
 */
#include <config.h>

#include <string.h>

#include "meta/selection.h"

/* Derivatives of one study's ll by (mu, s, delta): 2 + m of them. */
typedef struct { double ll, *g, *h; } local;

static void of_weight(const rv_selection_model *m, size_t i, const double *delta, local *l)
{
    const size_t n = 2 + m->m;
    rv_selection_weight w;

    if (!m->shape->weight) {   /* an interval: ln delta_j */
        const size_t j = m->group[i];
        if (j < m->first)
            return;
        l->ll += log(delta[j - m->first]);
        l->g[2 + j - m->first] += 1 / delta[j - m->first];
        l->h[(2 + j - m->first) * (n + 1)] -= 1 / (delta[j - m->first] * delta[j - m->first]);
        return;
    }
    rv_selection_weigh(m, i, delta, &w);
    l->ll += w.ln;
    for (size_t j = 0; j < m->m; j++) {
        l->g[2 + j] += w.g[j];
        for (size_t c = 0; c < m->m; c++)
            l->h[(2 + j) * n + 2 + c] += w.h[j][c];
    }
}

static void of_density(const rv_selection_model *m, double e, double s, local *l)
{
    const size_t n = 2 + m->m;
    const double z2 = e * e / s;

    l->ll -= 0.5 * log(2 * M_PI * s) + z2 / 2;
    l->g[0] += e / s;
    l->g[1] += (z2 - 1) / (2 * s);
    l->h[0] -= 1 / s;
    l->h[1] -= e / (s * s);
    l->h[n] -= e / (s * s);
    l->h[n + 1] += (1 - 2 * z2) / (2 * s * s);
}

/* A's own derivatives over A into a and aa, then those of -ln A. */
static bool of_normaliser(rv_selection_model *model, size_t i, double mu, double s, const double *delta, local *l)
{
    const size_t m = model->m, n = 2 + m;
    double *e = model->room, *f = e + 5, *g = f + 3 * m, *a = g + m * m;
    const double sd = sqrt(s);

    rv_selection_moments(model, i, mu, s, delta, e, f, g);
    if (!(e[0] > 0 && isfinite(e[0])))
        return false;
    l->ll -= log(e[0]);
    a[0] = e[1] / sd / e[0];
    a[1] = e[2] / (2 * s) / e[0];
    for (size_t j = 0; j < m; j++)
        a[2 + j] = f[3 * j] / e[0];
    for (size_t r = 0; r < n; r++) {
        l->g[r] -= a[r];
        for (size_t c = 0; c < n; c++)
            l->h[r * n + c] += a[r] * a[c];
    }
    l->h[0] -= e[2] / s / e[0];
    l->h[1] -= e[3] / (2 * s * sd) / e[0];
    l->h[n] -= e[3] / (2 * s * sd) / e[0];
    l->h[n + 1] -= e[4] / (4 * s * s) / e[0];
    for (size_t j = 0; j < m; j++) {
        const double by_mu = f[3 * j + 1] / sd / e[0], by_s = f[3 * j + 2] / (2 * s) / e[0];
        l->h[2 + j] -= by_mu;
        l->h[(2 + j) * n] -= by_mu;
        l->h[n + 2 + j] -= by_s;
        l->h[(2 + j) * n + 1] -= by_s;
        for (size_t c = 0; c < m; c++)
            l->h[(2 + j) * n + 2 + c] -= g[m * j + c] / e[0];
    }
    return true;
}

/* From (mu, s, delta) to (b, tau2, delta): mu = x b. */
static void spread(const rv_selection_model *m, size_t i, const local *l, double *gradient, double *hessian)
{
    const size_t p = m->p, n = m->n, q = 2 + m->m;
    const double *x = m->x + i * p;

    for (size_t r = 0; r < n && gradient; r++)
        gradient[r] += r < p ? l->g[0] * x[r] : l->g[r - p + 1];
    for (size_t r = 0; r < n && hessian; r++)
        for (size_t c = 0; c < n; c++) {
            const size_t lr = r < p ? 0 : r - p + 1, lc = c < p ? 0 : c - p + 1;
            hessian[r * n + c] += l->h[lr * q + lc] * (r < p ? x[r] : 1) * (c < p ? x[c] : 1);
        }
}

double rv_selection_evaluate(rv_selection_model *m, const double *par, double *gradient, double *hessian)
{
    const size_t p = m->p, q = 2 + m->m;
    const double tau2 = par[p], *delta = par + p + 1;
    rv_sum ll = { 0, 0 };
    local l = { 0, m->room + 5 + 3 * m->m + m->m * m->m + q, NULL };

    l.h = l.g + q;
    if (!(tau2 >= 0 && isfinite(tau2)))
        return -INFINITY;
    for (size_t j = 0; j < m->m; j++)
        if (!(delta[j] >= m->shape->least && isfinite(delta[j])))
            return -INFINITY;
    if (gradient)
        memset(gradient, 0, m->n * sizeof *gradient);
    if (hessian)
        memset(hessian, 0, m->n * m->n * sizeof *hessian);
    rv_selection_grid_weigh(m, delta);
    for (size_t i = 0; i < m->k; i++) {
        double mu = 0;
        for (size_t j = 0; j < p; j++)
            mu += m->x[i * p + j] * par[j];
        memset(l.g, 0, (q + q * q) * sizeof *l.g);
        l.ll = 0;
        of_weight(m, i, delta, &l);
        of_density(m, m->y[i] - mu, m->v[i] + tau2, &l);
        if (!of_normaliser(m, i, mu, m->v[i] + tau2, delta, &l) || !isfinite(l.ll))
            return -INFINITY;
        rv_sum_add(&ll, l.ll);
        spread(m, i, &l, gradient, hessian);
    }
    return rv_sum_get(&ll);
}
