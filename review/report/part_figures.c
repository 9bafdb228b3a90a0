/* Figures of the whole review with their numbers beside them: evidence map, how screening went, all effects. A figure that cannot be
   drawn, for its data are not there or it finds no room, is left out: its part says the rest. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/plot_chart.h"
#include "review/report_drawn.h"

#include "report/parts.h"

/* What means that there is nothing to draw. */
static bool nothing(rv_status st)
{
    return st == RV_ENOTFOUND || st == RV_EUSAGE || st == RV_EINVAL;
}

/* The scene with its caption and numbers; a failure of a kind that means nothing to draw is none. Frees the scene. */
static rv_status put(rv_document *d, rv_status st, const rv_error *why, rv_scene *scene, const char *name, const char *caption, rv_grid *g,
                     rv_error *err)
{
    if (st != RV_OK)
        return nothing(st) ? RV_OK : rv_fail(err, st, "%s", why->message);
    if ((st = rv_page_figure(d->page, name, caption, scene, err)) == RV_OK)
        st = rv_page_figure_data(d->page, g, err);
    rv_scene_free(scene);
    return st;
}

/* ---- Evidence map ------------------------------------------------------------------------------------------------------- */

/* Whether item i is the first of its study in its cell. */
static bool first_in_cell(const rv_evidence_map *map, size_t i)
{
    const rv_map_item *a = &map->item[i];

    for (size_t k = 0; k < i; k++) {
        const rv_map_item *b = &map->item[k];
        if (strcmp(a->study, b->study) == 0 && strcmp(a->row, b->row) == 0 && strcmp(a->column, b->column) == 0)
            return false;
    }
    return true;
}

static rv_grid *map_numbers(const rv_evidence_map *map)
{
    static const rv_grid_column columns[] = { { "row", "What was done", -1 }, { "column", "Outcome", -1 }, { "study", "Study", -1 },
                                              { "level", "Judged as", -1 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new("map_data", "The studies in the evidence map", columns);
    rv_buf link = RV_BUF_INIT;

    for (size_t i = 0; i < map->n; i++) {
        const rv_map_item *x = &map->item[i];
        if (!*x->study || !first_in_cell(map, i))
            continue;
        rv_grid_row(g, NULL);
        rv_grid_text(g, x->row);
        rv_grid_text(g, x->column);
        rv_grid_link(g, x->study, rv_report_anchor(&link, "study", x->study));
        rv_grid_text(g, x->level);
    }
    rv_buf_free(&link);
    return g;
}

/* Included studies that no item names. */
static size_t not_in_map(const rv_document *d, const rv_evidence_map *map)
{
    size_t without = 0;

    for (size_t i = 0; i < d->included.n_studies; i++) {
        size_t k = 0;
        while (k < map->n && strcmp(map->item[k].study, d->included.studies[i].label) != 0)
            k++;
        without += k == map->n;
    }
    return without;
}

rv_status rv_figure_map(rv_document *d, rv_error *err)
{
    const rv_evidence_map_options options = RV_EVIDENCE_MAP_OPTIONS_INIT;
    rv_drawn *drawn = rv_drawn_new();
    rv_evidence_map map = { 0 };
    rv_buf caption = RV_BUF_INIT;
    rv_scene *scene = NULL;
    rv_grid *g = NULL;
    rv_error why = { 0 };
    rv_status st = drawn ? rv_drawn_map(drawn, d->store, d->protocol, NULL, &map, &why) : RV_ENOMEM;

    if (st == RV_OK && (st = rv_plot_evidence_map(&scene, &map, &options, &why)) == RV_OK)
        g = map_numbers(&map);
    rv_buf_text(&caption, "What was studied: included studies by what was done and by outcome. A study counts once in each cell in which it "
                          "gives a result");
    if (st == RV_OK && not_in_map(d, &map))
        rv_buf_printf(&caption, "; %zu of %zu give none", not_in_map(d, &map), d->included.n_studies);
    rv_buf_text(&caption, ".");
    st = put(d, st, &why, scene, "evidence_map", rv_buf_str(&caption), g, err);
    rv_buf_free(&caption);
    rv_grid_free(g);
    rv_drawn_free(drawn);
    return st;
}

/* ---- Screening ------------------------------------------------------------------------------------------------------------ */

static rv_grid *course_numbers(const rv_agreement_course *c, const char *id)
{
    static const rv_grid_column columns[] = {
        { "period", "Period", -1 }, { "reports", "Reports", 0 }, { "kappa", "Kappa", 2 },  { "kappa_lo", "Lower", 2 }, { "kappa_hi", "Upper", 2 },
        { "ac1", "AC1", 2 },        { "ac1_lo", "Lower", 2 },    { "ac1_hi", "Upper", 2 }, { NULL, NULL, 0 },
    };
    char name[200];
    rv_grid *g;

    snprintf(name, sizeof name, "%.180s_data", id);
    if ((g = rv_grid_new(name, c->title, columns))) {
        rv_grid_range(g, "kappa", "kappa_lo", "kappa_hi");
        rv_grid_range(g, "ac1", "ac1_lo", "ac1_hi");
    }
    for (size_t i = 0; i < c->n; i++) {
        const rv_agreement_period *p = &c->period[i];
        const double numbers[] = { p->n, p->kappa, p->kappa_lo, p->kappa_hi, p->ac1, p->ac1_lo, p->ac1_hi };

        rv_grid_row(g, NULL);
        rv_grid_text(g, p->name);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            rv_grid_real(g, numbers[k]);
    }
    return g;
}

/* One period is no course: the table of agreement says it. */
static rv_status course(rv_document *d, const rv_stage *stage, rv_error *err)
{
    const rv_agreement_options options = RV_AGREEMENT_OPTIONS_INIT;
    rv_drawn *drawn = rv_drawn_new();
    rv_agreement_course c;
    rv_scene *scene = NULL;
    rv_grid *g = NULL;
    rv_error why = { 0 };
    char name[160];
    rv_status st = drawn ? rv_drawn_agreement(drawn, d->store, d->protocol, stage->id, NULL, NULL, &c, &why) : RV_ENOMEM;

    snprintf(name, sizeof name, "agreement_%.120s", stage->id);
    if (st == RV_OK && c.n < 2)
        st = RV_ENOTFOUND;
    if (st == RV_OK && (st = rv_plot_agreement(&scene, &c, &options, &why)) == RV_OK)
        g = course_numbers(&c, name);
    st = put(d, st, &why, scene, name, st == RV_OK ? c.title : "", g, err);
    rv_grid_free(g);
    rv_drawn_free(drawn);
    return st;
}

enum { MOST_ROWS = 20 };               /* of a curve that has a step a record */

static rv_grid *recall_numbers(const rv_recall_curve *c, const char *id)
{
    static const rv_grid_column columns[] = { { "found", "Relevant reports found", 0 }, { "screened", "Reports screened by then", 0 },
                                              { NULL, NULL, 0 } };
    char name[200];
    rv_grid *g;

    snprintf(name, sizeof name, "%.180s_data", id);
    g = rv_grid_new(name, "When relevant reports were found", columns);
    for (size_t step = (c->n + MOST_ROWS - 1) / MOST_ROWS, i = step - 1; i < c->n; i = i + 1 < c->n && i + step >= c->n ? c->n - 1 : i + step) {
        rv_grid_row(g, NULL);
        rv_grid_int(g, (int64_t)i + 1);
        rv_grid_int(g, (int64_t)c->found_at[i]);
    }
    return g;
}

/* Only where some were left unread: that is when readers must know what may have been missed. */
static rv_status recall(rv_document *d, const rv_stage *stage, rv_error *err)
{
    const rv_recall_curve_options options = RV_RECALL_CURVE_OPTIONS_INIT;
    rv_drawn *drawn = rv_drawn_new();
    rv_recall_curve c;
    rv_scene *scene = NULL;
    rv_grid *g = NULL;
    rv_error why = { 0 };
    char name[160], caption[400];
    rv_status st = drawn ? rv_drawn_recall(drawn, d->store, d->protocol, stage->id, 0.95, &c, &why) : RV_ENOMEM;

    snprintf(name, sizeof name, "recall_%.120s", stage->id);
    snprintf(caption, sizeof caption, "%.200s: relevant reports found against reports screened, in the order in which they were screened.",
             stage->label);
    if (st == RV_OK && (!c.n || c.total <= c.screened))
        st = RV_ENOTFOUND;
    if (st == RV_OK && (st = rv_plot_recall(&scene, &c, &options, &why)) == RV_OK)
        g = recall_numbers(&c, name);
    st = put(d, st, &why, scene, name, caption, g, err);
    rv_grid_free(g);
    rv_drawn_free(drawn);
    return st;
}

rv_status rv_figures_screening(rv_document *d, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < d->protocol->n_stages; i++)
        st = course(d, &d->protocol->stages[i], err);
    return st == RV_OK && d->protocol->n_stages ? recall(d, &d->protocol->stages[0], err) : st;
}

/* ---- Every effect --------------------------------------------------------------------------------------------------------- */

static rv_grid *effect_numbers(const rv_forest *f, const char *id, const char *label)
{
    char caption[400];
    static const rv_grid_column columns[] = { { "study", "Study", -1 }, { "yi", "Effect (scale of analysis)", 4 }, { "vi", "Variance", 5 },
                                              { NULL, NULL, 0 } };
    rv_grid *g;

    snprintf(caption, sizeof caption, "Every effect of each study: %.300s", label);
    g = rv_grid_new(id, caption, columns);
    for (size_t i = 0; i < f->n; i++) {
        if (f->rows[i].kind != RV_FOREST_STUDY)
            continue;
        rv_grid_row(g, NULL);
        rv_grid_text(g, f->rows[i].label);
        rv_grid_real(g, f->rows[i].yi);
        rv_grid_real(g, f->rows[i].vi);
    }
    return g;
}

static rv_status orchard(rv_document *d, const rv_synthesis *s, const rv_analysis *a, rv_error *err)
{
    const rv_estimates_options options = RV_ESTIMATES_OPTIONS_INIT;
    rv_forest *f = NULL;
    rv_scene *scene = NULL;
    rv_grid *g = NULL;
    rv_error why = { 0 };
    char name[160], id[200], caption[500];
    rv_status st = rv_analysis_forest(&f, a, &why);

    snprintf(name, sizeof name, "orchard_%.120s", s->planned->id);
    snprintf(id, sizeof id, "%s_data", name);
    snprintf(caption, sizeof caption, "%.300s: every effect of each study (%zu effects of %zu studies), around what a model of dependent effects pools.",
             s->planned->label, a->k, a->studies);
    if (st == RV_OK && (st = rv_plot_orchard(&scene, f, &options, &why)) == RV_OK)
        g = effect_numbers(f, id, s->planned->label);
    st = put(d, st, &why, scene, name, caption, g, err);
    rv_grid_free(g);
    rv_forest_free(f);
    return st;
}

/* Only where some study has more than one effect. */
rv_status rv_figure_effects(rv_document *d, const rv_synthesis *s, rv_error *err)
{
    for (size_t i = 0; i < s->n_beside; i++) {
        const rv_analysis *a = s->beside[i].analysis;
        if (s->beside[i].kind == RV_BESIDE_SENSITIVITY && a && a->working && a->k > a->studies)
            return orchard(d, s, a, err);
    }
    return RV_OK;
}
