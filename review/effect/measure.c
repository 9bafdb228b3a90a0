/* The table of measures. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "effect/how.h"

#define BIT(v) (1u << (v))
#define CELLS "ai with bi or n1i, ci with di or n2i; p1i and p2i (percent) with n1i and n2i"
#define OF_CELLS "ai bi ci di p1i p2i n1i n2i"
#define OF_MEANS "m1i sd1i m2i sd2i n1i n2i"
#define OF_READY "yi vi sei est ci_lo ci_hi se p level"
#define READY "yi with vi or sei; est with se, with ci_lo and ci_hi, or with p"

static const rv_measure measures[] = {
    { "OR", "odds ratio", CELLS "; " READY, OF_CELLS, true, "Woolf (1955) Ann Hum Genet 19:251-253", BIT(RV_VTYPE_LS),
      &rv_or_how },
    { "RR", "risk ratio", CELLS "; " READY, OF_CELLS, true, "Katz, Baptista, Azen & Pike (1978) Biometrics 34:469-474",
      BIT(RV_VTYPE_LS), &rv_rr_how },
    { "RD", "risk difference", CELLS "; " READY, OF_CELLS, false,
      "Fleiss & Berlin (2009) in Handbook of Research Synthesis, 2nd ed., 237-253",
      BIT(RV_VTYPE_LS) | BIT(RV_VTYPE_UB) | BIT(RV_VTYPE_AV), &rv_rd_how },
    { "MD", "mean difference", "m1i, sd1i, n1i, m2i, sd2i, n2i; " READY, OF_MEANS, false, "Bonett (2009) Psychol Methods 14:225-238",
      BIT(RV_VTYPE_LS) | BIT(RV_VTYPE_UB) | BIT(RV_VTYPE_HO), &rv_md_how },
    { "SMD", "standardised mean difference", "m1i, sd1i, n1i, m2i, sd2i, n2i; d or t with n1i and n2i; " READY, OF_MEANS " d t", false,
      "Hedges (1981) J Educ Stat 6:107-128",
      BIT(RV_VTYPE_LS) | BIT(RV_VTYPE_LS2) | BIT(RV_VTYPE_UB) | BIT(RV_VTYPE_AV),
      &rv_smd_how },
    { "GEN", "estimate as given", READY, OF_READY, false, "", BIT(RV_VTYPE_LS), &rv_gen_how },
};
enum { N_MEASURES = sizeof measures / sizeof *measures };

const char *const rv_measure_names[] = { "OR", "RR", "RD", "MD", "SMD", "GEN", NULL };
_Static_assert(sizeof rv_measure_names / sizeof *rv_measure_names == N_MEASURES + 1, "one name a measure");

const char *const rv_zero_names[] = { "none", "only0", "all", "if0all", NULL };
const char *const rv_vtype_names[] = { "LS", "LS2", "UB", "AV", "HO", NULL };

const rv_measure *rv_measure_at(size_t i)
{
    return i < N_MEASURES ? &measures[i] : NULL;
}

const rv_measure *rv_measure_find(const char *name)
{
    for (size_t i = 0; i < N_MEASURES; i++)
        if (strcmp(measures[i].name, name) == 0)
            return &measures[i];
    return NULL;
}

double rv_measure_back(const rv_measure *measure, double yi)
{
    return measure->log_scale ? exp(yi) : yi;
}

bool rv_measure_takes(const rv_measure *measure, size_t i)
{
    const char *name = rv_effect_columns[i], *at = measure->columns;
    const size_t n = strlen(name);

    while (*at) {
        const size_t word = strcspn(at, " ");
        if (word == n && strncmp(at, name, n) == 0)
            return true;
        at += word + (at[word] != 0);
    }
    return false;
}
