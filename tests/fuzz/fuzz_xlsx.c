/* Any bytes as a workbook, or, where they are no archive, as the sheet of one: refused with words that name the file, or read whole,
   with every cell within the sheet's bounds. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/base/zip_made.h"
#include "review/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const rv_xlsx *book)
{
    rv_xlsx_cell cell;
    size_t seen = 0;

    for (size_t s = 0; s < rv_xlsx_sheets(book); s++) {
        const uint32_t rows = rv_xlsx_rows(book, s), columns = rv_xlsx_columns(book, s);
        if (rows > 1 << 20 || columns > 1 << 14 || !rv_xlsx_sheet_name(book, s))
            abort();
        for (uint32_t r = 0; r < rows && seen < 2000000; r++)
            for (uint32_t c = 0; c < columns && seen < 2000000; c++, seen++)
                if (rv_xlsx_cell_at(book, s, r, c, &cell) && (!cell.text || strlen(cell.text) > (64 << 20)))
                    abort();
    }
}

/* The bytes as the one sheet of a workbook that is sound else. */
static size_t wrap(const uint8_t *data, size_t size, char *bytes, size_t room)
{
    char *sheet = calloc(1, size + 1);
    const zip_part parts[] = {
        { "xl/workbook.xml", "<workbook xmlns:r='u'><sheets><sheet name='s' r:id='a'/></sheets></workbook>" },
        { "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='a' Target='sheet.xml'/></Relationships>" },
        { "xl/sharedStrings.xml", "<sst><si><t>one</t></si></sst>" },
        { "xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>" },
        { "xl/sheet.xml", sheet ? sheet : "" }, { NULL, NULL }
    };
    size_t n;

    if (sheet && size)
        memcpy(sheet, data, size);
    n = make_zip(parts, bytes, room);
    free(sheet);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_xlsx *book = NULL;
    rv_error err = { 0 };
    char    *made = NULL;
    rv_status st;

    if (!rv_is_zip((const char *)data, size)) {
        const size_t room = size + 20000;
        if (!(made = malloc(room)))
            return 0;
        size = wrap(data, size, made, room);
        data = (const uint8_t *)made;
    }
    if ((st = rv_xlsx_open_bytes(&book, "fuzz", (const char *)data, size, &err)) == RV_OK)
        look(book);
    else if (book || strncmp(err.message, "fuzz:", 5) != 0)
        abort();
    rv_xlsx_close(book);
    free(made);
    return 0;
}
