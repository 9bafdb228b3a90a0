/* Conflicts that a person may decide: those on which they have not voted. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/conflict_queue.h"

typedef struct {
    const char *stage;
    int64_t    *own;              /* reports with a vote of this person, rising */
    size_t      n, capacity;
} voted;

static rv_status add_own(void *user, const rv_screen_status *s, rv_error *err)
{
    voted *v = user;

    if (!*s->verdict || s->outcome != RV_SCREEN_CONFLICT || strcmp(s->stage, v->stage) != 0)
        return RV_OK;
    if (v->n == v->capacity) {
        const size_t capacity = v->capacity ? v->capacity * 2 : 64;
        int64_t *more = realloc(v->own, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        v->own = more;
        v->capacity = capacity;
    }
    v->own[v->n++] = s->report;
    return RV_OK;
}

/* While the conflicts are walked. */
typedef struct {
    const voted       *voted;
    rv_conflict_queue *q;
} walk;

static bool is_own(const voted *v, int64_t report)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->own[i] == report)
            return true;
    return false;
}

static json_t *opinions_of(const rv_conflict *c)
{
    json_t *list = json_array();

    for (size_t i = 0; i < c->n_votes; i++) {
        json_t *one = json_object();
        rv_json_put_text(one, "verdict", c->verdicts[i]);
        rv_json_put_yes(one, c->verdicts[i], true);
        rv_json_put_text(one, "reason", c->reasons[i]);
        rv_json_put_text(one, "note", c->notes[i]);
        json_array_append_new(list, one);
    }
    return list;
}

static void show(rv_conflict_queue *q, const rv_conflict *c)
{
    q->found = c->report;
    q->place = q->n;
    json_decref(q->opinions);
    q->opinions = opinions_of(c);
}

/* Shown is the one that is wanted, else the first behind `after`, else the first. */
static rv_status look(void *user, const rv_conflict *c, rv_error *err)
{
    const walk *w = user;
    rv_conflict_queue *q = w->q;

    (void)err;
    if (is_own(w->voted, c->report))
        return RV_OK;
    q->n++;
    if (q->wanted ? c->report == q->wanted : !q->found || (q->after && q->found <= q->after && c->report > q->after))
        show(q, c);
    return RV_OK;
}

rv_status rv_conflict_find(rv_call *call, const char *stage, rv_conflict_queue *q, rv_error *err)
{
    voted v = { stage, NULL, 0, 0 };
    walk w = { &v, q };
    rv_status st = rv_screen_each(call->store, call->protocol, call->person, add_own, &v, err);

    if (st == RV_OK)
        st = rv_screen_conflicts(call->store, call->protocol, stage, look, &w, err);
    free(v.own);
    return st;
}

char *rv_conflict_version(const rv_conflict_queue *q)
{
    char *said = json_dumps(q->opinions, JSON_COMPACT | JSON_SORT_KEYS), *version = NULL;

    if (said && asprintf(&version, "%lld %s", (long long)q->found, said) < 0)
        version = NULL;
    free(said);
    return version;
}
