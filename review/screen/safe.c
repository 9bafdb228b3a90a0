/* The four phases of the SAFE procedure as a checklist. */
#include <config.h>

#include <math.h>

#include "review/screen.h"

static rv_safe_state reached(double value, double wanted)
{
    return isnan(value) || isnan(wanted) ? RV_SAFE_UNKNOWN : value >= wanted ? RV_SAFE_YES : RV_SAFE_NO;
}

static rv_safe_item item(int phase, const char *words, double value, double wanted)
{
    return (rv_safe_item){ phase, words, value, wanted, reached(value, wanted) };
}

bool rv_safe_check(const rv_stop_order *order, const rv_safe_options *o, rv_safe_item items[RV_SAFE_ITEMS])
{
    const double n = (double)order->total, run = (double)rv_stop_run_now(order);
    size_t start = 0, hits = 0, before = 0;
    double wanted = NAN;
    bool all = true;

    while (order->random && start < order->screened && order->random[start])
        hits += order->relevant[start++];
    if (start)
        wanted = o->times * n * (double)hits / (double)start;
    if (o->switched && o->switched <= order->screened)   /* the run with which the first model ended */
        before = rv_stop_run_now(&(rv_stop_order){ order->relevant, NULL, o->switched, order->total });
    items[0] = item(1, "records screened in random order to begin with", order->random ? (double)start : NAN,
                    ceil(o->random_share * n));
    items[1] = item(1, "relevant records among them", order->random ? (double)hits : NAN, 1);
    items[2] = item(2, "key papers found", o->key_papers ? (double)o->key_found : NAN, o->key_papers ? (double)o->key_papers : NAN);
    items[3] = item(2, "records screened, against the relevant ones estimated from the random ones", (double)order->screened, wanted);
    items[4] = item(2, "records screened, of all", (double)order->screened, ceil(o->least_share * n));
    items[5] = item(2, "irrelevant records in a row, first model", o->switched ? (double)before : run, (double)o->run);
    items[6] = item(3, "irrelevant records in a row, another model", o->switched
                    ? fmin(run, (double)order->screened - (double)o->switched) : NAN, (double)o->run);
    items[7] = item(4, "excluded records looked at again", o->checked ? (double)o->checked : NAN, 1);
    for (int i = 0; i < RV_SAFE_ITEMS; i++)
        all &= items[i].state == RV_SAFE_YES;
    return all;
}
