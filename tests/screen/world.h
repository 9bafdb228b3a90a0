/* A small review in which people screen. */
#ifndef TESTS_SCREEN_WORLD_H
#define TESTS_SCREEN_WORLD_H

#include "tests/dedup/records.h"

#include "review/dedup.h"
#include "review/screen.h"

#define TA "title-abstract"
#define FT "full-text"
#define world_test(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)

typedef struct {
    scratch     *s;
    rv_store    *store;
    rv_protocol *p;
    int          imports;
    rv_buf       word;                   /* what verdict_of() and served_of() found */
} world;

static inline void world_import(world *w, size_t n)
{
    rv_bulk_record *records = calloc(n, sizeof *records);
    char titles[64][40];
    for (size_t i = 0; i < n; i++) {
        snprintf(titles[i], sizeof titles[i], "Report %d-%zu", w->imports, i);
        records[i] = (rv_bulk_record){ .title = titles[i], .authors = "Smith, J.", .year = 2000 + (int64_t)i };
    }
    import_records(w->s, w->store, records, n, ++w->imports);
    free(records);
}

/* Two people vote on each report at the first stage, blind. */
static inline void world_up(world *w, scratch *s, size_t records)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    *w = (world){ .s = s, .word = RV_BUF_INIT };
    must(rv_protocol_read(&w->p, path, &s->err));
    w->store = scratch_review(s);
    world_import(w, records);
}

static inline void world_down(world *w)
{
    rv_store_close(w->store);
    rv_protocol_free(w->p);
    rv_buf_free(&w->word);
    if (remove(w->s->path) != 0)
        fail_msg("%s cannot be removed", w->s->path);
}

static inline void world_vote(world *w, const char *who, int64_t record, const char *verdict)
{
    scratch *s = w->s;
    const rv_decision d = { record, TA, who, verdict, strcmp(verdict, "exclude") == 0 ? "design" : NULL, NULL, NULL };
    char hex[RV_DIGEST_HEX];
    must(rv_screen_vote(w->store, w->p, who, &d, 1, hex, &s->err));
}

static inline void merge(world *w, int64_t left, int64_t right)
{
    scratch *s = w->s;
    char hex[RV_DIGEST_HEX];
    must(rv_dedup_judge(w->store, "eve", &(rv_dedup_judgement){ left, right, RV_DEDUP_SAME, "one" }, hex, &s->err));
}

static inline rv_desk *desk_of(world *w, rv_store *store, const char *who, rv_desk_mode mode, double share)
{
    scratch *s = w->s;
    rv_desk_options o = RV_DESK_OPTIONS_INIT;
    rv_desk *desk;
    o.reviewer = who;
    o.stage = TA;
    o.mode = mode;
    o.random_share = share;
    must(rv_desk_open(&desk, store, w->p, &o, &s->err));
    return desk;
}

static inline int64_t next_of(world *w, rv_desk *desk)
{
    scratch *s = w->s;
    rv_desk_item item;
    must(rv_desk_next(desk, &item, &s->err));
    return item.report;
}

static inline int64_t peek_of(world *w, rv_desk *desk)
{
    scratch *s = w->s;
    rv_desk_item item;
    must(rv_desk_peek(desk, &item, &s->err));
    return item.report;
}

/* Decides, and says what comes next. */
static inline int64_t says(world *w, rv_desk *desk, int64_t record, const char *verdict)
{
    scratch *s = w->s;
    const rv_decision d = { .record = record, .verdict = verdict, .reason = strcmp(verdict, "exclude") == 0 ? "design" : NULL };
    rv_desk_item item;
    char hex[RV_DIGEST_HEX];
    must(rv_desk_decide(desk, &d, &item, hex, &s->err));
    return item.report;
}

RV_STATEMENT(test_vote_of,
    "SELECT verdict, served FROM decision WHERE reviewer = ?1 AND record = ?2 ORDER BY id DESC LIMIT 1");

static inline const char *word_of(world *w, const char *who, int64_t record, int column)
{
    scratch *s = w->s;
    rv_query *q;
    bool more;
    rv_buf_clear(&w->word);
    must(rv_query_start(&q, w->store, &test_vote_of, &s->err, "ti", who, record));
    must(rv_query_next(q, &more, &s->err));
    if (more && !rv_query_null(q, column))
        rv_buf_text(&w->word, rv_query_text(q, column));
    rv_query_end(q);
    return rv_buf_str(&w->word);
}

static inline const char *verdict_of(world *w, const char *who, int64_t record)
{
    return word_of(w, who, record, 0);
}

static inline const char *served_of(world *w, const char *who, int64_t record)
{
    return word_of(w, who, record, 1);
}

#endif
