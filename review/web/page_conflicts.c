/* Conflicts: both opinions without names, and what a third person decides. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/conflict_queue.h"
#include "web/handlers.h"
#include "web/screen_desk.h"

/* ---- Pages ------------------------------------------------------------------------------------------------------------------------ */

static rv_status count(void *user, const rv_screen_status *s, rv_error *err)
{
    json_t *stages = user, *one;
    size_t i;

    (void)err;
    if (s->outcome != RV_SCREEN_CONFLICT || *s->verdict)
        return RV_OK;
    json_array_foreach(stages, i, one)
        if (strcmp(json_string_value(json_object_get(one, "stage")), s->stage) == 0)
            rv_json_put_int(one, "conflicts", json_integer_value(json_object_get(one, "conflicts")) + 1);
    return RV_OK;
}

rv_status rv_get_conflicts(rv_call *call, rv_error *err)
{
    json_t *stages = json_array();

    rv_call_put_text(call, "title", "Conflicts");
    rv_call_put(call, "stages", stages);
    for (size_t i = 0; call->protocol && i < call->protocol->n_stages; i++) {
        const rv_stage *s = &call->protocol->stages[i];
        json_t *one = json_object();
        rv_json_put_text(one, "stage", s->id);
        rv_json_put_text(one, "label", *s->label ? s->label : s->id);
        rv_json_put_int(one, "conflicts", 0);
        json_array_append_new(stages, one);
    }
    return call->protocol ? rv_screen_each(call->store, call->protocol, call->person, count, stages, err) : RV_OK;
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

/* The paper stands behind the opinions, and leads back here, not to screening. */
static void move_pane(rv_call *call, json_t *record, const char *stage)
{
    json_t *pane = json_object_get(record, "pane");
    rv_buf then = RV_BUF_INIT;

    if (!pane)
        return;
    rv_buf_text(&then, "/conflicts/");
    rv_path_part(&then, stage);
    rv_json_put_text(pane, "then", rv_buf_str(&then));
    rv_buf_free(&then);
    rv_call_put(call, "paper", json_pack("{s:O}", "pane", pane));
    json_object_del(record, "pane");
}

static rv_status show_record(rv_call *call, const char *stage, const rv_conflict_queue *q, rv_error *err)
{
    json_t *record = NULL;
    char *version = rv_conflict_version(q->found, q->opinions);
    rv_status st;

    if (version)
        rv_call_tag(call, version);
    free(version);
    name_reasons(call->protocol, q->opinions);
    rv_call_put(call, "opinions", json_incref(q->opinions));
    if ((st = rv_screen_record_json(call, q->found, stage, &record, err)) == RV_OK) {
        move_pane(call, record, stage);
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
    rv_conflict_queue q = { .opinions = NULL };
    rv_buf title = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_put_stage(call, stage, err)) != RV_OK)
        return st;
    q.wanted = sent_record(call);
    if (*rv_call_word(call, "record") && (st = rv_call_int(call, "record", &q.wanted, err)) != RV_OK)
        return st;
    if (*rv_call_word(call, "after") && (st = rv_call_int(call, "after", &q.after, err)) != RV_OK)
        return st;
    if ((st = rv_conflict_find(call, stage, &q, err)) == RV_OK && q.wanted && !q.found)
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

/* Two who decide at once: the second learns of it instead of overruling the first. */
static rv_status still_there(rv_call *call, const char *stage, int64_t record, rv_error *err)
{
    json_t *opinions = json_array();
    char *version = NULL;
    int64_t report;
    rv_status st;

    if ((st = rv_record_report(call->store, record, &report, err)) == RV_OK
        && (st = rv_screen_conflict(call->store, call->protocol, stage, report, rv_conflict_opinions, opinions, err)) == RV_OK
        && (version = rv_conflict_version(report, opinions)) && json_array_size(opinions))
        st = rv_call_check_tag(call, version, err);
    else if (st == RV_OK && *rv_call_word(call, "seen"))      /* else the library says it */
        st = rv_call_refuse(call, 412, err, "report %lld is no conflict any more: somebody was quicker", (long long)report);
    free(version);
    json_decref(opinions);
    return st;
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
    rv_decision d = { .stage = stage, .reviewer = call->person, .verdict = rv_call_word(call, "verdict"),
                      .note = rv_call_text(call, "note") };
    rv_status st;

    if ((st = rv_call_int(call, "record", &d.record, err)) != RV_OK || (st = still_there(call, stage, d.record, err)) != RV_OK)
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

    if ((st = rv_call_int(call, "record", &record, err)) != RV_OK || (st = still_there(call, stage, record, err)) != RV_OK
        || (st = rv_screen_send_back(call->store, call->protocol, call->person, record, stage, rv_call_text(call, "note"), call->event,
                                     err)) != RV_OK)
        return st;
    rv_call_say(call, "Report %lld was sent back: those who voted are asked again", (long long)record);
    go_behind(call, stage, record);
    return RV_OK;
}
