/* The inverse of a positive definite block: A = U' U, R = U^-1, A^-1 = R R'. Every inner loop runs along a row. */
#include <config.h>

#include "review/numer.h"

static double product(const double *a, const double *b, size_t n)
{
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        s0 += a[i] * b[i];
        s1 += a[i + 1] * b[i + 1];
        s2 += a[i + 2] * b[i + 2];
        s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++)
        s0 += a[i] * b[i];
    return (s0 + s1) + (s2 + s3);
}

/* a -= times b */
static void take(double *restrict a, const double *restrict b, double times, size_t n)
{
    for (size_t i = 0; i < n; i++)
        a[i] -= times * b[i];
}

/* U over the upper triangle of a. What is left of a diagonal below n eps of it is rounding, as in rv_cholesky(). */
static bool factor(double *a, size_t n, double *log_det)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        const double diagonal = a[i * n + i];
        double root;
        for (size_t m = 0; m < i; m++)
            take(&a[i * n + i], &a[m * n + i], a[m * n + i], n - i);
        if (!(a[i * n + i] > (double)n * 2.2e-16 * fabs(diagonal)) || !isfinite(a[i * n + i]))
            return false;
        sum += log(a[i * n + i]);
        root = 1 / sqrt(a[i * n + i]);
        for (size_t j = i; j < n; j++)
            a[i * n + j] *= root;
    }
    *log_det = sum;
    return true;
}

bool rv_positive_inverse(double *a, size_t n, double *inverse, double *log_det)
{
    if (!factor(a, n, log_det))
        return false;
    /* R from the last row up, over U: row i of R needs the rows below it, and of U row i alone, which is kept in `inverse` meanwhile. */
    for (size_t i = n; i-- > 0;) {
        double *row = inverse;
        const double pivot = 1 / a[i * n + i];
        for (size_t j = i; j < n; j++) {
            row[j] = a[i * n + j];
            a[i * n + j] = 0;
        }
        a[i * n + i] = 1;
        for (size_t m = i + 1; m < n; m++)
            take(&a[i * n + m], &a[m * n + m], row[m], n - m);
        for (size_t j = i; j < n; j++)
            a[i * n + j] *= pivot;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            inverse[i * n + j] = inverse[j * n + i] = product(&a[i * n + j], &a[j * n + j], n - j);
    return true;
}
