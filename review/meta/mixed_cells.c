/*
 * What a large cluster adds, by its cells. V = D + Z G Z' with D block-diagonal over cells (sampling covariances, and the parts whose
 * groups lie within cells) and Z the other random effects, which are far fewer than rows. With U = D^-1 Z, A = Z'U and G = L L':
 *
 *     W = D^-1 - U K U'      K = L (1 + L'A L)^-1 L'      ln det V = ln det D + ln det (1 + L'A L)
 *     Z'W Z = A - A K A      U'V_i U = B_i for a part within cells
 *
 * which stands for variances of 0 too. Derivatives of parts within cells are small blocks; those of the others are as in mixed_sums.c.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed_cells.h"

void rv_mixed_cells_free(rv_mixed_cells *s)
{
    if (!s)
        return;
    free(s->numbers);
    free(s->sizes);
    free(s->pointers);
    free(s);
}

/* The largest of what clusters need; false when none is added by cells. */
static bool measure(const rv_mixed_layout *l, rv_mixed_cells *s)
{
    for (size_t c = 0; c < l->n; c++) {
        size_t q = 0, squares = 0, touched = 0;
        if (!l->sparse[c])
            continue;
        for (size_t j = 0; j < l->parts; j++)
            if (!l->within[c * l->parts + j])
                q += l->from[c * (l->parts + 1) + j + 1] - l->from[c * (l->parts + 1) + j];
        for (size_t b = l->cell[c]; b < l->cell[c + 1]; b++) {
            const size_t n = l->cell_start[b + 1] - l->cell_start[b], t = n * l->parts < q ? n * l->parts : q;
            squares += n * n;
            touched += n * t;
            s->widest = n > s->widest ? n : s->widest;
        }
        s->rows = l->start[c + 1] - l->start[c] > s->rows ? l->start[c + 1] - l->start[c] : s->rows;
        s->q = q > s->q ? q : s->q;
        s->squares = squares > s->squares ? squares : s->squares;
        s->touched = touched > s->touched ? touched : s->touched;
        s->cells = l->cell[c + 1] - l->cell[c] > s->cells ? l->cell[c + 1] - l->cell[c] : s->cells;
    }
    return s->rows > 0;
}

static double *slice(double **at, size_t n)
{
    double *here = *at;

    *at += n;
    return here;
}

rv_status rv_mixed_cells_new(rv_mixed_cells **out, const rv_mixed_layout *l, rv_error *err)
{
    const size_t n = l->params, pairs = n * (n + 1) / 2, c = l->p + 1;
    rv_mixed_cells *s = calloc(1, sizeof *s);
    size_t m, q, w;
    double *at;

    *out = NULL;
    if (s && !measure(l, s)) {
        rv_mixed_cells_free(s);
        return RV_OK;
    }
    if (s) {
        m = s->rows, q = s->q, w = s->widest;
        s->numbers = at = calloc(s->squares + s->touched + m * c * (2 + n) + 2 * q * c + q * q * (8 + 3 * n + pairs)
                                 + w * w * (2 + 2 * n) + 2 * w * q * n + 1, sizeof *at);
        s->sizes = calloc(m * l->parts + 2 * (s->cells + 1) + 4 * q + l->parts, sizeof *s->sizes);
        s->pointers = calloc(4 * n + pairs + 1, sizeof *s->pointers);
    }
    if (!s || !s->numbers || !s->sizes || !s->pointers) {
        rv_mixed_cells_free(s);
        return rv_fail(err, RV_ENOMEM, "out of memory for a cluster of many effects");
    }
    *out = s;
    s->inverse = slice(&at, s->squares);
    s->u = slice(&at, s->touched);
    s->n = slice(&at, m * c);
    s->wp = slice(&at, m * c);
    s->ua = slice(&at, q * c);
    s->kua = slice(&at, q * c);
    s->a = slice(&at, q * q);
    s->k = slice(&at, q * q);
    s->l = slice(&at, q * q);
    s->t = slice(&at, q * q);
    s->ti = slice(&at, q * q);
    s->ak = slice(&at, q * q);
    s->m = slice(&at, q * q);
    s->room = slice(&at, q * q);
    s->d = slice(&at, w * w);
    s->v = slice(&at, w * w * (n + 1));
    s->dv = slice(&at, w * w * n);
    s->vu = slice(&at, w * q * n);
    s->dvu = slice(&at, w * q * n);
    s->p = s->pointers, s->b = s->p + n, s->kb = s->b + n, s->mg = s->kb + n, s->c = s->mg + n;
    for (size_t i = 0; i < n; i++) {
        s->p[i] = slice(&at, m * c);
        s->b[i] = slice(&at, q * q);
        s->kb[i] = slice(&at, q * q);
        s->mg[i] = slice(&at, q * q);
    }
    for (size_t i = 0; i < pairs; i++)
        s->c[i] = slice(&at, q * q);
    s->touch = s->sizes;
    s->touch_at = s->touch + m * l->parts;
    s->u_at = s->touch_at + s->cells + 1;
    s->mark = s->u_at + s->cells + 1;
    s->local = s->mark + q;
    s->begin = s->local + q;
    s->end = s->begin + q;
    s->base = s->end + q;
    return RV_OK;
}
