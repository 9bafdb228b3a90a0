/* What an import or an entry is about to do: read and checked first, then written in one act. */
#ifndef RV_EXTRACT_BATCH_H
#define RV_EXTRACT_BATCH_H

#include "extract/facts.h"
#include "review/extract.h"

/* A study and what a report is to it; `record_key` "" for no report. */
typedef struct {
    const char *study, *record_key, *role;
    int64_t     record;
    size_t      line;
} rv_batch_study;

/* An arm, outcome, time point or contrast of a study. */
typedef struct {
    const char *study, *kind, *key;
    int64_t     from_a, from_b;     /* the two own ones it is agreed from; 0: none */
    size_t      line;
} rv_batch_part;

typedef struct {
    const char *result, *study, *record_key, *contrast, *domain, *outcome, *months;
    const char *arm;                /* key of the arm that it is of; NULL or "": of the contrast */
    int64_t     record;
    int64_t     from_a, from_b;
    size_t      line;
} rv_batch_result;

/* A value of a study (result and part_kind "" or NULL), of a result, or of the part of a study that `part_kind` and `part` name. */
typedef struct {
    const char *study, *result, *field, *value, *state, *record_key, *place, *quotation, *note;
    const char *part_kind, *part;
    int64_t     record;
    int64_t     from_a, from_b;     /* the two own ones that it settles; 0: none */
    size_t      line;
} rv_batch_value;

typedef struct {
    const char *study, *result, *tool, *domain, *judgement, *support;
    const char *body, *place, *quotation;      /* "" or NULL: none */
    size_t      line;
} rv_batch_judgement;

typedef struct {
    const char *file;               /* "" for an entry by hand: messages then have no line */
    const rv_protocol *protocol;
    bool confirm;                   /* a value that stands is written again: it was looked at again under another form */
    bool agreed;                    /* what is entered is the review's, although two extract blind: what they agreed on */
    rv_batch_study     *studies;
    rv_batch_part      *parts;
    rv_batch_result    *results;
    rv_batch_value     *values;
    rv_batch_judgement *judgements;
    size_t n_studies, n_parts, n_results, n_values, n_judgements;
    size_t room[5];
    rv_hoard memory;
    /* Adds what else belongs to the act, after the rest; counts what it wrote. NULL: nothing. */
    rv_status (*also)(void *user, rv_store *store, rv_event *event, size_t *written, rv_error *err);
    void     *also_user;
    /* Faults found so far; the first is kept. */
    size_t   faults;
    rv_error first;
    rv_extract_warn warn;
    void    *user;
    size_t   warnings;
    /* How a sheet's lines and columns are called: "results!F7". NULL: by their line. */
    const char *(*spot)(void *spotter, size_t line, const char *column, char *text, size_t size);
    void    *spotter;
    bool     dry;                   /* all is done but the keeping: what would change is told, and taken back */
    void   (*changed)(void *changing, const rv_extract_change *change);   /* NULL: nobody asks */
    void    *changing;
} rv_batch;

enum { RV_BATCH_SPOT = 120 };
void rv_batch_start(rv_batch *batch, const rv_protocol *protocol, const char *file, rv_extract_warn warn, void *user);
void rv_batch_free(rv_batch *batch);
/* "file:line: column: message" into `err`, or "column: message" for an entry by hand. */
rv_status rv_batch_fail(const rv_batch *batch, rv_error *err, rv_status code, size_t line, const char *column,
                       const char *message);
/* Counts a fault; the reading goes on, so that one run names them all. */
void rv_batch_fault(rv_batch *batch, size_t line, const char *column, const char *message);
/* A fault when a name that is given has characters that nobody sees, or blanks at its ends: it could look like another's. */
void rv_batch_name(rv_batch *batch, size_t line, const char *column, const char *name);
void rv_batch_warning(rv_batch *batch, size_t line, const char *column, const char *message);
/* Looks for what stands twice; fails with the first fault and how many there are. */
rv_status rv_batch_check(rv_batch *batch, rv_error *err);

rv_status rv_batch_add_study(rv_batch *batch, const rv_batch_study *study, rv_error *err);
rv_status rv_batch_add_part(rv_batch *batch, const rv_batch_part *part, rv_error *err);
rv_status rv_batch_add_result(rv_batch *batch, const rv_batch_result *result, rv_error *err);
/* Adds a value, checked against the form. An empty value without a state adds nothing. */
rv_status rv_batch_add_value(rv_batch *batch, const rv_batch_value *value, rv_error *err);
rv_status rv_batch_add_judgement(rv_batch *batch, const rv_batch_judgement *judgement, rv_error *err);

/* Adds a table, whose kind its header tells (see rv_extract_import()); `header` is the header's line. `*event` names the act that such a
   table alone is. */
rv_status rv_batch_add_table(rv_batch *batch, rv_csv *csv, size_t header, const char **event, rv_error *err);

/*
 * Carries out the batch as one act of `who`: finds the records, takes the write lock, writes what differs from what stands, makes
 * the effects anew, commits. Where the protocol has two people extract, parts, results, values and judgements go to the version of
 * `who`, unless they are agreed. With nothing to write there is no act and summary->event is "".
 */
rv_status rv_batch_carry_out(rv_batch *batch, rv_store *store, const char *kind, const char *who, rv_extract_summary *summary,
                            rv_error *err);

/* The one study, by name, that a batch of `own` is about; `*study` NULL when facts of others are needed too, as for judgements and for
   results of arms, which may make other results. */
rv_status rv_batch_one_study(rv_batch *batch, rv_store *store, const char *own, const char **study, rv_error *err);

/* The derived effects of a study (by its name; NULL: of all), made anew within a write. */
rv_status rv_effects_renew(rv_store *store, const char *study, rv_error *err);

#endif
