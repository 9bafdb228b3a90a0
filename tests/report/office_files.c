/* office-files FOLDER [TEMPLATE.docx]: writes made.docx, made.odt and made.xlsx with one of everything, and the CSV of their tables. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "tests/report/office_page.h"

int main(int argc, char **argv)
{
    rv_page page;
    rv_error err = { 0 };
    rv_status st = RV_OK;

    if (argc < 2 || argc > 3)
        return 2;
    office_page(&page, argv[1]);
    page.docx_template = argc == 3 ? argv[2] : NULL;
    for (const rv_page_writer *w = rv_page_writers; st == RV_OK && w->name; w++) {
        rv_buf bytes = RV_BUF_INIT;
        char name[40];

        if (strcmp(w->name, "docx") != 0 && strcmp(w->name, "odt") != 0 && strcmp(w->name, "xlsx") != 0)
            continue;
        snprintf(name, sizeof name, "made.%s", w->name);
        if ((st = w->write(&page, &bytes, &err)) == RV_OK)
            st = rv_page_write(&page, name, rv_buf_str(&bytes), bytes.length, &err);
        rv_buf_free(&bytes);
    }
    if (st != RV_OK)
        fprintf(stderr, "office-files: %s\n", err.message);
    rv_page_free(&page);
    return st != RV_OK;
}
