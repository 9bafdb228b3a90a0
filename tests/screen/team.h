/* A small review, and what tests of a team do to it again and again. Texts are kept to be compared whole. */
#ifndef TESTS_SCREEN_TEAM_H
#define TESTS_SCREEN_TEAM_H

#include "tests/dedup/records.h"

#include "review/dedup.h"
#include "review/screen.h"
#include "screen/board.h"

#define TA "title-abstract"
#define FT "full-text"
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)

static inline rv_protocol *plan(scratch *s)
{
    rv_protocol *protocol;
    char path[512];

    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    must(rv_protocol_read(&protocol, path, &s->err));
    return protocol;
}

/* The stage of the protocol, to be changed for a test. */
static inline rv_stage *stage_of(const rv_protocol *p, int stage)
{
    return (rv_stage *)&p->stages[stage];
}

static inline rv_store *review_of(scratch *s, size_t n)
{
    rv_store *store = scratch_review(s);
    rv_bulk_record *records = calloc(n, sizeof *records);

    assert_non_null(records);
    for (size_t i = 0; i < n; i++)
        records[i].title = "A title";
    import_records(s, store, records, n, 1);
    free(records);
    return store;
}

static inline rv_status vote(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *stage,
                             const char *verdict, const char *reason)
{
    const rv_decision d = { .record = record, .stage = stage, .reviewer = who, .verdict = verdict, .reason = reason };
    char hex[RV_DIGEST_HEX];

    return rv_screen_vote(store, p, who, &d, 1, hex, &s->err);
}

static inline rv_status resolve(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *verdict,
                                const char *reason)
{
    const rv_decision d = { .record = record, .stage = TA, .reviewer = who, .verdict = verdict, .reason = reason };
    char hex[RV_DIGEST_HEX];

    return rv_screen_resolve(store, p, who, &d, 1, hex, &s->err);
}

static inline rv_status person(scratch *s, rv_store *store, const char *who, const char *name, const char *role)
{
    char hex[RV_DIGEST_HEX];

    return rv_person_set(store, who, name, role, hex, &s->err);
}

static inline rv_status end(scratch *s, rv_store *store, const rv_protocol *p, const char *who, const char *name, const char *heir,
                            rv_person_end *e)
{
    char hex[RV_DIGEST_HEX];

    return rv_person_deactivate(store, p, who, name, heir, e, hex, &s->err);
}

static inline rv_status assign(scratch *s, rv_store *store, const rv_protocol *p, const char *who, const char *reviewer, int64_t record)
{
    char hex[RV_DIGEST_HEX];

    return rv_screen_assign(store, p, who, TA, reviewer, &record, 1, true, hex, &s->err);
}

static inline int64_t next_of(scratch *s, rv_store *store, const rv_protocol *p, const char *who)
{
    int64_t next;

    must(rv_screen_next(store, p, who, TA, &next, &s->err));
    return next;
}

#endif
