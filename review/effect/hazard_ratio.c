/* The log hazard ratio. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = (O - E) / V        v = 1 / V
 *
 * observed less expected events in group 1 and its variance, of a log-rank test; else a hazard ratio as printed, with its limits,
 * its p-value or the standard error of its logarithm.
 * Source  Yusuf et al. (1985) Prog Cardiovasc Dis 27:335-371; Tierney et al. (2007) Trials 8:16.
 */
static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_effect_options ratios = *s->o;

    if (in->v <= 0)
        return rv_fail(err, RV_EDOMAIN, "v is %g; a variance is positive", in->v);
    if (!isnan(in->oe) && !isnan(in->v)) {
        rv_effect_route(out, "observed less expected events and their variance");
        rv_effect_put(out, m, s, (rv_estimate){ in->oe / in->v, 1 / in->v });
        return RV_OK;
    }
    if (!isnan(in->oe) || !isnan(in->v))
        rv_effect_missing(out, isnan(in->oe) ? "oe" : "v");
    ratios.ratio = true;
    return rv_ready_fit(in, &ratios, out, err);
}

const rv_measure_how rv_hr_how = { .fit = fit };
