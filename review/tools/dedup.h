/* What the files of review-dedup share. */
#ifndef RV_TOOLS_DEDUP_H
#define RV_TOOLS_DEDUP_H

#include "review/dedup.h"
#include "review/refs.h"

#include "tools/dedup_ids.h"

/* ---- Without a review ---------------------------------------------------------------------------------------------------- */

/* What to write from reference files; NULL: not. "-" is standard output. */
typedef struct {
    const char *clusters, *queue, *explain, *unique;
    int         from, to;        /* format of the files, and of `unique`; -1: found */
    const char *encoding, *oddities;
    rv_dedup_policy policy;
    unsigned    threads;         /* 0: as many as there are processors */
} rv_plain;
/* `paths` empty: standard input. */
RV_MUST_CHECK rv_status rv_dedup_plain(const rv_plain *plain, const char *const *paths, rv_error *err);

/* One of the files that are read. What cannot be read twice (standard input, a pipe) is kept when it must be. */
typedef struct {
    const char *path;
    bool        keep;
    rv_buf      bytes;
} rv_plain_file;
/* Reads a file for the first time, or `again`. */
RV_MUST_CHECK
rv_status rv_plain_read(rv_plain_file *file, const rv_plain *plain, bool again, const rv_refs_sink *sink, rv_error *err);

/* How much a record says, for choosing the one of a report that is written. */
uint64_t rv_plain_says(const rv_record *record);
/* Writes the record of each cluster that says most, the first of equals, with all that its file says. `*written` is how many. */
RV_MUST_CHECK
rv_status rv_plain_unique(const rv_plain *plain, rv_plain_file *files, size_t n_files, const rv_dedup_set *set,
                          const uint64_t *says, size_t n, uint64_t *written, rv_error *err);

/* ---- In a review ------------------------------------------------------------------------------------------------------------ */

/* What a verb works with. */
typedef struct {
    rv_store   *store;
    const char *who;             /* NULL: nobody was named; the verb only reads */
    const char *output, *reason, *role, *answers, *verdict;
    int         format;          /* -1: none was asked for */
    bool        porcelain, dry_run, standing;
    rv_dedup_run_options run;
} rv_dedup_work;

/* dedup_list.c */
RV_MUST_CHECK rv_status rv_dedup_do_run(rv_dedup_work *work, rv_error *err);
RV_MUST_CHECK rv_status rv_dedup_do_list(rv_dedup_work *work, rv_error *err);
/* dedup_judge.c: `words` is the verb */
RV_MUST_CHECK
rv_status rv_dedup_do_judge(rv_dedup_work *work, const char *verb, rv_dedup_verdict verdict, char **operands, rv_error *err);
RV_MUST_CHECK rv_status rv_dedup_do_undo(rv_dedup_work *work, char **operands, rv_error *err);
/* dedup_study.c */
RV_MUST_CHECK rv_status rv_dedup_do_studies(rv_dedup_work *work, rv_error *err);
RV_MUST_CHECK rv_status rv_dedup_do_study(rv_dedup_work *work, char **operands, rv_error *err);
/* dedup_counts.c */
RV_MUST_CHECK rv_status rv_dedup_do_counts(rv_dedup_work *work, rv_error *err);
/* dedup_queue.c: as a table; dedup_answers.c: back from it; dedup_terminal.c: one by one. */
RV_MUST_CHECK rv_status rv_dedup_do_queue(rv_dedup_work *work, rv_error *err);
RV_MUST_CHECK rv_status rv_dedup_do_answers(rv_dedup_work *work, rv_error *err);
RV_MUST_CHECK rv_status rv_dedup_do_terminal(rv_dedup_work *work, rv_error *err);

/* The pairs that wait, likeliest first. */
typedef struct {
    int64_t record, other, report, other_report;
    double  probability;
    char   *reason;
} rv_doubt;
typedef struct {
    rv_doubt *items;
    size_t    n, capacity;
} rv_doubts;
RV_MUST_CHECK rv_status rv_doubts_read(rv_store *store, rv_doubts *out, rv_error *err);
void rv_doubts_free(rv_doubts *doubts);

/* What people compare of two records, in the order of rv_sheet_names. NULL: not given. */
enum { RV_SHEET_FIELDS = 16, RV_SHEET_SOURCE = 14, RV_SHEET_ABSTRACT = 15 };
extern const char *const rv_sheet_names[RV_SHEET_FIELDS];
typedef struct {
    char   *text[RV_SHEET_FIELDS];
    int64_t report;
} rv_sheet;
RV_MUST_CHECK rv_status rv_sheet_read(rv_store *store, int64_t record, rv_sheet *out, rv_error *err);
void rv_sheet_free(rv_sheet *sheet);

/* dedup_head.c */
/* "head REPORT [FIELD]": what a report says and from which record; of one field what all its records say. */
RV_MUST_CHECK rv_status rv_dedup_head(rv_store *store, char **operands, const char *output, int format, rv_error *err);
/* "choose REPORT FIELD|place|all RECORD|none". */
RV_MUST_CHECK
rv_status rv_dedup_choose(rv_store *store, const char *who, char **operands, const char *reason, bool porcelain, rv_error *err);

#endif
