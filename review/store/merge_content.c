/* The bytes of files that are attached in the other copy alone: staged before the merge writes, so that its write is short. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/merge.h"

RV_STATEMENT(merge_contents, "SELECT DISTINCT digest FROM attachment ORDER BY digest");

static rv_status add_piece(void *user, const void *bytes, size_t n, rv_error *err)
{
    return rv_content_add(user, bytes, n, err);
}

static rv_status stage(rv_merge_contents *all, rv_store *mine, rv_store *theirs, const char *digest, rv_error *err)
{
    rv_content **more;
    bool there = false;
    rv_status st = rv_content_there(mine, digest, &there, err);

    if (st != RV_OK || there)
        return st;
    if (!(more = realloc(all->items, (all->n + 1) * sizeof *more)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    all->items = more;
    if ((st = rv_content_begin(&all->items[all->n], mine, digest, err)) != RV_OK)
        return st;
    all->n++;
    if ((st = rv_content_bytes(theirs, digest, add_piece, all->items[all->n - 1], err)) == RV_OK)
        st = rv_content_end(all->items[all->n - 1], err);
    return st;
}

rv_status rv_merge_contents_stage(rv_merge_contents *all, rv_store *mine, rv_store *theirs, rv_error *err)
{
    rv_query *row = NULL;
    bool more;
    rv_status st;

    if (!rv_tables_find(theirs, "content"))      /* of an earlier schema */
        return RV_OK;
    st = rv_query_start(&row, theirs, &merge_contents, err, "");
    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more)
        st = stage(all, mine, theirs, rv_query_text(row, 0), err);
    rv_query_end(row);
    return st;
}

rv_status rv_merge_contents_settle(const rv_merge_contents *all, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < all->n && st == RV_OK; i++) {
        bool whole;
        if ((st = rv_content_settle_now(all->items[i], &whole, err)) == RV_OK && !whole)
            st = rv_fail(err, RV_ESTORE, "the bytes of an attached file were removed while they came in; try again");
    }
    return st;
}

void rv_merge_contents_free(rv_merge_contents *all)
{
    for (size_t i = 0; i < all->n; i++)
        rv_content_free(all->items[i]);
    free(all->items);
    *all = (rv_merge_contents){ 0 };
}
