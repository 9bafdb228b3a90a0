/* Decisions of files and of other programs: looked at first, with what no record could be told for; then taken as votes. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "web/handlers.h"
#include "web/importing.h"
#include "web/overview.h"
#include "web/shown.h"

enum { DOUBTS = 100, PAIRS = 64 };

static const char what[] = "decisions";
static const char *const said_names[] = { "stage", "verdict", "format", "reviewers", "reasons", "resolutions", "change", NULL };

rv_status rv_get_decisions(rv_call *call, rv_error *err)
{
    json_t *stages = json_array();

    (void)err;
    for (size_t i = 0; call->protocol && i < call->protocol->n_stages; i++) {
        json_t *row = json_object();
        rv_json_put_text(row, "id", call->protocol->stages[i].id);
        rv_json_put_text(row, "label", call->protocol->stages[i].label);
        json_array_append_new(stages, row);
    }
    rv_call_put_text(call, "title", "Decisions of other programs");
    rv_put_list(call, "stages", stages);
    return RV_OK;
}

rv_status rv_post_decisions(rv_call *call, rv_error *err)
{
    char id[RV_SHELF_ID];
    rv_status st = rv_batch_new(call, what, said_names, id, err);

    if (st == RV_OK) {
        rv_call_then(call, "/manage/decisions/%s", id);
        rv_call_put_text(call, "batch", id);
    }
    return st;
}

/* ---- What is asked of the library --------------------------------------------------------------------------------------------------- */

/* "their name=ours", a line each; the text is cut up. */
static const char *const *lines_of(char *text, const char *list[PAIRS + 1])
{
    size_t n = 0;

    for (char *line; text && n < PAIRS && (line = strsep(&text, "\r\n")); ) {
        line += strspn(line, " \t");
        if (*line)
            list[n++] = line;
    }
    list[n] = NULL;
    return list;
}

typedef struct {
    rv_batch    batch;
    char       *reviewers, *reasons;
    const char *reviewer_lines[PAIRS + 1], *reason_lines[PAIRS + 1];
    json_t     *faults, *doubts;
    rv_screen_import_summary sum;
} taking;

static char *copy(const json_t *said, const char *name)
{
    const char *text = rv_batch_word(said, name);

    return strdup(text ? text : "");
}

static void take_fault(void *user, const rv_problem *fault)
{
    rv_batch_oddity(((taking *)user)->faults, fault);
}

static rv_status take_doubt(void *user, const rv_screen_doubt *d, rv_error *err)
{
    taking *t = user;
    json_t *row;

    (void)err;
    if (json_array_size(t->doubts) >= DOUBTS)
        return RV_OK;
    row = json_object();
    rv_json_put_int(row, "line", (int64_t)d->line);
    rv_json_put_text(row, "title", d->entry->title ? d->entry->title : d->entry->doi ? d->entry->doi : "an entry without a title");
    rv_json_put_int(row, "candidates", (int64_t)d->candidates);
    rv_json_put_int(row, "record", d->record);
    rv_json_put_text(row, "key", d->key ? d->key : "");
    rv_json_put_text(row, "record_title", d->fields && d->fields->title ? d->fields->title : "");
    rv_json_put_text(row, "why", d->candidates ? d->why : "no record found");
    json_array_append_new(t->doubts, row);
    return RV_OK;
}

/* Opens the batch and has its decisions taken, or only looked at. */
static rv_status take(rv_call *call, taking *t, bool dry, rv_error *err)
{
    rv_screen_import_options o = { .dry = dry, .fault = take_fault, .doubt = take_doubt, .user = t };
    rv_status st;

    *t = (taking){ .faults = json_array(), .doubts = json_array() };
    if (!call->protocol)
        return rv_fail(err, RV_ENOTFOUND, "the review has no protocol yet");
    if ((st = rv_batch_open(&t->batch, call, what, err)) != RV_OK)
        return st;
    t->reviewers = copy(t->batch.said, "reviewers");
    t->reasons = copy(t->batch.said, "reasons");
    o.format = rv_batch_word(t->batch.said, "format");
    o.stage = rv_batch_word(t->batch.said, "stage");
    o.verdict = rv_batch_word(t->batch.said, "verdict");
    o.reviewers = lines_of(t->reviewers, t->reviewer_lines);
    o.reasons = lines_of(t->reasons, t->reason_lines);
    o.resolutions = rv_batch_word(t->batch.said, "resolutions") != NULL;
    o.change = rv_batch_word(t->batch.said, "change") != NULL;
    st = rv_screen_import_file(call->store, call->protocol, call->person, t->batch.files.path[0], &o, &t->sum, err);
    rv_shelf_clean(rv_buf_str(&t->batch.folder), err);
    return st;
}

static void end(taking *t)
{
    free(t->reviewers);
    free(t->reasons);
    json_decref(t->faults);
    json_decref(t->doubts);
    rv_batch_end(&t->batch);
}

/* ---- The page, and the act ---------------------------------------------------------------------------------------------------------------- */

rv_status rv_get_decisions_batch(rv_call *call, rv_error *err)
{
    rv_error fault = { 0 };
    taking t;
    rv_status st = take(call, &t, true, &fault);

    rv_call_put_text(call, "title", "Look before you take the decisions");
    rv_call_put_text(call, "batch", rv_call_word(call, "batch"));
    rv_call_put_text(call, "fault", st == RV_OK ? "" : fault.message);
    rv_call_put_text(call, "file", t.batch.files.n ? rv_shelf_name(t.batch.files.path[0]) : "");
    rv_call_put_int(call, "entries", (int64_t)t.sum.entries);
    rv_call_put_int(call, "decisions", (int64_t)t.sum.decisions);
    rv_call_put_int(call, "taken", (int64_t)t.sum.taken);
    rv_call_put_int(call, "there", (int64_t)t.sum.there);
    rv_call_put_int(call, "unsure", (int64_t)t.sum.unsure);
    rv_call_put_int(call, "unknown", (int64_t)t.sum.unknown);
    rv_put_list(call, "faults", json_incref(t.faults));
    rv_put_list(call, "doubts", json_incref(t.doubts));
    /* a file that cannot be taken is told on the page; one that is gone is not found */
    st = st == RV_ENOTFOUND || st == RV_ENOMEM || st == RV_ESTORE ? rv_fail(err, st, "%s", fault.message) : RV_OK;
    end(&t);
    return st;
}

rv_status rv_post_decisions_batch(rv_call *call, rv_error *err)
{
    taking t;
    rv_status st = take(call, &t, false, err);

    if (st == RV_OK) {
        memcpy(call->event, t.sum.event, sizeof call->event);
        rv_call_put_int(call, "taken", (int64_t)t.sum.taken);
        rv_call_say(call, "%zu decisions were taken; %zu stood already; %zu were left, as no record could be told for certain", t.sum.taken, t.sum.there,
                    t.sum.unsure + t.sum.unknown);
        rv_call_then(call, "/manage/decisions");
        rv_shelf_drop(call->web->shelf, rv_call_word(call, "batch"));
    }
    end(&t);
    return st;
}
