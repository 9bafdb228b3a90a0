/* Mixed models against a likelihood computed from the whole covariance matrix, and their edges. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support.h"
#include "review/meta_mixed.h"
#include "review/numer.h"

enum { K = 24, STUDIES = 8, OUTCOMES = 3, MOST = 12 };

static rv_error err;
static double yi[K], vi[K], x[K * 2];
static size_t study[K], outcome[K], each[K], year[K];
static const double times[OUTCOMES] = { 0.5, 1, 2.5 };
static double between = 0.3, within = 0.1;

/* Three effects of each of eight studies, a covariate, and random effects that are big enough to be seen. */
static int setup(void **state)
{
    rv_random *random;

    (void)state;
    if (rv_random_open(&random, 7, &err) != RV_OK)
        return 1;
    for (size_t s = 0; s < STUDIES; s++) {
        const double u = sqrt(between) * rv_random_normal(random);
        for (size_t o = 0; o < OUTCOMES; o++) {
            const size_t i = s * OUTCOMES + o;
            study[i] = s;
            outcome[i] = o;
            each[i] = i;
            year[i] = (s + o) % 4;
            vi[i] = 0.02 + 0.1 * rv_random_uniform(random);
            x[2 * i] = 1;
            x[2 * i + 1] = rv_random_uniform(random) - 0.5;
            yi[i] = 0.4 + 0.5 * x[2 * i + 1] + u + sqrt(within + vi[i]) * rv_random_normal(random);
        }
    }
    rv_random_free(random);
    return 0;
}

/* ---- A second computation -------------------------------------------------------------------------------------------- */

/* The covariance of rows i and j by one part, from the definition of each structure. */
static double covariance(const rv_mixed_part *p, const double *theta, size_t i, size_t j)
{
    const size_t n = p->inners, a = p->inner ? p->inner[i] : 0, b = p->inner ? p->inner[j] : 0;
    const double apart = p->times ? fabs(p->times[a] - p->times[b]) : 0, steps = fabs((double)a - (double)b);
    double r;

    if (p->group[i] != p->group[j])
        return 0;
    switch (p->kind) {
    case RV_MIXED_INTERCEPT: return theta[0];
    case RV_MIXED_CS:        return theta[0] * (a == b ? 1 : theta[1]);
    case RV_MIXED_HCS:       return sqrt(theta[a] * theta[b]) * (a == b ? 1 : theta[n]);
    case RV_MIXED_ID:        return a == b ? theta[0] : 0;
    case RV_MIXED_DIAG:      return a == b ? theta[a] : 0;
    case RV_MIXED_AR:        return theta[0] * pow(theta[1], steps);
    case RV_MIXED_HAR:       return sqrt(theta[a] * theta[b]) * pow(theta[n], steps);
    case RV_MIXED_CAR:       return theta[0] * pow(theta[1], apart);
    case RV_MIXED_UN:
        r = a == b ? 1 : theta[n + (a + b == 1 ? 0 : a + b == 2 ? 1 : 2)];   /* of three levels: 1-2, 1-3, 2-3 */
        return sqrt(theta[a] * theta[b]) * r;
    }
    return NAN;
}

/* The log-likelihood at theta from V as one k x k matrix. */
static double loglik(const rv_mixed_data *d, const double *theta, bool ml)
{
    const size_t k = d->data.k, p = d->data.p;
    double *v = calloc(k * k, sizeof *v), *w = calloc(k * (p + 1), sizeof *w), a[9] = { 0 }, b[3] = { 0 }, rss = 0, ll;

    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            const double *at = theta;
            v[i * k + j] = i == j && !d->v ? d->data.vi[i] : 0;
            for (size_t n = 0; n < d->parts; at += rv_mixed_part_params(&d->part[n++]))
                v[i * k + j] += covariance(&d->part[n], at, i, j);
        }
    for (size_t g = 0; d->v && g < d->v->n; g++)
        for (size_t i = d->v->start[g], m = d->v->start[g + 1] - i, c = 0; c < m * m; c++)
            v[d->v->row[i + c / m] * k + d->v->row[i + c % m]] += d->v->block[d->v->at[g] + c];
    if (rv_cholesky(v, k, &err) != RV_OK) {
        free(v);
        free(w);
        return -INFINITY;
    }
    ll = -rv_cholesky_log_det(v, k) / 2;
    for (size_t c = 0; c <= p; c++) {   /* columns of V^-1 [X y] */
        for (size_t i = 0; i < k; i++)
            w[c * k + i] = c < p ? d->data.x[i * p + c] : d->data.yi[i];
        rv_cholesky_solve(v, k, w + c * k);
    }
    for (size_t i = 0; i < k; i++)
        for (size_t c = 0; c < p; c++) {
            b[c] += d->data.x[i * p + c] * w[p * k + i];
            for (size_t e = 0; e < p; e++)
                a[c * p + e] += d->data.x[i * p + c] * w[e * k + i];
        }
    assert_int_equal(rv_cholesky(a, p, &err), RV_OK);
    rv_cholesky_solve(a, p, b);
    for (size_t i = 0; i < k; i++) {
        double fitted = 0, weighted = w[p * k + i];
        for (size_t c = 0; c < p; c++) {
            fitted += b[c] * d->data.x[i * p + c];
            weighted -= b[c] * w[c * k + i];
        }
        rss += (d->data.yi[i] - fitted) * weighted;
    }
    ll -= rss / 2 + (double)(ml ? k : k - p) * log(2 * M_PI) / 2;
    if (!ml) {
        double xx[9] = { 0 };
        for (size_t i = 0; i < k; i++)
            for (size_t c = 0; c < p * p; c++)
                xx[c] += d->data.x[i * p + c / p] * d->data.x[i * p + c % p];
        ll -= rv_cholesky_log_det(a, p) / 2;
        assert_int_equal(rv_cholesky(xx, p, &err), RV_OK);
        ll += rv_cholesky_log_det(xx, p) / 2;
    }
    free(v);
    free(w);
    return ll;
}

static const rv_mixed_part STUDY = { RV_MIXED_INTERCEPT, "study", study, STUDIES, NULL, 0, NULL, NULL },
                           EFFECT = { RV_MIXED_INTERCEPT, "study/effect", each, K, NULL, 0, NULL, NULL },
                           YEAR = { RV_MIXED_INTERCEPT, "year", year, 4, NULL, 0, NULL, NULL };

static rv_mixed_part structured(rv_mixed_struct kind)
{
    return (rv_mixed_part){ kind, "outcome | study", study, STUDIES, outcome, OUTCOMES, NULL, kind == RV_MIXED_CAR ? times : NULL };
}

static rv_mixed_data data_of(const rv_mixed_part *part, size_t parts, const rv_blocks *v)
{
    return (rv_mixed_data){ { .k = K, .yi = yi, .vi = vi, .p = 2, .x = x, .intercept = true }, v, parts, part };
}

static rv_mixed *run(const rv_mixed_data *d, const rv_mixed_options *o)
{
    rv_mixed *m;

    if (rv_mixed_run(&m, d, o, &err) != RV_OK)
        fail_msg("%s", err.message);
    return m;
}

/* Whether the first part's parameters are a covariance of three levels. */
static bool possible(const rv_mixed_part *p, const double *theta)
{
    const double *r = theta + OUTCOMES;

    if (p->kind == RV_MIXED_UN)
        return 1 + 2 * r[0] * r[1] * r[2] - r[0] * r[0] - r[1] * r[1] - r[2] * r[2] >= 0;
    return true;
}

/* No step of a hundredth in any parameter, within its range, gains; and the likelihoods are those of the whole matrix. */
static void check_maximum(const rv_mixed_data *d, const rv_mixed *m, bool ml)
{
    const rv_mixed_fit *f = rv_mixed_result(m);
    double theta[MOST], top;

    assert_true(f->params <= MOST);
    for (size_t i = 0; i < f->params; i++)
        theta[i] = f->param[i].identified ? f->param[i].estimate : 0;
    assert_close(f->ml.loglik, loglik(d, theta, true), 1e-11);
    assert_close(f->reml.loglik, loglik(d, theta, false), 1e-11);
    top = loglik(d, theta, ml);
    for (size_t i = 0; i < f->params; i++)
        for (int way = -1; way <= 1; way += 2) {
            const double at = theta[i];
            theta[i] += way * 0.01 * (f->param[i].correlation ? 1 : fmax(at, 0.01));
            if (!f->param[i].fixed && f->param[i].identified && (f->param[i].correlation ? fabs(theta[i]) <= 1 : theta[i] >= 0)
                && possible(&d->part[0], theta))
                if (loglik(d, theta, ml) > top + 1e-9)
                    fail_msg("%s, parameter %zu: %.12g at %g, %.12g at %g", rv_mixed_struct_names[d->part[0].kind], i + 1, top, at,
                             loglik(d, theta, ml), theta[i]);
            theta[i] = at;
        }
    assert_true(f->gradient < 1e-6);
}

/* ---- Fits ------------------------------------------------------------------------------------------------------------- */

static void a_fit_of_each_structure_is_a_maximum_of_the_whole_likelihood(void **state)
{
    (void)state;
    for (int kind = RV_MIXED_INTERCEPT; rv_mixed_struct_names[kind]; kind++)
        for (int ml = 0; ml < 2; ml++) {
            const rv_mixed_part part = structured((rv_mixed_struct)kind);
            const rv_mixed_data d = data_of(&part, 1, NULL);
            rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
            o.ml = ml;
            rv_mixed *m = run(&d, &o);
            check_maximum(&d, m, ml);
            rv_mixed_free(m);
        }
}

static void nested_and_crossed_effects_are_maxima_too(void **state)
{
    const rv_mixed_part three[] = { STUDY, EFFECT, YEAR };
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;

    (void)state;
    for (size_t parts = 1; parts <= 3; parts++) {
        const rv_mixed_data d = data_of(three, parts, NULL);
        rv_mixed *m = run(&d, &o);
        check_maximum(&d, m, false);
        rv_mixed_free(m);
    }
}

static void sampling_covariances_are_part_of_the_likelihood(void **state)
{
    const rv_mixed_part two[] = { STUDY, EFFECT };
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_covariance c = RV_COVARIANCE_INIT;
    rv_blocks *v;

    (void)state;
    c.k = K;
    c.vi = vi;
    c.cluster = study;
    c.obs = each;
    c.rho = 0.6;
    assert_int_equal(rv_blocks_of_covariance(&v, &c, &err), RV_OK);
    const rv_mixed_data d = data_of(two, 2, v);
    rv_mixed *m = run(&d, &o);
    check_maximum(&d, m, false);
    rv_mixed_free(m);
    rv_blocks_free(v);
}

static void one_variance_for_each_effect_is_the_univariate_model(void **state)
{
    const rv_mixed_data d = data_of(&EFFECT, 1, NULL);
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_meta_options plain = RV_META_OPTIONS_INIT;
    rv_meta_coef coefs[2];
    rv_meta_fit f;
    rv_mixed *m = run(&d, &o);

    (void)state;
    plain.test = RV_TEST_Z;
    assert_int_equal(rv_meta_run(&d.data, &plain, &f, coefs, NULL, NULL, &err), RV_OK);
    assert_close(rv_mixed_result(m)->param[0].estimate, f.tau2, 1e-8);
    assert_close(rv_mixed_result(m)->param[0].se, f.tau2_se, 1e-7);
    assert_close(rv_mixed_result(m)->coefs[1].estimate, coefs[1].estimate, 1e-9);
    assert_close(rv_mixed_result(m)->coefs[1].p, coefs[1].p, 1e-8);
    assert_close(rv_mixed_result(m)->q, f.q, 1e-12);
    assert_close(rv_mixed_result(m)->reml.aicc, f.reml.aicc, 1e-11);
    assert_close(rv_mixed_result(m)->ml.deviance, f.ml.deviance, 1e-8);
    rv_mixed_free(m);
}

static void the_scale_of_the_effects_does_not_matter(void **state)
{
    const rv_mixed_part two[] = { STUDY, EFFECT };
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed_data d = data_of(two, 2, NULL);
    rv_mixed *m = run(&d, &o);

    (void)state;
    for (double times_ = 1e-6; times_ < 1e7; times_ *= 1e12) {
        double y[K], v[K];
        for (size_t i = 0; i < K; i++) {
            y[i] = times_ * yi[i] + 3 * times_;
            v[i] = times_ * times_ * vi[i];
        }
        rv_mixed_data scaled = d;
        scaled.data.yi = y;
        scaled.data.vi = v;
        rv_mixed *s = run(&scaled, &o);
        for (size_t i = 0; i < 2; i++)
            assert_close(rv_mixed_result(s)->param[i].estimate / (times_ * times_), rv_mixed_result(m)->param[i].estimate, 1e-8);
        assert_close(rv_mixed_result(s)->coefs[1].p, rv_mixed_result(m)->coefs[1].p, 1e-8);
        rv_mixed_free(s);
    }
    rv_mixed_free(m);
}

static void the_order_of_rows_does_not_matter(void **state)
{
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    double y[K], v[K], z[2 * K];
    size_t s[K], e[K];
    const rv_mixed_part two[] = { STUDY, EFFECT }, other[] = { { RV_MIXED_INTERCEPT, "study", s, STUDIES, NULL, 0, NULL, NULL },
                                                                { RV_MIXED_INTERCEPT, "effect", e, K, NULL, 0, NULL, NULL } };
    const rv_mixed_data d = data_of(two, 2, NULL);
    rv_mixed_data turned = data_of(other, 2, NULL);
    rv_mixed *m = run(&d, &o), *t;
    rv_working a, b;

    (void)state;
    for (size_t i = 0; i < K; i++) {
        const size_t from = i * 7 % K;
        y[i] = yi[from];
        v[i] = vi[from];
        s[i] = STUDIES - 1 - study[from];
        e[i] = each[from];
        z[2 * i] = x[2 * from];
        z[2 * i + 1] = x[2 * from + 1];
    }
    turned.data.yi = y;
    turned.data.vi = v;
    turned.data.x = z;
    t = run(&turned, &o);
    assert_close(rv_mixed_result(t)->param[0].estimate, rv_mixed_result(m)->param[0].estimate, 1e-9);
    assert_close(rv_mixed_result(t)->coefs[1].se, rv_mixed_result(m)->coefs[1].se, 1e-9);
    rv_mixed_working(m, &a);
    rv_mixed_working(t, &b);
    for (size_t i = 0; i < K; i++)
        assert_close(b.e[i], a.e[i * 7 % K], 1e-9);
    rv_mixed_free(m);
    rv_mixed_free(t);
}

/* The year crosses the studies: one cluster then, added by cells. */
static void check_working(size_t parts, size_t clusters)
{
    const rv_mixed_part three[] = { STUDY, EFFECT, YEAR };
    const rv_mixed_data d = data_of(three, parts, NULL);
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed *m = run(&d, &o);
    double gram[4] = { 0 };
    rv_working w;

    rv_mixed_working(m, &w);
    assert_int_equal(w.v->n, clusters);
    for (size_t g = 0; g < w.v->n; g++) {
        const size_t n = w.v->start[g + 1] - w.v->start[g], *row = w.v->row + w.v->start[g];
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double one = 0;
                for (size_t r = 0; r < n; r++)
                    one += w.v->block[w.v->at[g] + i * n + r] * w.w->block[w.w->at[g] + r * n + j];
                assert_close(one, i == j, 1e-12);
                for (int c = 0; c < 4; c++)
                    gram[c] += x[2 * row[i] + c / 2] * w.w->block[w.w->at[g] + i * n + j] * x[2 * row[j] + c % 2];
            }
    }
    assert_close(w.bread[0] * gram[0] + w.bread[1] * gram[2], 1, 1e-12);
    assert_close(w.bread[0] * gram[1] + w.bread[1] * gram[3], 0, 1e-12);
    for (size_t i = 0; i < K; i++)
        assert_close(w.e[i], yi[i] - w.b[0] - w.b[1] * x[2 * i + 1], 1e-14);
    rv_mixed_free(m);
}

static void the_working_model_holds_v_its_inverse_and_the_bread(void **state)
{
    (void)state;
    check_working(2, STUDIES);
    check_working(3, 1);
}

/* ---- Known, unknowable and boundary parameters ------------------------------------------------------------------------ */

static void known_parameters_stay_and_do_not_count(void **state)
{
    const rv_mixed_part two[] = { STUDY, EFFECT };
    const rv_mixed_data d = data_of(two, 2, NULL);
    rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    const double fixed[] = { 0.2, NAN };
    rv_mixed *m;

    (void)state;
    o.fixed = fixed;
    m = run(&d, &o);
    const rv_mixed_fit *f = rv_mixed_result(m);
    assert_close(f->param[0].estimate, 0.2, 1e-15);
    assert_true(f->param[0].fixed && !f->param[1].fixed && isnan(f->param[0].se));
    assert_close(f->reml.aic, -2 * f->reml.loglik + 2 * 3, 1e-12);
    check_maximum(&d, m, false);
    rv_mixed_free(m);
}

static void all_known_is_an_evaluation_of_the_likelihood(void **state)
{
    for (int kind = RV_MIXED_INTERCEPT; rv_mixed_struct_names[kind]; kind++) {
        const rv_mixed_part part = structured((rv_mixed_struct)kind);
        const rv_mixed_data d = data_of(&part, 1, NULL);
        rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
        double theta[MOST];
        for (size_t i = 0; i < rv_mixed_part_params(&part); i++)
            theta[i] = rv_mixed_part_correlation(&part, i) ? 0.3 : 0.1 + 0.05 * (double)i;
        o.fixed = theta;
        rv_mixed *m = run(&d, &o);
        assert_close(rv_mixed_result(m)->reml.loglik, loglik(&d, theta, false), 1e-12);
        assert_close(rv_mixed_result(m)->ml.loglik, loglik(&d, theta, true), 1e-12);
        rv_mixed_free(m);
    }
    (void)state;
}

static void effects_without_heterogeneity_give_variances_of_0_and_say_so(void **state)
{
    const rv_mixed_part two[] = { STUDY, EFFECT };
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed_data d = data_of(two, 2, NULL);
    double y[K];
    rv_mixed *m;

    (void)state;
    for (size_t i = 0; i < K; i++)
        y[i] = 0.25;
    d.data.yi = y;
    m = run(&d, &o);
    for (size_t i = 0; i < 2; i++) {
        assert_close(rv_mixed_result(m)->param[i].estimate, 0, 0);
        assert_true(rv_mixed_result(m)->param[i].boundary && isnan(rv_mixed_result(m)->param[i].se));
    }
    assert_true(rv_mixed_result(m)->notes & RV_MIXED_NOTE_BOUNDARY);
    assert_close(rv_mixed_result(m)->coefs[0].estimate, 0.25, 1e-13);
    assert_close(rv_mixed_result(m)->coefs[1].estimate, 0, 1e-13);
    rv_mixed_free(m);
}

static void a_level_with_one_effect_has_no_variance_of_its_own(void **state)
{
    static size_t inner[K];
    rv_mixed_part part = structured(RV_MIXED_DIAG);
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;

    (void)state;
    for (size_t i = 0; i < K; i++)
        inner[i] = i == 5 ? 2 : i % 2;
    part.inner = inner;
    const rv_mixed_data d = data_of(&part, 1, NULL);
    for (int kind = 0; kind < 3; kind++) {
        static const rv_mixed_struct kinds[] = { RV_MIXED_DIAG, RV_MIXED_HCS, RV_MIXED_UN };
        part.kind = kinds[kind];
        rv_mixed *m = run(&d, &o);
        const rv_mixed_fit *f = rv_mixed_result(m);
        assert_true(f->param[0].identified && f->param[1].identified && !f->param[2].identified);
        assert_true(isnan(f->param[2].estimate) && (f->notes & RV_MIXED_NOTE_UNKNOWABLE));
        if (part.kind == RV_MIXED_UN)
            assert_true(f->param[3].identified && !f->param[4].identified && !f->param[5].identified);
        rv_mixed_free(m);
    }
}

static void a_level_of_one_study_is_unknowable_beside_its_own_coefficient(void **state)
{
    static size_t inner[K];
    static double design[K * 2];
    rv_mixed_part part = structured(RV_MIXED_DIAG);
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed_data d = data_of(&part, 1, NULL);
    rv_mixed *m;

    (void)state;
    for (size_t i = 0; i < K; i++) {
        inner[i] = study[i] == 3;
        design[2 * i] = inner[i] == 0;
        design[2 * i + 1] = inner[i] == 1;
    }
    part.inner = inner;
    part.inners = 2;
    d.data.x = design;
    m = run(&d, &o);
    assert_true(rv_mixed_result(m)->param[0].identified && !rv_mixed_result(m)->param[1].identified);
    rv_mixed_free(m);
}

static void a_factor_of_one_level_is_left_out(void **state)
{
    static const size_t same[K];
    const rv_mixed_part two[] = { { RV_MIXED_INTERCEPT, "country", same, 1, NULL, 0, NULL, NULL }, EFFECT };
    const rv_mixed_data d = data_of(two, 2, NULL), without = data_of(&two[1], 1, NULL);
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed *m = run(&d, &o), *plain = run(&without, &o);

    (void)state;
    assert_false(rv_mixed_result(m)->param[0].identified);
    assert_close(rv_mixed_result(m)->param[1].estimate, rv_mixed_result(plain)->param[0].estimate, 1e-8);
    assert_close(rv_mixed_result(m)->reml.aic, rv_mixed_result(plain)->reml.aic, 1e-10);
    rv_mixed_free(m);
    rv_mixed_free(plain);
}

static void a_correlation_too_low_for_its_levels_is_noted(void **state)
{
    const rv_mixed_part part = structured(RV_MIXED_CS);
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed_data d = data_of(&part, 1, NULL);
    double y[K];
    rv_mixed *m;

    (void)state;
    for (size_t i = 0; i < K; i++)   /* three effects of a study that nearly add up to nothing */
        y[i] = (outcome[i] == 0 ? 2 : -1) * (study[i] % 2 ? 0.3 : -0.3) + 0.12 * (study[i] % 4 < 2 ? 1 : -1);
    d.data.yi = y;
    m = run(&d, &o);
    check_maximum(&d, m, false);
    assert_true(rv_mixed_result(m)->param[1].estimate < -0.5);
    assert_true(rv_mixed_result(m)->notes & RV_MIXED_NOTE_IMPROPER);
    rv_mixed_free(m);
}

static void a_likelihood_without_end_stops_where_the_random_effects_do(void **state)
{
    const rv_mixed_part part = structured(RV_MIXED_CS);
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed_data d = data_of(&part, 1, NULL);
    double y[K];
    rv_mixed *m;

    (void)state;
    for (size_t i = 0; i < K; i++)   /* exactly nothing: the sum of a study's effects seems to have no variance at all */
        y[i] = (outcome[i] == 0 ? 2 : -1) * (study[i] % 2 ? 0.3 : -0.3);
    d.data.yi = y;
    m = run(&d, &o);
    assert_close(rv_mixed_result(m)->param[1].estimate, -0.5, 0);
    assert_true(rv_mixed_result(m)->param[1].boundary && !(rv_mixed_result(m)->notes & RV_MIXED_NOTE_IMPROPER));
    rv_mixed_free(m);
}

static void containment_counts_the_levels_within_which_a_column_is_constant(void **state)
{
    const rv_mixed_part two[] = { STUDY, EFFECT };
    const rv_mixed_data d = data_of(two, 2, NULL);
    rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed *m;

    (void)state;
    o.t = true;
    o.df = RV_MIXED_DF_CONTAIN;
    m = run(&d, &o);
    assert_close(rv_mixed_result(m)->coefs[0].df, STUDIES - 2, 0);
    assert_close(rv_mixed_result(m)->coefs[1].df, K - 2, 0);
    assert_close(rv_mixed_result(m)->qm_df2, K - 2, 0);
    rv_mixed_free(m);
}

/* ---- Refusals ---------------------------------------------------------------------------------------------------------- */

static void refuses(const rv_mixed_data *d, rv_status status, const char *why)
{
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed *m = (rv_mixed *)&o;

    assert_int_equal(rv_mixed_run(&m, d, &o, &err), status);
    assert_null(m);
    if (!strstr(err.message, why))
        fail_msg("\"%s\" does not say \"%s\"", err.message, why);
}

static void what_cannot_be_fitted_is_refused_by_name(void **state)
{
    const rv_mixed_part same[] = { STUDY, STUDY }, effect[] = { EFFECT };
    rv_mixed_data d = data_of(same, 2, NULL);
    double y[K], v[K], z[K * 2];

    (void)state;
    refuses(&d, RV_EINVAL, "put the same rows together");
    d = data_of(effect, 0, NULL);
    refuses(&d, RV_EINVAL, "no random part");
    d = data_of(effect, 1, NULL);
    d.data.k = 2;
    refuses(&d, RV_EINVAL, "2 effects cannot carry 2 coefficients");
    d.data.k = 0;
    refuses(&d, RV_EINVAL, "no effects");
    d = data_of(effect, 1, NULL);
    memcpy(y, yi, sizeof y);
    memcpy(v, vi, sizeof v);
    memcpy(z, x, sizeof z);
    d.data.yi = y;
    d.data.vi = v;
    d.data.x = z;
    y[4] = INFINITY;
    refuses(&d, RV_EDOMAIN, "effect 5 is inf");
    y[4] = 0;
    v[2] = 0;
    refuses(&d, RV_EDOMAIN, "variance 3 is 0");
    v[2] = 1;
    for (size_t i = 0; i < K; i++)
        z[2 * i + 1] = 2;
    refuses(&d, RV_EDOMAIN, "combination");
}

static void sampling_covariances_that_are_none_are_refused_with_their_rows(void **state)
{
    const double s[] = { 1, 0, 2, 0, 0, 1, 0, 0, 2, 0, 1, 0, 0, 0, 0, 1 };
    const size_t own[] = { 0, 1, 2, 3 };
    const rv_mixed_part part = { RV_MIXED_INTERCEPT, "effect", own, 4, NULL, 0, NULL, NULL };
    rv_blocks *v;

    (void)state;
    assert_int_equal(rv_blocks_of_matrix(&v, s, 4, &err), RV_OK);
    const rv_mixed_data d = { { .k = 4, .yi = yi }, v, 1, &part };
    refuses(&d, RV_EDOMAIN, "effects 1 to 3 are not positive definite");
    rv_blocks_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fit_of_each_structure_is_a_maximum_of_the_whole_likelihood),
        cmocka_unit_test(nested_and_crossed_effects_are_maxima_too),
        cmocka_unit_test(sampling_covariances_are_part_of_the_likelihood),
        cmocka_unit_test(one_variance_for_each_effect_is_the_univariate_model),
        cmocka_unit_test(the_scale_of_the_effects_does_not_matter),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(the_working_model_holds_v_its_inverse_and_the_bread),
        cmocka_unit_test(known_parameters_stay_and_do_not_count),
        cmocka_unit_test(all_known_is_an_evaluation_of_the_likelihood),
        cmocka_unit_test(effects_without_heterogeneity_give_variances_of_0_and_say_so),
        cmocka_unit_test(a_level_with_one_effect_has_no_variance_of_its_own),
        cmocka_unit_test(a_level_of_one_study_is_unknowable_beside_its_own_coefficient),
        cmocka_unit_test(a_factor_of_one_level_is_left_out),
        cmocka_unit_test(a_correlation_too_low_for_its_levels_is_noted),
        cmocka_unit_test(a_likelihood_without_end_stops_where_the_random_effects_do),
        cmocka_unit_test(containment_counts_the_levels_within_which_a_column_is_constant),
        cmocka_unit_test(what_cannot_be_fitted_is_refused_by_name),
        cmocka_unit_test(sampling_covariances_that_are_none_are_refused_with_their_rows),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
