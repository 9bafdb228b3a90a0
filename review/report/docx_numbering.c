/* A list of bullets in a document whose styles have none. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/assets.h"
#include "report/docx_inside.h"

#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"

typedef struct {
    long   lists, numbers;            /* the largest ids */
    size_t place;                     /* before the first number, or the end */
    bool   placed;
} rv_docx_lists;

static rv_status start(void *user, const char *name, const char *const *a, rv_error *err)
{
    rv_docx_lists *l = user;
    const bool list = strcmp(name, "w:abstractNum") == 0, one = strcmp(name, "w:num") == 0;
    const long id = list || one ? strtol(rv_docx_attribute(a, list ? "abstractNumId" : "numId"), NULL, 10) : 0;

    (void)err;
    if (one && !l->placed) {
        l->place = rv_xml_begin();
        l->placed = true;
    }
    if (list && id > l->lists)
        l->lists = id;
    if (one && id > l->numbers)
        l->numbers = id;
    return RV_OK;
}

static rv_status end(void *user, const char *name, rv_error *err)
{
    rv_docx_lists *l = user;

    (void)err;
    if (strcmp(name, "w:numbering") == 0 && !l->placed)
        l->place = rv_xml_begin();
    return RV_OK;
}

/* Our list under the next free ids, at the one place where both of its parts may stand. */
static rv_status insert(rv_docx *d, const char *bytes, size_t n, rv_docx_lists *l, rv_error *err)
{
    const char *from = strstr(rv_asset_docx_numbering_xml, "<w:multiLevelType"), *to = strstr(from, "</w:abstractNum>");
    rv_buf xml = RV_BUF_INIT;
    rv_status st;

    rv_buf_add(&xml, bytes, l->place);
    rv_buf_printf(&xml, "<w:abstractNum w:abstractNumId=\"%ld\">%.*s</w:abstractNum>", l->lists + 1, (int)(to - from), from);
    rv_buf_printf(&xml, "<w:num w:numId=\"%ld\"><w:abstractNumId w:val=\"%ld\"/></w:num>", l->numbers + 1, l->lists + 1);
    rv_buf_add(&xml, bytes + l->place, n - l->place);
    if ((st = rv_buf_check(&xml, err)) == RV_OK)
        st = rv_zip_set(d->zip, d->numbering_part, rv_buf_str(&xml), xml.length, err);
    rv_buf_free(&xml);
    return st;
}

rv_status rv_docx_bullets(rv_docx *d, char text[24], rv_error *err)
{
    const rv_xml_handler handler = { .start = start, .end = end };
    rv_docx_lists l = { 0 };
    const char *bytes;
    char part[200];
    rv_status st;
    size_t n;

    if (!*d->numbering_part || !rv_zip_get(d->zip, d->numbering_part, &bytes, &n)) {
        rv_docx_refer(d, RV_DOCX_R "/numbering", "numbering.xml", false);
        d->numbering_part = rv_docx_part_of(d, "numbering.xml");
        snprintf(part, sizeof part, "/%.190s", d->numbering_part);
        rv_docx_type_set(d, part, TYPE, true);
        snprintf(text, 24, "1");
        return rv_zip_set(d->zip, d->numbering_part, rv_asset_docx_numbering_xml, strlen(rv_asset_docx_numbering_xml), err);
    }
    if ((st = rv_xml_read_bytes(d->numbering_part, bytes, n, &handler, &l, err)) != RV_OK)
        return rv_within(err, st, "%s", d->name);
    if (!l.lists && !l.numbers) {
        snprintf(text, 24, "1");
        return rv_zip_set(d->zip, d->numbering_part, rv_asset_docx_numbering_xml, strlen(rv_asset_docx_numbering_xml), err);
    }
    if (l.place == 0 || l.lists > 1000000 || l.numbers > 1000000)
        return rv_fail(err, RV_EPARSE, "%s: its lists (%s) are not as Word writes them", d->name, d->numbering_part);
    if ((st = insert(d, bytes, n, &l, err)) == RV_OK)
        snprintf(text, 24, "%ld", l.numbers + 1);
    return st;
}
