/* What stands behind a design matrix: its atoms with their levels, and what each column is the product of. */
#ifndef RV_META_DESIGN_MATRIX_H
#define RV_META_DESIGN_MATRIX_H

#include "meta/model_formula.h"

typedef struct {
    bool    factor;
    size_t  n, reference;         /* levels; the one that others are compared with */
    const char **level;           /* [n] texts of the frame */
    size_t *code;                 /* [k] */
    double *x;                    /* [k] of a number */
} rv_design_atom;

typedef struct {
    rv_design design;             /* first, so that the one is the other */
    const rv_model_formula *f;
    rv_design_atom atom[RV_ATOMS];
    size_t   room, made;          /* of columns; `made` have a name, those dropped since then NULL */
    uint64_t *mask;               /* [p] the atoms that a column is the product of; 0: the intercept */
    size_t  (*level)[RV_ATOMS];   /* [p] the level of each factor among them */
    double  *x;
    char   **names, **term_names;
    size_t  *term;
} rv_design_whole;

/* What a matrix is made from, while it is made. */
typedef struct {
    rv_design_whole *d;
    rv_frame *frame;
    const size_t *row;            /* [k] of the frame */
    size_t k;
    size_t column[RV_ATOMS];      /* of the frame, for each of the formula's */
    const rv_design_options *o;
} rv_design_work;

rv_status rv_design_no_memory(const rv_design_work *w, rv_error *err);
/* Finds the columns, and makes the atoms with the reference levels asked for. */
rv_status rv_design_atoms(rv_design_work *w, rv_error *err);

/* A column's value, the factors' codes and the numbers being those of `code` and `x`. */
double rv_design_value(const rv_design_whole *d, size_t column, const size_t *code, const double *x);

#endif
