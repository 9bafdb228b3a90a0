/* Warnings with the reasons that were given for them, and reasons given. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/warn.h"
#include "review/extract.h"

/* A reason as it was recorded. */
typedef struct {
    int64_t     study, result;
    const char *rule, *numbers, *reason, *reviewer;
} given;

typedef struct {
    const rv_facts *facts;
    rv_looking looking;
    given     *given;
    size_t     n_given, room;
    rv_hoard   memory;
} known;

RV_STATEMENT(warn_reasons,
             "SELECT study, result, rule, numbers, reason, reviewer FROM warning_reason WHERE part IS NULL ORDER BY id");

static rv_status read_given(known *k, rv_store *store, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &warn_reasons, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_hoard *m = &k->memory;
        if (!rv_grow(&k->given, k->n_given, &k->room, sizeof *k->given)) {
            st = rv_fail(err, RV_ENOMEM, "out of memory");
            break;
        }
        k->given[k->n_given++] = (given){ rv_query_int(q, 0), rv_query_int(q, 1), rv_hoard_text(m, rv_query_text(q, 2)),
                                          rv_hoard_text(m, rv_query_text(q, 3)), rv_hoard_text(m, rv_query_text(q, 4)),
                                          rv_hoard_text(m, rv_query_text(q, 5)) };
    }
    rv_query_end(q);
    return st == RV_OK && k->memory.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : st;
}

static rv_status start(known *k, rv_store *store, const rv_protocol *protocol, const rv_facts *facts, rv_error *err)
{
    rv_status st;

    *k = (known){ .facts = facts, .memory = RV_HOARD_INIT };
    if ((st = rv_looking_start(&k->looking, facts, protocol, err)) == RV_OK)
        st = read_given(k, store, err);
    return st;
}

static void end(known *k)
{
    rv_looking_end(&k->looking);
    rv_hoard_free(&k->memory);
    free(k->given);
}

/* The newest reason for a rule and result, where the numbers are still those it was given for. */
static const given *reason_for(const known *k, const rv_fact_result *r, const char *rule, const char *numbers)
{
    for (size_t i = k->n_given; i-- > 0; ) {
        const given *g = &k->given[i];
        if (g->result == r->id && strcmp(g->rule, rule) == 0)
            return strcmp(g->numbers, numbers) == 0 && *g->reason ? g : NULL;
    }
    return NULL;
}

static rv_status tell(const known *k, const rv_fact_result *r, const rv_warn_rule *rule, const rv_look *look, rv_buf *numbers,
                      rv_warned *warning, void *user, rv_error *err)
{
    const given *g;
    rv_status st;

    rv_rule_numbers(rule, look->seen, numbers);
    if ((st = rv_buf_check(numbers, err)) != RV_OK)
        return st;
    g = reason_for(k, r, rule->id, rv_buf_str(numbers));
    return warning(user, &(rv_value_warning){ .study_id = r->study, .result_id = r->id, .study = r->label, .result = r->key,
                                              .rule = rule->id, .title = rule->title, .words = look->words,
                                              .numbers = rv_buf_str(numbers), .reason = g ? g->reason : "",
                                              .reviewer = g ? g->reviewer : "" }, err);
}

rv_status rv_warnings_each(rv_store *store, const rv_protocol *protocol, const rv_facts *facts, const char *study, const char *result,
                           rv_warned *warning, void *user, rv_error *err)
{
    rv_buf numbers = RV_BUF_INIT;
    known k;
    rv_status st = start(&k, store, protocol, facts, err);

    for (size_t i = 0; st == RV_OK && i < facts->n_results; i++) {
        const rv_fact_result *r = facts->by_key[i];
        const rv_seen *seen = rv_looking_find(&k.looking, r->id);
        if (!seen || (study && strcmp(study, r->label) != 0) || (result && strcmp(result, r->key) != 0))
            continue;
        for (size_t j = 0; st == RV_OK && rv_rule_at(j); j++) {
            rv_look look;
            if (rv_rule_warns(rv_rule_at(j), &k.looking, seen, &look))
                st = tell(&k, r, rv_rule_at(j), &look, &numbers, warning, user, err);
        }
    }
    rv_buf_free(&numbers);
    end(&k);
    return st;
}

rv_status rv_extract_warnings(rv_store *store, const rv_protocol *protocol, const char *own, const char *study, const char *result,
                              rv_warned *warning, void *user, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_status st = rv_facts_load(store, own, &facts, err);

    if (st == RV_OK)
        st = rv_warnings_each(store, protocol, &facts, study, result, warning, user, err);
    rv_facts_free(&facts);
    return st;
}

/* ---- Reasons -------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *const *rules, *const *results;
    size_t      n_rules, n_results;
    bool       *met;                 /* rule x result: it warns */
    const char *who, *reason;
    rv_event   *event;
    size_t      written;
} reasoning;

static size_t place_in(const char *const *words, size_t n, const char *word)
{
    size_t i = 0;

    while (i < n && strcmp(words[i], word) != 0)
        i++;
    return i;
}

static rv_status give(void *user, const rv_value_warning *w, rv_error *err)
{
    reasoning *g = user;
    const bool every = g->n_rules == 1 && strcmp(g->rules[0], "all") == 0;
    const size_t rule = every ? 0 : place_in(g->rules, g->n_rules, w->rule), result = place_in(g->results, g->n_results, w->result);
    const rv_cell cells[] = { RV_CELL_OF_INT("study", w->study_id), RV_CELL_OF_INT("result", w->result_id),
                              RV_CELL_OF_TEXT("rule", w->rule), RV_CELL_OF_TEXT("numbers", w->numbers),
                              RV_CELL_OF_TEXT("reason", g->reason), RV_CELL_OF_TEXT("reviewer", g->who) };

    if (rule == g->n_rules || result == g->n_results)
        return RV_OK;
    g->met[rule * g->n_results + result] = true;
    if (strcmp(w->reason, g->reason) == 0)
        return RV_OK;
    g->written++;
    return rv_event_add(g->event, "warning_reason", cells, sizeof cells / sizeof *cells, NULL, err);
}

static rv_status check_met(const reasoning *g, rv_error *err)
{
    for (size_t i = 0; i < g->n_rules; i++)
        for (size_t j = 0; j < g->n_results; j++)
            if (!g->met[i * g->n_results + j])
                return rv_fail(err, RV_ENOTFOUND, strcmp(g->rules[i], "all") == 0 ? "%s has no warning (%s)" : "%s has no warning %s",
                               g->results[j], g->rules[i]);
    return RV_OK;
}

rv_status rv_extract_reason(rv_store *store, const rv_protocol *protocol, const char *who, const char *const *rules, size_t n_rules,
                            const char *const *results, size_t n_results, const char *reason, char hex[RV_DIGEST_HEX], rv_error *err)
{
    reasoning g = { .rules = rules, .results = results, .n_rules = n_rules, .n_results = n_results, .who = who, .reason = reason };
    const char *own = protocol->extraction == RV_EXTRACT_DOUBLE ? who : NULL;
    rv_status st;

    hex[0] = 0;
    if (!reason || !reason[strspn(reason, " \t\n")])
        return rv_fail(err, RV_EINVAL, "a warning may stand for a reason; say it");
    if (!n_rules || !n_results)
        return rv_fail(err, RV_EINVAL, "which warning of which result? name both");
    if (!(g.met = calloc(n_rules * n_results, sizeof *g.met)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_event_begin(&g.event, store, "extract.reason", who, false, err)) == RV_OK) {
        if ((st = rv_extract_warnings(store, protocol, NULL, NULL, NULL, give, &g, err)) == RV_OK && own)
            st = rv_extract_warnings(store, protocol, own, NULL, NULL, give, &g, err);
        if (st == RV_OK)
            st = check_met(&g, err);
        if (st == RV_OK && g.written)
            st = rv_event_commit(g.event, hex, err);
        else
            rv_event_abandon(g.event);
    }
    free(g.met);
    return st;
}

bool rv_extract_rule(size_t i, const char **id, const char **title, const char **how)
{
    const rv_warn_rule *rule = rv_rule_at(i);

    if (!rule)
        return false;
    *id = rule->id;
    *title = rule->title;
    *how = rule->right;
    return true;
}
