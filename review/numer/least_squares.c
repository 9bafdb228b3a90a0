/* Householder QR with a check of rank that names the column, and weighted least squares on it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_linalg.h>

#include "numer/guard.h"

/* What of a column is left beside those before it, as a share of its length, below which it is taken for a
   combination. */
static const double RANK_TOLERANCE = 1e-10;

static double column_length(const double *x, size_t k, size_t p, size_t j)
{
    double scale = 0, sum = 0;

    for (size_t i = 0; i < k; i++)
        scale = fmax(scale, fabs(x[i * p + j]));
    if (scale == 0 || !isfinite(scale))
        return scale;
    for (size_t i = 0; i < k; i++)
        sum += x[i * p + j] / scale * (x[i * p + j] / scale);
    return scale * sqrt(sum);
}

static rv_status dependent(const char *const *names, size_t j, double length, rv_error *err)
{
    char number[32];
    const char *name = number;

    if (names && names[j])
        name = names[j];
    else
        snprintf(number, sizeof number, "%zu", j + 1);
    if (length == 0)
        return rv_fail(err, RV_EDOMAIN, "column %s is 0 in every row", name);
    return rv_fail(err, RV_EDOMAIN, "column %s is a linear combination of the columns before it", name);
}

/* Factors x in place (reflectors below, R on and above the diagonal) and checks each diagonal element of R. */
static rv_status factor(gsl_matrix *x, gsl_vector *scales, const char *const *names, const double *lengths,
                        rv_error *err)
{
    const rv_status st = rv_numer_status(gsl_linalg_QR_decomp(x, scales), "QR", err);

    for (size_t j = 0; st == RV_OK && j < x->size2; j++)
        if (!(fabs(gsl_matrix_get(x, j, j)) > RANK_TOLERANCE * lengths[j]))
            return dependent(names, j, lengths[j], err);
    return st;
}

static rv_status lengths_of(const double *x, size_t k, size_t p, const char *const *names, double *lengths,
                            rv_error *err)
{
    for (size_t j = 0; j < p; j++) {
        lengths[j] = column_length(x, k, p, j);
        if (!isfinite(lengths[j]))
            return rv_fail(err, RV_EDOMAIN, "column %zu%s%s holds a value that is not finite", j + 1,
                           names && names[j] ? " " : "", names && names[j] ? names[j] : "");
    }
    return RV_OK;
}

/* Column j of the thin Q is Q applied to the unit vector e_j. */
static rv_status unpack(const gsl_matrix *qr, const gsl_vector *scales, double *q, rv_error *err)
{
    const size_t k = qr->size1, p = qr->size2;
    gsl_vector *unit = gsl_vector_alloc(k);
    rv_status st = unit ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);

    for (size_t j = 0; st == RV_OK && j < p; j++) {
        gsl_vector_set_basis(unit, j);
        st = rv_numer_status(gsl_linalg_QR_Qvec(qr, scales, unit), "Q", err);
        for (size_t i = 0; st == RV_OK && i < k; i++)
            q[i * p + j] = gsl_vector_get(unit, i);
    }
    gsl_vector_free(unit);
    return st;
}

static rv_status shape(size_t k, size_t p, rv_error *err)
{
    if (p == 0 || k < p)
        return rv_fail(err, RV_EINVAL, "%zu rows cannot hold %zu columns apart", k, p);
    return RV_OK;
}

rv_status rv_orthonormal(double *x, size_t k, size_t p, const char *const *names, double *r, rv_error *err)
{
    gsl_matrix *qr = NULL;
    gsl_vector *scales = NULL;
    double *lengths = NULL;
    rv_status st = shape(k, p, err);

    if (st != RV_OK)
        return st;
    rv_numer_guard();
    qr = gsl_matrix_alloc(k, p);
    scales = gsl_vector_alloc(p);
    lengths = calloc(p, sizeof *lengths);
    if (!qr || !scales || !lengths)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
    if (st == RV_OK && (st = lengths_of(x, k, p, names, lengths, err)) == RV_OK) {
        memcpy(qr->data, x, k * p * sizeof *x);
        if ((st = factor(qr, scales, names, lengths, err)) == RV_OK && (st = unpack(qr, scales, x, err)) == RV_OK)
            for (size_t i = 0; i < p; i++)
                for (size_t j = 0; j < p; j++)
                    r[i * p + j] = i <= j ? gsl_matrix_get(qr, i, j) : 0;
    }
    free(lengths);
    gsl_vector_free(scales);
    gsl_matrix_free(qr);
    return st;
}

/* (R' R)^-1 = R^-1 R^-T. */
static void inverse_of_gram(const gsl_matrix *qr, double *inverse)
{
    const size_t p = qr->size2;

    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            inverse[a * p + b] = 0;
    /* U = R^-1 into the upper triangle, back substitution by columns. */
    for (size_t j = 0; j < p; j++)
        for (size_t i = j + 1; i-- > 0;) {
            double sum = i == j;
            for (size_t m = i + 1; m <= j; m++)
                sum -= gsl_matrix_get(qr, i, m) * inverse[m * p + j];
            inverse[i * p + j] = sum / gsl_matrix_get(qr, i, i);
        }
    /* U U' over it, row by row from the top: element (a, b) needs only columns from b on, which are still U's. */
    for (size_t a = 0; a < p; a++)
        for (size_t b = a; b < p; b++) {
            double sum = 0;
            for (size_t m = b; m < p; m++)
                sum += inverse[a * p + m] * inverse[b * p + m];
            inverse[a * p + b] = sum;
        }
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < a; b++)
            inverse[a * p + b] = inverse[b * p + a];
}

rv_status rv_wls(const double *x, const double *y, const double *w, size_t k, size_t p, const char *const *names,
                 double *beta, double *inverse, double *rss, rv_error *err)
{
    gsl_matrix *qr = NULL;
    gsl_vector *scales = NULL, *rhs = NULL, *residual = NULL;
    double *lengths = NULL;
    rv_status st = shape(k, p, err);

    if (st != RV_OK)
        return st;
    rv_numer_guard();
    qr = gsl_matrix_alloc(k, p);
    scales = gsl_vector_alloc(p);
    rhs = gsl_vector_alloc(k);
    residual = gsl_vector_alloc(k);
    lengths = calloc(p, sizeof *lengths);
    if (!qr || !scales || !rhs || !residual || !lengths)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
    for (size_t i = 0; st == RV_OK && i < k; i++) {
        const double root = w ? sqrt(w[i]) : 1;
        if (!(isfinite(root) && root > 0))
            st = rv_fail(err, RV_EDOMAIN, "weight %zu is %g; it must be positive", i + 1, w[i]);
        for (size_t j = 0; j < p; j++)
            gsl_matrix_set(qr, i, j, root * x[i * p + j]);
        gsl_vector_set(rhs, i, root * y[i]);
    }
    if (st == RV_OK && (st = lengths_of(qr->data, k, p, names, lengths, err)) == RV_OK
        && (st = factor(qr, scales, names, lengths, err)) == RV_OK) {
        gsl_vector_view b = gsl_vector_view_array(beta, p);
        st = rv_numer_status(gsl_linalg_QR_lssolve(qr, scales, rhs, &b.vector, residual), "least squares", err);
        for (size_t i = 0; st == RV_OK && rss && i < k; i++)
            *rss = (i ? *rss : 0) + gsl_vector_get(residual, i) * gsl_vector_get(residual, i);
        if (st == RV_OK && inverse)
            inverse_of_gram(qr, inverse);
    }
    free(lengths);
    gsl_vector_free(residual);
    gsl_vector_free(rhs);
    gsl_vector_free(scales);
    gsl_matrix_free(qr);
    return st;
}
