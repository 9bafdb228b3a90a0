/* What an effect says of itself: its numbers, its route, its reason. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "effect/how.h"

void rv_effect_none(rv_effect *out)
{
    out->yi = out->vi = NAN;
    out->route[0] = out->reason[0] = 0;
    out->n_steps = 0;
}

void rv_effect_missing(rv_effect *out, const char *column)
{
    rv_effect_reason(out, "%s is missing", column);
}

void rv_effect_reason(rv_effect *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(out->reason, sizeof out->reason, format, args);
    va_end(args);
}

/* Adds to the route, so that each step of the way can say its part. */
void rv_effect_route(rv_effect *out, const char *format, ...)
{
    const size_t used = strlen(out->route);
    va_list args;

    va_start(args, format);
    vsnprintf(out->route + used, sizeof out->route - used, format, args);
    va_end(args);
}

void rv_effect_set(rv_effect *out, double yi, double vi, const char *undefined)
{
    if (isfinite(yi) && isfinite(vi) && vi >= 0) {
        out->yi = yi;
        out->vi = vi;
        if (vi == 0)
            rv_effect_reason(out, "the variance is 0: no model can weigh this effect");
        return;
    }
    if (isfinite(yi) && vi < 0 && isfinite(vi))
        undefined = "the variance would be negative: the numbers contradict each other, or people are too few";
    out->yi = out->vi = NAN;
    out->route[0] = 0;
    rv_effect_reason(out, "%s", undefined);
}

void rv_effect_put(rv_effect *out, const rv_measure *m, const rv_setting *s, rv_estimate e)
{
    if (m->how->corrects && !s->o->correct)
        rv_effect_route(out, ", without small-sample correction");
    rv_effect_set(out, e.y, e.v, m->how->undefined ? m->how->undefined : "too large to compute");
}
