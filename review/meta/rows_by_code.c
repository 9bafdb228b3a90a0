#include <config.h>

#include <stdlib.h>

#include "meta/rows_by_code.h"

typedef struct { size_t code, row; } coded;

static int compare(const void *a, const void *b)
{
    const coded *x = a, *y = b;

    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

rv_status rv_rows_by_code(const size_t *code, size_t k, size_t *order, size_t *start, size_t *index, size_t *n, rv_error *err)
{
    coded *rows = malloc((k + 1) * sizeof *rows);

    if (!rows)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
    for (size_t i = 0; i < k; i++)
        rows[i] = (coded){ code[i], i };
    qsort(rows, k, sizeof *rows, compare);
    *n = 0;
    for (size_t i = 0; i < k; i++) {
        if (i == 0 || rows[i].code != rows[i - 1].code)
            start[(*n)++] = i;
        order[i] = rows[i].row;
        if (index)
            index[rows[i].row] = *n - 1;
    }
    start[*n] = k;
    free(rows);
    return RV_OK;
}
