/* From bytes to bytes in another format. Writers write to standard output; here that is a file in memory. */
#ifndef TESTS_FUZZ_CONVERT_H
#define TESTS_FUZZ_CONVERT_H

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "review/refs.h"

static rv_status fuzz_convert_record(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(user, record, err);
}

/* Records written; `format` NULL: whatever the bytes look like. */
static inline uint64_t fuzz_convert(const uint8_t *data, size_t size, const char *format, const char *to, rv_buf *written)
{
    static int      memory = -1;
    rv_output      *out = NULL;
    rv_refs_writer *writer = NULL;
    uint64_t        n;
    ssize_t         got;
    char            piece[4096];

    if (memory < 0 && ((memory = memfd_create("written", 0)) < 0 || dup2(memory, STDOUT_FILENO) < 0))
        abort();
    if (ftruncate(memory, 0) != 0 || lseek(memory, 0, SEEK_SET) != 0 || rv_output_open(&out, NULL, NULL) != RV_OK
        || rv_refs_writer_open(&writer, to, false, out, NULL) != RV_OK)
        abort();
    {
        const rv_refs_sink sink = { .record = fuzz_convert_record, .user = writer };
        rv_status          st = rv_refs_read_bytes("fuzz", data, size, format, NULL, &sink, NULL, NULL);

        (void)st;                                       /* what was read before a fault is written */
    }
    n = rv_refs_writer_count(writer);
    if (rv_refs_writer_close(writer, NULL) != RV_OK || rv_output_close(out, NULL) != RV_OK || lseek(memory, 0, SEEK_SET) != 0)
        abort();
    while ((got = read(memory, piece, sizeof piece)) > 0)
        rv_buf_add(written, piece, (size_t)got);
    return n;
}

#endif
