/* One fit as JSON: coefficients, prediction, heterogeneity, statistics. */
#include <config.h>

#include <math.h>

#include "meta/forest.h"
#include "meta/write_json.h"

void rv_json_put_coefficient(json_t *o, const rv_meta_coef *c)
{
    put(o, "estimate", c->estimate);
    put(o, "se", c->se);
    put(o, "stat", c->stat);
    put(o, "df", c->df);
    put(o, "p", c->p);
    put(o, "ci_lo", c->ci_lo);
    put(o, "ci_hi", c->ci_hi);
}

json_t *rv_json_of_coefficient(const rv_meta_coef *c, bool log_scale)
{
    json_t *o = json_object();

    rv_json_put_coefficient(o, c);
    if (log_scale) {
        json_t *e = json_object();
        put(e, "estimate", exp(c->estimate));
        put(e, "ci_lo", exp(c->ci_lo));
        put(e, "ci_hi", exp(c->ci_hi));
        json_object_set_new(o, "exp", e);
    }
    return o;
}

json_t *rv_json_of_estimate(const rv_meta_fit *f, bool log_scale)
{
    return rv_json_of_coefficient(&f->pooled, log_scale);
}

json_t *rv_json_of_prediction(const rv_meta_fit *f)
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

json_t *rv_json_of_heterogeneity(const rv_meta_fit *f)
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

json_t *rv_json_of_statistics(const rv_meta_fitstats *s)
{
    json_t *o = json_object();

    put(o, "loglik", s->loglik);
    put(o, "deviance", s->deviance);
    put(o, "aic", s->aic);
    put(o, "bic", s->bic);
    put(o, "aicc", s->aicc);
    return o;
}

json_t *rv_json_of_fit(const rv_meta_fit *f, const char *key, const char *name, bool log_scale)
{
    json_t *o = json_object();

    put_text(o, key, name);
    put_count(o, "k", f->k);
    json_object_set_new(o, "pooled", rv_json_of_estimate(f, log_scale));
    json_object_set_new(o, "prediction", rv_json_of_prediction(f));
    json_object_set_new(o, "heterogeneity", rv_json_of_heterogeneity(f));
    return o;
}
