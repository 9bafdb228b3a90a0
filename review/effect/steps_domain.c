/* What the columns that steps read can hold. */
#include <config.h>

#include <string.h>

#include "effect/steps.h"

typedef enum { DEVIATION, STANDARD_ERROR, PEOPLE, PROBABILITY, CORRELATION, SHARE, PERCENT, COUNT, DIRECTION, LEVEL, POSITIVE } kind;

static const struct { kind kind; const char *columns; } kinds[] = {
    { DEVIATION, "sd1i sd2i presd1i presd2i chsd1i chsd2i sdi sdy sdp iqr1i iqr2i" },
    { STANDARD_ERROR, "se1i se2i se sei bse ppse chse1i chse2i" },
    { PEOPLE, "n1i n2i ni" },
    { PROBABILITY, "p pi pmax" },
    { CORRELATION, "ri rpb phi" },
    { SHARE, "r2i icc" },
    { PERCENT, "p1i p2i" },
    { COUNT, "ai bi ci di ei" },
    { DIRECTION, "dir" },
    { LEVEL, "level" },
    { POSITIVE, "ori or_lo or_hi v df csize k1i k2i deff" },
};

static const char *const words[] = {
    [DEVIATION] = "a spread is positive",
    [STANDARD_ERROR] = "a standard error is positive",
    [PEOPLE] = "a group needs people",
    [PROBABILITY] = "a p-value is above 0 and at most 1",
    [CORRELATION] = "a correlation is between -1 and 1",
    [SHARE] = "a share is between 0 and 1",
    [PERCENT] = "a percentage is between 0 and 100",
    [COUNT] = "a count cannot be negative",
    [DIRECTION] = "a direction is 1 or -1",
    [LEVEL] = "a confidence level is between 0 and 1, as 0.95",
    [POSITIVE] = "it must be positive",
};

static bool listed(const char *list, const char *name)
{
    const size_t n = strlen(name);

    for (const char *at = list; (at = strstr(at, name)); at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

static bool fits(kind k, double x)
{
    switch (k) {
    case PROBABILITY: return x > 0 && x <= 1;
    case CORRELATION: return x >= -1 && x <= 1;
    case SHARE:       return x >= 0 && x <= 1;
    case PERCENT:     return x >= 0 && x <= 100;
    case COUNT:       return x >= 0;
    case DIRECTION:   return x == 1 || x == -1;
    case LEVEL:       return x > 0 && x < 1;
    default:          return x > 0;
    }
}

rv_status rv_step_domain(size_t column, double x, rv_error *err)
{
    const char *name = rv_effect_columns[column];

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!isnan(x) && !fits(kinds[i].kind, x) && listed(kinds[i].columns, name))
            return rv_fail(err, RV_EDOMAIN, "%s is %g; %s", name, x, words[kinds[i].kind]);
    return RV_OK;
}
