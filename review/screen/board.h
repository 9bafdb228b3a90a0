#ifndef RV_SCREEN_BOARD_H
#define RV_SCREEN_BOARD_H

/* What the files of this layer share: every report with its standing votes, in memory. */

#include "review/screen.h"

#define RV_SEND_BACK "decision.send-back"    /* the act of rv_screen_send_back() */

typedef enum { RV_VERDICT_INCLUDE, RV_VERDICT_EXCLUDE, RV_VERDICT_UNSURE, RV_VERDICT_NONE, RV_VERDICT_LATER } rv_verdict;
enum { RV_REPORT_STATES = 5 };        /* sought, retrieved, unobtainable, awaiting, ongoing */

/* One standing vote or resolution. Texts are offsets into the board's. */
typedef struct {
    int64_t    id, record;
    size_t     reviewer, reason, note, at;
    size_t     first_reason;          /* the one that counts: reasons stand in the protocol's order */
    int        served;                /* of rv_served_words, -1: the person went to it */
    int        stage;                 /* of the protocol, from 0 */
    bool       resolution, superseded;
    rv_verdict verdict;
    size_t     next;                  /* next vote of the same report, 0 for none; votes count from 1 */
} rv_vote;

typedef struct {
    int64_t id;                       /* least record */
    size_t  first, last;              /* votes */
    int     state;                    /* of rv_report_states, -1 for none */
    int64_t state_row;
} rv_board_report;

typedef struct {
    int64_t record, report;
} rv_board_member;

/* A report that more people vote on than the stage asks for: all of a calibration round. */
typedef struct {
    int64_t report;
    int     stage, people;
} rv_board_round;

/* The people of a review as they stand; none: anybody may do anything. */
typedef struct {
    char *name;
    int   role;                       /* of rv_roles */
    bool  active;
    size_t row;                       /* in order of the file: the newest of a name counts */
} rv_team_member;

typedef struct {
    rv_team_member *members;          /* by name */
    size_t          n;
    int64_t         newest;           /* row */
    bool            borrowed;         /* the members are another's, who frees them */
    struct rv_team_kept *kept;        /* who holds the members: they are read once, and kept with the store */
} rv_team;

RV_MUST_CHECK rv_status rv_team_load(rv_team *team, rv_store *store, rv_error *err);
void rv_team_free(rv_team *team);
/* Who has this name, active or not; NULL when nobody has. */
const rv_team_member *rv_team_find(const rv_team *team, const char *name);
/* What rv_person_may() answers. */
RV_MUST_CHECK rv_status rv_team_may(const rv_team *team, const char *name, rv_right right, rv_error *err);

typedef struct {
    const rv_protocol *protocol;
    rv_team          team;
    rv_board_report *reports;         /* by id */
    size_t           n_reports;
    rv_board_member *members;         /* records of reports with several, by record */
    size_t           n_members;
    rv_board_round  *rounds;          /* by report and stage */
    size_t           n_rounds;
    rv_vote         *votes;           /* [1, n_votes]; in order of id */
    size_t           n_votes, capacity;
    rv_buf           texts;           /* offset 0 is "" */
    int64_t          newest_decision, newest_link, newest_assignment, newest_state, newest_file, newest_protocol, newest_person;
} rv_board;

/* That a person has a report at a stage. */
typedef struct {
    int64_t report, record;           /* record: the one it was given by */
    int     stage;
    size_t  reviewer, how;            /* texts of the board */
    size_t  row;
    bool    given, idle;              /* idle: may vote no more, and has not; nobody waits for them */
} rv_given;

typedef struct {
    rv_given *items;                  /* what stands, by report, stage, reviewer */
    size_t    n, capacity;
} rv_gifts;

/* Loads who has what at a stage (-1: all), for the reports of the board. End it with rv_gifts_free(). */
RV_MUST_CHECK rv_status rv_gifts_load(rv_gifts *gifts, rv_store *store, rv_board *board, int stage, rv_error *err);
void rv_gifts_free(rv_gifts *gifts);
/* The first of `*n` that have the report at the stage. */
const rv_given *rv_gifts_of(const rv_gifts *gifts, int64_t report, int stage, size_t *n);
/* How many more people a report needs, after those who have voted or have it; not below 0. */
int rv_gifts_lack(const rv_gifts *gifts, const rv_board *board, const rv_board_report *report, int stage);
/* Whether the person has the report at the stage. */
bool rv_gifts_has(const rv_gifts *gifts, const rv_board *board, const rv_board_report *report, int stage, const char *reviewer);
/* The newest calibration round that anybody has the report from; 0 for none. */
int rv_gifts_round(const rv_gifts *gifts, const rv_board *board, int64_t report, int stage);
/* Adds one row of `assignment` to an act. */
RV_MUST_CHECK
rv_status rv_assignment_add(rv_event *event, int64_t record, const char *stage, const char *reviewer, bool given, const char *how,
                            rv_error *err);
/* N of "calibration N", else 0. */
int rv_round_of(const char *how);

/* Loads every report (`report` 0) or one; within one view of the file, also inside a write. End it with rv_board_free(). */
RV_MUST_CHECK
rv_status rv_board_load(rv_board *board, rv_store *store, const rv_protocol *protocol, int64_t report, rv_error *err);
/* The same with the people as they are known already, inside this write; they must outlive the board. `team` NULL: they are read. */
RV_MUST_CHECK
rv_status rv_board_load_with(rv_board *board, rv_store *store, const rv_protocol *protocol, int64_t report, const rv_team *team, rv_error *err);
void rv_board_free(rv_board *board);
const char *rv_board_text(const rv_board *board, size_t offset);
/* The report of a record that is on the board; NULL when it is not. */
rv_board_report *rv_board_find(const rv_board *board, int64_t record);
/* Adds a vote to the report, as if it were written. */
RV_MUST_CHECK
rv_status rv_board_add(rv_board *board, rv_board_report *report, const rv_vote *vote, rv_error *err);
/* Offset of a copy of `text` (NULL is ""). */
size_t rv_board_keep(rv_board *board, const char *text);
/* True when links or decisions came in since the board was loaded. */
RV_MUST_CHECK rv_status rv_board_stale(const rv_board *board, rv_store *store, bool *stale, rv_error *err);


/* ---- News --------------------------------------------------------------------------------------------------------------- */

/* Takes in what was written since the board was loaded, and tells `changed` each report that it touched, NULL when people changed, which may
   touch any; inside one view of the file, or a write. With `*anew` nothing was taken: reports themselves changed (links, files), and the
   board must be loaded again.
   Errors  RV_EINVAL the review has a newer protocol than the board was loaded with. */
RV_MUST_CHECK
rv_status rv_board_news(rv_board *board, rv_store *store, void (*changed)(void *user, rv_board_report *report), void *user, bool *anew,
                        rv_error *err);
/* RV_EINVAL when the newest row of the protocol is another than the one that was worked by. */
RV_MUST_CHECK rv_status rv_board_same_plan(int64_t before, int64_t now, rv_error *err);
/* Takes the decision, or the state, of the query's present row; `*report` is the one it is of, NULL when it is not on the board. */
RV_MUST_CHECK rv_status rv_board_take_vote(rv_board *board, rv_query *q, rv_board_report **report, rv_error *err);
RV_MUST_CHECK rv_status rv_board_take_state(rv_board *board, rv_query *q, rv_board_report **report, rv_error *err);
/* The newest row of each table that a board rests on. */
RV_MUST_CHECK rv_status rv_board_newest(rv_board *board, rv_store *store, rv_error *err);
/* Reads the calibration rounds anew. */
RV_MUST_CHECK rv_status rv_board_rounds(rv_board *board, rv_store *store, rv_error *err);
/* True when the report is in a calibration round of the stage. */
bool rv_board_in_round(const rv_board *board, const rv_board_report *report, int stage);

/* Index of a stage of the protocol, or -1. */
int rv_stage_index(const rv_protocol *protocol, const char *id);
/* Index in a NULL-ended list of words, or -1. */
int rv_word_index(const char *const *words, const char *word);

/* Offset of the first of several reasons. */
size_t rv_board_first_reason(rv_board *board, size_t reasons);
/* How many votes the report needs at a stage. */
int rv_board_needed(const rv_board *board, const rv_board_report *report, int stage);

/* ---- Outcomes ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_screen_outcome outcome;
    int         votes;                /* people with a standing vote */
    bool        resolved, split;      /* split: one person's votes on records merged later differ */
    const char *reason;               /* "" where there is none */
} rv_outcome;
/* What the votes of one report come to at a stage, whatever the stages before. */
rv_outcome rv_outcome_votes(const rv_board *board, const rv_board_report *report, int stage);
/* The same in its place: not reached, or set aside. */
rv_outcome rv_outcome_at(const rv_board *board, const rv_board_report *report, int stage);
/* All reasons of the votes, or resolutions, that excluded the report: in the protocol's order with blanks between, each once; the first
   is the one that counts. Empty for any other outcome. */
void rv_outcome_reasons(const rv_board *board, const rv_board_report *report, int stage, rv_buf *out);
/* The newest standing vote of a person, NULL when there is none. */
const rv_vote *rv_vote_of(const rv_board *board, const rv_board_report *report, int stage, const char *reviewer);
/* True when the standing votes of a person differ: given on records that were merged later. */
bool rv_vote_split(const rv_board *board, const rv_board_report *report, int stage, const char *reviewer);
/* True for a vote that counts: not superseded, not taken back. */
bool rv_vote_stands(const rv_vote *vote);

/* ---- Labels ------------------------------------------------------------------------------------------------------------ */

/* True for what can be a label: one line, not too long, without semicolon. */
bool rv_label_fits(const char *label, size_t n);
/* The next of labels with semicolons between: where it begins, and its length without blanks at its ends; 0 when there is none. */
size_t rv_label_next(const char **labels, const char **label);
/* Adds those that fit to an act, as put on by `reviewer`. */
RV_MUST_CHECK
rv_status rv_labels_add(rv_event *event, int64_t record, const char *stage, const char *reviewer, const char *labels, rv_error *err);

/* ---- Writing ----------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_decision *items;
    size_t             n;
    bool               resolution;
    rv_status        (*along)(void *user, rv_error *err);   /* may be NULL: what else is written in the same transaction, working rows only */
    void              *along_user;
    rv_status        (*team)(void *user, const rv_team **team, rv_error *err);  /* may be NULL: people as known already, asked inside the write */
    rv_status        (*facts)(void *user, rv_event *event, rv_error *err);      /* may be NULL: what else is said in the same act */
    void              *facts_user;
} rv_decisions;
/* Refuses what the people of the review may not do: who votes or resolves as another must lead, and that other be of the people. */
RV_MUST_CHECK rv_status rv_decisions_allowed(const rv_team *team, const char *who, const rv_decisions *all, rv_error *err);
/* Told each decision that cannot be taken, by its place from 0. */
typedef void (*rv_decision_fault)(void *user, size_t i, const rv_error *fault);
/* Writes votes or resolutions as one act, or none; with a `fault` all faults are told, else only the first is returned. */
RV_MUST_CHECK
rv_status rv_decisions_act(rv_store *store, const rv_protocol *protocol, const char *who, const rv_decisions *all,
                           rv_decision_fault fault, void *user, char hex[RV_DIGEST_HEX], rv_error *err);
/* The reasons in `given`, checked against the protocol's for the stage, in its order with blanks between, each once. */
RV_MUST_CHECK
rv_status rv_reasons_take(const rv_protocol *protocol, const char *stage, rv_verdict verdict, const char *given, rv_buf *out,
                          rv_error *err);
/* Tells the faults only. */
void rv_decisions_check(rv_board *board, const rv_decisions *all, rv_decision_fault fault, void *user);

#endif
