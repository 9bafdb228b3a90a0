/* Any bytes, as RIS and as whatever they look like. What was read as RIS is written as it came, and anew from its fields, and says the
   same when it is read again. */
#include <config.h>

#include <stdio.h>

#include "tests/fuzz/fuzz_refs.h"
#include "tests/refs/same_record.h"

typedef struct {
    const rv_record *was;
    bool             as_it_came;
    size_t           n;
} fuzz_again;

static rv_status read_again(void *user, const rv_record *record, rv_error *err)
{
    fuzz_again *again = user;
    size_t      more = record->n_tags - again->was->n_tags, i;   /* a TY that was missing */

    const char *differs = same_record(again->was, record);

    (void)err;
    if (differs)
        fprintf(stderr, "%s differs when it was written %s\n", differs, again->as_it_came ? "as it came" : "anew");
    if (++again->n > 1 || differs)
        abort();
    if (!again->as_it_came)
        return RV_OK;
    if (more > 1)
        abort();
    for (i = 0; i < again->was->n_tags; i++) {
        const rv_tag *a = &again->was->tags[i], *b = &record->tags[i + more];

        if (strcmp(a->tag, b->tag) != 0 || strcmp(a->value, b->value) != 0 || a->bare != b->bare)
            abort();
    }
    return RV_OK;
}

static void write_again(const rv_record *record, bool as_it_came)
{
    rv_record          one = *record;
    fuzz_again         again = { record, as_it_came, 0 };
    const rv_refs_sink sink = { .record = read_again, .user = &again };
    rv_refs_writer    *writer;
    rv_output         *out;
    rv_buf             text = RV_BUF_INIT;

    if (!as_it_came)
        one.format = NULL;
    if (rv_output_memory(&out, &text, NULL) != RV_OK || rv_refs_writer_open(&writer, "ris", false, out, NULL) != RV_OK
        || rv_refs_writer_add(writer, &one, NULL) != RV_OK || rv_refs_writer_close(writer, NULL) != RV_OK
        || rv_output_close(out, NULL) != RV_OK)
        abort();
    if (rv_refs_read_bytes("again", text.data, text.length, "ris", "UTF-8", &sink, NULL, NULL) != RV_OK || again.n != 1)
        abort();
    rv_buf_free(&text);
}

static rv_status each(void *user, const rv_record *record, rv_error *err)
{
    (void)user;
    (void)err;
    write_again(record, true);
    write_again(record, false);
    return RV_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const rv_refs_sink sink = { .record = each };
    rv_error           err;

    fuzz_refs(data, size, "ris");
    fuzz_refs(data, size, NULL);
    if (rv_refs_read_bytes("fuzz", data, size, "ris", NULL, &sink, NULL, &err) != RV_OK && !err.message[0])
        abort();
    return 0;
}
