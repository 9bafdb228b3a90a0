/* Records and votes with their time: what tests of agreement and of the screening order begin with. */
#ifndef TESTS_SCREEN_VOTES_H
#define TESTS_SCREEN_VOTES_H

#include "tests/dedup/records.h"

#include "review/screen.h"

#define TA "title-abstract"

static const rv_bulk_record votes_records[] = {
    { .title = "One", .year = 2001 }, { .title = "Two", .year = 2002 }, { .title = "Three", .year = 2003 },
    { .title = "Four", .year = 2004 }, { .title = "Five", .year = 2005 }, { .title = "Six", .year = 2006 },
};

static inline rv_protocol *votes_plan(scratch *s)
{
    rv_protocol *protocol;
    char path[512];
    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    must(rv_protocol_read(&protocol, path, &s->err));
    return protocol;
}

static inline rv_store *votes_review(scratch *s)
{
    rv_store *store = scratch_review(s);
    import_records(s, store, votes_records, N(votes_records), 1);
    return store;
}

/* A vote given `day` days after 2026-01-01, on a report that came up as `served` (NULL: gone to). */
static inline void votes_cast(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *verdict, int day,
                              const char *served)
{
    const rv_decision d = { record, TA, who, verdict, strcmp(verdict, "exclude") == 0 ? "design" : NULL, NULL, served };
    char hex[RV_DIGEST_HEX], now[32];
    snprintf(now, sizeof now, "%ld", 1767225600L + 86400L * day);
    setenv("SOURCE_DATE_EPOCH", now, 1);
    must(rv_screen_vote(store, p, who, &d, 1, hex, &s->err));
}

#endif
