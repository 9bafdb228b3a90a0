/* The numbers of a result, as inputs of a measure: group sizes, groups' values, the estimate. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "extract/derive.h"

static const char *text(rv_way *w, rv_role role)
{
    const rv_fact_value *v = rv_role_value(w->of->facts, &w->of->roles, w->result, &w->arms, role);

    if (v)
        w->out->used[role] = v;
    return v ? v->value : NULL;
}

double rv_way_number(rv_way *w, rv_role role)
{
    const rv_fact_value *v;
    const double x = rv_role_number(w->of->facts, w->of->protocol, &w->of->roles, w->result, &w->arms, role, &v);

    if (v)
        w->out->used[role] = v;
    return x;
}

const char *rv_way_words(rv_way *w, rv_role role)
{
    const char *words = text(w, role);

    return words ? words : "";
}

void rv_way_lacks(rv_way *w, const char *format, ...)
{
    va_list args;

    if (w->lacks[0])
        return;
    va_start(args, format);
    vsnprintf(w->lacks, sizeof w->lacks, format, args);
    va_end(args);
}

void rv_way_step(rv_way *w, const char *id, const char *format, ...)
{
    rv_derived *d = w->out;
    va_list args;

    if (d->n_steps == RV_DERIVED_STEPS)
        return;
    va_start(args, format);
    vsnprintf(d->steps[d->n_steps].words, RV_STEP_WORDS, format, args);
    va_end(args);
    d->steps[d->n_steps++].id = id;
}

/* ---- Group sizes ---------------------------------------------------------------------------------------------------- */

static void split_total(rv_way *w, const char *basis)
{
    const double a = rv_way_number(w, RV_AS_RANDOMISED1), b = rv_way_number(w, RV_AS_RANDOMISED2);

    if (strstr(basis, "halves")) {
        w->n1 = w->n2 = w->total / 2;
        snprintf(w->sizes, sizeof w->sizes, ", group sizes: %.100s", basis);
        rv_way_step(w, "n-from-halves", "n1i = n2i = %.10g / 2 = %.10g", w->total, w->n1);
    } else if (strstr(basis, "ratio") && a > 0 && b > 0) {
        w->n1 = w->total * (a / (a + b));
        w->n2 = w->total * (1 - a / (a + b));
        snprintf(w->sizes, sizeof w->sizes, ", group sizes: %.80s (%g to %g)", basis, a, b);
        rv_way_step(w, "n-from-ratio", "n1i = %.10g x %.10g/%.10g = %.10g; n2i = %.10g - %.10g = %.10g", w->total, a, a + b, w->n1,
                    w->total, w->n1, w->n2);
    } else if (strstr(basis, "ratio")) {
        rv_way_lacks(w, "only the total of %g is shown, and randomised_treat and randomised_control are missing", w->total);
    } else {
        rv_way_lacks(w, "only the total of %g is shown, and split_basis does not say how to divide it", w->total);
    }
}

/*
 * Group sizes: as shown; the rest of the total where one is shown; else the total divided as split_basis says, in halves or as
 * people were randomised (randomised_treat to randomised_control). Parts of people are left as they come.
 */
static void find_sizes(rv_way *w)
{
    const char *basis = rv_way_words(w, RV_AS_SPLIT);

    w->n1 = rv_way_number(w, RV_IN_n1i);
    w->n2 = rv_way_number(w, RV_IN_n2i);
    w->total = rv_way_number(w, RV_IN_ni);
    if (!isnan(w->n1) && !isnan(w->n2)) {
        if (basis[0] && strcmp(basis, "shown") != 0)
            snprintf(w->sizes, sizeof w->sizes, ", group sizes: %.100s", basis);
    } else if (isnan(w->total)) {
        rv_way_lacks(w, "the group sizes are not shown");
    } else if (!isnan(w->n1) || !isnan(w->n2)) {
        double *rest = isnan(w->n1) ? &w->n1 : &w->n2;
        const double shown = isnan(w->n1) ? w->n2 : w->n1;
        *rest = w->total - shown;
        snprintf(w->sizes, sizeof w->sizes, ", one group is the rest of the total");
        rv_way_step(w, "n-from-rest", "%s = %.10g - %.10g = %.10g", rest == &w->n1 ? "n1i" : "n2i", w->total, shown, *rest);
    } else {
        split_total(w, basis);
    }
}

/* ---- Groups --------------------------------------------------------------------------------------------------------- */

static void take_cells(rv_way *w, rv_effect_input *in, double treat, double control)
{
    if (w->what == RV_GIVES_PERCENT) {
        in->p1i = treat;
        in->p2i = control;
    } else {
        in->ai = isnan(treat) ? rv_way_number(w, RV_IN_ai) : treat;
        in->ci = isnan(control) ? rv_way_number(w, RV_IN_ci) : control;
    }
}

static void take_means(rv_way *w, rv_effect_input *in, double treat, double control)
{
    in->m1i = treat;
    in->m2i = control;
    in->sd1i = rv_way_number(w, RV_IN_sd1i);
    in->sd2i = rv_way_number(w, RV_IN_sd2i);
    if (isnan(in->sd1i) || isnan(in->sd2i))
        rv_way_lacks(w, "no standard deviations, standard error, confidence interval or p-value are shown");
}

/* An estimate or its interval is there, and nothing says that groups should be. */
static bool has_estimate(rv_way *w)
{
    return w->what == RV_GIVES_NOTHING && (!isnan(rv_way_number(w, RV_IN_est)) || !isnan(rv_way_number(w, RV_IN_ci_lo)));
}

void rv_way_groups(rv_way *w, const rv_measure *m)
{
    const bool cells = rv_measure_takes(m, RV_IN_ai) && rv_measure_takes(m, RV_IN_ci);
    const bool means = rv_measure_takes(m, RV_IN_m1i) && rv_measure_takes(m, RV_IN_m2i);
    const bool of_cells = w->what == RV_GIVES_PERCENT || w->what == RV_GIVES_COUNT || w->what == RV_GIVES_NOTHING;
    const double treat = rv_way_number(w, RV_AS_VALUE1), control = rv_way_number(w, RV_AS_VALUE2);
    rv_effect_input *in = &w->out->input;

    if (cells && of_cells)
        take_cells(w, in, treat, control);
    else if (means && w->what == RV_GIVES_MEAN)
        take_means(w, in, treat, control);
    else
        return;
    if (isnan(treat) && isnan(in->ai) && !has_estimate(w))
        rv_way_lacks(w, "the programme group's value is not shown");
    if (isnan(control) && isnan(in->ci) && !has_estimate(w))
        rv_way_lacks(w, "the control group's value is not shown");
    find_sizes(w);
    in->n1i = w->n1;
    in->n2i = w->n2;
}

/* ---- Estimate ------------------------------------------------------------------------------------------------------- */

/* The unit of an estimate says which measure it is. What is not here is in the unit of the outcome: a difference of means. */
static const rv_unit units[] = {
    { "percentage points", "RD", .01, false, "percent-to-proportion" },
    { "%", "RD", .01, false, "percent-to-proportion" },
    { "proportion", "RD", 1, false, NULL },
    { "risk difference", "RD", 1, false, NULL },
    { "odds ratio", "OR", 1, true, "log-of-ratio" },
    { "log odds ratio", "OR", 1, false, NULL },
    { "risk ratio", "RR", 1, true, "log-of-ratio" },
    { "log risk ratio", "RR", 1, false, NULL },
    { "hazard ratio", "HR", 1, true, "log-of-ratio" },
    { "log hazard ratio", "HR", 1, false, NULL },
    { "rate ratio", "IRR", 1, true, "log-of-ratio" },
    { "log rate ratio", "IRR", 1, false, NULL },
    { "standard deviations", "SMD", 1, false, NULL },
    { "correlation", "COR", 1, false, NULL },
    { "Fisher's z", "ZCOR", 1, false, NULL },
};

rv_unit rv_unit_find(const char *unit)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].unit, unit) == 0)
            return units[i];
    return (rv_unit){ unit, "MD", 1, false, NULL };
}

void rv_way_estimate(rv_way *w, const rv_measure *m)
{
    const char *unit = rv_way_words(w, RV_AS_UNIT);
    rv_unit u = rv_unit_find(unit);
    rv_effect_input *in = &w->out->input;
    const bool generic = strcmp(m->name, "GEN") == 0;

    if (!generic && strcmp(u.measure, m->name) != 0) {
        if (w->what == RV_GIVES_IMPACT)
            rv_way_lacks(w, "an estimate%s%.60s is not made into %s", unit[0] ? " in " : "", unit, m->title);
        else if (!unit[0] && has_estimate(w))
            rv_way_lacks(w, "what the estimate is stays unsaid: give its unit (a field with as=\"unit\"), as odds ratio");
        else if (has_estimate(w))
            rv_way_lacks(w, "an estimate in %.60s is not made into %s", unit, m->title);
        else if (w->what == RV_GIVES_MEAN || w->what == RV_GIVES_PERCENT)
            rv_way_lacks(w, "%s are not made into %s", w->what == RV_GIVES_MEAN ? "means" : "percentages", m->title);
        return;
    }
    if (generic)
        u.factor = 1;
    w->out->options.ratio = u.ratio;
    in->est = u.factor * rv_way_number(w, RV_IN_est);
    in->ci_lo = u.factor * rv_way_number(w, RV_IN_ci_lo);
    in->ci_hi = u.factor * rv_way_number(w, RV_IN_ci_hi);
    in->se = u.factor * rv_way_number(w, RV_IN_se);
    in->p = rv_way_number(w, RV_IN_p);
    in->level = rv_way_number(w, RV_IN_level);
    if (in->level > 1)
        in->level /= 100;
    if (u.step && u.factor != 1 && (!isnan(in->est) || !isnan(in->ci_lo)))
        rv_way_step(w, u.step, "%s is divided by %g", unit, 1 / u.factor);
    if (isnan(in->est) && isnan(in->ci_lo) && w->what == RV_GIVES_IMPACT)
        rv_way_lacks(w, "no estimate is shown");
    else if (isnan(in->se) && isnan(in->p) && isnan(in->ci_lo))
        rv_way_lacks(w, "the estimate has no standard error, confidence interval or p-value");
}

void rv_way_direct(rv_way *w)
{
    static const rv_role unit_bound[] = { RV_IN_est, RV_IN_se, RV_IN_ci_lo, RV_IN_ci_hi, RV_IN_p, RV_IN_level };
    double *in = &w->out->input.ai;
    bool some = false;

    for (int role = 0; role < RV_AS_GIVEN; role++) {
        bool bound = false;
        for (size_t i = 0; i < sizeof unit_bound / sizeof *unit_bound; i++)
            bound |= (int)unit_bound[i] == role;
        if (!bound && w->of->roles.direct[role] && isnan(in[role]))
            some |= !isnan(in[role] = rv_way_number(w, (rv_role)role));
    }
    if (some && isnan(in[RV_IN_n1i]) && isnan(in[RV_IN_n2i])) {
        find_sizes(w);
        in[RV_IN_n1i] = w->n1;
        in[RV_IN_n2i] = w->n2;
    }
}
