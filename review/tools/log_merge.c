/* The verb merge of review-log. */
#include <config.h>

#include <string.h>

#include "review/report.h"
#include "review/screen.h"

#include "tools/listing.h"
#include "tools/log_merge.h"
#include "tools/opts.h"

/* As records are named elsewhere: so many digits of the digest of their file, and the offset. */
enum { KEY_DIGITS = 16 };

static void write_record(rv_table *table, const char *record)
{
    const char *colon = record ? strchr(record, ':') : NULL;
    rv_buf key = RV_BUF_INIT;

    if (colon)
        rv_buf_printf(&key, "%.*s%s", KEY_DIGITS, record, colon);
    rv_table_text(table, colon ? rv_buf_str(&key) : NULL);
    rv_buf_free(&key);
}

static rv_status fill(rv_table *table, void *user, rv_error *err)
{
    const rv_merged *merged = user;

    (void)err;
    for (size_t i = 0; i < merged->n; i++) {
        const rv_merge_twofold *t = &merged->twofold[i];
        rv_table_text(table, t->what);
        rv_table_text(table, t->about[0] ? t->about : NULL);
        write_record(table, t->record);
        rv_table_text(table, t->mine);
        rv_table_text(table, t->theirs);
        rv_table_text(table, t->both ? "both" : t->newer ? "there" : "here");
        rv_table_row(table);
    }
    return RV_OK;
}

/* "1 event", "2 events". */
static void count(rv_buf *out, int64_t n, const char *what)
{
    rv_buf_printf(out, "%lld %s%s", (long long)n, what, n == 1 ? "" : "s");
}

static void say(const rv_merged *merged, const char *other, bool dry)
{
    rv_buf words = RV_BUF_INIT;

    if (!merged->events) {
        rv_tool_say("%s has nothing that is not here already", other);
        return;
    }
    count(&words, merged->events, "event");
    rv_buf_text(&words, " with ");
    count(&words, merged->facts, "fact");
    rv_buf_text(&words, ", ");
    count(&words, merged->files, "file");
    rv_buf_text(&words, " and ");
    count(&words, merged->records, "record");
    rv_buf_text(&words, dry ? " would come in" : " came in");
    rv_tool_say("%s from %s", rv_buf_str(&words), other);
    rv_buf_free(&words);
    if (merged->n)
        rv_tool_say("%zu thing%s said in both copies, and not the same; 'counts' is the copy whose word stands", merged->n,
                    merged->n == 1 ? " was" : "s were");
}

static rv_status tell(const rv_merged *merged, const char *other, const rv_log_merge *how, rv_error *err)
{
    static const char *const columns[] = { "what", "about", "record", "here", "there", "counts" };
    rv_status st = RV_OK;

    if (!how->porcelain && (merged->n || how->format != RV_FORMAT_TEXT))
        st = rv_tool_table(how->output, how->format, columns, sizeof columns / sizeof *columns, fill, (void *)merged, err);
    if (st == RV_OK)
        say(merged, other, how->dry);
    return st;
}

rv_status rv_tool_merge(rv_store *store, const char *other, const rv_log_merge *how, rv_error *err)
{
    const char *who;
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);
    rv_merged merged = { 0 };
    rv_status st = rv_tool_person(how->person, &who, err);

    if (st == RV_OK && (st = rv_person_may(store, who, RV_MAY_SCREEN, err)) == RV_OK && (st = rv_store_merge(store, other, who, how->dry, derivations, n, &merged, err)) == RV_OK) {
        if (!how->dry && merged.events)
            rv_tool_ack(how->porcelain, "log.merge", merged.event[0] ? merged.event : merged.head);
        st = tell(&merged, other, how, err);
    }
    rv_merged_free(&merged);
    return st;
}
