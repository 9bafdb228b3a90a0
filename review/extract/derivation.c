/* The derived table `effect`: every result by every measure that the protocol asks for in its domain. */
#include <config.h>

#include <string.h>

#include "extract/batch.h"
#include "extract/derive.h"
#include "extract/warn.h"

RV_STATEMENT(effects_clear, "DELETE FROM effect");
RV_STATEMENT(effects_clear_study, "DELETE FROM effect WHERE result IN (SELECT r.id FROM result r JOIN study s ON s.id = r.study WHERE s.label = ?1)");
RV_STATEMENT(effects_insert,
             "INSERT INTO effect(id, result, study, measure, yi, vi, route, gap, steps, reported, options, warnings)"
             " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");

/* An effect's id says its result and measure, so that the rows of one study can be made anew among the others. */
enum { MEASURES = 256 };

/* The texts of a row, in memory that the rows share. */
typedef struct { rv_buf steps, reported, options, warnings; } texts;

static const char *or_null(const rv_buf *b)
{
    return b->length ? rv_buf_str(b) : NULL;
}

static rv_status add_row(rv_store *store, const rv_fact_result *r, size_t measure, const rv_derived *d, texts *t, rv_error *err)
{
    rv_status st;

    if ((st = rv_derived_steps(d, &t->steps, err)) != RV_OK || (st = rv_derived_reported(d, &t->reported, err)) != RV_OK
        || (st = rv_derived_options(d, &t->options, err)) != RV_OK)
        return st;
    return rv_store_run(store, &effects_insert, err, "iiitddtttttt", r->id * MEASURES + (int64_t)measure, r->id, r->study,
                        rv_measure_at(measure)->name, d->yi, d->vi, d->route, d->gap[0] ? d->gap : NULL, or_null(&t->steps), or_null(&t->reported), or_null(&t->options),
                        or_null(&t->warnings));
}

/* A result of an arm is no effect: what the arms gave is taken by the result of their contrast. */
static rv_status add(rv_store *store, const rv_looking *looking, const rv_fact_result *r, texts *t, rv_error *err)
{
    const rv_deriving *deriving = &looking->deriving;
    rv_status st = r->arm[0] ? RV_OK : rv_warnings_told(looking, r->id, &t->warnings, err);

    for (size_t i = 0; st == RV_OK && !r->arm[0] && rv_measure_at(i); i++) {
        const rv_measure *m = rv_measure_at(i);
        rv_derived d;

        if (!rv_derive_wanted(deriving->protocol, r->domain, m->name))
            continue;
        rv_derive(deriving, r, m, NULL, &d);
        st = add_row(store, r, i, &d, t, err);
    }
    return st;
}

static rv_status add_all(rv_store *store, const rv_facts *facts, const rv_protocol *protocol, rv_error *err)
{
    texts t = { RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT };
    rv_looking looking;
    rv_status st = rv_looking_start(&looking, facts, protocol, err);

    for (size_t i = 0; st == RV_OK && i < facts->n_results; i++)
        st = add(store, &looking, &facts->results[i], &t, err);
    rv_looking_end(&looking);
    rv_buf_free(&t.steps);
    rv_buf_free(&t.reported);
    rv_buf_free(&t.options);
    rv_buf_free(&t.warnings);
    return st;
}

rv_status rv_effects_renew(rv_store *store, const char *study, rv_error *err)
{
    rv_protocol *protocol = NULL;
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_status st;

    if ((st = study ? rv_store_run(store, &effects_clear_study, err, "t", study) : rv_store_run(store, &effects_clear, err, "")) == RV_OK
        && (st = rv_newest_protocol(store, &protocol, err)) == RV_OK && protocol
        && (st = rv_facts_load_study(store, NULL, study, &facts, err)) == RV_OK)
        st = add_all(store, &facts, protocol, err);
    rv_facts_free(&facts);
    rv_protocol_free(protocol);
    return st;
}

static rv_status rebuild(rv_store *store, rv_error *err)
{
    return rv_effects_renew(store, NULL, err);
}

const rv_derivation rv_extract_derivation = { "effect", rebuild };
RV_DERIVATION(rv_extract_derivation);
