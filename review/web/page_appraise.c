/* The appraisals: each tool of the protocol with what it judges, how far each is, and what is to be looked at again. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "web/appraise_page.h"
#include "web/handlers.h"

typedef struct {
    rv_call                 *call;
    const rv_appraisal_tool *tool;
    const char              *own;       /* NULL: one version, the review's */
    json_t                  *of;        /* subject -> its row */
    json_t                  *rows;
    size_t                   due;       /* domains of a subject of which nothing was said */
} listing;

static json_t *row_of(listing *l, const char *name)
{
    json_t *row = json_object_get(l->of, name);
    rv_buf path = RV_BUF_INIT;

    if (row)
        return row;
    row = json_object();
    rv_buf_text(&path, "/appraise/");
    rv_path_part(&path, l->tool->id);
    rv_buf_char(&path, '/');
    rv_path_part(&path, name);
    rv_json_put_text(row, "subject", name);
    rv_json_put_text(row, "href", rv_buf_str(&path));
    rv_json_put_text(row, "tool", l->tool->id);
    rv_json_put_int(row, "due", (int64_t)l->due);
    rv_json_put_int(row, "judged", 0);
    rv_json_put_yes(row, "begun", false);
    rv_json_put_yes(row, "done", false);
    rv_buf_free(&path);
    json_object_set(l->of, name, row);
    json_array_append_new(l->rows, row);
    return row;
}

/* ---- What there is to be appraised ------------------------------------------------------------------------------------------- */

static rv_status add_result(void *user, const rv_result *r, rv_error *err)
{
    json_t *row = row_of(user, r->result);
    rv_buf about = RV_BUF_INIT;
    char number[RV_REAL_TEXT];

    rv_buf_printf(&about, "%s: %s", r->domain, r->outcome);
    if (isfinite(r->months))
        rv_buf_printf(&about, ", %s months", rv_real_text(r->months, number));
    rv_json_put_text(row, "study", r->study);
    rv_json_put_text(row, "about", rv_buf_str(&about));
    rv_buf_free(&about);
    (void)err;
    return RV_OK;
}

static rv_status add_study(void *user, const char *label, int64_t record, const char *role, rv_error *err)
{
    (void)record;
    (void)role;
    (void)err;
    rv_json_put_text(row_of(user, label), "study", label);
    return RV_OK;
}

static rv_status add_subjects(listing *l, rv_error *err)
{
    rv_call *call = l->call;
    rv_status st = RV_OK;

    if (strcmp(l->tool->unit, "body") == 0) {
        for (size_t i = 0; i < call->protocol->n_analyses; i++)
            rv_json_put_text(row_of(l, call->protocol->analyses[i].id), "about", call->protocol->analyses[i].label);
        return RV_OK;
    }
    if (strcmp(l->tool->unit, "result") != 0)
        return rv_extract_each_study(call->store, add_study, l, err);
    if (call->protocol->extraction == RV_EXTRACT_DOUBLE)      /* each has results of their own until they are agreed */
        st = rv_extract_each_own_result(call->store, call->person, NULL, add_result, l, err);
    return st == RV_OK ? rv_extract_each_result(call->store, NULL, add_result, l, err) : st;
}

/* ---- How far they are ---------------------------------------------------------------------------------------------------------- */

static void put_people(json_t *row, const rv_appraisal *a)
{
    json_t *people = json_array();

    for (size_t i = 0; i < a->n; i++) {
        bool known = !a->lines[i].reviewer[0];
        for (size_t k = 0; !known && k < json_array_size(people); k++)
            known = strcmp(json_string_value(json_array_get(people, k)), a->lines[i].reviewer) == 0;
        if (!known)
            json_array_append_new(people, json_string(a->lines[i].reviewer));
    }
    json_object_set_new(row, "people", people);
}

static void put_compare(json_t *row, const rv_appraisal *a)
{
    rv_buf path = RV_BUF_INIT;

    rv_buf_text(&path, "/appraise-differences/");
    rv_path_part(&path, a->tool->id);
    rv_buf_char(&path, '/');
    rv_path_part(&path, rv_appraise_name(&a->subject));
    rv_json_put_text(row, "compare", rv_buf_str(&path));
    rv_buf_free(&path);
}

static void put_progress(json_t *row, const rv_appraisal *a)
{
    rv_json_put_int(row, "due", (int64_t)a->due);
    rv_json_put_int(row, "judged", (int64_t)a->judged);
    rv_json_put_yes(row, "begun", true);
    rv_json_put_yes(row, "done", a->judged >= a->due && !a->next[0]);
    if (a->again)
        rv_json_put_int(row, "again", (int64_t)a->again);
}

/* The review's version: where two judge, what they have agreed on. */
static rv_status add_review(void *user, const rv_appraisal *a, rv_error *err)
{
    listing *l = user;
    json_t *row = row_of(l, rv_appraise_name(&a->subject));

    (void)err;
    put_people(row, a);
    if (l->own)
        rv_json_put_int(row, "agreed", (int64_t)a->judged);
    else
        put_progress(row, a);
    return RV_OK;
}

/* One's own; those of others are nobody else's business before they are compared. */
static rv_status add_own(void *user, const rv_appraisal *a, rv_error *err)
{
    listing *l = user;

    (void)err;
    if (strcmp(a->own, l->own) == 0) {
        put_progress(row_of(l, rv_appraise_name(&a->subject)), a);
        put_compare(row_of(l, rv_appraise_name(&a->subject)), a);
    }
    return RV_OK;
}

static rv_status count_due(listing *l, rv_error *err)
{
    rv_instrument *instrument = NULL;
    rv_status st;

    l->due = l->tool->n_domains;
    if (!*l->tool->instrument)
        return RV_OK;
    if ((st = rv_extract_instrument(l->call->store, l->tool->instrument, &instrument, err)) != RV_OK)
        return st;
    l->due = 0;
    for (size_t i = 0; i < instrument->n_domains; i++)
        l->due += !instrument->domains[i].optional;
    rv_instrument_free(instrument);
    return RV_OK;
}

static bool is_done(const json_t *row)
{
    return json_is_true(json_object_get(row, "done")) && !json_object_get(row, "again");
}

static int64_t count_done(const json_t *rows)
{
    int64_t n = 0;

    for (size_t i = 0; i < json_array_size(rows); i++)
        n += is_done(json_array_get(rows, i));
    return n;
}

/* What is still to be done, unless something else is asked for. */
static void choose(json_t *rows, const char *show)
{
    for (size_t i = json_array_size(rows); strcmp(show, "all") != 0 && i-- > 0; )
        if (is_done(json_array_get(rows, i)) != (strcmp(show, "done") == 0))
            json_array_remove(rows, i);
}

static rv_status put_tool(rv_call *call, const rv_appraisal_tool *tool, rv_error *err)
{
    listing l = { .call = call, .tool = tool, .own = rv_appraise_own(call, tool), .of = json_object(), .rows = json_array() };
    json_t *one = json_object();
    rv_status st;

    rv_json_put_text(one, "tool", tool->id);
    rv_json_put_text(one, "label", tool->label);
    rv_json_put_text(one, "unit", tool->unit);
    rv_json_put_text(one, "link", strncmp(tool->url, "http", 4) == 0 ? tool->url : "");
    rv_json_put_yes(one, "twice", l.own != NULL);
    if ((st = count_due(&l, err)) == RV_OK && (st = add_subjects(&l, err)) == RV_OK
        && (st = rv_extract_each_appraisal(call->store, call->protocol, tool->id, false, add_review, &l, err)) == RV_OK && l.own)
        st = rv_extract_each_appraisal(call->store, call->protocol, tool->id, true, add_own, &l, err);
    rv_json_put_int(one, "there", (int64_t)json_array_size(l.rows));
    rv_json_put_int(one, "finished", count_done(l.rows));
    choose(l.rows, rv_call_word(call, "show"));
    rv_json_put_yes(one, "any", json_array_size(l.rows) > 0);
    json_object_set_new(one, "subjects", l.rows);
    rv_call_put(call, "of", one);
    json_decref(l.of);
    return st;
}

static json_t *ways(const char *show)
{
    static const char *const words[][2] = { { "open", "To be done" }, { "done", "Done" }, { "all", "All" } };
    json_t *list = json_array();

    for (size_t i = 0; i < 3; i++) {
        json_t *one = json_object();
        rv_json_put_text(one, "show", words[i][0]);
        rv_json_put_text(one, "label", words[i][1]);
        rv_json_put_yes(one, "here", strcmp(*show ? show : "open", words[i][0]) == 0);
        json_array_append_new(list, one);
    }
    return list;
}

rv_status rv_get_appraise(rv_call *call, rv_error *err)
{
    const char *asked = rv_call_word(call, "tool"), *show = rv_call_word(call, "show");
    const size_t n = call->protocol ? call->protocol->n_appraisals : 0;
    const rv_appraisal_tool *of = n && !*asked ? &call->protocol->appraisals[0] : n ? rv_protocol_appraisal(call->protocol, asked) : NULL;
    json_t *tools = json_array();

    rv_call_put_text(call, "title", "Appraisal");
    rv_call_put(call, "tools", tools);
    rv_call_put(call, "shows", ways(show));
    if (*asked && !of)
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no appraisal tool '%.80s'", asked);
    if (*show && strcmp(show, "open") != 0 && strcmp(show, "done") != 0 && strcmp(show, "all") != 0)
        return rv_fail(err, RV_EINVAL, "show is '%.40s'; it must be open, done or all", show);
    for (size_t i = 0; i < n; i++) {
        json_t *one = json_object();
        rv_json_put_text(one, "tool", call->protocol->appraisals[i].id);
        rv_json_put_text(one, "label", call->protocol->appraisals[i].label);
        rv_json_put_text(one, "unit", call->protocol->appraisals[i].unit);
        rv_json_put_yes(one, "twice", rv_appraise_own(call, &call->protocol->appraisals[i]) != NULL);
        rv_json_put_yes(one, "here", of == &call->protocol->appraisals[i]);
        json_array_append_new(tools, one);
    }
    return of ? put_tool(call, of, err) : RV_OK;
}
