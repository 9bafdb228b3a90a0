/* The body of a Word document: where its content stands, its page, the paragraph that says {{report}}. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/docx_inside.h"

enum { A4_WIDTH = 11906, A4_HEIGHT = 16838, MARGIN = 1440, TEXT = 32, OWN_IDS = 800000000 };

typedef struct {
    rv_docx     *d;
    rv_docx_body body;
    int          depth;               /* 1 in the document, 2 in its body, 3 in a paragraph, table or section of it */
    size_t       child;               /* where the present one begins */
    bool         in_body, in_section, in_text, word, seen;
    char         text[TEXT];          /* of the paragraph, as far as it may be a field */
    size_t       n_text;
} rv_docx_reading;

static double number(const char *const *attributes, const char *name, double otherwise)
{
    char *end;
    const char *text = rv_docx_attribute(attributes, name);
    const double x = strtod(text, &end);

    return end != text && x > -100000 && x < 100000 ? x : otherwise;
}

/* Sizes and margins of the section. A margin below nought keeps text off a header; as room it is the same. */
static void see_section(rv_docx_page *p, const char *name, const char *const *a)
{
    if (strcmp(name, "pgSz") == 0) {
        p->width = number(a, "w", A4_WIDTH);
        p->height = number(a, "h", A4_HEIGHT);
        p->on_side = p->width > p->height;
    } else if (strcmp(name, "pgMar") == 0) {
        p->left = number(a, "left", MARGIN);
        p->right = number(a, "right", MARGIN);
        p->top = number(a, "top", MARGIN);
        p->bottom = number(a, "bottom", MARGIN);
        p->top = p->top < 0 ? -p->top : p->top;
        p->bottom = p->bottom < 0 ? -p->bottom : p->bottom;
    } else if (strcmp(name, "cols") == 0) {
        p->n_columns = (int)number(a, "num", 1);
    }
}

static rv_docx_span *span_of(rv_docx_page *p, const char *name)
{
    return strcmp(name, "pgSz") == 0 ? &p->size : strcmp(name, "pgNumType") == 0 ? &p->numbers
           : strcmp(name, "titlePg") == 0 ? &p->first : strcmp(name, "type") == 0 ? &p->type
           : strcmp(name, "cols") == 0 ? &p->columns : NULL;
}

/* Word gives controls ids anywhere up to 2^31; ours follow the largest of the low ones. */
static void see_id(rv_docx_reading *r, const char *name, const char *const *a)
{
    const bool control = strcmp(name, "w:id") == 0;
    const bool holds = control || strcmp(name, "w:bookmarkStart") == 0 || strcmp(name, "wp:docPr") == 0;
    const long id = holds ? strtol(rv_docx_attribute(a, control ? "val" : "id"), NULL, 10) : 0;

    if (id > r->body.last_id && id < OWN_IDS)
        r->body.last_id = id;
}

static rv_status start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    rv_docx_reading *r = user;

    r->depth++;
    if (r->depth == 1)
        r->word = strcmp(name, "w:document") == 0 && strcmp(rv_xml_attribute(attributes, "xmlns:w") ? rv_xml_attribute(attributes, "xmlns:w") : "",
                                                            RV_DOCX_W) == 0;
    if (!r->word)
        return rv_fail(err, RV_EPARSE, "its text is not what Word calls a Word Document (.docx); save it as that, not as Strict Open XML");
    if (r->depth == 2 && strcmp(name, "w:body") == 0) {
        r->in_body = r->seen = true;
        r->body.body.from = rv_xml_offset();
    }
    see_id(r, name, attributes);
    if (r->in_body && r->depth == 3) {
        r->child = rv_xml_begin();
        r->n_text = 0;
        if ((r->in_section = strcmp(name, "w:sectPr") == 0))
            r->body.page.section.from = r->child;
    }
    r->in_text = strcmp(name, "w:t") == 0;
    if (r->in_section && r->depth == 4) {
        see_section(&r->body.page, rv_docx_local(name), attributes);
        if (span_of(&r->body.page, rv_docx_local(name)))
            span_of(&r->body.page, rv_docx_local(name))->from = rv_xml_begin();
    }
    return RV_OK;
}

static rv_status end(void *user, const char *name, rv_error *err)
{
    rv_docx_reading *r = user;
    rv_docx_span *span;

    (void)err;
    r->in_text = false;
    if (r->in_section && r->depth == 4 && (span = span_of(&r->body.page, rv_docx_local(name))))
        span->to = rv_xml_offset();
    if (r->in_body && r->depth == 3) {
        if (r->in_section)
            r->body.page.section.to = rv_xml_offset();
        else if (strcmp(name, "w:p") == 0 && r->n_text == 10 && memcmp(r->text, "{{report}}", 10) == 0)
            r->body.place = (rv_docx_span){ r->child, rv_xml_offset() };
        r->in_section = false;
    }
    if (r->depth == 2 && r->in_body) {
        r->body.body.to = rv_xml_begin();
        r->in_body = false;
    }
    r->depth--;
    return RV_OK;
}

static rv_status text(void *user, const char *bytes, size_t n, rv_error *err)
{
    rv_docx_reading *r = user;

    (void)err;
    for (size_t i = 0; r->in_text && i < n; i++)
        if (bytes[i] != ' ' && r->n_text < TEXT)
            r->text[r->n_text++] = bytes[i];
    return RV_OK;
}

rv_status rv_docx_body_read(rv_docx *d, rv_error *err)
{
    const rv_xml_handler handler = { .start = start, .end = end, .text = text };
    rv_docx_reading r = { .d = d };
    rv_docx_page *p = &r.body.page;
    const char *bytes;
    char charset[RV_XML_CHARSET];
    rv_status st;
    size_t n;

    *p = (rv_docx_page){ .width = A4_WIDTH, .height = A4_HEIGHT, .left = MARGIN, .right = MARGIN, .top = MARGIN, .bottom = MARGIN,
                         .n_columns = 1 };
    if (!rv_zip_get(d->zip, d->main, &bytes, &n))
        return rv_fail(err, RV_EPARSE, "%s: it has no main document", d->name);
    if (rv_xml_charset(bytes, n, charset) && strncmp(charset, "UTF-8", 5) != 0)
        return rv_fail(err, RV_EPARSE, "%s: %s is written in %s; Word writes UTF-8", d->name, d->main, charset);
    if ((st = rv_xml_read_bytes(d->main, bytes, n, &handler, &r, err)) != RV_OK)
        return rv_within(err, st, "%s", d->name);
    if (!r.seen || r.body.body.to < r.body.body.from)
        return rv_fail(err, RV_EPARSE, "%s: %s has no body, or an empty one without a page", d->name, d->main);
    if (p->width - p->left - p->right < 1440 || p->height - p->top - p->bottom < 1440)
        return rv_fail(err, RV_EPARSE, "%s: its page leaves less than an inch for text", d->name);
    d->body = r.body;
    return RV_OK;
}

/* ---- Sections -------------------------------------------------------------------------------------------------- */

/* The bytes of `whole` without the spans, which stand in any order. */
static void without(const char *bytes, rv_docx_span whole, const rv_docx_span *spans, size_t n, rv_buf *out)
{
    for (size_t at = whole.from; at < whole.to;) {
        size_t next = whole.to, to = whole.to;

        for (size_t i = 0; i < n; i++)
            if (spans[i].to > spans[i].from && spans[i].from >= at && spans[i].from < next) {
                next = spans[i].from;
                to = spans[i].to;
            }
        rv_buf_add(out, bytes + at, next - at);
        at = to;
    }
}

void rv_docx_section(const rv_docx *d, bool landscape, bool first, rv_buf *out)
{
    const rv_docx_page *p = &d->body.page;
    const bool turned = landscape && !p->on_side && p->size.to > p->size.from;
    const rv_docx_span none = { 0, 0 };
    const rv_docx_span before[] = { first ? none : p->numbers, first ? none : p->first, p->type, landscape ? p->columns : none };
    const char *bytes;
    size_t n;

    if (p->section.to == p->section.from || !rv_zip_get(d->zip, d->main, &bytes, &n))
        return;
    if (!turned) {
        without(bytes, p->section, before, 4, out);
        return;
    }
    without(bytes, (rv_docx_span){ p->section.from, p->size.from }, before, 4, out);
    rv_buf_printf(out, "<w:pgSz w:w=\"%.0f\" w:h=\"%.0f\" w:orient=\"landscape\"/>", p->height, p->width);
    without(bytes, (rv_docx_span){ p->size.to, p->section.to }, before, 4, out);
}
