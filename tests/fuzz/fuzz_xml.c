/* Any bytes as XML: what is told is nested, lines and offsets only go forward and stay within the document. */
#include <config.h>

#include <stdlib.h>

#include "review/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    size_t   depth, line;
    uint64_t offset, size;
} told;

static void place(told *t)
{
    if (rv_xml_offset() < t->offset || rv_xml_offset() > t->size || rv_xml_line() < 1)
        abort();
    t->offset = rv_xml_offset();
}

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    told *t = user;

    (void)err;
    if (!*name || ++t->depth > 256)
        abort();
    for (; *attributes; attributes += 2)
        if (!rv_utf8_valid(attributes[1], 0, NULL))
            abort();
    place(t);
    return RV_OK;
}

static rv_status on_end(void *user, const char *name, rv_error *err)
{
    told *t = user;

    (void)err;
    if (!*name || t->depth-- == 0)
        abort();
    place(t);
    return RV_OK;
}

static rv_status on_text(void *user, const char *text, size_t n, rv_error *err)
{
    (void)user;
    (void)err;
    if (!rv_utf8_valid(text, n, NULL))
        abort();
    return RV_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const rv_xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };
    told     t = { 0, 0, 0, size };
    rv_error err = { 0 };
    rv_status st = rv_xml_read_bytes("fuzz", (const char *)data, size, &handler, &t, &err);

    if (st == RV_OK ? t.depth != 0 : err.message[0] == '\0')
        abort();
    return 0;
}
