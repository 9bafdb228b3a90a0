/* A report being written: one sequence of headings, paragraphs, lists, tables and figures, as HTML and as Markdown at once, with
   the files that go beside them. */
#ifndef RV_REPORT_PAGE_H
#define RV_REPORT_PAGE_H

#include "review/base.h"
#include "review/plot.h"

#include "report/grid.h"

typedef struct {
    char *name;
    char  digest[RV_DIGEST_HEX];
    size_t bytes;
} rv_page_file;

typedef struct {
    const char   *folder;
    rv_buf        html, markdown, contents;   /* contents: the list of links at the top */
    rv_page_file *files;
    size_t        n_files;
} rv_page;
#define RV_PAGE_INIT(folder) { (folder), RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT, NULL, 0 }
void rv_page_free(rv_page *page);

/* Level 2 opens a part that the contents list; 3 and 4 stand below. */
void rv_page_heading(rv_page *page, int level, const char *id, const char *text);
void rv_page_text(rv_page *page, const char *text);            /* a paragraph; nothing for "" */
void rv_page_textf(rv_page *page, const char *format, ...) RV_PRINTF(2, 3);
void rv_page_list_begin(rv_page *page);
void rv_page_item(rv_page *page, const char *term, const char *text);   /* term may be "" */
void rv_page_list_end(rv_page *page);
/* The table, and its CSV as a file beside the report. `closed`: folded away until asked for. */
rv_status rv_page_grid(rv_page *page, const rv_grid *grid, bool closed, rv_error *err);
/* The figure inside the page, and as NAME.svg beside it; its description is read out. */
rv_status rv_page_figure(rv_page *page, const char *name, const char *caption, const rv_scene *scene, rv_error *err);

/* Writes one file of the report and remembers its digest for the manifest. */
rv_status rv_page_write(rv_page *page, const char *name, const void *bytes, size_t n, rv_error *err);
/* Remembers a file that another function wrote into the folder. */
rv_status rv_page_note(rv_page *page, const char *name, rv_error *err);
/* "FOLDER/NAME" into `out`, replacing what was there. */
rv_status rv_page_path(const rv_page *page, const char *name, rv_buf *out, rv_error *err);

#endif
