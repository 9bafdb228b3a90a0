/* summary of an escalc: estimates with the limits of their own 95 % intervals, carried over to another scale. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/numer.h"
#include "tests/reference/driver.h"

static double itself(double x) { return x; }
static double logistic(double x) { return 1 / (1 + exp(-x)); }
static double square(double x) { return x < 0 ? 0 : x * x; }
static double sine_square(double x) { return x < 0 ? 0 : x > acos(-1) / 2 ? 1 : sin(x) * sin(x); }
static double normal(double x) { return rv_normal_upper(-x); }

static const struct { const char *name; double (*back)(double x); } scales[] = {
    { "", itself },
    { "exp", exp },
    { "transf.exp", exp },
    { "transf.ztor", tanh },
    { "transf.ilogit", logistic },
    { "transf.iarcsin", sine_square },
    { "transf.isqrt", square },
    { "transf.iprobit", normal },
};

bool step_summary(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "transf", "level", NULL };
    const char *name = arg_word(args, "transf", "");
    const double z = rv_normal_upper_quantile((1 - arg_number(args, "level", 95) / 100) / 2);
    const column *yi = frame_find(&r->data, "yi"), *vi = frame_find(&r->data, "vi");
    const size_t k = r->data.k;
    double (*back)(double) = NULL, *out;

    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (strcmp(scales[i].name, name) == 0)
            back = scales[i].back;
    if (!only_arguments(r, args, known))
        return false;
    if (!back || !yi || !vi)
        return cannot(r, back ? "summary before escalc" : "summary with transf = %s", name);
    out = calloc(3 * k + 1, sizeof *out);
    for (size_t i = 0; i < k; i++) {
        const double half = z * sqrt(vi->x[i]);
        out[i] = back(yi->x[i]);
        out[k + i] = back(yi->x[i] - half);
        out[2 * k + i] = back(yi->x[i] + half);
    }
    json_decref(r->got);
    r->got = json_pack("{s:o, s:o, s:o}", "yi", numbers(out, k), "ci.lb", numbers(out + k, k), "ci.ub", numbers(out + 2 * k, k));
    free(out);
    return true;
}
