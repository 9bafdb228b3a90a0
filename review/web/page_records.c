/* Records: found by their words, and one looked at whole. */
#include <config.h>

#include <string.h>

#include "web/handlers.h"
#include "web/record_json.h"
#include "web/record_said.h"

enum { PAGE = 25 };

/* ---- The search -------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    json_t *list;
    int64_t last;
    size_t  n;                    /* one more than a page tells that there are more */
} hits;

static rv_status add_hit(void *user, const rv_stored_record *report, rv_error *err)
{
    hits *h = user;
    const rv_bulk_record *f = &report->fields;
    json_t *one;

    (void)err;
    if (h->n++ == PAGE)
        return RV_OK;
    one = json_object();
    rv_json_put_int(one, "report", report->id);
    rv_json_put_text(one, "title", f->title && *f->title ? f->title : "(no title)");
    rv_json_put_text(one, "authors", f->authors ? f->authors : "");
    if (f->year)
        rv_json_put_int(one, "year", f->year);
    rv_json_put_text(one, "container", f->container ? f->container : "");
    rv_json_put_text(one, "doi", f->doi ? f->doi : "");
    json_array_append_new(h->list, one);
    h->last = report->id;
    return RV_OK;
}

static rv_status add_first(void *user, const rv_stored_record *report, rv_error *err)
{
    const rv_status st = add_hit(user, report, err);

    return st == RV_OK && ((hits *)user)->n > PAGE ? RV_EEXIST : st;      /* enough */
}

/* "12", "doi:10....", a name that the tools print; else words. */
static rv_status by_key(rv_call *call, const char *words, hits *h, bool *found, rv_error *err)
{
    const bool key = *words == '#' || strncmp(words, "doi:", 4) == 0 || strncmp(words, "pmid:", 5) == 0 || strncmp(words, "acc:", 4) == 0;
    int64_t record, report;

    *found = key && rv_record_find(call->store, words, &record, NULL) == RV_OK
             && rv_record_report(call->store, record, &report, NULL) == RV_OK;
    return *found ? rv_reports_each(call->store, report, report, add_hit, h, err) : RV_OK;
}

static rv_status find(rv_call *call, const char *words, int64_t after, hits *h, rv_error *err)
{
    bool found;
    rv_status st;

    if (!*words) {
        st = after < INT64_MAX ? rv_reports_each(call->store, after + 1, INT64_MAX, add_first, h, err) : RV_OK;
        return st == RV_EEXIST && h->n > PAGE ? RV_OK : st;
    }
    if ((st = by_key(call, words, h, &found, err)) != RV_OK || found)
        return st;
    return rv_reports_search(call->store, words, after, PAGE + 1, add_hit, h, err);
}

rv_status rv_get_records(rv_call *call, rv_error *err)
{
    const char *words = rv_call_word(call, "q");
    hits h = { .list = json_array() };
    int64_t after = 0;
    rv_status st;

    rv_call_put(call, "reports", h.list);
    rv_call_put_text(call, "title", "Records");
    rv_call_put_text(call, "q", words);
    if (rv_call_text(call, "after") && (st = rv_call_int(call, "after", &after, err)) != RV_OK)
        return st;
    if ((st = find(call, words + strspn(words, " "), after, &h, err)) == RV_EINVAL && *words) {
        rv_call_put_text(call, "fault", err ? err->message : "nothing to look for");     /* a search that says nothing is no error */
        return RV_OK;
    }
    if (st == RV_OK && h.n > PAGE)
        rv_call_put_int(call, "next_after", h.last);
    rv_call_put_yes(call, "behind", after > 0);
    return st;
}

/* ---- One report ---------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_call *call;
    json_t  *stages, *decisions, *fields, *marks, *studies;
    int64_t  report;
} whole;

static const char *label_of(const rv_protocol *protocol, const char *stage)
{
    const rv_stage *s = rv_protocol_stage(protocol, stage);

    return s && *s->label ? s->label : stage;
}

static rv_status add_stage(void *user, const rv_screen_status *row, rv_error *err)
{
    static const char *const outcomes[] = { "waiting", "conflict", "included", "excluded", "not reached", "set aside" };
    whole *w = user;
    json_t *one = json_object();

    (void)err;
    rv_json_put_text(one, "stage", row->stage);
    rv_json_put_text(one, "label", label_of(w->call->protocol, row->stage));
    rv_json_put_text(one, "outcome", outcomes[row->outcome]);
    rv_json_put_text(one, "verdict", row->verdict);
    rv_json_put_text(one, "reason", row->reason);
    rv_json_put_text(one, "state", row->state);
    rv_json_put_yes(one, "reached", row->outcome != RV_SCREEN_NOT_REACHED);
    json_array_append_new(w->stages, one);
    return RV_OK;
}

static rv_status add_decision(void *user, const rv_standing_decision *d, rv_error *err)
{
    whole *w = user;
    json_t *one = json_object();

    (void)err;
    rv_json_put_text(one, "stage", label_of(w->call->protocol, d->stage));
    rv_json_put_text(one, "reviewer", d->reviewer);
    rv_json_put_text(one, "role", d->role);
    rv_json_put_text(one, "verdict", d->verdict);
    rv_json_put_text(one, "reason", d->reason);
    rv_json_put_text(one, "note", d->note);
    rv_json_put_text(one, "at", d->at);
    json_array_append_new(w->decisions, one);
    return RV_OK;
}

static rv_status add_field(void *user, const rv_report_field *f, rv_error *err)
{
    whole *w = user;
    json_t *one = json_object();

    (void)err;
    rv_json_put_text(one, "field", f->field);
    rv_json_put_text(one, "value", f->value);
    rv_json_put_int(one, "record", f->record);
    rv_json_put_text(one, "source", f->source);
    rv_json_put_yes(one, "taken", f->taken);
    rv_json_put_yes(one, "edited", f->edited);
    rv_json_put_text(one, "who", f->who ? f->who : "");
    rv_json_put_text(one, "because", f->reason ? f->reason : "");
    json_array_append_new(w->fields, one);
    return RV_OK;
}

static rv_status add_mark(void *user, const rv_screen_mark *m, rv_error *err)
{
    whole *w = user;
    json_t *one = json_object();

    (void)err;
    rv_json_put_text(one, "stage", label_of(w->call->protocol, m->stage));
    rv_json_put_text(one, "label", m->label ? m->label : "");
    rv_json_put_text(one, "text", m->label ? "" : m->text);
    rv_json_put_text(one, "reviewer", m->reviewer);
    rv_json_put_text(one, "at", m->at);
    json_array_append_new(w->marks, one);
    return RV_OK;
}

static rv_status add_study(void *user, const rv_study_report *row, rv_error *err)
{
    whole *w = user;
    json_t *one;

    (void)err;
    if (row->report != w->report)
        return RV_OK;
    one = json_object();
    rv_json_put_text(one, "study", row->label);
    rv_json_put_text(one, "role", row->role);
    json_array_append_new(w->studies, one);
    return RV_OK;
}

static rv_status tell_whole(rv_call *call, int64_t record, rv_error *err)
{
    whole w = { call, json_array(), json_array(), json_array(), json_array(), json_array(), 0 };
    json_t *json = NULL;
    rv_status st;

    rv_call_put(call, "stages", w.stages);
    rv_call_put(call, "decisions", w.decisions);
    rv_call_put(call, "fields", w.fields);
    rv_call_put(call, "marks", w.marks);
    rv_call_put(call, "studies", w.studies);
    if ((st = rv_record_json(call, record, NULL, &json, err)) != RV_OK)
        return st;
    rv_call_put(call, "record", json);
    w.report = json_integer_value(json_object_get(json, "report"));
    if ((st = rv_record_said_json(call, json, NULL, err)) != RV_OK)
        return st;
    if (call->protocol && ((st = rv_screen_report(call->store, call->protocol, w.report, call->person, add_stage, add_decision, &w, err)) != RV_OK
                           || (st = rv_screen_marks(call->store, call->protocol, w.report, call->person, add_mark, &w, err)) != RV_OK))
        return st;
    if ((st = rv_study_reports(call->store, add_study, &w, err)) != RV_OK)
        return st;
    rv_call_put(call, "files", json_incref(json_object_get(json, "files")));
    return rv_report_fields(call->store, w.report, add_field, &w, err);
}

/* Templates cannot ask whether a list has anything. */
static void put_has(rv_call *call)
{
    static const char *const lists[][2] = { { "decisions", "has_decisions" }, { "marks", "has_marks" }, { "studies", "has_studies" },
                                            { "files", "has_files" } };

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        rv_call_put_yes(call, lists[i][1], json_array_size(json_object_get(call->out, lists[i][0])) > 0);
}

rv_status rv_get_record(rv_call *call, rv_error *err)
{
    int64_t record;
    char title[40];
    rv_status st = rv_record_find(call->store, rv_call_word(call, "record"), &record, err);

    if (st != RV_OK)
        return st;
    if ((st = tell_whole(call, record, err)) == RV_OK) {
        snprintf(title, sizeof title, "Report %lld", (long long)json_integer_value(json_object_get(json_object_get(call->out, "record"), "report")));
        rv_call_put_text(call, "title", title);
        put_has(call);
    }
    return st;
}
