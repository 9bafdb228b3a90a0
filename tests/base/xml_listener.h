/* What an XML reader tells, as text: "<a x=1>text</a>", a problem as "{kind@line}". */
#ifndef TESTS_XML_LISTENER_H
#define TESTS_XML_LISTENER_H

#include "tests/support.h"

#include <string.h>

#include "review/base.h"

typedef struct {
    rv_buf    told;
    bool      places;              /* line and offset behind each start and end */
    rv_status fail;                /* what the first start fails with */
} listener;

static inline rv_status hear_start(void *user, const char *name, const char *const *attributes, rv_error *e)
{
    listener *l = user;

    rv_buf_printf(&l->told, "<%s", name);
    for (; *attributes; attributes += 2)
        rv_buf_printf(&l->told, " %s=%s", attributes[0], attributes[1]);
    rv_buf_text(&l->told, ">");
    if (l->places)
        rv_buf_printf(&l->told, "[%zu@%d]", rv_xml_line(), (int)rv_xml_offset());
    return l->fail ? rv_fail(e, l->fail, "enough at line %zu", rv_xml_line()) : RV_OK;
}

static inline rv_status hear_end(void *user, const char *name, rv_error *e)
{
    listener *l = user;

    (void)e;
    rv_buf_printf(&l->told, "</%s>", name);
    if (l->places)
        rv_buf_printf(&l->told, "[%zu@%d]", rv_xml_line(), (int)rv_xml_offset());
    return RV_OK;
}

static inline rv_status hear_text(void *user, const char *text, size_t n, rv_error *e)
{
    (void)e;
    rv_buf_add(&((listener *)user)->told, text, n);
    return RV_OK;
}

static inline void hear_problem(void *user, const char *kind, size_t line, const char *message)
{
    assert_true(*message != '\0');
    rv_buf_printf(&((listener *)user)->told, "{%s@%zu}", kind, line);
}

static const rv_xml_handler strict = { .start = hear_start, .end = hear_end, .text = hear_text };
static const rv_xml_handler forgiving = { .start = hear_start, .end = hear_end, .text = hear_text, .problem = hear_problem };

#endif
