/* A document as Markdown. */
#include <config.h>

#include <string.h>

#include "report/anchors.h"
#include "report/page.h"

static bool is_address(const char *link)
{
    return *link && *link != '#' && rv_anchors_lead(NULL, link);
}

/* An address between < and >, where nothing but these two must be kept from ending it. */
static void address(const char *link, rv_buf *out)
{
    rv_buf_text(out, "](<");
    for (; *link; link++)
        if (*link == '<' || *link == '>')
            rv_buf_printf(out, "%%%02X", (unsigned)*link);
        else
            rv_buf_char(out, *link);
    rv_buf_text(out, ">)");
}

static void run(const rv_page *page, const rv_run *r, bool first, rv_buf *room, rv_buf *out)
{
    const char *text = rv_page_run_text(page, r, room);
    const char *mark = r->style & RV_RUN_BOLD ? "**" : r->style & RV_RUN_ITALIC ? "*" : "";
    /* Marks that stand beside a blank would not be read as marks. */
    const bool loose = text[0] == ' ' || !*text || text[strlen(text) - 1] == ' ';

    rv_buf_text(out, is_address(r->link) ? "[" : "");
    rv_buf_text(out, loose ? "" : mark);
    if (first)
        rv_markdown_line(out, text);
    else
        rv_markdown_text(out, text);
    rv_buf_text(out, loose ? "" : mark);
    if (is_address(r->link))
        address(r->link, out);
}

static void runs(const rv_page *page, const rv_block *b, rv_buf *out)
{
    rv_buf room = RV_BUF_INIT;

    for (size_t i = 0; i < b->n; i++)
        run(page, &page->runs[b->first + i], i == 0, &room, out);
    rv_buf_free(&room);
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
        rv_grid_markdown(b->grid, b->number, out);
        break;
    case RV_BLOCK_FIGURE:
        rv_buf_text(out, "![");
        rv_markdown_text(out, rv_scene_description(b->scene));
        rv_buf_printf(out, "](%s.svg)\n\n**Figure\u00a0%zu.** ", b->id, b->number);
        runs(page, b, out);
        rv_buf_text(out, "\n\n");
        if (b->grid)
            rv_grid_markdown(b->grid, 0, out);
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
