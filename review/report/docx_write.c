/* A whole page as a Word document, in our template or in a person's own. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "report/anchors.h"
#include "report/assets.h"
#include "report/docx_inside.h"
#include "report/office.h"

static const size_t template_limit = (size_t)64 << 20, unpacked_limit = (size_t)512 << 20;

typedef struct {
    rv_docx *d;
    rv_buf   body;
    bool     turned, on_side;      /* a section ended before; the present one */
} rv_docx_writing;

/* ---- Packages ---------------------------------------------------------------------------------------------------------- */

/* Ours, from the parts that the program carries. */
static rv_status own_package(rv_zip **out, rv_error *err)
{
    const struct { const char *name, *text; } parts[] = {
        { "[Content_Types].xml", rv_asset_docx_types_xml }, { "_rels/.rels", rv_asset_docx_package_rels },
        { "word/document.xml", rv_asset_docx_document_xml }, { "word/_rels/document.xml.rels", rv_asset_docx_document_rels },
        { "word/styles.xml", rv_asset_docx_styles_xml }, { "word/numbering.xml", rv_asset_docx_numbering_xml },
        { "word/settings.xml", rv_asset_docx_settings_xml }, { "word/footer1.xml", rv_asset_docx_footer_xml },
    };
    rv_zip *zip = rv_zip_new();
    rv_status st = zip ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < sizeof parts / sizeof *parts; i++)
        st = rv_zip_set(zip, parts[i].name, parts[i].text, strlen(parts[i].text), err);
    *out = st == RV_OK ? zip : NULL;
    if (st != RV_OK)
        rv_zip_free(zip);
    return st;
}

rv_status rv_docx_package(const char *path, rv_zip **out, rv_error *err)
{
    rv_buf bytes = RV_BUF_INIT;
    rv_status st;

    *out = NULL;
    if (!path)
        return own_package(out, err);
    if ((st = rv_file_read(path, template_limit, &bytes, err)) == RV_OK)
        st = rv_zip_read(out, path, rv_buf_str(&bytes), bytes.length, unpacked_limit, err);
    rv_buf_free(&bytes);
    return st;
}

/* ---- Blocks ------------------------------------------------------------------------------------------------------------ */

static void title(void *writer, const rv_page *page)
{
    rv_docx_writing *w = writer;
    const rv_page_front *f = &page->front;
    rv_buf line = RV_BUF_INIT;

    rv_docx_plain(w->d, RV_DOCX_TITLE, f->title, &w->body);
    if (*f->authors)
        rv_docx_plain(w->d, RV_DOCX_FACTS, f->authors, &w->body);
    rv_buf_printf(&line, "Protocol version %s%s%s", f->version, *f->registration ? "; " : "", f->registration);
    rv_docx_plain(w->d, RV_DOCX_FACTS, rv_buf_str(&line), &w->body);
    rv_buf_clear(&line);
    rv_buf_printf(&line, "State of the review: %s", f->head);
    rv_docx_plain(w->d, RV_DOCX_FACTS, rv_buf_str(&line), &w->body);
    w->body.failed |= line.failed;
    rv_buf_free(&line);
}

static void entry(rv_docx_writing *w, const char *anchor, const char *words, const char *before, const char *after)
{
    char name[RV_DOCX_BOOKMARK];

    rv_docx_paragraph_begin(w->d, RV_DOCX_CONTENTS, "", &w->body);
    rv_buf_printf(&w->body, "%s<w:hyperlink w:anchor=\"%s\">", before, rv_docx_bookmark(anchor, name));
    rv_docx_run(w->d, "", words, &w->body);
    rv_buf_printf(&w->body, "</w:hyperlink>%s</w:p>", after);
}

/* A field that Word can bring up to date; without page numbers, which only Word could know. */
static void contents(void *writer, const rv_page *page)
{
    static const char begin[] = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-1\" \\n \\h \\z "
                                "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    static const char end[] = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    rv_docx_writing *w = writer;
    rv_buf words = RV_BUF_INIT;
    size_t n = 0, last = page->n_blocks;
    const bool more = rv_office_has_appendix(page);

    for (size_t i = 0; i < page->n_blocks; i++)
        if (page->blocks[i].kind == RV_BLOCK_HEADING && page->blocks[i].level == 2)
            last = i;
    if (last == page->n_blocks)
        return;
    rv_docx_plain(w->d, RV_DOCX_CONTENTS_HEAD, "Contents", &w->body);
    for (size_t i = 0; i <= last; i++) {
        const rv_block *b = &page->blocks[i];

        if (b->kind != RV_BLOCK_HEADING || b->level != 2)
            continue;
        rv_buf_clear(&words);
        rv_office_words(page, b, &words);
        entry(w, b->id, rv_buf_str(&words), n++ ? "" : begin, i == last && !more ? end : "");
    }
    if (more)
        entry(w, RV_OFFICE_APPENDIX, "Appendix: tables", "", end);
    w->body.failed |= words.failed;
    rv_buf_free(&words);
}

/* Ends the section with its page: a paragraph of no height that carries it. */
static void turn(void *writer, bool landscape)
{
    rv_docx_writing *w = writer;

    rv_buf_text(&w->body, "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>");
    rv_docx_section(w->d, w->on_side, !w->turned, &w->body);
    rv_buf_text(&w->body, "<w:rPr><w:sz w:val=\"2\"/></w:rPr></w:pPr></w:p>");
    w->turned = true;
    w->on_side = landscape;
}

static void paragraph(void *writer, const rv_page *page, const rv_block *b)
{
    rv_docx_writing *w = writer;

    rv_docx_paragraph(w->d, page, b, &w->body);
}

static void list(void *writer, bool begin)
{
    (void)writer;
    (void)begin;
}

static void elsewhere(void *writer, const rv_grid *grid, size_t number, bool here)
{
    rv_docx_writing *w = writer;
    rv_buf words = RV_BUF_INIT, target = RV_BUF_INIT;
    bool linked;

    rv_docx_paragraph_begin(w->d, RV_DOCX_TEXT, "", &w->body);
    rv_buf_printf(&words, "Table %zu", number);
    rv_buf_printf(&target, here ? "#%s" : "%s.csv", rv_grid_id(grid));
    linked = rv_docx_link_begin(w->d, rv_buf_str(&target), &w->body);
    rv_buf_clear(&target);
    if (linked) {
        rv_buf_text(&target, "<w:rStyle w:val=\"");
        rv_xml_escape(&target, rv_docx_style_id(w->d, RV_DOCX_LINK));
        rv_buf_text(&target, "\"/>");
    }
    rv_docx_run(w->d, rv_buf_str(&target), rv_buf_str(&words), &w->body);
    rv_buf_text(&w->body, linked ? "</w:hyperlink>" : "");
    rv_buf_clear(&words);
    rv_office_elsewhere(grid, here, &words);
    rv_docx_run(w->d, "", rv_buf_str(&words), &w->body);
    rv_buf_text(&w->body, "</w:p>");
    w->body.failed |= words.failed || target.failed;
    rv_buf_free(&words);
    rv_buf_free(&target);
}

static void appendix(void *writer)
{
    rv_docx_writing *w = writer;
    char name[RV_DOCX_BOOKMARK];

    rv_docx_paragraph_begin(w->d, RV_DOCX_HEADING_1, "<w:pageBreakBefore/>", &w->body);
    rv_buf_printf(&w->body, "<w:bookmarkStart w:id=\"%ld\" w:name=\"%s\"/><w:bookmarkEnd w:id=\"%ld\"/>", w->d->next_id,
                  rv_docx_bookmark(RV_OFFICE_APPENDIX, name), w->d->next_id);
    w->d->next_id++;
    rv_docx_run(w->d, "", "Appendix: tables", &w->body);
    rv_buf_text(&w->body, "</w:p>");
}

static rv_status grid(void *writer, const rv_grid *g, size_t number, double width, rv_error *err)
{
    rv_docx_writing *w = writer;

    return rv_docx_grid(w->d, g, number, width, &w->body, err);
}

static rv_status figure(void *writer, const rv_page *page, const rv_block *b, double width, double height, rv_error *err)
{
    rv_docx_writing *w = writer;

    return rv_docx_figure(w->d, page, b, width, height, &w->body, err);
}

/* ---- The whole ------------------------------------------------------------------------------------------------------------ */

/* What Word shows under "properties". */
static rv_status core(rv_zip *zip, rv_docx *d, const rv_page *page, rv_error *err)
{
    static const char part[] = "docProps/core.xml";
    rv_buf xml = RV_BUF_INIT;
    rv_status st;

    rv_docx_type_set(d, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", true);
    rv_buf_text(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties "
                "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
                "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    rv_xml_escape(&xml, page->front.title);
    rv_buf_text(&xml, "</dc:title><dc:creator>");
    rv_xml_escape(&xml, page->front.authors);
    rv_buf_text(&xml, "</dc:creator><dc:language>");
    rv_xml_escape(&xml, page->front.language);
    rv_buf_printf(&xml, "</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created>", page->made);
    rv_buf_printf(&xml, "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">%s</dcterms:modified></cp:coreProperties>\n", page->made);
    if ((st = rv_buf_check(&xml, err)) == RV_OK && (st = rv_zip_set(zip, part, rv_buf_str(&xml), xml.length, err)) == RV_OK)
        st = rv_docx_package_refer(d, "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", part, err);
    rv_buf_free(&xml);
    return st;
}

/* The main part with the body in the place of what stood there, or of the paragraph {{report}}. */
static rv_status assemble(rv_docx_writing *w, rv_zip *zip, rv_error *err)
{
    const rv_docx_body *b = &w->d->body;
    const bool placed = b->place.to > b->place.from;
    const size_t before = placed ? b->place.from : b->body.from, sect = b->page.section.from;
    const size_t after = placed ? b->place.to : b->page.section.to ? sect : b->body.to;
    const size_t end = b->page.section.to ? b->page.section.to : b->body.to;
    rv_buf xml = RV_BUF_INIT;
    const char *bytes;
    rv_status st;
    size_t n;

    if (w->on_side && placed)
        turn(w, false);
    if (!rv_zip_get(zip, rv_docx_main(w->d), &bytes, &n))
        return rv_fail(err, RV_EPARSE, "the package has no main document");
    rv_buf_add(&xml, bytes, before);
    rv_buf_add(&xml, rv_buf_str(&w->body), w->body.length);
    if (b->page.section.to) {
        rv_buf_add(&xml, bytes + after, sect > after ? sect - after : 0);
        rv_docx_section(w->d, w->on_side, !w->turned, &xml);
    } else {
        rv_buf_add(&xml, bytes + after, end - after);
    }
    rv_buf_add(&xml, bytes + end, n - end);
    w->body.failed |= xml.failed;
    if ((st = rv_buf_check(&w->body, err)) == RV_OK)
        st = rv_zip_set(zip, rv_docx_main(w->d), rv_buf_str(&xml), xml.length, err);
    rv_buf_free(&xml);
    return st;
}

static rv_status write(rv_zip *zip, const rv_page *page, rv_docx *d, rv_error *err)
{
    rv_docx_writing w = { d, RV_BUF_INIT, false, false };
    const rv_office_writer kind = {
        .width = { rv_docx_width(d, false), rv_docx_width(d, true) }, .height = { rv_docx_height(d, false), rv_docx_height(d, true) },
        .title = title, .contents = contents, .turn = turn, .heading = paragraph, .paragraph = paragraph, .list = list, .item = paragraph,
        .elsewhere = elsewhere, .appendix = appendix, .grid = grid, .figure = figure,
    };
    rv_status st;

    if (!(d->anchors = rv_office_anchors(page)) || !(d->elsewhere = rv_anchors_of(page))) {
        rv_anchors_free(d->anchors);
        d->anchors = NULL;
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    if ((st = rv_office_walk(page, &kind, &w, err)) == RV_OK && (st = assemble(&w, zip, err)) == RV_OK)
        st = core(zip, d, page, err);
    rv_anchors_free(d->anchors);
    rv_anchors_free(d->elsewhere);
    d->anchors = d->elsewhere = NULL;
    rv_buf_free(&w.body);
    return st;
}

rv_status rv_docx_write(rv_zip *zip, const char *name, const rv_page *page, rv_error *err)
{
    rv_docx *d;
    rv_status st;

    if ((st = rv_docx_open(&d, name, zip, err)) == RV_OK && (st = write(zip, page, d, err)) == RV_OK)
        st = rv_docx_finish(d, err);
    rv_docx_free(d);
    return st;
}

rv_status rv_page_docx(const rv_page *page, rv_buf *out, rv_error *err)
{
    rv_zip *zip = NULL;
    rv_status st;

    if ((st = rv_docx_package(page->docx_template, &zip, err)) == RV_OK
        && (st = rv_docx_write(zip, page->docx_template ? page->docx_template : "report.docx", page, err)) == RV_OK)
        st = rv_zip_write(zip, out, err);
    rv_zip_free(zip);
    return st;
}
