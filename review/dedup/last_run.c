/* What the run before left to go on from: its policy, its weights, and which acts it knew of. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/dedup_run.h"

RV_STATEMENT(run_newest, "SELECT MAX(id) FROM event WHERE kind = 'dedup.run'");
RV_STATEMENT(run_by_digest, "SELECT id FROM event WHERE digest = ?1");
RV_STATEMENT(run_digest, "SELECT digest FROM event WHERE id = ?1");
RV_STATEMENT(copies_merged, "SELECT COUNT(*) FROM event_parent WHERE ordinal > 0");
RV_STATEMENT(parents_before, "SELECT event, parent FROM event_parent WHERE event <= ?1 ORDER BY event DESC, ordinal");

typedef struct {
    rv_last_run *last;
    bool         policy, weights;
} reading;

static rv_status read_said(void *user, const char *key, const char *text, rv_error *err)
{
    reading *r = user;
    uint8_t digest[RV_DIGEST];

    (void)err;
    if (strcmp(key, "policy") == 0)
        r->policy = rv_policy_parse(text, &r->last->policy);
    else if (strcmp(key, "weights") == 0)        /* in a form that is not known: estimated anew */
        r->weights = rv_weights_read(&r->last->weights, text, NULL) == RV_OK;
    else if (strcmp(key, "weights-of") == 0 && strlen(text) == RV_DIGEST_HEX - 1 && rv_unhex(text, digest, RV_DIGEST))
        memcpy(r->last->frozen_hex, text, RV_DIGEST_HEX);
    return RV_OK;
}

/* The act that estimated the weights: the run itself when it names no other. */
static rv_status find_frozen(rv_store *store, rv_last_run *last, rv_error *err)
{
    uint8_t digest[RV_DIGEST];
    rv_query *q = NULL;
    size_t n;
    bool more;
    rv_status st;

    if (*last->frozen_hex) {
        (void)rv_unhex(last->frozen_hex, digest, RV_DIGEST);
        return rv_store_int(store, &run_by_digest, &last->frozen, NULL, err, "b", digest, (size_t)RV_DIGEST);
    }
    last->frozen = last->event;
    if ((st = rv_query_start(&q, store, &run_digest, err, "i", last->event)) == RV_OK
        && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const void *bytes = rv_query_blob(q, 0, &n);
        rv_hex(bytes, n < RV_DIGEST ? n : RV_DIGEST, last->frozen_hex);
    }
    rv_query_end(q);
    return st;
}

rv_status rv_last_run_read(rv_store *store, rv_last_run *last, rv_error *err)
{
    reading r = { .last = last };
    bool found;
    rv_status st;

    *last = (rv_last_run){ 0 };
    if ((st = rv_store_int(store, &run_newest, &last->event, &found, err, "")) != RV_OK || !found)
        return st;
    if ((st = rv_event_said(store, last->event, read_said, &r, err)) == RV_OK && r.policy && r.weights
        && (st = find_frozen(store, last, err)) == RV_OK)
        last->known = last->frozen != 0;
    return st;
}

rv_status rv_dedup_policy_used(rv_store *store, rv_dedup_policy *policy, bool *found, rv_error *err)
{
    rv_last_run last;
    const rv_status st = rv_last_run_read(store, &last, err);

    *found = st == RV_OK && last.known;
    *policy = *found ? last.policy : (rv_dedup_policy){ 0 };
    return st;
}

/* ---- The past of an act -------------------------------------------------------------------------------------------------- */

rv_status rv_past_read(rv_store *store, int64_t event, rv_past *past, rv_error *err)
{
    rv_query *q = NULL;
    int64_t merges;
    bool more;
    rv_status st;

    *past = (rv_past){ event, NULL };
    if ((st = rv_store_int(store, &copies_merged, &merges, NULL, err, "")) != RV_OK || !merges || !event)
        return st;
    if (!(past->known = calloc((size_t)event + 1, sizeof *past->known)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    past->known[event] = true;
    if ((st = rv_query_start(&q, store, &parents_before, err, "i", event)) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more) {
            const int64_t child = rv_query_int(q, 0), parent = rv_query_int(q, 1);
            if (parent > 0 && parent < child && past->known[child])
                past->known[parent] = true;
        }
    rv_query_end(q);
    if (st != RV_OK)
        rv_past_free(past);
    return st;
}

bool rv_past_has(const rv_past *past, int64_t event)
{
    return event <= past->event && (!past->known || past->known[event]);
}

void rv_past_free(rv_past *past)
{
    free(past->known);
    *past = (rv_past){ 0 };
}
