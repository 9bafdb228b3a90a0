/* Whether another connection wrote, asked without reading anything that it may have written. */
#include <config.h>

#include "review/store.h"

#include "store/inside.h"

rv_status rv_store_others(rv_store *store, int64_t *version, rv_error *err)
{
    const bool before = store->inside;
    rv_status st;

    store->inside = true;                     /* the authorizer lets no pragma through */
    st = rv_store_pragma(store, "PRAGMA data_version", version, err);
    store->inside = before;
    return st;
}
