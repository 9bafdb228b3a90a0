/* A document as one HTML file: no network, no script needed. */
#include <config.h>

#include <string.h>

#include "report/assets.h"
#include "report/page.h"

static void run(rv_buf *out, const rv_run *r)
{
    static const struct { unsigned style; const char *tag; } tags[] = {
        { RV_RUN_BOLD, "strong" }, { RV_RUN_ITALIC, "em" }, { RV_RUN_CODE, "code" }, { RV_RUN_RAISED, "sup" },
    };
    enum { TAGS = sizeof tags / sizeof *tags };

    if (*r->link) {
        rv_buf_text(out, "<a href=\"");
        rv_xml_escape(out, r->link);
        rv_buf_text(out, "\">");
    }
    for (int i = 0; i < TAGS; i++)
        if (r->style & tags[i].style)
            rv_buf_printf(out, "<%s>", tags[i].tag);
    rv_xml_escape(out, r->text);
    for (int i = TAGS; i-- > 0;)
        if (r->style & tags[i].style)
            rv_buf_printf(out, "</%s>", tags[i].tag);
    rv_buf_text(out, *r->link ? "</a>" : "");
}

static void runs(const rv_page *page, const rv_block *b, rv_buf *out)
{
    for (size_t i = 0; i < b->n; i++)
        run(out, &page->runs[b->first + i]);
}

static void grid(const rv_block *b, rv_buf *out)
{
    const char *id = rv_grid_id(b->grid);

    if (b->closed) {
        rv_buf_text(out, "<details><summary>");
        rv_xml_escape(out, rv_grid_caption(b->grid));
        rv_buf_printf(out, " (%zu rows)</summary>\n", rv_grid_rows(b->grid));
    }
    rv_grid_html(b->grid, out);
    rv_buf_printf(out, "<p class=\"file\">Data: <a href=\"%s.csv\">%s.csv</a></p>\n", id, id);
    if (b->closed)
        rv_buf_text(out, "</details>\n");
}

static rv_status figure(const rv_page *page, const rv_block *b, rv_buf *out, rv_error *err)
{
    rv_buf svg = RV_BUF_INIT;
    const char *inside;
    rv_status st;

    rv_scene_theme(b->scene, RV_THEME_AUTO);
    if ((st = rv_plot_svg(b->scene, b->id, &svg, err)) == RV_OK) {
        inside = strstr(rv_buf_str(&svg), "<svg");
        rv_buf_text(out, "<figure>\n");
        rv_buf_text(out, inside ? inside : "");
        rv_buf_text(out, "<figcaption>");
        runs(page, b, out);
        rv_buf_text(out, "</figcaption>\n");
        if (b->grid) {
            rv_buf_text(out, "<details><summary>The figure's numbers</summary>\n");
            rv_grid_html(b->grid, out);
            rv_buf_text(out, "</details>\n");
        }
        rv_buf_text(out, "</figure>\n");
    }
    rv_scene_theme(b->scene, RV_THEME_LIGHT);
    rv_buf_free(&svg);
    return st;
}

static void element(const rv_page *page, const rv_block *b, const char *tag, rv_buf *out)
{
    rv_buf_printf(out, "<%s", tag);
    if (*b->role) {
        rv_buf_text(out, " class=\"");
        rv_xml_escape(out, b->role);
        rv_buf_char(out, '"');
    }
    rv_buf_char(out, '>');
    runs(page, b, out);
    rv_buf_printf(out, "</%s>\n", tag);
}

static rv_status body(const rv_page *page, rv_buf *out, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < page->n_blocks && st == RV_OK; i++) {
        const rv_block *b = &page->blocks[i];

        switch (b->kind) {
        case RV_BLOCK_HEADING:
            rv_buf_printf(out, "<h%d id=\"", b->level);
            rv_xml_escape(out, b->id);
            rv_buf_text(out, "\">");
            runs(page, b, out);
            rv_buf_printf(out, "</h%d>\n", b->level);
            break;
        case RV_BLOCK_PARAGRAPH:  element(page, b, "p", out); break;
        case RV_BLOCK_LIST_BEGIN: rv_buf_text(out, "<ul>\n"); break;
        case RV_BLOCK_ITEM:       element(page, b, "li", out); break;
        case RV_BLOCK_LIST_END:   rv_buf_text(out, "</ul>\n"); break;
        case RV_BLOCK_GRID:       grid(b, out); break;
        case RV_BLOCK_FIGURE:     st = figure(page, b, out, err); break;
        }
    }
    return st;
}

static void contents(const rv_page *page, rv_buf *out)
{
    rv_buf_text(out, "<nav aria-label=\"Contents\">\n<ol>\n");
    for (size_t i = 0; i < page->n_blocks; i++) {
        const rv_block *b = &page->blocks[i];

        if (b->kind != RV_BLOCK_HEADING || b->level != 2)
            continue;
        rv_buf_text(out, "<li><a href=\"#");
        rv_xml_escape(out, b->id);
        rv_buf_text(out, "\">");
        runs(page, b, out);
        rv_buf_text(out, "</a></li>\n");
    }
    rv_buf_text(out, "</ol>\n</nav>\n");
}

static void head(const rv_page *page, rv_buf *out)
{
    const rv_page_front *f = &page->front;

    rv_buf_text(out, "<!DOCTYPE html>\n<html lang=\"");
    rv_xml_escape(out, f->language);
    rv_buf_text(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    rv_xml_escape(out, f->title);
    rv_buf_text(out, "</title>\n<style>\n");
    rv_buf_text(out, rv_asset_report_css);
    rv_buf_text(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n<header>\n<h1>");
    rv_xml_escape(out, f->title);
    rv_buf_text(out, "</h1>\n<p class=\"facts\">");
    rv_xml_escape(out, f->authors);
    rv_buf_printf(out, "%sProtocol version ", *f->authors ? "<br>\n" : "");
    rv_xml_escape(out, f->version);
    if (*f->registration) {
        rv_buf_text(out, "; ");
        rv_xml_escape(out, f->registration);
    }
    rv_buf_printf(out, "<br>\nState of the review: <code>%s</code></p>\n</header>\n", f->head);
}

rv_status rv_page_html(const rv_page *page, rv_buf *out, rv_error *err)
{
    rv_status st;

    head(page, out);
    contents(page, out);
    rv_buf_text(out, "<main id=\"main\">\n");
    if ((st = body(page, out, err)) != RV_OK)
        return st;
    rv_buf_text(out, "</main>\n</body>\n</html>\n");
    return rv_buf_check(out, err);
}
