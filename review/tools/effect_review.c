/* review-effect on a review: the effects of its results, and the way to each of them. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/effect.h"
#include "tools/number.h"

/* What the rows come from. */
typedef struct {
    rv_store *store;
    const rv_protocol *protocol;
    rv_table *table;
    const char *result;              /* explain: the one */
    bool found;
} source;

static void text(rv_table *table, const char *words)
{
    rv_table_text(table, words && *words ? words : NULL);
}

/* Does an analysis of the domain, or a sensitivity analysis of it, ask for the measure? */
static bool asked_for(const rv_protocol *protocol, const char *domain, const char *measure)
{
    for (size_t i = 0; i < protocol->n_analyses; i++) {
        const rv_plan *plan = &protocol->analyses[i];
        bool asks = strcmp(plan->measure, measure) == 0;
        for (size_t j = 0; j < plan->n_sensitivity; j++)
            asks |= strcmp(plan->sensitivity[j].measure, measure) == 0;
        if (asks && strcmp(plan->domain, domain) == 0)
            return true;
    }
    return false;
}

static rv_status add_effects(source *s, const char *domain, const char *measure, const rv_plan *plan, rv_error *err)
{
    rv_effects effects;
    rv_status st = rv_extract_effects(s->store, s->protocol, domain, measure, plan ? plan->select : NULL,
                                      plan ? plan->n_select : 0, NULL, &effects, err);

    for (size_t i = 0; st == RV_OK && i < effects.n; i++) {
        const rv_review_effect *e = &effects.effects[i];
        text(s->table, e->domain);
        text(s->table, e->measure);
        text(s->table, e->study);
        text(s->table, e->result);
        text(s->table, e->outcome);
        rv_tool_put_number(s->table, e->months);
        rv_table_real(s->table, e->yi);
        rv_table_real(s->table, e->vi);
        text(s->table, e->route);
        text(s->table, e->gap);
        text(s->table, e->chosen ? "yes" : "no");
        text(s->table, e->left_out);
        rv_table_row(s->table);
    }
    rv_effects_free(&effects);
    return st;
}

rv_status effect_review(rv_store *store, const rv_protocol *protocol, const char *measure, const char *domain,
                        const char *analysis, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "domain", "measure", "study", "result", "outcome", "months", "yi", "vi", "route", "gap",
                                           "chosen", "left_out" };
    const rv_plan *plan = analysis ? rv_protocol_analysis(protocol, analysis) : NULL;
    source s = { .store = store, .protocol = protocol };
    rv_status st, ended;

    if (analysis && !plan)
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no analysis '%s'", analysis);
    if (domain && !rv_protocol_domain(protocol, domain))
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no outcome domain '%s'", domain);
    if ((st = rv_table_open(&s.table, to, format, columns, 12, err)) != RV_OK)
        return st;
    for (size_t d = 0; d < protocol->n_domains; d++) {
        const char *id = protocol->domains[d].id;
        if ((domain && strcmp(domain, id) != 0) || (plan && strcmp(plan->domain, id) != 0))
            continue;
        for (size_t i = 0; st == RV_OK && rv_measure_at(i); i++) {
            const char *name = rv_measure_at(i)->name;
            if (measure ? strcmp(measure, name) == 0 : plan ? strcmp(plan->measure, name) == 0 : asked_for(protocol, id, name))
                st = add_effects(&s, id, name, plan, err);
        }
    }
    ended = rv_table_close(s.table, st == RV_OK ? err : NULL);
    return st == RV_OK ? ended : st;
}

/* ---- From page to number ------------------------------------------------------------------------------------------- */

static void say(source *s, const char *step, const char *name, const char *value, const char *where)
{
    text(s->table, step);
    text(s->table, name);
    text(s->table, value);
    text(s->table, where);
    rv_table_row(s->table);
}

static void say_number(source *s, const char *step, const char *name, double x, const char *where)
{
    text(s->table, step);
    text(s->table, name);
    rv_table_real(s->table, x);
    text(s->table, where);
    rv_table_row(s->table);
}

static rv_status say_effect(source *s, const rv_result *r, const rv_measure *m, rv_error *err)
{
    rv_effects effects;
    rv_status st = rv_extract_effects(s->store, s->protocol, r->domain, m->name, NULL, 0, NULL, &effects, err);

    for (size_t i = 0; st == RV_OK && i < effects.n; i++) {
        const rv_review_effect *e = &effects.effects[i];
        char name[100];

        if (strcmp(e->result, s->result) != 0)
            continue;
        if (isnan(e->yi)) {
            say(s, "effect", m->title, NULL, e->gap);
        } else {
            snprintf(name, sizeof name, "%s%s", m->log_scale ? "log " : "", m->title);
            say_number(s, "effect", name, e->yi, e->route);
            say_number(s, "effect", "its variance", e->vi, NULL);
            say_number(s, "effect", "its standard error", sqrt(e->vi), NULL);
            if (m->log_scale)
                say_number(s, "effect", m->title, rv_measure_back(m, e->yi), "exp of the above");
        }
        say(s, "choice", m->name, e->chosen ? "chosen for its study" : "left out", e->left_out);
    }
    rv_effects_free(&effects);
    return st;
}

static rv_status say_value(void *user, const rv_value *v, rv_error *err)
{
    rv_buf where = RV_BUF_INIT;
    rv_status st;

    rv_buf_text(&where, v->place);
    if (*v->quotation)
        rv_buf_printf(&where, "%s\"%s\"", where.length ? ": " : "", v->quotation);
    if ((st = rv_buf_check(&where, err)) == RV_OK)
        say(user, "value", v->field, *v->value ? v->value : v->state, rv_buf_str(&where));
    rv_buf_free(&where);
    return st;
}

RV_STATEMENT(tool_record_named, "SELECT authors, year, title FROM report_now"
             " WHERE id = COALESCE((SELECT report FROM report_member WHERE record = ?1), ?1)");

static rv_status say_record(source *s, int64_t record, rv_error *err)
{
    rv_buf key = RV_BUF_INIT, label = RV_BUF_INIT;
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, s->store, &tool_record_named, err, "i", record);

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more
        && (st = rv_record_key(s->store, record, &key, err)) == RV_OK) {
        const rv_bulk_record fields = { .authors = rv_query_text(q, 0), .year = rv_query_int(q, 1), .title = rv_query_text(q, 2) };
        rv_record_label(&fields, &label);
        say(s, "result", "report", rv_buf_str(&label), rv_buf_str(&key));
    }
    rv_query_end(q);
    rv_buf_free(&key);
    rv_buf_free(&label);
    return st;
}

static rv_status say_result(void *user, const rv_result *r, rv_error *err)
{
    source *s = user;
    char months[RV_REAL_TEXT];
    rv_status st = RV_OK;

    if (strcmp(r->result, s->result) != 0)
        return RV_OK;
    s->found = true;
    say(s, "result", "study", r->study, NULL);
    if (r->record && (st = say_record(s, r->record, err)) != RV_OK)
        return st;
    say(s, "result", "contrast", r->contrast, NULL);
    say(s, "result", "domain", r->domain, NULL);
    say(s, "result", "outcome", r->outcome, NULL);
    say(s, "result", "months", isnan(r->months) ? NULL : rv_real_text(r->months, months), NULL);
    st = rv_extract_each(s->store, NULL, r->result, false, say_value, s, err);
    for (size_t i = 0; st == RV_OK && rv_measure_at(i); i++)
        if (asked_for(s->protocol, r->domain, rv_measure_at(i)->name))
            st = say_effect(s, r, rv_measure_at(i), err);
    return st;
}

rv_status effect_explain(rv_store *store, const rv_protocol *protocol, const char *result, rv_format format, rv_output *to,
                         rv_error *err)
{
    static const char *const columns[] = { "step", "name", "value", "where" };
    source s = { .store = store, .protocol = protocol, .result = result };
    rv_status st = rv_table_open(&s.table, to, format, columns, 4, err), ended;

    if (st != RV_OK)
        return st;
    st = rv_extract_each_result(store, NULL, say_result, &s, err);
    if (st == RV_OK && !s.found)
        st = rv_fail(err, RV_ENOTFOUND, "there is no result '%s'", result);
    ended = rv_table_close(s.table, st == RV_OK ? err : NULL);
    return st == RV_OK ? ended : st;
}
