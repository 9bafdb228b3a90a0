/* Ready-made estimates: yi with its variance, or an estimate with what says how sure it is. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

/* The estimate and its limits on the analysis scale. */
typedef struct {
    double y, lo, hi;
} scaled;

static rv_status check(const rv_effect_input *in, rv_error *err)
{
    if (in->vi <= 0)
        return rv_fail(err, RV_EDOMAIN, "vi is %g; a variance is positive", in->vi);
    if (in->sei <= 0)
        return rv_fail(err, RV_EDOMAIN, "sei is %g; a standard error is positive", in->sei);
    if (in->se <= 0)
        return rv_fail(err, RV_EDOMAIN, "se is %g; a standard error is positive", in->se);
    if (in->p < 0 || in->p > 1)
        return rv_fail(err, RV_EDOMAIN, "p is %g; a p-value is between 0 and 1", in->p);
    if (in->df <= 0)
        return rv_fail(err, RV_EDOMAIN, "df is %g; degrees of freedom are positive", in->df);
    if (in->level <= 0 || in->level >= 1)
        return rv_fail(err, RV_EDOMAIN, "level is %g; a confidence level is between 0 and 1, as 0.95", in->level);
    if (in->ci_lo >= in->ci_hi)
        return rv_fail(err, RV_EDOMAIN, "ci_lo %g is not below ci_hi %g", in->ci_lo, in->ci_hi);
    if (in->est < in->ci_lo || in->est > in->ci_hi)
        return rv_fail(err, RV_EDOMAIN, "est is %g, outside its limits %g and %g", in->est, in->ci_lo, in->ci_hi);
    return RV_OK;
}

static rv_status to_scale(const rv_effect_input *in, const rv_effect_options *o, scaled *s, rv_error *err)
{
    static const char *const names[] = { "est", "ci_lo", "ci_hi" };
    const double printed[] = { in->est, in->ci_lo, in->ci_hi };

    for (int i = 0; o->ratio && i < 3; i++)
        if (printed[i] <= 0)
            return rv_fail(err, RV_EDOMAIN, "%s is %g; a ratio is positive", names[i], printed[i]);
    s->y = o->ratio ? log(in->est) : in->est;
    s->lo = o->ratio ? log(in->ci_lo) : in->ci_lo;
    s->hi = o->ratio ? log(in->ci_hi) : in->ci_hi;
    return RV_OK;
}

/* Normal, or Student's t where its degrees of freedom are given. */
static double quantile(double upper, double df)
{
    return isnan(df) ? rv_normal_upper_quantile(upper) : rv_t_upper_quantile(upper, df);
}

/*
 * The standard error behind a confidence interval, normal or of t with df degrees of freedom,
 *
 *     se = (hi - lo) / (2 z_(1 - (1 - level) / 2))
 *
 * and, where no estimate is shown, the estimate in its middle.
 * Source  Higgins et al., Cochrane Handbook for Systematic Reviews of Interventions, 6.3.1 and 6.3.2.
 */
static void from_limits(const rv_effect_input *in, const rv_effect_options *o, const scaled *s, rv_effect *out)
{
    const double level = isnan(in->level) ? o->level : in->level;
    const double se = (s->hi - s->lo) / (2 * quantile((1 - level) / 2, in->df)), middle = (s->lo + s->hi) / 2;

    rv_effect_route(out, isnan(s->y) ? "middle and width of the confidence interval" : "estimate and confidence interval");
    rv_effect_route(out, isnan(in->level) ? ", %g %% taken as its level" : ", level %g %%", 100 * level);
    if (!isnan(in->df))
        rv_effect_route(out, ", t with %g degrees of freedom", in->df);
    if (fabs(s->y - middle) > 0.1 * (s->hi - s->lo))
        rv_effect_reason(out, "the estimate lies far from the middle of its interval: another scale, or a misprint?");
    rv_effect_set(out, isnan(s->y) ? middle : s->y, se * se, "too large to compute");
}

/*
 *     se = |y| / z_(1 - p/2)        two-sided p of a normal test, or a t test, that the effect is 0
 *
 * Source  as from_limits(), 6.3.2.
 */
static void from_p(double y, double p, double df, rv_effect *out)
{
    const double se = fabs(y) / quantile(p / 2, df);

    if (p == 0 || p == 1 || y == 0) {
        rv_effect_reason(out, "an estimate of %g with p = %g gives no standard error", y, p);
        return;
    }
    if (isnan(df))
        rv_effect_route(out, "estimate and two-sided p-value (normal)");
    else
        rv_effect_route(out, "estimate and two-sided p-value (t with %g degrees of freedom)", df);
    rv_effect_set(out, y, se * se, "p is too small to give a standard error");
}

rv_status rv_ready_fit(const rv_effect_input *in, const rv_effect_options *o, rv_effect *out, rv_error *err)
{
    rv_effect found;
    scaled s = { NAN, NAN, NAN };
    rv_status st;

    rv_effect_none(&found);
    if ((st = check(in, err)) != RV_OK || (st = to_scale(in, o, &s, err)) != RV_OK)
        return st;
    if (!isnan(in->yi) && !(isnan(in->vi) && isnan(in->sei))) {
        rv_effect_route(&found, isnan(in->vi) ? "yi and sei as given" : "yi and vi as given");
        rv_effect_set(&found, in->yi, isnan(in->vi) ? in->sei * in->sei : in->vi, "not a finite number");
    } else if (!isnan(s.y) && !isnan(in->se)) {
        rv_effect_route(&found, "estimate and standard error");
        rv_effect_set(&found, s.y, in->se * in->se, "not a finite number");
    } else if (!isnan(s.lo) && !isnan(s.hi)) {
        from_limits(in, o, &s, &found);
    } else if (!isnan(s.y) && !isnan(in->p)) {
        from_p(s.y, in->p, in->df, &found);
    } else if (!isnan(in->yi)) {
        rv_effect_reason(&found, "vi and sei are missing");
    } else if (!isnan(s.y)) {
        rv_effect_reason(&found, "the estimate has no standard error, confidence interval or p-value");
    }
    if (found.route[0] || found.reason[0] || !out->reason[0]) {
        out->yi = found.yi;
        out->vi = found.vi;
        rv_effect_route(out, "%s", found.route);
        rv_effect_reason(out, "%s", found.reason);
    }
    return RV_OK;
}

rv_status rv_ready_difference(const rv_effect_input *in, double difference, const char *words, const rv_effect_options *o,
                              rv_effect *out, rv_error *err)
{
    rv_effect_input with = *in;
    rv_effect found = *out;
    rv_status st;

    if (!isnan(in->est) || isnan(difference))
        return rv_ready_fit(in, o, out, err);
    with.est = difference;
    if ((st = rv_ready_fit(&with, o, &found, err)) != RV_OK)
        return st;
    if (!isnan(found.yi)) {
        *out = found;
        if (isnan(in->yi))
            rv_effect_route(out, "; the estimate is %s", words);
    }
    return RV_OK;
}

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    (void)m;
    return rv_ready_fit(in, s->o, out, err);
}

const rv_measure_how rv_gen_how = { .fit = fit };

rv_status rv_single_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, const rv_single *g, rv_effect *out,
                        rv_error *err)
{
    if (!g->have)
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_put(out, m, s, m->how->by.single(g, s));
    return RV_OK;
}
