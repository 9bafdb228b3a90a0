#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

#include "json.h"

const char *const rv_format_names[] = { "text", "csv", "tsv", "json", NULL };

/* Text for people is kept until the end, because widths are known only then: cells one behind the other in `cells`, each with a
   NUL. Data are written row by row. */
struct rv_table {
    rv_output *to;
    rv_format  format;
    char     **columns;
    size_t     n, at;                       /* columns; the next cell's */
    size_t     rows;
    rv_buf     cells, row;
    size_t    *widths;
    bool      *numeric, *filled;            /* columns that hold numbers alone, and at least one */
};

static void add_header(rv_table *table);

static void table_free(rv_table *table)
{
    if (!table)
        return;
    for (size_t c = 0; table->columns && c < table->n; c++)
        free(table->columns[c]);
    free(table->columns);
    free(table->widths);
    free(table->numeric);
    free(table->filled);
    rv_buf_free(&table->cells);
    rv_buf_free(&table->row);
    free(table);
}

rv_status rv_table_open(rv_table **out, rv_output *to, rv_format format, const char *const *columns, size_t n, rv_error *err)
{
    rv_table *table = calloc(1, sizeof *table);
    bool      whole = table != NULL;

    *out = NULL;
    if (whole) {
        table->to = to;
        table->format = format;
        table->n = n;
        table->columns = calloc(n + 1, sizeof *table->columns);
        table->widths = calloc(n + 1, sizeof *table->widths);
        table->numeric = calloc(n + 1, sizeof *table->numeric);
        table->filled = calloc(n + 1, sizeof *table->filled);
        whole = table->columns && table->widths && table->numeric && table->filled;
        for (size_t c = 0; whole && c < n; c++) {
            table->columns[c] = strdup(columns[c]);
            whole = table->columns[c] != NULL;
            table->numeric[c] = true;
        }
    }
    if (!whole) {
        table_free(table);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    add_header(table);
    *out = table;
    return RV_OK;
}

/* ---- one cell in each format ---- */

/* The signs = + - @ as East Asian keyboards give them, which some spreadsheets take for the narrow ones. */
static bool is_wide_sign(const char *text)
{
    static const char *const wide[] = { "\uff1d", "\uff0b", "\uff0d", "\uff20" };

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], 3) == 0)
            return true;
    return false;
}

/* Would a spreadsheet run it? Signs before numbers are harmless. */
static bool is_formula(const char *text)
{
    double x;
    return *text && text[1] && (strchr("=+-@\t\r", *text) || is_wide_sign(text)) && rv_real_parse(text, &x, NULL) != RV_OK;
}

/* An apostrophe that was there before a formula gets one more, so that taking one away gives back what was. */
static bool is_guarded(const char *text)
{
    while (*text == '\'')
        text++;
    return is_formula(text);
}

const char *rv_table_unguarded(const char *cell)
{
    return *cell == '\'' && is_guarded(cell) ? cell + 1 : cell;
}

static void add_delimited(rv_table *table, const char *text, bool is_text)
{
    char        separator = table->format == RV_FORMAT_CSV ? ',' : '\t';
    const char *special = table->format == RV_FORMAT_CSV ? ",\"\r\n" : "\t\"\r\n";
    bool        guard = is_text && table->format == RV_FORMAT_CSV && is_guarded(text);
    size_t      n = strlen(text);

    if (table->at > 0)
        rv_buf_char(&table->row, separator);
    if (strcspn(text, special) == n && !(n > 0 && (*text == ' ' || text[n - 1] == ' ' || *text == '\t' || text[n - 1] == '\t'))) {
        rv_buf_text(&table->row, guard ? "'" : "");
        rv_buf_text(&table->row, text);
        return;
    }
    rv_buf_text(&table->row, guard ? "\"'" : "\"");
    for (; *text; text++) {
        if (*text == '"')
            rv_buf_char(&table->row, '"');
        rv_buf_char(&table->row, *text);
    }
    rv_buf_char(&table->row, '"');
}

static void add_json(rv_table *table, const char *text, bool is_text)
{
    rv_buf_text(&table->row, table->at == 0 ? "{" : ", ");
    rv_json_string(&table->row, table->columns[table->at]);
    rv_buf_text(&table->row, ": ");
    if (is_text)
        rv_json_string(&table->row, text);
    else
        rv_buf_text(&table->row, *text ? text : "null");
}

static void add_aligned(rv_table *table, const char *text, bool is_text)
{
    size_t begin = table->cells.length, width;

    rv_utf8_printable(&table->cells, text, strlen(text));
    rv_buf_char(&table->cells, '\0');
    if (table->cells.failed)
        return;
    width = rv_utf8_width(table->cells.data + begin);
    if (width > table->widths[table->at])
        table->widths[table->at] = width;
    if (is_text)
        table->numeric[table->at] = false;
}

/* `text` is ready to be written; "" when missing. */
static void add_cell(rv_table *table, const char *text, bool is_text)
{
    if (table->at >= table->n)
        return;
    if (table->format == RV_FORMAT_TEXT)
        add_aligned(table, *text || is_text ? text : "-", is_text);
    else if (table->format == RV_FORMAT_JSON)
        add_json(table, text, is_text);
    else
        add_delimited(table, text, is_text);
    table->at++;
}

static void add_header(rv_table *table)
{
    if (table->format == RV_FORMAT_JSON)
        return;
    for (size_t c = 0; c < table->n; c++) {
        add_cell(table, table->columns[c], true);
        table->numeric[c] = true;
    }
    rv_table_row(table);
    table->rows = 0;
}

void rv_table_text(rv_table *table, const char *text)
{
    add_cell(table, text ? text : "", text != NULL);
}

void rv_table_int(rv_table *table, int64_t x)
{
    char text[RV_REAL_TEXT];

    snprintf(text, sizeof text, "%lld", (long long)x);
    if (table->at < table->n)
        table->filled[table->at] = true;
    add_cell(table, text, false);
}

void rv_table_real(rv_table *table, double x)
{
    char text[RV_REAL_TEXT];

    if (!isfinite(x)) {
        add_cell(table, "", false);
        return;
    }
    if (table->at < table->n)
        table->filled[table->at] = true;
    if (table->format != RV_FORMAT_TEXT)
        rv_real_text(x, text);
    else                                            /* four decimals would hide a small p-value, or say more than a large number has */
        snprintf(text, sizeof text, fabs(x) >= 1e9 || (fabs(x) < 5e-5 && x != 0) ? "%.3g" : "%.4f", x == 0 ? 0 : x);
    add_cell(table, text, false);
}

void rv_table_missing(rv_table *table)
{
    add_cell(table, "", false);
}

void rv_table_row(rv_table *table)
{
    while (table->at < table->n)
        add_cell(table, "", false);
    table->at = 0;
    table->rows++;
    if (table->format == RV_FORMAT_TEXT)
        return;
    if (table->format == RV_FORMAT_JSON)
        rv_output_text(table->to, table->rows == 1 ? "[\n" : ",\n");
    rv_buf_char(&table->row, table->format == RV_FORMAT_JSON ? '}' : '\n');
    rv_output_add(table->to, rv_buf_str(&table->row), table->row.length);
    rv_buf_clear(&table->row);
}

/* ---- the end ---- */

static void write_padding(rv_output *to, size_t n)
{
    static const char blanks[] = "                                ";

    for (; n > 0; n -= n < 32 ? n : 32)
        rv_output_add(to, blanks, n < 32 ? n : 32);
}

static void write_aligned(rv_table *table)
{
    const char *cell = table->cells.data;

    for (size_t r = 0; r <= table->rows; r++) {
        size_t pending = 0;                         /* blanks are written only when something follows */
        for (size_t c = 0; c < table->n; c++) {
            size_t pad = table->widths[c] - rv_utf8_width(cell);
            bool   right = table->numeric[c] && table->filled[c];

            pending += (c > 0 ? 2 : 0) + (right ? pad : 0);
            if (*cell) {
                write_padding(table->to, pending);
                rv_output_text(table->to, cell);
                pending = 0;
            }
            pending += right ? 0 : pad;
            cell += strlen(cell) + 1;
        }
        rv_output_add(table->to, "\n", 1);
    }
}

rv_status rv_table_close(rv_table *table, rv_error *err)
{
    rv_status st = RV_OK;

    if (!table)
        return RV_OK;
    if ((st = rv_buf_check(&table->cells, err)) == RV_OK && (st = rv_buf_check(&table->row, err)) == RV_OK) {
        if (table->format == RV_FORMAT_TEXT && table->n > 0 && table->cells.data)
            write_aligned(table);
        else if (table->format == RV_FORMAT_JSON)
            rv_output_text(table->to, table->rows == 0 ? "[]\n" : "\n]\n");
    }
    table_free(table);
    return st;
}
