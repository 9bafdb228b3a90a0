/* Which columns of a grid people see, under which heads, and what stands in a cell. */
#include <config.h>

#include <string.h>

#include "report/grid_view.h"

/* A table of so many columns is set smaller; with more than a few rows it is worth a page on its side. */
enum { MANY_COLUMNS = 9, FEW_ROWS = 6 };

/* ---- Columns ---------------------------------------------------------------------------------------------------------- */

static void see_column(const rv_grid *g, size_t c, rv_grid_view *v)
{
    const rv_grid_look *look = &g->view[c];
    rv_grid_seen_column *s = &v->columns[v->n];

    *s = (rv_grid_seen_column){ .head = g->columns[c].head, .above = rv_grid_kept(g, look->span), .across = 1, .range = look->lo > 0,
                                .column = { c, (size_t)look->lo, (size_t)look->hi }, .number = g->columns[c].decimals >= 0 };
    v->two_heads |= *s->above != '\0';
    v->n++;
}

/* Neighbours under the same head share it: the first has it, the others count for it. */
static void share_heads(rv_grid_view *v)
{
    size_t first = 0;

    for (size_t i = 1; i < v->n; i++)
        if (*v->columns[i].above && v->columns[i].above == v->columns[first].above) {
            v->columns[first].across++;
            v->columns[i].across = 0;
        } else {
            first = i;
        }
}

/* ---- Footnotes -------------------------------------------------------------------------------------------------------- */

static int footnote_of(const rv_grid_view *v, size_t row, size_t c)
{
    const rv_grid_seen_column *s = &v->columns[c];
    int footnote = 0;

    for (int p = 0; p < (s->range ? RV_GRID_PARTS : 1) && !footnote; p++)
        footnote = rv_grid_at(v->grid, row, s->column[p])->footnote;
    return footnote;
}

static void give_mark(rv_grid_view *v, int footnote)
{
    if (!footnote || v->mark[footnote])
        return;
    v->marked[v->n_marks++] = v->grid->footnotes[footnote - 1];
    v->mark[footnote] = v->n_marks;
}

/* ---- The whole -------------------------------------------------------------------------------------------------------- */

static size_t characters(const rv_buf *text)
{
    size_t n = 0;

    for (const char *c = rv_buf_str(text); *c; c++)
        n += ((unsigned char)*c & 0xC0) != 0x80;
    return n;
}

static void measure(rv_grid_view *v, size_t row, size_t c, rv_grid_seen *seen)
{
    rv_grid_seen_column *s = &v->columns[c];

    rv_grid_see(v, row, c, seen);
    for (int p = 0; p < RV_GRID_PARTS && seen->number; p++) {
        const size_t n = characters(&seen->part[p]);
        s->width[p] = n > s->width[p] ? n : s->width[p];
    }
}

void rv_grid_view_of(const rv_grid *g, rv_grid_view *v)
{
    rv_grid_seen seen = RV_GRID_SEEN_INIT;

    *v = (rv_grid_view){ .grid = g };
    for (size_t c = 0; c < g->n_columns; c++)
        if (!g->view[c].hidden)
            see_column(g, c, v);
    share_heads(v);
    v->many = v->n >= MANY_COLUMNS;
    v->wide = g->wide || (v->many && g->n_rows > FEW_ROWS);
    for (size_t r = 0; r < g->n_rows; r++)
        for (size_t c = 0; c < v->n && !g->rows[r].section; c++) {
            give_mark(v, footnote_of(v, r, c));
            measure(v, r, c, &seen);
        }
    rv_grid_seen_free(&seen);
}

/* ---- Cells ------------------------------------------------------------------------------------------------------------ */

void rv_grid_see(const rv_grid_view *v, size_t row, size_t c, rv_grid_seen *seen)
{
    const rv_grid_seen_column *s = &v->columns[c];
    const rv_grid_cell *cell = rv_grid_at(v->grid, row, s->column[RV_GRID_ESTIMATE]);
    const char *estimate;

    rv_buf_clear(&seen->text);
    for (int p = 0; p < RV_GRID_PARTS; p++) {
        rv_buf_clear(&seen->part[p]);
        if (p == RV_GRID_ESTIMATE || s->range)
            rv_grid_shown(v->grid, rv_grid_at(v->grid, row, s->column[p]), s->column[p], &seen->part[p]);
    }
    estimate = rv_buf_str(&seen->part[RV_GRID_ESTIMATE]);
    rv_buf_text(&seen->text, estimate);
    seen->range = seen->part[RV_GRID_LOWER].length || seen->part[RV_GRID_UPPER].length;
    if (seen->range)
        rv_buf_printf(&seen->text, "%s[%s, %s]", *estimate ? " " : "", rv_buf_str(&seen->part[RV_GRID_LOWER]),
                      rv_buf_str(&seen->part[RV_GRID_UPPER]));
    seen->link = rv_grid_kept(v->grid, cell->link);
    seen->mark = v->mark[footnote_of(v, row, c)];
    seen->number = cell->type != RV_GRID_TEXT;
}

void rv_grid_seen_free(rv_grid_seen *seen)
{
    rv_buf_free(&seen->text);
    for (int p = 0; p < RV_GRID_PARTS; p++)
        rv_buf_free(&seen->part[p]);
}

const char *rv_grid_section_words(const rv_grid *g, size_t row)
{
    return g->rows[row].section ? rv_grid_kept(g, g->rows[row].section) : NULL;
}

const char *rv_grid_row_anchor(const rv_grid *g, size_t row)
{
    return rv_grid_kept(g, g->rows[row].anchor);
}

void rv_grid_mark(rv_buf *out, int mark)
{
    rv_buf_clear(out);
    if (mark > 26)
        rv_buf_char(out, (char)('a' + (mark - 1) / 26 - 1));
    if (mark > 0)
        rv_buf_char(out, (char)('a' + (mark - 1) % 26));
}
