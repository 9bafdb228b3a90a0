/* Which of a study's results stands for it: first the analysis's own selection, then the protocol's order of choice. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/check.h"
#include "extract/derive.h"
#include "review/extract.h"

/* A result of the domain on the way to being chosen. */
typedef struct {
    const rv_fact_result *result;
    rv_derived derived;
    size_t     kind;                 /* index of the outcome kind: the least is preferred */
    char       left_out[800];        /* "" so far */
} candidate;

typedef struct {
    const rv_facts *facts;
    const rv_deriving *deriving;
    const rv_domain *domain;
    bool       all;                  /* every result of a study that may be chosen is */
    candidate *items;
    size_t     n;
} field;

static void leave_out(candidate *c, const char *format, ...) RV_PRINTF(2, 3);
static void leave_out(candidate *c, const char *format, ...)
{
    va_list args;

    if (c->left_out[0])
        return;
    va_start(args, format);
    vsnprintf(c->left_out, sizeof c->left_out, format, args);
    va_end(args);
}

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

static void check_selection(const rv_facts *facts, candidate *c, const char *const *select, size_t n)
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
            leave_out(c, "%s is %s, but %s is asked for", id, text, select[i]);
        else
            leave_out(c, "%s is not reported, but %s is asked for", id, select[i]);
    }
}

static void check_time(const rv_domain *domain, candidate *c)
{
    const double months = c->result->months;

    if (months < domain->min_months)
        leave_out(c, "measured at %g months, before %g", months, domain->min_months);
    if (months > domain->max_months)
        leave_out(c, "measured at %g months, after %g", months, domain->max_months);
}

/* How good a time is; more is better. A time that is not shown is the worst. */
static double time_worth(const rv_domain *domain, const candidate *c)
{
    const double months = c->result->months;

    if (isnan(months))
        return -HUGE_VAL;
    switch (domain->time) {
    case RV_TIME_EARLIEST: return -months;
    case RV_TIME_NEAREST:  return -fabs(months - domain->near_months);
    default:               return months;
    }
}

/* ---- The order of choice --------------------------------------------------------------------------------------------- */

/* The place of a result's word in the order; behind all of them when it is none, or not reported. */
static size_t place_in(const rv_preference *p, const char *text)
{
    size_t i = 0;

    while (i < p->n_order && (!text || strcmp(p->order[i], text) != 0))
        i++;
    return i;
}

static int compare_sizes(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* By one step of the order: below 0 when `a` goes first. In words why the first of them does. */
static int by_step(const field *f, const rv_preference *p, const candidate *a, const candidate *b, char why[300])
{
    int c;

    if (strcmp(p->field, "kind") == 0) {
        const candidate *best = a->kind < b->kind ? a : b;
        if ((c = compare_sizes(a->kind, b->kind)))
            snprintf(why, 300, "%.250s", best->kind < f->domain->n_kinds ? f->domain->kinds[best->kind].label : best->result->outcome);
        return c;
    }
    if (strcmp(p->field, "time") == 0) {
        const double x = time_worth(f->domain, a), y = time_worth(f->domain, b);
        if ((c = x > y ? -1 : x < y))
            snprintf(why, 300, "measured at %g months", (c < 0 ? a : b)->result->months);
        return c;
    }
    const char *x = rv_facts_text(f->facts, a->result, p->field), *y = rv_facts_text(f->facts, b->result, p->field);
    if ((c = compare_sizes(place_in(p, x), place_in(p, y)))) {
        const char *best = c < 0 ? x : y, *other = c < 0 ? y : x;
        snprintf(why, 300, "%.60s %.80s goes before %.80s", p->field, best, other ? other : "what is not reported");
    }
    return c;
}

static bool names(const rv_domain *domain, const char *word)
{
    for (size_t i = 0; i < domain->n_preferences; i++)
        if (strcmp(domain->preferences[i].field, word) == 0)
            return true;
    return false;
}

/* By the whole order: kind and time in front where the domain does not place them, then what it prefers, then by entry. */
static int by_order(const field *f, const candidate *a, const candidate *b, char why[300])
{
    static const rv_preference own[] = { { .field = "kind" }, { .field = "time" } };
    const rv_domain *d = f->domain;
    int c;

    for (size_t i = 0; i < 2; i++)
        if (!names(d, own[i].field) && (c = by_step(f, &own[i], a, b, why)))
            return c;
    for (size_t i = 0; i < d->n_preferences; i++)
        if ((c = by_step(f, &d->preferences[i], a, b, why)))
            return c;
    snprintf(why, 300, "entered %s, of the same kind of outcome and time", d->last_on_ties ? "later" : "earlier");
    return (a->result->id < b->result->id) == d->last_on_ties ? 1 : -1;
}

static void choose_one(const field *f, candidate *items, size_t n)
{
    candidate *best = NULL;
    char why[300];

    for (size_t i = 0; i < n; i++)
        if (!items[i].left_out[0] && (!best || by_order(f, &items[i], best, why) < 0))
            best = &items[i];
    for (size_t i = 0; best && i < n; i++) {
        candidate *c = &items[i];
        if (c == best || c->left_out[0])
            continue;
        by_order(f, best, c, why);
        leave_out(c, "%s is preferred: %s", best->result->key, why);
    }
}

static int candidate_order(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    const int c = strcmp(x->result->label, y->result->label);

    return c ? c : strcmp(x->result->key, y->result->key);
}

static rv_status gather(field *f, const rv_measure *measure, const char *const *select, size_t n_select, rv_error *err)
{
    rv_status st = RV_OK;

    if (!(f->items = calloc(f->facts->n_results + 1, sizeof *f->items)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < f->facts->n_results; i++) {
        const rv_fact_result *r = &f->facts->results[i];
        candidate *c = &f->items[f->n];

        if (strcmp(r->domain, f->domain->id) != 0 || r->arm[0])
            continue;
        f->n++;
        c->result = r;
        rv_derive(f->deriving, r, measure, NULL, &c->derived);
        check_selection(f->facts, c, select, n_select);
        if ((st = find_kind(f->domain, r->outcome, &c->kind, err)) == RV_OK && f->domain->n_kinds > 0
            && c->kind == f->domain->n_kinds)
            leave_out(c, "'%.100s' is none of the outcomes that the protocol asks for", r->outcome);
        check_time(f->domain, c);
        if (isnan(c->derived.yi))
            leave_out(c, "no effect: %s", c->derived.gap);
    }
    qsort(f->items, f->n, sizeof *f->items, candidate_order);
    for (size_t i = 0, end; i < f->n; i = end) {
        for (end = i + 1; end < f->n && f->items[end].result->study == f->items[i].result->study; )
            end++;
        if (!f->all)
            choose_one(f, f->items + i, end - i);
    }
    return st;
}

static rv_status hand_over(const field *f, const rv_measure *measure, const char *subgroup_field, rv_effects *out, rv_error *err)
{
    rv_hoard *m = calloc(1, sizeof *m);

    if (!m || !(out->memory = m, out->effects = calloc(f->n + 1, sizeof *out->effects)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < f->n; i++) {
        const candidate *c = &f->items[i];
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
    field f = { .facts = &facts, .deriving = &deriving, .domain = rv_protocol_domain(protocol, domain), .all = all };
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

void rv_effects_free(rv_effects *effects)
{
    if (effects->memory)
        rv_hoard_free(effects->memory);
    free(effects->memory);
    free(effects->effects);
    *effects = (rv_effects){ 0 };
}
