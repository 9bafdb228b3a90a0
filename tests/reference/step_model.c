/* Functions of the last model: leave1out, confint, predict. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/numer.h"
#include "tests/reference/driver.h"

static bool is_last_model(run *r, const json_t *args)
{
    const char *object = json_string_value(json_object_get(json_object_get(args, "arg1"), "obj"));

    if (!r->fitted || !object || strcmp(object, "fit") != 0)
        return cannot(r, "a function of something else than the last model");
    return true;
}

static void replace(run *r, json_t *got)
{
    json_decref(r->got);
    r->got = got;
}

bool step_leave1out(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    static const char *const names[] = { "estimate", "se", "zval", "tval", "pval", "ci.lb",
                                         "ci.ub",    "Q",  "Qp",   "tau2", "I2",   "H2" };
    rv_meta_fit *out;
    json_t *got;

    if (!is_last_model(r, args) || !only_arguments(r, args, known))
        return false;
    out = calloc(r->model.k + 1, sizeof *out);
    if (rv_meta_leave_one_out(&r->model, &r->options, out, &r->err) != RV_OK) {
        free(out);
        return refused(r);
    }
    got = json_object();
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        json_object_set_new(got, names[n], json_array());
    for (size_t i = 0; i < r->model.k; i++) {
        const rv_meta_fit *f = &out[i];
        const double x[] = {
            f->pooled.estimate, f->pooled.se, f->pooled.stat, f->pooled.stat, f->pooled.p, f->pooled.ci_lo,
            f->pooled.ci_hi,    f->q,         f->q_p,         f->k == 1 ? 0 : f->tau2, f->k == 1 ? 0 : 100 * f->i2, f->k == 1 ? 1 : f->h2
        };   /* of one study metafor says tau2 = 0, I2 = 0, H2 = 1 */
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            json_array_append_new(json_object_get(got, names[n]), rv_json_real(x[n]));
    }
    free(out);
    replace(r, got);
    return true;
}

static json_t *interval(double estimate, double lo, double hi)
{
    return json_pack("{s:o, s:o, s:o}", "estimate", rv_json_real(estimate), "ci.lb", rv_json_real(lo), "ci.ub",
                     rv_json_real(hi));
}

bool step_confint(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "fixed", "level", NULL };
    rv_meta_options o = r->options;
    rv_meta_fit f;
    rv_meta_coef *coefs;
    double typical;
    json_t *got, *fixed = json_array();

    if (!is_last_model(r, args) || !only_arguments(r, args, known))
        return json_decref(fixed), false;
    if (!strncmp(o.estimator->name, "GENQ", 4))
        return json_decref(fixed), cannot(r, "the generalised Q interval");
    o.level = arg_number(args, "level", 100 * o.level) / 100;
    coefs = calloc(r->fit.p, sizeof *coefs);
    if (rv_meta_run(&r->model, &o, &f, coefs, NULL, NULL, &r->err) != RV_OK) {
        free(coefs);
        json_decref(fixed);
        return refused(r);
    }
    typical = f.tau2 > 0 ? f.tau2 * (1 - f.i2) / f.i2 : NAN;
    if (isnan(typical)) {   /* I2 of tau2 = 0 does not say it; a model with a known tau2 does */
        rv_meta_options known_tau2 = o;
        rv_meta_fit g;
        known_tau2.tau2 = 1;
        if (rv_meta_run(&r->model, &known_tau2, &g, NULL, NULL, NULL, &r->err) == RV_OK)
            typical = (1 - g.i2) / g.i2;
    }
    got = json_object();
    json_object_set_new(got, "tau^2", interval(f.tau2, f.tau2_lo, f.tau2_hi));
    json_object_set_new(got, "tau", interval(sqrt(f.tau2), sqrt(f.tau2_lo), sqrt(f.tau2_hi)));
    json_object_set_new(got, "I^2(%)", interval(100 * f.i2, 100 * f.tau2_lo / (f.tau2_lo + typical),
                                                100 * f.tau2_hi / (f.tau2_hi + typical)));
    json_object_set_new(got, "H^2", interval(f.h2, f.tau2_lo / typical + 1, f.tau2_hi / typical + 1));
    for (size_t i = 0; i < f.p; i++) {
        const double row[] = { coefs[i].estimate, coefs[i].ci_lo, coefs[i].ci_hi };
        json_array_append_new(fixed, numbers(row, 3));
    }
    json_object_set_new(got, "fixed", fixed);
    free(coefs);
    replace(r, got);
    return true;
}

bool step_predict(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "transf", NULL };
    const char *transf = arg_word(args, "transf", NULL);
    const rv_meta_fit *f = &r->fit;
    const char *const names[] = { "pred", "ci.lb", "ci.ub", "pi.lb", "pi.ub" };
    const double x[] = { f->pooled.estimate, f->pooled.ci_lo, f->pooled.ci_hi, f->pi_lo, f->pi_hi };
    json_t *got;

    if (!is_last_model(r, args) || !only_arguments(r, args, known))
        return false;
    if (r->model.p || (transf && strcmp(transf, "exp") != 0))
        return cannot(r, "predict with %s", transf ? transf : "moderators");
    got = json_object();
    for (int i = 0; i < 5; i++)
        json_object_set_new(got, names[i], rv_json_real(transf ? exp(x[i]) : x[i]));
    json_object_set_new(got, "se", rv_json_real(f->pooled.se));
    json_object_set_new(got, "ddf", rv_json_real(f->pooled.df));
    json_object_set_new(got, "pi.ddf", rv_json_real(f->pi_df));
    replace(r, got);
    return true;
}
