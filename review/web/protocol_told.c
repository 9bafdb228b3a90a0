/* Part by part: question, criteria, searches, stages, form, outcomes, analyses. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "web/protocol_told.h"
#include "web/shown.h"

static json_t *row_in(json_t *list)
{
    json_t *row = json_object();

    json_array_append_new(list, row);
    return row;
}

static void put(json_t *to, const char *name, json_t *list)
{
    char some[40];

    snprintf(some, sizeof some, "%s_some", name);
    rv_json_put_yes(to, some, json_array_size(list) > 0);
    json_object_set_new(to, name, list);
}

static void join(json_t *row, const char *name, const char *const *words, size_t n, const char *between)
{
    rv_buf text = RV_BUF_INIT;

    for (size_t i = 0; i < n; i++)
        rv_buf_printf(&text, "%s%s", i ? between : "", words[i]);
    rv_json_put_text(row, name, rv_buf_str(&text));
    rv_buf_free(&text);
}

static void question(json_t *to, const rv_protocol *p)
{
    const struct { const char *name, *text; } parts[] = {
        { "Question", p->question }, { "Background", p->background }, { "Population", p->population }, { "Intervention", p->intervention },
        { "Comparison", p->comparison }, { "Outcomes", p->outcomes }, { "Designs", p->designs }, { "Registration", p->registration },
    };
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (*parts[i].text) {
            json_t *row = row_in(list);
            rv_json_put_text(row, "name", parts[i].name);
            rv_json_put_text(row, "text", parts[i].text);
        }
    put(to, "question", list);
    rv_json_put_text(to, "own_version", p->version);
    if (p->n_authors) {
        json_t *row = row_in(list);
        rv_json_put_text(row, "name", "Authors");
        join(row, "text", p->authors, p->n_authors, "; ");
    }
}

static void eligibility(json_t *to, const rv_protocol *p)
{
    json_t *include = json_array(), *exclude = json_array(), *reasons = json_array();

    for (size_t i = 0; i < p->n_criteria; i++) {
        json_t *row = row_in(p->criteria[i].include ? include : exclude);
        rv_json_put_text(row, "id", p->criteria[i].id);
        rv_json_put_text(row, "text", p->criteria[i].text);
    }
    for (size_t i = 0; i < p->n_reasons; i++) {
        json_t *row = row_in(reasons);
        rv_json_put_text(row, "id", p->reasons[i].id);
        rv_json_put_text(row, "label", p->reasons[i].label);
        rv_json_put_text(row, "stage", p->reasons[i].stage);
    }
    put(to, "include", include);
    put(to, "exclude", exclude);
    put(to, "reasons", reasons);
}

static void searches(json_t *to, const rv_protocol *p)
{
    json_t *list = json_array();

    for (size_t i = 0; i < p->n_searches; i++) {
        const rv_search *s = &p->searches[i];
        json_t *row = row_in(list);
        rv_json_put_text(row, "name", s->name);
        rv_json_put_text(row, "kind", s->kind);
        rv_json_put_text(row, "platform", s->platform);
        rv_json_put_text(row, "searched", s->searched);
        rv_json_put_text(row, "strategy", s->strategy);
        rv_json_put_text(row, "limits", s->limits);
    }
    put(to, "searches", list);
}

static void stages(json_t *to, const rv_protocol *p)
{
    json_t *list = json_array(), *terms = json_array();

    for (size_t i = 0; i < p->n_stages; i++) {
        const rv_stage *s = &p->stages[i];
        json_t *row = row_in(list);
        rv_json_put_text(row, "id", s->id);
        rv_json_put_text(row, "label", *s->label ? s->label : s->id);
        rv_json_put_int(row, "reviewers", s->reviewers);
        rv_json_put_yes(row, "blind", s->blind);
        rv_json_put_text(row, "differ", s->include_wins ? "votes that differ include the report" : "votes that differ are a conflict, which another person settles");
    }
    for (size_t i = 0; i < p->n_terms; i++) {
        json_t *row = row_in(terms);
        rv_json_put_text(row, "text", p->terms[i].text);
        rv_json_put_yes(row, "against", p->terms[i].against);
    }
    put(to, "stages", list);
    put(to, "terms", terms);
}

static void form(json_t *to, const rv_protocol *p)
{
    json_t *list = json_array(), *tools = json_array();

    for (size_t i = 0; i < p->n_fields; i++) {
        const rv_field *f = &p->fields[i];
        json_t *row = row_in(list);
        rv_json_put_text(row, "id", f->id);
        rv_json_put_text(row, "label", f->label);
        rv_json_put_text(row, "help", f->help);
        rv_json_put_text(row, "unit", f->unit);
        rv_json_put_text(row, "level", rv_level_names[f->level]);
        rv_json_put_text(row, "type", rv_type_names[f->type]);
        rv_json_put_yes(row, "required", f->required);
        join(row, "choices", f->choices, f->n_choices, ", ");
    }
    for (size_t i = 0; i < p->n_appraisals; i++) {
        json_t *row = row_in(tools);
        rv_json_put_text(row, "id", p->appraisals[i].id);
        rv_json_put_text(row, "label", p->appraisals[i].label);
        rv_json_put_text(row, "unit", p->appraisals[i].unit);
    }
    put(to, "fields", list);
    put(to, "appraisals", tools);
}

static void outcomes(json_t *to, const rv_protocol *p)
{
    json_t *list = json_array(), *analyses = json_array();

    for (size_t i = 0; i < p->n_domains; i++) {
        const rv_domain *d = &p->domains[i];
        json_t *row = row_in(list), *kinds = json_array();
        char window[2 * RV_SHOWN] = "", a[RV_SHOWN], b[RV_SHOWN];
        for (size_t k = 0; k < d->n_kinds; k++)
            json_array_append_new(kinds, json_string(d->kinds[k].label));
        if (isfinite(d->min_months) || isfinite(d->max_months))
            snprintf(window, sizeof window, "%s to %s months", isfinite(d->min_months) ? rv_shown(d->min_months, 0, a) : "0",
                     isfinite(d->max_months) ? rv_shown(d->max_months, 0, b) : "any number of");
        rv_json_put_text(row, "id", d->id);
        rv_json_put_text(row, "label", d->label);
        rv_json_put_text(row, "better", d->better);
        rv_json_put_text(row, "window", window);
        json_object_set_new(row, "kinds", kinds);
    }
    for (size_t i = 0; i < p->n_analyses; i++) {
        const rv_plan *a = &p->analyses[i];
        json_t *row = row_in(analyses);
        rv_json_put_text(row, "id", a->id);
        rv_json_put_text(row, "label", a->label);
        rv_json_put_text(row, "domain", a->domain);
        rv_json_put_text(row, "measure", a->measure);
        rv_json_put_text(row, "model", a->model);
        rv_json_put_text(row, "method", a->method);
        rv_json_put_text(row, "test", a->test);
        join(row, "select", a->select, a->n_select, "; ");
        join(row, "subgroups", a->subgroups, a->n_subgroups, ", ");
        join(row, "moderators", a->moderators, a->n_moderators, ", ");
    }
    put(to, "domains", list);
    put(to, "analyses", analyses);
}

void rv_protocol_tell(json_t *to, const rv_protocol *p)
{
    question(to, p);
    eligibility(to, p);
    searches(to, p);
    stages(to, p);
    form(to, p);
    outcomes(to, p);
}
