/* The words of a forest plot: names of measures, the notes under it, and what it says to those who cannot see it. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/forest.h"

/* A narrow no-break space stands before the percent sign. */
static const char PERCENT[] = "\u202F%";

static const struct { const char *measure, *name; bool ratio; } measures[] = {
    { "OR", "Odds ratio", true },
    { "PETO", "Peto odds ratio", true },
    { "RR", "Risk ratio", true },
    { "HR", "Hazard ratio", true },
    { "IRR", "Incidence rate ratio", true },
    { "ROM", "Ratio of means", true },
    { "RD", "Risk difference", false },
    { "MD", "Mean difference", false },
    { "SMD", "Standardised mean difference", false },
    { "GEN", "Effect", false },
    { "", "Effect", false },
};

const char *rv_forest_measure_name(const char *measure)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strcmp(measures[i].measure, measure) == 0)
            return measures[i].name;
    return measure;
}

bool rv_forest_is_ratio(const char *measure)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strcmp(measures[i].measure, measure) == 0)
            return measures[i].ratio;
    return false;
}

double rv_forest_printed(const rv_forest_figure *g, double x)
{
    return g->forest.log_scale ? exp(x) : x;
}

void rv_forest_number(const rv_forest_figure *g, rv_buf *out, double x, int decimals)
{
    rv_forest_style_number(g->style, x, decimals, out);
}

void rv_forest_interval_name(const rv_forest_figure *g, rv_buf *out, const char *what)
{
    const double level = g->forest.level;

    if (level > 0 && level < 1)
        rv_buf_printf(out, "%.10g%s%s", 100 * level, PERCENT, strlen(what) < 4 ? "\u00A0" : " ");
    rv_buf_text(out, what);
}

/* "; word: text" when there is a text. */
static void clause(rv_buf *out, size_t start, const char *word, const char *text)
{
    if (*text)
        rv_buf_printf(out, "%s%s%s", out->length > start ? "; " : "", word, text);
}

/* Ends a paragraph; nothing when it has no words. */
static void end(rv_buf *out, size_t start)
{
    if (out->length > start)
        rv_buf_char(out, '\n');
}

/* Q of one study says nothing. */
static rv_forest_numbers heterogeneity_of(double tau2, double i2, double q, double q_df, double q_p)
{
    const bool one = q_df == 0;

    return (rv_forest_numbers){ tau2, i2, one ? NAN : q, one ? NAN : q_df, one ? NAN : q_p, NAN, NAN, false, NAN };
}

void rv_forest_row_heterogeneity(const rv_forest_figure *g, size_t row, rv_buf *out)
{
    const rv_forest_fit *fit = g->given->fits ? &g->given->fits[g->source[row]] : NULL;
    rv_forest_numbers numbers;

    if (!fit)
        return;
    numbers = heterogeneity_of(fit->tau2, fit->i2, fit->q, fit->q_df, fit->q_p);
    rv_forest_style_fill(g->style, g->style->heterogeneity, &numbers, out);
}

/* What model it is, and how it was fitted: in every style, for a pooled number says little without. */
static void model_line(const rv_forest *f, rv_buf *out)
{
    const size_t start = out->length;

    clause(out, start, "Model: ", f->model);
    clause(out, start, "\u03C4\u00B2 by ", f->tau2_method);
    clause(out, start, "test and intervals: ", f->test);
    clause(out, start, "prediction interval: ", f->pi_method);
    end(out, start);
}

static void statistics(const rv_forest_figure *g, rv_buf *out)
{
    const rv_forest *f = &g->forest;
    const rv_forest_fit *fit = g->given->fits && g->model_row != SIZE_MAX ? &g->given->fits[g->source[g->model_row]] : NULL;
    const rv_forest_between *b = f->between;
    const rv_forest_numbers numbers = heterogeneity_of(f->tau2, f->i2, f->q, f->q_df, f->q_p);
    size_t start = out->length;

    rv_forest_style_fill(g->style, g->style->heterogeneity, &numbers, out);
    end(out, start);
    start = out->length;
    if (fit && isfinite(fit->stat))
        rv_forest_style_fill(g->style, g->style->overall,
                             &(rv_forest_numbers){ NAN, NAN, NAN, NAN, fit->p, fit->stat, fit->df, false, NAN }, out);
    end(out, start);
    start = out->length;
    if (b)
        rv_forest_style_fill(g->style, g->style->differences,
                             &(rv_forest_numbers){ NAN, NAN, NAN, b->df1, b->p, b->stat, NAN, true, b->df2 }, out);
    end(out, start);
}

/* What the marks are. */
static void key(const rv_forest_figure *g, rv_buf *out)
{
    const rv_forest *f = &g->forest;
    const size_t start = out->length;
    bool kinds[RV_FOREST_STEP + 1] = { false };

    for (size_t i = 0; i < f->n; i++)
        kinds[f->rows[i].kind] = true;
    clause(out, start, "", kinds[RV_FOREST_STUDY] ? "Squares: studies, area in proportion to weight" : "");
    clause(out, start, "", kinds[RV_FOREST_STEP] ? "Discs: pooled estimates" : "");
    if (kinds[RV_FOREST_STUDY] || kinds[RV_FOREST_STEP]) {
        rv_buf_text(out, "; lines: ");
        rv_forest_interval_name(g, out, "confidence intervals");
        if (g->cut)
            rv_buf_text(out, " (an arrow: beyond the axis)");
    }
    clause(out, start, "", kinds[RV_FOREST_SUBGROUP] || kinds[RV_FOREST_POOLED] ? "diamonds: pooled estimates" : "");
    clause(out, start, "", kinds[RV_FOREST_PREDICTION] ? "bar: prediction interval" : "");
    if (isfinite(g->options->line_at)) {
        clause(out, start, "", "orange dashes: ");
        rv_forest_number(g, out, g->options->line_at, g->decimals);
    }
    end(out, start);
}

void rv_forest_notes(const rv_forest_figure *g, rv_buf *out)
{
    const char *notes = g->options->notes ? g->options->notes : g->forest.notes ? g->forest.notes : "";

    model_line(&g->forest, out);
    statistics(g, out);
    key(g, out);
    if (*notes) {
        rv_buf_text(out, notes);
        rv_buf_char(out, '\n');
    }
}

/* ---- For those who cannot see it ----------------------------------------------------------------------------------- */

static void say_interval(const rv_forest_figure *g, rv_buf *out, double lo, double hi)
{
    rv_forest_number(g, out, rv_forest_printed(g, lo), g->decimals);
    rv_buf_text(out, " to ");
    rv_forest_number(g, out, rv_forest_printed(g, hi), g->decimals);
}

static void say_row(const rv_forest_figure *g, size_t i, rv_buf *out)
{
    const rv_forest_row *row = &g->forest.rows[i];
    const bool prediction = row->kind == RV_FOREST_PREDICTION;

    if (row->kind == RV_FOREST_STUDY || (!prediction && isnan(row->yi)))
        return;
    rv_buf_char(out, ' ');
    if (*row->subgroup && strcmp(row->subgroup, row->label) != 0)
        rv_buf_printf(out, "%s, ", row->subgroup);
    rv_buf_printf(out, "%s: ", row->label);
    if (prediction) {
        say_interval(g, out, row->pi_lo, row->pi_hi);
    } else {
        rv_forest_number(g, out, rv_forest_printed(g, row->yi), g->decimals);
        rv_buf_text(out, " (");
        rv_forest_interval_name(g, out, "confidence interval ");
        say_interval(g, out, row->ci_lo, row->ci_hi);
        rv_buf_char(out, ')');
    }
    rv_buf_char(out, '.');
}

void rv_forest_describe(const rv_forest_figure *g, rv_buf *out)
{
    const rv_forest *f = &g->forest;
    rv_buf words = RV_BUF_INIT;
    size_t k = 0, steps = 0;

    for (size_t i = 0; i < f->n; i++) {
        k += f->rows[i].kind == RV_FOREST_STUDY;
        steps += f->rows[i].kind == RV_FOREST_STEP;
    }
    rv_buf_printf(out, "Forest plot of %zu %s. %s%s.", k + steps, steps ? "pooled estimates" : k == 1 ? "effect" : "effects",
                  rv_forest_measure_name(f->measure), f->log_scale ? " on a logarithmic scale" : "");
    for (size_t i = 0; i < f->n; i++)
        say_row(g, i, out);
    model_line(f, &words);
    statistics(g, &words);
    for (const char *p = rv_buf_str(&words); *p; p += strcspn(p, "\n") + 1)
        rv_buf_printf(out, " %.*s.", (int)strcspn(p, "\n"), p);
    rv_forest_lights_say(g, out);
    out->failed |= words.failed;
    rv_buf_free(&words);
}
