/* gosh: the model of every subset of the effects. */
#include <config.h>

#include <stdlib.h>

#include "tools/meta_chart.h"

typedef struct {
    meta_writer *to;
    meta_chart  *chart;           /* NULL: none is asked for */
    char        *mark;            /* "0110": which effects are in */
    size_t       k;
} gosh;

static rv_status tell(void *user, const rv_subset *s, rv_error *err)
{
    gosh *g = user;
    const double numbers[] = { s->estimate, s->q, 100 * s->i2, s->h2, s->tau2 };

    (void)err;
    for (size_t i = 0; i < g->k; i++)
        g->mark[i] = s->in[i] ? '1' : '0';
    meta_cell_text(g->to, g->mark);
    meta_cell_count(g->to, s->k);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        meta_cell_real(g->to, numbers[i]);
    meta_row(g->to);
    if (g->chart && s->k > 1)     /* one effect has no heterogeneity */
        meta_chart_row(g->chart, RV_CHART_POINT, "", s->estimate, 100 * s->i2, "");
    return RV_OK;
}

static rv_status look(gosh *g, const meta_input *in, rv_error *err)
{
    static const char *const columns[] = { "subset", "k", "estimate", "q", "i2_percent", "h2", "tau2" };
    const uint64_t most = asked.subsets < 0 ? RV_GOSH_MOST : (uint64_t)asked.subsets, seed = asked.seed < 0 ? 1 : (uint64_t)asked.seed;
    rv_progress progress = rv_tool_progress("subsets");
    rv_gosh_extent extent;
    rv_status st;

    meta_table(g->to, "subsets", NULL, columns, 7);
    st = rv_meta_gosh(&in->data, &in->options, most, seed, tell, g, &progress, &extent, err);
    rv_tool_progress_end();
    if (st != RV_OK)
        return st;
    meta_fact_text(g->to, "subsets_of", NULL, extent.all ? "all" : "random");
    if (!extent.all)
        meta_note(g->to, "random-subsets", "%llu subsets at random, of 2^%zu - 1", (unsigned long long)(extent.told + extent.failed), in->k);
    if (extent.failed)
        meta_note(g->to, "subsets-failed", "%llu subsets have no model: its search did not converge", (unsigned long long)extent.failed);
    if (g->chart && !extent.all)
        meta_chart_note(g->chart, "Drawn at random (seed %llu).", (unsigned long long)seed);
    return RV_OK;
}

rv_status meta_gosh(rv_error *err)
{
    meta_input in;
    rv_analysis *a;
    meta_chart chart = { 0 };
    gosh g = { NULL, NULL, NULL, 0 };
    rv_status st = meta_diagnose(&in, &a, err);

    if (st == RV_OK && (st = meta_only_independent(a, "a GOSH plot", err)) == RV_OK && !(g.mark = calloc(in.k + 1, 1)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k);
    if (st == RV_OK && asked.chart) {
        meta_chart_begin(&chart, "gosh", &in, a);
        chart.data.x_name = "Pooled effect";
        chart.data.y_name = "I\u00B2 (percent)";
        g.chart = &chart;
    }
    if (st == RV_OK) {
        g.k = in.k;
        g.to = meta_writer_new("gosh");
        meta_fact_model(g.to, &in, a);
        if ((st = look(&g, &in, err)) == RV_OK && g.chart)
            st = meta_chart_write(g.chart, err);
        if (st == RV_OK) {
            st = meta_written(g.to, err);
            g.to = NULL;
        }
    }
    meta_writer_drop(g.to);
    meta_chart_free(&chart);
    free(g.mark);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
