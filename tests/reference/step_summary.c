/* summary of an escalc: estimates with the limits of their own 95 % intervals, carried over to another scale. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/numer.h"
#include "tests/reference/driver.h"

bool step_summary(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "transf", "level", NULL };
    const char *name = arg_word(args, "transf", "");
    const double z = rv_normal_upper_quantile((1 - arg_number(args, "level", 95) / 100) / 2);
    const column *yi = frame_find(&r->data, "yi"), *vi = frame_find(&r->data, "vi");
    const size_t k = r->data.k;
    const rv_transform *back = rv_transform_find(name);
    const rv_transform_args none = RV_TRANSFORM_ARGS_INIT;
    double *out;

    if (!only_arguments(r, args, known))
        return false;
    if (*name && (!back || *back->needs))
        return cannot(r, "summary with transf = %s", name);
    if (!yi || !vi)
        return cannot(r, "summary before escalc");
    out = calloc(3 * k + 1, sizeof *out);
    for (size_t i = 0; i < k; i++) {
        const double half = z * sqrt(vi->x[i]);
        out[i] = yi->x[i];
        out[k + i] = yi->x[i] - half;
        out[2 * k + i] = yi->x[i] + half;
    }
    for (size_t i = 0; back && i < 3 * k; i++)
        out[i] = back->apply(out[i], &none);
    json_decref(r->got);
    r->got = json_pack("{s:o, s:o, s:o}", "yi", numbers(out, k), "ci.lb", numbers(out + k, k), "ci.ub", numbers(out + 2 * k, k));
    free(out);
    return true;
}
