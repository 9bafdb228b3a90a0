/* Fisher's z of a correlation whose variance is known. */
#include <config.h>

#include <math.h>

#include "effect/how.h"

rv_estimate rv_fisher_z(rv_estimate r)
{
    const double slope = 1 / (1 - r.y * r.y);

    if (!(fabs(r.y) < 1))
        return (rv_estimate){ NAN, NAN };
    return (rv_estimate){ atanh(r.y), r.v * slope * slope };
}
