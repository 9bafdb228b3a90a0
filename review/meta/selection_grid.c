/*
 * Integrals of weight and normal density. Steps have closed forms. A smooth weight hangs on z = y / sqrt(v) alone (and on c), and the
 * density is at least as wide as sqrt(v): so one grid over z serves all studies and all parameters, and w is computed once for all of
 * them. Outside the grid w is constant, and the normal distribution does the rest.
 */
#include <config.h>

#include <stdlib.h>

#include "meta/selection.h"

enum { POINTS = 10, BREAKS = 32 };
static const double PANEL = 0.5;  /* width in z: ten points leave an error of about 1e-13 */
static const double FAR = 12;     /* standard deviations beyond which the density is nothing */

void rv_selection_p_set(const rv_selection_model *m, double z, rv_selection_p *p)
{
    if (m->options.side == RV_SELECT_TWO_SIDED) {
        p->p = rv_normal_two_sided(z);
        p->q = rv_chi2_lower(z * z, 1);
        p->ln_p = rv_normal_upper_log(fabs(z)) + M_LN2;
        p->ln_q = log(p->q);
    } else {
        p->p = rv_normal_upper(z);
        p->q = rv_normal_upper(-z);
        p->ln_p = rv_normal_upper_log(z);
        p->ln_q = rv_normal_upper_log(-z);
    }
    if (p->p < m->p_lo)
        *p = (rv_selection_p){ m->p_lo, 1 - m->p_lo, log(m->p_lo), log1p(-m->p_lo) };
    else if (p->p > m->p_hi)
        *p = (rv_selection_p){ m->p_hi, 1 - m->p_hi, log(m->p_hi), log1p(-m->p_hi) };
}

/* Where p is `p`: z, or |z|. */
static double z_of(const rv_selection_model *m, double p)
{
    return rv_normal_upper_quantile(m->options.side == RV_SELECT_TWO_SIDED ? p / 2 : p);
}

static void add_break(double *at, size_t *n, double x)
{
    size_t i = (*n)++;

    for (; i > 0 && at[i - 1] > x; i--)
        at[i] = at[i - 1];
    at[i] = x;
}

/* Ends of the part where w varies, and points where it has a corner. */
static size_t find_breaks(const rv_selection_model *m, double *at)
{
    const bool two = m->options.side == RV_SELECT_TWO_SIDED;
    double hi = m->shape->reach, lo = two ? 0 : -m->shape->reach;
    size_t n = 0;

    if (m->p_lo > 0)
        hi = fmin(hi, z_of(m, m->p_lo));
    if (m->has_alpha)
        hi = fmin(hi, z_of(m, m->alpha.p));
    if (m->p_hi < 1)
        lo = fmax(lo, z_of(m, m->p_hi));
    add_break(at, &n, hi);
    add_break(at, &n, lo);
    if (two)
        add_break(at, &n, -hi);
    if (two && lo > 0)   /* powers of 1 - p are powers of |z| near 0: panels there grow from the point where p is kept */
        add_break(at, &n, -lo);
    for (double x = 4 * lo; two && lo > 0 && x < PANEL && n + 2 < BREAKS; x *= 4) {
        add_break(at, &n, x);
        add_break(at, &n, -x);
    }
    return n;
}

rv_status rv_selection_grid_make(rv_selection_model *m, rv_error *err)
{
    rv_selection_grid *g = &m->grid;
    double at[BREAKS];
    const size_t breaks = find_breaks(m, at);
    size_t panels = 0;
    rv_status st = RV_OK;

    for (size_t b = 0; b + 1 < breaks; b++)
        panels += (size_t)ceil((at[b + 1] - at[b]) / PANEL);
    g->lo = at[0];
    g->hi = at[breaks - 1];
    g->z = calloc(panels * POINTS + 1, sizeof *g->z);
    g->dz = calloc(panels * POINTS + 1, sizeof *g->dz);
    g->p = calloc(panels * POINTS + 1, sizeof *g->p);
    if (!g->z || !g->dz || !g->p)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu panels", panels);
    for (size_t b = 0; b + 1 < breaks && st == RV_OK; b++) {
        const size_t parts = (size_t)ceil((at[b + 1] - at[b]) / PANEL);
        const double width = parts ? (at[b + 1] - at[b]) / (double)parts : 0;
        for (size_t i = 0; i < parts && st == RV_OK; i++, g->n += POINTS)
            st = rv_gauss_legendre(at[b] + (double)i * width, at[b] + (double)(i + 1) * width, POINTS, g->z + g->n, g->dz + g->n, err);
    }
    for (size_t i = 0; i < g->n; i++)
        rv_selection_p_set(m, g->z[i], &g->p[i]);
    rv_selection_p_set(m, g->lo, &g->at_lo);
    rv_selection_p_set(m, g->hi, &g->at_hi);
    return st;
}

/* The integral of He_n(u) phi(u) from lo to hi, n = 0 to 4. */
static void normal_part(double lo, double hi, double *e)
{
    const double f_lo = isinf(lo) ? 0 : rv_normal_density(lo), f_hi = isinf(hi) ? 0 : rv_normal_density(hi);
    const double a = isinf(lo) ? 0 : lo, b = isinf(hi) ? 0 : hi;

    e[0] = lo > 0 ? rv_normal_upper(lo) - rv_normal_upper(hi) : rv_normal_upper(-hi) - rv_normal_upper(-lo);
    e[1] = f_lo - f_hi;
    e[2] = a * f_lo - b * f_hi;
    e[3] = (a * a - 1) * f_lo - (b * b - 1) * f_hi;
    e[4] = (a * a * a - 3 * a) * f_lo - (b * b * b - 3 * b) * f_hi;
}

/* Adds a part where w = delta_j: j is m or more where w = 1. */
static void add_interval(const rv_selection_model *model, size_t j, const double *delta, double lo, double hi, double *e, double *f)
{
    const bool known = j >= model->m;
    double part[5];

    if (!(hi > lo))
        return;
    normal_part(lo, hi, part);
    for (int n = 0; n < 5; n++)
        e[n] += (known ? 1 : delta[j]) * part[n];
    for (int n = 0; n < 3 && !known; n++)
        f[3 * j + (size_t)n] += part[n];
}

static void steps(const rv_selection_model *model, size_t i, double mu, double sd, const double *delta, double *e, double *f)
{
    const size_t intervals = model->m + model->first;
    const bool two = model->options.side == RV_SELECT_TWO_SIDED;
    const double unit = model->options.kind == RV_SELECT_TRUNC ? 1 : sqrt(model->v[i]);

    for (size_t j = 0; j < intervals; j++) {
        const double hi = j == 0 ? INFINITY : model->cut[j - 1] * unit;
        const double lo = j + 1 < intervals ? model->cut[j] * unit : two ? 0 : -INFINITY;
        const size_t d = j < model->first ? model->m : j - model->first;
        add_interval(model, d, delta, (lo - mu) / sd, (hi - mu) / sd, e, f);
        if (two)
            add_interval(model, d, delta, (-hi - mu) / sd, (-lo - mu) / sd, e, f);
    }
}

/* `part` are the Hermite moments of a piece, `w` its weight. */
static void add_piece(const rv_selection_model *model, const rv_selection_weight *w, const double *part, double *e, double *f, double *g)
{
    const size_t m = model->m;
    const double weight = exp(w->ln);

    for (int n = 0; n < 5; n++)
        e[n] += weight * part[n];
    for (size_t j = 0; j < m; j++) {
        for (size_t n = 0; n < 3; n++)
            f[3 * j + n] += weight * w->g[j] * part[n];
        for (size_t l = 0; l < m; l++)
            g[m * j + l] += weight * (w->h[j][l] + w->g[j] * w->g[l]) * part[0];
    }
}

static void weigh(const rv_selection_model *model, const rv_selection_p *p, double c, const double *delta, rv_selection_weight *w)
{
    *w = (rv_selection_weight){ 0, { 0, 0 }, { { 0, 0 }, { 0, 0 } } };
    if (!model->has_alpha || p->p > model->alpha.p)
        model->shape->weight(p, c, &model->alpha, delta, w);
}

static void smooth(rv_selection_model *model, size_t i, double mu, double sd, const double *delta, double *e, double *f, double *g)
{
    const rv_selection_grid *grid = &model->grid;
    const double unit = sqrt(model->v[i]), c = model->c[i];
    rv_selection_weight own;
    double part[5];

    for (size_t q = 0; q < grid->n; q++) {
        const double u = (grid->z[q] * unit - mu) / sd;
        const rv_selection_weight *w = &model->w[q];
        if (fabs(u) > FAR)
            continue;
        if (model->options.by_precision) {
            weigh(model, &grid->p[q], c, delta, &own);
            w = &own;
        }
        part[0] = rv_normal_density(u) * grid->dz[q] * unit / sd;
        part[1] = u * part[0];
        part[2] = (u * u - 1) * part[0];
        part[3] = u * (u * u - 3) * part[0];
        part[4] = (u * u * (u * u - 6) + 3) * part[0];
        add_piece(model, w, part, e, f, g);
    }
    normal_part((grid->hi * unit - mu) / sd, INFINITY, part);
    weigh(model, &grid->at_hi, c, delta, &own);
    add_piece(model, &own, part, e, f, g);
    normal_part(-INFINITY, (grid->lo * unit - mu) / sd, part);
    weigh(model, &grid->at_lo, c, delta, &own);
    add_piece(model, &own, part, e, f, g);
}

void rv_selection_grid_weigh(rv_selection_model *model, const double *delta)
{
    for (size_t q = 0; q < model->grid.n && !model->options.by_precision; q++)
        weigh(model, &model->grid.p[q], 1, delta, &model->w[q]);
}

void rv_selection_weigh(const rv_selection_model *model, size_t i, const double *delta, rv_selection_weight *w)
{
    weigh(model, &model->at[i], model->c[i], delta, w);
}

void rv_selection_moments(rv_selection_model *model, size_t i, double mu, double s, const double *delta, double *e, double *f, double *g)
{
    const size_t m = model->m;

    for (size_t n = 0; n < 5; n++)
        e[n] = 0;
    for (size_t n = 0; n < 3 * m; n++)
        f[n] = 0;
    for (size_t n = 0; n < m * m; n++)
        g[n] = 0;
    if (model->shape->weight)
        smooth(model, i, mu, sqrt(s), delta, e, f, g);
    else
        steps(model, i, mu, sqrt(s), delta, e, f);
}
