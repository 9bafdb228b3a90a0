/* From a plan to fitted models: effects chosen by the protocol, the model as planned, others beside it. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/settings.h"
#include "report/synthesis.h"

/* ---- Options of a model from words ---------------------------------------------------------------------------------- */

static int index_of(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return 0;
}

static rv_status options_of(const rv_plan *plan, const rv_domain *domain, rv_analysis_options *out, rv_error *err)
{
    const rv_measure *measure = rv_measure_find(plan->measure);
    const char *method = strcmp(plan->model, "common") == 0 ? "EE" : plan->method;

    *out = (rv_analysis_options)RV_ANALYSIS_OPTIONS_INIT;
    if (!measure)
        return rv_fail(err, RV_EINVAL, "analysis %s: there is no measure '%s'", plan->id, plan->measure);
    if (!(out->model.estimator = rv_estimator_find(method)))
        return rv_fail(err, RV_EINVAL, "analysis %s: there is no estimator '%s'", plan->id, method);
    out->model.test = out->model.estimator->common ? RV_TEST_Z : (rv_meta_test)index_of(rv_meta_test_names, plan->test);
    out->model.pi = plan->prediction && !out->model.estimator->common ? RV_PI_T_K1 : RV_PI_NONE;
    out->model.level = plan->level;
    out->title = plan->label;
    out->measure = plan->measure;
    out->log_scale = measure->log_scale;
    out->favours_left = domain->favours_left;
    out->favours_right = domain->favours_right;
    return RV_OK;
}

/* ---- Effects -> rows ------------------------------------------------------------------------------------------------ */

static rv_status set_of(const rv_effects *effects, rv_meta_set **out, rv_error *err)
{
    rv_status st = rv_meta_set_new(out, err);

    for (size_t i = 0; st == RV_OK && i < effects->n; i++) {
        const rv_review_effect *e = &effects->effects[i];
        const rv_meta_row row = { e->study, e->study, e->subgroup && *e->subgroup ? e->subgroup : "not reported", e->yi, e->vi, 0,
                                  false, "" };
        if (e->chosen)
            st = rv_meta_set_add(*out, &row, err);
    }
    return st;
}

/* "field=value" left out is "field!=value" asked for. */
static const char *negated(char out[200], const char *leave_out)
{
    const size_t n = strcspn(leave_out, "=");

    snprintf(out, 200, "%.*s!%s", (int)n, leave_out, leave_out + n);
    return out;
}

/* Every effect, in a working model whose sampling covariances are those of the arms, outcomes and times that they share. */
static rv_status analyse(const rv_effects *effects, const rv_meta_set *set, rv_analysis_options *options, rv_analysis **out,
                         rv_error *err)
{
    static const rv_sampling named = { NULL, NULL, rv_review_sampling_words };
    size_t *const row = calloc(effects->n + 1, sizeof *row), k = 0, chosen = 0;
    rv_review_sampling facts = { effects, row, 0, NAN };
    rv_sampling sampling = { rv_review_sampling_make, &facts, rv_review_sampling_words };
    rv_status st = row ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", effects->n);

    for (size_t i = 0; st == RV_OK && i < effects->n; i++)
        if (effects->effects[i].chosen && !rv_meta_set_row(set, chosen++)->excluded)
            row[k++] = i;
    facts.k = k;
    options->sampling = &sampling;
    if (st == RV_OK && (st = rv_analysis_run(out, set, options, err)) == RV_OK)
        (*out)->options.sampling = &named;   /* the analysis outlives the facts, and is asked for the words alone */
    free(row);
    return st;
}

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    const rv_included *included;
    rv_synthesis      *to;
} carrying;

/* The effects for one row beside the main one, when it asks for others. */
static rv_status effects_beside(carrying *c, rv_beside *b, const char *measure, const char *leave_out, const char *subgroup, bool all,
                                rv_error *err)
{
    const rv_plan *plan = &c->to->run;
    const char **select = calloc(plan->n_select + 1, sizeof *select);
    size_t n = plan->n_select;
    char not_this[200];
    rv_status st;

    if (!select)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        select[i] = plan->select[i];
    if (*leave_out)
        select[n++] = negated(not_this, leave_out);
    st = (all ? rv_extract_every_effect : rv_extract_effects)(c->store, c->protocol, plan->domain, measure, select, n, subgroup,
                                                              &b->effects, err);
    if (st == RV_OK && (st = rv_included_leave_out(c->included, &b->effects, err)) == RV_OK)
        st = set_of(&b->effects, &b->set, err);
    free(select);
    return st;
}

static rv_beside *next_beside(carrying *c, rv_beside_kind kind, const char *name)
{
    rv_beside *b = &c->to->beside[c->to->n_beside++];

    b->kind = kind;
    snprintf(b->name, sizeof b->name, "%s", name);
    return b;
}

static void beside(carrying *c, const char *name, const rv_plan *as, const char *leave_out, const char *subgroup,
                   bool leave_one_out, bool all)
{
    rv_beside *b = next_beside(c, subgroup ? RV_BESIDE_SUBGROUPS : RV_BESIDE_SENSITIVITY, name);
    rv_analysis_options options;
    rv_error err = { 0 };
    rv_status st = RV_OK;

    if (*leave_out || subgroup || all || strcmp(as->measure, c->to->run.measure) != 0)
        st = effects_beside(c, b, as->measure, leave_out, subgroup, all, &err);
    if (st == RV_OK && (st = options_of(as, c->to->domain, &options, &err)) == RV_OK) {
        options.by_subgroup = subgroup != NULL;
        options.leave_one_out = leave_one_out;
        st = all ? analyse(&b->effects, b->set, &options, &b->analysis, &err)
                 : rv_analysis_run(&b->analysis, b->set ? b->set : c->to->set, &options, &err);
    }
    if (st != RV_OK)
        snprintf(b->problem, sizeof b->problem, "%s", err.message);
}

/* The plan with what a sensitivity analysis changes. */
static rv_plan changed(const rv_plan *plan, const rv_sensitivity *s)
{
    rv_plan as = *plan;

    if (*s->measure)
        as.measure = s->measure;
    if (*s->model)
        as.model = s->model;
    if (*s->method)
        as.method = s->method;
    if (*s->test)
        as.test = s->test;
    return as;
}

bool rv_beside_moderator(const rv_beside *b, const rv_review_effect *e, double *x)
{
    *x = e->months;
    return e->chosen && (b->months ? isfinite(*x) : rv_real_parse(e->subgroup, x, NULL) == RV_OK);
}

/* The effects that have a number for the moderator. */
static size_t with_moderator(const rv_beside *b, double *y, double *v, double *x)
{
    const rv_effects *effects = &b->effects;
    size_t k = 0;

    for (size_t i = 0; i < effects->n; i++) {
        const rv_review_effect *e = &effects->effects[i];
        double at;

        if (!rv_beside_moderator(b, e, &at))
            continue;
        y[k] = e->yi;
        v[k] = e->vi;
        x[2 * k] = 1;
        x[2 * k++ + 1] = at;
    }
    return k;
}

/* Meta-regression on one field: the slope says what one unit more of it goes with. */
static void regress(carrying *c, const char *moderator)
{
    const bool months = strcmp(moderator, "months") == 0;
    const rv_field *field = rv_protocol_field(c->protocol, moderator);
    const char *const names[] = { "intercept", moderator };
    rv_beside *b = next_beside(c, RV_BESIDE_MODERATOR, months ? "Months" : field ? field->label : moderator);
    rv_analysis_options options;
    rv_error err = { 0 };
    double *room = NULL;
    rv_status st;

    b->months = months;
    if ((st = effects_beside(c, b, c->to->run.measure, "", months ? NULL : moderator, false, &err)) == RV_OK
        && (st = options_of(&c->to->run, c->to->domain, &options, &err)) == RV_OK
        && !(room = calloc(4 * b->effects.n + 1, sizeof *room)))
        st = rv_fail(&err, RV_ENOMEM, "out of memory");
    if (st == RV_OK) {
        const size_t n = b->effects.n, k = with_moderator(b, room, room + n, room + 2 * n);
        const rv_meta_data data = { .k = k, .yi = room, .vi = room + n, .p = 2, .x = room + 2 * n, .names = names,
                                    .intercept = true };
        st = k < 3 ? rv_fail(&err, RV_EDOMAIN, "%zu effects have a number for %s; a slope needs 3", k, moderator)
                   : rv_meta_run(&data, &options.model, &b->fit, b->coefs, b->vcov, NULL, &err);
    }
    if (st != RV_OK)
        snprintf(b->problem, sizeof b->problem, "%s", err.message);
    free(room);
}

static rv_status all_beside(carrying *c, rv_error *err)
{
    const rv_plan *plan = &c->to->run;

    if (!(c->to->beside = calloc(1 + plan->n_sensitivity + plan->n_subgroups + plan->n_moderators, sizeof *c->to->beside)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < plan->n_sensitivity; i++) {
        const rv_sensitivity *s = &plan->sensitivity[i];
        const rv_plan as = changed(plan, s);
        beside(c, s->label, &as, s->leave_out, NULL, s->leave_one_out, s->all_effects);
    }
    for (size_t i = 0; i < plan->n_subgroups; i++) {
        const rv_field *field = rv_protocol_field(c->protocol, plan->subgroups[i]);
        beside(c, field ? field->label : plan->subgroups[i], plan, "", plan->subgroups[i], false, false);
    }
    for (size_t i = 0; i < plan->n_moderators; i++)
        regress(c, plan->moderators[i]);
    return RV_OK;
}

static void describe(rv_synthesis *s)
{
    const rv_measure *measure = rv_measure_find(s->run.measure);
    const bool common = strcmp(s->run.model, "common") == 0;
    const rv_estimator *estimator = rv_estimator_find(s->run.method);
    const char *test = rv_meta_test_title((rv_meta_test)index_of(rv_meta_test_names, s->run.test));

    snprintf(s->method, sizeof s->method, "%s%s, %s; %s%s%s; %s; intervals at %g %%%s.", measure ? measure->title : s->run.measure,
             measure && measure->log_scale ? " (analysed as its logarithm)" : "", "one effect a study",
             common ? "common-effect model" : "random-effects model, tau\u00b2 by ", common || !estimator ? "" : estimator->title,
             "", common ? rv_meta_test_title(RV_TEST_Z) : test, 100 * s->run.level,
             s->run.prediction && !common ? "; prediction interval from t with k \u2212 1 degrees of freedom" : "");
}

rv_status rv_synthesis_run(rv_synthesis *out, rv_store *store, const rv_protocol *protocol, const rv_included *included,
                           const rv_plan *plan, const rv_words *otherwise, rv_error *err)
{
    carrying c = { store, protocol, included, out };
    rv_analysis_options options;
    rv_status st;

    *out = (rv_synthesis){ .planned = plan, .domain = rv_protocol_domain(protocol, plan->domain) };
    if (!out->domain)
        return rv_fail(err, RV_EINVAL, "analysis %s: there is no outcome domain '%s'", plan->id, plan->domain);
    if ((st = rv_setting_apply(protocol, plan, otherwise, &out->run, err)) != RV_OK
        || (st = options_of(&out->run, out->domain, &options, err)) != RV_OK)
        return st;
    describe(out);
    if ((st = rv_extract_effects(store, protocol, plan->domain, out->run.measure, plan->select, plan->n_select, NULL, &out->effects,
                                 err)) != RV_OK
        || (st = rv_included_leave_out(included, &out->effects, err)) != RV_OK
        || (st = set_of(&out->effects, &out->set, err)) != RV_OK || !out->effects.n_chosen)
        return st;
    if ((st = rv_analysis_run(&out->analysis, out->set, &options, err)) != RV_OK)
        return rv_within(err, st, "analysis %s", plan->id);
    return all_beside(&c, err);
}

void rv_synthesis_end(rv_synthesis *s)
{
    for (size_t i = 0; i < s->n_beside; i++) {
        rv_analysis_free(s->beside[i].analysis);
        rv_meta_set_free(s->beside[i].set);
        rv_effects_free(&s->beside[i].effects);
    }
    free(s->beside);
    rv_analysis_free(s->analysis);
    rv_meta_set_free(s->set);
    rv_effects_free(&s->effects);
    *s = (rv_synthesis){ 0 };
}

const char *rv_synthesis_method(const rv_synthesis *s)
{
    return s->method;
}
