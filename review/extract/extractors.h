/* Who extracts which study, how far they are, and whether what they entered may be seen. */
#ifndef RV_EXTRACT_EXTRACTORS_H
#define RV_EXTRACT_EXTRACTORS_H

#include "extract/batch.h"

typedef struct {
    const char *name, *role;
    const char *state;              /* "given", "done", "again", "none"; "begun", "late": entered something without being
                                       given the study, before or after it was open */
} rv_extractor_at;

typedef struct {
    const char      *label;
    rv_extractor_at *people;        /* by name */
    size_t           n, room;
    int64_t          opened;        /* local id of the event with which all were done; 0: blind */
} rv_extractors_study;

typedef struct {
    rv_extractors_study *studies;   /* by label */
    size_t    n;
    int64_t (*ids)[2];              /* study.id and index of its label, by id */
    size_t    n_ids;
    rv_hoard  memory;
} rv_extractors;

/* Reads them; ended with rv_extractors_free(), which takes what a failed load leaves. */
rv_status rv_extractors_load(rv_store *store, rv_extractors *all, rv_error *err);
void rv_extractors_free(rv_extractors *all);
/* NULL when there is none of that name or id. */
rv_extractors_study *rv_extractors_find(const rv_extractors *all, const char *label);
rv_extractors_study *rv_extractors_of(const rv_extractors *all, int64_t study);
rv_extractor_at *rv_extractors_person(const rv_extractors_study *study, const char *name);
/* Those with the role "extract" that was not taken back: how many, and the first two by name (NULL where there are fewer). */
size_t rv_extractors_pair(const rv_extractors_study *study, const char *pair[2]);
/* RV_EINVAL when `who` has said that they are done with a study that the batch adds to their own version of, or when it is open and they
   are none of the two. Within a write. */
rv_status rv_extractors_may_enter(rv_store *store, const rv_batch *batch, const char *who, rv_error *err);

#endif
