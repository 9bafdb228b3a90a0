/* review-report refresh: a manuscript of one's own in Word, brought up to date. */
#include <config.h>

#include <string.h>

#include "review/report_refresh.h"

#include "tools/listing.h"
#include "tools/report.h"

enum { LIMIT = 256 << 20 };       /* bytes of a document */

typedef struct {
    const rv_review_report *made;
    const char             *path;
    rv_buf                  bytes, out;
    rv_table               *table;
    bool                    people;   /* only what is not as it was */
    size_t                  n[RV_REFRESH_UNKNOWN + 1];
} refreshing;

static rv_status tell(void *user, const rv_refresh_place *p, rv_error *err)
{
    refreshing *r = user;

    (void)err;
    r->n[p->state]++;
    if (r->people && p->state == RV_REFRESH_SAME)
        return RV_OK;
    rv_table_text(r->table, p->key);
    rv_table_text(r->table, rv_refresh_states[p->state]);
    rv_table_text(r->table, *p->was && strcmp(p->was, p->old) != 0 ? p->was : NULL);
    rv_table_text(r->table, p->old);
    rv_table_text(r->table, p->now);
    rv_table_text(r->table, *p->note ? p->note : NULL);
    rv_table_text(r->table, p->part);
    rv_table_row(r->table);
    return RV_OK;
}

static rv_status fill(rv_table *table, void *user, rv_error *err)
{
    refreshing *r = user;

    r->table = table;
    return rv_review_report_refresh(r->made, r->path, rv_buf_str(&r->bytes), r->bytes.length, &r->out, tell, r, err);
}

/* The document is replaced only whole, and only where something in it is another. */
static rv_status put(const refreshing *r, rv_error *err)
{
    const char *to = report.output ? report.output : r->path;
    rv_output *out = NULL;
    rv_status st = RV_OK;

    if (!report.output && r->out.length == r->bytes.length && memcmp(r->out.data, r->bytes.data, r->out.length) == 0)
        return RV_OK;
    st = rv_output_open(&out, to, err);
    if (st != RV_OK)
        return st;
    rv_output_add(out, rv_buf_str(&r->out), r->out.length);
    return rv_output_close(out, err);
}

static void say(const refreshing *r)
{
    const size_t changed = r->n[RV_REFRESH_CHANGED] + r->n[RV_REFRESH_EDITED];
    size_t all = 0;

    for (size_t i = 0; i <= RV_REFRESH_UNKNOWN; i++)
        all += r->n[i];
    rv_tool_say("%s: %zu bound places, %zu %s%s", r->path, all, changed, report.dry_run ? "to be changed" : "changed",
                r->n[RV_REFRESH_EDITED] ? ", some of them edited by hand" : "");
}

rv_status report_refresh(char **operands, rv_error *err)
{
    static const char *const columns[] = { "field", "state", "written", "old", "new", "note", "part" };
    refreshing r = { .path = operands[0], .bytes = RV_BUF_INIT, .out = RV_BUF_INIT };
    report_opened o = { NULL, NULL, NULL };
    int format;
    rv_status st;

    if ((st = report_data_format(&format, err)) == RV_OK && (st = rv_file_read(r.path, LIMIT, &r.bytes, err)) == RV_OK
        && (st = report_open(&o, err)) == RV_OK) {
        r.made = o.made;
        r.people = format == RV_FORMAT_TEXT;
        if ((st = rv_tool_table(NULL, format, columns, 7, fill, &r, err)) == RV_OK && !report.dry_run)
            st = put(&r, err);
    }
    if (st == RV_OK) {
        say(&r);
        if (r.n[RV_REFRESH_UNKNOWN])
            st = rv_fail(err, RV_ENOTFOUND, "%s: %zu places are bound to what the report does not have; they were left as they are",
                         r.path, r.n[RV_REFRESH_UNKNOWN]);
    }
    report_close(&o);
    rv_buf_free(&r.bytes);
    rv_buf_free(&r.out);
    return st;
}
