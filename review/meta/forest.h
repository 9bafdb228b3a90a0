/* What the writer, the reader and the maker of forest-plot data share. */
#ifndef RV_META_FOREST_H
#define RV_META_FOREST_H

#include "review/meta.h"

enum { RV_FOREST_VERSION = 1 };

extern const char *const rv_forest_columns[];
extern const char *const rv_forest_kinds[];      /* in the order of rv_forest_kind */

/* A forest that owns its rows and texts. The public part comes first, so that a pointer to one is a pointer to the
   other. */
typedef struct {
    rv_forest      forest;
    rv_forest_row *rows;
    size_t         room;          /* rows allocated */
    char         **texts;
    size_t         n_texts, text_room;
} rv_forest_owner;

rv_status rv_forest_new(rv_forest_owner **out, rv_error *err);
/* A copy that lives as long as the forest; NULL is "". On failure *to is "". */
rv_status rv_forest_keep(rv_forest_owner *owner, const char *text, const char **to, rv_error *err);
/* Adds a copy of a row, texts included. */
rv_status rv_forest_add(rv_forest_owner *owner, const rv_forest_row *row, rv_error *err);

/* "t, k-1 df": how the prediction interval was made; "" without one. */
void rv_meta_pi_title(const rv_meta_fit *fit, char text[48]);

#endif
