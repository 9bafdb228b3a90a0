/* Studies made, given, dealt and taken back. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "web/extract_page.h"
#include "web/handlers.h"

static rv_status needs_protocol(rv_call *call, rv_error *err)
{
    return call->protocol ? RV_OK : rv_call_refuse(call, 422, err, "the review has no protocol yet");
}

rv_status rv_post_extract_study(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study"), *record = rv_call_word(call, "record"), *role = rv_call_word(call, "role");
    char hex[RV_DIGEST_HEX] = "";
    rv_buf path = RV_BUF_INIT;
    rv_status st = needs_protocol(call, err);

    if (st == RV_OK)
        st = rv_extract_study(call->store, call->protocol, call->person, study, *record ? record : NULL, *role ? role : NULL, hex, err);
    if (st != RV_OK)
        return st;
    memcpy(call->event, hex, sizeof hex);
    rv_call_say(call, *hex ? "%s is kept" : "%s is there already", study);
    rv_path_part(&path, study);
    if (!rv_call_yes(call, "stay"))
        rv_call_then(call, "/extract/%s", rv_buf_str(&path));
    rv_buf_free(&path);
    return RV_OK;
}

rv_status rv_post_extract_give(rv_call *call, rv_error *err)
{
    const rv_extract_gift gift = { rv_call_word(call, "study"), rv_call_word(call, "person") };
    const char *role = *rv_call_word(call, "role") ? rv_call_word(call, "role") : "extract";
    const bool back = rv_call_yes(call, "take_back");
    char hex[RV_DIGEST_HEX] = "";
    rv_status st = needs_protocol(call, err);

    if (st == RV_OK && !back)
        st = rv_person_may(call->store, gift.person, RV_MAY_EXTRACT, err);
    if (st == RV_OK)
        st = rv_extract_give(call->store, call->person, &gift, 1, role, !back, hex, err);
    if (st != RV_OK)
        return st;
    memcpy(call->event, hex, sizeof hex);
    rv_call_say(call, !*hex ? "It was so already: %s, %s" : back ? "%s is taken back from %s" : "%s is given to %s", gift.study, gift.person);
    return RV_OK;
}

/* Those whose share is said and not 0. */
static rv_status read_shares(const rv_call *call, rv_extract_share *shares, size_t *n, rv_error *err)
{
    const char *name;
    json_t *value;
    rv_status st = RV_OK;

    json_object_foreach(call->in, name, value) {
        double share;
        if (strncmp(name, "share.", 6) != 0 || !*rv_call_word(call, name))
            continue;
        if ((st = rv_call_real(call, name, &share, err)) != RV_OK
            || (share != 0 && (st = rv_person_may(call->store, name + 6, RV_MAY_EXTRACT, err)) != RV_OK))
            return st;
        if (share != 0)
            shares[(*n)++] = (rv_extract_share){ name + 6, share, 0 };
    }
    return st;
}

rv_status rv_post_extract_deal(rv_call *call, rv_error *err)
{
    rv_extract_share *shares = calloc(json_object_size(call->in) + 1, sizeof *shares);
    char hex[RV_DIGEST_HEX] = "";
    json_t *dealt = json_array();
    rv_buf words = RV_BUF_INIT;
    int64_t seed = 1;
    size_t n = 0;
    rv_status st = shares ? needs_protocol(call, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && *rv_call_word(call, "seed"))
        st = rv_call_int(call, "seed", &seed, err);
    if (st == RV_OK && (st = read_shares(call, shares, &n, err)) == RV_OK
        && (st = rv_extract_deal(call->store, call->protocol, call->person, shares, n, (uint64_t)seed, hex, err)) == RV_OK) {
        for (size_t i = 0; i < n; i++) {
            json_t *one = json_object();
            rv_json_put_text(one, "person", shares[i].person);
            rv_json_put_int(one, "given", shares[i].given);
            json_array_append_new(dealt, one);
            rv_buf_printf(&words, "%s%s %lld", i ? ", " : "", shares[i].person, (long long)shares[i].given);
        }
        memcpy(call->event, hex, sizeof hex);
        rv_call_say(call, *hex ? "Given: %s" : "No study lacks an extractor%s", *hex ? rv_buf_str(&words) : "");
        rv_call_put(call, "dealt", json_incref(dealt));
    }
    json_decref(dealt);
    rv_buf_free(&words);
    free(shares);
    return st;
}
