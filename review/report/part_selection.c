/* Selection: the flow diagram with its numbers, what was excluded at the last stage and why, how far reviewers agreed. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "report/parts.h"

static rv_status flow_table(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "id", "Box", -1 }, { "what", "What is counted", -1 }, { "label", "Of these", -1 }, { "n", "Number", 0 }, { NULL, NULL, 0 },
    };
    const rv_flow *flow = rv_review_flow_of(d->flow);
    rv_grid *g = rv_grid_new("flow_numbers", "The numbers of the flow diagram", columns);
    rv_status st;

    for (int box = 0; box < RV_FLOW_BOXES; box++) {
        const rv_flow_box b = (rv_flow_box)box;
        bool parts = false;

        for (size_t i = 0; i < flow->n; i++)
            if (flow->rows[i].box == b && *flow->rows[i].label) {
                rv_grid_row(g, NULL);
                rv_grid_text(g, rv_flow_id(b));
                rv_grid_text(g, rv_flow_meaning(b));
                rv_grid_text(g, flow->rows[i].label);
                rv_grid_int(g, flow->rows[i].n);
                parts = true;
            }
        if (!parts && (rv_flow_stated(flow, b) || rv_flow_total(flow, b))) {
            rv_grid_row(g, NULL);
            rv_grid_text(g, rv_flow_id(b));
            rv_grid_text(g, rv_flow_meaning(b));
            rv_grid_text(g, NULL);
            rv_grid_int(g, rv_flow_total(flow, b));
        }
    }
    st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    return st;
}

static rv_status flow_figure(rv_document *d, rv_error *err)
{
    const rv_flow_options options = RV_FLOW_OPTIONS_INIT;
    rv_scene *scene = NULL;
    rv_status st = rv_plot_flow(&scene, rv_review_flow_of(d->flow), &options, err);

    if (st == RV_OK)
        st = rv_page_figure(d->page, "flow", "PRISMA 2020 flow diagram, computed from the audit trail of the review.", scene, err);
    rv_scene_free(scene);
    return st;
}

/* ---- Excluded at the last stage ------------------------------------------------------------------------------------- */

typedef struct {
    rv_document *d;
    rv_grid     *g;
    const char  *last;
} excluding;

/* The label of a reason; the id itself where the protocol no longer has it. */
static const char *label_of(const rv_protocol *protocol, const char *id)
{
    const rv_reason *reason = rv_protocol_reason(protocol, id);

    return reason ? reason->label : id;
}

/* The labels of all reasons but the first, which has a column of its own. */
static void further_reasons(const rv_protocol *protocol, const char *reasons, rv_buf *out)
{
    char id[256];

    for (reasons += strcspn(reasons, " "); *reasons; reasons += strcspn(reasons, " ")) {
        reasons += strspn(reasons, " ");
        snprintf(id, sizeof id, "%.*s", (int)strcspn(reasons, " "), reasons);
        rv_buf_printf(out, "%s%s", out->length ? "; " : "", label_of(protocol, id));
    }
}

static rv_status add_excluded(void *user, const rv_screen_status *s, rv_error *err)
{
    excluding *e = user;
    rv_buf reference = RV_BUF_INIT, anchor = RV_BUF_INIT, further = RV_BUF_INIT;
    const bool excluded = s->outcome == RV_SCREEN_EXCLUDED;
    rv_status st;

    if (strcmp(s->stage, e->last) != 0 || (!excluded && s->outcome != RV_SCREEN_SET_ASIDE))
        return RV_OK;
    if ((st = rv_document_reference_text(e->d, s->report, &reference, err)) == RV_OK) {
        rv_buf_printf(&anchor, "report-%lld", (long long)s->report);
        rv_grid_row(e->g, rv_buf_str(&anchor));
        rv_grid_text(e->g, rv_buf_str(&reference));
        rv_grid_text(e->g, excluded ? label_of(e->d->protocol, s->reason) : s->state);
        if (excluded)
            further_reasons(e->d->protocol, s->reasons, &further);
        rv_grid_text(e->g, rv_buf_str(&further));
        st = rv_buf_check(&further, err);
    }
    rv_buf_free(&further);
    rv_buf_free(&reference);
    rv_buf_free(&anchor);
    return st;
}

static rv_status excluded(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = { { "report", "Report", -1 }, { "reason", "Reason", -1 },
                                              { "further", "Further reasons", -1 }, { NULL, NULL, 0 } };
    excluding e = { d, rv_grid_new("excluded", "Reports excluded at full text, not obtained, awaiting or ongoing", columns),
                    d->protocol->stages[d->protocol->n_stages - 1].id };
    rv_status st = rv_screen_each(d->store, d->protocol, NULL, add_excluded, &e, err);

    rv_grid_note(e.g, "The reason is the one counted in the flow diagram: of all that were given, the first in the protocol's order.");
    if (st == RV_OK)
        st = rv_page_grid(d->page, e.g, false, err);
    rv_grid_free(e.g);
    return st;
}

/* ---- Agreement ------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_grid    *g;
    const char *stage;
} agreeing;

static rv_status add_agreement(void *user, const rv_agreement_pair *pair, rv_error *err)
{
    agreeing *a = user;
    const rv_agree_two *two = &pair->two;
    int64_t n[2][2] = { { 0 } };

    (void)err;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            n[i == 2][j == 2] += pair->table[i][j];
    rv_grid_row(a->g, NULL);
    rv_grid_text(a->g, a->stage);
    rv_grid_text(a->g, pair->first);
    rv_grid_text(a->g, pair->second);
    for (int i = 0; i < 4; i++)
        rv_grid_int(a->g, n[i / 2][i % 2]);
    rv_grid_real(a->g, 100 * two->kappa.observed);
    rv_grid_real(a->g, two->kappa.kappa);
    rv_grid_real(a->g, two->kappa.ci_lo);
    rv_grid_real(a->g, two->kappa.ci_hi);
    rv_grid_real(a->g, two->ac1);
    rv_grid_real(a->g, two->pabak);
    rv_grid_real(a->g, two->positive);
    rv_grid_real(a->g, two->negative);
    return RV_OK;
}

static rv_status agreement(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "stage", "Stage", -1 },                 { "first", "First", -1 },          { "second", "Second", -1 },
        { "both_include", "Both include", 0 },    { "first_only", "First only", 0 }, { "second_only", "Second only", 0 },
        { "both_exclude", "Both exclude", 0 },    { "observed", "Agreement, %", 1 }, { "kappa", "Kappa", 2 },
        { "kappa_lo", "from", 2 },                { "kappa_hi", "to", 2 },           { "ac1", "AC1", 2 },
        { "pabak", "PABAK", 2 },                  { "positive", "On includes", 2 },  { "negative", "On excludes", 2 },
        { NULL, NULL, 0 },
    };
    agreeing a = { rv_grid_new("agreement", "Agreement of reviewers before conflicts were resolved", columns), NULL };
    rv_status st = RV_OK;

    for (size_t i = 0; i < d->protocol->n_stages && st == RV_OK; i++) {
        a.stage = d->protocol->stages[i].label;
        st = rv_screen_agreements(d->store, d->protocol, &(rv_agreement_query){ .stage = d->protocol->stages[i].id }, add_agreement, NULL, &a, err);
    }
    if (a.g)
        rv_grid_range(a.g, "kappa", "kappa_lo", "kappa_hi");
    rv_grid_note(a.g, "Unsure counts as include. Kappa, with its 95\u202f% limits, misleads when inclusions are rare; AC1, PABAK (which "
                      "adjusts for prevalence and bias) and the agreement on includes and on excludes stand beside it.");
    if (st == RV_OK)
        st = rv_page_grid(d->page, a.g, false, err);
    rv_grid_free(a.g);
    return st;
}

rv_status rv_part_selection(rv_document *d, rv_error *err)
{
    rv_status st;

    rv_page_heading(d->page, 2, "selection", "Selection of studies");
    if ((st = flow_figure(d, err)) == RV_OK && (st = flow_table(d, err)) == RV_OK && (st = agreement(d, err)) == RV_OK
        && (st = rv_figures_screening(d, err)) == RV_OK)
        st = excluded(d, err);
    return st;
}
