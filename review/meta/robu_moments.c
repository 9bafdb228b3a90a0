/* Moment estimates of the variances between studies and within. */
#include <config.h>

#include <string.h>

#include "review/numer.h"

#include "meta/robu_moments.h"

double rv_robu_effects(const rv_robu_studies *g, size_t j) { return (double)(g->start[j + 1] - g->start[j]); }

double rv_robu_mean_variance(const rv_robu_studies *g, size_t j)
{
    double sum = 0;

    for (size_t i = g->start[j]; i < g->start[j + 1]; i++)
        sum += g->d->vi[g->order[i]];
    return sum / rv_robu_effects(g, j);
}

/* a' M b */
static double through(const rv_robu_studies *g, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < g->p; i++)
        for (size_t j = 0; j < g->p; j++)
            sum += a[i] * g->m[i * g->p + j] * b[j];
    return sum;
}

static void sum_study(rv_robu_studies *g, size_t j)
{
    memset(g->ones, 0, g->p * sizeof *g->ones);
    memset(g->first, 0, g->p * sizeof *g->first);
    for (size_t i = g->start[j]; i < g->start[j + 1]; i++)
        for (size_t c = 0; c < g->p; c++) {
            g->ones[c] += g->x[g->order[i] * g->p + c];
            g->first[c] += g->w[g->order[i]] * g->x[g->order[i] * g->p + c];
        }
}

/*
 * With w = 1 / (n_j mean v_j), N studies, J = 1 1':
 *     tau2 = (Q - N + tr M sum (w / n) X'X + rho tr M sum (w / n) (X'JX - X'X)) / (sum w - tr M sum X'WJWX)
 * Hedges, Tipton & Johnson (2010), equation 15.
 */
rv_status rv_robu_correlated(rv_robu_studies *g, double rho, rv_robu_fit *fit, rv_error *err)
{
    double own = 0, pairs = 0, weights = 0, spread = 0, expected;

    fit->q = 0;
    for (size_t j = 0; j < g->studies; j++) {
        const double n = rv_robu_effects(g, j), w = g->w[g->order[g->start[j]]];
        double each = 0;
        sum_study(g, j);
        for (size_t i = g->start[j]; i < g->start[j + 1]; i++) {
            const double *x = g->x + g->order[i] * g->p, e = g->e[g->order[i]];
            each += through(g, x, x);
            fit->q += w * e * e;
        }
        own += w / n * each;
        pairs += w / n * (through(g, g->ones, g->ones) - each);
        weights += n * w;
        spread += through(g, g->first, g->first);
    }
    if (!(weights - spread > 1e-12 * weights))
        return rv_fail(err, RV_EDOMAIN, "tau2 cannot be estimated: %zu studies with %zu coefficients leave nothing between studies",
                       g->studies, g->p);
    expected = (double)g->studies - own - rho * pairs;
    fit->tau2 = fmax(0, (fit->q - expected) / (weights - spread));
    fit->i2 = fit->q > 0 ? fmax(0, (fit->q - expected) / fit->q) : 0;
    return RV_OK;
}

/* The two quadratic forms e'We and e'Je, J joining the effects of a study, and their expectations a tau2 + b omega2 + c (Tanner-Smith
   & Tipton 2014 Res Synth Methods 5:13-30). */
rv_status rv_robu_hierarchical(rv_robu_studies *g, rv_robu_fit *fit, rv_error *err)
{
    const size_t p = g->p;
    double qa = 0, a1 = 0, b1 = (double)g->k, c1 = 0, a2 = 0, b2 = 0, c2 = (double)g->k - (double)p, det;

    fit->q = 0;
    for (size_t j = 0; j < g->studies; j++) {
        const double n = rv_robu_effects(g, j);
        double sum_e = 0;
        sum_study(g, j);
        for (size_t i = g->start[j]; i < g->start[j + 1]; i++) {
            const size_t row = g->order[i];
            const double *x = g->x + row * p, w = g->w[row];
            sum_e += g->e[row];
            fit->q += w * g->e[row] * g->e[row];
            c1 += g->d->vi[row];
            a2 += w;
            b2 += w - w * w * through(g, x, x);
            for (size_t a = 0; a < p; a++)
                for (size_t b = 0; b < p; b++)
                    g->ww[a * p + b] += w * w * x[a] * x[b];
        }
        qa += sum_e * sum_e;
        a1 += n * n - 2 * n * through(g, g->first, g->ones);
        b1 -= 2 * through(g, g->first, g->ones);
        c1 -= through(g, g->ones, g->ones);
        a2 -= through(g, g->first, g->first);
        for (size_t a = 0; a < p; a++)
            for (size_t b = 0; b < p; b++) {
                g->t[a * p + b] += g->ones[a] * g->ones[b];
                g->s[a * p + b] += g->first[a] * g->first[b];
            }
    }
    a1 += rv_trace_of_four(g->m, g->t, g->s, p);
    b1 += rv_trace_of_four(g->m, g->t, g->ww, p);
    det = b1 * a2 - b2 * a1;
    if (!(fabs(det) > 1e-10 * (fabs(b1 * a2) + fabs(b2 * a1))))
        return rv_fail(err, RV_EDOMAIN, "hierarchical weights need studies with several effects, and %zu effects in %zu studies do "
                       "not tell tau2 from omega2", g->k, g->studies);
    fit->omega2 = fmax(0, ((qa - c1) * a2 - (fit->q - c2) * a1) / det);
    fit->tau2 = fmax(0, (fit->q - c2 - fit->omega2 * b2) / a2);
    return RV_OK;
}
