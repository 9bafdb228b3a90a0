/* Fixed points and weights for integrals of smooth functions. */
#include <config.h>

#include <gsl/gsl_integration.h>

#include "numer/guard.h"

rv_status rv_gauss_legendre(double lo, double hi, size_t n, double *x, double *w, rv_error *err)
{
    gsl_integration_glfixed_table *table;

    rv_numer_guard();
    if (!(table = gsl_integration_glfixed_table_alloc(n)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu points", n);
    for (size_t i = 0; i < n; i++)
        gsl_integration_glfixed_point(lo, hi, i, &x[i], &w[i], table);
    gsl_integration_glfixed_table_free(table);
    return RV_OK;
}
