/* Running text of a page as WordprocessingML: paragraphs, runs, links, and the controls that hold values. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "report/anchors.h"
#include "report/docx_inside.h"
#include "report/office.h"

void rv_docx_text(rv_buf *out, const char *text)
{
    rv_buf piece = RV_BUF_INIT;
    bool open = false;

    for (const char *c = text; ; c++) {
        const bool special = *c == '\n' || *c == '\t' || *c == '\r' || !*c;

        if (!special) {
            rv_buf_char(&piece, *c);
            open = true;
            continue;
        }
        if (open) {
            rv_buf_text(out, "<w:t xml:space=\"preserve\">");
            rv_xml_escape(out, rv_buf_str(&piece));
            rv_buf_text(out, "</w:t>");
            rv_buf_clear(&piece);
            open = false;
        }
        if (!*c)
            break;
        rv_buf_text(out, *c == '\t' ? "<w:tab/>" : *c == '\n' ? "<w:br/>" : "");
    }
    out->failed |= piece.failed;
    rv_buf_free(&piece);
}

void rv_docx_run(rv_docx *d, const char *properties, const char *text, rv_buf *out)
{
    const bool left = rv_office_runs_left(text);

    (void)d;
    if (!*text)
        return;
    rv_buf_text(out, "<w:r>");
    if (*properties || left)
        rv_buf_printf(out, "<w:rPr>%s%s</w:rPr>", properties, left ? "<w:rtl/>" : "");
    rv_docx_text(out, text);
    rv_buf_text(out, "</w:r>");
}

void rv_docx_paragraph_begin(rv_docx *d, rv_docx_style style, const char *more, rv_buf *out)
{
    rv_buf_text(out, "<w:p><w:pPr>");
    if (*rv_docx_style_id(d, style)) {
        rv_buf_text(out, "<w:pStyle w:val=\"");
        rv_xml_escape(out, rv_docx_style_id(d, style));
        rv_buf_text(out, "\"/>");
    }
    rv_buf_printf(out, "%s</w:pPr>", more);
}

void rv_docx_plain(rv_docx *d, rv_docx_style style, const char *text, rv_buf *out)
{
    rv_docx_paragraph_begin(d, style, rv_office_runs_left(text) ? "<w:bidi/>" : "", out);
    rv_docx_run(d, "", text, out);
    rv_buf_text(out, "</w:p>");
}

/* ---- Links, bookmarks, controls ------------------------------------------------------------------------------------ */

void rv_docx_bookmark_add(rv_docx *d, const char *anchor, rv_buf *out)
{
    char name[RV_DOCX_BOOKMARK];

    if (!rv_anchors_claim(d->anchors, anchor))
        return;
    rv_buf_printf(out, "<w:bookmarkStart w:id=\"%ld\" w:name=\"%s\"/><w:bookmarkEnd w:id=\"%ld\"/>", d->next_id,
                  rv_docx_bookmark(anchor, name), d->next_id);
    d->next_id++;
}

bool rv_docx_link_begin(rv_docx *d, const char *link, rv_buf *out)
{
    char name[RV_DOCX_BOOKMARK];
    rv_buf address = RV_BUF_INIT, whole = RV_BUF_INIT;
    bool found;

    if (*link == '#' && rv_anchors_lead(d->anchors, link)) {
        rv_buf_printf(out, "<w:hyperlink w:anchor=\"%s\">", rv_docx_bookmark(link + 1, name));
        return true;
    }
    /* What only the whole report holds is read there. */
    if (*link == '#')
        rv_buf_printf(&whole, "report.html%s", link);
    found = *link == '#' ? d->elsewhere && rv_anchors_lead(d->elsewhere, link) && rv_office_address(rv_buf_str(&whole), &address)
                         : rv_office_address(link, &address);
    if (found)
        rv_buf_printf(out, "<w:hyperlink xmlns:r=\"" RV_DOCX_R "\" r:id=\"%s\">",
                      rv_docx_refer(d, RV_DOCX_R "/hyperlink", rv_buf_str(&address), true));
    rv_buf_free(&address);
    rv_buf_free(&whole);
    return found;
}

void rv_docx_control_begin(rv_docx *d, const char *key, rv_buf *out)
{
    char tag[RV_DOCX_TAG];

    rv_docx_tag(key, tag);
    rv_buf_text(out, "<w:sdt><w:sdtPr><w:alias w:val=\"");
    rv_xml_escape(out, tag + strlen("review:"));
    rv_buf_text(out, "\"/><w:tag w:val=\"");
    rv_xml_escape(out, tag);
    rv_buf_printf(out, "\"/><w:id w:val=\"%ld\"/></w:sdtPr><w:sdtContent>", d->next_id++);
}

void rv_docx_counted(rv_docx *d, const char *what, size_t number, const char *anchor, rv_buf *out)
{
    static const char bold[] = "<w:r><w:rPr><w:b/></w:rPr>";
    size_t *last = &d->counted[strcmp(what, "Table") == 0];
    char set[32] = "";

    /* Word counts in the order of the paper; where tables of the appendix leave a gap, the number is set. */
    if (number != *last + 1)
        snprintf(set, sizeof set, "\\r %zu ", number);
    *last = number;
    rv_docx_bookmark_add(d, anchor, out);
    rv_buf_printf(out, "%s<w:t xml:space=\"preserve\">%s </w:t></w:r>", bold, what);
    rv_buf_printf(out, "%s<w:fldChar w:fldCharType=\"begin\"/></w:r>%s<w:instrText xml:space=\"preserve\"> SEQ %s \\* ARABIC %s</w:instrText></w:r>",
                  bold, bold, what, set);
    rv_buf_printf(out, "%s<w:fldChar w:fldCharType=\"separate\"/></w:r>%s<w:t>%zu</w:t></w:r>%s<w:fldChar w:fldCharType=\"end\"/></w:r>",
                  bold, bold, number, bold);
}

/* ---- Blocks -------------------------------------------------------------------------------------------------------- */

/* The properties of a run, in the order of the schema. */
static void properties(rv_docx *d, const rv_run *r, bool linked, rv_buf *out)
{
    const rv_docx_style style = linked ? RV_DOCX_LINK : RV_DOCX_CODE;

    rv_buf_clear(out);
    if (linked || r->style & RV_RUN_CODE) {
        rv_buf_text(out, "<w:rStyle w:val=\"");
        rv_xml_escape(out, rv_docx_style_id(d, style));
        rv_buf_text(out, "\"/>");
    }
    rv_buf_text(out, r->style & RV_RUN_BOLD ? "<w:b/><w:bCs/>" : "");
    rv_buf_text(out, r->style & RV_RUN_ITALIC ? "<w:i/><w:iCs/>" : "");
    rv_buf_text(out, r->style & RV_RUN_SMALL_CAPS ? "<w:smallCaps/>" : "");
    rv_buf_text(out, r->style & RV_RUN_RAISED ? "<w:vertAlign w:val=\"superscript\"/>" : "");
}

void rv_docx_runs(rv_docx *d, const rv_page *page, const rv_block *block, rv_buf *out)
{
    rv_buf how = RV_BUF_INIT, room = RV_BUF_INIT;

    for (size_t i = 0; i < block->n; i++) {
        const rv_run *r = &page->runs[block->first + i];
        const bool linked = *r->link && rv_docx_link_begin(d, r->link, out);

        properties(d, r, linked, &how);
        if (*r->field)
            rv_docx_control_begin(d, r->field, out);
        rv_docx_run(d, rv_buf_str(&how), rv_page_run_text(page, r, &room), out);
        rv_buf_text(out, *r->field && !*r->text ? "<w:r><w:t></w:t></w:r>" : "");
        rv_buf_text(out, *r->field ? "</w:sdtContent></w:sdt>" : "");
        rv_buf_text(out, linked ? "</w:hyperlink>" : "");
    }
    out->failed |= how.failed || room.failed;
    rv_buf_free(&how);
    rv_buf_free(&room);
}

static rv_docx_style style_of(const rv_block *b)
{
    static const struct { const char *role; rv_docx_style style; } roles[] = {
        { "headline", RV_DOCX_HEADLINE }, { "note", RV_DOCX_REMARK }, { "plain-language", RV_DOCX_PLAIN },
    };

    if (b->kind == RV_BLOCK_HEADING)
        return b->level <= 2 ? RV_DOCX_HEADING_1 : b->level == 3 ? RV_DOCX_HEADING_2 : RV_DOCX_HEADING_3;
    if (b->kind == RV_BLOCK_ITEM)
        return RV_DOCX_BULLET;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(b->role, roles[i].role) == 0)
            return roles[i].style;
    return RV_DOCX_TEXT;
}

void rv_docx_paragraph(rv_docx *d, const rv_page *page, const rv_block *b, rv_buf *out)
{
    rv_buf room = RV_BUF_INIT;
    const bool left = b->n && rv_office_runs_left(rv_page_run_text(page, &page->runs[b->first], &room));

    rv_docx_paragraph_begin(d, style_of(b), left ? "<w:bidi/>" : "", out);
    if (b->kind == RV_BLOCK_HEADING)
        rv_docx_bookmark_add(d, b->id, out);
    rv_docx_runs(d, page, b, out);
    rv_buf_text(out, "</w:p>");
    rv_buf_free(&room);
}
