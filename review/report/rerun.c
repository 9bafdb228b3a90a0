/* A planned analysis once more, perhaps otherwise. What is said stands before the plan, the plan before the house's defaults, as in
   review-meta. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/effect.h"
#include "review/report_rerun.h"

/* ---- Words -> options ------------------------------------------------------------------------------------------------ */

/* The place of a word in a list; RV_EUSAGE names the list. */
static rv_status place_in(const char *const *words, const char *what, const char *word, int *place, rv_error *err)
{
    rv_buf all = RV_BUF_INIT;
    rv_status st;

    for (*place = 0; words[*place]; ++*place) {
        if (strcmp(words[*place], word) == 0) {
            rv_buf_free(&all);
            return RV_OK;
        }
        rv_buf_printf(&all, "%s%s", *place ? ", " : "", words[*place]);
    }
    st = rv_fail(err, RV_EUSAGE, "%s is '%.40s'; there are %s", what, word, rv_buf_str(&all));
    rv_buf_free(&all);
    return st;
}

static rv_status model_of(rv_meta_options *o, const rv_plan *plan, const rv_rerun_options *asked, rv_error *err)
{
    const char *const method = asked->method ? asked->method : strcmp(plan->model, "common") == 0 ? "CE" : plan->method;
    const char *const test = asked->test ? asked->test : !asked->method && *plan->test ? plan->test : rv_meta_test_names[RV_TEST_DEFAULT];
    const char *const prediction = asked->prediction ? asked->prediction : rv_meta_pi_names[plan->prediction ? RV_PI_T_K1 : RV_PI_NONE];
    int place;
    rv_status st;

    *o = (rv_meta_options)RV_META_OPTIONS_INIT;
    if ((st = place_in(rv_estimator_names, "method", method, &place, err)) != RV_OK)
        return st;
    o->estimator = rv_estimator_at((size_t)place);
    if ((st = place_in(rv_meta_test_names, "test", test, &place, err)) != RV_OK)
        return st;
    o->test = (rv_meta_test)place;
    if ((st = place_in(rv_meta_pi_names, "prediction", prediction, &place, err)) != RV_OK)
        return st;
    o->pi = (rv_meta_pi)place;
    o->level = isnan(asked->level) ? plan->level : asked->level;
    if (isnan(o->level))
        o->level = 0.95;
    return o->level > 0 && o->level < 1 ? RV_OK : rv_fail(err, RV_EUSAGE, "level is %g; it must lie between 0 and 1", o->level);
}

/* ---- Effects ----------------------------------------------------------------------------------------------------------- */

static rv_status leave_out(rv_rerun *r, const char *label, rv_error *err)
{
    for (size_t i = 0; i < r->effects.n; i++)
        if (strcmp(r->effects.effects[i].study, label) == 0)
            return rv_effects_leave_out(&r->effects, r->effects.effects[i].study_id, r->left_out, err);
    return rv_fail(err, RV_ENOTFOUND, "leave-out: no study '%.100s' has an effect in analysis %s", label, r->plan->id);
}

static rv_status read_effects(rv_rerun *r, rv_store *store, const rv_protocol *protocol, const rv_rerun_options *asked, rv_error *err)
{
    rv_status st;

    if (asked->subgroup && !rv_protocol_field(protocol, asked->subgroup))
        return rv_fail(err, RV_EUSAGE, "subgroup is '%.60s'; the protocol's form has no field of that id", asked->subgroup);
    snprintf(r->left_out, sizeof r->left_out, "left out on request");
    st = rv_report_effects(store, protocol, r->domain->id, r->measure, r->plan->select, r->plan->n_select, asked->subgroup,
                           asked->all_effects, &r->effects, err);
    for (size_t i = 0; st == RV_OK && i < asked->n_leave_out; i++)
        st = leave_out(r, asked->leave_out[i], err);
    return st;
}

static rv_status add_row(rv_rerun *r, size_t i, bool all, size_t *k, rv_error *err)
{
    const rv_review_effect *e = &r->effects.effects[i];
    char label[256];
    const rv_meta_row row = { label, e->study, e->subgroup, e->chosen ? e->yi : NAN, e->chosen ? e->vi : NAN, 0, *e->left_out != 0,
                              e->left_out };

    snprintf(label, sizeof label, e->chosen && !all ? "%.200s" : "%.200s, %.40s", e->study, e->result);
    if (!row.excluded)
        r->used[(*k)++] = i;
    return rv_meta_set_add(r->set, &row, err);
}

static rv_status make_rows(rv_rerun *r, bool all, rv_error *err)
{
    size_t k = 0;
    rv_status st = rv_meta_set_new(&r->set, err);

    if (st == RV_OK && !(r->used = calloc(r->effects.n + 1, sizeof *r->used)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", r->effects.n);
    for (size_t i = 0; st == RV_OK && i < r->effects.n; i++)
        st = add_row(r, i, all, &k, err);
    if (st == RV_OK && !k)
        return rv_fail(err, RV_EINVAL, r->effects.n ? "all %zu effects are left out; there is nothing to pool" : "there are no effects to pool",
                       r->effects.n);
    r->facts = (rv_review_sampling){ &r->effects, r->used, k, NAN };
    r->sampling = (rv_sampling){ rv_review_sampling_make, &r->facts, rv_review_sampling_words };
    return st;
}

/* ---- The whole ---------------------------------------------------------------------------------------------------------- */

rv_status rv_rerun_make(rv_rerun *r, rv_store *store, const rv_protocol *protocol, const rv_rerun_options *asked, rv_error *err)
{
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    const rv_measure *measure;
    rv_status st;

    *r = (rv_rerun){ .plan = rv_protocol_analysis(protocol, asked->analysis) };
    if (!r->plan)
        return rv_fail(err, RV_ENOTFOUND, "the protocol plans no analysis '%.60s'", asked->analysis);
    if (!(r->domain = rv_protocol_domain(protocol, r->plan->domain)))
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no outcome domain %s", r->plan->domain);
    r->measure = asked->measure ? asked->measure : r->plan->measure;
    if (!(measure = rv_measure_find(r->measure)))
        return rv_fail(err, RV_EUSAGE, "there is no measure '%.40s'", r->measure);
    if ((st = model_of(&o.model, r->plan, asked, err)) != RV_OK || (st = read_effects(r, store, protocol, asked, err)) != RV_OK
        || (st = make_rows(r, asked->all_effects, err)) != RV_OK)
        return st;
    o.measure = r->measure;
    o.log_scale = measure->log_scale;
    o.by_subgroup = asked->subgroup != NULL;
    o.title = r->plan->label;
    o.favours_left = r->domain->favours_left;
    o.favours_right = r->domain->favours_right;
    o.sampling = &r->sampling;
    return rv_analysis_run(&r->analysis, r->set, &o, err);
}

void rv_rerun_end(rv_rerun *r)
{
    rv_analysis_free(r->analysis);
    rv_meta_set_free(r->set);
    free(r->used);
    rv_effects_free(&r->effects);
    *r = (rv_rerun){ 0 };
}

rv_status rv_rerun_forest(rv_forest **out, const rv_rerun *r, rv_error *err)
{
    return rv_analysis_forest(out, r->analysis, err);
}

/* ---- The command ---------------------------------------------------------------------------------------------------------- */

void rv_shell_word(rv_buf *out, const char *word)
{
    if (*word && word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:")] == 0) {
        rv_buf_text(out, word);
        return;
    }
    rv_buf_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            rv_buf_text(out, "'\\''");
        else
            rv_buf_char(out, *word);
    rv_buf_char(out, '\'');
}

void rv_rerun_command(rv_buf *out, const rv_rerun_options *o, const char *review)
{
    char level[RV_REAL_TEXT] = "";
    const struct { const char *name, *value; } said[] = {
        { "review", review }, { "analysis", o->analysis }, { "measure", o->measure }, { "method", o->method }, { "test", o->test },
        { "prediction", o->prediction }, { "level", isnan(o->level) ? NULL : rv_real_text(o->level, level) }, { "subgroup", o->subgroup },
    };

    rv_buf_text(out, "review-meta");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i].value) {
            rv_buf_printf(out, " --%s ", said[i].name);
            rv_shell_word(out, said[i].value);
        }
    if (o->all_effects)
        rv_buf_text(out, " --all-effects");
    for (size_t i = 0; i < o->n_leave_out; i++) {
        rv_buf_text(out, " --leave-out ");
        rv_shell_word(out, o->leave_out[i]);
    }
}
