/* Entries under way: each with the appraisal that it is of. */
#ifndef RV_EXTRACT_APPRAISING_H
#define RV_EXTRACT_APPRAISING_H

#include "extract/appraise.h"

typedef struct {
    rv_batch           *batch;
    rv_store           *store;
    rv_event           *event;
    const rv_facts     *facts;
    const char         *who;
    rv_extract_summary *summary;
    size_t             *written;
    rv_appraised_rows   standing;
    rv_instruments      instruments;
    rv_error           *err;
} rv_appraising;

/* One entry with what places it: its version, and its rank in its instrument. */
typedef struct {
    const rv_batch_judgement *j;
    rv_appraised              key;        /* own, tool and subject */
    rv_instrument_in_use     *used;
    int64_t                   study, result;
    size_t                    rank;       /* questions before domains, domains in their order */
} rv_appraising_entry;

/* Finds version, instrument, rank and subject of a judgement that was checked. */
rv_status rv_appraising_prepare(rv_appraising *w, const rv_batch_judgement *j, rv_appraising_entry *e);
/* For qsort: appraisals together, then rank, then as given. */
int rv_appraising_order(const void *a, const void *b);

#endif
