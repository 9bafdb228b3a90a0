#ifndef RV_TOOLS_SCREEN_H
#define RV_TOOLS_SCREEN_H

/* What review-screen's two files share: the work, and what it shows. */

#include "review/screen.h"

typedef struct {
    rv_store    *store;
    rv_protocol *protocol;
    const char  *who;             /* NULL when nobody said who looks */
    const char  *stage;           /* as given; NULL: all, or the first */
    const char  *output;
    int          format;
    rv_table    *table;
    char       **titles;          /* by record id */
    size_t       n_titles;
} rv_screening;

rv_status rv_screening_list(rv_screening *work, bool states_only, rv_error *err);
rv_status rv_screening_conflicts(rv_screening *work, rv_error *err);
rv_status rv_screening_export(rv_screening *work, rv_error *err);
rv_status rv_screening_agreement(rv_screening *work, const char *first, const char *second, rv_error *err);
/* Shows one report: its record, the criteria and what can be said. */
rv_status rv_screening_next(rv_screening *work, rv_error *err);
/* screen_read.c: a person at a terminal; `roll`: print line after line, without moving the cursor. */
RV_MUST_CHECK rv_status rv_screening_read(rv_screening *work, const rv_desk_options *options, bool roll, rv_error *err);

/* Plays the screening of a labelled file again and writes the order of its ids; needs no review. */
rv_status rv_screening_simulate(const char *labels, const char *prior_ids, const char *model, bool all, const char *output,
                                rv_error *err);

#endif
