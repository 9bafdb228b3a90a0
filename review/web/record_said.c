#include <config.h>

#include <math.h>
#include <string.h>

#include "web/near.h"
#include "web/record_said.h"

/* The newest edit of a field counts; one without value lets the original stand. */
RV_STATEMENT(web_edited_fields,
    "SELECT e.field, e.value FROM record_edit e WHERE e.record = ?1"
    " OR e.record IN (SELECT m.record FROM report_member m WHERE m.report = ?1) ORDER BY e.id");

typedef struct {
    rv_call    *call;
    const char *stage;                /* NULL: none */
    json_t     *json;                 /* that is added to */
    int64_t     report;
} adding;

static rv_status put_edited(adding *a, rv_error *err)
{
    json_t *fields = json_object(), *edited = json_array(), *value;
    rv_query *rows = NULL;
    const char *name;
    bool more;
    rv_status st = rv_query_start(&rows, a->call->store, &web_edited_fields, err, "i", a->report);

    while (st == RV_OK && (st = rv_query_next(rows, &more, err)) == RV_OK && more)
        rv_json_put_yes(fields, rv_query_text(rows, 0), !rv_query_null(rows, 1));
    rv_query_end(rows);
    json_object_foreach(fields, name, value)
        if (json_is_true(value))
            json_array_append_new(edited, json_string(name));
    json_object_set_new(a->json, "edited", edited);
    json_decref(fields);
    return st;
}

/* ---- What may be the same -------------------------------------------------------------------------------------------------------- */

static rv_status fill_near(void *user, const rv_stored_record *record, rv_error *err)
{
    json_t *one = user;
    rv_buf label = RV_BUF_INIT;

    (void)err;
    rv_record_label(&record->fields, &label);
    rv_json_put_text(one, "label", rv_buf_str(&label));
    rv_json_put_text(one, "abstract_text", record->fields.abstract ? record->fields.abstract : "");
    rv_buf_free(&label);
    return RV_OK;
}

static rv_status own_verdict(void *user, const rv_screen_status *row, rv_error *err)
{
    adding *other = user;

    (void)err;
    if (strcmp(row->stage, other->stage) == 0)
        rv_json_put_text(other->json, "verdict", row->verdict);
    return RV_OK;
}

static rv_status put_near(adding *a, rv_error *err)
{
    json_t *list = json_array();
    const rv_near *near = NULL;
    size_t n;
    rv_status st = rv_near_of(a->call->store, a->report, &near, &n, err);

    json_object_set_new(a->json, "near", list);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        adding other = { a->call, a->stage, json_object(), near[i].other };
        rv_json_put_int(other.json, "report", near[i].other);
        if (isfinite(near[i].probability))
            rv_json_put_int(other.json, "percent", (int64_t)llround(100 * near[i].probability));
        json_array_append_new(list, other.json);
        if ((st = rv_reports_each(a->call->store, other.report, other.report, fill_near, other.json, err)) == RV_OK && a->stage)
            st = rv_screen_report(a->call->store, a->call->protocol, other.report, a->call->person, own_verdict, NULL, &other, err);
    }
    return st;
}

/* ---- What was said of it --------------------------------------------------------------------------------------------------------- */

static rv_status put_said(void *user, const rv_standing_decision *d, rv_error *err)
{
    adding *a = user;
    json_t *said;

    (void)err;
    if (strcmp(d->stage, a->stage) != 0 || strcmp(d->reviewer, a->call->person) != 0 || strcmp(d->role, "vote") != 0)
        return RV_OK;
    said = json_object();
    rv_json_put_text(said, "verdict", d->verdict);
    rv_json_put_yes(said, d->verdict, true);                 /* for templates, which compare nothing */
    rv_json_put_text(said, "reason", d->reason);
    rv_json_put_text(said, "note", d->note);
    rv_json_put_text(said, "at", d->at);
    json_object_set_new(a->json, "said", said);
    return RV_OK;
}

static rv_status add_mark(void *user, const rv_screen_mark *mark, rv_error *err)
{
    adding *a = user;
    json_t *one;

    (void)err;
    if (strcmp(mark->stage, a->stage) != 0)
        return RV_OK;
    one = json_object();
    rv_json_put_text(one, mark->label ? "label" : "text", mark->label ? mark->label : mark->text);
    rv_json_put_text(one, "reviewer", mark->reviewer);
    rv_json_put_text(one, "at", mark->at);
    rv_json_put_yes(one, "mine", strcmp(mark->reviewer, a->call->person) == 0);
    json_array_append_new(json_object_get(a->json, mark->label ? "labels" : "remarks"), one);
    return RV_OK;
}

static rv_status put_stage_part(adding *a, rv_error *err)
{
    rv_call *call = a->call;
    rv_status st;

    json_object_set_new(a->json, "labels", json_array());
    json_object_set_new(a->json, "remarks", json_array());
    if ((st = rv_screen_report(call->store, call->protocol, a->report, call->person, NULL, put_said, a, err)) != RV_OK)
        return st;
    return rv_screen_marks(call->store, call->protocol, a->report, call->person, add_mark, a, err);
}

rv_status rv_record_said_json(rv_call *call, json_t *record, const char *stage, rv_error *err)
{
    adding a = { call, call->protocol ? stage : NULL, record, json_integer_value(json_object_get(record, "report")) };
    rv_status st;

    rv_json_put_yes(record, "several", json_array_size(json_object_get(record, "others")) > 0);
    if ((st = put_edited(&a, err)) == RV_OK && (st = put_near(&a, err)) == RV_OK && a.stage)
        st = put_stage_part(&a, err);
    return st;
}
