/* The likelihood of a mixed model as a function of one component. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_multilevel.h"
#include "review/numer.h"

typedef struct {
    const rv_mixed *mixed;
    const rv_mixed_fit *fit;
    size_t  param;
    double *fixed, *start;        /* [params] */
    double  best, target;         /* the highest log-likelihood, and the one looked for */
    rv_status failed;             /* of the fit under way, when it is none that a caller can pass over */
} profile;

static double height(const rv_mixed *m) { return rv_mixed_how(m)->ml ? rv_mixed_result(m)->ml.loglik : rv_mixed_result(m)->reml.loglik; }

static rv_status begin(profile *s, const rv_mixed *mixed, size_t param, rv_error *err)
{
    const rv_mixed_fit *f = rv_mixed_result(mixed);
    const double *fixed = rv_mixed_how(mixed)->fixed;

    *s = (profile){ .mixed = mixed, .fit = f, .param = param, .best = height(mixed) };
    if (param >= f->params)
        return rv_fail(err, RV_EINVAL, "component %zu does not exist; there are %zu", param + 1, f->params);
    if (f->param[param].fixed)
        return rv_fail(err, RV_EINVAL, "component %zu was taken as known; it has no profile", param + 1);
    if (!(s->fixed = calloc(2 * f->params, sizeof *s->fixed)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu components", f->params);
    s->start = s->fixed + f->params;
    for (size_t i = 0; i < f->params; i++) {
        s->fixed[i] = fixed ? fixed[i] : NAN;
        s->start[i] = f->param[i].estimate;
    }
    return RV_OK;
}

/* One fit with the component at x. */
static double try_at(profile *s, double x, const double *start)
{
    rv_mixed_options o = *rv_mixed_how(s->mixed);
    rv_mixed *m = NULL;
    double ll = NAN;

    s->fixed[s->param] = x;
    o.fixed = s->fixed;
    o.start = start;
    s->failed = rv_mixed_run(&m, rv_mixed_of(s->mixed), &o, NULL);
    if (s->failed == RV_OK) {
        ll = height(m);
        for (size_t i = 0; i < s->fit->params; i++)
            s->start[i] = rv_mixed_result(m)->param[i].estimate;
    }
    rv_mixed_free(m);
    return ll;
}

/* The log-likelihood with the component at x; NaN where no fit is found. It starts from the fit before, which may be no covariance
   together with x: then from scratch. */
static double at(profile *s, double x)
{
    bool known = true;
    double ll = NAN;

    s->start[s->param] = x;
    for (size_t i = 0; i < s->fit->params; i++)
        known = known && isfinite(s->start[i]);
    if (known)
        ll = try_at(s, x, s->start);
    return isnan(ll) && s->failed != RV_ENOMEM ? try_at(s, x, NULL) : ll;
}

rv_status rv_mixed_profile(const rv_mixed *mixed, size_t param, const double *values, size_t n, double *loglik, rv_error *err)
{
    profile s;
    rv_status st = begin(&s, mixed, param, err);

    for (size_t i = 0; st == RV_OK && i < n; i++) {
        loglik[i] = at(&s, values[i]);
        if (s.failed == RV_ENOMEM)
            st = rv_fail(err, RV_ENOMEM, "out of memory for a profile");
    }
    free(s.fixed);
    return st;
}

static double above(double x, void *data)
{
    profile *s = data;

    return at(s, x) - s->target;
}

/* A correlation's range. A variance's: 0 to infinity. */
static double end_of_range(const profile *s, bool upper)
{
    const rv_mixed_param *q = &s->fit->param[s->param];
    const rv_mixed_part *part = &rv_mixed_of(s->mixed)->part[q->part];

    if (!q->correlation)
        return upper ? INFINITY : 0;
    return upper ? 1 : part->kind == RV_MIXED_CAR ? 0 : -1;
}

/* Between near, where there is a fit, and far, where there is none (a correlation beyond what its structure allows): the farthest that
   can be fitted. Returns the gap there. */
static double last_fit(profile *s, double near, double *far, double tol)
{
    double none = *far, gap = NAN, nearest = near;

    for (int n = 0; n < 60 && fabs(none - near) > tol; n++) {
        const double middle = (near + none) / 2, there = above(middle, s);
        if (isnan(there)) {
            none = middle;
            continue;
        }
        near = middle;
        gap = there;
        if (gap < 0)
            break;
    }
    *far = near;
    return near == nearest ? 0 : gap;
}

/* From the estimate outwards until the likelihood has fallen enough; then near and far are on both sides of where it meets the target.
   False when it does not fall enough within the range. */
static bool outwards(profile *s, bool upper, double scale, double *near, double *far)
{
    const double sign = upper ? 1 : -1, end = end_of_range(s, upper);
    double step = scale;

    for (int n = 0; n < 60; n++, step *= 2) {
        double gap;
        *far = *near + sign * step;
        if (sign * *far >= sign * end)
            *far = end;
        gap = above(*far, s);
        if (isnan(gap)) {
            gap = last_fit(s, *near, far, 1e-9 * fmax(fabs(*far), scale));
            if (!(gap < 0))
                return false;
        }
        if (gap < 0)
            return true;
        if (*far == end)
            return false;
        *near = *far;
    }
    return false;
}

/* Halving for where the faster search meets a value that cannot be fitted: it goes round it. */
static rv_status halve(profile *s, double near, double far, double tol, double *out, rv_error *err)
{
    static const double shares[] = { .5, .38, .62, .27, .73 };

    for (int n = 0; n < 200 && fabs(far - near) > tol; n++) {
        double middle = near, gap = NAN;
        for (size_t i = 0; isnan(gap) && i < sizeof shares / sizeof *shares; i++) {
            middle = near + shares[i] * (far - near);
            gap = above(middle, s);
        }
        if (isnan(gap))
            return rv_fail(err, RV_ENOCONV, "no maximum was found with the component at %g", middle);
        if (gap < 0)
            far = middle;
        else
            near = middle;
    }
    *out = (near + far) / 2;
    return RV_OK;
}

static rv_status bound(profile *s, bool upper, double *out, bool *open, rv_error *err)
{
    const rv_mixed_param *q = &s->fit->param[s->param];
    const double end = end_of_range(s, upper), scale = isfinite(q->se) && q->se > 0 ? q->se : fmax(fabs(q->estimate), 1e-4);
    double near = q->estimate, far = near;
    rv_status st;

    for (size_t i = 0; i < s->fit->params; i++)
        s->start[i] = s->fit->param[i].estimate;
    *open = near == end || !outwards(s, upper, scale, &near, &far);
    if (*open) {
        *out = q->correlation ? far : end;
        return RV_OK;
    }
    if ((st = rv_root(above, s, fmin(near, far), fmax(near, far), 1e-9 * fmax(fabs(far), scale), out, NULL)) != RV_OK)
        st = halve(s, near, far, 1e-9 * fmax(fabs(far), scale), out, err);
    return st == RV_OK ? st : rv_within(err, st, "the %s bound of component %zu", upper ? "upper" : "lower", s->param + 1);
}

rv_status rv_mixed_profile_interval(const rv_mixed *mixed, size_t param, double level, rv_mixed_interval *out, rv_error *err)
{
    profile s;
    rv_status st = begin(&s, mixed, param, err);

    *out = (rv_mixed_interval){ NAN, NAN, false, false };
    if (st == RV_OK && !(level > 0 && level < 1))
        st = rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", level);
    if (st == RV_OK && !isfinite(s.fit->param[param].estimate))
        st = rv_fail(err, RV_EINVAL, "the data say nothing of component %zu; it has no interval", param + 1);
    if (st == RV_OK) {
        s.target = s.best - rv_chi2_upper_quantile(1 - level, 1) / 2;
        if ((st = bound(&s, false, &out->lo, &out->open_lo, err)) == RV_OK)
            st = bound(&s, true, &out->hi, &out->open_hi, err);
    }
    free(s.fixed);
    return st;
}
