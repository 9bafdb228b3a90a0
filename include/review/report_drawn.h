#ifndef REVIEW_REPORT_DRAWN_H
#define REVIEW_REPORT_DRAWN_H

#include <stddef.h>

#include "review/plot_map.h"
#include "review/plot_screening.h"
#include "review/plot_swim.h"
#include "review/protocol.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a review can draw of itself, with no file in between: each function gathers from its facts the plain data of one figure. */

/** Rows and texts of what was gathered. Opaque. */
typedef struct rv_drawn rv_drawn;
/** NULL when memory is short. */
RV_API rv_drawn *rv_drawn_new(void);
RV_API void rv_drawn_free(rv_drawn *drawn);                  /**< NULL is allowed */

/**
 * Evidence map of the included studies: rows are the choices of the study-level field `by` (NULL: the first with choices whose id says
 * intervention, program or treatment, else the first with choices), columns the outcome domains of the protocol, an item each result. Choices and
 * domains of which nothing is known are there too. The level is the judgement of the study by the first tool of the protocol that judges
 * studies as a whole; nothing where its words in use are more than a map can show.
 * `map` holds what `drawn` keeps.
 * Errors  RV_ENOTFOUND no such field of studies with choices; no included study.
 */
RV_API RV_MUST_CHECK
rv_status rv_drawn_map(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *by, rv_evidence_map *map,
                       rv_error *err);

/**
 * Which way the effects of planned analyses point, every one that an analysis asks for: `analyses`, ids with commas between (NULL: the first of
 * each outcome domain). `bias` is the judgement of the result, else of its study; the height of a bar in a harvest plot its grade, the best the
 * highest. With `by` (as above, but NULL is none) bars are grouped by it.
 * `swim` holds what `drawn` keeps.
 * Errors  RV_ENOTFOUND no such analysis or field; no effect.
 */
RV_API RV_MUST_CHECK
rv_status rv_drawn_directions(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *analyses, const char *by,
                              rv_swim *swim, rv_error *err);

/**
 * Agreement of two people at a stage, in up to twelve periods of as many days with decisions each. `first` and `second` NULL: the only two
 * who judged the same reports; `stage` NULL: the first.
 * `course` holds what `drawn` keeps.
 * Errors  RV_ENOTFOUND no such stage, or nobody judged the same reports. RV_EUSAGE more than two people did, and it is not said who.
 */
RV_API RV_MUST_CHECK
rv_status rv_drawn_agreement(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *stage, const char *first,
                             const char *second, rv_agreement_course *course, rv_error *err);

/**
 * Recall curve of a stage (NULL: the first): reports in the order in which they were judged. The limits of how many relevant ones there are come
 * from those that came up at random, where there are twenty or more, else from what the hypergeometric criterion leaves open.
 * `curve` holds what `drawn` keeps.
 * Errors  RV_ENOTFOUND no such stage, or nothing is decided yet. RV_EDOMAIN confidence.
 */
RV_API RV_MUST_CHECK
rv_status rv_drawn_recall(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *stage, double confidence,
                          rv_recall_curve *curve, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
