/* The formats of a document, each the bytes of one file. */
#include <config.h>

#include "report/page.h"

const rv_page_writer rv_page_writers[] = {
    { "html", "report.html", rv_page_html },
    { "md",   "report.md",   rv_page_markdown },
    { "docx", "report.docx", rv_page_docx },
    { "odt",  "report.odt",  rv_page_odt },
    { "xlsx", "report.xlsx", rv_page_xlsx },
    { NULL, NULL, NULL }
};
