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

double rv_forest_printed(const rv_forest *forest, double x)
{
    return forest->log_scale ? exp(x) : x;
}

void rv_forest_interval_name(rv_buf *out, double level, const char *what)
{
    if (level > 0 && level < 1)
        rv_buf_printf(out, "%.10g%s ", 100 * level, PERCENT);
    rv_buf_text(out, what);
}

/* "; word: text" when there is a text. */
static void clause(rv_buf *out, const char *word, const char *text)
{
    if (*text)
        rv_buf_printf(out, "%s%s%s", out->length ? "; " : "", word, text);
}

static void heterogeneity_line(const rv_forest *f, rv_buf *out)
{
    if (isfinite(f->i2)) {
        rv_buf_text(out, "I\u00B2\u00A0=\u00A0");
        rv_type_number(out, 100 * f->i2, 1);
        rv_buf_text(out, PERCENT);
    }
    if (isfinite(f->tau2)) {
        clause(out, "", "\u03C4\u00B2\u00A0=\u00A0");
        rv_type_number(out, f->tau2, f->tau2 != 0 && f->tau2 < 0.01 ? 4 : 3);
    }
    if (isfinite(f->q)) {
        clause(out, "", "Q\u00A0=\u00A0");
        rv_type_number(out, f->q, 2);
    }
    if (isfinite(f->q) && isfinite(f->q_df))
        rv_buf_printf(out, " (df\u00A0=\u00A0%.10g)", f->q_df);
    if (isfinite(f->q_p)) {
        clause(out, "", f->q_p < 0.001 ? "p\u00A0<\u00A00.001" : "p\u00A0=\u00A0");
        if (f->q_p >= 0.001)
            rv_type_number(out, f->q_p, 3);
    }
}

void rv_forest_notes(const rv_forest_figure *figure, rv_buf *model, rv_buf *heterogeneity, rv_buf *key)
{
    const rv_forest *f = figure->forest;
    rv_buf words = RV_BUF_INIT;
    bool diamond = false, bar = false, study = false;

    clause(model, "Model: ", f->model);
    clause(model, "\u03C4\u00B2 by ", f->tau2_method);
    clause(model, "test and intervals: ", f->test);
    clause(model, "prediction interval: ", f->pi_method);
    heterogeneity_line(f, &words);
    if (words.length)
        rv_buf_printf(heterogeneity, "Heterogeneity: %s", rv_buf_str(&words));
    rv_buf_clear(&words);
    for (size_t i = 0; i < f->n; i++) {
        study |= f->rows[i].kind == RV_FOREST_STUDY;
        diamond |= f->rows[i].kind == RV_FOREST_SUBGROUP || f->rows[i].kind == RV_FOREST_POOLED;
        bar |= f->rows[i].kind == RV_FOREST_PREDICTION;
    }
    if (study)
        rv_buf_text(key, "Squares: studies, area in proportion to weight; lines: ");
    if (study) {
        rv_forest_interval_name(key, f->level, "confidence intervals");
        if (figure->cut)
            rv_buf_text(key, " (an arrow: beyond the axis)");
    }
    clause(key, "", diamond ? "diamonds: pooled estimates" : "");
    clause(key, "", bar ? "bar: prediction interval" : "");
    rv_buf_free(&words);
}

static void say_interval(const rv_forest_figure *figure, rv_buf *out, double lo, double hi)
{
    rv_type_number(out, rv_forest_printed(figure->forest, lo), figure->decimals);
    rv_buf_text(out, " to ");
    rv_type_number(out, rv_forest_printed(figure->forest, hi), figure->decimals);
}

void rv_forest_describe(const rv_forest_figure *figure, rv_buf *out)
{
    const rv_forest *f = figure->forest;
    rv_buf model = RV_BUF_INIT, heterogeneity = RV_BUF_INIT, key = RV_BUF_INIT;
    size_t k = 0;

    for (size_t i = 0; i < f->n; i++)
        k += f->rows[i].kind == RV_FOREST_STUDY;
    rv_buf_printf(out, "Forest plot of %zu %s. %s%s.", k, k == 1 ? "effect" : "effects", rv_forest_measure_name(f->measure),
                  f->log_scale ? " on a logarithmic scale" : "");
    for (size_t i = 0; i < f->n; i++) {
        const rv_forest_row *row = &f->rows[i];
        const bool prediction = row->kind == RV_FOREST_PREDICTION;
        if (row->kind == RV_FOREST_STUDY || (!prediction && isnan(row->yi)))
            continue;
        rv_buf_char(out, ' ');
        if (*row->subgroup)
            rv_buf_printf(out, "%s, ", row->subgroup);
        rv_buf_printf(out, "%s: ", row->label);
        if (prediction) {
            say_interval(figure, out, row->pi_lo, row->pi_hi);
        } else {
            rv_type_number(out, rv_forest_printed(f, row->yi), figure->decimals);
            rv_buf_text(out, " (");
            rv_forest_interval_name(out, f->level, "confidence interval ");
            say_interval(figure, out, row->ci_lo, row->ci_hi);
            rv_buf_char(out, ')');
        }
        rv_buf_char(out, '.');
    }
    rv_forest_notes(figure, &model, &heterogeneity, &key);
    if (model.length)
        rv_buf_printf(out, " %s.", model.data);
    if (heterogeneity.length)
        rv_buf_printf(out, " %s.", heterogeneity.data);
    out->failed |= model.failed || heterogeneity.failed;
    rv_buf_free(&model);
    rv_buf_free(&heterogeneity);
    rv_buf_free(&key);
}
