/* Further columns of the studies, from a table that names them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "meta/forest.h"
#include "review/meta_frame.h"

static rv_status find_names(const rv_frame *frame, size_t *column, rv_error *err)
{
    static const char *const usual[] = { "label", "study", "slab", "author" };

    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        const int at = rv_frame_find(frame, usual[i]);
        if (at >= 0) {
            *column = (size_t)at;
            return RV_OK;
        }
    }
    return rv_fail(err, RV_EPARSE, "%s:1: no column names the studies; that is label, study, slab or author", rv_frame_file(frame));
}

typedef struct { const char *name; size_t row; } named;

static int by_name(const void *a, const void *b)
{
    return strcasecmp(((const named *)a)->name, ((const named *)b)->name);
}

/* The rows by the names of their studies, each once. */
static rv_status index_rows(const rv_frame *frame, size_t column, named *rows, rv_error *err)
{
    const size_t n = rv_frame_rows(frame);
    char place[200];

    for (size_t i = 0; i < n; i++)
        rows[i] = (named){ rv_frame_text(frame, i, column), i };
    qsort(rows, n, sizeof *rows, by_name);
    for (size_t i = 1; i < n; i++)
        if (*rows[i].name && by_name(&rows[i - 1], &rows[i]) == 0)
            return rv_fail(err, RV_EPARSE, "%s: study '%.80s' stands twice", rv_frame_place(frame, rows[i].row, place), rows[i].name);
    return RV_OK;
}

static const named *find(const named *rows, size_t n, const char *name)
{
    const named wanted = { name, 0 };

    return *name ? bsearch(&wanted, rows, n, sizeof *rows, by_name) : NULL;
}

static bool has(const rv_forest *f, const char *name)
{
    for (size_t i = 0; i < f->columns; i++)
        if (strcmp(f->column[i], name) == 0)
            return true;
    return rv_forest_knows(name);
}

/* Which of the table's rows belongs to each of the forest's; NULL for none. */
static rv_status match(const rv_forest *f, const rv_frame *frame, const named *rows, const named **found, rv_error *err)
{
    const size_t n = rv_frame_rows(frame);
    size_t study = 0;
    bool any = false;

    while (study < f->columns && strcmp(f->column[study], "study") != 0)
        study++;
    for (size_t i = 0; i < f->n; i++) {
        if (f->rows[i].kind == RV_FOREST_STUDY || f->rows[i].kind == RV_FOREST_STEP)
            found[i] = find(rows, n, f->rows[i].label);
        if (!found[i] && study < f->columns)
            found[i] = find(rows, n, f->cells[i * f->columns + study]);
        any |= found[i] != NULL;
    }
    return any ? RV_OK
               : rv_fail(err, RV_ENOTFOUND, "%s: none of its studies is in the forest; the first is '%.80s', that of the forest '%.80s'",
                         rv_frame_file(frame), rows[0].name, f->rows[0].label);
}

/* The forest's cells with those of the new columns behind them in each row. */
static rv_status widen(rv_forest_owner *o, const rv_frame *frame, const size_t *added, size_t n, const named *const *found, rv_error *err)
{
    const size_t old = o->forest.columns, all = old + n;
    const char **column = calloc(all + 1, sizeof *column), **cells = calloc(o->forest.n * all + 1, sizeof *cells);
    rv_status st = column && cells ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t c = 0; st == RV_OK && c < all; c++)
        if (c < old)
            column[c] = o->column[c];
        else
            st = rv_forest_keep(o, rv_frame_column(frame, added[c - old]), &column[c], err);
    for (size_t i = 0; i < o->forest.n; i++)
        for (size_t c = 0; st == RV_OK && c < all; c++) {
            const char *text = c < old ? o->cells[i * old + c] : found[i] ? rv_frame_text(frame, found[i]->row, added[c - old]) : "";
            if (c < old)
                cells[i * all + c] = text;
            else
                st = rv_forest_keep(o, text, &cells[i * all + c], err);
        }
    if (st != RV_OK) {
        free(column);
        free(cells);
        return st;
    }
    free(o->column);
    free(o->cells);
    o->forest.column = o->column = column;
    o->forest.cells = o->cells = cells;
    o->cell_room = o->forest.n * all + 1;
    o->forest.columns = all;
    return RV_OK;
}

rv_status rv_forest_join(rv_forest *forest, const char *path, rv_error *err)
{
    rv_forest_owner *o = (rv_forest_owner *)forest;
    rv_frame *frame = NULL;
    named *rows = NULL;
    const named **found = NULL;
    size_t *added = NULL, n = 0, names = 0;
    rv_status st = rv_frame_read(&frame, path, err);

    if (st == RV_OK && (st = find_names(frame, &names, err)) == RV_OK) {
        rows = calloc(rv_frame_rows(frame) + 1, sizeof *rows);
        found = calloc(forest->n + 1, sizeof *found);
        added = calloc(rv_frame_columns(frame) + 1, sizeof *added);
        st = rows && found && added ? index_rows(frame, names, rows, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    }
    if (st == RV_OK && (st = match(forest, frame, rows, found, err)) == RV_OK) {
        for (size_t c = 0; c < rv_frame_columns(frame); c++)
            if (c != names && *rv_frame_column(frame, c) && !has(forest, rv_frame_column(frame, c)))
                added[n++] = c;
        st = widen(o, frame, added, n, found, err);
    }
    free(rows);
    free(found);
    free(added);
    rv_frame_free(frame);
    return st;
}
