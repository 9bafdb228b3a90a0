/* review-dedup merge, split, same-study, undo: a person's word on two records. */
#include <config.h>

#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/opts.h"

rv_status rv_dedup_do_judge(rv_dedup_work *work, const char *verb, rv_dedup_verdict verdict, char **operands, rv_error *err)
{
    rv_dedup_judgement j = { .verdict = verdict, .reason = work->reason };
    char hex[RV_DIGEST_HEX];
    rv_status st;

    if (rv_tool_count(operands) != 2)
        return rv_fail(err, RV_EUSAGE, "%s needs two records: review-dedup %s RECORD RECORD --reason TEXT", verb, verb);
    if (rv_text_missing(work->reason ? work->reason : ""))
        return rv_fail(err, RV_EUSAGE, "%s needs its reason; give --reason TEXT", verb);
    if ((st = rv_record_find(work->store, operands[0], &j.record, err)) != RV_OK
        || (st = rv_record_find(work->store, operands[1], &j.other, err)) != RV_OK
        || (st = rv_dedup_judge(work->store, work->who, &j, hex, err)) != RV_OK)
        return st;
    rv_tool_ack(work->porcelain, "dedup.judge", hex);
    rv_tool_say("records %lld and %lld are %s (event %.12s)", (long long)j.record, (long long)j.other,
                verdict == RV_DEDUP_SAME    ? "one report"
                : verdict == RV_DEDUP_STUDY ? "two reports of one study"
                                            : "kept apart",
                hex);
    return RV_OK;
}

rv_status rv_dedup_do_undo(rv_dedup_work *work, char **operands, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_status st;

    if (rv_tool_count(operands) != 1)
        return rv_fail(err, RV_EUSAGE, "undo needs one event: review-dedup undo EVENT --reason TEXT (see review-dedup list)");
    if (rv_text_missing(work->reason ? work->reason : ""))
        return rv_fail(err, RV_EUSAGE, "undo needs its reason; give --reason TEXT");
    if ((st = rv_dedup_undo(work->store, work->who, operands[0], work->reason, hex, err)) != RV_OK)
        return st;
    rv_tool_ack(work->porcelain, "dedup.undo", hex);
    rv_tool_say("event %.12s is undone (event %.12s)", operands[0], hex);
    return RV_OK;
}
