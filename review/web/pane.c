/* The full text beside a form. */
#include <config.h>

#include <string.h>

#include "web/pane.h"
#include "web/record_json.h"

static rv_status find_label(void *user, const rv_stored_record *record, rv_error *err)
{
    rv_record_label(&record->fields, user);
    return rv_buf_check(user, err);
}

static rv_status put_state(void *user, const rv_report_state *state, rv_error *err)
{
    (void)err;
    rv_json_put_text(user, "state", state->state);
    rv_json_put_text(user, "state_note", state->note);
    return RV_OK;
}

/* Moves the files of one report into the pane. */
static rv_status add_files(rv_call *call, json_t *into, int64_t report, rv_error *err)
{
    json_t *files = NULL, *file;
    rv_buf label = RV_BUF_INIT;
    size_t i;
    rv_status st;

    if ((st = rv_files_json(call, report, &files, err)) == RV_OK
        && (st = rv_reports_each(call->store, report, report, find_label, &label, err)) == RV_OK)
        json_array_foreach(files, i, file) {
            rv_json_put_int(file, "report", report);
            rv_json_put_text(file, "label", rv_buf_str(&label));
            json_object_del(file, "first");
            json_array_append(into, file);
        }
    json_decref(files);
    rv_buf_free(&label);
    return st;
}

/* The one asked for, else the first that a browser can show. */
static json_t *choose(const rv_call *call, const json_t *files)
{
    const char *asked = rv_call_word(call, "file");
    json_t *file, *best = NULL;
    size_t i;

    json_array_foreach(files, i, file) {
        const bool can = json_is_true(json_object_get(file, "pdf")) || json_is_true(json_object_get(file, "picture"));
        if (can && strcmp(json_string_value(json_object_get(file, "digest")), asked) == 0)
            return file;
        if (can && !best)
            best = file;
    }
    return best;
}

rv_status rv_pane_json(rv_call *call, const int64_t *reports, size_t n, const char *then, json_t **out, rv_error *err)
{
    json_t *pane = json_object(), *files = json_array(), *shown;
    int64_t report = 0;
    rv_status st = RV_OK;

    json_object_set_new(pane, "files", files);
    rv_json_put_text(pane, "state", "");
    rv_json_put_text(pane, "then", then);
    rv_json_put_yes(pane, "none", true);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        if ((st = rv_record_report(call->store, reports[i], &report, err)) == RV_OK)
            st = add_files(call, files, report, err);
        if (st == RV_OK && i == 0) {
            rv_json_put_int(pane, "record", report);
            st = rv_screen_states(call->store, report, put_state, pane, err);
        }
    }
    rv_json_put_yes(pane, "none", !json_array_size(files));
    rv_json_put_yes(pane, "several", json_array_size(files) > 1);
    if (st == RV_OK && (shown = choose(call, files))) {
        rv_json_put_yes(shown, "here", true);
        json_object_set(pane, "shown", shown);
    }
    *out = st == RV_OK ? pane : NULL;
    if (st != RV_OK)
        json_decref(pane);
    return st;
}

rv_status rv_put_pane(rv_call *call, const int64_t *reports, size_t n, const char *then, rv_error *err)
{
    json_t *pane;
    const rv_status st = rv_pane_json(call, reports, n, then, &pane, err);

    if (st == RV_OK)
        rv_call_put(call, "pane", pane);
    return st;
}

const char *rv_safe_then(const rv_call *call)
{
    const char *then = rv_call_word(call, "then");

    if (*then != '/' || then[1] == '/' || then[1] == '\\')
        return NULL;
    for (const unsigned char *p = (const unsigned char *)then; *p; p++)
        if (*p <= 32 || *p >= 127 || *p == '\\')
            return NULL;
    return then;
}
