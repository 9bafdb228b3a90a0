/* Distributions against closed forms that a few degrees of freedom have, far into the tails, and quantiles against
   them. */
#include <config.h>

#include "tests/support.h"
#include "review/numer.h"

/* P(T > t): atan for 1 df, algebra for 2 and 4 (Abramowitz & Stegun 26.7.3-4), written so that the tail does not
   cancel. */
static double t1(double t) { return t > 0 ? atan(1 / t) / M_PI : 1 - atan(-1 / t) / M_PI; }
static double t2(double t) { const double r = sqrt(2 + t * t); return 1 / (r * (r + t)); }

static void t_tails_agree_with_closed_forms(void **state)
{
    const double at[] = { 0.01, 0.5, 1, 2.5, 10, 300, 1e6, 1e10 };

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        assert_close(rv_t_upper(at[i], 1) / t1(at[i]), 1, 1e-13);
        assert_close(rv_t_upper(at[i], 2) / t2(at[i]), 1, 1e-13);
        assert_close(rv_t_upper_log(at[i], 2), log(t2(at[i])), 1e-13);
        assert_close(rv_t_upper(-at[i], 1) + rv_t_upper(at[i], 1), 1, 1e-15);
        assert_close(rv_t_two_sided(-at[i], 2), 2 * t2(at[i]), 1e-13);
    }
    assert_close(rv_t_upper(0, 7), 0.5, 0);
    /* Many degrees of freedom: the normal with its first correction, t (t^2 + 1) / (4 df) times the density. */
    assert_close(rv_t_upper(2, 1e6), rv_normal_upper(2) + 2.5e-6 * rv_normal_density(2), 1e-11);
    assert_close(rv_t_upper(1.5, INFINITY), rv_normal_upper(1.5), 0);
    assert_true(isnan(rv_t_upper(1, 0)) && isnan(rv_t_upper(NAN, 3)));
}

static void chi_square_tails_agree_with_closed_forms(void **state)
{
    const double at[] = { 1e-8, 0.1, 1, 3, 10, 152.233, 1000 };

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        const double h = at[i] / 2, even = exp(-h) * (1 + h + h * h / 2), one = erfc(sqrt(h));
        assert_close(rv_chi2_upper(at[i], 2) / exp(-h), 1, 1e-13);
        assert_close(rv_chi2_upper(at[i], 6) / even, 1, 1e-13);
        if (one > 0)
            assert_close(rv_chi2_upper(at[i], 1) / one, 1, 2e-12);
        assert_close(rv_chi2_lower(at[i], 2), -expm1(-h), 1e-14);
    }
    assert_close(rv_chi2_upper_log(5000, 2), -2500, 1e-14);
    assert_close(rv_chi2_upper(0, 3), 1, 0);
    assert_close(rv_chi2_upper(-1, 3), 1, 0);
    /* Wilson & Hilferty's cube root is good to 1e-5 for 1e5 df. */
    assert_close(rv_chi2_upper(100500, 1e5), rv_normal_upper((cbrt(1.005) - (1 - 2 / 9e5)) / sqrt(2 / 9e5)), 1e-5);
    /* BCG, common effect: Q = 152.2330 on 12 df, from sum_{j<6} e^-h h^j / j!. */
    double term = exp(-152.233 / 2), sum = 0;
    for (int j = 0; j < 6; j++, term *= 152.233 / 2 / j)
        sum += term;
    assert_close(rv_chi2_upper(152.233, 12) / sum, 1, 1e-12);
}

static void f_tails_agree_with_closed_forms_and_with_t(void **state)
{
    const double at[] = { 0.001, 0.3, 1, 4.5, 90, 1e5 };

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        assert_close(rv_f_upper(at[i], 2, 7) / pow(1 + 2 * at[i] / 7, -3.5), 1, 1e-13);
        assert_close(rv_f_upper(at[i], 1, 12) / rv_t_two_sided(sqrt(at[i]), 12), 1, 1e-12);
        assert_close(rv_f_upper(at[i], 3, 5) + rv_f_upper(1 / at[i], 5, 3), 1, 1e-13);
    }
    assert_close(rv_f_upper(2.5, 3, INFINITY), rv_chi2_upper(7.5, 3), 0);
    assert_close(rv_f_upper(0, 3, 4), 1, 0);
}

static void normal_tails_agree_with_their_series(void **state)
{
    (void)state;
    for (double z = 20; z < 1e4; z *= 2) {
        const double i2 = 1 / (z * z);
        /* Asymptotic series; the first term left out is 945 i2^5 / z. */
        assert_close(rv_normal_upper_log(z),
                     -z * z / 2 - log(z) - log(2 * M_PI) / 2
                         + log1p(-i2 + 3 * i2 * i2 - 15 * pow(i2, 3) + 105 * pow(i2, 4)),
                     1e-12);
    }
    assert_close(rv_normal_upper_log(-3), log1p(-rv_normal_upper(3)), 1e-15);
    assert_close(rv_normal_two_sided(-1.959963984540054), 0.05, 1e-15);
}

static void quantiles_undo_the_tails(void **state)
{
    const double q[] = { 1e-200, 1e-12, 0.005, 0.025, 0.3, 0.5, 0.8, 0.999 };
    const double df[] = { 0.7, 1, 3, 12, 101.5, 99999 };

    (void)state;
    for (size_t i = 0; i < sizeof q / sizeof *q; i++) {
        assert_close(rv_normal_upper(rv_normal_upper_quantile(q[i])) / q[i], 1, 1e-12);
        for (size_t j = 0; j < sizeof df / sizeof *df; j++) {
            assert_close(rv_t_upper(rv_t_upper_quantile(q[i], df[j]), df[j]) / q[i], 1, 1e-11);
            assert_close(rv_chi2_upper(rv_chi2_upper_quantile(q[i], df[j]), df[j]) / q[i], 1, 5e-11);
            if (q[i] > 1e-100 || df[j] >= 3)   /* else the quantile is below the smallest double */
                assert_close(rv_chi2_lower(rv_chi2_quantile(q[i], df[j]), df[j]) / q[i], 1, 5e-11);
            if (df[j] >= 3)
                assert_close(rv_f_upper(rv_f_upper_quantile(q[i], 4, df[j]), 4, df[j]) / q[i], 1, 1e-11);
        }
    }
    /* 1 df: tan; 2 df: algebra. */
    assert_close(rv_t_upper_quantile(0.025, 1), tan(M_PI * 0.475), 1e-12);
    assert_close(rv_t_quantile(0.025, 2), -0.95 * sqrt(2 / (4 * 0.975 * 0.025)), 1e-12);
    assert_close(rv_chi2_upper_quantile(0.05, 2), -2 * log(0.05), 1e-13);
    assert_close(rv_t_upper_quantile(0.5, 3), 0, 0);
    assert_true(isnan(rv_t_quantile(1.1, 3)) && isinf(rv_chi2_upper_quantile(0, 1)));
}

static void gamma_ratios_do_not_cancel(void **state)
{
    (void)state;
    assert_close(rv_gamma_ratio(4, 3), 120, 1e-13);               /* 6! / 3! */
    assert_close(rv_gamma_ratio(0.5, 0.5), 1 / sqrt(M_PI), 1e-13);
    /* Gamma(x + 1/2) / Gamma(x) = sqrt(x) (1 - 1/(8 x) + 1/(128 x^2) + ...). */
    assert_close(rv_gamma_ratio(1e6, 0.5) / 1e3, 1 - 1 / 8e6 + 1 / 128e12, 1e-14);
    assert_close(rv_gamma_log(0.5), log(M_PI) / 2, 1e-14);
    assert_close(rv_beta_log(2, 3), -log(12), 1e-14);
    assert_close(rv_digamma(1), -0.57721566490153286, 1e-14);
    assert_true(isnan(rv_gamma_log(-1)));
}

/* I_x(a, b) for whole a, b is a binomial tail. */
static void incomplete_beta_is_a_binomial_tail(void **state)
{
    const int n = 20;

    (void)state;
    for (int a = 1; a <= n; a++)
        for (double x = 0.02; x < 1; x += 0.096) {
            double sum = 0;
            for (int j = a; j <= n; j++)
                sum += exp(lgamma(n + 1) - lgamma(j + 1) - lgamma(n - j + 1) + j * log(x) + (n - j) * log1p(-x));
            assert_close(rv_beta_lower(a, n - a + 1, x, 1 - x) / sum, 1, 1e-12);
            assert_close(exp(rv_beta_lower_log(a, n - a + 1, x, 1 - x)) / sum, 1, 1e-12);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t_tails_agree_with_closed_forms),
        cmocka_unit_test(chi_square_tails_agree_with_closed_forms),
        cmocka_unit_test(f_tails_agree_with_closed_forms_and_with_t),
        cmocka_unit_test(normal_tails_agree_with_their_series),
        cmocka_unit_test(quantiles_undo_the_tails),
        cmocka_unit_test(gamma_ratios_do_not_cancel),
        cmocka_unit_test(incomplete_beta_is_a_binomial_tail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
