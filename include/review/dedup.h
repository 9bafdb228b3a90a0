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

/** What a run found. */
typedef struct {
    size_t records;                 /**< visible ones */
    size_t compared;                /**< pairs that share a key */
    size_t merged;                  /**< new links */
    size_t kept_apart;              /**< pairs that a rule joins and a person had split, or whose merge was taken back */
    char   event[RV_DIGEST_HEX];    /**< "" when nothing was merged and no record was new */
} rv_dedup_summary;

/** One merge, as listed: two records of one report and why. Texts live until the callback returns. */
typedef struct {
    int64_t     record, other;
    const char *verdict;          /**< "same", "apart", or "none": nothing is said any more */
    const char *rule;             /**< the rule's name, "person" or "undo" */
    const char *reason;           /**< "same DOI 10.1/x; titles equal; first author smith; year 2001" */
    const char *who, *event;
    bool        stands;           /**< false: superseded by a later link of the same pair */
} rv_dedup_link;

/**
 * Finds records that are one report by exact and near-exact rules, compares what is new with all that is there, and appends links
 * in one act "dedup.run". What a person split stays split. Same result whatever the order of the input. O(n log n).
 * `dry` finds without writing (the callback of rv_dedup_links() then has nothing new).
 */
RV_API RV_MUST_CHECK
rv_status rv_dedup_run(rv_store *store, const char *who, bool dry,
                       rv_status (*found)(void *user, const rv_dedup_link *link, rv_error *err), void *user,
                       rv_dedup_summary *summary, rv_error *err);
/** Walks the links, oldest first. */
RV_API RV_MUST_CHECK
rv_status rv_dedup_links(rv_store *store, rv_status (*link)(void *user, const rv_dedup_link *link, rv_error *err), void *user,
                         rv_error *err);
/**
 * A person says that two records are one report (`same`) or are not, as one act "dedup.judge"; the reason is kept. What persons say
 * goes before rules; of two persons the later word counts.
 * Errors  RV_EINVAL one record twice, no reason, or a merge that would part other records because of an earlier split; RV_EEXIST
 *         they are one report already.
 */
RV_API RV_MUST_CHECK
rv_status rv_dedup_judge(rv_store *store, const char *who, int64_t record, int64_t other, bool same, const char *reason,
                         char hex[RV_DIGEST_HEX], rv_error *err);
/**
 * Takes back every link of an earlier act (a run, a judgement, an undoing) that still stands, as one act "dedup.undo": what was said
 * before it is said again. A run does not join again what was taken back. `event` begins its digest, 8 digits or more.
 * Errors  RV_ENOTFOUND no such act; RV_EINVAL not a digest, no reason, or nothing of the act stands.
 */
RV_API RV_MUST_CHECK
rv_status rv_dedup_undo(rv_store *store, const char *who, const char *event, const char *reason, char hex[RV_DIGEST_HEX],
                        rv_error *err);
/** The derived table report_member. */
RV_API extern const rv_derivation rv_dedup_derivation;

#ifdef __cplusplus
}
#endif

#endif
