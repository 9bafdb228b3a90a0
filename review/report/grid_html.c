/* A table in HTML: heads with their scope, numbers aligned by their decimal points without scripts, notes under it. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "report/grid_view.h"
#include "report/html.h"

typedef struct {
    rv_buf             *out;
    const rv_grid      *grid;
    rv_anchors         *anchors;
    rv_grid_view        view;
    rv_grid_seen        seen;
    rv_buf              mark, target;
    bool                wraps[RV_GRID_COLUMNS];        /* the column's words may be broken */
    bool                used[RV_GRID_FOOTNOTES + 1];   /* the mark was written before: only the first can be led back to */
} writer;

/* ---- Heads ------------------------------------------------------------------------------------------------------------ */

/* The longest word of a column and its longest text, in bytes: what it must be given so that words are not broken nor lines very short. */
static void needs(writer *w, size_t c, size_t *word, size_t *text)
{
    *word = *text = 0;
    for (size_t r = 0; r < w->grid->n_rows; r++) {
        if (rv_grid_section_words(w->grid, r))
            continue;
        rv_grid_see(&w->view, r, c, &w->seen);
        *text = w->seen.text.length > *text ? w->seen.text.length : *text;
        for (const char *at = rv_buf_str(&w->seen.text); *at;) {
            const size_t n = strcspn(at, " \n\t-/");
            *word = n > *word ? n : *word;
            at += n + (at[n] != '\0');
        }
    }
}

/* Words as long as addresses may be broken anywhere; a column of sentences is given room for some words a line. */
enum { LONG_WORD = 26 };

static void text_column(writer *w, size_t c)
{
    size_t word, text, room;

    needs(w, c, &word, &text);
    room = text > 400 ? 36 : text > 160 ? 26 : text > 60 ? 20 : text > 24 ? 15 : 0;
    w->wraps[c] = word > LONG_WORD;
    if (w->wraps[c] && room < LONG_WORD)
        room = LONG_WORD;
    if (room)
        rv_buf_printf(w->out, " style=\"min-width:%zuch\"", room);
}

static void head(writer *w, size_t c, bool both_rows)
{
    const rv_grid_seen_column *s = &w->view.columns[c];
    /* A head without words is no head: readers of the screen would announce nothing. */
    const char *tag = *s->head ? "th" : "td";

    rv_buf_printf(w->out, "<%s%s%s%s", tag, *s->head ? " scope=\"col\"" : "", both_rows ? " rowspan=\"2\"" : "",
                  s->number ? " class=\"n\"" : "");
    if (!s->number)
        text_column(w, c);
    rv_buf_char(w->out, '>');
    rv_html_text(w->out, s->head);
    rv_buf_printf(w->out, "</%s>", tag);
}

static void heads(writer *w)
{
    const rv_grid_view *v = &w->view;

    for (size_t c = 0; v->two_heads && c < v->n; c++)
        if (v->columns[c].across)
            rv_buf_printf(w->out, "<colgroup span=\"%zu\"></colgroup>\n", v->columns[c].across);
    rv_buf_text(w->out, "<thead>\n<tr>");
    for (size_t c = 0; c < v->n; c++)
        if (!*v->columns[c].above) {
            head(w, c, v->two_heads);
        } else if (v->columns[c].across) {
            rv_buf_printf(w->out, "<th scope=\"colgroup\" colspan=\"%zu\" class=\"over\">", v->columns[c].across);
            rv_html_text(w->out, v->columns[c].above);
            rv_buf_text(w->out, "</th>");
        }
    if (v->two_heads) {
        rv_buf_text(w->out, "</tr>\n<tr>");
        for (size_t c = 0; c < v->n; c++)
            if (*v->columns[c].above)
                head(w, c, false);
    }
    rv_buf_text(w->out, "</tr>\n</thead>\n");
}

/* ---- Cells ------------------------------------------------------------------------------------------------------------ */

static void mark(writer *w, int n)
{
    rv_grid_mark(&w->mark, n);
    rv_buf_text(w->out, "<sup><a");
    if (!w->used[n])
        rv_buf_printf(w->out, " id=\"%s-mark-%s\"", w->grid->id, rv_buf_str(&w->mark));
    w->used[n] = true;
    rv_buf_printf(w->out, " href=\"#%s-note-%s\">%s</a></sup>", w->grid->id, rv_buf_str(&w->mark), rv_buf_str(&w->mark));
}

/* Each part as wide as the widest of its column, so that the decimal points stand under one another; in tenths of a digit, of which a
   point, a comma and a bracket each take about half of one. */
static void range(writer *w, const rv_grid_seen_column *s)
{
    static const char *const before[] = { "", "[", "" }, *const after[] = { "", ",", "]" };
    static const size_t room[] = { 0, 10, 5 };

    for (int p = 0; p < RV_GRID_PARTS; p++) {
        const size_t point = w->grid->columns[s->column[p]].decimals > 0 ? 5 : 0;
        const size_t tenths = 10 * s->width[p] + room[p] - (s->width[p] ? point : 0);

        rv_buf_printf(w->out, "%s<span style=\"min-width:%zu.%zuch\">%s%s%s</span>", p ? " " : "", tenths / 10, tenths % 10, before[p],
                      rv_buf_str(&w->seen.part[p]), after[p]);
    }
}

static void cell(writer *w, size_t r, size_t c)
{
    const rv_grid_seen_column *s = &w->view.columns[c];
    const char *text, *tag;
    bool linked = false;

    rv_grid_see(&w->view, r, c, &w->seen);
    text = rv_buf_str(&w->seen.text);
    tag = c == 0 && *text ? "th" : "td";
    rv_buf_printf(w->out, "<%s%s%s", tag, *tag == 't' && tag[1] == 'h' ? " scope=\"row\"" : "",
                  s->range && w->seen.range ? " class=\"n r\"" : s->number || w->seen.number ? " class=\"n\""
                  : w->wraps[c] ? " class=\"long\"" : "");
    if (!w->seen.number)
        rv_html_direction(w->out, text);
    rv_buf_char(w->out, '>');
    if (*w->seen.link) {
        rv_buf_clear(&w->target);
        rv_buf_printf(&w->target, "#%s", w->seen.link);
        linked = rv_html_link(w->out, w->anchors, rv_buf_str(&w->target), "");
    }
    if (w->seen.range)
        range(w, s);
    else
        rv_html_text(w->out, text);
    rv_buf_text(w->out, linked ? "</a>" : "");
    if (w->seen.mark)
        mark(w, w->seen.mark);
    rv_buf_printf(w->out, "</%s>", tag);
}

static void rows(writer *w)
{
    const rv_grid *g = w->grid;

    rv_buf_text(w->out, "<tbody>\n");
    for (size_t r = 0; r < g->n_rows; r++) {
        const char *section = rv_grid_section_words(g, r);

        if (section) {
            rv_buf_printf(w->out, "%s<tr class=\"section\"><th scope=\"rowgroup\" colspan=\"%zu\">", r ? "</tbody>\n<tbody>\n" : "",
                          w->view.n);
            rv_html_text(w->out, section);
            rv_buf_text(w->out, "</th></tr>\n");
            continue;
        }
        rv_buf_text(w->out, "<tr");
        rv_html_id(w->out, w->anchors, rv_grid_row_anchor(g, r));
        rv_buf_char(w->out, '>');
        for (size_t c = 0; c < w->view.n; c++)
            cell(w, r, c);
        rv_buf_text(w->out, "</tr>\n");
    }
    if (!g->n_rows)
        rv_buf_printf(w->out, "<tr><td colspan=\"%zu\">none</td></tr>\n", w->view.n);
    rv_buf_text(w->out, "</tbody>\n");
}

/* ---- Under the table -------------------------------------------------------------------------------------------------- */

static void notes(writer *w)
{
    const rv_grid *g = w->grid;

    if (g->note.length) {
        rv_buf_text(w->out, "<p class=\"note\">");
        rv_html_text(w->out, rv_buf_str(&g->note));
        rv_buf_text(w->out, "</p>\n");
    }
    if (!w->view.n_marks)
        return;
    rv_buf_text(w->out, "<ol class=\"footnotes\" type=\"a\">\n");
    for (int i = 1; i <= w->view.n_marks; i++) {
        rv_grid_mark(&w->mark, i);
        rv_buf_printf(w->out, "<li id=\"%s-note-%s\">", g->id, rv_buf_str(&w->mark));
        rv_html_text(w->out, rv_grid_kept(g, w->view.marked[i - 1]));
        rv_buf_printf(w->out, " <a class=\"back\" href=\"#%s-mark-%s\" aria-label=\"Back to %s in the table\">\u2191</a></li>\n", g->id,
                      rv_buf_str(&w->mark), rv_buf_str(&w->mark));
    }
    rv_buf_text(w->out, "</ol>\n");
}

void rv_html_grid(rv_buf *out, const rv_grid *g, size_t number, rv_anchors *anchors)
{
    writer w = { .out = out, .grid = g, .anchors = anchors, .seen = RV_GRID_SEEN_INIT };

    rv_grid_view_of(g, &w.view);
    rv_buf_text(out, w.view.wide ? "<div class=\"side\">\n" : "");
    rv_buf_printf(out, "<div class=\"table%s\" role=\"region\" aria-labelledby=\"%s-caption\" tabindex=\"0\">\n<table",
                  w.view.many ? " many" : "", g->id);
    rv_html_id(out, anchors, g->id);
    rv_buf_printf(out, ">\n<caption id=\"%s-caption\"><span>", g->id);
    if (number)
        rv_buf_printf(out, "<b>Table\u00a0%zu.</b> ", number);
    rv_html_text(out, g->caption);
    rv_buf_text(out, "</span></caption>\n");
    heads(&w);
    rows(&w);
    rv_buf_text(out, "</table>\n</div>\n");
    notes(&w);
    rv_buf_text(out, w.view.wide ? "</div>\n" : "");
    rv_grid_seen_free(&w.seen);
    rv_buf_free(&w.mark);
    rv_buf_free(&w.target);
}
