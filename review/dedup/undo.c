/* Taking back an earlier act: what was said before it is said again. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "dedup/links.h"

RV_STATEMENT(act_all, "SELECT id, digest, kind FROM event WHERE kind IN ('dedup.run', 'dedup.judge', 'dedup.undo') ORDER BY id");

/* The act whose digest begins with `text`. */
static rv_status find_act(rv_store *store, const char *text, int64_t *act, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_query *q = NULL;
    const size_t n = strlen(text);
    size_t found = 0;
    bool more;
    rv_status st;

    if (n < 8 || n >= RV_DIGEST_HEX || strspn(text, "0123456789abcdef") != n)
        return rv_fail(err, RV_EINVAL, "'%s' is not an event; give 8 or more hexadecimal digits of its digest", text);
    if ((st = rv_query_start(&q, store, &act_all, err, "")) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more) {
            char digest[RV_DIGEST_HEX];
            size_t size;
            const void *bytes = rv_query_blob(q, 1, &size);
            rv_hex(bytes, size < RV_DIGEST ? size : RV_DIGEST, digest);
            if (strncmp(digest, text, n) != 0)
                continue;
            *act = rv_query_int(q, 0);
            memcpy(hex, digest, sizeof digest);
            found++;
        }
    rv_query_end(q);
    if (st == RV_OK && found != 1)
        st = rv_fail(err, found ? RV_EINVAL : RV_ENOTFOUND, found ? "%s begins several events; give more of its digest"
                     : "no merge, split or run is event %s", text);
    return st;
}

/* Says again of each pair what was said before the act; leaves alone what a later act said. */
static rv_status restore(rv_event *event, const rv_links *links, int64_t act, const char *reason, size_t *n, rv_error *err)
{
    rv_status st = RV_OK;

    *n = 0;
    for (size_t from = 0, to; from < links->n && st == RV_OK; from = to) {
        const rv_link *now, *before;
        to = rv_links_pair_end(links, from);
        now = rv_links_standing(links, from, to, INT64_MAX);
        if (now->event != act)
            continue;
        before = rv_links_standing(links, from, to, now->id);
        st = rv_link_add(event, now->record, now->other, before ? before->verdict : RV_LINK_NONE, "undo", reason, NAN, err);
        (*n)++;
    }
    return st;
}

rv_status rv_dedup_undo(rv_store *store, const char *who, const char *event_text, const char *reason, char hex[RV_DIGEST_HEX],
                        rv_error *err)
{
    rv_event *event = NULL;
    rv_links links = { 0 };
    char undone[RV_DIGEST_HEX];
    int64_t act = 0;
    size_t n = 0;
    rv_status st;

    if (rv_text_missing(reason ? reason : ""))
        return rv_fail(err, RV_EINVAL, "an undo needs its reason");
    if ((st = find_act(store, event_text, &act, undone, err)) != RV_OK
        || (st = rv_event_begin(&event, store, "dedup.undo", who, false, err)) != RV_OK)
        return st;
    if ((st = rv_links_load(store, &links, err)) == RV_OK && (st = rv_event_say(event, "undoes", undone, err)) == RV_OK
        && (st = restore(event, &links, act, reason, &n, err)) == RV_OK) {
        if (!n)
            st = rv_fail(err, RV_EINVAL, "nothing of event %.12s stands any more", undone);
        else
            st = rv_members_make(store, err);
    }
    rv_links_free(&links);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}
