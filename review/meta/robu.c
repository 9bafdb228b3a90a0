/* Robust variance estimation with moment estimates of the variances between studies, as R package robumeta. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/rows_by_code.h"
#include "meta/working_univariate.h"
#include "review/numer.h"

const char *const rv_robu_weight_names[] = { "CORR", "HIER", NULL };

struct rv_robu {
    rv_robu_fit fit;
    rv_meta_working *working;
    rv_robust *robust;
};

/* Rows, study after study, and the sums of a study's rows. */
typedef struct {
    const rv_meta_data *d;
    const double *x, *e;          /* [k p] design; [k] residuals at the first weights */
    const double *m;              /* [p p] (X' W X)^-1 at the first weights */
    size_t k, p, studies;
    size_t *order, *start;        /* [k]; [studies + 1] */
    double *w;                    /* [k] first weights */
    double *ones, *first;         /* [p] sum x, sum w x of the study under way */
    double *t, *s, *ww;           /* [p p] sum over studies of ones ones', first first'; sum w^2 x x' */
    double *room;
} studies;

static rv_status studies_begin(studies *g, const rv_meta_data *d, const size_t *study, rv_error *err)
{
    const size_t k = d->k, p = d->p ? d->p : 1;
    double *at = calloc(k + 2 * p + 3 * p * p, sizeof *at);

    *g = (studies){ .d = d, .k = k, .p = p, .room = at };
    g->order = calloc(k + 1, sizeof *g->order);
    g->start = calloc(k + 1, sizeof *g->start);
    if (!at || !g->order || !g->start)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    g->w = at, at += k;
    g->ones = at, at += p;
    g->first = at, at += p;
    g->t = at, at += p * p;
    g->s = at, at += p * p;
    g->ww = at;
    return rv_rows_by_code(study, k, g->order, g->start, NULL, &g->studies, err);
}

static void studies_end(studies *g)
{
    free(g->order);
    free(g->start);
    free(g->room);
}

static double effects_of(const studies *g, size_t j) { return (double)(g->start[j + 1] - g->start[j]); }

static double mean_variance(const studies *g, size_t j)
{
    double sum = 0;

    for (size_t i = g->start[j]; i < g->start[j + 1]; i++)
        sum += g->d->vi[g->order[i]];
    return sum / effects_of(g, j);
}

/* a' M b */
static double through(const studies *g, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < g->p; i++)
        for (size_t j = 0; j < g->p; j++)
            sum += a[i] * g->m[i * g->p + j] * b[j];
    return sum;
}

static void sum_study(studies *g, size_t j)
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
static rv_status correlated(studies *g, double rho, rv_robu_fit *fit, rv_error *err)
{
    double own = 0, pairs = 0, weights = 0, spread = 0, expected;

    fit->q = 0;
    for (size_t j = 0; j < g->studies; j++) {
        const double n = effects_of(g, j), w = g->w[g->order[g->start[j]]];
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

/* tr M a M b */
static double trace(const studies *g, const double *a, const double *b)
{
    const size_t p = g->p;
    double sum = 0;

    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            double ma = 0, mb = 0;
            for (size_t h = 0; h < p; h++) {
                ma += g->m[i * p + h] * a[h * p + j];
                mb += g->m[j * p + h] * b[h * p + i];
            }
            sum += ma * mb;
        }
    return sum;
}

/* The two quadratic forms e'We and e'Je, J joining the effects of a study, and their expectations a tau2 + b omega2 + c (Tanner-Smith
   & Tipton 2014 Res Synth Methods 5:13-30). */
static rv_status hierarchical(studies *g, rv_robu_fit *fit, rv_error *err)
{
    const size_t p = g->p;
    double qa = 0, a1 = 0, b1 = (double)g->k, c1 = 0, a2 = 0, b2 = 0, c2 = (double)g->k - (double)p, det;

    fit->q = 0;
    for (size_t j = 0; j < g->studies; j++) {
        const double n = effects_of(g, j);
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
    a1 += trace(g, g->t, g->s);
    b1 += trace(g, g->t, g->ww);
    det = b1 * a2 - b2 * a1;
    if (!(fabs(det) > 1e-10 * (fabs(b1 * a2) + fabs(b2 * a1))))
        return rv_fail(err, RV_EDOMAIN, "hierarchical weights need studies with several effects, and %zu effects in %zu studies do not tell "
                       "tau2 from omega2", g->k, g->studies);
    fit->omega2 = fmax(0, ((qa - c1) * a2 - (fit->q - c2) * a1) / det);
    fit->tau2 = fmax(0, (fit->q - c2 - fit->omega2 * b2) / a2);
    return RV_OK;
}

static rv_status check(const rv_meta_data *d, const rv_robu_options *o, rv_error *err)
{
    if (!(o->rho >= 0 && o->rho <= 1))
        return rv_fail(err, RV_EINVAL, "rho is %g; it must lie between 0 and 1", o->rho);
    if (d->k == 0)
        return rv_fail(err, RV_EINVAL, "there are no effects to pool");
    for (size_t i = 0; i < d->k; i++)
        if (!(isfinite(d->vi[i]) && d->vi[i] > 0))
            return rv_fail(err, RV_EDOMAIN, "variance %zu is %g; it must be positive", i + 1, d->vi[i]);
    return RV_OK;
}

/* First weights, the moments from their residuals, then the weights with tau2 (and omega2): left in v as variances. */
static rv_status weigh(studies *g, const rv_robu_options *o, double *v, rv_robu_fit *fit, rv_error *err)
{
    const bool corr = o->weights == RV_ROBU_CORRELATED;
    rv_meta_working *first = NULL;
    rv_status st;

    for (size_t j = 0; j < g->studies; j++)
        for (size_t i = g->start[j]; i < g->start[j + 1]; i++) {
            v[g->order[i]] = corr ? effects_of(g, j) * mean_variance(g, j) : g->d->vi[g->order[i]];
            g->w[g->order[i]] = 1 / v[g->order[i]];
        }
    if ((st = rv_working_of_variances(&first, g->d, v, NULL, err)) == RV_OK) {
        const rv_working *model = rv_meta_working_of(first);
        g->x = model->x;
        g->e = model->e;
        g->m = model->bread;
        st = corr ? correlated(g, o->rho, fit, err) : hierarchical(g, fit, err);
    }
    rv_meta_working_free(first);
    for (size_t j = 0; st == RV_OK && j < g->studies; j++)
        for (size_t i = g->start[j]; i < g->start[j + 1]; i++)
            v[g->order[i]] += corr ? effects_of(g, j) * fit->tau2 : fit->tau2 + fit->omega2;
    return st;
}

rv_status rv_robu_run(rv_robu **out, const rv_meta_data *d, const size_t *study, const rv_robu_options *o, rv_error *err)
{
    const rv_robust_options how = { o->large ? RV_CR1P : RV_CR2, o->large ? RV_ROBUST_NAIVE_TP : RV_ROBUST_SATTERTHWAITE, o->level, NULL,
                                    o->one_cluster, 0 };
    studies g = { .k = 0 };
    double *v = NULL;
    rv_robu *r;
    rv_status st;

    *out = NULL;
    if ((st = check(d, o, err)) != RV_OK)
        return st;
    r = calloc(1, sizeof *r);
    v = calloc(d->k, sizeof *v);
    if (!r || !v)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    else {
        r->fit = (rv_robu_fit){ NAN, NAN, NAN, NAN };
        if ((st = studies_begin(&g, d, study, err)) == RV_OK && (st = weigh(&g, o, v, &r->fit, err)) == RV_OK
            && (st = rv_working_of_variances(&r->working, d, v, NULL, err)) == RV_OK)
            st = rv_robust_run(&r->robust, rv_meta_working_of(r->working), study, &how, err);
    }
    studies_end(&g);
    free(v);
    if (st == RV_OK)
        *out = r;
    else
        rv_robu_free(r);
    return st;
}

void rv_robu_free(rv_robu *r)
{
    if (!r)
        return;
    rv_robust_free(r->robust);
    rv_meta_working_free(r->working);
    free(r);
}

const rv_robu_fit *rv_robu_result(const rv_robu *r) { return &r->fit; }
const rv_robust *rv_robu_robust(const rv_robu *r) { return r->robust; }
const rv_working *rv_robu_working(const rv_robu *r) { return rv_meta_working_of(r->working); }
