#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/base.h"

#include "csv.h"

/* Against text that is no table: a quote left open would otherwise take the rest of a large file into one field. */
enum { ROW_BYTES = 16 << 20, ROW_FIELDS = 16384, BLOCK = 1 << 16 };

struct rv_csv {
    char             *name;
    rv_csv_source     source;
    struct csv_parser parser;
    bool              parsing, ended;
    size_t            line;                 /* of what comes next */

    rv_buf            text;                 /* the row's fields, each with a NUL behind it */
    size_t           *starts, *lengths;
    const char      **fields;
    size_t            count, room;
    bool              complete, no_memory;  /* what the callbacks of libcsv saw */
    rv_csv_row        row;
    bool              have_row;

    char            **columns;
    size_t            column_count;
};

static int blank(unsigned char c)
{
    return c == ' ' || c == '\t';
}

/* A tab that separates is no blank. */
static int blank_not_tab(unsigned char c)
{
    return c == ' ';
}

static void on_field(void *field, size_t n, void *user)
{
    rv_csv *csv = user;

    if (csv->count == csv->room) {
        size_t  room = csv->room ? 2 * csv->room : 64;
        size_t *starts = realloc(csv->starts, room * sizeof *starts);
        size_t *lengths;
        const char **fields;

        csv->starts = starts ? starts : csv->starts;
        lengths = realloc(csv->lengths, room * sizeof *lengths);
        csv->lengths = lengths ? lengths : csv->lengths;
        fields = realloc(csv->fields, room * sizeof *fields);
        csv->fields = fields ? fields : csv->fields;
        if (!starts || !lengths || !fields) {
            csv->no_memory = true;
            return;
        }
        csv->room = room;
    }
    csv->starts[csv->count] = csv->text.length;
    csv->lengths[csv->count++] = n;
    rv_buf_add(&csv->text, field ? field : "", n);
    rv_buf_char(&csv->text, '\0');
}

static void on_row(int terminator, void *user)
{
    (void)terminator;
    ((rv_csv *)user)->complete = true;
}

static rv_status copy_text(char **out, const char *text, size_t n, rv_error *err)
{
    if ((*out = malloc(n + 1)) == NULL)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    memcpy(*out, text, n);
    (*out)[n] = '\0';
    return RV_OK;
}

/* Settles the separator and sets libcsv up. A blank line before the first row does not count as the first line. */
static rv_status begin(rv_csv *csv, char separator, rv_error *err)
{
    size_t    got = 0, skip = 0, blanks = 0;
    char      found;
    rv_status st = rv_csv_source_fill(&csv->source, 1 << 16, &got, err);

    if (st != RV_OK)
        return st;
    const char *text = rv_buf_str(&csv->source.window) + csv->source.at;
    found = rv_csv_separator(text, got, &skip);
    if (skip) {
        rv_csv_source_skip(&csv->source, skip);
        csv->line++;
    } else {
        while (blanks < got && strchr(" \r\n", text[blanks]) && text[blanks])
            blanks++;
        found = rv_csv_separator(text + blanks, got - blanks, &skip);
    }
    if (csv_init(&csv->parser, CSV_APPEND_NULL) != 0)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    csv->parsing = true;
    separator = separator ? separator : found;
    csv_set_blk_size(&csv->parser, BLOCK);              /* else a long field is moved for every 128 bytes of it */
    csv_set_delim(&csv->parser, (unsigned char)separator);
    csv_set_space_func(&csv->parser, separator == '\t' ? blank_not_tab : blank);
    return RV_OK;
}

static rv_status make(rv_csv **out, const char *name, rv_error *err)
{
    rv_csv *csv = calloc(1, sizeof *csv);

    *out = csv;
    if (!csv)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    csv->line = 1;
    return copy_text(&csv->name, name, strlen(name), err);
}

static rv_status opened(rv_csv **out, rv_status st)
{
    if (st != RV_OK) {
        rv_csv_close(*out);
        *out = NULL;
    }
    return st;
}

rv_status rv_csv_open(rv_csv **out, const char *path, char separator, rv_error *err)
{
    rv_status st;

    if ((st = make(out, strcmp(path, "-") == 0 ? "standard input" : path, err)) == RV_OK
        && (st = rv_csv_source_open(&(*out)->source, path, err)) == RV_OK)
        st = begin(*out, separator, err);
    return opened(out, st);
}

rv_status rv_csv_open_bytes(rv_csv **out, const char *name, const char *bytes, size_t n, char separator, rv_error *err)
{
    rv_status st;

    if ((st = make(out, name, err)) == RV_OK
        && (st = rv_csv_source_bytes(&(*out)->source, name, bytes, n, err)) == RV_OK)
        st = begin(*out, separator, err);
    return opened(out, st);
}

rv_status rv_csv_open_input(rv_csv **out, rv_input *in, char separator, rv_error *err)
{
    rv_status st = make(out, rv_input_name(in), err);

    if (*out)
        (*out)->source.in = in;
    else
        rv_input_close(in);
    if (st == RV_OK)
        st = begin(*out, separator, err);
    return opened(out, st);
}

/* Hands one piece to libcsv. Rows end only where a piece does, so a piece completes at most one. */
static rv_status take(rv_csv *csv, const char *piece, size_t n, rv_error *err)
{
    size_t line = csv->row.line;

    if (csv_parse(&csv->parser, piece, n, on_field, on_row, csv) != n || csv->no_memory)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (piece[n - 1] == '\n' || piece[n - 1] == '\r')
        csv->line++;
    rv_csv_source_skip(&csv->source, n);
    if (csv->text.length > ROW_BYTES || csv->source.offset - csv->row.offset > ROW_BYTES)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the row that begins here is longer than 16 MiB; perhaps a quote is not closed",
                       csv->name, line);
    if (csv->count > ROW_FIELDS)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the row has more than %d fields", csv->name, line, (int)ROW_FIELDS);
    return rv_buf_check(&csv->text, err);
}

static bool all_blank(const char *piece, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (piece[i] != ' ' && piece[i] != '\r' && piece[i] != '\n')
            return false;
    return true;
}

/* Passes over blank lines. */
static rv_status pass_blank(rv_csv *csv, size_t *left, rv_error *err)
{
    const char *piece;
    rv_status   st;

    while ((st = rv_csv_source_piece(&csv->source, &piece, left, err)) == RV_OK && *left > 0 && all_blank(piece, *left)) {
        if (piece[*left - 1] == '\n' || piece[*left - 1] == '\r')
            csv->line++;
        rv_csv_source_skip(&csv->source, *left);
    }
    return st;
}

/* The last row, when no line end stands behind it. */
static rv_status finish(rv_csv *csv, rv_error *err)
{
    csv->ended = true;
    csv_set_opts(&csv->parser, CSV_APPEND_NULL | CSV_STRICT | CSV_STRICT_FINI);      /* only now: strict is for the end alone */
    if (csv_fini(&csv->parser, on_field, on_row, csv) != 0)
        return rv_fail(err, RV_EPARSE, "%s:%zu: a quote in the row that begins here is never closed; "
                       "close it, or double a quote that belongs to the text", csv->name, csv->row.line);
    return csv->no_memory ? rv_fail(err, RV_ENOMEM, "out of memory") : rv_buf_check(&csv->text, err);
}

rv_status rv_csv_next(rv_csv *csv, const rv_csv_row **row, rv_error *err)
{
    const char *piece;
    size_t      n = 0;
    rv_status   st;

    *row = NULL;
    csv->have_row = csv->complete = false;
    csv->count = 0;
    rv_buf_clear(&csv->text);
    if (csv->ended)
        return RV_OK;
    if ((st = pass_blank(csv, &n, err)) != RV_OK)
        return st;
    csv->row.line = csv->line;
    csv->row.offset = csv->source.offset;
    while (!csv->complete && (st = rv_csv_source_piece(&csv->source, &piece, &n, err)) == RV_OK && n > 0)
        if ((st = take(csv, piece, n, err)) != RV_OK)
            return st;
    if (st == RV_OK && !csv->complete)
        st = finish(csv, err);
    else if (st == RV_OK)
        st = pass_blank(csv, &n, err);
    if (st != RV_OK || !csv->complete)
        return st;
    for (size_t i = 0; i < csv->count; i++) {
        csv->fields[i] = csv->text.data + csv->starts[i];
        if (memchr(csv->fields[i], 0, csv->lengths[i]))      /* what stands behind it would be lost without a word */
            return rv_fail(err, RV_EPARSE, "%s:%zu: field %zu of the row that begins here holds a NUL byte; take it out", csv->name,
                           csv->row.line, i + 1);
    }
    csv->row.fields = csv->fields;
    csv->row.lengths = csv->lengths;
    csv->row.count = csv->count;
    csv->row.length = csv->source.offset - csv->row.offset;
    csv->have_row = true;
    *row = &csv->row;
    return RV_OK;
}

/* Column names meet without regard to case; ASCII only, so that no locale has a say. */
static bool same_name(const char *a, const char *b)
{
    for (;; a++, b++) {
        int x = *a >= 'A' && *a <= 'Z' ? *a + 32 : *a, y = *b >= 'A' && *b <= 'Z' ? *b + 32 : *b;
        if (x != y)
            return false;
        if (!x)
            return true;
    }
}

rv_status rv_csv_header(rv_csv *csv, rv_error *err)
{
    const rv_csv_row *row;
    rv_status         st = rv_csv_next(csv, &row, err);

    if (st != RV_OK)
        return st;
    if (!row)
        return rv_fail(err, RV_EPARSE, "%s:1: no header; the first row must name the columns", csv->name);
    if ((csv->columns = calloc(row->count, sizeof *csv->columns)) == NULL)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < row->count; i++) {
        const char *name = row->fields[i];
        size_t      n = strlen(name);

        while (n > 0 && blank((unsigned char)name[n - 1]))
            n--;
        while (n > 0 && blank((unsigned char)*name))
            name++, n--;
        if ((st = copy_text(&csv->columns[i], name, n, err)) != RV_OK)
            return st;
        csv->column_count = i + 1;
        for (size_t j = 0; j < i && n > 0; j++)
            if (same_name(csv->columns[j], csv->columns[i]))
                return rv_fail(err, RV_EPARSE, "%s:%zu: columns %zu and %zu are both called '%.100s'; each name may stand once",
                               csv->name, row->line, j + 1, i + 1, csv->columns[i]);
    }
    csv->have_row = false;
    return RV_OK;
}

int rv_csv_column(const rv_csv *csv, const char *name)
{
    for (size_t i = 0; i < csv->column_count; i++)
        if (same_name(csv->columns[i], name))
            return (int)i;
    return -1;
}

size_t rv_csv_columns(const rv_csv *csv)
{
    return csv->column_count;
}

const char *rv_csv_column_name(const rv_csv *csv, size_t column)
{
    return column < csv->column_count ? csv->columns[column] : "";
}

const char *rv_csv_get(const rv_csv *csv, const char *name)
{
    int column = rv_csv_column(csv, name);
    return column >= 0 && csv->have_row && (size_t)column < csv->row.count ? csv->row.fields[column] : "";
}

const char *rv_csv_name(const rv_csv *csv)
{
    return csv->name;
}

void rv_csv_close(rv_csv *csv)
{
    if (!csv)
        return;
    if (csv->parsing)
        csv_free(&csv->parser);
    rv_csv_source_close(&csv->source);
    for (size_t i = 0; i < csv->column_count; i++)
        free(csv->columns[i]);
    free(csv->columns);
    rv_buf_free(&csv->text);
    free(csv->starts);
    free(csv->lengths);
    free(csv->fields);
    free(csv->name);
    free(csv);
}
