/* A row of a design matrix for values that are told: "year=2000,alloc=random". */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meta/design_matrix.h"
#include "meta/range.h"

/* The value told for a column, into `value`; false when there is none. */
static bool told(const char *values, const char *column, char *value, size_t size)
{
    const size_t n = strlen(column);

    for (const char *at = values; *at; at += *at == ',') {
        const char *const end = at + strcspn(at, ",");
        while (*at == ' ')
            at++;
        if (strncmp(at, column, n) == 0 && at[n] == '=') {
            snprintf(value, size, "%.*s", (int)(end - at - (long)n - 1), at + n + 1);
            return true;
        }
        at = end;
    }
    return false;
}

/* Each NAME= is a column of the formula, and stands once. */
static rv_status known_names(const rv_model_formula *f, const char *values, rv_error *err)
{
    bool seen[RV_ATOMS] = { false };

    for (const char *at = values; *at; at += *at == ',') {
        const char *const end = at + strcspn(at, ","), *equals;
        size_t i = 0;
        while (*at == ' ')
            at++;
        equals = memchr(at, '=', (size_t)(end - at));
        if (!equals)
            return rv_fail(err, RV_EINVAL, "'%.*s' is not of the form COLUMN=VALUE", (int)(end - at), at);
        while (i < f->columns && (strlen(f->column[i]) != (size_t)(equals - at) || strncmp(f->column[i], at, (size_t)(equals - at)) != 0))
            i++;
        if (i == f->columns)
            return rv_fail(err, RV_EINVAL, "the formula has no column %.*s", (int)(equals - at), at);
        if (seen[i])
            return rv_fail(err, RV_EINVAL, "'%.100s' says two things of %s", values, f->column[i]);
        seen[i] = true;
        at = end;
    }
    return RV_OK;
}

static rv_status level_of(const rv_design_whole *d, size_t atom, const char *text, size_t *code, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;

    for (*code = 0; *code < d->atom[atom].n; ++*code)
        if (strcmp(d->atom[atom].level[*code], text) == 0)
            return RV_OK;
    for (size_t i = 0; i < d->atom[atom].n && known.length < 250; i++)
        rv_buf_printf(&known, "%s%s", i ? ", " : "", d->atom[atom].level[i]);
    rv_fail(err, RV_EINVAL, "%s has no level '%.60s'; there are %s", d->f->atom[atom].name, text, rv_buf_str(&known));
    rv_buf_free(&known);
    return RV_EINVAL;
}

rv_status rv_design_at(const rv_design *design, const char *values, double *x, rv_error *err)
{
    const rv_design_whole *const d = (const rv_design_whole *)design;
    const rv_model_formula *const f = d->f;
    double number[RV_ATOMS] = { 0 }, at[RV_ATOMS] = { 0 };
    char value[RV_ATOMS][200];
    size_t code[RV_ATOMS] = { 0 };
    bool is_number[RV_ATOMS] = { false };
    rv_status st = known_names(f, values, err);

    for (size_t i = 0; st == RV_OK && i < f->columns; i++) {
        if (!told(values, f->column[i], value[i], sizeof value[i]))
            st = rv_fail(err, RV_EINVAL, "'%.100s' says nothing of %s", values, f->column[i]);
        else
            is_number[i] = rv_real_parse(value[i], &number[i], NULL) == RV_OK;
        if (st == RV_OK && !is_number[i])
            number[i] = NAN;
    }
    for (size_t i = 0; st == RV_OK && i < f->atoms; i++) {
        if (d->atom[i].factor)
            st = level_of(d, i, value[f->node[f->atom[i].root].column], &code[i], err);
        else if (!rv_effect_fits(at[i] = rv_node_value(f, f->atom[i].root, number)))
            st = isfinite(at[i]) ? rv_fail(err, RV_EINVAL, "%s is %g at '%.100s'; it must be %s", f->atom[i].name, at[i], values,
                                           rv_effect_wanted(at[i]))
                                 : rv_fail(err, RV_EINVAL, "%s is no number at '%.100s'", f->atom[i].name, values);
    }
    for (size_t c = 0; st == RV_OK && c < design->p; c++)
        x[c] = rv_design_value(d, c, code, at);
    return st;
}
