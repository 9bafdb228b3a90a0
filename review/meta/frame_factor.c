/* The different values of a column. */
#include <config.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "review/meta_frame.h"

typedef struct { const char *text; double x; size_t row; } value;

static int by_text(const void *a, const void *b)
{
    const value *const one = a, *const two = b;
    const int order = strcmp(one->text, two->text);

    return order ? order : one->row < two->row ? -1 : one->row > two->row;
}

static int by_size(const void *a, const void *b)
{
    const value *const one = a, *const two = b;

    return one->x < two->x ? -1 : one->x > two->x ? 1 : by_text(a, b);
}

rv_status rv_factor_make(rv_factor *out, rv_frame *f, size_t column, rv_error *err)
{
    const size_t rows = rv_frame_rows(f);
    const bool numeric = rv_frame_numeric(f, column);
    const double *x = NULL;
    value *values = malloc((rows ? rows : 1) * sizeof *values);
    size_t n = 0;

    *out = (rv_factor){ 0, calloc(rows ? rows : 1, sizeof *out->level), calloc(rows ? rows : 1, sizeof *out->code) };
    if (!values || !out->level || !out->code || (numeric && rv_frame_reals(f, column, &x, NULL) != RV_OK)) {
        free(values);
        rv_factor_end(out);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", rows);
    }
    for (size_t i = 0; i < rows; i++) {
        const char *const text = rv_frame_text(f, i, column);
        out->code[i] = SIZE_MAX;
        if (*text)
            values[n++] = (value){ text, x ? x[i] : 0, i };
    }
    qsort(values, n, sizeof *values, numeric ? by_size : by_text);
    for (size_t i = 0; i < n; i++) {
        const bool other = i == 0 || (numeric ? values[i].x != values[i - 1].x : strcmp(values[i].text, values[i - 1].text) != 0);
        if (other)
            out->level[out->n++] = values[i].text;
        out->code[values[i].row] = out->n - 1;
    }
    free(values);
    return RV_OK;
}

void rv_factor_end(rv_factor *factor)
{
    free(factor->level);
    free(factor->code);
    *factor = (rv_factor){ 0, NULL, NULL };
}
