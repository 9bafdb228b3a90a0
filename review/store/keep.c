#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/inside.h"

struct rv_kept {
    struct rv_kept *next;
    const char     *name;
    void           *thing;
    void          (*drop)(void *thing);
};

static struct rv_kept *find(const rv_store *store, const char *name)
{
    struct rv_kept *kept = store->kept;

    while (kept && strcmp(kept->name, name) != 0)
        kept = kept->next;
    return kept;
}

static void end(struct rv_kept *kept)
{
    if (kept->thing && kept->drop)
        kept->drop(kept->thing);
    kept->thing = NULL;
}

rv_status rv_store_keep(rv_store *store, const char *name, void *thing, void (*drop)(void *thing), rv_error *err)
{
    struct rv_kept *kept = find(store, name);

    if (!kept) {
        if (!(kept = calloc(1, sizeof *kept)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        kept->name = name;
        kept->next = store->kept;
        store->kept = kept;
    }
    end(kept);
    kept->thing = thing;
    kept->drop = drop;
    store->kept_unsure = store->kept_unsure || store->writing || store->grouped;
    return RV_OK;
}

void *rv_store_kept(const rv_store *store, const char *name)
{
    const struct rv_kept *kept = find(store, name);

    return kept ? kept->thing : NULL;
}

void rv_kept_free(rv_store *store)
{
    struct rv_kept *kept = store->kept, *next;

    for (; kept; kept = next) {
        next = kept->next;
        end(kept);
        free(kept);
    }
    store->kept = NULL;
}

/* Who keeps compares counts and ids with what is there now; after an undone write the same ids may mean other rows. */
void rv_kept_undone(rv_store *store)
{
    store->block = 0;
    if (store->kept_unsure)
        rv_kept_free(store);
}
