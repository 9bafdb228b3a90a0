/* A table in Markdown: a pipe table has one row of heads, and its footnotes stand after it. */
#include <config.h>

#include <string.h>

#include "report/grid_view.h"

static void heads(const rv_grid_view *v, rv_buf *out)
{
    const char *above = "";

    rv_buf_char(out, '|');
    for (size_t c = 0; c < v->n; c++) {
        above = v->columns[c].across ? v->columns[c].above : above;
        rv_buf_char(out, ' ');
        rv_markdown_text(out, above);
        rv_buf_text(out, *above && *v->columns[c].head ? ": " : "");
        rv_markdown_text(out, v->columns[c].head);
        rv_buf_text(out, " |");
    }
    rv_buf_text(out, "\n|");
    for (size_t c = 0; c < v->n; c++)
        rv_buf_text(out, v->columns[c].number ? " ---: |" : " --- |");
    rv_buf_char(out, '\n');
}

/* A row of the table has as many cells as the head; the words of a section stand in the first. */
static void section(const rv_grid_view *v, const char *words, rv_buf *out)
{
    rv_buf_text(out, "| **");
    rv_markdown_text(out, words);
    rv_buf_text(out, "** |");
    for (size_t c = 1; c < v->n; c++)
        rv_buf_text(out, "  |");
    rv_buf_char(out, '\n');
}

static void footnote(const rv_grid_view *v, int n, rv_buf *mark, rv_buf *out)
{
    rv_grid_mark(mark, n);
    rv_buf_printf(out, "[^%s-%s]", v->grid->id, rv_buf_str(mark));
}

static void rows(const rv_grid_view *v, rv_buf *mark, rv_buf *out)
{
    rv_grid_seen seen = RV_GRID_SEEN_INIT;

    for (size_t r = 0; r < v->grid->n_rows; r++) {
        const char *words = rv_grid_section_words(v->grid, r);

        if (words) {
            section(v, words, out);
            continue;
        }
        rv_buf_char(out, '|');
        for (size_t c = 0; c < v->n; c++) {
            rv_grid_see(v, r, c, &seen);
            rv_buf_char(out, ' ');
            rv_markdown_text(out, rv_buf_str(&seen.text));
            if (seen.mark)
                footnote(v, seen.mark, mark, out);
            rv_buf_text(out, " |");
        }
        rv_buf_char(out, '\n');
    }
    rv_grid_seen_free(&seen);
}

static void notes(const rv_grid_view *v, rv_buf *mark, rv_buf *out)
{
    if (v->grid->note.length) {
        rv_markdown_line(out, rv_buf_str(&v->grid->note));
        rv_buf_text(out, "\n\n");
    }
    for (int i = 1; i <= v->n_marks; i++) {
        footnote(v, i, mark, out);
        rv_buf_text(out, ": ");
        rv_markdown_text(out, rv_grid_kept(v->grid, v->marked[i - 1]));
        rv_buf_text(out, i < v->n_marks ? "\n" : "\n\n");
    }
}

void rv_grid_markdown(const rv_grid *g, size_t number, rv_buf *out)
{
    rv_grid_view view;
    rv_buf mark = RV_BUF_INIT;

    rv_grid_view_of(g, &view);
    rv_buf_text(out, "**");
    if (number)
        rv_buf_printf(out, "Table\u00a0%zu. ", number);
    rv_markdown_text(out, g->caption);
    rv_buf_text(out, "**\n\n");
    heads(&view, out);
    rows(&view, &mark, out);
    rv_buf_char(out, '\n');
    notes(&view, &mark, out);
    rv_buf_free(&mark);
}
