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

/* ---- In and out ------------------------------------------------------------------------------------------------------------ */

/** An entry of a file that no record could be told for certain, with one record that it may be. Texts live until the callback returns. */
typedef struct {
    const char *file;
    size_t      line;
    const rv_bulk_record *entry;  /**< what the file says of it */
    const char *decisions;        /**< and decides, as JSON */
    size_t      candidates;       /**< 0: none was found, and the rest is empty */
    int64_t     record, report;
    const char *key;              /**< the record's name in every copy */
    const rv_bulk_record *fields; /**< its title, authors, year */
    double      probability;      /**< that it is the one; NaN when it is not known */
    const char *why;
} rv_screen_doubt;

/** How decisions of a file are taken. Zero is the default. Lists end with NULL. */
typedef struct {
    const char        *format;    /**< of rv_refs_formats, or "decisions"; NULL: found */
    const char        *stage;     /**< of decisions that say none; NULL: the protocol's first */
    const char        *verdict;   /**< for every entry at that stage that says none of it; what the file says of other stages is left */
    const char *const *reviewers; /**< "their name=ours"; "=ours" for decisions without a name, which are else of who imports */
    const char *const *reasons;   /**< "their words=id"; "=id" for exclusions without a reason */
    bool               resolutions;   /**< all resolve conflicts (else those whose role is "resolution") */
    bool               change;    /**< a vote that differs from the one that stands is a change of mind (else a fault) */
    bool               dry;       /**< find out without writing */
    void      (*fault)(void *user, const rv_problem *fault);            /**< may be NULL */
    rv_status (*doubt)(void *user, const rv_screen_doubt *doubt, rv_error *err);      /**< may be NULL */
    void       *user;
} rv_screen_import_options;

/** What an import came to. */
typedef struct {
    size_t entries, decisions;    /**< in the file; entries with decisions */
    size_t taken;                 /**< votes and resolutions written (dry: that would be) */
    size_t there;                 /**< passed over: said twice, or standing already in the same words */
    size_t unsure, unknown;       /**< entries left: several records, or none */
    size_t acts;                  /**< one for the votes and one for the resolutions of each stage */
    char   event[RV_DIGEST_HEX];  /**< of the last act, "" when nothing was written */
} rv_screen_import_summary;

/**
 * Takes the decisions of a file as votes and resolutions: our own table (rv_screen_import(), and with columns doi, pmid, accession, title,
 * authors, year in place of record; answers to doubts), or any file of references that carries decisions (Rayyan, Covidence, ASReview,
 * EPPI-Reviewer). Each entry is found by its key, DOI, PubMed or accession number, then by what it says as deduplication judges; what is
 * not sure is told and left. Other tools' words for stages and reasons become the protocol's; the words themselves stand in the note.
 * Labels are put on by who decides, in the same act (rv_screen_label()); one that cannot be a label, as it is too long, stands in the note. What is of one stage and role is one act, stage after stage as the protocol has them; nothing is written while the file has
 * a fault that can be told before that. The same file again adds nothing. While others' votes on a report are blind, a vote of another
 * person that stands stays, and nothing is said of it.
 * Errors  RV_EPARSE "file:line: ..." the first fault, and how many there are; RV_EINVAL options that the protocol has not.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_import_file(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                                const rv_screen_import_options *options, rv_screen_import_summary *summary, rv_error *err);

/** Programs that decisions are written for: rayyan, covidence, asreview, eppi; NULL at the end. */
RV_API extern const char *const rv_screen_programs[];
/**
 * Writes every report with the decisions that `viewer` may see (as rv_screen_decisions() does), in the form that a program of
 * rv_screen_programs reads. `stage` NULL: of all stages. `*n` is how many reports.
 * Errors  RV_EINVAL no such program or stage.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_export(rv_store *store, const rv_protocol *protocol, const char *viewer, const char *stage, const char *program,
                           rv_output *out, uint64_t *n, rv_error *err);

/* ---- Who screens what ------------------------------------------------------------------------------------------------------- */

/** Gives records to a reviewer, or takes them back; act "assignment.give". */
RV_API RV_MUST_CHECK
rv_status rv_screen_assign(rv_store *store, const rv_protocol *protocol, const char *who, const char *stage, const char *reviewer,
                           const int64_t *records, size_t n, bool given, char hex[RV_DIGEST_HEX], rv_error *err);
/** Says what became of a report; act "report.state". */
RV_API RV_MUST_CHECK
rv_status rv_screen_state(rv_store *store, const char *who, int64_t record, const char *state, const char *note,
                          char hex[RV_DIGEST_HEX], rv_error *err);

/** What became of a report: its newest state. Texts live until the callback returns; note "" where there is none. */
typedef struct {
    int64_t     report, record;
    const char *state;            /**< of rv_report_states */
    const char *note, *who, *at;
} rv_report_state;
/** Walks the newest state of each report of which one was said, in order of report; `report` (any of its records) 0: of all. */
RV_API RV_MUST_CHECK
rv_status rv_screen_states(rv_store *store, int64_t report, rv_status (*tell)(void *user, const rv_report_state *state, rv_error *err),
                           void *user, rv_error *err);

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
    const char *reasons;          /**< all reasons it was excluded for: ids with blanks between, `reason` first, in the protocol's order */
    const char *state;            /**< newest report state */
    bool        resolved;
    bool        postponed;        /**< the viewer put it off, and has said nothing since */
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
/** The same of the report of one record, without looking at the others; nothing is told when there is no conflict. */
RV_API RV_MUST_CHECK
rv_status rv_screen_conflict(rv_store *store, const rv_protocol *protocol, const char *stage, int64_t record,
                             rv_status (*conflict)(void *user, const rv_conflict *conflict, rv_error *err), void *user, rv_error *err);
/**
 * Sends a conflict back, as a person who has no vote on it: in one act "decision.send-back" the votes are taken back, the report is given
 * anew to those who gave them, and `remark` is said to them (rv_screen_marks() tells it at once, without a name until all is decided).
 * Errors  RV_EINVAL no conflict, no remark, or who voted; what rv_person_may(RV_MAY_ADJUDICATE) says.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_send_back(rv_store *store, const rv_protocol *protocol, const char *who, int64_t record, const char *stage,
                              const char *remark, char hex[RV_DIGEST_HEX], rv_error *err);
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

/**
 * One report as the viewer may know it: `row` at every stage, as rv_screen_each() tells it, then `decision` as rv_screen_decisions() does.
 * Either may be NULL. What the other reports say is not read. RV_ENOTFOUND `report` names none.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_report(rv_store *store, const rv_protocol *protocol, int64_t report, const char *viewer,
                           rv_status (*row)(void *user, const rv_screen_status *row, rv_error *err),
                           rv_status (*decision)(void *user, const rv_standing_decision *row, rv_error *err), void *user, rv_error *err);

/** The report that a desk in order of import would serve first, without a lease on it; 0 when none. Reads only. */
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
/** RV_EINVAL "... is not of this review's people; ..." or what their role lacks. Votes and resolutions are checked so inside their own
    write; those of another person need RV_MAY_LEAD, and that the other is of the people, at work or not. */
RV_API RV_MUST_CHECK rv_status rv_person_may(rv_store *store, const char *name, rv_right right, rv_error *err);

/** The role of one person, of rv_roles (static): NULL for who is not of the people or works no more, "lead" for everybody in a review that
    names no people. */
RV_API RV_MUST_CHECK rv_status rv_person_role(rv_store *store, const char *name, const char **role, rv_error *err);

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
    int64_t short_of;             /**< reports that wait for more votes than those who are left could give: add people */
} rv_person_end;
/** Ends a person's work, act "person.deactivate": decisions stay; what was assigned to them and waits for their vote goes to `heir` (NULL,
    or where `heir` has it already: back to the common queue), beyond 1,000 rows by further acts "assignment.give"; their leases end.
    From the first act on nobody waits for them. rv_person_set() lets them work again; done twice, it gives on what is left.
    Errors  RV_EINVAL not of the people, the last lead, an heir who may not screen. */
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
 * Gives out all reports that wait at a stage and lack people, each to as many as it lacks, by lot (the same seed, the same lot) in the
 * proportion of the shares; who has voted or has it already counts, and is not given it again. Where everybody is free for every report,
 * each is given their part rounded up or down; nobody is given more than there are reports. One act "assignment.share" for each 1,000
 * rows, so that nobody waits long; `hex` is the last's, "" when nothing lacks people.
 * Errors  RV_EINVAL no stage, a share not above 0, a person twice or who may not screen, more than 64 people.
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

/** What awaits a person at a stage. That somebody has voted counts, never what. */
typedef struct {
    const char *stage, *reviewer;
    int64_t     given;            /**< reports given to them that wait for their vote */
    int64_t     common;           /**< others that wait and lack people, of the common queue */
    int64_t     begun;            /**< of both, those that somebody else has voted on */
    int64_t     conflicts;        /**< those they may settle */
} rv_waits;
/** Walks the people who may screen (where the review names none: who has voted or has been given anything), by stage (NULL: all)
    and name. */
RV_API RV_MUST_CHECK
rv_status rv_screen_waits(rv_store *store, const rv_protocol *protocol, const char *stage,
                          rv_status (*row)(void *user, const rv_waits *row, rv_error *err), void *user, rv_error *err);

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
/** Walks remarks and labels of one report (0: all, by report) in the order they were made. A viewer is shown their own, and others' of
    stages that all votes, or a resolution, have decided; NULL: those alone. While the votes, all there, are in conflict, a viewer is shown
    others' too, but without names and times ("") and in an order that tells neither. */
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
    const char *served;           /**< of rv_served_words; static; NULL: the person went to it */
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
/** Reports kept ahead for one person at most. */
enum { RV_DESK_AHEAD = 20 };
/**
 * The reports that would be served after the one on the desk, in their order, leased too, so that the person can go on while the connection
 * is lost: a vote on any of them is rv_desk_decide()'s. From then on so many are kept ahead after each vote, each by one row more.
 *
 * Shapes  items[want]; `*n` of them are filled, fewer when no more wait.
 * Errors  RV_EINVAL more than RV_DESK_AHEAD.
 */
RV_API RV_MUST_CHECK rv_status rv_desk_ahead(rv_desk *desk, size_t want, rv_desk_item *items, size_t *n, rv_error *err);
/**
 * Puts a report that the person chose, in a list or a search, first on their desk, leased, also when enough others read it or they have
 * voted on it already; it stays until they decide or choose another. A vote on it says that they went to it (no `served`), unless it was
 * ahead for them or put off: then it came up as it did, so that a random sample does not lack what draws people.
 * Errors  RV_ENOTFOUND no such record; RV_EINVAL it has not reached the stage. `item` is then untouched.
 */
RV_API RV_MUST_CHECK rv_status rv_desk_put(rv_desk *desk, int64_t record, rv_desk_item *item, rv_error *err);
/** Votes (or puts off) as the person of the desk and takes the next report, in one commit. `decision->reviewer`, `stage`, `served` are the
    desk's; record any of the report's, or of another report: then what lies on the desk stays. `next` may be NULL. RV_OK says that the
    vote stands; should only the next report not be had, `next->report` is 0 and rv_desk_next() tells why. After a failure nothing was
    written, and `next` is untouched.
    Errors  as rv_screen_vote(); RV_EINVAL the protocol has a new version, which the person has not seen. */
RV_API RV_MUST_CHECK
rv_status rv_desk_decide(rv_desk *desk, const rv_decision *decision, rv_desk_item *next, char hex[RV_DIGEST_HEX], rv_error *err);
/** Takes the person's newest vote of this desk back (what they had said before it stands again) and puts its report on the desk; again,
    the one before. RV_ENOTFOUND when there is none. `item` also says which. */
RV_API RV_MUST_CHECK rv_status rv_desk_undo(rv_desk *desk, rv_desk_item *item, char hex[RV_DIGEST_HEX], rv_error *err);
RV_API void rv_desk_progress_get(const rv_desk *desk, rv_desk_progress *progress);
/** What the person may learn from: for each report in order of id 1 relevant, 0 not, -1 not known: their own votes (unsure counts as
    relevant) and what all votes have decided. Lives until the next call on the desk, or another of its room. `*n` reports, `*ids` theirs.
    From then on the desk needs two bytes a report more. */
RV_API RV_MUST_CHECK
rv_status rv_desk_labels(rv_desk *desk, const int64_t **ids, const signed char **labels, size_t *n, rv_error *err);
/** Ranks by these scores from now on: scores[i] of report ids[i], rising; reports that are not among them come last. Both are copied.
    What lies on the desk stays there. RV_EINVAL the desk is in a room with others: rv_room_rank(). */
RV_API RV_MUST_CHECK
rv_status rv_desk_rank(rv_desk *desk, const int64_t *ids, const double *scores, size_t n, rv_error *err);
/** Gives the leases back and frees. NULL is allowed. */
RV_API void rv_desk_close(rv_desk *desk);

/* ---- A room of many desks -------------------------------------------------------------------------------------------------- */

/**
 * What all desks at a stage share in one program: reports, votes, leases and orders are in memory once, and what others wrote is read once.
 * Each desk costs a bit a report for each state that some report is in for the person, three to six of them as a rule; a vote costs as much as
 * there are people who have to do with the report, whatever the number of desks. Desks that come by lot share an order when they share the seed; each
 * seed more costs about nine bytes a report. To a person a desk in a room is as one of their own: rv_desk.
 * One thread uses a room and its desks, with the store that they were opened with; that store may be in a group of acts.
 */
typedef struct rv_room rv_room;
/**
 * Loads a stage. `store` and `protocol` must outlive the room; it is ended with rv_room_close(). NULL on failure.
 * Errors  RV_EINVAL not a stage.
 */
RV_API RV_MUST_CHECK
rv_status rv_room_open(rv_room **out, rv_store *store, const rv_protocol *protocol, const char *stage, rv_error *err);
/** Frees once the last of its desks is closed too. NULL is allowed. */
RV_API void rv_room_close(rv_room *room);
/** Opens a person's desk in the room; `options->stage` may be NULL. Ends with rv_desk_close(). On failure `*out` is NULL.
    Errors  RV_EINVAL options that are none, or the person may not screen. */
RV_API RV_MUST_CHECK rv_status rv_desk_open_in(rv_desk **out, rv_room *room, const rv_desk_options *options, rv_error *err);
/** What the team may learn from: as rv_desk_labels(), but of what all votes, or a resolution, have decided alone. Lives until the next call
    on the room or a desk in it. */
RV_API RV_MUST_CHECK
rv_status rv_room_labels(rv_room *room, const int64_t **ids, const signed char **labels, size_t *n, rv_error *err);
/** As rv_desk_rank(), for all desks whose mode is ranked or uncertain. Sorts all reports: some milliseconds for 100,000. */
RV_API RV_MUST_CHECK
rv_status rv_room_rank(rv_room *room, const int64_t *ids, const double *scores, size_t n, rv_error *err);
/** After a group of acts was rolled back (and after any failure that leaves it open what stands): what was read within it may not be true,
    so that all is read anew at the next call. What was decided in the group lies on its desk again, as it came up; votes that stand can be
    undone as ever. */
RV_API void rv_room_forget(rv_room *room);

/* ---- Terms of the protocol ----------------------------------------------------------------------------------------------------- */

/** A stretch of a text to be marked: its bytes [from, to). */
typedef struct {
    size_t from, to;
    bool   against;               /**< it speaks against inclusion; false: for it */
} rv_highlight;
/**
 * Finds the terms of the protocol in a text, at whole words, whatever the case and the marks on letters. "*" after a word stands for any
 * ending; the words of a phrase may have blanks, line ends or a hyphen between them, and a hyphen may be missing on either side ("drop-out",
 * "dropout"). Chinese and Japanese signs are words each. Stretches come in order and do not overlap: the longest term at a place counts; one
 * that begins within another goes on from its end. `*out` is freed by the caller. O(n) in the length of the text.
 */
RV_API RV_MUST_CHECK
rv_status rv_highlights(const rv_protocol *protocol, const char *text, rv_highlight **out, size_t *n, rv_error *err);

/**
 * Ranks in the background, in a thread and with an open review of its own, so that nobody waits for it: feed it what rv_desk_labels()
 * says after each decision, ask it for scores before each next report, and hand them to rv_desk_rank(). It reads the reports' texts when
 * it is fed the first time, and again when other reports are fed; until the first relevant report it goes by the protocol's own words.
 */
typedef struct rv_trainer rv_trainer;
/** `model` is one of rv_rank_models, NULL the default; what is wanted of the protocol is copied. RV_EINVAL no such model. */
RV_API RV_MUST_CHECK
rv_status rv_trainer_open(rv_trainer **out, const char *path, const rv_protocol *protocol, const char *model, rv_error *err);
/** Copies the labels and returns at once; only the newest count. */
RV_API RV_MUST_CHECK
rv_status rv_trainer_feed(rv_trainer *trainer, const int64_t *ids, const signed char *labels, size_t n, rv_error *err);
/** New scores, in order of report; they live until the next call. `*n` is 0 when there are none since the last call; `wait`: how many
    seconds to wait for those of what was fed last. What failed in the background is told here, once. */
RV_API RV_MUST_CHECK
rv_status rv_trainer_take(rv_trainer *trainer, double wait, const int64_t **ids, const double **scores, size_t *n, rv_error *err);
/** Ends the thread, which may take as long as one training, and frees. NULL is allowed. */
RV_API void rv_trainer_close(rv_trainer *trainer);

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
 * Walks the standing decisions (of a resolved report the resolution alone) that were made before the protocol changed in what they rest
 * on, by report, stage and reviewer: a criterion added asks for those that include, one removed for those that exclude, one changed, or a
 * changed part of the question, for all; a changed or removed reason for the exclusions that name it; a stage that now asks for more people
 * for those of its reports that lack votes. What was decided again since is left out, as is what was changed and changed back. A decision's
 * version is the newest that came before it in the trail, along its parents. A viewer is shown their own decisions, and others' of reports
 * that are decided.
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
/** Adds facts that another layer keeps blind (event and ordinal of each), as extraction does with people's own versions. */
RV_API RV_MUST_CHECK rv_status rv_blind_add(rv_blind *blind, const int64_t (*places)[2], size_t n, rv_error *err);
RV_API void rv_blind_free(rv_blind *blind);       /**< NULL is allowed */

/* ---- Agreement ------------------------------------------------------------------------------------------------------- */

/** Categories of a table at most. */
enum { RV_AGREE_CATEGORIES = 32 };

/** A kappa, plain or weighted; NaN where not defined. */
typedef struct {
    double observed, expected;    /**< po, pe; with the weights */
    double kappa;                 /**< (po - pe) / (1 - pe) */
    double se, ci_lo, ci_hi;      /**< large-sample; the interval is not cut at 1 */
    double se0, z;                /**< standard error where kappa is 0; z = kappa / se0 */
} rv_kappa;

/** What a table of two people's judgements gives. NaN is "not defined", and `why` says so. */
typedef struct {
    double n;                     /**< judged by both */
    rv_kappa kappa, linear, quadratic;   /**< Cohen's; weights 1 - |i - j| / (k - 1), 1 - ((i - j) / (k - 1))^2 */
    double scott_pi;
    double ac1_expected, ac1, ac1_se, ac1_lo, ac1_hi;    /**< Gwet's; upper limit cut at 1 */
    double pabak, pabak_se, pabak_lo, pabak_hi;          /**< (k po - 1) / (k - 1) */
    double prevalence_index, bias_index;                 /**< two categories: (a - d) / n, (b - c) / n */
    double positive, negative;                           /**< two categories: 2a / (2a + b + c), 2d / (2d + b + c) */
    const char *why;              /**< why something is not defined, "" when all is; static */
} rv_agree_two;

/**
 * Agreement of two people.
 *
 * Shapes  table[k k], row-major: table[i * k + j] of the first person's category i and the second's j; 2 <= k <= 32. Of two
 *         categories the first is the positive one (include); weighted kappas take the order of categories as given.
 * Units   level: of the normal intervals, 0.95.
 * Errors  RV_EINVAL  k; RV_EDOMAIN a negative count, or a level outside 0 to 1. An empty table is no error: all NaN.
 * Source  Cohen (1960) Educ Psychol Meas 20:37-46, (1968) Psychol Bull 70:213-220; standard errors Fleiss, Cohen & Everitt (1969)
 *         Psychol Bull 72:323-327; Scott (1955) Public Opin Q 19:321-325; Gwet (2008) Br J Math Stat Psychol 61:29-48; Byrt,
 *         Bishop & Carlin (1993) J Clin Epidemiol 46:423-429; Cicchetti & Feinstein (1990) J Clin Epidemiol 43:551-558.
 */
RV_API RV_MUST_CHECK
rv_status rv_agree_table(const int64_t *table, size_t k, double level, rv_agree_two *out, rv_error *err);

/** Fleiss' kappa; NaN where not defined. */
typedef struct {
    size_t units;
    double raters;                /**< votes on each */
    double kappa, observed, expected;
    double se0, z;                /**< under no agreement */
    const char *why;
} rv_fleiss;

/**
 * Agreement of as many votes on each unit, whoever gave them.
 *
 * Shapes  counts[n k]: votes on unit i for category j, the same number on each unit; category_kappa[k] (may be NULL): the kappa of
 *         each category against the others.
 * Errors  RV_EINVAL units with different numbers of votes; RV_EDOMAIN a negative count; RV_ENOMEM.
 * Source  Fleiss (1971) Psychol Bull 76:378-382; se0 Fleiss, Nee & Landis (1979) Psychol Bull 86:974-977.
 */
RV_API RV_MUST_CHECK
rv_status rv_agree_fleiss(const int64_t *counts, size_t n, size_t k, rv_fleiss *out, double *category_kappa, rv_error *err);

typedef enum { RV_AGREE_NOMINAL, RV_AGREE_ORDINAL, RV_AGREE_INTERVAL } rv_agree_metric;

/** Krippendorff's alpha; NaN where not defined. */
typedef struct {
    size_t units, values;         /**< with two votes or more; votes on these */
    double alpha, observed, expected;    /**< 1 - Do / De, Do, De */
    const char *why;
} rv_krippendorff;

/**
 * Agreement of any number of votes on each unit.
 *
 * Shapes  values[]: the votes on unit u stand from ends[u - 1] (0 for the first) to ends[u]; NaN is a missing one.
 * Errors  RV_EINVAL ends that do not rise; RV_EDOMAIN an infinite value; RV_ENOMEM.
 * Source  Krippendorff (2011) Computing Krippendorff's alpha-reliability.
 */
RV_API RV_MUST_CHECK
rv_status rv_agree_krippendorff(const double *values, const size_t *ends, size_t units, rv_agree_metric metric,
                                rv_krippendorff *out, rv_error *err);

/** Whose agreement, where and when. Texts may be NULL except stage. */
typedef struct {
    const char *stage;
    const char *first, *second;   /**< two people; NULL: every pair */
    const char *from, *to;        /**< days, YYYY-MM-DD, both included: only votes given then */
    double      level;            /**< of the intervals; 0: 0.95 */
    int         round;            /**< of calibration, alone; 0: all reports */
} rv_agreement_query;

/** Agreement of two people at a stage. Names live until the callback returns. */
typedef struct {
    const char  *first, *second;
    int64_t      table[3][3];     /**< include, unsure, exclude */
    rv_agree_two three;           /**< of the three, in this order */
    rv_agree_two two;             /**< unsure counts as include */
} rv_agreement_pair;

/** Agreement of all who voted at a stage. */
typedef struct {
    size_t reports, people;       /**< on which two or more have voted and all votes are there; who gave these votes */
    int64_t include, unsure, exclude;    /**< votes */
    rv_fleiss       fleiss;       /**< include (or unsure) and exclude, over reports with as many votes as the stage asks for,
                                       of a round with all its votes */
    rv_krippendorff nominal, ordinal;    /**< include, unsure, exclude */
    rv_krippendorff binary;       /**< include (or unsure) and exclude */
} rv_agreement_all;

/**
 * Agreement at a stage: of pairs, in order of their names, and of all.
 *
 * Counts only reports that all needed votes have decided (so that nobody learns another's vote), and there, where votes are blind,
 * what each person said before the last needed vote opened the report: a change of mind after seeing the others' is no
 * independent judgement. A person whose votes on records merged later differ does not count on that report.
 * `pair`, `all` may be NULL.
 * Errors  RV_EINVAL not a stage; the same person twice; a day that is none.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_agreements(rv_store *store, const rv_protocol *protocol, const rv_agreement_query *query,
                               rv_status (*pair)(void *user, const rv_agreement_pair *pair, rv_error *err),
                               rv_status (*all)(void *user, const rv_agreement_all *all, rv_error *err), void *user, rv_error *err);

/** Agreement of two reviewers in short, of include (or unsure) and exclude, as rv_screen_agreements() counts. */
typedef struct {
    int64_t both_include, first_only, second_only, both_exclude;
    double  observed, kappa, kappa_se, pabak;   /**< NaN where not defined */
} rv_agreement;
RV_API RV_MUST_CHECK
rv_status rv_screen_agreement(rv_store *store, const rv_protocol *protocol, const char *stage, const char *first,
                              const char *second, rv_agreement *agreement, rv_error *err);

/* ---- Stopping -------------------------------------------------------------------------------------------------------- */

/** Judgements in the order in which they were made. */
typedef struct {
    const bool *relevant;         /**< [screened] */
    const bool *random;           /**< [screened] came up in random order, not by rank; NULL: none did */
    size_t      screened, total;  /**< L and N: judged, and all there are */
} rv_stop_order;

/** The criterion for one target. */
typedef struct {
    double p;                     /**< least over all suffixes; 1 when nothing is screened, 0 also when the target cannot be missed */
    size_t urn_size;              /**< s, the suffix that gives it, as draws; 0 when there is none */
    size_t urn_population;        /**< M_s, of which it is taken as drawn at random */
    size_t relevant_in_urn;       /**< c_s */
    double k_hat;                 /**< K_s, relevant ones there would have to be if the target were missed */
} rv_stop_p;

/**
 * The criterion of Callaghan and Mueller-Hansen: p of the hypothesis that the recall is still below the target.
 *
 *     for every s = 1..L, r found, c_s of them among the last s:
 *     K_s = floor(r / t + 1 - (r - c_s))     M_s = N - (L - s)     p_s = P(X <= c_s), X ~ Hypergeometric(M_s, K_s, s)
 *     p = min p_s, over s with K_s <= M_s
 *
 * With a bias other than 1 X has Wallenius' distribution: a relevant record is `bias` times as likely to come up as another, as the
 * ranking makes it; above 1 it stops sooner, and rightly only if the ranking is that good to the end.
 * p is the least of many and is looked at again and again; it is not corrected for that.
 * Within a run of irrelevant records p_s falls with s: r + 2 evaluations are enough.
 * Errors  RV_EDOMAIN target outside (0, 1], bias not positive; RV_EINVAL more screened than there are.
 * Source  Callaghan & Mueller-Hansen (2020) Syst Rev 9:273, as in their program buscarpy.
 */
RV_API RV_MUST_CHECK
rv_status rv_stop_hypergeometric(const rv_stop_order *order, double target, double bias, rv_stop_p *out, rv_error *err);

/** The same for the random end of the order alone, where its theory holds: p_s with s the records that came up at random last, in one
    run. RV_ENOTFOUND when the order does not end in random ones. */
RV_API RV_MUST_CHECK
rv_status rv_stop_random_end(const rv_stop_order *order, double target, rv_stop_p *out, rv_error *err);

/** What can be claimed at a confidence. */
typedef struct {
    size_t missed;                /**< at most so many relevant ones are still to be found */
    double recall;                /**< r / (r + missed); NaN when nothing was found */
    double p;                     /**< of missing more than that */
} rv_stop_claim;
/** The highest recall for which the criterion holds: p < 1 - confidence. Errors as rv_stop_hypergeometric(). */
RV_API RV_MUST_CHECK
rv_status rv_stop_claimed(const rv_stop_order *order, double confidence, double bias, rv_stop_claim *out, rv_error *err);
/** How many more irrelevant records in a row it takes until the criterion holds; 0 when it does. At most what is unscreened. */
RV_API RV_MUST_CHECK
rv_status rv_stop_cost(const rv_stop_order *order, double target, double confidence, double bias, size_t *more, rv_error *err);
/**
 * The same when what is left is read in random order: the least s with P(X <= 0) < 1 - confidence, X ~ Hypergeometric(remaining,
 * floor(found / target - found + 1), s). `remaining` when no less is enough.
 */
RV_API RV_MUST_CHECK
rv_status rv_stop_zero_hits(size_t found, size_t remaining, double target, double confidence, size_t *sample, rv_error *err);

/** The knee of the gain curve. */
typedef struct {
    size_t rank, found;           /**< i, c_i; 0 when nothing was found */
    double rho;                   /**< slope before over slope after; NaN where there is no before or no after */
    double threshold;             /**< 156 - min(R, 150) */
    bool   bent;                  /**< rho >= threshold */
    bool   stop;                  /**< and s >= 1000 */
} rv_stop_knee;
/**
 *     i maximises c_i - R i / s (the first)      rho = (c_i / i) / ((1 + R - c_i) / (s - i))
 * Source  Cormack & Grossman (2016) SIGIR 75-84.
 */
RV_API void rv_stop_at_knee(const rv_stop_order *order, rv_stop_knee *out);
/** The rank that ends the first run of so many irrelevant ones; 0 when there is none, or `run` is 0. */
RV_API size_t rv_stop_after_run(const rv_stop_order *order, size_t run);
/** How many irrelevant ones the order ends with. */
RV_API size_t rv_stop_run_now(const rv_stop_order *order);
RV_API size_t rv_stop_found(const rv_stop_order *order);

/** How many relevant ones there are, from a random sample. */
typedef struct {
    const char *method;           /**< in words, static */
    double total, total_lo, total_hi;       /**< relevant ones in all */
    double recall, recall_lo, recall_hi;    /**< found of them; NaN when there may be none */
} rv_recall;
/**
 * From a sample without replacement of `drawn` out of `remaining` records, `hits` of them relevant; `found` are known besides. All
 * Y in 0..remaining are kept that neither tail of the hypergeometric distribution rejects at (1 - confidence) / 2; at the same time
 * total = found + Y.
 * `found` counts none of the remaining records; `known` of all relevant ones have been found by now, the hits among them.
 * Errors  RV_EINVAL numbers that do not fit together; RV_EDOMAIN confidence.
 */
RV_API RV_MUST_CHECK
rv_status rv_recall_from_sample(size_t found, size_t remaining, size_t drawn, size_t hits, size_t known, double confidence,
                                rv_recall *out, rv_error *err);
/**
 * From a random sample of which it is known without the screening under test which are relevant: `recovered` of `hits`, with the
 * exact binomial interval. `found` in all.
 * Source  Clopper & Pearson (1934) Biometrika 26:404-413.
 */
RV_API RV_MUST_CHECK
rv_status rv_recall_from_controls(size_t hits, size_t recovered, size_t found, double confidence, rv_recall *out, rv_error *err);
/** The best that the order itself has: its random end (a sample of what was unscreened), else its random start (a sample of all), by
    rv_recall_from_sample(), if `least` records came up at random in one run there; else all that came up at random among the ranked
    ones, each against what was unscreened then (Poisson-binomial, with the others taken as given: approximate). RV_ENOTFOUND when
    fewer than `least` did. */
RV_API RV_MUST_CHECK
rv_status rv_recall_of_order(const rv_stop_order *order, size_t least, double confidence, rv_recall *out, rv_error *err);

/** Thresholds of the SAFE procedure, and what the records alone cannot say. */
typedef struct {
    double random_share;          /**< of all, screened in random order to begin with */
    double least_share;           /**< of all, screened at least */
    double times;                 /**< as many screened as times the relevant ones estimated from the random set */
    size_t run;                   /**< irrelevant ones in a row, with each model */
    size_t key_papers, key_found; /**< known beforehand; of these found. 0: none named */
    size_t switched;              /**< screened when another model took over; 0: not yet */
    size_t checked;               /**< excluded records looked at again to check the quality; 0: not yet */
} rv_safe_options;
#define RV_SAFE_OPTIONS_INIT { 0.01, 0.10, 2, 50, 0, 0, 0, 0 }

typedef enum { RV_SAFE_NO, RV_SAFE_YES, RV_SAFE_UNKNOWN } rv_safe_state;
enum { RV_SAFE_ITEMS = 8 };
typedef struct {
    int           phase;          /**< 1 to 4 */
    const char   *words;          /**< static */
    double        value, wanted;  /**< NaN where there is none */
    rv_safe_state state;
} rv_safe_item;
/** The checklist: RV_SAFE_ITEMS rows in order of phases; returns true when none is left open.
    Source  Boetje & van de Schoot (2024) Syst Rev 13:81; thresholds are the usual ones, and options. */
RV_API bool rv_safe_check(const rv_stop_order *order, const rv_safe_options *options, rv_safe_item items[RV_SAFE_ITEMS]);

/** What may be said of a criterion, from what was measured of it; static. */
RV_API extern const char *const rv_stop_words_hypergeometric;
RV_API extern const char *const rv_stop_words_biased;
RV_API extern const char *const rv_stop_words_random;   /**< a sample of rv_stop_zero_hits() */
RV_API extern const char *const rv_stop_words_run;
RV_API extern const char *const rv_stop_words_knee;
RV_API extern const char *const rv_stop_words_safe;

/** The order at a stage, as a viewer may know it. */
typedef struct {
    rv_stop_order order;          /**< its arrays belong to this */
    int64_t *reports;             /**< [screened] */
    size_t   undecided;           /**< of the screened: by the viewer's own vote alone, or in conflict */
} rv_screen_order;
/**
 * Reports in the order of the first vote that the viewer may know: their own votes, and everybody's on reports that all votes, or a
 * resolution, have decided. Relevant: decided so, else by the viewer's own vote (unsure counts as include). `viewer` NULL: decided
 * reports alone. End it with rv_screen_order_free().
 * Errors  RV_EINVAL not a stage. On failure it is empty.
 */
RV_API RV_MUST_CHECK
rv_status rv_screen_order_load(rv_screen_order *out, rv_store *store, const rv_protocol *protocol, const char *stage,
                               const char *viewer, rv_error *err);
RV_API void rv_screen_order_free(rv_screen_order *order);

/* ---- Ranking --------------------------------------------------------------------------------------------------------- */

/** What ranking reads of a record; NULL or "" where there is none. */
typedef struct { const char *title, *abstract, *keywords; } rv_rank_text;
/** Gives text `i`, from 0; it must live until the next call. */
typedef rv_status rv_rank_read(void *user, size_t i, rv_rank_text *text, rv_error *err);

/** A way to see records and to learn. `how` is its parameters, for the library alone. */
typedef struct { const char *name, *about; const struct rv_rank_how *how; } rv_rank_model;
/** The models: the first is the default; a NULL name at the end. */
RV_API extern const rv_rank_model rv_rank_models[];

/**
 * Ranks the records of one review by how likely they are relevant. A ranker has no database and no state outside itself, and labels are
 * copied in, so that one may train in a thread of its own; one thread at a time may use a ranker.
 */
typedef struct rv_ranker rv_ranker;
/**
 * Reads and indexes `n` texts; none is kept. `model` NULL: the default. On failure `*out` is NULL.
 * Errors  RV_EINVAL no such model (the message lists them); what `read` says.
 */
RV_API RV_MUST_CHECK
rv_status rv_ranker_open(rv_ranker **out, const char *model, size_t n, rv_rank_read *read, void *user, rv_error *err);
RV_API void rv_ranker_free(rv_ranker *ranker);                       /**< NULL is allowed */
/**
 * Adds a text that is taken as relevant until relevant records are known: the protocol's own words. Its weight fades with each relevant
 * record and is gone at the fifth. Counts from the next training on. Terms that no two records have say nothing.
 */
RV_API RV_MUST_CHECK rv_status rv_ranker_hint(rv_ranker *ranker, const rv_rank_text *text, rv_error *err);
/**
 * Learns from `labels[n]`: 1 relevant, 0 not relevant, -1 not known. It begins with what the last call found, which makes it fast and
 * changes nothing else: the scores follow from the labels, within 1e-4. While no record is labelled 0, records spread evenly over
 * those not known are presumed not relevant. Without a relevant record and without a hint all scores are 0.
 * Errors  RV_EINVAL another label; RV_ENOCONV.
 */
RV_API RV_MUST_CHECK rv_status rv_ranker_train(rv_ranker *ranker, const signed char *labels, rv_error *err);
/** The scores of all records, labelled ones too, from the last training: the higher, the likelier relevant; no probabilities. They live
    until the next training. */
RV_API const double *rv_ranker_scores(const rv_ranker *ranker);
RV_API size_t rv_ranker_count(const rv_ranker *ranker);

/** How the next records are chosen. */
typedef struct {
    bool     uncertain;           /**< those about which the machine is least sure first, not those likeliest relevant */
    double   random_share;        /**< 0 to 1: this share of all places goes to records drawn at random, which tell how many relevant
                                       ones there are */
    uint64_t seed;                /**< of the random ones; the same seed and labels, the same records */
} rv_rank_options;
#define RV_RANK_OPTIONS_INIT { false, 0, 0 }
typedef struct {
    size_t record;                /**< from 0 */
    bool   random;                /**< drawn at random among all that waited */
} rv_rank_pick;
/**
 * The next `want` records among those with `waiting[n]` true, without repeats; ties go to the lowest record. `turn` is the number of
 * records chosen before; the random places follow from it and the seed, so that a queue computed again is the same queue. `*got` is
 * less than `want` when no more wait.
 * Errors  RV_EINVAL random_share is outside 0 to 1.
 */
RV_API RV_MUST_CHECK
rv_status rv_rank_next(const rv_ranker *ranker, const bool *waiting, const rv_rank_options *options, uint64_t turn,
                       rv_rank_pick *picks, size_t want, size_t *got, rv_error *err);

/** Records with known labels, for simulation: CSV, also compressed, with the columns id, title, abstract, label (0 or 1) and perhaps
    keywords; others are passed over. */
typedef struct {
    size_t       n;
    const char *const  *ids;
    const rv_rank_text *texts;
    const signed char  *labels;
} rv_labelled;
/** Errors  RV_EPARSE "file:line: ..." a column that is not there, an empty or repeated id, a label that is neither 0 nor 1. */
RV_API RV_MUST_CHECK rv_status rv_labelled_open(const rv_labelled **out, const char *path, rv_error *err);
RV_API void rv_labelled_free(const rv_labelled *set);                /**< NULL is allowed */
/** The record with this id, or n. */
RV_API size_t rv_labelled_find(const rv_labelled *set, const char *id);

/**
 * Plays a screening of records whose labels are known: `priors` first, in their order, then always the record with the highest score,
 * learned anew after each, until all relevant records are found, or with `all` to the end. `row` is told each record.
 * Errors  RV_EINVAL no prior is relevant, a prior stands twice or is none of the records; what `row` says.
 */
RV_API RV_MUST_CHECK
rv_status rv_rank_simulate(rv_ranker *ranker, const signed char *labels, const size_t *priors, size_t n_priors, bool all,
                           rv_status (*row)(void *user, size_t record, rv_error *err), void *user, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
