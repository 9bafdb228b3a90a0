#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/store.h"

#include "store/merge.h"
#include "store/verify.h"

RV_STATEMENT(trail_events, "SELECT id, digest, kind, who, at, body FROM event ORDER BY id");
RV_STATEMENT(trail_parents, "SELECT p.ordinal, p.parent, e.digest FROM event_parent p LEFT JOIN event e ON e.id = p.parent"
                            " WHERE p.event = ?1 ORDER BY p.ordinal");
RV_STATEMENT(trail_parent_rows, "SELECT count(*) FROM event_parent");
RV_STATEMENT(trail_leaves, "SELECT e.digest, h.events FROM event e LEFT JOIN head h ON h.digest = e.digest"
                           " WHERE e.id NOT IN (SELECT p.parent FROM event_parent p)");
RV_STATEMENT(trail_heads, "SELECT h.digest, e.id, h.events FROM head h LEFT JOIN event e ON e.digest = h.digest");

static bool same(const json_t *value, const char *text)
{
    const char *string = json_string_value(value);

    return string && text && strcmp(string, text) == 0;
}

static rv_status check_parents(rv_verify *v, int64_t event, const json_t *parents, rv_error *err)
{
    rv_query *query;
    size_t seen = 0;
    bool more;
    rv_status st = rv_query_start(&query, v->store, &trail_parents, err, "i", event);

    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        size_t n;
        const void *digest = rv_query_blob(query, 2, &n);
        char hex[RV_DIGEST_HEX] = "";
        if (digest && n == RV_DIGEST)
            rv_hex(digest, RV_DIGEST, hex);
        if (rv_query_int(query, 0) != (int64_t)seen || rv_query_int(query, 1) >= event
            || !same(json_array_get(parents, seen), hex))
            rv_verify_wrong(v->found, "event %lld: parent %zu is not the one it was made after", (long long)event, seen + 1);
        seen++;
    }
    rv_query_end(query);
    if (st == RV_OK && seen != json_array_size(parents))
        rv_verify_wrong(v->found, "event %lld has %zu parents in the trail, %zu in its body", (long long)event, seen,
                        json_array_size(parents));
    v->parents += (int64_t)seen;
    return st;
}

/* The bytes are those that were hashed, and the columns beside them say the same. */
static json_t *check_body(rv_verify *v, rv_query *query)
{
    int64_t id = rv_query_int(query, 0);
    const char *kind = rv_query_text(query, 2), *who = rv_query_text(query, 3), *at = rv_query_text(query, 4);
    uint8_t digest[RV_DIGEST];
    size_t n, length;
    const void *stored = rv_query_blob(query, 1, &n);
    const char *bytes = rv_query_blob(query, 5, &length);
    json_t *body;

    rv_sha256_of(bytes ? bytes : "", length, digest);
    if (n != RV_DIGEST || memcmp(stored, digest, RV_DIGEST) != 0)
        rv_verify_wrong(v->found, "event %lld (%s by %s at %s) was altered: its bytes do not have its digest", (long long)id,
                        kind ? kind : "?", who ? who : "?", at ? at : "?");
    body = json_loadb(bytes ? bytes : "", length, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(body)) {
        rv_verify_wrong(v->found, "event %lld: its body is not JSON", (long long)id);
        json_decref(body);
        return NULL;
    }
    if (json_integer_value(json_object_get(body, "version")) != 1)
        rv_verify_wrong(v->found, "event %lld: its body has a version that is not known", (long long)id);
    if (!same(json_object_get(body, "kind"), kind) || !same(json_object_get(body, "who"), who)
        || !same(json_object_get(body, "at"), at))
        rv_verify_wrong(v->found, "event %lld was altered: kind, who or at is not what its body says", (long long)id);
    return body;
}

static rv_status check_event(rv_verify *v, rv_query *query, rv_error *err)
{
    int64_t id = rv_query_int(query, 0);
    json_t *body = check_body(v, query);
    rv_status st = RV_OK;

    v->found->events++;
    if (id != v->found->events)
        rv_verify_wrong(v->found, "event %lld is missing", (long long)v->found->events);
    if (body && (st = check_parents(v, id, json_object_get(body, "parents"), err)) == RV_OK
        && (st = rv_verify_facts(v, id, json_object_get(body, "facts"), err)) == RV_OK)
        st = rv_verify_bulk(v, id, json_object_get(body, "bulk"), err);
    json_decref(body);
    return st;
}

/* Heads are the events without children, and nothing else is one. */
static rv_status check_heads(rv_verify *v, rv_error *err)
{
    rv_query *query;
    int64_t leaves = 0, heads = 0;
    bool more;
    rv_status st = rv_query_start(&query, v->store, &trail_heads, err, "");

    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        size_t n;
        const void *digest = rv_query_blob(query, 0, &n);
        char hex[RV_DIGEST_HEX] = "?";
        if (digest && n == RV_DIGEST)
            rv_hex(digest, RV_DIGEST, hex);
        if (rv_query_null(query, 1))
            rv_verify_wrong(v->found, "the newest event %s, or its like, was cut off: the trail ends before it", hex);
        else if (rv_query_int(query, 2) != rv_query_int(query, 1))
            rv_verify_wrong(v->found, "the head counts %lld events, the trail has %lld", (long long)rv_query_int(query, 2),
                            (long long)rv_query_int(query, 1));
        heads++;
    }
    rv_query_end(query);
    if (st != RV_OK)
        return st;
    st = rv_query_start(&query, v->store, &trail_leaves, err, "");
    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        if (rv_query_null(query, 1))
            rv_verify_wrong(v->found, "the head does not name the newest event");
        leaves++;
    }
    rv_query_end(query);
    if (st == RV_OK && leaves != heads)
        rv_verify_wrong(v->found, "there are %lld heads for %lld newest events", (long long)heads, (long long)leaves);
    return st;
}

RV_STATEMENT(trail_merges, "SELECT count(*) FROM event_parent WHERE ordinal > 0");

/* What counts as the newest goes by the ids of events; where copies were merged these must be in the order that the trail gives. */
static rv_status check_order(rv_verify *v, rv_error *err)
{
    rv_union u = { 0 };
    int64_t merges = 0;
    rv_status st = rv_store_int(v->store, &trail_merges, &merges, NULL, err, "");

    if (st == RV_OK && merges && (st = rv_union_add(&u, v->store, true, err)) == RV_OK && (st = rv_union_sort(&u, err)) == RV_OK
        && u.kept < u.n)
        rv_verify_wrong(v->found, "event %lld does not stand where the trail puts it: events were put in another order",
                        (long long)u.kept + 1);
    rv_union_free(&u);
    if (st == RV_ETAMPER) {
        rv_verify_wrong(v->found, "the trail goes in a circle");
        st = RV_OK;
    }
    return st;
}

rv_status rv_verify_trail(rv_verify *v, rv_error *err)
{
    rv_query *query;
    int64_t rows = 0;
    bool more;
    rv_status st = rv_query_start(&query, v->store, &trail_events, err, "");

    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more)
        st = check_event(v, query, err);
    rv_query_end(query);
    if (st == RV_OK && (st = rv_store_int(v->store, &trail_parent_rows, &rows, NULL, err, "")) == RV_OK && rows != v->parents)
        rv_verify_wrong(v->found, "%lld rows of event_parent belong to no event", (long long)(rows - v->parents));
    if (st == RV_OK && !v->found->wrong)
        st = check_order(v, err);
    return st == RV_OK ? check_heads(v, err) : st;
}
