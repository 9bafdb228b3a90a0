/* What is asked of mixed models, against dense matrices and refits by hand. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_multilevel.h"
#include "review/numer.h"

enum { K = 12, STUDIES = 5 };
static rv_error err;
static const double Y[K] = { 0.1, 0.5, -0.2, 0.8, 0.3, 0.05, 1.2, 0.9, 0.4, -0.6, -0.1, 0.7 },
                    V[K] = { 0.04, 0.02, 0.09, 0.05, 0.01, 0.03, 0.06, 0.02, 0.05, 0.04, 0.03, 0.02 },
                    X[2 * K] = { 1, 0.2, 1, 1.1, 1, -0.4, 1, 2.5, 1, 0.7, 1, 0.1, 1, 0.9, 1, -1.3, 1, 0.6, 1, -1, 1, 0.3, 1, 0.8 };
/* Studies do not stand together. */
static const size_t STUDY[K] = { 0, 0, 1, 2, 1, 3, 3, 2, 0, 4, 4, 1 }, EFFECT[K] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 },
                    OUTCOME[K] = { 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0 };
static const rv_mixed_part LEVELS[] = { { .kind = RV_MIXED_INTERCEPT, .name = "study", .group = STUDY, .groups = STUDIES },
                                        { .kind = RV_MIXED_INTERCEPT, .name = "study/effect", .group = EFFECT, .groups = K } },
                           STRUCTURE[] = { { .kind = RV_MIXED_HCS, .name = "outcome | study", .group = STUDY, .groups = STUDIES,
                                             .inner = OUTCOME, .inners = 2 } };

static rv_mixed_data three_levels(bool slope)
{
    return (rv_mixed_data){ .data = { .k = K, .yi = Y, .vi = V, .p = slope ? 2 : 0, .x = slope ? X : NULL, .intercept = true },
                            .parts = 2, .part = LEVELS };
}

static rv_mixed *fit(const rv_mixed_data *d, const rv_mixed_options *o)
{
    const rv_mixed_options usual = RV_MIXED_OPTIONS_INIT;
    rv_mixed *m;

    if (rv_mixed_run(&m, d, o ? o : &usual, &err) != RV_OK)
        fail_msg("%s", err.message);
    return m;
}

/* W = V^-1 and P = W - W X (X'WX)^-1 X'W, written out, with two coefficients. */
typedef struct { double v[K * K], w[K * K], p[K * K], b[4]; } dense;

static void write_out(const rv_mixed *m, const double *g, dense *d)
{
    double l[K * K], wx[2 * K] = { 0 }, xwx[4] = { 0 };

    for (size_t i = 0; i < K * K; i++)
        d->v[i] = g[i] + (i / K == i % K ? V[i % K] : 0);
    memcpy(l, d->v, sizeof l);
    assert_int_equal(rv_cholesky(l, K, &err), RV_OK);
    rv_cholesky_inverse(l, K, d->w);
    for (size_t i = 0; i < K; i++)
        for (size_t j = 0; j < K; j++)
            for (size_t c = 0; c < 2; c++)
                wx[2 * i + c] += d->w[i * K + j] * X[2 * j + c];
    for (size_t i = 0; i < K; i++)
        for (size_t c = 0; c < 4; c++)
            xwx[c] += X[2 * i + c / 2] * wx[2 * i + c % 2];
    rv_cholesky(xwx, 2, &err) == RV_OK ? (void)0 : fail();
    rv_cholesky_inverse(xwx, 2, d->b);
    for (size_t i = 0; i < K * K; i++) {
        d->p[i] = d->w[i];
        for (size_t c = 0; c < 4; c++)
            d->p[i] -= wx[2 * (i / K) + c / 2] * d->b[c] * wx[2 * (i % K) + c % 2];
    }
    for (size_t c = 0; c < 4; c++)
        assert_close(rv_mixed_result(m)->vcov[c], d->b[c], 1e-9);
}

static void levels_covariance(const rv_mixed *m, double *g)
{
    for (size_t i = 0; i < K * K; i++)
        g[i] = (STUDY[i / K] == STUDY[i % K]) * rv_mixed_result(m)->param[0].estimate
               + (i / K == i % K) * rv_mixed_result(m)->param[1].estimate;
}

static void residuals_are_those_of_the_dense_matrices(void **state)
{
    const rv_mixed_data data = three_levels(true);
    rv_mixed *m = fit(&data, NULL);
    const rv_meta_coef *b = rv_mixed_result(m)->coefs;
    double g[K * K], sum = 0, ypy = 0, hats = 0;
    rv_residual r[K];
    dense d;

    (void)state;
    levels_covariance(m, g);
    write_out(m, g, &d);
    assert_int_equal(rv_mixed_residuals(m, r, &err), RV_OK);
    for (size_t i = 0; i < K; i++) {
        double hat = 0, variance = d.v[i * K + i];
        for (size_t c = 0; c < 4; c++) {
            variance -= X[2 * i + c / 2] * d.b[c] * X[2 * i + c % 2];
            for (size_t j = 0; j < K; j++)
                hat += X[2 * i + c / 2] * d.b[c] * X[2 * j + c % 2] * d.w[j * K + i];
        }
        for (size_t j = 0; j < K; j++)
            ypy += Y[i] * d.p[i * K + j] * Y[j];
        assert_close(r[i].resid, Y[i] - b[0].estimate - b[1].estimate * X[2 * i + 1], 1e-12);
        assert_close(r[i].hat, hat, 1e-9);
        assert_close(r[i].se, sqrt(variance), 1e-9);
        assert_close(r[i].pearson, r[i].resid / sqrt(d.v[i * K + i]), 1e-9);
        sum += r[i].cholesky * r[i].cholesky;
        hats += r[i].hat;
    }
    assert_close(sum, ypy, 1e-8);
    assert_close(hats, 2, 1e-9);
    rv_mixed_free(m);
}

static void random_effects_are_those_of_the_dense_matrices(void **state)
{
    const rv_mixed_data data = three_levels(true);
    rv_mixed *m = fit(&data, NULL);
    double g[K * K], s;
    rv_mixed_blup u[K];
    size_t n;
    dense d;

    (void)state;
    s = rv_mixed_result(m)->param[0].estimate;
    levels_covariance(m, g);
    write_out(m, g, &d);
    assert_int_equal(rv_mixed_blups(m, 0, u, &n, &err), RV_OK);
    assert_int_equal(n, STUDIES);
    for (size_t a = 0; a < STUDIES; a++) {
        double pred = 0, variance = s;
        for (size_t i = 0; i < K; i++)
            for (size_t j = 0; j < K; j++) {
                pred += (STUDY[i] == a) * s * d.p[i * K + j] * Y[j];
                variance -= (STUDY[i] == a) * (STUDY[j] == a) * s * s * d.p[i * K + j];
            }
        assert_int_equal(u[a].group, a);
        assert_close(u[a].pred, pred, 1e-8);
        assert_close(u[a].se, sqrt(variance), 1e-8);
        assert_close(u[a].pi_hi - u[a].pred, 1.959963984540054 * u[a].se, 1e-12);
    }
    assert_int_equal(rv_mixed_blups(m, 1, u, &n, &err), RV_OK);
    assert_int_equal(n, K);
    assert_int_equal(rv_mixed_blups(m, 2, u, &n, &err), RV_EINVAL);
    rv_mixed_free(m);
}

static void a_structured_part_has_an_effect_for_each_level_that_occurs(void **state)
{
    const rv_mixed_data data = { .data = { .k = K, .yi = Y, .vi = V, .p = 2, .x = X, .intercept = true }, .parts = 1, .part = STRUCTURE };
    rv_mixed *m = fit(&data, NULL);
    const rv_mixed_param *q = rv_mixed_result(m)->param;
    double g[K * K];
    rv_mixed_blup u[K];
    size_t n;
    dense d;

    (void)state;
    for (size_t i = 0; i < K * K; i++) {
        const size_t a = OUTCOME[i / K], b = OUTCOME[i % K];
        g[i] = STUDY[i / K] != STUDY[i % K] ? 0 : a == b ? q[a].estimate : q[2].estimate * sqrt(q[0].estimate * q[1].estimate);
    }
    write_out(m, g, &d);
    assert_int_equal(rv_mixed_blups(m, 0, u, &n, &err), RV_OK);
    assert_int_equal(n, 10);   /* every study has both outcomes */
    for (size_t e = 0; e < n; e++) {
        size_t row = 0;
        double pred = 0, variance;
        while (STUDY[row] != u[e].group || OUTCOME[row] != u[e].inner)
            row++;
        variance = g[row * K + row];
        for (size_t i = 0; i < K; i++)
            for (size_t j = 0; j < K; j++) {
                pred += g[row * K + i] * d.p[i * K + j] * Y[j];
                variance -= g[row * K + i] * d.p[i * K + j] * g[row * K + j];
            }
        assert_close(u[e].pred, pred, 1e-8);
        assert_close(u[e].se, sqrt(fmax(0, variance)), 1e-6);
    }
    rv_mixed_free(m);
}

static void leaving_a_cluster_out_is_the_fit_without_it(void **state)
{
    const rv_mixed_data data = three_levels(true);
    rv_mixed *m = fit(&data, NULL), *left;
    const rv_mixed_fit *f = rv_mixed_result(m), *g;
    double y[K], v[K], x[2 * K], dfbetas[2 * STUDIES], coefs[2 * STUDIES], params[2 * STUDIES], resid[K], se[K], z[K];
    size_t study[K], effect[K];
    rv_mixed_part part[2] = { LEVELS[0], LEVELS[1] };
    rv_mixed_data rest = { .data = { .yi = y, .vi = v, .p = 2, .x = x, .intercept = true }, .parts = 2, .part = part };
    rv_mixed_influence_row rows[STUDIES];
    const rv_mixed_influence_table t = { .rows = rows, .dfbetas = dfbetas, .coefs = coefs, .params = params, .resid = resid,
                                         .resid_se = se, .rstudent = z };
    const double det = f->vcov[0] * f->vcov[3] - f->vcov[1] * f->vcov[1];
    double change[2];

    (void)state;
    for (size_t i = 0; i < K; i++) {
        const size_t n = rest.data.k;
        if (STUDY[i] == 3)
            continue;
        y[n] = Y[i], v[n] = V[i], x[2 * n] = X[2 * i], x[2 * n + 1] = X[2 * i + 1], study[n] = STUDY[i], effect[n] = i;
        rest.data.k++;
    }
    part[0].group = study;
    part[1].group = effect;
    left = fit(&rest, NULL);
    g = rv_mixed_result(left);
    assert_int_equal(rv_mixed_influence(m, STUDY, STUDIES, &t, &err), RV_OK);
    assert_int_equal(rows[3].k, 2);
    for (size_t c = 0; c < 2; c++) {
        change[c] = f->coefs[c].estimate - g->coefs[c].estimate;
        assert_close(coefs[6 + c], g->coefs[c].estimate, 1e-7);
        assert_close(params[6 + c], g->param[c].estimate, 1e-6);
    }
    assert_close(rows[3].cook_d,
                 (f->vcov[3] * change[0] * change[0] - 2 * f->vcov[1] * change[0] * change[1] + f->vcov[0] * change[1] * change[1]) / det,
                 1e-6);
    assert_close(rows[3].cov_ratio, (g->vcov[0] * g->vcov[3] - g->vcov[1] * g->vcov[1]) / det, 1e-6);
    assert_close(rows[3].q_del, g->q, 1e-10);
    for (size_t i = 5; i < 7; i++) {   /* the effects of study 3 */
        const double *at = X + 2 * i;
        double variance = V[i] + g->param[0].estimate + g->param[1].estimate;
        for (size_t c = 0; c < 4; c++)
            variance += at[c / 2] * g->vcov[c] * at[c % 2];
        assert_close(resid[i], Y[i] - g->coefs[0].estimate - g->coefs[1].estimate * at[1], 1e-7);
        assert_close(se[i], sqrt(variance), 1e-6);
        assert_close(z[i], resid[i] / se[i], 1e-12);
    }
    assert_true(isfinite(dfbetas[6]) && rows[3].x2 > 0);
    rv_mixed_free(left);
    rv_mixed_free(m);
}

static void leaving_one_study_out_has_robust_variances_of_what_is_left(void **state)
{
    const rv_mixed_data data = three_levels(true);
    const rv_robust_options how = RV_ROBUST_OPTIONS_INIT;
    rv_mixed *m = fit(&data, NULL), *left;
    double y[K], v[K], x[2 * K], params[2 * STUDIES];
    size_t study[K], effect[K], n = 0;
    rv_mixed_part part[2] = { LEVELS[0], LEVELS[1] };
    rv_mixed_data rest = { .data = { .yi = y, .vi = v, .p = 2, .x = x, .intercept = true }, .parts = 2, .part = part };
    rv_meta_coef coefs[2 * STUDIES], plain[2 * STUDIES];
    bool exists[STUDIES];
    rv_working w;
    rv_robust *r;

    (void)state;
    for (size_t i = 0; i < K; i++)
        if (STUDY[i] != 1) {
            y[n] = Y[i], v[n] = V[i], x[2 * n] = X[2 * i], x[2 * n + 1] = X[2 * i + 1], study[n] = STUDY[i], effect[n++] = i;
        }
    rest.data.k = n;
    part[0].group = study;
    part[1].group = effect;
    left = fit(&rest, NULL);
    rv_mixed_working(left, &w);
    assert_int_equal(rv_robust_run(&r, &w, study, &how, &err), RV_OK);
    assert_int_equal(rv_mixed_leave_out(m, STUDY, STUDIES, &how, NULL, coefs, params, exists, &err), RV_OK);
    assert_int_equal(rv_mixed_leave_out(m, STUDY, STUDIES, NULL, NULL, plain, NULL, exists, &err), RV_OK);
    for (size_t j = 0; j < 2; j++) {
        assert_close(coefs[2 + j].estimate, rv_robust_result(r)->coefs[j].estimate, 1e-7);
        assert_close(coefs[2 + j].se, rv_robust_result(r)->coefs[j].se, 1e-6);
        assert_close(coefs[2 + j].df, rv_robust_result(r)->coefs[j].df, 1e-5);
        assert_close(plain[2 + j].se, rv_mixed_result(left)->coefs[j].se, 1e-6);
        assert_close(params[2 + j], rv_mixed_result(left)->param[j].estimate, 1e-6);
    }
    rv_robust_free(r);
    rv_mixed_free(left);
    rv_mixed_free(m);
}

static void the_last_step_of_a_cumulation_is_the_whole_model(void **state)
{
    static const size_t order[] = { 3, 0, 4, 1, 2 }, twice[] = { 3, 0, 3, 1, 2 };
    const rv_mixed_data data = three_levels(false);
    const rv_robust_options how = RV_ROBUST_OPTIONS_INIT;
    rv_mixed *m = fit(&data, NULL);
    rv_meta_coef coefs[STUDIES];
    double params[2 * STUDIES];
    bool exists[STUDIES];
    rv_working w;
    rv_robust *r;

    (void)state;
    rv_mixed_working(m, &w);
    assert_int_equal(rv_robust_run(&r, &w, STUDY, &how, &err), RV_OK);
    assert_int_equal(rv_mixed_cumulative(m, STUDY, STUDIES, order, &how, NULL, coefs, params, exists, &err), RV_OK);
    assert_true(exists[4]);
    assert_close(coefs[4].estimate, rv_robust_result(r)->coefs[0].estimate, 1e-8);
    assert_close(coefs[4].se, rv_robust_result(r)->coefs[0].se, 1e-7);
    assert_close(params[8], rv_mixed_result(m)->param[0].estimate, 1e-7);
    assert_int_equal(rv_mixed_cumulative(m, STUDY, STUDIES, twice, &how, NULL, coefs, params, exists, &err), RV_EINVAL);
    assert_string_equal(err.message, "place 3 of the order is cluster 4, which was there before");
    rv_robust_free(r);
    rv_mixed_free(m);
}

static void a_study_that_carries_a_coefficient_is_said_and_no_failure(void **state)
{
    double x[2 * K];
    const rv_robust_options how = RV_ROBUST_OPTIONS_INIT;
    rv_mixed_data data = three_levels(true);
    rv_meta_coef coefs[2 * STUDIES];
    bool exists[STUDIES];
    rv_mixed *m;

    (void)state;
    for (size_t i = 0; i < K; i++)
        x[2 * i] = 1, x[2 * i + 1] = STUDY[i] == 2;
    data.data.x = x;
    m = fit(&data, NULL);
    assert_int_equal(rv_mixed_leave_out(m, STUDY, STUDIES, &how, NULL, coefs, NULL, exists, &err), RV_OK);
    for (size_t c = 0; c < STUDIES; c++)
        assert_int_equal(exists[c], c != 2);
    assert_true(isnan(coefs[4].estimate) && isfinite(coefs[0].se));
    assert_int_equal(rv_mixed_leave_out(m, NULL, 3, &how, NULL, coefs, NULL, exists, &err), RV_EINVAL);
    rv_mixed_free(m);
}

static void a_cluster_that_carries_a_coefficient_spoils_its_own_row_only(void **state)
{
    double x[2 * K];
    rv_mixed_data data = three_levels(true);
    rv_mixed_influence_row rows[STUDIES];
    double dfbetas[2 * STUDIES];
    const rv_mixed_influence_table t = { .rows = rows, .dfbetas = dfbetas };
    rv_mixed *m;

    (void)state;
    for (size_t i = 0; i < K; i++)
        x[2 * i] = 1, x[2 * i + 1] = STUDY[i] == 2;
    data.data.x = x;
    m = fit(&data, NULL);
    assert_int_equal(rv_mixed_influence(m, STUDY, STUDIES, &t, &err), RV_OK);
    assert_true(isnan(rows[2].cook_d) && isnan(dfbetas[4]));
    assert_int_equal(rows[2].k, 2);
    for (size_t c = 0; c < STUDIES; c++)
        assert_true(c == 2 || (isfinite(rows[c].cook_d) && isfinite(dfbetas[2 * c])));
    assert_int_equal(rv_mixed_influence(m, STUDY, 1, &t, &err), RV_EINVAL);
    assert_int_equal(rv_mixed_influence(m, STUDY, 4, &t, &err), RV_EINVAL);
    assert_string_equal(err.message, "effect 10 is in cluster 5; there are 4");
    rv_mixed_free(m);
}

static void a_profile_falls_from_the_estimate_and_meets_its_interval(void **state)
{
    const rv_mixed_data data = three_levels(false);
    rv_mixed *m = fit(&data, NULL);
    const rv_mixed_fit *f = rv_mixed_result(m);
    const double drop = rv_chi2_upper_quantile(.1, 1) / 2;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const double e = f->param[i].estimate;
        double at[4], ll[4];
        rv_mixed_interval in;
        assert_int_equal(rv_mixed_profile_interval(m, i, .9, &in, &err), RV_OK);
        at[0] = e, at[1] = e * 1.05, at[2] = in.hi, at[3] = in.lo;
        assert_int_equal(rv_mixed_profile(m, i, at, 4, ll, &err), RV_OK);
        assert_close(ll[0], f->reml.loglik, 1e-9);
        assert_true(ll[1] < ll[0] && in.lo <= e && in.hi > e);
        assert_close(ll[2], f->reml.loglik - drop, 1e-7);
        if (in.open_lo)
            assert_true(in.lo == 0 && ll[3] >= f->reml.loglik - drop - 1e-9);
        else
            assert_close(ll[3], f->reml.loglik - drop, 1e-7);
    }
    rv_mixed_free(m);
}

static void what_has_no_profile_is_refused(void **state)
{
    const double fixed[] = { 0.1, NAN };
    const rv_mixed_data data = three_levels(false);
    rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed_interval in;
    double at = .1, ll;
    rv_mixed *m;

    (void)state;
    o.fixed = fixed;
    m = fit(&data, &o);
    assert_int_equal(rv_mixed_profile(m, 0, &at, 1, &ll, &err), RV_EINVAL);
    assert_string_equal(err.message, "component 1 was taken as known; it has no profile");
    assert_int_equal(rv_mixed_profile_interval(m, 2, .95, &in, &err), RV_EINVAL);
    assert_int_equal(rv_mixed_profile_interval(m, 1, 95, &in, &err), RV_EINVAL);
    rv_mixed_free(m);
}

static void a_variance_at_zero_has_an_open_interval(void **state)
{
    static const double y[K] = { 0.3, 0.31, 0.29, 0.3, 0.32, 0.3, 0.28, 0.31, 0.3, 0.29, 0.3, 0.31 };
    rv_mixed_data data = three_levels(false);
    rv_mixed_interval in;
    rv_mixed *m;

    (void)state;
    data.data.yi = y;
    m = fit(&data, NULL);
    assert_close(rv_mixed_result(m)->param[0].estimate, 0, 0);
    assert_int_equal(rv_mixed_profile_interval(m, 0, .95, &in, &err), RV_OK);
    assert_true(in.lo == 0 && in.open_lo && in.hi > 0 && !in.open_hi);
    rv_mixed_free(m);
}

static void a_prediction_interval_adds_all_components(void **state)
{
    const rv_mixed_data data = three_levels(true);
    static const double at[] = { 1, 0.5 };
    rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed_prediction_options po = RV_MIXED_PREDICTION_OPTIONS_INIT;
    rv_mixed_prediction p;
    const rv_mixed_fit *f;
    rv_mixed *m;
    double se2 = 0, t, df = 4, robust[4] = { .04, 0, 0, 0 };

    (void)state;
    o.t = true;
    m = fit(&data, &o);
    f = rv_mixed_result(m);
    for (size_t c = 0; c < 4; c++)
        se2 += at[c / 2] * f->vcov[c] * at[c % 2];
    t = rv_t_upper_quantile(.025, K - 2);
    assert_int_equal(rv_mixed_predict(m, at, 1, &po, &p, &err), RV_OK);
    assert_close(p.pred, f->coefs[0].estimate + f->coefs[1].estimate / 2, 1e-13);
    assert_close(p.se, sqrt(se2), 1e-13);
    assert_close(p.ci_hi, p.pred + t * p.se, 1e-12);
    assert_close(p.pi_hi, p.pred + t * sqrt(se2 + f->param[0].estimate + f->param[1].estimate), 1e-12);
    po.vcov = robust;
    po.df = &df;
    assert_int_equal(rv_mixed_predict(m, at, 1, &po, &p, &err), RV_OK);
    assert_close(p.se, .2, 1e-14);
    assert_close(p.ci_hi, p.pred + rv_t_upper_quantile(.025, 4) * .2, 1e-12);
    assert_int_equal(rv_mixed_predict(m, NULL, 1, &po, &p, &err), RV_EINVAL);
    rv_mixed_free(m);
}

static void a_prediction_needs_to_know_which_variance(void **state)
{
    const rv_mixed_data data = { .data = { .k = K, .yi = Y, .vi = V }, .parts = 1, .part = STRUCTURE };
    static const size_t second[] = { 1 }, third[] = { 2 };
    rv_mixed_prediction_options po = RV_MIXED_PREDICTION_OPTIONS_INIT;
    rv_mixed_prediction p;
    rv_mixed *m = fit(&data, NULL);
    const rv_mixed_fit *f = rv_mixed_result(m);

    (void)state;
    assert_int_equal(rv_mixed_predict(m, NULL, 1, &po, &p, &err), RV_OK);
    assert_true(isnan(p.pi_lo) && isfinite(p.ci_lo));
    po.inner = second;
    assert_int_equal(rv_mixed_predict(m, NULL, 1, &po, &p, &err), RV_OK);
    assert_close(p.pi_hi, p.pred + 1.959963984540054 * sqrt(p.se * p.se + f->param[1].estimate), 1e-12);
    po.inner = third;
    assert_int_equal(rv_mixed_predict(m, NULL, 1, &po, &p, &err), RV_EINVAL);
    rv_mixed_free(m);
}

static void i2_is_the_share_that_is_not_sampling_error(void **state)
{
    const rv_mixed_data data = three_levels(false);
    rv_mixed *m = fit(&data, NULL);
    const rv_mixed_fit *f = rv_mixed_result(m);
    double w = 0, w2 = 0, typical, total, share[2], want, sum;

    (void)state;
    for (size_t i = 0; i < K; i++)
        w += 1 / V[i], w2 += 1 / (V[i] * V[i]);
    want = (K - 1) / (w - w2 / w);   /* Higgins & Thompson */
    sum = want + f->param[0].estimate + f->param[1].estimate;
    assert_int_equal(rv_mixed_i2(m, &typical, &total, share, &err), RV_OK);
    assert_close(typical, want, 1e-12);
    assert_close(total, 1 - want / sum, 1e-12);
    assert_close(share[0], f->param[0].estimate / sum, 1e-12);
    assert_close(share[1], f->param[1].estimate / sum, 1e-12);
    rv_mixed_free(m);
}

/* With sampling covariances that are in truth variances nothing changes; deletion keeps the right ones. */
static void sampling_covariances_follow_their_rows(void **state)
{
    double v[K * K] = { 0 };
    rv_mixed_data data = three_levels(false), same;
    rv_mixed_influence_row rows[STUDIES], rows2[STUDIES];
    const rv_mixed_influence_table t = { .rows = rows }, t2 = { .rows = rows2 };
    rv_blocks *blocks;
    rv_mixed *m, *m2;

    (void)state;
    for (size_t i = 0; i < K; i++)
        v[i * K + i] = V[i];
    v[1 * K + 8] = v[8 * K + 1] = 1e-13;   /* joins two rows that are far apart, and changes no number */
    v[2 * K + 11] = v[11 * K + 2] = 1e-13;
    assert_int_equal(rv_blocks_of_matrix(&blocks, v, K, &err), RV_OK);
    same = data;
    same.v = blocks;
    same.data.vi = NULL;
    m = fit(&data, NULL);
    m2 = fit(&same, NULL);
    assert_int_equal(rv_mixed_influence(m, STUDY, STUDIES, &t, &err), RV_OK);
    assert_int_equal(rv_mixed_influence(m2, STUDY, STUDIES, &t2, &err), RV_OK);
    for (size_t c = 0; c < STUDIES; c++) {
        assert_close(rows2[c].cook_d, rows[c].cook_d, 1e-6);
        assert_close(rows2[c].x2, rows[c].x2, 1e-6);
    }
    rv_mixed_free(m);
    rv_mixed_free(m2);
    rv_blocks_free(blocks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(residuals_are_those_of_the_dense_matrices),
        cmocka_unit_test(random_effects_are_those_of_the_dense_matrices),
        cmocka_unit_test(a_structured_part_has_an_effect_for_each_level_that_occurs),
        cmocka_unit_test(leaving_a_cluster_out_is_the_fit_without_it),
        cmocka_unit_test(leaving_one_study_out_has_robust_variances_of_what_is_left),
        cmocka_unit_test(the_last_step_of_a_cumulation_is_the_whole_model),
        cmocka_unit_test(a_study_that_carries_a_coefficient_is_said_and_no_failure),
        cmocka_unit_test(a_cluster_that_carries_a_coefficient_spoils_its_own_row_only),
        cmocka_unit_test(a_profile_falls_from_the_estimate_and_meets_its_interval),
        cmocka_unit_test(what_has_no_profile_is_refused),
        cmocka_unit_test(a_variance_at_zero_has_an_open_interval),
        cmocka_unit_test(a_prediction_interval_adds_all_components),
        cmocka_unit_test(a_prediction_needs_to_know_which_variance),
        cmocka_unit_test(i2_is_the_share_that_is_not_sampling_error),
        cmocka_unit_test(sampling_covariances_follow_their_rows),
    };
    return cmocka_run_group_tests_name("multilevel", tests, NULL, NULL);
}
