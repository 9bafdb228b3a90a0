/* Inside of an OpenDocument text (.odt, ODF 1.3) that is being written. */
#ifndef RV_REPORT_ODT_H
#define RV_REPORT_ODT_H

#include "report/anchors.h"
#include "report/office.h"

typedef struct {
    rv_zip       *zip;
    rv_anchors   *anchors, *elsewhere;    /* what stands in the document; what the whole report has */
    rv_buf        body, styles, manifest; /* text; automatic styles; entries of the manifest */
    const char   *master;                 /* the page that the next paragraph begins; NULL: none */
    unsigned long runs;                   /* kinds of runs that were used, a bit each */
    size_t        paragraphs, tables, pictures, counted[2];   /* the last number of figures and of tables */
} rv_odt;

/* Begins <text:p> (or <text:h> with a level) in a style, on a page of its own kind where one is due. */
void rv_odt_begin(rv_odt *o, const char *style, int level);
void rv_odt_end(rv_odt *o, int level);
/* Text with its breaks, tabs and runs of blanks. */
void rv_odt_text(rv_odt *o, const char *text);
void rv_odt_plain(rv_odt *o, const char *style, const char *text);
void rv_odt_runs(rv_odt *o, const rv_page *page, const rv_block *block);
/* "2" raised. */
void rv_odt_raised(rv_odt *o, const char *text);
/* True where a link was begun, which "</text:a>" ends. */
bool rv_odt_link(rv_odt *o, const char *link);
void rv_odt_bookmark(rv_odt *o, const char *anchor);
/* "Table 3. " with its number as a field. */
void rv_odt_counted(rv_odt *o, const char *what, size_t number, const char *anchor);
/* The automatic styles of the kinds of runs that were used. */
void rv_odt_run_styles(rv_odt *o);

rv_status rv_odt_grid(rv_odt *o, const rv_grid *grid, size_t number, double width, rv_error *err);
rv_status rv_odt_figure(rv_odt *o, const rv_page *page, const rv_block *block, double width, double height, rv_error *err);

#endif
