/* Markdown with fields, read by libcmark, into the blocks of a page. */
#include <config.h>

#include <cmark.h>
#include <string.h>

#include "report/template_filling.h"

/* ---- Running text --------------------------------------------------------------------------------------------------- */

static rv_status inlines(rv_filling *f, cmark_node *node, rv_error *err);

static rv_status within(rv_filling *f, cmark_node *node, unsigned style, const char *link, rv_error *err)
{
    const unsigned style_before = f->style;
    const char *link_before = f->link;
    rv_status st;

    f->style |= style;
    f->link = link ? link : f->link;
    st = inlines(f, node, err);
    f->style = style_before;
    f->link = link_before;
    return st;
}

static rv_status inlines(rv_filling *f, cmark_node *parent, rv_error *err)
{
    rv_status st = RV_OK;

    for (cmark_node *n = cmark_node_first_child(parent); n && st == RV_OK; n = cmark_node_next(n))
        switch (cmark_node_get_type(n)) {
        case CMARK_NODE_TEXT:
            st = rv_filling_text(f, cmark_node_get_literal(n), err);
            break;
        case CMARK_NODE_SOFTBREAK:
        case CMARK_NODE_LINEBREAK:
            rv_filling_plain(f, " ", 1);
            f->line++;
            break;
        case CMARK_NODE_CODE:
            rv_page_run(f->page, &(rv_run){ .text = cmark_node_get_literal(n), .style = f->style | RV_RUN_CODE });
            break;
        case CMARK_NODE_HTML_INLINE:
            rv_filling_plain(f, cmark_node_get_literal(n), strlen(cmark_node_get_literal(n)));
            break;
        case CMARK_NODE_EMPH:
            st = within(f, n, RV_RUN_ITALIC, NULL, err);
            break;
        case CMARK_NODE_STRONG:
            st = within(f, n, RV_RUN_BOLD, NULL, err);
            break;
        case CMARK_NODE_LINK:
        case CMARK_NODE_IMAGE:    /* a picture of the user's own stays a link to its file */
            st = within(f, n, 0, cmark_node_get_url(n), err);
            break;
        default:
            break;
        }
    return st;
}

/* ---- Blocks --------------------------------------------------------------------------------------------------------- */

static rv_status blocks(rv_filling *f, cmark_node *parent, rv_error *err);

/* What stands under a heading of the report, up to the next one of its level. */
static rv_status part(const rv_filling *f, const char *anchor, rv_error *err)
{
    const rv_page *from = &f->report->page;
    const rv_block *heading;
    rv_error why = { 0 };
    rv_status st = rv_review_report_block(f->report, RV_BLOCK_HEADING, anchor, &heading, &why);

    if (st != RV_OK)
        return rv_filling_wrong(f, st, &why, err);
    for (const rv_block *b = heading + 1; st == RV_OK && b < from->blocks + from->n_blocks; b++) {
        if (b->kind == RV_BLOCK_HEADING && b->level <= heading->level)
            break;
        st = rv_template_copy(from, b, b->closed, f->page, err);
    }
    return st;
}

/* {{table:ID}} and its like; `*done` is false for any other paragraph. */
static rv_status alone(const rv_filling *f, cmark_node *paragraph, bool *done, rv_error *err)
{
    static const struct { const char *word; rv_block_kind kind; } kinds[] = { { "table:", RV_BLOCK_GRID }, { "figure:", RV_BLOCK_FIGURE } };
    cmark_node *only = cmark_node_first_child(paragraph);
    const char *words = only && !cmark_node_next(only) && cmark_node_get_type(only) == CMARK_NODE_TEXT ? cmark_node_get_literal(only) : "";
    const size_t n = strlen(words);
    const rv_block *block;
    rv_buf name = RV_BUF_INIT;
    rv_error why = { 0 };
    rv_status st = RV_OK;

    *done = false;
    if (n > 4 && strncmp(words, "{{", 2) == 0 && strstr(words, "}}") == words + n - 2) {
        rv_filling_name(words + 2, words + n - 2, &name);
        *done = rv_filling_is_block(rv_buf_str(&name));
        if (*done && strncmp(rv_buf_str(&name), "part:", 5) == 0)
            st = part(f, rv_buf_str(&name) + 5, err);
        for (size_t i = 0; *done && i < sizeof kinds / sizeof *kinds; i++) {
            const size_t word = strlen(kinds[i].word);

            if (strncmp(rv_buf_str(&name), kinds[i].word, word) != 0)
                continue;
            st = rv_review_report_block(f->report, kinds[i].kind, rv_buf_str(&name) + word, &block, &why);
            st = st == RV_OK ? rv_template_copy(&f->report->page, block, false, f->page, err) : rv_filling_wrong(f, st, &why, err);
        }
    }
    rv_buf_free(&name);
    return st;
}

static rv_status paragraph(rv_filling *f, cmark_node *n, rv_error *err)
{
    bool done = false;
    rv_status st = f->lists ? RV_OK : alone(f, n, &done, err);

    if (done || st != RV_OK)
        return st;
    if (!f->lists)
        rv_page_begin(f->page, RV_BLOCK_PARAGRAPH);
    else if (!f->begun)
        rv_filling_plain(f, " ", 1);
    f->begun = false;
    st = inlines(f, n, err);
    rv_page_end(f->page);
    return st;
}

static rv_status heading(rv_filling *f, cmark_node *n, rv_error *err)
{
    const int level = cmark_node_get_heading_level(n);
    rv_status st;

    rv_buf_clear(&f->heading);
    rv_buf_printf(&f->heading, "section-%zu", ++f->headings);
    rv_page_heading(f->page, level < 2 ? 2 : level > 4 ? 4 : level, rv_buf_str(&f->heading), "");
    st = inlines(f, n, err);
    /* A document has one title: the words of its first heading, where that is of level 1. */
    if (st == RV_OK && level == 1 && f->page->n_blocks == 1 && !f->titled) {
        rv_buf words = RV_BUF_INIT, room = RV_BUF_INIT;
        rv_page_front front = f->page->front;

        for (size_t i = 0; i < f->page->n_runs; i++)
            rv_buf_text(&words, rv_page_run_text(f->page, &f->page->runs[i], &room));
        front.title = rv_buf_str(&words);
        rv_page_front_set(f->page, &front);
        f->page->n_blocks = f->page->n_runs = 0;
        f->titled = true;
        rv_buf_free(&words);
        rv_buf_free(&room);
    }
    rv_page_end(f->page);
    return st;
}

/* Lists within lists become items of the outer one. */
static rv_status list(rv_filling *f, cmark_node *n, rv_error *err)
{
    const bool ordered = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST;
    const int before = f->item;
    rv_status st;

    if (!f->lists++)
        rv_page_list_begin(f->page);
    f->item = ordered ? cmark_node_get_list_start(n) : 0;
    st = blocks(f, n, err);
    f->item = before;
    if (!--f->lists)
        rv_page_list_end(f->page);
    return st;
}

static rv_status item(rv_filling *f, cmark_node *n, rv_error *err)
{
    rv_page_begin(f->page, RV_BLOCK_ITEM);
    if (f->item)
        rv_page_sayf(f->page, "%d. ", f->item++);
    f->begun = true;
    return blocks(f, n, err);
}

static void code(rv_filling *f, cmark_node *n)
{
    rv_buf words = RV_BUF_INIT;

    rv_buf_text(&words, cmark_node_get_literal(n));
    while (words.length && words.data[words.length - 1] == '\n')
        words.data[--words.length] = 0;
    if (!f->lists)
        rv_page_begin(f->page, RV_BLOCK_PARAGRAPH);
    rv_page_run(f->page, &(rv_run){ .text = rv_buf_str(&words), .style = cmark_node_get_type(n) == CMARK_NODE_CODE_BLOCK ? RV_RUN_CODE : 0 });
    f->page->failed |= words.failed;
    rv_buf_free(&words);
}

static rv_status blocks(rv_filling *f, cmark_node *parent, rv_error *err)
{
    rv_status st = RV_OK;

    for (cmark_node *n = cmark_node_first_child(parent); n && st == RV_OK; n = cmark_node_next(n)) {
        f->line = cmark_node_get_start_line(n);
        switch (cmark_node_get_type(n)) {
        case CMARK_NODE_HEADING:     st = heading(f, n, err); break;
        case CMARK_NODE_PARAGRAPH:   st = paragraph(f, n, err); break;
        case CMARK_NODE_LIST:        st = list(f, n, err); break;
        case CMARK_NODE_ITEM:        st = item(f, n, err); break;
        case CMARK_NODE_BLOCK_QUOTE: st = blocks(f, n, err); break;
        case CMARK_NODE_CODE_BLOCK:
        case CMARK_NODE_HTML_BLOCK:  code(f, n); break;
        default:                     break;
        }
    }
    return st;
}

enum { DEEPEST = 100 };           /* quotes and lists within each other */

/* Deep nesting would end on the stack. */
static bool too_deep(cmark_node *document)
{
    cmark_iter *walk = cmark_iter_new(document);
    int depth = 0, deepest = 0;

    for (cmark_event_type event; walk && (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE;) {
        const cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(walk));
        const bool leaf = type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK
                          || type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK
                          || type == CMARK_NODE_THEMATIC_BREAK;

        depth += leaf ? 0 : event == CMARK_EVENT_ENTER ? 1 : -1;
        deepest = depth > deepest ? depth : deepest;
    }
    cmark_iter_free(walk);
    return deepest > DEEPEST;
}

rv_status rv_template_fill(const rv_review_report *report, const char *name, const char *words, size_t n, rv_page *page, rv_error *err)
{
    rv_filling f = { .report = report, .name = name, .page = page, .line = 1, .link = "", .heading = RV_BUF_INIT, .refs = RV_BUF_INIT };
    cmark_node *document = cmark_parse_document(words, n, CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
    rv_status st;

    if (!document)
        return rv_fail(err, RV_ENOMEM, "%s: out of memory", name);
    cmark_consolidate_text_nodes(document);
    rv_page_front_set(page, &report->page.front);
    st = too_deep(document) ? rv_fail(err, RV_EPARSE, "%s: lists or emphasis stand within each other more than %d deep", name, DEEPEST)
                            : blocks(&f, document, err);
    if (st == RV_OK && (st = rv_page_check(page, err)) == RV_OK && (st = rv_filling_check_refs(&f, err)) == RV_OK)
        st = rv_filling_drop_dead_links(page, err);
    cmark_node_free(document);
    rv_buf_free(&f.heading);
    rv_buf_free(&f.refs);
    return st;
}
