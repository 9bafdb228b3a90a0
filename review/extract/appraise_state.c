/* Appraisals as they stand: one, and all. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/appraise.h"

/* What rv_appraisal_free() frees. */
typedef struct {
    rv_hoard           memory;
    rv_instrument     *instrument;
    rv_appraised_rows  rows;        /* when they were read for this one */
} holdings;

/* ---- One, and all ----------------------------------------------------------------------------------------------------- */

void rv_appraisal_free(rv_appraisal *a)
{
    holdings *h = a->memory;

    if (h) {
        rv_hoard_free(&h->memory);
        rv_instrument_free(h->instrument);
        rv_appraised_free(&h->rows);
        free(h);
    }
    *a = (rv_appraisal){ .n = 0 };
}

RV_STATEMENT(appraise_study_of,
             "SELECT s.label FROM result r JOIN study s ON s.id = r.study WHERE r.key = ?1 AND (r.own IS NULL OR r.own = ?2)"
             " ORDER BY coalesce(r.own, ''), r.id");

static rv_status study_of(rv_store *store, const char *result, const char *own, rv_hoard *memory, const char **study, rv_error *err)
{
    rv_query *q = NULL;
    bool found = false;
    rv_status st = rv_query_start(&q, store, &appraise_study_of, err, "tt", result, own);

    if (st == RV_OK && (st = rv_query_next(q, &found, err)) == RV_OK && found)
        *study = rv_hoard_text(memory, rv_query_text(q, 0));
    rv_query_end(q);
    if (st == RV_OK && !found)
        st = rv_fail(err, RV_ENOTFOUND, "there is no result '%.80s'", result);
    return st;
}

rv_status rv_extract_appraisal(rv_store *store, const rv_protocol *protocol, const char *tool, const rv_appraisal_subject *subject,
                               const char *own, rv_appraisal *out, rv_error *err)
{
    const rv_appraisal_tool *t = rv_protocol_appraisal(protocol, tool);
    rv_instruments           instruments = { .n = 0 };
    rv_instrument_in_use    *used;
    rv_appraised             key = { .tool = tool };
    const rv_appraised      *rows;
    holdings                *h = calloc(1, sizeof *h);
    size_t                   n;
    rv_status                st;

    *out = (rv_appraisal){ .tool = t, .next = "", .memory = h };
    if (!h)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    key.own = out->own = rv_hoard_text(&h->memory, own);
    key.study = rv_hoard_text(&h->memory, subject->study);
    key.result = rv_hoard_text(&h->memory, subject->result);
    key.body = rv_hoard_text(&h->memory, subject->body);
    if (!t)
        st = rv_fail(err, RV_ENOTFOUND, "the protocol has no appraisal tool '%.80s'", tool);
    else if ((st = rv_instruments_get(&instruments, store, t, &used, err)) == RV_OK
             && (st = key.result[0] && !key.study[0] ? study_of(store, key.result, key.own, &h->memory, &key.study, err) : RV_OK) == RV_OK
             && (st = rv_appraised_load(store, &h->rows, err)) == RV_OK) {
        out->instrument = h->instrument = used->instrument;
        used->instrument = NULL;
        out->subject = (rv_appraisal_subject){ key.study, key.result, key.body };
        rows = rv_appraised_of(&h->rows, &key, &n);
        st = rv_appraisal_lines(out, &h->memory, rows, n, err);
    }
    rv_instruments_free(&instruments);
    if (st != RV_OK)
        rv_appraisal_free(out);
    return st;
}

rv_status rv_extract_each_appraisal(rv_store *store, const rv_protocol *protocol, const char *tool, bool own,
                                    rv_status (*appraisal)(void *user, const rv_appraisal *appraisal, rv_error *err), void *user,
                                    rv_error *err)
{
    rv_instruments    instruments = { .n = 0 };
    rv_appraised_rows rows;
    rv_status         st = rv_appraised_load(store, &rows, err);

    for (size_t i = 0, end; st == RV_OK && i < rows.n; i = end) {
        const rv_appraised      *r = &rows.rows[i];
        const rv_appraisal_tool *t = rv_protocol_appraisal(protocol, r->tool);
        rv_appraisal             a = { .own = r->own, .tool = t, .subject = { r->study, r->result, r->body } };
        rv_instrument_in_use    *used;
        rv_hoard                 memory = RV_HOARD_INIT;

        for (end = i + 1; end < rows.n && rv_appraised_together(r, &rows.rows[end]); end++)
            ;
        if (!t || own != (r->own[0] != 0) || (tool && strcmp(tool, r->tool) != 0))
            continue;                /* a tool that a newer protocol lacks is told by that protocol's change */
        if ((st = rv_instruments_get(&instruments, store, t, &used, err)) == RV_OK) {
            a.instrument = used->instrument;
            if ((st = rv_appraisal_lines(&a, &memory, r, end - i, err)) == RV_OK)
                st = appraisal(user, &a, err);
        }
        rv_hoard_free(&memory);
    }
    rv_instruments_free(&instruments);
    rv_appraised_free(&rows);
    return st;
}
