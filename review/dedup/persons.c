/* What persons say of links: one report, two reports, two reports of one study. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "dedup/links.h"
#include "review/refs.h"

RV_STATEMENT(link_newest_judged, "SELECT MAX(id) FROM link");
RV_STATEMENT(record_judged, "SELECT r.id FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1");

typedef void (*told)(void *user, size_t i, const rv_error *fault);

/* Judgements on their way to links. */
typedef struct {
    const rv_dedup_judgement *items;
    size_t   n;
    rv_link *links;              /* one of each judgement, in order */
    bool    *passed;             /* said before: not written */
    size_t   added;
    int64_t  newest;             /* link that was known when they were checked */
    told     fault;
    void    *user;
    rv_status first;             /* of the first fault */
} bench;

static rv_link_verdict link_verdict(rv_dedup_verdict verdict)
{
    return verdict == RV_DEDUP_SAME ? RV_LINK_SAME : verdict == RV_DEDUP_STUDY ? RV_LINK_STUDY : RV_LINK_APART;
}

static const char *noun(rv_dedup_verdict verdict)
{
    return verdict == RV_DEDUP_SAME ? "merge" : verdict == RV_DEDUP_STUDY ? "study link" : "split";
}

/* Tells a fault and keeps the first. */
static void refuse(bench *b, size_t i, const rv_error *fault, rv_error *err)
{
    if (b->fault)
        b->fault(b->user, i, fault);
    if (b->first == RV_OK && err)
        *err = *fault;
    if (b->first == RV_OK)
        b->first = fault->code;
}

static rv_status check_there(rv_store *store, int64_t record, rv_error *err)
{
    int64_t id;
    bool found;
    const rv_status st = rv_store_int(store, &record_judged, &id, &found, err, "i", record);

    return st != RV_OK || found ? st : rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
}

static rv_status check_form(rv_store *store, const rv_dedup_judgement *j, rv_error *err)
{
    rv_status st;

    if (j->record == j->other)
        return rv_fail(err, RV_EINVAL, "record %lld is given twice; a %s needs two records", (long long)j->record, noun(j->verdict));
    if (j->verdict == RV_DEDUP_UNSURE)
        return rv_fail(err, RV_EINVAL, "records %lld and %lld: a person says same, apart or study, not unsure", (long long)j->record,
                       (long long)j->other);
    if (rv_text_missing(j->reason ? j->reason : ""))
        return rv_fail(err, RV_EINVAL, "a %s needs its reason", noun(j->verdict));
    st = check_there(store, j->record, err);
    return st == RV_OK ? check_there(store, j->other, err) : st;
}

static int by_pair(const void *a, const void *b)
{
    const rv_link *x = *(const rv_link *const *)a, *y = *(const rv_link *const *)b;

    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Two judgements of one pair: the second is passed over, or contradicts the first. */
static rv_status check_twice(bench *b, rv_error *err)
{
    const rv_link **order = malloc((b->n + 1) * sizeof *order);
    rv_error fault;

    if (!order)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < b->n; i++)
        order[i] = &b->links[i];
    qsort(order, b->n, sizeof *order, by_pair);
    for (size_t i = 1; i < b->n; i++) {
        const rv_link *x = order[i - 1], *y = order[i];
        const size_t at = (size_t)(y - b->links);
        if (x->record != y->record || x->other != y->other)
            continue;
        b->passed[at] = x->verdict == y->verdict;
        if (b->passed[at])
            continue;
        (void)rv_fail(&fault, RV_EINVAL, "records %lld and %lld are judged twice, '%s' and '%s'", (long long)x->record,
                      (long long)x->other, rv_link_verdicts[x->verdict], rv_link_verdicts[y->verdict]);
        refuse(b, at, &fault, err);
    }
    free(order);
    return RV_OK;
}

/* Copies the judgements that are written: with merges, or without. */
static size_t gather(const bench *b, bool merges, rv_link *out)
{
    size_t n = 0;

    for (size_t i = 0; i < b->n; i++)
        if (!b->passed[i] && (merges || b->links[i].verdict != RV_LINK_SAME))
            out[n++] = b->links[i];
    return n;
}

/* A merge across what was said to be apart would pull other records out of their report, or would not come about. */
static void check_kept(bench *b, const rv_links *links, const rv_standing *before, const rv_standing *after, rv_error *err)
{
    rv_error fault;

    for (size_t i = 0; i < b->n; i++)
        if (b->links[i].verdict == RV_LINK_SAME && !rv_standing_together(after, b->links[i].record, b->links[i].other)) {
            (void)rv_fail(&fault, RV_EINVAL, "records %lld and %lld cannot be one report, because others of their reports were said "
                          "to be apart; undo that first", (long long)b->links[i].record, (long long)b->links[i].other);
            refuse(b, i, &fault, err);
        }
    for (size_t k = 0; k < links->n; k++) {
        const rv_link *l = &links->items[k];
        if (l->verdict != RV_LINK_SAME || !rv_standing_together(before, l->record, l->other)
            || rv_standing_together(after, l->record, l->other))
            continue;
        (void)rv_fail(&fault, RV_EINVAL, "this merge would part records %lld and %lld, because others of their reports were said "
                      "to be apart; undo that first", (long long)l->record, (long long)l->other);
        for (size_t i = 0; i < b->n; i++)
            if (b->links[i].verdict == RV_LINK_SAME && (rv_standing_together(after, b->links[i].record, l->record)
                                                        || rv_standing_together(after, b->links[i].record, l->other)))
                refuse(b, i, &fault, err);
    }
}

static rv_status check_groups(bench *b, const rv_links *links, rv_error *err)
{
    rv_links parted = { 0 }, all = { 0 };
    rv_standing before = { 0 }, after = { 0 };
    rv_link *some = malloc((b->n + 1) * sizeof *some);
    rv_status st = some ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && (st = rv_links_with(&parted, links, some, gather(b, false, some), err)) == RV_OK
        && (st = rv_standing_make(&before, &parted, NULL, 0, NULL, err)) == RV_OK
        && (st = rv_links_with(&all, links, some, gather(b, true, some), err)) == RV_OK
        && (st = rv_standing_make(&after, &all, NULL, 0, NULL, err)) == RV_OK)
        check_kept(b, links, &before, &after, err);
    free(some);
    rv_links_free(&parted);
    rv_links_free(&all);
    rv_standing_free(&before);
    rv_standing_free(&after);
    return st;
}

/* Checks all, tells every fault; `*b` is ready to be written when there is none. */
static rv_status check(rv_store *store, bench *b, rv_error *err)
{
    rv_links links = { 0 };
    rv_error fault;
    rv_status st = RV_OK;

    b->first = RV_OK;
    b->added = 0;
    for (size_t i = 0; i < b->n; i++)
        if (check_form(store, &b->items[i], &fault) != RV_OK)
            refuse(b, i, &fault, err);
    if (b->first == RV_OK)
        st = check_twice(b, err);
    if (st == RV_OK && b->first == RV_OK && (st = rv_links_load(store, &links, err)) == RV_OK) {
        b->newest = links.newest;
        for (size_t i = 0; i < b->n; i++) {
            const rv_link *now = rv_links_of(&links, b->links[i].record, b->links[i].other);
            b->passed[i] |= now && now->word && now->verdict == b->links[i].verdict;
            b->added += !b->passed[i];
        }
        if (b->added)
            st = check_groups(b, &links, err);
    }
    rv_links_free(&links);
    return st == RV_OK ? b->first : st;
}

static rv_status write_all(rv_store *store, rv_event *event, const bench *b, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < b->n && st == RV_OK; i++)
        if (!b->passed[i])
            st = rv_link_add(event, b->links[i].record, b->links[i].other, b->links[i].verdict, "person", b->items[i].reason, NAN, err);
    return st == RV_OK ? rv_members_make(store, err) : st;
}

/* Checked before the write lock is taken, and again under it only when somebody else was quicker. */
static rv_status act(rv_store *store, const char *who, bench *b, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event = NULL;
    int64_t newest = 0;
    rv_status st = check(store, b, err);

    *hex = '\0';
    if (st != RV_OK || !b->added)
        return st;
    if ((st = rv_event_begin(&event, store, "dedup.judge", who, false, err)) == RV_OK
        && (st = rv_store_int(store, &link_newest_judged, &newest, NULL, err, "")) == RV_OK && newest != b->newest)
        st = check(store, b, err);
    if (st == RV_OK && b->added && (st = write_all(store, event, b, err)) == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_dedup_judge_all(rv_store *store, const char *who, const rv_dedup_judgement *judgements, size_t n, told fault, void *user,
                             size_t *added, char hex[RV_DIGEST_HEX], rv_error *err)
{
    bench b = { .items = judgements, .n = n, .links = malloc((n + 1) * sizeof *b.links), .passed = calloc(n + 1, sizeof *b.passed),
                .fault = fault, .user = user };
    rv_status st;

    *hex = '\0';
    for (size_t i = 0; b.links && i < n; i++) {
        const rv_dedup_judgement *j = &judgements[i];
        b.links[i] = (rv_link){ .record = j->record < j->other ? j->record : j->other, .verdict = link_verdict(j->verdict),
                                .other = j->record < j->other ? j->other : j->record, .probability = NAN };
    }
    st = b.links && b.passed ? act(store, who, &b, hex, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    *added = st == RV_OK ? b.added : 0;
    free(b.links);
    free(b.passed);
    return st;
}

rv_status rv_dedup_judge(rv_store *store, const char *who, const rv_dedup_judgement *judgement, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const long long record = judgement->record, other = judgement->other;
    int64_t a = 0, b = 0;
    size_t added;
    rv_status st;

    *hex = '\0';
    if (record != other && judgement->verdict == RV_DEDUP_SAME) {
        if ((st = rv_record_report(store, record, &a, err)) != RV_OK || (st = rv_record_report(store, other, &b, err)) != RV_OK)
            return st;
        if (a == b)
            return rv_fail(err, RV_EEXIST, "records %lld and %lld are one report already", record, other);
    }
    if ((st = rv_dedup_judge_all(store, who, judgement, 1, NULL, NULL, &added, hex, err)) == RV_OK && !added)
        st = rv_fail(err, RV_EEXIST, "records %lld and %lld are judged so already", record, other);
    return st;
}
