#ifndef REVIEW_PLOT_MAP_H
#define REVIEW_PLOT_MAP_H

#include "review/plot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Evidence map: what was studied, and where nothing was. Rows (interventions) by columns (outcomes). */

/** One effect, or one study, in a cell. Texts are never NULL. With `study` "" it only names the row or the column (the other may be ""), so
    that one of which nothing is known is in the map. */
typedef struct {
    const char *row, *column, *study;
    double      size;             /**< of the study (participants), from 0; NaN: it counts as one */
    const char *level;            /**< of certainty or appraisal; "": not stated */
} rv_map_item;

typedef struct {
    const char        *title;     /**< "" for none */
    size_t             n;
    const rv_map_item *item;
    size_t             levels;    /**< 0: the levels of the items in order of appearance, "High" to "Very low" in their own order */
    const char *const *level;     /**< [levels] from the best */
} rv_evidence_map;

/**
 * Reads columns `row` (or `intervention`), `column` (or `outcome`), `study`, and perhaps `size` and `level`. On success `*out` is the caller's,
 * ended with rv_evidence_map_free(); on failure it is NULL.
 * Errors  RV_EPARSE "file:line: ..." a column that lacks, a study without a row or a column, a size that is no number from 0.
 */
RV_API RV_MUST_CHECK rv_status rv_evidence_map_read(rv_evidence_map **out, const char *path, rv_error *err);
RV_API void rv_evidence_map_free(rv_evidence_map *map);     /**< what rv_evidence_map_read() made; NULL is allowed */

typedef struct {
    double      width;            /**< mm */
    const char *title;            /**< NULL: the map's own; "" for none */
} rv_evidence_map_options;
#define RV_EVIDENCE_MAP_OPTIONS_INIT { 175, NULL }

/**
 * Lays the map out: in each cell a disc with its area by the number of studies (or the sum of their sizes), shaded by level, and the number of
 * studies below it; a cell without any is shaded and says 0. At the right and below, how many different studies each row and column has.
 * A study with several effects in a cell counts once; its levels share its part of the disc.
 * Errors  RV_EINVAL  nothing to draw, more than 200,000 cells or four levels, or the page is too narrow for the columns (the message says how
 *         wide it must be).
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_evidence_map(rv_scene **out, const rv_evidence_map *map, const rv_evidence_map_options *options, rv_error *err);

/**
 * Writes the counts of the map as CSV: columns `row`, `column`, `studies`, `effects`, a line a cell, also those without any; then, with
 * `column` "" or `row` "" or both, the different studies of each row, each column and of all.
 * Errors  as rv_plot_evidence_map(), but for the width.
 */
RV_API RV_MUST_CHECK rv_status rv_evidence_map_table(const rv_evidence_map *map, rv_output *out, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
