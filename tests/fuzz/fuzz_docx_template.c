/* Any bytes as a Word document to write into, or, where they are no archive, as its parts (document, styles, lists) with a line "----" between:
   refused with words that name it, or written into, and then every part that was touched is well-formed and can be opened again. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/docx_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(rv_status st)
{
    if (st != RV_OK)
        abort();
}

static const rv_grid_column columns[] = { { "study", "Study", -1 }, { "g", "g", 2 }, { NULL, NULL, 0 } };

static void fill(rv_page *page)
{
    rv_grid *grid = rv_grid_new("t", "Table", columns);
    rv_error err;

    check(rv_page_new(page, NULL, &err));
    rv_page_heading(page, 2, "h", "Heading");
    rv_page_begin(page, RV_BLOCK_PARAGRAPH);
    rv_page_run(page, &(rv_run){ .text = "0.32", .field = "f", .link = "https://example.org/" });
    rv_page_list_begin(page);
    rv_page_item(page, "a", "b");
    rv_page_list_end(page);
    rv_grid_row(grid, "r");
    rv_grid_text(grid, "A");
    rv_grid_real(grid, 1);
    rv_grid_wide(grid);
    for (int i = 0; i < 8; i++) {
        rv_grid_row(grid, "");
        rv_grid_link(grid, "B", "r");
        rv_grid_real(grid, i);
    }
    check(rv_page_grid(page, grid, false, &err));
    rv_grid_free(grid);
}

/* The parts in the package that is ours else. */
static rv_zip *wrap(const char *bytes, size_t n)
{
    static const char *const parts[] = { "word/document.xml", "word/styles.xml", "word/numbering.xml" };
    static const char line[] = "\n----\n";
    rv_zip *zip;
    rv_error err;

    check(rv_docx_package(NULL, &zip, &err));
    for (size_t i = 0; i < 3 && n; i++) {
        const char *end = memmem(bytes, n, line, sizeof line - 1);
        const size_t length = end && i < 2 ? (size_t)(end - bytes) : n, step = end && i < 2 ? length + sizeof line - 1 : n;

        check(rv_zip_set(zip, parts[i], bytes, length, &err));
        bytes += step;
        n -= step;
    }
    return zip;
}

static void read_again(rv_zip *zip)
{
    static const rv_xml_handler nothing = { .encoding = NULL };
    rv_error err;
    rv_docx *d;

    check(rv_docx_open(&d, "again", zip, &err));
    for (size_t i = 0; i < rv_zip_count(zip); i++) {
        const char *name = rv_zip_name(zip, i), *bytes;
        size_t n;

        if (rv_zip_get(zip, name, &bytes, &n) && (strcmp(name, rv_docx_main(d)) == 0 || strcmp(name, d->styles_part) == 0))
            check(rv_xml_read_bytes(name, bytes, n, &nothing, NULL, &err));
    }
    rv_docx_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_error err = { 0 };
    rv_page page;
    rv_zip *zip = NULL;
    rv_status st = RV_OK;

    if (rv_is_zip((const char *)data, size))
        st = rv_zip_read(&zip, "fuzz", (const char *)data, size, (size_t)64 << 20, &err);
    else
        zip = wrap((const char *)data, size);
    if (st == RV_OK) {
        fill(&page);
        if ((st = rv_docx_write(zip, "fuzz", &page, &err)) == RV_OK)
            read_again(zip);
        rv_page_free(&page);
    }
    if (st != RV_OK && strncmp(err.message, "fuzz:", 5) != 0) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    rv_zip_free(zip);
    return 0;
}
