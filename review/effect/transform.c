/* Transformations of effects, each with its inverse: one table. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "review/effect.h"
#include "review/numer.h"

static const double pi = 3.14159265358979323846;

#define F(name) static double name(double x, const rv_transform_args *a)
#define PLAIN(name, value) F(name) { (void)a; return value; }

static double normal(double z) { return rv_normal_upper(-z); }
static double at_least_0(double x) { return x < 0 ? 0 : x; }

PLAIN(to_exp, exp(x))
PLAIN(to_log, log(x))
PLAIN(to_square, x < 0 ? 0 : x * x)
PLAIN(to_sqrt, sqrt(x))
PLAIN(to_z, atanh(x))
PLAIN(to_r, tanh(x))
PLAIN(to_logit, log(x / (1 - x)))
PLAIN(to_logistic, 1 / (1 + exp(-x)))
PLAIN(to_probit, rv_normal_quantile(x))
PLAIN(to_normal, normal(x))
PLAIN(to_arcsine, asin(sqrt(x)))
PLAIN(to_sine, x < 0 ? 0 : x > pi / 2 ? 1 : sin(x) * sin(x))
PLAIN(to_ahw, 1 - (x > 1 ? NAN : cbrt(1 - x)))
PLAIN(from_ahw, x < 0 ? 0 : x > 1 ? 1 : 1 - (1 - x) * (1 - x) * (1 - x))
PLAIN(to_abt, -log(1 - x))
PLAIN(from_abt, at_least_0(1 - exp(-x)))
PLAIN(to_z_of_r2, atanh(sqrt(x)))
PLAIN(to_r2, x < 0 ? 0 : tanh(x) * tanh(x))

/* Freeman-Tukey's double arcsine of a proportion of n, and Miller's inverse of it. */
static double double_arcsine(double p, double n)
{
    return (asin(sqrt(p * n / (n + 1))) + asin(sqrt((p * n + 1) / (n + 1)))) / 2;
}

F(to_pft) { return double_arcsine(x, a->ni); }

F(from_pft)
{
    const double n = a->ni, s = sin(2 * x), inner = s + (s - 1 / s) / n;

    if (!(n > 0) || isnan(x))
        return NAN;
    if (x <= double_arcsine(0, n))
        return 0;
    if (x >= double_arcsine(1, n))
        return 1;
    return (1 - copysign(1, cos(2 * x)) * sqrt(fmax(0, 1 - inner * inner))) / 2;
}

F(to_irft) { return (sqrt(x) + sqrt(x + 1 / a->ti)) / 2; }

F(from_irft)
{
    const double t = a->ti;

    if (!(t > 0) || isnan(x))
        return NAN;
    return x <= sqrt(1 / t) / 2 ? 0 : (1 / t - 8 * x * x + 16 * t * pow(x, 4)) / (16 * x * x * t);
}

/* Standardised differences as overlaps of two normal distributions of equal spread. */
PLAIN(to_u1, (2 * normal(fabs(x) / 2) - 1) / normal(fabs(x) / 2))
PLAIN(to_u2, normal(x / 2))
PLAIN(to_u3, normal(x))
PLAIN(to_overlap, 2 * normal(-fabs(x) / 2))
PLAIN(to_cles, normal(x / sqrt(2)))
PLAIN(from_cles, sqrt(2) * rv_normal_quantile(x))
PLAIN(to_cliff, 2 * normal(x / sqrt(2)) - 1)
PLAIN(to_besd, 0.5 + x / sqrt(x * x + 4) / 2)
F(to_md) { return x * a->sd; }
F(from_md) { return x / a->sd; }

/* d^2 / r^2 - d^2 of the point-biserial correlation: m/n1 + m/n2, or 4 for equal groups whose sizes are not told. */
static double h(const rv_transform_args *a)
{
    return isnan(a->n1i) || isnan(a->n2i) ? 4 : (a->n1i + a->n2i - 2) * (1 / a->n1i + 1 / a->n2i);
}

/* Biserial over point-biserial correlation where a share p is in the first group. */
static double biserial(double p)
{
    return sqrt(p * (1 - p)) / rv_normal_density(rv_normal_quantile(p));
}

static double share(const rv_transform_args *a)
{
    if (!isnan(a->n1i) && !isnan(a->n2i))
        return a->n1i / (a->n1i + a->n2i);
    return isnan(a->pi) ? 0.5 : a->pi;
}

F(d_to_rpb) { return x / sqrt(x * x + h(a)); }
F(rpb_to_d) { return x / sqrt(1 - x * x) * sqrt(h(a)); }
F(rpb_to_rbis) { return biserial(share(a)) * x; }
F(rbis_to_rpb) { return x / biserial(share(a)); }
F(d_to_rbis) { return biserial(share(a)) * d_to_rpb(x, a); }
F(rbis_to_d) { return rpb_to_d(x / biserial(share(a)), a); }

static double risk_under(double log_or, double control)
{
    return 1 / (1 + exp(-log_or) * (1 - control) / control);
}

F(lnor_to_rd) { return risk_under(x, a->pc) - a->pc; }
F(lnor_to_rr) { return risk_under(x, a->pc) / a->pc; }
PLAIN(lnor_to_d_norm, x / 1.65)
PLAIN(lnor_to_d_logis, x * sqrt(3) / pi)
PLAIN(d_to_lnor_norm, x * 1.65)
PLAIN(d_to_lnor_logis, x * pi / sqrt(3))
PLAIN(lnor_to_tet_pearson, cos(pi / (1 + exp(x / 2))))
PLAIN(lnor_to_tet_digby, (exp(0.75 * x) - 1) / (exp(0.75 * x) + 1))

#define SIZES "n1i n2i"
static const rv_transform table[] = {
    { "exp", "log", "", "exp(x)", "", to_exp },
    { "log", "exp", "", "ln(x)", "", to_log },
    { "sqrt", "isqrt", "", "sqrt(x)", "", to_sqrt },
    { "isqrt", "sqrt", "", "x^2; 0 below 0", "", to_square },
    { "rtoz", "ztor", "", "atanh(x)", "Fisher (1921) Metron 1:1-32", to_z },
    { "ztor", "rtoz", "", "tanh(x)", "Fisher (1921) Metron 1:1-32", to_r },
    { "r2toz", "ztor2", "", "atanh(sqrt(x))", "Olkin & Finn (1995) Psychol Bull 118:155-164", to_z_of_r2 },
    { "ztor2", "r2toz", "", "tanh(x)^2; 0 below 0", "Olkin & Finn (1995) Psychol Bull 118:155-164", to_r2 },
    { "logit", "ilogit", "", "ln(x / (1 - x))", "", to_logit },
    { "ilogit", "logit", "", "1 / (1 + exp(-x))", "", to_logistic },
    { "probit", "iprobit", "", "standard normal quantile of x", "", to_probit },
    { "iprobit", "probit", "", "standard normal probability below x", "", to_normal },
    { "arcsin", "iarcsin", "", "asin(sqrt(x))", "", to_arcsine },
    { "iarcsin", "arcsin", "", "sin(x)^2; 0 below 0, 1 above pi/2", "", to_sine },
    { "pft", "ipft", "ni", "(asin(sqrt(n x / (n + 1))) + asin(sqrt((n x + 1) / (n + 1)))) / 2",
      "Freeman & Tukey (1950) Ann Math Stat 21:607-611", to_pft },
    { "ipft", "pft", "ni", "(1 - sgn(cos 2x) sqrt(1 - (sin 2x + (sin 2x - 1 / sin 2x) / n)^2)) / 2",
      "Miller (1978) Am Stat 32:138", from_pft },
    { "ipft.hm", "pft", "ni", "as ipft, n the harmonic mean of the group sizes", "Miller (1978) Am Stat 32:138", from_pft },
    { "irft", "iirft", "ti", "(sqrt(x) + sqrt(x + 1 / t)) / 2", "Freeman & Tukey (1950) Ann Math Stat 21:607-611", to_irft },
    { "iirft", "irft", "ti", "(1/t - 8 x^2 + 16 t x^4) / (16 t x^2)", "Freeman & Tukey (1950) Ann Math Stat 21:607-611", from_irft },
    { "ahw", "iahw", "", "1 - (1 - x)^(1/3)", "Hakstian & Whalen (1976) Psychometrika 41:219-231", to_ahw },
    { "iahw", "ahw", "", "1 - (1 - x)^3; within 0 and 1", "Hakstian & Whalen (1976) Psychometrika 41:219-231", from_ahw },
    { "abt", "iabt", "", "-ln(1 - x)", "Bonett (2002) J Educ Behav Stat 27:335-340", to_abt },
    { "iabt", "abt", "", "1 - exp(-x); 0 below 0", "Bonett (2002) J Educ Behav Stat 27:335-340", from_abt },
    { "dtou1", "", "", "(2 P(|x|/2) - 1) / P(|x|/2), P standard normal", "Cohen (1988) Statistical Power Analysis, 2nd ed., 2.2", to_u1 },
    { "dtou2", "", "", "P(x/2)", "Cohen (1988) Statistical Power Analysis, 2nd ed., 2.2", to_u2 },
    { "dtou3", "probit", "", "P(x)", "Cohen (1988) Statistical Power Analysis, 2nd ed., 2.2", to_u3 },
    { "dtoovl", "", "", "2 P(-|x|/2)", "Inman & Bradley (1989) Commun Stat Theory 18:3851-3874", to_overlap },
    { "dtocles", "clestod", "", "P(x / sqrt(2))", "McGraw & Wong (1992) Psychol Bull 111:361-365", to_cles },
    { "clestod", "dtocles", "", "sqrt(2) times the normal quantile of x", "McGraw & Wong (1992) Psychol Bull 111:361-365", from_cles },
    { "dtocliffd", "", "", "2 P(x / sqrt(2)) - 1", "Cliff (1993) Psychol Bull 114:494-509", to_cliff },
    { "dtobesd", "", "", "1/2 + r/2, r = x / sqrt(x^2 + 4)", "Rosenthal & Rubin (1982) J Educ Psychol 74:166-169", to_besd },
    { "dtomd", "mdtod", "sd", "x sd", "", to_md },
    { "mdtod", "dtomd", "sd", "x / sd", "", from_md },
    { "dtorpb", "rpbtod", SIZES, "x / sqrt(x^2 + h), h = m/n1 + m/n2, m = n1 + n2 - 2; 4 without sizes",
      "Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180", d_to_rpb },
    { "rpbtod", "dtorpb", SIZES, "sqrt(h) x / sqrt(1 - x^2)", "Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180", rpb_to_d },
    { "dtorbis", "rtod", SIZES, "dtorpb, then rpbtorbis", "Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180", d_to_rbis },
    { "rtod", "dtorbis", SIZES, "rtorpb, then rpbtod", "Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180", rbis_to_d },
    { "rpbtorbis", "rtorpb", "pi", "x sqrt(p (1 - p)) / f(z_p)", "Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180", rpb_to_rbis },
    { "rtorpb", "rpbtorbis", "pi", "x f(z_p) / sqrt(p (1 - p))", "Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180", rbis_to_rpb },
    { "lnortord", "", "pc", "p1 - pc, p1 the risk with odds exp(x) pc / (1 - pc)", "", lnor_to_rd },
    { "lnortorr", "", "pc", "p1 / pc", "", lnor_to_rr },
    { "lnortod.norm", "dtolnor.norm", "", "x / 1.65", "Cox & Snell (1989) Analysis of Binary Data, 2nd ed.", lnor_to_d_norm },
    { "lnortod.logis", "dtolnor.logis", "", "x sqrt(3) / pi", "Chinn (2000) Stat Med 19:3127-3131", lnor_to_d_logis },
    { "dtolnor.norm", "lnortod.norm", "", "1.65 x", "Cox & Snell (1989) Analysis of Binary Data, 2nd ed.", d_to_lnor_norm },
    { "dtolnor.logis", "lnortod.logis", "", "x pi / sqrt(3)", "Chinn (2000) Stat Med 19:3127-3131", d_to_lnor_logis },
    { "lnortortet.pearson", "", "", "cos(pi / (1 + exp(x/2)))", "Pearson (1900) Phil Trans R Soc A 195:1-47", lnor_to_tet_pearson },
    { "lnortortet.digby", "", "", "(exp(3x/4) - 1) / (exp(3x/4) + 1)", "Digby (1983) Biometrics 39:753-757", lnor_to_tet_digby },
};
enum { N = sizeof table / sizeof *table };

const rv_transform *rv_transform_at(size_t i)
{
    return i < N ? &table[i] : NULL;
}

const rv_transform *rv_transform_find(const char *name)
{
    if (strncmp(name, "transf.", 7) == 0)
        name += 7;
    for (size_t i = 0; i < N; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

double rv_transform_slope(const rv_transform *t, double x, const rv_transform_args *args)
{
    const double step = 1e-3 * fmax(0.1, fabs(x));
    double wide, narrow;

    wide = (t->apply(x + step, args) - t->apply(x - step, args)) / (2 * step);
    narrow = (t->apply(x + step / 2, args) - t->apply(x - step / 2, args)) / step;
    return (4 * narrow - wide) / 3;
}

double rv_harmonic_mean(const double *n, size_t k)
{
    double sum = 0;

    for (size_t i = 0; i < k; i++)
        sum += 1 / n[i];
    return k / sum;
}
