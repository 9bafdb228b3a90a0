/* What persons say of links: one report, not one report, and taking back an earlier act. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/links.h"
#include "review/refs.h"

RV_STATEMENT(act_all, "SELECT id, digest, kind FROM event WHERE kind IN ('dedup.run', 'dedup.judge', 'dedup.undo') ORDER BY id");

static rv_status reports_of(rv_store *store, int64_t record, int64_t other, int64_t *a, int64_t *b, rv_error *err)
{
    rv_status st = rv_record_report(store, record, a, err);

    return st == RV_OK ? rv_record_report(store, other, b, err) : st;
}

static bool together(const rv_standing *standing, const rv_link *link)
{
    const int64_t a = rv_standing_find(standing, link->record), b = rv_standing_find(standing, link->other);

    return a >= 0 && b >= 0 && rv_groups_of(standing->groups, (uint32_t)a) == rv_groups_of(standing->groups, (uint32_t)b);
}

/* A merge across what was said to be apart would pull other records out of their report; it names the first such link. */
static rv_status check_kept(const rv_links *links, const rv_standing *before, const rv_standing *after, rv_error *err)
{
    for (size_t i = 0; i < links->n; i++)
        if (links->items[i].verdict == RV_LINK_SAME && together(before, &links->items[i]) && !together(after, &links->items[i]))
            return rv_fail(err, RV_EINVAL, "this merge would part records %lld and %lld, because others of their reports were said "
                           "to be apart; undo that first", (long long)links->items[i].record, (long long)links->items[i].other);
    return RV_OK;
}

static rv_status judge(rv_store *store, rv_event *event, int64_t record, int64_t other, bool same, const char *reason,
                       rv_error *err)
{
    rv_links old = { 0 }, new = { 0 };
    rv_standing before = { 0 }, after = { 0 };
    rv_status st;

    if ((st = rv_links_load(store, &old, err)) == RV_OK && (st = rv_standing_make(&before, &old, NULL, 0, err)) == RV_OK
        && (st = rv_link_add(event, record, other, same ? "same" : "apart", "person", reason, err)) == RV_OK
        && (st = rv_links_load(store, &new, err)) == RV_OK && (st = rv_standing_make(&after, &new, NULL, 0, err)) == RV_OK
        && (!same || (st = check_kept(&old, &before, &after, err)) == RV_OK))
        st = rv_members_make(store, err);
    rv_standing_free(&before);
    rv_standing_free(&after);
    rv_links_free(&old);
    rv_links_free(&new);
    return st;
}

rv_status rv_dedup_judge(rv_store *store, const char *who, int64_t record, int64_t other, bool same, const char *reason,
                         char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event = NULL;
    int64_t a, b;
    rv_status st;

    if (record == other)
        return rv_fail(err, RV_EINVAL, "record %lld is given twice; a merge or split needs two records", (long long)record);
    if (!reason || !*reason)
        return rv_fail(err, RV_EINVAL, "a %s needs its reason", same ? "merge" : "split");
    if ((st = rv_event_begin(&event, store, "dedup.judge", who, false, err)) != RV_OK)
        return st;
    if ((st = reports_of(store, record, other, &a, &b, err)) == RV_OK) {
        if (same && a == b)
            st = rv_fail(err, RV_EEXIST, "records %lld and %lld are one report already", (long long)record, (long long)other);
        else
            st = judge(store, event, record, other, same, reason, err);
    }
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

/* ---- Undoing ------------------------------------------------------------------------------------------------------------ */

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
    static const char *const verdicts[] = { "same", "apart", "none" };
    rv_status st = RV_OK;

    *n = 0;
    for (size_t from = 0, to; from < links->n && st == RV_OK; from = to) {
        const rv_link *now, *before;
        to = rv_links_pair_end(links, from);
        now = rv_links_standing(links, from, to, INT64_MAX);
        if (now->event != act)
            continue;
        before = rv_links_standing(links, from, to, now->id);
        st = rv_link_add(event, now->record, now->other, verdicts[before ? before->verdict : RV_LINK_NONE], "undo", reason, err);
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

    if (!reason || !*reason)
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
