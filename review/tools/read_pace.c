#include <config.h>

#include <math.h>

#include "tools/read.h"

void rv_pace_add(rv_pace *pace, double now)
{
    if (pace->n < RV_PACE_VOTES) {
        pace->at[(pace->first + pace->n++) % RV_PACE_VOTES] = now;
    } else {
        pace->at[pace->first] = now;
        pace->first = (pace->first + 1) % RV_PACE_VOTES;
    }
}

double rv_pace_hourly(const rv_pace *pace)
{
    double taken = 0;
    size_t votes = 0;

    for (size_t i = 1; i < pace->n; i++) {
        const double since = pace->at[(pace->first + i) % RV_PACE_VOTES] - pace->at[(pace->first + i - 1) % RV_PACE_VOTES];
        if (since <= RV_PACE_PAUSE) {
            taken += since;
            votes++;
        }
    }
    return votes && taken > 0 ? 3600 * (double)votes / taken : NAN;
}
