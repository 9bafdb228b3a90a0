/* Selection: the flow diagram with its numbers, what was excluded at the last stage and why, how far reviewers agreed. */
#include <config.h>

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

static rv_status add_excluded(void *user, const rv_screen_status *s, rv_error *err)
{
    excluding *e = user;
    rv_buf reference = RV_BUF_INIT, anchor = RV_BUF_INIT;
    const rv_reason *reason = rv_protocol_reason(e->d->protocol, s->reason);
    rv_status st;

    if (strcmp(s->stage, e->last) != 0 || (s->outcome != RV_SCREEN_EXCLUDED && s->outcome != RV_SCREEN_SET_ASIDE))
        return RV_OK;
    if ((st = rv_report_reference(e->d->store, s->report, &reference, NULL, err)) == RV_OK) {
        rv_buf_printf(&anchor, "report-%lld", (long long)s->report);
        rv_grid_row(e->g, rv_buf_str(&anchor));
        rv_grid_text(e->g, rv_buf_str(&reference));
        rv_grid_text(e->g, s->outcome == RV_SCREEN_SET_ASIDE ? s->state : reason ? reason->label : s->reason);
    }
    rv_buf_free(&reference);
    rv_buf_free(&anchor);
    return st;
}

static rv_status excluded(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = { { "report", "Report", -1 }, { "reason", "Reason", -1 }, { NULL, NULL, 0 } };
    excluding e = { d, rv_grid_new("excluded", "Reports excluded at full text, not obtained, awaiting or ongoing", columns),
                    d->protocol->stages[d->protocol->n_stages - 1].id };
    rv_status st = rv_screen_each(d->store, d->protocol, NULL, add_excluded, &e, err);

    if (st == RV_OK)
        st = rv_page_grid(d->page, e.g, false, err);
    rv_grid_free(e.g);
    return st;
}

/* ---- Agreement ------------------------------------------------------------------------------------------------------ */

RV_STATEMENT(selection_pairs,
    "SELECT DISTINCT a.stage, a.reviewer, b.reviewer FROM decision a JOIN decision b ON b.stage = a.stage AND b.reviewer > a.reviewer"
    " AND b.record = a.record WHERE a.role = 'vote' AND b.role = 'vote' ORDER BY a.stage DESC, a.reviewer, b.reviewer");

static void add_agreement(rv_grid *g, const char *stage, const char *first, const char *second, const rv_agreement *a)
{
    rv_grid_row(g, NULL);
    rv_grid_text(g, stage);
    rv_grid_text(g, first);
    rv_grid_text(g, second);
    rv_grid_int(g, a->both_include);
    rv_grid_int(g, a->first_only);
    rv_grid_int(g, a->second_only);
    rv_grid_int(g, a->both_exclude);
    rv_grid_real(g, 100 * a->observed);
    rv_grid_real(g, a->kappa);
    rv_grid_real(g, a->kappa_se);
    rv_grid_real(g, a->pabak);
}

static rv_status agreement(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "stage", "Stage", -1 },                 { "first", "First", -1 },        { "second", "Second", -1 },
        { "both_include", "Both include", 0 },    { "first_only", "First only", 0 }, { "second_only", "Second only", 0 },
        { "both_exclude", "Both exclude", 0 },    { "observed", "Agreement, %", 1 }, { "kappa", "Kappa", 2 },
        { "kappa_se", "Standard error", 2 },      { "pabak", "PABAK", 2 },         { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("agreement", "Agreement of reviewers before conflicts were resolved", columns);
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, d->store, &selection_pairs, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_agreement a;
        if ((st = rv_screen_agreement(d->store, d->protocol, rv_query_text(q, 0), rv_query_text(q, 1), rv_query_text(q, 2), &a,
                                      err)) == RV_OK)
            add_agreement(g, rv_query_text(q, 0), rv_query_text(q, 1), rv_query_text(q, 2), &a);
    }
    rv_query_end(q);
    rv_grid_note(g, "Kappa misleads when inclusions are rare; PABAK beside it adjusts for prevalence and bias.");
    if (st == RV_OK)
        st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st;
}

rv_status rv_part_selection(rv_document *d, rv_error *err)
{
    rv_status st;

    rv_page_heading(d->page, 2, "selection", "Selection of studies");
    if ((st = flow_figure(d, err)) == RV_OK && (st = flow_table(d, err)) == RV_OK && (st = agreement(d, err)) == RV_OK)
        st = excluded(d, err);
    return st;
}
