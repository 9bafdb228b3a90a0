#ifndef RV_SCREEN_INCOMING_H
#define RV_SCREEN_INCOMING_H

/* Decisions that come in from a file, on their way to being votes: what the file says, to which record each entry belongs, in which words
   of the protocol it is said. */

#include "screen/board.h"

/* One decision. Texts are offsets into the list's until rv_incoming_settle(), as in an entry; offset 0 is no text. */
typedef struct {
    size_t      entry;
    const char *stage, *reviewer, *verdict, *reason, *note, *labels;
    size_t      line;
    bool        resolution;
    bool        left;                 /* said twice, there already, or not to be taken */
    int64_t     record;               /* 0: not known */
    int         at;                   /* stage of the protocol */
} rv_incoming_vote;

/* What a person answered to "is it this record?". */
typedef enum { RV_ANSWER_NONE, RV_ANSWER_YES, RV_ANSWER_NO } rv_answer;

typedef struct {
    rv_bulk_record fields;            /* line: where it stands */
    const char    *key;               /* a record's key */
    rv_answer      answer;
    bool           asks;              /* it came back from a list of doubts */
    const char    *of;                /* the file that its line is of, when it came back; its place there in fields.offset */
    int64_t        record;            /* what it is; 0 until known */
    size_t         first_doubt, n_doubts;
} rv_incoming_entry;

/* A record that an entry may be. */
typedef struct {
    size_t      entry;
    int64_t     record, report;
    double      probability;          /* NaN: not known */
    const char *why;                  /* static */
} rv_incoming_doubt;

typedef struct {
    const char        *file;
    bool               ours;          /* our own table */
    rv_incoming_entry *entries;
    size_t             n_entries, room_entries;
    rv_incoming_vote  *votes;
    size_t             n_votes, room_votes;
    rv_incoming_doubt *doubts;
    size_t             n_doubts, room_doubts;
    rv_buf             texts, made;     /* made: what the protocol's words are */
} rv_incoming;

/* The faults of the file, told in the order of its lines. */
typedef struct {
    size_t    line, at;               /* at: of its message in the texts */
    rv_status code;
} rv_fault;
typedef struct {
    const char *file;
    void      (*tell)(void *user, const rv_problem *fault);
    void       *user;
    rv_fault   *all;
    size_t      n, kept, room;        /* kept: fewer than n only when memory is out */
    rv_buf      texts;
} rv_faults;
void rv_faults_add(rv_faults *faults, size_t line, rv_status code, const char *format, ...) RV_PRINTF(4, 5);
/* Tells all, frees, and returns the first and how many there are; RV_OK when there is none. */
rv_status rv_faults_end(rv_faults *faults, rv_error *err);

/* ---- Reading ----------------------------------------------------------------------------------------------------------- */

void rv_incoming_begin(rv_incoming *in, const char *file);
void rv_incoming_free(rv_incoming *in);
/* A copy of the text as an offset; NULL and "" are no text. */
const char *rv_incoming_keep(rv_incoming *in, const char *text);
/* A new entry or vote, empty; NULL when memory is out. */
rv_incoming_entry *rv_incoming_entry_add(rv_incoming *in, rv_error *err);
rv_incoming_vote *rv_incoming_vote_add(rv_incoming *in, rv_error *err);
RV_MUST_CHECK rv_status rv_incoming_doubt_add(rv_incoming *in, const rv_incoming_doubt *doubt, rv_error *err);
/* Turns offsets into texts, once. */
RV_MUST_CHECK rv_status rv_incoming_settle(rv_incoming *in, rv_error *err);

/* True for a table of ours: it has verdicts, or answers to doubts. */
bool rv_incoming_is_table(const char *name, const char *bytes, size_t n);
RV_MUST_CHECK rv_status rv_incoming_table(rv_incoming *in, const char *bytes, size_t n, rv_faults *faults, rv_error *err);
/* Any file of references, by the readers. `all` takes entries without a decision too. */
RV_MUST_CHECK rv_status rv_incoming_refs(rv_incoming *in, const char *bytes, size_t n, const char *format, bool all, rv_error *err);

/* ---- Whose they are ---------------------------------------------------------------------------------------------------- */

/* What is known of the review's records while entries are looked for. */
typedef struct rv_known rv_known;
RV_MUST_CHECK rv_status rv_known_load(rv_known **out, rv_store *store, rv_error *err);
void rv_known_free(rv_known *known);
/* How a record is shown beside a doubt: title, authors, year. */
void rv_known_show(const rv_known *known, int64_t record, rv_bulk_record *fields);
size_t rv_known_count(const rv_known *known);
int64_t rv_known_record(const rv_known *known, size_t at);
int64_t rv_known_report(const rv_known *known, size_t at);

/* Finds the record of each entry by what names it; doubts where it names several, or one that reads otherwise. */
RV_MUST_CHECK
rv_status rv_incoming_identify(rv_incoming *in, rv_store *store, const rv_known *known, rv_faults *faults, rv_error *err);
/* Finds the records of the entries that nothing names, by what they say. */
RV_MUST_CHECK
rv_status rv_incoming_alike(rv_incoming *in, rv_store *store, const rv_known *known, const rv_protocol *protocol, rv_error *err);
/* The only report whose title reads the same, when it is long enough and nothing else beside it differs: its least record, else 0; then
   those with that title are added as doubts. */
RV_MUST_CHECK
rv_status rv_known_titled(const rv_known *known, rv_incoming *in, size_t entry, int64_t *record, rv_error *err);
/* True when two titles read the same, or nearly. */
bool rv_titles_near(const char *a, const char *b);

/* ---- In which words ---------------------------------------------------------------------------------------------------- */

/* Stages, people and reasons in the protocol's words; what has none is a fault, each text once. */
RV_MUST_CHECK
rv_status rv_incoming_words(rv_incoming *in, const rv_protocol *protocol, const char *who, const rv_screen_import_options *options,
                            rv_faults *faults, rv_error *err);

#endif
