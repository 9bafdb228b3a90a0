#include <config.h>

#include "tests/simulate/simulated_sets.h"

static double between(rv_random *r, double lo, double hi) { return lo + (hi - lo) * rv_random_uniform(r); }

static double ten_to(rv_random *r, double lo, double hi) { return pow(10, between(r, lo, hi)); }

/* Variances over `decades` powers of ten, effects about 0.3 with heterogeneity tau2. */
static void draw(rv_random *r, simulated *s, double decades, double tau2)
{
    for (size_t i = 0; i < s->k; i++) {
        s->v[i] = ten_to(r, -decades / 2, decades / 2);
        s->y[i] = 0.3 + sqrt(s->v[i]) * rv_random_normal(r) + sqrt(tau2) * rv_random_normal(r);
    }
}

/* None in one set of four, else eight powers of ten. */
static double some_tau2(rv_random *r) { return rv_random_below(r, 4) ? ten_to(r, -4, 4) : 0; }

static void ordinary(rv_random *r, simulated *s) { draw(r, s, 1, some_tau2(r)); }

static void extreme_ratios(rv_random *r, simulated *s) { draw(r, s, between(r, 4, 13), some_tau2(r)); }

static void outliers(rv_random *r, simulated *s)
{
    draw(r, s, 2, some_tau2(r));
    for (size_t n = 0; n <= rv_random_below(r, 3); n++) {
        const size_t i = (size_t)rv_random_below(r, s->k);
        s->y[i] += (rv_random_below(r, 2) ? 1 : -1) * ten_to(r, 0.5, 4) * sqrt(s->v[i]);
    }
}

static void equal_effects(rv_random *r, simulated *s)
{
    draw(r, s, between(r, 0, 6), 0);
    for (size_t i = 1; i < s->k; i++)
        s->y[i] = s->y[0];
}

static void ties(rv_random *r, simulated *s)
{
    draw(r, s, 1, some_tau2(r));
    for (size_t i = 0; i < s->k; i++) {
        s->y[i] = round(5 * s->y[i]) / 5;
        s->v[i] = s->v[i] > 1 ? 0.5 : 0.02;
    }
}

/* A few precise studies that agree, and imprecise ones far away: the likelihood may have two maxima. */
static void two_camps(rv_random *r, simulated *s)
{
    const size_t precise = 1 + (size_t)rv_random_below(r, s->k - 1);
    const double v = ten_to(r, -4, -0.5), away = ten_to(r, -1, 1.5);

    draw(r, s, 0.5, 0);
    for (size_t i = 0; i < s->k; i++)
        if (i < precise) {
            s->y[i] = 0.3 + (s->y[i] - 0.3) * sqrt(v / s->v[i]);
            s->v[i] = v;
        } else {
            s->y[i] += away;
        }
}

static void one_giant(rv_random *r, simulated *s)
{
    draw(r, s, 1, some_tau2(r));
    s->v[0] *= ten_to(r, -12, -4);
}

static void equal_variances(rv_random *r, simulated *s)
{
    draw(r, s, 0, some_tau2(r));
}

/* In other units, and far from 0 beside what they vary by. */
static void odd_units(rv_random *r, simulated *s)
{
    const double unit = ten_to(r, -8, 8), far = rv_random_below(r, 2) ? ten_to(r, 2, 6) : 0;

    draw(r, s, 2, some_tau2(r));
    for (size_t i = 0; i < s->k; i++) {
        s->y[i] = unit * (s->y[i] + far);
        s->v[i] *= unit * unit;
    }
}

/* A moderator from 0 to 1, and for some a year as well, whose column is nearly that of the intercept. */
static void moderators(rv_random *r, simulated *s)
{
    s->p = s->k > 5 && rv_random_below(r, 2) ? 3 : 2;
    s->k = s->k < 3 ? 3 : s->k;
    draw(r, s, 2, some_tau2(r));
    for (size_t i = 0; i < s->k; i++) {
        double *const x = s->x + i * s->p;
        x[0] = 1;
        x[1] = rv_random_uniform(r);
        s->y[i] += 2 * x[1];
        if (s->p == 3)
            x[2] = 1990 + (double)rv_random_below(r, 30) + (i < 2 ? 0.5 * (double)i : 0);
    }
}

static void few_studies(rv_random *r, simulated *s)
{
    s->k = 2 + (size_t)rv_random_below(r, 2);
    draw(r, s, between(r, 0, 8), some_tau2(r));
}

static void huge_heterogeneity(rv_random *r, simulated *s) { draw(r, s, 2, ten_to(r, 6, 12)); }

static const struct { const char *name; void (*make)(rv_random *, simulated *); } kinds[] = {
    { "ordinary", ordinary },
    { "extreme variance ratios", extreme_ratios },
    { "outliers", outliers },
    { "equal effects", equal_effects },
    { "ties", ties },
    { "two camps", two_camps },
    { "one giant study", one_giant },
    { "equal variances", equal_variances },
    { "odd units", odd_units },
    { "moderators", moderators },
    { "two or three studies", few_studies },
    { "huge heterogeneity", huge_heterogeneity },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

const char *simulated_kind(size_t i) { return i < KINDS ? kinds[i].name : NULL; }

void simulated_make(rv_random *r, size_t n, simulated *s)
{
    s->kind = kinds[n % KINDS].name;
    s->p = 0;
    s->k = 2 + (size_t)rv_random_below(r, SIMULATED_K - 1);
    kinds[n % KINDS].make(r, s);
}

rv_meta_data simulated_data(const simulated *s)
{
    return (rv_meta_data){ .k = s->k, .yi = s->y, .vi = s->v, .p = s->p, .x = s->p ? s->x : NULL, .intercept = true };
}
