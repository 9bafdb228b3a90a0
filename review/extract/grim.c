#include <config.h>

#include <math.h>
#include <stddef.h>

#include "extract/grim.h"

__extension__ typedef __int128 wide;

enum { MOST_DECIMALS = 6 };
static const int64_t most_digits = 1000000000, most_people = 10000000;

static int64_t power10(int n)
{
    int64_t p = 1;

    while (n-- > 0)
        p *= 10;
    return p;
}

bool rv_printed_read(const char *text, rv_printed *out)
{
    const bool minus = *text == '-';
    bool point = false, some = false;

    *out = (rv_printed){ 0, 0 };
    for (text += minus || *text == '+'; *text; text++) {
        if (*text == '.' && !point) {
            point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || out->digits > most_digits || (point && ++out->decimals > MOST_DECIMALS))
            return false;
        out->digits = 10 * out->digits + (*text - '0');
        some = true;
    }
    if (minus)
        out->digits = -out->digits;
    return some;
}

double rv_printed_half(const char *text)
{
    rv_printed p;

    return rv_printed_read(text, &p) ? 0.5 / (double)power10(p.decimals) : 0;
}

static wide floor_div(wide a, wide b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static bool too_large(const rv_printed *p, int64_t n, int64_t items)
{
    return n < 1 || items < 1 || n > most_people || items > 1000 || p->digits > most_digits || p->digits < -most_digits;
}

/* The whole sums that give the mean as printed, from *lo to *hi; none when *lo > *hi.
   |factor S 10^d - M N| 2 <= N, with N = n items */
static void sums(const rv_printed *mean, int64_t n, int64_t items, int64_t factor, wide *lo, wide *hi)
{
    const wide people = (wide)n * items, unit = (wide)factor * power10(mean->decimals) * 2, middle = (wide)mean->digits * people * 2;

    *hi = floor_div(middle + people, unit);
    *lo = -floor_div(-(middle - people), unit);
}

bool rv_grim(const rv_printed *mean, int64_t n, int64_t items, int64_t factor)
{
    wide lo, hi;

    if (too_large(mean, n, items))
        return true;
    sums(mean, n, items, factor, &lo, &hi);
    return lo <= hi;
}

/* A whole sum of squares of the parity of S whose standard deviation is as printed:
   ((2M - 1) items)^2 n (n-1) <= K (n Q - S^2) <= ((2M + 1) items)^2 n (n-1),   K = 4 10^(2d) */
static bool squares(wide sum, const rv_printed *sd, int64_t n, int64_t items)
{
    const wide k = (wide)4 * power10(sd->decimals) * power10(sd->decimals), pairs = (wide)n * (n - 1);
    const wide a = ((wide)2 * sd->digits - 1) * items, b = ((wide)2 * sd->digits + 1) * items;
    const wide least = a > 0 ? a * a * pairs : 0, most = b * b * pairs;
    const wide q_lo = -floor_div(-(least + k * sum * sum), k * n), q_hi = floor_div(most + k * sum * sum, k * n);

    return q_lo <= q_hi && (q_lo < q_hi || (q_lo - sum) % 2 == 0);
}

bool rv_grimmer(const rv_printed *mean, const rv_printed *sd, int64_t n, int64_t items)
{
    wide lo, hi;

    if (n < 2 || too_large(mean, n, items) || too_large(sd, n, items) || sd->digits < 0 || n > 100000)
        return true;
    sums(mean, n, items, 1, &lo, &hi);
    if (hi - lo > 1000 || lo < -most_digits || hi > most_digits)
        return true;
    for (wide sum = lo; sum <= hi; sum++)
        if (squares(sum, sd, n, items))
            return true;
    return false;
}
