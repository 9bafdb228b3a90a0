/* Prediction intervals: one table of the methods in use. */
#include <config.h>

#include "meta/coefficients.h"

typedef enum { SE_TESTED, SE_NORMAL, SE_HK, SE_KR } se_rule;
typedef enum { DF_TESTED, DF_NORMAL, DF_K1, DF_K2, DF_K2_OR_1, DF_KR, DF_KR1 } df_rule;

static const struct {
    const char *title;
    se_rule     se;
    df_rule     df;
} rules[] = {
    [RV_PI_T_K1] = { "t, k-1 df", SE_TESTED, DF_K1 },
    [RV_PI_T_K2] = { "t, k-2 df", SE_TESTED, DF_K2 },
    [RV_PI_NORMAL] = { "normal", SE_TESTED, DF_NORMAL },
    [RV_PI_METAFOR] = { "as the test (metafor)", SE_TESTED, DF_TESTED },
    [RV_PI_RILEY] = { "t, k-2 df, at least 1 (metafor, riley)", SE_TESTED, DF_K2_OR_1 },
    [RV_PI_V] = { "t, k-1 df, se of the normal test", SE_NORMAL, DF_K1 },
    [RV_PI_HTS] = { "t, k-2 df, se of the normal test", SE_NORMAL, DF_K2 },
    [RV_PI_HK] = { "t, k-1 df, se of Hartung-Knapp", SE_HK, DF_K1 },
    [RV_PI_HK_PR] = { "t, k-2 df, se of Hartung-Knapp", SE_HK, DF_K2 },
    [RV_PI_KR] = { "t, df and se of Kenward-Roger", SE_KR, DF_KR },
    [RV_PI_KR_PR] = { "t, df of Kenward-Roger less 1, its se", SE_KR, DF_KR1 },
    [RV_PI_NONE] = { "none", SE_TESTED, DF_NORMAL },
};

const char *const rv_meta_pi_names[] = { "t-k1", "t-k2", "normal", "metafor", "riley", "v", "hts", "hk", "hk-pr", "kr", "kr-pr",
                                         "none", NULL };

const char *rv_meta_pi_words(rv_meta_pi pi)
{
    return rules[pi].title;
}

static double degrees(df_rule rule, const rv_meta_fit *f, const rv_meta_fitted *t, const double *l, double tested)
{
    const double left = (double)f->k - (double)f->p;

    switch (rule) {
    case DF_TESTED: return tested;
    case DF_NORMAL: return NAN;
    case DF_K1: return left;
    case DF_K2: return left - 1;
    case DF_K2_OR_1: return fmax(1, left - 1);
    default: return rv_kenward_roger_df(&t->kenward_roger, t->p, l, 0) - (rule == DF_KR1);
    }
}

void rv_meta_prediction_of(const rv_meta_fit *f, rv_meta_fitted *t, const double *l, rv_meta_prediction *out)
{
    const se_rule se = rules[f->pi].se;
    double variance, reach;

    *out = (rv_meta_prediction){ rv_meta_contrast_of(t, l, 0), NAN, NAN, NAN, NAN };
    if (f->estimator->common || f->pi == RV_PI_NONE || isnan(f->tau2) || (se == SE_KR && !t->has_kr) || (se == SE_HK && isnan(t->s2)))
        return;
    out->pi_df = degrees(rules[f->pi].df, f, t, l, out->mean.df);
    if (out->pi_df <= 0) {
        out->pi_df = NAN;
        return;
    }
    variance = se == SE_TESTED ? out->mean.se * out->mean.se : se == SE_KR ? rv_meta_variance_of(t, t->kenward_roger.g, l)
                                                               : rv_meta_variance_of(t, t->plain, l) * (se == SE_HK ? t->s2 : 1);
    out->pi_se = sqrt(f->tau2 + variance);
    reach = rv_meta_reach(t, out->pi_df) * out->pi_se;
    out->pi_lo = out->mean.estimate - reach;
    out->pi_hi = out->mean.estimate + reach;
}

double rv_meta_probability(const rv_meta_prediction *at, double lo, double hi)
{
    const double a = (lo - at->mean.estimate) / at->pi_se, b = (hi - at->mean.estimate) / at->pi_se;

    if (isnan(at->pi_se) || isnan(lo) || isnan(hi) || !(lo <= hi))
        return NAN;
    /* The smaller tails are taken, so that a share far out keeps its digits. */
    if (a > 0)
        return isnan(at->pi_df) ? rv_normal_upper(a) - rv_normal_upper(b) : rv_t_upper(a, at->pi_df) - rv_t_upper(b, at->pi_df);
    return isnan(at->pi_df) ? rv_normal_upper(-b) - rv_normal_upper(-a) : rv_t_upper(-b, at->pi_df) - rv_t_upper(-a, at->pi_df);
}
