/* Small acts on a study: a part or result more, a reason for a warning, being done. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "web/extract_page.h"
#include "web/handlers.h"

static const char *or_null(const char *text)
{
    return text && *text ? text : NULL;
}

static void set_event(rv_call *call, const char hex[RV_DIGEST_HEX])
{
    memcpy(call->event, hex, RV_DIGEST_HEX);
}

rv_status rv_post_extract_part(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study"), *kind = rv_call_word(call, "kind"), *key = rv_call_word(call, "name");
    char hex[RV_DIGEST_HEX] = "";
    rv_status st = rv_extract_study_there(call, study, err);

    if (st != RV_OK
        || (st = rv_extract_part(call->store, call->protocol, call->person, study, kind, key, or_null(rv_call_text(call, "group1")),
                                 or_null(rv_call_text(call, "group2")), hex, err)) != RV_OK)
        return st;
    set_event(call, hex);
    rv_call_put_text(call, "key", key);
    rv_call_say(call, *hex ? "%s %s added" : "%s %s is there already", kind, key);
    rv_extract_go_back(call, study);
    return RV_OK;
}

/* ---- Results ----------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    json_t *keys;
    size_t  n;
} taken;

static rv_status take_key(void *user, const rv_result *r, rv_error *err)
{
    taken *t = user;

    (void)err;
    rv_json_put_yes(t->keys, r->result, true);
    t->n++;
    return RV_OK;
}

/* A name for a result that was given none: that of its study with the next number. Other people's names cannot be in the way of one's own
   version, and those of the review may be seen. */
static rv_status name_result(const rv_call *call, const char *study, rv_buf *key, rv_error *err)
{
    taken t = { json_object(), 0 };
    const size_t n = strlen(study) < 60 ? strlen(study) : 60;
    size_t end = n;
    rv_status st = rv_extract_each_own_result(call->store, rv_extract_own(call), NULL, take_key, &t, err);

    while (end && end < strlen(study) && ((unsigned char)study[end] & 0xC0) == 0x80)
        end--;                       /* no letter is cut in two */
    while (end && study[end - 1] == ' ')
        end--;
    for (size_t i = 1; st == RV_OK && i <= t.n + 1; i++) {
        rv_buf_clear(key);
        rv_buf_printf(key, "%.*s-%zu", (int)end, study, i);
        if (!json_object_get(t.keys, rv_buf_str(key)))
            break;
    }
    json_decref(t.keys);
    return st == RV_OK ? rv_buf_check(key, err) : st;
}

rv_status rv_post_extract_result(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study");
    rv_result_entry entry = { .study = study, .record = or_null(rv_call_text(call, "record")), .domain = rv_call_word(call, "domain"),
                              .outcome = rv_call_word(call, "outcome"), .months = or_null(rv_call_text(call, "months")),
                              .contrast = or_null(rv_call_text(call, "contrast")), .arm = or_null(rv_call_text(call, "arm")) };
    char hex[RV_DIGEST_HEX] = "";
    rv_buf key = RV_BUF_INIT;
    rv_status st = rv_extract_study_there(call, study, err);

    if (st == RV_OK && entry.arm && entry.contrast)
        st = rv_fail(err, RV_EINVAL, "a result is of an arm (%s) or of a contrast (%s), not of both", entry.arm, entry.contrast);
    if (st == RV_OK && or_null(rv_call_text(call, "result")))
        rv_buf_text(&key, rv_call_text(call, "result"));
    else if (st == RV_OK)
        st = name_result(call, study, &key, err);
    entry.result = rv_buf_str(&key);
    if (st == RV_OK && (st = rv_extract_result(call->store, call->protocol, call->person, &entry, hex, err)) == RV_OK) {
        set_event(call, hex);
        rv_call_put_text(call, "key", entry.result);
        rv_call_say(call, *hex ? "Result %s is kept" : "Result %s stood already", entry.result);
        rv_extract_go_back(call, study);
    }
    rv_buf_free(&key);
    return st;
}

/* ---- Warnings ---------------------------------------------------------------------------------------------------------------------- */

rv_status rv_post_extract_reason(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study"), *rule = rv_call_word(call, "rule"), *result = rv_call_word(call, "result");
    char hex[RV_DIGEST_HEX] = "";
    rv_status st = rv_extract_study_there(call, study, err);

    if (st != RV_OK || (st = rv_extract_reason(call->store, call->protocol, call->person, &rule, 1, &result, 1,
                                               rv_call_word(call, "reason"), hex, err)) != RV_OK)
        return st;
    set_event(call, hex);
    rv_call_say(call, "The warning stands, with your reason");
    rv_extract_go_back(call, study);
    return RV_OK;
}

/* ---- Done --------------------------------------------------------------------------------------------------------------------------- */

rv_status rv_post_extract_done(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study");
    const bool done = rv_call_yes(call, "done");
    char hex[RV_DIGEST_HEX] = "";
    rv_my_part mine = { .waits_for = RV_BUF_INIT };
    rv_status st = rv_extract_study_there(call, study, err);

    if (st == RV_OK && (st = rv_extract_done(call->store, call->person, &study, 1, done, hex, err)) == RV_OK
        && (st = rv_extract_my_part(call, study, &mine, err)) == RV_OK) {
        set_event(call, hex);
        rv_call_put_yes(call, "open", mine.open);
        if (!done)
            rv_call_say(call, "You have taken %s up again", study);
        else if (mine.open && mine.pair)
            rv_call_say(call, "Both are done with %s: look at what differs", study);
        else
            rv_call_say(call, "You are done with %s", study);
    }
    rv_buf_free(&mine.waits_for);
    return st;
}
