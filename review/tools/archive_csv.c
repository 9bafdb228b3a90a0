#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/archive.h"

struct rv_cells {
    rv_input *in;
    char      bytes[65536];
    size_t    at, length, line;
    bool      ended;
};

void rv_cells_write(rv_buf *out, const char *text)
{
    if (!text)
        return;
    if (*text && !strpbrk(text, ",\"\r\n") && *text != ' ' && text[strlen(text) - 1] != ' ') {
        rv_buf_text(out, text);
        return;
    }
    rv_buf_char(out, '"');
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        rv_buf_add(out, text, (size_t)(quote - text) + 1);
        rv_buf_char(out, '"');
    }
    rv_buf_text(out, text);
    rv_buf_char(out, '"');
}

rv_status rv_cells_open(rv_cells **out, const char *path, rv_error *err)
{
    rv_cells *cells = calloc(1, sizeof *cells);
    rv_status st;

    *out = NULL;
    if (!cells)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    cells->line = 1;
    if ((st = rv_input_open(&cells->in, path, err)) != RV_OK) {
        free(cells);
        return st;
    }
    *out = cells;
    return RV_OK;
}

void rv_cells_close(rv_cells *cells)
{
    if (!cells)
        return;
    rv_input_close(cells->in);
    free(cells);
}

/* The next byte, or -1 at the end; -2 when reading failed. */
static int next_byte(rv_cells *cells, rv_status *st, rv_error *err)
{
    if (cells->at == cells->length && !cells->ended) {
        *st = rv_input_read(cells->in, cells->bytes, sizeof cells->bytes, &cells->length, err);
        if (*st != RV_OK)
            return -2;
        cells->at = 0;
        cells->ended = cells->length == 0;
    }
    return cells->ended ? -1 : (unsigned char)cells->bytes[cells->at++];
}

/* What stands within quotes; returns the byte after the closing one. */
static int read_quoted(rv_cells *cells, rv_buf *field, rv_status *st, rv_error *err)
{
    int c;

    while ((c = next_byte(cells, st, err)) >= 0) {
        if (c == '"' && (c = next_byte(cells, st, err)) != '"')
            return c;
        cells->line += c == '\n';
        rv_buf_char(field, (char)c);
    }
    if (*st == RV_OK)
        *st = rv_fail(err, RV_EPARSE, "%s:%zu: a quote is not closed", rv_input_name(cells->in), cells->line);
    return -2;
}

rv_status rv_cells_next(rv_cells *cells, rv_buf *field, bool *null, rv_cells_state *state, rv_error *err)
{
    rv_status st = RV_OK;
    int c = next_byte(cells, &st, err);

    rv_buf_clear(field);
    *null = c != '"';
    if (c == -1) {
        *state = RV_CELLS_END;
        return st;
    }
    if (c == '"') {
        c = read_quoted(cells, field, &st, err);
    } else {
        for (; c >= 0 && c != ',' && c != '\n'; c = next_byte(cells, &st, err)) {
            rv_buf_char(field, (char)c);
            *null = false;
        }
    }
    if (st == RV_OK && c != ',' && c != '\n')
        st = rv_fail(err, RV_EPARSE, "%s:%zu: a row does not end", rv_input_name(cells->in), cells->line);
    cells->line += c == '\n';
    *state = c == ',' ? RV_CELLS_FIELD : RV_CELLS_ROW_END;
    return st == RV_OK ? rv_buf_check(field, err) : st;
}
