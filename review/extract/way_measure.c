/* Formulas of the commonest measures with the numbers in them. A formula is told only where it gives the very effect that was made. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "extract/way.h"

/* The 2x2 table behind counts or percentages; false when it is not whole. */
static bool cells(const rv_derived *d, double c[4])
{
    const rv_effect_input *in = &d->filled;

    c[0] = isnan(in->ai) ? in->p1i / 100 * in->n1i : in->ai;
    c[1] = isnan(in->bi) ? in->n1i - c[0] : in->bi;
    c[2] = isnan(in->ci) ? in->p2i / 100 * in->n2i : in->ci;
    c[3] = isnan(in->di) ? in->n2i - c[2] : in->di;
    /* As rv_effect_make() does: one half to each cell where one is empty. */
    if (c[0] == 0 || c[1] == 0 || c[2] == 0 || c[3] == 0)
        for (int i = 0; i < 4; i++)
            c[i] += isnan(d->options.add) ? .5 : d->options.add;
    return isfinite(c[0] + c[1] + c[2] + c[3]);
}

static double odds_ratio(const rv_derived *d, double *vi, rv_buf *yi, rv_buf *v)
{
    double c[4];

    if (!cells(d, c))
        return NAN;
    *vi = 1 / c[0] + 1 / c[1] + 1 / c[2] + 1 / c[3];
    rv_buf_printf(yi, "log((a d)/(b c)) = log((%.7g x %.7g)/(%.7g x %.7g))", c[0], c[3], c[1], c[2]);
    rv_buf_printf(v, "1/a + 1/b + 1/c + 1/d");
    return log(c[0] * c[3] / (c[1] * c[2]));
}

static double risk_ratio(const rv_derived *d, double *vi, rv_buf *yi, rv_buf *v)
{
    double c[4];

    if (!cells(d, c))
        return NAN;
    *vi = 1 / c[0] - 1 / (c[0] + c[1]) + 1 / c[2] - 1 / (c[2] + c[3]);
    rv_buf_printf(yi, "log((a/n1)/(c/n2)) = log((%.7g/%.7g)/(%.7g/%.7g))", c[0], c[0] + c[1], c[2], c[2] + c[3]);
    rv_buf_printf(v, "1/a - 1/n1 + 1/c - 1/n2");
    return log(c[0] / (c[0] + c[1]) / (c[2] / (c[2] + c[3])));
}

/* An empty cell changes the variance of a risk difference alone: its rows are not told in numbers. */
static double risk_difference(const rv_derived *d, double *vi, rv_buf *yi, rv_buf *v)
{
    double c[4];

    if (!cells(d, c))
        return NAN;
    const double n1 = c[0] + c[1], n2 = c[2] + c[3], p1 = c[0] / n1, p2 = c[2] / n2;
    *vi = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2;
    rv_buf_printf(yi, "a/n1 - c/n2 = %.7g/%.7g - %.7g/%.7g", c[0], n1, c[2], n2);
    rv_buf_printf(v, "p1 (1 - p1)/n1 + p2 (1 - p2)/n2");
    return p1 - p2;
}

static double mean_difference(const rv_derived *d, double *vi, rv_buf *yi, rv_buf *v)
{
    const rv_effect_input *in = &d->filled;

    *vi = in->sd1i * in->sd1i / in->n1i + in->sd2i * in->sd2i / in->n2i;
    rv_buf_printf(yi, "m1 - m2 = %.7g - %.7g", in->m1i, in->m2i);
    rv_buf_printf(v, "sd1^2/n1 + sd2^2/n2 = %.7g^2/%.7g + %.7g^2/%.7g", in->sd1i, in->n1i, in->sd2i, in->n2i);
    return in->m1i - in->m2i;
}

static double standardised_difference(const rv_derived *d, double *vi, rv_buf *yi, rv_buf *v)
{
    const rv_effect_input *in = &d->filled;
    const double m = in->n1i + in->n2i - 2, j = rv_small_sample_factor(m);
    const double sp = sqrt(((in->n1i - 1) * in->sd1i * in->sd1i + (in->n2i - 1) * in->sd2i * in->sd2i) / m);
    const double g = j * (in->m1i - in->m2i) / sp;

    *vi = 1 / in->n1i + 1 / in->n2i + g * g / (2 * (in->n1i + in->n2i));
    rv_buf_printf(yi, "J (m1 - m2)/sp = %.7g x (%.7g - %.7g)/%.7g", j, in->m1i, in->m2i, sp);
    rv_buf_printf(v, "1/n1 + 1/n2 + g^2/(2 (n1 + n2))");
    return g;
}

/* A ready-made estimate: itself, or the middle of its interval; its variance from what goes with it. */
static double ready_made(const rv_derived *d, double *vi, rv_buf *yi, rv_buf *v)
{
    const rv_effect_input *in = &d->filled;
    const bool log_of = d->options.ratio;
    const double lo = log_of ? log(in->ci_lo) : in->ci_lo, hi = log_of ? log(in->ci_hi) : in->ci_hi;
    const double level = isnan(in->level) ? d->options.level : in->level, width = rv_expect_width(level, in->df);
    const char *f = log_of ? "log " : "";
    double y;

    if (isnan(in->est)) {
        y = (lo + hi) / 2;
        rv_buf_printf(yi, "(%slo + %shi)/2 = (%s%.7g + %s%.7g)/2", f, f, f, in->ci_lo, f, in->ci_hi);
    } else {
        y = log_of ? log(in->est) : in->est;
        rv_buf_printf(yi, "%s%.7g as printed", f, in->est);
    }
    if (!isnan(in->se)) {
        *vi = in->se * in->se;
        rv_buf_printf(v, "se^2 = %.7g^2", in->se);
    } else if (!isnan(lo)) {
        *vi = pow((hi - lo) / (2 * width), 2);
        rv_buf_printf(v, "((%shi - %slo)/(2 x %.6g))^2", f, f, width);
    } else {
        const double z = rv_expect_z(in->p);
        *vi = pow(y / z, 2);
        rv_buf_printf(v, "(yi/z)^2, z = %.6g from p = %.7g", z, in->p);
    }
    return y;
}

static const struct {
    const char *measure;
    double (*tell)(const rv_derived *d, double *vi, rv_buf *yi, rv_buf *v);
} formulas[] = {
    { "OR", odds_ratio }, { "RR", risk_ratio }, { "RD", risk_difference }, { "MD", mean_difference }, { "SMD", standardised_difference },
    { "", ready_made },
};

static bool same(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

rv_status rv_tell_measure(rv_telling *t, const rv_derived *d, rv_error *err)
{
    const char *source = "of the estimate as printed";
    bool found = false;
    rv_status st = RV_OK;

    rv_buf_clear(&t->value);
    rv_buf_clear(&t->where);
    for (size_t i = 0; !found && i < sizeof formulas / sizeof *formulas; i++) {
        double vi = NAN, yi;
        if (formulas[i].measure[0] && strcmp(formulas[i].measure, d->made->name) != 0)
            continue;
        rv_buf_clear(&t->value);
        rv_buf_clear(&t->where);
        yi = formulas[i].tell(d, &vi, &t->value, &t->where);
        found = same(yi, d->made_yi) && same(vi, d->made_vi);
        if (found && formulas[i].measure[0])
            source = d->made->reference;
    }
    if (!found)
        return rv_tell(t, "measure", d->made->name, d->made->title, NAN, d->made->reference, NULL, err);
    if ((st = rv_buf_check(&t->value, err)) != RV_OK || (st = rv_buf_check(&t->where, err)) != RV_OK)
        return st;
    rv_buf_clear(&t->name);
    rv_buf_printf(&t->name, "%s: yi", d->made->name);
    if ((st = rv_tell(t, "measure", rv_buf_str(&t->name), rv_buf_str(&t->value), d->made_yi, NULL, NULL, err)) != RV_OK)
        return st;
    rv_buf_clear(&t->name);
    rv_buf_printf(&t->name, "%s: vi", d->made->name);
    return rv_tell(t, "measure", rv_buf_str(&t->name), rv_buf_str(&t->where), d->made_vi, source, NULL, err);
}
