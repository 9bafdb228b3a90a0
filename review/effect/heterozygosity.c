/* The relative excess heterozygosity of genotypes. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

/*
 *     y = log(b / (2 sqrt(a c)))        v = (1/a + 1/c) / 4 + 1/b
 *
 * a and c homozygous for either allele, b heterozygous.
 * Source  Ziegler, Steen & Wellek (2011) Investigating Hardy-Weinberg equilibrium in case-control or cohort
 *         studies or meta-analysis. Breast Cancer Res Treat 128:197-201.
 */
static rv_estimate excess(double a, double b, double c)
{
    return (rv_estimate){ log(b / (2 * sqrt(a * c))), (1 / a + 1 / c) / 4 + 1 / b };
}

static rv_status read(const rv_effect_input *in, bool *have, rv_effect *out, rv_error *err)
{
    static const char *const names[] = { "ai", "bi", "ci" };
    const double x[] = { in->ai, in->bi, in->ci };
    rv_status st = RV_OK;

    for (int i = 0; st == RV_OK && i < 3; i++)
        st = rv_check_count(x[i], names[i], err);
    *have = st == RV_OK && rv_have(x, names, 3, out);
    return st;
}

static bool has_zero(const rv_effect_input *in, const rv_effect_options *o)
{
    (void)o;
    return in->ai == 0 || in->bi == 0 || in->ci == 0;
}

static rv_status fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    bool have;
    const rv_status st = read(in, &have, out, err);
    double add = 0;

    if (st != RV_OK)
        return st;
    if (!have)
        return rv_ready_fit(in, s->o, out, err);
    rv_effect_route(out, "genotype counts");
    if (rv_adds(s->o, has_zero(in, s->o))) {
        add = s->o->add;
        rv_effect_route(out, ", %g added to each", add);
    }
    rv_effect_put(out, m, s, excess(in->ai + add, in->bi + add, in->ci + add));
    return RV_OK;
}

const rv_measure_how rv_reh_how = {
    .fit = fit, .zero = has_zero, .plain = true, .counts = "ai bi ci", .undefined = "a genotype that nobody has"
};
