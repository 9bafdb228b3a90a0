/* A workbook that was filled in: each sheet becomes a table as an import takes it, and each fault finds its cell again. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/batch.h"
#include "extract/sheet.h"
#include "extract/sheet_read.h"

enum { MOST_COLUMNS = 4000 };

/* Where the lines of one sheet's table came from. */
typedef struct {
    const char *name;
    size_t      first, last;      /* lines of the table, as the batch counts them */
    size_t     *lines;            /* the line at which each of its rows begins ... */
    uint32_t   *rows;             /* ... and the row of the sheet (from 0) */
    size_t      n, lines_room, rows_room;
    const char **headers;         /* by column of the sheet, "" where there is none */
    uint32_t    n_headers;
} origin;

struct rv_sheet_reading {
    rv_batch *batch;
    rv_xlsx  *book;
    origin   *origins;
    size_t    n_origins;
    size_t    line;               /* the next */
    rv_buf    table;
};

/* ---- Names of cells ------------------------------------------------------------------------------------------------------------------- */

static const char *spot(void *user, size_t line, const char *column, char *text, size_t size)
{
    const rv_sheet_reading *r = user;
    char cell[RV_XLSX_CELL_NAME] = "";

    for (size_t i = 0; i < r->n_origins; i++) {
        const origin *o = &r->origins[i];
        uint32_t row = 0, c = 0;
        if (line < o->first || line > o->last)
            continue;
        for (size_t lo = 0, hi = o->n; lo < hi;) {          /* the last row that begins at or before the line */
            const size_t mid = lo + (hi - lo) / 2;
            if (o->lines[mid] <= line) {
                row = o->rows[mid];
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        while (c < o->n_headers && strcmp(o->headers[c], column) != 0)
            c++;
        if (c < o->n_headers)
            snprintf(text, size, "%.60s!%s", o->name, rv_xlsx_cell_name(row, c, cell));
        else
            snprintf(text, size, "%.60s!%lu", o->name, (unsigned long)row + 1);
        return text;
    }
    snprintf(text, size, "workbook");
    return text;
}

/* ---- Cells as text ---------------------------------------------------------------------------------------------------------------------- */

static bool is_number_field(const rv_field *field)
{
    return field && (field->type == RV_FIELD_INTEGER || field->type == RV_FIELD_NUMBER || field->type == RV_FIELD_PERCENT);
}

static const char *kept(rv_sheet_reading *r, const char *text)
{
    size_t n;
    char *copy;

    while (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n' || strncmp(text, "\xC2\xA0", 2) == 0)
        text += *text == '\xC2' ? 2 : 1;
    copy = (char *)rv_hoard_text(&r->batch->memory, text);
    for (n = strlen(copy); n > 0 && (strchr(" \t\r\n", copy[n - 1]) || (n > 1 && strncmp(copy + n - 2, "\xC2\xA0", 2) == 0)); n--)
        ;
    if (copy[0])
        copy[n] = '\0';
    return copy;
}

static const char *fault(rv_sheet_reading *r, size_t line, const char *column, const char *message)
{
    rv_batch_fault(r->batch, line, column, message);
    return "";
}

/* A number shown in percent: 0.5 is 50 for a percentage, and is named elsewhere, as either may be meant. */
static const char *percent(rv_sheet_reading *r, const rv_xlsx_cell *cell, const rv_field *field, size_t line, const char *column)
{
    char message[200], digits[RV_REAL_TEXT], shown[32];
    double x;

    snprintf(shown, sizeof shown, "%.15g", cell->number * 100);
    if (field && (field->type == RV_FIELD_PERCENT || strcmp(field->unit, "%") == 0 || strncmp(field->unit, "percent", 7) == 0)
        && rv_real_parse(shown, &x, NULL) == RV_OK)
        return rv_hoard_text(&r->batch->memory, rv_real_text(x, digits));
    snprintf(message, sizeof message, "it shows %s %% and holds %s; write the number itself, in a cell that is not in percent", shown,
             cell->text);
    return fault(r, line, column, message);
}

/* What a cell says in a column, as the table of an import has it. Faults that the form's check would not understand are named here. */
static const char *say(rv_sheet_reading *r, const rv_xlsx_cell *cell, size_t line, const char *column)
{
    const rv_field *field = rv_protocol_field(r->batch->protocol, column);
    char message[300];

    switch (cell->kind) {
    case RV_XLSX_ERROR:
        if (cell->text[0] == '=')
            return fault(r, line, column, "it holds a formula whose result was not saved; open the workbook in a spreadsheet program and save"
                         " it again");
        snprintf(message, sizeof message, "its formula failed: %.40s", cell->text);
        return fault(r, line, column, message);
    case RV_XLSX_DATE:
        if (is_number_field(field) || strcmp(column, "months") == 0) {
            snprintf(message, sizeof message, "it holds the date %.20s, which a spreadsheet may have made of a number; type it again",
                     cell->text);
            return fault(r, line, column, message);
        }
        if (field && field->type == RV_FIELD_DATE)
            return rv_hoard_text(&r->batch->memory, (snprintf(message, 11, "%s", cell->text), message));   /* without its time of day */
        return kept(r, cell->text);
    case RV_XLSX_NUMBER:
        return cell->percent ? percent(r, cell, field, line, column) : cell->text;
    case RV_XLSX_TEXT:
        if (is_number_field(field) && strchr(cell->text, ',') && strspn(kept(r, cell->text), "+-0123456789., ") == strlen(kept(r, cell->text))) {
            snprintf(message, sizeof message, "'%.60s' has a comma; write 1.5 for one and a half, and 1500 without one", cell->text);
            return fault(r, line, column, message);
        }
        return kept(r, cell->text);
    default:
        return cell->text;
    }
}

/* ---- Sheets as tables -------------------------------------------------------------------------------------------------------------------- */

static void put_cell(rv_buf *table, const char *text)
{
    rv_buf_char(table, '"');
    for (; *text; text++) {
        if (*text == '"')
            rv_buf_char(table, '"');
        rv_buf_char(table, *text);
    }
    rv_buf_char(table, '"');
}

static size_t lines_in(const char *text)
{
    size_t n = 0;

    for (; (text = strchr(text, '\n')); text++)
        n++;
    return n;
}

static rv_status put_header(rv_sheet_reading *r, origin *o, size_t sheet, rv_error *err)
{
    rv_xlsx_cell cell;
    bool first = true;

    o->n_headers = rv_xlsx_columns(r->book, sheet);
    if (o->n_headers > MOST_COLUMNS)
        return rv_fail(err, RV_EPARSE, "%s: %.60s: more than %d columns are in use; a form has fewer", r->batch->file, o->name, MOST_COLUMNS);
    if (!(o->headers = rv_hoard_bytes(&r->batch->memory, (o->n_headers + 1) * sizeof *o->headers)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (uint32_t c = 0; c < o->n_headers; c++) {
        const bool there = rv_xlsx_cell_at(r->book, sheet, 0, c, &cell);
        o->headers[c] = there ? kept(r, cell.text) : "";
        if (!*o->headers[c])
            continue;
        for (uint32_t d = 0; d < c; d++)
            if (strcmp(o->headers[c], o->headers[d]) == 0) {
                char message[200];
                snprintf(message, sizeof message, "the column '%.100s' stands twice", o->headers[c]);
                rv_batch_fault(r->batch, r->line, o->headers[c], message);
                o->headers[c] = "";
            }
        if (!*o->headers[c])
            continue;
        if (!first)
            rv_buf_char(&r->table, ',');
        put_cell(&r->table, o->headers[c]);
        first = false;
    }
    rv_buf_char(&r->table, '\n');
    r->line++;
    return RV_OK;
}

/* Does a row say anything of its own? What only shows through from a merged cell above does not make a row. */
static bool has_values(const rv_sheet_reading *r, size_t sheet, uint32_t row, uint32_t columns)
{
    rv_xlsx_cell cell;

    for (uint32_t c = 0; c < columns; c++)
        if (rv_xlsx_cell_at(r->book, sheet, row, c, &cell) && !cell.merged && cell.text[strspn(cell.text, " \t\r\n")])
            return true;
    return false;
}

static rv_status put_row(rv_sheet_reading *r, origin *o, size_t sheet, uint32_t row, rv_error *err)
{
    const size_t begin = r->line;
    rv_xlsx_cell cell;
    bool first = true;

    if (!rv_grow(&o->lines, o->n, &o->lines_room, sizeof *o->lines) || !rv_grow(&o->rows, o->n, &o->rows_room, sizeof *o->rows))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o->lines[o->n] = begin;
    o->rows[o->n++] = row;
    o->last = begin;
    for (uint32_t c = 0; c < o->n_headers; c++) {
        const char *text = "";
        const bool there = rv_xlsx_cell_at(r->book, sheet, row, c, &cell);
        if (!*o->headers[c]) {
            if (there && !cell.merged)
                rv_batch_warning(r->batch, begin, "", "a cell under no header is not taken");
            continue;
        }
        if (there)
            text = say(r, &cell, begin, o->headers[c]);
        if (!first)
            rv_buf_char(&r->table, ',');
        put_cell(&r->table, text);
        first = false;
        r->line += lines_in(text);
    }
    rv_buf_char(&r->table, '\n');
    o->last = r->line++;
    return RV_OK;
}

static bool is_sheet_name(const char *name)
{
    for (size_t i = 0; rv_sheet_names[i]; i++)
        if (strcmp(rv_sheet_names[i], name) == 0)
            return true;
    return false;
}

/* The table of a sheet goes to the batch behind as many empty lines as others took, so that lines tell the sheets apart. */
static rv_status take_sheet(rv_sheet_reading *r, size_t sheet, rv_error *err)
{
    const char *name = rv_xlsx_sheet_name(r->book, sheet), *event = "";
    const uint32_t rows = rv_xlsx_rows(r->book, sheet);
    origin *o = &r->origins[r->n_origins++];
    char file[200];
    rv_csv *csv = NULL;
    rv_status st;

    *o = (origin){ .name = name, .first = r->line, .last = r->line };
    rv_buf_clear(&r->table);
    for (size_t i = 1; i < r->line; i++)
        rv_buf_char(&r->table, '\n');
    if (!rv_grow(&o->lines, 0, &o->lines_room, sizeof *o->lines) || !rv_grow(&o->rows, 0, &o->rows_room, sizeof *o->rows))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o->lines[0] = r->line;
    o->rows[0] = 0;
    o->n = 1;
    if ((st = put_header(r, o, sheet, err)) != RV_OK)
        return st;
    for (uint32_t row = 1; st == RV_OK && row < rows; row++)
        if (has_values(r, sheet, row, o->n_headers))
            st = put_row(r, o, sheet, row, err);
    if (st != RV_OK || o->n == 1 || (st = rv_buf_check(&r->table, err)) != RV_OK)
        return st;
    snprintf(file, sizeof file, "%.100s: %.60s", r->batch->file, name);
    if ((st = rv_csv_open_bytes(&csv, file, r->table.data, r->table.length, ',', err)) == RV_OK)
        st = rv_batch_add_table(r->batch, csv, o->first, &event, err);
    rv_csv_close(csv);
    return st;
}

/* ---- The workbook ------------------------------------------------------------------------------------------------------------------------ */

/* The form that the hidden sheet names is compared with the review's. */
static rv_status check_form(rv_sheet_reading *r, rv_store *store, size_t sheet, rv_error *err)
{
    char digest[RV_DIGEST_HEX], message[200];
    const char *version_was = "?", *digest_was = "";
    rv_xlsx_cell key, value;
    int64_t version;
    rv_status st = rv_sheet_form(store, &version, digest, err);

    for (uint32_t row = 1; st == RV_OK && row < rv_xlsx_rows(r->book, sheet) && row < 20; row++) {
        if (!rv_xlsx_cell_at(r->book, sheet, row, 0, &key) || !rv_xlsx_cell_at(r->book, sheet, row, 1, &value))
            continue;
        if (strcmp(key.text, "version") == 0)
            version_was = value.text;
        if (strcmp(key.text, "digest") == 0)
            digest_was = value.text;
    }
    if (st == RV_OK && *digest_was && strcmp(digest_was, digest) != 0) {
        snprintf(message, sizeof message, "it was made from version %.20s of the protocol, which is now at version %lld; the form may have changed",
                 version_was, (long long)version);
        rv_batch_warning(r->batch, SIZE_MAX, "", message);
    }
    return st;
}

rv_status rv_sheet_read(rv_sheet_reading **out, rv_batch *batch, rv_store *store, const char *bytes, size_t n, rv_error *err)
{
    rv_sheet_reading *r = calloc(1, sizeof *r);
    size_t tables = 0;
    rv_status st;

    if (!(*out = r))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    r->batch = batch;
    r->line = 1;
    batch->spot = spot;
    batch->spotter = r;
    if ((st = rv_xlsx_open_bytes(&r->book, batch->file, bytes, n, err)) != RV_OK)
        return st;
    if (!(r->origins = calloc(rv_xlsx_sheets(r->book) + 1, sizeof *r->origins)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < rv_xlsx_sheets(r->book); i++) {
        const char *name = rv_xlsx_sheet_name(r->book, i);
        if (rv_xlsx_sheet_hidden(r->book, i)) {
            if (strcmp(name, "form") == 0)
                st = check_form(r, store, i, err);
        } else if (is_sheet_name(name)) {
            st = take_sheet(r, i, err);
            tables++;
        } else if (rv_xlsx_rows(r->book, i)) {
            char message[200];
            snprintf(message, sizeof message, "the sheet '%.60s' is none of the form's; it is not taken", name);
            rv_batch_warning(batch, SIZE_MAX, "", message);
        }
    }
    if (st == RV_OK && !tables)
        st = rv_fail(err, RV_EPARSE, "%s: it has no sheet of the form: studies, results, judgements, ...; make one with review-extract sheet",
                     batch->file);
    return st;
}

void rv_sheet_read_end(rv_sheet_reading *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n_origins; i++) {
        free(r->origins[i].lines);
        free(r->origins[i].rows);
    }
    free(r->origins);
    rv_buf_free(&r->table);
    rv_xlsx_close(r->book);
    free(r);
}
