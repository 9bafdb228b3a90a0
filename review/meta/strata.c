/* Tables checked, and counted out. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "meta/strata.h"

const char *const rv_tables_measure_names[] = { "OR", "RR", "RD", "IRR", "IRD", NULL };
const rv_tables_kind rv_tables_kinds[] = { { "OR", "PLO", false, true },
                                           { "RR", "PLN", false, true },
                                           { "RD", "PR", false, false },
                                           { "IRR", "IRLN", true, true },
                                           { "IRD", "IR", true, false } };
const char *const rv_mh_variance_names[] = { "sato", "greenland-robins", NULL };

const char *rv_tables_name(const rv_tables *t, size_t i, rv_table_name *name)
{
    if (t->labels && t->labels[i] && *t->labels[i])
        snprintf(name->text, sizeof name->text, "study '%.150s'", t->labels[i]);
    else
        snprintf(name->text, sizeof name->text, "table %zu", i + 1);
    return name->text;
}

/* The four numbers of table i with the names that people know them by. */
static rv_status check(const rv_tables *t, size_t i, bool rates, rv_error *err)
{
    static const char *const names[2][4] = { { "ai", "bi", "ci", "di" }, { "x1i", "t1i", "x2i", "t2i" } };
    const double cell[] = { t->ai[i], t->bi[i], t->ci[i], t->di[i] };
    rv_table_name name;

    for (int c = 0; c < 4; c++) {
        const bool time = rates && c % 2 == 1;
        if (isinf(cell[c]))
            return rv_fail(err, RV_EDOMAIN, "%s: %s is not finite", rv_tables_name(t, i, &name), names[rates][c]);
        if (cell[c] < 0 || (time && cell[c] == 0))
            return rv_fail(err, RV_EDOMAIN, time ? "%s: %s is %g; a time must be positive" : "%s: %s is %g; a count cannot be negative",
                           rv_tables_name(t, i, &name), names[rates][c], cell[c]);
    }
    if (!rates && (cell[0] + cell[1] == 0 || cell[2] + cell[3] == 0))
        return rv_fail(err, RV_EDOMAIN, "%s: %s and %s are 0; a group needs people", rv_tables_name(t, i, &name),
                       cell[0] + cell[1] == 0 ? "ai" : "ci", cell[0] + cell[1] == 0 ? "bi" : "di");
    return RV_OK;
}

bool rv_stratum_double_zero(const rv_stratum *s, bool rates)
{
    return (s->a == 0 && s->c == 0) || (!rates && s->b == 0 && s->d == 0);
}

bool rv_stratum_has_zero(const rv_stratum *s, bool rates)
{
    return s->a == 0 || s->c == 0 || (!rates && (s->b == 0 || s->d == 0));
}

static void enlarge(rv_stratum *s, bool rates, double add)
{
    s->a += add;
    s->c += add;
    if (rates)
        return;
    s->b += add;
    s->d += add;
    s->n1 = s->a + s->b;
    s->n2 = s->c + s->d;
    s->n = s->n1 + s->n2;
}

static void add_to(rv_stratum *s, size_t k, bool rates, double add, rv_zero_to to)
{
    bool zero = false;

    for (size_t i = 0; i < k; i++)
        zero = zero || rv_stratum_has_zero(&s[i], rates);
    for (size_t i = 0; i < k; i++)
        if (to == RV_ZERO_ALL || (to == RV_ZERO_IF0ALL && zero) || (to == RV_ZERO_ONLY0 && rv_stratum_has_zero(&s[i], rates)))
            enlarge(&s[i], rates, add);
}

rv_status rv_strata_make(const rv_tables *t, rv_tables_measure measure, double add, rv_zero_to to, bool drop00, rv_stratum *s,
                         size_t *k, rv_error *err)
{
    const bool rates = rv_tables_kinds[measure].rates;
    size_t complete = 0;
    rv_status st;

    *k = 0;
    if (!(add >= 0 && isfinite(add)))
        return rv_fail(err, RV_EINVAL, "%g is to be added to the cells; it must not be negative", add);
    for (size_t i = 0; i < t->k; i++) {
        rv_stratum x = { t->ai[i], t->bi[i], t->ci[i], t->di[i], t->bi[i], t->di[i], t->bi[i] + t->di[i], i };
        if ((st = check(t, i, rates, err)) != RV_OK)
            return st;
        if (isnan(x.a + x.b + x.c + x.d))
            continue;
        complete++;
        if (rates)
            x.b = x.d = NAN;
        else
            x.n1 = x.a + x.b, x.n2 = x.c + x.d, x.n = x.n1 + x.n2;
        if (!(drop00 && rv_stratum_double_zero(&x, rates)))
            s[(*k)++] = x;
    }
    if (*k == 0)
        return rv_fail(err, RV_EINVAL, "%s", t->k == 0 ? "there are no tables" : complete == 0
                       ? "every table has a missing cell; there is nothing to pool"
                       : "every table is without events, or has nothing but events, in both groups; there is nothing to pool");
    add_to(s, *k, rates, add, to);
    return RV_OK;
}

/* The row's fate, before and beside what layer effect says of it. */
static unsigned fate_of(const rv_tables *t, size_t i, bool rates, const rv_effect *e)
{
    const rv_stratum s = { t->ai[i], t->bi[i], t->ci[i], t->di[i], 0, 0, 0, i };
    unsigned fate = 0;

    if (isnan(s.a + s.b + s.c + s.d))
        return RV_TABLES_MISSING | RV_TABLES_NO_EFFECT | RV_TABLES_NO_WEIGHT;
    if (rv_stratum_double_zero(&s, rates))
        fate |= RV_TABLES_DOUBLE_ZERO;
    if (isnan(e->yi) || isnan(e->vi))
        fate |= RV_TABLES_NO_EFFECT;
    return fate;
}

rv_status rv_tables_effects(const rv_tables *t, const char *name, bool rates, double add, rv_zero_to to, bool drop00,
                            rv_tables_row *rows, rv_error *err)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input *in = malloc((t->k + 1) * sizeof *in);
    rv_effect *out = malloc((t->k + 1) * sizeof *out);
    rv_status st = in && out ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
    bool zero = false;

    o.add = add;
    o.to = to;
    o.drop00 = drop00;
    o.fractions = true;
    for (size_t i = 0; st == RV_OK && i < t->k; i++) {
        const rv_stratum s = { t->ai[i], t->bi[i], t->ci[i], t->di[i], 0, 0, 0, i };
        zero = zero || (rv_stratum_has_zero(&s, rates) && !(drop00 && rv_stratum_double_zero(&s, rates)));
        in[i] = (rv_effect_input)RV_EFFECT_INPUT_INIT;
        if (isnan(s.a + s.b + s.c + s.d))
            continue;
        if (rates)
            in[i].x1i = s.a, in[i].t1i = s.b, in[i].x2i = s.c, in[i].t2i = s.d;
        else
            in[i].ai = s.a, in[i].bi = s.b, in[i].ci = s.c, in[i].di = s.d;
    }
    if (st == RV_OK)
        st = rv_effect_make(rv_measure_find(name), in, t->k, &o, out, err);
    for (size_t i = 0; st == RV_OK && i < t->k; i++) {
        const rv_stratum s = { t->ai[i], t->bi[i], t->ci[i], t->di[i], 0, 0, 0, i };
        rows[i] = (rv_tables_row){ out[i].yi, out[i].vi, 0, fate_of(t, i, rates, &out[i]) };
        if (add > 0 && !(rows[i].fate & RV_TABLES_NO_EFFECT)
            && (to == RV_ZERO_ALL || (to == RV_ZERO_IF0ALL && zero) || (to == RV_ZERO_ONLY0 && rv_stratum_has_zero(&s, rates))))
            rows[i].fate |= RV_TABLES_ADDED;
        if (rows[i].fate & RV_TABLES_NO_EFFECT)
            rows[i].yi = rows[i].vi = NAN;
    }
    free(in);
    free(out);
    return st;
}

static void name_those(const rv_tables *t, const rv_tables_row *rows, unsigned bits, unsigned not_bits, const char *one, const char *many,
                       rv_buf *text)
{
    size_t n = 0;
    rv_table_name name;

    for (size_t i = 0; i < t->k; i++)
        n += (rows[i].fate & bits) == bits && !(rows[i].fate & not_bits);
    if (n == 0)
        return;
    for (size_t i = 0, said = 0; i < t->k; i++)
        if ((rows[i].fate & bits) == bits && !(rows[i].fate & not_bits))
            rv_buf_printf(text, "%s%s", said++ ? ", " : "", rv_tables_name(t, i, &name));
    rv_buf_printf(text, ": %s\n", n == 1 ? one : many);
}

void rv_tables_notes(const rv_tables *t, const rv_tables_row *rows, rv_buf *text)
{
    name_those(t, rows, RV_TABLES_MISSING, 0, "a cell is missing; the study is left out", "a cell is missing; the studies are left out",
               text);
    name_those(t, rows, RV_TABLES_DOUBLE_ZERO | RV_TABLES_NO_WEIGHT, RV_TABLES_MISSING,
               "no events, or nothing but events, in both groups (double zero); the study says nothing of a ratio and is left out",
               "no events, or nothing but events, in both groups (double zeros); the studies say nothing of a ratio and are left out", text);
    name_those(t, rows, RV_TABLES_DOUBLE_ZERO, RV_TABLES_MISSING | RV_TABLES_NO_WEIGHT,
               "no events, or nothing but events, in both groups (double zero)",
               "no events, or nothing but events, in both groups (double zeros)", text);
    name_those(t, rows, RV_TABLES_NO_EFFECT, RV_TABLES_MISSING | RV_TABLES_DOUBLE_ZERO,
               "no effect of its own; the study is not in the test of heterogeneity",
               "no effects of their own; the studies are not in the test of heterogeneity", text);
}
