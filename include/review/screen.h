#ifndef REVIEW_SCREEN_H
#define REVIEW_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/protocol.h"
#include "review/refs.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Words for a vote: include, exclude, unsure, none (taken back), later (put off: no vote); NULL at the end. */
RV_API extern const char *const rv_verdicts[];
/** Words for the state of a report: sought, retrieved, unobtainable, awaiting, ongoing; NULL at the end. */
RV_API extern const char *const rv_report_states[];

/** How a report came up: order, ranked, uncertain, random, given, calibration; NULL at the end. */
RV_API extern const char *const rv_served_words[];

/** A vote, or a resolution. Texts may be NULL except stage, reviewer, verdict. */
typedef struct {
    int64_t     record;           /**< any record of the report */
    const char *stage, *reviewer, *verdict;
    const char *reason;           /**< ids of the protocol with blanks or commas between; kept in the protocol's order, the first counts */
    const char *note;
    const char *served;           /**< of rv_served_words; NULL: the person went to it */
} rv_decision;

/**
 * Records votes as one act "decision.vote", salted: all or none. A reviewer's earlier vote on the same report and stage is
 * superseded. An exclusion at a stage for which the protocol gives reasons needs one of them.
 * Errors  RV_EINVAL a stage, verdict or reason that the protocol has not, an exclusion without its reason, a report that has not
 *         passed the stage before; the message names the row.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_vote(rv_store *store, const rv_protocol *protocol, const char *who, const rv_decision *votes, size_t n,
                         char hex[RV_DIGEST_HEX], rv_error *err);
/** Resolves a conflict, as a person who has no vote on it; act "decision.resolve". RV_EINVAL when there is no conflict. */
RV_API RV_MUST_CHECK
rv_status rv_screen_resolve(rv_store *store, const rv_protocol *protocol, const char *who, const rv_decision *decisions, size_t n,
                            char hex[RV_DIGEST_HEX], rv_error *err);
/**
 * Reads decisions from CSV (record, stage, reviewer, verdict, reason, note; `record` a record key; `stage` absent or empty: the
 * protocol's first; `reviewer` absent or empty: who) and votes, or resolves: all as one act, or nothing. `*n` is how many.
 * `fault` (may be NULL) is told each row that cannot be taken, with file and line.
 * Errors  RV_EPARSE "file:line: ..." the first fault, and how many there are.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_import(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, bool resolutions,
                           void (*fault)(void *user, const rv_problem *fault), void *user, size_t *n, char hex[RV_DIGEST_HEX],
                           rv_error *err);
/** Gives records to a reviewer, or takes them back; act "assignment.give". */
RV_API RV_MUST_CHECK
rv_status rv_screen_assign(rv_store *store, const rv_protocol *protocol, const char *who, const char *stage, const char *reviewer,
                           const int64_t *records, size_t n, bool given, char hex[RV_DIGEST_HEX], rv_error *err);
/** Says what became of a report; act "report.state". */
RV_API RV_MUST_CHECK
rv_status rv_screen_state(rv_store *store, const char *who, int64_t record, const char *state, const char *note,
                          char hex[RV_DIGEST_HEX], rv_error *err);

/** Where a report stands at a stage. */
typedef enum {
    RV_SCREEN_WAITING,            /**< fewer votes than the protocol asks for */
    RV_SCREEN_CONFLICT,           /**< all votes there, verdicts differ or one is unsure; or one person's votes on records that were
                                       merged later differ: while blind and others have not voted yet, only that person is told */
    RV_SCREEN_INCLUDED,
    RV_SCREEN_EXCLUDED,
    RV_SCREEN_NOT_REACHED,        /**< not included at the stage before */
    RV_SCREEN_SET_ASIDE           /**< after the first stage, not decided, and its state is unobtainable, awaiting or ongoing */
} rv_screen_outcome;

/** One report at one stage. Texts live until the callback returns; they are "" where there is none. */
typedef struct {
    int64_t     report;
    const char *stage;
    rv_screen_outcome outcome;
    int         votes;            /**< standing votes; of `viewer` alone while blind */
    const char *verdict;          /**< the viewer's own standing vote */
    const char *reason;           /**< the deciding reason, for an exclusion */
    const char *state;            /**< newest report state */
    bool        resolved;
} rv_screen_status;

/**
 * Walks every report at every stage, in order of report and stage: one pass over the votes, O(n log n). `viewer` NULL is the
 * computation of counts and flow, which shows no single person's vote; a viewer is shown their own votes, and others' only through
 * outcomes that all votes have decided.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_each(rv_store *store, const rv_protocol *protocol, const char *viewer,
                         rv_status (*row)(void *user, const rv_screen_status *row, rv_error *err), void *user, rv_error *err);

/** Counts at one stage. */
typedef struct {
    int64_t reports;              /**< that reached the stage: the sum of the others */
    int64_t waiting, conflicts, included, excluded, set_aside;
} rv_screen_counts;
RV_API RV_MUST_CHECK
rv_status rv_screen_count(rv_store *store, const rv_protocol *protocol, const char *stage, rv_screen_counts *counts,
                          rv_error *err);

/** A conflict as an adjudicator sees it: verdicts and reasons, no names. */
typedef struct {
    int64_t     report;
    const char *stage;
    size_t      n_votes;
    const char *const *verdicts, *const *reasons, *const *notes;
} rv_conflict;
RV_API RV_MUST_CHECK
rv_status rv_screen_conflicts(rv_store *store, const rv_protocol *protocol, const char *stage,
                              rv_status (*conflict)(void *user, const rv_conflict *conflict, rv_error *err), void *user,
                              rv_error *err);
/** A standing vote or resolution, as exported. Texts live until the callback returns; reason and note are "" where there is none. */
typedef struct {
    int64_t     record;           /**< the record it was given on */
    const char *stage, *reviewer, *role, *verdict, *reason, *note;
    const char *at;               /**< when, ISO 8601 UTC */
} rv_standing_decision;
/** Walks the standing decisions in order of report, stage, reviewer. A viewer is shown their own, and others' on reports that all
    votes, or a resolution, have decided; `viewer` NULL is shown those of decided reports alone. */
RV_API RV_MUST_CHECK
rv_status rv_screen_decisions(rv_store *store, const rv_protocol *protocol, const char *viewer,
                              rv_status (*row)(void *user, const rv_standing_decision *row, rv_error *err), void *user,
                              rv_error *err);

/** The next report for a reviewer at a stage: assigned ones first, half-screened before new, then order of import; 0 when none. Also
    one on whose records they voted differently before these were merged. */
RV_API RV_MUST_CHECK
rv_status rv_screen_next(rv_store *store, const rv_protocol *protocol, const char *reviewer, const char *stage, int64_t *report,
                         rv_error *err);

/* ---- People ------------------------------------------------------------------------------------------------------------ */

/** Words for roles, by growing rights: reader, screener, extractor, adjudicator, lead; NULL at the end. */
RV_API extern const char *const rv_roles[];
/** What a person wants to do. While a review names no people, anybody may do anything. */
typedef enum {
    RV_MAY_READ,                  /**< every active person */
    RV_MAY_SCREEN,                /**< screener, extractor, adjudicator, lead */
    RV_MAY_EXTRACT,               /**< extractor, adjudicator, lead */
    RV_MAY_ADJUDICATE,            /**< adjudicator, lead */
    RV_MAY_LEAD                   /**< lead: people, assignments, calibration rounds */
} rv_right;
/** RV_EINVAL "... is not of this review's people; ..." or what their role lacks. */
RV_API RV_MUST_CHECK rv_status rv_person_may(rv_store *store, const char *name, rv_right right, rv_error *err);

/** A person as they stand. Texts live until the callback returns. */
typedef struct {
    const char *name, *role;
    bool        active;
} rv_person;
RV_API RV_MUST_CHECK
rv_status rv_people_each(rv_store *store, rv_status (*person)(void *user, const rv_person *person, rv_error *err), void *user,
                         rv_error *err);
/**
 * Adds a person, or changes their role; act "person.set". The first must be a lead: who adds them, or says so of themselves. The last
 * active lead stays one.
 * Errors  RV_EINVAL no such role, an empty name, the last lead.
 */
RV_API RV_MUST_CHECK
rv_status rv_person_set(rv_store *store, const char *who, const char *name, const char *role, char hex[RV_DIGEST_HEX], rv_error *err);
/** What the end of a person's work left. */
typedef struct {
    int64_t decisions;            /**< that stay */
    int64_t given_on, given_back; /**< assignments not done: to `heir`, or to the common queue */
} rv_person_end;
/** Ends a person's work in one act "person.deactivate": decisions stay; what was assigned to them and waits for their vote goes to `heir`
    (NULL: back to the common queue); their leases end. rv_person_set() lets them work again. */
RV_API RV_MUST_CHECK
rv_status rv_person_deactivate(rv_store *store, const rv_protocol *protocol, const char *who, const char *name, const char *heir,
                               rv_person_end *end, char hex[RV_DIGEST_HEX], rv_error *err);

/* ---- Giving out work ------------------------------------------------------------------------------------------------------ */

/** One person's part. */
typedef struct {
    const char *reviewer;
    double      share;            /**< of the sum of all shares; above 0 */
    int64_t     given;            /**< filled: reports newly given */
} rv_share;
/**
 * Gives out all reports that wait at a stage and lack people, each to as many as it needs votes, by lot (the same seed, the same lot) in
 * the proportion of the shares; who has voted or has it already counts. One act "assignment.share" for each 2,000 rows, so that nobody
 * waits long.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_share(rv_store *store, const rv_protocol *protocol, const char *who, const char *stage, rv_share *shares, size_t n,
                          uint64_t seed, char hex[RV_DIGEST_HEX], rv_error *err);
/**
 * Begins a calibration round: `size` reports drawn at random from those nobody has voted on, given to all of `reviewers` (NULL, 0: all
 * active people who may screen); each needs all their votes, blind until all are there. Act "assignment.calibrate"; `*round` is its number.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_calibrate(rv_store *store, const rv_protocol *protocol, const char *who, const char *stage, size_t size,
                              const char *const *reviewers, size_t n, uint64_t seed, int *round, char hex[RV_DIGEST_HEX], rv_error *err);
/** One report of a calibration round. Its votes, with names, are told only when all are there: the round is for talking about them. */
typedef struct {
    int         round;
    int64_t     report;
    int         votes, needed;    /**< votes: while not all are there, 1 when the viewer has voted, else 0 */
    size_t      n_seen;           /**< 0 until all votes are there */
    const char *const *reviewers, *const *verdicts, *const *reasons, *const *notes;
} rv_calibration;
RV_API RV_MUST_CHECK
rv_status rv_screen_calibrations(rv_store *store, const rv_protocol *protocol, const char *stage, const char *viewer,
                                 rv_status (*row)(void *user, const rv_calibration *row, rv_error *err), void *user, rv_error *err);

/* ---- Remarks and labels ------------------------------------------------------------------------------------------------ */

/** A person's remark on a report, apart from a vote; act "remark.add". */
RV_API RV_MUST_CHECK
rv_status rv_screen_remark(rv_store *store, const rv_protocol *protocol, const char *who, int64_t record, const char *stage, const char *text,
                           char hex[RV_DIGEST_HEX], rv_error *err);
/** Puts a label on a report, or takes one's own off; act "label.set". */
RV_API RV_MUST_CHECK
rv_status rv_screen_label(rv_store *store, const rv_protocol *protocol, const char *who, int64_t record, const char *stage, const char *label,
                          bool given, char hex[RV_DIGEST_HEX], rv_error *err);
/** A remark (label NULL) or label that stands. Texts live until the callback returns. */
typedef struct {
    int64_t     report, record;
    const char *stage, *reviewer, *text, *label, *at;
} rv_screen_mark;
/** Walks remarks and labels of one report (0: all) in the order they were made. A viewer is shown their own, and others' of stages that
    all votes, or a resolution, have decided; NULL: those alone. */
RV_API RV_MUST_CHECK
rv_status rv_screen_marks(rv_store *store, const rv_protocol *protocol, int64_t report, const char *viewer,
                          rv_status (*mark)(void *user, const rv_screen_mark *mark, rv_error *err), void *user, rv_error *err);

/* ---- A person's desk ------------------------------------------------------------------------------------------------------- */

/** In which order reports come; what was put off comes last, half-screened reports and assigned ones before others in each. */
typedef enum { RV_DESK_ORDER /**< of import */, RV_DESK_RANKED, RV_DESK_UNCERTAIN, RV_DESK_RANDOM } rv_desk_mode;
RV_API extern const char *const rv_desk_modes[];   /**< order, ranked, uncertain, random; NULL */

typedef struct {
    const char  *reviewer, *stage;
    rv_desk_mode mode;
    double       random_share;    /**< 0 to 1: of ranked reports so many are drawn at random, so that prevalence can be estimated */
    uint64_t     seed;
    int          lease_seconds;   /**< how long a report served is kept from others (default 1800) */
} rv_desk_options;
#define RV_DESK_OPTIONS_INIT { NULL, NULL, RV_DESK_ORDER, 0, 1, 1800 }

/**
 * One person screening at one stage, as a terminal or a server has it open for hours: everything is loaded once; afterwards only what
 * others did since is read, so that the next report after a decision costs one commit and a look at the queue. One for each thread.
 * Two desks never serve the same report for the same vote: a report that lacks m votes is with at most m people at once, by leases. A vote
 * given after its lease ran out counts all the same. What is served, and in which order, follows from the person's own votes and from
 * what all votes have decided, and never from a vote that is still blind.
 */
typedef struct rv_desk rv_desk;

/** What lies on the desk. report 0: nothing waits for this person. */
typedef struct {
    int64_t     report;
    const char *served;           /**< of rv_served_words; static */
    bool        again;            /**< they voted differently on records that were merged since */
    bool        postponed;        /**< they put it off before */
} rv_desk_item;

/** Where the person stands. */
typedef struct {
    int64_t decided;              /**< reports with their vote */
    int64_t session;              /**< votes since the desk was opened */
    int64_t waiting;              /**< reports that could still be served to them, put off or not */
    int64_t postponed;
} rv_desk_progress;

RV_API RV_MUST_CHECK
rv_status rv_desk_open(rv_desk **out, rv_store *store, const rv_protocol *protocol, const rv_desk_options *options, rv_error *err);
/** The next report, leased: the same again until it is decided, put off or skipped. */
RV_API RV_MUST_CHECK rv_status rv_desk_next(rv_desk *desk, rv_desk_item *item, rv_error *err);
/** The report that would be served after the one on the desk, leased too, so that it can be made ready; `item->report` 0: none. */
RV_API RV_MUST_CHECK rv_status rv_desk_peek(rv_desk *desk, rv_desk_item *item, rv_error *err);
/** Votes (or puts off) as the person of the desk and takes the next report, in one commit. `decision->reviewer`, `stage`, `served` are the
    desk's; record any of the report's. `next` may be NULL. */
RV_API RV_MUST_CHECK
rv_status rv_desk_decide(rv_desk *desk, const rv_decision *decision, rv_desk_item *next, char hex[RV_DIGEST_HEX], rv_error *err);
/** Takes the person's newest vote of this desk back and puts its report on the desk again; again, the one before. RV_ENOTFOUND when
    there is none. `item` also says which. */
RV_API RV_MUST_CHECK rv_status rv_desk_undo(rv_desk *desk, rv_desk_item *item, char hex[RV_DIGEST_HEX], rv_error *err);
RV_API void rv_desk_progress_get(const rv_desk *desk, rv_desk_progress *progress);
/** What the person may learn from: for each report in order of id 1 relevant, 0 not, -1 not known: their own votes (unsure counts as
    relevant) and what all votes have decided. Lives until the next call on the desk. `*n` reports, `*ids` theirs. */
RV_API RV_MUST_CHECK
rv_status rv_desk_labels(rv_desk *desk, const int64_t **ids, const signed char **labels, size_t *n, rv_error *err);
/** Ranks by these scores from now on; scores[n] in the order of rv_desk_labels(). */
RV_API RV_MUST_CHECK rv_status rv_desk_rank(rv_desk *desk, const double *scores, size_t n, rv_error *err);
/** Gives the leases back and frees. NULL is allowed. */
RV_API void rv_desk_close(rv_desk *desk);

/* ---- Full text ------------------------------------------------------------------------------------------------------------- */

/** A file of a report. Texts live until the callback returns. */
typedef struct {
    int64_t     report, record;
    const char *digest, *name, *media, *who, *at;
    int64_t     bytes;
} rv_attachment;
/** Keeps the file's bytes in the review under their SHA-256 and attaches it to the report of `record`; act "report.attach". The bytes are
    staged in short transactions; a file that several reports share is kept once. */
RV_API RV_MUST_CHECK
rv_status rv_report_attach(rv_store *store, const char *who, int64_t record, const char *path, char digest[RV_DIGEST_HEX],
                           char hex[RV_DIGEST_HEX], rv_error *err);
/** Takes a file off a report; the bytes stay. Act "report.detach". */
RV_API RV_MUST_CHECK
rv_status rv_report_detach(rv_store *store, const char *who, int64_t record, const char *digest, char hex[RV_DIGEST_HEX], rv_error *err);
/** Walks the files of a report (0: of all). */
RV_API RV_MUST_CHECK
rv_status rv_report_attachments(rv_store *store, int64_t report,
                                rv_status (*file)(void *user, const rv_attachment *file, rv_error *err), void *user, rv_error *err);
/** Calls `piece` with the bytes of a kept file, from the beginning; RV_ETAMPER when they are not those of the digest. */
RV_API RV_MUST_CHECK
rv_status rv_report_file_bytes(rv_store *store, const char *digest,
                               rv_status (*piece)(void *user, const void *bytes, size_t n, rv_error *err), void *user, rv_error *err);

/** A decision that a newer version of the protocol puts in question. Texts live until the callback returns. */
typedef struct {
    int64_t     report;
    const char *stage, *reviewer, *verdict, *reason;
    const char *part, *id, *change, *again;    /**< as rv_protocol_change */
    int         from, to;         /**< versions: the one it was made under, the one that changed */
} rv_reconsidered;
/**
 * Walks the standing decisions that were made before the protocol changed in what they rest on: a criterion added or made stricter asks
 * for those that include, one removed for those that exclude, one changed for all; a changed or removed reason for the exclusions that name it; a stage that
 * now asks for more people for its reports. What was decided again since is left out. A viewer is shown their own decisions, and
 * others' of reports that are decided.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_reconsider(rv_store *store, const rv_protocol *protocol, const char *viewer,
                               rv_status (*row)(void *user, const rv_reconsidered *row, rv_error *err), void *user, rv_error *err);

/* ---- What is still blind -------------------------------------------------------------------------------------------------- */

/** Which facts tell of another person's vote, remark or label while not all votes on the report are there: what shows facts or events
    asks it first. A snapshot. */
typedef struct rv_blind rv_blind;
/**
 * `viewer` NULL: everybody's are another's. A stage that the protocol no longer has is blind while its report waits anywhere. `protocol`
 * NULL: all are blind.
 */
RV_API RV_MUST_CHECK
rv_status rv_blind_load(rv_blind **out, rv_store *store, const rv_protocol *protocol, const char *viewer, rv_error *err);
/** True for the fact `ordinal` of the act with the local id `event`. */
RV_API bool rv_blind_fact(const rv_blind *blind, int64_t event, int64_t ordinal);
/** How many facts of an act are blind: when any is, neither its body nor its salt may be shown. */
RV_API size_t rv_blind_event(const rv_blind *blind, int64_t event);
/** Blind facts, and (`events` may be NULL) the acts they are of. */
RV_API size_t rv_blind_count(const rv_blind *blind, size_t *events);
RV_API void rv_blind_free(rv_blind *blind);       /**< NULL is allowed */

/* ---- Agreement ------------------------------------------------------------------------------------------------------- */

/** Agreement of two reviewers over reports both have voted on at a stage (unsure counts as include). Cohen (1960); PABAK (Byrt 1993). */
typedef struct {
    int64_t both_include, first_only, second_only, both_exclude;
    double  observed, kappa, kappa_se, pabak;   /**< NaN where not defined */
} rv_agreement;
RV_API RV_MUST_CHECK
rv_status rv_screen_agreement(rv_store *store, const rv_protocol *protocol, const char *stage, const char *first,
                              const char *second, rv_agreement *agreement, rv_error *err);

/* ---- Stopping -------------------------------------------------------------------------------------------------------- */

/* ---- Ranking --------------------------------------------------------------------------------------------------------- */

#ifdef __cplusplus
}
#endif

#endif
