/* Links made by hand, and what stands of them as one text: for tests of the review side of deduplication. */
#ifndef TESTS_DEDUP_LINKS_SUPPORT_H
#define TESTS_DEDUP_LINKS_SUPPORT_H

#include "tests/dedup/records.h"

#include "review/dedup.h"
#include "review/refs.h"

/* What a run would have said: one act with one link, or none when `verdict` is NULL. */
static inline void run_said(scratch *s, rv_store *store, int64_t record, int64_t other, const char *verdict, double probability,
                            char hex[RV_DIGEST_HEX])
{
    rv_event *event;
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", record), RV_CELL_OF_INT("other", other), RV_CELL_OF_TEXT("verdict", verdict ? verdict : ""),
        RV_CELL_OF_TEXT("rule", "model"), RV_CELL_OF_TEXT("reason", "titles alike"), RV_CELL_OF_REAL("probability", probability),
    };
    must(rv_event_begin(&event, store, "dedup.run", "ann", false, &s->err));
    if (verdict)
        must(rv_event_add(event, "link", cells, N(cells), NULL, &s->err));
    must(rv_event_commit(event, hex, &s->err));
    must(rv_store_rebuild(store, &rv_dedup_derivation, 1, &s->err));
}

static inline rv_status judge(scratch *s, rv_store *store, int64_t record, int64_t other, rv_dedup_verdict verdict,
                              char hex[RV_DIGEST_HEX])
{
    return rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ record, other, verdict, "as read" }, hex, &s->err);
}

static inline rv_status write_standing(void *user, const rv_dedup_link *link, rv_error *err)
{
    (void)err;
    if (link->stands && strcmp(link->verdict, "none") != 0)
        rv_buf_printf(user, "%lld-%lld %s;", (long long)link->record, (long long)link->other, link->verdict);
    return RV_OK;
}

static inline int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The standing links in order of their text, then the report of each record from 1 to n; the caller frees. */
static inline char *standing(scratch *s, rv_store *store, int64_t n)
{
    rv_buf text = RV_BUF_INIT, out = RV_BUF_INIT;
    char **lines, *at;
    size_t count = 0;

    must(rv_dedup_links(store, write_standing, &text, &s->err));
    rv_buf_char(&text, ' ');
    lines = calloc(text.length, sizeof *lines);
    for (at = strtok(text.data, ";"); at; at = strtok(NULL, ";"))
        lines[count++] = at;
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++)
        if (strcmp(lines[i], " ") != 0)
            rv_buf_printf(&out, "%s;", lines[i]);
    for (int64_t i = 1; i <= n; i++) {
        int64_t report;
        must(rv_record_report(store, i, &report, &s->err));
        rv_buf_printf(&out, " %lld", (long long)report);
    }
    free(lines);
    rv_buf_free(&text);
    return out.data;
}

static inline void stands(scratch *s, rv_store *store, int64_t n, const char *want)
{
    char *got = standing(s, store, n);
    assert_string_equal(got, want);
    free(got);
}

static inline rv_status write_doubt(void *user, const rv_dedup_doubt *d, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld-%lld %.2g %s;", (long long)d->record, (long long)d->other, d->probability, d->reason);
    return RV_OK;
}

static inline void queue_is(scratch *s, rv_store *store, const char *want)
{
    rv_buf text = RV_BUF_INIT;
    must(rv_dedup_queue(store, write_doubt, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

#endif
