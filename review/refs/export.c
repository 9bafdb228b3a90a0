#include <config.h>

#include "inside.h"

const char *const rv_refs_written[] = { "csv", "ris", NULL };

rv_status rv_refs_export(rv_store *store, const char *format, bool reports, rv_output *out, uint64_t *n, rv_error *err)
{
    const rv_refs_format *found = rv_refs_format_called(format);
    rv_status             st;

    *n = 0;
    if (!found || !found->write)
        return rv_fail(err, RV_EINVAL, "'%.40s' is not a format written here; it is csv or ris", format);
    if ((st = rv_store_read_begin(store, err)) != RV_OK)
        return st;
    st = found->write(store, reports, out, n, err);
    rv_store_read_end(store);
    return st;
}
