/* Which appraisal an entry is of: whose version, by which instrument, of what. */
#include <config.h>

#include <string.h>

#include "extract/appraising.h"

RV_STATEMENT(appraise_result,
             "SELECT r.id, s.label FROM result r JOIN study s ON s.id = r.study WHERE r.key = ?1 AND r.own IS NULL ORDER BY r.id");

/* The review's own result of that key goes before one's own version of it. */
static rv_status find_result(rv_appraising *w, rv_appraising_entry *e)
{
    const rv_fact_result *own = rv_facts_result(w->facts, e->j->result);
    rv_query *q = NULL;
    bool found = false;
    rv_status st = rv_query_start(&q, w->store, &appraise_result, w->err, "t", e->j->result);

    if (st == RV_OK && (st = rv_query_next(q, &found, w->err)) == RV_OK && found) {
        e->result = rv_query_int(q, 0);
        e->key.study = rv_hoard_text(&w->standing.memory, rv_query_text(q, 1));
    }
    rv_query_end(q);
    if (st == RV_OK && !found && own) {
        e->result = own->id;
        e->key.study = own->label;
    }
    if (st == RV_OK && !e->result)
        return rv_batch_fail(w->batch, w->err, RV_ENOTFOUND, e->j->line, "result", "there is no result with this key");
    if (st == RV_OK && e->j->study[0] && strcmp(e->j->study, e->key.study) != 0)
        return rv_batch_fail(w->batch, w->err, RV_EINVAL, e->j->line, "result", "the result belongs to another study");
    return st;
}

static rv_status find_subject(rv_appraising *w, rv_appraising_entry *e)
{
    const rv_fact_study *study;
    rv_status st = RV_OK;

    if (e->j->result[0])
        st = find_result(w, e);
    if (st != RV_OK || !e->key.study[0])
        return st;
    if (!(study = rv_facts_study(w->facts, e->key.study)))
        return rv_batch_fail(w->batch, w->err, RV_ENOTFOUND, e->j->line, "study", "there is no study of that name");
    e->study = study->id;
    return RV_OK;
}

static size_t rank_of(const rv_instrument *i, const char *id)
{
    for (size_t d = 0; d < i->n_domains; d++)
        if (strcmp(i->domains[d].id, id) == 0)
            return 1 + d;
    return 0;
}

rv_status rv_appraising_prepare(rv_appraising *w, const rv_batch_judgement *j, rv_appraising_entry *e)
{
    const rv_appraisal_tool *tool = rv_protocol_appraisal(w->batch->protocol, j->tool);
    rv_status st;

    *e = (rv_appraising_entry){ .j = j };
    e->key = (rv_appraised){ .own = !w->batch->agreed && rv_appraised_twice(w->batch->protocol, tool) ? w->who : "",
                             .tool = j->tool, .body = j->body, .study = j->study, .result = j->result };
    if ((st = rv_instruments_get(&w->instruments, w->store, tool, &e->used, w->err)) != RV_OK)
        return st;
    if (e->used->instrument)
        e->rank = rank_of(e->used->instrument, j->domain);
    return find_subject(w, e);
}

int rv_appraising_order(const void *a, const void *b)
{
    const rv_appraising_entry *x = a, *y = b;
    int c;

    if ((c = strcmp(x->key.own, y->key.own)) == 0 && (c = strcmp(x->key.tool, y->key.tool)) == 0
        && (c = strcmp(x->key.body, y->key.body)) == 0 && (c = strcmp(x->key.study, y->key.study)) == 0
        && (c = strcmp(x->key.result, y->key.result)) == 0 && (c = x->rank < y->rank ? -1 : x->rank > y->rank) == 0
        && (c = strcmp(x->j->domain, y->j->domain)) == 0)
        c = x->j < y->j ? -1 : x->j > y->j;
    return c;
}
