#ifndef RV_DEDUP_SIBLINGS_H
#define RV_DEDUP_SIBLINGS_H

#include "dedup/links.h"

enum { RV_NO_STUDY = UINT32_MAX };

/* A report of a study; studies count from 0 in rv_siblings.labels. */
typedef struct {
    int64_t  report;
    uint32_t study;
} rv_belonging;

/* Reports that stand in "study" links, with the studies they belong to. */
typedef struct {
    int64_t      *reports;       /* ascending: nodes */
    size_t        n;
    rv_pair      *edges;         /* of two nodes */
    size_t        n_edges;
    char        **labels;        /* of studies, in order */
    size_t        n_labels, room_labels;
    rv_belonging *has, *left;    /* in order of report and study: belongs to; was taken out of */
    size_t        n_has, n_left, room_has, room_left;
} rv_siblings;

RV_MUST_CHECK rv_status rv_siblings_load(rv_store *store, rv_siblings *out, rv_error *err);
void rv_siblings_free(rv_siblings *siblings);
/* The belongings of a report, and how many. */
const rv_belonging *rv_siblings_studies(const rv_siblings *siblings, int64_t report, size_t *n);
bool rv_siblings_left(const rv_siblings *siblings, int64_t report, uint32_t study);

#endif
