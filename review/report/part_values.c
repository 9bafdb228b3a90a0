/* The way back: every result with its effect and route, and every value with the place it was read. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/extract.h"

#include "report/parts.h"

RV_STATEMENT(values_effects,
    "SELECT r.key, s.label, r.domain, r.outcome, r.months, e.measure, e.yi, e.vi, e.route, e.gap FROM effect e"
    " JOIN result r ON r.id = e.result JOIN study s ON s.id = e.study ORDER BY r.key, e.measure");

rv_status rv_part_results(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "result", "Result", -1 },   { "study", "Study", -1 },   { "domain", "Domain", -1 },
        { "outcome", "Outcome", -1 }, { "months", "Months", 0 },  { "measure", "Measure", -1 },
        { "yi", "yi", 4 },            { "vi", "vi", 5 },          { "route", "How it was got", -1 },
        { "gap", "Why there is none", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("effects", "Every reported result and the effects made from it", columns);
    rv_buf anchor = RV_BUF_INIT, link = RV_BUF_INIT, study = RV_BUF_INIT, last = RV_BUF_INIT;
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, d->store, &values_effects, err, "");

    rv_page_heading(d->page, 2, "effects-all", "Results and effects");
    rv_page_text(d->page, "Effects stand on the scale of analysis (logarithms for ratios); positive favours the programme. A result "
                          "leads to the values it was made from.");
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *key = rv_query_text(q, 0);
        const bool first = strcmp(rv_buf_str(&last), key) != 0;

        rv_buf_clear(&last);
        rv_buf_text(&last, key);
        rv_grid_row(g, first ? rv_report_anchor(&anchor, "result", key) : NULL);
        rv_grid_link(g, key, rv_report_anchor(&link, "value", key));
        rv_grid_link(g, rv_query_text(q, 1), rv_report_anchor(&study, "study", rv_query_text(q, 1)));
        for (int i = 2; i < 4; i++)
            rv_grid_text(g, rv_query_text(q, i));
        rv_grid_real(g, rv_query_real(q, 4));
        rv_grid_text(g, rv_query_text(q, 5));
        rv_grid_real(g, rv_query_real(q, 6));
        rv_grid_real(g, rv_query_real(q, 7));
        rv_grid_text(g, rv_query_text(q, 8));
        rv_grid_text(g, rv_query_text(q, 9));
    }
    rv_query_end(q);
    if (st == RV_OK)
        st = rv_page_grid(d->page, g, false, err);
    rv_buf_free(&anchor);
    rv_buf_free(&link);
    rv_buf_free(&study);
    rv_buf_free(&last);
    rv_grid_free(g);
    return st;
}

typedef struct {
    rv_document *d;
    rv_grid     *g;
    rv_buf       study, result, anchor, link, label;   /* study, result: of the row before */
} listing;

static rv_status add_value(void *user, const rv_value *v, rv_error *err)
{
    listing *l = user;
    const bool new_study = strcmp(rv_buf_str(&l->study), v->study) != 0;
    const bool new_result = strcmp(rv_buf_str(&l->result), v->result) != 0;
    rv_status st = RV_OK;

    rv_grid_row(l->g, new_study    ? rv_report_anchor(&l->anchor, "values", v->study)
                      : new_result ? rv_report_anchor(&l->anchor, "value", v->result) : NULL);
    rv_buf_clear(&l->study);
    rv_buf_text(&l->study, v->study);
    rv_buf_clear(&l->result);
    rv_buf_text(&l->result, v->result);
    rv_buf_clear(&l->label);
    if (v->record)
        st = rv_report_reference(l->d->store, v->record, NULL, &l->label, err);
    /* The way back, once for each study and each result. */
    rv_grid_link(l->g, v->study, new_study ? rv_report_anchor(&l->link, "study", v->study) : NULL);
    rv_grid_link(l->g, v->result, new_result && *v->result ? rv_report_anchor(&l->link, "result", v->result) : NULL);
    rv_grid_text(l->g, v->field);
    rv_grid_text(l->g, *v->value ? v->value : v->state);
    rv_grid_text(l->g, rv_buf_str(&l->label));
    rv_grid_text(l->g, v->place);
    rv_grid_text(l->g, v->quotation);
    rv_grid_text(l->g, v->reviewer);
    rv_grid_text(l->g, v->note);
    return st;
}

rv_status rv_part_values(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "study", "Study", -1 },   { "result", "Result", -1 }, { "field", "Field", -1 },         { "value", "Value", -1 },
        { "report", "Report", -1 }, { "place", "Place", -1 },   { "quotation", "Quotation", -1 }, { "reviewer", "By", -1 },
        { "note", "Note", -1 },     { NULL, NULL, 0 },
    };
    listing l = { d, rv_grid_new("values", "Every extracted value with its place", columns), RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT,
                  RV_BUF_INIT, RV_BUF_INIT };
    rv_status st;

    rv_page_heading(d->page, 2, "values-all", "Values and their places");
    if ((st = rv_extract_each(d->store, NULL, NULL, false, add_value, &l, err)) == RV_OK)
        st = rv_page_grid(d->page, l.g, true, err);
    rv_grid_free(l.g);
    rv_buf_free(&l.study);
    rv_buf_free(&l.result);
    rv_buf_free(&l.anchor);
    rv_buf_free(&l.link);
    rv_buf_free(&l.label);
    return st;
}
