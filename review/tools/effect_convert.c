/* review-effect convert: numbers by hand, by all ways to them. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tools/effect_convert.h"
#include "tools/number_fault.h"

enum { WAYS = 40, GRID = 200 };

rv_status effect_convert_number(const char *text, const char *name, double *x, rv_error *err)
{
    rv_buf fault = RV_BUF_INIT;
    rv_status st;

    if (rv_real_parse(text, x, NULL) == RV_OK)
        return RV_OK;
    rv_tool_number_fault(text, &fault);
    st = rv_fail(err, RV_EUSAGE, "%s: %s", name, rv_buf_str(&fault));
    rv_buf_free(&fault);
    return st;
}

static rv_status read_numbers(const effect_conversion *c, rv_effect_input *in, rv_error *err)
{
    rv_status st = RV_OK;

    for (int i = 0; st == RV_OK && i < EFFECT_INPUTS; i++) {
        char name[40];
        snprintf(name, sizeof name, "--%s", rv_effect_columns[i]);
        for (char *at = name; *at; at++)
            *at = *at == '_' ? '-' : *at;
        if (c->given[i])
            st = effect_convert_number(c->given[i], name, &in->ai + i, err);
    }
    return st;
}

static void put(rv_table *table, const char *words)
{
    rv_table_text(table, words && *words ? words : NULL);
}

/* ---- One column ---------------------------------------------------------------------------------------------------- */

static rv_status put_ways(const effect_conversion *c, const char *column, const rv_effect_input *in, rv_table *table, rv_error *err)
{
    rv_made ways[WAYS];
    size_t n;
    rv_status st = rv_effect_ways(column, in, c->how, ways, WAYS, &n, err);

    if (st == RV_ENOTFOUND)
        return rv_fail(err, RV_EUSAGE, "there is no input '%s'; see review-effect convert --list", column);
    if (st == RV_OK && n == 0)
        st = rv_fail(err, RV_ENOTFOUND, "no step leads from what is given to %s; see review-effect convert --list", column);
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        const rv_effect_step *last = ways[i].n_steps ? ways[i].steps[ways[i].n_steps - 1] : NULL;
        put(table, column);
        rv_table_real(table, ways[i].value);
        put(table, ways[i].route);
        put(table, last ? last->formula : NULL);
        put(table, last ? last->assumes : NULL);
        put(table, ways[i].reason);
        rv_table_row(table);
    }
    return st;
}

static rv_status columns_by_hand(const effect_conversion *c, const rv_effect_input *in, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const names[] = { "makes", "value", "steps", "formula", "assumes", "reason" };
    rv_table *table = NULL;
    rv_status st = rv_table_open(&table, to, format, names, 6, err), ended;

    if (st != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && c->wanted[i]; i++)
        st = put_ways(c, c->wanted[i], in, table, err);
    ended = rv_table_close(table, st == RV_OK ? err : NULL);
    return st == RV_OK ? ended : st;
}

/* ---- One effect ---------------------------------------------------------------------------------------------------- */

static void put_effect(rv_table *table, const rv_effect *e)
{
    rv_buf steps = RV_BUF_INIT;

    for (size_t i = 0; i < e->n_steps; i++)
        if (i == 0 || e->steps[i] != e->steps[i - 1])
            rv_buf_printf(&steps, "%s%s", i ? ", " : "", e->steps[i]->id);
    rv_table_real(table, e->yi);
    rv_table_real(table, e->vi);
    rv_table_real(table, sqrt(e->vi));
    put(table, rv_buf_str(&steps));
    put(table, e->route);
    put(table, e->reason);
    rv_table_row(table);
    rv_buf_free(&steps);
}

static rv_status effect_by_hand(const effect_conversion *c, const rv_effect_input *in, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const names[] = { "yi", "vi", "se", "steps", "route", "reason" };
    rv_effect ways[WAYS];
    rv_table *table = NULL;
    size_t n;
    rv_status st = rv_effect_routes(c->measure, in, c->how, ways, WAYS, &n, err);

    if (st == RV_OK && n == 0)
        st = rv_fail(err, RV_ENOTFOUND, "%s: %s", c->measure->name, ways[0].reason);
    if (st != RV_OK || (st = rv_table_open(&table, to, format, names, 6, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        put_effect(table, &ways[i]);
    return rv_table_close(table, err);
}

/* "icc=0,0.05,0.1": the column, and its values. */
static rv_status read_grid(const char *text, char *column, size_t room, double *values, size_t *n, rv_error *err)
{
    const size_t length = strcspn(text, "=");

    *n = 0;
    if (!text[length] || !length || length >= room)
        return rv_fail(err, RV_EUSAGE, "--grid is '%s'; it names an input and its values, as icc=0,0.05,0.1", text);
    memcpy(column, text, length);
    column[length] = 0;
    for (const char *at = text + length; *at && *n < GRID; at += 1 + strcspn(at + 1, ",")) {
        char one[40];
        rv_status st;
        snprintf(one, sizeof one, "%.*s", (int)strcspn(at + 1, ","), at + 1);
        if ((st = effect_convert_number(one, "--grid", &values[(*n)++], err)) != RV_OK)
            return st;
    }
    return RV_OK;
}

static rv_status effect_over_grid(const effect_conversion *c, const rv_effect_input *in, rv_format format, rv_output *to, rv_error *err)
{
    const char *names[] = { NULL, "yi", "vi", "se", "steps", "route", "reason" };
    char column[40];
    double values[GRID];
    rv_effect effects[GRID];
    rv_table *table = NULL;
    size_t n;
    rv_status st = read_grid(c->grid, column, sizeof column, values, &n, err);

    if (st != RV_OK)
        return st;
    if (!c->measure)
        return rv_fail(err, RV_EUSAGE, "a grid of which effect? give --measure NAME");
    if ((st = rv_effect_grid(c->measure, in, c->how, column, values, n, effects, err)) != RV_OK)
        return st == RV_ENOTFOUND ? rv_within(err, RV_EUSAGE, "--grid") : st;
    names[0] = column;
    if ((st = rv_table_open(&table, to, format, names, 7, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        rv_table_real(table, values[i]);
        put_effect(table, &effects[i]);
    }
    return rv_table_close(table, err);
}

/* ---- Transformations ----------------------------------------------------------------------------------------------- */

static rv_status extras(const rv_transform *t, const rv_effect_input *in, rv_transform_args *a, rv_error *err)
{
    const struct { const char *name, *option; double value; } all[] = {
        { "ni", "--ni", in->ni }, { "ti", "--ti", in->ti }, { "pc", "--p2i (percent)", in->p2i }, { "sd", "--sdi", in->sdi },
    };

    *a = (rv_transform_args){ in->ni, in->ti, in->n1i, in->n2i, in->pi, in->p2i / 100, in->sdi };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(t->needs, all[i].name) == 0 && isnan(all[i].value))
            return rv_fail(err, RV_EUSAGE, "%s needs %s", t->name, all[i].option);
    return RV_OK;
}

static rv_status transformed(const effect_conversion *c, const rv_effect_input *in, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const names[] = { "x", "transform", "value", "vi", "inverse" };
    const rv_transform *t = rv_transform_find(c->transform);
    rv_transform_args a;
    rv_table *table = NULL;
    rv_status st;

    if (!t)
        return rv_fail(err, RV_EUSAGE, "there is no transformation '%s'; see review-effect convert --transforms", c->transform);
    if (!c->wanted[0])
        return rv_fail(err, RV_EUSAGE, "which numbers? give them behind: review-effect convert --transform %s 0.5", t->name);
    if ((st = extras(t, in, &a, err)) != RV_OK || (st = rv_table_open(&table, to, format, names, 5, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && c->wanted[i]; i++) {
        double x, slope;
        if ((st = effect_convert_number(c->wanted[i], t->name, &x, err)) != RV_OK)
            break;
        slope = rv_transform_slope(t, x, &a);
        rv_table_real(table, x);
        put(table, t->name);
        rv_table_real(table, t->apply(x, &a));
        rv_table_real(table, slope * slope * in->vi);
        put(table, t->inverse);
        rv_table_row(table);
    }
    if (st == RV_OK)
        return rv_table_close(table, err);
    (void)!rv_table_close(table, NULL);
    return st;
}

rv_status effect_convert(const effect_conversion *c, rv_output *to, rv_error *err)
{
    const rv_format format = c->format >= 0 ? (rv_format)c->format : c->data ? RV_FORMAT_CSV : RV_FORMAT_TEXT;
    rv_effect_input in = RV_EFFECT_INPUT_INIT;
    rv_status st;

    if (c->steps || c->transforms)
        return effect_convert_lists(c, format, to, err);
    if (c->data)
        return effect_convert_rows(c, format, to, err);
    if ((st = read_numbers(c, &in, err)) != RV_OK)
        return st;
    if (c->transform)
        return transformed(c, &in, format, to, err);
    if (c->grid)
        return effect_over_grid(c, &in, format, to, err);
    if (c->wanted[0])
        return columns_by_hand(c, &in, format, to, err);
    if (c->measure)
        return effect_by_hand(c, &in, format, to, err);
    return rv_fail(err, RV_EUSAGE, "convert to what? name an input (review-effect convert sd1i --se1i 0.4 --n1i 50), a --measure, or a "
                   "--transform");
}
