#ifndef RV_DEDUP_LINKS_H
#define RV_DEDUP_LINKS_H

#include "dedup/entry.h"

/* One row of `link`; record < other. */
typedef struct {
    int64_t record, other, id, event;
    bool    person;              /* by a person: a judgement, or an undoing */
    bool    undo;                /* by an undoing */
    enum { RV_LINK_SAME, RV_LINK_APART, RV_LINK_NONE } verdict;
} rv_link;

/* All links, in order of pair and id, and which of each pair stands. */
typedef struct {
    rv_link *items;
    size_t   n, capacity;
    int64_t  newest;             /* greatest id; 0 without links */
} rv_links;

RV_MUST_CHECK rv_status rv_links_load(rv_store *store, rv_links *links, rv_error *err);
void rv_links_free(rv_links *links);
/* The link that stands among items[from, to), all of one pair: the newest of a person, else the newest; NULL when there is none.
   Rows with an id of `before` or more are passed over. */
const rv_link *rv_links_standing(const rv_links *links, size_t from, size_t to, int64_t before);
/* The end of the run of links of the same pair that begins at `from`. */
size_t rv_links_pair_end(const rv_links *links, size_t from);

/* The standing links as groups over sorted record ids. `undone`: groups that a person took apart again. */
typedef struct {
    int64_t   *records;          /* sorted */
    size_t     n;
    rv_groups *groups, *undone;
} rv_standing;
/* `records` (sorted, borrowed; NULL: those that links name) are the members. */
RV_MUST_CHECK
rv_status rv_standing_make(rv_standing *out, const rv_links *links, const int64_t *records, size_t n, rv_error *err);
void rv_standing_free(rv_standing *standing);
/* Position of a record among the members, or -1. */
int64_t rv_standing_find(const rv_standing *standing, int64_t record);

/* Makes report_member anew from links, and the heads of the reports it changes; writes only what changed; inside a write. */
RV_MUST_CHECK rv_status rv_members_make(rv_store *store, rv_error *err);
/* Adds one link to an act. */
RV_MUST_CHECK
rv_status rv_link_add(rv_event *event, int64_t record, int64_t other, const char *verdict, const char *rule, const char *reason,
                      rv_error *err);

#endif
