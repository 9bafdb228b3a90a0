/* A grid as a table in a Word document: heads that stand again on each page, rows that do not break, numbers below each other. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/docx_inside.h"
#include "report/office.h"

enum { MOST_COLUMNS = 63, LONG_ROW = 1200 };       /* what Word takes; letters of a row that may break all the same */

typedef struct {
    rv_docx          *d;
    rv_grid_view      view;
    rv_office_columns columns;
    rv_grid_seen      seen;
    rv_buf            text, cells;
    rv_buf           *out;
    char              smaller[80];        /* run properties where the text is smaller than usual */
} rv_docx_tabling;

static int twips(double points)
{
    return (int)lround(points * 20);
}

static int width_of(const rv_docx_tabling *t, size_t first, size_t across)
{
    double width = 0;

    for (size_t c = first; c < first + across && c < t->view.n; c++)
        width += t->columns.width[c];
    return twips(width);
}

/* A cell over `across` columns; `more` are further properties, in the order of the schema: vMerge, tcBorders, vAlign. */
static void cell_begin(rv_docx_tabling *t, size_t first, size_t across, const char *more)
{
    rv_buf_printf(t->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width_of(t, first, across));
    if (across > 1)
        rv_buf_printf(t->out, "<w:gridSpan w:val=\"%zu\"/>", across);
    rv_buf_printf(t->out, "%s</w:tcPr>", more);
}

static const char *alignment(const char *text, bool number, bool centred)
{
    if (rv_office_runs_left(text))
        return number ? "<w:bidi/><w:jc w:val=\"left\"/>" : "<w:bidi/>";
    return number ? "<w:jc w:val=\"right\"/>" : centred ? "<w:jc w:val=\"center\"/>" : "";
}

static void words(rv_docx_tabling *t, rv_docx_style style, const char *text, const char *more)
{
    rv_docx_paragraph_begin(t->d, style, more, t->out);
    rv_docx_run(t->d, t->smaller, text, t->out);
    rv_buf_text(t->out, "</w:p></w:tc>");
}

/* ---- Heads ---------------------------------------------------------------------------------------------------------- */

#define RULE "<w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/>"
#define NO_RULE "<w:bottom w:val=\"nil\"/>"
static const char head_row[] = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
static const char low[] = "<w:tcBorders>" RULE "</w:tcBorders><w:vAlign w:val=\"bottom\"/>";

/* The heads over several columns; a column without one has its own head in both rows. */
static void upper_heads(rv_docx_tabling *t)
{
    rv_buf_text(t->out, head_row);
    for (size_t c = 0; c < t->view.n; c++) {
        const rv_grid_seen_column *s = &t->view.columns[c];

        if (*s->above && !s->across)
            continue;
        if (*s->above) {
            cell_begin(t, c, s->across, low);
            words(t, RV_DOCX_HEAD_CELL, s->above, alignment(s->above, false, true));
        } else {
            cell_begin(t, c, 1, "<w:vMerge w:val=\"restart\"/><w:tcBorders>" RULE "</w:tcBorders><w:vAlign w:val=\"bottom\"/>");
            words(t, RV_DOCX_HEAD_CELL, s->head, alignment(s->head, s->number, false));
        }
    }
    rv_buf_text(t->out, "</w:tr>");
}

static void heads(rv_docx_tabling *t)
{
    if (t->view.two_heads)
        upper_heads(t);
    rv_buf_text(t->out, head_row);
    for (size_t c = 0; c < t->view.n; c++) {
        const rv_grid_seen_column *s = &t->view.columns[c];
        const bool merged = t->view.two_heads && !*s->above;

        cell_begin(t, c, 1, merged ? "<w:vMerge/><w:tcBorders>" RULE "</w:tcBorders><w:vAlign w:val=\"bottom\"/>" : low);
        words(t, RV_DOCX_HEAD_CELL, merged ? "" : s->head, alignment(s->head, s->number, false));
    }
    rv_buf_text(t->out, "</w:tr>");
}

/* ---- Rows ------------------------------------------------------------------------------------------------------------- */

static void cell(rv_docx_tabling *t, size_t row, size_t c)
{
    const rv_grid_seen_column *s = &t->view.columns[c];
    bool linked = false;
    rv_buf target = RV_BUF_INIT;

    rv_grid_see(&t->view, row, c, &t->seen);
    rv_buf_clear(&t->text);
    rv_office_cell(s, &t->seen, &t->text);
    cell_begin(t, c, 1, "");
    rv_docx_paragraph_begin(t->d, RV_DOCX_CELL, alignment(rv_buf_str(&t->text), s->number, false), t->out);
    if (c == 0)
        rv_docx_bookmark_add(t->d, rv_grid_row_anchor(t->view.grid, row), t->out);
    if (*t->seen.link && t->text.length) {
        rv_buf_printf(&target, "#%s", t->seen.link);
        linked = rv_docx_link_begin(t->d, rv_buf_str(&target), t->out);
    }
    rv_docx_run(t->d, t->smaller, rv_buf_str(&t->text), t->out);
    rv_buf_text(t->out, linked ? "</w:hyperlink>" : "");
    if (t->seen.mark) {
        rv_grid_mark(&target, t->seen.mark);
        rv_docx_run(t->d, "<w:vertAlign w:val=\"superscript\"/>", rv_buf_str(&target), t->out);
    }
    rv_buf_text(t->out, "</w:p></w:tc>");
    rv_buf_free(&target);
}

/* A row breaks over pages only where it could be longer than one. */
static void row(rv_docx_tabling *t, size_t r)
{
    const char *section = rv_grid_section_words(t->view.grid, r);
    rv_buf *whole = t->out;
    size_t longest = 0;

    rv_buf_clear(&t->cells);
    t->out = &t->cells;
    if (section) {
        cell_begin(t, 0, t->view.n, "");
        words(t, RV_DOCX_HEAD_CELL, section, alignment(section, false, false));
    }
    for (size_t c = 0; c < t->view.n && !section; c++) {
        cell(t, r, c);
        longest = t->text.length > longest ? t->text.length : longest;
    }
    t->out = whole;
    rv_buf_text(whole, longest > LONG_ROW ? "<w:tr>" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    rv_buf_add(whole, rv_buf_str(&t->cells), t->cells.length);
    rv_buf_text(whole, "</w:tr>");
}

static void body(rv_docx_tabling *t)
{
    const rv_grid *g = t->view.grid;

    for (size_t r = 0; r < rv_grid_rows(g); r++)
        row(t, r);
    if (!rv_grid_rows(g)) {
        rv_buf_text(t->out, "<w:tr>");
        cell_begin(t, 0, t->view.n, "");
        words(t, RV_DOCX_CELL, "none", "");
        rv_buf_text(t->out, "</w:tr>");
    }
}

static void properties(rv_docx_tabling *t)
{
    rv_buf_text(t->out, "<w:tbl><w:tblPr><w:tblStyle w:val=\"");
    rv_xml_escape(t->out, rv_docx_style_id(t->d, RV_DOCX_TABLE));
    rv_buf_printf(t->out, "\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
                  "<w:tblLook w:val=\"0620\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" "
                  "w:noVBand=\"1\"/><w:tblCaption w:val=\"", twips(t->columns.total));
    rv_xml_escape(t->out, rv_grid_caption(t->view.grid));
    rv_buf_text(t->out, "\"/></w:tblPr><w:tblGrid>");
    for (size_t c = 0; c < t->view.n; c++)
        rv_buf_printf(t->out, "<w:gridCol w:w=\"%d\"/>", width_of(t, c, 1));
    rv_buf_text(t->out, "</w:tblGrid>");
}

rv_status rv_docx_table(rv_docx *d, const rv_grid *grid, double width, rv_buf *out, rv_error *err)
{
    rv_docx_tabling t = { .d = d, .seen = RV_GRID_SEEN_INIT, .text = RV_BUF_INIT, .cells = RV_BUF_INIT, .out = out };
    rv_status st;

    if ((st = rv_grid_check(grid, err)) != RV_OK)
        return st;
    rv_grid_view_of(grid, &t.view);
    if (t.view.n > MOST_COLUMNS)
        return rv_fail(err, RV_EINVAL, "table %s: %zu columns are more than Word takes (%d)", rv_grid_id(grid), t.view.n, MOST_COLUMNS);
    rv_office_columns_of(&t.view, width, &t.columns);
    if (t.columns.size < RV_OFFICE_CELL_SIZE)
        snprintf(t.smaller, sizeof t.smaller, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", t.columns.size, t.columns.size);
    properties(&t);
    heads(&t);
    body(&t);
    rv_buf_text(out, "</w:tbl>");
    out->failed |= t.text.failed || t.cells.failed;
    rv_grid_seen_free(&t.seen);
    rv_buf_free(&t.text);
    rv_buf_free(&t.cells);
    return rv_buf_check(out, err);
}

/* ---- With its words -------------------------------------------------------------------------------------------------------- */

static void notes(rv_docx *d, const rv_grid *grid, rv_buf *out)
{
    rv_grid_view view;
    rv_buf mark = RV_BUF_INIT;

    rv_grid_view_of(grid, &view);
    rv_docx_paragraph_begin(d, RV_DOCX_TABLE_NOTE, "", out);
    for (int i = 0; i < view.n_marks; i++) {
        rv_grid_mark(&mark, i + 1);
        rv_docx_run(d, "<w:vertAlign w:val=\"superscript\"/>", rv_buf_str(&mark), out);
        rv_docx_run(d, "", " ", out);
        rv_docx_run(d, "", rv_grid_kept(grid, view.marked[i]), out);
        rv_buf_text(out, "<w:r><w:br/></w:r>");
    }
    rv_docx_run(d, "", rv_buf_str(&grid->note), out);
    rv_buf_text(out, "</w:p>");
    rv_buf_free(&mark);
}

/* The caption stands before the control: there the author may change its words, and LibreOffice 7.4 shows the code of a field instead of
   its number where a control begins with one. */
rv_status rv_docx_grid(rv_docx *d, const rv_grid *grid, size_t number, double width, rv_buf *out, rv_error *err)
{
    rv_buf key = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_grid_check(grid, err)) != RV_OK)
        return st;
    rv_docx_paragraph_begin(d, RV_DOCX_CAPTION, "<w:keepNext/>", out);
    if (number) {
        rv_docx_counted(d, "Table", number, rv_grid_id(grid), out);
        rv_docx_run(d, "", ". ", out);
    } else {
        rv_docx_bookmark_add(d, rv_grid_id(grid), out);
    }
    rv_docx_run(d, "", rv_grid_caption(grid), out);
    rv_buf_text(out, "</w:p>");
    rv_buf_printf(&key, "table:%s", rv_grid_id(grid));
    rv_docx_control_begin(d, rv_buf_str(&key), out);
    rv_buf_free(&key);
    if ((st = rv_docx_table(d, grid, width, out, err)) != RV_OK)
        return st;
    notes(d, grid, out);
    rv_buf_text(out, "</w:sdtContent></w:sdt>");
    return rv_buf_check(out, err);
}
