#ifndef RV_DEDUP_RUN_H
#define RV_DEDUP_RUN_H

/* What the parts of a run share. */

#include "dedup/links.h"

/* Reads what rv_dedup_policy_words() writes; false when it is something else. */
bool rv_policy_parse(const char *text, rv_dedup_policy *policy);
bool rv_policy_same(const rv_dedup_policy *a, const rv_dedup_policy *b);

/* ---- last_run.c: what the run before left to go on from ----------------------------------------------------------------- */

typedef struct {
    int64_t         event;       /* 0: there is none */
    bool            known;       /* it says its policy and weights */
    rv_dedup_policy policy;
    rv_weights      weights;
    int64_t         frozen;      /* event that estimated them; 0 when it is not known */
    char            frozen_hex[RV_DIGEST_HEX];
} rv_last_run;
RV_MUST_CHECK rv_status rv_last_run_read(rv_store *store, rv_last_run *last, rv_error *err);

/* The acts that an act knew of: with copies that were merged not simply those with a smaller id. */
typedef struct {
    int64_t event;
    bool   *known;               /* by event; NULL: all before it */
} rv_past;
RV_MUST_CHECK rv_status rv_past_read(rv_store *store, int64_t event, rv_past *past, rv_error *err);
bool rv_past_has(const rv_past *past, int64_t event);
void rv_past_free(rv_past *past);

/* ---- touched.c: what must be settled again ------------------------------------------------------------------------------ */

/* Position of a record in the set, whose entries are in order of id, or -1. */
int64_t rv_entries_find(const rv_entries *set, int64_t record);
/* Marks in `afresh` the entries that links or edges connect, over whatever many, with an entry that is not `old`, with an edge, or with
   what a person said that `past` does not know. `*any` is true when there is one. */
RV_MUST_CHECK
rv_status rv_touched(const rv_entries *set, const rv_links *links, const rv_past *past, const rv_edge *edges, size_t n, bool *afresh,
                     bool *any, rv_error *err);

/* ---- changes.c: what is to be written ----------------------------------------------------------------------------------- */

typedef struct {
    int64_t         record, other;
    rv_link_verdict verdict, was;
    const rv_edge  *edge;        /* NULL: a link that no longer holds */
} rv_change;
typedef struct {
    rv_change *items;
    size_t     n, capacity;
} rv_changes;

/* Takes out the edges of pairs of which a person has spoken; counts those of one report that the person keeps apart. */
void rv_edges_unsaid(const rv_entries *set, const rv_links *links, rv_edge *edges, size_t *n, size_t *kept_apart);
/* What settled edges say otherwise than the links that stand. `settled` are the groups that came of them, `kept` those of links alone
   that are not looked at afresh; `kept` becomes what links will make. */
RV_MUST_CHECK
rv_status rv_changes_find(rv_changes *out, const rv_entries *set, const rv_links *links, const rv_standing *settled, rv_standing *kept,
                          const bool *afresh, const rv_edge *edges, size_t n, rv_error *err);
/* Rule and reason of a change. */
const char *rv_change_rule(const rv_change *change);
void rv_change_words(const rv_entries *set, const rv_change *change, const rv_dedup_policy *policy, rv_buf *out);
double rv_change_probability(const rv_change *change);
void rv_changes_free(rv_changes *changes);

#endif
