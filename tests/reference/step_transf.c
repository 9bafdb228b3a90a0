/* transf.*: transformations of single numbers. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

/* One argument for all numbers, or one each. */
static bool fill(run *r, const json_t *arg, double *member, size_t i)
{
    size_t n = 0;
    double *x;

    if (!arg)
        return true;
    if (!(x = arg_own_numbers(r, arg, &n)))
        return false;
    if (n)
        *member = x[i % n];
    free(x);
    return true;
}

/* targs: a number (a standard deviation), or a list with ni, whose harmonic mean is meant. */
static bool extras(run *r, const json_t *targs, rv_transform_args *a)
{
    const json_t *sizes = json_object_get(json_object_get(json_object_get(targs, "list"), "ni"), "num");
    json_t *as_arg;
    size_t n = 0;
    double *x;

    if (!sizes)
        return fill(r, targs, &a->sd, 0);
    as_arg = json_pack("{s:O}", "num", sizes);
    if ((x = arg_own_numbers(r, as_arg, &n)))
        a->ni = rv_harmonic_mean(x, n);
    free(x);
    json_decref(as_arg);
    return true;
}

/* "Not a number" and infinity are what these functions give outside their domain, so it is said, and not left out as missing. */
static json_t *values(const double *x, size_t n)
{
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, isfinite(x[i]) ? rv_json_real(x[i])
                                            : json_string(isnan(x[i]) ? "NaN" : x[i] < 0 ? "-Inf" : "Inf"));
    return list;
}

bool step_transf(run *r, const json_t *args)
{
    static const char *const known[] = { "xi", "ni", "ti", "targs", "n1i", "n2i", "pi", "pc", "arg1", NULL };
    const rv_transform *t = rv_transform_find(r->fn);
    const json_t *xi = json_object_get(args, "xi") ? json_object_get(args, "xi") : json_object_get(args, "arg1");
    rv_transform_args a = RV_TRANSFORM_ARGS_INIT;
    size_t n = 0;
    double *x;
    bool ok = true;

    if (!only_arguments(r, args, known))
        return false;
    if (!t)
        return cannot(r, "%s", r->fn);
    if (!(x = arg_own_numbers(r, xi, &n)))
        return false;
    for (size_t i = 0; ok && i < n; i++) {
        ok = fill(r, json_object_get(args, "ni"), &a.ni, i) && fill(r, json_object_get(args, "ti"), &a.ti, i)
             && fill(r, json_object_get(args, "n1i"), &a.n1i, i) && fill(r, json_object_get(args, "n2i"), &a.n2i, i)
             && fill(r, json_object_get(args, "pi"), &a.pi, i) && fill(r, json_object_get(args, "pc"), &a.pc, i)
             && extras(r, json_object_get(args, "targs"), &a);
        x[i] = t->apply(x[i], &a);
    }
    if (ok) {
        json_decref(r->got);
        r->got = json_pack("{s:o}", "value", values(x, n));
    }
    free(x);
    return ok;
}
