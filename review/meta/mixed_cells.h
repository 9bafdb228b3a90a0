/* One cluster that is added by its cells: the room that mixed_cells.c takes, and what mixed_cells_add.c (likelihood) and
   mixed_cells_slopes.c (derivatives) share. The formulas stand in mixed_cells.c. */
#ifndef RV_META_MIXED_CELLS_H
#define RV_META_MIXED_CELLS_H

#include <string.h>

#include "meta/mixed.h"

struct rv_mixed_cells {
    size_t rows, q, squares, touched, cells, widest;   /* the most of any cluster: rows, effects, sums of sizes, cells, rows of a cell */
    double *inverse;              /* D^-1, cell after cell */
    double *u;                    /* U = D^-1 Z, cell after cell, [n t] for the t effects that touch the cell */
    double *n;                    /* [m c] W A */
    double *wp;                   /* [m c] W V_i W A */
    double *ua, *kua;             /* [q c] */
    double *a, *k, *l, *t, *ti, *ak, *m, *room;   /* [q q] A, K, L, 1 + L'A L, its inverse, A K, Z'WZ */
    double *d, *v, *dv, *vu, *dvu;   /* of one cell: D; V_i, D^-1 V_i [n n] by parameter; V_i U and D^-1 V_i U [n t] by parameter */
    double **p;                   /* [params][m c] V_i W A */
    double **b, **kb;             /* [params][q q] U'V_i U and K times it, for parts within cells */
    double **mg;                  /* [params][q q] Z'WZ G_i for the others */
    double **c;                   /* [pairs][q q] U'V_i D^-1 V_j U */
    size_t *touch, *touch_at, *u_at;   /* effects that touch each cell, and where its U stands */
    size_t *mark, *local, *begin, *end;   /* [q]; begin and end of each effect's group */
    size_t *base;                 /* [parts] number of a part's first effect among those not within cells */
    double *numbers;
    size_t *sizes;
    double **pointers;
};

/* The cluster under way. */
typedef struct {
    const rv_mixed_layout *l;
    rv_mixed_cells *s;
    rv_mixed_sums  *sums;
    const double   *psi;
    size_t cluster, first, q, c;  /* its number and first position; effects not within cells; columns of [X y] */
    const size_t *from;
    const bool   *within;
} cell_work;

/* A cell: its place in the cluster's rows, and what is kept of it. */
typedef struct { size_t at, n, t; const size_t *touch; double *inverse, *u; } work_cell;

static inline work_cell cell_of(const cell_work *k, size_t b)
{
    const rv_mixed_layout *l = k->l;
    const size_t i = b - l->cell[k->cluster], at = l->cell_start[b];

    return (work_cell){ at, l->cell_start[b + 1] - at, k->s->touch_at[i + 1] - k->s->touch_at[i], k->s->touch + k->s->touch_at[i],
                   k->s->inverse + (l->s_at[b] - l->s_at[l->cell[k->cluster]]), k->s->u + k->s->u_at[i] };
}

/* The effect of position i in part j, among those not within cells. */
static inline size_t effect_of(const cell_work *k, size_t j, size_t i)
{
    return k->s->base[j] + k->l->effect[j * k->l->k + i] - k->from[j];
}

/* out[a c] += x' y, x of [n a], y of [n c]. */
static inline void cross(const double *x, size_t a, const double *y, size_t c, size_t n, double *out)
{
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < a; i++) {
            const double by = x[r * a + i];
            for (size_t j = 0; by != 0 && j < c; j++)
                out[i * c + j] += by * y[r * c + j];
        }
}

/* out[n c] = x y, x of [n a], y of [a c]. */
static inline void product(const double *x, const double *y, size_t n, size_t a, size_t c, double *out)
{
    memset(out, 0, n * c * sizeof *out);
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < a; r++) {
            const double by = x[i * a + r];
            for (size_t j = 0; by != 0 && j < c; j++)
                out[i * c + j] += by * y[r * c + j];
        }
}

/* sum x_ij y_ji */
static inline double trace(const double *x, const double *y, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sum += x[i * n + j] * y[j * n + i];
    return sum;
}

/* all[q c] += U'x at the effects of a cell. */
static inline void scatter(const work_cell *b, const double *u, const double *x, size_t c, double *all)
{
    for (size_t r = 0; r < b->n; r++)
        for (size_t y = 0; y < b->t; y++)
            for (size_t j = 0; j < c; j++)
                all[b->touch[y] * c + j] += u[r * b->t + y] * x[r * c + j];
}

/* The derivative of V over a cell by parameter i (and j: the second; SIZE_MAX: none) of a part within cells. */
static inline void derivative(const cell_work *k, const work_cell *b, size_t part, size_t i, size_t j, double *v)
{
    const rv_mixed_layout *l = k->l;
    const size_t *group = l->group + part * l->k + b->at, *inner = l->inner + part * l->k + b->at;
    const double *own = k->psi + l->first[part];

    for (size_t x = 0; x < b->n; x++)
        for (size_t y = 0; y <= x; y++)
            v[x * b->n + y] = v[y * b->n + x] = group[x] != group[y] ? 0
                                                : j == SIZE_MAX      ? rv_mixed_dg(&l->cov[part], own, i, inner[x], inner[y])
                                                                     : rv_mixed_d2g(&l->cov[part], own, i, j, inner[x], inner[y]);
}

/* x[m c] -= U y, y of [q c]. */
void rv_mixed_take_effects(const cell_work *k, const double *y, double *x);
/* What a cell brings to the derivatives, while D^-1 and U of it are at hand. */
void rv_mixed_cell_slopes(cell_work *k, const work_cell *b);
/* The derivatives of a cluster of m rows, once K and W [X y] are known. */
void rv_mixed_cells_slopes(cell_work *k, size_t m);

#endif
