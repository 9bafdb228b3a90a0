/* Styles of a Word document: found by the names that programs give them, and added where they are not there. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report/assets.h"
#include "report/docx_inside.h"

/* By what names a style goes, the first that is there; the first of them is also its name among ours. Names of Word's own styles are
   English in every file, whatever the language on the screen. */
static const struct { const char *type, *names[4]; } known[RV_DOCX_STYLES] = {
    [RV_DOCX_TITLE]         = { "paragraph", { "Title" } },
    [RV_DOCX_FACTS]         = { "paragraph", { "Subtitle", "Author" } },
    [RV_DOCX_HEADING_1]     = { "paragraph", { "heading 1" } },
    [RV_DOCX_HEADING_2]     = { "paragraph", { "heading 2" } },
    [RV_DOCX_HEADING_3]     = { "paragraph", { "heading 3" } },
    [RV_DOCX_TEXT]          = { "paragraph", { "Body Text", "Text body" } },
    [RV_DOCX_BULLET]        = { "paragraph", { "List Bullet" } },
    [RV_DOCX_HEADLINE]      = { "paragraph", { "Review Headline" } },
    [RV_DOCX_REMARK]        = { "paragraph", { "Review Note" } },
    [RV_DOCX_PLAIN]         = { "paragraph", { "Plain Language" } },
    [RV_DOCX_CONTENTS_HEAD] = { "paragraph", { "TOC Heading", "Contents Heading" } },
    [RV_DOCX_CONTENTS]      = { "paragraph", { "toc 1", "Contents 1" } },
    [RV_DOCX_CAPTION]       = { "paragraph", { "caption" } },
    [RV_DOCX_FIGURE]        = { "paragraph", { "Review Figure", "Figure", "Captioned Figure" } },
    [RV_DOCX_HEAD_CELL]     = { "paragraph", { "Table Heading" } },
    [RV_DOCX_CELL]          = { "paragraph", { "Table Text", "Table Contents" } },
    [RV_DOCX_TABLE_NOTE]    = { "paragraph", { "Table Note", "Table Notes" } },
    [RV_DOCX_TABLE]         = { "table",     { "Review Table" } },
    [RV_DOCX_LINK]          = { "character", { "Hyperlink", "Internet Link" } },
    [RV_DOCX_CODE]          = { "character", { "Review Code", "HTML Code", "Verbatim Char" } },
};

typedef struct {
    rv_docx *d;
    rv_buf   taken;
    char     type[12], id[254];
    bool     standard, custom;
    int      rank[RV_DOCX_STYLES];       /* of the name that was found, from 1 */
} rv_docx_styles_reading;

static void keep(rv_docx_styles_reading *r, rv_docx_style style, int rank)
{
    if (r->rank[style] && r->rank[style] <= rank)
        return;
    r->rank[style] = rank;
    r->d->style[style].id = rv_memory_text(r->d->memory, r->id);
}

static void named(rv_docx_styles_reading *r, const char *name)
{
    for (int s = 0; s < RV_DOCX_STYLES; s++)
        for (int i = 0; i < 4 && known[s].names[i]; i++)
            if (strcasecmp(known[s].names[i], name) == 0 && strcmp(known[s].type, r->type) == 0)
                keep(r, (rv_docx_style)s, i + 1);
    /* A table style that somebody made is meant for tables; Word's own are a choice that nobody made. */
    if (strcmp(r->type, "table") == 0 && r->custom)
        keep(r, RV_DOCX_TABLE, 3);
}

static rv_status start(void *user, const char *name, const char *const *a, rv_error *err)
{
    rv_docx_styles_reading *r = user;

    (void)err;
    if (strcmp(name, "w:style") == 0) {
        snprintf(r->type, sizeof r->type, "%s", rv_docx_attribute(a, "type"));
        snprintf(r->id, sizeof r->id, "%s", rv_docx_attribute(a, "styleId"));
        r->standard = strcmp(rv_docx_attribute(a, "default"), "1") == 0 || strcmp(rv_docx_attribute(a, "default"), "true") == 0;
        r->custom = strcmp(rv_docx_attribute(a, "customStyle"), "1") == 0;
        rv_buf_printf(&r->taken, "%s\n", r->id);
        if (r->standard && strcmp(r->type, "paragraph") == 0)
            r->d->normal = rv_memory_text(r->d->memory, r->id);
    } else if (strcmp(name, "w:name") == 0 && *r->id) {
        named(r, rv_docx_attribute(a, "val"));
    }
    return RV_OK;
}

static rv_status end(void *user, const char *name, rv_error *err)
{
    rv_docx_styles_reading *r = user;

    (void)err;
    if (strcmp(name, "w:style") == 0)
        r->id[0] = '\0';
    return RV_OK;
}

rv_status rv_docx_styles_read(rv_docx *d, rv_error *err)
{
    const rv_xml_handler handler = { .start = start, .end = end };
    rv_docx_styles_reading r = { .d = d, .taken = RV_BUF_INIT };
    const char *bytes;
    rv_status st;
    size_t n;

    d->normal = "";
    for (int s = 0; s < RV_DOCX_STYLES; s++)
        d->style[s].id = "";
    if (!*d->styles_part || !rv_zip_get(d->zip, d->styles_part, &bytes, &n))
        return rv_fail(err, RV_EPARSE, "%s: it has no styles; open it in a word processor and save it as .docx", d->name);
    rv_buf_char(&r.taken, '\n');
    if ((st = rv_xml_read_bytes(d->styles_part, bytes, n, &handler, &r, err)) != RV_OK)
        st = rv_within(err, st, "%s", d->name);
    else if ((st = rv_buf_check(&r.taken, err)) == RV_OK)
        d->taken = rv_memory_text(d->memory, rv_buf_str(&r.taken));
    rv_buf_free(&r.taken);
    if (!*d->style[RV_DOCX_TEXT].id)
        d->style[RV_DOCX_TEXT].id = d->normal;
    return st;
}

/* ---- Adding ------------------------------------------------------------------------------------------------------ */

static bool is_taken(const rv_docx *d, const char *id)
{
    char line[300];

    snprintf(line, sizeof line, "\n%.290s\n", id);
    return strstr(d->taken, line) != NULL;
}

/* The style among ours: from its "<w:style" to "</w:style>", and its id. */
static bool ours(const char *name, const char **from, const char **to, char id[40])
{
    char mark[60];
    const char *at, *begin = NULL, *quote;

    snprintf(mark, sizeof mark, "<w:name w:val=\"%.40s\"/>", name);
    if (!(at = strstr(rv_asset_docx_styles_xml, mark)))
        return false;
    for (const char *s = rv_asset_docx_styles_xml; (s = strstr(s, "<w:style ")) && s < at; s++)
        begin = s;
    *from = begin;
    *to = strstr(at, "</w:style>") + strlen("</w:style>");
    quote = strstr(begin, "w:styleId=\"") + strlen("w:styleId=\"");
    snprintf(id, 40, "%.*s", (int)strcspn(quote, "\""), quote);
    return true;
}

const char *rv_docx_style_id(rv_docx *d, rv_docx_style style)
{
    const char *from, *to;
    char id[40], own[60];

    if (*d->style[style].id || (style == RV_DOCX_TEXT && !*d->normal) || !ours(known[style].names[0], &from, &to, id))
        return d->style[style].id;
    snprintf(own, sizeof own, is_taken(d, id) ? "Review-%s" : "%s", id);
    d->style[style] = (rv_docx_style_found){ rv_memory_text(d->memory, own), true };
    return d->style[style].id;
}

typedef struct {
    const char *what, *with;
} exchange;

/* Appends `text` with each `what` as its `with`. */
static void exchanged(rv_buf *out, const char *text, size_t n, const exchange *pairs, size_t n_pairs)
{
    for (const char *c = text; c < text + n;) {
        const exchange *found = NULL;

        for (size_t i = 0; i < n_pairs && !found; i++)
            if (strncmp(c, pairs[i].what, strlen(pairs[i].what)) == 0)
                found = &pairs[i];
        if (found) {
            rv_buf_text(out, found->with);
            c += strlen(found->what);
        } else {
            rv_buf_char(out, *c++);
        }
    }
}

static const char *element(rv_buf *out, const char *name, const char *value)
{
    if (*value) {
        rv_buf_printf(out, "<w:%s w:val=\"", name);
        rv_xml_escape(out, value);
        rv_buf_text(out, "\"/>");
    }
    return rv_buf_str(out);
}

/* Our style under the id it has here, based on the document's own text, so that it takes its font. */
static void add_style(rv_docx *d, rv_docx_style style, const char *bullets, rv_buf *out)
{
    const char *from, *to;
    rv_buf based = RV_BUF_INIT, next = RV_BUF_INIT, list = RV_BUF_INIT, own = RV_BUF_INIT;
    char id[40], mark[60];

    if (!ours(known[style].names[0], &from, &to, id))
        return;
    snprintf(mark, sizeof mark, "w:styleId=\"%s\"", id);
    rv_buf_printf(&own, "w:styleId=\"%s\"", d->style[style].id);
    exchanged(out, from, (size_t)(to - from), (const exchange[]){
        { mark, rv_buf_str(&own) }, { "<w:basedOn w:val=\"Normal\"/>", element(&based, "basedOn", d->normal) },
        { "<w:next w:val=\"Normal\"/>", element(&next, "next", d->normal) }, { "<w:numId w:val=\"1\"/>", element(&list, "numId", bullets) } }, 4);
    rv_buf_free(&based);
    rv_buf_free(&next);
    rv_buf_free(&list);
    rv_buf_free(&own);
}

rv_status rv_docx_styles_write(rv_docx *d, rv_error *err)
{
    rv_buf xml = RV_BUF_INIT;
    const char *bytes, *close = NULL;
    char bullets[24] = "";
    rv_status st = RV_OK;
    size_t n;

    if (!rv_zip_get(d->zip, d->styles_part, &bytes, &n))
        return rv_fail(err, RV_EPARSE, "%s: its styles are gone", d->name);
    for (const char *c = bytes; (c = strstr(c, "</w:styles")); c++)
        close = c;
    if (!close)
        return rv_fail(err, RV_EPARSE, "%s: %s does not end as it should", d->name, d->styles_part);
    if (d->style[RV_DOCX_BULLET].added)
        st = rv_docx_bullets(d, bullets, err);
    rv_buf_add(&xml, bytes, (size_t)(close - bytes));
    for (int s = 0; s < RV_DOCX_STYLES && st == RV_OK; s++)
        if (d->style[s].added)
            add_style(d, (rv_docx_style)s, bullets, &xml);
    rv_buf_text(&xml, close);
    if (st == RV_OK && (st = rv_buf_check(&xml, err)) == RV_OK)
        st = rv_zip_set(d->zip, d->styles_part, rv_buf_str(&xml), xml.length, err);
    rv_buf_free(&xml);
    return st;
}
