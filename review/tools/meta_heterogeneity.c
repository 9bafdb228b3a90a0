/* heterogeneity: the variances between true effects, with their intervals and I2. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_interval.h"
#include "review/meta_multilevel.h"
#include "tools/meta_diagnose.h"

static const char *const columns[] = { "component", "estimate", "ci_lo", "ci_hi", "i2_percent" };
enum { COLUMNS = sizeof columns / sizeof *columns };

static void row(meta_writer *w, const char *component, double estimate, double lo, double hi, double i2)
{
    meta_cell_text(w, component);
    meta_cell_real(w, estimate);
    meta_cell_real(w, lo);
    meta_cell_real(w, hi);
    meta_cell_real(w, i2);
    meta_row(w);
}

static meta_writer *begin(const meta_input *in, const rv_analysis *a, const char *method)
{
    meta_writer *w = meta_writer_new("heterogeneity");

    meta_fact_model(w, in, a);
    meta_fact_text(w, "interval", "Intervals", method);
    return w;
}

static rv_status of_independent(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    const rv_interval_method method = asked.interval < 0 ? RV_INTERVAL_QP : (rv_interval_method)asked.interval;
    rv_meta_intervals v;
    meta_writer *w;
    const rv_status st = rv_meta_interval(&in->data, &in->options, method, &v, err);

    if (st != RV_OK)
        return st;
    w = begin(in, a, rv_interval_names[method]);
    meta_table(w, "heterogeneity", NULL, columns, COLUMNS);
    row(w, "tau2", v.tau2.estimate, v.tau2.lo, v.tau2.hi, 100 * v.i2.estimate);
    row(w, "tau", v.tau.estimate, v.tau.lo, v.tau.hi, NAN);
    row(w, "I2 (percent)", 100 * v.i2.estimate, 100 * v.i2.lo, 100 * v.i2.hi, NAN);
    row(w, "H2", v.h2.estimate, v.h2.lo, v.h2.hi, NAN);
    if (v.empty)
        meta_note(w, "interval-empty", "no tau2 is compatible with Q at this level; its interval is given as 0 to 0");
    return meta_written(w, err);
}

/* One component: its profile-likelihood interval, and the share of its part, with the part's first component. */
static rv_status component(meta_writer *w, const rv_analysis *a, size_t j, const double *share, rv_error *err)
{
    const rv_mixed_fit *f = rv_mixed_result(a->mixed);
    const rv_mixed_param *p = &f->param[j];
    const bool first = j == 0 || f->param[j - 1].part != p->part;
    rv_mixed_interval in = { NAN, NAN, false, false };
    rv_buf words = RV_BUF_INIT;
    rv_error why;
    rv_status st = RV_OK;

    rv_analysis_param_words(a->mixed, j, &words);
    if (!p->fixed && p->identified && (st = rv_mixed_profile_interval(a->mixed, j, f->level, &in, &why)) != RV_OK && st != RV_ENOMEM) {
        meta_note(w, "no-interval", "%s has no interval: %s", rv_buf_str(&words), why.message);
        st = RV_OK;
    }
    if (in.open_hi && !isfinite(in.hi))
        meta_note(w, "interval-open", "%s has no upper bound: the likelihood does not fall enough", rv_buf_str(&words));
    row(w, rv_buf_str(&words), p->identified ? p->estimate : NAN, in.lo, in.hi, first ? 100 * share[p->part] : NAN);
    rv_buf_free(&words);
    return st == RV_OK ? st : rv_fail(err, st, "%s", why.message);
}

static rv_status of_dependent(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    double *share = calloc(rv_mixed_of(a->mixed)->parts + 1, sizeof *share), typical, total;
    meta_writer *w = begin(in, a, "profile likelihood");
    rv_status st = share ? rv_mixed_i2(a->mixed, &typical, &total, share, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK) {
        meta_fact_real(w, "typical_variance", "Typical sampling variance", typical);
        meta_fact_real(w, "i2_percent", "I2 in all (percent)", 100 * total);
        meta_table(w, "heterogeneity", NULL, columns, COLUMNS);
    }
    for (size_t j = 0; st == RV_OK && j < rv_mixed_result(a->mixed)->params; j++)
        st = component(w, a, j, share, err);
    free(share);
    if (st == RV_OK)
        return meta_written(w, err);
    meta_writer_drop(w);
    return st;
}

rv_status meta_heterogeneity(rv_error *err)
{
    meta_input in;
    rv_analysis *a;
    rv_status st = meta_diagnose(&in, &a, err);

    if (st == RV_OK)
        st = a->mixed ? of_dependent(&in, a, err) : of_independent(&in, a, err);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
