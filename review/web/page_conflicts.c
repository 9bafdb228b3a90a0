/* Conflicts: both opinions without names, and what a third person decides. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/handlers.h"
#include "web/screen_desk.h"

/* ---- Which of them this person may decide ----------------------------------------------------------------------------------- */

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

typedef struct {
    const voted *voted;
    int64_t      after, wanted;   /* the first behind this report; this one */
    int64_t      first, later;    /* of all; behind `after` */
    int64_t      found;           /* which is shown */
    size_t       n, place;        /* how many may be decided; where the shown one stands, from 1 */
    json_t      *opinions;
} queue;

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

static void show(queue *q, const rv_conflict *c)
{
    q->found = c->report;
    q->place = q->n;
    json_decref(q->opinions);
    q->opinions = opinions_of(c);
}

/* Shown is the one that is wanted, else the first behind `after`, else the first. */
static rv_status look(void *user, const rv_conflict *c, rv_error *err)
{
    queue *q = user;

    (void)err;
    if (is_own(q->voted, c->report))
        return RV_OK;
    q->n++;
    if (q->wanted ? c->report == q->wanted : !q->found || (q->after && q->found <= q->after && c->report > q->after))
        show(q, c);
    return RV_OK;
}

static rv_status find_conflict(rv_call *call, const char *stage, queue *q, rv_error *err)
{
    voted v = { stage, NULL, 0, 0 };
    rv_status st = rv_screen_each(call->store, call->protocol, call->person, add_own, &v, err);

    q->voted = &v;
    if (st == RV_OK)
        st = rv_screen_conflicts(call->store, call->protocol, stage, look, q, err);
    q->voted = NULL;
    free(v.own);
    return st;
}

/* ---- Pages ------------------------------------------------------------------------------------------------------------------------ */

rv_status rv_get_conflicts(rv_call *call, rv_error *err)
{
    json_t *stages = json_array();
    rv_status st = RV_OK;

    rv_call_put_text(call, "title", "Conflicts");
    rv_call_put(call, "stages", stages);
    for (size_t i = 0; call->protocol && i < call->protocol->n_stages && st == RV_OK; i++) {
        const rv_stage *s = &call->protocol->stages[i];
        queue q = { .opinions = NULL };
        json_t *one = json_object();
        st = find_conflict(call, s->id, &q, err);
        rv_json_put_text(one, "stage", s->id);
        rv_json_put_text(one, "label", s->label);
        rv_json_put_int(one, "conflicts", (int64_t)q.n);
        json_array_append_new(stages, one);
        json_decref(q.opinions);
    }
    return st;
}

/* The labels of reasons, as the protocol has them, beside their ids. */
static void name_reasons(const rv_protocol *protocol, json_t *opinions)
{
    json_t *one;
    size_t i;

    json_array_foreach(opinions, i, one) {
        const char *at = json_string_value(json_object_get(one, "reason"));
        json_t *list = json_array();
        while (at && *(at += strspn(at, " "))) {
            const size_t n = strcspn(at, " ");
            char id[128];
            const rv_reason *r;
            snprintf(id, sizeof id, "%.*s", (int)(n < sizeof id ? n : sizeof id - 1), at);
            r = rv_protocol_reason(protocol, id);
            json_array_append_new(list, json_string(r && *r->label ? r->label : id));
            at += n;
        }
        json_object_set_new(one, "reasons", list);
    }
}

/* The pane of screening leads back to screening. */
static void point_back(json_t *record, const char *stage)
{
    json_t *pane = json_object_get(record, "pane");
    rv_buf then = RV_BUF_INIT;

    rv_buf_text(&then, "/conflicts/");
    rv_path_part(&then, stage);
    if (pane)
        rv_json_put_text(pane, "then", rv_buf_str(&then));
    rv_buf_free(&then);
}

static rv_status show_record(rv_call *call, const char *stage, const queue *q, rv_error *err)
{
    json_t *record = NULL;
    rv_status st;

    name_reasons(call->protocol, q->opinions);
    rv_call_put(call, "opinions", json_incref(q->opinions));
    if ((st = rv_screen_record_json(call, q->found, stage, &record, err)) == RV_OK) {
        point_back(record, stage);
        rv_call_put(call, "record", record);
    }
    return st;
}

/* After a decision that was not taken the same conflict is shown again; 0: none was sent. */
static int64_t sent_record(const rv_call *call)
{
    const char *text = json_string_value(json_object_get(call->sent, "record"));
    int64_t record;

    return text && rv_int_parse(text, &record, NULL) == RV_OK ? record : 0;
}

rv_status rv_get_conflict(rv_call *call, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    queue q = { .opinions = NULL };
    rv_buf title = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_put_stage(call, stage, err)) != RV_OK)
        return st;
    q.wanted = sent_record(call);
    if (*rv_call_word(call, "record") && (st = rv_call_int(call, "record", &q.wanted, err)) != RV_OK)
        return st;
    if (*rv_call_word(call, "after") && (st = rv_call_int(call, "after", &q.after, err)) != RV_OK)
        return st;
    if ((st = find_conflict(call, stage, &q, err)) == RV_OK && q.wanted && !q.found)
        st = rv_fail(err, RV_ENOTFOUND, "there is no conflict on report %lld that you may decide", (long long)q.wanted);
    if (st == RV_OK && q.found)
        st = show_record(call, stage, &q, err);
    if (q.found)
        rv_buf_printf(&title, "Conflict %zu of %zu", q.place, q.n);
    else
        rv_buf_text(&title, "No conflicts");
    rv_call_put_text(call, "title", rv_buf_str(&title));
    rv_call_put_int(call, "conflicts", (int64_t)q.n);
    rv_buf_free(&title);
    json_decref(q.opinions);
    return st;
}

/* ---- Deciding ------------------------------------------------------------------------------------------------------------------------ */

static void reasons_of(const rv_call *call, rv_buf *out)
{
    const char *reason;

    for (size_t i = 0; (reason = rv_call_item(call, "reason", i)); i++)
        rv_buf_printf(out, "%s%s", i ? " " : "", reason);
}

/* The next page shows the conflict behind this one. */
static void go_behind(rv_call *call, const char *stage, int64_t record)
{
    rv_buf part = RV_BUF_INIT;

    rv_path_part(&part, stage);
    rv_call_then(call, "/conflicts/%s?after=%lld", rv_buf_str(&part), (long long)record);
    rv_buf_free(&part);
}

rv_status rv_post_conflict(rv_call *call, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    rv_buf reasons = RV_BUF_INIT;
    rv_decision d = { .stage = stage, .reviewer = call->person, .verdict = rv_call_word(call, "verdict"), .note = rv_call_text(call, "note") };
    rv_status st;

    if ((st = rv_call_int(call, "record", &d.record, err)) != RV_OK)
        return st;
    reasons_of(call, &reasons);
    /* reasons ticked beside "include" are a slip of the hand: only an exclusion has any */
    d.reason = strcmp(d.verdict, "exclude") == 0 && reasons.length ? rv_buf_str(&reasons) : NULL;
    if ((st = rv_screen_resolve(call->store, call->protocol, call->person, &d, 1, call->event, err)) == RV_OK) {
        rv_call_say(call, "Report %lld: %s", (long long)d.record, d.verdict);
        go_behind(call, stage, d.record);
    }
    rv_buf_free(&reasons);
    return st;
}

rv_status rv_post_conflict_back(rv_call *call, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    int64_t record;
    rv_status st;

    if ((st = rv_call_int(call, "record", &record, err)) != RV_OK
        || (st = rv_screen_send_back(call->store, call->protocol, call->person, record, stage, rv_call_text(call, "note"), call->event, err))
               != RV_OK)
        return st;
    rv_call_say(call, "Report %lld was sent back: those who voted are asked again", (long long)record);
    go_behind(call, stage, record);
    return RV_OK;
}
