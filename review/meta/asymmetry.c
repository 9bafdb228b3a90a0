/* Tests of small-study effects for binary outcomes. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/strata.h"
#include "review/numer.h"

const char *const rv_asymmetry_names[] = { "Harbord", "Peters", "Macaskill", "Deeks", "Schwarzer", "Rucker", "Thompson",
                                           "Pustejovsky", "Egger", "Begg", NULL };

/* What is regressed, or ranked: y with variance v on x. */
typedef struct { double y, v, x; } point;

/* Harbord's score of a table: efficient score Z and its information V, of the log odds ratio or of the log risk ratio. */
static point harbord(const rv_stratum *s, bool risk_ratio)
{
    const double t = s->a + s->c, u = s->b + s->d;
    double z, v;

    if (risk_ratio) {
        z = (s->a * s->n - t * s->n1) / u;
        v = s->n1 * s->n2 * t / (s->n * u);
    } else {
        z = s->a - t * s->n1 / s->n;
        v = s->n1 * s->n2 * t * u / (s->n * s->n * (s->n - 1));
    }
    return (point){ z / v, 1 / v, 1 / sqrt(v) };
}

static point arcsine(const rv_stratum *s)
{
    const double v = 1 / (4 * s->n1) + 1 / (4 * s->n2);

    return (point){ asin(sqrt(s->a / s->n1)) - asin(sqrt(s->c / s->n2)), v, sqrt(v) };
}

/* One study's point; `s` has its counts without anything added. */
static point point_of(rv_asymmetry test, const rv_stratum *s, const rv_tables_row *row, const rv_tables_options *o)
{
    const double ess = 4 * s->n1 * s->n2 / s->n;

    switch (test) {
    case RV_ASYMMETRY_HARBORD:     return harbord(s, o->measure == RV_TABLES_RR);
    case RV_ASYMMETRY_PETERS:      return (point){ row->yi, 1 / (s->a + s->c) + 1 / (s->b + s->d), 1 / s->n };
    case RV_ASYMMETRY_MACASKILL:   return (point){ row->yi, row->vi, s->n };
    case RV_ASYMMETRY_DEEKS:       return (point){ row->yi, 1 / ess, 1 / sqrt(ess) };
    case RV_ASYMMETRY_RUCKER:      return arcsine(s);
    case RV_ASYMMETRY_PUSTEJOVSKY: return (point){ row->yi, row->vi, sqrt(1 / s->n1 + 1 / s->n2) };
    default:                       return (point){ row->yi, row->vi, sqrt(row->vi) };
    }
}

/* Weighted least squares with the dispersion estimated, or a random-effects meta-regression with t; k - 2 df both. */
static rv_status regress(const point *p, size_t k, const rv_meta_options *random, bool additive, rv_asymmetry_test *out, rv_error *err)
{
    static const char *const names[] = { "intercept", "predictor" };
    double *room = malloc((4 * k + 1) * sizeof *room), *y = room, *v = room + k, *x = room + 2 * k;
    double beta[2], inverse[4], rss, scale = 1;
    rv_status st = room ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < k; i++) {
        y[i] = p[i].y;
        v[i] = additive ? p[i].v : 1 / p[i].v;   /* weights for least squares */
        x[2 * i] = 1;
        x[2 * i + 1] = p[i].x;
    }
    if (st == RV_OK && additive) {
        const rv_meta_data data = { .k = k, .yi = y, .vi = v, .p = 2, .x = x, .names = names, .intercept = true };
        rv_meta_options o = *random;
        rv_meta_coef c[2];
        rv_meta_fit fit;
        o.test = RV_TEST_T;
        o.pi = RV_PI_NONE;
        o.skip_interval = true;
        if ((st = rv_meta_run(&data, &o, &fit, c, NULL, NULL, err)) == RV_OK) {
            beta[0] = c[0].estimate, beta[1] = c[1].estimate;
            inverse[0] = c[0].se * c[0].se, inverse[3] = c[1].se * c[1].se;
            out->tau2 = fit.tau2;
        }
    } else if (st == RV_OK && (st = rv_wls(x, y, v, k, 2, names, beta, inverse, &rss, err)) == RV_OK) {
        scale = rss / ((double)k - 2);
    }
    if (st == RV_OK) {
        out->bias = beta[1];
        out->se = sqrt(scale * inverse[3]);
        out->intercept = beta[0];
        out->intercept_se = sqrt(scale * inverse[0]);
        out->df = (double)k - 2;
        out->stat = out->bias / out->se;
        out->p = rv_t_two_sided(out->stat, out->df);
    }
    free(room);
    return st;
}

/* Standardised deviates from the inverse-variance mean, and variances. */
static void begg(const point *p, size_t k, double *x, double *y)
{
    double w = 0, wy = 0;

    for (size_t i = 0; i < k; i++)
        w += 1 / p[i].v, wy += p[i].y / p[i].v;
    for (size_t i = 0; i < k; i++) {
        x[i] = (p[i].y - wy / w) / sqrt(p[i].v - 1 / w);
        y[i] = p[i].v;
    }
}

/* Deviates of the events of group 1 from what the margins expect at the Mantel-Haenszel odds ratio, and 1 / variances. */
static rv_status schwarzer(const rv_tables *t, const rv_tables_options *o, const rv_stratum *s, size_t k, double *x, double *y,
                           rv_error *err)
{
    rv_tables_options odds = *o;
    rv_tables_pool pool;
    rv_table_name name;
    rv_status st;

    odds.measure = RV_TABLES_OR;
    odds.method = RV_TABLES_MH;
    odds.random.estimator = rv_estimator_find("DL");
    if ((st = rv_tables_pool_run(t, &odds, &pool, NULL, NULL, NULL, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < k; i++) {
        double mean, variance;
        if (!rv_fisher_hypergeometric_moments(s[i].n1, s[i].n2, s[i].a + s[i].c, exp(pool.common.estimate), &mean, &variance))
            return rv_fail(err, RV_EDOMAIN, "%s: Schwarzer's test needs whole numbers of people and events",
                           rv_tables_name(t, s[i].row, &name));
        x[i] = (s[i].a - mean) / sqrt(variance);
        y[i] = 1 / variance;
    }
    return RV_OK;
}

static rv_status rank(const rv_tables *t, const rv_tables_options *o, const rv_stratum *s, const point *p, size_t k, bool correct,
                      rv_asymmetry_test *out, rv_error *err)
{
    double *x = malloc((2 * k + 1) * sizeof *x), *y = x + k, off;
    rv_status st = x ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && out->test == RV_ASYMMETRY_SCHWARZER)
        st = schwarzer(t, o, s, k, x, y, err);
    else if (st == RV_OK)
        begg(p, k, x, y);
    if (st == RV_OK) {
        rv_kendall_score(x, y, k, &out->bias, &out->se);
        off = correct ? (double)((out->bias > 0) - (out->bias < 0)) : 0;
        out->bias -= off;
        out->stat = out->bias / out->se;
        out->p = rv_normal_two_sided(out->stat);
        if (!(out->se > 0))
            st = rv_fail(err, RV_EDOMAIN, "all studies have the same rank; there is nothing to test");
    }
    free(x);
    return st;
}

static rv_status same(const point *p, size_t k, rv_asymmetry test, rv_error *err)
{
    bool differ = false;

    for (size_t i = 1; i < k; i++)
        differ = differ || p[i].x != p[0].x;
    return differ ? RV_OK : rv_fail(err, RV_EDOMAIN, "all studies have the same %s; funnel asymmetry cannot be tested",
                                    test == RV_ASYMMETRY_EGGER || test == RV_ASYMMETRY_THOMPSON ? "standard error" : "size");
}

rv_status rv_asymmetry_run(const rv_tables *t, const rv_tables_options *given, rv_asymmetry test, bool correct, rv_asymmetry_test *out,
                           rv_error *err)
{
    rv_tables_options o = *given;
    rv_tables_row *rows = malloc((t->k + 1) * sizeof *rows);
    rv_stratum *s = malloc((t->k + 1) * sizeof *s);
    point *p = malloc((t->k + 1) * sizeof *p);
    const bool ranks = test == RV_ASYMMETRY_SCHWARZER || test == RV_ASYMMETRY_BEGG;
    size_t all = 0, k = 0;
    rv_status st = rows && s && p ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    *out = (rv_asymmetry_test){ test, 0, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    if (o.method == RV_TABLES_PETO)
        o.method = RV_TABLES_INVERSE;
    if (st == RV_OK)
        st = rv_pool_effects(t, &o, rows, NULL, s, &all, err);
    for (size_t i = 0; st == RV_OK && i < all; i++)
        if (!(rows[s[i].row].fate & RV_TABLES_NO_EFFECT)) {
            s[k] = s[i];
            p[k] = point_of(test, &s[k], &rows[s[k].row], &o);
            k++;
        }
    out->k = k;
    if (st == RV_OK && k < 3)
        st = rv_fail(err, RV_EINVAL, "%zu studies have an effect; %s's test needs 3 or more", k, rv_asymmetry_names[test]);
    if (st == RV_OK && !ranks && (st = same(p, k, test, err)) == RV_OK)
        st = regress(p, k, &o.random, test == RV_ASYMMETRY_RUCKER || test == RV_ASYMMETRY_THOMPSON, out, err);
    else if (st == RV_OK && ranks)
        st = rank(t, &o, s, p, k, correct, out, err);
    free(rows);
    free(s);
    free(p);
    return st;
}
