/* Any bytes as delimited text: rows lie one behind the other, fields are as long as they say. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_csv           *csv = NULL;
    const rv_csv_row *row;
    rv_error          err = { 0 };
    uint64_t          end = 0;
    size_t            line = 0;
    rv_status         st = rv_csv_open_bytes(&csv, "fuzz", (const char *)data, size, 0, &err);

    while (st == RV_OK && (st = rv_csv_next(csv, &row, &err)) == RV_OK && row) {
        if (row->count == 0 || row->line <= line || row->offset < end || row->length == 0)
            abort();
        for (size_t i = 0; i < row->count; i++)
            if (row->fields[i][row->lengths[i]] != '\0')
                abort();
        line = row->line;
        end = row->offset + row->length;
    }
    if (st != RV_OK && err.message[0] == '\0')
        abort();
    rv_csv_close(csv);
    return 0;
}
