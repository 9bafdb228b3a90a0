/* review-effect on a review: the effects of its results. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/report.h"
#include "tools/effect.h"
#include "tools/number.h"

/* What the rows come from. */
typedef struct {
    rv_store *store;
    const rv_protocol *protocol;
    rv_table *table;
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
    rv_status st = rv_report_effects(s->store, s->protocol, domain, measure, plan ? plan->select : NULL,
                                     plan ? plan->n_select : 0, NULL, false, &effects, err);

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
