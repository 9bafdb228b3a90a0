/* Which rows of a review an archive has. */
#include <config.h>

#include <string.h>

#include "tools/archive.h"

RV_STATEMENT(archive_contents, "SELECT digest, name FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM attachment b WHERE b.digest = a.digest"
                               " AND b.id < a.id) ORDER BY id");

static int column(const rv_store_about *about, const char *name)
{
    for (size_t i = 0; i < about->count; i++)
        if (strcmp(about->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

bool rv_archive_skips(const rv_blind *blind, const rv_store_about *about, rv_query *rows)
{
    return about->kind == RV_STORE_FACT
           && rv_blind_fact(blind, rv_query_int(rows, column(about, "event")), rv_query_int(rows, column(about, "ordinal")));
}

bool rv_archive_withholds(const rv_blind *blind, const rv_store_about *about, rv_query *rows, size_t at)
{
    return strcmp(about->name, "event") == 0 && strcmp(about->columns[at].name, "body") == 0
           && rv_blind_event(blind, rv_query_int(rows, column(about, "id")));
}

rv_status rv_archive_attached(rv_store *store, rv_status (*file)(void *user, const char *digest, const char *name, rv_error *err),
                              void *user, rv_error *err)
{
    rv_query *query = NULL;
    bool more;
    rv_status st = rv_query_start(&query, store, &archive_contents, err, "");

    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more)
        st = file(user, rv_query_text(query, 0), rv_query_text(query, 1), err);
    rv_query_end(query);
    return st;
}
