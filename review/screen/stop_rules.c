/* Rules of thumb: the knee of the gain curve, so many irrelevant records in a row. */
#include <config.h>

#include <math.h>

#include "review/screen.h"

size_t rv_stop_found(const rv_stop_order *order)
{
    size_t found = 0;

    for (size_t i = 0; i < order->screened; i++)
        found += order->relevant[i];
    return found;
}

void rv_stop_at_knee(const rv_stop_order *order, rv_stop_knee *out)
{
    const double s = (double)order->screened, all = (double)rv_stop_found(order);
    double c = 0, best = 0;

    *out = (rv_stop_knee){ .rho = NAN, .threshold = 156 - fmin(all, 150) };
    for (size_t i = 0; i < order->screened; i++) {
        c += order->relevant[i];
        if (c - all * (double)(i + 1) / s > best) {
            best = c - all * (double)(i + 1) / s;
            out->rank = i + 1;
            out->found = (size_t)c;
        }
    }
    if (!out->rank || out->rank == order->screened)
        return;
    out->rho = ((double)out->found / (double)out->rank) / ((1 + all - (double)out->found) / (s - (double)out->rank));
    out->bent = out->rho >= out->threshold;
    out->stop = out->bent && order->screened >= 1000;
}

size_t rv_stop_after_run(const rv_stop_order *order, size_t run)
{
    size_t length = 0;

    for (size_t i = 0; run && i < order->screened; i++) {
        length = order->relevant[i] ? 0 : length + 1;
        if (length == run)
            return i + 1;
    }
    return 0;
}

size_t rv_stop_run_now(const rv_stop_order *order)
{
    size_t run = 0;

    while (run < order->screened && !order->relevant[order->screened - 1 - run])
        run++;
    return run;
}
