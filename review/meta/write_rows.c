/* An analysis as rows: one for each estimate. */
#include <config.h>

#include "meta/forest.h"
#include "meta/write.h"

static const char *const columns[] = { "version", "kind",      "name",    "k",          "estimate", "se",     "stat",
                                       "df",      "p",         "ci_lo",   "ci_hi",      "pi_lo",    "pi_hi",  "tau2",
                                       "tau2_se", "tau2_lo",   "tau2_hi", "i2_percent", "h2",       "q",      "q_df",
                                       "q_p",     "estimator", "test",    "pi_method",  "level",    "measure" };
enum { VERSION_OF_ROWS = 2, COLUMNS = sizeof columns / sizeof *columns };

static const char *test_of(const rv_analysis *a, const rv_meta_fit *f)
{
    if (a->robust)
        return rv_robust_type_names[rv_robust_result(a->robust)->type];
    return a->mixed ? rv_mixed_how(a->mixed)->t ? "t" : "z" : rv_meta_test_names[f->test];
}

/* A coefficient, of the model whose heterogeneity stands in the first row. */
static void add_coefficient(rv_table *t, const rv_analysis *a, const char *kind, const char *name, const rv_meta_coef *c)
{
    const double numbers[] = { c->estimate, c->se, c->stat, c->df, c->p, c->ci_lo, c->ci_hi };
    const size_t n = sizeof numbers / sizeof *numbers;

    rv_table_int(t, VERSION_OF_ROWS);
    rv_table_text(t, kind);
    rv_table_text(t, name);
    rv_table_int(t, (int64_t)a->k);
    for (size_t i = 0; i < n; i++)
        rv_table_real(t, numbers[i]);
    for (size_t i = 4 + n; i < COLUMNS - 5; i++)
        rv_table_missing(t);
    rv_table_text(t, a->fit.estimator->name);
    rv_table_text(t, test_of(a, &a->fit));
    rv_table_text(t, "");
    rv_table_real(t, a->fit.level);
    rv_table_text(t, a->options.measure ? a->options.measure : "GEN");
    rv_table_row(t);
}

static void add_dependence(rv_table *t, const rv_analysis *a)
{
    const rv_mixed_fit *const m = rv_mixed_result(a->mixed);
    char rho[RV_REAL_TEXT];

    for (size_t i = 0; i < m->params; i++) {
        const rv_meta_coef param = { m->param[i].estimate, m->param[i].se, NAN, NAN, NAN, NAN, NAN };
        rv_buf words = RV_BUF_INIT;
        rv_analysis_param_words(a->mixed, i, &words);
        add_coefficient(t, a, "parameter", rv_buf_str(&words), &param);
        rv_buf_free(&words);
    }
    for (size_t i = 0; a->working && i < a->working->points; i++)
        add_coefficient(t, a, "rho", rv_real_text(a->working->point[i].rho, rho), &a->working->point[i].coefs[0]);
}

static void add(rv_table *t, const rv_analysis *a, const char *kind, const char *name, const rv_meta_fit *f)
{
    const double numbers[] = {
        f->pooled.estimate, f->pooled.se, f->pooled.stat, f->pooled.df, f->pooled.p, f->pooled.ci_lo,
        f->pooled.ci_hi,    f->pi_lo,     f->pi_hi,       f->tau2,      f->tau2_se,  f->tau2_lo,
        f->tau2_hi,         100 * f->i2,  f->h2,          f->q,         f->q_df,     f->q_p
    };
    char pi[48];

    rv_meta_pi_title(f, pi);
    rv_table_int(t, VERSION_OF_ROWS);
    rv_table_text(t, kind);
    rv_table_text(t, name);
    rv_table_int(t, (int64_t)f->k);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        rv_table_real(t, numbers[i]);
    rv_table_text(t, f->estimator->name);
    rv_table_text(t, test_of(a, f));
    rv_table_text(t, pi);
    rv_table_real(t, f->level);
    rv_table_text(t, a->options.measure ? a->options.measure : "GEN");
    rv_table_row(t);
}

/* The heterogeneity that is left, the coefficients, and the test of all but the intercept. */
static void add_moderators(rv_table *t, const rv_analysis *a)
{
    const rv_meta_joint *const m = &a->moderators;
    const rv_meta_coef none = { NAN, NAN, NAN, NAN, NAN, NAN, NAN }, all = { NAN, NAN, m->stat, m->df1, m->p, NAN, NAN };
    rv_meta_fit left = a->fit;

    left.pooled = none;
    add(t, a, "model", "", &left);
    for (size_t i = 0; i < a->p; i++)
        add_coefficient(t, a, "coefficient", a->names[i], &a->coefs[i]);
    if (!isnan(m->stat))
        add_coefficient(t, a, "moderators", "", &all);
}

rv_status rv_analysis_write_rows(rv_output *to, rv_format format, const rv_analysis *a, rv_error *err)
{
    rv_table *t;
    const rv_status st = rv_table_open(&t, to, format, columns, COLUMNS, err);

    if (st != RV_OK)
        return st;
    if (a->names)
        add_moderators(t, a);
    else
        add(t, a, "overall", "", &a->fit);
    if (a->mixed)
        add_dependence(t, a);
    if (a->plain.k)
        add(t, a, "plain-knha", "", &a->plain);
    for (size_t g = 0; g < a->groups; g++)
        add(t, a, "subgroup", a->group[g].name, &a->group[g].fit);
    for (size_t i = 0; a->without && i < a->k; i++)
        add(t, a, "without", a->rows[i]->label, &a->without[i]);
    return rv_table_close(t, err);
}

rv_status rv_analysis_write(rv_output *to, rv_format format, const rv_analysis *a, rv_error *err)
{
    switch (format) {
    case RV_FORMAT_TEXT:
        return rv_analysis_write_text(to, a, err);
    case RV_FORMAT_JSON:
        return rv_analysis_write_json(to, a, err);
    default:
        return rv_analysis_write_rows(to, format, a, err);
    }
}
