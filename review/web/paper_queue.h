#ifndef RV_WEB_PAPER_QUEUE_H
#define RV_WEB_PAPER_QUEUE_H

/* The reports whose full texts are wanted, and where each stands. */

#include "web/web.h"

/* One report that reached the stage of full texts. */
typedef struct {
    int64_t report;
    int     state;                /* of rv_report_states; "sought" while nothing was said and the report waits, -1 else */
    bool    has_file;
    bool    open;                 /* not decided yet */
} rv_paper;

typedef struct {
    rv_paper *items;              /* by report */
    size_t    n, capacity;
} rv_papers;

/* The stage of the protocol at which full texts are read: the second, or the only one; NULL when it has none. */
const rv_stage *rv_paper_stage(const rv_protocol *protocol);
/*
 * All reports that reached that stage, or that have a file or a state already. Nothing in it depends on single votes: a report reaches a
 * stage by what all have decided, and `open` is told as the library tells the person. Ended with rv_papers_free().
 */
RV_MUST_CHECK rv_status rv_papers_load(rv_papers *papers, rv_call *call, rv_error *err);
void rv_papers_free(rv_papers *papers);
/* The one of that report, NULL for none. */
rv_paper *rv_paper_find(const rv_papers *papers, int64_t report);

/*
 * What reports files may be of, by their names: the one that a DOI, number or key in it names, and those of `papers` whose title shares
 * words with it. `*out` is an array in the order of the names, the caller's, to be ended on failure too: [{name, candidates: [{record,
 * label, sure, share}]}], at most 5 candidates, best first; sure: it may be attached unasked.
 */
RV_MUST_CHECK
rv_status rv_paper_match(rv_call *call, const rv_papers *papers, const char *const *names, size_t n, json_t **out, rv_error *err);

#endif
