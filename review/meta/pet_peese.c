/* PET, PEESE, and the rule that takes one of them. */
#include <config.h>

#include "review/meta_bias.h"
#include "review/numer.h"

const char *const rv_pet_rule_names[] = { "one-sided", "two-sided", "ten-percent", NULL };

/* The p-value of an effect on the side of `sign` alone. */
static double one_sided(const rv_meta_coef *c, double sign)
{
    const double stat = sign * c->stat;

    return isnan(c->df) ? rv_normal_upper(stat) : rv_t_upper(stat, c->df);
}

static void choose(rv_pet_peese *out, rv_pet_rule rule, double pooled)
{
    out->rule = rule;
    out->p = rule == RV_PET_TWO_SIDED ? out->pet.limit.p : one_sided(&out->pet.limit, pooled < 0 ? -1 : 1);
    out->peese_taken = out->p < (rule == RV_PET_TEN_PERCENT ? 0.10 : 0.05);
    out->estimate = out->peese_taken ? out->peese.limit : out->pet.limit;
    out->notes = out->pet.notes | out->peese.notes;
}

rv_status rv_pet_peese_run(const rv_meta_data *d, const rv_meta_options *options, bool dispersion, rv_pet_rule rule, rv_pet_peese *out,
                           rv_error *err)
{
    rv_regression_test_options test = { RV_PREDICTOR_SEI, dispersion };
    rv_meta_options plain = *options;
    rv_meta_fit pooled;
    rv_status st;

    if (d->p > 1 || (d->p == 1 && !d->intercept))
        return rv_fail(err, RV_EINVAL, "PET and PEESE are for models without moderators");
    plain.pi = RV_PI_NONE;
    plain.skip_interval = true;
    if ((st = rv_meta_run(d, &plain, &pooled, NULL, NULL, NULL, err)) != RV_OK
        || (st = rv_regression_test_run(d, NULL, options, &test, &out->pet, err)) != RV_OK)
        return st;
    test.predictor = RV_PREDICTOR_VI;
    if ((st = rv_regression_test_run(d, NULL, options, &test, &out->peese, err)) == RV_OK)
        choose(out, rule, pooled.pooled.estimate);
    return st;
}

rv_status rv_pet_peese_dependent(const rv_working_model_data *d, const rv_working_model_options *options, rv_pet_rule rule,
                                 rv_pet_peese *out, rv_error *err)
{
    rv_working_model_options plain = *options;
    rv_working_model *pooled;
    rv_status st;

    if (d->data.p > 1 || (d->data.p == 1 && !d->data.intercept))
        return rv_fail(err, RV_EINVAL, "PET and PEESE are for models without moderators");
    plain.grids = 0;
    if ((st = rv_working_model_run(&pooled, d, &plain, err)) != RV_OK)
        return st;
    if ((st = rv_regression_test_dependent(d, NULL, options, RV_PREDICTOR_SEI, &out->pet, NULL, err)) == RV_OK
        && (st = rv_regression_test_dependent(d, NULL, options, RV_PREDICTOR_VI, &out->peese, NULL, err)) == RV_OK)
        choose(out, rule, pooled->coefs[0].estimate);
    rv_working_model_free(pooled);
    return st;
}
