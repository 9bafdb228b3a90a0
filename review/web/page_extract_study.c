/* The form of one study: whose version, what is asked, what it comes to, what is to be looked at again. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/screen.h"

#include "web/extract_page.h"
#include "web/handlers.h"
#include "web/pane.h"

/* ---- The reports of the study ------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_call    *call;
    const char *study;
    json_t     *list;
    int64_t     first;
} reports;

static rv_status label_report(void *user, const rv_stored_record *report, rv_error *err)
{
    rv_buf label = RV_BUF_INIT;

    (void)err;
    rv_record_label(&report->fields, &label);
    rv_json_put_text(user, "label", rv_buf_str(&label));
    rv_buf_free(&label);
    return RV_OK;
}

static rv_status take_report(void *user, const char *label, int64_t record, const char *role, rv_error *err)
{
    reports *r = user;
    json_t *report;
    int64_t head = record;
    rv_status st;

    if (!record || strcmp(label, r->study) != 0 || strcmp(role, "none") == 0)
        return RV_OK;
    if ((st = rv_record_report(r->call->store, record, &head, err)) != RV_OK)
        return st;
    report = json_object();
    rv_json_put_int(report, "record", record);
    rv_json_put_int(report, "report", head);
    rv_json_put_text(report, "role", role);
    rv_json_put_yes(report, "here", false);
    if (!r->first || strcmp(role, "primary") == 0)
        r->first = record;
    json_array_append_new(r->list, report);
    return RV_OK;
}

/* Their files beside the form. */
static rv_status put_papers(rv_call *call, const json_t *list, rv_error *err)
{
    enum { MOST = 50 };
    int64_t heads[MOST];
    json_t *report;
    size_t i, n = 0;

    json_array_foreach(list, i, report)
        if (n < MOST)
            heads[n++] = json_integer_value(json_object_get(report, "report"));
    return n ? rv_put_pane(call, heads, n, json_string_value(json_object_get(call->out, "path")), err) : RV_OK;
}

/* The report in hand: the one that was asked for, else the primary one. */
static rv_status put_reports(rv_call *call, const char *study, rv_error *err)
{
    reports r = { call, study, json_array(), 0 };
    const char *sent = json_string_value(json_object_get(call->sent, "record")), *asked = sent ? sent : rv_call_word(call, "record");
    int64_t in_hand = 0;
    json_t *report;
    size_t i;
    rv_status st = rv_extract_each_study(call->store, take_report, &r, err);

    rv_call_put(call, "reports", r.list);
    if (rv_int_parse(asked, &in_hand, NULL) != RV_OK)
        in_hand = 0;
    json_array_foreach(r.list, i, report) {
        const int64_t record = json_integer_value(json_object_get(report, "record")), head = json_integer_value(json_object_get(report, "report"));
        if (record == in_hand)
            r.first = record;
        if (st == RV_OK)
            st = rv_reports_each(call->store, head, head, label_report, report, err);
    }
    json_array_foreach(r.list, i, report)
        if (json_integer_value(json_object_get(report, "record")) == r.first) {
            rv_json_put_yes(report, "here", true);
            rv_call_put(call, "report", json_copy(report));
        }
    rv_call_put_yes(call, "several_reports", json_array_size(r.list) > 1);
    return st == RV_OK ? put_papers(call, r.list, err) : st;
}

/* ---- What the numbers come to -------------------------------------------------------------------------------------------------------- */

/* Effects and warnings result by result, for the page. */
static json_t *by_result(const char *path, const json_t *effects, const json_t *warnings)
{
    const json_t *const lists[] = { effects, warnings };
    static const char *const names[] = { "effects", "warnings" };
    json_t *results = json_array(), *found = json_object(), *one, *of;
    rv_buf way = RV_BUF_INIT;
    size_t i;

    for (size_t k = 0; k < 2; k++)
        json_array_foreach(lists[k], i, one) {
            const char *key = json_string_value(json_object_get(one, "result"));
            if (!(of = json_object_get(found, key))) {
                of = json_object();
                rv_buf_clear(&way);
                rv_buf_printf(&way, "%s/way/", path);
                rv_path_part(&way, key);
                rv_json_put_text(of, "result", key);
                rv_json_put_text(of, "way", rv_buf_str(&way));
                json_object_set_new(of, "effects", json_array());
                json_object_set_new(of, "warnings", json_array());
                json_object_set_new(found, key, of);
                json_array_append(results, of);
            }
            json_array_append(json_object_get(of, names[k]), one);
        }
    rv_buf_free(&way);
    json_decref(found);
    return results;
}

static rv_status put_numbers(rv_call *call, const char *own, const char *study, const char *row, rv_error *err)
{
    rv_status st = rv_extract_put_tried(call, call->out, own, study, row && *row ? row : NULL, NULL, NULL, 0, err);

    if (st == RV_OK)
        rv_call_put(call, "numbers", by_result(json_string_value(json_object_get(call->out, "path")), json_object_get(call->out, "effects"),
                                               json_object_get(call->out, "warnings")));
    return st;
}

/* ---- What is to be looked at again, or lacks ------------------------------------------------------------------------------------------- */

static rv_status add_again(void *user, const rv_again *a, rv_error *err)
{
    const struct { const char *name, *text; } texts[] = {
        { "kind", a->result[0] ? "result" : a->kind[0] ? a->kind : "study" }, { "key", a->result[0] ? a->result : a->part },
        { "field", a->field }, { "label", a->label }, { "value", a->value[0] ? a->value : a->state }, { "why", a->why },
    };
    json_t *one;

    (void)err;
    if (!a->state[0])
        return RV_OK;                /* what lacks is counted at its tab, and marked in its place */
    one = json_object();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rv_json_put_text(one, texts[i].name, texts[i].text);
    json_array_append_new(user, one);
    return RV_OK;
}

/* ---- Names to choose from ---------------------------------------------------------------------------------------------------------------- */

typedef struct {
    json_t *arms, *contrasts;
} named;

static rv_status add_named(void *user, const rv_part *p, rv_error *err)
{
    const named *n = user;
    json_t *list = strcmp(p->kind, "arm") == 0 ? n->arms : strcmp(p->kind, "contrast") == 0 ? n->contrasts : NULL, *one;

    (void)err;
    if (list) {
        one = json_object();
        rv_json_put_text(one, "key", p->key);
        json_array_append_new(list, one);
    }
    return RV_OK;
}

static rv_status put_names(rv_call *call, const char *own, const char *study, rv_error *err)
{
    named n = { json_array(), json_array() };
    json_t *domains = json_array();

    rv_call_put(call, "arms", n.arms);
    rv_call_put(call, "contrasts", n.contrasts);
    for (size_t i = 0; i < call->protocol->n_domains; i++) {
        json_t *domain = json_object();
        rv_json_put_text(domain, "id", call->protocol->domains[i].id);
        rv_json_put_text(domain, "label", call->protocol->domains[i].label);
        json_array_append_new(domains, domain);
    }
    rv_call_put(call, "domains", domains);
    const rv_status st = rv_extract_each_part(call->store, own, study, add_named, &n, err);
    rv_call_put_yes(call, "arms_any", json_array_size(n.arms) > 0);
    return st;
}

/* ---- The page ---------------------------------------------------------------------------------------------------------------------------- */

static const char *asked(const rv_call *call, const char *name)
{
    const char *sent = json_string_value(json_object_get(call->sent, name));

    return sent ? sent : rv_call_word(call, name);
}

/* Where two extract, who is none of them sees what the review has, unless they ask for a version of their own. */
static bool sees_review(const rv_call *call, const rv_my_part *mine)
{
    const char *version = asked(call, "version");

    return call->protocol->extraction == RV_EXTRACT_DOUBLE
           && (strcmp(version, "review") == 0 || (strcmp(mine->role, "extract") != 0 && strcmp(version, "own") != 0));
}

/* The page of one's last entry, which an entry without one takes over: told beside cells that need one. */
static rv_status put_carried(rv_call *call, const char *study, rv_error *err)
{
    json_t *grid, *row, *cell, *found = NULL;
    size_t i, j, k;
    rv_cell_name name;
    rv_buf place = RV_BUF_INIT;
    rv_status st = RV_OK;

    json_array_foreach(json_object_get(call->out, "grids"), i, grid)
        json_array_foreach(json_object_get(grid, "rows"), j, row)
            json_array_foreach(json_object_get(row, "cells"), k, cell)
                if (!found && json_is_true(json_object_get(cell, "bears")) && !json_string_length(json_object_get(cell, "place")))
                    found = json_object_get(cell, "name");
    if (found && rv_cell_name_read(&name, call->protocol, json_string_value(found))) {
        rv_typed typed = { .cell = name, .said = { "1", "reported", "", "", "" } };
        const rv_value_entry entry = rv_typed_entry(&typed, study, NULL);
        st = rv_extract_carried_place(call->store, call->protocol, call->person, &entry, &place, err);
        rv_cell_name_free(&name);
    }
    rv_call_put_text(call, "carried", place.length ? rv_buf_str(&place) : "");
    rv_buf_free(&place);
    return st;
}

/* Each cell says why it is to be looked at again. */
static void mark_again(rv_call *call, const json_t *again)
{
    json_t *grid, *row, *cell, *one;
    size_t i, j, k, l;

    json_array_foreach(json_object_get(call->out, "grids"), i, grid)
        json_array_foreach(json_object_get(grid, "rows"), j, row)
            json_array_foreach(json_object_get(row, "cells"), k, cell)
                json_array_foreach(again, l, one)
                    if (json_equal(json_object_get(one, "field"), json_object_get(cell, "field"))
                        && json_equal(json_object_get(one, "key"), json_object_get(row, "key"))
                        && json_equal(json_object_get(one, "kind"), json_object_get(row, "kind")))
                        json_object_set(cell, "again_why", json_object_get(one, "why"));
}

static rv_status make_page(rv_call *call, const char *study, const rv_my_part *mine, rv_error *err)
{
    const bool review = sees_review(call, mine);
    const char *own = review ? NULL : rv_extract_own(call), *part = *asked(call, "part") ? asked(call, "part") : "study";
    const char *row = asked(call, "row");
    json_t *again = json_array();
    rv_status st;

    rv_extract_put_head(call, study, "Form", mine);
    rv_call_put_text(call, "version", own ? "own" : "review");
    rv_call_put_yes(call, "is_review", review);
    rv_call_put_yes(call, "may_begin", review && !*mine->role && !mine->pair);
    rv_call_put_text(call, "asked_version", asked(call, "version"));
    rv_call_put_yes(call, "is_review_version", !own);
    rv_call_put_yes(call, "is_done", strcmp(mine->state, "done") == 0);
    rv_call_put_yes(call, "may_enter", !review && strcmp(mine->state, "done") != 0);
    rv_call_put_yes(call, "may_finish", strcmp(mine->role, "extract") == 0);
    rv_call_put_yes(call, "unasked", !review && call->protocol->extraction == RV_EXTRACT_DOUBLE && !*mine->role);
    rv_call_put_text(call, "about_part", part);
    rv_call_put_yes(call, "is_study", strcmp(part, "study") == 0);
    rv_call_put_yes(call, "is_result", strcmp(part, "result") == 0);
    rv_call_put_yes(call, "is_contrast", strcmp(part, "contrast") == 0);
    rv_call_put_yes(call, "is_part", strcmp(part, "study") != 0 && strcmp(part, "result") != 0 && strcmp(part, "contrast") != 0);
    rv_call_put_yes(call, "one", *row || strcmp(part, "study") == 0);
    rv_call_put(call, "again", again);
    rv_call_put(call, "scripts", json_pack("[s]", "extract.js"));
    if ((st = rv_extract_put_form(call, own, study, part, row, err)) == RV_OK && (st = put_reports(call, study, err)) == RV_OK
        && (st = put_numbers(call, own, study, strcmp(part, "result") == 0 ? row : NULL, err)) == RV_OK
        && (st = rv_extract_each_again(call->store, call->protocol, own, study, add_again, again, err)) == RV_OK
        && (st = put_carried(call, study, err)) == RV_OK)
        st = put_names(call, own, study, err);
    mark_again(call, again);
    rv_call_put_yes(call, "grids_any", json_array_size(json_object_get(call->out, "grids")) > 0);
    rv_call_put_yes(call, "again_any", json_array_size(again) > 0);
    rv_call_put_int(call, "again_n", (int64_t)json_array_size(again));
    return st;
}

rv_status rv_get_extract_study(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study");
    rv_my_part mine = { .waits_for = RV_BUF_INIT };
    rv_status st = rv_extract_study_there(call, study, err);

    if (st == RV_OK && (st = rv_extract_my_part(call, study, &mine, err)) == RV_OK)
        st = make_page(call, study, &mine, err);
    rv_buf_free(&mine.waits_for);
    return st;
}
