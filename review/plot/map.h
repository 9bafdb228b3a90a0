/* The cells of an evidence map, counted. */
#ifndef RV_PLOT_MAP_H
#define RV_PLOT_MAP_H

#include "review/plot_map.h"

enum { RV_MAP_LEVELS = 4, RV_MAP_SHADES = RV_MAP_LEVELS + 1 };     /* the last: not stated */

typedef struct {
    size_t studies, effects;
    double size;                       /* sum over studies */
    double part[RV_MAP_SHADES];        /* of size, by level */
} rv_map_cell;

typedef struct {
    size_t       rows, columns, studies, levels;
    const char **row, **column;        /* in order of appearance */
    const char  *level[RV_MAP_SHADES];
    bool         sized, unstated;      /* sizes are given; some effect has no level though others have */
    rv_map_cell *cell;                 /* [rows columns] */
    size_t      *row_studies, *column_studies;
    double       most;                 /* the largest size of a cell */
    size_t       most_studies;
} rv_map_counts;

/* Ended with rv_map_counts_end() in any case. */
RV_MUST_CHECK rv_status rv_map_count(rv_map_counts *counts, const rv_evidence_map *map, rv_error *err);
void rv_map_counts_end(rv_map_counts *counts);

#endif
