/* points: what the diagnostic figures show, as numbers. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_diagnose.h"
#include "tools/meta_diagnose.h"

/* The figures, in the order of rv_points_names, and the likelihood profile. */
const char *const meta_figures[] = { "funnel", "radial", "baujat", "qq", "profile", NULL };
enum { PROFILE = 4, STEPS = 40 };

/* What the axes show. */
static const char *const axes[][2] = {
    { "effect", "standard error" },
    { "1 / sqrt(v + tau2)", "effect / sqrt(v + tau2)" },
    { "squared Pearson residual", "squared change of the estimate over its variance" },
    { "normal quantile", "standardised residual" },
    { "tau2", "log-likelihood" },
};

static rv_status write_points(const meta_input *in, const rv_meta_fit *fit, int figure, const rv_point *points, size_t n,
                              rv_error *err)
{
    static const char *const columns[] = { "label", "x", "y" };
    meta_writer *w = meta_writer_new("points");

    meta_fact_text(w, "figure", "Figure", meta_figures[figure]);
    meta_fact_model(w, in, fit);
    meta_fact_real(w, "estimate", "Pooled effect", fit->pooled.estimate);
    meta_fact_text(w, "x", "x", axes[figure][0]);
    meta_fact_text(w, "y", "y", axes[figure][1]);
    meta_table(w, "points", NULL, columns + (figure == PROFILE), figure == PROFILE ? 2 : 3);
    for (size_t i = 0; i < n; i++) {
        if (figure != PROFILE)
            meta_cell_text(w, in->label[i]);
        meta_cell_real(w, points[i].x);
        meta_cell_real(w, points[i].y);
        meta_row(w);
    }
    return meta_written(w, err);
}

/* From 0 to beyond the interval of tau2: where that ends, or 4 tau2, or the mean sampling variance where all is 0. */
static rv_status profile(const meta_input *in, const rv_meta_fit *fit, rv_point *points, rv_error *err)
{
    double tau2[STEPS + 1], ll[STEPS + 1], end = fmax(fit->tau2_hi, 4 * fit->tau2);
    rv_status st;

    if (!(end > 0))
        for (size_t i = 0; i < in->k; i++)
            end = fmax(end, 0) + in->vi[i] / (double)in->k;
    for (size_t i = 0; i <= STEPS; i++)
        tau2[i] = end * (double)i / STEPS;
    if ((st = rv_meta_profile(&in->data, &in->options, tau2, STEPS + 1, ll, err)) != RV_OK)
        return st;
    for (size_t i = 0; i <= STEPS; i++)
        points[i] = (rv_point){ tau2[i], ll[i] };
    return RV_OK;
}

rv_status meta_points(rv_error *err)
{
    const int figure = asked.figure < 0 ? 0 : asked.figure;
    meta_input in;
    rv_meta_fit fit;
    rv_point *points = NULL;
    rv_status st = meta_read_independent(&in, err);

    if (st == RV_OK && !(points = calloc(in.k + STEPS + 1, sizeof *points)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k);
    if (st == RV_OK && (st = rv_meta_run(&in.data, &in.options, &fit, NULL, NULL, NULL, err)) == RV_OK) {
        st = figure == PROFILE ? profile(&in, &fit, points, err)
                               : rv_meta_points(&in.data, &in.options, (rv_points)figure, points, err);
        if (st == RV_OK)
            st = write_points(&in, &fit, figure, points, figure == PROFILE ? STEPS + 1 : in.k, err);
    }
    free(points);
    meta_free(&in);
    return st;
}
