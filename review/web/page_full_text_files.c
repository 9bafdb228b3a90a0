/* Files put to reports and taken off, and what became of a report. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

#include "web/handlers.h"
#include "web/pane.h"
#include "web/paper_queue.h"

/* Where the person came from, else the list of full texts. */
static void go_back(rv_call *call)
{
    const char *then = rv_safe_then(call);

    if (then)
        rv_call_then(call, "%s", then);
}

/* ---- One report ------------------------------------------------------------------------------------------------------------------- */

/* A message of the library names the path of the server's own copy: nobody's business, and no help. */
static void hide_path(rv_error *err, const char *path)
{
    const size_t n = strlen(path);

    if (err && strncmp(err->message, path, n) == 0) {
        const char *rest = err->message + n + strspn(err->message + n, ": ");
        memmove(err->message, rest, strlen(rest) + 1);
    }
}

rv_status rv_post_record_files(rv_call *call, rv_error *err)
{
    char digest[RV_DIGEST_HEX];
    int64_t record = 0;
    size_t taken = 0;
    json_t *digests = json_array();
    rv_status st = rv_call_int(call, "record", &record, err);

    rv_call_put(call, "files", digests);
    for (size_t i = 0; i < call->n_files && st == RV_OK; i++) {
        const rv_web_file *file = &call->files[i];
        if ((st = rv_report_attach(call->store, call->person, record, file->path, digest, call->event, err)) != RV_OK) {
            hide_path(err, file->path);
            st = taken ? rv_within(err, st, "%zu of %zu files are attached, then %s", taken, call->n_files, file->name)
                       : rv_within(err, st, "%s", file->name);
        } else {
            json_array_append_new(digests, json_string(digest));
            taken++;
        }
    }
    if (st != RV_OK)
        return st;
    rv_call_say(call, taken == 1 ? "%s is attached" : "%s and %zu more are attached", call->files[0].name, taken - 1);
    go_back(call);
    return RV_OK;
}

rv_status rv_post_file_detach(rv_call *call, rv_error *err)
{
    int64_t record;
    rv_status st;

    if ((st = rv_call_int(call, "record", &record, err)) != RV_OK
        || (st = rv_report_detach(call->store, call->person, record, rv_call_word(call, "digest"), call->event, err)) != RV_OK)
        return st;
    rv_call_say(call, "The file was taken off report %lld; its bytes stay in the review", (long long)record);
    go_back(call);
    return RV_OK;
}

rv_status rv_post_record_state(rv_call *call, rv_error *err)
{
    const char *state = rv_call_word(call, "state");
    int64_t record;
    rv_status st;

    if ((st = rv_call_int(call, "record", &record, err)) != RV_OK
        || (st = rv_screen_state(call->store, call->person, record, state, rv_call_text(call, "note"), call->event, err)) != RV_OK)
        return st;
    rv_call_say(call, "Report %lld: %s", (long long)record, state);
    go_back(call);
    return RV_OK;
}

/* ---- Many files --------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    json_t *attached, *unmatched, *refused;
    rv_buf  then;
} sorted;

static void refuse(sorted *s, const char *name, const char *why)
{
    json_t *one = json_object();

    rv_json_put_text(one, "name", name);
    rv_json_put_text(one, "why", why);
    json_array_append_new(s->refused, one);
}

static rv_status attach_sure(rv_call *call, sorted *s, const rv_web_file *file, const json_t *best, rv_error *err)
{
    const int64_t record = json_integer_value(json_object_get(best, "record"));
    char digest[RV_DIGEST_HEX];
    rv_error why = { 0 };
    json_t *one;
    const rv_status st = rv_report_attach(call->store, call->person, record, file->path, digest, call->event, &why);

    hide_path(&why, file->path);
    if (st == RV_EEXIST || st == RV_EINVAL) {         /* the others go on */
        refuse(s, file->name, why.message);
        return RV_OK;
    }
    if (st != RV_OK)
        return rv_fail(err, st, "%s: %s", file->name, why.message);
    one = json_object();
    rv_json_put_text(one, "name", file->name);
    rv_json_put_int(one, "record", record);
    rv_json_put_text(one, "digest", digest);
    json_array_append_new(s->attached, one);
    return RV_OK;
}

/* Those of no report are named in the address of the next page, which offers reports for them. */
static void leave(sorted *s, const char *name)
{
    json_array_append_new(s->unmatched, json_string(name));
    rv_buf_text(&s->then, s->then.length ? "&unmatched=" : "/full-text?unmatched=");
    rv_path_part(&s->then, name);
}

static rv_status sort_files(rv_call *call, sorted *s, const json_t *names, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < call->n_files && st == RV_OK; i++) {
        const json_t *best = json_array_get(json_object_get(json_array_get(names, i), "candidates"), 0);
        if (json_is_true(json_object_get(best, "sure")))
            st = attach_sure(call, s, &call->files[i], best, err);
        else
            leave(s, call->files[i].name);
    }
    return st;
}

static void say_sorted(rv_call *call, const sorted *s)
{
    const size_t left = json_array_size(s->unmatched), refused = json_array_size(s->refused);
    const json_t *first = json_array_get(s->refused, 0);

    if (refused)
        rv_call_say(call, "%zu of %zu files attached; %zu refused (%s: %s)%s", json_array_size(s->attached), call->n_files, refused,
                    json_string_value(json_object_get(first, "name")), json_string_value(json_object_get(first, "why")),
                    left ? "; say below what the others are of" : "");
    else
        rv_call_say(call, "%zu of %zu files attached%s", json_array_size(s->attached), call->n_files,
                    left ? "; say below what the others are of" : "");
}

rv_status rv_post_full_text_files(rv_call *call, rv_error *err)
{
    sorted s = { json_array(), json_array(), json_array(), RV_BUF_INIT };
    const char **names = calloc(call->n_files + 1, sizeof *names);
    rv_papers papers = { NULL, 0, 0 };
    json_t *found = NULL;
    rv_status st = names ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < call->n_files; i++)
        names[i] = call->files[i].name;
    if (st == RV_OK && (st = rv_papers_load(&papers, call, err)) == RV_OK
        && (st = rv_paper_match(call, &papers, names, call->n_files, &found, err)) == RV_OK)
        st = sort_files(call, &s, found, err);
    rv_call_put(call, "attached", s.attached);
    rv_call_put(call, "unmatched", s.unmatched);
    rv_call_put(call, "refused", s.refused);
    if (st == RV_OK) {
        say_sorted(call, &s);
        if (s.then.length)
            rv_call_then(call, "%s", rv_buf_str(&s.then));
    }
    rv_papers_free(&papers);
    rv_buf_free(&s.then);
    json_decref(found);
    free(names);
    return st;
}
