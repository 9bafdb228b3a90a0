/* From rows of inputs to effects: options, rows, messages. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "effect/how.h"

static rv_status check_options(const rv_measure *m, const rv_effect_options *o, rv_error *err)
{
    if (!isnan(o->add) && !(isfinite(o->add) && o->add >= 0))
        return rv_fail(err, RV_EINVAL, "add is %g; what is added to cells is 0 or more", o->add);
    if (!(o->level > 0 && o->level < 1))
        return rv_fail(err, RV_EINVAL, "level is %g; a confidence level is between 0 and 1, as 0.95", o->level);
    if (!(m->vtypes & 1u << o->vtype))
        return rv_fail(err, RV_EINVAL, "%s has no variance type %s", m->name, rv_vtype_names[o->vtype]);
    return RV_OK;
}

/* The places in rv_effect_input of the inputs named in `names`. */
static size_t find_counts(const char *names, unsigned char *places, size_t room)
{
    size_t n = 0;

    for (const char *at = names ? names : ""; *at && n < room; at += strspn(at, " ")) {
        const size_t length = strcspn(at, " ");
        size_t i = 0;

        while (rv_effect_columns[i] && (strncmp(rv_effect_columns[i], at, length) != 0 || rv_effect_columns[i][length]))
            i++;
        if (rv_effect_columns[i])
            places[n++] = (unsigned char)i;
        at += length;
    }
    return n;
}

rv_status rv_effect_begin(rv_effect_maker *maker, const rv_measure *measure, const rv_effect_options *options, rv_error *err)
{
    const rv_measure_how *how = measure->how;
    const rv_status st = check_options(measure, options, err);
    const bool averages = options->vtype == RV_VTYPE_AV || options->vtype == RV_VTYPE_AVHO;

    *maker = (rv_effect_maker){ .measure = measure, .options = *options };
    if (st != RV_OK)
        return st;
    if (isnan(options->add))
        maker->options.add = how->plain ? 0 : 0.5;
    maker->looks = (averages && how->gather) || (options->to == RV_ZERO_IF0ALL && how->zero);
    maker->n_counts = find_counts(how->counts, maker->counts, sizeof maker->counts);
    return RV_OK;
}

/* A square of more is infinite, and what is divided by it a 0 that nothing betrays. */
static const double LARGEST = 1e150;

/* What no measure can use: infinite and enormous numbers; fractions of people where they are not allowed. */
static rv_status check_input(const rv_effect_maker *maker, const rv_effect_input *in, rv_error *err)
{
    const double *x = &in->ai;

    for (size_t i = 0; i < sizeof *in / sizeof *x; i++)
        if (isinf(x[i]))
            return rv_fail(err, RV_EDOMAIN, "%s is %g; it must be a finite number", rv_effect_columns[i], x[i]);
        else if (fabs(x[i]) > LARGEST)
            return rv_fail(err, RV_EDOMAIN, "%s is %g; beyond %g nothing can be computed of it", rv_effect_columns[i], x[i], LARGEST);
    for (size_t c = 0; c < maker->n_counts && !maker->options.fractions; c++) {
        const size_t i = maker->counts[c];
        if (x[i] != floor(x[i]) && !isnan(x[i]))
            return rv_fail(err, RV_EDOMAIN, "%s is %.10g; a count is a whole number, unless fractions are allowed",
                           rv_effect_columns[i], x[i]);
    }
    return RV_OK;
}

/* Fits; where something is missing, steps are taken towards it until it fits or no step helps. `in` becomes what it was made from. */
static rv_status fit(const rv_measure *m, rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err)
{
    size_t said = 0;                /* of the route, by the steps taken */
    bool changed;
    rv_status st;

    while ((st = m->how->fit(m, in, s, out, err)) == RV_OK && isnan(out->yi)) {
        char reason[RV_EFFECT_WORDS];
        out->route[said] = 0;
        changed = false;
        memcpy(reason, out->reason, sizeof reason);
        out->reason[0] = 0;
        if ((st = rv_effect_prepare(m, in, s->o, out, &changed, err)) != RV_OK)
            return st;
        if (!changed) {
            if (!out->reason[0])
                memcpy(out->reason, reason, sizeof reason);
            return RV_OK;
        }
        said = strlen(out->route);
    }
    return st == RV_OK ? rv_effect_adjust(m, in, s->o, out, err) : st;
}

void rv_effect_look(rv_effect_maker *maker, const rv_effect_input *input)
{
    const rv_measure_how *how = maker->measure->how;
    rv_effect_options o = maker->options;
    const rv_setting s = { &o, NULL };
    rv_effect_input in = *input;
    rv_effect unused;

    o.vtype = RV_VTYPE_LS;
    o.to = o.to == RV_ZERO_IF0ALL ? RV_ZERO_NONE : o.to;
    rv_effect_none(&unused);
    if (!maker->looks || check_input(maker, input, NULL) != RV_OK || fit(maker->measure, &in, &s, &unused, NULL) != RV_OK)
        return;
    maker->zero |= how->zero && how->zero(&in, &maker->options);
    if (how->gather)
        how->gather(maker->measure, &in, &o, maker->sums[0]);
    o.to = RV_ZERO_ALL;
    if (how->gather && maker->options.to == RV_ZERO_IF0ALL)
        how->gather(maker->measure, &in, &o, maker->sums[1]);
}

rv_status rv_effect_one(const rv_effect_maker *maker, const rv_effect_input *input, rv_effect *out, rv_error *err)
{
    const bool if0all = maker->options.to == RV_ZERO_IF0ALL;
    const double *sums = maker->sums[if0all && maker->zero];
    const double average[] = { sums[0] / sums[1], sums[2] / sums[3], (sums[0] + sums[2]) / (sums[1] + sums[3]) };
    const bool averages = maker->options.vtype == RV_VTYPE_AV || maker->options.vtype == RV_VTYPE_AVHO;
    const rv_measure *m = maker->measure;
    rv_effect_options o = maker->options;
    const rv_setting s = { &o, averages ? average : NULL };
    rv_effect_input in = *input;
    rv_status st;

    if (if0all)
        o.to = maker->zero ? RV_ZERO_ALL : RV_ZERO_NONE;
    rv_effect_none(out);
    if ((st = check_input(maker, input, err)) == RV_OK)
        st = fit(m, &in, &s, out, err);
    if (st != RV_OK)
        out->yi = out->vi = NAN;
    if (isnan(out->yi)) {
        out->route[0] = 0;
        out->n_steps = 0;
        if (st == RV_OK && !out->reason[0])
            rv_effect_reason(out, "nothing to make it from: give %s", m->needs);
    }
    return st;
}

rv_status rv_effect_make(const rv_measure *measure, const rv_effect_input *input, size_t k, const rv_effect_options *options,
                         rv_effect *out, rv_error *err)
{
    rv_effect_maker maker;
    rv_status st = rv_effect_begin(&maker, measure, options, err);

    for (size_t i = 0; st == RV_OK && maker.looks && i < k; i++)
        rv_effect_look(&maker, &input[i]);
    for (size_t i = 0; st == RV_OK && i < k; i++)
        if ((st = rv_effect_one(&maker, &input[i], &out[i], err)) != RV_OK)
            return rv_within(err, st, "row %zu", i + 1);
    return st;
}
