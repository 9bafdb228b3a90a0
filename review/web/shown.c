/* Rounding is for people alone: what JSON says as a number is never rounded. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "web/shown.h"

static const char minus[] = "\u2212";
static const double smallest_p = 0.001, small_effect = 0.5;

const char *rv_shown(double x, int decimals, char text[RV_SHOWN])
{
    char plain[RV_SHOWN];

    if (!isfinite(x)) {
        snprintf(text, RV_SHOWN, "not estimable");
        return text;
    }
    snprintf(plain, sizeof plain, fabs(x) < 1e9 ? "%.*f" : "%.*g", decimals, x);
    if (strspn(plain, "-0.") == strlen(plain))               /* no minus before a zero */
        snprintf(text, RV_SHOWN, "%s", plain + (*plain == '-'));
    else
        snprintf(text, RV_SHOWN, "%s%s", *plain == '-' ? minus : "", plain + (*plain == '-'));
    return text;
}

const char *rv_shown_range(double lo, double hi, int decimals, char text[RV_SHOWN])
{
    char a[RV_SHOWN], b[RV_SHOWN];

    if (!isfinite(lo) || !isfinite(hi))
        return rv_shown(NAN, 0, text);
    snprintf(text, RV_SHOWN, "%.30s to %.30s", rv_shown(lo, decimals, a), rv_shown(hi, decimals, b));
    return text;
}

const char *rv_shown_p(double p, char text[RV_SHOWN])
{
    if (isfinite(p) && p < smallest_p)
        snprintf(text, RV_SHOWN, "< %g", smallest_p);
    else
        rv_shown(p, 3, text);
    return text;
}

void rv_json_put_shown(json_t *object, const char *name, double x, int decimals)
{
    char text[RV_SHOWN];

    rv_json_put_text(object, name, rv_shown(x, decimals, text));
}

rv_shown_scale rv_shown_scale_of(bool log_scale, double lo, double hi)
{
    return (rv_shown_scale){ log_scale, !log_scale && fmax(fabs(lo), fabs(hi)) < small_effect ? 3 : 2 };
}

static double printed(rv_shown_scale s, double y)
{
    return s.log_scale ? exp(y) : y;
}

const char *rv_shown_interval(rv_shown_scale s, double lo, double hi, char text[RV_SHOWN])
{
    return rv_shown_range(printed(s, lo), printed(s, hi), s.decimals, text);
}

const char *rv_shown_effect(rv_shown_scale s, double y, double lo, double hi, char text[RV_SHOWN])
{
    char at[RV_SHOWN], range[RV_SHOWN];

    if (!isfinite(y))
        return rv_shown(y, 0, text);
    snprintf(text, RV_SHOWN, "%.24s (%.50s)", rv_shown(printed(s, y), s.decimals, at), rv_shown_interval(s, lo, hi, range));
    return text;
}
