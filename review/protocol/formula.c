#include <config.h>

#include <math.h>
#include <string.h>

#include "review/protocol.h"

/* A formula is worked out as it is read: sums of products of factors. What is unknown is NaN and stays NaN. */

enum { DEEPEST = 40 };

typedef struct {
    const char *text, *at;
    double    (*number)(void *user, const char *field);
    void       *user;
    int         depth;
    rv_status   status;
    rv_error   *err;
} formula;

static double sum(formula *f);

static double fault(formula *f, const char *what)
{
    if (f->status == RV_OK && *f->at)
        f->status = rv_fail(f->err, RV_EINVAL, "in '%.100s', at '%.20s': %s", f->text, f->at, what);
    else if (f->status == RV_OK)
        f->status = rv_fail(f->err, RV_EINVAL, "'%.100s' ends where %s", f->text, what);
    return NAN;
}

static bool take(formula *f, char sign)
{
    f->at += strspn(f->at, " \t");
    if (*f->at != sign)
        return false;
    f->at++;
    return true;
}

static double take_number(formula *f)
{
    size_t n = strspn(f->at, "0123456789.");
    char   digits[40];
    double x = NAN;

    if (n >= sizeof digits)
        return fault(f, "a number has too many digits");
    memcpy(digits, f->at, n);
    digits[n] = '\0';
    if (rv_real_parse(digits, &x, NULL) != RV_OK)
        return fault(f, "this is no number");
    f->at += n;
    return x;
}

/* min(a, b, ...) and max(...). */
static double take_extreme(formula *f, bool largest)
{
    double best = sum(f);

    while (f->status == RV_OK && take(f, ',')) {
        const double x = sum(f);
        if (isnan(x) || isnan(best))
            best = NAN;
        else if (largest ? x > best : x < best)
            best = x;
    }
    return take(f, ')') ? best : fault(f, "a , or ) is expected");
}

static double take_word(formula *f)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    const char *begin = f->at;
    const size_t n = strspn(begin, letters);
    char word[65];

    if (n == 0 || n >= sizeof word)
        return fault(f, "a number, a field, min(, max( or ( is expected");
    memcpy(word, f->at, n);
    word[n] = '\0';
    f->at += n;
    if (take(f, '(')) {
        const bool largest = strcmp(word, "max") == 0;
        if (!largest && strcmp(word, "min") != 0) {
            f->at = begin;
            return fault(f, "only min and max stand before a (");
        }
        return take_extreme(f, largest);
    }
    return f->number(f->user, word);
}

static double factor(formula *f)
{
    double x;

    if (f->status != RV_OK)
        return NAN;
    if (++f->depth > DEEPEST)
        return fault(f, "there are too many brackets and signs within each other");
    if (take(f, '-')) {
        x = -factor(f);
    } else if (take(f, '(')) {
        x = sum(f);
        if (!take(f, ')'))
            x = fault(f, "a ) is expected");
    } else {
        x = *f->at && strchr("0123456789.", *f->at) ? take_number(f) : take_word(f);
    }
    f->depth--;
    return x;
}

static double product(formula *f)
{
    double x = factor(f);

    while (f->status == RV_OK) {
        if (take(f, '*')) {
            x *= factor(f);
        } else if (take(f, '/')) {
            const double by = factor(f);
            x = by == 0 ? NAN : x / by;
        } else {
            break;
        }
    }
    return x;
}

static double sum(formula *f)
{
    double x = product(f);

    while (f->status == RV_OK) {
        if (take(f, '+'))
            x += product(f);
        else if (take(f, '-'))
            x -= product(f);
        else
            break;
    }
    return x;
}

rv_status rv_formula_value(const char *text, double (*number)(void *user, const char *field), void *user, double *value, rv_error *err)
{
    formula f = { text, text, number, user, 0, RV_OK, err };
    const double x = sum(&f);

    if (f.status == RV_OK && (f.at += strspn(f.at, " \t"), *f.at))
        fault(&f, "+, -, * or / is expected");
    *value = f.status == RV_OK && isfinite(x) ? x : NAN;
    return f.status;
}
