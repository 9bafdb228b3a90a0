/* What changed since an earlier report: studies, estimates, numbers of the flow. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/earlier.h"
#include "report/parts.h"

static double number(const char *text)
{
    double x;

    return *text && rv_real_parse(text, &x, NULL) == RV_OK ? x : NAN;
}

static bool differs(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) != isnan(b);
    return fabs(a - b) > 1e-9 * fmax(1, fmax(fabs(a), fabs(b)));
}

/* ---- Studies ------------------------------------------------------------------------------------------------------------- */

static rv_status studies(rv_document *d, const rv_earlier_table *was, const rv_earlier_table *now, rv_error *err)
{
    static const rv_grid_column columns[] = { { "study", "Study", -1 }, { "change", "Change", -1 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new("changed_studies", "Studies that came or went", columns);
    rv_buf link = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; i < now->n; i++)
        if (!rv_earlier_find(was, now->rows[i].key)) {
            rv_grid_row(g, NULL);
            rv_grid_link(g, now->rows[i].key, rv_report_anchor(&link, "study", now->rows[i].key));
            rv_grid_text(g, "new");
        }
    for (size_t i = 0; i < was->n; i++)
        if (!rv_earlier_find(now, was->rows[i].key)) {
            rv_grid_row(g, NULL);
            rv_grid_text(g, was->rows[i].key);
            rv_grid_text(g, "no longer included");
        }
    if (!rv_grid_rows(g))
        rv_page_text(d->page, "The studies are the same.");
    else
        st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    rv_buf_free(&link);
    return st;
}

/* ---- Estimates ------------------------------------------------------------------------------------------------------------ */

enum { OUTCOME, STUDIES, MEASURE, ESTIMATE, CI_LO, CI_HI, CERTAINTY };

static bool same_finding(const rv_earlier_row *a, const rv_earlier_row *b)
{
    for (int i = STUDIES; i <= CI_HI; i++)
        if (i == MEASURE ? strcmp(a->value[i], b->value[i]) != 0 : differs(number(a->value[i]), number(b->value[i])))
            return false;
    return strcmp(a->value[CERTAINTY], b->value[CERTAINTY]) == 0;
}

/* What differs does not show in what is printed: two decimals. */
static bool hidden(const rv_earlier_row *a, const rv_earlier_row *b)
{
    for (int i = ESTIMATE; i <= CI_HI; i++)
        if (round(100 * number(a->value[i])) != round(100 * number(b->value[i])))
            return false;
    return strcmp(a->value[STUDIES], b->value[STUDIES]) == 0 && strcmp(a->value[CERTAINTY], b->value[CERTAINTY]) == 0
           && strcmp(a->value[MEASURE], b->value[MEASURE]) == 0;
}

static void finding(rv_grid *g, const rv_earlier_row *was, const rv_earlier_row *now)
{
    static const rv_earlier_row none = { "", { "", "", "", "", "", "", "", "" } };
    const rv_earlier_row *both[] = { was ? was : &none, now ? now : &none };

    rv_grid_row(g, NULL);
    rv_grid_text(g, (now ? now : was)->value[OUTCOME]);
    for (int i = 0; i < 2; i++) {
        rv_grid_real(g, number(both[i]->value[STUDIES]));
        rv_grid_text(g, both[i]->value[MEASURE]);
        for (int k = ESTIMATE; k <= CI_HI; k++)
            rv_grid_real(g, number(both[i]->value[k]));
        rv_grid_text(g, both[i]->value[CERTAINTY]);
    }
    rv_grid_text(g, !was ? "new analysis" : !now ? "no longer there" : hidden(was, now) ? "in later decimals" : "");
}

static rv_status estimates(rv_document *d, const rv_earlier_table *was, const rv_earlier_table *now, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "outcome", "Outcome", -1 },          { "studies_before", "Studies", 0 },   { "measure_before", "Measure", -1 },
        { "estimate_before", "Effect", 2 },    { "ci_lo_before", "Lower", 2 },       { "ci_hi_before", "Upper", 2 },
        { "certainty_before", "Certainty", -1 }, { "studies_now", "Studies", 0 },    { "measure_now", "Measure", -1 },
        { "estimate_now", "Effect", 2 },       { "ci_lo_now", "Lower", 2 },          { "ci_hi_now", "Upper", 2 },
        { "certainty_now", "Certainty", -1 },  { "note", "Note", -1 },               { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("changed_estimates", "Estimates that changed", columns);
    rv_status st = RV_OK;

    if (g) {
        rv_grid_range(g, "estimate_before", "ci_lo_before", "ci_hi_before");
        rv_grid_range(g, "estimate_now", "ci_lo_now", "ci_hi_now");
        rv_grid_span(g, "Before", "studies_before", "certainty_before");
        rv_grid_span(g, "Now", "studies_now", "certainty_now");
    }
    for (size_t i = 0; i < now->n; i++) {
        const rv_earlier_row *before = rv_earlier_find(was, now->rows[i].key);

        if (rv_earlier_find(now, now->rows[i].key) == &now->rows[i] && (!before || !same_finding(before, &now->rows[i])))
            finding(g, before, &now->rows[i]);         /* of several baselines the first */
    }
    for (size_t i = 0; i < was->n; i++)
        if (rv_earlier_find(was, was->rows[i].key) == &was->rows[i] && !rv_earlier_find(now, was->rows[i].key))
            finding(g, &was->rows[i], NULL);
    if (!rv_grid_rows(g))
        rv_page_text(d->page, "No estimate changed.");
    else
        st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st;
}

/* ---- Flow ----------------------------------------------------------------------------------------------------------------- */

static void count(rv_grid *g, const rv_earlier_row *row, double was, double now)
{
    rv_grid_row(g, NULL);
    rv_grid_text(g, row->value[0]);
    rv_grid_text(g, row->value[1]);
    rv_grid_real(g, was);
    rv_grid_real(g, now);
    rv_grid_real(g, (isnan(now) ? 0 : now) - (isnan(was) ? 0 : was));
}

static rv_status flow(rv_document *d, const rv_earlier_table *was, const rv_earlier_table *now, rv_error *err)
{
    static const rv_grid_column columns[] = { { "what", "What is counted", -1 }, { "label", "Of these", -1 }, { "before", "Before", 0 },
                                              { "now", "Now", 0 }, { "change", "Change", 0 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new("changed_flow", "Numbers of the flow diagram that changed", columns);
    rv_status st = RV_OK;

    for (size_t i = 0; i < now->n; i++) {
        const rv_earlier_row *before = rv_earlier_find(was, now->rows[i].key);
        const double old = before ? number(before->value[2]) : NAN, new = number(now->rows[i].value[2]);

        if (differs(old, new))
            count(g, &now->rows[i], old, new);
    }
    for (size_t i = 0; i < was->n; i++)
        if (!rv_earlier_find(now, was->rows[i].key))
            count(g, &was->rows[i], number(was->rows[i].value[2]), NAN);
    if (!rv_grid_rows(g))
        rv_page_text(d->page, "The numbers of the flow diagram are the same.");
    else
        st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st;
}

/* ---- The part --------------------------------------------------------------------------------------------------------------- */

/* What was read stays beside the report, so that it can be made again. */
static rv_status keep(rv_document *d, rv_error *err)
{
    rv_status st = RV_OK;

    for (int i = 0; st == RV_OK && i <= RV_EARLIER_TABLES; i++) {
        char name[64];

        snprintf(name, sizeof name, "earlier_%s", rv_earlier_files[i]);
        if (d->earlier->bytes[i])
            st = rv_page_write(d->page, name, d->earlier->bytes[i], d->earlier->lengths[i], err);
    }
    return st;
}

rv_status rv_part_since(rv_document *d, rv_error *err)
{
    static rv_status (*const compare[])(rv_document *d, const rv_earlier_table *was, const rv_earlier_table *now, rv_error *err) = {
        studies, estimates, flow,
    };
    rv_status st;

    if (!d->earlier)
        return RV_OK;
    rv_page_heading(d->page, 2, "since", "What changed since the last report");
    rv_page_textf(d->page, "Compared with the report made on %.10s, of the state %.12s\u2026 of the review.", d->earlier->made,
                  d->earlier->head);
    st = keep(d, err);
    for (int i = 0; st == RV_OK && i < RV_EARLIER_TABLES; i++) {
        rv_earlier_table now;

        if (!d->earlier->tables[i].there)
            rv_page_textf(d->page, "The earlier report has no table %s.", rv_earlier_files[i]);
        else if ((st = rv_earlier_table_read(d->page->folder, (rv_earlier_what)i, d->memory, &now, err)) == RV_OK)
            st = compare[i](d, &d->earlier->tables[i], &now, err);
    }
    return st;
}
