/* Facts that may not be shown yet: another extractor's own version of a study that is not open. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/extractors.h"

/* What a reason says of a warning holds the numbers; who gave it tells whose they are. */
RV_STATEMENT(own_facts,
             "SELECT event, ordinal, study, own FROM part WHERE own IS NOT NULL UNION ALL"
             " SELECT event, ordinal, study, own FROM result WHERE own IS NOT NULL UNION ALL"
             " SELECT event, ordinal, study, own FROM value WHERE own IS NOT NULL UNION ALL"
             " SELECT event, ordinal, study, reviewer FROM warning_reason w WHERE EXISTS"
             " (SELECT 1 FROM value v WHERE v.study = w.study AND v.own = w.reviewer)");
/* Appraisals are agreed apart, tool by tool: open once the review has a judgement of its own on the same. */
RV_STATEMENT(own_appraisals,
             "SELECT a.event, a.ordinal, a.own FROM appraisal a WHERE a.own IS NOT NULL AND NOT EXISTS"
             " (SELECT 1 FROM appraisal b WHERE b.own IS NULL AND b.tool = a.tool AND coalesce(b.study, 0) = coalesce(a.study, 0)"
             " AND coalesce(b.result, 0) = coalesce(a.result, 0) AND coalesce(b.body, '') = coalesce(a.body, ''))");

typedef struct {
    int64_t (*items)[2];
    size_t n, room;
} places;

static rv_status keep(places *p, rv_query *q, rv_error *err)
{
    if (!rv_grow(&p->items, p->n, &p->room, sizeof *p->items))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    p->items[p->n][0] = rv_query_int(q, 0);
    p->items[p->n++][1] = rv_query_int(q, 1);
    return RV_OK;
}

static bool theirs(const char *viewer, const char *own)
{
    return !viewer || strcmp(viewer, own) != 0;
}

static rv_status walk(places *p, const rv_extractors *all, rv_store *store, const char *viewer, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &own_facts, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const rv_extractors_study *study = rv_extractors_of(all, rv_query_int(q, 2));
        const rv_extractor_at *person = study ? rv_extractors_person(study, rv_query_text(q, 3)) : NULL;
        const bool seen = study && study->opened && person && strcmp(person->state, "late") != 0;
        if (!seen && theirs(viewer, rv_query_text(q, 3)))
            st = keep(p, q, err);
    }
    rv_query_end(q);
    return st;
}

static rv_status walk_appraisals(places *p, rv_store *store, const char *viewer, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &own_appraisals, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        if (theirs(viewer, rv_query_text(q, 2)))
            st = keep(p, q, err);
    rv_query_end(q);
    return st;
}

rv_status rv_extract_blind(rv_store *store, const char *viewer, int64_t (**out)[2], size_t *n, rv_error *err)
{
    rv_extractors all;
    places p = { 0 };
    rv_status st = rv_extractors_load(store, &all, err);

    *out = NULL;
    *n = 0;
    if (st == RV_OK && (st = walk(&p, &all, store, viewer, err)) == RV_OK && (st = walk_appraisals(&p, store, viewer, err)) == RV_OK) {
        *out = p.items;
        *n = p.n;
    } else {
        free(p.items);
    }
    rv_extractors_free(&all);
    return st;
}
