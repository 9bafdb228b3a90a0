/* Rows of named columns: cells lie behind each other in one buffer, and become numbers where those are asked for. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/meta_frame.h"

typedef enum { KIND_UNKNOWN, KIND_NUMBERS, KIND_TEXT } kind;

struct rv_frame {
    char   *name;
    size_t  n, rows, room;
    char  **columns;
    rv_buf  cells;                /* texts, each with its NUL; the first byte is the text of what is missing */
    size_t *at;                   /* [rows n] where each begins */
    size_t *line;                 /* [rows] */
    double **numbers;             /* [n] made when asked for; NULL */
    kind   *kinds;                /* [n] */
};

rv_status rv_frame_new(rv_frame **out, const char *name, const char *const *columns, size_t n, rv_error *err)
{
    rv_frame *f = calloc(1, sizeof *f);
    bool whole = f && (f->columns = calloc(n + 1, sizeof *f->columns)) && (f->numbers = calloc(n + 1, sizeof *f->numbers))
                 && (f->kinds = calloc(n + 1, sizeof *f->kinds)) && (f->name = strdup(name));

    *out = NULL;
    for (size_t c = 0; whole && c < n; c++) {
        whole = (f->columns[f->n++] = strdup(columns[c])) != NULL;
        for (size_t d = 0; whole && d < c; d++)
            if (strcmp(columns[c], columns[d]) == 0) {
                rv_frame_free(f);
                return rv_fail(err, RV_EINVAL, "%s: two columns are called %s", name, columns[c]);
            }
    }
    if (whole)
        rv_buf_char(&f->cells, 0);
    if (!whole || f->cells.failed) {
        rv_frame_free(f);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu columns", n);
    }
    *out = f;
    return RV_OK;
}

static void forget_numbers(rv_frame *f)
{
    for (size_t c = 0; f->numbers && f->kinds && c < f->n; c++) {
        free(f->numbers[c]);
        f->numbers[c] = NULL;
        f->kinds[c] = KIND_UNKNOWN;
    }
}

void rv_frame_free(rv_frame *f)
{
    if (!f)
        return;
    forget_numbers(f);
    for (size_t c = 0; f->columns && c < f->n; c++)
        free(f->columns[c]);
    free(f->columns);
    free(f->numbers);
    free(f->kinds);
    free(f->at);
    free(f->line);
    free(f->name);
    rv_buf_free(&f->cells);
    free(f);
}

static bool make_room(rv_frame *f)
{
    const size_t room = f->room ? 2 * f->room : 64;
    size_t *more;

    if (f->rows < f->room)
        return true;
    if (!(more = realloc(f->line, room * sizeof *more)))
        return false;
    f->line = more;
    if (!(more = realloc(f->at, room * (f->n ? f->n : 1) * sizeof *more)))
        return false;
    f->at = more;
    f->room = room;
    return true;
}

rv_status rv_frame_add(rv_frame *f, const char *const *cells, size_t n, size_t line, rv_error *err)
{
    if (!make_room(f))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", f->rows);
    if (f->rows == 0)
        forget_numbers(f);
    for (size_t c = 0; c < f->n; c++) {
        const char *const text = c < n && cells[c] ? cells[c] : "";
        size_t *const at = &f->at[f->rows * f->n + c];

        *at = 0;
        if (rv_text_missing(text))
            continue;
        *at = f->cells.length;
        rv_buf_add(&f->cells, text, strlen(text) + 1);
    }
    f->line[f->rows] = line;
    if (f->cells.failed)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", f->rows);
    f->rows++;
    return RV_OK;
}

rv_status rv_frame_part(rv_frame **out, const rv_frame *frame, const size_t *row, size_t k, rv_error *err)
{
    const char **const cells = calloc(frame->n + 1, sizeof *cells);
    rv_status st = cells ? rv_frame_new(out, frame->name, (const char *const *)frame->columns, frame->n, err)
                         : rv_fail(err, RV_ENOMEM, "out of memory for %zu columns", frame->n);

    for (size_t i = 0; st == RV_OK && i < k; i++) {
        for (size_t c = 0; c < frame->n; c++)
            cells[c] = rv_frame_text(frame, row[i], c);
        if ((st = rv_frame_add(*out, cells, frame->n, frame->line[row[i]], err)) != RV_OK) {
            rv_frame_free(*out);
            *out = NULL;
        }
    }
    free(cells);
    return st;
}

size_t rv_frame_rows(const rv_frame *f)
{
    return f->rows;
}

size_t rv_frame_columns(const rv_frame *f)
{
    return f->n;
}

const char *rv_frame_file(const rv_frame *f)
{
    return f->name;
}

size_t rv_frame_line(const rv_frame *f, size_t row)
{
    return f->line[row];
}

const char *rv_frame_column(const rv_frame *f, size_t c)
{
    return f->columns[c];
}

const char *rv_frame_text(const rv_frame *f, size_t row, size_t c)
{
    return f->cells.data + f->at[row * f->n + c];
}

const char *rv_frame_place(const rv_frame *f, size_t row, char text[200])
{
    if (f->line[row])
        snprintf(text, 200, "%.150s:%zu", f->name, f->line[row]);
    else
        snprintf(text, 200, "%.150s: row %zu", f->name, row + 1);
    return text;
}

int rv_frame_find(const rv_frame *f, const char *name)
{
    for (size_t c = 0; c < f->n; c++)
        if (strcmp(f->columns[c], name) == 0)
            return (int)c;
    for (size_t c = 0; c < f->n; c++)
        if (strcasecmp(f->columns[c], name) == 0)
            return (int)c;
    return -1;
}

rv_status rv_frame_want(const rv_frame *f, const char *name, size_t *column, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;
    const int c = rv_frame_find(f, name);

    if (c >= 0) {
        *column = (size_t)c;
        return RV_OK;
    }
    for (size_t i = 0; i < f->n && known.length < 300; i++)
        rv_buf_printf(&known, "%s%s", i ? ", " : "", f->columns[i]);
    rv_fail(err, RV_ENOTFOUND, "%s: there is no column %.80s; there are %s", f->name, name, rv_buf_str(&known));
    rv_buf_free(&known);
    return RV_ENOTFOUND;
}

/* The column as numbers, or KIND_TEXT with the first row that has none. */
static rv_status convert(rv_frame *f, size_t c, size_t *bad, rv_error *err)
{
    double *x = malloc((f->rows ? f->rows : 1) * sizeof *x);
    size_t there = 0;

    if (!x)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", f->rows);
    for (size_t i = 0; i < f->rows; i++) {
        const char *const text = rv_frame_text(f, i, c);
        x[i] = NAN;
        if (*text && rv_real_parse(text, &x[i], NULL) != RV_OK) {
            f->kinds[c] = KIND_TEXT;
            *bad = i;
            free(x);
            return RV_OK;
        }
        there += *text != 0;
    }
    f->kinds[c] = there || !f->rows ? KIND_NUMBERS : KIND_TEXT;
    f->numbers[c] = x;
    *bad = f->rows;
    return RV_OK;
}

bool rv_frame_numeric(rv_frame *f, size_t c)
{
    size_t bad;

    if (f->kinds[c] == KIND_UNKNOWN && convert(f, c, &bad, NULL) != RV_OK)
        return false;
    return f->kinds[c] == KIND_NUMBERS;
}

rv_status rv_frame_reals(rv_frame *f, size_t c, const double **x, rv_error *err)
{
    size_t bad;
    char place[200];
    double ignored;
    rv_status st;

    if (!f->numbers[c]) {
        if ((st = convert(f, c, &bad, err)) != RV_OK)
            return st;
        if (bad < f->rows) {
            st = rv_real_parse(rv_frame_text(f, bad, c), &ignored, err);
            return rv_within(err, st, "%s: column %s", rv_frame_place(f, bad, place), f->columns[c]);
        }
    }
    *x = f->numbers[c];
    return RV_OK;
}
