/* One analysis: as planned or otherwise, nothing written; what it rests on, and the command that repeats it. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/effect.h"
#include "review/numer.h"
#include "report/synthesis.h"

#include "web/handlers.h"
#include "web/overview.h"
#include "web/rerun_asked.h"
#include "web/shown.h"

/* ---- The options, for the form ------------------------------------------------------------------------------------------------ */

static void add_choice(json_t *list, const char *value, const char *label, const char *chosen)
{
    json_t *choice = json_object();

    rv_json_put_text(choice, "value", value);
    rv_json_put_text(choice, "label", label);
    rv_json_put_yes(choice, "chosen", chosen && strcmp(chosen, value) == 0);
    json_array_append_new(list, choice);
}

static json_t *words_of(const char *const *words, const char *chosen)
{
    json_t *list = json_array();

    for (size_t i = 0; words[i]; i++)
        add_choice(list, words[i], words[i], chosen);
    return list;
}

static json_t *methods(const char *chosen)
{
    json_t *list = json_array();
    const rv_estimator *e;
    char label[200];

    for (size_t i = 0; (e = rv_estimator_at(i)); i++) {
        snprintf(label, sizeof label, "%s: %s", e->name, e->title);
        add_choice(list, e->name, label, chosen);
    }
    return list;
}

/* Fields that say which group a study or result is of. */
static json_t *groups(const rv_protocol *p, const char *chosen)
{
    json_t *list = json_array();

    for (size_t i = 0; i < p->n_fields; i++)
        if (p->fields[i].n_choices && (p->fields[i].level == RV_LEVEL_STUDY || p->fields[i].level == RV_LEVEL_RESULT))
            add_choice(list, p->fields[i].id, p->fields[i].label, chosen);
    return list;
}

static json_t *measures(const char *chosen)
{
    json_t *list = json_array();

    for (size_t i = 0; rv_protocol_measures[i]; i++) {
        const rv_measure *m = rv_measure_find(rv_protocol_measures[i]);
        add_choice(list, rv_protocol_measures[i], m ? m->title : rv_protocol_measures[i], chosen);
    }
    return list;
}

static void put_form(rv_call *call, const rv_rerun_asked *asked, const rv_plan *plan)
{
    const rv_rerun_options *o = &asked->options;
    json_t *planned = json_object(), *choices = json_object();

    rv_json_put_text(planned, "measure", plan->measure);
    rv_json_put_text(planned, "model", plan->model);
    rv_json_put_text(planned, "method", plan->method);
    rv_json_put_text(planned, "test", plan->test);
    rv_json_put_real(planned, "level", plan->level);
    rv_call_put(call, "planned", planned);
    json_object_set_new(choices, "measure", measures(o->measure));
    json_object_set_new(choices, "method", methods(o->method));
    json_object_set_new(choices, "test", words_of(rv_meta_test_names + 1, o->test));        /* without "default" */
    json_object_set_new(choices, "prediction", words_of(rv_meta_pi_names, o->prediction));
    json_object_set_new(choices, "subgroup", groups(call->protocol, o->subgroup));
    rv_call_put(call, "choices", choices);
    rv_call_put(call, "level", rv_json_real(o->level));
    rv_call_put_yes(call, "all_effects", o->all_effects);
    rv_call_put_yes(call, "otherwise", asked->otherwise);
}

/* ---- What it rests on ------------------------------------------------------------------------------------------------------------ */

static json_t *row_of(const rv_review_effect *e)
{
    json_t *row = json_object();
    rv_buf way = RV_BUF_INIT;

    rv_buf_text(&way, "/extract/");
    rv_path_part(&way, e->study);
    rv_buf_text(&way, "/way/");
    rv_path_part(&way, e->result);
    rv_json_put_text(row, "study", e->study);
    rv_json_put_text(row, "result", e->result);
    rv_json_put_text(row, "outcome", e->outcome);
    rv_json_put_text(row, "way", rv_buf_str(&way));
    rv_buf_free(&way);
    return row;
}

static void put_rows(rv_call *call, const rv_rerun *r)
{
    json_t *used = json_array(), *others = json_array();
    const rv_analysis *a = r->analysis;
    const double z = a ? rv_normal_upper_quantile((1 - a->fit.level) / 2) : NAN;
    char text[RV_SHOWN];

    for (size_t i = 0; a && i < a->k; i++) {
        const rv_review_effect *e = &r->effects.effects[r->used[i]];
        const double half = z * sqrt(e->vi);
        const rv_shown_scale scale = rv_shown_scale_of(a->options.log_scale, e->yi - half, e->yi + half);
        json_t *row = row_of(e);
        rv_json_put_real(row, "yi", e->yi);
        rv_json_put_real(row, "vi", e->vi);
        rv_json_put_real(row, "weight_percent", a->weights[i]);
        rv_json_put_text(row, "effect", rv_shown_effect(scale, e->yi, e->yi - half, e->yi + half, text));
        rv_json_put_shown(row, "weight", a->weights[i], 1);
        rv_json_put_text(row, "route", e->route);
        json_array_append_new(used, row);
    }
    for (size_t i = 0; i < r->effects.n; i++) {
        json_t *row;
        if (r->effects.effects[i].chosen)
            continue;
        row = row_of(&r->effects.effects[i]);
        rv_json_put_text(row, "reason", r->effects.effects[i].left_out);
        json_array_append_new(others, row);
    }
    rv_call_put(call, "used", used);
    rv_put_list(call, "not_used", others);
}

/* What is left out on request, as boxes that stay ticked. */
static void put_left_out(rv_call *call, const rv_rerun_options *o)
{
    json_t *list = json_array();

    for (size_t i = 0; i < o->n_leave_out; i++)
        json_array_append_new(list, json_string(o->leave_out[i]));
    rv_put_list(call, "leave_out", list);
}

/* Notes for the page: rows that are left out stand in a table of their own. */
static void put_notes(rv_call *call, const json_t *analysis)
{
    json_t *list = json_array(), *note;
    size_t at;

    json_array_foreach(json_object_get(analysis, "notes"), at, note)
        if (strcmp(json_string_value(json_object_get(note, "name")), "left-out") != 0)
            json_array_append(list, note);
    rv_call_put(call, "remarks", list);
}

static rv_status put_analysis(rv_call *call, const rv_analysis *a, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_output *to = NULL;
    json_t *whole = NULL;
    rv_status st;

    if ((st = rv_output_memory(&to, &text, err)) != RV_OK)
        return st;
    if ((st = rv_analysis_write(to, RV_FORMAT_JSON, a, err)) == RV_OK) {
        st = rv_output_close(to, err);
        to = NULL;
    }
    rv_output_drop(to);
    if (st == RV_OK && (st = rv_json_parse("analysis", rv_buf_str(&text), text.length, &whole, err)) == RV_OK) {
        put_notes(call, whole);
        rv_call_put(call, "analysis", whole);
    }
    rv_buf_free(&text);
    return st;
}

static void put_groups(rv_call *call, const rv_analysis *a)
{
    json_t *list = json_array();
    char text[RV_SHOWN];

    for (size_t g = 0; g < a->groups; g++) {
        const rv_meta_fit *f = &a->group[g].fit;
        json_t *row = json_object();
        rv_json_put_text(row, "name", *a->group[g].name ? a->group[g].name : "not reported");
        rv_json_put_int(row, "k", (int64_t)f->k);
        rv_json_put_text(row, "effect", rv_shown_effect(rv_shown_scale_of(a->options.log_scale, f->pooled.ci_lo, f->pooled.ci_hi),
                                                        f->pooled.estimate, f->pooled.ci_lo, f->pooled.ci_hi, text));
        json_array_append_new(list, row);
    }
    rv_put_list(call, "groups", list);
    rv_call_put_text(call, "between_p", a->groups > 1 ? rv_shown_p(a->between.p, text) : "");
}

/* ---- What stands beside it, as planned --------------------------------------------------------------------------------------------- */

static json_t *beside_row(const rv_beside *b)
{
    static const char *const kinds[] = { "sensitivity", "subgroups", "moderator" };
    json_t *row = json_object();
    char text[RV_SHOWN];

    rv_json_put_text(row, "kind", kinds[b->kind]);
    rv_json_put_text(row, "label", b->name);
    if (b->analysis && b->kind == RV_BESIDE_SENSITIVITY) {
        const rv_meta_fit *f = &b->analysis->fit;
        rv_json_put_int(row, "k", (int64_t)b->analysis->k);
        rv_json_put_text(row, "outcome", rv_shown_effect(rv_shown_scale_of(b->analysis->options.log_scale, f->pooled.ci_lo, f->pooled.ci_hi),
                                                         f->pooled.estimate, f->pooled.ci_lo, f->pooled.ci_hi, text));
    } else if (b->analysis) {
        char words[2 * RV_SHOWN];
        snprintf(words, sizeof words, "%zu groups; test between them p %s", b->analysis->groups, rv_shown_p(b->analysis->between.p, text));
        rv_json_put_int(row, "k", (int64_t)b->analysis->k);
        rv_json_put_text(row, "outcome", words);
    } else if (!*b->problem) {
        char slope[RV_SHOWN], words[3 * RV_SHOWN];
        snprintf(words, sizeof words, "one unit more goes with %s on the analysis scale (%s)", rv_shown(b->coefs[1].estimate, 4, slope),
                 rv_shown_range(b->coefs[1].ci_lo, b->coefs[1].ci_hi, 4, text));
        rv_json_put_int(row, "k", (int64_t)b->fit.k);
        rv_json_put_text(row, "outcome", words);
    }
    rv_json_put_text(row, "problem", b->problem);
    return row;
}

static rv_status put_beside(rv_call *call, const rv_plan *plan, rv_error *err)
{
    rv_included included = RV_INCLUDED_INIT;
    rv_synthesis s = { 0 };
    json_t *list = json_array();
    rv_error problem = { 0 };
    rv_status st = rv_included_read(call->store, call->protocol, &included, err);

    if (st == RV_OK && rv_synthesis_run(&s, call->store, call->protocol, &included, plan, NULL, &problem) == RV_OK) {
        for (size_t i = 0; i < s.n_beside; i++)
            json_array_append_new(list, beside_row(&s.beside[i]));
        rv_call_put_text(call, "method_words", rv_synthesis_method(&s));
    }
    rv_put_list(call, "beside", list);
    rv_synthesis_end(&s);
    rv_included_free(&included);
    return st;
}

/* ---- The handler ---------------------------------------------------------------------------------------------------------------------- */

static void put_command(rv_call *call, const rv_rerun_asked *asked)
{
    const char *slash = strrchr(call->web->review, '/');
    rv_buf text = RV_BUF_INIT;

    rv_rerun_command(&text, &asked->options, slash ? slash + 1 : call->web->review);
    rv_call_put_text(call, "command", rv_buf_str(&text));
    rv_buf_clear(&text);
    rv_rerun_query(&text, asked);
    rv_call_put_text(call, "query", rv_buf_str(&text));
    rv_buf_free(&text);
}

static rv_status make(rv_call *call, const rv_rerun_asked *asked, const rv_plan *plan, rv_error *err)
{
    rv_error problem = { 0 };
    rv_rerun r;
    rv_buf words = RV_BUF_INIT;
    rv_status st = rv_rerun_make(&r, call->store, call->protocol, &asked->options, &problem);

    put_rows(call, &r);
    if (st == RV_OK && (st = put_analysis(call, r.analysis, err)) == RV_OK) {
        rv_rerun_tell(call->out, &r);
        put_groups(call, r.analysis);
        rv_analysis_words(r.analysis, &words);
        rv_call_put_text(call, "model", rv_buf_str(&words));
        if (!asked->otherwise)
            st = put_beside(call, plan, err);
    } else if (st == RV_ENOTFOUND || st == RV_EUSAGE) {       /* asked wrongly, not spoken against by the data */
        st = rv_fail(err, st, "%s", problem.message);
    } else {
        rv_call_put_text(call, "problem", problem.message);
        st = RV_OK;
    }
    rv_buf_free(&words);
    rv_rerun_end(&r);
    return st;
}

rv_status rv_get_analysis(rv_call *call, rv_error *err)
{
    const rv_plan *plan = call->protocol ? rv_protocol_analysis(call->protocol, rv_call_word(call, "analysis")) : NULL;
    const rv_measure *measure;
    rv_rerun_asked asked;
    rv_status st;

    if (!plan)
        return rv_fail(err, RV_ENOTFOUND, "the protocol plans no analysis '%.60s'", rv_call_word(call, "analysis"));
    if ((st = rv_rerun_ask(call, &asked, err)) != RV_OK)
        return st;
    measure = rv_measure_find(asked.options.measure ? asked.options.measure : plan->measure);
    rv_call_put_text(call, "title", plan->label);
    rv_call_put_text(call, "id", plan->id);
    rv_call_put_text(call, "measure_title", measure ? measure->title : "");
    put_form(call, &asked, plan);
    put_left_out(call, &asked.options);
    put_command(call, &asked);
    if ((st = rv_store_read_begin(call->store, err)) != RV_OK)
        return st;
    st = make(call, &asked, plan, err);
    rv_store_read_end(call->store);
    return st;
}
