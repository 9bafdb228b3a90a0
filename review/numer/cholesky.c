/* Symmetric positive definite systems. They are small here (one row per coefficient), so plain loops in row order. */
#include <config.h>

#include "review/numer.h"

rv_status rv_cholesky(double *a, size_t n, rv_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const double diagonal = a[i * n + i];
        double pivot = diagonal;

        for (size_t j = 0; j < i; j++) {
            double sum = a[i * n + j];
            for (size_t m = 0; m < j; m++)
                sum -= a[i * n + m] * a[j * n + m];
            a[i * n + j] = sum / a[j * n + j];
            pivot -= a[i * n + j] * a[i * n + j];
        }
        /* What is left of the diagonal below n eps of it is rounding, not information. */
        if (!(pivot > (double)n * 2.2e-16 * fabs(diagonal)) || !isfinite(pivot))
            return rv_fail(err, RV_EDOMAIN, "the matrix is not positive definite: row %zu leaves %g of its diagonal %g",
                           i + 1, pivot, diagonal);
        a[i * n + i] = sqrt(pivot);
        for (size_t j = i + 1; j < n; j++)
            a[i * n + j] = 0;
    }
    return RV_OK;
}

void rv_cholesky_solve(const double *l, size_t n, double *b)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++)
            b[i] -= l[i * n + j] * b[j];
        b[i] /= l[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++)
            b[i] -= l[j * n + i] * b[j];
        b[i] /= l[i * n + i];
    }
}

/* Column j of L^-1 solves L m = e_j; then A^-1 = L^-T L^-1, of which only one triangle is computed. */
void rv_cholesky_inverse(const double *l, size_t n, double *inverse)
{
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++) {
            double sum = i == j;
            for (size_t m = j; m < i; m++)
                sum -= l[i * n + m] * inverse[m * n + j];
            inverse[i * n + j] = i < j ? 0 : sum / l[i * n + i];
        }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = 0;
            for (size_t m = i; m < n; m++)
                sum += inverse[m * n + i] * inverse[m * n + j];
            inverse[i * n + j] = inverse[j * n + i] = sum;
        }
}

double rv_cholesky_log_det(const double *l, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += log(l[i * n + i]);
    return 2 * sum;
}
