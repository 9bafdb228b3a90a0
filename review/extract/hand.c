/* Rows matched, unmatched, taken and left out by hand. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/hand.h"

rv_status rv_hand_add(rv_event *event, const rv_row *a, const rv_row *b, const char *who, const char *taken, rv_error *err)
{
    const bool result = a->kind == RV_ROW_RESULT;
    rv_cell cells[4];
    size_t n = 0;

    cells[n++] = RV_CELL_OF_INT(result ? "result_a" : "part_a", a->id);
    if (b)
        cells[n++] = RV_CELL_OF_INT(result ? "result_b" : "part_b", b->id);
    cells[n++] = RV_CELL_OF_TEXT("reviewer", who);
    if (taken && taken[0])
        cells[n++] = RV_CELL_OF_TEXT("taken", taken);
    return rv_event_add(event, "alignment", cells, n, NULL, err);
}

typedef struct {
    rv_store   *store;
    const char *who, *a, *b, *taken;
    char       *hex;
} matching;

static rv_status find(const rv_pair *pair, int side, const char *name, const rv_row **row, rv_error *err)
{
    const size_t at = rv_rows_find(&pair->sides[side], name);

    *row = at < pair->sides[side].n ? &pair->sides[side].rows[at] : NULL;
    if (at == SIZE_MAX - 1)
        return rv_fail(err, RV_EINVAL, "%s has several rows '%s'; say which as arm:%s, result:%s", pair->names[side], name, name, name);
    return RV_OK;
}

/* What was said already is not said again. */
static bool stands(const matching *m, const rv_pair *pair, const rv_row *a, const rv_row *b, int side)
{
    if (b)
        return a->partner != SIZE_MAX && &pair->sides[!side].rows[a->partner] == b && a->by[0];
    return a->partner == SIZE_MAX && a->by[0] && strcmp(a->taken, m->taken ? m->taken : "") == 0;
}

static rv_status match(void *user, const rv_pair *pair, rv_error *err)
{
    matching *m = user;
    const rv_row *a = NULL, *b = NULL;
    rv_event *event = NULL;
    int side = 0;
    bool there = false;
    rv_status st = RV_OK;

    for (int k = 0; st == RV_OK && k < 2 && (!a || (m->b && !b)); k++) {      /* either may be of the first version */
        side = k;
        if ((st = find(pair, k, m->a, &a, err)) == RV_OK && m->b)
            st = find(pair, !k, m->b, &b, err);
        there |= a != NULL;
    }
    if (st != RV_OK)
        return st;
    if (!a || (m->b && !b))
        return rv_fail(err, RV_ENOTFOUND, "%s: there is no row '%s' in %s; see the list of rows", pair->label, there ? m->b : m->a,
                       there ? "the other version" : "either version");
    if (b && a->kind != b->kind)
        return rv_fail(err, RV_EINVAL, "%s:%s and %s:%s are not of one kind", rv_row_words[a->kind], a->key, rv_row_words[b->kind], b->key);
    if (stands(m, pair, a, b, side))
        return RV_OK;
    if ((st = rv_event_begin(&event, m->store, b ? "extract.match" : "extract.unmatch", m->who, false, err)) != RV_OK)
        return st;
    if ((st = rv_hand_add(event, side ? (b ? b : a) : a, b ? (side ? a : b) : NULL, m->who, m->taken, err)) == RV_OK)
        return rv_event_commit(event, m->hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_extract_match(rv_store *store, const rv_protocol *protocol, const char *who, const char *study, const char *a, const char *b,
                           const char *taken, char hex[RV_DIGEST_HEX], rv_error *err)
{
    matching m = { store, who, a, b, taken, hex };
    rv_pairs pairs;
    rv_status st;

    hex[0] = 0;
    if (taken && strcmp(taken, "yes") != 0 && strcmp(taken, "no") != 0)
        return rv_fail(err, RV_EINVAL, "a row without counterpart is taken (yes) or left out (no), not '%s'", taken);
    if ((st = rv_pairs_open(&pairs, store, protocol, study, err)) == RV_OK)
        st = rv_pairs_each(&pairs, study, match, &m, err);
    rv_pairs_close(&pairs);
    return st;
}
