/*
 * The driver that carries out cases of the reference set with this library. It reads cases/ and data/ alone and knows
 * nothing of the expected numbers. Each driver is a table of steps (meta_reference.c, effect_reference.c); a function that
 * is brought later is a row there and a file for it, step_*.c.
 */
#ifndef TESTS_REFERENCE_DRIVER_H
#define TESTS_REFERENCE_DRIVER_H

#include <stdbool.h>

#include <jansson.h>

#include "review/effect.h"
#include "review/meta.h"
#include "review/meta_mixed.h"

/* ---- The current data: columns of text as read, and columns of numbers that a step made ------------------------ */

typedef struct {
    char   *name;
    char  **text;                 /* [k]; NULL for a column that was computed */
    double *x;                    /* [k]; NaN for what is no number */
} column;

typedef struct {
    size_t  k, n;
    column *columns;
} frame;

bool frame_read(frame *f, const char *path);
void frame_free(frame *f);
/* The rows of `keep` (0 or 1) alone. */
void frame_keep(frame *f, const bool *keep);
const column *frame_find(const frame *f, const char *name);
void frame_set(frame *f, const char *name, const double *x);
void frame_set_text(frame *f, const char *name, const char *const *text);

/* ---- A case under way ------------------------------------------------------------------------------------------ */

typedef struct {
    const char *engine;           /* "metafor 3.8.1": whose conventions the case follows */
    frame   data;
    char    why[512];             /* "unsupported": what the driver or the library cannot express; "" otherwise */
    rv_error err;                 /* set when the library refused */
    json_t *got;                  /* the result of the last step */
    /* The last model, its data kept for functions of it. */
    bool    fitted;
    rv_meta_options options;
    rv_meta_data    model;
    rv_meta_fit     fit;
    double *yi, *vi, *weights, *x;
    char  **names;
    size_t *used;                 /* [model.k] the rows of the current data that the model was fitted to */
    const char *fn;               /* the function of the step under way */
    const json_t *assign;         /* the name (or list of names) that the step under way gives its result; else NULL */
    double *kept;                 /* what a step keeps for the next: a covariance matrix of rows (k by k); freed with the run */
    const json_t *of_model;       /* the arguments of the last step that fitted a model (rma and its like); of the case */
    rv_mixed *mixed;              /* the last model when it is a mixed one (fitted is false then); `used` are its rows too */
    const char *by;               /* the column of the step under way for each of whose levels it is done; NULL */
    bool has_fit0;
    rv_meta_fit fit0;             /* the model that a step assigned to fit0 */
} run;

/* Says that a case cannot be expressed, and returns false. */
bool cannot(run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The library refused; returns false. */
bool refused(run *r);

/* One step: false when the case ended there. */
typedef bool (*step_fn)(run *r, const json_t *args);
typedef struct {
    const char *name;             /* the function; NULL ends the table */
    step_fn     fn;
    bool        assigns;          /* knows r->assign; else a step that names its result is unsupported */
} step_row;
/* The whole of a driver: `steps` carried out on the cases that the command line names. Returns the exit code. */
int cases_main(const char *program, const step_row *steps, int argc, char **argv);

bool step_escalc(run *r, const json_t *args);
bool step_summary(run *r, const json_t *args);
bool step_wald(run *r, const json_t *args);
bool step_2x2(run *r, const json_t *args);
bool step_transf(run *r, const json_t *args);
bool step_fivenum(run *r, const json_t *args);
bool step_rcalc(run *r, const json_t *args);
bool step_vcalc(run *r, const json_t *args);
bool step_aggregate(run *r, const json_t *args);
bool step_rma(run *r, const json_t *args);
bool step_leave1out(run *r, const json_t *args);
bool step_confint(run *r, const json_t *args);
bool step_predict(run *r, const json_t *args);
bool step_hc(run *r, const json_t *args);
bool step_anova(run *r, const json_t *args);
bool step_fitstats(run *r, const json_t *args);
/* The model of a step for each level of a column, and the test between them. */
bool fit_by(run *r, const char *column);
bool step_influence(run *r, const json_t *args);
bool step_residuals(run *r, const json_t *args);
bool step_blup(run *r, const json_t *args);
bool step_cumul(run *r, const json_t *args);
bool step_points(run *r, const json_t *args);
bool step_profile(run *r, const json_t *args);

/* Fits r->model with r->options, and r->got is its report. */
bool fit_model(run *r);
bool step_regtest(run *r, const json_t *args);
bool step_ranktest(run *r, const json_t *args);
bool step_trimfill(run *r, const json_t *args);
bool step_fsn(run *r, const json_t *args);
bool step_lm(run *r, const json_t *args);
bool step_mh(run *r, const json_t *args);
bool step_peto(run *r, const json_t *args);
bool step_labbe(run *r, const json_t *args);
bool step_metabin(run *r, const json_t *args);
bool step_metabias(run *r, const json_t *args);
bool step_mixed(run *r, const json_t *args);
/* The same functions of a mixed model, step_diag_mixed.c. */
bool mixed_ranef(run *r, const json_t *args);
bool mixed_residuals(run *r, const json_t *args);
bool mixed_influence(run *r, const json_t *args);
bool mixed_profile(run *r, const json_t *args);
bool mixed_confint(run *r, const json_t *args);
bool mixed_predict(run *r, const json_t *args);
void mixed_i2(run *r);
bool step_impute(run *r, const json_t *args);
bool step_vcov_cr(run *r, const json_t *args);
bool step_coef_test(run *r, const json_t *args);
bool step_conf_int(run *r, const json_t *args);
bool step_wald_test(run *r, const json_t *args);
bool step_robust(run *r, const json_t *args);
bool step_robu(run *r, const json_t *args);
bool step_selmodel(run *r, const json_t *args);
bool step_weightfunct(run *r, const json_t *args);

/* ---- Arguments ------------------------------------------------------------------------------------------------- */

/* The numbers of an argument, one for each row of the data, into x[k] (numbers that stand for themselves replace the
   data). */
bool arg_numbers(run *r, const json_t *arg, double *x);
/* The same as an array of its own length *n, freed by the caller: numbers of a call need not be as many as there are rows. */
double *arg_own_numbers(run *r, const json_t *arg, size_t *n);
/* A code for each row: equal values of a column have equal codes. NULL when there is no argument. */
bool arg_codes(run *r, const json_t *arg, size_t **codes);
/* A lit, a num, a flag; or the default. */
const char *arg_word(const json_t *args, const char *name, const char *otherwise);
double arg_number(const json_t *args, const char *name, double otherwise);
bool arg_flag(const json_t *args, const char *name, bool otherwise);
/* False, with the reason, when an argument is not among the NULL-terminated names. */
bool only_arguments(run *r, const json_t *args, const char *const *known);

/* The design matrix of a formula, [k p] with names[p]; NULL x and p = 0 when it is an intercept alone. */
bool design(run *r, const json_t *formula, double **x, char ***names, size_t *p, bool *intercept);

/* ---- Results ---------------------------------------------------------------------------------------------------- */

/* The result of the step; what it was before goes. Always true. */
bool give(run *r, json_t *got);
/* False, with the reason, when a step is not about the last model (of independent effects, or a mixed one), or has other arguments. */
bool of_last_model(run *r, const json_t *args, const char *const *known);
bool of_last_mixed(run *r, const json_t *args, const char *const *known);
json_t *numbers(const double *x, size_t n);
void put(json_t *o, const char *name, double x);
/* One number of each of k rows of `size` bytes, which stands `offset` bytes into the row. */
json_t *field_of(const void *rows, size_t k, size_t size, size_t offset);
#define FIELD(type, rows, k, name) field_of((rows), (k), sizeof(type), offsetof(type, name))

#endif
