/* The data of a case. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

static column *add(frame *f, const char *name)
{
    f->columns = realloc(f->columns, (f->n + 1) * sizeof *f->columns);
    f->columns[f->n] = (column){ strdup(name), NULL, NULL };
    return &f->columns[f->n++];
}

static double as_number(const char *text)
{
    double x;

    return rv_text_missing(text) || rv_real_parse(text, &x, NULL) != RV_OK ? NAN : x;
}

bool frame_read(frame *f, const char *path)
{
    rv_csv *csv;
    const rv_csv_row *row;
    rv_error err;
    bool ok = false;

    *f = (frame){ 0, 0, NULL };
    if (rv_csv_open(&csv, path, ',', &err) != RV_OK)
        return false;
    if (rv_csv_header(csv, &err) == RV_OK) {
        for (size_t c = 0; c < rv_csv_columns(csv); c++)
            add(f, rv_csv_column_name(csv, c));
        while ((ok = rv_csv_next(csv, &row, &err) == RV_OK) && row) {
            for (size_t c = 0; c < f->n; c++) {
                column *at = &f->columns[c];
                const char *text = c < row->count ? row->fields[c] : "";
                at->text = realloc(at->text, (f->k + 1) * sizeof *at->text);
                at->x = realloc(at->x, (f->k + 1) * sizeof *at->x);
                at->text[f->k] = strdup(text);
                at->x[f->k] = as_number(text);
            }
            f->k++;
        }
    }
    rv_csv_close(csv);
    return ok;
}

static void drop(column *c, size_t k)
{
    for (size_t i = 0; c->text && i < k; i++)
        free(c->text[i]);
    free(c->text);
    free(c->x);
    free(c->name);
}

void frame_free(frame *f)
{
    for (size_t c = 0; c < f->n; c++)
        drop(&f->columns[c], f->k);
    free(f->columns);
    *f = (frame){ 0, 0, NULL };
}

void frame_keep(frame *f, const bool *keep)
{
    size_t left = 0;

    for (size_t i = 0; i < f->k; i++) {
        for (size_t c = 0; c < f->n; c++) {
            column *at = &f->columns[c];
            if (keep[i]) {
                at->x[left] = at->x[i];
                if (at->text)
                    at->text[left] = at->text[i];
            } else if (at->text) {
                free(at->text[i]);
            }
        }
        left += keep[i];
    }
    f->k = left;
}

const column *frame_find(const frame *f, const char *name)
{
    for (size_t c = f->n; c-- > 0;)   /* what a step made stands before what was read */
        if (strcmp(f->columns[c].name, name) == 0)
            return &f->columns[c];
    return NULL;
}

void frame_set(frame *f, const char *name, const double *x)
{
    column *c = add(f, name);

    c->x = malloc((f->k + 1) * sizeof *c->x);
    memcpy(c->x, x, f->k * sizeof *x);
}

void frame_set_text(frame *f, const char *name, const char *const *text)
{
    column *c = add(f, name);

    c->x = malloc((f->k + 1) * sizeof *c->x);
    c->text = malloc((f->k + 1) * sizeof *c->text);
    for (size_t i = 0; i < f->k; i++) {
        c->text[i] = strdup(text[i]);
        c->x[i] = NAN;
    }
}
