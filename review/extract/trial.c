/* What is being typed, as if it stood: its effects and warnings, with nothing kept. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/batch.h"
#include "extract/facts_order.h"
#include "extract/there.h"
#include "extract/warn.h"

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    const rv_trying   *trying;
    const char        *study, *result;
    rv_facts           facts;
    rv_fact_value     *values;       /* supposed */
    size_t             n;
} trial;

/* ---- What is typed ----------------------------------------------------------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* As an entry by hand is checked; a place may still be typed later. */
static rv_status check(trial *t, const rv_value_entry *e, rv_batch *batch, rv_error *err)
{
    const rv_batch_value v = { .study = or_empty(e->study), .result = or_empty(e->result), .field = or_empty(e->field),
                               .value = or_empty(e->value), .state = or_empty(e->state), .record_key = "",
                               .place = e->place && *e->place ? e->place : "(not said yet)", .quotation = "", .note = "",
                               .part_kind = or_empty(e->part_kind), .part = or_empty(e->part) };

    rv_batch_start(batch, t->protocol, "", NULL, NULL);
    return rv_batch_add_value(batch, &v, err);
}

/* False when the entry is of nothing that is there, or of another study. */
static bool find_subject(const trial *t, const rv_batch_value *v, rv_subject *of)
{
    const rv_fact_study *s = rv_facts_study(&t->facts, t->study);
    const rv_fact_result *r = v->result[0] ? rv_facts_result(&t->facts, v->result) : NULL;
    const rv_fact_part *p = v->part_kind[0] ? rv_facts_part(&t->facts, s->id, v->part_kind, v->part) : NULL;

    *of = (rv_subject){ s->id, r ? r->id : 0, p ? p->id : 0 };
    return (!v->study[0] || strcmp(v->study, t->study) == 0) && (v->result[0] ? r && r->study == s->id : v->study[0] != 0)
           && (!v->part_kind[0] || p);
}

static void suppose(trial *t, const rv_batch_value *v, rv_subject of)
{
    rv_hoard *m = &t->facts.memory;

    t->values[t->n++] = (rv_fact_value){ .study = of.study, .part = of.part, .result = of.result, .field = rv_hoard_text(m, v->field),
                                         .value = rv_hoard_text(m, v->value), .state = rv_hoard_text(m, v->state), .reviewer = "",
                                         .place = rv_hoard_text(m, v->place), .quotation = "", .note = "", .at = "" };
}

static rv_status take(trial *t, size_t i, const rv_value_entry *e, rv_error *err)
{
    const char *fault = NULL;
    rv_batch batch;
    rv_subject of;
    rv_error why = { 0 };
    rv_status st = check(t, e, &batch, err);

    if (st == RV_OK && batch.faults)
        fault = batch.first.message;
    else if (st == RV_OK && batch.n_values && !find_subject(t, &batch.values[0], &of))
        fault = "the study has no such part or result";
    else if (st == RV_OK && batch.n_values && rv_value_fits_there(&batch, &t->facts, of, &batch.values[0], &why) != RV_OK)
        fault = why.message;
    else if (st == RV_OK && batch.n_values)
        suppose(t, &batch.values[0], of);
    if (fault && t->trying->fault)
        st = t->trying->fault(t->trying->user, i, fault, err);
    rv_batch_free(&batch);
    return st;
}

/* ---- What it comes to -------------------------------------------------------------------------------------------------------- */

static rv_status tell_effect(const trial *t, const rv_fact_result *r, const rv_measure *m, const rv_derived *d, rv_error *err)
{
    const double half = rv_expect_width(.95, NAN) * sqrt(d->vi), a = rv_measure_back(m, d->yi - half), b = rv_measure_back(m, d->yi + half);
    const bool made = !isnan(d->yi);

    return t->trying->effect(t->trying->user, &(rv_tried_effect){
        .result = r->key, .domain = r->domain, .measure = m->name, .title = m->title, .yi = d->yi, .vi = d->vi,
        .estimate = made ? rv_measure_back(m, d->yi) : NAN, .ci_lo = made ? fmin(a, b) : NAN, .ci_hi = made ? fmax(a, b) : NAN,
        .log_scale = m->log_scale, .route = d->route, .gap = d->gap }, err);
}

static bool is_asked(const trial *t, const rv_fact_result *r)
{
    return strcmp(r->label, t->study) == 0 && (!t->result || strcmp(r->key, t->result) == 0);
}

static rv_status tell_effects(const trial *t, rv_error *err)
{
    rv_deriving deriving;
    rv_derived d;
    rv_status st = RV_OK;

    rv_deriving_start(&deriving, &t->facts, t->protocol);
    for (size_t i = 0; st == RV_OK && i < t->facts.n_results; i++) {
        const rv_fact_result *r = t->facts.by_key[i];
        for (size_t j = 0; st == RV_OK && !r->arm[0] && is_asked(t, r) && rv_measure_at(j); j++) {
            const rv_measure *m = rv_measure_at(j);
            if (!rv_derive_wanted(t->protocol, r->domain, m->name))
                continue;
            rv_derive(&deriving, r, m, NULL, &d);
            st = tell_effect(t, r, m, &d, err);
        }
    }
    return st;
}

rv_status rv_extract_try(rv_store *store, const rv_protocol *protocol, const char *own, const char *study, const char *result,
                         const rv_value_entry *entries, size_t n, const rv_trying *trying, rv_error *err)
{
    trial t = { .store = store, .protocol = protocol, .trying = trying, .study = study, .result = result,
                .facts = { .memory = RV_HOARD_INIT } };
    rv_status st = rv_facts_load(store, own, &t.facts, err);

    if (st == RV_OK && !rv_facts_study(&t.facts, study))
        st = rv_fail(err, RV_ENOTFOUND, "there is no study '%.100s'", study);
    if (st == RV_OK && !(t.values = calloc(n + 1, sizeof *t.values)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < n; i++)
        st = take(&t, i, &entries[i], err);
    if (st == RV_OK && t.facts.memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && (st = rv_facts_suppose(&t.facts, t.values, t.n, err)) == RV_OK && trying->effect)
        st = tell_effects(&t, err);
    if (st == RV_OK && trying->warning)
        st = rv_warnings_each(store, protocol, &t.facts, study, result, trying->warning, trying->user, err);
    rv_facts_free(&t.facts);
    free(t.values);
    return st;
}
