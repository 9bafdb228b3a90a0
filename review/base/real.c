#include <config.h>

#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

/* The programs take LC_CTYPE alone from the environment, but the library may live in a process that took LC_NUMERIC too:
   so the decimal mark is put right on both ways. */

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The decimal mark of the locale in `text` becomes a point. */
static void put_point(char *text)
{
    char *p = text;

    while (*p && (digit(*p) || *p == '-' || *p == '+'))
        p++;
    if (*p && *p != 'e' && *p != '.') {
        char *rest = p;

        while (*rest && !digit(*rest) && *rest != 'e')
            rest++;
        *p = '.';
        memmove(p + 1, rest, strlen(rest) + 1);
    }
}

/*
 * Numbers of at most 15 digits and a small power of ten, which are nearly all: digits and power are doubles without a rounding
 * error, so that the one rounding of their quotient or product is the right one (Clinger 1990). False for all others.
 */
static bool few_digits(const char *text, double *x)
{
    static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                     1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    const bool negative = *text == '-';
    uint64_t   whole = 0;
    int        digits = 0, power = 0, given = 0;
    bool       after = false, down;

    for (text += *text == '-' || *text == '+'; digit(*text) || (*text == '.' && !after); text++) {
        if (*text == '.') {
            after = true;
            continue;
        }
        whole = 10 * whole + (uint64_t)(*text - '0');
        power -= after;
        if ((digits += digits > 0 || *text != '0') > 15)
            return false;
    }
    if (*text == 'e' || *text == 'E') {
        down = text[1] == '-';
        for (text += 1 + (text[1] == '-' || text[1] == '+'); digit(*text) && given < 1000; text++)
            given = 10 * given + (*text - '0');
        power += down ? -given : given;
    }
    if (FLT_EVAL_METHOD != 0 || power < -22 || power > 22)
        return false;
    *x = power < 0 ? (double)whole / powers[-power] : (double)whole * powers[power];
    *x = negative ? -*x : *x;
    return true;
}

static double to_double(const char *text)
{
    char        copy[512];
    const char *point, *at;
    double      x;

    if (few_digits(text, &x))
        return x;
    point = localeconv()->decimal_point;
    if (strcmp(point, ".") == 0 || !(at = strchr(text, '.'))
        || snprintf(copy, sizeof copy, "%.*s%s%s", (int)(at - text), text, point, at + 1) >= (int)sizeof copy)
        return strtod(text, NULL);
    return strtod(copy, NULL);
}

const char *rv_real_text(double x, char text[RV_REAL_TEXT])
{
    char full[64];
    int  digits;

    if (!isfinite(x)) {
        memcpy(text, "NA", 3);
        return text;
    }
    if (x == 0) {                                       /* no negative zero in data */
        memcpy(text, "0", 2);
        return text;
    }
    if (fabs(x) < 1e15 && x == floor(x)) {
        snprintf(text, RV_REAL_TEXT, "%.0f", x);
        return text;
    }
    /* 15 digits always survive, and %g drops their zeros; denormal numbers have fewer digits to give. */
    for (digits = fabs(x) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        snprintf(full, sizeof full, "%.*g", digits, x);
        put_point(full);
        if (to_double(full) == x)
            break;
    }
    memcpy(text, full, RV_REAL_TEXT - 1);               /* 17 digits, sign, point and exponent take 24 */
    text[RV_REAL_TEXT - 1] = '\0';
    return text;
}

/* Past sign, digits, point, digits, exponent; NULL when that is not what stands there. */
static const char *past_decimal(const char *s)
{
    size_t digits = 0;

    if (*s == '+' || *s == '-')
        s++;
    for (; digit(*s); s++)
        digits++;
    if (*s == '.')
        for (s++; digit(*s); s++)
            digits++;
    if (!digits)
        return NULL;
    if (*s == 'e' || *s == 'E') {
        s++;
        if (*s == '+' || *s == '-')
            s++;
        if (!digit(*s))
            return NULL;
        while (digit(*s))
            s++;
    }
    return s;
}

/* For messages: not the whole of a field that somebody pasted a page into. */
static rv_status refuse(const char *text, const char *wanted, rv_error *err)
{
    return rv_fail(err, RV_EPARSE, "'%.60s%s' is not %s", text, strlen(text) > 60 ? "..." : "", wanted);
}

rv_status rv_real_parse(const char *text, double *x, rv_error *err)
{
    const char *start = text, *end;
    double      value;

    while (blank(*start))
        start++;
    end = past_decimal(start);
    while (end && blank(*end))
        end++;
    if (!end || *end)
        return refuse(text, "a number", err);
    value = to_double(start);
    if (!isfinite(value))
        return refuse(text, "a number between -1.8e308 and 1.8e308", err);
    *x = value;
    return RV_OK;
}

rv_status rv_int_parse(const char *text, int64_t *x, rv_error *err)
{
    const char *start = text, *end;
    intmax_t    value;

    while (blank(*start))
        start++;
    end = start + (*start == '+' || *start == '-');
    if (!digit(*end))
        return refuse(text, "a whole number", err);
    while (digit(*end))
        end++;
    while (blank(*end))
        end++;
    if (*end)
        return refuse(text, "a whole number", err);
    errno = 0;
    value = strtoimax(start, NULL, 10);
    if (errno == ERANGE || value < INT64_MIN || value > INT64_MAX)
        return refuse(text, "a whole number of at most 18 digits", err);
    *x = value;
    return RV_OK;
}

bool rv_text_missing(const char *text)
{
    const char *end;

    while (blank(*text))
        text++;
    end = text + strlen(text);
    while (end > text && blank(end[-1]))
        end--;
    return end == text || (end - text == 1 && (*text == '.' || *text == '-')) || (end - text == 2 && !memcmp(text, "NA", 2));
}
