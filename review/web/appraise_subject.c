/* What is appraised: a result, a study, or what an analysis pools. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/refs.h"

#include "web/appraise_page.h"

rv_status rv_appraise_asked(rv_call *call, const rv_appraisal_tool **tool, rv_appraisal_subject *subject, rv_error *err)
{
    const char *id = rv_call_word(call, "tool"), *name = rv_call_word(call, "subject");

    *subject = (rv_appraisal_subject){ NULL, NULL, NULL };
    if (!(*tool = call->protocol ? rv_protocol_appraisal(call->protocol, id) : NULL))
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no appraisal tool '%.80s'", id);
    if (strcmp((*tool)->unit, "result") == 0)
        subject->result = name;
    else if (strcmp((*tool)->unit, "body") == 0)
        subject->body = name;
    else
        subject->study = name;
    return RV_OK;
}

const char *rv_appraise_own(const rv_call *call, const rv_appraisal_tool *tool)
{
    return rv_appraised_twice(call->protocol, tool) ? call->person : NULL;
}

const char *rv_appraise_name(const rv_appraisal_subject *subject)
{
    return subject->body && *subject->body ? subject->body : subject->result && *subject->result ? subject->result : subject->study;
}

typedef struct {
    const char *key;
    json_t     *to;
    int64_t     record;
    char        study[400];
    bool        found;
} seeking;

static rv_status find_result(void *user, const rv_result *r, rv_error *err)
{
    seeking *s = user;

    (void)err;
    if (s->found || strcmp(r->result, s->key) != 0)
        return RV_OK;
    s->found = true;
    s->record = r->record;
    snprintf(s->study, sizeof s->study, "%s", r->study);
    if (!s->to)
        return RV_OK;
    rv_json_put_text(s->to, "study", r->study);
    rv_json_put_text(s->to, "domain", r->domain);
    rv_json_put_text(s->to, "outcome", r->outcome);
    rv_json_put_text(s->to, "contrast", r->arm && *r->arm ? r->arm : r->contrast);
    rv_json_put_real(s->to, "months", r->months);
    return RV_OK;
}

/* The result in the person's own version, else in the review's. */
static rv_status seek_result(rv_call *call, seeking *s, rv_error *err)
{
    rv_status st = RV_OK;

    if (call->protocol->extraction == RV_EXTRACT_DOUBLE)
        st = rv_extract_each_own_result(call->store, call->person, NULL, find_result, s, err);
    return st == RV_OK && !s->found ? rv_extract_each_result(call->store, NULL, find_result, s, err) : st;
}

static rv_status find_study(void *user, const char *label, int64_t record, const char *role, rv_error *err)
{
    seeking *s = user;

    (void)record;
    (void)role;
    (void)err;
    s->found |= strcmp(label, s->key) == 0;
    return RV_OK;
}

rv_status rv_subject_json(rv_call *call, const rv_appraisal_tool *tool, const rv_appraisal_subject *subject, json_t **out, rv_error *err)
{
    const char *name = rv_appraise_name(subject);
    json_t *to = json_object();
    seeking s = { .key = name, .to = to };
    rv_status st = RV_OK;

    *out = NULL;
    rv_json_put_text(to, "subject", name);
    rv_json_put_text(to, "unit", tool->unit);
    if (subject->result) {
        st = seek_result(call, &s, err);
    } else if (subject->body) {
        const rv_plan *plan = rv_protocol_analysis(call->protocol, name);
        s.found = plan != NULL;
        rv_json_put_text(to, "about", plan ? plan->label : "");
    } else {
        st = rv_extract_each_study(call->store, find_study, &s, err);
        rv_json_put_text(to, "study", name);
    }
    if (st == RV_OK && !s.found)
        st = rv_fail(err, RV_ENOTFOUND, "there is no %s '%.80s'", subject->result ? "result" : subject->body ? "analysis" : "study", name);
    if (st == RV_OK)
        *out = to;
    else
        json_decref(to);
    return st;
}

typedef struct {
    const char *study;
    int64_t    *reports;
    size_t      room, n;
} reports_of;

static rv_status add_report(void *user, const rv_study_report *row, rv_error *err)
{
    reports_of *r = user;

    (void)err;
    if (row->report && r->n < r->room && strcmp(row->label, r->study) == 0)
        r->reports[r->n++] = row->report;
    return RV_OK;
}

rv_status rv_subject_reports(rv_call *call, const rv_appraisal_tool *tool, const rv_appraisal_subject *subject, int64_t *reports,
                             size_t room, size_t *n, rv_error *err)
{
    seeking s = { .key = rv_appraise_name(subject) };
    reports_of r = { subject->study, reports, room, 0 };
    rv_status st = RV_OK;

    (void)tool;
    *n = 0;
    if (subject->body)
        return RV_OK;
    if (subject->result) {
        st = seek_result(call, &s, err);
        r.study = s.study;
        if (s.record && room)
            reports[r.n++] = s.record;          /* the report it was read in comes first */
    }
    if (st == RV_OK)
        st = rv_study_reports(call->store, add_report, &r, err);
    for (size_t i = 1; st == RV_OK && subject->result && i < r.n; i++) {
        int64_t first;
        if ((st = rv_record_report(call->store, reports[0], &first, err)) == RV_OK && first == reports[i]) {
            memmove(&reports[i], &reports[i + 1], (r.n - i - 1) * sizeof *reports);
            r.n--;
            break;
        }
    }
    *n = r.n;
    return st;
}
