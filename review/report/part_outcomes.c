/* Results by outcome: what each study found, domain by domain, as reported and as an effect; with what can be said without pooling. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/effect.h"
#include "review/meta_direction.h"
#include "review/numer.h"
#include "review/report_drawn.h"

#include "report/parts.h"

/* The measure by which the first analysis of the domain pools. */
static const char *measure_of(const rv_protocol *p, const rv_domain *domain)
{
    for (size_t i = 0; i < p->n_analyses; i++)
        if (strcmp(p->analyses[i].domain, domain->id) == 0)
            return p->analyses[i].measure;
    return NULL;
}

static double back(const char *measure, double x)
{
    const rv_measure *m = rv_measure_find(measure);

    return m && m->log_scale ? exp(x) : x;
}

static void result(rv_grid *g, const rv_domain *domain, const rv_review_effect *e)
{
    const double z = rv_normal_upper_quantile(0.025), half = z * sqrt(e->vi);
    rv_buf link = RV_BUF_INIT;

    rv_grid_row(g, NULL);
    rv_grid_text(g, domain->label);
    rv_grid_link(g, e->study, rv_report_anchor(&link, "study", e->study));
    rv_grid_link(g, e->result, rv_report_anchor(&link, "result", e->result));
    rv_grid_text(g, e->outcome);
    rv_grid_real(g, e->months);
    rv_grid_real(g, e->input.n1i);
    rv_grid_real(g, e->input.n2i);
    rv_grid_text(g, e->measure);
    rv_grid_real(g, back(e->measure, e->yi));
    rv_grid_real(g, back(e->measure, e->yi - half));
    rv_grid_real(g, back(e->measure, e->yi + half));
    rv_grid_text(g, isfinite(e->yi) ? e->route : e->gap);
    rv_buf_free(&link);
}

static rv_status by_outcome(rv_document *d, const rv_effects *all, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "domain", "Domain", -1 },   { "study", "Study", -1 },      { "result", "Result", -1 },   { "outcome", "Outcome", -1 },
        { "months", "Months", 0 },    { "n_programme", "People, programme", 0 }, { "n_control", "People, comparison", 0 },
        { "measure", "Measure", -1 }, { "estimate", "Effect", 2 },   { "ci_lo", "Lower", 2 },      { "ci_hi", "Upper", 2 },
        { "how", "How it was got, or why not", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("results_by_outcome", "Every result of each study, by outcome", columns);
    rv_status st;

    if (g) {
        rv_grid_hide(g, "domain");
        rv_grid_range(g, "estimate", "ci_lo", "ci_hi");
        rv_grid_wide(g);
    }
    for (size_t i = 0; i < d->protocol->n_domains; i++) {
        if (!all[i].n)
            continue;
        rv_grid_section(g, d->protocol->domains[i].label);
        for (size_t k = 0; k < all[i].n; k++)
            result(g, &d->protocol->domains[i], &all[i].effects[k]);
    }
    rv_grid_note(g, "Limits are those of the 95\u202f% interval of the study alone. Above no difference is in favour of the programme.");
    st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    return st;
}

/* ---- Without pooling ---------------------------------------------------------------------------------------------------- */

/* Asks rv_direction_run() for one analysis. */
static rv_status vote(rv_document *d, const rv_plan *plan, rv_domain_direction *out, rv_error *err)
{
    const rv_direction_options options = { .agreement = 0.7, .level = plan->level, .truncation = 0.05 };
    rv_effects all = { 0 };
    rv_direction_data data = { .domains = 1 };
    double *yi, *vi;
    size_t *study, *domain;
    rv_status st = rv_extract_every_effect(d->store, d->protocol, plan->domain, plan->measure, plan->select, plan->n_select, NULL, &all, err);

    if (st == RV_OK)
        st = rv_included_leave_out(&d->included, &all, err);
    out->studies = 0;
    yi = rv_memory_room(d->memory, (all.n + 1) * sizeof *yi);
    vi = rv_memory_room(d->memory, (all.n + 1) * sizeof *vi);
    study = rv_memory_room(d->memory, (all.n + 1) * sizeof *study);
    domain = rv_memory_room(d->memory, (all.n + 1) * sizeof *domain);
    if (st == RV_OK && (!yi || !vi || !study || !domain))
        st = rv_fail(err, RV_ENOMEM, "out of memory for the directions of effect");
    for (size_t i = 0; st == RV_OK && i < all.n; i++) {
        if (!all.effects[i].chosen || !isfinite(all.effects[i].yi))
            continue;
        yi[data.k] = all.effects[i].yi;
        vi[data.k] = all.effects[i].vi;
        study[data.k++] = (size_t)all.effects[i].study_id;
    }
    data.yi = yi;
    data.vi = vi;
    data.study = study;
    data.domain = domain;
    if (st == RV_OK && data.k)
        st = rv_direction_run(&data, &options, out, err);
    rv_effects_free(&all);
    return st;
}

static void direction(rv_grid *g, const rv_plan *plan, const rv_domain_direction *x)
{
    rv_buf link = RV_BUF_INIT;

    rv_grid_row(g, NULL);
    rv_grid_link(g, plan->label, rv_report_anchor(&link, "analysis", plan->id));
    rv_grid_int(g, (int64_t)x->studies);
    rv_grid_int(g, (int64_t)x->effects);
    rv_grid_int(g, (int64_t)x->vote.up);
    rv_grid_int(g, (int64_t)x->vote.down);
    rv_grid_int(g, (int64_t)x->vote.none);
    rv_grid_real(g, 100 * x->vote.share);
    rv_grid_real(g, 100 * x->vote.wilson_lo);
    rv_grid_real(g, 100 * x->vote.wilson_hi);
    rv_grid_real(g, x->vote.p);
    rv_grid_text(g, plan->measure);
    rv_grid_real(g, back(plan->measure, x->median));
    rv_grid_real(g, back(plan->measure, x->min));
    rv_grid_real(g, back(plan->measure, x->max));
    rv_grid_int(g, (int64_t)x->k_p);
    rv_grid_real(g, x->k_p ? x->combined[RV_COMBINE_FISHER].p : NAN);
    rv_grid_real(g, x->k_p ? x->combined[RV_COMBINE_EDGINGTON].p : NAN);
    rv_buf_free(&link);
}

static const char *way_words(rv_swim_way way)
{
    return way == RV_SWIM_UP ? "in favour" : way == RV_SWIM_DOWN ? "against" : "no difference";
}

static rv_grid *arrows(const rv_swim *swim)
{
    static const rv_grid_column columns[] = { { "study", "Study", -1 }, { "outcome", "Outcome", -1 }, { "direction", "Direction", -1 },
                                              { "participants", "Participants", 0 }, { "judged", "Judged as", -1 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new("direction_data", "Every direction in the figure", columns);

    for (size_t i = 0; i < swim->n; i++) {
        rv_grid_row(g, NULL);
        rv_grid_text(g, swim->item[i].study);
        rv_grid_text(g, swim->item[i].domain);
        rv_grid_text(g, way_words(swim->item[i].way));
        rv_grid_real(g, swim->item[i].n);
        rv_grid_text(g, swim->item[i].bias);
    }
    return g;
}

/* Which way each study points, by the first analysis of each domain. A figure that finds no room is left out: the table of
   directions says as much. */
static rv_status figure(rv_document *d, rv_error *err)
{
    const rv_swim_options options = RV_SWIM_OPTIONS_INIT;
    rv_drawn *drawn = rv_drawn_new();
    rv_swim swim;
    rv_scene *scene = NULL;
    rv_error why = { 0 };
    rv_grid *g = NULL;
    rv_status st = drawn ? rv_drawn_directions(drawn, d->store, d->protocol, NULL, NULL, &swim, &why) : RV_ENOMEM;

    if (st == RV_OK && (st = rv_plot_effect_direction(&scene, &swim, &options, &why)) == RV_OK) {
        g = arrows(&swim);
        if ((st = rv_page_figure(d->page, "effect_direction", "Which way the effects of each study point, outcome by outcome.", scene, err)) == RV_OK)
            st = rv_page_figure_data(d->page, g, err);
    } else {
        st = st == RV_EINVAL || st == RV_ENOTFOUND ? RV_OK : rv_fail(err, st, "%s", why.message);
    }
    rv_grid_free(g);
    rv_scene_free(scene);
    rv_drawn_free(drawn);
    return st;
}

static rv_status without_pooling(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "analysis", "Outcome", -1 },      { "studies", "Studies", 0 },       { "effects", "Effects", 0 },
        { "favours", "In favour", 0 },      { "against", "Against", 0 },       { "neither", "Neither", 0 },
        { "share", "In favour, %", 0 },     { "share_lo", "Lower", 0 },        { "share_hi", "Upper", 0 },
        { "sign_p", "Sign test, p", 3 },    { "measure", "Measure", -1 },      { "median", "Median effect", 2 },
        { "min", "Least", 2 },              { "max", "Most", 2 },              { "k_p", "Studies with p", 0 },
        { "fisher_p", "Fisher, p", 3 },     { "edgington_p", "Edgington, p", 3 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("directions", "Direction of effect, without pooling", columns);
    rv_status st = RV_OK;

    if (g) {
        rv_grid_range(g, "share", "share_lo", "share_hi");
        rv_grid_range(g, "median", "min", "max");
        rv_grid_span(g, "Combined p-values", "fisher_p", "edgington_p");
        rv_grid_hide(g, "effects");
        rv_grid_hide(g, "k_p");
    }
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_analyses; i++) {
        rv_domain_direction x;
        if ((st = vote(d, &d->protocol->analyses[i], &x, err)) == RV_OK && x.studies)
            direction(g, &d->protocol->analyses[i], &x);
    }
    rv_grid_note(g, "Every effect of each study that the analysis asks for, not only the one that is pooled. Several of one study are one "
                    "vote: that of at least 70\u202f% of them. The sign test asks whether both directions are as likely; a combined p-value "
                    "(one-sided, in favour) whether there is an effect in at least one study. Neither says how large it is. Median, least and "
                    "most are of the studies' effects.");
    if (st == RV_OK && (st = rv_page_grid(d->page, g, false, err)) == RV_OK && rv_grid_rows(g))
        st = figure(d, err);
    rv_grid_free(g);
    return st;
}

rv_status rv_part_outcomes(rv_document *d, rv_error *err)
{
    const rv_protocol *p = d->protocol;
    rv_effects *all = rv_memory_room(d->memory, (p->n_domains + 1) * sizeof *all);
    rv_status st = all ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for the results");

    rv_page_heading(d->page, 2, "by-outcome", "Results by outcome");
    for (size_t i = 0; st == RV_OK && i < p->n_domains; i++)
        if (measure_of(p, &p->domains[i]))
            st = rv_extract_every_effect(d->store, p, p->domains[i].id, measure_of(p, &p->domains[i]), NULL, 0, NULL, &all[i], err);
    if (st == RV_OK && (st = without_pooling(d, err)) == RV_OK)
        st = by_outcome(d, all, err);
    for (size_t i = 0; all && i < p->n_domains; i++)
        rv_effects_free(&all[i]);
    return st;
}
