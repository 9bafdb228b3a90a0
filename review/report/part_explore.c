/* What explains the differences, and on which study the answer hangs: all moderator analyses in one table, each study left out in turn. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/parts.h"

static double back(const rv_analysis *a, double x)
{
    return a->options.log_scale ? exp(x) : x;
}

/* ---- Moderators ----------------------------------------------------------------------------------------------------------- */

static void slope(rv_grid *g, const rv_synthesis *s, const rv_beside *b)
{
    const rv_meta_coef *c = &b->coefs[1];
    const bool fitted = !*b->problem;
    rv_buf link = RV_BUF_INIT;

    rv_grid_row(g, NULL);
    rv_grid_link(g, s->planned->label, rv_report_anchor(&link, "analysis", s->planned->id));
    rv_grid_text(g, b->name);
    rv_grid_text(g, fitted ? "slope, per unit" : "");
    rv_grid_real(g, fitted ? (double)b->fit.k : NAN);
    rv_grid_real(g, fitted ? c->estimate : NAN);
    rv_grid_real(g, fitted ? c->ci_lo : NAN);
    rv_grid_real(g, fitted ? c->ci_hi : NAN);
    rv_grid_real(g, fitted && s->analysis->options.log_scale ? exp(c->estimate) : NAN);
    rv_grid_real(g, fitted ? c->p : NAN);
    rv_grid_real(g, fitted && isfinite(b->fit.r2) ? 100 * b->fit.r2 : NAN);
    rv_grid_real(g, fitted ? b->fit.tau2 : NAN);
    rv_grid_text(g, b->problem);
    rv_buf_free(&link);
}

/* Subgroups are a moderator too: the test between them, and how many there are. */
static void groups(rv_grid *g, const rv_synthesis *s, const rv_beside *b)
{
    rv_buf link = RV_BUF_INIT, words = RV_BUF_INIT;
    const rv_analysis *a = b->analysis;

    rv_grid_row(g, NULL);
    rv_grid_link(g, s->planned->label, rv_report_anchor(&link, "analysis", s->planned->id));
    rv_grid_text(g, b->name);
    rv_grid_text(g, "test between subgroups");
    rv_grid_real(g, a ? (double)a->k : NAN);
    for (int i = 0; i < 4; i++)
        rv_grid_text(g, NULL);
    rv_grid_real(g, a ? a->between.p : NAN);
    rv_grid_text(g, NULL);
    rv_grid_text(g, NULL);
    if (a && isfinite(a->between.q))
        rv_buf_printf(&words, "Q %.2f, %g df, %zu subgroups", a->between.q, a->between.df1, a->groups);
    rv_grid_text(g, a ? rv_buf_str(&words) : b->problem);
    rv_buf_free(&link);
    rv_buf_free(&words);
}

static rv_status league(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "analysis", "Analysis", -1 }, { "moderator", "Moderator", -1 }, { "what", "What", -1 },   { "k", "Studies", 0 },
        { "slope", "Slope", 4 },        { "ci_lo", "Lower", 4 },          { "ci_hi", "Upper", 4 },  { "ratio", "As a ratio", 3 },
        { "p", "p", 3 },                { "r2_percent", "R\u00b2, %", 0 }, { "tau2", "tau\u00b2 left", 4 }, { "note", "Note", -1 },
        { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("moderators", "Every moderator that was looked at", columns);
    rv_status st = RV_OK;

    if (g)
        rv_grid_range(g, "slope", "ci_lo", "ci_hi");
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        for (size_t k = 0; k < d->syntheses[i].n_beside; k++) {
            const rv_beside *b = &d->syntheses[i].beside[k];
            if (b->kind == RV_BESIDE_MODERATOR)
                slope(g, &d->syntheses[i], b);
            else if (b->kind == RV_BESIDE_SUBGROUPS)
                groups(g, &d->syntheses[i], b);
        }
    rv_grid_note(g, "Slopes are on the scale of analysis, per unit of the moderator, one moderator at a time. With few studies a moderator explains "
                    "much by chance, and what studies differ in was not assigned at random: these are differences between studies, not causes.");
    if (!rv_grid_rows(g))
        rv_page_text(d->page, "No moderator was looked at.");
    else
        st = rv_page_grid(d->page, g, false, err);
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_analyses; i++)
        for (size_t k = 0; st == RV_OK && k < d->syntheses[i].n_beside; k++)
            if (d->syntheses[i].beside[k].kind == RV_BESIDE_MODERATOR)
                st = rv_bubble(d, &d->syntheses[i], k, err);
    rv_grid_free(g);
    return st;
}

/* ---- Each study left out -------------------------------------------------------------------------------------------------- */

static const rv_analysis *leave_one_out(const rv_synthesis *s)
{
    for (size_t i = 0; i < s->n_beside; i++)
        if (s->beside[i].analysis && s->beside[i].analysis->without)
            return s->beside[i].analysis;
    return NULL;
}

static rv_forest_row row_of(const char *label, const rv_meta_fit *f, rv_forest_kind kind)
{
    return (rv_forest_row){ kind, label, "", f->pooled.estimate, f->pooled.se * f->pooled.se, f->pooled.ci_lo, f->pooled.ci_hi, NAN, NAN,
                            NAN, (double)f->k };
}

/* The same heading as the analysis's own forest plot, with other rows. */
static rv_status figure(rv_document *d, const rv_synthesis *s, const rv_analysis *a, rv_error *err)
{
    rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_forest_row *rows = rv_memory_room(d->memory, (a->k + 1) * sizeof *rows);
    rv_forest *own = NULL, forest;
    rv_scene *scene = NULL;
    rv_buf words = RV_BUF_INIT, name = RV_BUF_INIT;
    rv_status st = rows ? rv_analysis_forest(&own, a, err) : rv_fail(err, RV_ENOMEM, "out of memory for a figure");

    for (size_t i = 0; st == RV_OK && i < a->k; i++) {
        rv_buf_clear(&words);
        rv_buf_printf(&words, "Without %s", a->rows[i]->label);
        rows[i] = row_of(rv_memory_text(d->memory, rv_buf_str(&words)), &a->without[i], RV_FOREST_STUDY);
        rows[i].vi = a->fit.pooled.se * a->fit.pooled.se;   /* squares of one size: none of them weighs */
    }
    if (st == RV_OK) {
        rows[a->k] = row_of("All", &a->fit, RV_FOREST_POOLED);
        forest = *own;
        forest.rows = rows;
        forest.n = a->k + 1;
        options.notes = "Each row: the pooled effect without that study; marks of one size.";
        rv_buf_printf(&name, "leave_one_out_%s", s->planned->id);
        rv_buf_clear(&words);
        rv_buf_printf(&words, "%s: the pooled effect when each study is left out in turn.", s->planned->label);
        if ((st = rv_plot_forest(&scene, &forest, &options, err)) == RV_OK)
            st = rv_page_figure(d->page, rv_buf_str(&name), rv_buf_str(&words), scene, err);
    }
    rv_scene_free(scene);
    rv_forest_free(own);
    rv_buf_free(&words);
    rv_buf_free(&name);
    return st;
}

static void left(rv_grid *g, const rv_synthesis *s, const rv_analysis *a, const char *label, const rv_meta_fit *f)
{
    const double was = a->fit.pooled.estimate;

    rv_grid_row(g, NULL);
    rv_grid_text(g, s->planned->label);
    rv_grid_text(g, label);
    rv_grid_int(g, (int64_t)f->k);
    rv_grid_text(g, a->options.measure);
    rv_grid_real(g, back(a, f->pooled.estimate));
    rv_grid_real(g, back(a, f->pooled.ci_lo));
    rv_grid_real(g, back(a, f->pooled.ci_hi));
    rv_grid_real(g, f->pooled.p);
    rv_grid_real(g, f->tau2);
    rv_grid_real(g, 100 * f->i2);
    rv_grid_text(g, f == &a->fit                                              ? ""
                    : f->pooled.estimate * was < 0                             ? "points the other way"
                    : f->pooled.ci_lo * f->pooled.ci_hi < 0 && a->fit.pooled.ci_lo * a->fit.pooled.ci_hi > 0
                        ? "no difference is no longer ruled out"
                    : f->pooled.ci_lo * f->pooled.ci_hi > 0 && a->fit.pooled.ci_lo * a->fit.pooled.ci_hi < 0
                        ? "no difference is ruled out now" : "");
}

static rv_status each_left_out(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "analysis", "Analysis", -1 }, { "without", "Without", -1 }, { "k", "Studies", 0 },  { "measure", "Measure", -1 },
        { "estimate", "Effect", 2 },    { "ci_lo", "Lower", 2 },      { "ci_hi", "Upper", 2 }, { "p", "p", 3 },
        { "tau2", "tau\u00b2", 4 },     { "i2_percent", "I\u00b2, %", 0 }, { "changes", "What changes", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("leave_one_out", "Each study left out in turn", columns);
    rv_status st = RV_OK;

    if (g) {
        rv_grid_hide(g, "analysis");
        rv_grid_range(g, "estimate", "ci_lo", "ci_hi");
    }
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_analyses; i++) {
        const rv_synthesis *s = &d->syntheses[i];
        const rv_analysis *a = leave_one_out(s);

        if (!a)
            continue;
        rv_grid_section(g, s->planned->label);
        left(g, s, a, "none left out", &a->fit);
        for (size_t k = 0; k < a->k; k++)
            left(g, s, a, a->rows[k]->label, &a->without[k]);
        st = figure(d, s, a, err);
    }
    if (st == RV_OK && rv_grid_rows(g))
        st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    return st;
}

rv_status rv_part_explore(rv_document *d, rv_error *err)
{
    rv_status st;

    rv_page_heading(d->page, 2, "differences", "What explains the differences");
    if ((st = league(d, err)) != RV_OK)
        return st;
    rv_page_heading(d->page, 3, "left-out-in-turn", "Does it hang on one study");
    return each_left_out(d, err);
}
