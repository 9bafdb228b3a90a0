/* Any bytes, as CSV and as whatever they look like; and what is read of them comes back from our own CSV as it was. */
#include <config.h>

#include <stdio.h>
#include <unistd.h>

#include "tests/fuzz/fuzz_refs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rv_status write_record(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(user, record, err);
}

/* What the bytes hold, as our CSV; false when they are refused. */
static bool as_csv(const char *path, const void *data, size_t size, rv_buf *csv)
{
    rv_output      *out;
    rv_refs_writer *writer;
    rv_refs_sink    sink = { .record = write_record };
    rv_status       st;

    if (rv_output_open(&out, path, NULL) != RV_OK || rv_refs_writer_open(&writer, "csv", false, out, NULL) != RV_OK)
        abort();
    sink.user = writer;
    st = rv_refs_read_bytes("fuzz", data, size, "csv", NULL, &sink, NULL, NULL);
    if (st == RV_OK)
        st = rv_refs_writer_close(writer, NULL);
    else
        rv_refs_writer_drop(writer);
    if (st == RV_OK)
        st = rv_output_close(out, NULL);
    else
        rv_output_drop(out);
    return st == RV_OK && rv_file_read(path, (size_t)1 << 30, csv, NULL) == RV_OK;
}

static void there_and_back(const uint8_t *data, size_t size)
{
    rv_buf first = RV_BUF_INIT, second = RV_BUF_INIT;
    char   path[64];

    snprintf(path, sizeof path, "%s/fuzz-csv-%ld", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    if (as_csv(path, data, size, &first)
        && (!as_csv(path, first.data, first.length, &second) || first.length != second.length
            || memcmp(first.data, second.data, first.length) != 0))
        abort();
    unlink(path);
    rv_buf_free(&first);
    rv_buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_refs(data, size, "csv");
    fuzz_refs(data, size, NULL);
    if (size < 1 << 16)
        there_and_back(data, size);
    return 0;
}
