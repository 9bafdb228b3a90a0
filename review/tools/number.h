#ifndef RV_TOOLS_NUMBER_H
#define RV_TOOLS_NUMBER_H

#include <math.h>

#include "review/base.h"

/* A number as people count: 48, not 48.0000. */
static inline void rv_tool_put_number(rv_table *table, double x)
{
    if (isfinite(x) && x == rint(x) && fabs(x) < 1e15)
        rv_table_int(table, (int64_t)x);
    else
        rv_table_real(table, x);
}

#endif
