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
    bool         porcelain;
    int64_t      only;            /* a report, or a round; 0: all */
    struct rv_screening_marks *marks;
} rv_screening;

rv_status rv_screening_list(rv_screening *work, bool states_only, rv_error *err);
rv_status rv_screening_conflicts(rv_screening *work, rv_error *err);
rv_status rv_screening_export(rv_screening *work, rv_error *err);
/* Of two people (operands), or of all pairs (none); of votes given on these days (NULL: any). */
rv_status rv_screening_agreement(rv_screening *work, char **operands, const char *since, const char *until, rv_error *err);
/* Shows one report: its record, the criteria and what can be said. */
rv_status rv_screening_next(rv_screening *work, rv_error *err);

/* Serves report after report to a program: JSON lines out, a verdict a line in. `order` of rv_desk_modes. */
rv_status rv_screening_desk(rv_screening *work, int order, double random_share, int64_t seed, const char *model, rv_error *err);

/* Plays the screening of a labelled file again and writes the order of its ids; needs no review. */
rv_status rv_screening_simulate(const char *labels, const char *prior_ids, const char *model, bool all, const char *output,
                                rv_error *err);

/* Writes one table, with the titles of all reports at hand. */
rv_status rv_screening_table(rv_screening *work, const char *const *columns, size_t n,
                             rv_status (*fill)(rv_table *table, void *user, rv_error *err), rv_error *err);
/* NULL where there is none; only while a table is written. */
const char *rv_screening_title(const rv_screening *work, int64_t record);
/* The stage asked for, or the protocol's first. */
const char *rv_screening_stage(const rv_screening *work);

/* ---- People and their work -------------------------------------------------------------------------------------------------- */

rv_status rv_screening_people(rv_screening *work, char **operands, const char *heir, rv_error *err);
/* NAME[=WEIGHT]... */
rv_status rv_screening_share(rv_screening *work, char **operands, int64_t seed, rv_error *err);
/* SIZE [NAME...] */
rv_status rv_screening_calibrate(rv_screening *work, char **operands, int64_t seed, rv_error *err);
/* Without an operand the reports of all rounds, with one the agreement over that round. */
rv_status rv_screening_calibration(rv_screening *work, const char *round, rv_error *err);
rv_status rv_screening_waits(rv_screening *work, rv_error *err);

/* ---- Remarks and labels ----------------------------------------------------------------------------------------------------- */

rv_status rv_screening_note(rv_screening *work, char **operands, rv_error *err);
/* Asks those who voted on a conflict again, with a word on why. */
rv_status rv_screening_send_back(rv_screening *work, char **operands, rv_error *err);
rv_status rv_screening_label(rv_screening *work, char **operands, bool given, rv_error *err);
/* Lists them, of one record or of all. */
rv_status rv_screening_notes(rv_screening *work, const char *record, bool labels, rv_error *err);
/* Loads what `work->who` may see, for two columns of the lists; end with rv_screening_marks_end(). */
rv_status rv_screening_marks_begin(rv_screening *work, rv_error *err);
void rv_screening_marks_end(rv_screening *work);
/* Two cells: labels and notes of a report at a stage, each once with semicolons between. */
void rv_screening_marks_add(rv_screening *work, int64_t report, const char *stage);

#endif
