/* A whole page as an OpenDocument text. */
#include <config.h>

#include <string.h>

#include "report/assets.h"
#include "report/docx.h"
#include "report/odt.h"

/* Of the page layouts in office/odt_styles.xml: A4, margins of 17.5 mm, and 20 and 23 mm above and below. */
static const double point = 72 / 25.4, across[2] = { 210 - 35, 297 - 35 }, down[2] = { 297 - 43, 210 - 43 };

static const char spaces[] =
    " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
    " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
    " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
    " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""
    " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\""
    " xmlns:ooow=\"http://openoffice.org/2004/writer\" office:version=\"1.3\">\n";

static const char fixed_styles[] =
    "<style:style style:name=\"RowWhole\" style:family=\"table-row\"><style:table-row-properties fo:keep-together=\"always\"/></style:style>\n"
    "<style:style style:name=\"Row\" style:family=\"table-row\"><style:table-row-properties fo:keep-together=\"auto\"/></style:style>\n"
    "<style:style style:name=\"Cell\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0mm\" fo:padding-left=\"1.2mm\" "
    "fo:padding-right=\"1.2mm\" fo:border=\"none\" fo:border-bottom=\"0.25pt solid #d9d9d9\"/></style:style>\n"
    "<style:style style:name=\"CellLast\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0mm\" fo:padding-left=\"1.2mm\" "
    "fo:padding-right=\"1.2mm\" fo:border=\"none\" fo:border-bottom=\"1pt solid #000000\"/></style:style>\n"
    "<style:style style:name=\"CellHead\" style:family=\"table-cell\"><style:table-cell-properties style:vertical-align=\"bottom\" "
    "fo:padding=\"0mm\" fo:padding-left=\"1.2mm\" fo:padding-right=\"1.2mm\" fo:border=\"none\" fo:border-top=\"1pt solid #000000\" "
    "fo:border-bottom=\"0.75pt solid #000000\"/></style:style>\n"
    "<style:style style:name=\"CellSpan\" style:family=\"table-cell\"><style:table-cell-properties style:vertical-align=\"bottom\" "
    "fo:padding=\"0mm\" fo:padding-left=\"1.2mm\" fo:padding-right=\"1.2mm\" fo:border=\"none\" fo:border-top=\"1pt solid #000000\" "
    "fo:border-bottom=\"0.5pt solid #000000\"/></style:style>\n"
    "<style:style style:name=\"CellLower\" style:family=\"table-cell\"><style:table-cell-properties style:vertical-align=\"bottom\" "
    "fo:padding=\"0mm\" fo:padding-left=\"1.2mm\" fo:padding-right=\"1.2mm\" fo:border=\"none\" "
    "fo:border-bottom=\"0.75pt solid #000000\"/></style:style>\n"
    "<style:style style:name=\"NewPage\" style:family=\"paragraph\" style:parent-style-name=\"Heading_20_1\"><style:paragraph-properties "
    "fo:break-before=\"page\"/></style:style>\n";

/* ---- Blocks ---------------------------------------------------------------------------------------------------------- */

static void title(void *writer, const rv_page *page)
{
    const rv_page_front *f = &page->front;
    rv_odt *o = writer;
    rv_buf line = RV_BUF_INIT;

    rv_odt_plain(o, "Title", f->title);
    if (*f->authors)
        rv_odt_plain(o, "Subtitle", f->authors);
    rv_buf_printf(&line, "Protocol version %s%s%s", f->version, *f->registration ? "; " : "", f->registration);
    rv_odt_plain(o, "Subtitle", rv_buf_str(&line));
    rv_buf_clear(&line);
    rv_buf_printf(&line, "State of the review: %s", f->head);
    rv_odt_plain(o, "Subtitle", rv_buf_str(&line));
    o->body.failed |= line.failed;
    rv_buf_free(&line);
}

static void entry(rv_odt *o, const char *anchor, const char *words)
{
    char name[RV_DOCX_BOOKMARK];

    rv_odt_begin(o, "Contents_20_1", 0);
    rv_buf_printf(&o->body, "<text:a xlink:type=\"simple\" xlink:href=\"#%s\">", rv_docx_bookmark(anchor, name));
    rv_odt_text(o, words);
    rv_buf_text(&o->body, "</text:a>");
    rv_odt_end(o, 0);
}

static void contents(void *writer, const rv_page *page)
{
    rv_odt *o = writer;
    rv_buf words = RV_BUF_INIT;

    rv_buf_text(&o->body, "<text:table-of-content text:name=\"Contents\"><text:table-of-content-source text:outline-level=\"1\">"
                "<text:index-title-template text:style-name=\"Contents_20_Heading\">Contents</text:index-title-template>"
                "<text:table-of-content-entry-template text:outline-level=\"1\" text:style-name=\"Contents_20_1\"><text:index-entry-link-start/>"
                "<text:index-entry-text/><text:index-entry-link-end/></text:table-of-content-entry-template>"
                "</text:table-of-content-source><text:index-body><text:index-title text:name=\"Contents_Head\">");
    rv_odt_plain(o, "Contents_20_Heading", "Contents");
    rv_buf_text(&o->body, "</text:index-title>");
    for (size_t i = 0; i < page->n_blocks; i++) {
        const rv_block *b = &page->blocks[i];

        if (b->kind != RV_BLOCK_HEADING || b->level != 2)
            continue;
        rv_buf_clear(&words);
        rv_office_words(page, b, &words);
        entry(o, b->id, rv_buf_str(&words));
    }
    if (rv_office_has_appendix(page))
        entry(o, RV_OFFICE_APPENDIX, "Appendix: tables");
    rv_buf_text(&o->body, "</text:index-body></text:table-of-content>\n");
    o->body.failed |= words.failed;
    rv_buf_free(&words);
}

static void turn(void *writer, bool landscape)
{
    rv_odt *o = writer;

    o->master = landscape ? "Landscape" : "Standard";
}

static void heading(void *writer, const rv_page *page, const rv_block *b)
{
    static const char *const styles[] = { "Heading_20_1", "Heading_20_2", "Heading_20_3" };
    const int level = b->level <= 2 ? 1 : b->level == 3 ? 2 : 3;
    rv_odt *o = writer;

    rv_odt_begin(o, styles[level - 1], level);
    rv_odt_bookmark(o, b->id);
    rv_odt_runs(o, page, b);
    rv_odt_end(o, level);
}

static void paragraph(void *writer, const rv_page *page, const rv_block *b)
{
    static const char *const roles[][2] = { { "headline", "Headline" }, { "note", "Note" }, { "plain-language", "Plain_20_Language" } };
    const char *style = "Text_20_body";
    rv_odt *o = writer;

    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(b->role, roles[i][0]) == 0)
            style = roles[i][1];
    rv_odt_begin(o, style, 0);
    rv_odt_runs(o, page, b);
    rv_odt_end(o, 0);
}

static void list(void *writer, bool begin)
{
    rv_odt *o = writer;

    rv_buf_text(&o->body, begin ? "<text:list text:style-name=\"Bullets\">\n" : "</text:list>\n");
}

static void item(void *writer, const rv_page *page, const rv_block *b)
{
    rv_odt *o = writer;

    rv_buf_text(&o->body, "<text:list-item>");
    rv_odt_begin(o, "List_20_Item", 0);
    rv_odt_runs(o, page, b);
    rv_odt_end(o, 0);
    rv_buf_text(&o->body, "</text:list-item>\n");
}

static void elsewhere(void *writer, const rv_grid *grid, size_t number, bool here)
{
    rv_odt *o = writer;
    rv_buf words = RV_BUF_INIT, target = RV_BUF_INIT;
    bool linked;

    rv_buf_printf(&words, "Table %zu", number);
    rv_buf_printf(&target, here ? "#%s" : "%s.csv", rv_grid_id(grid));
    rv_odt_begin(o, "Text_20_body", 0);
    linked = rv_odt_link(o, rv_buf_str(&target));
    rv_odt_text(o, rv_buf_str(&words));
    rv_buf_text(&o->body, linked ? "</text:a>" : "");
    rv_buf_clear(&words);
    rv_office_elsewhere(grid, here, &words);
    rv_odt_text(o, rv_buf_str(&words));
    rv_odt_end(o, 0);
    o->body.failed |= words.failed || target.failed;
    rv_buf_free(&words);
    rv_buf_free(&target);
}

static void appendix(void *writer)
{
    char name[RV_DOCX_BOOKMARK];
    rv_odt *o = writer;

    rv_odt_begin(o, o->master ? "Heading_20_1" : "NewPage", 1);
    rv_buf_printf(&o->body, "<text:bookmark text:name=\"%s\"/>Appendix: tables", rv_docx_bookmark(RV_OFFICE_APPENDIX, name));
    rv_odt_end(o, 1);
}

static rv_status grid(void *writer, const rv_grid *g, size_t number, double width, rv_error *err)
{
    return rv_odt_grid(writer, g, number, width, err);
}

static rv_status figure(void *writer, const rv_page *page, const rv_block *b, double width, double height, rv_error *err)
{
    return rv_odt_figure(writer, page, b, width, height, err);
}

/* ---- The package --------------------------------------------------------------------------------------------------------- */

static rv_status put(rv_odt *o, const char *part, rv_buf *xml, rv_error *err)
{
    rv_status st = rv_buf_check(xml, err);

    if (st == RV_OK)
        st = rv_zip_set(o->zip, part, rv_buf_str(xml), xml->length, err);
    rv_buf_free(xml);
    return st;
}

static rv_status put_content(rv_odt *o, rv_error *err)
{
    rv_buf xml = RV_BUF_INIT;

    rv_buf_printf(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content%s<office:automatic-styles>\n%s", spaces,
                  fixed_styles);
    rv_buf_add(&xml, rv_buf_str(&o->styles), o->styles.length);
    rv_buf_text(&xml, "</office:automatic-styles>\n<office:body><office:text>\n<text:sequence-decls>"
                "<text:sequence-decl text:display-outline-level=\"0\" text:name=\"Table\"/>"
                "<text:sequence-decl text:display-outline-level=\"0\" text:name=\"Figure\"/></text:sequence-decls>\n");
    rv_buf_add(&xml, rv_buf_str(&o->body), o->body.length);
    rv_buf_text(&xml, "</office:text></office:body></office:document-content>\n");
    xml.failed |= o->styles.failed || o->body.failed;
    return put(o, "content.xml", &xml, err);
}

static rv_status put_meta(rv_odt *o, const rv_page *page, rv_error *err)
{
    rv_buf xml = RV_BUF_INIT;

    rv_buf_printf(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta%s<office:meta><meta:generator>" PACKAGE_NAME " "
                  PACKAGE_VERSION "</meta:generator><dc:title>", spaces);
    rv_xml_escape(&xml, page->front.title);
    rv_buf_text(&xml, "</dc:title><meta:initial-creator>");
    rv_xml_escape(&xml, page->front.authors);
    rv_buf_printf(&xml, "</meta:initial-creator><meta:creation-date>%s</meta:creation-date><dc:date>%s</dc:date><dc:language>", page->made,
                  page->made);
    rv_xml_escape(&xml, page->front.language);
    rv_buf_text(&xml, "</dc:language></office:meta></office:document-meta>\n");
    return put(o, "meta.xml", &xml, err);
}

static rv_status put_manifest(rv_odt *o, rv_error *err)
{
    rv_buf xml = RV_BUF_INIT;

    rv_buf_text(&xml, rv_asset_odt_manifest_xml);
    rv_buf_add(&xml, rv_buf_str(&o->manifest), o->manifest.length);
    rv_buf_text(&xml, "</manifest:manifest>\n");
    xml.failed |= o->manifest.failed;
    return put(o, "META-INF/manifest.xml", &xml, err);
}

static rv_status write(rv_odt *o, const rv_page *page, rv_error *err)
{
    static const char type[] = "application/vnd.oasis.opendocument.text";
    const rv_office_writer kind = {
        .width = { across[0] * point, across[1] * point }, .height = { down[0] * point, down[1] * point },
        .title = title, .contents = contents, .turn = turn, .heading = heading, .paragraph = paragraph, .list = list, .item = item,
        .elsewhere = elsewhere, .appendix = appendix, .grid = grid, .figure = figure,
    };
    rv_status st;

    if (!o->zip || !(o->anchors = rv_office_anchors(page)) || !(o->elsewhere = rv_anchors_of(page)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_zip_set(o->zip, "mimetype", type, strlen(type), err)) != RV_OK || (st = rv_office_walk(page, &kind, o, err)) != RV_OK)
        return st;
    rv_odt_run_styles(o);
    if ((st = put_content(o, err)) != RV_OK || (st = put_meta(o, page, err)) != RV_OK || (st = put_manifest(o, err)) != RV_OK)
        return st;
    return rv_zip_set(o->zip, "styles.xml", rv_asset_odt_styles_xml, strlen(rv_asset_odt_styles_xml), err);
}

rv_status rv_page_odt(const rv_page *page, rv_buf *out, rv_error *err)
{
    rv_odt o = { .zip = rv_zip_new(), .body = RV_BUF_INIT, .styles = RV_BUF_INIT, .manifest = RV_BUF_INIT };
    rv_status st = write(&o, page, err);

    if (st == RV_OK)
        st = rv_zip_write(o.zip, out, err);
    rv_anchors_free(o.anchors);
    rv_anchors_free(o.elsewhere);
    rv_buf_free(&o.body);
    rv_buf_free(&o.styles);
    rv_buf_free(&o.manifest);
    rv_zip_free(o.zip);
    return st;
}
