/* The criterion of Callaghan and Mueller-Hansen: could so many still be missed, had the last ones come up at random? */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/numer.h"
#include "review/screen.h"

/*
 * The s records screened last and the U = N - L unscreened ones make an urn of M_s. When a suffix grows by an irrelevant record, U
 * stays and one more is known to be irrelevant: fewer of the U can be relevant, p_s falls. When it grows by a relevant one, K_s and
 * c_s grow together: p_s rises. So the least p_s is at a suffix that begins right after a relevant record, or holds everything;
 * s = 1 is asked too, as the first of equals.
 */
typedef struct {
    size_t population, hits;       /* M_s, c_s */
} urn;

typedef struct {
    urn   *urns;
    size_t n, found, left;         /* left: U */
    double bias;
} urns;

static rv_status check(const rv_stop_order *order, double target, double bias, rv_error *err)
{
    if (!(target > 0 && target <= 1))
        return rv_fail(err, RV_EDOMAIN, "a target of %g; a recall is above 0 and at most 1", target);
    if (!(bias > 0 && isfinite(bias)))
        return rv_fail(err, RV_EDOMAIN, "a bias of %g; it must be positive", bias);
    if (order->screened > order->total)
        return rv_fail(err, RV_EINVAL, "%zu of %zu records are screened", order->screened, order->total);
    if (order->total > (size_t)1e15)              /* beyond, a double no more counts them one by one */
        return rv_fail(err, RV_EINVAL, "%zu records; at most 1e15 can be had", order->total);
    return RV_OK;
}

static rv_status check_level(double confidence, rv_error *err)
{
    return confidence > 0 && confidence < 1 ? RV_OK
           : rv_fail(err, RV_EDOMAIN, "a confidence of %g; it must be between 0 and 1", confidence);
}

/* What p must be below: 1 - 0.95 is a little more than 0.05, and p = 0.05 is not below. */
static double level(double confidence)
{
    return (1 - confidence) * (1 - 1e-12);
}

/* `open`: also the urn of nothing drawn yet, which irrelevant records to come would fill. */
static rv_status gather(urns *u, const rv_stop_order *order, bool open, double bias, rv_error *err)
{
    size_t hits = 0;

    *u = (urns){ .found = rv_stop_found(order), .left = order->total - order->screened, .bias = bias };
    if (!(u->urns = malloc((u->found + 3) * sizeof *u->urns)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t s = 0; s <= order->screened; s++) {
        const bool whole = s == order->screened, before_hit = !whole && order->relevant[order->screened - s - 1];
        if (s ? s == 1 || whole || before_hit : open && (before_hit || whole))
            u->urns[u->n++] = (urn){ u->left + s, hits };
        hits += before_hit;
    }
    return RV_OK;
}

static double p_of(const urns *u, const urn *of, double k, double left)
{
    const double m = (double)of->population;

    return u->bias == 1 ? rv_hypergeometric_lower((double)of->hits, m, k, m - left)
                        : rv_wallenius_lower((double)of->hits, m, k, m - left, u->bias);
}

/* The number of relevant ones in an urn at which the target is just missed; in this order, as the golden numbers are. */
static double k_of(const urns *u, const urn *of, double target)
{
    return floor((double)u->found / target + 1 - ((double)u->found - (double)of->hits));
}

/* The least p of a target, when `left` records remain; stops at the first below `enough`. */
static double least_for(const urns *u, double target, double left, double enough)
{
    double least = NAN;

    for (size_t i = 0; i < u->n && !(least < enough); i++) {
        const double k = k_of(u, &u->urns[i], target);
        if (k <= (double)u->urns[i].population)
            least = fmin(least, p_of(u, &u->urns[i], k, left));
    }
    return isnan(least) ? u->n ? 0 : 1 : least;
}

/* The least p of `missed` relevant ones being left. */
static double least_missing(const urns *u, double missed, double enough)
{
    double least = 1;

    for (size_t i = 0; i < u->n && least >= enough; i++)
        if ((double)u->urns[i].hits + missed <= (double)u->urns[i].population)
            least = fmin(least, p_of(u, &u->urns[i], (double)u->urns[i].hits + missed, (double)u->left));
    return missed > (double)u->left ? 0 : least;
}

rv_status rv_stop_hypergeometric(const rv_stop_order *order, double target, double bias, rv_stop_p *out, rv_error *err)
{
    urns u;
    rv_status st;

    *out = (rv_stop_p){ .p = 1 };
    if ((st = check(order, target, bias, err)) != RV_OK || (st = gather(&u, order, false, bias, err)) != RV_OK)
        return st;
    out->p = u.n ? INFINITY : 1;
    for (size_t i = 0; i < u.n; i++) {
        const double k = k_of(&u, &u.urns[i], target);
        const double p = k <= (double)u.urns[i].population ? p_of(&u, &u.urns[i], k, (double)u.left) : NAN;
        if (p < out->p)
            *out = (rv_stop_p){ p, u.urns[i].population - u.left, u.urns[i].population, u.urns[i].hits, k };
    }
    if (isinf(out->p))                            /* all that is left would not make it fall short */
        out->p = 0;
    free(u.urns);
    return RV_OK;
}

rv_status rv_stop_random_end(const rv_stop_order *order, double target, rv_stop_p *out, rv_error *err)
{
    const urns u = { .found = rv_stop_found(order), .left = order->total - order->screened, .bias = 1 };
    size_t s = 0, hits = 0;
    double k;
    rv_status st;

    *out = (rv_stop_p){ .p = 1 };
    if ((st = check(order, target, 1, err)) != RV_OK)
        return st;
    for (; order->random && s < order->screened && order->random[order->screened - 1 - s]; s++)
        hits += order->relevant[order->screened - 1 - s];
    if (!s)
        return rv_fail(err, RV_ENOTFOUND, "the last record did not come up at random");
    k = k_of(&u, &(urn){ u.left + s, hits }, target);
    *out = (rv_stop_p){ 0, s, u.left + s, hits, k };
    if (k <= (double)out->urn_population)         /* else the target cannot be missed */
        out->p = p_of(&u, &(urn){ u.left + s, hits }, k, (double)u.left);
    return RV_OK;
}

rv_status rv_stop_claimed(const rv_stop_order *order, double confidence, double bias, rv_stop_claim *out, rv_error *err)
{
    const double enough = level(confidence);
    size_t lo = 0, hi;                            /* missing lo is not rejected (0 never is), missing hi is */
    urns u;
    rv_status st;

    *out = (rv_stop_claim){ 0, NAN, 1 };
    if ((st = check(order, 1, bias, err)) != RV_OK || (st = check_level(confidence, err)) != RV_OK
        || (st = gather(&u, order, false, bias, err)) != RV_OK)
        return st;
    hi = u.left + 1;
    while (hi - lo > 1) {
        const size_t mid = lo + (hi - lo) / 2;
        if (least_missing(&u, (double)mid, enough) < enough)
            hi = mid;
        else
            lo = mid;
    }
    out->missed = hi - 1;
    out->p = least_missing(&u, (double)hi, 0);
    out->recall = u.found ? (double)u.found / ((double)u.found + (double)out->missed) : NAN;
    free(u.urns);
    return RV_OK;
}

rv_status rv_stop_cost(const rv_stop_order *order, double target, double confidence, double bias, size_t *more, rv_error *err)
{
    const double enough = level(confidence);
    size_t lo = 0, hi;
    urns u;
    rv_status st;

    *more = 0;
    if ((st = check(order, target, bias, err)) != RV_OK || (st = check_level(confidence, err)) != RV_OK
        || (st = gather(&u, order, true, bias, err)) != RV_OK)
        return st;
    hi = u.left;
    if (least_for(&u, target, (double)hi, enough) < enough)
        hi = 0;
    while (hi > lo + 1) {
        const size_t mid = lo + (hi - lo) / 2;
        if (least_for(&u, target, (double)(u.left - mid), enough) < enough)
            hi = mid;
        else
            lo = mid;
    }
    *more = hi;
    free(u.urns);
    return RV_OK;
}

rv_status rv_stop_zero_hits(size_t found, size_t remaining, double target, double confidence, size_t *sample, rv_error *err)
{
    const double k = floor((double)found / target - (double)found + 1);
    const double enough = level(confidence);
    size_t lo = 0, hi = remaining;
    rv_status st;

    *sample = 0;
    if ((st = check(&(rv_stop_order){ .total = remaining }, target, 1, err)) != RV_OK || (st = check_level(confidence, err)) != RV_OK)
        return st;
    if (k > (double)remaining)                    /* all that is left would not make it fall short */
        return RV_OK;
    while (hi > lo + 1) {
        const size_t mid = lo + (hi - lo) / 2;
        if (rv_hypergeometric_lower(0, (double)remaining, k, (double)mid) < enough)
            hi = mid;
        else
            lo = mid;
    }
    *sample = hi;
    return RV_OK;
}
