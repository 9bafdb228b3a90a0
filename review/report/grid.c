/* Tables as data: rows and cells in one arena of text. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/grid.h"
#include "report/grid_cells.h"

rv_grid *rv_grid_new(const char *id, const char *caption, const rv_grid_column *columns)
{
    rv_grid *g = calloc(1, sizeof *g);

    if (!g)
        return NULL;
    g->holders = 1;
    g->id = strdup(id);
    g->caption = strdup(caption);
    g->columns = columns;
    while (columns[g->n_columns].name)
        g->n_columns++;
    g->failed = !g->id || !g->caption || g->n_columns > RV_GRID_COLUMNS;
    return g;
}

rv_grid *rv_grid_keep(rv_grid *g)
{
    if (g)
        g->holders++;
    return g;
}

void rv_grid_free(rv_grid *g)
{
    if (!g || --g->holders > 0)
        return;
    free(g->id);
    free(g->caption);
    rv_buf_free(&g->text);
    rv_buf_free(&g->note);
    free(g->cells);
    free(g->rows);
    free(g);
}

rv_status rv_grid_check(const rv_grid *g, rv_error *err)
{
    rv_status st;

    if (!g || g->failed)
        return rv_fail(err, RV_ENOMEM, "out of memory for a table");
    if ((st = rv_buf_check(&g->text, err)) != RV_OK)
        return st;
    return rv_buf_check(&g->note, err);
}

void rv_grid_note(rv_grid *g, const char *note)
{
    if (g) {
        rv_buf_clear(&g->note);
        rv_buf_text(&g->note, note);
    }
}

/* Room for one more of `size` bytes each in a doubling array; false sticks. */
static bool room(rv_grid *g, void **array, size_t n, size_t *capacity, size_t size)
{
    size_t more = *capacity ? 2 * *capacity : 64;
    void *bigger;

    if (n < *capacity)
        return true;
    if (!(bigger = realloc(*array, more * size))) {
        g->failed = true;
        return false;
    }
    *array = bigger;
    *capacity = more;
    return true;
}

/* Offset of a copy of `text` in the arena; 0 stands for nothing. */
static size_t keep(rv_grid *g, const char *text)
{
    size_t at;

    if (!text || !*text)
        return 0;
    if (!g->text.length)
        rv_buf_char(&g->text, 0);
    at = g->text.length;
    rv_buf_add(&g->text, text, strlen(text) + 1);
    return g->text.failed ? 0 : at;
}

void rv_grid_row(rv_grid *g, const char *anchor)
{
    if (!g || !room(g, (void **)&g->rows, g->n_rows, &g->row_room, sizeof *g->rows))
        return;
    g->rows[g->n_rows++] = (rv_grid_line){ g->n_cells, keep(g, anchor), 0 };
}

void rv_grid_section(rv_grid *g, const char *text)
{
    if (!g || !room(g, (void **)&g->rows, g->n_rows, &g->row_room, sizeof *g->rows))
        return;
    g->rows[g->n_rows++] = (rv_grid_line){ g->n_cells, 0, keep(g, *text ? text : " ") };
}

/* ---- What people see of columns ------------------------------------------------------------------------------------- */

/* The place of a column by its name; a name that is none is a fault of the program and gives the first. */
static int column(const rv_grid *g, const char *name)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (strcmp(g->columns[i].name, name) == 0)
            return (int)i;
    return 0;
}

void rv_grid_span(rv_grid *g, const char *head, const char *first, const char *last)
{
    size_t words;

    if (!g || g->failed)
        return;
    words = keep(g, head);
    for (int i = column(g, first); i <= column(g, last); i++)
        g->view[i].span = words;
}

void rv_grid_range(rv_grid *g, const char *estimate, const char *lo, const char *hi)
{
    if (!g || g->failed)
        return;
    g->view[column(g, estimate)].lo = column(g, lo);
    g->view[column(g, estimate)].hi = column(g, hi);
    g->view[column(g, lo)].hidden = g->view[column(g, hi)].hidden = true;
}

void rv_grid_hide(rv_grid *g, const char *name)
{
    if (g && !g->failed)
        g->view[column(g, name)].hidden = true;
}

void rv_grid_wide(rv_grid *g)
{
    if (g)
        g->wide = true;
}

void rv_grid_footnote(rv_grid *g, const char *words)
{
    int n = 0;

    if (!g || g->failed || !g->n_cells)
        return;
    while (n < g->n_footnotes && strcmp(rv_grid_kept(g, g->footnotes[n]), words) != 0)
        n++;
    if (n == RV_GRID_FOOTNOTES)
        return;
    if (n == g->n_footnotes)
        g->footnotes[g->n_footnotes++] = keep(g, words);
    g->cells[g->n_cells - 1].footnote = n + 1;
}

/* ---- Cells ------------------------------------------------------------------------------------------------------------ */

static void add(rv_grid *g, rv_grid_cell cell)
{
    if (!g || !g->n_rows || g->n_cells - g->rows[g->n_rows - 1].first >= g->n_columns
        || !room(g, (void **)&g->cells, g->n_cells, &g->cell_room, sizeof *g->cells))
        return;
    g->cells[g->n_cells++] = cell;
}

void rv_grid_text(rv_grid *g, const char *text)
{
    rv_grid_link(g, text, NULL);
}

void rv_grid_link(rv_grid *g, const char *text, const char *anchor)
{
    if (g)
        add(g, (rv_grid_cell){ RV_GRID_TEXT, NAN, keep(g, text), keep(g, anchor), 0 });
}

void rv_grid_real(rv_grid *g, double x)
{
    if (g)
        add(g, (rv_grid_cell){ RV_GRID_REAL, x, 0, 0, 0 });
}

void rv_grid_int(rv_grid *g, int64_t x)
{
    if (g)
        add(g, (rv_grid_cell){ RV_GRID_INT, (double)x, 0, 0, 0 });
}

size_t rv_grid_rows(const rv_grid *g)
{
    return g ? g->n_rows : 0;
}

const char *rv_grid_id(const rv_grid *g)
{
    return g ? g->id : "";
}

const char *rv_grid_caption(const rv_grid *g)
{
    return g ? g->caption : "";
}

const rv_grid_cell *rv_grid_at(const rv_grid *g, size_t row, size_t column)
{
    static const rv_grid_cell nothing = { RV_GRID_TEXT, NAN, 0, 0, 0 };
    const size_t at = g->rows[row].first + column;
    const size_t end = row + 1 < g->n_rows ? g->rows[row + 1].first : g->n_cells;

    return at < end ? &g->cells[at] : &nothing;
}

const char *rv_grid_kept(const rv_grid *g, size_t at)
{
    return at ? g->text.data + at : "";
}

void rv_grid_number(rv_buf *out, double x, int decimals)
{
    char text[400];
    const char *digits = text;

    if (!isfinite(x))
        return;
    snprintf(text, sizeof text, "%.*f", decimals < 0 ? 0 : decimals > 17 ? 17 : decimals, x);
    if (*text == '-') {
        digits++;
        if (strspn(digits, "0.") < strlen(digits))
            rv_buf_text(out, "\u2212");
    }
    rv_buf_text(out, digits);
}

/* Columns "p" and "..._p" hold p-values, which are never nothing. */
static bool holds_p(const char *name)
{
    const size_t n = strlen(name);

    return strcmp(name, "p") == 0 || (n > 2 && strcmp(name + n - 2, "_p") == 0);
}

/* "<0.001" */
static bool too_small(rv_buf *out, const rv_grid_column *column, double x)
{
    const double least = pow(10, -column->decimals);

    if (!holds_p(column->name) || column->decimals < 1 || !(x >= 0 && x < least))
        return false;
    rv_buf_text(out, "<");
    rv_grid_number(out, least, column->decimals);
    return true;
}

void rv_grid_shown(const rv_grid *g, const rv_grid_cell *cell, size_t column, rv_buf *out)
{
    rv_buf_clear(out);
    if (cell->type == RV_GRID_TEXT)
        rv_buf_text(out, rv_grid_kept(g, cell->text));
    else if (cell->type == RV_GRID_INT || !too_small(out, &g->columns[column], cell->x))
        rv_grid_number(out, cell->x, cell->type == RV_GRID_INT ? 0 : g->columns[column].decimals);
}
