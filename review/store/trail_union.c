/* The events of two copies of a review, and the one order that they have in both. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/merge.h"

RV_STATEMENT(union_events, "SELECT id, digest, at FROM event ORDER BY id");
RV_STATEMENT(union_parents, "SELECT event, parent FROM event_parent ORDER BY event, ordinal");
RV_STATEMENT(union_count, "SELECT max(id) FROM event");

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static size_t slot_of(const rv_union *u, const uint8_t digest[RV_DIGEST])
{
    uint64_t hash;
    size_t at;

    memcpy(&hash, digest, sizeof hash);
    for (at = (size_t)hash & (u->slot_count - 1); u->slots[at]; at = (at + 1) & (u->slot_count - 1))
        if (memcmp(u->events[u->slots[at] - 1].digest, digest, RV_DIGEST) == 0)
            break;
    return at;
}

size_t rv_union_find(const rv_union *u, const uint8_t digest[RV_DIGEST])
{
    return u->slot_count ? u->slots[slot_of(u, digest)] - 1 : SIZE_MAX;       /* an empty slot has 0 */
}

/* Room for `more` events, in the list and in the table, which is at most half full. */
static rv_status make_room(rv_union *u, size_t more, rv_error *err)
{
    const size_t need = u->n + more + 1;
    rv_union_event *grown = realloc(u->events, need * sizeof *grown);
    size_t *slots, count = 1024;

    if (!grown)
        return no_memory(err);
    u->events = grown;
    u->room = need;
    while (count < 2 * need)
        count *= 2;
    if (!(slots = calloc(count, sizeof *slots)))
        return no_memory(err);
    free(u->slots);
    u->slots = slots;
    u->slot_count = count;
    for (size_t i = 0; i < u->n; i++)
        u->slots[slot_of(u, u->events[i].digest)] = i + 1;
    return RV_OK;
}

static rv_status add_event(rv_union *u, rv_query *row, bool mine, size_t count, rv_error *err)
{
    const int64_t id = rv_query_int(row, 0);
    const char *at = rv_query_text(row, 2);
    size_t n, slot;
    const void *digest = rv_query_blob(row, 1, &n);
    rv_union_event *e;

    if (n != RV_DIGEST || id < 1 || (size_t)id > count)
        return rv_fail(err, RV_ESTORE, "event %lld is damaged", (long long)id);
    slot = slot_of(u, digest);
    if (!u->slots[slot]) {
        e = &u->events[u->n];
        *e = (rv_union_event){ .mine = 0 };
        memcpy(e->digest, digest, RV_DIGEST);
        snprintf(e->at, sizeof e->at, "%s", at ? at : "");
        u->slots[slot] = ++u->n;
    }
    e = &u->events[u->slots[slot] - 1];
    *(mine ? &e->mine : &e->theirs) = id;
    (mine ? u->mine : u->theirs)[id] = u->slots[slot] - 1;
    return RV_OK;
}

static rv_status add_parent(rv_union *u, rv_query *row, bool mine, size_t count, rv_error *err)
{
    const int64_t child = rv_query_int(row, 0), parent = rv_query_int(row, 1);
    const size_t *at = mine ? u->mine : u->theirs;
    rv_union_event *e;

    if (parent < 1 || child <= parent || (size_t)child > count)
        return rv_fail(err, RV_ESTORE, "event %lld does not come after its parents", (long long)child);
    e = &u->events[at[child]];
    if (!mine && e->mine)
        return RV_OK;
    if (u->parent_count == u->parent_room) {
        size_t room = u->parent_room ? 2 * u->parent_room : 1024;
        size_t *grown = realloc(u->parents, room * sizeof *grown);
        if (!grown)
            return no_memory(err);
        u->parents = grown;
        u->parent_room = room;
    }
    if (!e->parents)
        e->first = u->parent_count;
    e->parents++;
    u->parents[u->parent_count++] = at[parent];
    return RV_OK;
}

rv_status rv_union_add(rv_union *u, rv_store *store, bool mine, rv_error *err)
{
    rv_query *row = NULL;
    int64_t count = 0;
    size_t **at = mine ? &u->mine : &u->theirs;
    bool more;
    rv_status st = rv_store_int(store, &union_count, &count, NULL, err, "");

    if (st == RV_OK && count < 0)
        st = rv_fail(err, RV_ESTORE, "the trail is damaged");
    if (st != RV_OK || (st = make_room(u, (size_t)count, err)) != RV_OK)
        return st;
    *(mine ? &u->mine_count : &u->theirs_count) = (size_t)count;
    if (!(*at = calloc((size_t)count + 1, sizeof **at)))
        return no_memory(err);
    st = rv_query_start(&row, store, &union_events, err, "");
    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more)
        st = add_event(u, row, mine, (size_t)count, err);
    rv_query_end(row);
    if (st != RV_OK)
        return st;
    st = rv_query_start(&row, store, &union_parents, err, "");
    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more)
        st = add_parent(u, row, mine, (size_t)count, err);
    rv_query_end(row);
    return st;
}

/* ---- The order: of the events whose parents stand, always the earliest; a heap of them ---------------------------------------- */

typedef struct {
    const rv_union *u;
    size_t         *heap, n;
} waiting;

static bool before(const rv_union *u, size_t a, size_t b)
{
    const rv_union_event *x = &u->events[a], *y = &u->events[b];
    const int order = strcmp(x->at, y->at);

    return order ? order < 0 : memcmp(x->digest, y->digest, RV_DIGEST) < 0;
}

static void push(waiting *w, size_t event)
{
    size_t at = w->n++;

    for (; at > 0 && before(w->u, event, w->heap[(at - 1) / 2]); at = (at - 1) / 2)
        w->heap[at] = w->heap[(at - 1) / 2];
    w->heap[at] = event;
}

static size_t pop(waiting *w)
{
    const size_t top = w->heap[0], last = w->heap[--w->n];
    size_t at = 0;

    for (size_t child; (child = 2 * at + 1) < w->n; at = child) {
        if (child + 1 < w->n && before(w->u, w->heap[child + 1], w->heap[child]))
            child++;
        if (!before(w->u, w->heap[child], last))
            break;
        w->heap[at] = w->heap[child];
    }
    w->heap[at] = last;
    return top;
}

/* The children of each event, one after the other: those of `i` from from[i] to from[i + 1]. */
static void find_children(const rv_union *u, size_t *from, size_t *children)
{
    for (size_t i = 0; i < u->parent_count; i++)
        from[u->parents[i] + 1]++;
    for (size_t i = 0; i < u->n; i++)
        from[i + 1] += from[i];
    for (size_t i = u->n; i-- > 0;)
        for (size_t p = u->events[i].first; p < u->events[i].first + u->events[i].parents; p++)
            children[--from[u->parents[p] + 1]] = i;
    /* Each from[i + 1] has gone back to where the children of i begin. */
    memmove(from, from + 1, u->n * sizeof *from);
    from[u->n] = u->parent_count;
}

static rv_status place_all(rv_union *u, waiting *w, size_t *from, size_t *children, size_t *missing, rv_error *err)
{
    size_t done = 0;

    find_children(u, from, children);
    for (size_t i = 0; i < u->n; i++)
        if ((missing[i] = u->events[i].parents) == 0)
            push(w, i);
    while (w->n) {
        const size_t i = pop(w);
        u->order[done++] = i;
        u->place[i] = (int64_t)done;
        for (size_t c = from[i]; c < from[i + 1]; c++)
            if (--missing[children[c]] == 0)
                push(w, children[c]);
    }
    return done == u->n ? RV_OK : rv_fail(err, RV_ETAMPER, "the trail goes in a circle");
}

rv_status rv_union_sort(rv_union *u, rv_error *err)
{
    waiting w = { .u = u, .heap = malloc((u->n + 1) * sizeof *w.heap) };
    size_t *from = calloc(u->n + 2, sizeof *from), *children = malloc((u->parent_count + 1) * sizeof *children),
           *missing = malloc((u->n + 1) * sizeof *missing);
    rv_status st;

    u->order = malloc((u->n + 1) * sizeof *u->order);
    u->place = malloc((u->n + 1) * sizeof *u->place);
    if (!w.heap || !from || !children || !missing || !u->order || !u->place)
        st = no_memory(err);
    else
        st = place_all(u, &w, from, children, missing, err);
    free(w.heap);
    free(from);
    free(children);
    free(missing);
    for (u->kept = 0; st == RV_OK && u->kept < u->n; u->kept++)
        if (u->events[u->order[u->kept]].mine != (int64_t)u->kept + 1)
            break;
    return st;
}

void rv_union_free(rv_union *u)
{
    free(u->events);
    free(u->parents);
    free(u->slots);
    free(u->mine);
    free(u->theirs);
    free(u->order);
    free(u->place);
    *u = (rv_union){ 0 };
}
