/* The formats of a document, each the bytes of one file. */
#include <config.h>

#include "report/page.h"

const rv_page_writer rv_page_writers[] = {
    { "html", "report.html", rv_page_html, NULL },
    { "md", "report.md", rv_page_markdown, NULL },
    { "docx", "report.docx", rv_page_docx, NULL },
    { "odt", "report.odt", rv_page_odt, NULL },
    { "xlsx", "report.xlsx", rv_page_xlsx, NULL },
    { "latex", "report.tex", rv_page_latex, rv_page_latex_figures },
    { NULL, NULL, NULL, NULL }
};
