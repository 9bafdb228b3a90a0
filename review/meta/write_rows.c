/* An analysis as rows: one for each estimate. */
#include <config.h>

#include "meta/forest.h"
#include "meta/write.h"

static const char *const columns[] = { "version", "kind",      "name",    "k",          "estimate", "se",     "stat",
                                       "df",      "p",         "ci_lo",   "ci_hi",      "pi_lo",    "pi_hi",  "tau2",
                                       "tau2_se", "tau2_lo",   "tau2_hi", "i2_percent", "h2",       "q",      "q_df",
                                       "q_p",     "estimator", "test",    "pi_method",  "level",    "measure" };
enum { VERSION_OF_ROWS = 1, COLUMNS = sizeof columns / sizeof *columns };

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
    rv_table_text(t, rv_meta_test_names[f->test]);
    rv_table_text(t, pi);
    rv_table_real(t, f->level);
    rv_table_text(t, a->options.measure ? a->options.measure : "GEN");
    rv_table_row(t);
}

rv_status rv_analysis_write_rows(rv_output *to, rv_format format, const rv_analysis *a, rv_error *err)
{
    rv_table *t;
    const rv_status st = rv_table_open(&t, to, format, columns, COLUMNS, err);

    if (st != RV_OK)
        return st;
    add(t, a, "overall", "", &a->fit);
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
