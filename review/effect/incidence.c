/* The rate of events of one group, raw and transformed. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

bool rv_incidence_has_zero(const rv_effect_input *in, const rv_effect_options *o)
{
    (void)o;
    return in->xi == 0;
}

rv_status rv_incidence_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "xi", "ti" };
    rv_share t = { .x = in->xi, .t = in->ti };
    rv_status st;

    if ((st = rv_check_count(in->xi, "xi", err)) != RV_OK || (st = rv_check_time(in->ti, "ti", err)) != RV_OK)
        return st;
    if (!rv_have((const double[]){ t.x, t.t }, names, 2, out))
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_route(out, "events and person-time");
    if (rv_adds(s->o, t.x == 0)) {
        t.x += s->o->add;
        rv_effect_route(out, ", %g added to the events", s->o->add);
    }
    rv_effect_put(out, m, s, m->how->by.share(&t, s));
    return RV_OK;
}

/* y = x/t, v = x/t^2. Units  events per unit of person-time. */
static rv_estimate raw(const rv_share *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ t->x / t->t, t->x / (t->t * t->t) };
}

/* y = log(x/t), v = 1/x. */
static rv_estimate logarithm(const rv_share *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ log(t->x / t->t), 1 / t->x };
}

/* y = sqrt(x/t), v = 1/(4t). */
static rv_estimate root(const rv_share *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ sqrt(t->x / t->t), 1 / (4 * t->t) };
}

/* y = (sqrt(x/t) + sqrt((x + 1)/t)) / 2, v = 1/(4t). Source  Freeman & Tukey (1950) Ann Math Stat 21:607-611. */
static rv_estimate double_root(const rv_share *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ (sqrt(t->x / t->t) + sqrt((t->x + 1) / t->t)) / 2, 1 / (4 * t->t) };
}

const rv_measure_how rv_ir_how = { RV_OF_INCIDENCE, .by.share = raw };
const rv_measure_how rv_irln_how = { RV_OF_INCIDENCE, .by.share = logarithm, .undefined = "no events, and nothing was added" };
const rv_measure_how rv_irs_how = { RV_OF_INCIDENCE, .by.share = root, .plain = true };
const rv_measure_how rv_irft_how = { RV_OF_INCIDENCE, .by.share = double_root, .plain = true };
