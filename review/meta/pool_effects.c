/* The studies' own effects where programs part company at zeros. */
#include <config.h>

#include <stdlib.h>

#include "meta/strata.h"

const char *const rv_tables_method_names[] = { "MH", "Inverse", "Peto", NULL };
const char *const rv_tables_program_names[] = { "house", "meta", "revman", NULL };

void rv_tables_options_set(rv_tables_options *o, size_t program)
{
    const bool meta = program == 1, revman = program == 2;

    *o = (rv_tables_options){ .measure = RV_TABLES_RR, .method = RV_TABLES_MH, .add = 0.5, .to = RV_ZERO_ONLY0,
                              .add_pooled = meta || revman, .once_to_sizes = meta, .plain_difference = meta || revman,
                              .keep_all_events = meta, .rd_variance = meta || revman ? RV_MH_GREENLAND_ROBINS : RV_MH_SATO,
                              .dl_about_mh = meta || revman, .generalised_dl = meta, .metafor_stops = meta, .smaller_iqwig = meta,
                              .random = RV_META_OPTIONS_INIT };
    if (meta || revman) {
        o->random.test = RV_TEST_Z;
        o->random.pi = RV_PI_HTS;
    }
    if (revman)
        o->random.estimator = rv_estimator_find("DL");
}

/* Whether the study says nothing about the measure. A difference always has something to say. */
static bool silent(const rv_stratum *s, const rv_tables_options *o)
{
    const bool no_events = s->a == 0 && s->c == 0, all_events = s->b == 0 && s->d == 0;

    switch (o->measure) {
    case RV_TABLES_RD: return false;
    case RV_TABLES_RR: return no_events || (all_events && !o->keep_all_events);
    default:           return no_events || all_events;
    }
}

static void odds(const rv_stratum *s, rv_tables_row *row)
{
    row->yi = log(s->a * s->d / (s->b * s->c));
    row->vi = 1 / s->a + 1 / s->b + 1 / s->c + 1 / s->d;
}

/* With n + add below the line what was added is once in the sizes. Two groups of nothing but events have their counts above it. */
static void risks(const rv_stratum *s, const rv_stratum *raw, bool once, rv_tables_row *row)
{
    const double add = s->a - raw->a, n1 = once ? raw->n1 + add : s->n1, n2 = once ? raw->n2 + add : s->n2;
    const bool all = raw->b == 0 && raw->d == 0;

    row->yi = log(s->a / n1 / (s->c / n2));
    row->vi = 1 / (all ? raw->a : s->a) - 1 / n1 + 1 / (all ? raw->c : s->c) - 1 / n2;
}

static void difference(const rv_stratum *s, const rv_stratum *raw, bool plain, rv_tables_row *row)
{
    const rv_stratum *of = plain ? raw : s;

    row->yi = of->a / of->n1 - of->c / of->n2;
    row->vi = s->a * s->b / pow(s->n1, 3) + s->c * s->d / pow(s->n2, 3);
}

static void peto(const rv_stratum *s, rv_tables_row *row)
{
    const double t = s->a + s->c, v = t * (s->b + s->d) * (s->n1 / s->n) * (s->n2 / s->n) / (s->n - 1);

    row->yi = (s->a - t * (s->n1 / s->n)) / v;
    row->vi = 1 / v;
}

static rv_stratum enlarged(const rv_stratum *s, double add)
{
    const double a = s->a + add, b = s->b + add, c = s->c + add, d = s->d + add;

    return (rv_stratum){ a, b, c, d, a + b, c + d, a + b + c + d, s->row };
}

static void one(const rv_stratum *s, const rv_stratum *raw, const rv_tables_options *o, rv_tables_row *row)
{
    if (o->method == RV_TABLES_PETO)
        peto(raw, row);
    else if (o->measure == RV_TABLES_OR)
        odds(s, row);
    else if (o->measure == RV_TABLES_RR)
        risks(s, raw, o->once_to_sizes, row);
    else
        difference(s, raw, o->plain_difference, row);
    /* Without anything added a zero leaves no ratio, and a difference between two certainties no variance. */
    if (!isfinite(row->yi) || !isfinite(row->vi) || !(row->vi > 0)) {
        row->yi = row->vi = NAN;
        row->fate |= RV_TABLES_NO_EFFECT | RV_TABLES_NO_WEIGHT;
    }
}

rv_status rv_pool_effects(const rv_tables *t, const rv_tables_options *o, rv_tables_row *rows, rv_stratum *s, rv_stratum *raw,
                          size_t *k, rv_error *err)
{
    rv_stratum *all = malloc((t->k + 1) * sizeof *all);
    const double add = o->method == RV_TABLES_PETO ? 0 : o->add;
    size_t n = 0;
    bool zero = false;
    rv_status st = all ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    *k = 0;
    for (size_t i = 0; i < t->k; i++)
        rows[i] = (rv_tables_row){ NAN, NAN, 0, RV_TABLES_MISSING | RV_TABLES_NO_EFFECT | RV_TABLES_NO_WEIGHT };
    if (st == RV_OK && o->measure > RV_TABLES_RD)
        st = rv_fail(err, RV_EINVAL, "%s is pooled by rv_mh_run() alone; OR, RR or RD is meant here", rv_tables_measure_names[o->measure]);
    if (st == RV_OK && o->method == RV_TABLES_PETO && o->measure != RV_TABLES_OR)
        st = rv_fail(err, RV_EINVAL, "Peto's method pools odds ratios, not %s", rv_tables_measure_names[o->measure]);
    if (st == RV_OK)
        st = rv_strata_make(t, o->measure, add, RV_ZERO_NONE, false, all, &n, err);
    for (size_t i = 0; st == RV_OK && i < n; i++)
        zero = zero || (rv_stratum_has_zero(&all[i], false) && !silent(&all[i], o));
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        const bool adds = add > 0 && (o->to == RV_ZERO_ALL || (o->to == RV_ZERO_IF0ALL && zero)
                                      || (o->to == RV_ZERO_ONLY0 && rv_stratum_has_zero(&all[i], false)));
        const rv_stratum more = enlarged(&all[i], adds ? add : 0);
        rv_tables_row *row = &rows[all[i].row];
        row->fate = (rv_stratum_double_zero(&all[i], false) ? RV_TABLES_DOUBLE_ZERO : 0) | (adds ? RV_TABLES_ADDED : 0);
        if (silent(&all[i], o)) {
            row->fate = RV_TABLES_DOUBLE_ZERO | RV_TABLES_NO_EFFECT | RV_TABLES_NO_WEIGHT;
            continue;
        }
        one(&more, &all[i], o, row);
        if (s)
            s[*k] = more;
        if (raw)
            raw[*k] = all[i];
        ++*k;
    }
    free(all);
    return st;
}
