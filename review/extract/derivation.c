/* The derived table `effect`: every result by every measure that the protocol asks for in its domain. */
#include <config.h>

#include <string.h>

#include "extract/batch.h"
#include "extract/derive.h"

RV_STATEMENT(effects_clear, "DELETE FROM effect");
RV_STATEMENT(effects_insert,
             "INSERT INTO effect(result, study, measure, yi, vi, route, gap) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");

static rv_status add(rv_store *store, const rv_facts *facts, const rv_protocol *protocol, const rv_fact_result *r, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && rv_measure_at(i); i++) {
        const rv_measure *m = rv_measure_at(i);
        rv_derived d;

        if (!rv_derive_wanted(protocol, r->domain, m->name))
            continue;
        rv_derive(facts, protocol, r, m, &d);
        st = rv_store_run(store, &effects_insert, err, "iitddtt", r->id, r->study, m->name, d.yi, d.vi, d.route,
                          d.gap[0] ? d.gap : NULL);
    }
    return st;
}

rv_status rv_effects_rebuild(rv_store *store, rv_error *err)
{
    rv_protocol *protocol = NULL;
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_status st;

    if ((st = rv_store_run(store, &effects_clear, err, "")) == RV_OK && (st = rv_newest_protocol(store, &protocol, err)) == RV_OK
        && protocol && (st = rv_facts_load(store, NULL, &facts, err)) == RV_OK)
        for (size_t i = 0; st == RV_OK && i < facts.n_results; i++)
            st = add(store, &facts, protocol, &facts.results[i], err);
    rv_facts_free(&facts);
    rv_protocol_free(protocol);
    return st;
}

const rv_derivation rv_extract_derivation = { "effect", rv_effects_rebuild };
