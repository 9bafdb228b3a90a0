/* Bytes that were staged for an attachment that never came. */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

RV_STATEMENT(sweep_content, "DELETE FROM content WHERE id IN (SELECT id FROM content WHERE digest = ?1 AND NOT EXISTS"
                            " (SELECT 1 FROM attachment a WHERE a.digest = ?1) ORDER BY id LIMIT 32) RETURNING 1");
RV_STATEMENT(sweep_content_row, "DELETE FROM work_content WHERE digest = ?1");
RV_STATEMENT(contents_under_way, "SELECT digest FROM work_content WHERE digest > ?1 ORDER BY digest LIMIT 1");

/* One short transaction; `*more` says whether there was something. */
static rv_status sweep_portion(rv_store *store, const char *digest, bool *more, rv_error *err)
{
    rv_query *query = NULL;
    bool row;
    rv_status st = rv_write_begin(store, err);

    *more = false;
    if (st != RV_OK)
        return st;
    store->inside = true;
    st = rv_query_start(&query, store, &sweep_content, err, "t", digest);
    while (st == RV_OK && (st = rv_query_next(query, &row, err)) == RV_OK && row)
        *more = true;
    rv_query_end(query);
    store->inside = false;
    if (st == RV_OK && !*more)
        st = rv_store_run(store, &sweep_content_row, err, "t", digest);
    if (st == RV_OK)
        return rv_write_end(store, true, err);
    (void)rv_write_end(store, false, NULL);
    return st;
}

rv_status rv_sweep_content(rv_store *store, const char *digest, rv_error *err)
{
    bool more = true;
    rv_status st = RV_OK;

    while (st == RV_OK && more)
        st = sweep_portion(store, digest, &more, err);
    return st;
}

/* The digest under way after `digest`, in its place; "" when there is none. */
static rv_status next_digest(rv_store *store, char digest[RV_DIGEST_HEX], rv_error *err)
{
    rv_query *query = NULL;
    bool more = false;
    const char *text;
    rv_status st = rv_query_start(&query, store, &contents_under_way, err, "t", digest);

    if (st == RV_OK)
        st = rv_query_next(query, &more, err);
    text = st == RV_OK && more ? rv_query_text(query, 0) : NULL;
    digest[0] = 0;
    if (text && strlen(text) == RV_DIGEST_HEX - 1)
        memcpy(digest, text, RV_DIGEST_HEX);
    rv_query_end(query);
    return st;
}

rv_status rv_sweep_contents(rv_store *store, rv_error *err)
{
    char digest[RV_DIGEST_HEX] = "";
    rv_status st;

    while ((st = next_digest(store, digest, err)) == RV_OK && *digest) {
        int alive = -1;
        if ((st = rv_content_hold(store, digest, &alive, err)) != RV_OK)
            break;
        if (alive < 0)
            continue;
        st = rv_sweep_content(store, digest, err);
        close(alive);
        if (st != RV_OK)
            break;
    }
    return st;
}
