/* The cells of one sheet. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_inside.h"

enum { EXPANDED = 1000000 };      /* cells that merged regions may cover in all */

/* A region that is shown as one cell. */
typedef struct { uint32_t row, column, last_row, last_column; } region;

typedef struct {
    rv_xlsx       *book;
    rv_xlsx_sheet *sheet;
    rv_xlsx_held   cell;          /* the one being read */
    char     type[12];            /* its t attribute */
    rv_buf   text;                /* its <v>, or the <t> of its <is> */
    bool     in_cell, in_value, has_value;
    int      phonetic;
    uint32_t next_row, next_column;   /* where a cell that does not say so stands */
    region  *merged;
    size_t   n_merged, room;
} reading;

static bool is(const char *name, const char *what)
{
    return strcmp(rv_xlsx_local(name), what) == 0;
}

static rv_status refuse(const reading *r, rv_error *err, const char *message)
{
    char name[RV_XLSX_CELL_NAME];

    return rv_fail(err, RV_EPARSE, "%s: %.60s!%s: %s", r->book->name, r->sheet->name,
                   rv_xlsx_cell_name(r->cell.row, r->cell.column, name), message);
}

/* ---- A cell begins ------------------------------------------------------------------------------------------------------------- */

static rv_status row_start(reading *r, const char *const *attributes, rv_error *err)
{
    const char *said = rv_xlsx_attribute(attributes, "r");
    int64_t row;

    r->next_column = 0;
    if (said) {
        if (rv_int_parse(said, &row, NULL) != RV_OK || row < 1 || row > RV_XLSX_ROWS)
            return rv_fail(err, RV_EPARSE, "%s: %.60s: a row is numbered '%.40s'; rows go from 1 to %d", r->book->name, r->sheet->name,
                           said, RV_XLSX_ROWS);
        r->next_row = (uint32_t)row - 1;
    }
    return RV_OK;
}

static rv_status cell_start(reading *r, const char *const *attributes, rv_error *err)
{
    const char *at = rv_xlsx_attribute(attributes, "r"), *style = rv_xlsx_attribute(attributes, "s");
    const char *type = rv_xlsx_attribute(attributes, "t");
    int64_t index;

    r->cell = (rv_xlsx_held){ .row = r->next_row, .column = r->next_column };
    if (at && !rv_xlsx_parse_cell(at, &r->cell.row, &r->cell.column, NULL))
        return rv_fail(err, RV_EPARSE, "%s: %.60s: there is no cell '%.40s'; they go from A1 to XFD1048576", r->book->name,
                       r->sheet->name, at);
    if (r->cell.row >= RV_XLSX_ROWS || r->cell.column >= RV_XLSX_COLUMNS)
        return rv_fail(err, RV_EPARSE, "%s: %.60s: there are more cells in a row, or rows, than a sheet has", r->book->name, r->sheet->name);
    r->next_row = r->cell.row;
    r->next_column = r->cell.column + 1;
    if (style && rv_int_parse(style, &index, NULL) == RV_OK && index >= 0 && (uint64_t)index < r->book->n_formats)
        r->cell.shown = r->book->formats[index];
    snprintf(r->type, sizeof r->type, "%s", type ? type : "n");
    rv_buf_clear(&r->text);
    r->in_cell = true;
    r->has_value = false;
    return RV_OK;
}

static rv_status merge(reading *r, const char *reference, rv_error *err)
{
    const char *end = "";
    region m;

    if (!reference || !rv_xlsx_parse_cell(reference, &m.row, &m.column, &end) || *end != ':'
        || !rv_xlsx_parse_cell(end + 1, &m.last_row, &m.last_column, NULL) || m.last_row < m.row || m.last_column < m.column)
        return rv_fail(err, RV_EPARSE, "%s: %.60s: '%.40s' are no merged cells", r->book->name, r->sheet->name, reference ? reference : "");
    if (!rv_grow(&r->merged, r->n_merged, &r->room, sizeof m))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    r->merged[r->n_merged++] = m;
    return RV_OK;
}

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    reading *r = user;

    if (is(name, "row"))
        return row_start(r, attributes, err);
    if (is(name, "c"))
        return cell_start(r, attributes, err);
    if (is(name, "mergeCell"))
        return merge(r, rv_xlsx_attribute(attributes, "ref"), err);
    r->phonetic += is(name, "rPh");
    if (r->in_cell && is(name, "f"))
        r->cell.formula = true;
    if (r->in_cell && (is(name, "v") || is(name, "t")))
        r->in_value = r->has_value = true;
    return RV_OK;
}

static rv_status on_text(void *user, const char *text, size_t n, rv_error *err)
{
    reading *r = user;

    (void)err;
    if (r->in_value && !r->phonetic)
        rv_buf_add(&r->text, text, n);
    return RV_OK;
}

/* ---- A cell ends --------------------------------------------------------------------------------------------------------------- */

/* A number as plain text, a date as a date. */
static rv_status take_number(reading *r, rv_error *err)
{
    char text[RV_REAL_TEXT], date[RV_XLSX_DATE_TEXT];

    if (rv_real_parse(rv_buf_str(&r->text), &r->cell.number, NULL) != RV_OK)
        return refuse(r, err, "it is stored as a number, but is none");
    r->cell.kind = RV_XLSX_NUMBER;
    if (r->cell.shown == RV_SHOWN_DATE && rv_xlsx_date(r->cell.number, r->book->from_1904, date)) {
        r->cell.kind = RV_XLSX_DATE;
        r->cell.text = rv_xlsx_keep(r->book, date);
    } else {
        r->cell.text = rv_xlsx_keep(r->book, rv_real_text(r->cell.number, text));
    }
    return RV_OK;
}

static rv_status take_shared(reading *r, rv_error *err)
{
    int64_t index;

    if (rv_int_parse(rv_buf_str(&r->text), &index, NULL) != RV_OK || index < 0 || (uint64_t)index >= r->book->n_strings)
        return refuse(r, err, "its text is not among the workbook's shared strings; the file is damaged");
    r->cell.kind = RV_XLSX_TEXT;
    r->cell.text = r->book->strings[index];
    return RV_OK;
}

static rv_status take_value(reading *r, rv_error *err)
{
    if (strcmp(r->type, "s") == 0)
        return take_shared(r, err);
    if (strcmp(r->type, "n") == 0)
        return take_number(r, err);
    if (strcmp(r->type, "b") == 0) {
        r->cell.kind = RV_XLSX_BOOLEAN;
        r->cell.number = strcmp(rv_buf_str(&r->text), "1") == 0 || strcmp(rv_buf_str(&r->text), "true") == 0;
        r->cell.text = rv_xlsx_keep(r->book, r->cell.number > 0 ? "yes" : "no");
        return RV_OK;
    }
    r->cell.kind = strcmp(r->type, "e") == 0 ? RV_XLSX_ERROR : strcmp(r->type, "d") == 0 ? RV_XLSX_DATE : RV_XLSX_TEXT;
    r->cell.text = rv_xlsx_keep_escaped(r->book, rv_buf_str(&r->text));
    return RV_OK;
}

static rv_status add(reading *r, const rv_xlsx_held *cell, rv_error *err)
{
    rv_xlsx_sheet *sheet = r->sheet;

    if (r->book->n_cells == RV_XLSX_CELLS)
        return rv_fail(err, RV_EPARSE, "%s: %.60s: more than %d cells are filled in; a form has fewer", r->book->name, sheet->name,
                       RV_XLSX_CELLS);
    if (!rv_grow(&sheet->cells, sheet->n, &sheet->room, sizeof *cell))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    sheet->cells[sheet->n++] = *cell;
    r->book->n_cells++;
    if (cell->row >= sheet->rows)
        sheet->rows = cell->row + 1;
    if (cell->column >= sheet->columns)
        sheet->columns = cell->column + 1;
    return rv_buf_check(&r->book->texts, err);
}

static rv_status on_end(void *user, const char *name, rv_error *err)
{
    reading *r = user;
    rv_status st;

    r->phonetic -= is(name, "rPh");
    if (is(name, "v") || is(name, "t"))
        r->in_value = false;
    if (is(name, "row"))
        r->next_row++;
    if (!is(name, "c") || !r->in_cell)
        return RV_OK;
    r->in_cell = false;
    if (!r->has_value && r->cell.formula) {            /* not silently empty: its result was not saved */
        r->cell.kind = RV_XLSX_ERROR;
        r->cell.text = rv_xlsx_keep(r->book, "=");
        return add(r, &r->cell, err);
    }
    if (!r->has_value || (r->text.length == 0 && strcmp(r->type, "s") != 0))
        return RV_OK;
    if ((st = take_value(r, err)) != RV_OK)
        return st;
    return add(r, &r->cell, err);
}

/* ---- The sheet as a whole ------------------------------------------------------------------------------------------------------ */

static int by_place(const void *a, const void *b)
{
    const rv_xlsx_held *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->merged - y->merged;
}

/* What a merged region shows stands in each of its cells, as far as the sheet is used. */
static rv_status spread(reading *r, rv_error *err)
{
    const size_t n = r->sheet->n;
    const uint32_t rows = r->sheet->rows, columns = r->sheet->columns;
    size_t made = 0;

    for (size_t i = 0; i < r->n_merged; i++) {
        const region *m = &r->merged[i];
        const rv_xlsx_held key = { .row = m->row, .column = m->column };
        const rv_xlsx_held *first = n ? bsearch(&key, r->sheet->cells, n, sizeof key, by_place) : NULL;
        rv_xlsx_held copy;
        rv_status st;
        if (!first)
            continue;
        copy = *first;
        copy.merged = true;
        for (copy.row = m->row; copy.row <= m->last_row && copy.row < rows; copy.row++)
            for (copy.column = m->column; copy.column <= m->last_column && copy.column < columns; copy.column++) {
                if (copy.row == m->row && copy.column == m->column)
                    continue;
                if (++made > EXPANDED)
                    return rv_fail(err, RV_EPARSE, "%s: %.60s: merged cells cover more than %d cells", r->book->name, r->sheet->name,
                                   EXPANDED);
                if ((st = add(r, &copy, err)) != RV_OK)
                    return st;
            }
    }
    return RV_OK;
}

/* By place; a cell's own value goes before that of a region over it. */
static rv_status put_in_order(reading *r, rv_error *err)
{
    rv_xlsx_sheet *s = r->sheet;
    size_t kept = 0;

    if (s->n)
        qsort(s->cells, s->n, sizeof *s->cells, by_place);
    for (size_t i = 0; i < s->n; i++) {
        const rv_xlsx_held *last = kept ? &s->cells[kept - 1] : NULL;
        if (!last || last->row != s->cells[i].row || last->column != s->cells[i].column) {
            s->cells[kept++] = s->cells[i];
        } else if (!s->cells[i].merged) {
            r->cell = s->cells[i];
            return refuse(r, err, "it stands twice in the file; which one counts cannot be told");
        }
    }
    r->book->n_cells -= s->n - kept;
    s->n = kept;
    return RV_OK;
}

rv_status rv_xlsx_read_sheet(rv_xlsx *book, rv_xlsx_sheet *sheet, const char *bytes, size_t n, rv_error *err)
{
    reading r = { .book = book, .sheet = sheet, .text = RV_BUF_INIT };
    rv_status st = rv_xml_read_bytes(book->name, bytes, n, &(rv_xml_handler){ .start = on_start, .text = on_text, .end = on_end }, &r,
                                     err);

    if (st == RV_OK && (st = put_in_order(&r, err)) == RV_OK && r.n_merged && (st = spread(&r, err)) == RV_OK)
        st = put_in_order(&r, err);
    free(r.merged);
    rv_buf_free(&r.text);
    return st;
}
