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
RV_API RV_MUST_CHECK rv_status rv_factor_make(rv_factor *out, rv_frame *frame, size_t column, rv_error *err);
RV_API void rv_factor_end(rv_factor *factor);

/** Codes 0 to *codes - 1 for names, by first appearance; every "" has one of its own, after those. Shapes  name[n], code[n]. */
RV_API RV_MUST_CHECK rv_status rv_codes_of(const char *const *name, size_t n, size_t *code, size_t *codes, rv_error *err);

/** Rows of a frame into a set, row i of the one being row i of the other. A row that says something in the column `left_out` is
    excluded for that reason. Errors  those of rv_meta_set_read(). */
RV_API RV_MUST_CHECK
rv_status rv_meta_set_of_frame(rv_meta_set *set, rv_frame *frame, const rv_meta_columns *columns, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
