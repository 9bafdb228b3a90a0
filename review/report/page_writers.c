/* The formats of a document, each the bytes of one file. */
#include <config.h>

#include "report/page.h"

const rv_page_writer rv_page_writers[] = {
    { "html", "report.html", rv_page_html },
    { "md",   "report.md",   rv_page_markdown },
    { "latex", "report.tex", rv_page_latex },
    { "docx", "report.docx", rv_page_docx },
    { NULL, NULL, NULL }
};
