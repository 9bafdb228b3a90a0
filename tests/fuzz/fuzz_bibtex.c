/* Any bytes, as BibTeX and as whatever they look like. What was read is written as it came, and anew from its fields, and says the
   same when it is read again; so it does when it stands there a second time, under another key. */
#include <config.h>

#include <stdio.h>

#include "tests/fuzz/fuzz_refs.h"
#include "tests/refs/same_record.h"

typedef struct {
    const rv_record *was;
    const rv_buf    *text;
    size_t           n;
} fuzz_again;

static rv_status read_again(void *user, const rv_record *record, rv_error *err)
{
    fuzz_again *again = user;
    rv_record   was = *again->was;
    const char *differs;

    (void)err;
    was.text[RV_REF_KEY] = record->text[RV_REF_KEY];    /* made fit for a file */
    differs = same_record(&was, record);
    if (differs)
        fprintf(stderr, "%s differs in\n%s\n", differs, rv_buf_str(again->text));
    if (++again->n > 2 || differs)
        abort();
    return RV_OK;
}

static void write_again(const rv_record *record, bool as_it_came)
{
    rv_record          one = *record;
    rv_buf             text = RV_BUF_INIT;
    fuzz_again         again = { record, &text, 0 };
    const rv_refs_sink sink = { .record = read_again, .user = &again };
    rv_refs_writer    *writer;
    rv_output         *out;

    if (!as_it_came)
        one.format = NULL;
    if (rv_output_memory(&out, &text, NULL) != RV_OK || rv_refs_writer_open(&writer, "bibtex", false, out, NULL) != RV_OK
        || rv_refs_writer_add(writer, &one, NULL) != RV_OK || rv_refs_writer_add(writer, &one, NULL) != RV_OK
        || rv_refs_writer_close(writer, NULL) != RV_OK
        || rv_output_close(out, NULL) != RV_OK)
        abort();
    if (rv_refs_read_bytes("again", text.data, text.length, "bibtex", "UTF-8", &sink, NULL, NULL) != RV_OK || again.n != 2) {
        fprintf(stderr, "%zu records in\n%s\n", again.n, rv_buf_str(&text));
        abort();
    }
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

    fuzz_refs(data, size, "bibtex");
    fuzz_refs(data, size, NULL);
    if (rv_refs_read_bytes("fuzz", data, size, "bibtex", NULL, &sink, NULL, &err) != RV_OK && !err.message[0])
        abort();
    return 0;
}
