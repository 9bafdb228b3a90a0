/* Screening: deciding, taking back, going to a record. */
#include <config.h>

#include <string.h>

#include "web/handlers.h"
#include "web/pace.h"
#include "web/screen_desk.h"

/* What people read of a verdict that was given. */
static const char *said_of(const char *verdict)
{
    static const char *const words[][2] = { { "include", "Included" }, { "exclude", "Excluded" }, { "unsure", "Unsure" },
                                            { "later", "Put off" }, { "none", "Taken back" } };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], verdict) == 0)
            return words[i][1];
    return verdict;
}

/* The protocol's ids with blanks between: they come as a list, or as one text. */
static rv_status join_reasons(const rv_call *call, rv_buf *out, rv_error *err)
{
    const char *reason;

    for (size_t i = 0; (reason = rv_call_item(call, "reason", i)); i++)
        rv_buf_printf(out, "%s%s", out->length ? " " : "", reason);
    return rv_buf_check(out, err);
}

/* Where the form stood: the desk, or a list. */
static void go_back(rv_call *call)
{
    static const char *const places[] = { "list", "mine", "postponed" };
    const char *then = rv_call_word(call, "then");
    rv_buf stage = RV_BUF_INIT;

    rv_path_part(&stage, rv_call_word(call, "stage"));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strcmp(then, places[i]) == 0)
            rv_call_then(call, "/screen/%s/%s", rv_buf_str(&stage), i == 0 ? "list" : i == 1 ? "mine" : "mine?show=postponed");
    if (strcmp(then, "record") == 0) {
        int64_t record;
        if (rv_call_int(call, "record", &record, NULL) == RV_OK)
            rv_call_then(call, "/records/%lld", (long long)record);
    }
    rv_buf_free(&stage);
}

static rv_status decide(rv_call *call, rv_desk *desk, rv_decision *d, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    rv_desk_item next = { 0 };
    rv_status st = rv_desk_decide(desk, d, &next, call->event, err);

    if (st != RV_OK)
        return st;
    if (strcmp(d->verdict, "later") != 0)
        rv_pace_note(call->store, call->person, stage);
    if (!call->api)
        rv_call_say(call, "%s: report %lld.", said_of(d->verdict), (long long)d->record);
    go_back(call);
    rv_put_desk_after(call, stage, desk);
    return RV_OK;
}

rv_status rv_post_screen_decide(rv_call *call, rv_error *err)
{
    rv_decision d = { .verdict = rv_call_word(call, "verdict"), .note = rv_call_text(call, "note") };
    rv_buf reasons = RV_BUF_INIT;
    rv_desk *desk;
    rv_status st;

    if (d.note && !*d.note)
        d.note = NULL;
    if ((st = rv_call_int(call, "record", &d.record, err)) == RV_OK && (st = join_reasons(call, &reasons, err)) == RV_OK
        && (st = rv_call_desk(call, rv_call_word(call, "stage"), &desk, err)) == RV_OK) {
        d.reason = reasons.length ? rv_buf_str(&reasons) : NULL;
        st = decide(call, desk, &d, err);
    }
    rv_buf_free(&reasons);
    return st;
}

rv_status rv_post_screen_undo(rv_call *call, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    rv_desk_item item;
    rv_desk *desk;
    rv_status st;

    if ((st = rv_call_desk(call, stage, &desk, err)) != RV_OK || (st = rv_desk_undo(desk, &item, call->event, err)) != RV_OK)
        return st;
    rv_call_put_int(call, "undone", item.report);
    if (!call->api)
        rv_call_say(call, "Your decision on report %lld is taken back; decide anew.", (long long)item.report);
    rv_put_desk_after(call, stage, desk);
    return RV_OK;
}

rv_status rv_post_screen_put(rv_call *call, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    rv_desk_item item;
    int64_t record;
    rv_desk *desk;
    rv_status st;

    if ((st = rv_call_int(call, "record", &record, err)) != RV_OK || (st = rv_call_desk(call, stage, &desk, err)) != RV_OK
        || (st = rv_desk_put(desk, record, &item, err)) != RV_OK)
        return st;
    rv_put_desk_after(call, stage, desk);
    return RV_OK;
}
