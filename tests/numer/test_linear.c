/* Linear algebra against exact small cases and against the normal equations. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/numer.h"

static rv_error err;

static void cholesky_solves_inverts_and_gives_the_determinant(void **state)
{
    /* Hilbert matrix of order 3: det = 1/2160, inverse has whole numbers. */
    double a[9], inverse[9], b[3] = { 1, 1, 1 };
    const double want[9] = { 9, -36, 30, -36, 192, -180, 30, -180, 180 };

    (void)state;
    for (int i = 0; i < 9; i++)
        a[i] = 1.0 / (i / 3 + i % 3 + 1);
    assert_int_equal(rv_cholesky(a, 3, &err), RV_OK);
    assert_close(rv_cholesky_log_det(a, 3), -log(2160), 1e-13);
    rv_cholesky_inverse(a, 3, inverse);
    for (int i = 0; i < 9; i++)
        assert_close(inverse[i], want[i], 1e-12);
    rv_cholesky_solve(a, 3, b);
    assert_close(b[0], 3, 1e-12);
    assert_close(b[1], -24, 1e-12);
    assert_close(b[2], 30, 1e-12);
}

static void cholesky_names_the_row_that_is_not_positive_definite(void **state)
{
    double a[4] = { 1, 2, 2, 1 }, singular[4] = { 1, 1, 1, 1 };

    (void)state;
    assert_int_equal(rv_cholesky(a, 2, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "the matrix is not positive definite: row 2 leaves -3 of its diagonal 1");
    assert_int_equal(rv_cholesky(singular, 2, &err), RV_EDOMAIN);
}

static void least_squares_agrees_with_the_closed_form_of_a_weighted_line(void **state)
{
    const double x[] = { 1, 1, 1, 2, 1, 4, 1, 7 }, y[] = { 2, 3, 3.5, 8 }, w[] = { 1, 2, 0.5, 3 };
    double beta[2], inverse[4], rss, sw = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, want = 0;

    (void)state;
    for (int i = 0; i < 4; i++) {
        const double xi = x[2 * i + 1];
        sw += w[i], sx += w[i] * xi, sy += w[i] * y[i], sxx += w[i] * xi * xi, sxy += w[i] * xi * y[i];
    }
    const double det = sw * sxx - sx * sx, b1 = (sw * sxy - sx * sy) / det, b0 = (sy - b1 * sx) / sw;
    for (int i = 0; i < 4; i++)
        want += w[i] * pow(y[i] - b0 - b1 * x[2 * i + 1], 2);
    assert_int_equal(rv_wls(x, y, w, 4, 2, NULL, beta, inverse, &rss, &err), RV_OK);
    assert_close(beta[0], b0, 1e-12);
    assert_close(beta[1], b1, 1e-12);
    assert_close(rss, want, 1e-12);
    assert_close(inverse[0], sxx / det, 1e-12);
    assert_close(inverse[1], -sx / det, 1e-12);
    assert_close(inverse[2], -sx / det, 1e-12);
    assert_close(inverse[3], sw / det, 1e-12);
}

static void least_squares_names_a_collinear_column(void **state)
{
    const double x[] = { 1, 2, 4, 1, 3, 5, 1, 5, 7, 1, 9, 11 }, y[] = { 1, 2, 3, 4 };
    const char *const names[] = { "intercept", "age", "age_plus_2" };
    double beta[3];

    (void)state;
    assert_int_equal(rv_wls(x, y, NULL, 4, 3, names, beta, NULL, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "column age_plus_2 is a linear combination of the columns before it");
    assert_int_equal(rv_wls(x, y, NULL, 2, 3, names, beta, NULL, NULL, &err), RV_EINVAL);
}

static void least_squares_names_a_bad_weight_and_a_bad_value(void **state)
{
    const double x[] = { 1, 1 }, bad[] = { 1, NAN }, y[] = { 1, 2 }, w[] = { 1, 0 };
    double beta[1];

    (void)state;
    assert_int_equal(rv_wls(x, y, w, 2, 1, NULL, beta, NULL, NULL, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "weight 2 is 0; it must be positive");
    assert_int_equal(rv_wls(bad, y, NULL, 2, 1, NULL, beta, NULL, NULL, &err), RV_EDOMAIN);
}

static void orthonormal_columns_give_the_matrix_back(void **state)
{
    double x[] = { 1, 1948, 1, 1949, 1, 1960, 1, 1977, 1, 1973 }, q[10], r[4], dot = 0;

    (void)state;
    for (int i = 0; i < 10; i++)
        q[i] = x[i];
    assert_int_equal(rv_orthonormal(q, 5, 2, NULL, r, &err), RV_OK);
    for (int i = 0; i < 5; i++) {
        dot += q[2 * i] * q[2 * i + 1];
        assert_close(q[2 * i] * r[0], x[2 * i], 1e-13);
        assert_close(q[2 * i] * r[1] + q[2 * i + 1] * r[3], x[2 * i + 1], 1e-13);
    }
    assert_close(dot, 0, 1e-14);
}

static void sums_keep_what_plain_addition_drops(void **state)
{
    rv_sum s = { 0 };

    (void)state;
    rv_sum_add(&s, 1e100);
    rv_sum_add(&s, 1);
    rv_sum_add(&s, -1e100);
    assert_close(rv_sum_get(&s), 1, 0);
}

/* Symmetric matrices of 1 to 6 rows, some singular, given back by their eigenvectors. */
static void eigenvectors_give_the_matrix_back(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 6; n++)
        for (int sign = -1; sign <= 1; sign++) {
            double a[36], u[36], values[6];
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < n; j++)
                    a[i * n + j] = sign == 0 ? 1 : sign * (double)(i + j + 1) / (double)(1 + i * j) + (i == j && i == 1 ? 3 : 0);
            memcpy(u, a, sizeof u);
            assert_int_equal(rv_eigen_symmetric(u, n, values, &err), RV_OK);
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < n; j++) {
                    double back = 0, unit = 0;
                    for (size_t m = 0; m < n; m++) {
                        back += u[i * n + m] * values[m] * u[j * n + m];
                        unit += u[m * n + i] * u[m * n + j];
                    }
                    assert_close(back, a[i * n + j], 1e-13);
                    assert_close(unit, i == j, 1e-13);
                }
            for (size_t i = 1; i < n; i++)
                assert_true(values[i - 1] >= values[i]);
        }
}

static void eigenvalues_of_what_is_not_finite_are_refused(void **state)
{
    double a[4] = { 1, 0, NAN, 1 }, values[2];

    (void)state;
    assert_int_equal(rv_eigen_symmetric(a, 2, values, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "element (2, 1) is nan; it must be a finite number");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cholesky_solves_inverts_and_gives_the_determinant),
        cmocka_unit_test(cholesky_names_the_row_that_is_not_positive_definite),
        cmocka_unit_test(least_squares_agrees_with_the_closed_form_of_a_weighted_line),
        cmocka_unit_test(least_squares_names_a_collinear_column),
        cmocka_unit_test(least_squares_names_a_bad_weight_and_a_bad_value),
        cmocka_unit_test(orthonormal_columns_give_the_matrix_back),
        cmocka_unit_test(eigenvectors_give_the_matrix_back),
        cmocka_unit_test(eigenvalues_of_what_is_not_finite_are_refused),
        cmocka_unit_test(sums_keep_what_plain_addition_drops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
