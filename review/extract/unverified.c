/* Effects that rest on values which nobody found right. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/looked_up.h"

RV_STATEMENT(unverified_effects, "SELECT result, measure, yi, vi FROM effect WHERE yi IS NOT NULL ORDER BY id");

/* The fields that bear effects and hold for the result, without a check that found them right. */
static size_t list_fields(const rv_checks *c, const rv_fact_result *result, rv_buf *fields)
{
    size_t n = 0;

    for (size_t i = 0; i < c->protocol->n_fields; i++) {
        const rv_field *field = &c->protocol->fields[i];
        const rv_fact_value *v = rv_field_bears(field) ? rv_facts_holds(&c->review.facts, result, field->id) : NULL;
        const char *word = v ? rv_checks_word(c, v) : "right";
        if (strcmp(word, "right") != 0 && strcmp(word, "corrected") != 0) {
            rv_buf_printf(fields, "%s%s", n ? " " : "", field->id);
            n++;
        }
    }
    return n;
}

rv_status rv_extract_each_unverified(rv_store *store, const rv_protocol *protocol,
                                     rv_status (*tell)(void *user, const rv_unverified *effect, rv_error *err), void *user, rv_error *err)
{
    rv_checks checks;
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_checks_load(&checks, store, protocol, err);

    if (st == RV_OK)
        st = rv_query_start(&q, store, &unverified_effects, err, "");
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const rv_fact_result *result = rv_facts_result_by_id(&checks.review.facts, rv_query_int(q, 0));
        rv_buf fields = RV_BUF_INIT;
        const size_t n = result ? list_fields(&checks, result, &fields) : 0;
        if (n && (st = rv_buf_check(&fields, err)) == RV_OK)
            st = tell(user, &(rv_unverified){ result->key, result->label, rv_query_text(q, 1), rv_buf_str(&fields), rv_query_real(q, 2),
                                              rv_query_real(q, 3), n }, err);
        rv_buf_free(&fields);
    }
    rv_query_end(q);
    rv_checks_free(&checks);
    return st;
}
