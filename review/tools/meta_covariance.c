/* --covariance: the covariances of sampling errors from a file, a row and a column for each row of the table. */
#include <config.h>

#include <stdlib.h>

#include "tools/meta.h"

/* The rows and columns of the effects that are used, which must have the variances of the table on the diagonal. */
static rv_status take(const meta_input *in, rv_frame *file, double *v, rv_error *err)
{
    const double *x;
    char place[200];
    rv_status st = RV_OK;

    for (size_t j = 0; st == RV_OK && j < in->k; j++) {
        if ((st = rv_frame_reals(file, in->row[j], &x, err)) != RV_OK)
            break;
        for (size_t i = 0; st == RV_OK && i < in->k; i++) {
            v[i * in->k + j] = x[in->row[i]];
            if (isnan(x[in->row[i]]))
                st = rv_fail(err, RV_EDOMAIN, "%s: column %zu is missing", rv_frame_place(file, in->row[i], place), in->row[j] + 1);
        }
        if (st == RV_OK && fabs(v[j * in->k + j] - in->vi[j]) > 1e-8 * in->vi[j])
            st = rv_fail(err, RV_EDOMAIN, "%s: the variance of %s is %.10g here, but %.10g in the table",
                         rv_frame_place(file, in->row[j], place), in->label[j], v[j * in->k + j], in->vi[j]);
    }
    return st;
}

rv_status meta_covariance(const meta_input *in, rv_blocks **out, rv_error *err)
{
    const size_t rows = rv_frame_rows(in->frame);
    rv_frame *file = NULL;
    double *v = NULL;
    rv_status st = rv_frame_read(&file, asked.covariance, err);

    *out = NULL;
    if (st == RV_OK && (rv_frame_rows(file) != rows || rv_frame_columns(file) != rows))
        st = rv_fail(err, RV_EDOMAIN, "%s: there are %zu rows and %zu columns; the table has %zu effects, and so must the covariances",
                     rv_frame_file(file), rv_frame_rows(file), rv_frame_columns(file), rows);
    if (st == RV_OK && !(v = malloc(in->k * in->k * sizeof *v)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for the covariances of %zu effects", in->k);
    if (st == RV_OK && (st = take(in, file, v, err)) == RV_OK && (st = rv_blocks_of_matrix(out, v, in->k, err)) != RV_OK)
        st = rv_within(err, st, "%s", rv_frame_file(file));
    free(v);
    rv_frame_free(file);
    return st;
}
