/* Any bytes as XML, by a reader that refuses every fault, by one that repairs and tells them, and by one that is told an encoding:
   what is told is nested, is UTF-8 that XML allows, and lies in order within the document. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    size_t   depth, line, problems;
    uint64_t offset, size;
    char     names[256][32];
} told;

static void place(told *t)
{
    if (rv_xml_begin() < t->offset || rv_xml_offset() <= rv_xml_begin() || rv_xml_offset() > t->size)
        abort();
    if (rv_xml_line() < 1 || rv_xml_line() < t->line)
        abort();
    t->line = rv_xml_line();
}

static void check_text(const char *text, size_t n)
{
    if (!rv_utf8_valid(text, n, NULL))
        abort();
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < ' ' && !strchr("\t\n\r", text[i]))
            abort();
}

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    told *t = user;

    (void)err;
    if (!*name || t->depth == 256)
        abort();
    strncpy(t->names[t->depth++], name, 31);
    check_text(name, strlen(name));
    for (; *attributes; attributes += 2) {
        check_text(attributes[0], strlen(attributes[0]));
        check_text(attributes[1], strlen(attributes[1]));
    }
    place(t);
    t->offset = rv_xml_begin();
    return RV_OK;
}

static rv_status on_end(void *user, const char *name, rv_error *err)
{
    told *t = user;

    (void)err;
    if (t->depth-- == 0 || strncmp(t->names[t->depth], name, 31) != 0)
        abort();
    place(t);
    t->offset = rv_xml_begin();
    return RV_OK;
}

static rv_status on_text(void *user, const char *text, size_t n, rv_error *err)
{
    told *t = user;

    (void)err;
    if (t->depth == 0 || n == 0 || rv_xml_line() < t->line)
        abort();
    check_text(text, n);
    return RV_OK;
}

static void on_problem(void *user, const char *kind, size_t line, const char *message)
{
    told *t = user;

    if (!*kind || !*message || line < 1 || ++t->problems > 40 || !rv_utf8_valid(message, strlen(message), NULL))
        abort();
}

static void read_as(const uint8_t *data, size_t size, const rv_xml_handler *handler)
{
    told     *t = calloc(1, sizeof *t);
    rv_error  err = { .code = RV_OK };
    rv_status st;

    t->size = size;
    st = rv_xml_read_bytes("fuzz", (const char *)data, size, handler, t, &err);
    if (st == RV_OK ? t->depth != 0 : !err.message[0] || !rv_utf8_valid(err.message, strlen(err.message), NULL))
        abort();
    if (st == RV_EPARSE && handler->problem && err.message[strlen(err.message) - 1] != ')')
        abort();                         /* a refusal ends with its kind */
    free(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encodings[] = { "UTF-16", "UTF-16BE", "UTF-32", "windows-1252", "shift_jis", "gb18030", "ISO-2022-JP",
                                             "UTF-7", "IBM037" };
    rv_xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };

    read_as(data, size, &handler);
    handler.problem = on_problem;
    read_as(data, size, &handler);
    handler.encoding = encodings[size % (sizeof encodings / sizeof *encodings)];
    read_as(data, size, &handler);
    return 0;
}
