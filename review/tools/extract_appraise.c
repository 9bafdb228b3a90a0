/* Judgements by the appraisal tools of the protocol. */
#include <config.h>

#include "tools/extract.h"

rv_status extract_appraise(rv_extraction *work, char **o, rv_error *err)
{
    rv_judgement_entry entry = { .tool = o[1], .domain = o[2], .judgement = o[3], .support = work->support };
    char hex[RV_DIGEST_HEX] = "";
    bool is_result;
    rv_status st = extract_is_result(work->store, o[0], &is_result, err);

    if (st != RV_OK)
        return st;
    *(is_result ? &entry.result : &entry.study) = o[0];
    st = rv_extract_appraise(work->store, work->protocol, work->who, &entry, hex, err);
    return st == RV_OK ? extract_done(work, "extract.appraise", hex) : st;
}

typedef struct {
    const rv_extraction *work;
    const char *study;               /* NULL: all */
    rv_table   *table;
} listing;

static rv_status add_judgement(void *user, const rv_judgement *j, rv_error *err)
{
    const listing *l = user;
    const char *const cells[] = { j->study, j->result, j->tool, j->domain, j->judgement, j->support, j->reviewer };

    (void)err;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(l->table, cells[i]);
    rv_table_row(l->table);
    return RV_OK;
}

static rv_status fill_judgements(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_extract_each_judgement(l->work->store, l->study, add_judgement, l, err);
}

rv_status extract_judgements(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "tool", "domain", "judgement", "support", "reviewer" };
    listing l = { .work = work, .study = operands[0] };

    return extract_table(work, RV_FORMAT_TEXT, columns, 7, fill_judgements, &l, err);
}
