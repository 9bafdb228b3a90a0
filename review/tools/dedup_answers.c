/* The queue as it comes back from a table: all answers as one act, or nothing, and each fault with its line. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/dedup.h"
#include "tools/opts.h"

typedef struct {
    rv_dedup_work      *work;
    const char         *name;        /* of the file, without its folder */
    rv_doubts           doubts;      /* what waits, in order of reports */
    rv_dedup_judgement *items;
    size_t             *lines, n, capacity;
    size_t              left, stale, faults;
} answers;

static const struct { const char *word; rv_dedup_verdict verdict; } words[] = {
    { "same", RV_DEDUP_SAME }, { "apart", RV_DEDUP_NONE }, { "study", RV_DEDUP_STUDY },
};

/* ---- What waits -------------------------------------------------------------------------------------------------------------- */

static void order(rv_doubt *d)
{
    if (d->report > d->other_report) {
        const int64_t least = d->other_report;
        d->other_report = d->report;
        d->report = least;
    }
}

static int by_reports(const void *a, const void *b)
{
    const rv_doubt *x = a, *y = b;

    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    return x->other_report < y->other_report ? -1 : x->other_report > y->other_report;
}

static rv_status read_doubts(answers *a, rv_error *err)
{
    rv_status st = rv_doubts_read(a->work->store, &a->doubts, err);

    for (size_t i = 0; i < a->doubts.n; i++)
        order(&a->doubts.items[i]);
    if (a->doubts.n)
        qsort(a->doubts.items, a->doubts.n, sizeof *a->doubts.items, by_reports);
    return st;
}

/* ---- Rows -------------------------------------------------------------------------------------------------------------------- */

static void tell(answers *a, size_t line, const char *message)
{
    rv_tool_say("%s:%zu: %s", a->name, line, message);
    a->faults++;
}

static rv_status add(answers *a, const rv_dedup_judgement *judgement, size_t line, const char *reason, rv_error *err)
{
    if (a->n == a->capacity) {
        const size_t capacity = a->capacity ? a->capacity * 2 : 64;
        rv_dedup_judgement *items = realloc(a->items, capacity * sizeof *items);
        size_t *lines = realloc(a->lines, capacity * sizeof *lines);
        a->items = items ? items : a->items;
        a->lines = lines ? lines : a->lines;
        if (!items || !lines)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        a->capacity = capacity;
    }
    a->items[a->n] = *judgement;
    a->lines[a->n] = line;
    a->items[a->n].reason = strdup(reason);
    return a->items[a->n++].reason ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

/* A row that does not wait any more is told and passed over: somebody, or a run, was there before. */
static rv_status take(answers *a, rv_dedup_judgement *j, size_t line, const char *reason, rv_error *err)
{
    rv_doubt pair = { .record = j->record };
    rv_buf words_used = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_record_report(a->work->store, j->record, &pair.report, err)) != RV_OK
        || (st = rv_record_report(a->work->store, j->other, &pair.other_report, err)) != RV_OK)
        return st;
    order(&pair);
    if (!a->doubts.n || !bsearch(&pair, a->doubts.items, a->doubts.n, sizeof pair, by_reports)) {
        rv_tool_say("%s:%zu: passed over: records %lld and %lld %s", a->name, line, (long long)j->record, (long long)j->other,
                    pair.report == pair.other_report ? "are one report now" : "do not wait for an answer any more");
        a->stale++;
        return RV_OK;
    }
    if (!rv_text_missing(reason))
        rv_buf_text(&words_used, reason);
    else if (a->work->reason)
        rv_buf_text(&words_used, a->work->reason);
    else
        rv_buf_printf(&words_used, "answered in %s", a->name);
    if ((st = rv_buf_check(&words_used, err)) == RV_OK)
        st = add(a, j, line, rv_buf_str(&words_used), err);
    rv_buf_free(&words_used);
    return st;
}

static rv_status read_row(answers *a, rv_csv *csv, size_t line, rv_error *err)
{
    const char *answer = rv_csv_get(csv, "answer");
    rv_dedup_judgement j = { 0 };
    rv_error fault = { 0 };
    char message[160];
    size_t i;
    rv_status st;

    for (i = 0; i < sizeof words / sizeof *words && strcmp(words[i].word, answer) != 0; i++)
        ;
    if (rv_text_missing(answer)) {
        a->left++;
        return RV_OK;
    }
    if (i == sizeof words / sizeof *words) {
        snprintf(message, sizeof message, "'%.60s' is no answer; there are same, apart, study, and nothing for later", answer);
        tell(a, line, message);
        return RV_OK;
    }
    j.verdict = words[i].verdict;
    if ((st = rv_record_find(a->work->store, rv_csv_get(csv, "record"), &j.record, &fault)) != RV_OK
        || (st = rv_record_find(a->work->store, rv_csv_get(csv, "other"), &j.other, &fault)) != RV_OK) {
        tell(a, line, fault.message);
        return st == RV_ENOTFOUND || st == RV_EINVAL ? RV_OK : rv_fail(err, st, "%s", fault.message);
    }
    if (j.record == j.other) {
        snprintf(message, sizeof message, "record %lld is given twice; an answer is about two records", (long long)j.record);
        tell(a, line, message);
        return RV_OK;
    }
    return take(a, &j, line, rv_table_unguarded(rv_csv_get(csv, "reason")), err);
}

static rv_status read_rows(answers *a, rv_error *err)
{
    static const char *const needed[] = { "record", "other", "answer" };
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_status st;

    if ((st = rv_csv_open(&csv, a->work->answers, 0, err)) == RV_OK)
        st = rv_csv_header(csv, err);
    for (size_t i = 0; i < sizeof needed / sizeof *needed && st == RV_OK; i++)
        if (rv_csv_column(csv, needed[i]) < 0)
            st = rv_fail(err, RV_EPARSE,
                         "%s:1: there is no column '%s'; write the queue with review-dedup queue --output FILE and fill in its "
                         "column 'answer'",
                         a->name, needed[i]);
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        st = read_row(a, csv, row->line, err);
    rv_csv_close(csv);
    return st;
}

/* ---- All at once ------------------------------------------------------------------------------------------------------------- */

static void tell_judged(void *user, size_t i, const rv_error *fault)
{
    answers *a = user;

    tell(a, a->lines[i], fault->message);
}

static rv_status judge(answers *a, rv_error *err)
{
    char hex[RV_DIGEST_HEX] = "";
    size_t added = 0;
    rv_status st = RV_OK;

    if (a->n && !a->faults)
        st = rv_dedup_judge_all(a->work->store, a->work->who, a->items, a->n, tell_judged, a, &added, hex, err);
    if (a->faults)
        return rv_fail(err, RV_EINVAL, "%s: %zu row%s cannot be taken; nothing was written", a->name, a->faults,
                       a->faults == 1 ? "" : "s");
    if (st != RV_OK)
        return st;
    if (*hex)
        rv_tool_ack(a->work->porcelain, "dedup.judge", hex);
    rv_tool_say("%zu answer%s taken, %zu row%s left for later, %zu passed over", added, added == 1 ? "" : "s", a->left,
                a->left == 1 ? "" : "s", a->stale + a->n - added);
    return RV_OK;
}

rv_status rv_dedup_do_answers(rv_dedup_work *work, rv_error *err)
{
    const char *slash = strrchr(work->answers, '/');
    answers a = { .work = work, .name = slash && slash[1] ? slash + 1 : work->answers };
    rv_status st;

    if ((st = read_doubts(&a, err)) == RV_OK && (st = read_rows(&a, err)) == RV_OK)
        st = judge(&a, err);
    for (size_t i = 0; i < a.n; i++)
        free((char *)a.items[i].reason);
    free(a.items);
    free(a.lines);
    rv_doubts_free(&a.doubts);
    return st;
}
