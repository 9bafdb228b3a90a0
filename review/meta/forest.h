/* What the writer, the reader and the maker of forest-plot data share. */
#ifndef RV_META_FOREST_H
#define RV_META_FOREST_H

#include "review/meta.h"

enum { RV_FOREST_VERSION = 1 };

extern const char *const rv_forest_columns[];    /* that each file has */
extern const char *const rv_forest_optional[];   /* that it may have */
enum { RV_FOREST_FIT = 8, RV_FOREST_BETWEEN = 4, RV_FOREST_WORDS = 2 };   /* they are so many of each, in this order */
extern const char *const rv_forest_kinds[];      /* in the order of rv_forest_kind */

/* A forest that owns its rows and texts. The public part comes first, so that a pointer to one is a pointer to the
   other. */
typedef struct {
    rv_forest      forest;
    rv_forest_row *rows;
    rv_forest_fit *fits;
    size_t         room, fit_room;    /* allocated */
    rv_forest_between between;
    const char   **column, **cells;
    size_t         cell_room;
    char         **texts;
    size_t         n_texts, text_room;
} rv_forest_owner;

rv_status rv_forest_new(rv_forest_owner **out, rv_error *err);
/* A copy that lives as long as the forest; NULL is "". On failure *to is "". */
rv_status rv_forest_keep(rv_forest_owner *owner, const char *text, const char **to, rv_error *err);
/* Adds a copy of a row, texts included, with empty cells. `fit` NULL: nothing is known of it. */
rv_status rv_forest_add(rv_forest_owner *owner, const rv_forest_row *row, const rv_forest_fit *fit, rv_error *err);
/* Names the further columns, before the first row is added. */
rv_status rv_forest_name_columns(rv_forest_owner *owner, const char *const *names, size_t n, rv_error *err);
/* Fills a cell of the last row. */
rv_status rv_forest_put(rv_forest_owner *owner, size_t column, const char *text, rv_error *err);
/* Whether a file has a column of this name for what it knows itself. */
bool rv_forest_knows(const char *name);

/* "t, k-1 df": how the prediction interval was made; "" without one. */
void rv_meta_pi_title(const rv_meta_fit *fit, char text[48]);

#endif
