/* A table of a Word document brought up to date. */
#ifndef RV_REPORT_WML_TABLE_H
#define RV_REPORT_WML_TABLE_H

#include "report/wml.h"

typedef struct {
    size_t cells, added, removed; /* cells with another text, rows that came, rows that went */
    bool   whole;                 /* the columns are others: the table was made anew */
} rv_wml_merge;

/* Makes the table `table` say what `made_table` of another part says (whose prefix must be the same). Rows are known by what stands first
   in them. A cell that says the same stays byte for byte; one that changes keeps its look; a new row looks like the one before it;
   comments and bookmarks of a row that goes move to the row before it. `heads`: the head of the table too.
   Errors  RV_ENOMEM. */
rv_status rv_wml_table_merge(const rv_wml *wml, size_t table, const rv_wml *made, size_t made_table, bool heads, rv_wml_changes *changes,
                             rv_wml_merge *told, rv_error *err);

#endif
