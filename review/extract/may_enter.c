/* Who is done enters nothing more, and who comes when a study is open begins nothing. */
#include <config.h>

#include <string.h>

#include "extract/extractors.h"

RV_STATEMENT(extractors_result, "SELECT s.label FROM result r JOIN study s ON s.id = r.study WHERE r.key = ?1 AND r.own = ?2 ORDER BY r.id");
RV_STATEMENT(extractors_state,
             "SELECT x.state FROM extraction x JOIN study s ON s.id = x.study WHERE s.label = ?1 AND x.reviewer = ?2 AND x.role = 'extract'"
             " ORDER BY x.id DESC LIMIT 1");

/* Who was given nothing may begin unasked while the study is blind; when it is open, it would be a version that is compared with none. */
static rv_status may_begin(rv_store *store, const char *label, const char *who, rv_error *err)
{
    rv_extractors all;
    const rv_extractors_study *study;
    const char *pair[2];
    rv_status st = rv_extractors_load(store, &all, err);

    if (st == RV_OK && (study = rv_extractors_find(&all, label)) && study->opened && rv_extractors_pair(study, pair) > 1
        && strcmp(pair[0], who) != 0 && strcmp(pair[1], who) != 0)
        st = rv_fail(err, RV_EINVAL, "%s and %s have extracted %s: settle what they say instead of entering it anew", pair[0], pair[1], label);
    rv_extractors_free(&all);
    return st;
}

static rv_status may_enter(rv_store *store, const char *study, const char *who, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false, done = false;
    rv_status st = rv_query_start(&q, store, &extractors_state, err, "tt", study, who);

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        done = strcmp(rv_query_text(q, 0), "done") == 0;
    rv_query_end(q);
    if (st == RV_OK && !more)
        return may_begin(store, study, who, err);
    return st == RV_OK && done ? rv_fail(err, RV_EINVAL, "%s is done with %s; take it up again first", who, study) : st;
}

static rv_status may_enter_result(rv_store *store, const char *key, const char *who, rv_error *err)
{
    rv_query *q = NULL;
    rv_buf label = RV_BUF_INIT;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &extractors_result, err, "tt", key, who);

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        rv_buf_text(&label, rv_query_text(q, 0));
    rv_query_end(q);
    if (st == RV_OK && label.length && (st = rv_buf_check(&label, err)) == RV_OK)
        st = may_enter(store, rv_buf_str(&label), who, err);
    rv_buf_free(&label);
    return st;
}

rv_status rv_extractors_may_enter(rv_store *store, const rv_batch *batch, const char *who, rv_error *err)
{
    const char *last = "", *last_result = "";
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < batch->n_parts + batch->n_results + batch->n_values; i++) {
        const size_t r = i - batch->n_parts, v = r - batch->n_results;
        const char *study, *result = "";
        if (i < batch->n_parts)
            study = batch->parts[i].study;
        else if (r < batch->n_results)
            study = batch->results[r].study;
        else
            study = batch->values[v].study, result = batch->values[v].result;
        if (study && study[0] && strcmp(study, last) != 0)
            st = may_enter(store, last = study, who, err);
        else if ((!study || !study[0]) && result && result[0] && strcmp(result, last_result) != 0)
            st = may_enter_result(store, last_result = result, who, err);
    }
    return st;
}
