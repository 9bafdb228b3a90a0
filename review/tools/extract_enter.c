/* Acts by hand, acknowledged when they are durable; and tables. */
#include <config.h>

#include "tools/extract.h"

rv_status extract_import(rv_extraction *work, char **files, rv_error *err)
{
    rv_status st = RV_OK;

    for (; st == RV_OK && *files; files++) {
        rv_extract_summary summary;
        size_t faults = 0;

        if ((st = rv_extract_import(work->store, work->protocol, work->who, *files, extract_warn, &faults, &summary, err)) == RV_OK) {
            if (summary.event[0])
                rv_tool_ack(work->porcelain, summary.kind, summary.event);
            extract_say_what(*files, &summary);
        }
    }
    return st;
}

rv_status extract_value(rv_extraction *work, char **o, rv_error *err)
{
    rv_value_entry entry = { .field = o[1], .value = o[2], .state = work->state, .record = work->record, .place = work->place,
                             .quotation = work->quotation, .note = work->note };
    char hex[RV_DIGEST_HEX] = "";
    bool is_result;
    rv_status st = extract_is_result(work->store, o[0], &is_result, err);

    if (st != RV_OK)
        return st;
    *(is_result ? &entry.result : &entry.study) = o[0];
    st = rv_extract_value(work->store, work->protocol, work->who, &entry, hex, err);
    return st == RV_OK ? extract_done(work, "extract.value", hex) : st;
}

rv_status extract_result(rv_extraction *work, char **o, rv_error *err)
{
    const rv_result_entry entry = { o[0], work->study, work->record, work->contrast, work->domain, work->outcome, work->months };
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
