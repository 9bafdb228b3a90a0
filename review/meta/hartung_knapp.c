/* Hartung & Knapp's variance factor, and the rules by which programs keep it from shortening the interval. */
#include <config.h>

#include "meta/coefficients.h"
#include "meta/estimators.h"

/* Whether Hartung & Knapp's interval is shorter than the normal one, here or (IQWiG) with DerSimonian & Laird's tau2. */
static rv_status shorter(rv_model *m, const rv_meta_data *d, double tau2, double s2, double df, rv_meta_fit *f, bool *is, rv_error *err)
{
    const double reach = rv_meta_quantile(df, f->level) * sqrt(s2), normal = rv_meta_quantile(NAN, f->level);
    rv_tau2 dl = { 0, NAN, 0, 0 };
    double w = rv_model_sum(m, 1, 0);
    rv_status st;

    *is = reach < normal;
    if (f->test != RV_TEST_IQWIG6)
        return RV_OK;
    if (d->p)
        return rv_fail(err, RV_EINVAL, "the test iqwig6 is made for one pooled effect, not for moderators; use adhoc");
    if ((st = rv_tau2_dl(m, d, &dl, err)) != RV_OK || (st = rv_model_weigh(m, dl.tau2, err)) != RV_OK)
        return st;
    *is = reach / sqrt(w) < normal / sqrt(rv_model_sum(m, 1, 0));
    return rv_model_weigh(m, tau2, err);
}

/* Which test can be carried out, with which degrees of freedom, and by how much the variances are multiplied. */
rv_status rv_hartung_knapp(rv_model *m, const rv_meta_data *d, double tau2, rv_meta_fit *f, double *df, double *times, rv_error *err)
{
    const double left = (double)(m->k - m->p);
    bool raise = true;
    rv_status st = RV_OK;

    *df = NAN;
    *times = 1;
    if (f->test == RV_TEST_DEFAULT)
        f->test = f->estimator->common ? RV_TEST_Z : RV_TEST_ADHOC;
    if (f->test != RV_TEST_Z && left <= 0) {
        f->test = RV_TEST_Z;
        f->notes |= m->k > 1 ? RV_NOTE_NO_DF : 0;   /* one study is a note of its own */
    }
    if (f->test == RV_TEST_Z || f->test == RV_TEST_KR || f->test == RV_TEST_KR_1997)
        return RV_OK;
    *df = left;
    if (f->test == RV_TEST_T)
        return RV_OK;
    f->hk_factor = m->rss / left;
    if (f->test == RV_TEST_KNHA_CI || f->test == RV_TEST_IQWIG6)
        st = shorter(m, d, tau2, f->hk_factor, left, f, &raise, err);
    if (f->test == RV_TEST_KNHA_CI && raise) {
        *df = NAN;
        f->notes |= RV_NOTE_HK_RAISED;
        return st;
    }
    raise = raise && f->test != RV_TEST_KNHA && f->test != RV_TEST_KNHA_CI;
    if (f->hk_factor < 1)
        f->notes |= raise ? RV_NOTE_HK_RAISED : RV_NOTE_HK_SHORTENED;
    *times = raise ? fmax(1, f->hk_factor) : f->hk_factor;
    return st;
}
