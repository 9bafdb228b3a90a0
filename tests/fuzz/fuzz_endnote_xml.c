/* Any bytes, as EndNote XML and as whatever they look like; each record is written again, for the writer reads back what it writes. */
#include <config.h>

#include "tests/fuzz/fuzz_refs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rv_status write_again(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(user, record, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_output      *out = NULL;
    rv_refs_writer *writer = NULL;
    rv_refs_sink    sink = { .record = write_again };
    rv_error        err = { .code = RV_OK };
    rv_status       st;

    fuzz_refs(data, size, "endnote-xml");
    fuzz_refs(data, size, NULL);
    if (rv_output_open(&out, "/dev/null", NULL) != RV_OK || rv_refs_writer_open(&writer, "endnote-xml", false, out, NULL) != RV_OK)
        abort();
    sink.user = writer;
    st = rv_refs_read_bytes("fuzz", data, size, "endnote-xml", NULL, &sink, NULL, &err);
    if (st != RV_OK && strstr(err.message, "the record written"))
        abort();                         /* what was read could be written */
    if (rv_refs_writer_close(writer, NULL) != RV_OK)
        abort();
    rv_output_drop(out);
    return 0;
}
