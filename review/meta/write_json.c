/* An analysis as JSON, shape "review-meta/2": see review-meta(1). */
#include <config.h>

#include "meta/forest.h"
#include "meta/write.h"
#include "meta/write_json.h"

static json_t *model(const rv_analysis *a)
{
    const rv_meta_fit *f = &a->fit;
    json_t *o = json_object();
    rv_buf words = RV_BUF_INIT;

    rv_analysis_words(a, &words);
    put_text(o, "kind", a->mixed ? "mixed" : f->estimator->common ? "common effect" : "random effects");
    put_text(o, "words", rv_buf_str(&words));
    put_text(o, "estimator", f->estimator->name);
    put_text(o, "estimator_title", f->estimator->title);
    put_text(o, "reference", f->estimator->reference);
    if (!a->mixed) {
        put_text(o, "test", rv_meta_test_names[f->test]);
        put_text(o, "test_title", rv_meta_test_title(f->test));
        put(o, "hk_factor", f->hk_factor);
    }
    put(o, "level", f->level);
    put_count(o, "iterations", f->iterations);
    rv_buf_free(&words);
    return o;
}

/* ---- Moderators, and dependent effects -------------------------------------------------------------------------- */

static json_t *joint(double stat, double df1, double df2, double p)
{
    json_t *o = json_object();

    put(o, "stat", stat);
    put(o, "df1", df1);
    put(o, "df2", df2);
    put(o, "p", p);
    return o;
}

static void put_coefficients(json_t *root, const rv_analysis *a)
{
    json_t *list = json_array();

    for (size_t i = 0; i < a->p; i++) {
        json_t *o = json_object();
        put_text(o, "name", a->names ? a->names[i] : "intercept");
        rv_json_put_coefficient(o, &a->coefs[i]);
        json_array_append_new(list, o);
    }
    json_object_set_new(root, "coefficients", list);
    json_object_set_new(root, "moderators",
                        isnan(a->moderators.stat)
                            ? json_null()
                            : joint(a->moderators.stat, a->moderators.df1, a->moderators.df2, a->moderators.p));
    put(root, "r2_percent", 100 * a->fit.r2);
}

static json_t *grid(const rv_working_model *m)
{
    json_t *list = json_array();

    for (size_t i = 0; i < m->points; i++) {
        json_t *o = rv_json_of_coefficient(&m->point[i].coefs[0], false);
        put(o, "rho", m->point[i].rho);
        put(o, "loglik", m->point[i].loglik);
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *i2_parts(const rv_analysis *a)
{
    const rv_mixed_data *const d = rv_mixed_of(a->mixed);
    json_t *list = json_array();

    for (size_t i = 0; a->i2_part && i < d->parts; i++) {
        json_t *o = json_object();
        put_text(o, "name", d->part[i].name);
        put(o, "i2_percent", 100 * a->i2_part[i]);
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *dependence(const rv_analysis *a)
{
    const rv_mixed_fit *const m = rv_mixed_result(a->mixed);
    json_t *o = json_object(), *list = json_array();

    put_text(o, "working_model", a->working ? rv_working_kind_names[a->working->fitted] : "");
    put(o, "rho", a->working ? a->working->options.rho : NAN);
    put_text(o, "sampling_covariances", rv_analysis_sampling_words(a) ? rv_analysis_sampling_words(a) : "");
    put_text(o, "robust", a->robust ? rv_robust_type_names[rv_robust_result(a->robust)->type] : "");
    put_text(o, "robust_test", a->robust ? rv_robust_test_names[rv_robust_result(a->robust)->test] : "");
    put_count(o, "clusters", a->robust ? rv_robust_result(a->robust)->clusters : 0);
    for (size_t i = 0; i < m->params; i++) {
        rv_buf words = RV_BUF_INIT;
        json_t *param = json_object();
        rv_analysis_param_words(a->mixed, i, &words);
        put_text(param, "name", rv_buf_str(&words));
        put(param, "estimate", m->param[i].estimate);
        put(param, "se", m->param[i].se);
        json_object_set_new(param, "boundary", json_boolean(m->param[i].boundary));
        json_object_set_new(param, "fixed", json_boolean(m->param[i].fixed));
        json_array_append_new(list, param);
        rv_buf_free(&words);
    }
    json_object_set_new(o, "parameters", list);
    json_object_set_new(o, "i2_parts", i2_parts(a));
    put(o, "gradient", m->gradient);
    put_count(o, "starts", m->starts);
    json_object_set_new(o, "grid", a->working ? grid(a->working) : json_array());
    return o;
}

static json_t *input(const rv_analysis *a)
{
    json_t *o = json_object(), *list = json_array();

    put_count(o, "k", a->k);
    put_count(o, "studies", a->studies);
    put_count(o, "most_effects_of_a_study", a->most_effects);
    json_object_set_new(o, "assumed_independent", json_boolean(a->notes & RV_NOTE_DEPENDENT));
    put_text(o, "sha256", a->digest);
    for (size_t i = 0; i < rv_meta_set_count(a->set); i++) {
        const rv_meta_row *r = rv_meta_set_row(a->set, i);
        json_t *row;
        if (!r->excluded)
            continue;
        row = json_object();
        put_text(row, "label", r->label);
        if (r->line)
            put_count(row, "line", r->line);
        put_text(row, "reason", r->reason);
        json_array_append_new(list, row);
    }
    json_object_set_new(o, "left_out", list);
    return o;
}

static json_t *studies(const rv_analysis *a)
{
    json_t *list = json_array();

    for (size_t i = 0; i < a->k; i++) {
        json_t *o = json_object();
        put_text(o, "label", a->rows[i]->label);
        put_text(o, "study", a->rows[i]->study);
        put_text(o, "subgroup", a->rows[i]->subgroup);
        put(o, "yi", a->rows[i]->yi);
        put(o, "vi", a->rows[i]->vi);
        put(o, "weight_percent", a->weights[i]);
        json_array_append_new(list, o);
    }
    return list;
}

static void put_groups(json_t *root, const rv_analysis *a)
{
    json_t *list = json_array(), *b = json_object();

    for (size_t g = 0; g < a->groups; g++)
        json_array_append_new(list, rv_json_of_fit(&a->group[g].fit, "name", a->group[g].name, a->options.log_scale));
    put(b, "q", a->between.q);
    put(b, "df1", a->between.df1);
    put(b, "df2", a->between.df2);
    put(b, "p", a->between.p);
    put_text(b, "tau2", a->options.common_tau2 ? "common" : "separate");
    json_object_set_new(root, "subgroups", list);
    json_object_set_new(root, "between", b);
}

static void add_note(void *user, const char *name, const char *text)
{
    json_t *o = json_object();

    put_text(o, "name", name);
    put_text(o, "text", text);
    json_array_append_new(user, o);
}

static json_t *notes(const rv_analysis *a)
{
    json_t *list = json_array();

    rv_analysis_tell(a, add_note, list);
    return list;
}

rv_status rv_analysis_write_json(rv_output *to, const rv_analysis *a, rv_error *err)
{
    const bool log_scale = a->options.log_scale;
    json_t *root = json_object(), *fit = json_object();
    rv_status st;

    put_text(root, "format", "review-meta/2");
    put_text(root, "verb", "fit");
    put_text(root, "software", PACKAGE_STRING);
    put_text(root, "title", a->options.title);
    put_text(root, "measure", a->options.measure ? a->options.measure : "GEN");
    json_object_set_new(root, "log_scale", json_boolean(log_scale));
    json_object_set_new(root, "input", input(a));
    json_object_set_new(root, "model", model(a));
    json_object_set_new(root, "pooled", a->names ? json_null() : rv_json_of_estimate(&a->fit, log_scale));
    put_coefficients(root, a);
    json_object_set_new(root, "prediction", rv_json_of_prediction(&a->fit));
    json_object_set_new(root, "heterogeneity", rv_json_of_heterogeneity(&a->fit));
    json_object_set_new(fit, "ml", rv_json_of_statistics(&a->fit.ml));
    json_object_set_new(fit, "reml", rv_json_of_statistics(&a->fit.reml));
    json_object_set_new(root, "fit", fit);
    json_object_set_new(root, "dependence", a->mixed ? dependence(a) : json_null());
    json_object_set_new(root, "plain_hartung_knapp", a->plain.k ? rv_json_of_estimate(&a->plain, log_scale) : json_null());
    json_object_set_new(root, "studies", studies(a));
    if (a->groups)
        put_groups(root, a);
    if (a->without) {
        json_t *list = json_array();
        for (size_t i = 0; i < a->k; i++)
            json_array_append_new(list, rv_json_of_fit(&a->without[i], "without", a->rows[i]->label, log_scale));
        json_object_set_new(root, "leave_one_out", list);
    }
    json_object_set_new(root, "notes", notes(a));
    st = root ? rv_json_write(to, root, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    json_decref(root);
    return st;
}
