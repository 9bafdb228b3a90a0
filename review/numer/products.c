/* Traces of products, and the way back from orthonormal columns. Matrices are small: one row a coefficient. */
#include <config.h>

#include "review/numer.h"

double rv_trace_of_two(const double *a, const double *b, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sum += a[i * n + j] * b[j * n + i];
    return sum;
}

/* sum over (M B)_ij (M C)_ji */
double rv_trace_of_four(const double *m, const double *b, const double *c, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double mb = 0, mc = 0;
            for (size_t h = 0; h < n; h++) {
                mb += m[i * n + h] * b[h * n + j];
                mc += m[j * n + h] * c[h * n + i];
            }
            sum += mb * mc;
        }
    return sum;
}

/* By columns, with b for one more, then by rows. */
void rv_from_orthonormal(const double *r, size_t p, double *b, double *g)
{
    for (size_t c = 0; c < p + (b != NULL); c++)
        for (size_t i = p; i-- > 0;) {
            double *x = c == p ? &b[i] : &g[i * p + c];
            for (size_t j = i + 1; j < p; j++)
                *x -= r[i * p + j] * (c == p ? b[j] : g[j * p + c]);
            *x /= r[i * p + i];
        }
    for (size_t c = 0; c < p; c++)
        for (size_t i = p; i-- > 0;) {
            for (size_t j = i + 1; j < p; j++)
                g[c * p + i] -= r[i * p + j] * g[c * p + j];
            g[c * p + i] /= r[i * p + i];
        }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < i; j++)
            g[i * p + j] = g[j * p + i] = (g[i * p + j] + g[j * p + i]) / 2;
}
