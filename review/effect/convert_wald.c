/* The standard error behind a printed interval, test statistic or p-value. */
#include <config.h>

#include <math.h>

#include "review/effect.h"
#include "review/numer.h"

static double quantile(double upper, double df)
{
    return isnan(df) ? rv_normal_upper_quantile(upper) : rv_t_upper_quantile(upper, df);
}

static rv_status check(const rv_wald *w, rv_error *err)
{
    if (w->p < 0 || w->p > 1)
        return rv_fail(err, RV_EDOMAIN, "p is %g; a p-value is between 0 and 1", w->p);
    if (w->df <= 0)
        return rv_fail(err, RV_EDOMAIN, "df is %g; degrees of freedom are positive", w->df);
    if (!(w->level > 0 && w->level < 1))
        return rv_fail(err, RV_EDOMAIN, "level is %g; a confidence level is between 0 and 1, as 0.95", w->level);
    if (w->lo >= w->hi)
        return rv_fail(err, RV_EDOMAIN, "the lower limit %g is not below the upper limit %g", w->lo, w->hi);
    return RV_OK;
}

rv_status rv_wald_se(const rv_wald *w, double *se, rv_error *err)
{
    const rv_status st = check(w, err);

    *se = NAN;
    if (st != RV_OK)
        return st;
    if (!isnan(w->lo) && !isnan(w->hi))
        *se = (w->hi - w->lo) / (2 * quantile((1 - w->level) / 2, w->df));
    else if (!isnan(w->est) && !isnan(w->z))
        *se = fabs(w->est / w->z);
    else if (!isnan(w->est) && !isnan(w->p))
        *se = fabs(w->est) / quantile(w->p / 2, w->df);
    if (!(*se > 0) || isinf(*se))
        *se = NAN;
    return RV_OK;
}
