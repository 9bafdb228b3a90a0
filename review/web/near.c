#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/dedup.h"

#include "web/near.h"

/* What the queue of doubtful pairs rests on. */
RV_STATEMENT(near_links, "SELECT coalesce(max(id), 0) FROM link");
RV_STATEMENT(near_files, "SELECT coalesce(max(id), 0) FROM file");

typedef struct {
    rv_near *items;               /* by report; each pair stands twice */
    size_t   n, room;
    int64_t  links, files;
} kept;

static void drop(void *thing)
{
    kept *k = thing;

    free(k->items);
    free(k);
}

static rv_status add(kept *k, int64_t report, int64_t other, double probability, rv_error *err)
{
    if (!rv_grow(&k->items, k->n, &k->room, sizeof *k->items))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    k->items[k->n++] = (rv_near){ report, other, probability };
    return RV_OK;
}

static rv_status add_doubt(void *user, const rv_dedup_doubt *d, rv_error *err)
{
    const rv_status st = add(user, d->report, d->other_report, d->probability, err);

    return st == RV_OK ? add(user, d->other_report, d->report, d->probability, err) : st;
}

static int by_report(const void *a, const void *b)
{
    const rv_near *x = a, *y = b;
    const double p = isnan(x->probability) ? -1 : x->probability, q = isnan(y->probability) ? -1 : y->probability;

    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    if (p != q)
        return p > q ? -1 : 1;
    return x->other < y->other ? -1 : x->other > y->other;
}

static rv_status read_queue(kept *k, rv_store *store, int64_t links, int64_t files, rv_error *err)
{
    rv_status st;

    k->n = 0;
    k->links = -1;
    if ((st = rv_dedup_queue(store, add_doubt, k, err)) != RV_OK)
        return st;
    if (k->n)
        qsort(k->items, k->n, sizeof *k->items, by_report);
    k->links = links;
    k->files = files;
    return RV_OK;
}

/* The kept queue, as it is now. */
static rv_status queue(kept **out, rv_store *store, rv_error *err)
{
    kept *k = rv_store_kept(store, "web.near");
    int64_t links, files;
    rv_status st;

    if ((st = rv_store_int(store, &near_links, &links, NULL, err, "")) != RV_OK
        || (st = rv_store_int(store, &near_files, &files, NULL, err, "")) != RV_OK)
        return st;
    if (!k) {
        if (!(k = calloc(1, sizeof *k)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        k->links = -1;
        if ((st = rv_store_keep(store, "web.near", k, drop, err)) != RV_OK) {
            drop(k);
            return st;
        }
    }
    *out = k;
    return k->links == links && k->files == files ? RV_OK : read_queue(k, store, links, files, err);
}

rv_status rv_near_of(rv_store *store, int64_t report, const rv_near **items, size_t *n, rv_error *err)
{
    size_t low = 0, high, end;
    kept *k = NULL;
    rv_status st = queue(&k, store, err);

    *n = 0;
    if (st != RV_OK)
        return st;
    for (high = k->n; low < high; ) {
        const size_t middle = low + (high - low) / 2;
        if (k->items[middle].report < report)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < k->n && k->items[end].report == report; end++)
        ;
    *items = k->items + low;
    *n = end - low;
    return RV_OK;
}
