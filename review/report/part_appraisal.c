/* Risk of bias: for each tool the judgements by domain, then each with its reason and place. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/extract.h"

#include "report/parts.h"

typedef struct {
    rv_document             *d;
    const rv_appraisal_tool *tool;
    rv_grid                 *wide, *reasons;
    rv_grid_column          *columns;
    size_t                   n;
    rv_judged                judged;
} appraising;

/* The columns: study, result where one is judged, the domains. Made from the first appraisal, as an instrument's domains are there. */
static bool columns_of(appraising *a, const rv_appraisal *first)
{
    const bool result = strcmp(a->tool->unit, "result") == 0;
    size_t n = 0;
    char id[160], caption[400];

    if (!(a->columns = rv_memory_room(a->d->memory, (first->n + 3) * sizeof *a->columns)))
        return false;
    a->columns[n++] = (rv_grid_column){ "study", "Study", -1 };
    if (result)
        a->columns[n++] = (rv_grid_column){ "result", "Result", -1 };
    for (size_t i = 0; i < first->n; i++)
        if (!first->lines[i].question && n < 62)
            a->columns[n++] = (rv_grid_column){ rv_memory_text(a->d->memory, first->lines[i].id),
                                                rv_memory_text(a->d->memory, first->lines[i].text), -1 };
    snprintf(id, sizeof id, "appraisal_%.120s", a->tool->id);
    snprintf(caption, sizeof caption, "Judgements: %.300s", a->tool->label);
    a->wide = rv_grid_new(id, caption, a->columns);
    if (a->wide && n > 6)
        rv_grid_wide(a->wide);
    return true;
}

static void reason(appraising *a, const rv_appraisal *x, const rv_appraisal_line *line)
{
    rv_buf place = RV_BUF_INIT;

    rv_grid_row(a->reasons, NULL);
    rv_grid_text(a->reasons, x->subject.study);
    rv_grid_text(a->reasons, x->subject.result);
    rv_grid_text(a->reasons, line->text);
    rv_grid_text(a->reasons, line->answer);
    rv_grid_text(a->reasons, line->question ? "" : line->proposed);
    rv_grid_text(a->reasons, line->support);
    rv_buf_printf(&place, "%s%s%s%s", line->place, *line->quotation ? ": \u201c" : "", line->quotation, *line->quotation ? "\u201d" : "");
    rv_grid_text(a->reasons, rv_buf_str(&place));
    rv_grid_text(a->reasons, line->reviewer);
    rv_buf_free(&place);
}

static rv_status add(void *user, const rv_appraisal *x, rv_error *err)
{
    appraising *a = user;
    rv_buf link = RV_BUF_INIT;
    size_t at = 0;

    if (!a->wide && !columns_of(a, x))
        return rv_fail(err, RV_ENOMEM, "out of memory for the table of judgements");
    a->n++;
    rv_grid_row(a->wide, NULL);
    rv_grid_link(a->wide, x->subject.study, rv_report_anchor(&link, "study", x->subject.study));
    if (strcmp(a->tool->unit, "result") == 0)
        rv_grid_link(a->wide, x->subject.result, rv_report_anchor(&link, "result", x->subject.result));
    for (size_t i = 0; i < x->n; i++) {
        if (!x->lines[i].question && at++ < 60)
            rv_grid_text(a->wide, *x->lines[i].answer ? x->lines[i].answer : "not judged");
        if (*x->lines[i].answer)
            reason(a, x, &x->lines[i]);
    }
    rv_buf_free(&link);
    return rv_judged_add(a->d, &a->judged, x, err);
}

static rv_status tool(rv_document *d, const rv_appraisal_tool *t, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "study", "Study", -1 },    { "result", "Result", -1 }, { "what", "Question or domain", -1 },
        { "judgement", "Answer or judgement", -1 }, { "proposed", "By the rules", -1 },  { "reason", "Reason", -1 },
        { "place", "Place", -1 },    { "reviewer", "By", -1 },   { NULL, NULL, 0 },
    };
    char id[160], caption[400], heading[160];
    appraising a = { .d = d, .tool = t };
    rv_status st;

    snprintf(id, sizeof id, "reasons_%.120s", t->id);
    snprintf(heading, sizeof heading, "tool-%.120s", t->id);
    snprintf(caption, sizeof caption, "Every answer and judgement with its reason: %.300s", t->label);
    a.reasons = rv_grid_new(id, caption, columns);
    st = rv_extract_each_appraisal(d->store, d->protocol, t->id, false, add, &a, err);
    if (st == RV_OK && !a.n) {
        rv_page_textf(d->page, "%s: planned, and nothing was judged by it.", t->label);
    } else if (st == RV_OK) {
        rv_page_heading(d->page, 3, heading, t->label);
        rv_page_textf(d->page, "%zu %s judged%s.", a.n, strcmp(t->unit, "result") == 0 ? (a.n == 1 ? "result was" : "results were")
                      : (a.n == 1 ? "study was" : "studies were"), rv_appraised_twice(d->protocol, t) ? ", each by two people apart" : "");
        if ((st = rv_judged_figures(d, &a.judged, t, err)) == RV_OK && (st = rv_page_grid(d->page, a.wide, true, err)) == RV_OK)
            st = rv_page_grid(d->page, a.reasons, true, err);
    }
    free(a.judged.row);
    rv_grid_free(a.wide);
    rv_grid_free(a.reasons);
    return st;
}

rv_status rv_part_appraisal(rv_document *d, rv_error *err)
{
    rv_status st = RV_OK;
    size_t n = 0;

    rv_page_heading(d->page, 2, "risk-of-bias", "Risk of bias in the included studies");
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_appraisals; i++)
        if (strcmp(d->protocol->appraisals[i].unit, "body") != 0) {
            st = tool(d, &d->protocol->appraisals[i], err);
            n++;
        }
    if (!n)
        rv_page_text(d->page, "The protocol names no tool by which studies or results are appraised.");
    return st;
}
