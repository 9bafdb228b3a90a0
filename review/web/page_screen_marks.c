/* Screening: labels and remarks on a report, and its record mended. */
#include <config.h>

#include <string.h>

#include "web/handlers.h"
#include "web/screen_desk.h"

static rv_status need_plan(rv_call *call, rv_error *err)
{
    return call->protocol ? RV_OK : rv_call_refuse(call, 422, err, "the review has no protocol yet, and so no stages");
}

rv_status rv_post_screen_label(rv_call *call, rv_error *err)
{
    const char *label = rv_call_word(call, "label");
    const bool off = rv_call_yes(call, "off");
    int64_t record;
    rv_status st;

    if ((st = need_plan(call, err)) != RV_OK || (st = rv_call_int(call, "record", &record, err)) != RV_OK
        || (st = rv_screen_label(call->store, call->protocol, call->person, record, rv_call_word(call, "stage"), label, !off, call->event,
                                 err)) != RV_OK)
        return st;
    rv_call_say(call, "Label %.120s: %s.", label, off ? "taken off" : "put on");
    return RV_OK;
}

rv_status rv_post_screen_remark(rv_call *call, rv_error *err)
{
    int64_t record;
    rv_status st;

    if ((st = need_plan(call, err)) != RV_OK || (st = rv_call_int(call, "record", &record, err)) != RV_OK
        || (st = rv_screen_remark(call->store, call->protocol, call->person, record, rv_call_word(call, "stage"), rv_call_word(call, "text"),
                                  call->event, err)) != RV_OK)
        return st;
    rv_call_say(call, "Your remark on report %lld is kept.", (long long)record);
    return RV_OK;
}

rv_status rv_post_screen_edit(rv_call *call, rv_error *err)
{
    const char *field = rv_call_word(call, "field"), *reason = rv_call_word(call, "reason");
    const bool original = rv_call_yes(call, "original");
    int64_t record;
    rv_status st;

    if ((st = rv_call_int(call, "record", &record, err)) != RV_OK)
        return st;
    if (!original && !*rv_call_word(call, "value"))
        return rv_call_refuse(call, 422, err, "the %.40s that was typed is empty; tick that it be as it came, or type it", field);
    if ((st = rv_record_edit(call->store, call->person, record, field, original ? NULL : rv_call_word(call, "value"),
                             *reason ? reason : "typed in while screening", call->event, err)) != RV_OK)
        return st;
    rv_call_say(call, original ? "The %.40s reads as it came again." : "The %.40s is kept; the record as it came stays too.", field);
    return RV_OK;
}
