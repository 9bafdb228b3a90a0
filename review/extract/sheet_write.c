/* Sheets to fill in, as a workbook or as one table of delimited text. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/sheet.h"

RV_STATEMENT(sheet_protocol, "SELECT version, digest FROM protocol ORDER BY version DESC, id DESC LIMIT 1");

rv_status rv_sheet_form(rv_store *store, int64_t *version, char digest[RV_DIGEST_HEX], rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &sheet_protocol, err, "");

    *version = 0;
    digest[0] = '\0';
    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        *version = rv_query_int(q, 0);
        snprintf(digest, RV_DIGEST_HEX, "%s", rv_query_text(q, 1));
    }
    rv_query_end(q);
    return st;
}

/* A number is written as one where a workbook keeps all of it: libxlsxwriter writes 16 digits. */
static bool is_plain_number(const char *text, double *x)
{
    char once[40], digits[RV_REAL_TEXT];
    double back;

    if (rv_real_parse(text, x, NULL) != RV_OK || strcmp(rv_real_text(*x, digits), text) != 0)
        return false;
    snprintf(once, sizeof once, "%.16G", *x);
    return rv_real_parse(once, &back, NULL) == RV_OK && back == *x;
}

static void write_sheet(rv_xlsx_writer *w, const rv_form_sheet *s)
{
    double x;

    rv_xlsx_writer_sheet(w, s->name, s->columns, s->n_columns, false);
    for (size_t r = 0; r < s->n_rows; r++) {
        for (size_t c = 0; c < s->n_columns; c++) {
            const char *text = s->cells[r * s->n_columns + c];
            if (s->columns[c].kind == RV_XLSX_COLUMN_NUMBER && is_plain_number(text, &x))
                rv_xlsx_writer_number(w, x);
            else if (s->columns[c].kind == RV_XLSX_COLUMN_DATE)
                rv_xlsx_writer_date(w, text);
            else
                rv_xlsx_writer_text(w, text);
        }
        rv_xlsx_writer_row(w);
    }
}

/* Which form the sheets were made from: a hidden sheet says it. */
static void write_form(rv_xlsx_writer *w, const rv_protocol *protocol, int64_t version, const char *digest)
{
    static const rv_xlsx_column columns[] = { { .name = "form" }, { .name = "of" } };
    char text[40], now[RV_TIME_TEXT];

    snprintf(text, sizeof text, "%lld", (long long)version);
    const char *const rows[][2] = { { "protocol", protocol->id }, { "version", text }, { "digest", digest }, { "made", rv_now(now) } };
    rv_xlsx_writer_sheet(w, "form", columns, 2, true);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rv_xlsx_writer_text(w, rows[i][0]);
        rv_xlsx_writer_text(w, rows[i][1]);
        rv_xlsx_writer_row(w);
    }
}

static rv_status write_workbook(const rv_sheets *sheets, rv_store *store, const rv_protocol *protocol, rv_output *to, rv_error *err)
{
    static const char *const words[] = { "not reported", "unclear", NULL };
    rv_xlsx_writer *w = NULL;
    char digest[RV_DIGEST_HEX];
    int64_t version;
    rv_status st;

    if ((st = rv_sheet_form(store, &version, digest, err)) != RV_OK || (st = rv_xlsx_writer_open(&w, words, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < sheets->n; i++)
        write_sheet(w, &sheets->sheets[i]);
    write_form(w, protocol, version, digest);
    return rv_xlsx_writer_close(w, to, err);
}

static rv_status write_table(const rv_form_sheet *s, rv_output *to, rv_error *err)
{
    const char **names = calloc(s->n_columns + 1, sizeof *names);
    rv_table *table = NULL;
    rv_status st, ended;

    if (!names)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t c = 0; c < s->n_columns; c++)
        names[c] = s->columns[c].name;
    st = rv_table_open(&table, to, RV_FORMAT_CSV, names, s->n_columns, err);
    for (size_t r = 0; st == RV_OK && r < s->n_rows; r++) {
        for (size_t c = 0; c < s->n_columns; c++) {
            const char *text = s->cells[r * s->n_columns + c];
            rv_table_text(table, *text ? text : NULL);
        }
        rv_table_row(table);
    }
    ended = table ? rv_table_close(table, st == RV_OK ? err : NULL) : RV_OK;
    free(names);
    return st == RV_OK ? ended : st;
}

rv_status rv_extract_sheet(rv_store *store, const rv_protocol *protocol, const char *who, const char *level,
                           const rv_sheet_report *reports, size_t n, rv_output *to, rv_error *err)
{
    const bool own = protocol->extraction == RV_EXTRACT_DOUBLE && who;
    rv_sheets sheets;
    const rv_form_sheet *one = NULL;
    rv_status st = rv_sheets_make(&sheets, store, protocol, own ? who : NULL, reports, n, err);

    for (size_t i = 0; level && i < sheets.n; i++)
        if (strcmp(sheets.sheets[i].name, level) == 0)
            one = &sheets.sheets[i];
    if (st == RV_OK && level && !one)
        st = rv_fail(err, RV_EINVAL, "the form has no sheet '%.60s'; there are studies, results and those of the other levels it asks for",
                     level);
    else if (st == RV_OK)
        st = level ? write_table(one, to, err) : write_workbook(&sheets, store, protocol, to, err);
    rv_sheets_free(&sheets);
    return st;
}
