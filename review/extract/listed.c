/* Values with their places, for lists and reports. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/facts.h"
#include "review/extract.h"

typedef struct {
    const rv_fact_value *value;
    const char *study, *result;
} row;

static int row_order(const void *a, const void *b)
{
    const row *x = a, *y = b;
    int c;

    if ((c = strcmp(x->study, y->study)) == 0 && (c = strcmp(x->result, y->result)) == 0
        && (c = strcmp(x->value->field, y->value->field)) == 0)
        c = x->value->id < y->value->id ? -1 : x->value->id > y->value->id;
    return c;
}

static size_t gather(const rv_facts *facts, const char *study, const char *result, bool history, row *rows)
{
    size_t n = 0;

    for (size_t i = 0; i < facts->n_values; i++) {
        const rv_fact_value *v = &facts->values[i];
        const rv_fact_result *r = v->result ? rv_facts_result_by_id(facts, v->result) : NULL;
        const rv_fact_study *s = rv_facts_study_by_id(facts, v->study);

        if (!history && (v->part ? rv_facts_part_value(facts, v->study, v->part, v->field)
                                 : rv_facts_value(facts, v->study, v->result, v->field)) != v)
            continue;
        rows[n] = (row){ v, s ? s->label : "", r ? r->key : "" };
        if ((!study || strcmp(study, rows[n].study) == 0) && (!result || strcmp(result, rows[n].result) == 0))
            n++;
    }
    if (n)
        qsort(rows, n, sizeof *rows, row_order);
    return n;
}

rv_status rv_extract_each(rv_store *store, const char *study, const char *result, bool history,
                          rv_status (*value)(void *user, const rv_value *value, rv_error *err), void *user, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    row *rows = NULL;
    size_t n = 0;
    rv_status st = rv_facts_load(store, NULL, &facts, err);

    if (st == RV_OK && !(rows = calloc(facts.n_values + 1, sizeof *rows)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK)
        n = gather(&facts, study, result, history, rows);
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        const rv_fact_value *v = rows[i].value;
        st = value(user, &(rv_value){
            .id = v->id, .study = rows[i].study, .result = rows[i].result, .field = v->field, .value = v->value,
            .state = v->state, .reviewer = v->reviewer, .place = v->place, .quotation = v->quotation, .note = v->note,
            .event = v->event, .record = v->record, .stands = v->stands }, err);
    }
    free(rows);
    rv_facts_free(&facts);
    return st;
}

rv_status rv_extract_each_result(rv_store *store, const char *study,
                                 rv_status (*result)(void *user, const rv_result *result, rv_error *err), void *user,
                                 rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_status st = rv_facts_load(store, NULL, &facts, err);

    for (size_t i = 0; st == RV_OK && i < facts.n_results; i++) {
        const rv_fact_result *r = facts.by_key[i];
        if (!study || strcmp(study, r->label) == 0)
            st = result(user, &(rv_result){ r->id, r->study, r->record, r->label, r->key, r->contrast, r->domain, r->outcome,
                                            r->months }, err);
    }
    rv_facts_free(&facts);
    return st;
}

RV_STATEMENT(extract_judgements,
             "SELECT s.label, r.key, a.tool, a.domain, a.judgement, a.support, a.reviewer FROM appraisal a"
             " JOIN study s ON s.id = a.study LEFT JOIN result r ON r.id = a.result"
             " WHERE a.own IS NULL AND NOT EXISTS (SELECT 1 FROM appraisal b WHERE b.own IS NULL AND b.study = a.study AND coalesce(b.result, 0) = coalesce(a.result, 0)"
             " AND b.tool = a.tool AND b.domain = a.domain AND b.id > a.id)"
             " ORDER BY s.label, coalesce(r.key, ''), a.tool, a.id");

rv_status rv_extract_each_judgement(rv_store *store, const char *study,
                                    rv_status (*judgement)(void *user, const rv_judgement *judgement, rv_error *err), void *user,
                                    rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &extract_judgements, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *t[7];
        for (int i = 0; i < 7; i++)
            t[i] = rv_query_null(q, i) ? "" : rv_query_text(q, i);
        if (!study || strcmp(study, t[0]) == 0)
            st = judgement(user, &(rv_judgement){ t[0], t[1], t[2], t[3], t[4], t[5], t[6] }, err);
    }
    rv_query_end(q);
    return st;
}
