/* What --column, --span, --left and --right say. */
#ifndef RV_TOOLS_PLOT_COLUMNS_H
#define RV_TOOLS_PLOT_COLUMNS_H

#include "review/plot.h"

/* All zero to begin with; ended with plot_columns_end() whether or not the others succeed. Texts and lists belong to it. */
typedef struct {
    rv_forest_column *columns;
    rv_forest_span   *spans;
    size_t            n_columns, n_spans, column_room, span_room;
    const char      **left, **right;          /* NULL: not asked for */
    void            **owned;
    size_t            n_owned, owned_room;
} plot_columns;

/* "NAME[:HEAD[:ALIGN[:DIGITS]]]"; a backslash before a colon makes it part of a text, "\n" breaks the head. Errors  RV_EUSAGE. */
rv_status plot_columns_add(plot_columns *columns, const char *words, rv_error *err);
/* "HEAD=NAME,NAME". */
rv_status plot_columns_span(plot_columns *columns, const char *words, rv_error *err);
/* "NAME,NAME"; `*to` ends with NULL. */
rv_status plot_columns_list(plot_columns *columns, const char *words, const char ***to, rv_error *err);
void plot_columns_give(const plot_columns *columns, rv_forest_options *options);
void plot_columns_end(plot_columns *columns);

#endif
