/* Records put into a review without a file of their own: what tests of dedup, screen and studies begin with. */
#ifndef TESTS_DEDUP_RECORDS_H
#define TESTS_DEDUP_RECORDS_H

#include "tests/store/scratch.h"

/* Imports `n` records as one file; `kind` makes its bytes unlike those of another file. */
static inline void import_records(scratch *s, rv_store *store, const rv_bulk_record *records, size_t n, int kind)
{
    rv_bulk *bulk;
    rv_event *event;
    char digest[RV_DIGEST_HEX], bytes[64];
    const int64_t source = add_source(s, store, "ERIC");

    must(rv_bulk_begin(&bulk, store, &s->err));
    for (size_t i = 0; i < n; i++) {
        rv_bulk_record record = records[i];
        snprintf(bytes, sizeof bytes, "TI  - %03d-%06zu \r\n\n", kind, i);
        record.offset = i * 20;
        record.length = 20;
        record.line = 2 * i + 1;
        must(rv_bulk_bytes(bulk, bytes, 20, &s->err));
        must(rv_bulk_add(bulk, &record, &s->err));
    }
    must(rv_bulk_end(bulk, digest, &s->err));
    must(rv_event_begin(&event, store, "file.import", "ann", false, &s->err));
    must(rv_bulk_attach(bulk, event, source, "a.ris", "ris", "UTF-8", &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    rv_bulk_free(bulk);
}

#endif
