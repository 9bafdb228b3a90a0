/* What stands before the text of an HTML page: its head, title and contents. */
#include <config.h>

#include "report/assets.h"
#include "report/html.h"

static void entry(rv_buf *out, const rv_page *page, const rv_block *b)
{
    rv_buf room = RV_BUF_INIT;

    rv_buf_text(out, "<li><a href=\"#");
    rv_xml_escape(out, b->id);
    rv_buf_text(out, "\">");
    if (b->kind != RV_BLOCK_HEADING)
        rv_buf_printf(out, "%s\u00a0%zu. ", b->kind == RV_BLOCK_GRID ? "Table" : "Figure", b->number);
    if (b->kind == RV_BLOCK_GRID)
        rv_html_text(out, rv_grid_caption(b->grid));
    for (size_t i = 0; i < b->n && b->kind != RV_BLOCK_GRID; i++)
        rv_html_text(out, rv_page_run_text(page, &page->runs[b->first + i], &room));
    rv_buf_text(out, "</a></li>\n");
    out->failed |= room.failed;
    rv_buf_free(&room);
}

static void entries(rv_buf *out, const rv_page *page, rv_block_kind kind)
{
    for (size_t i = 0; i < page->n_blocks; i++) {
        const rv_block *b = &page->blocks[i];

        if (b->kind == kind && (kind != RV_BLOCK_HEADING || b->level == 2))
            entry(out, page, b);
    }
}

static void contents(rv_buf *out, const rv_page *page)
{
    rv_buf_text(out, "<nav id=\"contents\" aria-label=\"Contents\">\n<ol>\n");
    entries(out, page, RV_BLOCK_HEADING);
    rv_buf_text(out, "</ol>\n");
    if (page->n_tables + page->n_figures) {
        rv_buf_text(out, "<details><summary>Figures and tables</summary>\n<ul>\n");
        entries(out, page, RV_BLOCK_FIGURE);
        entries(out, page, RV_BLOCK_GRID);
        rv_buf_text(out, "</ul>\n</details>\n");
    }
    rv_buf_text(out, "</nav>\n");
}

/* Whatever a text might hold, the page can load and run nothing. */
static const char policy[] = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

static void head(rv_buf *out, const rv_page_front *f)
{
    rv_buf_text(out, "<!DOCTYPE html>\n<html lang=\"");
    rv_xml_escape(out, *f->language ? f->language : "en");
    rv_buf_printf(out, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>", policy);
    rv_xml_escape(out, *f->title ? f->title : "Report");
    rv_buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n",
                  rv_asset_report_css);
}

static void masthead(rv_buf *out, const rv_page_front *f)
{
    rv_buf_text(out, "<header>\n<h1");
    rv_html_direction(out, f->title);
    rv_buf_char(out, '>');
    rv_html_text(out, *f->title ? f->title : "Report");
    rv_buf_text(out, "</h1>\n");
    if (*f->authors) {
        rv_buf_text(out, "<p class=\"authors\">");
        rv_html_text(out, f->authors);
        rv_buf_text(out, "</p>\n");
    }
    rv_buf_text(out, "<p class=\"facts\">Protocol version ");
    rv_html_text(out, f->version);
    if (*f->registration) {
        rv_buf_text(out, "; ");
        rv_html_text(out, f->registration);
    }
    rv_buf_text(out, "<br>\nState of the review: <code>");
    rv_xml_escape(out, f->head);
    rv_buf_text(out, "</code></p>\n</header>\n");
}

void rv_html_front(rv_buf *out, const rv_page *page)
{
    head(out, &page->front);
    masthead(out, &page->front);
    contents(out, page);
}
