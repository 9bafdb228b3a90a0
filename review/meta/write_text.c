/* An analysis for people: rounded, in words, I2 in percent. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "meta/forest.h"
#include "meta/write.h"

/* Of robust variances with fewer degrees of freedom no p-value can be trusted (Tipton 2015): none is shown to people. */
static const double LEAST_DF = 4;

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
    else if (isinf(x))
        snprintf(text, 32, x > 0 ? "above 1.8e308" : "below -1.8e308");
    else
        snprintf(text, 32, fabs(x) >= 1e6 || (x != 0 && fabs(x) < 1e-4) ? "%.4g" : "%.4f", x);
    return text;
}

void rv_analysis_wrap(rv_output *to, const char *text, size_t from, size_t indent)
{
    enum { WIDTH = 80 };

    for (size_t at = from, n; *text; text += n) {
        size_t wide = 0;
        n = strcspn(text, " ");
        for (size_t i = 0; i < n; i++)
            wide += ((unsigned char)text[i] & 0xc0) != 0x80;
        if (at > from && at + 1 + wide > WIDTH) {
            rv_output_printf(to, "\n%*s", (int)indent, "");
            at = from = indent;
        } else if (at > from) {
            rv_output_text(to, " ");
            at++;
        }
        rv_output_add(to, text, n);
        at += wide;
        n += strspn(text + n, " ");
    }
    rv_output_text(to, "\n");
}

static void heading(rv_output *to, const rv_analysis *a)
{
    rv_buf words = RV_BUF_INIT;

    if (a->options.title && *a->options.title)
        rv_output_printf(to, "%s\n", a->options.title);
    rv_analysis_words(a, &words);
    rv_analysis_wrap(to, rv_buf_str(&words), 0, 2);
    if (a->most_effects > 1 || a->mixed)
        rv_output_printf(to, "%zu effects from %zu studies", a->k, a->studies);
    else
        rv_output_printf(to, "%zu stud%s", a->k, a->k == 1 ? "y" : "ies");
    if (a->excluded)
        rv_output_printf(to, "; %zu row%s left out", a->excluded, a->excluded == 1 ? "" : "s");
    rv_output_printf(to, "; measure %s%s\n\n", a->options.measure ? a->options.measure : "GEN",
                     a->options.log_scale ? " (estimates are logarithms)" : "");
    rv_buf_free(&words);
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
        rv_output_printf(to, a->mixed ? " on %.1f df" : " on %g df", c->df);
    if (a->mixed && c->df < LEAST_DF)
        rv_output_text(to, ", no p below 4 df\n");
    else
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

static void univariate(rv_output *to, const rv_meta_fit *f, bool known, const char *what)
{
    char a[32], b[32], c[32], d[32], p[24];

    if (!f->estimator->common) {
        rv_output_printf(to, "\n%-22s tau2 %s", what, number(f->tau2, a));
        if (!isnan(f->tau2_se) && !known)
            rv_output_printf(to, " (se %s)", number(f->tau2_se, b));
        if (!isnan(f->tau2_hi) && !known)
            rv_output_printf(to, " [%s, %s] by Q-profile", number(f->tau2_lo, c), number(f->tau2_hi, d));
        rv_output_printf(to, ", tau %s\n", number(sqrt(f->tau2), a));
    } else {
        rv_output_printf(to, "\n");
    }
    if (f->q_df > 0)
        rv_output_printf(to, "%-22s I2 %.1f %%, H2 %.2f, Q = %.2f on %g df, %s\n", f->estimator->common ? what : "", 100 * f->i2,
                         f->h2, f->q, f->q_df, p_value(f->q_p, p));
}

/* I2 in all, and of each part where there are several. */
static void shares(rv_output *to, const rv_analysis *a)
{
    const rv_mixed_data *const d = rv_mixed_of(a->mixed);

    if (!a->i2_part || isnan(a->fit.i2))
        return;
    rv_output_printf(to, "%-22s I2 %.1f %%", "", 100 * a->fit.i2);
    for (size_t i = 0; d->parts > 1 && i < d->parts; i++)
        rv_output_printf(to, "%s %s %.1f %%", i ? "," : ":", d->part[i].name, 100 * a->i2_part[i]);
    rv_output_text(to, "\n");
}

static void components(rv_output *to, const rv_analysis *a)
{
    const rv_mixed_fit *const m = rv_mixed_result(a->mixed);
    char x[32], tau[32], p[24];

    rv_output_text(to, "\n");
    for (size_t i = 0; i < m->params; i++) {
        rv_buf words = RV_BUF_INIT;
        rv_analysis_param_words(a->mixed, i, &words);
        rv_output_printf(to, "%-22s %s %s%s\n", i ? "" : a->names ? "Left heterogeneity" : "Heterogeneity", rv_buf_str(&words),
                         number(m->param[i].estimate, x),
                         m->param[i].fixed      ? " (taken as given)"
                         : m->param[i].boundary ? " (at its boundary)"
                                                : "");
        rv_buf_free(&words);
    }
    if (m->params > 1 && !isnan(a->fit.tau2))
        rv_output_printf(to, "%-22s in all %s, tau %s\n", "", number(a->fit.tau2, x), number(sqrt(a->fit.tau2), tau));
    shares(to, a);
    rv_output_printf(to, "%-22s Q = %.2f on %g df, %s\n", "", m->q, m->q_df, p_value(m->q_p, p));
}

static void heterogeneity(rv_output *to, const rv_analysis *a)
{
    if (a->mixed)
        components(to, a);
    else
        univariate(to, &a->fit, !isnan(a->options.model.tau2), a->names ? "Left heterogeneity" : "Heterogeneity");
}

/* ---- Moderators, and the grid of rho ----------------------------------------------------------------------------- */

static void cells(rv_table *t, const rv_meta_coef *c, bool robust)
{
    rv_table_real(t, c->estimate);
    rv_table_real(t, c->se);
    rv_table_real(t, c->ci_lo);
    rv_table_real(t, c->ci_hi);
    rv_table_real(t, c->stat);
    rv_table_real(t, c->df);
    rv_table_real(t, robust && c->df < LEAST_DF ? NAN : c->p);
}

static rv_status coefficients(rv_output *to, const rv_analysis *a, rv_error *err)
{
    static const char *const columns[] = { "coefficient", "estimate", "se", "ci_lo", "ci_hi", "stat", "df", "p" };
    const rv_meta_joint *const m = &a->moderators;
    char p[24];
    rv_table *t;
    rv_status st = rv_table_open(&t, to, RV_FORMAT_TEXT, columns, sizeof columns / sizeof *columns, err);

    for (size_t i = 0; st == RV_OK && i < a->p; i++) {
        rv_table_text(t, a->names[i]);
        cells(t, &a->coefs[i], a->mixed != NULL);
        rv_table_row(t);
    }
    if (st != RV_OK || (st = rv_table_close(t, err)) != RV_OK)
        return st;
    if (!isnan(m->stat) && isnan(m->df2))
        rv_output_printf(to, "\n%-22s chi2 = %.3f on %g df, %s\n", "Moderators together", m->stat, m->df1, p_value(m->p, p));
    else if (!isnan(m->stat))
        rv_output_printf(to, "\n%-22s F = %.3f on %g and %.1f df, %s\n", "Moderators together", m->stat, m->df1, m->df2,
                         p_value(m->p, p));
    if (!isnan(a->fit.r2))
        rv_output_printf(to, "%-22s %.1f %%\n", "R2 (of tau2)", 100 * a->fit.r2);
    return RV_OK;
}

static rv_status grid(rv_output *to, const rv_analysis *a, rv_error *err)
{
    static const char *const columns[] = { "rho", "estimate", "se", "ci_lo", "ci_hi", "stat", "df", "p" };
    const rv_working_model *const m = a->working;
    rv_table *t;
    rv_status st;

    rv_output_printf(to, "\nThe %s at other sampling correlations\n", a->names ? "first coefficient" : "estimate");
    st = rv_table_open(&t, to, RV_FORMAT_TEXT, columns, sizeof columns / sizeof *columns, err);
    for (size_t i = 0; st == RV_OK && i < m->points; i++) {
        rv_table_real(t, m->point[i].rho);
        cells(t, &m->point[i].coefs[0], true);
        rv_table_row(t);
    }
    return st == RV_OK ? rv_table_close(t, err) : st;
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
        rv_table_real(t, a->mixed && f->pooled.df < LEAST_DF ? NAN : f->pooled.p);
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

    rv_output_printf(to, "\nSubgroups, %s\n",
                     a->mixed                 ? "one model with a mean for each"
                     : a->options.common_tau2 ? "one tau2 for all"
                                              : "a tau2 for each");
    if ((st = table(to, "subgroup", a, a->groups, true, err)) != RV_OK)
        return st;
    if (a->groups < 2)
        rv_output_text(to, "one subgroup: there is nothing to compare\n");
    else if (isnan(b->q))
        rv_output_text(to, "Between subgroups: there are too few studies for a test\n");
    else if (isnan(b->df2))
        rv_output_printf(to, "Between subgroups: Q = %.2f on %g df, %s\n", b->q, b->df1, p_value(b->p, p));
    else
        rv_output_printf(to, a->mixed ? "Between subgroups: F = %.2f on %g and %.1f df, %s\n" :
                         "Between subgroups: F = %.2f on %g and %g df, %s\n", b->q, b->df1, b->df2, p_value(b->p, p));
    return RV_OK;
}

rv_status rv_analysis_write_text(rv_output *to, const rv_analysis *a, rv_error *err)
{
    char level[32];
    rv_status st = RV_OK;

    heading(to, a);
    snprintf(level, sizeof level, "Estimate [%g %% CI]", 100 * a->fit.level);
    if (a->names)
        st = coefficients(to, a, err);
    else
        line(to, a, level, &a->fit);
    if (a->plain.k && a->fit.notes & RV_NOTE_HK_RAISED)   /* else it is the same */
        line(to, a, "  plain Hartung-Knapp", &a->plain);
    prediction(to, a);
    heterogeneity(to, a);
    if (st == RV_OK && a->working && a->working->points > 1)
        st = grid(to, a, err);
    if (st == RV_OK && a->groups)
        st = subgroups(to, a, err);
    if (st == RV_OK && a->without) {
        rv_output_text(to, "\nWithout each effect in turn\n");
        st = table(to, "without", a, a->k, false, err);
    }
    return st;
}
