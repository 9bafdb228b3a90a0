#ifndef RV_DEDUP_LINKS_H
#define RV_DEDUP_LINKS_H

#include "dedup/entry.h"

/* What a link says of two records; the words in the table are rv_link_verdicts. */
typedef enum { RV_LINK_NONE, RV_LINK_UNSURE, RV_LINK_STUDY, RV_LINK_APART, RV_LINK_SAME } rv_link_verdict;
/* "none" (nothing is said any more), "unsure" (a run could not decide), "study" (two reports of one study), "apart" (two reports, as a
   person says), "same" (one report). */
extern const char *const rv_link_verdicts[];

/* One row of `link`; record < other. */
typedef struct {
    int64_t record, other, id, event;
    int64_t since;               /* id of the link that said it first: another one when an undoing says it again */
    double  probability;         /* NaN for people */
    rv_link_verdict verdict;
    bool    person;              /* by a person: a judgement, or an undoing */
    bool    undo;                /* by an undoing */
    bool    word;                /* said by a person first: a judgement, or an undoing that says it again */
    bool    silent;              /* an undoing that takes back what parted the two, and says nothing itself */
} rv_link;

/* All links, in order of pair and id, and which of each pair stands. */
typedef struct {
    rv_link *items;
    size_t   n, capacity;
    int64_t  newest;             /* greatest id; 0 without links */
} rv_links;

RV_MUST_CHECK rv_status rv_links_load(rv_store *store, rv_links *links, rv_error *err);
void rv_links_free(rv_links *links);
/* The same with `more` in mind, as if a person had said them now: newer than all, in their order. */
RV_MUST_CHECK
rv_status rv_links_with(rv_links *out, const rv_links *links, const rv_link *more, size_t n, rv_error *err);
/* The link that stands among items[from, to), all of one pair: the newest of a person, else the newest; NULL when there is none. After
   an undoing that is silent the newest counts. Rows with an id of `before` or more are passed over. */
const rv_link *rv_links_standing(const rv_links *links, size_t from, size_t to, int64_t before);
/* The link of two records that stands, in either order; NULL when there is none. */
const rv_link *rv_links_of(const rv_links *links, int64_t record, int64_t other);
/* The end of the run of links of the same pair that begins at `from`. */
size_t rv_links_pair_end(const rv_links *links, size_t from);
/* True when the reports of the two are kept from being joined: "apart", and "study" when a person said it. */
bool rv_link_parts(const rv_link *link);

/* The standing links as groups over sorted record ids. */
typedef struct {
    int64_t   *records;          /* sorted */
    size_t     n;
    rv_groups *groups;
    rv_groups *undone;           /* of what a person took back: a run does not say it again */
} rv_standing;
/* `records` (sorted, copied; NULL: those that links name) are the members. `afresh` (NULL: none) says of each member whether what runs
   said of it is left out. */
RV_MUST_CHECK
rv_status rv_standing_make(rv_standing *out, const rv_links *links, const int64_t *records, size_t n, const bool *afresh,
                           rv_error *err);
void rv_standing_free(rv_standing *standing);
/* Position of a record among the members, or -1. */
int64_t rv_standing_find(const rv_standing *standing, int64_t record);
/* True when both are members, of one group. */
bool rv_standing_together(const rv_standing *standing, int64_t record, int64_t other);

/* The report of each group, its least record, by the group's name; the caller frees. NULL when memory is out. */
int64_t *rv_standing_reports(const rv_standing *standing);

/* Makes report_member anew from links, and the heads of the reports it changes; writes only what changed; inside a write. */
RV_MUST_CHECK rv_status rv_members_make(rv_store *store, rv_error *err);
/* Adds one link to an act; `probability` NaN when there is none. */
RV_MUST_CHECK
rv_status rv_link_add(rv_event *event, int64_t record, int64_t other, rv_link_verdict verdict, const char *rule, const char *reason,
                      double probability, rv_error *err);

#endif
