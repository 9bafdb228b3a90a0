/* Whose version a page of extraction shows, and what every page about a study has at its top. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "web/extract_page.h"

const char *rv_extract_own(const rv_call *call)
{
    return call->protocol->extraction == RV_EXTRACT_DOUBLE ? call->person : NULL;
}

typedef struct {
    const char *study;
    bool        found;
} sought;

static rv_status look_at_study(void *user, const char *label, int64_t record, const char *role, rv_error *err)
{
    sought *s = user;

    (void)record;
    (void)role;
    (void)err;
    s->found |= strcmp(label, s->study) == 0;
    return RV_OK;
}

rv_status rv_extract_study_there(rv_call *call, const char *study, rv_error *err)
{
    sought s = { study, false };
    rv_status st;

    if (!call->protocol)
        return rv_call_refuse(call, 404, err, "the review has no protocol yet; nothing can be extracted before it says what");
    if ((st = rv_extract_each_study(call->store, look_at_study, &s, err)) != RV_OK || s.found)
        return st;
    return rv_fail(err, RV_ENOTFOUND, "there is no study '%.200s'", study);
}

/* ---- One's part ---------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *person;
    rv_my_part *part;
    size_t      extractors;
} finding;

static rv_status look_at_extractor(void *user, const rv_extractor *x, rv_error *err)
{
    finding *f = user;

    (void)err;
    f->part->open |= x->open;
    f->extractors += strcmp(x->role, "extract") == 0 && strcmp(x->state, "none") != 0 && strcmp(x->state, "late") != 0;
    if (strcmp(x->person, f->person) != 0 || strcmp(x->state, "none") == 0)
        return RV_OK;
    snprintf(f->part->role, sizeof f->part->role, "%s", x->role);
    snprintf(f->part->state, sizeof f->part->state, "%s", x->state);
    rv_buf_clear(&f->part->waits_for);
    rv_buf_text(&f->part->waits_for, x->waits_for);
    return RV_OK;
}

rv_status rv_extract_my_part(const rv_call *call, const char *study, rv_my_part *out, rv_error *err)
{
    finding f = { call->person, out, 0 };
    rv_status st;

    *out = (rv_my_part){ .waits_for = RV_BUF_INIT };
    st = rv_extract_each_extractor(call->store, study, look_at_extractor, &f, err);
    out->pair = f.extractors > 1;
    return st;
}

/* ---- The top of a page --------------------------------------------------------------------------------------------------------- */

static void add_way(json_t *ways, const char *path, const char *end, const char *label, const char *here)
{
    json_t *way = json_object();
    rv_buf href = RV_BUF_INIT;

    rv_buf_printf(&href, "%s%s", path, end);
    rv_json_put_text(way, "href", rv_buf_str(&href));
    rv_json_put_text(way, "label", label);
    rv_json_put_yes(way, "here", strcmp(label, here) == 0);
    json_array_append_new(ways, way);
    rv_buf_free(&href);
}

void rv_extract_put_head(rv_call *call, const char *study, const char *here, const rv_my_part *mine)
{
    const bool two = call->protocol->extraction == RV_EXTRACT_DOUBLE, verify = call->protocol->extraction == RV_EXTRACT_VERIFY;
    json_t *ways = json_array();
    rv_buf path = RV_BUF_INIT;

    rv_buf_text(&path, "/extract/");
    rv_path_part(&path, study);
    rv_call_put_text(call, "title", study);
    rv_call_put_text(call, "study", study);
    rv_call_put_text(call, "path", rv_buf_str(&path));
    rv_call_put_text(call, "extraction", two ? "double" : verify ? "verify" : "single");
    rv_call_put_text(call, "my_role", mine->role);
    rv_call_put_text(call, "my_state", mine->state);
    rv_call_put_text(call, "waits_for", mine->waits_for.length ? rv_buf_str(&mine->waits_for) : "");
    rv_call_put_yes(call, "open", mine->open);
    if (call->may >= RV_WEB_EXTRACT)
        add_way(ways, rv_buf_str(&path), "", "Form", here);
    if (two && mine->open && mine->pair)
        add_way(ways, rv_buf_str(&path), "/agree", "Agree", here);
    if (verify || (two && call->may >= RV_WEB_ADJUDICATE))
        add_way(ways, rv_buf_str(&path), "/verify", "Verify", here);
    rv_call_put(call, "ways", ways);
    rv_buf_free(&path);
}

/* Back to where it was typed. */
void rv_extract_go_back(rv_call *call, const char *study)
{
    rv_buf path = RV_BUF_INIT;

    rv_buf_text(&path, "/extract/");
    rv_path_part(&path, study);
    rv_buf_text(&path, "?part=");
    rv_path_part(&path, *rv_call_word(call, "part") ? rv_call_word(call, "part") : "study");
    if (*rv_call_word(call, "row")) {
        rv_buf_text(&path, "&row=");
        rv_path_part(&path, rv_call_word(call, "row"));
    }
    for (size_t i = 0; i < 2; i++) {
        static const char *const names[] = { "record", "version" };
        if (!*rv_call_word(call, names[i]))
            continue;
        rv_buf_printf(&path, "&%s=", names[i]);
        rv_path_part(&path, rv_call_word(call, names[i]));
    }
    rv_call_then(call, "%s", rv_buf_str(&path));
    rv_buf_free(&path);
}
