/* Selection models: the likelihood against plain sums and integrals, its derivatives against differences, and the edges. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_selection.h"
#include "review/numer.h"

enum { K = 14 };
static rv_error err;
static const double Y[K] = { 0.9, 0.55, 0.42, 0.05, 0.71, 0.33, -0.15, 0.28, 0.6, 0.12, 0.47, 0.2, 0.81, -0.3 };
static const double V[K] = { 0.09, 0.04, 0.03, 0.02, 0.12, 0.01, 0.08, 0.05, 0.06, 0.015, 0.02, 0.005, 0.2, 0.1 };
static const rv_meta_data D = { .k = K, .yi = Y, .vi = V };
/* Small studies with large effects: there is selection to find. */
static const double LARGE[K] = { 0.9, 0.62, 0.52, 0.35, 0.8, 0.3, 0.45, 0.5, 0.6, 0.25, 0.38, 0.12, 0.95, -0.05 };
static const double STEPS[] = { 0.025, 0.2, 0.5 };

static rv_selection_options options(rv_selection_kind kind, rv_selection_side side)
{
    rv_selection_options o = RV_SELECTION_OPTIONS_INIT;

    o.kind = kind;
    o.side = side;
    if (kind == RV_SELECT_STEP)
        o.steps = STEPS, o.n_steps = 2;
    return o;
}

static double loglik(const rv_meta_data *d, const rv_selection_options *o, const double *b, double tau2, const double *delta, double *g)
{
    double ll = NAN;

    if (rv_selection_loglik(d, o, b, tau2, delta, &ll, g, &err) != RV_OK)
        fail_msg("%s", err.message);
    return ll;
}

static rv_selection *fit(const rv_meta_data *d, const rv_selection_options *o)
{
    rv_selection *s = NULL;

    if (rv_selection_run(&s, d, o, &err) != RV_OK)
        fail_msg("%s", err.message);
    return s;
}

static double p_of(double z, rv_selection_side side)
{
    return side == RV_SELECT_GREATER ? rv_normal_upper(z) : side == RV_SELECT_LESS ? rv_normal_upper(-z) : rv_normal_two_sided(z);
}

/* The weights as meta_selection.h has them, written once more. */
static double weight(rv_selection_kind kind, double p, const double *d)
{
    const double kept = fmin(1 - 1e-5, fmax(1e-5, p));

    switch (kind) {
    case RV_SELECT_STEP:      return p <= 0.025 ? 1 : p <= 0.2 ? d[1] : d[2];
    case RV_SELECT_HALFNORM:  return exp(-d[0] * p * p);
    case RV_SELECT_NEGEXP:    return exp(-d[0] * p);
    case RV_SELECT_LOGISTIC:  return 2 * exp(-d[0] * p) / (1 + exp(-d[0] * p));
    case RV_SELECT_POWER:     return pow(1 - kept, d[0]);
    case RV_SELECT_NEGEXPPOW: return exp(-d[0] * pow(p, 1 / d[1]));
    case RV_SELECT_BETA:      return pow(kept, d[0] - 1) * pow(1 - kept, d[1] - 1);
    default:                  return NAN;
    }
}

/* Sums over a fine lattice: right to about 1e-4 where the weight jumps, better where it is smooth (beta has a
   peak at p = 1). */
static double by_lattice(rv_selection_kind kind, rv_selection_side side, double mu, double tau2, const double *d)
{
    double ll = 0;

    for (int i = 0; i < K; i++) {
        const double sd = sqrt(V[i] + tau2), h = 20 * sd / 100000;
        double a = 0;
        for (int n = 0; n < 100000; n++) {
            const double y = mu - 10 * sd + (n + 0.5) * h;
            a += weight(kind, p_of(y / sqrt(V[i]), side), d) * rv_normal_density((y - mu) / sd) / sd * h;
        }
        ll += log(weight(kind, p_of(Y[i] / sqrt(V[i]), side), d)) + log(rv_normal_density((Y[i] - mu) / sd) / sd) - log(a);
    }
    return ll;
}

static void the_likelihood_is_that_of_its_definition(void **state)
{
    static const double delta[] = { 1, 0.6, 0.3 }, smooth[] = { 1.4, 0.7 };

    (void)state;
    for (int kind = RV_SELECT_STEP; kind <= RV_SELECT_BETA; kind++)
        for (int side = RV_SELECT_GREATER; side <= RV_SELECT_TWO_SIDED && kind != RV_SELECT_TRUNC; side++) {
            const rv_selection_options o = options((rv_selection_kind)kind, (rv_selection_side)side);
            const double *d = kind == RV_SELECT_STEP ? delta : smooth, mu = 0.17, tau2 = 0.03;
            if (kind == RV_SELECT_STEP && side == RV_SELECT_LESS)
                continue;         /* no p-value up to .025 on that side */
            assert_close(loglik(&D, &o, &mu, tau2, d, NULL), by_lattice(o.kind, o.side, mu, tau2, d),
                         kind == RV_SELECT_STEP ? 2e-4 : kind == RV_SELECT_BETA ? 1e-5 : 1e-6);
        }
}

/* Two cuts, one side: the normaliser is three tails. */
static void a_step_functions_likelihood_is_a_sum_of_tails(void **state)
{
    const rv_selection_options o = options(RV_SELECT_STEP, RV_SELECT_GREATER);
    const double mu = 0.17, tau2 = 0.03, delta[] = { 1, 0.6, 0.3 };
    double ll = 0;

    (void)state;
    for (int i = 0; i < K; i++) {
        const double sd = sqrt(V[i] + tau2), p = rv_normal_upper(Y[i] / sqrt(V[i]));
        const double first = rv_normal_upper((1.9599639845400542 * sqrt(V[i]) - mu) / sd);
        const double second = rv_normal_upper((0.8416212335729143 * sqrt(V[i]) - mu) / sd);
        ll += log(p <= 0.025 ? 1 : p <= 0.2 ? 0.6 : 0.3) + log(rv_normal_density((Y[i] - mu) / sd) / sd)
              - log(first + 0.6 * (second - first) + 0.3 * (1 - second));
    }
    assert_close(loglik(&D, &o, &mu, tau2, delta, NULL), ll, 1e-12);
}

static void the_gradient_agrees_with_differences(void **state)
{
    static const double delta[] = { 1, 0.6, 0.3 }, smooth[] = { 1.4, 0.7 };

    (void)state;
    for (int kind = RV_SELECT_STEP; kind <= RV_SELECT_BETA; kind++)
        for (int side = RV_SELECT_GREATER; side <= RV_SELECT_TWO_SIDED; side++) {
            const rv_selection_options o = options((rv_selection_kind)kind, (rv_selection_side)side);
            const size_t m = kind == RV_SELECT_STEP ? 3 : kind == RV_SELECT_NEGEXPPOW || kind == RV_SELECT_BETA ? 2 : 1;
            double par[5] = { 0.17, 0.03, 0, 0, 0 }, g[5];
            if ((kind == RV_SELECT_STEP && side == RV_SELECT_LESS) || (kind == RV_SELECT_TRUNC && side == RV_SELECT_TWO_SIDED))
                continue;
            memcpy(par + 2, kind == RV_SELECT_STEP ? delta : smooth, m * sizeof *par);
            loglik(&D, &o, par, par[1], par + 2, g);
            for (size_t j = 0; j < 2 + m; j++) {
                double up[5], down[5];
                const double h = 1e-5 * fmax(par[j], 0.1);
                memcpy(up, par, sizeof up), memcpy(down, par, sizeof down);
                up[j] += h, down[j] -= h;
                assert_close(g[j], (loglik(&D, &o, up, up[1], up + 2, NULL) - loglik(&D, &o, down, down[1], down + 2, NULL)) / (2 * h),
                             2e-7);
            }
        }
}

/* At the maximum the slope is 0, and the standard errors are those of the differences of the slope. */
static void standard_errors_are_of_the_observed_information(void **state)
{
    const rv_meta_data d = { .k = K, .yi = LARGE, .vi = V };

    (void)state;
    for (int kind = RV_SELECT_HALFNORM; kind <= RV_SELECT_POWER; kind++) {
        rv_selection_options o = options((rv_selection_kind)kind, RV_SELECT_GREATER);
        rv_selection *s = fit(&d, &o);
        const rv_selection_fit *f = rv_selection_result(s);
        double par[3] = { f->coefs[0].estimate, f->tau2, f->delta[0].estimate }, g[3], info[9], inverse[9];
        assert_true(f->tau2 > 0 && f->delta[0].estimate > 0);
        loglik(&d, &o, par, par[1], par + 2, g);
        for (int j = 0; j < 3; j++)
            assert_close(g[j], 0, 1e-6);
        for (int j = 0; j < 3; j++) {
            double up[3], down[3], gu[3], gd[3];
            const double h = 1e-4 * par[j];
            memcpy(up, par, sizeof up), memcpy(down, par, sizeof down);
            up[j] += h, down[j] -= h;
            loglik(&d, &o, up, up[1], up + 2, gu);
            loglik(&d, &o, down, down[1], down + 2, gd);
            for (int i = 0; i < 3; i++)
                info[i * 3 + j] = -(gu[i] - gd[i]) / (2 * h);
        }
        assert_int_equal(rv_cholesky(info, 3, &err), RV_OK);
        rv_cholesky_inverse(info, 3, inverse);
        assert_close(f->coefs[0].se, sqrt(inverse[0]), 1e-5);
        assert_close(f->tau2_se, sqrt(inverse[4]), 1e-5);
        assert_close(f->delta[0].se, sqrt(inverse[8]), 1e-5);
        rv_selection_free(s);
    }
}

static void known_weights_of_one_are_no_selection(void **state)
{
    static const double ones[] = { 1, 1, 1 };
    rv_selection_options o = options(RV_SELECT_STEP, RV_SELECT_GREATER);
    rv_meta_options ml = RV_META_OPTIONS_INIT;
    rv_meta_fit plain;
    rv_selection *s;

    (void)state;
    o.delta = ones, o.n_delta = 3;
    s = fit(&D, &o);
    ml.estimator = rv_estimator_find("ML"), ml.test = RV_TEST_Z;
    assert_int_equal(rv_meta_run(&D, &ml, &plain, NULL, NULL, NULL, &err), RV_OK);
    const rv_selection_fit *f = rv_selection_result(s);
    assert_close(f->loglik, plain.ml.loglik, 1e-11);
    assert_close(f->coefs[0].estimate, plain.pooled.estimate, 1e-7);
    assert_close(f->tau2, plain.tau2, 1e-7);
    assert_close(f->lrt, 0, 1e-10);
    assert_true(isnan(f->lrt_p) && f->lrt_df == 0);
    rv_selection_free(s);
}

static void the_other_side_is_the_mirror_image(void **state)
{
    double mirrored[K];
    rv_selection_options o = options(RV_SELECT_STEP, RV_SELECT_GREATER);
    rv_meta_data d = D;
    rv_selection *a = fit(&D, &o), *b;

    (void)state;
    for (int i = 0; i < K; i++)
        mirrored[i] = -Y[i];
    d.yi = mirrored;
    o.side = RV_SELECT_LESS;
    b = fit(&d, &o);
    const rv_selection_fit *f = rv_selection_result(a), *g = rv_selection_result(b);
    assert_close(g->coefs[0].estimate, -f->coefs[0].estimate, 1e-8);
    assert_close(g->loglik, f->loglik, 1e-11);
    assert_close(g->delta[2].estimate, f->delta[2].estimate, 1e-7);
    assert_close(g->tau2_lrt, f->tau2_lrt, 1e-8);
    rv_selection_free(a);
    rv_selection_free(b);
}

/* 400 studies of which those that are not significant at .025 were kept one time in five. */
static void the_three_parameter_model_finds_what_selection_hid(void **state)
{
    enum { N = 400 };
    static double y[N], v[N];
    const rv_meta_data d = { .k = N, .yi = y, .vi = v };
    const rv_selection_options o = RV_SELECTION_OPTIONS_INIT;
    rv_random *random;
    rv_selection *s;

    (void)state;
    assert_int_equal(rv_random_open(&random, 20, &err), RV_OK);
    for (size_t i = 0; i < N;) {
        v[i] = 0.02 + 0.1 * rv_random_uniform(random);
        y[i] = 0.2 + sqrt(v[i] + 0.02) * rv_random_normal(random);
        i += rv_normal_upper(y[i] / sqrt(v[i])) <= 0.025 || rv_random_uniform(random) < 0.2;
    }
    rv_random_free(random);
    s = fit(&d, &o);
    const rv_selection_fit *f = rv_selection_result(s);
    assert_true(f->plain[0].estimate > 0.28);
    assert_close(f->coefs[0].estimate, 0.2, 2 * f->coefs[0].se);
    assert_close(f->delta[1].estimate, 0.2, 2 * f->delta[1].se);
    assert_true(f->lrt_p < 1e-6 && f->coefs[0].se < 0.1);
    assert_int_equal(f->delta[0].count + f->delta[1].count, N);
    assert_true(f->notes & RV_BIAS_ONE_SIDED);
    rv_selection_free(s);
}

static void weights_in_decreasing_order_stay_so(void **state)
{
    rv_selection_options o = options(RV_SELECT_STEP, RV_SELECT_GREATER);
    rv_selection *free_order = NULL, *ordered;

    (void)state;
    o.n_steps = 3;
    free_order = fit(&D, &o);
    o.decreasing = true;
    ordered = fit(&D, &o);
    const rv_selection_fit *f = rv_selection_result(ordered);
    assert_int_equal(f->deltas, 4);
    for (size_t j = 1; j < f->deltas; j++)
        assert_true(f->delta[j].estimate <= f->delta[j - 1].estimate + 1e-12);
    assert_true(f->loglik <= rv_selection_result(free_order)->loglik + 1e-9);
    rv_selection_free(free_order);
    rv_selection_free(ordered);
}

static void an_empty_interval_is_refused_by_name_or_merged(void **state)
{
    static const double steps[] = { 0.025, 0.0250001, 0.5 };
    rv_selection_options o = options(RV_SELECT_STEP, RV_SELECT_GREATER), two = o;
    rv_selection *s, *want;

    (void)state;
    o.steps = steps, o.n_steps = 3;
    assert_int_equal(rv_selection_run(&s, &D, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "no p-value lies between 0.025 and 0.0250001; move the steps, or have such intervals merged");
    assert_null(s);
    o.empty = RV_EMPTY_MERGE;
    s = fit(&D, &o);
    two.steps = (const double[]){ 0.025, 0.5 };
    want = fit(&D, &two);
    assert_int_equal(rv_selection_result(s)->deltas, 3);
    assert_close(rv_selection_result(s)->loglik, rv_selection_result(want)->loglik, 1e-9);
    assert_true(rv_selection_result(s)->notes & RV_BIAS_MERGED);
    rv_selection_free(s);
    rv_selection_free(want);
}

/* No p-value up to .001: the other weights grow until they meet their bound. */
static void an_empty_first_interval_drives_weights_to_their_bound(void **state)
{
    static const double steps[] = { 1e-9 };
    rv_selection_options o = options(RV_SELECT_STEP, RV_SELECT_GREATER);
    rv_selection *s;

    (void)state;
    o.steps = steps, o.n_steps = 1;
    assert_int_equal(rv_selection_run(&s, &D, &o, &err), RV_EINVAL);
    o.empty = RV_EMPTY_FIRST;
    s = fit(&D, &o);
    const rv_selection_fit *f = rv_selection_result(s);
    assert_close(f->delta[1].estimate, 100, 1e-6);
    assert_true(f->delta[1].bound && isnan(f->delta[1].se) && (f->notes & RV_BIAS_DELTA_BOUND));
    rv_selection_free(s);
}

static void a_tau2_of_zero_is_a_boundary_and_said(void **state)
{
    static const double y[] = { 0.31, 0.3, 0.29, 0.32, 0.28, 0.3, 0.1, 0.33, 0.31, 0.27 };
    double v[10];
    const rv_meta_data d = { .k = 10, .yi = y, .vi = v };
    rv_selection_options o = RV_SELECTION_OPTIONS_INIT;
    rv_selection *s;

    (void)state;
    for (int i = 0; i < 10; i++)
        v[i] = 0.01 + 0.003 * i;
    s = fit(&d, &o);
    const rv_selection_fit *f = rv_selection_result(s);
    assert_close(f->tau2, 0, 0);
    assert_true(isnan(f->tau2_se) && (f->notes & RV_BIAS_TAU2_ZERO));
    assert_close(f->tau2_lrt, 0, 1e-10);
    assert_true(f->coefs[0].se > 0);
    rv_selection_free(s);
}

static void what_cannot_be_fitted_is_refused(void **state)
{
    static const double weights[K] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, bad[] = { 0.025, 1.2 }, few[] = { 1, 0.5 };
    rv_selection_options o = options(RV_SELECT_STEP, RV_SELECT_GREATER);
    rv_meta_data d = D;
    double v[K];
    rv_selection *s;

    (void)state;
    d.weights = weights;
    assert_int_equal(rv_selection_run(&s, &d, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "a selection model is fitted by maximum likelihood and knows no weights");
    o.steps = bad;
    assert_int_equal(rv_selection_run(&s, &D, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "step 2 is 1.2; it must lie between 0 and 1");
    o = options(RV_SELECT_STEP, RV_SELECT_GREATER);
    o.delta = few, o.n_delta = 2;
    assert_int_equal(rv_selection_run(&s, &D, &o, &err), RV_EINVAL);
    o = options(RV_SELECT_TRUNC, RV_SELECT_TWO_SIDED);
    assert_int_equal(rv_selection_run(&s, &D, &o, &err), RV_EINVAL);
    d = D, d.k = 3;
    o = options(RV_SELECT_BETA, RV_SELECT_GREATER);
    assert_int_equal(rv_selection_run(&s, &d, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "3 effects cannot carry the 4 parameters of this selection model");
    memcpy(v, V, sizeof v);
    v[4] = 0;
    d = D, d.vi = v;
    assert_int_equal(rv_selection_run(&s, &d, &o, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "variance 5 is 0; it must be positive");
}

static void moderators_keep_their_place(void **state)
{
    double x[2 * K], moved[2 * K];
    rv_meta_data d = D, e;
    const rv_selection_options o = options(RV_SELECT_STEP, RV_SELECT_GREATER);
    rv_selection *a, *b;

    (void)state;
    for (int i = 0; i < K; i++) {
        x[2 * i] = moved[2 * i] = 1;
        x[2 * i + 1] = i;
        moved[2 * i + 1] = 1000 + 50.0 * i;   /* the same, in other units */
    }
    d.x = x, d.p = 2, d.intercept = true;
    e = d, e.x = moved;
    a = fit(&d, &o), b = fit(&e, &o);
    const rv_selection_fit *f = rv_selection_result(a), *g = rv_selection_result(b);
    assert_close(g->loglik, f->loglik, 1e-9);
    assert_close(50 * g->coefs[1].estimate, f->coefs[1].estimate, 1e-6);
    assert_close(g->qm, f->qm, 1e-6);
    assert_close(g->qm, g->coefs[1].stat * g->coefs[1].stat, 1e-9);
    rv_selection_free(a);
    rv_selection_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likelihood_is_that_of_its_definition),
        cmocka_unit_test(a_step_functions_likelihood_is_a_sum_of_tails),
        cmocka_unit_test(the_gradient_agrees_with_differences),
        cmocka_unit_test(standard_errors_are_of_the_observed_information),
        cmocka_unit_test(known_weights_of_one_are_no_selection),
        cmocka_unit_test(the_other_side_is_the_mirror_image),
        cmocka_unit_test(the_three_parameter_model_finds_what_selection_hid),
        cmocka_unit_test(weights_in_decreasing_order_stay_so),
        cmocka_unit_test(an_empty_interval_is_refused_by_name_or_merged),
        cmocka_unit_test(an_empty_first_interval_drives_weights_to_their_bound),
        cmocka_unit_test(a_tau2_of_zero_is_a_boundary_and_said),
        cmocka_unit_test(what_cannot_be_fitted_is_refused),
        cmocka_unit_test(moderators_keep_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
