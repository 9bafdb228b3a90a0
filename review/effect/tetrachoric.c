/* The tetrachoric correlation, and its Fisher z. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

/* Gauss-Legendre nodes and weights of 12 points, on one side of 0. */
static const double nodes[] = { 0.125233408511468916, 0.367831498998180194, 0.587317954286617447,
                                0.769902674194304687, 0.904117256370474857, 0.981560634246719251 };
static const double weights[] = { 0.249147045813402785, 0.233492536538354809, 0.203167426723065922,
                                  0.160078328543346226, 0.106939325995318431, 0.0471753363865118272 };

static const double PI = 3.14159265358979323846;

/* The slope of P(X < h, Y < k) as the angle asin(rho) grows: that of the two-dimensional normal distribution. */
static double slope(double h, double k, double angle)
{
    const double sine = sin(angle), cosine2 = 1 - sine * sine;

    return exp(-(h * h - 2 * h * k * sine + k * k) / (2 * cosine2)) / (2 * PI);
}

/* Its integral from one angle to another, by panels that shrink towards a right angle, near which it is steep. */
static double integral(double h, double k, double from, double to)
{
    double sum = 0;

    if (fabs(to - from) < 2e-4)
        return (to - from) / 2 * (slope(h, k, (from + to) / 2 - (to - from) / (2 * sqrt(3)))
                                  + slope(h, k, (from + to) / 2 + (to - from) / (2 * sqrt(3))));
    while (from != to) {
        const double most = fmax(0.5 * (PI / 2 - fabs(from)), 1e-9), left = to - from;
        const double width = fabs(left) <= most ? left : copysign(most, left), middle = from + width / 2;
        double part = 0;

        for (int i = 0; i < 6; i++)
            part += weights[i] * (slope(h, k, middle - width / 2 * nodes[i]) + slope(h, k, middle + width / 2 * nodes[i]));
        sum += part * width / 2;
        from = width == left ? to : from + width;
    }
    return sum;
}

/*
 * The angle at which P(X < h, Y < k) is `wanted`: Newton's method, kept within a bracket that shrinks. The starting angle is a right
 * angle times Yule's Y, which is exact for medians. NaN when it does not settle.
 */
static double solve(double h, double k, double wanted, double start)
{
    double lo = -PI / 2, hi = PI / 2, angle = start;
    double missing = wanted - rv_normal_upper(-h) * rv_normal_upper(-k) - integral(h, k, 0, start);

    for (int turn = 0; turn < 100; turn++) {
        const double s = slope(h, k, angle);
        double next = angle + missing / s;

        if (missing > 0)
            lo = angle;
        else
            hi = angle;
        if (!(next > lo && next < hi))
            next = (lo + hi) / 2;
        missing -= integral(h, k, angle, next);
        if (fabs(next - angle) < 1e-9 && turn > 0)      /* what is missing after such a step is its square */
            return next + missing / slope(h, k, next);
        angle = next;
    }
    return NAN;
}

/* The variance of the maximum-likelihood estimate r with thresholds h and k from the margins. */
static double variance(const rv_cells *t, double h, double k, double r)
{
    const double n = t->n1 + t->n2, a = t->a / n, b = t->b / n, c = t->c / n, d = t->d / n, root = sqrt(1 - r * r);
    const double f1 = rv_normal_upper(-(k - r * h) / root) - 0.5, f2 = rv_normal_upper(-(h - r * k) / root) - 0.5;
    const double density = exp(-(h * h - 2 * r * h * k + k * k) / (2 * (1 - r * r))) / (2 * PI * root);

    return ((a + d) * (b + c) / 4 + (a + c) * (b + d) * f2 * f2 + (a + b) * (c + d) * f1 * f1 + 2 * (a * d - b * c) * f1 * f2
            - (a * b - c * d) * f2 - (a * c - b * d) * f1) / (n * density * density);
}

/*
 * The correlation r of two normal variables cut at h and k, where
 *
 *     P(X < h) = (a + b)/n        P(Y < k) = (a + c)/n        P(X < h, Y < k; r) = a/n
 *
 * solved to 1e-14 of the angle asin(r). metafor stops its search near 1e-4 of r, so its numbers differ in the fifth digit. A table
 * with a zero cell to which nothing was added has r at -1 or 1, without a variance: no effect is given.
 * Source  Pearson (1900) Philos Trans R Soc A 195:1-47; variance Brown (1977) Appl Stat 26:343-351.
 */
static rv_estimate correlation(const rv_cells *t, const rv_setting *s)
{
    const double n = t->n1 + t->n2, ad = sqrt(t->a * t->d), bc = sqrt(t->b * t->c);
    const double h = rv_normal_quantile(t->n1 / n), k = rv_normal_quantile((t->a + t->c) / n);
    double r;

    (void)s;
    if (t->a == 0 || t->b == 0 || t->c == 0 || t->d == 0)
        return (rv_estimate){ NAN, NAN };
    r = sin(solve(h, k, t->a / n, PI / 2 * (ad - bc) / (ad + bc)));
    return (rv_estimate){ r, variance(t, h, k, r) };
}

static rv_estimate z(const rv_cells *t, const rv_setting *s)
{
    return rv_fisher_z(correlation(t, s));
}

#define UNDEFINED "a zero cell, and nothing was added: the correlation is at its end, without a variance"
const rv_measure_how rv_rtet_how = { RV_OF_CELLS, .by.cells = correlation, .plain = true, .undefined = UNDEFINED };
const rv_measure_how rv_ztet_how = { RV_OF_CELLS, .by.cells = z, .plain = true, .undefined = UNDEFINED };
