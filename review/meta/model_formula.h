/* A parsed formula: atoms, terms as sets of atoms, and the arithmetic within atoms. */
#ifndef RV_META_MODEL_FORMULA_H
#define RV_META_MODEL_FORMULA_H

#include <stdint.h>

#include "review/meta_frame.h"

enum { RV_ATOMS = 64, RV_TERMS = 256, RV_NODES = 512 };

/* Arithmetic as a tree: a number, a column, or an operation on one or two nodes. */
typedef struct {
    char   op;                    /* '#' number, 'x' column, + - * / ^, 'n' negative, 'l' log, 's' sqrt, 'e' exp, 'a' abs */
    double number;
    size_t column;                /* place in columns */
    size_t left, right;           /* nodes */
} rv_node;

typedef struct {
    char  *name;                  /* as written, without blanks */
    size_t root;                  /* node */
    bool   plain;                 /* a column alone, which is a factor when it holds text */
    bool   factor;                /* asked to be one */
} rv_atom;

struct rv_model_formula {
    char   *text;
    size_t  columns, atoms, terms, nodes;
    char   *column[RV_ATOMS];
    rv_atom atom[RV_ATOMS];
    uint64_t term[RV_TERMS];      /* bit i: atom i; in the order of their columns in the design matrix */
    rv_node node[RV_NODES];
    bool    intercept;
};

/* A text under way. After the first thing that is wrong nothing more is said. */
typedef struct {
    rv_model_formula *f;
    const char *at;
    rv_error *err;
    int  depth;
    bool failed;
} rv_formula_reader;

void rv_formula_wrong(rv_formula_reader *r, const char *what);
void rv_formula_blanks(rv_formula_reader *r);
bool rv_formula_take(rv_formula_reader *r, char c);                       /* past c, when that comes next */
char *rv_formula_name(rv_formula_reader *r);                              /* bare or in backquotes; NULL when none comes; caller frees */
size_t rv_formula_node(rv_formula_reader *r, rv_node node);
size_t rv_formula_column(rv_formula_reader *r, char *name);               /* takes the name */
char rv_formula_function(const char *name);                               /* its op; 0: none */
size_t rv_formula_operand(rv_formula_reader *r);                          /* nodes, each */
size_t rv_formula_power(rv_formula_reader *r);
size_t rv_formula_arithmetic(rv_formula_reader *r);

/* The value of a node, x[column] being those of the columns. */
double rv_node_value(const rv_model_formula *f, size_t node, const double *x);
/* Whether a column stands in it. */
bool rv_node_uses(const rv_model_formula *f, size_t node, size_t column);

#endif
