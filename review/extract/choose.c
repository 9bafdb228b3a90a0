/* Which of a study's results stands for it: first the analysis's own selection, then the protocol's order of choice. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/check.h"
#include "extract/choose.h"
#include "review/extract.h"

/* Folded for comparing, with a blank before and after, so that whole words are found. */
static rv_status folded(const char *text, rv_buf *out, rv_error *err)
{
    rv_status st;

    rv_buf_clear(out);
    rv_buf_char(out, ' ');
    if ((st = rv_utf8_fold(out, text, strlen(text), err)) != RV_OK)
        return st;
    rv_buf_char(out, ' ');
    return rv_buf_check(out, err);
}

/* The first kind one of whose words the outcome holds; n_kinds when none. A domain without kinds takes every outcome. */
static rv_status find_kind(const rv_domain *domain, const char *outcome, size_t *kind, rv_error *err)
{
    rv_buf text = RV_BUF_INIT, word = RV_BUF_INIT;
    rv_status st = folded(outcome, &text, err);

    *kind = domain->n_kinds;
    for (size_t k = 0; st == RV_OK && k < domain->n_kinds && *kind == domain->n_kinds; k++)
        for (size_t i = 0; st == RV_OK && i < domain->kinds[k].n_words; i++)
            if ((st = folded(domain->kinds[k].words[i], &word, err)) == RV_OK
                && strstr(rv_buf_str(&text), rv_buf_str(&word)))
                *kind = k;
    rv_buf_free(&text);
    rv_buf_free(&word);
    return st;
}

static void check_selection(const rv_facts *facts, rv_candidate *c, const char *const *select, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *text;
        char id[100], months[RV_REAL_TEXT];

        if (!rv_condition_field(select[i], id, sizeof id))
            continue;
        if (strcmp(id, "months") == 0)
            text = isnan(c->result->months) ? NULL : rv_real_text(c->result->months, months);
        else
            text = rv_facts_text(facts, c->result, id);
        if (rv_condition_holds(select[i], text))
            continue;
        if (text)
            rv_leave_out(c, "%s is %s, but %s is asked for", id, text, select[i]);
        else
            rv_leave_out(c, "%s is not reported, but %s is asked for", id, select[i]);
    }
}

static void check_time(const rv_domain *domain, rv_candidate *c)
{
    const double months = c->result->months;

    if (months < domain->min_months)
        rv_leave_out(c, "measured at %g months, before %g", months, domain->min_months);
    if (months > domain->max_months)
        rv_leave_out(c, "measured at %g months, after %g", months, domain->max_months);
}

static int candidate_order(const void *a, const void *b)
{
    const rv_candidate *x = a, *y = b;
    const int c = strcmp(x->result->label, y->result->label);

    return c ? c : strcmp(x->result->key, y->result->key);
}

static rv_status gather(rv_choosing *f, const rv_measure *measure, const char *const *select, size_t n_select, rv_error *err)
{
    rv_status st = RV_OK;

    if (!(f->items = calloc(f->facts->n_results + 1, sizeof *f->items)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < f->facts->n_results; i++) {
        const rv_fact_result *r = &f->facts->results[i];
        rv_candidate *c = &f->items[f->n];

        if (strcmp(r->domain, f->domain->id) != 0 || r->arm[0])
            continue;
        f->n++;
        c->result = r;
        rv_derive(f->deriving, r, measure, NULL, &c->derived);
        check_selection(f->facts, c, select, n_select);
        if ((st = find_kind(f->domain, r->outcome, &c->kind, err)) == RV_OK && f->domain->n_kinds > 0
            && c->kind == f->domain->n_kinds)
            rv_leave_out(c, "'%.100s' is none of the outcomes that the protocol asks for", r->outcome);
        check_time(f->domain, c);
        if (isnan(c->derived.yi))
            rv_leave_out(c, "no effect: %s", c->derived.gap);
    }
    qsort(f->items, f->n, sizeof *f->items, candidate_order);
    for (size_t i = 0, end; i < f->n; i = end) {
        for (end = i + 1; end < f->n && f->items[end].result->study == f->items[i].result->study; )
            end++;
        if (!f->all)
            rv_choose_one(f, f->items + i, end - i);
    }
    return st;
}

static rv_status hand_over(const rv_choosing *f, const rv_measure *measure, const char *subgroup_field, rv_effects *out, rv_error *err)
{
    rv_hoard *m = calloc(1, sizeof *m);

    if (!m || !(out->memory = m, out->effects = calloc(f->n + 1, sizeof *out->effects)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < f->n; i++) {
        const rv_candidate *c = &f->items[i];
        const rv_fact_result *r = c->result;
        char arms[2][200] = { "", "" };

        rv_contrast_arms(f->facts, r, arms);
        out->effects[out->n++] = (rv_review_effect){
            .result_id = r->id, .study_id = r->study, .record = r->record,
            .result = rv_hoard_text(m, r->key), .study = rv_hoard_text(m, r->label),
            .domain = rv_hoard_text(m, r->domain), .outcome = rv_hoard_text(m, r->outcome),
            .contrast = rv_hoard_text(m, r->contrast), .measure = measure->name,
            .route = rv_hoard_text(m, c->derived.route), .gap = rv_hoard_text(m, c->derived.gap),
            .place = rv_hoard_text(m, c->derived.place),
            .months = r->months, .yi = c->derived.yi, .vi = c->derived.vi,
            .group1 = rv_hoard_text(m, arms[0]), .group2 = rv_hoard_text(m, arms[1]),
            .input = c->derived.filled, .turned = c->derived.turned,
            .chosen = !c->left_out[0], .left_out = rv_hoard_text(m, c->left_out),
            .subgroup = rv_hoard_text(m, subgroup_field ? rv_facts_text(f->facts, r, subgroup_field) : NULL),
        };
        out->n_chosen += !c->left_out[0];
    }
    return m->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

static rv_status find_effects(rv_store *store, const rv_protocol *protocol, const char *domain, const char *measure,
                              const char *const *select, size_t n_select, const char *subgroup_field, bool all, rv_effects *out,
                              rv_error *err)
{
    const rv_measure *m = rv_measure_find(measure);
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_deriving deriving;
    rv_choosing f = { .facts = &facts, .deriving = &deriving, .domain = rv_protocol_domain(protocol, domain), .all = all };
    rv_status st;

    *out = (rv_effects){ 0 };
    if (!f.domain)
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no outcome domain '%s'", domain);
    if (!m)
        return rv_fail(err, RV_EINVAL, "there is no measure '%s'", measure);
    rv_deriving_start(&deriving, &facts, protocol);
    if ((st = rv_facts_load(store, NULL, &facts, err)) == RV_OK && (st = gather(&f, m, select, n_select, err)) == RV_OK)
        st = hand_over(&f, m, subgroup_field, out, err);
    free(f.items);
    rv_facts_free(&facts);
    return st;
}

rv_status rv_extract_effects(rv_store *store, const rv_protocol *protocol, const char *domain, const char *measure,
                             const char *const *select, size_t n_select, const char *subgroup_field, rv_effects *out,
                             rv_error *err)
{
    return find_effects(store, protocol, domain, measure, select, n_select, subgroup_field, false, out, err);
}

rv_status rv_extract_every_effect(rv_store *store, const rv_protocol *protocol, const char *domain, const char *measure,
                                  const char *const *select, size_t n_select, const char *subgroup_field, rv_effects *out,
                                  rv_error *err)
{
    return find_effects(store, protocol, domain, measure, select, n_select, subgroup_field, true, out, err);
}

rv_status rv_effects_leave_out(rv_effects *effects, int64_t study, const char *why, rv_error *err)
{
    const char *reason = effects->memory ? rv_hoard_text(effects->memory, why) : "";

    if (!*why)
        return rv_fail(err, RV_EINVAL, "a study is left out for a reason, and none was given");
    if (effects->memory && ((rv_hoard *)effects->memory)->failed)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < effects->n; i++) {
        rv_review_effect *e = &effects->effects[i];
        if (e->study_id != study)
            continue;
        effects->n_chosen -= e->chosen;
        e->chosen = false;
        e->left_out = reason;
    }
    return RV_OK;
}

void rv_effects_free(rv_effects *effects)
{
    if (effects->memory)
        rv_hoard_free(effects->memory);
    free(effects->memory);
    free(effects->effects);
    *effects = (rv_effects){ 0 };
}
