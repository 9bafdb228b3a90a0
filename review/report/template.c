/* Markdown with fields, read by libcmark, into the blocks of a page. */
#include <config.h>

#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/anchors.h"
#include "report/fields.h"
#include "report/template.h"

typedef struct {
    const rv_review_report *report;
    const char             *name;
    rv_page                *page;
    int                     line;         /* of the paragraph being read, from 1 */
    int                     lists;        /* lists around what is read */
    int                     item;         /* number of the item in an ordered list; 0: a bullet */
    bool                    begun;        /* an item was begun, and nothing said in it */
    bool                    titled;       /* a first heading has become the title */
    unsigned                style;
    const char             *link;
    rv_buf                  heading;      /* the anchor of the heading being read */
    rv_buf                  refs;         /* "LINE NAME" of each {{ref:NAME}}, each with a line end */
    size_t                  headings;
} filling;

static rv_status wrong(const filling *f, rv_status code, const rv_error *why, rv_error *err)
{
    return rv_fail(err, code == RV_ENOMEM ? code : RV_EPARSE, "%s:%d: %s", f->name, f->line, why->message);
}

/* ---- Fields in text ------------------------------------------------------------------------------------------------- */

static void plain(const filling *f, const char *text, size_t n)
{
    rv_buf piece = RV_BUF_INIT;

    rv_buf_add(&piece, text, n);
    if (n)
        rv_page_run(f->page, &(rv_run){ .text = rv_buf_str(&piece), .link = f->link, .style = f->style });
    f->page->failed |= piece.failed;
    rv_buf_free(&piece);
}

static bool is_block_name(const char *name)
{
    return strncmp(name, "table:", 6) == 0 || strncmp(name, "figure:", 7) == 0 || strncmp(name, "part:", 5) == 0;
}

static rv_status field(filling *f, const char *name, rv_error *err)
{
    const rv_review_field *found;
    const rv_block *block;
    rv_error why = { 0 };
    rv_status st;

    if (is_block_name(name))
        return rv_fail(err, RV_EPARSE, "%s:%d: {{%.100s}} stands alone in its paragraph, not within text", f->name, f->line, name);
    if (strncmp(name, "ref:", 4) == 0) {
        if (rv_review_report_block(f->report, RV_BLOCK_GRID, name + 4, &block, &why) != RV_OK
            && (st = rv_review_report_block(f->report, RV_BLOCK_FIGURE, name + 4, &block, &why)) != RV_OK)
            return wrong(f, st, &why, err);
        rv_page_refer(f->page, name + 4);
        rv_buf_printf(&f->refs, "%d %s\n", f->line, name + 4);
        return RV_OK;
    }
    if ((st = rv_review_report_find(f->report, name, &found, &why)) != RV_OK)
        return wrong(f, st, &why, err);
    /* In a text of one's own a number is no link, unless the author makes it one. */
    rv_page_run(f->page, &(rv_run){ .text = found->text, .link = f->link, .field = found->key, .style = f->style });
    return RV_OK;
}

/* The name between braces, without blanks around it. */
static void name_of(const char *from, const char *to, rv_buf *out)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    rv_buf_clear(out);
    rv_buf_add(out, from, (size_t)(to - from));
}

static rv_status text(filling *f, const char *words, rv_error *err)
{
    rv_buf name = RV_BUF_INIT;
    const char *open, *close;
    rv_status st = RV_OK;

    while (st == RV_OK && (open = strstr(words, "{{"))) {
        plain(f, words, (size_t)(open - words));
        if (!(close = strstr(open, "}}"))) {
            st = rv_fail(err, RV_EPARSE, "%s:%d: {{ has no }} behind it in its line", f->name, f->line);
        } else {
            name_of(open + 2, close, &name);
            st = field(f, rv_buf_str(&name), err);
            words = close + 2;
        }
    }
    if (st == RV_OK)
        plain(f, words, strlen(words));
    rv_buf_free(&name);
    return st;
}

/* ---- Running text --------------------------------------------------------------------------------------------------- */

static rv_status inlines(filling *f, cmark_node *node, rv_error *err);

static rv_status within(filling *f, cmark_node *node, unsigned style, const char *link, rv_error *err)
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

static rv_status inlines(filling *f, cmark_node *parent, rv_error *err)
{
    rv_status st = RV_OK;

    for (cmark_node *n = cmark_node_first_child(parent); n && st == RV_OK; n = cmark_node_next(n))
        switch (cmark_node_get_type(n)) {
        case CMARK_NODE_TEXT:
            st = text(f, cmark_node_get_literal(n), err);
            break;
        case CMARK_NODE_SOFTBREAK:
        case CMARK_NODE_LINEBREAK:
            plain(f, " ", 1);
            f->line++;
            break;
        case CMARK_NODE_CODE:
            rv_page_run(f->page, &(rv_run){ .text = cmark_node_get_literal(n), .style = f->style | RV_RUN_CODE });
            break;
        case CMARK_NODE_HTML_INLINE:
            plain(f, cmark_node_get_literal(n), strlen(cmark_node_get_literal(n)));
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

static rv_status blocks(filling *f, cmark_node *parent, rv_error *err);

/* What stands under a heading of the report, up to the next one of its level. */
static rv_status part(const filling *f, const char *anchor, rv_error *err)
{
    const rv_page *from = &f->report->page;
    const rv_block *heading;
    rv_error why = { 0 };
    rv_status st = rv_review_report_block(f->report, RV_BLOCK_HEADING, anchor, &heading, &why);

    if (st != RV_OK)
        return wrong(f, st, &why, err);
    for (const rv_block *b = heading + 1; st == RV_OK && b < from->blocks + from->n_blocks; b++) {
        if (b->kind == RV_BLOCK_HEADING && b->level <= heading->level)
            break;
        st = rv_template_copy(from, b, b->closed, f->page, err);
    }
    return st;
}

/* {{table:ID}} and its like; `*done` is false for any other paragraph. */
static rv_status alone(const filling *f, cmark_node *paragraph, bool *done, rv_error *err)
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
        name_of(words + 2, words + n - 2, &name);
        *done = is_block_name(rv_buf_str(&name));
        if (*done && strncmp(rv_buf_str(&name), "part:", 5) == 0)
            st = part(f, rv_buf_str(&name) + 5, err);
        for (size_t i = 0; *done && i < sizeof kinds / sizeof *kinds; i++) {
            const size_t word = strlen(kinds[i].word);

            if (strncmp(rv_buf_str(&name), kinds[i].word, word) != 0)
                continue;
            st = rv_review_report_block(f->report, kinds[i].kind, rv_buf_str(&name) + word, &block, &why);
            st = st == RV_OK ? rv_template_copy(&f->report->page, block, false, f->page, err) : wrong(f, st, &why, err);
        }
    }
    rv_buf_free(&name);
    return st;
}

static rv_status paragraph(filling *f, cmark_node *n, rv_error *err)
{
    bool done = false;
    rv_status st = f->lists ? RV_OK : alone(f, n, &done, err);

    if (done || st != RV_OK)
        return st;
    if (!f->lists)
        rv_page_begin(f->page, RV_BLOCK_PARAGRAPH);
    else if (!f->begun)
        plain(f, " ", 1);
    f->begun = false;
    st = inlines(f, n, err);
    rv_page_end(f->page);
    return st;
}

static rv_status heading(filling *f, cmark_node *n, rv_error *err)
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
static rv_status list(filling *f, cmark_node *n, rv_error *err)
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

static rv_status item(filling *f, cmark_node *n, rv_error *err)
{
    rv_page_begin(f->page, RV_BLOCK_ITEM);
    if (f->item)
        rv_page_sayf(f->page, "%d. ", f->item++);
    f->begun = true;
    return blocks(f, n, err);
}

static void code(filling *f, cmark_node *n)
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

static rv_status blocks(filling *f, cmark_node *parent, rv_error *err)
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

/* A field leads to its table; where that is not in this document, to nothing. */
static rv_status drop_dead_links(rv_page *page, rv_error *err)
{
    rv_anchors *anchors = rv_anchors_of(page);

    if (!anchors)
        return rv_fail(err, RV_ENOMEM, "out of memory for the links of a document");
    for (size_t i = 0; i < page->n_runs; i++)
        if (*page->runs[i].link == '#' && *page->runs[i].text && !rv_anchors_lead(anchors, page->runs[i].link))
            page->runs[i].link = "";
    rv_anchors_free(anchors);
    return RV_OK;
}

/* A number needs what it numbers. */
static rv_status check_refs(const filling *f, rv_error *err)
{
    rv_status st = rv_buf_check(&f->refs, err);

    for (const char *at = rv_buf_str(&f->refs), *end; st == RV_OK && (end = strchr(at, '\n')); at = end + 1) {
        const char *name = strchr(at, ' ') + 1;
        bool found = false;

        for (size_t i = 0; i < f->page->n_blocks && !found; i++)
            found = f->page->blocks[i].number && strlen(f->page->blocks[i].id) == (size_t)(end - name)
                    && strncmp(f->page->blocks[i].id, name, (size_t)(end - name)) == 0;
        if (!found)
            st = rv_fail(err, RV_EPARSE, "%s:%d: {{ref:%.*s}} has no number, for it does not stand in this document; put {{table:%.*s}} or "
                         "{{figure:%.*s}} in a paragraph of its own", f->name, atoi(at), (int)(end - name), name, (int)(end - name), name,
                         (int)(end - name), name);
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
    filling f = { .report = report, .name = name, .page = page, .line = 1, .link = "", .heading = RV_BUF_INIT, .refs = RV_BUF_INIT };
    cmark_node *document = cmark_parse_document(words, n, CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
    rv_status st;

    if (!document)
        return rv_fail(err, RV_ENOMEM, "%s: out of memory", name);
    cmark_consolidate_text_nodes(document);
    rv_page_front_set(page, &report->page.front);
    st = too_deep(document) ? rv_fail(err, RV_EPARSE, "%s: lists or emphasis stand within each other more than %d deep", name, DEEPEST)
                            : blocks(&f, document, err);
    if (st == RV_OK && (st = rv_page_check(page, err)) == RV_OK && (st = check_refs(&f, err)) == RV_OK)
        st = drop_dead_links(page, err);
    cmark_node_free(document);
    rv_buf_free(&f.heading);
    rv_buf_free(&f.refs);
    return st;
}
