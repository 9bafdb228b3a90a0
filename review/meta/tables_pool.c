/* Tables pooled with common and random effects. */
#include <config.h>

#include <stdlib.h>

#include "meta/metafor_stops.h"
#include "meta/strata.h"
#include "review/meta_interval.h"
#include "review/numer.h"

/* H and I2 with the limits of Higgins & Thompson:
       se ln H = (ln Q - ln(k-1)) / (2 (sqrt(2 Q) - sqrt(2 k - 3)))            for Q > k
               = sqrt((1 - 1 / (3 (k-2)^2)) / (2 (k-2)))                       else */
static void h_and_i2(rv_tables_pool *p, double level)
{
    const double k = p->q_df + 1, h = sqrt(fmax(1, p->q / p->q_df));
    const double se = p->q > k ? (log(p->q) - log(k - 1)) / (2 * (sqrt(2 * p->q) - sqrt(2 * k - 3)))
                               : sqrt((1 - 1 / (3 * (k - 2) * (k - 2))) / (2 * (k - 2)));
    const double reach = exp(rv_normal_upper_quantile((1 - level) / 2) * se);

    if (!(p->q_df > 0))
        return;
    p->h.x = h;
    p->i2.x = 1 - 1 / (h * h);
    if (!isfinite(se))
        return;
    p->h.lo = fmax(1, h / reach);
    p->h.hi = fmax(1, h * reach);
    p->i2.lo = 1 - 1 / (p->h.lo * p->h.lo);
    p->i2.hi = 1 - 1 / (p->h.hi * p->h.hi);
}

/*
 * R_b = tau2 / (k se^2), se of the random effect by the normal test. With w = 1 / v, S_n = sum w^n:
 *
 *     a_i  = v_i (S_1 - S_2 / S_1)
 *     seQ  = sqrt(2 (k-1) + 4 (S_1 - S_2/S_1) tau2 + 2 (S_2 - 2 S_3/S_1 + S_2^2/S_1^2) tau2^2)
 *     seRb = seQ / k sum a_i / (Q + a_i - (k-1))^2
 */
static void share(rv_tables_pool *p, const double *v, size_t k, double level)
{
    const double tau2 = p->random.tau2, df = p->q_df;
    double s1 = 0, s2 = 0, s3 = 0, all = 0, q, slope = 0, se;

    if (!(df > 0) || isnan(tau2))
        return;
    for (size_t i = 0; i < k; i++) {
        const double w = 1 / v[i];
        s1 += w, s2 += w * w, s3 += w * w * w;
        all += 1 / (v[i] + tau2);
    }
    q = sqrt(2 * df + 4 * (s1 - s2 / s1) * tau2 + 2 * (s2 - 2 * s3 / s1 + s2 * s2 / (s1 * s1)) * tau2 * tau2);
    for (size_t i = 0; i < k; i++) {
        const double a = v[i] * (s1 - s2 / s1), d = p->q + a - df;
        slope += a / (d * d);
    }
    p->rb.x = tau2 * all / (double)k;
    se = rv_normal_upper_quantile((1 - level) / 2) * q * slope / (double)k;
    p->rb.lo = fmax(0, p->rb.x - se);
    p->rb.hi = fmin(1, p->rb.x + se);
}

/* DerSimonian and Laird's estimate with Q about another centre than the weighted mean; it has no se and no interval. */
static void about(const double *y, const double *v, size_t k, double centre, rv_tables_pool *p, double *tau2)
{
    double s1 = 0, s2 = 0;
    rv_sum q = { 0, 0 };

    for (size_t i = 0; i < k; i++) {
        s1 += 1 / v[i], s2 += 1 / (v[i] * v[i]);
        rv_sum_add(&q, (y[i] - centre) * (y[i] - centre) / v[i]);
    }
    p->q = rv_sum_get(&q);
    p->q_df = (double)k - 1;
    p->q_p = k > 1 ? rv_chi2_upper(p->q, p->q_df) : 1;
    *tau2 = k > 1 ? fmax(0, (p->q - p->q_df) / (s1 - s2 / s1)) : 0;
}

/* The common effect, and the weights w[k] of the k studies. */
static rv_status common(const rv_tables_options *o, const rv_stratum *s, const rv_stratum *raw, const double *y, const double *v,
                        size_t k, double *w, rv_meta_coef *out, rv_error *err)
{
    double all = 0, top = 0;
    rv_mh_pooled p;

    if (o->method != RV_TABLES_MH) {
        for (size_t i = 0; i < k; i++)
            w[i] = 1 / v[i], all += w[i], top += w[i] * y[i];
        *out = rv_coef_normal(top / all, sqrt(1 / all), o->random.level);
        return RV_OK;
    }
    p = rv_mh_pool(o->add_pooled ? s : raw, k, o->measure, o->rd_variance, w);
    if (p.why)
        return rv_fail(err, RV_EDOMAIN, "no %s can be pooled: %s", rv_tables_measure_names[o->measure], p.why);
    if (o->measure == RV_TABLES_RD && o->add_pooled && o->plain_difference) {   /* the differences of the counts, by those weights */
        for (size_t i = 0; i < k; i++)
            all += w[i], top += w[i] * y[i];
        p.y = top / all;
    }
    *out = rv_coef_normal(p.y, sqrt(p.v), o->random.level);
    return RV_OK;
}

/* The interval of tau2 where the conventions have another than the fit's Q-profile. */
static rv_status interval(const rv_tables_options *o, const rv_meta_data *data, rv_meta_fit *f, rv_error *err)
{
    const bool generalised = o->generalised_dl && f->estimator == rv_estimator_find("DL");
    rv_meta_intervals exact;
    rv_meta_options random = o->random;
    rv_meta_data weighted = *data;
    double *weights;
    rv_status st;

    if (f->k < 2 || f->estimator->common || !isnan(o->random.tau2) || o->random.skip_interval)
        return RV_OK;
    if (o->metafor_stops)
        return rv_tau2_interval_stopped(data, generalised, o->random.level, f->tau2, &f->tau2_lo, &f->tau2_hi, err);
    if (!generalised)
        return RV_OK;
    if (!(weights = malloc(data->k * sizeof *weights)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < data->k; i++)
        weights[i] = 1 / sqrt(data->vi[i]);
    weighted.weights = weights;
    random.test = RV_TEST_Z;
    random.estimator = rv_estimator_find("GENQ");
    if ((st = rv_meta_interval(&weighted, &random, RV_INTERVAL_GENQ, &exact, err)) == RV_OK) {
        f->tau2_lo = exact.tau2.lo;
        f->tau2_hi = exact.tau2.hi;
    }
    free(weights);
    return st;
}

/* meta's IQWiG6: where Hartung-Knapp's interval is narrower than DerSimonian and Laird's normal one, the standard error of the normal
   test with t, even when that is the smaller of both (REML's tau2 far below DL's). The rule of IQWiG, which rv_meta_run() follows, takes
   the larger one. */
static rv_status iqwig_of_meta(const rv_tables_options *o, const rv_meta_data *data, rv_meta_fit *f, rv_error *err)
{
    rv_meta_options normal = o->random;
    rv_meta_fit dl;
    rv_status st;

    if (!o->smaller_iqwig || f->test != RV_TEST_IQWIG6 || !(f->hk_factor > 1))
        return RV_OK;
    normal.estimator = rv_estimator_find("DL");
    normal.test = RV_TEST_Z;
    normal.skip_interval = true;
    if ((st = rv_meta_run(data, &normal, &dl, NULL, NULL, NULL, err)) != RV_OK
        || f->pooled.ci_hi - f->pooled.ci_lo >= dl.pooled.ci_hi - dl.pooled.ci_lo)
        return st;
    f->pooled.se /= sqrt(f->hk_factor);
    f->pooled.stat = f->pooled.estimate / f->pooled.se;
    f->pooled.p = rv_t_two_sided(f->pooled.stat, f->pooled.df);
    f->pooled.ci_lo = f->pooled.estimate - rv_t_upper_quantile((1 - f->level) / 2, f->pooled.df) * f->pooled.se;
    f->pooled.ci_hi = 2 * f->pooled.estimate - f->pooled.ci_lo;
    return RV_OK;
}

static rv_status pooled(const rv_tables_options *o, const rv_stratum *s, const rv_stratum *raw, const double *y, const double *v,
                        size_t k, double *w, rv_tables_pool *p, rv_error *err)
{
    const rv_meta_data data = { .k = k, .yi = y, .vi = v };
    const bool mh_dl = o->dl_about_mh && o->method == RV_TABLES_MH && o->random.estimator == rv_estimator_find("DL");
    rv_meta_options random = o->random;
    rv_status st = common(o, s, raw, y, v, k, w, &p->common, err);

    if (st != RV_OK)
        return st;
    p->k = k;
    if (mh_dl) {
        double tau2;
        about(y, v, k, p->common.estimate, p, &tau2);
        if (isnan(random.tau2) && k > 1)
            random.tau2 = tau2;
        random.skip_interval = true;
    }
    if (o->metafor_stops)
        random.estimator = rv_estimator_stopped(random.estimator ? random.estimator : rv_estimator_find("REML"));
    if ((st = rv_meta_run(&data, &random, &p->random, NULL, NULL, NULL, err)) != RV_OK
        || (!mh_dl && (st = interval(o, &data, &p->random, err)) != RV_OK)
        || (st = iqwig_of_meta(o, &data, &p->random, err)) != RV_OK)
        return st;
    if (!mh_dl) {
        p->q = p->random.q;
        p->q_df = p->random.q_df;
        p->q_p = p->random.q_p;
    }
    h_and_i2(p, o->random.level);
    share(p, v, k, o->random.level);
    return RV_OK;
}

static void spread(const rv_stratum *s, size_t k, size_t all, const double *w, const double *v, double tau2, rv_tables_row *rows,
                   double *w_common, double *w_random)
{
    double sum = 0;

    for (size_t i = 0; i < k; i++)
        sum += w[i];
    for (size_t i = 0; i < all; i++) {
        if (w_common)
            w_common[i] = 0;
        if (w_random)
            w_random[i] = 0;
    }
    for (size_t i = 0; i < k; i++) {
        rows[s[i].row].weight = sum > 0 ? 100 * w[i] / sum : 0;
        if (w_common)
            w_common[s[i].row] = w[i];
        if (w_random)
            w_random[s[i].row] = 1 / (v[i] + (isnan(tau2) ? 0 : tau2));
    }
}

rv_status rv_tables_pool_run(const rv_tables *t, const rv_tables_options *o, rv_tables_pool *p, rv_tables_row *given,
                             double *w_common, double *w_random, rv_error *err)
{
    const rv_limits none = { NAN, NAN, NAN };
    rv_stratum *s = malloc((t->k + 1) * sizeof *s), *raw = malloc((t->k + 1) * sizeof *raw);
    rv_tables_row *rows = given ? given : malloc((t->k + 1) * sizeof *rows);
    double *room = malloc((3 * t->k + 1) * sizeof *room), *y = room, *v = room + t->k, *w = room + 2 * t->k;
    size_t k = 0, left = 0;
    rv_status st = s && raw && rows && room ? rv_pool_effects(t, o, rows, s, raw, &k, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    *p = (rv_tables_pool){ .common = { NAN, NAN, NAN, NAN, NAN, NAN, NAN }, .q = NAN, .q_df = NAN, .q_p = NAN, .h = none, .i2 = none,
                           .rb = none };
    if (st == RV_OK) {
        for (size_t i = 0; i < k; i++) {
            const rv_tables_row *row = &rows[s[i].row];
            if (row->fate & RV_TABLES_NO_EFFECT)
                continue;
            y[left] = row->yi;
            v[left] = row->vi;
            s[left] = s[i];
            raw[left++] = raw[i];
        }
        st = left ? pooled(o, s, raw, y, v, left, w, p, err)
                  : rv_fail(err, RV_EDOMAIN, "no study has an effect: in each no events, or nothing but events, in both groups");
    }
    if (st == RV_OK)
        spread(s, left, t->k, w, v, p->random.tau2, rows, w_common, w_random);
    if (rows != given)
        free(rows);
    free(s);
    free(raw);
    free(room);
    return st;
}
