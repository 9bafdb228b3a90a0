/* Mantel-Haenszel pooling of tables and rates. */
#include <config.h>

#include <stdlib.h>

#include "meta/strata.h"
#include "review/numer.h"

/* Sato's variance is a difference: what is left of it must be more than this share of what it is taken from. */
static const double LEFT = 1e-10;

/* What a sum of 0 says. */
static const char *no_ratio(double r, double s, double events, double others)
{
    if (events == 0)
        return "no study has an event in either group";
    if (others == 0)
        return "in all studies everybody has the event, in both groups";
    if (r == 0 && s == 0)
        return "no study shows which group has more";
    return r == 0 ? "the studies together have no events in group 1, or nothing but events in group 2: the ratio is 0"
                  : "the studies together have no events in group 2, or nothing but events in group 1: the ratio is infinite";
}

/* Robins, Breslow & Greenland:  v = 1/2 (sum P R / R^2 + sum (P S + Q R) / (R S) + sum Q S / S^2) with P = (a + d) / n, Q = (b + c) / n,
   where R = a d / n and S = b c / n by table, and their sums beneath. The weight is b c / n. */
static rv_mh_pooled odds_ratio(const rv_stratum *s, size_t k, double *w)
{
    double r = 0, t = 0, pr = 0, mixed = 0, qt = 0, events = 0, others = 0;

    for (size_t i = 0; i < k; i++) {
        const double p = (s[i].a + s[i].d) / s[i].n, q = (s[i].b + s[i].c) / s[i].n;
        const double ri = s[i].a / s[i].n * s[i].d, ti = s[i].b / s[i].n * s[i].c;
        w[i] = ti;
        r += ri;
        t += ti;
        pr += p * ri;
        mixed += p * ti + q * ri;
        qt += q * ti;
        events += s[i].a + s[i].c;
        others += s[i].b + s[i].d;
    }
    if (r == 0 || t == 0)
        return (rv_mh_pooled){ NAN, NAN, no_ratio(r, t, events, others) };
    return (rv_mh_pooled){ log(r / t), (pr / (r * r) + mixed / (r * t) + qt / (t * t)) / 2, NULL };
}

/* Greenland & Robins:  v = sum (n1 n2 (a + c) / n^2 - a c / n) / (R S); rates are without a c / n. Of tables the term is
   (a d n1 + b c n2) / n^2, in which nothing cancels. The weight is c n1 / n. */
static rv_mh_pooled risk_ratio(const rv_stratum *s, size_t k, bool rates, double *w)
{
    double r = 0, t = 0, events = 0, others = 0;
    rv_sum v = { 0, 0 };

    for (size_t i = 0; i < k; i++) {
        w[i] = s[i].c * (s[i].n1 / s[i].n);
        r += s[i].a * (s[i].n2 / s[i].n);
        t += w[i];
        if (rates)
            rv_sum_add(&v, s[i].n1 / s[i].n * (s[i].n2 / s[i].n) * (s[i].a + s[i].c));
        else
            rv_sum_add(&v, s[i].n1 / s[i].n * (s[i].a / s[i].n) * s[i].d + s[i].n2 / s[i].n * (s[i].c / s[i].n) * s[i].b);
        events += s[i].a + s[i].c;
        others += rates ? 1 : s[i].b + s[i].d;
    }
    if (r == 0 || t == 0)
        return (rv_mh_pooled){ NAN, NAN, no_ratio(r, t, events, others ? others : 1) };
    return (rv_mh_pooled){ log(r / t), rv_sum_get(&v) / (r * t), NULL };
}

/* Sato:              v = (y sum (c n1^2 - a n2^2 + n1 n2 (n2 - n1) / 2) / n^2 + sum (a (n2 - c) + c (n1 - a)) / (2 n)) / W^2
   Greenland & Robins v = sum (n1 n2 / n)^2 (a b / n1^3 + c d / n2^3) / W^2; rates (a / n1^2 + c / n2^2) for the last bracket. */
static rv_mh_pooled difference(const rv_stratum *s, size_t k, bool rates, rv_mh_variance how, double *w)
{
    double weights = 0, y, v;
    rv_sum top = { 0, 0 }, slope = { 0, 0 }, rest = { 0, 0 }, plain = { 0, 0 };

    for (size_t i = 0; i < k; i++) {
        const double p1 = s[i].n1 / s[i].n, p2 = s[i].n2 / s[i].n, a = s[i].a, c = s[i].c;
        w[i] = p1 * s[i].n2;
        weights += w[i];
        rv_sum_add(&top, a * p2 - c * p1);
        rv_sum_add(&slope, c * p1 * p1 - a * p2 * p2 + p1 * p2 * (s[i].n2 - s[i].n1) / 2);
        rv_sum_add(&rest, (a * (s[i].n2 - c) + c * (s[i].n1 - a)) / s[i].n / 2);
        rv_sum_add(&plain, w[i] * w[i] * (rates ? a / (s[i].n1 * s[i].n1) + c / (s[i].n2 * s[i].n2)
                                                : a * s[i].b / pow(s[i].n1, 3) + c * s[i].d / pow(s[i].n2, 3)));
    }
    y = rv_sum_get(&top) / weights;
    v = rates || how == RV_MH_GREENLAND_ROBINS ? rv_sum_get(&plain) : y * rv_sum_get(&slope) + rv_sum_get(&rest);
    if (v < LEFT * rv_sum_get(&rest) && !rates && how == RV_MH_SATO)
        return (rv_mh_pooled){ NAN, NAN, "cells are so far apart in size that nothing of Sato's variance is left after rounding" };
    return (rv_mh_pooled){ y, v / (weights * weights), NULL };
}

rv_mh_pooled rv_mh_pool(const rv_stratum *s, size_t k, rv_tables_measure measure, rv_mh_variance variance, double *w)
{
    switch (measure) {
    case RV_TABLES_OR:  return odds_ratio(s, k, w);
    case RV_TABLES_RR:  return risk_ratio(s, k, false, w);
    case RV_TABLES_IRR: return risk_ratio(s, k, true, w);
    default:            return difference(s, k, measure == RV_TABLES_IRD, variance, w);
    }
}

/* A ratio's study weighs nothing where its events do not move either sum. */
static void weights(const rv_stratum *s, size_t k, const double *w, bool differs, bool rates, rv_tables_row *rows, size_t n)
{
    double all = 0;

    for (size_t i = 0; i < k; i++)
        all += w[i];
    for (size_t i = 0; i < n; i++)
        rows[i].fate |= RV_TABLES_NO_WEIGHT;
    for (size_t i = 0; i < k; i++) {
        rv_tables_row *row = &rows[s[i].row];
        row->weight = all > 0 ? 100 * w[i] / all : 0;
        if (differs || !rv_stratum_double_zero(&s[i], rates))
            row->fate &= ~(unsigned)RV_TABLES_NO_WEIGHT;
    }
}

static void woolf(const rv_tables_row *rows, size_t k, rv_tables_fit *f)
{
    double w = 0, wy = 0;

    for (size_t i = 0; i < k; i++)
        if (!(rows[i].fate & RV_TABLES_NO_EFFECT))
            w += 1 / rows[i].vi, wy += rows[i].yi / rows[i].vi;
    if (f->k_yi > 1)
        f->woolf = rv_chi2_of(rv_tables_squares(rows, k, wy / w), (double)f->k_yi - 1);
}

static rv_status check(const rv_mh_options *o, rv_error *err)
{
    if (!(o->level > 0 && o->level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", o->level);
    if (!(o->add >= 0 && isfinite(o->add)))
        return rv_fail(err, RV_EINVAL, "%g is to be added to the cells; it must not be negative", o->add);
    return RV_OK;
}

rv_status rv_mh_run(const rv_tables *t, const rv_mh_options *o, rv_tables_fit *f, rv_tables_row *given, rv_error *err)
{
    const rv_tables_kind *kind = &rv_tables_kinds[o->measure];
    rv_stratum *s = malloc((t->k + 1) * sizeof *s);
    rv_tables_row *rows = given ? given : malloc((t->k + 1) * sizeof *rows);
    double *w = malloc((t->k + 1) * sizeof *w);
    size_t k = 0;
    rv_status st = s && w && rows ? check(o, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    rv_tables_clear(f);
    if (st == RV_OK && (st = rv_strata_make(t, o->measure, o->add_pooled, o->to_pooled, o->drop00_pooled, s, &k, err)) == RV_OK
        && (st = rv_tables_effects(t, kind->name, kind->rates, o->add, o->to, o->drop00, rows, err)) == RV_OK) {
        const rv_mh_pooled p = rv_mh_pool(s, k, o->measure, o->rd_variance, w);
        f->k = k;
        weights(s, k, w, !kind->ratio, kind->rates, rows, t->k);
        for (size_t i = 0; i < t->k; i++)
            f->k_yi += !(rows[i].fate & RV_TABLES_NO_EFFECT);
        if (kind->ratio && o->measure != RV_TABLES_RR)
            rv_mantel_tests(s, k, kind->rates, o->correct, exp(p.y), f);
        if (o->measure == RV_TABLES_OR)
            woolf(rows, t->k, f);
        f->q_df = f->k_yi ? (double)f->k_yi - 1 : 0;
        if (!p.why) {
            f->pooled = rv_coef_normal(p.y, sqrt(p.v), o->level);
            f->q = rv_tables_squares(rows, t->k, p.y);
            rv_tables_statistics(rows, t->k, f->k_yi > 1 ? f->q : 0, f);   /* one effect has no Q, as in metafor */
        }
        rv_tables_heterogeneity(f);
        if (p.why)
            st = rv_fail(err, RV_EDOMAIN, "no %s can be pooled: %s", kind->name, p.why);
    }
    if (rows != given)
        free(rows);
    free(s);
    free(w);
    return st;
}
