/* The forest plot of an analysis. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meta/forest.h"
#include "review/meta_analysis.h"
#include "review/numer.h"

enum { NONE = -1 };

/* Where the further columns of the studies come from. */
typedef struct {
    const rv_frame *frame;        /* NULL: there are none */
    const size_t   *row;          /* [k] its rows that were used */
    size_t         *column;       /* of the frame, one for each column of the forest; NONE: the study */
} fields;

static rv_status add_study(rv_forest_owner *o, const rv_analysis *a, size_t i, const fields *from, rv_error *err)
{
    const rv_meta_row *r = a->rows[i];
    const double reach = rv_normal_upper_quantile((1 - a->fit.level) / 2) * sqrt(r->vi);
    const rv_forest_row row = { RV_FOREST_STUDY, r->label, a->group_of ? a->group[a->group_of[i]].name : "",
                                r->yi,           r->vi,    r->yi - reach,
                                r->yi + reach,   NAN,      NAN,
                                a->weights[i],   NAN };
    rv_status st = rv_forest_add(o, &row, NULL, err);

    for (size_t c = 0; st == RV_OK && c < o->forest.columns; c++)
        st = rv_forest_put(o, c, from->column[c] == (size_t)NONE ? r->study : rv_frame_text(from->frame, from->row[i], from->column[c]), err);
    return st;
}

/* What is behind a fit. Robust tests with fewer than 4 degrees of freedom have no p-value to be trusted. */
static rv_forest_fit behind(const rv_analysis *a, const rv_meta_fit *f)
{
    return (rv_forest_fit){ f->pooled.stat, f->pooled.df, a->robust && f->pooled.df < 4 ? NAN : f->pooled.p,
                            f->estimator->common ? NAN : f->tau2, f->i2, f->q, f->q_df, f->q_p };
}

static rv_status add_pooled(rv_forest_owner *o, const rv_analysis *a, rv_forest_kind kind, const char *label, const char *subgroup,
                            const rv_meta_fit *f, double weight, rv_error *err)
{
    const rv_forest_row row = { kind, label, subgroup, f->pooled.estimate, f->pooled.se * f->pooled.se, f->pooled.ci_lo,
                                f->pooled.ci_hi, f->pi_lo, f->pi_hi, weight, (double)f->k };
    const rv_forest_fit fit = behind(a, f);

    return rv_forest_add(o, &row, &fit, err);
}

static rv_status add_group(rv_forest_owner *o, const rv_analysis *a, size_t g, const fields *from, rv_error *err)
{
    double weight = 0;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < a->k; i++)
        if (a->group_of[i] == g) {
            weight += a->weights[i];
            st = add_study(o, a, i, from, err);
        }
    return st != RV_OK
               ? st
               : add_pooled(o, a, RV_FOREST_SUBGROUP, a->group[g].name, a->group[g].name, &a->group[g].fit, weight, err);
}

static rv_status add_whole(rv_forest_owner *o, const rv_analysis *a, rv_error *err)
{
    const rv_meta_fit *f = &a->fit;
    const rv_forest_row prediction = {
        RV_FOREST_PREDICTION, "Prediction interval", "", NAN, NAN, NAN, NAN, f->pi_lo, f->pi_hi, NAN, (double)f->k
    };
    char label[64];
    rv_status st;

    if (f->estimator->common)
        snprintf(label, sizeof label, "Common effect");
    else if (a->mixed)
        snprintf(label, sizeof label, "Random effects (%s%s%s)", a->working ? rv_working_kind_names[a->working->fitted] : "",
                 a->working ? ", " : "", f->estimator->name);
    else
        snprintf(label, sizeof label, "Random effects (%s)", f->estimator->name);
    if ((st = add_pooled(o, a, RV_FOREST_POOLED, label, "", f, 100, err)) == RV_OK && !isnan(f->pi_lo))
        st = rv_forest_add(o, &prediction, NULL, err);
    return st;
}

void rv_meta_pi_title(const rv_meta_fit *f, char text[48])
{
    if (isnan(f->pi_lo))
        *text = 0;
    else if (isnan(f->pi_df))
        snprintf(text, 48, "normal");
    else if (f->pi == RV_PI_METAFOR)
        snprintf(text, 48, "t, %.4g df as the estimate", f->pi_df);
    else
        snprintf(text, 48, "%.47s", rv_meta_pi_words(f->pi));
}

static rv_status heading(rv_forest_owner *o, const rv_analysis *a, rv_error *err)
{
    rv_forest *f = &o->forest;
    char pi[48], test[100];
    rv_status st;

    rv_meta_pi_title(&a->fit, pi);
    if (a->robust)
        snprintf(test, sizeof test, "robust %s, %s", rv_robust_type_names[rv_robust_result(a->robust)->type],
                 rv_robust_test_names[rv_robust_result(a->robust)->test]);
    else
        snprintf(test, sizeof test, "%s", a->mixed ? rv_mixed_how(a->mixed)->t ? "t" : "z" : rv_meta_test_title(a->fit.test));
    f->log_scale = a->options.log_scale;
    f->level = a->fit.level;
    f->tau2 = a->fit.tau2;
    f->i2 = a->fit.i2;
    f->q = a->fit.q;
    f->q_df = a->fit.q_df;
    f->q_p = a->fit.q_p;
    if ((st = rv_forest_keep(o, a->options.title, &f->title, err)) == RV_OK
        && (st = rv_forest_keep(o, a->options.measure ? a->options.measure : "GEN", &f->measure, err)) == RV_OK
        && (st = rv_forest_keep(o, a->options.favours_left, &f->favours_left, err)) == RV_OK
        && (st = rv_forest_keep(o, a->options.favours_right, &f->favours_right, err)) == RV_OK
        && (st = rv_forest_keep(o, a->fit.estimator->common ? "common effect" : "random effects", &f->model, err))
               == RV_OK
        && (st = rv_forest_keep(o, a->fit.estimator->common ? "" : a->fit.estimator->name, &f->tau2_method, err))
               == RV_OK
        && (st = rv_forest_keep(o, test, &f->test, err)) == RV_OK)
        st = rv_forest_keep(o, pi, &f->pi_method, err);
    return st;
}

/* The columns of the frame that the forest has no name of its own for; and where studies have several effects the study of each. */
static rv_status name_fields(rv_forest_owner *o, const rv_analysis *a, fields *from, rv_error *err)
{
    const size_t n = from->frame ? rv_frame_columns(from->frame) : 0;
    const char **names = calloc(n + 2, sizeof *names);
    bool study = a->most_effects > 1;
    size_t used = 0;
    rv_status st;

    if (!names || !(from->column = calloc(n + 2, sizeof *from->column))) {
        free(names);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    for (size_t i = 0; i < n; i++)
        if (*rv_frame_column(from->frame, i) && !rv_forest_knows(rv_frame_column(from->frame, i))) {
            from->column[used] = i;
            names[used++] = rv_frame_column(from->frame, i);
            study &= strcmp(names[used - 1], "study") != 0;
        }
    if (study) {
        from->column[used] = (size_t)NONE;
        names[used++] = "study";
    }
    st = rv_forest_name_columns(o, names, used, err);
    free(names);
    return st;
}

rv_status rv_analysis_forest_of(rv_forest **out, const rv_analysis *a, const rv_frame *frame, const size_t *row, rv_error *err)
{
    fields from = { frame, row, NULL };
    rv_forest_owner *o;
    rv_status st;

    *out = NULL;
    if ((st = rv_forest_new(&o, err)) != RV_OK)
        return st;
    if ((st = name_fields(o, a, &from, err)) == RV_OK)
        st = heading(o, a, err);
    for (size_t i = 0; st == RV_OK && !a->groups && i < a->k; i++)
        st = add_study(o, a, i, &from, err);
    for (size_t g = 0; st == RV_OK && g < a->groups; g++)
        st = add_group(o, a, g, &from, err);
    if (a->groups > 1 && isfinite(a->between.q)) {
        o->between = (rv_forest_between){ a->between.q, a->between.df1, a->between.df2, a->between.p };
        o->forest.between = &o->between;
    }
    if (st == RV_OK && (st = add_whole(o, a, err)) == RV_OK)
        *out = &o->forest;
    else
        rv_forest_free(&o->forest);
    free(from.column);
    return st;
}

rv_status rv_analysis_forest(rv_forest **out, const rv_analysis *a, rv_error *err)
{
    return rv_analysis_forest_of(out, a, NULL, NULL, err);
}
