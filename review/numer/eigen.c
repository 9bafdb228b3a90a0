/* Eigenvalues and eigenvectors of symmetric matrices. */
#include <config.h>

#include <string.h>

#include <gsl/gsl_eigen.h>

#include "numer/guard.h"

/* Two rows by one rotation: no iteration, and no memory. */
static void two_rows(double *a, double *values)
{
    const double mean = (a[0] + a[3]) / 2, half = (a[0] - a[3]) / 2, off = a[2], reach = hypot(half, off);
    double c = 1, s = 0;

    if (reach > 0) {   /* half the angle whose cosine is half / reach, without cancellation */
        c = sqrt((1 + fabs(half) / reach) / 2);
        s = off / (2 * reach * c);
        if (half < 0) {
            const double turned = c;
            c = fabs(s);
            s = off < 0 ? -turned : turned;
        }
    }
    values[0] = mean + reach;
    values[1] = mean - reach;
    a[0] = c;
    a[1] = -s;
    a[2] = s;
    a[3] = c;
}

rv_status rv_eigen_symmetric(double *a, size_t n, double *values, rv_error *err)
{
    gsl_eigen_symmv_workspace *room;
    gsl_matrix *vectors;
    rv_status st = RV_OK;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            if (!isfinite(a[i * n + j]))
                return rv_fail(err, RV_EDOMAIN, "element (%zu, %zu) is %g; it must be a finite number", i + 1, j + 1, a[i * n + j]);
    if (n == 0)
        return RV_OK;
    if (n == 1) {
        values[0] = a[0];
        a[0] = 1;
        return RV_OK;
    }
    if (n == 2) {
        two_rows(a, values);
        return RV_OK;
    }
    rv_numer_guard();
    room = gsl_eigen_symmv_alloc(n);
    vectors = gsl_matrix_alloc(n, n);
    if (!room || !vectors) {
        st = rv_fail(err, RV_ENOMEM, "out of memory for a matrix of %zu rows", n);
    } else {
        gsl_matrix_view m = gsl_matrix_view_array(a, n, n);
        gsl_vector_view v = gsl_vector_view_array(values, n);
        if ((st = rv_numer_status(gsl_eigen_symmv(&m.matrix, &v.vector, vectors, room), "eigenvalues", err)) == RV_OK
            && (st = rv_numer_status(gsl_eigen_symmv_sort(&v.vector, vectors, GSL_EIGEN_SORT_VAL_DESC), "eigenvalues", err)) == RV_OK)
            memcpy(a, vectors->data, n * n * sizeof *a);
    }
    if (room)
        gsl_eigen_symmv_free(room);
    gsl_matrix_free(vectors);
    return st;
}
