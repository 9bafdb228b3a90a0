/* Word documents (.docx, ECMA-376): blocks of a page rendered as WordprocessingML into a package, ours or a person's own, in the
   styles that the package has. Values, tables and figures stand in content controls, by whose tags a refresh finds them again. */
#ifndef RV_REPORT_DOCX_H
#define RV_REPORT_DOCX_H

#include "review/base.h"
#include "review/plot.h"

#include "report/page.h"

/* What a style is for. Table, link and code are no styles of paragraphs. */
typedef enum {
    RV_DOCX_TITLE, RV_DOCX_FACTS, RV_DOCX_HEADING_1, RV_DOCX_HEADING_2, RV_DOCX_HEADING_3, RV_DOCX_TEXT, RV_DOCX_BULLET, RV_DOCX_HEADLINE,
    RV_DOCX_REMARK, RV_DOCX_PLAIN, RV_DOCX_CONTENTS_HEAD, RV_DOCX_CONTENTS, RV_DOCX_CAPTION, RV_DOCX_FIGURE, RV_DOCX_HEAD_CELL, RV_DOCX_CELL,
    RV_DOCX_TABLE_NOTE, RV_DOCX_TABLE, RV_DOCX_LINK, RV_DOCX_CODE, RV_DOCX_STYLES
} rv_docx_style;

typedef struct rv_docx rv_docx;
/* Opens a package: finds its main document, its page, its styles by the names that Word and LibreOffice give them, its references.
   `zip` stays the caller's and must live on; `name` is for messages. NULL on failure.
   Errors  RV_EPARSE what it lacks, or that it is of another kind (a macro template's body is fine; Strict Open XML is not). */
RV_MUST_CHECK rv_status rv_docx_open(rv_docx **out, const char *name, rv_zip *zip, rv_error *err);
/* Puts what was rendered so far needs into the package: styles it had not, references, types of parts. The body is the caller's. */
RV_MUST_CHECK rv_status rv_docx_finish(rv_docx *docx, rv_error *err);
/* The whole page in the place of the package's text, or of the paragraph {{report}}. */
RV_MUST_CHECK rv_status rv_docx_write(rv_zip *zip, const char *name, const rv_page *page, rv_error *err);
void rv_docx_free(rv_docx *docx);                            /* NULL is allowed; the package stays */
const char *rv_docx_main(const rv_docx *docx);               /* the name of the main part, "word/document.xml" */
double rv_docx_width(const rv_docx *docx, bool landscape);   /* of the text, points */
double rv_docx_height(const rv_docx *docx, bool landscape);
/* The id that the package gives a style. A style it had not is added by rv_docx_finish(). */
const char *rv_docx_style_id(rv_docx *docx, rv_docx_style style);

/* ---- Rendering: each appends to `out`, of which the caller checks rv_buf_check() ---- */

/* The runs of a block: <w:r>, links and content controls within a paragraph. */
void rv_docx_runs(rv_docx *docx, const rv_page *page, const rv_block *block, rv_buf *out);
/* A whole <w:p> of a heading, a paragraph or an item. */
void rv_docx_paragraph(rv_docx *docx, const rv_page *page, const rv_block *block, rv_buf *out);
/* One <w:p> of plain text. */
void rv_docx_plain(rv_docx *docx, rv_docx_style style, const char *text, rv_buf *out);
/* A caption ("Table 3. ...", no number for 0), then a content control "review:table:ID" with the table, no wider than `width` points, and
   its notes. */
RV_MUST_CHECK rv_status rv_docx_grid(rv_docx *docx, const rv_grid *grid, size_t number, double width, rv_buf *out, rv_error *err);
/* The <w:tbl> alone. */
RV_MUST_CHECK rv_status rv_docx_table(rv_docx *docx, const rv_grid *grid, double width, rv_buf *out, rv_error *err);
/* A content control "review:figure:NAME" with a paragraph that holds the figure, then its caption; the pictures go into the package. */
RV_MUST_CHECK rv_status rv_docx_figure(rv_docx *docx, const rv_page *page, const rv_block *block, double width, double height, rv_buf *out,
                                       rv_error *err);
/* The picture alone: one <w:r> with a drawing no larger than `width` by `height` points; `words` are its title for those who cannot
   see it, and the scene's description says what it shows. */
RV_MUST_CHECK rv_status rv_docx_drawing(rv_docx *docx, const rv_scene *scene, const char *words, double width, double height, rv_buf *out,
                                        rv_error *err);

/* ---- Names ---- */

enum { RV_DOCX_TAG = 65, RV_DOCX_BOOKMARK = 41 };
/* The tag of what is bound to a key: "review:KEY"; a longer one than Word takes (64) is cut and ends in a digest of the whole. */
const char *rv_docx_tag(const char *key, char tag[RV_DOCX_TAG]);
/* The bookmark of an anchor: at most 40 letters, digits and low lines. */
const char *rv_docx_bookmark(const char *anchor, char name[RV_DOCX_BOOKMARK]);
/* Text within a <w:t>: runs of text, breaks and tabs, without <w:r> around them. */
void rv_docx_text(rv_buf *out, const char *text);

#endif
