/* An analysis for people: rounded, in words, I2 in percent. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "meta/forest.h"
#include "meta/write.h"

static const char *p_value(double p, char text[24])
{
    if (isnan(p))
        snprintf(text, 24, "p not available");
    else if (p < 0.0001)
        snprintf(text, 24, "p < 0.0001");
    else
        snprintf(text, 24, "p = %.4f", p);
    return text;
}

static const char *number(double x, char text[32])
{
    if (isnan(x))
        snprintf(text, 32, "not estimable");
    else
        snprintf(text, 32, fabs(x) >= 1e6 || (x != 0 && fabs(x) < 1e-4) ? "%.4g" : "%.4f", x);
    return text;
}

static void heading(rv_output *to, const rv_analysis *a)
{
    const rv_meta_fit *f = &a->fit;

    if (a->options.title && *a->options.title)
        rv_output_printf(to, "%s\n", a->options.title);
    if (f->estimator->common)
        rv_output_printf(to, "Common effect model (inverse variance); test: %s\n", rv_meta_test_title(f->test));
    else
        rv_output_printf(to, "Random effects model; tau2 by %s (%s)%s; test: %s\n", f->estimator->name,
                         f->estimator->title, isnan(a->options.model.tau2) ? "" : ", taken as given",
                         rv_meta_test_title(f->test));
    if (a->most_effects > 1)
        rv_output_printf(to, "%zu effects from %zu studies", a->k, a->studies);
    else
        rv_output_printf(to, "%zu stud%s", a->k, a->k == 1 ? "y" : "ies");
    if (a->excluded)
        rv_output_printf(to, "; %zu row%s left out", a->excluded, a->excluded == 1 ? "" : "s");
    rv_output_printf(to, "; measure %s%s\n\n", a->options.measure ? a->options.measure : "GEN",
                     a->options.log_scale ? " (estimates are logarithms)" : "");
}

static void line(rv_output *to, const rv_analysis *a, const char *what, const rv_meta_fit *f)
{
    const rv_meta_coef *c = &f->pooled;
    char b[32], lo[32], hi[32], se[32], p[24];

    rv_output_printf(to, "%-22s %s [%s, %s]  se %s", what, number(c->estimate, b), number(c->ci_lo, lo),
                     number(c->ci_hi, hi), number(c->se, se));
    if (!isnan(c->stat))
        rv_output_printf(to, ", %s = %.3f", isnan(c->df) ? "z" : "t", c->stat);
    if (!isnan(c->stat) && !isnan(c->df))
        rv_output_printf(to, " on %g df", c->df);
    rv_output_printf(to, ", %s\n", p_value(c->p, p));
    if (a->options.log_scale)
        rv_output_printf(to, "%-22s %s [%s, %s]\n", "  as a ratio", number(exp(c->estimate), b),
                         number(exp(c->ci_lo), lo), number(exp(c->ci_hi), hi));
}

static void prediction(rv_output *to, const rv_analysis *a)
{
    const rv_meta_fit *f = &a->fit;
    char lo[32], hi[32], method[48];

    rv_meta_pi_title(f, method);
    if (isnan(f->pi_lo))
        return;
    rv_output_printf(to, "%-22s [%s, %s]  (%s)\n", "Prediction interval", number(f->pi_lo, lo), number(f->pi_hi, hi),
                     method);
    if (a->options.log_scale)
        rv_output_printf(to, "%-22s [%s, %s]\n", "  as a ratio", number(exp(f->pi_lo), lo), number(exp(f->pi_hi), hi));
}

static void heterogeneity(rv_output *to, const rv_meta_fit *f, bool known)
{
    char a[32], b[32], c[32], d[32], p[24];

    if (!f->estimator->common) {
        rv_output_printf(to, "\n%-22s tau2 %s", "Heterogeneity", number(f->tau2, a));
        if (!isnan(f->tau2_se) && !known)
            rv_output_printf(to, " (se %s)", number(f->tau2_se, b));
        if (!isnan(f->tau2_hi) && !known)
            rv_output_printf(to, " [%s, %s] by Q-profile", number(f->tau2_lo, c), number(f->tau2_hi, d));
        rv_output_printf(to, ", tau %s\n", number(sqrt(f->tau2), a));
    } else {
        rv_output_printf(to, "\n");
    }
    if (f->q_df > 0)
        rv_output_printf(to, "%-22s I2 %.1f %%, H2 %.2f, Q = %.2f on %g df, %s\n",
                         f->estimator->common ? "Heterogeneity" : "", 100 * f->i2, f->h2, f->q, f->q_df,
                         p_value(f->q_p, p));
}

/* The columns of a table of models. */
static rv_status table(rv_output *to, const char *first, const rv_analysis *a, size_t n, bool groups, rv_error *err)
{
    const char *const columns[] = { first, "k", "estimate", "ci_lo", "ci_hi", "p", "tau2", "I2 %" };
    rv_table *t;
    const rv_status st = rv_table_open(&t, to, RV_FORMAT_TEXT, columns, sizeof columns / sizeof *columns, err);

    if (st != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        const rv_meta_fit *f = groups ? &a->group[i].fit : &a->without[i];
        rv_table_text(t, groups ? a->group[i].name : a->rows[i]->label);
        rv_table_int(t, (int64_t)f->k);
        rv_table_real(t, f->pooled.estimate);
        rv_table_real(t, f->pooled.ci_lo);
        rv_table_real(t, f->pooled.ci_hi);
        rv_table_real(t, f->pooled.p);
        rv_table_real(t, f->tau2);
        rv_table_real(t, 100 * f->i2);
        rv_table_row(t);
    }
    return rv_table_close(t, err);
}

static rv_status subgroups(rv_output *to, const rv_analysis *a, rv_error *err)
{
    const rv_meta_between *b = &a->between;
    char p[24];
    rv_status st;

    rv_output_printf(to, "\nSubgroups, %s\n", a->options.common_tau2 ? "one tau2 for all" : "a tau2 for each");
    if ((st = table(to, "subgroup", a, a->groups, true, err)) != RV_OK)
        return st;
    if (a->groups < 2)
        rv_output_text(to, "one subgroup: there is nothing to compare\n");
    else if (isnan(b->df2))
        rv_output_printf(to, "Between subgroups: Q = %.2f on %g df, %s\n", b->q, b->df1, p_value(b->p, p));
    else
        rv_output_printf(to, "Between subgroups: F = %.2f on %g and %g df, %s\n", b->q, b->df1, b->df2,
                         p_value(b->p, p));
    return RV_OK;
}

rv_status rv_analysis_write_text(rv_output *to, const rv_analysis *a, rv_error *err)
{
    char level[32];
    rv_status st = RV_OK;

    heading(to, a);
    snprintf(level, sizeof level, "Estimate [%g %% CI]", 100 * a->fit.level);
    line(to, a, level, &a->fit);
    if (a->plain.k && a->fit.notes & RV_NOTE_HK_RAISED)   /* else it is the same */
        line(to, a, "  plain Hartung-Knapp", &a->plain);
    prediction(to, a);
    heterogeneity(to, &a->fit, !isnan(a->options.model.tau2));
    if (a->groups)
        st = subgroups(to, a, err);
    if (st == RV_OK && a->without) {
        rv_output_text(to, "\nWithout each effect in turn\n");
        st = table(to, "without", a, a->k, false, err);
    }
    return st;
}
