/* The steps between the values of a form and a measure, and what they are. */
#include <config.h>

#include <string.h>

#include "extract/derive.h"

static const struct step { const char *id, *formula, *source; bool after; } steps[] = {
    { "n-from-rest", "size of one group = both groups - the other", "arithmetic", false },
    { "n-from-halves", "size of each group = both groups / 2; assumes equal groups", "split_basis of the result", false },
    { "n-from-ratio", "size of a group = both groups x its share of those randomised; assumes equal loss in both",
      "split_basis of the result", false },
    { "percent-to-proportion", "percentage points / 100", "arithmetic", false },
    { "smd-from-or", "SMD = log OR x sqrt(3)/pi; vi x 3/pi^2; assumes a logistic outcome behind the events",
      "Hasselblad & Hedges (1995) Psychol Bull 117:167-178; Chinn (2000) Stat Med 19:3127-3131", true },
    { "or-from-smd", "log OR = SMD x pi/sqrt(3); vi x pi^2/3; assumes a logistic outcome behind the events",
      "Hasselblad & Hedges (1995) Psychol Bull 117:167-178; Chinn (2000) Stat Med 19:3127-3131", true },
    { "sign-turned", "yi = -yi, so that positive favours the programme", "direction of the result, else of the domain", true },
};

static const struct step *find(const char *id)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].id, id) == 0)
            return &steps[i];
    return NULL;
}

bool rv_derive_step_after(const char *id)
{
    const struct step *s = find(id);

    return s && s->after;
}

const char *rv_derive_step_formula(const char *id)
{
    const struct step *s = find(id);
    const rv_effect_step *e = rv_effect_step_find(id);

    return s ? s->formula : e ? e->formula : "";
}

const char *rv_derive_step_assumes(const char *id)
{
    const rv_effect_step *e = find(id) ? NULL : rv_effect_step_find(id);

    return e ? e->assumes : "";
}

const char *rv_derive_step_source(const char *id)
{
    const struct step *s = find(id);
    const rv_effect_step *e = rv_effect_step_find(id);

    return s ? s->source : e ? e->source : "";
}
