#include <config.h>

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "review/store.h"

#include "store/verify.h"

void rv_verify_wrong(rv_verification *found, const char *format, ...)
{
    va_list args;

    if (found->wrong++ > 0)
        return;
    va_start(args, format);
    vsnprintf(found->first, sizeof found->first, format, args);
    va_end(args);
}

/* SQLite's own opinion of pages, indexes and constraints. */
static rv_status check_integrity(rv_verify *v, rv_error *err)
{
    sqlite3_stmt *query = NULL;
    rv_status st = rv_store_prepare(v->store, &query, "PRAGMA integrity_check(20)", err);
    int code = SQLITE_DONE;

    while (st == RV_OK && (code = rv_store_step(v->store, query)) == SQLITE_ROW) {
        const char *says = (const char *)sqlite3_column_text(query, 0);
        if (says && strcmp(says, "ok") != 0)
            rv_verify_wrong(v->found, "the file is damaged: %s", says);
    }
    if (st == RV_OK && code != SQLITE_DONE)
        st = rv_store_fail(v->store, "checking", err);
    sqlite3_finalize(query);
    return st;
}

RV_STATEMENT(trail_contains,
             "WITH RECURSIVE up(id) AS (SELECT e.id FROM head h JOIN event e ON e.digest = h.digest"
             " UNION SELECT p.parent FROM up JOIN event_parent p ON p.event = up.id)"
             " SELECT 1 FROM up JOIN event e ON e.id = up.id WHERE e.digest = ?1");

/* A head noted elsewhere must be this one or an ancestor. */
static rv_status check_expected(rv_verify *v, const char *expect, rv_error *err)
{
    char lower[RV_DIGEST_HEX] = "";
    uint8_t digest[RV_DIGEST];
    int64_t there = 0;
    rv_status st;

    for (size_t i = 0; expect[i] && i + 1 < sizeof lower; i++)
        lower[i] = (char)tolower((unsigned char)expect[i]);
    if (strlen(expect) != RV_DIGEST_HEX - 1 || !rv_unhex(lower, digest, RV_DIGEST))
        return rv_fail(err, RV_EINVAL, "'%.80s' is no digest; it must be 64 hexadecimal digits", expect);
    st = rv_store_int(v->store, &trail_contains, &there, NULL, err, "b", digest, (size_t)RV_DIGEST);
    if (st == RV_OK && !there)
        rv_verify_wrong(v->found, "event %s, noted elsewhere, is not in this trail: an older copy, another review, or the trail "
                        "was rewritten", lower);
    return st;
}

static rv_status check_all(rv_verify *v, const rv_derivation *derivations, size_t n, const char *expect, rv_error *err)
{
    rv_status st;

    if ((st = check_integrity(v, err)) != RV_OK || v->found->wrong || (st = rv_verify_schema(v, err)) != RV_OK || v->found->wrong)
        return st;                               /* the rest would stumble over the same */
    if ((st = rv_verify_walks_begin(v, err)) == RV_OK && (st = rv_verify_trail(v, err)) == RV_OK
        && (st = rv_verify_walks_end(v, err)) == RV_OK && (st = rv_verify_staged(v, err)) == RV_OK
        && (st = rv_verify_content(v, err)) == RV_OK && (!expect || (st = check_expected(v, expect, err)) == RV_OK) && !v->found->wrong)
        st = rv_verify_derived(v, derivations, n, err);
    rv_verify_walks_free(v);
    return st;
}

rv_status rv_store_verify(rv_store *store, const rv_derivation *derivations, size_t n, const char *expect,
                          rv_verification *out, rv_error *err)
{
    rv_verification fresh = { 0 }, *found = &fresh;      /* `expect` may lie in `out` */
    rv_verify v = { .store = store, .found = found };
    rv_error why;
    rv_status st;

    if ((st = rv_store_read_begin(store, err)) != RV_OK)
        return st;
    st = check_all(&v, derivations, n, expect, &why);
    if (st == RV_OK)
        st = rv_store_head(store, found->head, &why);
    rv_store_read_end(store);

    if (st == RV_ESTORE) {                       /* what cannot be read is damaged */
        rv_verify_wrong(found, "%s", why.message);
        st = RV_OK;
    }
    *out = fresh;
    if (st != RV_OK)
        return rv_fail(err, st, "%s", why.message);
    if (found->wrong)
        return rv_fail(err, RV_ETAMPER, "%s", found->first);
    return RV_OK;
}

rv_status rv_store_rebuild(rv_store *store, const rv_derivation *derivations, size_t n, rv_error *err)
{
    rv_status st = rv_write_begin(store, err);

    if (st != RV_OK)
        return st;
    for (size_t i = 0; i < n && st == RV_OK; i++)
        if ((st = derivations[i].rebuild(store, err)) != RV_OK)
            rv_within(err, st, "rebuilding %s", derivations[i].table);
    if (st == RV_OK)
        return rv_write_end(store, true, err);
    (void)rv_write_end(store, false, NULL);
    return st;
}
