/* Acts by hand, acknowledged when they are durable. */
#include <config.h>

#include "tools/extract.h"

/* Which part of the study the options name; RV_EUSAGE when they name two. */
static rv_status take_part(const rv_extraction *work, rv_value_entry *entry, rv_error *err)
{
    const struct { const char *kind, *key; } parts[] = {
        { "arm", work->arm }, { "outcome", work->outcome }, { "time", work->time }, { "contrast", work->contrast },
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].key) {
            if (entry->part_kind)
                return rv_fail(err, RV_EUSAGE, "a value is of one %s or of one %s, not of both", entry->part_kind, parts[i].kind);
            entry->part_kind = parts[i].kind;
            entry->part = parts[i].key;
        }
    return RV_OK;
}

/* A place that is not given is carried over, and the value says so. */
static rv_status carry_place(const rv_extraction *work, rv_value_entry *entry, rv_buf *place, rv_buf *note, rv_error *err)
{
    rv_status st = rv_extract_carried_place(work->store, work->protocol, work->who, entry, place, err);

    if (st != RV_OK || !place->length)
        return st;
    entry->place = rv_buf_str(place);
    rv_buf_printf(note, "%s%splace carried over", entry->note ? entry->note : "", entry->note ? "; " : "");
    entry->note = rv_buf_str(note);
    return rv_buf_check(note, err);
}

rv_status extract_value(rv_extraction *work, char **o, rv_error *err)
{
    rv_value_entry entry = { .field = o[1], .value = o[2], .state = work->state, .record = work->record, .place = work->place,
                             .quotation = work->quotation, .note = work->note, .confirm = work->confirm };
    const char *own = work->protocol->extraction == RV_EXTRACT_DOUBLE ? work->who : NULL;
    rv_buf place = RV_BUF_INIT, note = RV_BUF_INIT;
    char hex[RV_DIGEST_HEX] = "";
    bool is_result;
    rv_status st;

    if ((st = take_part(work, &entry, err)) != RV_OK
        || (st = extract_is_own_result(work->store, own, o[0], &is_result, err)) != RV_OK)
        return st;
    *(is_result ? &entry.result : &entry.study) = o[0];
    if ((st = carry_place(work, &entry, &place, &note, err)) == RV_OK)
        st = rv_extract_value(work->store, work->protocol, work->who, &entry, hex, err);
    if (st == RV_OK && hex[0] && place.length)
        rv_tool_say("place carried over from your last entry: %s", rv_buf_str(&place));
    rv_buf_free(&place);
    rv_buf_free(&note);
    return st == RV_OK ? extract_done(work, "extract.value", hex) : st;
}

rv_status extract_part(rv_extraction *work, char **o, rv_error *err)
{
    char hex[RV_DIGEST_HEX] = "";
    const rv_status st = rv_extract_part(work->store, work->protocol, work->who, o[0], o[1], o[2], work->group1, work->group2, hex, err);

    return st == RV_OK ? extract_done(work, "extract.part", hex) : st;
}

rv_status extract_result(rv_extraction *work, char **o, rv_error *err)
{
    const rv_result_entry entry = { o[0], work->study, work->record, work->contrast, work->domain, work->outcome, work->months, work->arm };
    char hex[RV_DIGEST_HEX] = "";
    rv_status st;

    if (!work->study || !work->domain || !work->outcome)
        return rv_fail(err, RV_EUSAGE, "a result needs --study, --domain and --outcome");
    st = rv_extract_result(work->store, work->protocol, work->who, &entry, hex, err);
    return st == RV_OK ? extract_done(work, "extract.result", hex) : st;
}

rv_status extract_study(rv_extraction *work, char **o, rv_error *err)
{
    char hex[RV_DIGEST_HEX] = "";
    const rv_status st = rv_extract_study(work->store, work->protocol, work->who, o[0], work->record, work->role, hex, err);

    return st == RV_OK ? extract_done(work, "extract.study", hex) : st;
}
