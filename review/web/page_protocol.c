/* The protocol as people read it, its versions, what must be looked at again, what was done otherwise. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/extract.h"
#include "review/report.h"
#include "review/screen.h"

#include "web/handlers.h"
#include "web/importing.h"
#include "web/overview.h"
#include "web/protocol_told.h"

enum { AGAIN = 200, PROTOCOL_SIZE = 4 << 20 };

RV_STATEMENT(protocol_versions,
    "SELECT p.version, p.digest, e.who, e.at FROM protocol p JOIN event e ON e.id = p.event ORDER BY p.version DESC, p.id DESC");
RV_STATEMENT(protocol_before, "SELECT xml FROM protocol WHERE version < ?1 ORDER BY version DESC, id DESC LIMIT 1");

/* ---- Versions and what differs ------------------------------------------------------------------------------------------------------ */

static rv_status put_versions(rv_call *call, int64_t *newest, rv_error *err)
{
    json_t *list = json_array();
    rv_query *q;
    bool more = false;
    rv_status st = rv_query_start(&q, call->store, &protocol_versions, err, "");

    *newest = 0;
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        json_t *row = json_object();
        if (!*newest)
            *newest = rv_query_int(q, 0);
        rv_json_put_int(row, "version", rv_query_int(q, 0));
        rv_json_put_text(row, "digest", rv_query_text(q, 1));
        rv_json_put_text(row, "who", rv_query_text(q, 2));
        rv_json_put_text(row, "at", rv_query_text(q, 3));
        json_array_append_new(list, row);
    }
    rv_query_end(q);
    rv_put_list(call, "versions", list);
    return st;
}

static rv_status add_change(void *user, const rv_protocol_change *c, rv_error *err)
{
    json_t *row = json_object();

    (void)err;
    rv_json_put_text(row, "part", c->part);
    rv_json_put_text(row, "id", c->id);
    rv_json_put_text(row, "change", c->change);
    rv_json_put_text(row, "again", c->again);
    json_array_append_new(user, row);
    return RV_OK;
}

/* Of the newest version from the one before; nothing where there is but one. */
static rv_status put_changes(rv_call *call, int64_t newest, rv_error *err)
{
    json_t *list = json_array();
    rv_protocol *before = NULL;
    rv_query *q;
    bool more = false;
    rv_status st = rv_query_start(&q, call->store, &protocol_before, err, "i", newest);

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *xml = rv_query_text(q, 0);
        st = rv_protocol_parse(&before, "the version before", xml, strlen(xml), err);
    }
    rv_query_end(q);
    if (st == RV_OK && before)
        st = rv_protocol_compare(before, call->protocol, add_change, list, err);
    rv_protocol_free(before);
    rv_put_list(call, "changes", list);
    return st;
}

/* ---- What must be looked at again ------------------------------------------------------------------------------------------------------ */

typedef struct { json_t *list; int64_t n; } counting;

static json_t *next_row(counting *c)
{
    json_t *row = c->n++ < AGAIN ? json_object() : NULL;

    if (row)
        json_array_append_new(c->list, row);
    return row;
}

static rv_status add_decision(void *user, const rv_reconsidered *r, rv_error *err)
{
    json_t *row = next_row(user);

    (void)err;
    if (!row)
        return RV_OK;
    rv_json_put_int(row, "report", r->report);
    rv_json_put_text(row, "stage", r->stage);
    rv_json_put_text(row, "reviewer", r->reviewer);
    rv_json_put_text(row, "verdict", r->verdict);
    rv_json_put_text(row, "reason", r->reason);
    rv_json_put_text(row, "part", r->part);
    rv_json_put_text(row, "id", r->id);
    rv_json_put_text(row, "change", r->change);
    return RV_OK;
}

static rv_status add_value(void *user, const rv_again *a, rv_error *err)
{
    json_t *row = next_row(user);

    (void)err;
    if (!row)
        return RV_OK;
    rv_json_put_text(row, "study", a->study);
    rv_json_put_text(row, "part", a->part);
    rv_json_put_text(row, "result", a->result);
    rv_json_put_text(row, "field", a->field);
    rv_json_put_text(row, "label", *a->label ? a->label : a->field);
    rv_json_put_text(row, "value", a->value);
    rv_json_put_text(row, "why", a->why);
    return RV_OK;
}

static rv_status put_again(rv_call *call, rv_error *err)
{
    counting decisions = { json_array(), 0 }, values = { json_array(), 0 };
    rv_status st = rv_screen_reconsider(call->store, call->protocol, call->person, add_decision, &decisions, err);

    if (st == RV_OK)
        st = rv_extract_each_again(call->store, call->protocol, NULL, NULL, add_value, &values, err);
    rv_call_put_int(call, "reconsider_count", decisions.n);
    rv_call_put_int(call, "extract_again_count", values.n);
    rv_put_list(call, "reconsider", decisions.list);
    rv_put_list(call, "extract_again", values.list);
    return st;
}

/* ---- Deviations -------------------------------------------------------------------------------------------------------------------------- */

static rv_status add_deviation(void *user, const rv_deviation *d, rv_error *err)
{
    json_t *row = json_object();

    (void)err;
    rv_json_put_text(row, "step", d->step);
    rv_json_put_text(row, "planned", d->planned);
    rv_json_put_text(row, "done", d->done);
    rv_json_put_text(row, "reason", d->reason);
    rv_json_put_yes(row, "recorded", d->recorded);
    json_array_append_new(user, row);
    return RV_OK;
}

static rv_status put_deviations(rv_call *call, rv_error *err)
{
    const rv_words none = { NULL, 0 };
    json_t *list = json_array();
    const rv_status st = rv_report_deviations(call->store, call->protocol, &none, add_deviation, list, err);

    rv_put_list(call, "deviations", list);
    return st;
}

rv_status rv_get_protocol(rv_call *call, rv_error *err)
{
    int64_t newest;
    rv_status st;

    rv_call_put_yes(call, "protocol", call->protocol != NULL);
    if (!call->protocol)
        return RV_OK;
    rv_call_put_text(call, "title", call->protocol->title);
    rv_protocol_tell(call->out, call->protocol);
    if ((st = rv_store_read_begin(call->store, err)) != RV_OK)
        return st;
    if ((st = put_versions(call, &newest, err)) == RV_OK && (st = put_changes(call, newest, err)) == RV_OK && (st = put_again(call, err)) == RV_OK)
        st = put_deviations(call, err);
    rv_store_read_end(call->store);
    return st;
}

/* Reasons of the fields because.STEP. */
rv_status rv_post_deviations(rv_call *call, rv_error *err)
{
    static const char prefix[] = "because.";
    const rv_words none = { NULL, 0 };
    const size_t most = json_object_size(call->in);
    const char **items = calloc(most + 1, sizeof *items), *name;
    rv_words because = { items, 0 };
    json_t *value;
    rv_status st = items ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && !call->protocol)
        st = rv_fail(err, RV_ENOTFOUND, "the review has no protocol yet");
    json_object_foreach(call->in, name, value) {
        char *text;
        if (st != RV_OK || strncmp(name, prefix, sizeof prefix - 1) != 0 || rv_text_missing(rv_call_word(call, name)))
            continue;
        if (asprintf(&text, "%s=%s", name + sizeof prefix - 1, rv_call_word(call, name)) < 0)
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        else
            items[because.n++] = text;
    }
    if (st == RV_OK)
        st = rv_report_explain(call->store, call->protocol, call->person, &none, &because, NULL, NULL, call->event, err);
    if (st == RV_OK)
        rv_call_say(call, *call->event ? "The reasons are kept" : "Every deviation has its reason already");
    for (size_t i = 0; i < because.n; i++)
        free((char *)items[i]);
    free(items);
    return st;
}

/* ---- A newer version ------------------------------------------------------------------------------------------------------------------------ */

static const char what[] = "protocol";

rv_status rv_post_protocol(rv_call *call, rv_error *err)
{
    static const char *const nothing[] = { NULL };
    char id[RV_SHELF_ID];
    rv_status st = rv_batch_new(call, what, nothing, id, err);

    if (st == RV_OK) {
        rv_call_then(call, "/protocol/new/%s", id);
        rv_call_put_text(call, "batch", id);
    }
    return st;
}

/* The XML that waits; `name` is the sender's of the file. */
static rv_status read_new(rv_batch *b, rv_call *call, rv_buf *xml, const char **name, rv_error *err)
{
    rv_status st = rv_batch_open(b, call, what, err);

    if (st == RV_OK && (st = rv_file_read(b->files.path[0], PROTOCOL_SIZE, xml, err)) == RV_OK)
        *name = rv_shelf_name(b->files.path[0]);
    if (st != RV_OK)
        rv_shelf_clean(rv_buf_str(&b->folder), err);
    return st;
}

/* What the differences are told from: somebody else's version in between makes them others. */
static const char *seen_version(int64_t version, char text[40])
{
    snprintf(text, 40, "version %lld", (long long)version);
    return text;
}

rv_status rv_get_protocol_new(rv_call *call, rv_error *err)
{
    char seen[40];
    rv_buf xml = RV_BUF_INIT;
    rv_protocol *given = NULL;
    rv_error fault = { 0 };
    const char *name = "";
    json_t *list = json_array();
    int64_t version = 0;
    rv_batch b;
    rv_status st = read_new(&b, call, &xml, &name, err);

    rv_call_put_text(call, "title", "A newer version of the protocol");
    rv_call_put_text(call, "batch", rv_call_word(call, "batch"));
    rv_call_put_text(call, "file", name);
    if (st == RV_OK && rv_review_protocol_add(call->store, call->person, name, rv_buf_str(&xml), xml.length, true, &version, NULL, &fault) == RV_OK) {
        if ((st = rv_protocol_parse(&given, name, rv_buf_str(&xml), xml.length, err)) == RV_OK && call->protocol)
            st = rv_protocol_compare(call->protocol, given, add_change, list, err);
    }
    rv_call_put_text(call, "fault", fault.message);
    rv_call_put_int(call, "version", version);
    rv_call_tag(call, seen_version(version, seen));
    rv_put_list(call, "changes", list);
    rv_protocol_free(given);
    rv_buf_free(&xml);
    rv_batch_end(&b);
    return st;
}

rv_status rv_post_protocol_new(rv_call *call, rv_error *err)
{
    rv_buf xml = RV_BUF_INIT;
    const char *name = "";
    int64_t version;
    char seen[40];
    rv_batch b;
    rv_status st = read_new(&b, call, &xml, &name, err);

    if (st == RV_OK
        && (st = rv_review_protocol_add(call->store, call->person, name, rv_buf_str(&xml), xml.length, true, &version, NULL, err)) == RV_OK
        && (st = rv_call_check_tag(call, seen_version(version, seen), err)) == RV_OK
        && (st = rv_review_protocol_add(call->store, call->person, name, rv_buf_str(&xml), xml.length, false, &version, call->event, err)) == RV_OK) {
        rv_shelf_drop(call->web->shelf, rv_call_word(call, "batch"));
        rv_call_say(call, "Version %lld of the protocol is kept; below stands what must be looked at again", (long long)version);
        rv_call_then(call, "/protocol");
    }
    rv_buf_free(&xml);
    rv_batch_end(&b);
    return st;
}
