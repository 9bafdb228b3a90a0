#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "csv_rows.h"

/* A quote left open would otherwise take the rest of a large file into one field. */
enum { ROW_FIELDS = 16384, BLOCK = 1 << 16 };

static int blank(unsigned char c)
{
    return c == ' ' || c == '\t';
}

/* A tab that separates is no blank. */
static int blank_not_tab(unsigned char c)
{
    return c == ' ';
}

static bool grow(csv_rows *rows)
{
    size_t  room = rows->room ? 2 * rows->room : 64;
    size_t *starts = realloc(rows->starts, room * sizeof *starts), *lengths;

    if (starts)
        rows->starts = starts;
    lengths = realloc(rows->lengths, room * sizeof *lengths);
    if (lengths)
        rows->lengths = lengths;
    if (!starts || !lengths)
        return false;
    rows->room = room;
    return true;
}

static void on_field(void *field, size_t n, void *user)
{
    csv_rows *rows = user;

    if (rows->count == rows->room && !grow(rows)) {
        rows->no_memory = true;
        return;
    }
    rows->starts[rows->count] = rows->text.length;
    rows->lengths[rows->count++] = n;
    rv_buf_add(&rows->text, field ? field : "", n + 1);          /* libcsv puts a NUL behind it */
}

static void on_row(int terminator, void *user)
{
    (void)terminator;
    ((csv_rows *)user)->complete = true;
}

rv_status rv_csv_rows_begin(csv_rows *rows, rv_reading *reading, rv_raw *raw, const char *charset, char separator, rv_error *err)
{
    rv_status st;

    *rows = (csv_rows){ .reading = reading };
    if ((st = rv_lines_begin(&rows->lines, raw, reading->name, charset, err)) != RV_OK)
        return st;
    if (csv_init(&rows->parser, CSV_APPEND_NULL | CSV_EMPTY_IS_NULL) != 0)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name);
    rows->parsing = true;
    csv_set_blk_size(&rows->parser, BLOCK);             /* else a long field is moved for every 128 bytes of it */
    csv_set_delim(&rows->parser, (unsigned char)separator);
    csv_set_space_func(&rows->parser, separator == '\t' ? blank_not_tab : blank);
    return RV_OK;
}

static bool all_blank(const rv_line *line)
{
    size_t i;

    for (i = 0; i < line->n; i++)
        if (line->bytes[i] != ' ')
            return false;
    return true;
}

/* Hands one line to libcsv. Rows end only where a line does, so a line completes at most one. */
static rv_status take(csv_rows *rows, const rv_line *line, rv_error *err)
{
    if (line->repaired)
        rv_reading_problem(rows->reading, "bad-utf8", line->number, 0,
                           "bytes that are not %s; read as Windows-1252, or replaced by U+FFFD", rows->lines.charset);
    rows->end = line->next;
    if (csv_parse(&rows->parser, line->bytes, line->n, on_field, on_row, rows) != line->n
        || (line->ended && csv_parse(&rows->parser, "\n", 1, on_field, on_row, rows) != 1) || rows->no_memory)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", rows->reading->name);
    if (rows->text.length > RV_RECORD_LIMIT || rows->end - rows->offset > RV_RECORD_LIMIT)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the row that begins here is longer than %d MiB; perhaps a quote is not closed (csv-quote)",
                       rows->reading->name, rows->line, RV_RECORD_LIMIT >> 20);
    if (rows->count > ROW_FIELDS)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the row has more than %d fields (csv-columns)", rows->reading->name, rows->line,
                       (int)ROW_FIELDS);
    return rv_buf_check(&rows->text, err);
}

/* The last row, when no line end stands behind it. */
static rv_status finish(csv_rows *rows, rv_error *err)
{
    rows->ended = true;
    csv_set_opts(&rows->parser, CSV_APPEND_NULL | CSV_EMPTY_IS_NULL | CSV_STRICT | CSV_STRICT_FINI);   /* strict is for the end alone */
    if (csv_fini(&rows->parser, on_field, on_row, rows) != 0)
        return rv_fail(err, RV_EPARSE, "%s:%zu: a quote in the row that begins here is never closed; close it, or double a quote that "
                       "belongs to the text (csv-quote)", rows->reading->name, rows->line);
    return rows->no_memory ? rv_fail(err, RV_ENOMEM, "out of memory reading %s", rows->reading->name) : rv_buf_check(&rows->text, err);
}

static rv_status read_row(csv_rows *rows, rv_error *err)
{
    rv_line   line;
    bool      more, within = false;
    rv_status st = RV_OK;

    rows->complete = rows->apart = false;
    rows->count = 0;
    rv_buf_clear(&rows->text);
    while (!rows->complete && (st = rv_lines_next(&rows->lines, &line, &more, err)) == RV_OK && more) {
        if (!within && all_blank(&line)) {
            rows->apart = true;
            continue;
        }
        if (!within) {
            rows->line = line.number;
            rows->offset = line.offset;
            within = true;
        }
        if ((st = take(rows, &line, err)) != RV_OK)
            return st;
    }
    return st == RV_OK && !rows->complete ? finish(rows, err) : st;
}

/* A row of separators alone, as spreadsheets leave them at the end, is none. */
static bool holds_nothing(const csv_rows *rows)
{
    size_t i;

    if (rows->keep_empty)
        return false;
    for (i = 0; i < rows->count; i++)
        if (rows->lengths[i])
            return false;
    return true;
}

rv_status rv_csv_rows_next(csv_rows *rows, bool *more, rv_error *err)
{
    rv_status st;
    bool      apart = false;

    *more = false;
    do {
        if (rows->ended)
            return RV_OK;
        if ((st = read_row(rows, err)) != RV_OK)
            return st;
        apart = apart || rows->apart || (rows->complete && holds_nothing(rows));
    } while (!rows->complete || holds_nothing(rows));
    rows->apart = apart;
    *more = true;
    return RV_OK;
}

const char *rv_csv_field(const csv_rows *rows, size_t i)
{
    return rows->text.data + rows->starts[i];
}

void rv_csv_rows_end(csv_rows *rows)
{
    if (rows->parsing)
        csv_free(&rows->parser);
    rv_lines_end(&rows->lines);
    rv_buf_free(&rows->text);
    free(rows->starts);
    free(rows->lengths);
}
