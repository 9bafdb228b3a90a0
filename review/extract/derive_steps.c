/* The steps between the values of a form and a measure, and what they are. */
#include <config.h>

#include <math.h>
#include <stdio.h>
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

/* ---- The effect layer's own steps ------------------------------------------------------------------------------------- */

static bool has_word(const char *words, const char *word)
{
    const size_t n = strlen(word);

    for (const char *at = words; (at = strstr(at, word)); at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

/* "sd1i = 2.83, sd2i = 3": what a step made; # stands for both groups. */
static void made_by(const rv_derived *d, const rv_effect_step *step, char out[RV_STEP_WORDS])
{
    size_t used = 0;

    out[0] = 0;
    for (size_t i = 0; rv_effect_columns[i]; i++) {
        const double x = (&d->filled.ai)[i];
        char pattern[32];
        snprintf(pattern, sizeof pattern, "%s", rv_effect_columns[i]);
        for (char *c = pattern; *c; c++)
            if ((*c == '1' || *c == '2') && c[1] == 'i' && !c[2])
                *c = '#';
        if (isnan(x) || !isnan((&d->input.ai)[i]) || used >= RV_STEP_WORDS
            || !(has_word(step->makes, rv_effect_columns[i]) || has_word(step->makes, pattern)))
            continue;
        used += (size_t)snprintf(out + used, RV_STEP_WORDS - used, "%s%s = %.8g", used ? ", " : "", rv_effect_columns[i], x);
    }
}

void rv_way_note_steps(rv_way *w, const rv_measure *m, const rv_effect *effect)
{
    rv_derived *d = w->out;
    rv_effect unused;
    char words[RV_STEP_WORDS];

    if (effect->n_steps && rv_effect_fill(m, &d->filled, &d->options, &unused, NULL) != RV_OK)
        d->filled = d->input;
    for (size_t i = 0; i < effect->n_steps; i++) {
        made_by(d, effect->steps[i], words);
        rv_way_step(w, effect->steps[i]->id, "%s", words);
    }
}
