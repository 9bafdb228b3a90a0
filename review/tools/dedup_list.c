/* review-dedup run and list: links as a table. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/opts.h"

static const char *const columns[] = { "record", "other", "verdict", "probability", "rule",       "reason",
                                       "who",    "event", "stands",  "title",       "other_title" };
enum { COLUMNS = sizeof columns / sizeof *columns };

typedef struct {
    rv_dedup_work   *work;
    rv_table        *table;
    rv_dedup_summary summary;
    rv_buf           title;
} listing;

static rv_status keep_title(void *user, const rv_stored_record *record, rv_error *err)
{
    rv_buf_text(user, record->fields.title ? record->fields.title : "");
    return rv_buf_check(user, err);
}

static rv_status put_title(listing *l, int64_t record, rv_error *err)
{
    rv_status st;

    rv_buf_clear(&l->title);
    if ((st = rv_records_each(l->work->store, record, record, keep_title, &l->title, err)) == RV_OK)
        rv_table_text(l->table, l->title.length ? rv_buf_str(&l->title) : NULL);
    return st;
}

static rv_status add_link(void *user, const rv_dedup_link *link, rv_error *err)
{
    listing *l = user;
    const rv_dedup_work *work = l->work;
    char event[13] = "";
    rv_status st;

    if ((work->verdict && strcmp(work->verdict, link->verdict) != 0) || (work->standing && !link->stands))
        return RV_OK;
    strncat(event, link->event, 12);
    rv_table_int(l->table, link->record);
    rv_table_int(l->table, link->other);
    rv_table_text(l->table, link->verdict);
    rv_table_real(l->table, link->probability);
    rv_table_text(l->table, link->rule);
    rv_table_text(l->table, link->reason);
    rv_table_text(l->table, link->who);
    rv_table_text(l->table, !*link->event ? NULL : work->format <= RV_FORMAT_TEXT ? event : link->event);
    rv_table_text(l->table, link->stands ? "yes" : "no");
    if ((st = put_title(l, link->record, err)) == RV_OK && (st = put_title(l, link->other, err)) == RV_OK)
        rv_table_row(l->table);
    return st;
}

static rv_status fill_links(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;

    l->table = table;
    return rv_dedup_links(l->work->store, add_link, l, err);
}

static rv_status fill_run(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;
    rv_dedup_work *work = l->work;

    l->table = table;
    return rv_dedup_run(work->store, work->who, &work->run, add_link, l, &l->summary, err);
}

static rv_status print(listing *l, rv_status (*fill)(rv_table *table, void *user, rv_error *err), rv_error *err)
{
    const rv_status st =
        rv_tool_table(l->work->output, l->work->format < 0 ? RV_FORMAT_TEXT : l->work->format, columns, COLUMNS, fill, l, err);

    rv_buf_free(&l->title);
    return st;
}

rv_status rv_dedup_do_list(rv_dedup_work *work, rv_error *err)
{
    return print(&(listing){ .work = work, .title = RV_BUF_INIT }, fill_links, err);
}

static const char *s(size_t n)
{
    return n == 1 ? "" : "s";
}

static void say_summary(const rv_dedup_summary *sum, bool dry)
{
    rv_tool_say("%zu record%s, %zu pair%s compared%s: %zu merge%s, %zu pair%s to look at, %zu pair%s of one study%s", sum->records,
                s(sum->records), sum->compared, s(sum->compared),
                sum->estimated ? ", weights estimated from them"
                : sum->anew    ? ", all anew"
                               : "",
                sum->merged, s(sum->merged), sum->queued, s(sum->queued), sum->studies, s(sum->studies),
                dry ? "; nothing was written" : "");
    if (sum->withdrawn)
        rv_tool_say("%zu link%s of earlier runs %s not hold any more", sum->withdrawn, s(sum->withdrawn),
                    sum->withdrawn == 1 ? "does" : "do");
    if (sum->kept_apart)
        rv_tool_say("%zu pair%s kept apart because a person said so", sum->kept_apart, sum->kept_apart == 1 ? " is" : "s are");
}

rv_status rv_dedup_do_run(rv_dedup_work *work, rv_error *err)
{
    listing l = { .work = work, .title = RV_BUF_INIT };
    rv_status st;

    work->run.dry = work->dry_run;
    st = work->porcelain ? rv_dedup_run(work->store, work->who, &work->run, NULL, NULL, &l.summary, err) : print(&l, fill_run, err);
    if (*l.summary.event)
        rv_tool_ack(work->porcelain, "dedup.run", l.summary.event);
    if (st == RV_OK)
        say_summary(&l.summary, work->dry_run);
    return st;
}
