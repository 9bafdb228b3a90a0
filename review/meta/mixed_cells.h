/* Room for one cluster that is added by its cells: what mixed_cells.c takes and mixed_cells_add.c fills. */
#ifndef RV_META_MIXED_CELLS_H
#define RV_META_MIXED_CELLS_H

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

#endif
