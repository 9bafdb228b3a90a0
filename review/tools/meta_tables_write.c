/* Pooled tables, written. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/meta_tables.h"

static bool is_ratio(const meta_tables_work *w)
{
    return w->options.measure != RV_TABLES_RD && w->options.measure != RV_TABLES_IRD;
}

static void cell_ratio(meta_writer *to, const meta_tables_work *w, double x)
{
    if (is_ratio(w))
        meta_cell_real(to, exp(x));
    else
        meta_cell_missing(to);
}

static void effect(meta_writer *to, const meta_tables_work *w, const char *subgroup, const char *model, size_t k, const rv_meta_coef *c)
{
    const double numbers[] = { c->estimate, c->se, c->ci_lo, c->ci_hi, c->stat, c->df, c->p };

    meta_cell_text(to, subgroup);
    meta_cell_text(to, model);
    meta_cell_count(to, k);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        meta_cell_real(to, numbers[i]);
    cell_ratio(to, w, c->estimate);
    cell_ratio(to, w, c->ci_lo);
    cell_ratio(to, w, c->ci_hi);
    meta_row(to);
}

static const char *common_words(rv_tables_method method)
{
    static const char *const words[] = { "common effect, Mantel-Haenszel", "common effect, inverse variance", "common effect, Peto" };

    return words[method];
}

static void pooled(meta_writer *to, const meta_tables_work *w)
{
    static const char *const columns[] = { "subgroup", "model", "k", "estimate", "se", "ci_lo", "ci_hi", "stat", "df", "p", "ratio",
                                           "ratio_lo", "ratio_hi" };
    const rv_meta_fit *f = &w->pool.random;
    char random[120];

    snprintf(random, sizeof random, "random effects, %s, %s", f->estimator->name, rv_meta_test_title(f->test));
    meta_table(to, "pooled", "Pooled effects", columns, sizeof columns / sizeof *columns);
    effect(to, w, NULL, common_words(w->options.method), w->pool.k, &w->pool.common);
    if (w->added.k)
        effect(to, w, NULL, "the same, zeros corrected", w->added.k, &w->added.pooled);
    effect(to, w, NULL, random, w->pool.k, &f->pooled);
    if (!isnan(f->pi_lo)) {
        const rv_meta_coef pi = { f->pooled.estimate, NAN, NAN, f->pi_df, NAN, f->pi_lo, f->pi_hi };
        effect(to, w, NULL, "prediction interval", w->pool.k, &pi);
    }
    for (size_t g = 0; g < w->groups; g++) {
        effect(to, w, w->group_name[g], common_words(w->options.method), w->part[g].k, &w->part[g].common);
        effect(to, w, w->group_name[g], "random effects", w->part[g].k, &w->part[g].random.pooled);
    }
}

static void test(meta_writer *to, const char *name, const char *words, double x, double df, double p)
{
    if (isnan(x) || isnan(p))   /* of one table there are statistics and no test */
        return;
    meta_cell_text(to, name);
    meta_cell_text(to, words);
    meta_cell_real(to, x);
    meta_cell_real(to, df);
    meta_cell_real(to, p);
    meta_row(to);
}

static void tests(meta_writer *to, const meta_tables_work *w)
{
    static const char *const columns[] = { "test", "of", "stat", "df", "p" };
    const rv_tables_fit *f = &w->tests;

    meta_table(to, "tests", "Tests", columns, sizeof columns / sizeof *columns);
    test(to, "cochran-mantel-haenszel", "no association", f->cmh.x, f->cmh.df, f->cmh.p);
    test(to, "q", "homogeneity", w->pool.q, w->pool.q_df, w->pool.q_p);
    test(to, "breslow-day", "homogeneity of odds ratios", f->breslow_day.x, f->breslow_day.df, f->breslow_day.p);
    test(to, "tarone", "the same, corrected", f->tarone.x, f->tarone.df, f->tarone.p);
    test(to, "woolf", "the same, inverse variance", f->woolf.x, f->woolf.df, f->woolf.p);
    if (w->groups) {
        test(to, "between-common", "equal subgroups, common effects", w->between.common.x, w->between.common.df, w->between.common.p);
        test(to, "between-random", "equal subgroups, random effects", w->between.random.x, w->between.random.df, w->between.random.p);
    }
    if (w->has_asymmetry)
        test(to, rv_asymmetry_names[w->asymmetry.test], "no small-study effects", w->asymmetry.stat, w->asymmetry.df, w->asymmetry.p);
}

/* "double zero; no effect of its own": short words for a cell. */
static void fate(meta_writer *to, const rv_tables_row *row)
{
    char words[80];

    snprintf(words, sizeof words, "%s%s",
             row->fate & RV_TABLES_MISSING       ? "left out: missing"
             : row->fate & RV_TABLES_DOUBLE_ZERO ? "double zero"
             : row->fate & RV_TABLES_NO_EFFECT   ? "no effect of its own"
                                                 : "",
             !(row->fate & RV_TABLES_DOUBLE_ZERO) && row->fate & RV_TABLES_ADDED ? "zero: corrected" : "");
    meta_cell_text(to, *words ? words : NULL);
}

/* Counts as such; times and fractions of people as numbers. */
static void cell(meta_writer *to, double x)
{
    if (x >= 0 && x < 1e15 && floor(x) == x)
        meta_cell_count(to, (size_t)x);
    else
        meta_cell_real(to, x);
}

static void studies(meta_writer *to, const meta_tables_work *w)
{
    static const char *const tables[] = { "label", "ai", "bi", "ci", "di", "yi", "vi", "weight_percent", "note" };
    static const char *const rates[] = { "label", "x1i", "t1i", "x2i", "t2i", "yi", "vi", "weight_percent", "note" };
    char number[32];

    meta_table(to, "studies", "Studies", w->rates ? rates : tables, sizeof tables / sizeof *tables);
    for (size_t i = 0; i < w->tables.k; i++) {
        snprintf(number, sizeof number, "%zu", i + 1);
        meta_cell_text(to, w->labels[i] && *w->labels[i] ? w->labels[i] : number);
        for (size_t c = 0; c < 4; c++)
            cell(to, w->cells[c * w->tables.k + i]);
        meta_cell_real(to, w->rows[i].yi);
        meta_cell_real(to, w->rows[i].vi);
        meta_cell_real(to, w->rows[i].fate & RV_TABLES_MISSING ? NAN : w->rows[i].weight);
        fate(to, &w->rows[i]);
        meta_row(to);
    }
}

/* What a sentence about a table is called: the first row whose words stand in it. */
static const struct { const char *words, *also, *name; } line_names[] = {
    { "double zero", "left out", "double-zero-dropped" },
    { "double zero", "", "double-zero" },
    { "missing", "", "missing-cell" },
    { "", "", "no-effect" }
};

static const char *line_name(const char *line)
{
    size_t i = 0;

    while (!strstr(line, line_names[i].words) || !strstr(line, line_names[i].also))
        i++;
    return line_names[i].name;
}

static void notes(meta_writer *to, const meta_tables_work *w)
{
    rv_buf text = RV_BUF_INIT;

    rv_tables_notes(&w->tables, w->rows, &text);
    for (char *line = text.data, *end; line && (end = strchr(line, '\n')); line = end + 1) {
        *end = 0;
        meta_note(to, line_name(line), "%s", line);
    }
    rv_buf_free(&text);
    meta_notes_of_fit(to, &w->pool.random);
    if (w->has_asymmetry && w->asymmetry.k < 10)
        meta_note(to, "few-studies", "%zu studies: a test of small-study effects with fewer than 10 seldom finds what is there",
                  w->asymmetry.k);
    if (w->options.method == RV_TABLES_PETO)
        meta_note(to, "peto", "Peto's odds ratio is biased where groups differ much in size or effects are large");
}

rv_status meta_tables_write(const meta_tables_work *w, rv_error *err)
{
    const rv_meta_fit *f = &w->pool.random;
    meta_writer *to = meta_writer_new("tables");

    meta_fact_text(to, "measure", "Measure", rv_tables_measure_names[w->options.measure]);
    meta_fact_text(to, "pooling", "Common effect by", rv_tables_method_names[w->options.method]);
    meta_fact_text(to, "conventions", "Conventions", rv_tables_program_names[asked.conventions > 0 ? asked.conventions : 0]);
    meta_fact_count(to, "tables", "Tables", w->tables.k);
    meta_fact_count(to, "k", "Studies with an effect", w->pool.k);
    meta_fact_real(to, "level", "Level", w->options.random.level);
    meta_fact_real(to, "tau2", "tau2", f->tau2);
    meta_fact_real(to, "tau2_lo", NULL, f->tau2_lo);
    meta_fact_real(to, "tau2_hi", NULL, f->tau2_hi);
    if (!w->rates) {
        meta_fact_real(to, "i2", NULL, w->pool.i2.x);
        meta_fact_real(to, "i2_percent", "I2, percent", 100 * w->pool.i2.x);
        meta_fact_real(to, "i2_lo", NULL, w->pool.i2.lo);
        meta_fact_real(to, "i2_hi", NULL, w->pool.i2.hi);
        meta_fact_real(to, "h", NULL, w->pool.h.x);
        meta_fact_real(to, "rb", NULL, w->pool.rb.x);
    }
    if (!isnan(f->pi_lo))
        meta_fact_text(to, "prediction", "Prediction interval", rv_meta_pi_words(f->pi));
    pooled(to, w);
    tests(to, w);
    studies(to, w);
    notes(to, w);
    return meta_written(to, err);
}
