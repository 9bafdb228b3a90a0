/* From rows of inputs to effects: options, rows, messages. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "effect/how.h"

#define NAME(name, words) #name,
#define WORDS(name, words) words,
const char *const rv_effect_columns[] = { RV_EFFECT_INPUTS(NAME) NULL };
const char *const rv_effect_column_words[] = { RV_EFFECT_INPUTS(WORDS) NULL };
_Static_assert(sizeof(rv_effect_input) / sizeof(double) + 1 == sizeof rv_effect_columns / sizeof *rv_effect_columns,
               "one name a number of rv_effect_input");

double *rv_effect_column(rv_effect_input *input, const char *name)
{
    for (size_t i = 0; rv_effect_columns[i]; i++)
        if (strcmp(rv_effect_columns[i], name) == 0)
            return &input->ai + i;
    return NULL;
}

void rv_effect_none(rv_effect *out)
{
    out->yi = out->vi = NAN;
    out->route[0] = out->reason[0] = 0;
    out->n_steps = 0;
}

void rv_effect_missing(rv_effect *out, const char *column)
{
    rv_effect_reason(out, "%s is missing", column);
}

void rv_effect_reason(rv_effect *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(out->reason, sizeof out->reason, format, args);
    va_end(args);
}

/* Adds to the route, so that each step of the way can say its part. */
void rv_effect_route(rv_effect *out, const char *format, ...)
{
    const size_t used = strlen(out->route);
    va_list args;

    va_start(args, format);
    vsnprintf(out->route + used, sizeof out->route - used, format, args);
    va_end(args);
}

void rv_effect_set(rv_effect *out, double yi, double vi, const char *infinite)
{
    if (isfinite(yi) && isfinite(vi)) {
        out->yi = yi;
        out->vi = vi;
        if (vi <= 0)
            rv_effect_reason(out, "the variance is 0: no model can weigh this effect");
        return;
    }
    out->yi = out->vi = NAN;
    out->route[0] = 0;
    rv_effect_reason(out, "%s", infinite);
}

static rv_status check_options(const rv_measure *m, const rv_effect_options *o, rv_error *err)
{
    if (!(isfinite(o->add) && o->add >= 0))
        return rv_fail(err, RV_EINVAL, "add is %g; what is added to cells is 0 or more", o->add);
    if (!(o->level > 0 && o->level < 1))
        return rv_fail(err, RV_EINVAL, "level is %g; a confidence level is between 0 and 1, as 0.95", o->level);
    if (!(m->vtypes & 1u << o->vtype))
        return rv_fail(err, RV_EINVAL, "%s has no variance type %s", m->name, rv_vtype_names[o->vtype]);
    return RV_OK;
}

static rv_status check_finite(const rv_effect_input *in, rv_error *err)
{
    const double *x = &in->ai;

    for (size_t i = 0; rv_effect_columns[i]; i++)
        if (isinf(x[i]))
            return rv_fail(err, RV_EDOMAIN, "%s is %g; it must be a finite number", rv_effect_columns[i], x[i]);
    return RV_OK;
}

/* Whether some table that is used has a zero cell: what `if0all` asks. */
static bool any_zero(const rv_effect_input *in, size_t k, const rv_effect_options *o)
{
    for (size_t i = 0; i < k; i++) {
        rv_effect unused;
        rv_cells t;

        rv_effect_none(&unused);
        if (rv_cells_read(&in[i], &t, &unused, NULL) == RV_OK && rv_cells_zero(&t)
            && !(o->drop00 && rv_cells_double_zero(&t)))
            return true;
    }
    return false;
}

/* Fits; where something is missing, steps are taken towards it until it fits or no step helps. */
static rv_status make_row(const rv_measure *m, const rv_effect_input *input, const rv_effect_options *o, const double *average,
                          rv_effect *out, rv_error *err)
{
    rv_effect_input in = *input;
    size_t said = 0;                /* of the route, by the steps taken */
    bool changed = true;
    rv_status st;

    while ((st = m->how->fit(&in, o, average, out, err)) == RV_OK && isnan(out->yi)) {
        out->route[said] = 0;
        changed = false;
        if ((st = rv_effect_prepare(m, &in, o, out, &changed, err)) != RV_OK || !changed)
            break;
        out->reason[0] = 0;
        said = strlen(out->route);
    }
    return st == RV_OK && !isnan(out->yi) ? rv_effect_adjust(m, &in, o, out, err) : st;
}

rv_status rv_effect_make(const rv_measure *measure, const rv_effect_input *input, size_t k, const rv_effect_options *options,
                         rv_effect *out, rv_error *err)
{
    rv_effect_options o = *options;
    double average[2] = { NAN, NAN };
    rv_status st = check_options(measure, &o, err);

    if (st != RV_OK)
        return st;
    if (measure->how->cells && o.to == RV_ZERO_IF0ALL)
        o.to = any_zero(input, k, &o) ? RV_ZERO_ALL : RV_ZERO_NONE;
    if (o.vtype == RV_VTYPE_AV)
        measure->how->survey(input, k, &o, average);
    for (size_t i = 0; i < k; i++) {
        rv_effect_none(&out[i]);
        if ((st = check_finite(&input[i], err)) != RV_OK
            || (st = make_row(measure, &input[i], &o, o.vtype == RV_VTYPE_AV ? average : NULL, &out[i], err)) != RV_OK)
            return rv_within(err, st, "row %zu", i + 1);
        if (isnan(out[i].yi))
            out[i].route[0] = 0;
        if (isnan(out[i].yi) && !out[i].reason[0])
            rv_effect_reason(&out[i], "nothing to make it from: give %s", measure->needs);
    }
    return RV_OK;
}
