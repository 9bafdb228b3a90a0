/* An analysis as JSON, shape "review-meta/1": see review-meta(1). */
#include <config.h>

#include <jansson.h>

#include "meta/forest.h"
#include "meta/write.h"

/* Setting into an object that could not be made fails quietly; the object is NULL then, and the end tells. */
static void put(json_t *o, const char *key, double x)
{
    json_object_set_new(o, key, rv_json_real(x));
}

static void put_count(json_t *o, const char *key, size_t n)
{
    json_object_set_new(o, key, json_integer((json_int_t)n));
}

static void put_text(json_t *o, const char *key, const char *text)
{
    json_object_set_new(o, key, json_string(text ? text : ""));
}

static json_t *estimate(const rv_meta_fit *f, bool log_scale)
{
    json_t *o = json_object();

    put(o, "estimate", f->pooled.estimate);
    put(o, "se", f->pooled.se);
    put(o, "stat", f->pooled.stat);
    put(o, "df", f->pooled.df);
    put(o, "p", f->pooled.p);
    put(o, "ci_lo", f->pooled.ci_lo);
    put(o, "ci_hi", f->pooled.ci_hi);
    if (log_scale) {
        json_t *e = json_object();
        put(e, "estimate", exp(f->pooled.estimate));
        put(e, "ci_lo", exp(f->pooled.ci_lo));
        put(e, "ci_hi", exp(f->pooled.ci_hi));
        json_object_set_new(o, "exp", e);
    }
    return o;
}

static json_t *prediction(const rv_meta_fit *f)
{
    json_t *o;
    char method[48];

    if (isnan(f->pi_lo))
        return json_null();
    o = json_object();
    rv_meta_pi_title(f, method);
    put(o, "lo", f->pi_lo);
    put(o, "hi", f->pi_hi);
    put_text(o, "method", method);
    put(o, "df", f->pi_df);
    return o;
}

static json_t *heterogeneity(const rv_meta_fit *f)
{
    json_t *o = json_object();

    put(o, "tau2", f->tau2);
    put(o, "tau2_se", f->tau2_se);
    put(o, "tau2_lo", f->tau2_lo);
    put(o, "tau2_hi", f->tau2_hi);
    put_text(o, "tau2_interval", isnan(f->tau2_hi) ? "" : "Q-profile");
    put(o, "i2_percent", 100 * f->i2);
    put(o, "h2", f->h2);
    put(o, "q", f->q);
    put(o, "q_df", f->q_df);
    put(o, "q_p", f->q_p);
    return o;
}

static json_t *statistics(const rv_meta_fitstats *s)
{
    json_t *o = json_object();

    put(o, "loglik", s->loglik);
    put(o, "deviance", s->deviance);
    put(o, "aic", s->aic);
    put(o, "bic", s->bic);
    put(o, "aicc", s->aicc);
    return o;
}

static json_t *one_fit(const rv_meta_fit *f, const char *key, const char *name, bool log_scale)
{
    json_t *o = json_object();

    put_text(o, key, name);
    put_count(o, "k", f->k);
    json_object_set_new(o, "pooled", estimate(f, log_scale));
    json_object_set_new(o, "prediction", prediction(f));
    json_object_set_new(o, "heterogeneity", heterogeneity(f));
    return o;
}

static json_t *model(const rv_meta_fit *f)
{
    json_t *o = json_object();

    put_text(o, "kind", f->estimator->common ? "common effect" : "random effects");
    put_text(o, "estimator", f->estimator->name);
    put_text(o, "estimator_title", f->estimator->title);
    put_text(o, "reference", f->estimator->reference);
    put_text(o, "test", rv_meta_test_names[f->test]);
    put_text(o, "test_title", rv_meta_test_title(f->test));
    put(o, "hk_factor", f->hk_factor);
    put(o, "level", f->level);
    put_count(o, "iterations", f->iterations);
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
        json_array_append_new(list, one_fit(&a->group[g].fit, "name", a->group[g].name, a->options.log_scale));
    put(b, "q", a->between.q);
    put(b, "df1", a->between.df1);
    put(b, "df2", a->between.df2);
    put(b, "p", a->between.p);
    put_text(b, "tau2", a->options.common_tau2 ? "common" : "separate");
    json_object_set_new(root, "subgroups", list);
    json_object_set_new(root, "between", b);
}

static json_t *notes(const rv_analysis *a)
{
    rv_buf text = RV_BUF_INIT;
    json_t *list = json_array();

    rv_analysis_notes(a, &text);
    for (const char *at = rv_buf_str(&text), *end; *at; at = end + 1) {
        for (end = at; *end != '\n'; end++)
            ;
        json_array_append_new(list, json_stringn(at, (size_t)(end - at)));
    }
    rv_buf_free(&text);
    return list;
}

rv_status rv_analysis_write_json(rv_output *to, const rv_analysis *a, rv_error *err)
{
    const bool log_scale = a->options.log_scale;
    json_t *root = json_object(), *fit = json_object();
    rv_status st;

    put_text(root, "format", "review-meta/1");
    put_text(root, "software", PACKAGE_STRING);
    put_text(root, "title", a->options.title);
    put_text(root, "measure", a->options.measure ? a->options.measure : "GEN");
    json_object_set_new(root, "log_scale", json_boolean(log_scale));
    json_object_set_new(root, "input", input(a));
    json_object_set_new(root, "model", model(&a->fit));
    json_object_set_new(root, "pooled", estimate(&a->fit, log_scale));
    json_object_set_new(root, "prediction", prediction(&a->fit));
    json_object_set_new(root, "heterogeneity", heterogeneity(&a->fit));
    json_object_set_new(fit, "ml", statistics(&a->fit.ml));
    json_object_set_new(fit, "reml", statistics(&a->fit.reml));
    json_object_set_new(root, "fit", fit);
    json_object_set_new(root, "plain_hartung_knapp", a->plain.k ? estimate(&a->plain, log_scale) : json_null());
    json_object_set_new(root, "studies", studies(a));
    if (a->groups)
        put_groups(root, a);
    if (a->without) {
        json_t *list = json_array();
        for (size_t i = 0; i < a->k; i++)
            json_array_append_new(list, one_fit(&a->without[i], "without", a->rows[i]->label, log_scale));
        json_object_set_new(root, "leave_one_out", list);
    }
    json_object_set_new(root, "notes", notes(a));
    st = root ? rv_json_write(to, root, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    json_decref(root);
    return st;
}
