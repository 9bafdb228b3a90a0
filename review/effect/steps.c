/* Steps from what a paper prints to what a measure is made from. */
#include <config.h>

#include "effect/how.h"

/* No step is known yet: measures are made from their own inputs. */
rv_status rv_effect_prepare(const rv_measure *m, rv_effect_input *in, const rv_effect_options *o, rv_effect *out, bool *changed,
                            rv_error *err)
{
    (void)m;
    (void)in;
    (void)o;
    (void)out;
    (void)err;
    *changed = false;
    return RV_OK;
}

rv_status rv_effect_adjust(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, rv_effect *out,
                           rv_error *err)
{
    (void)m;
    (void)in;
    (void)o;
    (void)out;
    (void)err;
    return RV_OK;
}
