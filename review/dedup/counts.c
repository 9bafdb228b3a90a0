/* What deduplication left of each source. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/dedup.h"
#include "review/refs.h"

RV_STATEMENT(counts_sources,
    "SELECT s.id, s.name, s.kind, CASE WHEN s.kind IN ('database', 'register') THEN 0 ELSE 1 END FROM source s ORDER BY 4, s.id");
RV_STATEMENT(counts_reports,
    "SELECT COALESCE(m.report, r.id) AS report, f.source AS source, COUNT(*) FROM record r JOIN file f ON f.id = r.file"
    " LEFT JOIN report_member m ON m.record = r.id GROUP BY COALESCE(m.report, r.id), f.source ORDER BY 1, 2");

/* Sources of one name and kind are one, in the order in which they are counted. */
typedef struct {
    char   *name, *kind;
    int64_t records, within, elsewhere, unique;
    int64_t here;                /* records of the present report */
} one;

typedef struct {
    one     *sources;
    size_t   n;
    int64_t *ids;                /* of the rows of `source` */
    size_t  *place, n_ids;       /* the one that each row belongs to */
} counting;

static rv_status add_source(counting *c, int64_t id, const char *name, const char *kind, rv_error *err)
{
    size_t i;

    for (i = 0; i < c->n && (strcmp(c->sources[i].name, name) != 0 || strcmp(c->sources[i].kind, kind) != 0); i++)
        ;
    if (i == c->n) {
        one *more = realloc(c->sources, (c->n + 1) * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        c->sources = more;
        c->sources[c->n++] = (one){ .name = strdup(name), .kind = strdup(kind) };
    }
    int64_t *ids = realloc(c->ids, (c->n_ids + 1) * sizeof *ids);
    if (ids)
        c->ids = ids;
    size_t *place = realloc(c->place, (c->n_ids + 1) * sizeof *place);
    if (place)
        c->place = place;
    if (!ids || !place || !c->sources[i].name || !c->sources[i].kind)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    c->ids[c->n_ids] = id;
    c->place[c->n_ids++] = i;
    return RV_OK;
}

static rv_status read_sources(counting *c, rv_store *store, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &counts_sources, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = add_source(c, rv_query_int(q, 0), rv_query_text(q, 1), rv_query_text(q, 2), err);
    rv_query_end(q);
    return st;
}

/* Of a report's records one of its first source stays; what else is in that or another source is a duplicate there. */
static void end_report(counting *c)
{
    bool seen = false;

    for (size_t i = 0; i < c->n; i++) {
        one *s = &c->sources[i];
        if (!s->here)
            continue;
        s->records += s->here;
        s->within += s->here - 1;
        *(seen ? &s->elsewhere : &s->unique) += 1;
        s->here = 0;
        seen = true;
    }
}

static rv_status read_reports(counting *c, rv_store *store, rv_error *err)
{
    rv_query *q = NULL;
    int64_t report = -1;
    bool more;
    rv_status st = rv_query_start(&q, store, &counts_reports, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        if (rv_query_int(q, 0) != report)
            end_report(c);
        report = rv_query_int(q, 0);
        for (size_t i = 0; i < c->n_ids; i++)
            if (c->ids[i] == rv_query_int(q, 1))
                c->sources[c->place[i]].here += rv_query_int(q, 2);
    }
    rv_query_end(q);
    end_report(c);
    return st;
}

rv_status rv_dedup_counts(rv_store *store, rv_status (*row)(void *user, const rv_dedup_count *row, rv_error *err), void *user,
                          rv_error *err)
{
    counting c = { 0 };
    const rv_status view = rv_store_read_begin(store, err);
    rv_status st;

    if (view != RV_OK && view != RV_EINVAL)      /* RV_EINVAL: the caller has a view, or a write, under way */
        return view;
    if ((st = read_sources(&c, store, err)) == RV_OK)
        st = read_reports(&c, store, err);
    if (view == RV_OK)
        rv_store_read_end(store);
    for (size_t i = 0; i < c.n && st == RV_OK; i++)
        st = row(user, &(rv_dedup_count){ c.sources[i].name, c.sources[i].kind, c.sources[i].records, c.sources[i].within,
                                          c.sources[i].elsewhere, c.sources[i].unique }, err);
    for (size_t i = 0; i < c.n; i++) {
        free(c.sources[i].name);
        free(c.sources[i].kind);
    }
    free(c.sources);
    free(c.ids);
    free(c.place);
    return st;
}
