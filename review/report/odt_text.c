/* Running text of a page in OpenDocument. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "report/docx.h"
#include "report/odt.h"

void rv_odt_begin(rv_odt *o, const char *style, int level)
{
    char own[24];

    if (o->master) {
        snprintf(own, sizeof own, "P%zu", ++o->paragraphs);
        rv_buf_printf(&o->styles, "<style:style style:name=\"%s\" style:family=\"paragraph\" style:parent-style-name=\"%s\" "
                      "style:master-page-name=\"%s\"/>\n", own, style, o->master);
        style = own;
        o->master = NULL;
    }
    if (level)
        rv_buf_printf(&o->body, "<text:h text:style-name=\"%s\" text:outline-level=\"%d\">", style, level);
    else
        rv_buf_printf(&o->body, "<text:p text:style-name=\"%s\">", style);
}

void rv_odt_end(rv_odt *o, int level)
{
    rv_buf_text(&o->body, level ? "</text:h>\n" : "</text:p>\n");
}

void rv_odt_text(rv_odt *o, const char *text)
{
    rv_buf piece = RV_BUF_INIT;

    for (const char *c = text; ; c++) {
        const bool blank = *c == ' ' && (c == text || c[-1] == ' ' || c[-1] == '\n' || c[-1] == '\t');

        if (*c && !blank && *c != '\n' && *c != '\t' && *c != '\r') {
            rv_buf_char(&piece, *c);
            continue;
        }
        rv_xml_escape(&o->body, rv_buf_str(&piece));
        rv_buf_clear(&piece);
        if (!*c)
            break;
        rv_buf_text(&o->body, blank ? "<text:s/>" : *c == '\n' ? "<text:line-break/>" : *c == '\t' ? "<text:tab/>" : "");
    }
    o->body.failed |= piece.failed;
    rv_buf_free(&piece);
}

void rv_odt_plain(rv_odt *o, const char *style, const char *text)
{
    rv_odt_begin(o, style, 0);
    rv_odt_text(o, text);
    rv_odt_end(o, 0);
}

bool rv_odt_link(rv_odt *o, const char *link)
{
    rv_buf address = RV_BUF_INIT, whole = RV_BUF_INIT;
    char name[RV_DOCX_BOOKMARK];
    bool found = false;

    if (*link == '#' && rv_anchors_lead(o->anchors, link)) {
        rv_buf_printf(&address, "#%s", rv_docx_bookmark(link + 1, name));
        found = true;
    } else if (*link == '#') {
        rv_buf_printf(&whole, "../report.html%s", link);           /* OpenDocument counts from inside the package */
        found = rv_anchors_lead(o->elsewhere, link) && rv_office_address(rv_buf_str(&whole) + 3, &address);
    } else {
        found = rv_office_address(link, &address);
    }
    if (found) {
        const bool file = *rv_buf_str(&address) != '#' && rv_anchors_is_file(rv_buf_str(&address));

        rv_buf_printf(&o->body, "<text:a xlink:type=\"simple\" xlink:href=\"%s", file ? "../" : "");
        rv_xml_escape(&o->body, rv_buf_str(&address));
        rv_buf_text(&o->body, "\" text:style-name=\"Internet_20_link\" text:visited-style-name=\"Internet_20_link\">");
    }
    o->body.failed |= address.failed || whole.failed;
    rv_buf_free(&address);
    rv_buf_free(&whole);
    return found;
}

void rv_odt_bookmark(rv_odt *o, const char *anchor)
{
    char name[RV_DOCX_BOOKMARK];

    if (rv_anchors_claim(o->anchors, anchor))
        rv_buf_printf(&o->body, "<text:bookmark text:name=\"%s\"/>", rv_docx_bookmark(anchor, name));
}

void rv_odt_counted(rv_odt *o, const char *what, size_t number, const char *anchor)
{
    size_t *last = &o->counted[strcmp(what, "Table") == 0];
    char formula[40];

    if (number == *last + 1)
        snprintf(formula, sizeof formula, "ooow:%s+1", what);
    else
        snprintf(formula, sizeof formula, "ooow:%zu", number);     /* the appendix leaves gaps */
    *last = number;
    rv_odt_bookmark(o, anchor);
    o->runs |= 1ul << RV_RUN_BOLD;
    rv_buf_printf(&o->body, "<text:span text:style-name=\"R%d\">%s <text:sequence text:ref-name=\"ref%s%zu\" text:name=\"%s\" "
                  "text:formula=\"%s\" style:num-format=\"1\">%zu</text:sequence></text:span>. ", RV_RUN_BOLD, what, what, number, what,
                  formula, number);
}

/* ---- Runs ------------------------------------------------------------------------------------------------------------- */

enum { KINDS = 32 };               /* every set of RV_RUN_... */

static void span(rv_odt *o, unsigned style, const char *text)
{
    style %= KINDS;
    o->runs |= 1ul << style;
    if (style)
        rv_buf_printf(&o->body, "<text:span text:style-name=\"R%u\">", style);
    rv_odt_text(o, text);
    rv_buf_text(&o->body, style ? "</text:span>" : "");
}

void rv_odt_raised(rv_odt *o, const char *text)
{
    span(o, RV_RUN_RAISED, text);
}

void rv_odt_runs(rv_odt *o, const rv_page *page, const rv_block *b)
{
    rv_buf room = RV_BUF_INIT;

    for (size_t i = 0; i < b->n; i++) {
        const rv_run *r = &page->runs[b->first + i];
        const bool linked = *r->link && rv_odt_link(o, r->link);

        span(o, r->style, rv_page_run_text(page, r, &room));
        rv_buf_text(&o->body, linked ? "</text:a>" : "");
    }
    o->body.failed |= room.failed;
    rv_buf_free(&room);
}

void rv_odt_run_styles(rv_odt *o)
{
    static const struct { unsigned style; const char *properties; } kinds[] = {
        { RV_RUN_BOLD, " fo:font-weight=\"bold\" style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\"" },
        { RV_RUN_ITALIC, " fo:font-style=\"italic\" style:font-style-asian=\"italic\" style:font-style-complex=\"italic\"" },
        { RV_RUN_CODE, " style:font-name=\"Liberation Mono\"" },
        { RV_RUN_RAISED, " style:text-position=\"super 65%\"" },
        { RV_RUN_SMALL_CAPS, " fo:font-variant=\"small-caps\"" },
    };

    for (unsigned style = 1; style < KINDS; style++) {
        if (!(o->runs >> style & 1))
            continue;
        rv_buf_printf(&o->styles, "<style:style style:name=\"R%u\" style:family=\"text\"><style:text-properties", style);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            rv_buf_text(&o->styles, style & kinds[i].style ? kinds[i].properties : "");
        rv_buf_text(&o->styles, "/></style:style>\n");
    }
}
