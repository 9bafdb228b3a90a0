/* Tables and manifest of an earlier report: the first byte says which (0 studies, 1 findings, 2 flow, else the manifest). */
#include <config.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report/earlier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_memory *memory = rv_memory_new();
    rv_earlier_table table = { 0 };
    rv_earlier whole = { .made = "", .head = "" };
    rv_error err = { 0 };
    rv_status st;

    if (memory && size) {
        const int what = data[0] - '0';
        const char *bytes = (const char *)data + 1;

        if (what >= 0 && what < RV_EARLIER_TABLES)
            st = rv_earlier_table_parse("earlier.csv", bytes, size - 1, (rv_earlier_what)what, memory, &table, &err);
        else
            st = rv_earlier_manifest_parse("manifest.json", bytes, size - 1, memory, &whole, &err);
        if (st != RV_OK && !*err.message)
            abort();
        for (size_t i = 0; st == RV_OK && i < table.n; i++)
            if (!rv_earlier_find(&table, table.rows[i].key))
                abort();
        if (!whole.made || !whole.head)
            abort();
    }
    rv_memory_free(memory);
    return 0;
}
