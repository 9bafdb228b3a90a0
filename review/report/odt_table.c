/* A grid as a table in OpenDocument. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/odt.h"

enum { LONG_ROW = 1200 };                  /* letters of a row that may break */

typedef struct {
    rv_odt           *o;
    rv_grid_view      view;
    rv_office_columns columns;
    rv_grid_seen      seen;
    rv_buf            text;
    size_t            number;              /* of the table in the document, for the names of its styles */
    bool              small;
} rv_odt_tabling;

static void styles(rv_odt_tabling *t)
{
    rv_buf *out = &t->o->styles;

    rv_buf_printf(out, "<style:style style:name=\"Tab%zu\" style:family=\"table\"><style:table-properties style:width=\"%.2fpt\" "
                  "table:align=\"left\" table:border-model=\"collapsing\"/></style:style>\n", t->number, t->columns.total);
    for (size_t c = 0; c < t->view.n; c++)
        rv_buf_printf(out, "<style:style style:name=\"Tab%zu.%zu\" style:family=\"table-column\"><style:table-column-properties "
                      "style:column-width=\"%.2fpt\"/></style:style>\n", t->number, c, t->columns.width[c]);
    if (!t->small)
        return;
    rv_buf_printf(out, "<style:style style:name=\"Tab%zu.Small\" style:family=\"text\"><style:text-properties fo:font-size=\"%.1fpt\" "
                  "style:font-size-asian=\"%.1fpt\" style:font-size-complex=\"%.1fpt\"/></style:style>\n", t->number,
                  t->columns.size / 2.0, t->columns.size / 2.0, t->columns.size / 2.0);
}

static void cell_begin(rv_odt_tabling *t, const char *style, size_t across, size_t down)
{
    rv_buf_printf(&t->o->body, "<table:table-cell table:style-name=\"%s\" office:value-type=\"string\"", style);
    if (across > 1)
        rv_buf_printf(&t->o->body, " table:number-columns-spanned=\"%zu\"", across);
    if (down > 1)
        rv_buf_printf(&t->o->body, " table:number-rows-spanned=\"%zu\"", down);
    rv_buf_char(&t->o->body, '>');
}

static void cell_end(rv_odt_tabling *t, size_t covered)
{
    rv_buf_text(&t->o->body, "</table:table-cell>");
    for (size_t i = 0; i < covered; i++)
        rv_buf_text(&t->o->body, "<table:covered-table-cell/>");
}

static void words(rv_odt_tabling *t, const char *style, const char *text)
{
    rv_odt_begin(t->o, style, 0);
    if (t->small)
        rv_buf_printf(&t->o->body, "<text:span text:style-name=\"Tab%zu.Small\">", t->number);
    rv_odt_text(t->o, text);
    rv_buf_text(&t->o->body, t->small ? "</text:span>" : "");
    rv_odt_end(t->o, 0);
}

static void heads(rv_odt_tabling *t)
{
    const bool two = t->view.two_heads;

    rv_buf_text(&t->o->body, "<table:table-header-rows>");
    for (int row = two ? 0 : 1; row < 2; row++) {
        rv_buf_text(&t->o->body, "<table:table-row table:style-name=\"RowWhole\">");
        for (size_t c = 0; c < t->view.n; c++) {
            const rv_grid_seen_column *s = &t->view.columns[c];
            const char *style = s->number ? "Table_20_Number_20_Heading" : "Table_20_Heading";

            if (row == 0 && *s->above && s->across) {
                cell_begin(t, "CellSpan", s->across, 1);
                words(t, "Table_20_Span_20_Heading", s->above);
                cell_end(t, s->across - 1);
            } else if (two && !*s->above && row == 1) {
                rv_buf_text(&t->o->body, "<table:covered-table-cell/>");
            } else if (row == 1 || !*s->above) {
                cell_begin(t, two && row == 1 ? "CellLower" : "CellHead", 1, row == 0 ? 2 : 1);
                words(t, style, s->head);
                cell_end(t, 0);
            }
        }
        rv_buf_text(&t->o->body, "</table:table-row>");
    }
    rv_buf_text(&t->o->body, "</table:table-header-rows>\n");
}

static void cell(rv_odt_tabling *t, size_t row, size_t c, const char *style)
{
    const rv_grid_seen_column *s = &t->view.columns[c];
    rv_buf target = RV_BUF_INIT;
    bool linked = false;

    rv_grid_see(&t->view, row, c, &t->seen);
    rv_buf_clear(&t->text);
    rv_office_cell(s, &t->seen, &t->text);
    cell_begin(t, style, 1, 1);
    rv_odt_begin(t->o, s->number ? "Table_20_Number" : "Table_20_Contents", 0);
    if (c == 0)
        rv_odt_bookmark(t->o, rv_grid_row_anchor(t->view.grid, row));
    if (t->small)
        rv_buf_printf(&t->o->body, "<text:span text:style-name=\"Tab%zu.Small\">", t->number);
    if (*t->seen.link && t->text.length) {
        rv_buf_printf(&target, "#%s", t->seen.link);
        linked = rv_odt_link(t->o, rv_buf_str(&target));
    }
    rv_odt_text(t->o, rv_buf_str(&t->text));
    rv_buf_text(&t->o->body, linked ? "</text:a>" : "");
    if (t->seen.mark) {
        rv_grid_mark(&target, t->seen.mark);
        rv_odt_raised(t->o, rv_buf_str(&target));
    }
    rv_buf_text(&t->o->body, t->small ? "</text:span>" : "");
    rv_odt_end(t->o, 0);
    cell_end(t, 0);
    rv_buf_free(&target);
}

/* Letters of the longest cell: a row that may be longer than a page must break. */
static size_t longest(rv_odt_tabling *t, size_t row)
{
    size_t most = 0;

    for (size_t c = 0; c < t->view.n; c++) {
        rv_grid_see(&t->view, row, c, &t->seen);
        most = t->seen.text.length > most ? t->seen.text.length : most;
    }
    return most;
}

static void body(rv_odt_tabling *t)
{
    const rv_grid *g = t->view.grid;

    for (size_t r = 0; r < rv_grid_rows(g); r++) {
        const char *section = rv_grid_section_words(g, r), *style = r + 1 < rv_grid_rows(g) ? "Cell" : "CellLast";

        rv_buf_printf(&t->o->body, "<table:table-row table:style-name=\"%s\">", section || longest(t, r) <= LONG_ROW ? "RowWhole" : "Row");
        if (section) {
            cell_begin(t, style, t->view.n, 1);
            words(t, "Table_20_Heading", section);
            cell_end(t, t->view.n - 1);
        }
        for (size_t c = 0; c < t->view.n && !section; c++)
            cell(t, r, c, style);
        rv_buf_text(&t->o->body, "</table:table-row>\n");
    }
    if (!rv_grid_rows(g)) {
        rv_buf_text(&t->o->body, "<table:table-row>");
        cell_begin(t, "CellLast", t->view.n, 1);
        words(t, "Table_20_Contents", "none");
        cell_end(t, t->view.n - 1);
        rv_buf_text(&t->o->body, "</table:table-row>\n");
    }
}

static void notes(rv_odt_tabling *t)
{
    const rv_grid *g = t->view.grid;
    rv_buf mark = RV_BUF_INIT;

    rv_odt_begin(t->o, "Table_20_Note", 0);
    for (int i = 0; i < t->view.n_marks; i++) {
        rv_grid_mark(&mark, i + 1);
        rv_odt_raised(t->o, rv_buf_str(&mark));
        rv_buf_char(&t->o->body, ' ');
        rv_odt_text(t->o, rv_grid_kept(g, t->view.marked[i]));
        rv_buf_text(&t->o->body, "<text:line-break/>");
    }
    rv_odt_text(t->o, rv_buf_str(&g->note));
    rv_odt_end(t->o, 0);
    rv_buf_free(&mark);
}

static void table(rv_odt_tabling *t)
{
    rv_buf *out = &t->o->body;

    styles(t);
    rv_buf_printf(out, "<table:table table:name=\"Table %zu\" table:style-name=\"Tab%zu\">", t->number, t->number);
    for (size_t c = 0; c < t->view.n; c++)
        rv_buf_printf(out, "<table:table-column table:style-name=\"Tab%zu.%zu\"/>", t->number, c);
    heads(t);
    body(t);
    rv_buf_text(out, "</table:table>\n");
    notes(t);
}

rv_status rv_odt_grid(rv_odt *o, const rv_grid *grid, size_t number, double width, rv_error *err)
{
    rv_odt_tabling t = { .o = o, .seen = RV_GRID_SEEN_INIT, .text = RV_BUF_INIT, .number = ++o->tables };
    rv_status st;

    if ((st = rv_grid_check(grid, err)) != RV_OK)
        return st;
    rv_grid_view_of(grid, &t.view);
    rv_office_columns_of(&t.view, width, &t.columns);
    t.small = t.columns.size < RV_OFFICE_CELL_SIZE;
    rv_odt_begin(o, "Table_20_Caption", 0);
    if (number)
        rv_odt_counted(o, "Table", number, rv_grid_id(grid));
    else
        rv_odt_bookmark(o, rv_grid_id(grid));
    rv_odt_text(o, rv_grid_caption(grid));
    rv_odt_end(o, 0);
    table(&t);
    o->body.failed |= t.text.failed;
    rv_grid_seen_free(&t.seen);
    rv_buf_free(&t.text);
    return rv_buf_check(&o->body, err);
}
