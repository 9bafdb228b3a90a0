/* Fields in the text of a template, and what they refer to. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/anchors.h"
#include "report/fields.h"
#include "report/template_filling.h"

rv_status rv_filling_wrong(const rv_filling *f, rv_status code, const rv_error *why, rv_error *err)
{
    return rv_fail(err, code == RV_ENOMEM ? code : RV_EPARSE, "%s:%d: %s", f->name, f->line, why->message);
}

void rv_filling_plain(const rv_filling *f, const char *text, size_t n)
{
    rv_buf piece = RV_BUF_INIT;

    rv_buf_add(&piece, text, n);
    if (n)
        rv_page_run(f->page, &(rv_run){ .text = rv_buf_str(&piece), .link = f->link, .style = f->style });
    f->page->failed |= piece.failed;
    rv_buf_free(&piece);
}

bool rv_filling_is_block(const char *name)
{
    return strncmp(name, "table:", 6) == 0 || strncmp(name, "figure:", 7) == 0 || strncmp(name, "part:", 5) == 0;
}

static rv_status field(rv_filling *f, const char *name, rv_error *err)
{
    const rv_review_field *found;
    const rv_block *block;
    rv_error why = { 0 };
    rv_status st;

    if (rv_filling_is_block(name))
        return rv_fail(err, RV_EPARSE, "%s:%d: {{%.100s}} stands alone in its paragraph, not within text", f->name, f->line, name);
    if (strncmp(name, "ref:", 4) == 0) {
        if (rv_review_report_block(f->report, RV_BLOCK_GRID, name + 4, &block, &why) != RV_OK
            && (st = rv_review_report_block(f->report, RV_BLOCK_FIGURE, name + 4, &block, &why)) != RV_OK)
            return rv_filling_wrong(f, st, &why, err);
        rv_page_refer(f->page, name + 4);
        rv_buf_printf(&f->refs, "%d %s\n", f->line, name + 4);
        return RV_OK;
    }
    if ((st = rv_review_report_find(f->report, name, &found, &why)) != RV_OK)
        return rv_filling_wrong(f, st, &why, err);
    /* In a text of one's own a number is no link, unless the author makes it one. */
    rv_page_run(f->page, &(rv_run){ .text = found->text, .link = f->link, .field = found->key, .style = f->style });
    return RV_OK;
}

/* The name between braces, without blanks around it. */
void rv_filling_name(const char *from, const char *to, rv_buf *out)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    rv_buf_clear(out);
    rv_buf_add(out, from, (size_t)(to - from));
}

rv_status rv_filling_text(rv_filling *f, const char *words, rv_error *err)
{
    rv_buf name = RV_BUF_INIT;
    const char *open, *close;
    rv_status st = RV_OK;

    while (st == RV_OK && (open = strstr(words, "{{"))) {
        rv_filling_plain(f, words, (size_t)(open - words));
        if (!(close = strstr(open, "}}"))) {
            st = rv_fail(err, RV_EPARSE, "%s:%d: {{ has no }} behind it in its line", f->name, f->line);
        } else {
            rv_filling_name(open + 2, close, &name);
            st = field(f, rv_buf_str(&name), err);
            words = close + 2;
        }
    }
    if (st == RV_OK)
        rv_filling_plain(f, words, strlen(words));
    rv_buf_free(&name);
    return st;
}

/* ---- When all is read ------------------------------------------------------------------------------------------------ */

/* A field leads to its table; where that is not in this document, to nothing. */
rv_status rv_filling_drop_dead_links(rv_page *page, rv_error *err)
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
rv_status rv_filling_check_refs(const rv_filling *f, rv_error *err)
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
