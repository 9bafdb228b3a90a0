#ifndef REVIEW_DEDUP_H
#define REVIEW_DEDUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/base.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a pair of records is. */
typedef enum {
    RV_DEDUP_NONE,                /**< two reports, or nothing is said */
    RV_DEDUP_STUDY,               /**< two reports of one study */
    RV_DEDUP_UNSURE,              /**< a person should look: the queue */
    RV_DEDUP_SAME                 /**< one report */
} rv_dedup_verdict;
/** "none", "study", "unsure", "same". */
RV_API extern const char *const rv_dedup_verdicts[];

/** What counts as one report. Zero is the default. */
typedef struct {
    bool versions_apart;          /**< each version of a Cochrane review is a report (default: one report) */
    bool preprints_one;           /**< a preprint and its article are one report (default: two of one study) */
    bool editions_one;            /**< working paper and article, and editions of a report, are one report (default: two of one study) */
} rv_dedup_policy;
enum { RV_DEDUP_POLICY_TEXT = 64 };
/** "versions one, preprints apart, editions apart". Returns `text`. */
RV_API const char *rv_dedup_policy_words(const rv_dedup_policy *policy, char text[RV_DEDUP_POLICY_TEXT]);

/* ---- Without a review -------------------------------------------------------------------------------------------------- */

/** Records to be compared with each other, in memory. */
typedef struct rv_dedup_set rv_dedup_set;
RV_API RV_MUST_CHECK rv_status rv_dedup_set_new(rv_dedup_set **out, rv_error *err);
/** NULL is allowed. */
RV_API void rv_dedup_set_free(rv_dedup_set *set);
/** Adds a record under its position, from 0; keeps no pointer of `fields`. */
RV_API RV_MUST_CHECK rv_status rv_dedup_set_add(rv_dedup_set *set, const rv_bulk_record *fields, rv_error *err);
/** Compares all; once for a set. `threads` 0: as many as there are processors. The result is the same for any number, and for any
    order of the records. O(n log n). */
RV_API RV_MUST_CHECK
rv_status rv_dedup_set_find(rv_dedup_set *set, const rv_dedup_policy *policy, unsigned threads, rv_error *err);
/** The cluster of a record: the position of its first record. */
RV_API size_t rv_dedup_set_cluster(const rv_dedup_set *set, size_t record);

/** A pair that was found. Texts live until the callback returns. */
typedef struct {
    size_t           a, b;        /**< positions, a < b */
    rv_dedup_verdict verdict;     /**< for RV_DEDUP_SAME: the pairs that join the clusters */
    double           probability; /**< that they are one report */
    const char      *rule, *reason;
} rv_dedup_found;
/** Walks the pairs found: merges, then the queue, then those of one study; the likeliest first. */
RV_API RV_MUST_CHECK
rv_status rv_dedup_set_each(const rv_dedup_set *set, rv_status (*found)(void *user, const rv_dedup_found *pair, rv_error *err),
                            void *user, rv_error *err);

/* ---- In a review ------------------------------------------------------------------------------------------------------- */

/*
 * What runs and people say of two records is a link: appended, superseded, never rewritten. Its verdict is one of
 *     "same"     one report
 *     "apart"    two reports; only people say it
 *     "study"    two reports of one study
 *     "unsure"   a run could not decide: it waits for a person
 *     "none"     nothing is said any more
 * Of the links of a pair the newest of a person (rule "person" or "undo") stands, else the newest; but an undoing that takes back
 * what parted two records says nothing itself, and what a run says later stands. Only "same" joins records to reports; "apart", and
 * "study" when a person says it, keep their reports from being joined by whatever else.
 */

/** What a run found. */
typedef struct {
    size_t records;                 /**< visible ones */
    size_t compared;                /**< pairs that share a key and were compared now */
    size_t merged, queued, studies; /**< new links: merges, pairs for a person, pairs of one study */
    size_t withdrawn;               /**< links of earlier runs that no longer hold */
    size_t kept_apart;              /**< pairs found to be one report that a person had split, or whose merge was taken back */
    bool   anew;                    /**< all records were compared with each other, not just new with all */
    bool   estimated;               /**< weights were estimated from these records */
    char   event[RV_DIGEST_HEX];    /**< "" when nothing was to be said and no record was new */
} rv_dedup_summary;

/** One link: two records, what they are and why. Texts live until the callback returns. */
typedef struct {
    int64_t     record, other;
    const char *verdict;          /**< see above */
    double      probability;      /**< that they are one report; NaN when a person says it */
    const char *rule;             /**< the rule's name, "person" or "undo" */
    const char *reason;           /**< "same DOI 10.1/x; titles equal; first author smith; year 2001" */
    const char *who, *event;
    bool        stands;           /**< false: superseded by a later link of the same pair */
} rv_dedup_link;

typedef struct {
    bool            dry;          /**< find without writing */
    bool            estimate;     /**< estimate the weights anew, and compare everything by them */
    rv_dedup_policy policy;       /**< another than that of the last run: everything is compared anew */
    unsigned        threads;      /**< 0: as many as there are processors */
} rv_dedup_run_options;
#define RV_DEDUP_RUN_OPTIONS_INIT { false, false, { false, false, false }, 0 }

/**
 * Finds records that are one report, pairs that a person should look at, and reports of one study, and appends what is new as links
 * in one act "dedup.run", or nothing. The first run estimates weights and freezes them in its act; later ones compare what is new or
 * edited with all that is there, by the same weights, and come to what a run over everything would. What a person said or took back
 * stays. Same result whatever the order of the input. O(n log n). `found` (may be NULL) is told each new link.
 */
RV_API RV_MUST_CHECK
rv_status rv_dedup_run(rv_store *store, const char *who, const rv_dedup_run_options *options,
                       rv_status (*found)(void *user, const rv_dedup_link *link, rv_error *err), void *user,
                       rv_dedup_summary *summary, rv_error *err);
/** The policy of the newest run; `*found` is false when there is none, or it was made before runs said theirs. */
RV_API RV_MUST_CHECK
rv_status rv_dedup_policy_used(rv_store *store, rv_dedup_policy *policy, bool *found, rv_error *err);
/** Walks the links, oldest first. */
RV_API RV_MUST_CHECK
rv_status rv_dedup_links(rv_store *store, rv_status (*link)(void *user, const rv_dedup_link *link, rv_error *err), void *user,
                         rv_error *err);

/** A pair that waits for a person. Texts live until the callback returns. */
typedef struct {
    int64_t     record, other;
    int64_t     report, other_report;   /**< that they belong to now */
    double      probability;            /**< that they are one report; NaN when it is not known */
    const char *rule, *reason;          /**< as the run said */
} rv_dedup_doubt;
/** Walks the queue: pairs that stand as unsure, are of two reports still and were not parted; each two reports once; the likeliest
    first. */
RV_API RV_MUST_CHECK
rv_status rv_dedup_queue(rv_store *store, rv_status (*doubt)(void *user, const rv_dedup_doubt *doubt, rv_error *err), void *user,
                         rv_error *err);

/** What a person says of two records. */
typedef struct {
    int64_t          record, other;
    rv_dedup_verdict verdict;     /**< RV_DEDUP_SAME, RV_DEDUP_NONE (two reports, kept apart) or RV_DEDUP_STUDY (and of one study) */
    const char      *reason;
} rv_dedup_judgement;
/**
 * A person's word on two records, as one act "dedup.judge"; the reason is kept. What persons say goes before rules; of two persons
 * the later word counts.
 * Errors  RV_EINVAL one record twice, no reason, or a merge that would part other records because of an earlier split; RV_EEXIST
 *         they are one report already.
 */
RV_API RV_MUST_CHECK
rv_status rv_dedup_judge(rv_store *store, const char *who, const rv_dedup_judgement *judgement, char hex[RV_DIGEST_HEX],
                         rv_error *err);
/**
 * Many at once, as one act or none: the queue as it comes back from a table. What a person has said of a pair already in the same
 * words of verdict is passed over; `*added` counts the others; when there are none nothing is written and `hex` is "". `fault` (may be
 * NULL) is told each judgement that cannot be taken, by its place from 0.
 * Errors  as above; two judgements of one act that contradict each other; the first is in `err`.
 */
RV_API RV_MUST_CHECK
rv_status rv_dedup_judge_all(rv_store *store, const char *who, const rv_dedup_judgement *judgements, size_t n,
                             void (*fault)(void *user, size_t i, const rv_error *fault), void *user, size_t *added,
                             char hex[RV_DIGEST_HEX], rv_error *err);
/**
 * Takes back every link of an earlier act (a run, a judgement, an undoing) that still stands, as one act "dedup.undo": what was said
 * before it is said again. A run does not join or queue again what was taken back. `event` begins its digest, 8 digits or more.
 * Errors  RV_ENOTFOUND no such act; RV_EINVAL not a digest, no reason, or nothing of the act stands.
 */
RV_API RV_MUST_CHECK
rv_status rv_dedup_undo(rv_store *store, const char *who, const char *event, const char *reason, char hex[RV_DIGEST_HEX],
                        rv_error *err);

/* ---- Reports of one study ---------------------------------------------------------------------------------------------- */

/** A report that stands in a "study" link with others. Texts live until the callback returns. */
typedef struct {
    size_t             group;     /**< reports joined by such links, from 1 */
    int64_t            report;
    size_t             n_studies; /**< of the review that it belongs to already */
    const char *const *studies;   /**< their labels */
} rv_dedup_sibling;
/** Walks the groups of reports that stand in study links, each report once, in order of group and report. */
RV_API RV_MUST_CHECK
rv_status rv_dedup_study_groups(rv_store *store, rv_status (*sibling)(void *user, const rv_dedup_sibling *sibling, rv_error *err),
                                void *user, rv_error *err);
/** A report given to a study because of its links. */
typedef struct {
    int64_t     report, because;  /**< because: the report of the study that it is linked with */
    const char *study;
} rv_dedup_followed;
typedef struct {
    size_t linked;                /**< reports given to a study */
    size_t unclear;               /**< reports of no study whose links lead to several: left to a person */
    char   event[RV_DIGEST_HEX];  /**< "" when nothing was linked */
} rv_dedup_follow_summary;
/**
 * Gives each report of no study that stands in a study link with a report of exactly one study to that study, as a secondary report,
 * and so on from there; all as one act "study.link". Left alone: reports whose links lead to several studies, and those that
 * somebody took out of the study before. `dry` finds without writing; `followed` (may be NULL) is told each.
 */
RV_API RV_MUST_CHECK
rv_status rv_dedup_studies_follow(rv_store *store, const char *who, bool dry,
                                  rv_status (*followed)(void *user, const rv_dedup_followed *followed, rv_error *err), void *user,
                                  rv_dedup_follow_summary *summary, rv_error *err);

/* ---- What is left ------------------------------------------------------------------------------------------------------ */

/** What deduplication left of one source: records = within + elsewhere + unique. */
typedef struct {
    const char *source, *kind;
    int64_t     records;
    int64_t     within;           /**< duplicates of records of the same source */
    int64_t     elsewhere;        /**< duplicates of what a source before it has */
    int64_t     unique;           /**< reports counted here */
} rv_dedup_count;
/** Counts each source, databases and registers before others (as the flow diagram does), else in order of import. */
RV_API RV_MUST_CHECK
rv_status rv_dedup_counts(rv_store *store, rv_status (*row)(void *user, const rv_dedup_count *row, rv_error *err), void *user,
                          rv_error *err);
/** The derived table report_member. */
RV_API extern const rv_derivation rv_dedup_derivation;

#ifdef __cplusplus
}
#endif

#endif
