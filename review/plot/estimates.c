#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/estimates.h"

static bool fits(double x) { return !isfinite(x) || fabs(x) <= 1e100; }

bool rv_estimates_is(const rv_forest_row *row)
{
    return row->kind == RV_FOREST_STUDY && isfinite(row->yi);
}

size_t rv_estimates_count(const rv_forest *f)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        n += rv_estimates_is(&f->rows[i]);
    return n;
}

static rv_status check(const rv_forest *f, rv_error *err)
{
    for (size_t i = 0; i < f->n; i++) {
        const rv_forest_row *r = &f->rows[i];
        if (r->ci_lo > r->ci_hi || r->pi_lo > r->pi_hi)
            return rv_fail(err, RV_EDOMAIN, "row %zu (%.60s): the interval is upside down", i + 1, r->label);
        if (!fits(r->yi) || !fits(r->ci_lo) || !fits(r->ci_hi) || !fits(r->pi_lo) || !fits(r->pi_hi))
            return rv_fail(err, RV_EDOMAIN, "row %zu (%.60s): a figure takes numbers up to 1e100", i + 1, r->label);
    }
    if (rv_estimates_count(f) == 0)
        return rv_fail(err, RV_EINVAL, "there are no effects: no row of the kind study has an estimate");
    return RV_OK;
}

rv_status rv_estimates_begin(rv_chart *c, const rv_forest *f, const rv_estimates_options *o, double *null, rv_error *err)
{
    rv_forest_options ends = RV_FOREST_OPTIONS_INIT;
    const bool ratio = f->log_scale || rv_forest_is_ratio(f->measure);
    rv_status st;

    ends.from = o->from;
    ends.to = o->to;
    if ((st = check(f, err)) != RV_OK)
        return st;
    if (f->log_scale && o->null_at <= 0)
        return rv_fail(err, RV_EINVAL, "no effect cannot stand at %g: this measure is a ratio, so its axis has only positive numbers",
                       o->null_at);
    *null = isnan(o->null_at) ? (ratio && !f->log_scale ? 1 : 0) : f->log_scale ? log(o->null_at) : o->null_at;
    if ((st = rv_chart_new(c, o->width, err)) != RV_OK)
        return st;
    if ((st = rv_axis_ends(&c->x, f, &ends, *null, err)) != RV_OK) {
        rv_chart_drop(c);
        return st;
    }
    rv_buf_printf(&c->x_words, "%s%s", rv_forest_measure_name(f->measure), f->log_scale ? " (log scale)" : "");
    c->x_name = rv_buf_str(&c->x_words);
    c->no_y = true;
    c->y = (rv_axis){ .lo = 0, .hi = 1, .no_effect = NAN };
    return RV_OK;
}

static rv_pooled of_row(const rv_forest_row *r)
{
    return (rv_pooled){ r->label, r->yi, r->ci_lo, r->ci_hi, r->pi_lo, r->pi_hi };
}

static const rv_pooled NOTHING = { "", NAN, NAN, NAN, NAN, NAN };

rv_pooled rv_estimates_overall(const rv_forest *f)
{
    rv_pooled p = NOTHING;
    bool found = false;

    for (size_t i = 0; i < f->n; i++) {
        const rv_forest_row *r = &f->rows[i];
        if (r->kind == RV_FOREST_POOLED && !found) {
            const double lo = p.pi_lo, hi = p.pi_hi;
            p = of_row(r);
            found = true;
            if (isnan(p.pi_lo))
                p.pi_lo = lo, p.pi_hi = hi;
        } else if (r->kind == RV_FOREST_PREDICTION && !*r->subgroup && isnan(p.pi_lo)) {
            p.pi_lo = r->pi_lo, p.pi_hi = r->pi_hi;
        }
    }
    return p;
}

rv_pooled rv_estimates_of(const rv_forest *f, const char *subgroup)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->rows[i].kind == RV_FOREST_SUBGROUP && strcmp(f->rows[i].subgroup, subgroup) == 0)
            return of_row(&f->rows[i]);
    return NOTHING;
}

static void number(const rv_forest *f, rv_buf *out, double x)
{
    rv_type_number(out, f->log_scale ? exp(x) : x, 2);
}

void rv_estimates_level(const rv_forest *f, rv_buf *out)
{
    if (f->level > 0 && f->level < 1)
        rv_buf_printf(out, "%.10g\u202F%% ", 100 * f->level);
}

static void words(const rv_forest *f, const rv_pooled *p, bool level, rv_buf *out)
{
    number(f, out, p->estimate);
    if (isnan(p->ci_lo) || isnan(p->ci_hi))
        return;
    rv_buf_text(out, " (");
    if (level) {
        rv_estimates_level(f, out);
        rv_buf_text(out, "CI ");
    }
    number(f, out, p->ci_lo);
    rv_buf_text(out, " to ");
    number(f, out, p->ci_hi);
    rv_buf_char(out, ')');
}

void rv_estimates_numbers(const rv_forest *f, const rv_pooled *p, rv_buf *out)
{
    words(f, p, false, out);
}

void rv_estimates_words(const rv_forest *f, const rv_pooled *p, rv_buf *out)
{
    words(f, p, true, out);
}

/* "; word text" when there is a text. */
static void clause(rv_buf *out, const char *word, const char *text)
{
    if (text && *text)
        rv_buf_printf(out, "%s%s%s", out->length ? "; " : "", word, text);
}

/* "; name = 0.31" when it is known. */
static void value(rv_buf *out, const char *name, double x, int decimals, const char *unit)
{
    if (!isfinite(x))
        return;
    rv_buf_printf(out, "%s%s\u00A0=\u00A0", out->length ? "; " : "", name);
    rv_type_number(out, x, decimals);
    rv_buf_text(out, unit);
}

void rv_estimates_notes(rv_chart *c, const rv_forest *f)
{
    rv_buf text = RV_BUF_INIT;

    clause(&text, "Model: ", f->model);
    clause(&text, "\u03C4\u00B2 by ", f->tau2_method);
    clause(&text, "test and intervals: ", f->test);
    clause(&text, "prediction interval: ", f->pi_method);
    if (text.length)
        rv_chart_note(c, "%s.", rv_buf_str(&text));
    rv_buf_clear(&text);
    value(&text, "I\u00B2", 100 * f->i2, 1, "\u202F%");
    value(&text, "\u03C4\u00B2", f->tau2, f->tau2 < 0.01 ? 4 : 3, "");
    value(&text, "Q", f->q, 2, "");
    value(&text, "df", f->q_df, 0, "");
    if (f->q_p < 0.001)
        rv_buf_text(&text, "; p\u00A0<\u00A00.001");
    else
        value(&text, "p", f->q_p, 3, "");
    if (text.length)
        rv_chart_note(c, "Heterogeneity: %s.", rv_buf_str(&text));
    rv_buf_free(&text);
}
