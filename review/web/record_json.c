/* A record as pages show it: what it says, in runs that terms of the protocol mark, with its records and its files. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/refs.h"

#include "web/record_json.h"

static bool given(const char *text)
{
    return text && *text;
}

/* ---- Runs ------------------------------------------------------------------------------------------------------------------- */

static void add_run(json_t *runs, const char *text, size_t n, const rv_highlight *mark)
{
    json_t *run;
    char *copy;

    if (!n || !(copy = strndup(text, n)))
        return;
    run = json_object();
    rv_json_put_text(run, "text", copy);
    if (mark)
        rv_json_put_yes(run, mark->against ? "against" : "for", true);
    json_array_append_new(runs, run);
    free(copy);
}

/* The runs of the bytes [from, to) of a text. */
static json_t *runs_of(const char *text, size_t from, size_t to, const rv_highlight *marks, size_t n)
{
    json_t *runs = json_array();

    for (size_t i = 0; i < n; i++) {
        const size_t a = marks[i].from > from ? marks[i].from : from, b = marks[i].to < to ? marks[i].to : to;
        if (a >= b)
            continue;
        add_run(runs, text + from, a - from, NULL);
        add_run(runs, text + a, b - a, &marks[i]);
        from = b;
    }
    if (to > from)
        add_run(runs, text + from, to - from, NULL);
    return runs;
}

static rv_status find_marks(const rv_protocol *protocol, const char *text, bool mark, rv_highlight **marks, size_t *n, rv_error *err)
{
    *marks = NULL;
    *n = 0;
    return mark && protocol && *text ? rv_highlights(protocol, text, marks, n, err) : RV_OK;
}

rv_status rv_runs_json(const rv_protocol *protocol, const char *text, bool mark, json_t **out, rv_error *err)
{
    rv_highlight *marks;
    size_t n;
    rv_status st;

    *out = NULL;
    text = text ? text : "";
    if ((st = find_marks(protocol, text, mark, &marks, &n, err)) == RV_OK && !(*out = runs_of(text, 0, strlen(text), marks, n)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    free(marks);
    return st;
}

/* An abstract in its paragraphs, each {runs}. */
static rv_status paragraphs(const rv_protocol *protocol, const char *text, bool mark, json_t **out, rv_error *err)
{
    const size_t all = strlen(text);
    rv_highlight *marks;
    size_t n;
    rv_status st = find_marks(protocol, text, mark, &marks, &n, err);

    if (st != RV_OK)
        return st;
    *out = json_array();
    for (size_t at = 0; at < all; at++) {
        const size_t end = at + strcspn(text + at, "\n");
        if (end > at + strspn(text + at, " \t\r")) {
            json_t *paragraph = json_object();
            json_object_set_new(paragraph, "runs", runs_of(text, at, end, marks, n));
            json_array_append_new(*out, paragraph);
        }
        at = end;
    }
    free(marks);
    return *out ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

/* ---- What a record says -------------------------------------------------------------------------------------------------------- */

/* "Journal of Human Resources 41(1), 58-101" */
static void put_place(json_t *to, const rv_bulk_record *f)
{
    const char *in = given(f->container) ? f->container : given(f->publisher) ? f->publisher : "";
    rv_buf place = RV_BUF_INIT;

    rv_buf_text(&place, in);
    if (given(f->volume))
        rv_buf_printf(&place, "%s%s", place.length ? " " : "", f->volume);
    if (given(f->issue))
        rv_buf_printf(&place, "(%s)", f->issue);
    if (given(f->pages))
        rv_buf_printf(&place, "%s%s", place.length ? ", " : "", f->pages);
    rv_json_put_text(to, "place", rv_buf_str(&place));
    rv_buf_free(&place);
}

/* A link that leads to a page and nothing else: no script, no file. */
static bool is_web(const char *url)
{
    return url && (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0) && !strpbrk(url, " \"'<>\t\r\n");
}

static void put_coded(json_t *to, const char *name, const char *base, const char *id)
{
    rv_buf link = RV_BUF_INIT;

    if (given(id)) {
        rv_buf_text(&link, base);
        rv_path_part(&link, id);
    }
    rv_json_put_text(to, name, rv_buf_str(&link));
    rv_buf_free(&link);
}

static void put_year(json_t *to, const rv_bulk_record *f)
{
    if (f->year)
        rv_json_put_int(to, "year", f->year);
    else
        json_object_set_new(to, "year", json_null());
}

static void put_short(json_t *to, const rv_stored_record *record)
{
    const rv_bulk_record *f = &record->fields;

    rv_json_put_text(to, "title", given(f->title) ? f->title : "(no title)");
    rv_json_put_text(to, "authors", f->authors ? f->authors : "");
    put_year(to, f);
    put_place(to, f);
    rv_json_put_text(to, "source", record->source ? record->source : "");
    rv_json_put_text(to, "file", record->file ? record->file : "");
}

static void put_links(json_t *to, const rv_bulk_record *f)
{
    rv_json_put_text(to, "doi", f->doi ? f->doi : "");
    put_coded(to, "doi_link", "https://doi.org/", f->doi);
    rv_json_put_text(to, "pmid", f->pmid ? f->pmid : "");
    put_coded(to, "pmid_link", "https://pubmed.ncbi.nlm.nih.gov/", f->pmid);
    rv_json_put_text(to, "link", is_web(f->url) ? f->url : "");
}

typedef struct {
    rv_call *call;
    json_t  *to, *records;
    int64_t  report;
    bool     mark, found;
} telling;

static rv_status tell_report(void *user, const rv_stored_record *record, rv_error *err)
{
    telling *t = user;
    const rv_bulk_record *f = &record->fields;
    const rv_protocol *protocol = t->call->protocol;
    rv_buf label = RV_BUF_INIT;
    json_t *title = NULL, *keywords = NULL, *abstract = NULL;
    rv_status st;

    t->found = true;
    put_short(t->to, record);
    put_links(t->to, f);
    rv_record_label(f, &label);
    rv_json_put_text(t->to, "label", rv_buf_str(&label));
    rv_buf_free(&label);
    rv_json_put_int(t->to, "report", record->report ? record->report : record->id);
    rv_json_put_text(t->to, "language", f->language ? f->language : "");
    rv_json_put_text(t->to, "type", f->type ? f->type : "");
    rv_json_put_text(t->to, "keywords", f->keywords ? f->keywords : "");
    rv_json_put_text(t->to, "abstract_text", f->abstract ? f->abstract : "");
    if ((st = rv_runs_json(protocol, given(f->title) ? f->title : "(no title)", t->mark, &title, err)) == RV_OK
        && (st = rv_runs_json(protocol, f->keywords, t->mark, &keywords, err)) == RV_OK)
        st = paragraphs(protocol, f->abstract ? f->abstract : "", t->mark, &abstract, err);
    json_object_set_new(t->to, "title_runs", title);
    json_object_set_new(t->to, "keyword_runs", keywords);
    json_object_set_new(t->to, "abstract", abstract);
    return st;
}

/* ---- Its records ---------------------------------------------------------------------------------------------------------- */

RV_STATEMENT(web_records_of_report, "SELECT record FROM report_member WHERE report = ?1 ORDER BY record");

static rv_status tell_one(void *user, const rv_stored_record *record, rv_error *err)
{
    telling *t = user;
    json_t *one = json_object();

    (void)err;
    rv_json_put_int(one, "record", record->id);
    put_short(one, record);
    json_array_append_new(t->records, one);
    return RV_OK;
}

static rv_status tell_records(telling *t, rv_error *err)
{
    json_t *ids = json_array(), *id;
    rv_query *q = NULL;
    bool more = false;
    size_t i;
    rv_status st;

    if ((st = rv_query_start(&q, t->call->store, &web_records_of_report, err, "i", t->report)) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more)
            json_array_append_new(ids, json_integer(rv_query_int(q, 0)));
    rv_query_end(q);
    if (!json_array_size(ids))
        json_array_append_new(ids, json_integer(t->report));
    json_array_foreach(ids, i, id)
        if (st == RV_OK)
            st = rv_records_each(t->call->store, json_integer_value(id), json_integer_value(id), tell_one, t, err);
    json_decref(ids);
    return st;
}

/* ---- Its state ------------------------------------------------------------------------------------------------------------------- */

static rv_status tell_state(void *user, const rv_report_state *state, rv_error *err)
{
    telling *t = user;

    (void)err;
    rv_json_put_text(t->to, "state", state->state);
    rv_json_put_text(t->to, "state_note", state->note);
    rv_json_put_text(t->to, "state_by", state->who);
    rv_json_put_text(t->to, "state_at", state->at);
    return RV_OK;
}

rv_status rv_record_json(rv_call *call, int64_t record, const char *stage, json_t **out, rv_error *err)
{
    telling t = { .call = call, .to = json_object(), .records = json_array(), .mark = stage != NULL };
    json_t *files = NULL;
    rv_status st;

    *out = NULL;
    if ((st = rv_record_report(call->store, record, &t.report, err)) == RV_OK
        && (st = rv_reports_each(call->store, t.report, t.report, tell_report, &t, err)) == RV_OK && !t.found)
        st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    rv_json_put_text(t.to, "state", "");
    if (st == RV_OK && (st = tell_records(&t, err)) == RV_OK
        && (st = rv_screen_states(call->store, t.report, tell_state, &t, err)) == RV_OK)
        st = rv_files_json(call, t.report, &files, err);
    json_object_set_new(t.to, "records", t.records);
    json_object_set_new(t.to, "files", files);
    if (st == RV_OK)
        *out = t.to;
    else
        json_decref(t.to);
    return st;
}
