/* Conflicts that a person may decide: those on which they have not voted. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/conflict_queue.h"

typedef struct {
    const char        *stage;
    rv_conflict_queue *queue;
} walk;

/* Shown is the one that is wanted, else the first behind `after`, else the first. */
static rv_status look(void *user, const rv_screen_status *s, rv_error *err)
{
    const walk *w = user;
    rv_conflict_queue *q = w->queue;
    const bool better = q->wanted ? s->report == q->wanted : !q->found || (q->after && q->found <= q->after && s->report > q->after);

    (void)err;
    if (s->outcome != RV_SCREEN_CONFLICT || *s->verdict || strcmp(s->stage, w->stage) != 0)
        return RV_OK;
    q->n++;
    if (better) {
        q->found = s->report;
        q->place = q->n;
    }
    return RV_OK;
}

rv_status rv_conflict_opinions(void *opinions, const rv_conflict *c, rv_error *err)
{
    (void)err;
    for (size_t i = 0; i < c->n_votes; i++) {
        json_t *one = json_object();
        rv_json_put_text(one, "verdict", c->verdicts[i]);
        rv_json_put_yes(one, c->verdicts[i], true);
        rv_json_put_text(one, "reason", c->reasons[i]);
        rv_json_put_text(one, "note", c->notes[i]);
        json_array_append_new(opinions, one);
    }
    return RV_OK;
}

rv_status rv_conflict_find(rv_call *call, const char *stage, rv_conflict_queue *q, rv_error *err)
{
    walk w = { stage, q };
    rv_status st;

    q->opinions = json_array();
    if ((st = rv_store_read_begin(call->store, err)) != RV_OK)
        return st;
    st = rv_screen_each(call->store, call->protocol, call->person, look, &w, err);
    if (st == RV_OK && q->found)
        st = rv_screen_conflict(call->store, call->protocol, stage, q->found, rv_conflict_opinions, q->opinions, err);
    rv_store_read_end(call->store);
    return st;
}

char *rv_conflict_version(int64_t report, const json_t *opinions)
{
    char *said = json_dumps(opinions, JSON_COMPACT | JSON_SORT_KEYS), *version = NULL;

    if (said && asprintf(&version, "%lld %s", (long long)report, said) < 0)
        version = NULL;
    free(said);
    return version;
}
