/* The tests and corrections of review-meta bias: each adds its rows to one table, and its notes. */
#ifndef RV_TOOLS_META_BIAS_H
#define RV_TOOLS_META_BIAS_H

#include "review/meta_selection.h"
#include "tools/meta.h"

typedef struct {
    const meta_input *in;
    meta_writer *to;
    double *ni;                   /* [k] of --size; NULL */
    double steps[64];             /* of --steps */
    size_t n_steps;
    bool dependent;               /* studies have several effects, and they are not taken as independent */
    double pooled;                /* sign of the pooled effect */
    unsigned notes;               /* rv_bias_note, said once at the end */
} bias_work;

/* One row: which test, which number of it; NaN is missing. */
void bias_row(const bias_work *w, const char *test, const char *what, const rv_meta_coef *c, double number);
void bias_stat(const bias_work *w, const char *test, const char *what, double estimate, double stat, double df, double p, double number);

/* The working model of dependent effects that the command line asks tests to use. */
rv_working_model_data bias_dependent_data(const meta_input *in);
rv_working_model_options bias_dependent_options(const meta_input *in);

/* A test by its name. */
typedef struct {
    const char *name;
    rv_status (*run)(bias_work *w, rv_error *err);
    bool dependent;               /* knows several effects of a study */
} bias_test;
extern const bias_test bias_tests[];   /* name NULL at the end */

#endif
