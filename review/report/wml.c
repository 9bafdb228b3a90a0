/* Reading a part of a Word document into its tree. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report/wml.h"

static const char *const names[RV_WML_KINDS] = {
    [RV_WML_P] = "p", [RV_WML_P_PR] = "pPr", [RV_WML_R] = "r", [RV_WML_R_PR] = "rPr", [RV_WML_T] = "t", [RV_WML_DEL_TEXT] = "delText",
    [RV_WML_TAB] = "tab", [RV_WML_BR] = "br", [RV_WML_CR] = "cr", [RV_WML_HYPHEN] = "noBreakHyphen",
    [RV_WML_SOFT_HYPHEN] = "softHyphen", [RV_WML_BREAK_SEEN] = "lastRenderedPageBreak", [RV_WML_INS] = "ins", [RV_WML_DEL] = "del",
    [RV_WML_MOVE_FROM] = "moveFrom", [RV_WML_MOVE_TO] = "moveTo", [RV_WML_HYPERLINK] = "hyperlink", [RV_WML_SDT] = "sdt",
    [RV_WML_SDT_PR] = "sdtPr", [RV_WML_SDT_CONTENT] = "sdtContent", [RV_WML_TAG] = "tag", [RV_WML_ALIAS] = "alias",
    [RV_WML_PLACEHOLDER] = "showingPlcHdr", [RV_WML_TBL] = "tbl", [RV_WML_TR] = "tr", [RV_WML_TR_PR] = "trPr",
    [RV_WML_TBL_HEADER] = "tblHeader", [RV_WML_TC] = "tc", [RV_WML_TC_PR] = "tcPr", [RV_WML_BOOKMARK_START] = "bookmarkStart",
    [RV_WML_BOOKMARK_END] = "bookmarkEnd", [RV_WML_COMMENT_START] = "commentRangeStart", [RV_WML_COMMENT_END] = "commentRangeEnd",
    [RV_WML_COMMENT] = "commentReference", [RV_WML_RUBY] = "ruby", [RV_WML_GRID_COL] = "gridCol", [RV_WML_FALLBACK] = "Fallback", [RV_WML_BLIP] = "blip",
    [RV_WML_SVG_BLIP] = "svgBlip", [RV_WML_EXTENT] = "extent", [RV_WML_EXT] = "ext", [RV_WML_DOC_PR] = "docPr", [RV_WML_XFRM] = "xfrm",
};

typedef struct {
    rv_wml *to;
    size_t  open;                 /* the node being read */
    bool    failed;
} wml_reading;

static rv_wml_kind kind_of(const rv_wml *wml, const char *name)
{
    const size_t n = strlen(wml->prefix);
    const char *colon = strrchr(name, ':'), *local = colon ? colon + 1 : name;
    const bool word = (size_t)(local - name) == n && strncmp(name, wml->prefix, n) == 0;

    for (int k = word ? 1 : RV_WML_DRAWINGS; k < (word ? RV_WML_DRAWINGS : RV_WML_KINDS); k++)
        if (strcmp(names[k], local) == 0)
            return (rv_wml_kind)k;
    return RV_WML_OTHER;
}

/* The prefix that the root gives to WordprocessingML, transitional or strict. */
static bool find_prefix(rv_wml *wml, const char *const *attributes)
{
    for (; *attributes; attributes += 2)
        if ((strcmp(attributes[0], "xmlns") == 0 || strncmp(attributes[0], "xmlns:", 6) == 0)
            && (strcmp(attributes[1], "http://schemas.openxmlformats.org/wordprocessingml/2006/main") == 0
                || strcmp(attributes[1], "http://purl.oclc.org/ooxml/wordprocessingml/main") == 0)
            && strlen(attributes[0]) < sizeof wml->prefix) {
            snprintf(wml->prefix, sizeof wml->prefix, "%s%s", attributes[0][5] ? attributes[0] + 6 : "", attributes[0][5] ? ":" : "");
            return true;
        }
    return false;
}

static rv_status start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    wml_reading *r = user;
    rv_wml *w = r->to;
    rv_wml_node *node;

    if (!w->n_nodes && !find_prefix(w, attributes))
        return rv_fail(err, RV_EPARSE, "%s:%zu: <%.60s> is no part of a Word document", w->name, rv_xml_line(), name);
    if (w->n_nodes == w->room) {
        rv_wml_node *more = realloc(w->nodes, (w->room ? 2 * w->room : 1024) * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "%s: out of memory for its elements", w->name);
        w->nodes = more;
        w->room = w->room ? 2 * w->room : 1024;
    }
    node = &w->nodes[w->n_nodes];
    *node = (rv_wml_node){ kind_of(w, name), rv_xml_begin(), rv_xml_offset(), 0, 0, r->open, w->n_nodes, w->texts.length, 0 };
    r->open = w->n_nodes++;
    return RV_OK;
}

static rv_status end(void *user, const char *name, rv_error *err)
{
    wml_reading *r = user;
    rv_wml_node *node = &r->to->nodes[r->open];

    (void)name;
    (void)err;
    node->end = rv_xml_offset();
    node->outside = node->end == node->inside ? node->inside : rv_xml_begin();
    node->last = r->to->n_nodes - 1;
    r->open = node->parent;
    return RV_OK;
}

static rv_status text(void *user, const char *bytes, size_t n, rv_error *err)
{
    wml_reading *r = user;
    rv_wml_node *node = &r->to->nodes[r->open];

    (void)err;
    if (node->kind == RV_WML_T || node->kind == RV_WML_DEL_TEXT) {
        rv_buf_add(&r->to->texts, bytes, n);
        node->text_n += n;
    }
    return RV_OK;
}

rv_status rv_wml_read(rv_wml *out, const char *name, const char *bytes, size_t n, rv_error *err)
{
    static const rv_xml_handler handler = { .start = start, .end = end, .text = text };
    wml_reading r = { out, 0, false };
    char charset[RV_XML_CHARSET];
    rv_status st;

    *out = (rv_wml){ .name = name, .bytes = bytes, .n = n, .texts = RV_BUF_INIT };
    if (rv_xml_charset(bytes, n, charset) && strcasecmp(charset, "UTF-8") != 0)
        return rv_fail(err, RV_EPARSE, "%s: it is written in %s; Word writes UTF-8: open the document there and save it again", name, charset);
    if ((st = rv_xml_read_bytes(name, bytes, n, &handler, &r, err)) == RV_OK && (st = rv_buf_check(&out->texts, err)) == RV_OK
        && !out->n_nodes)
        st = rv_fail(err, RV_EPARSE, "%s: it is empty", name);
    if (st != RV_OK)
        rv_wml_free(out);
    return st;
}

void rv_wml_free(rv_wml *wml)
{
    free(wml->nodes);
    rv_buf_free(&wml->texts);
    wml->nodes = NULL;
    wml->n_nodes = wml->room = 0;
}

/* ---- Walking -------------------------------------------------------------------------------------------------------- */

size_t rv_wml_next(const rv_wml *wml, size_t of, size_t node, rv_wml_kind kind)
{
    for (size_t i = node + 1; i <= wml->nodes[of].last; i++)
        if (wml->nodes[i].kind == kind)
            return i;
    return 0;
}

size_t rv_wml_around(const rv_wml *wml, size_t node, rv_wml_kind kind, size_t up_to)
{
    for (size_t i = wml->nodes[node].parent; i > up_to; i = wml->nodes[i].parent)
        if (wml->nodes[i].kind == kind)
            return i;
    return 0;
}

size_t rv_wml_child(const rv_wml *wml, size_t node, rv_wml_kind kind)
{
    for (size_t i = node + 1; i <= wml->nodes[node].last; i = wml->nodes[i].last + 1)
        if (wml->nodes[i].kind == kind)
            return i;
    return 0;
}

bool rv_wml_gone(const rv_wml *wml, size_t node, size_t up_to)
{
    return rv_wml_around(wml, node, RV_WML_DEL, up_to) || rv_wml_around(wml, node, RV_WML_MOVE_FROM, up_to);
}

bool rv_wml_in_fallback(const rv_wml *wml, size_t node)
{
    return rv_wml_around(wml, node, RV_WML_FALLBACK, 0) != 0;
}

bool rv_wml_empty(const rv_wml_node *node)
{
    return node->end == node->inside;
}

/* ---- Attributes and text -------------------------------------------------------------------------------------------- */

/* The reader has found the tag sound: NAME = "VALUE" or 'VALUE', with blanks where they may be. */
bool rv_wml_attribute(const rv_wml *wml, size_t node, const char *name, size_t *at, size_t *n)
{
    static const char blanks[] = " \t\r\n";
    const char *p = wml->bytes + wml->nodes[node].begin, *end = wml->bytes + wml->nodes[node].inside;

    while (p < end && !strchr(" \t\r\n/>", *p))
        p++;
    while (p < end) {
        const char *first, *last, *local;
        char quote;

        while (p < end && strchr(blanks, *p))
            p++;
        for (first = p; p < end && !strchr(" \t\r\n=/>", *p); p++)
            ;
        last = p;
        while (p < end && *p != '"' && *p != '\'')
            p++;
        if (p >= end)
            return false;
        quote = *p++;
        for (local = last; local > first && local[-1] != ':'; local--)
            ;
        *at = (size_t)(p - wml->bytes);
        while (p < end && *p != quote)
            p++;
        *n = (size_t)(p - wml->bytes) - *at;
        if ((size_t)(last - local) == strlen(name) && strncmp(local, name, strlen(name)) == 0)
            return true;
        p++;
    }
    return false;
}

static rv_status keep_value(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    (void)name;
    (void)err;
    rv_buf_text(user, rv_xml_attribute(attributes, "v") ? rv_xml_attribute(attributes, "v") : "");
    return RV_OK;
}

/* The reader itself undoes what was escaped. */
void rv_wml_value(const rv_wml *wml, size_t node, const char *name, rv_buf *out)
{
    static const rv_xml_handler handler = { .start = keep_value };
    rv_buf small = RV_BUF_INIT;
    rv_error none;
    size_t at, n;

    if (!rv_wml_attribute(wml, node, name, &at, &n))
        return;
    if (!memchr(wml->bytes + at, '&', n)) {
        rv_buf_add(out, wml->bytes + at, n);
        return;
    }
    rv_buf_text(&small, "<a v=");
    rv_buf_char(&small, wml->bytes[at - 1]);
    rv_buf_add(&small, wml->bytes + at, n);
    rv_buf_char(&small, wml->bytes[at - 1]);
    rv_buf_text(&small, "/>");
    if (rv_xml_read_bytes(wml->name, rv_buf_str(&small), small.length, &handler, out, &none) != RV_OK)
        rv_buf_add(out, wml->bytes + at, n);
    rv_buf_free(&small);
}

/* What a node that is no text stands for; NULL: nothing. */
static const char *sign_of(rv_wml_kind kind)
{
    switch (kind) {
    case RV_WML_TAB:         return "\t";
    case RV_WML_BR:
    case RV_WML_CR:          return "\n";
    case RV_WML_HYPHEN:      return "\u2011";
    case RV_WML_SOFT_HYPHEN: return "\u00ad";
    default:                 return NULL;
    }
}

void rv_wml_text(const rv_wml *wml, size_t node, bool taken_back, rv_buf *out)
{
    const size_t up_to = node ? node - 1 : 0;

    for (size_t i = node; i <= wml->nodes[node].last; i++) {
        const rv_wml_node *at = &wml->nodes[i];
        const char *sign = sign_of(at->kind);
        const bool inserted = rv_wml_around(wml, i, RV_WML_INS, up_to) || rv_wml_around(wml, i, RV_WML_MOVE_TO, up_to);

        if (at->kind == RV_WML_FALLBACK || at->kind == RV_WML_P_PR) {
            i = at->last;
        } else if (taken_back ? inserted : rv_wml_gone(wml, i, up_to)) {
            continue;
        } else if (at->kind == RV_WML_T || (taken_back && at->kind == RV_WML_DEL_TEXT)) {
            rv_buf_add(out, rv_buf_str(&wml->texts) + at->text, at->text_n);
        } else if (sign && wml->nodes[at->parent].kind == RV_WML_R) {
            rv_buf_text(out, sign);
        }
    }
}
