/* How many relevant records there are, from those that came up at random while screening. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "screen/recall.h"

/*
 * Random records here and there among ranked ones: the i-th, drawn from N - i unscreened with c_i found before, is relevant with
 * probability (T - c_i) / (N - i). With the c_i as they were, the number of hits is a sum of independent trials (Poisson-binomial).
 * P(at most `hits`) for a total T, by adding one trial after the other; `sums` has room for hits + 1.
 */
static double trials(const rv_stop_order *order, double total, size_t hits, double *sums)
{
    double found = 0, all = 0;

    for (size_t k = 0; k <= hits; k++)
        sums[k] = k == 0;
    for (size_t i = 0; i < order->screened; found += order->relevant[i++]) {
        const double p = fmin(1, fmax(0, (total - found) / (double)(order->total - i)));
        for (size_t k = hits + 1; order->random[i] && k-- > 0;)
            sums[k] = sums[k] * (1 - p) + (k ? sums[k - 1] * p : 0);
    }
    for (size_t k = 0; k <= hits; k++)
        all += sums[k];
    return all;
}

/* The least total from lo to hi at which P(at most `hits`) is no more than `most`; hi + 1 when there is none. */
static double reach(const rv_stop_order *order, size_t hits, double most, double lo, double hi, double *sums)
{
    hi += 1;
    while (lo < hi) {
        const double mid = floor((lo + hi) / 2);
        if (trials(order, mid, hits, sums) <= most)
            hi = mid;
        else
            lo = mid + 1;
    }
    return hi;
}

static rv_status scattered(const rv_stop_order *order, size_t known, size_t hits, double confidence, rv_recall *out, rv_error *err)
{
    const double tail = (1 - confidence) / 2, least = (double)known, most = (double)(order->total - order->screened) + least;
    double *sums = malloc((hits + 1) * sizeof *sums), expected = 0, weight = 0, found = 0;

    if (!sums)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < order->screened; found += order->relevant[i++])
        if (order->random[i]) {                   /* hits = sum (T - c_i) / (N - i), solved for T */
            weight += 1 / (double)(order->total - i);
            expected += found / (double)(order->total - i);
        }
    out->method = "Poisson-binomial, from the random records among the ranked";
    out->total = fmin(most, fmax(least, ((double)hits + expected) / weight));
    /* P(at least `hits`) > tail from total_lo on; P(at most `hits`) > tail up to total_hi */
    out->total_lo = hits ? fmin(most, reach(order, hits - 1, 1 - tail, least, most, sums)) : least;
    out->total_hi = fmax(least, reach(order, hits, tail, least, most, sums) - 1);
    rv_recall_share(out, least);
    free(sums);
    return RV_OK;
}

rv_status rv_recall_of_order(const rv_stop_order *order, size_t least, double confidence, rv_recall *out, rv_error *err)
{
    const size_t known = rv_stop_found(order);
    size_t end = 0, start = 0, end_hits = 0, start_hits = 0, all = 0, all_hits = 0;
    rv_status st = RV_ENOTFOUND;

    *out = (rv_recall){ "", NAN, NAN, NAN, NAN, NAN, NAN };
    if (order->screened > order->total)
        return rv_fail(err, RV_EINVAL, "%zu of %zu records are screened", order->screened, order->total);
    while (order->random && end < order->screened && order->random[order->screened - 1 - end])
        end_hits += order->relevant[order->screened - 1 - end++];
    while (order->random && start < order->screened && order->random[start])
        start_hits += order->relevant[start++];
    for (size_t i = 0; order->random && i < order->screened; i++) {
        all += order->random[i];
        all_hits += order->random[i] && order->relevant[i];
    }
    least = least ? least : 1;
    if (end >= least && end < order->screened) {
        st = rv_recall_from_sample(known - end_hits, order->total - (order->screened - end), end, end_hits, known, confidence, out, err);
        out->method = "hypergeometric, exact, from the random end";
    } else if (start >= least) {
        st = rv_recall_from_sample(0, order->total, start, start_hits, known, confidence, out, err);
        out->method = "hypergeometric, exact, from the random start";
    } else if (all >= least) {
        st = scattered(order, known, all_hits, confidence, out, err);
    } else {
        return rv_fail(err, RV_ENOTFOUND, "fewer than %zu records came up at random", least);
    }
    return st;
}
