/* Writes HTML and Markdown side by side, so that neither can say what the other does not. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/page.h"

void rv_page_free(rv_page *page)
{
    for (size_t i = 0; i < page->n_files; i++)
        free(page->files[i].name);
    free(page->files);
    rv_buf_free(&page->html);
    rv_buf_free(&page->markdown);
    rv_buf_free(&page->contents);
}

void rv_page_heading(rv_page *page, int level, const char *id, const char *text)
{
    rv_buf_printf(&page->html, "<h%d id=\"%s\">", level, id);
    rv_xml_escape(&page->html, text);
    rv_buf_printf(&page->html, "</h%d>\n", level);
    rv_buf_printf(&page->markdown, "%.*s ", level, "######");
    rv_markdown_text(&page->markdown, text);
    rv_buf_text(&page->markdown, "\n\n");
    if (level == 2) {
        rv_buf_printf(&page->contents, "<li><a href=\"#%s\">", id);
        rv_xml_escape(&page->contents, text);
        rv_buf_text(&page->contents, "</a></li>\n");
    }
}

void rv_page_text(rv_page *page, const char *text)
{
    if (!*text)
        return;
    rv_buf_text(&page->html, "<p>");
    rv_xml_escape(&page->html, text);
    rv_buf_text(&page->html, "</p>\n");
    rv_markdown_text(&page->markdown, text);
    rv_buf_text(&page->markdown, "\n\n");
}

void rv_page_textf(rv_page *page, const char *format, ...)
{
    char *whole = NULL;
    va_list args;

    va_start(args, format);
    if (vasprintf(&whole, format, args) < 0)
        page->html.failed = true;
    else
        rv_page_text(page, whole);
    va_end(args);
    free(whole);
}

void rv_page_list_begin(rv_page *page)
{
    rv_buf_text(&page->html, "<ul>\n");
}

void rv_page_item(rv_page *page, const char *term, const char *text)
{
    rv_buf_text(&page->html, "<li>");
    rv_buf_text(&page->markdown, "- ");
    if (*term) {
        rv_buf_text(&page->html, "<strong>");
        rv_xml_escape(&page->html, term);
        rv_buf_text(&page->html, ":</strong> ");
        rv_buf_text(&page->markdown, "**");
        rv_markdown_text(&page->markdown, term);
        rv_buf_text(&page->markdown, ":** ");
    }
    rv_xml_escape(&page->html, text);
    rv_buf_text(&page->html, "</li>\n");
    rv_markdown_text(&page->markdown, text);
    rv_buf_char(&page->markdown, '\n');
}

void rv_page_list_end(rv_page *page)
{
    rv_buf_text(&page->html, "</ul>\n");
    rv_buf_char(&page->markdown, '\n');
}

rv_status rv_page_path(const rv_page *page, const char *name, rv_buf *out, rv_error *err)
{
    rv_buf_clear(out);
    rv_buf_printf(out, "%s/%s", page->folder, name);
    return rv_buf_check(out, err);
}

static rv_status remember(rv_page *page, const char *name, const void *bytes, size_t n, rv_error *err)
{
    rv_page_file *more = realloc(page->files, (page->n_files + 1) * sizeof *more);
    uint8_t digest[RV_DIGEST];

    if (!more)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    page->files = more;
    if (!(more[page->n_files].name = strdup(name)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    rv_sha256_of(bytes, n, digest);
    rv_hex(digest, sizeof digest, more[page->n_files].digest);
    more[page->n_files++].bytes = n;
    return RV_OK;
}

rv_status rv_page_write(rv_page *page, const char *name, const void *bytes, size_t n, rv_error *err)
{
    rv_buf path = RV_BUF_INIT;
    rv_output *out = NULL;
    rv_status st;

    if ((st = rv_page_path(page, name, &path, err)) == RV_OK && (st = rv_output_open(&out, rv_buf_str(&path), err)) == RV_OK) {
        rv_output_add(out, bytes, n);
        if ((st = rv_output_close(out, err)) == RV_OK)
            st = remember(page, name, bytes, n, err);
    }
    rv_buf_free(&path);
    return st;
}

rv_status rv_page_note(rv_page *page, const char *name, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, bytes = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_page_path(page, name, &path, err)) == RV_OK
        && (st = rv_file_read(rv_buf_str(&path), SIZE_MAX, &bytes, err)) == RV_OK)
        st = remember(page, name, rv_buf_str(&bytes), bytes.length, err);
    rv_buf_free(&path);
    rv_buf_free(&bytes);
    return st;
}

rv_status rv_page_grid(rv_page *page, const rv_grid *grid, bool closed, rv_error *err)
{
    rv_buf path = RV_BUF_INIT;
    char name[128];
    rv_status st;

    if ((st = rv_grid_check(grid, err)) != RV_OK)
        return st;
    snprintf(name, sizeof name, "%s.csv", rv_grid_id(grid));
    if (closed) {
        rv_buf_text(&page->html, "<details><summary>");
        rv_xml_escape(&page->html, rv_grid_caption(grid));
        rv_buf_printf(&page->html, " (%zu rows)</summary>\n", rv_grid_rows(grid));
    }
    rv_grid_html(grid, &page->html);
    rv_buf_printf(&page->html, "<p class=\"file\">Data: <a href=\"%s\">%s</a></p>\n", name, name);
    if (closed)
        rv_buf_text(&page->html, "</details>\n");
    rv_grid_markdown(grid, &page->markdown);
    if ((st = rv_page_path(page, name, &path, err)) == RV_OK && (st = rv_grid_csv(grid, rv_buf_str(&path), err)) == RV_OK)
        st = rv_page_note(page, name, err);
    rv_buf_free(&path);
    return st;
}

rv_status rv_page_figure(rv_page *page, const char *name, const char *caption, const rv_scene *scene, rv_error *err)
{
    rv_buf svg = RV_BUF_INIT, file = RV_BUF_INIT;
    rv_status st = rv_plot_svg(scene, name, &svg, err);

    rv_buf_printf(&file, "%s.svg", name);
    if (st == RV_OK && (st = rv_buf_check(&file, err)) == RV_OK
        && (st = rv_page_write(page, rv_buf_str(&file), rv_buf_str(&svg), svg.length, err)) == RV_OK) {
        const char *inside = strstr(rv_buf_str(&svg), "<svg");

        rv_buf_text(&page->html, "<figure>\n");
        rv_buf_text(&page->html, inside ? inside : "");
        rv_buf_text(&page->html, "<figcaption>");
        rv_xml_escape(&page->html, caption);
        rv_buf_text(&page->html, "</figcaption>\n</figure>\n");
        rv_buf_text(&page->markdown, "![");
        rv_markdown_text(&page->markdown, caption);
        rv_buf_printf(&page->markdown, "](%s)\n\n", rv_buf_str(&file));
    }
    rv_buf_free(&svg);
    rv_buf_free(&file);
    return st;
}
