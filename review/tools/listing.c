#include <config.h>

#include "tools/listing.h"

rv_status rv_tool_table(const char *output, int format, const char *const *columns, size_t n,
                        rv_status (*fill)(rv_table *table, void *user, rv_error *err), void *user, rv_error *err)
{
    rv_output *out = NULL;
    rv_table  *table = NULL;
    rv_status  st;

    if ((st = rv_output_open(&out, output, err)) == RV_OK
        && (st = rv_table_open(&table, out, (rv_format)format, columns, n, err)) == RV_OK) {
        rv_status ended;

        st = fill(table, user, err);
        ended = rv_table_close(table, st == RV_OK ? err : NULL);
        st = st == RV_OK ? ended : st;
    }
    if (st == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

int rv_tool_count(char **operands)
{
    int n = 0;

    while (operands[n])
        n++;
    return n;
}
