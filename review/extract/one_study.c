/* Whether a batch is about one study, so that only its facts need be read. */
#include <config.h>

#include <string.h>

#include "extract/batch.h"

RV_STATEMENT(extract_study_of, "SELECT s.label FROM result r JOIN study s ON s.id = r.study WHERE r.key = ?1 AND coalesce(r.own, '') = ?2");

/* The study of a result, by name, in the hoard of the batch; NULL when there is no such result. */
static rv_status study_of_result(rv_batch *b, rv_store *store, const char *own, const char *key, const char **study, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &extract_study_of, err, "tt", key, own ? own : "");

    *study = NULL;
    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        *study = rv_hoard_text(&b->memory, rv_query_text(q, 0));
    rv_query_end(q);
    return st;
}

/* Whether `study` is the one that all is about so far. */
static bool still_one(const char **one, const char *study)
{
    if (!study || !study[0] || (*one && strcmp(*one, study) != 0))
        return false;
    *one = study;
    return true;
}

rv_status rv_batch_one_study(rv_batch *b, rv_store *store, const char *own, const char **study, rv_error *err)
{
    bool one = !b->n_judgements && !b->also;
    rv_status st = RV_OK;

    *study = NULL;
    for (size_t i = 0; one && i < b->n_studies; i++)
        one = still_one(study, b->studies[i].study);
    for (size_t i = 0; one && i < b->n_parts; i++)
        one = still_one(study, b->parts[i].study);
    for (size_t i = 0; one && st == RV_OK && i < b->n_results; i++) {
        const rv_batch_result *r = &b->results[i];
        const char *there = NULL;
        if ((st = study_of_result(b, store, own, r->result, &there, err)) == RV_OK)
            one = !(r->arm && r->arm[0]) && still_one(study, r->study) && (!there || still_one(study, there));
    }
    for (size_t i = 0; one && st == RV_OK && i < b->n_values; i++) {
        const rv_batch_value *v = &b->values[i];
        const char *there = NULL;
        one = rv_protocol_field(b->protocol, v->field) && (!v->study[0] || still_one(study, v->study));
        if (one && v->result[0] && (st = study_of_result(b, store, own, v->result, &there, err)) == RV_OK && (there || !v->study[0]))
            one = still_one(study, there);
    }
    if (!one)
        *study = NULL;
    return st;
}
