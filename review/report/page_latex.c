/* A document in LaTeX, for pdfTeX, XeTeX and LuaTeX with the packages of a basic installation; its figures are the PDFs beside it. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/assets.h"
#include "report/latex.h"
#include "report/page.h"

/* Lists deeper than this are set as if they were this deep: LaTeX takes no more. */
enum { DEPTH = 4 };

/* Millimetres that a figure may take on a page with its caption; a larger one is set smaller. */
#define WIDEST  170.0
#define TALLEST 212.0
#define POINT   (25.4 / 72)

typedef struct {
    const rv_page *page;
    rv_anchors    *anchors;
    rv_buf        *out;
    rv_buf         room;
    int            depth;                  /* of lists */
    bool           empty[DEPTH + 1];       /* by depth: no item was written yet, nor the list begun */
    int            box;                    /* level of the heading that opened a box; 0: none is open */
    bool           side;                   /* a landscape is open */
} writer;

/* ---- Running text ----------------------------------------------------------------------------------------------------- */

static void run(writer *w, const rv_run *r)
{
    static const struct { unsigned style; const char *open; } marks[] = {
        { RV_RUN_BOLD, "\\textbf{" },   { RV_RUN_ITALIC, "\\emph{" }, { RV_RUN_CODE, "\\texttt{" }, { RV_RUN_RAISED, "\\textsuperscript{" },
        { RV_RUN_SMALL_CAPS, "\\textsc{" },
    };
    size_t open = 0;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (r->style & marks[i].style) {
            rv_buf_text(w->out, marks[i].open);
            open++;
        }
    open += rv_latex_link(w->out, w->anchors, r->link);
    rv_latex_text(w->out, rv_page_run_text(w->page, r, &w->room));
    while (open--)
        rv_buf_char(w->out, '}');
}

static void runs(writer *w, const rv_block *b)
{
    for (size_t i = 0; i < b->n; i++)
        run(w, &w->page->runs[b->first + i]);
}

/* ---- Blocks ------------------------------------------------------------------------------------------------------------- */

static void box_close(writer *w)
{
    rv_buf_text(w->out, w->box ? "\\end{boxed}\n\\clearpage\n" : "");
    w->box = 0;
}

/* Headings go into the marks of the file: what is fragile there, as links are, is left out. */
static void heading(writer *w, const rv_block *b)
{
    static const char *const commands[] = { "section", "section", "section", "subsection", "subsubsection" };

    if (!w->box && strcmp(b->role, "plain-language") == 0) {
        rv_buf_text(w->out, "\\clearpage\n\\begin{boxed}\n");
        w->box = b->level;
    }
    rv_buf_printf(w->out, "\n\\%s{", commands[b->level < 0 || b->level > 4 ? 4 : b->level]);
    for (size_t i = 0; i < b->n; i++)
        rv_latex_text(w->out, rv_page_run_text(w->page, &w->page->runs[b->first + i], &w->room));
    rv_buf_text(w->out, "}");
    rv_latex_target(w->out, w->anchors, b->id);
    rv_buf_char(w->out, '\n');
}

static void paragraph(writer *w, const rv_block *b)
{
    const bool boxed = strcmp(b->role, "headline") == 0 && !w->depth;

    rv_buf_text(w->out, boxed ? "\\begin{boxed}\n" : "\n");
    runs(w, b);
    rv_buf_text(w->out, boxed ? "\n\\end{boxed}\n" : "\n");
}

/* A list begins with its first item: one without any is an error in LaTeX. */
static void item(writer *w, const rv_block *b)
{
    if (w->depth && w->depth <= DEPTH && w->empty[w->depth])
        rv_buf_text(w->out, "\\begin{itemize}\n");
    if (w->depth <= DEPTH)
        w->empty[w->depth] = false;
    rv_buf_text(w->out, w->depth ? "\\item{} " : "\n");
    runs(w, b);
    rv_buf_char(w->out, '\n');
}

static void list_begin(writer *w)
{
    if (++w->depth <= DEPTH)
        w->empty[w->depth] = true;
}

static void list_end(writer *w)
{
    if (w->depth && w->depth <= DEPTH && !w->empty[w->depth])
        rv_buf_text(w->out, "\\end{itemize}\n");
    w->depth -= w->depth > 0;
}

static void figure(writer *w, const rv_block *b)
{
    const double width = POINT * rv_scene_width(b->scene), height = POINT * rv_scene_height(b->scene);

    rv_buf_text(w->out, "\n\\par\\medskip\\noindent");
    rv_latex_target(w->out, w->anchors, b->id);
    rv_buf_printf(w->out, "\\begin{minipage}{\\linewidth}\\setcounter{figure}{%zu}\n\\includegraphics[width=%.1fmm]{%s.pdf}\n"
                  "\\captionof{figure}{", b->number - 1, width * fmin(1, fmin(WIDEST / width, TALLEST / height)), b->id);
    runs(w, b);
    rv_buf_text(w->out, "}\n\\end{minipage}\\medskip\n");
}

/* What HTML folds away stands at the end. */
static void grid(writer *w, const rv_block *b)
{
    if (!b->closed) {
        rv_latex_grid(w->out, b->grid, b->number, w->anchors);
        return;
    }
    rv_buf_printf(w->out, "\nTable~%zu at the end has more: ", b->number);
    rv_latex_text(w->out, rv_grid_caption(b->grid));
    rv_buf_text(w->out, ".\n");
}

/* Wide tables stand on pages on their side, those that follow one another on the same, and with the headings before them. */
static void side(writer *w, size_t i)
{
    const rv_block *b = &w->page->blocks[i];
    bool wanted;

    while (b->kind == RV_BLOCK_HEADING && !*b->role && i + 1 < w->page->n_blocks)
        b = &w->page->blocks[++i];
    wanted = b->kind == RV_BLOCK_GRID && !b->closed && !w->box && rv_latex_is_wide(b->grid);
    if (wanted != w->side)
        rv_buf_text(w->out, wanted ? "\\begin{landscape}\n" : "\\end{landscape}\n");
    w->side = wanted;
}

static void one(writer *w, const rv_block *b)
{
    switch (b->kind) {
    case RV_BLOCK_HEADING:    heading(w, b); break;
    case RV_BLOCK_PARAGRAPH:  paragraph(w, b); break;
    case RV_BLOCK_LIST_BEGIN: list_begin(w); break;
    case RV_BLOCK_ITEM:       item(w, b); break;
    case RV_BLOCK_LIST_END:   list_end(w); break;
    case RV_BLOCK_GRID:       grid(w, b); break;
    case RV_BLOCK_FIGURE:     figure(w, b); break;
    }
}

/* ---- Around the text ---------------------------------------------------------------------------------------------------- */

static void front(writer *w)
{
    const rv_page_front *f = &w->page->front;

    rv_buf_text(w->out, rv_asset_report_tex);
    rv_buf_text(w->out, "\\hypersetup{pdftitle={");
    rv_latex_text(w->out, f->title);
    rv_buf_text(w->out, "},pdfauthor={");
    rv_latex_text(w->out, f->authors);
    rv_buf_text(w->out, "}}\n\\begin{document}\n\\begin{flushleft}\n{\\LARGE\\bfseries ");
    rv_latex_text(w->out, f->title);
    rv_buf_text(w->out, "\\par}\\medskip\n{\\large ");
    rv_latex_text(w->out, f->authors);
    rv_buf_text(w->out, "\\par}\\medskip\n{\\footnotesize Protocol version ");
    rv_latex_text(w->out, f->version);
    rv_buf_text(w->out, *f->registration ? "; " : "");
    rv_latex_text(w->out, f->registration);
    rv_buf_text(w->out, "\\\\\nState of the review: \\texttt{");
    rv_latex_text(w->out, f->head);
    rv_buf_text(w->out, "}\\par}\n\\end{flushleft}\n\\tableofcontents\n");
}

static void side_end(writer *w)
{
    rv_buf_text(w->out, w->side ? "\\end{landscape}\n" : "");
    w->side = false;
}

static void end(writer *w)
{
    bool any = false;

    for (size_t i = 0; i < w->page->n_blocks; i++) {
        const rv_block *b = &w->page->blocks[i];

        if (b->kind != RV_BLOCK_GRID || !b->closed)
            continue;
        rv_buf_text(w->out, any ? "" : "\n\\section{Further tables}\n");
        any = true;
        if (rv_latex_is_wide(b->grid) != w->side)
            rv_buf_text(w->out, w->side ? "\\end{landscape}\n" : "\\begin{landscape}\n");
        w->side = rv_latex_is_wide(b->grid);
        rv_latex_grid(w->out, b->grid, b->number, w->anchors);
    }
    side_end(w);
    rv_buf_text(w->out, "\\end{document}\n");
}

rv_status rv_page_latex(const rv_page *page, rv_buf *out, rv_error *err)
{
    writer w = { .page = page, .anchors = rv_anchors_of(page), .out = out };

    if (!w.anchors)
        return rv_fail(err, RV_ENOMEM, "out of memory for the links of the report");
    front(&w);
    for (size_t i = 0; i < page->n_blocks; i++) {
        if (w.box && page->blocks[i].kind == RV_BLOCK_HEADING && page->blocks[i].level <= w.box)
            box_close(&w);
        side(&w, i);
        one(&w, &page->blocks[i]);
    }
    side_end(&w);
    while (w.depth)
        list_end(&w);
    box_close(&w);
    end(&w);
    rv_anchors_free(w.anchors);
    rv_buf_free(&w.room);
    return rv_buf_check(out, err);
}

rv_status rv_page_latex_figures(rv_page *page, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < page->n_blocks && st == RV_OK; i++) {
        const rv_block *b = &page->blocks[i];
        rv_buf name = RV_BUF_INIT, bytes = RV_BUF_INIT;
        rv_output *to = NULL;

        if (b->kind != RV_BLOCK_FIGURE)
            continue;
        rv_buf_printf(&name, "%s.pdf", b->id);
        if ((st = rv_buf_check(&name, err)) == RV_OK && (st = rv_output_memory(&to, &bytes, err)) == RV_OK) {
            if ((st = rv_plot_write(b->scene, RV_PLOT_PDF, 300, to, err)) == RV_OK)
                st = rv_output_close(to, err);
            else
                rv_output_drop(to);
        }
        if (st == RV_OK)
            st = rv_page_write(page, rv_buf_str(&name), rv_buf_str(&bytes), bytes.length, err);
        rv_buf_free(&name);
        rv_buf_free(&bytes);
    }
    return st;
}
