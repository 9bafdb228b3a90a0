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

/** Words for a vote: include, exclude, unsure, none (taken back); NULL at the end. */
RV_API extern const char *const rv_verdicts[];
/** Words for the state of a report: sought, retrieved, unobtainable, awaiting, ongoing; NULL at the end. */
RV_API extern const char *const rv_report_states[];

/** A vote, or a resolution. Texts may be NULL except stage, reviewer, verdict. */
typedef struct {
    int64_t     record;           /**< any record of the report */
    const char *stage, *reviewer, *verdict, *reason, *note;
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
