/* A document as Markdown, and the table of all writers. */
#include <config.h>

#include <string.h>

#include "report/page.h"

const rv_page_writer rv_page_writers[] = {
    { "html", "report.html", rv_page_html },
    { "md", "report.md", rv_page_markdown },
    { NULL, NULL, NULL }
};

static void runs(const rv_page *page, const rv_block *b, rv_buf *out)
{
    for (size_t i = 0; i < b->n; i++) {
        const rv_run *r = &page->runs[b->first + i];
        const char *mark = r->style & RV_RUN_BOLD ? "**" : r->style & RV_RUN_ITALIC ? "*" : "";
        /* Marks that stand beside a blank would not be read as marks. */
        const bool loose = r->text[0] == ' ' || !*r->text || r->text[strlen(r->text) - 1] == ' ';

        rv_buf_text(out, loose ? "" : mark);
        rv_markdown_text(out, r->text);
        rv_buf_text(out, loose ? "" : mark);
    }
}

static void one(const rv_page *page, const rv_block *b, rv_buf *out)
{
    switch (b->kind) {
    case RV_BLOCK_HEADING:
        rv_buf_printf(out, "%.*s ", b->level, "######");
        runs(page, b, out);
        rv_buf_text(out, "\n\n");
        break;
    case RV_BLOCK_PARAGRAPH:
        runs(page, b, out);
        rv_buf_text(out, "\n\n");
        break;
    case RV_BLOCK_LIST_BEGIN:
        break;
    case RV_BLOCK_ITEM:
        rv_buf_text(out, "- ");
        runs(page, b, out);
        rv_buf_char(out, '\n');
        break;
    case RV_BLOCK_LIST_END:
        rv_buf_char(out, '\n');
        break;
    case RV_BLOCK_GRID:
        rv_grid_markdown(b->grid, out);
        break;
    case RV_BLOCK_FIGURE:
        rv_buf_text(out, "![");
        runs(page, b, out);
        rv_buf_printf(out, "](%s.svg)\n\n", b->id);
        break;
    }
}

rv_status rv_page_markdown(const rv_page *page, rv_buf *out, rv_error *err)
{
    const rv_page_front *f = &page->front;

    rv_buf_text(out, "# ");
    rv_markdown_text(out, f->title);
    rv_buf_text(out, "\n\n");
    rv_markdown_text(out, f->authors);
    rv_buf_text(out, *f->authors ? ". Protocol version " : "Protocol version ");
    rv_markdown_text(out, f->version);
    rv_buf_printf(out, ". State of the review: `%s`\n\n", f->head);
    for (size_t i = 0; i < page->n_blocks; i++)
        one(page, &page->blocks[i], out);
    return rv_buf_check(out, err);
}
