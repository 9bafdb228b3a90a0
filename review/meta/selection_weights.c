/* Weight functions of the p-value: their logarithms, with derivatives by delta. The letters are those of meta_selection.h. */
#include <config.h>

#include "meta/selection.h"

const char *const rv_selection_names[] = { "stepfun", "trunc", "halfnorm", "negexp", "logistic", "power", "negexppow", "beta", NULL };
const char *const rv_selection_side_names[] = { "greater", "less", "two.sided", NULL };

const char *const rv_selection_empty_names[] = { "refuse", "merge", "first", "fit", NULL };

static void halfnorm(const rv_selection_p *p, double c, const rv_selection_p *alpha, const double *d, rv_selection_weight *w)
{
    w->g[0] = -c * (p->p * p->p - alpha->p * alpha->p);
    w->ln = d[0] * w->g[0];
}

static void negexp(const rv_selection_p *p, double c, const rv_selection_p *alpha, const double *d, rv_selection_weight *w)
{
    w->g[0] = -c * (p->p - alpha->p);
    w->ln = d[0] * w->g[0];
}

/* ln(2 exp(-t) / (1 + exp(-t))) at t = delta c p, less that at alpha. */
static void logistic(const rv_selection_p *p, double c, const rv_selection_p *alpha, const double *d, rv_selection_weight *w)
{
    const double at[] = { c * p->p, c * alpha->p };

    for (int i = 0; i < 2; i++) {
        const double sign = i == 0 ? 1 : -1, e = exp(-d[0] * at[i]), up = 1 / (1 + e);
        w->ln += sign * (-d[0] * at[i] - log1p(e));
        w->g[0] -= sign * at[i] * up;
        w->h[0][0] -= sign * at[i] * at[i] * e * up * up;
    }
}

static void power(const rv_selection_p *p, double c, const rv_selection_p *alpha, const double *d, rv_selection_weight *w)
{
    w->g[0] = c * (p->ln_q - alpha->ln_q);
    w->ln = d[0] * w->g[0];
}

/* p^(1 / delta_2) with its first two derivatives by delta_2. delta_2 = 0 is the limit: no selection. */
static void root_of_p(double ln_p, double d, double r[3])
{
    r[0] = d > 0 ? exp(ln_p / d) : 0;
    r[1] = r[0] > 0 ? -r[0] * ln_p / (d * d) : 0;
    r[2] = r[0] > 0 ? r[0] * (ln_p * ln_p / (d * d * d * d) + 2 * ln_p / (d * d * d)) : 0;
}

static void negexppow(const rv_selection_p *p, double c, const rv_selection_p *alpha, const double *d, rv_selection_weight *w)
{
    double r[3], a[3] = { 0, 0, 0 };

    root_of_p(p->ln_p, d[1], r);
    if (alpha->p > 0)
        root_of_p(alpha->ln_p, d[1], a);
    w->ln = -d[0] * c * (r[0] - a[0]);
    w->g[0] = -c * (r[0] - a[0]);
    w->g[1] = -d[0] * c * (r[1] - a[1]);
    w->h[0][1] = w->h[1][0] = -c * (r[1] - a[1]);
    w->h[1][1] = -d[0] * c * (r[2] - a[2]);
}

static void beta(const rv_selection_p *p, double c, const rv_selection_p *alpha, const double *d, rv_selection_weight *w)
{
    (void)c;
    (void)alpha;
    w->g[0] = p->ln_p;
    w->g[1] = p->ln_q;
    w->ln = (d[0] - 1) * p->ln_p + (d[1] - 1) * p->ln_q;
}

/* By rv_selection_kind. Beyond |z| = 9 a p-value differs from 0 or 1 by less than a double shows; but p^(1 / delta_2) still varies. */
const rv_selection_shape rv_selection_shapes[] = {
    /* deltas none start least clip  log    prec   reach weight */
    { 0,      1,   1,    0,    0,    true,  false, 0,    NULL },
    { 0,      1,   1,    0,    0,    true,  false, 0,    NULL },
    { 1,      0,   1,    0,    0,    false, true,  9,    halfnorm },
    { 1,      0,   1,    0,    0,    false, true,  9,    negexp },
    { 1,      0,   1,    0,    0,    false, true,  9,    logistic },
    { 1,      0,   1,    0,    1e-5, false, true,  9,    power },
    { 2,      0,   1,    0,    0,    false, true,  37.5, negexppow },
    { 2,      1,   1,    1e-5, 1e-5, false, false, 9,    beta },
};
