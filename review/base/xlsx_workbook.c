/* The parts of a workbook that say what its sheets and numbers are: sheets, relations, shared strings, styles. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_inside.h"

static bool is(const char *name, const char *what)
{
    return strcmp(rv_xlsx_local(name), what) == 0;
}

/* ---- Sheets ------------------------------------------------------------------------------------------------------------------- */

static rv_status add_sheet(rv_xlsx *book, const char *const *attributes, rv_error *err)
{
    const char *name = rv_xlsx_attribute(attributes, "name"), *state = rv_xlsx_attribute(attributes, "state");
    const char *relation = NULL;
    rv_xlsx_sheet *sheet, *more;

    for (size_t i = 0; attributes[i]; i += 2)       /* r:id, not the sheet's own id */
        if (strchr(attributes[i], ':') && is(attributes[i], "id"))
            relation = attributes[i + 1];
    if (!name || !relation)
        return rv_fail(err, RV_EPARSE, "%s: a sheet of the workbook has no name or no relation", book->name);
    if (book->n_sheets == RV_XLSX_SHEETS)
        return rv_fail(err, RV_EPARSE, "%s: the workbook has more than %d sheets", book->name, RV_XLSX_SHEETS);
    if (!(more = realloc(book->sheets, (book->n_sheets + 1) * sizeof *more)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    book->sheets = more;
    sheet = &book->sheets[book->n_sheets++];
    *sheet = (rv_xlsx_sheet){ .name = strdup(name), .relation = strdup(relation), .hidden = state && strcmp(state, "visible") != 0 };
    return sheet->name && sheet->relation ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status workbook_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    rv_xlsx *book = user;
    const char *said;

    if (is(name, "sheet"))
        return add_sheet(book, attributes, err);
    if (is(name, "workbookPr") && (said = rv_xlsx_attribute(attributes, "date1904")) && strcmp(said, "0") != 0 && strcmp(said, "false") != 0)
        book->from_1904 = true;
    return RV_OK;
}

rv_status rv_xlsx_read_workbook(rv_xlsx *book, const char *bytes, size_t n, rv_error *err)
{
    return rv_xml_read_bytes(book->name, bytes, n, &(rv_xml_handler){ .start = workbook_start }, book, err);
}

typedef struct {
    rv_xlsx    *book;
    const char *folder;
} relating;

static rv_status relation_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    const relating *r = user;
    const char *id = rv_xlsx_attribute(attributes, "Id"), *target = rv_xlsx_attribute(attributes, "Target");

    if (!is(name, "Relationship") || !id || !target)
        return RV_OK;
    for (size_t i = 0; i < r->book->n_sheets; i++) {
        rv_xlsx_sheet *sheet = &r->book->sheets[i];
        const size_t room = strlen(r->folder) + strlen(target) + 1;
        if (sheet->part || strcmp(sheet->relation, id) != 0)
            continue;
        if (!(sheet->part = malloc(room)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        snprintf(sheet->part, room, "%s%s", *target == '/' ? "" : r->folder, *target == '/' ? target + 1 : target);
    }
    return RV_OK;
}

rv_status rv_xlsx_read_relations(rv_xlsx *book, const char *folder, const char *bytes, size_t n, rv_error *err)
{
    return rv_xml_read_bytes(book->name, bytes, n, &(rv_xml_handler){ .start = relation_start }, &(relating){ book, folder }, err);
}

/* ---- Shared strings ------------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_xlsx *book;
    rv_buf   text;
    int      inside;              /* depth of <t> within an item */
    int      phonetic;            /* depth of <rPh>: readings, which are not shown */
} stringing;

static rv_status string_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    stringing *s = user;

    (void)attributes;
    (void)err;
    if (is(name, "si"))
        rv_buf_clear(&s->text);
    s->phonetic += is(name, "rPh");
    s->inside += is(name, "t");
    return RV_OK;
}

static rv_status string_text(void *user, const char *text, size_t n, rv_error *err)
{
    stringing *s = user;

    (void)err;
    if (s->inside && !s->phonetic)
        rv_buf_add(&s->text, text, n);
    return RV_OK;
}

static rv_status string_end(void *user, const char *name, rv_error *err)
{
    stringing *s = user;
    rv_xlsx *book = s->book;

    s->phonetic -= is(name, "rPh");
    s->inside -= is(name, "t");
    if (!is(name, "si"))
        return RV_OK;
    if (!rv_grow(&book->strings, book->n_strings, &book->strings_room, sizeof *book->strings))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    book->strings[book->n_strings++] = rv_xlsx_keep_escaped(book, rv_buf_str(&s->text));
    return rv_buf_check(&book->texts, err);
}

rv_status rv_xlsx_read_strings(rv_xlsx *book, const char *bytes, size_t n, rv_error *err)
{
    stringing s = { .book = book, .text = RV_BUF_INIT };
    rv_status st = rv_xml_read_bytes(book->name, bytes, n, &(rv_xml_handler){ .start = string_start, .text = string_text,
                                                                              .end = string_end }, &s, err);

    rv_buf_free(&s.text);
    return st;
}

/* ---- Styles -------------------------------------------------------------------------------------------------------------------- */

/* A format of the workbook's own. */
typedef struct { long id; rv_shown shown; } own_format;

typedef struct {
    rv_xlsx    *book;
    own_format *own;
    size_t      n_own, room;
    bool        in_cells;         /* within <cellXfs> */
} styling;

/* Quoted text, escaped characters, [Red] and [$-409] aside, a date's format has one of its letters. */
static rv_shown shown_by(const char *code)
{
    for (; *code && *code != ';'; code++) {
        if (*code == '"') {
            while (*++code && *code != '"')
                ;
        } else if (*code == '[') {
            while (*++code && *code != ']')
                ;
        } else if (*code == '\\' || *code == '_' || *code == '*') {
            code++;
        } else if (*code == '%') {
            return RV_SHOWN_PERCENT;
        } else if (strchr("yYmMdDhHsS", *code)) {
            return RV_SHOWN_DATE;
        }
        if (!*code)
            break;
    }
    return RV_SHOWN_PLAIN;
}

static rv_shown shown_by_id(const styling *s, long id)
{
    for (size_t i = 0; i < s->n_own; i++)
        if (s->own[i].id == id)
            return s->own[i].shown;
    if (id == 9 || id == 10)
        return RV_SHOWN_PERCENT;
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58) ? RV_SHOWN_DATE
                                                                                                               : RV_SHOWN_PLAIN;
}

static rv_status style_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    styling *s = user;
    const char *id = rv_xlsx_attribute(attributes, "numFmtId"), *code = rv_xlsx_attribute(attributes, "formatCode");

    if (is(name, "cellXfs"))
        s->in_cells = true;
    if (is(name, "numFmt") && id && code) {
        if (s->n_own == 10000 || !rv_grow(&s->own, s->n_own, &s->room, sizeof *s->own))
            return rv_fail(err, s->n_own == 10000 ? RV_EPARSE : RV_ENOMEM, "%s: the workbook has too many number formats", s->book->name);
        s->own[s->n_own++] = (own_format){ strtol(id, NULL, 10), shown_by(code) };
    }
    if (is(name, "xf") && s->in_cells) {
        rv_xlsx *book = s->book;
        if (book->n_formats == 100000 || !rv_grow(&book->formats, book->n_formats, &book->formats_room, sizeof *book->formats))
            return rv_fail(err, book->n_formats == 100000 ? RV_EPARSE : RV_ENOMEM, "%s: the workbook has too many styles", book->name);
        book->formats[book->n_formats++] = id ? shown_by_id(s, strtol(id, NULL, 10)) : RV_SHOWN_PLAIN;
    }
    return RV_OK;
}

static rv_status style_end(void *user, const char *name, rv_error *err)
{
    styling *s = user;

    (void)err;
    if (is(name, "cellXfs"))
        s->in_cells = false;
    return RV_OK;
}

rv_status rv_xlsx_read_styles(rv_xlsx *book, const char *bytes, size_t n, rv_error *err)
{
    styling s = { .book = book };
    rv_status st = rv_xml_read_bytes(book->name, bytes, n, &(rv_xml_handler){ .start = style_start, .end = style_end }, &s, err);

    free(s.own);
    return st;
}
