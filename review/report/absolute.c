/* From a relative or standardised effect and a baseline risk to the risk with the intervention. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/findings.h"

static const double degree = 1.8137993642342178;   /* pi / sqrt(3) */

static double by_odds(double y, double p)
{
    const double odds = exp(y) * p / (1 - p);

    return isinf(odds) ? 1 : odds / (1 + odds);
}

static double by_difference_cut(double y, double p)
{
    return by_odds(y * degree, p);
}

static double by_ratio(double y, double p)
{
    return p * exp(y);
}

static double by_difference(double y, double p)
{
    return p + y;
}

static double by_hazard(double y, double p)
{
    return 1 - pow(1 - p, exp(y));
}

static const struct { const char *measure; double (*risk)(double y, double p); bool standardised; } ways[] = {
    { "OR", by_odds, false },           { "PETO", by_odds, false },           { "RR", by_ratio, false },
    { "RD", by_difference, false },     { "HR", by_hazard, false },           { "SMD", by_difference_cut, true },
    { "SMDH", by_difference_cut, true }, { "SMD1", by_difference_cut, true }, { "SMD1H", by_difference_cut, true },
    { "PBIT", by_difference_cut, true }, { "OR2D", by_difference_cut, true }, { "OR2DL", by_difference_cut, true },
    { "OR2DN", by_difference_cut, true }, { "D2OR", by_odds, false },         { "D2ORL", by_odds, false },
    { "D2ORN", by_odds, false },
};
enum { WAYS = sizeof ways / sizeof *ways };

static int way_of(const char *measure)
{
    for (int i = 0; i < WAYS; i++)
        if (strcmp(ways[i].measure, measure) == 0)
            return i;
    return -1;
}

bool rv_absolute_risk(const char *measure, double y, double p, double *with, bool *bounded)
{
    const int way = way_of(measure);
    double risk;

    *with = NAN;
    if (way < 0 || !isfinite(y) || !(p >= 0 && p <= 1))
        return false;
    /* Nobody, or everybody, without the intervention: odds and hazards say nothing of such a risk. */
    if ((p == 0 || p == 1) && ways[way].risk != by_difference && ways[way].risk != by_ratio)
        return false;
    risk = ways[way].risk(y, p);
    *bounded |= risk < 0 || risk > 1;
    *with = fmin(fmax(risk, 0), 1);
    return true;
}

double rv_standardised(const char *measure, double y, double p)
{
    const int way = way_of(measure);
    bool bounded = false;
    double with;

    if (way < 0 || !isfinite(y))
        return NAN;
    if (ways[way].standardised)
        return y;
    if (ways[way].risk == by_odds)
        return y / degree;
    if (!rv_absolute_risk(measure, y, p, &with, &bounded) || !(with > 0 && with < 1 && p > 0 && p < 1))
        return NAN;
    return (log(with / (1 - with)) - log(p / (1 - p))) / degree;
}
