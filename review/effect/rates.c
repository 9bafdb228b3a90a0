/* Events over person-time in two groups: ratios and differences of rates. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

static rv_status read(const rv_effect_input *in, rv_rates *t, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "x1i", "t1i", "x2i", "t2i" };
    const double x[] = { in->x1i, in->t1i, in->x2i, in->t2i };
    rv_status st;

    *t = (rv_rates){ x[0], x[1], x[2], x[3], false };
    if ((st = rv_check_count(x[0], names[0], err)) != RV_OK || (st = rv_check_time(x[1], names[1], err)) != RV_OK
        || (st = rv_check_count(x[2], names[2], err)) != RV_OK || (st = rv_check_time(x[3], names[3], err)) != RV_OK)
        return st;
    t->have = rv_have(x, names, 4, out);
    return RV_OK;
}

bool rv_rates_has_zero(const rv_effect_input *in, const rv_effect_options *o)
{
    return (in->x1i == 0 || in->x2i == 0) && !(o->drop00 && in->x1i == 0 && in->x2i == 0);
}

rv_status rv_rates_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_rates t;
    const rv_status st = read(in, &t, out, err);

    if (st != RV_OK)
        return st;
    if (!t.have)
        return rv_ready_fit(in, s->o, out, err);
    if (s->o->drop00 && t.x1 == 0 && t.x2 == 0) {
        rv_effect_reason(out, "no events in both groups (drop00)");
        return RV_OK;
    }
    rv_effect_route(out, "events and person-time");
    if (rv_adds(s->o, t.x1 == 0 || t.x2 == 0)) {
        t.x1 += s->o->add;
        t.x2 += s->o->add;
        rv_effect_route(out, ", %g added to the events", s->o->add);
    }
    rv_effect_put(out, m, s, m->how->by.rates(&t, s));
    return RV_OK;
}

/*
 *     y = log(x1/t1) - log(x2/t2)        v = 1/x1 + 1/x2
 *
 * Source  Rothman, Greenland & Lash (2008) Modern Epidemiology, 3rd ed., ch. 14.
 */
static rv_estimate ratio(const rv_rates *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ log(t->x1 / t->t1) - log(t->x2 / t->t2), 1 / t->x1 + 1 / t->x2 };
}

/*
 *     y = x1/t1 - x2/t2        v = x1/t1^2 + x2/t2^2
 *
 * Units   events per unit of person-time. Source  as above.
 */
static rv_estimate difference(const rv_rates *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ t->x1 / t->t1 - t->x2 / t->t2, t->x1 / (t->t1 * t->t1) + t->x2 / (t->t2 * t->t2) };
}

/*
 *     y = sqrt(x1/t1) - sqrt(x2/t2)        v = 1/(4 t1) + 1/(4 t2)
 *
 * The root makes the variance the same at every rate. Source  Bartlett (1936) J R Stat Soc Suppl 3:68-78.
 */
static rv_estimate root_difference(const rv_rates *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ sqrt(t->x1 / t->t1) - sqrt(t->x2 / t->t2), 1 / (4 * t->t1) + 1 / (4 * t->t2) };
}

const rv_measure_how rv_irr_how = {
    RV_OF_RATES, .by.rates = ratio, .undefined = "no events in one group, and nothing was added"
};
const rv_measure_how rv_ird_how = { RV_OF_RATES, .by.rates = difference };
const rv_measure_how rv_irsd_how = { RV_OF_RATES, .by.rates = root_difference, .plain = true };
