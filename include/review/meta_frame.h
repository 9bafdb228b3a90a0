#ifndef REVIEW_META_FRAME_H
#define REVIEW_META_FRAME_H

#include "review/meta.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * From a table to what a model takes: named columns of text or numbers, formulas over them, and the design matrix that a
 * formula gives.
 */

/* ---- Frames ------------------------------------------------------------------------------------------------------ */

/** Rows of named columns, kept as text and read as numbers where those are asked for. What is missing ("", NA, ".", "-") is "" as
    text and NaN as number. */
typedef struct rv_frame rv_frame;

/** A frame without rows. `name` is for messages. On failure *out is NULL. Errors  RV_EINVAL two columns of one name; RV_ENOMEM. */
RV_API RV_MUST_CHECK rv_status rv_frame_new(rv_frame **out, const char *name, const char *const *columns, size_t n, rv_error *err);
/**
 * Reads delimited text with a header, "-" for standard input. On success *out is ended with rv_frame_free(); on failure it is NULL.
 * Errors  RV_EPARSE "file:line: ..." no rows, a row with more cells than the header, a name that stands twice; RV_EIO.
 */
RV_API RV_MUST_CHECK rv_status rv_frame_read(rv_frame **out, const char *path, rv_error *err);
RV_API void rv_frame_free(rv_frame *frame);                          /**< NULL is allowed */
/** Adds a row of n cells (fewer than there are columns: the others are missing; NULL: missing). `line` is where it stood, 0: nowhere. */
RV_API RV_MUST_CHECK rv_status rv_frame_add(rv_frame *frame, const char *const *cells, size_t n, size_t line, rv_error *err);
/** A frame of its own of rows row[k], with their lines. On failure *out is NULL. */
RV_API RV_MUST_CHECK rv_status rv_frame_part(rv_frame **out, const rv_frame *frame, const size_t *row, size_t k, rv_error *err);
RV_API size_t rv_frame_rows(const rv_frame *frame);
RV_API size_t rv_frame_columns(const rv_frame *frame);
RV_API const char *rv_frame_file(const rv_frame *frame);
RV_API size_t rv_frame_line(const rv_frame *frame, size_t row);
RV_API const char *rv_frame_column(const rv_frame *frame, size_t column);
/** The column called `name` (as written, else whatever the case of its letters); -1 for none. */
RV_API int rv_frame_find(const rv_frame *frame, const char *name);
/** The same; RV_ENOTFOUND says which columns there are. */
RV_API RV_MUST_CHECK rv_status rv_frame_want(const rv_frame *frame, const char *name, size_t *column, rv_error *err);
/** Lives until a row is added. */
RV_API const char *rv_frame_text(const rv_frame *frame, size_t row, size_t column);
/** Whether each cell of the column that is there is a number, and one is there at all. */
RV_API bool rv_frame_numeric(rv_frame *frame, size_t column);
/** The column as numbers x[rows], which belong to the frame and live until a row is added.
    Errors  RV_EPARSE "file:3: column vi: 'high' is not a number"; RV_ENOMEM. */
RV_API RV_MUST_CHECK rv_status rv_frame_reals(rv_frame *frame, size_t column, const double **x, rv_error *err);
/** "file:line", or "file: row N" where a row has no line: how messages call it. */
RV_API const char *rv_frame_place(const rv_frame *frame, size_t row, char text[200]);

/** The different values of a column, in order: numbers by size where all are numbers, else texts by their bytes. */
typedef struct {
    size_t n;
    const char **level;           /**< [n] texts of the frame */
    size_t *code;                 /**< [rows] place in level; SIZE_MAX where the cell is missing */
} rv_factor;
/** On failure *out is empty. Errors  RV_ENOMEM. */
RV_API RV_MUST_CHECK rv_status rv_factor_make(rv_factor *out, rv_frame *frame, size_t column, rv_error *err);
RV_API void rv_factor_end(rv_factor *factor);                        /**< may be done twice */

/** Codes 0 to *codes - 1 for names, by first appearance; every "" has one of its own, after those. Shapes  name[n], code[n].
    Errors  RV_ENOMEM. */
RV_API RV_MUST_CHECK rv_status rv_codes_of(const char *const *name, size_t n, size_t *code, size_t *codes, rv_error *err);

/** Rows of a frame into a set, row i of the one being row i of the other. A row that says something in the column `left_out` is
    excluded for that reason. Errors  those of rv_meta_set_read(). */
RV_API RV_MUST_CHECK
rv_status rv_meta_set_of_frame(rv_meta_set *set, rv_frame *frame, const rv_meta_columns *columns, rv_error *err);

/* ---- Formulas ---------------------------------------------------------------------------------------------------- */

/**
 * A formula over columns: what R's are, as far as meta-regression needs them.
 *
 *     year + alloc            terms; an intercept is there unless 0 + or - 1 says otherwise; a leading ~ is passed over
 *     a:b, a*b, (a + b):c     interactions; a*b is a + b + a:b; - takes terms away
 *     factor(x)               numbers as names of groups. A column that holds text is a factor anyway
 *     x^2, I(x^2 - 1), log(x), sqrt(x), exp(x), abs(x)   arithmetic of numbers; unlike R, x^2 is the square also outside I()
 *     `column name`           a name that is no word
 */
typedef struct rv_model_formula rv_model_formula;
/** On failure *out is NULL. Errors  RV_EINVAL "formula 'year +': a moderator is missing at the end"; RV_ENOMEM. */
RV_API RV_MUST_CHECK rv_status rv_model_formula_parse(rv_model_formula **out, const char *text, rv_error *err);
RV_API void rv_model_formula_free(rv_model_formula *formula);        /**< NULL is allowed */
/** The columns that it uses. */
RV_API size_t rv_model_formula_columns(const rv_model_formula *formula);
RV_API const char *rv_model_formula_column(const rv_model_formula *formula, size_t i);

/* ---- Design matrices --------------------------------------------------------------------------------------------- */

typedef struct {
    const char *const *references;   /**< [n] "alloc=random": the level that the others are compared with; else the first */
    size_t n;
    bool   drop_empty;            /**< leaves columns out that are 0 in every row (combinations of levels without effects) */
} rv_design_options;
#define RV_DESIGN_OPTIONS_INIT { NULL, 0, false }

/** The columns of a model. Texts and arrays belong to it. */
typedef struct {
    size_t k, p;
    const double *x;              /**< [k p] row-major */
    const char *const *names;     /**< [p] "intercept", "year", "alloc=random", "alloc=random:year" */
    bool   intercept;             /**< the first column is it */
    const size_t *term;           /**< [p] which term a column belongs to, from 1; 0 the intercept */
    size_t terms;
    const char *const *term_names;   /**< [terms + 1] */
    size_t dropped;               /**< columns left out by drop_empty */
} rv_design;

/**
 * The design matrix of a formula over rows row[k] of a frame, in their order.
 *
 * A factor in a term has a column for each level but the reference where the term without it is in the model too (the intercept, for a
 * main effect), else for each level; without an intercept the first factor has them all. That is R's treatment coding. Columns of
 * one term: the levels of its first factor run fastest.
 *
 * On success *out is owned by the caller, who ends it with rv_design_free(); on failure it is NULL. The frame must outlive it.
 * Errors  RV_ENOTFOUND a column that is not there, a reference that is no level.
 *         RV_EDOMAIN a column that is the same in all rows; numbers and texts mixed; arithmetic that gives no number; a combination of
 *                    levels without effects; a moderator that is missing.
 *         RV_EINVAL  text where arithmetic wants numbers. RV_ENOMEM.
 */
RV_API RV_MUST_CHECK
rv_status rv_design_make(rv_design **out, const rv_model_formula *formula, rv_frame *frame, const size_t *row, size_t k,
                         const rv_design_options *options, rv_error *err);
RV_API void rv_design_free(rv_design *design);                       /**< NULL is allowed */
/** The row x[p] of "year=2000,alloc=random": a value for each column of the formula.
    Errors  RV_EINVAL a value that is missing, is no number, or is no level ("alloc has no level 'rondom'; there are ..."). */
RV_API RV_MUST_CHECK rv_status rv_design_at(const rv_design *design, const char *values, double *x, rv_error *err);
/** Leaves rows of the set out (row i of the frame being row i of the set) where one of the columns is missing.
    Errors  RV_EPARSE where `exclude` is not set: "file:7: year is missing; ..."; RV_ENOMEM. */
RV_API RV_MUST_CHECK
rv_status rv_meta_set_require(rv_meta_set *set, const rv_frame *frame, const size_t *column, size_t n, bool exclude, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
