/* Paired 2x2 tables: the same people, or matched pairs, under two conditions. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/* The four cells as they stand: a with the event under both, b under the first alone, c under the second alone, d under neither;
   a and d may be missing where the measure asks for the discordant pairs alone. */
static rv_status read(bool discordant, const rv_effect_input *in, rv_cells *t, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "ai", "bi", "ci", "di" };
    const double x[] = { in->ai, in->bi, in->ci, in->di };
    rv_status st = RV_OK;

    *t = (rv_cells){ x[0], x[1], x[2], x[3], x[0] + x[1], x[2] + x[3], false };
    for (int i = 0; st == RV_OK && i < 4; i++)
        st = rv_check_count(x[i], names[i], err);
    if (st != RV_OK || !(discordant ? rv_have(x + 1, names + 1, 2, out) : rv_have(x, names, 4, out)))
        return st;
    if (t->n1 + t->n2 == 0)
        return rv_fail(err, RV_EDOMAIN, "ai, bi, ci and di are 0; a table needs people");
    t->have = true;
    return RV_OK;
}

static bool has_zero(const rv_cells *t)
{
    return t->have && (t->a == 0 || t->b == 0 || t->c == 0 || t->d == 0);
}

bool rv_pairs_has_zero(const rv_effect_input *in, const rv_effect_options *o)
{
    rv_effect unused;
    rv_cells t;

    (void)o;
    return read(false, in, &t, &unused, NULL) == RV_OK && has_zero(&t);
}

rv_status rv_pairs_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    rv_cells t;
    const bool discordant = m->how == &rv_mporc_how || m->how == &rv_mppeto_how;
    rv_status st = read(discordant, in, &t, out, err);

    if (st != RV_OK)
        return st;
    if (!t.have)
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_route(out, isnan(t.n1 + t.n2) ? "the discordant pairs" : "the paired table");
    if (rv_adds(s->o, has_zero(&t))) {
        const double add = s->o->add;
        t = (rv_cells){ t.a + add, t.b + add, t.c + add, t.d + add, t.n1 + 2 * add, t.n2 + 2 * add, true };
        rv_effect_route(out, ", %g added to each cell", add);
    }
    rv_effect_put(out, m, s, m->how->by.cells(&t, s));
    return RV_OK;
}

/*
 *     y = (b - c) / n        v = (p (1 - p) + 2 p q + q (1 - q)) / n        p = b/n, q = c/n
 *
 * Source  May & Johnson (1997) Stat Med 16:2127-2136.
 */
static rv_estimate risk_difference(const rv_cells *t, const rv_setting *s)
{
    const double n = t->n1 + t->n2, p = t->b / n, q = t->c / n;

    (void)s;
    return (rv_estimate){ p - q, (p * (1 - p) + 2 * p * q + q * (1 - q)) / n };
}

/*
 *     y = log((a + b) / (a + c))        v = (b + c) / ((a + b) (a + c))
 *
 * Source  Curtin, Elbourne & Altman (2002) Stat Med 21:2145-2159; Zou (2007) Clin Trials 4:25-31.
 */
static rv_estimate risk_ratio(const rv_cells *t, const rv_setting *s)
{
    const double first = t->a + t->b, second = t->a + t->c;

    (void)s;
    return (rv_estimate){ log(first / second), (t->b + t->c) / (first * second) };
}

/*
 *     y = logit(p) - logit(q)        p = (a + b)/n, q = (a + c)/n
 *     v = (1/(p (1-p)) + 1/(q (1-q)) - 2 D / (p (1-p) q (1-q))) / n        D = a/n - p q
 *
 * Source  Becker & Balagtas (1993) Biometrics 49:997-1009.
 */
static rv_estimate odds_ratio(const rv_cells *t, const rv_setting *s)
{
    const double n = t->n1 + t->n2, p = (t->a + t->b) / n, q = (t->a + t->c) / n, pp = p * (1 - p), qq = q * (1 - q);

    (void)s;
    return (rv_estimate){ log(p / (1 - p)) - log(q / (1 - q)), (1 / pp + 1 / qq - 2 * (t->a / n - p * q) / (pp * qq)) / n };
}

/*
 *     y = log(b / c)        v = 1/b + 1/c
 *
 * Conditional on the pairs that differ. Source  as risk_ratio().
 */
static rv_estimate conditional(const rv_cells *t, const rv_setting *s)
{
    (void)s;
    return (rv_estimate){ log(t->b / t->c), 1 / t->b + 1 / t->c };
}

/*
 *     y = (b - E) / V        v = 1 / V        E = (b + c)/2, V = (b + c)/4
 *
 * Source  as risk_ratio().
 */
static rv_estimate peto(const rv_cells *t, const rv_setting *s)
{
    const double discordant = t->b + t->c;

    (void)s;
    return (rv_estimate){ (t->b - discordant / 2) / (discordant / 4), 4 / discordant };
}

#define UNDEFINED "a zero cell, and nothing was added"
const rv_measure_how rv_mprd_how = { RV_OF_PAIRS, .by.cells = risk_difference, .undefined = UNDEFINED };
const rv_measure_how rv_mprr_how = { RV_OF_PAIRS, .by.cells = risk_ratio, .undefined = UNDEFINED };
const rv_measure_how rv_mpor_how = { RV_OF_PAIRS, .by.cells = odds_ratio, .undefined = UNDEFINED };
const rv_measure_how rv_mporc_how = { RV_OF_PAIRS, .by.cells = conditional, .undefined = UNDEFINED };
const rv_measure_how rv_mppeto_how = { RV_OF_PAIRS, .by.cells = peto, .undefined = UNDEFINED };
