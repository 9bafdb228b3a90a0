/* Making a report, for those who write it and those who take parts of it. */
#ifndef RV_REPORT_DOCUMENT_H
#define RV_REPORT_DOCUMENT_H

#include "review/report_fields.h"

#include "report/parts.h"

/* Fills the page, within a read of the store. `store`, `protocol`, `options` and `page` are set. Ended with rv_document_end() whatever
   the status. */
rv_status rv_document_make(rv_document *d, rv_error *err);
void rv_document_end(rv_document *d);

/* RV_EUSAGE unless each name of "html,md" is that of a writer; NULL is right. */
rv_status rv_page_formats_check(const char *list, rv_error *err);

/* The writer of a format, by its name or by how its file ends; NULL for none. */
const rv_page_writer *rv_page_writer_of(const char *format);

/* A report in memory. */
struct rv_review_report {
    rv_page           page;
    rv_document       d;
    rv_report_options options;
};

/* The block of a kind and name; NULL when there is none. */
const rv_block *rv_page_find(const rv_page *page, rv_block_kind kind, const char *id);

#endif
