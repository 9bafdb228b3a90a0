/* Workbooks in Office Open XML (.xlsx): opened whole, then asked cell by cell. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_inside.h"

static const size_t file_limit = (size_t)64 << 20, unpacked_limit = (size_t)512 << 20;

const char *rv_xlsx_local(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

const char *rv_xlsx_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(rv_xlsx_local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

/* The character that "_x000D_" at the beginning of a text stands for: workbooks write control characters so, and "_" before what looks
   like one. -1 where there is none. */
static int escaped(const char *text)
{
    char *end;

    if (text[0] != '_' || text[1] != 'x' || strspn(text + 2, "0123456789ABCDEFabcdef") < 4 || text[6] != '_')
        return -1;
    const long code = strtol((char[5]){ text[2], text[3], text[4], text[5], 0 }, &end, 16);
    return code == '_' || code < 0x20 ? (int)code : -1;
}

size_t rv_xlsx_keep_escaped(rv_xlsx *book, const char *text)
{
    const size_t at = book->texts.length;

    if (!*text)
        return 0;
    for (int code; *text; text++) {
        if ((code = escaped(text)) < 0) {
            rv_buf_char(&book->texts, *text);
            continue;
        }
        if (code == '_' || code == '\t' || code == '\n')      /* a carriage return beside a line feed, or nothing that is shown */
            rv_buf_char(&book->texts, (char)code);
        text += 6;
    }
    rv_buf_char(&book->texts, '\0');
    return at;
}

size_t rv_xlsx_keep(rv_xlsx *book, const char *text)
{
    const size_t at = book->texts.length;

    if (!*text)
        return 0;
    rv_buf_add(&book->texts, text, strlen(text) + 1);
    return at;
}

/* ---- The parts of the archive ---------------------------------------------------------------------------------------------------- */

typedef struct { char *path; rv_buf bytes; } part;

typedef struct {
    rv_xlsx *book;
    part    *parts;
    size_t   n, room;
    bool     opendocument;
} parts;

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

static bool is_wanted(void *user, const char *path)
{
    (void)user;
    return ends_with(path, ".xml") || ends_with(path, ".rels") || strcmp(path, "mimetype") == 0;
}

static rv_status take_part(void *user, const char *path, const char *bytes, size_t n, rv_error *err)
{
    parts *p = user;
    part *one;

    if (strcmp(path, "mimetype") == 0 && strstr(bytes, "opendocument"))
        p->opendocument = true;
    if (!rv_grow(&p->parts, p->n, &p->room, sizeof *one))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    one = &p->parts[p->n++];
    *one = (part){ strdup(path), RV_BUF_INIT };
    rv_buf_add(&one->bytes, bytes, n);
    return one->path ? rv_buf_check(&one->bytes, err) : rv_fail(err, RV_ENOMEM, "out of memory");
}

static const part *find_part(const parts *p, const char *path)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->parts[i].path, path) == 0)
            return &p->parts[i];
    return NULL;
}

/* Where the package says its workbook is. */
static rv_status root_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    char *path = user;
    const char *type = rv_xlsx_attribute(attributes, "Type"), *target = rv_xlsx_attribute(attributes, "Target");

    (void)name;
    (void)err;
    if (!*path && type && target && ends_with(type, "/officeDocument"))
        snprintf(path, 200, "%s", *target == '/' ? target + 1 : target);
    return RV_OK;
}

/* Reads a part where it is there. */
static rv_status read_part(rv_xlsx *book, const parts *p, const char *folder, const char *path,
                           rv_status (*read)(rv_xlsx *book, const char *bytes, size_t n, rv_error *err), rv_error *err)
{
    char whole[300];
    const part *one;

    snprintf(whole, sizeof whole, "%s%s", folder, path);
    return (one = find_part(p, whole)) ? read(book, rv_buf_str(&one->bytes), one->bytes.length, err) : RV_OK;
}

static rv_status read_sheets(rv_xlsx *book, const parts *p, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < book->n_sheets; i++) {
        const part *one = book->sheets[i].part ? find_part(p, book->sheets[i].part) : NULL;
        if (!one)
            return rv_fail(err, RV_EPARSE, "%s: the sheet '%.60s' is not in the file; it is damaged", book->name, book->sheets[i].name);
        if (!strstr(one->path, "chartsheet"))
            st = rv_xlsx_read_sheet(book, &book->sheets[i], rv_buf_str(&one->bytes), one->bytes.length, err);
    }
    return st;
}

static rv_status read_parts(rv_xlsx *book, const parts *p, rv_error *err)
{
    char path[200] = "", folder[200], relations[480];
    const part *root = find_part(p, "_rels/.rels"), *workbook, *related;
    const char *slash;
    rv_status st;

    if (p->opendocument)
        return rv_fail(err, RV_EPARSE, "%s: it is an OpenDocument file; save it as .xlsx or as CSV", book->name);
    if (root && (st = rv_xml_read_bytes(book->name, rv_buf_str(&root->bytes), root->bytes.length,
                                        &(rv_xml_handler){ .start = root_start }, path, err)) != RV_OK)
        return st;
    if (!*path)
        snprintf(path, sizeof path, "xl/workbook.xml");
    if (!(workbook = find_part(p, path)))
        return rv_fail(err, RV_EPARSE, "%s: it is an archive, but no workbook (.xlsx)", book->name);
    slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash + 1 - path) : 0, path);
    snprintf(relations, sizeof relations, "%s_rels/%s.rels", folder, slash ? slash + 1 : path);
    if ((st = rv_xlsx_read_workbook(book, rv_buf_str(&workbook->bytes), workbook->bytes.length, err)) != RV_OK)
        return st;
    if ((related = find_part(p, relations)))
        st = rv_xlsx_read_relations(book, folder, rv_buf_str(&related->bytes), related->bytes.length, err);
    if (st == RV_OK && (st = read_part(book, p, folder, "sharedStrings.xml", rv_xlsx_read_strings, err)) == RV_OK
        && (st = read_part(book, p, folder, "styles.xml", rv_xlsx_read_styles, err)) == RV_OK)
        st = read_sheets(book, p, err);
    return st;
}

/* ---- The workbook ------------------------------------------------------------------------------------------------------------------ */

rv_status rv_xlsx_open_bytes(rv_xlsx **out, const char *name, const char *bytes, size_t n, rv_error *err)
{
    rv_xlsx *book;
    parts p = { 0 };
    rv_status st;

    *out = NULL;
    if (n >= 4 && memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0)
        return rv_fail(err, RV_EPARSE, "%s: it is an old workbook (.xls) or one with a password; save it as .xlsx without one", name);
    if (!rv_is_zip(bytes, n))
        return rv_fail(err, RV_EPARSE, "%s: it is no workbook (.xlsx)", name);
    if (!(book = calloc(1, sizeof *book)) || !(book->name = strdup(name))) {
        free(book);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    rv_buf_add(&book->texts, "", 1);
    p.book = book;
    if ((st = rv_zip_each(name, bytes, n, unpacked_limit, is_wanted, take_part, &p, err)) == RV_OK)
        st = read_parts(book, &p, err);
    for (size_t i = 0; i < p.n; i++) {
        free(p.parts[i].path);
        rv_buf_free(&p.parts[i].bytes);
    }
    free(p.parts);
    if (st == RV_OK)
        *out = book;
    else
        rv_xlsx_close(book);
    return st;
}

rv_status rv_xlsx_open(rv_xlsx **out, const char *path, rv_error *err)
{
    rv_buf bytes = RV_BUF_INIT;
    rv_status st;

    *out = NULL;
    if ((st = rv_file_read(path, file_limit, &bytes, err)) == RV_OK)
        st = rv_xlsx_open_bytes(out, path, rv_buf_str(&bytes), bytes.length, err);
    rv_buf_free(&bytes);
    return st;
}

void rv_xlsx_close(rv_xlsx *book)
{
    if (!book)
        return;
    for (size_t i = 0; i < book->n_sheets; i++) {
        free(book->sheets[i].name);
        free(book->sheets[i].relation);
        free(book->sheets[i].part);
        free(book->sheets[i].cells);
    }
    free(book->sheets);
    free(book->strings);
    free(book->formats);
    rv_buf_free(&book->texts);
    free(book->name);
    free(book);
}

size_t rv_xlsx_sheets(const rv_xlsx *book)
{
    return book->n_sheets;
}

const char *rv_xlsx_sheet_name(const rv_xlsx *book, size_t sheet)
{
    return book->sheets[sheet].name;
}

bool rv_xlsx_sheet_hidden(const rv_xlsx *book, size_t sheet)
{
    return book->sheets[sheet].hidden;
}

uint32_t rv_xlsx_rows(const rv_xlsx *book, size_t sheet)
{
    return book->sheets[sheet].rows;
}

uint32_t rv_xlsx_columns(const rv_xlsx *book, size_t sheet)
{
    return book->sheets[sheet].columns;
}

static int by_cell(const void *key, const void *item)
{
    const rv_xlsx_held *x = key, *y = item;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

bool rv_xlsx_cell_at(const rv_xlsx *book, size_t sheet, uint32_t row, uint32_t column, rv_xlsx_cell *cell)
{
    const rv_xlsx_sheet *s = &book->sheets[sheet];
    const rv_xlsx_held key = { .row = row, .column = column };
    const rv_xlsx_held *held = s->n ? bsearch(&key, s->cells, s->n, sizeof key, by_cell) : NULL;

    if (!held)
        return false;
    *cell = (rv_xlsx_cell){ .kind = held->kind, .text = book->texts.data + held->text, .number = held->number,
                            .percent = held->kind == RV_XLSX_NUMBER && held->shown == RV_SHOWN_PERCENT, .formula = held->formula,
                            .merged = held->merged };
    return true;
}
