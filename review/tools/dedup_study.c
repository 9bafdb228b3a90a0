/* review-dedup studies and study: which reports are of one study. */
#include <config.h>

#include <string.h>

#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/opts.h"

typedef struct {
    rv_dedup_work          *work;
    rv_table               *table;
    rv_dedup_follow_summary summary;
} listing;

static rv_status print(listing *l, const char *const *columns, size_t n,
                       rv_status (*fill)(rv_table *table, void *user, rv_error *err), rv_error *err)
{
    return rv_tool_table(l->work->output, l->work->format < 0 ? RV_FORMAT_TEXT : l->work->format, columns, n, fill, l, err);
}

/* The title of a report ends its row. */
static rv_status end_row(listing *l, int64_t record, rv_error *err)
{
    rv_sheet sheet = { 0 };
    const rv_status st = record ? rv_sheet_read(l->work->store, record, &sheet, err) : RV_OK;

    rv_table_text(l->table, sheet.text[0]);
    rv_table_row(l->table);
    rv_sheet_free(&sheet);
    return st;
}

/* ---- Lists ------------------------------------------------------------------------------------------------------------------- */

static rv_status add_study(void *user, const rv_study_report *row, rv_error *err)
{
    listing *l = user;

    rv_table_text(l->table, row->label);
    if (row->report)
        rv_table_int(l->table, row->report);
    else
        rv_table_missing(l->table);
    rv_table_text(l->table, row->report ? row->role : NULL);
    return end_row(l, row->report, err);
}

static rv_status fill_studies(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_study_reports(l->work->store, add_study, l, err);
}

rv_status rv_dedup_do_studies(rv_dedup_work *work, rv_error *err)
{
    static const char *const columns[] = { "study", "report", "role", "title" };

    return print(&(listing){ .work = work }, columns, 4, fill_studies, err);
}

static rv_status add_sibling(void *user, const rv_dedup_sibling *row, rv_error *err)
{
    listing *l = user;
    rv_buf studies = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < row->n_studies; i++)
        rv_buf_printf(&studies, "%s%s", i ? "; " : "", row->studies[i]);
    if ((st = rv_buf_check(&studies, err)) == RV_OK) {
        rv_table_int(l->table, (int64_t)row->group);
        rv_table_int(l->table, row->report);
        rv_table_text(l->table, studies.length ? rv_buf_str(&studies) : NULL);
        st = end_row(l, row->report, err);
    }
    rv_buf_free(&studies);
    return st;
}

static rv_status fill_siblings(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_dedup_study_groups(l->work->store, add_sibling, l, err);
}

static rv_status list_linked(rv_dedup_work *work, rv_error *err)
{
    static const char *const columns[] = { "group", "report", "studies", "title" };

    return print(&(listing){ .work = work }, columns, 4, fill_siblings, err);
}

/* ---- Acts -------------------------------------------------------------------------------------------------------------------- */

static rv_status add_followed(void *user, const rv_dedup_followed *row, rv_error *err)
{
    listing *l = user;

    rv_table_text(l->table, row->study);
    rv_table_int(l->table, row->report);
    rv_table_int(l->table, row->because);
    return end_row(l, row->report, err);
}

static rv_status fill_followed(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_dedup_studies_follow(l->work->store, l->work->who, l->work->dry_run, add_followed, l, &l->summary, err);
}

static rv_status follow(rv_dedup_work *work, rv_error *err)
{
    static const char *const columns[] = { "study", "report", "because", "title" };
    listing l = { .work = work };
    const rv_status st = work->porcelain
                             ? rv_dedup_studies_follow(work->store, work->who, work->dry_run, NULL, NULL, &l.summary, err)
                             : print(&l, columns, 4, fill_followed, err);

    if (*l.summary.event)
        rv_tool_ack(work->porcelain, "study.link", l.summary.event);
    if (st == RV_OK)
        rv_tool_say("%zu report%s given to a study%s", l.summary.linked, l.summary.linked == 1 ? "" : "s",
                    work->dry_run ? "; nothing was written" : "");
    if (st == RV_OK && l.summary.unclear)
        rv_tool_say("%zu report%s left to a person, for the links lead to several studies", l.summary.unclear,
                    l.summary.unclear == 1 ? "" : "s");
    return st;
}

static rv_status link_study(rv_dedup_work *work, char **operands, const char *as, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    rv_status st;

    if ((st = rv_record_find(work->store, operands[1], &record, err)) != RV_OK
        || (st = rv_study_give(work->store, work->who, operands[0], record, as, hex, err)) != RV_OK)
        return st;
    rv_tool_ack(work->porcelain, "study.link", hex);
    rv_tool_say("record %lld is %s of study '%s'", (long long)record,
                strcmp(as, "none") == 0 ? "no report" : strcmp(as, "primary") == 0 ? "the primary report" : "a secondary report",
                operands[0]);
    return RV_OK;
}

static rv_status change_studies(rv_dedup_work *work, char **operands, bool merge, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    rv_status st;

    if (rv_text_missing(work->reason ? work->reason : ""))
        return rv_fail(err, RV_EUSAGE, "a study %s needs its reason; give --reason TEXT", merge ? "merge" : "split");
    if (merge) {
        if ((st = rv_study_merge(work->store, work->who, operands[0], operands[1], work->reason, hex, err)) == RV_OK)
            rv_tool_say("the reports of study '%s' are of study '%s' now", operands[0], operands[1]);
    } else if ((st = rv_record_find(work->store, operands[1], &record, err)) == RV_OK
               && (st = rv_study_split(work->store, work->who, operands[0], record, operands[2], work->reason, hex, err))
                      == RV_OK) {
        rv_tool_say("the report of record %lld is of study '%s' now", (long long)record, operands[2]);
    }
    if (st == RV_OK)
        rv_tool_ack(work->porcelain, merge ? "study.merge" : "study.split", hex);
    return st;
}

rv_status rv_dedup_do_study(rv_dedup_work *work, char **operands, rv_error *err)
{
    const int n = rv_tool_count(operands);
    const char *what = n ? operands[0] : "";

    if (strcmp(what, "link") == 0 && n == 3)
        return link_study(work, operands + 1, work->role, err);
    if (strcmp(what, "primary") == 0 && n == 3)
        return link_study(work, operands + 1, "primary", err);
    if (strcmp(what, "merge") == 0 && n == 3)
        return change_studies(work, operands + 1, true, err);
    if (strcmp(what, "split") == 0 && n == 4)
        return change_studies(work, operands + 1, false, err);
    if (strcmp(what, "linked") == 0 && n == 1)
        return list_linked(work, err);
    if (strcmp(what, "follow") == 0 && n == 1)
        return follow(work, err);
    return rv_fail(err, RV_EUSAGE,
                   "study is one of: link STUDY RECORD, primary STUDY RECORD, merge FROM INTO, split STUDY RECORD INTO, "
                   "linked, follow");
}
