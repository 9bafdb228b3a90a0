/* The head of a report on the command line: what it says and from which record, and a person's choice. */
#include <config.h>

#include <string.h>

#include "review/refs.h"
#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/opts.h"

typedef struct {
    rv_store   *store;
    int64_t     report;
    const char *field;           /* NULL: every field, only what the report says */
    rv_table   *table;
} showing;

static rv_status add_field(void *user, const rv_report_field *f, rv_error *err)
{
    showing *s = user;

    (void)err;
    if (s->field ? strcmp(s->field, f->field) != 0 : !f->taken)
        return RV_OK;
    rv_table_text(s->table, f->field);
    rv_table_text(s->table, f->value);
    rv_table_int(s->table, f->record);
    rv_table_text(s->table, f->source);
    rv_table_text(s->table, !f->taken ? "no" : f->chosen ? "chosen" : f->edited ? "edited" : "best");
    rv_table_text(s->table, f->reason);
    rv_table_row(s->table);
    return RV_OK;
}

static rv_status fill_head(rv_table *table, void *user, rv_error *err)
{
    showing *s = user;

    s->table = table;
    return rv_report_fields(s->store, s->report, add_field, s, err);
}

rv_status rv_dedup_head(rv_store *store, char **operands, const char *output, int format, rv_error *err)
{
    static const char *const columns[] = { "field", "value", "record", "source", "taken", "reason" };
    showing s = { .store = store };
    const int n = rv_tool_count(operands);
    rv_status st;

    if (n < 1 || n > 2)
        return rv_fail(err, RV_EUSAGE, "head needs a report: review-dedup head REPORT [FIELD]");
    s.field = operands[1];
    if ((st = rv_record_find(store, operands[0], &s.report, err)) != RV_OK)
        return st;
    return rv_tool_table(output, format, columns, sizeof columns / sizeof *columns, fill_head, &s, err);
}

rv_status rv_dedup_choose(rv_store *store, const char *who, char **operands, const char *reason, bool porcelain, rv_error *err)
{
    const bool back = rv_tool_count(operands) == 3 && strcmp(operands[2], "none") == 0;
    const char *field;
    char hex[RV_DIGEST_HEX];
    int64_t report, chosen = 0;
    rv_status st;

    if (rv_tool_count(operands) != 3)
        return rv_fail(err, RV_EUSAGE, "choose needs a report, a field and a record: review-dedup choose REPORT FIELD|place|all RECORD|none"
                       " --reason TEXT");
    if (rv_text_missing(reason ? reason : ""))
        return rv_fail(err, RV_EUSAGE, "a choice needs its reason; give --reason TEXT");
    field = strcmp(operands[1], "all") == 0 ? NULL : operands[1];
    if ((st = rv_record_find(store, operands[0], &report, err)) != RV_OK
        || (!back && (st = rv_record_find(store, operands[2], &chosen, err)) != RV_OK)
        || (st = rv_report_choose(store, who, report, field, chosen, reason, hex, err)) != RV_OK)
        return st;
    rv_tool_ack(porcelain, "report.choose", hex);
    if (back)
        rv_tool_say("report %lld has its %s by the rule again (event %.12s)", (long long)report, operands[1], hex);
    else
        rv_tool_say("report %lld takes %s from record %lld (event %.12s)", (long long)report, operands[1], (long long)chosen, hex);
    return RV_OK;
}
