/* What lies on a person's desk, and what it is judged by, as JSON. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "web/pace.h"
#include "web/pane.h"
#include "web/paper_queue.h"
#include "web/record_json.h"
#include "web/record_said.h"
#include "web/screen_desk.h"

/* What a browser keeps for one review is not sent to another that is served at the same address later. */
RV_STATEMENT(web_first_event, "SELECT digest FROM event ORDER BY id LIMIT 1");

static rv_status put_review_id(rv_call *call, rv_error *err)
{
    rv_query *row = NULL;
    char hex[RV_DIGEST_HEX];
    bool more = false;
    rv_status st = rv_query_start(&row, call->store, &web_first_event, err, "");

    if (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
        size_t n;
        const void *digest = rv_query_blob(row, 0, &n);
        rv_hex(digest, n < 8 ? n : 8, hex);
        rv_call_put_text(call, "review_id", hex);
    }
    rv_query_end(row);
    return st;
}

/* ---- What the protocol says ------------------------------------------------------------------------------------------------------ */

static json_t *criteria_of(const rv_protocol *protocol, bool include)
{
    json_t *list = json_array();

    for (size_t i = 0; i < protocol->n_criteria; i++)
        if (protocol->criteria[i].include == include) {
            json_t *one = json_object();
            rv_json_put_text(one, "criterion", protocol->criteria[i].id);
            rv_json_put_text(one, "text", protocol->criteria[i].text);
            json_array_append_new(list, one);
        }
    return list;
}

static json_t *reasons_of(const rv_protocol *protocol, const char *stage)
{
    json_t *list = json_array();

    for (size_t i = 0; i < protocol->n_reasons; i++) {
        const rv_reason *r = &protocol->reasons[i];
        json_t *one;
        if (*r->stage && strcmp(r->stage, stage) != 0)
            continue;
        one = json_object();
        rv_json_put_text(one, "reason", r->id);
        rv_json_put_text(one, "label", *r->label ? r->label : r->id);
        if (json_array_size(list) < 9)
            rv_json_put_int(one, "digit", (int64_t)json_array_size(list) + 1);
        json_array_append_new(list, one);
    }
    return list;
}

rv_status rv_put_stage(rv_call *call, const char *id, rv_error *err)
{
    const rv_stage *s = call->protocol ? rv_protocol_stage(call->protocol, id) : NULL;
    json_t *stage, *reasons;

    if (!s)
        return rv_fail(err, RV_ENOTFOUND, "'%.60s' is not a stage of the protocol", id);
    stage = json_object();
    rv_json_put_text(stage, "stage", s->id);
    rv_json_put_text(stage, "label", *s->label ? s->label : s->id);
    rv_json_put_int(stage, "reviewers", s->reviewers);
    rv_json_put_yes(stage, "blind", s->blind);
    rv_json_put_yes(stage, "full_text", s != &call->protocol->stages[0]);
    rv_call_put(call, "stage", stage);
    rv_call_put(call, "criteria_for", criteria_of(call->protocol, true));
    rv_call_put(call, "criteria_against", criteria_of(call->protocol, false));
    rv_call_put(call, "reasons", reasons = reasons_of(call->protocol, s->id));
    rv_call_put_yes(call, "needs_reason", json_array_size(reasons) > 0);
    return put_review_id(call, err);
}

/* ---- The desk ------------------------------------------------------------------------------------------------------------------------ */

static bool named(const char *numbers, int64_t report)
{
    while (*numbers) {
        char *end;
        if (strtoll(numbers, &end, 10) == report && end > numbers)
            return true;
        numbers = *end ? end + 1 : end;
    }
    return false;
}

/* Where full texts are read the paper stands with the record. */
static rv_status put_paper(rv_call *call, json_t *record, const char *stage, rv_error *err)
{
    const rv_stage *papers = rv_paper_stage(call->protocol);
    const int64_t report = json_integer_value(json_object_get(record, "report"));
    rv_buf then = RV_BUF_INIT;
    json_t *pane = NULL;
    rv_status st;

    if (!stage || !papers || call->protocol->n_stages < 2 || strcmp(papers->id, stage) != 0)
        return RV_OK;
    rv_buf_text(&then, "/screen/");
    rv_path_part(&then, stage);
    if ((st = rv_pane_json(call, &report, 1, rv_buf_str(&then), &pane, err)) == RV_OK)
        json_object_set_new(record, "pane", pane);
    rv_buf_free(&then);
    return st;
}

rv_status rv_screen_record_json(rv_call *call, int64_t record, const char *stage, json_t **out, rv_error *err)
{
    rv_status st = rv_record_json(call, record, stage, out, err);

    if (st == RV_OK && ((st = rv_record_said_json(call, *out, stage, err)) != RV_OK || (st = put_paper(call, *out, stage, err)) != RV_OK)) {
        json_decref(*out);
        *out = NULL;
    }
    return st;
}

static rv_status put_item(rv_call *call, const char *stage, const rv_desk_item *item, bool whole, json_t **out, rv_error *err)
{
    rv_status st = RV_OK;

    *out = NULL;
    if (whole)
        st = rv_screen_record_json(call, item->report, stage, out, err);
    else
        rv_json_put_int(*out = json_object(), "report", item->report);
    if (st != RV_OK)
        return st;
    rv_json_put_text(*out, "served", item->served);
    if (item->again)
        rv_json_put_yes(*out, "again", true);
    if (item->postponed)
        rv_json_put_yes(*out, "postponed", true);
    return RV_OK;
}

/* Near the end of a queue nobody keeps from others what they could do. */
static size_t how_many(int64_t asked, const rv_desk *desk)
{
    rv_desk_progress p;
    int64_t most;

    rv_desk_progress_get(desk, &p);
    most = p.waiting / 8 > 1 ? p.waiting / 8 : 1;
    most = most < RV_DESK_AHEAD ? most : RV_DESK_AHEAD;
    return asked <= 0 ? 0 : (size_t)(asked < most ? asked : most);
}

static rv_status put_ahead(rv_call *call, const char *stage, rv_desk *desk, rv_error *err)
{
    rv_desk_item items[RV_DESK_AHEAD];
    json_t *list = json_array(), *one;
    int64_t asked = 0;
    size_t n = 0;
    rv_status st = RV_OK;

    rv_call_put(call, "ahead", list);
    if (rv_call_text(call, "ahead") || json_object_get(call->in, "ahead"))
        st = rv_call_int(call, "ahead", &asked, err);
    if (st == RV_OK && how_many(asked, desk))
        st = rv_desk_ahead(desk, how_many(asked, desk), items, &n, err);
    for (size_t i = 0; i < n && st == RV_OK; i++)
        if ((st = put_item(call, stage, &items[i], !named(rv_call_word(call, "have"), items[i].report), &one, err)) == RV_OK)
            json_array_append_new(list, one);
    return st;
}

static void put_progress(rv_call *call, const char *stage, const rv_desk *desk)
{
    const double pace = rv_pace_hour(call->store, call->person, stage);
    json_t *progress = json_object();
    rv_desk_progress p;

    rv_desk_progress_get(desk, &p);
    rv_json_put_int(progress, "decided", p.decided);
    rv_json_put_int(progress, "waiting", p.waiting);
    rv_json_put_int(progress, "postponed", p.postponed);
    rv_json_put_int(progress, "session", p.session);
    rv_json_put_int(progress, "all", p.decided + p.waiting);
    if (isfinite(pace))
        rv_json_put_int(progress, "per_hour", (int64_t)llround(pace));
    rv_call_put(call, "progress", progress);
}

rv_status rv_put_desk(rv_call *call, const char *stage, rv_desk *desk, rv_error *err)
{
    rv_desk_item item;
    json_t *record = NULL;
    rv_status st = rv_desk_next(desk, &item, err);

    if (st == RV_OK && item.report && (st = put_item(call, stage, &item, true, &record, err)) == RV_OK)
        rv_call_put(call, "record", record);
    if (st == RV_OK && item.report)
        st = put_ahead(call, stage, desk, err);
    if (st == RV_OK)
        put_progress(call, stage, desk);
    return st;
}

rv_status rv_put_desk_list(rv_call *call, const char *stage, rv_desk *desk, rv_error *err)
{
    json_t *list = json_array(), *record, *one;
    size_t i;
    rv_status st;

    if (!json_object_get(call->in, "ahead"))
        json_object_set_new(call->in, "ahead", json_integer(RV_DESK_AHEAD));
    if ((st = rv_put_desk(call, stage, desk, err)) != RV_OK) {
        json_decref(list);
        return st;
    }
    if ((record = json_object_get(call->out, "record")) && !named(rv_call_word(call, "have"), json_integer_value(json_object_get(record, "report"))))
        json_array_append(list, record);
    json_array_foreach(json_object_get(call->out, "ahead"), i, one)
        if (json_object_get(one, "title"))
            json_array_append(list, one);
    json_object_del(call->out, "record");
    json_object_del(call->out, "ahead");
    rv_call_put(call, "records", list);
    return RV_OK;
}

void rv_put_desk_after(rv_call *call, const char *stage, rv_desk *desk)
{
    rv_error fault = { 0 };

    if (call->api && rv_call_yes(call, "brief"))
        put_progress(call, stage, desk);
    else if (call->api && rv_put_desk(call, stage, desk, &fault) != RV_OK)
        rv_call_put_text(call, "next_fault", fault.message);
}

rv_status rv_go_to_desk(rv_call *call, const char *stage, rv_desk **desk, rv_error *err)
{
    rv_status st;

    if ((st = rv_put_stage(call, stage, err)) != RV_OK || (st = rv_call_desk(call, stage, desk, err)) != RV_OK)
        return st;
    rv_call_put_text(call, "title", json_string_value(json_object_get(json_object_get(call->out, "stage"), "label")));
    return RV_OK;
}
