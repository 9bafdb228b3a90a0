/* Functions of the last model: leave1out, confint, hc. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_interval.h"
#include "tests/reference/driver.h"

bool step_leave1out(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    static const char *const names[] = { "estimate", "se", "zval", "tval", "pval", "ci.lb",
                                         "ci.ub",    "Q",  "Qp",   "tau2", "I2",   "H2" };
    rv_meta_fit *out;
    json_t *got;

    if (!of_last_model(r, args, known))
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
    give(r, got);
    return true;
}

static json_t *interval(rv_interval i, double unit)
{
    return json_pack("{s:o, s:o, s:o}", "estimate", rv_json_real(unit * i.estimate), "ci.lb", rv_json_real(unit * i.lo), "ci.ub",
                     rv_json_real(unit * i.hi));
}

/* The coefficients with their bounds at another level. */
static json_t *fixed_effects(run *r, const rv_meta_options *o)
{
    rv_meta_coef *coefs = calloc(r->fit.p, sizeof *coefs);
    rv_meta_fit f;
    json_t *rows = json_array();

    if (rv_meta_run(&r->model, o, &f, coefs, NULL, NULL, &r->err) != RV_OK) {
        json_decref(rows);
        rows = NULL;
    }
    for (size_t i = 0; rows && i < r->fit.p; i++) {
        const double row[] = { coefs[i].estimate, coefs[i].ci_lo, coefs[i].ci_hi };
        json_array_append_new(rows, numbers(row, 3));
    }
    free(coefs);
    return rows;
}

static bool interval_method(run *r, const json_t *args, rv_interval_method *method)
{
    static const char *const types[] = { "QP", "GENQ", "PL", "Wald", "Wald.log", "Wald.sqrt" };
    const char *type = arg_word(args, "type", strncmp(r->options.estimator->name, "GENQ", 4) == 0 ? "GENQ" : "QP");

    for (int i = 0; i < 6; i++)
        if (strcmp(types[i], type) == 0) {
            *method = (rv_interval_method)i;
            return true;
        }
    return cannot(r, "confint of type %s", type);
}

bool step_confint(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "fixed", "level", "type", NULL };
    rv_meta_options o = r->options;
    rv_meta_intervals all;
    rv_interval_method method = RV_INTERVAL_QP;
    json_t *got, *fixed;

    if (!r->fitted && r->mixed)
        return mixed_confint(r, args);
    if (!of_last_model(r, args, known) || !interval_method(r, args, &method))
        return false;
    o.level = arg_number(args, "level", 100 * o.level) / 100;
    if (rv_meta_interval(&r->model, &o, method, &all, &r->err) != RV_OK || !(fixed = fixed_effects(r, &o)))
        return refused(r);
    got = json_pack("{s:o, s:o, s:o, s:o}", "tau^2", interval(all.tau2, 1), "tau", interval(all.tau, 1), "I^2(%)",
                    interval(all.i2, 100), "H^2", interval(all.h2, 1));
    json_object_set_new(got, "fixed", fixed);
    give(r, got);
    return true;
}

bool step_hc(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    const rv_meta_coef *c = &r->fit.pooled;
    rv_henmi_copas h;

    if (!of_last_model(r, args, known))
        return false;
    if (rv_meta_henmi_copas(&r->model, r->options.level, true, &h, &r->err) != RV_OK)
        return refused(r);
    const struct { const char *name; double x; } fields[] = {
        { "beta", h.estimate }, { "se", h.se }, { "ci.lb", h.ci_lo }, { "ci.ub", h.ci_hi }, { "tau2", h.tau2 },
        { "beta.rma", c->estimate }, { "se.rma", c->se }, { "ci.lb.rma", c->ci_lo }, { "ci.ub.rma", c->ci_hi }, { "tau2.rma", r->fit.tau2 } };
    json_t *got = json_object();
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        json_object_set_new(got, fields[i].name, rv_json_real(fields[i].x));
    give(r, got);
    return true;
}
