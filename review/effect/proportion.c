/* The proportion of one group, raw and transformed. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

/* Events x of n people; mi, the people without the event, stands in for ni. */
static rv_status read(const rv_effect_input *in, rv_share *t, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "xi", "ni" };
    rv_status st;

    if ((st = rv_check_count(in->xi, "xi", err)) != RV_OK || (st = rv_check_count(in->mi, "mi", err)) != RV_OK
        || (st = rv_check_size(in->ni, 1, "ni", err)) != RV_OK)
        return st;
    if (in->xi > in->ni)
        return rv_fail(err, RV_EDOMAIN, "xi is %g, more than ni %g", in->xi, in->ni);
    if (fabs(in->xi + in->mi - in->ni) > 1e-8 * in->ni)
        return rv_fail(err, RV_EDOMAIN, "xi and mi make %g, but ni is %g", in->xi + in->mi, in->ni);
    if (in->xi + in->mi == 0)
        return rv_fail(err, RV_EDOMAIN, "xi and mi are 0; a group needs people");
    *t = (rv_share){ .x = in->xi, .m = isnan(in->mi) ? in->ni - in->xi : in->mi, .n = isnan(in->ni) ? in->xi + in->mi : in->ni };
    t->have = rv_have((const double[]){ in->xi, t->n }, names, 2, out);
    return RV_OK;
}

bool rv_share_has_zero(const rv_effect_input *in, const rv_effect_options *o)
{
    rv_effect unused;
    rv_share t;

    (void)o;
    return read(in, &t, &unused, NULL) == RV_OK && t.have && (t.x == 0 || t.m == 0);
}

static rv_status ready(const rv_effect_input *in, const rv_effect_options *o, rv_share *t, rv_effect *out, rv_error *err)
{
    const rv_status st = read(in, t, out, err);

    if (st != RV_OK || !t->have)
        return st;
    rv_effect_route(out, "events and people");
    if (rv_adds(o, t->x == 0 || t->m == 0)) {
        *t = (rv_share){ .x = t->x + o->add, .m = t->m + o->add, .n = t->n + 2 * o->add, .have = true };
        rv_effect_route(out, ", %g added to each cell", o->add);
    }
    return RV_OK;
}

rv_status rv_share_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_share t;
    const rv_status st = ready(in, s->o, &t, out, err);

    if (st != RV_OK)
        return st;
    if (!t.have)
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_put(out, m, s, m->how->by.share(&t, s));
    return RV_OK;
}

static void gather(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4])
{
    rv_effect unused;
    rv_share t;

    (void)m;
    rv_effect_none(&unused);
    if (ready(in, o, &t, &unused, NULL) == RV_OK && t.have) {
        sums[0] += t.x;
        sums[1] += t.n;
    }
}

/* y = p = x/n, v = p (1 - p) / n; UB over n - 1; AV with p averaged over all rows. */
static rv_estimate raw(const rv_share *t, const rv_setting *s)
{
    const double p = s->o->vtype == RV_VTYPE_AV ? s->average[0] : t->x / t->n, q = s->o->vtype == RV_VTYPE_AV ? 1 - p : t->m / t->n;

    return (rv_estimate){ t->x / t->n, p * q / (s->o->vtype == RV_VTYPE_UB ? t->n - 1 : t->n) };
}

/* The events and others that the variance is of: those of the row; by AV those that the average over all rows expects. */
static rv_share expected(const rv_share *t, const rv_setting *s)
{
    const double p = s->o->vtype == RV_VTYPE_AV ? s->average[0] : NAN;

    return isnan(p) ? *t : (rv_share){ .x = p * t->n, .m = (1 - p) * t->n, .n = t->n, .have = true };
}

/* y = log p, v = 1/x - 1/n. */
static rv_estimate logarithm(const rv_share *t, const rv_setting *s)
{
    return (rv_estimate){ log(t->x / t->n), 1 / expected(t, s).x - 1 / t->n };
}

/* y = log(p / (1 - p)), v = 1/x + 1/m. */
static rv_estimate logit(const rv_share *t, const rv_setting *s)
{
    const rv_share e = expected(t, s);

    return (rv_estimate){ log(t->x / t->m), 1 / e.x + 1 / e.m };
}

/* y = the normal quantile z of p, v = 2 pi p (1 - p) exp(z^2) / n, by the delta method. */
static rv_estimate probit(const rv_share *t, const rv_setting *s)
{
    const double p = t->x / t->n, z = rv_normal_quantile(p);

    (void)s;
    return (rv_estimate){ z, 2 * acos(-1) * p * (t->m / t->n) * exp(z * z) / t->n };
}

/* y = asin(sqrt(p)), v = 1/(4n). */
static rv_estimate arcsine(const rv_share *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ asin(sqrt(t->x / t->n)), 1 / (4 * t->n) };
}

/* y = (asin(sqrt(x / (n+1))) + asin(sqrt((x+1) / (n+1)))) / 2, v = 1/(4n + 2). Source  Freeman & Tukey (1950) Ann Math Stat
   21:607-611. */
static rv_estimate double_arcsine(const rv_share *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ (asin(sqrt(t->x / (t->n + 1))) + asin(sqrt((t->x + 1) / (t->n + 1)))) / 2, 1 / (4 * t->n + 2) };
}

#define UNDEFINED "nobody, or everybody, with the event, and nothing was added"
const rv_measure_how rv_pr_how = {
    RV_OF_SHARE, .by.share = raw, .gather = gather, .undefined = "a group of one person has no unbiased variance"
};
const rv_measure_how rv_pln_how = { RV_OF_SHARE, .by.share = logarithm, .gather = gather, .undefined = UNDEFINED };
const rv_measure_how rv_plo_how = { RV_OF_SHARE, .by.share = logit, .gather = gather, .undefined = UNDEFINED };
const rv_measure_how rv_prz_how = { RV_OF_SHARE, .by.share = probit, .undefined = UNDEFINED };
const rv_measure_how rv_pas_how = { RV_OF_SHARE, .by.share = arcsine, .plain = true };
const rv_measure_how rv_pft_how = { RV_OF_SHARE, .by.share = double_arcsine, .plain = true };
