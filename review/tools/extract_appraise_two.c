/* Two people's appraisals: where they differ, and what they say alike. */
#include <config.h>

#include <string.h>

#include "tools/extract_appraise.h"

/* ---- Agreed, and different -------------------------------------------------------------------------------------------- */

rv_status extract_appraisal_agree(rv_extraction *work, char **o, rv_error *err)
{
    rv_appraisal_subject subject;
    char hex[RV_DIGEST_HEX];
    size_t taken, differ;
    rv_status st = appraise_subject(work, o[1], o[0], &subject, err);

    if (st == RV_OK
        && (st = rv_extract_appraisal_agree(work->store, work->protocol, work->who, o[1], &subject, &taken, &differ, hex, err)) == RV_OK) {
        if (hex[0])
            rv_tool_ack(work->porcelain, "extract.appraise", hex);
        rv_tool_say("%zu said alike and taken, %zu to be settled%s", taken, differ,
                    differ ? " (review-extract appraisal-differences)" : "");
    }
    return st;
}

typedef struct {
    const rv_extraction *work;
    const char          *tool;
    rv_appraisal_subject subject;
    rv_table            *table;
} differing;

static const char *settled(const rv_appraisal *review, const char *id)
{
    for (size_t i = 0; i < review->n; i++)
        if (strcmp(review->lines[i].id, id) == 0)
            return review->lines[i].answer;
    return "";
}

static rv_status add_difference(void *user, const rv_appraisal *versions, size_t n, size_t line, const rv_appraisal *review, rv_error *err)
{
    const differing *d = user;

    (void)err;
    for (size_t i = 0; i < n; i++) {
        const rv_appraisal_line *l = &versions[i].lines[line];
        const char *const cells[] = { l->domain, l->id, l->text, versions[i].own, l->answer, l->support, l->place, l->quotation,
                                      settled(review, l->id) };

        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            extract_text(d->table, cells[k]);
        rv_table_row(d->table);
    }
    return RV_OK;
}

static rv_status fill_differences(rv_table *table, void *user, rv_error *err)
{
    differing *d = user;

    d->table = table;
    return rv_extract_appraisal_differences(d->work->store, d->work->protocol, d->tool, &d->subject, add_difference, d, err);
}

rv_status extract_appraisal_differences(rv_extraction *work, char **o, rv_error *err)
{
    static const char *const columns[] = { "domain", "id", "text", "reviewer", "answer", "support", "place", "quotation", "settled" };
    differing d = { .work = work, .tool = o[1] };
    rv_status st = appraise_subject(work, o[1], o[0], &d.subject, err);

    return st == RV_OK ? extract_table(work, RV_FORMAT_TEXT, columns, sizeof columns / sizeof *columns, fill_differences, &d, err) : st;
}
