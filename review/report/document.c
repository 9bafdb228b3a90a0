/* The whole report: the parts in their order, then the page around them. */
#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "report/assets.h"
#include "report/parts.h"

static rv_status (*const parts[])(rv_document *d, rv_error *err) = {
    rv_part_summary,  rv_part_question, rv_part_methods, rv_part_selection,  rv_part_studies,  rv_part_syntheses,
    rv_part_deviations, rv_part_results, rv_part_warnings, rv_part_values, rv_part_references, rv_part_manifest,
};

/* What the parts read, gathered once. */
static rv_status prepare(rv_document *d, rv_error *err)
{
    const rv_protocol *p = d->protocol;
    rv_status st;

    if (!(d->memory = rv_memory_new()) || !(d->syntheses = calloc(p->n_analyses + 1, sizeof *d->syntheses)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_store_head(d->store, d->head, err)) != RV_OK
        || (st = rv_included_read(d->store, p, &d->included, err)) != RV_OK
        || (st = rv_report_flow(d->store, p, &d->flow, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < p->n_analyses; i++)
        st = rv_synthesis_run(&d->syntheses[i], d->store, p, &p->analyses[i], d->options->otherwise, err);
    return st;
}

static void end(rv_document *d)
{
    for (size_t i = 0; d->syntheses && i < d->protocol->n_analyses; i++)
        rv_synthesis_end(&d->syntheses[i]);
    free(d->syntheses);
    rv_review_flow_free(d->flow);
    rv_included_free(&d->included);
    rv_memory_free(d->memory);
}

static void front(const rv_document *d, rv_buf *html, rv_buf *markdown)
{
    const rv_protocol *p = d->protocol;
    rv_buf authors = RV_BUF_INIT;

    for (size_t i = 0; i < p->n_authors; i++)
        rv_buf_printf(&authors, "%s%s", i ? ", " : "", p->authors[i]);
    rv_buf_text(html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    rv_xml_escape(html, p->title);
    rv_buf_text(html, "</title>\n<style>\n");
    rv_buf_text(html, rv_asset_report_css);
    rv_buf_text(html, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n<header>\n<h1>");
    rv_xml_escape(html, p->title);
    rv_buf_text(html, "</h1>\n<p class=\"facts\">");
    rv_xml_escape(html, rv_buf_str(&authors));
    rv_buf_printf(html, "%sProtocol version ", authors.length ? "<br>\n" : "");
    rv_xml_escape(html, p->version);
    if (*p->registration) {
        rv_buf_text(html, "; ");
        rv_xml_escape(html, p->registration);
    }
    rv_buf_printf(html, "<br>\nState of the review: <code>%s</code></p>\n</header>\n<nav aria-label=\"Contents\">\n<ol>\n", d->head);
    rv_buf_add(html, rv_buf_str(&d->page->contents), d->page->contents.length);
    rv_buf_text(html, "</ol>\n</nav>\n<main id=\"main\">\n");
    rv_buf_printf(markdown, "# %s\n\n%s%sProtocol version %s. State of the review: `%s`\n\n", p->title, rv_buf_str(&authors),
                  authors.length ? ". " : "", p->version, d->head);
    rv_buf_free(&authors);
}

static rv_status bind(rv_document *d, rv_error *err)
{
    rv_buf html = RV_BUF_INIT, markdown = RV_BUF_INIT;
    rv_status st;

    front(d, &html, &markdown);
    rv_buf_add(&html, rv_buf_str(&d->page->html), d->page->html.length);
    rv_buf_text(&html, "</main>\n</body>\n</html>\n");
    rv_buf_add(&markdown, rv_buf_str(&d->page->markdown), d->page->markdown.length);
    if ((st = rv_buf_check(&d->page->html, err)) == RV_OK && (st = rv_buf_check(&d->page->markdown, err)) == RV_OK
        && (st = rv_buf_check(&html, err)) == RV_OK && (st = rv_buf_check(&markdown, err)) == RV_OK
        && (st = rv_page_write(d->page, "report.html", rv_buf_str(&html), html.length, err)) == RV_OK)
        st = rv_page_write(d->page, "report.md", rv_buf_str(&markdown), markdown.length, err);
    rv_buf_free(&html);
    rv_buf_free(&markdown);
    return st;
}

rv_status rv_report_write(rv_store *store, const rv_protocol *protocol, const rv_report_options *options, rv_error *err)
{
    rv_page page = RV_PAGE_INIT(options->folder);
    rv_document d = { .store = store, .protocol = protocol, .options = options, .page = &page, .included = RV_INCLUDED_INIT };
    rv_status st;

    if (mkdir(options->folder, 0777) != 0 && errno != EEXIST)
        return rv_fail(err, RV_EIO, "%s: cannot make the folder: %s", options->folder, strerror(errno));
    if ((st = rv_store_read_begin(store, err)) != RV_OK)
        return st;
    st = prepare(&d, err);
    for (size_t i = 0; st == RV_OK && i < sizeof parts / sizeof *parts; i++)
        st = parts[i](&d, err);
    rv_store_read_end(store);
    if (st == RV_OK)
        st = bind(&d, err);
    end(&d);
    rv_page_free(&page);
    return st;
}
