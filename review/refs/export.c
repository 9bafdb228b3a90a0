#include <config.h>

#include "inside.h"

typedef struct {
    rv_refs_writer *writer;
    rv_refs_summary summary;
    rv_reading      reading;
    bool            reports;
} exporting;

static rv_status write_record(void *user, const rv_stored_record *record, rv_error *err)
{
    exporting          *export = user;
    const rv_ref_origin origin = { record->id, record->report, record->source, record->kind, record->file };

    if (export->reports && record->id != record->report)
        return RV_OK;
    rv_reading_stored(&export->reading, &record->fields);
    if (export->reading.arena.failed)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    export->reading.record.origin = &origin;
    return rv_refs_writer_add(export->writer, &export->reading.record, err);
}

rv_status rv_refs_export(rv_store *store, const char *format, bool reports, rv_output *out, uint64_t *n, rv_error *err)
{
    exporting export = { .reports = reports };
    rv_status st = rv_refs_writer_open(&export.writer, format, true, out, err);

    *n = 0;
    if (st != RV_OK)
        return st;
    export.reading = (rv_reading){ .name = "the review", .summary = &export.summary };
    if ((st = rv_store_read_begin(store, err)) == RV_OK) {
        st = rv_records_each(store, 0, INT64_MAX, write_record, &export, err);
        rv_store_read_end(store);
    }
    *n = rv_refs_writer_count(export.writer);
    if (st == RV_OK)
        st = rv_refs_writer_close(export.writer, err);
    else
        rv_refs_writer_drop(export.writer);
    rv_reading_free(&export.reading);
    return st;
}
