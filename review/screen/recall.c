/* How many relevant records there are, from a random sample. */
#include <config.h>

#include <math.h>

#include "review/numer.h"
#include "screen/recall.h"

static rv_status check(double confidence, rv_error *err)
{
    return confidence > 0 && confidence < 1 ? RV_OK
           : rv_fail(err, RV_EDOMAIN, "a confidence of %g; it must be between 0 and 1", confidence);
}

typedef struct {
    double remaining, drawn, hits, tail;
} sample;

/* Y relevant among the remaining leave so few hits, or so many, with less than the tail. */
static bool too_few_hits(const sample *s, double y) { return rv_hypergeometric_lower(s->hits, s->remaining, y, s->drawn) <= s->tail; }
static bool too_many_hits(const sample *s, double y)
{
    return s->hits > 0 && rv_hypergeometric_upper(s->hits - 1, s->remaining, y, s->drawn) <= s->tail;
}

/* The last Y from lo on, up to hi, that has `wanted`; lo has it. */
static double last(const sample *s, double lo, double hi, bool (*test)(const sample *s, double y), bool wanted)
{
    if (lo >= hi || test(s, hi) == wanted)
        return lo >= hi ? lo : hi;
    while (hi - lo > 1) {
        const double mid = floor((lo + hi) / 2);
        if (test(s, mid) == wanted)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

static double part(double known, double total)
{
    return total > 0 ? fmin(1, known / total) : NAN;
}

void rv_recall_share(rv_recall *out, double known)
{
    out->recall = part(known, out->total);
    out->recall_lo = part(known, out->total_hi);
    out->recall_hi = part(known, out->total_lo);
}

rv_status rv_recall_from_sample(size_t found, size_t remaining, size_t drawn, size_t hits, size_t known, double confidence,
                                rv_recall *out, rv_error *err)
{
    const double f = (double)found, least = (double)hits, most = (double)remaining - ((double)drawn - least);
    const sample s = { (double)remaining, (double)drawn, least, (1 - confidence) / 2 };
    rv_status st = check(confidence, err);
    double lo, hi, at;

    *out = (rv_recall){ "", NAN, NAN, NAN, NAN, NAN, NAN };
    if (st != RV_OK)
        return st;
    if (drawn > remaining || hits > drawn || known > found + remaining)
        return rv_fail(err, RV_EINVAL, "a sample of %zu out of %zu records, %zu of them relevant, %zu known of %zu", drawn, remaining,
                       hits, known, found + remaining);
    /* at Y = least there are never too few hits to blame on Y, and at Y = most never too many */
    lo = too_many_hits(&s, least) ? last(&s, least, most, too_many_hits, true) + 1 : least;
    hi = last(&s, fmin(lo, most), most, too_few_hits, false);
    at = drawn ? fmin(fmax(s.remaining * least / s.drawn, lo), hi) : NAN;
    out->method = "hypergeometric, exact (both tails inverted)";
    /* what has been found is there in any case */
    out->total_lo = fmax(f + lo, (double)known);
    out->total_hi = fmax(f + hi, (double)known);
    out->total = isnan(at) ? NAN : fmax(f + at, (double)known);
    rv_recall_share(out, (double)known);
    return RV_OK;
}

/* Upper limit of a share of which x in n were seen, by the F distribution; the lower one is 1 - that of n - x. */
static double binomial_hi(double x, double n, double tail)
{
    const double f = x < n ? rv_f_upper_quantile(tail, 2 * (x + 1), 2 * (n - x)) : INFINITY;

    return x < n ? (x + 1) * f / (n - x + (x + 1) * f) : 1;
}

rv_status rv_recall_from_controls(size_t hits, size_t recovered, size_t found, double confidence, rv_recall *out, rv_error *err)
{
    const double n = (double)hits, x = (double)recovered, tail = (1 - confidence) / 2;
    rv_status st = check(confidence, err);

    *out = (rv_recall){ "", NAN, NAN, NAN, NAN, NAN, NAN };
    if (st != RV_OK)
        return st;
    if (recovered > hits)
        return rv_fail(err, RV_EINVAL, "%zu of %zu relevant ones recovered", recovered, hits);
    out->method = "binomial, exact (Clopper-Pearson)";
    out->recall = hits ? x / n : NAN;
    out->recall_lo = hits ? 1 - binomial_hi(n - x, n, tail) : 0;
    out->recall_hi = hits ? binomial_hi(x, n, tail) : 1;
    out->total = (double)found / out->recall;
    out->total_lo = (double)found / out->recall_hi;
    out->total_hi = (double)found / out->recall_lo;
    return RV_OK;
}
