#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

#define FORMAT(id, name) &rv_written_##id,
#define NAME(id, name) name,
static const rv_refs_written_format *const formats[] = { RV_REFS_WRITTEN(FORMAT) };
const char *const rv_refs_written[] = { RV_REFS_WRITTEN(NAME) NULL };

rv_status rv_refs_writer_open(rv_refs_writer **writer, const char *format, bool review, rv_output *out, rv_error *err)
{
    size_t i;

    *writer = NULL;
    for (i = 0; rv_refs_written[i] && strcmp(rv_refs_written[i], format) != 0; i++)
        ;
    if (!rv_refs_written[i])
        return rv_fail(err, RV_EINVAL, "'%.40s' is not a format written here", format);
    if (!(*writer = calloc(1, sizeof **writer)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    **writer = (rv_refs_writer){ .format = formats[i], .name = rv_refs_written[i], .review = review, .out = out };
    return RV_OK;
}

/* Nothing is written before the first record is there, so that a file that cannot be read leaves no empty one behind. */
static rv_status begin(rv_refs_writer *writer, rv_error *err)
{
    if (writer->begun || !writer->format->begin)
        return RV_OK;
    writer->begun = true;
    return writer->format->begin(writer, err);
}

rv_status rv_refs_writer_add(rv_refs_writer *writer, const rv_record *record, rv_error *err)
{
    rv_status st = begin(writer, err);

    if (st == RV_OK && (st = writer->format->record(writer, record, err)) == RV_OK)
        writer->n++;
    return st;
}

uint64_t rv_refs_writer_count(const rv_refs_writer *writer)
{
    return writer->n;
}

void rv_refs_writer_drop(rv_refs_writer *writer)
{
    if (writer && writer->format->drop)
        writer->format->drop(writer);
    free(writer);
}

rv_status rv_refs_writer_close(rv_refs_writer *writer, rv_error *err)
{
    rv_status st;

    if (!writer)
        return RV_OK;
    st = begin(writer, err);
    if (st == RV_OK && writer->format->end)
        st = writer->format->end(writer, err);
    rv_refs_writer_drop(writer);
    return st;
}
