/* A table in LaTeX: booktabs rules, longtable, numbers aligned by their decimal points. */
#include <config.h>

#include <string.h>

#include "report/latex.h"
#include "report/latex_widths.h"

/* Millimetres: of a page upright and on its side, of a character of each size, between columns. Lines of a row before it is continued in
   another, as a row cannot run over a page. */
#define UPRIGHT   170.0
#define SIDE      249.0
#define GAP       2.1
enum { LINES = 24 };

typedef struct {
    rv_buf       *out;
    const rv_grid *grid;
    rv_anchors   *anchors;
    rv_grid_view  view;
    rv_grid_seen  seen;
    double        width[RV_GRID_COLUMNS], character;
    size_t        said[RV_GRID_COLUMNS];    /* bytes of the row's texts that were written */
    rv_buf        room;
    size_t        cells;                    /* of LaTeX: a range takes three */
} writer;

static size_t cells_of(const writer *w, size_t c)
{
    return w->view.columns[c].range ? RV_GRID_PARTS : 1;
}

/* ---- Heads ------------------------------------------------------------------------------------------------------------ */

static void columns(writer *w)
{
    rv_buf_text(w->out, "{@{}");
    for (size_t c = 0; c < w->view.n; c++)
        if (w->view.columns[c].range)
            rv_buf_text(w->out, "r@{\\ }r@{\\ }r");
        else if (w->view.columns[c].number)
            rv_buf_text(w->out, "r");
        else
            rv_buf_printf(w->out, ">{\\raggedright\\arraybackslash}p{%.1fmm}", w->width[c]);
    rv_buf_text(w->out, "@{}}\n");
}

/* Of a range its head takes no more than the numbers do: what it took beyond would stand as a gap before the last of them. */
#define OVER_RANGE 0.85

/* A cell over `n` columns of LaTeX from visible column `c` on, its words at the foot. */
static void over(writer *w, size_t c, size_t n, bool right, double width, const char *words)
{
    rv_buf_printf(w->out, "\\multicolumn{%zu}{%s>{\\%s\\arraybackslash}b{%.1fmm}%s}{\\bfseries ", n, c ? "" : "@{}",
                  right ? "raggedleft" : "raggedright", n > 1 ? OVER_RANGE * width : width, c + 1 == w->view.n ? "@{}" : "");
    rv_latex_text(w->out, words);
    rv_buf_char(w->out, '}');
}

static void upper_heads(writer *w)
{
    size_t at = 1;

    for (size_t c = 0; c < w->view.n; c++) {
        const rv_grid_seen_column *s = &w->view.columns[c];
        size_t n = 0;

        for (size_t i = c; i < c + s->across; i++)
            n += cells_of(w, i);
        if (!s->across)
            continue;
        rv_buf_text(w->out, c ? " & " : "");
        rv_buf_printf(w->out, "\\multicolumn{%zu}{c}{\\bfseries ", n);
        rv_latex_text(w->out, s->above);
        rv_buf_char(w->out, '}');
    }
    rv_buf_text(w->out, "\\\\\n");
    for (size_t c = 0; c < w->view.n; at += cells_of(w, c), c++) {
        size_t n = 0;

        for (size_t i = c; i < c + w->view.columns[c].across; i++)
            n += cells_of(w, i);
        if (*w->view.columns[c].above && n)
            rv_buf_printf(w->out, "\\cmidrule(lr){%zu-%zu}", at, at + n - 1);
    }
    rv_buf_char(w->out, '\n');
}

static void heads(writer *w)
{
    rv_buf_text(w->out, "\\toprule\n");
    if (w->view.two_heads)
        upper_heads(w);
    for (size_t c = 0; c < w->view.n; c++) {
        rv_buf_text(w->out, c ? " & " : "");
        over(w, c, cells_of(w, c), w->view.columns[c].number, w->width[c], w->view.columns[c].head);
    }
    rv_buf_text(w->out, "\\\\\n\\midrule\n");
}

/* ---- Rows --------------------------------------------------------------------------------------------------------------- */

/* The next piece of a long text that fits into LINES lines of its column; true when more of it is left. */
static bool piece(writer *w, size_t c, const char *text, rv_buf *out)
{
    const size_t most = (size_t)(LINES * (w->width[c] / w->character) * 0.9) + 20, left = strlen(text) - w->said[c];
    size_t n = left;

    if (left > most) {
        n = most;
        while (n > most / 2 && text[w->said[c] + n] != ' ')
            n--;
        if (text[w->said[c] + n] != ' ')
            for (n = most; n > 1 && ((unsigned char)text[w->said[c] + n] & 0xC0) == 0x80; n--)
                ;
    }
    rv_buf_clear(out);
    rv_buf_add(out, text + w->said[c], n);
    w->said[c] += n;
    return n < left;
}

static void words(writer *w, const char *text)
{
    const char *link = w->seen.link;
    rv_buf target = RV_BUF_INIT, mark = RV_BUF_INIT;
    bool linked;

    rv_buf_printf(&target, "#%s", link);
    linked = *link && *text && rv_latex_link(w->out, w->anchors, rv_buf_str(&target));
    rv_latex_text(w->out, text);
    rv_buf_text(w->out, linked ? "}" : "");
    if (w->seen.mark) {
        rv_grid_mark(&mark, w->seen.mark);
        rv_buf_printf(w->out, "\\textsuperscript{%s}", rv_buf_str(&mark));
    }
    rv_buf_free(&target);
    rv_buf_free(&mark);
}

/* A link and a mark stand with the estimate. */
static void range(writer *w)
{
    static const char *const before[] = { "", " & {[}", " & " }, *const after[] = { "", ",", "]" };

    for (int p = 0; p < RV_GRID_PARTS; p++) {
        rv_buf_text(w->out, before[p]);
        if (p == RV_GRID_ESTIMATE)
            words(w, rv_buf_str(&w->seen.part[p]));
        else
            rv_latex_text(w->out, rv_buf_str(&w->seen.part[p]));
        rv_buf_text(w->out, after[p]);
    }
}

/* One cell of a row or of its continuation; true when more of it is left. */
static bool cell(writer *w, size_t r, size_t c, bool first)
{
    const rv_grid_seen_column *s = &w->view.columns[c];
    bool more = false;

    rv_grid_see(&w->view, r, c, &w->seen);
    if (w->seen.number || (s->number && !w->seen.text.length)) {
        if (first && w->seen.range)
            range(w);
        else if (first)
            words(w, rv_buf_str(&w->seen.text));
        if (s->range && !(first && w->seen.range))
            rv_buf_text(w->out, " & & ");
        return false;
    }
    more = piece(w, c, rv_buf_str(&w->seen.text), &w->room);
    if (more || !w->room.length)
        w->seen.mark = 0;
    if (s->number) {
        rv_buf_printf(w->out, "\\multicolumn{%zu}{%s>{\\raggedleft\\arraybackslash}p{%.1fmm}%s}{", cells_of(w, c), c ? "" : "@{}", w->width[c],
                      c + 1 == w->view.n ? "@{}" : "");
        words(w, rv_buf_str(&w->room));
        rv_buf_char(w->out, '}');
    } else {
        words(w, rv_buf_str(&w->room));
    }
    return more;
}

static void row(writer *w, size_t r)
{
    bool more = true;

    memset(w->said, 0, sizeof w->said);
    for (bool first = true; more; first = false) {
        more = false;
        for (size_t c = 0; c < w->view.n; c++) {
            rv_buf_text(w->out, c ? " & " : "");
            if (c == 0 && first && !w->view.columns[0].number)
                rv_latex_target(w->out, w->anchors, rv_grid_row_anchor(w->grid, r));
            more |= cell(w, r, c, first);
        }
        rv_buf_text(w->out, "\\\\[1.5pt]\n");
    }
}

static void rows(writer *w)
{
    for (size_t r = 0; r < w->grid->n_rows; r++) {
        const char *section = rv_grid_section_words(w->grid, r);

        if (!section) {
            row(w, r);
            continue;
        }
        rv_buf_printf(w->out, "%s\\multicolumn{%zu}{@{}p{.97\\linewidth}@{}}{\\itshape ", r ? "\\addlinespace\n" : "", w->cells);
        rv_latex_text(w->out, section);
        rv_buf_text(w->out, "}\\\\*\n");
    }
    if (!w->grid->n_rows)
        rv_buf_printf(w->out, "\\multicolumn{%zu}{@{}l@{}}{none}\\\\\n", w->cells);
}

/* ---- The whole ---------------------------------------------------------------------------------------------------------- */

static void caption(writer *w, size_t number)
{
    if (number)
        rv_buf_printf(w->out, "\\setcounter{table}{%zu}%%\n", number - 1);
    rv_buf_printf(w->out, "\\begin{longtable}[l]");
    columns(w);
    rv_buf_text(w->out, number ? "\\caption{" : "\\caption*{");
    rv_latex_text(w->out, w->grid->caption);
    rv_buf_text(w->out, "}\\\\\n");
    heads(w);
    rv_buf_text(w->out, "\\endfirsthead\n");
    if (number)
        rv_buf_printf(w->out, "\\multicolumn{%zu}{@{}l@{}}{\\textbf{Table~%zu} continued}\\\\\n", w->cells, number);
    heads(w);
    rv_buf_text(w->out, "\\endhead\n\\bottomrule\n\\endfoot\n");
}

static void notes(writer *w)
{
    if (w->grid->note.length) {
        rv_buf_text(w->out, "\\tablenote{");
        rv_latex_text(w->out, rv_buf_str(&w->grid->note));
        rv_buf_text(w->out, "}\n");
    }
    for (int i = 1; i <= w->view.n_marks; i++) {
        rv_grid_mark(&w->room, i);
        rv_buf_printf(w->out, "\\tablenote{\\textsuperscript{%s}\\,", rv_buf_str(&w->room));
        rv_latex_text(w->out, rv_grid_kept(w->grid, w->view.marked[i - 1]));
        rv_buf_text(w->out, "}\n");
    }
}

static double character(const rv_grid_view *v)
{
    return v->many ? 1.25 : 1.45;
}

static bool is_wide(const rv_grid_view *v)
{
    return v->wide || rv_latex_least(v, character(v), GAP) > (v->many ? 0.8 : 1) * UPRIGHT;
}

bool rv_latex_is_wide(const rv_grid *g)
{
    rv_grid_view view;

    rv_grid_view_of(g, &view);
    return is_wide(&view);
}

void rv_latex_grid(rv_buf *out, const rv_grid *g, size_t number, rv_anchors *anchors)
{
    writer w = { .out = out, .grid = g, .anchors = anchors, .seen = RV_GRID_SEEN_INIT };

    rv_grid_view_of(g, &w.view);
    w.character = character(&w.view);
    rv_latex_widths(&w.view, is_wide(&w.view) ? SIDE : UPRIGHT, w.character, GAP, w.width);
    for (size_t c = 0; c < w.view.n; c++)
        w.cells += cells_of(&w, c);
    rv_latex_target(out, anchors, g->id);
    rv_buf_printf(out, "{%s\\setlength{\\tabcolsep}{3pt}\\setlength{\\LTcapwidth}{\\linewidth}%%\n",
                  w.view.many ? "\\scriptsize" : "\\footnotesize");
    caption(&w, number);
    rows(&w);
    rv_buf_text(out, "\\end{longtable}\n");
    notes(&w);
    rv_buf_text(out, "}\n\n");
    rv_grid_seen_free(&w.seen);
    rv_buf_free(&w.room);
}
