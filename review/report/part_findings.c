/* Summary of findings, in the manner of GRADE: for each analysis and baseline risk how many of a thousand, how sure, and what that means;
   then each judgement with its reason. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "review/effect.h"

#include "report/parts.h"

static void thousand(rv_grid *g, double share)
{
    rv_grid_real(g, 1000 * share);
}

/* An estimate as people read it, of the event. */
static double shown(const rv_found *f, double y)
{
    const rv_measure *measure = rv_measure_find(f->synthesis->run.measure);

    return measure && measure->log_scale ? exp(y) : y;
}

static void studies(rv_grid *g, const rv_found *f)
{
    const rv_analysis *a = f->synthesis->analysis;
    rv_buf words = RV_BUF_INIT;

    rv_grid_int(g, a ? (int64_t)a->studies : 0);
    rv_grid_real(g, f->participants);
    if (a && f->with_participants < a->k) {
        rv_buf_printf(&words, "Known for %zu of %zu effects.", f->with_participants, a->k);
        rv_grid_footnote(g, rv_buf_str(&words));
    }
    rv_buf_free(&words);
}

static void relative(rv_grid *g, const rv_found *f)
{
    const rv_measure *measure = rv_measure_find(f->synthesis->run.measure);

    rv_grid_text(g, measure ? measure->title : f->synthesis->run.measure);
    rv_grid_real(g, shown(f, f->y));
    if (f->lower && isfinite(f->y))
        rv_grid_footnote(g, "Of the event as it is named, which is a bad one: below no difference is in favour.");
    rv_grid_real(g, shown(f, f->y_lo));
    rv_grid_real(g, shown(f, f->y_hi));
}

static void baseline_source(rv_grid *g, const rv_found *f, const rv_found_risk *r)
{
    rv_buf words = RV_BUF_INIT;

    if (*r->source)
        rv_buf_printf(&words, "Baseline risk from: %s.", r->source);
    else if (f->risk_studies > 1)
        rv_buf_printf(&words, "Median of %zu comparison groups of this analysis.", f->risk_studies);
    if (words.length)
        rv_grid_footnote(g, rv_buf_str(&words));
    rv_buf_free(&words);
}

static void absolute(rv_grid *g, const rv_found *f, const rv_found_risk *r)
{
    const rv_absolute *a = &r->risk;

    rv_grid_text(g, r->label);
    baseline_source(g, f, r);
    thousand(g, a->without);
    thousand(g, a->with);
    if (a->bounded)
        rv_grid_footnote(g, "Beyond what can be at this baseline risk; taken as nobody or everybody.");
    thousand(g, a->with_lo);
    thousand(g, a->with_hi);
    thousand(g, a->with - a->without);
    thousand(g, a->with_lo - a->without);
    thousand(g, a->with_hi - a->without);
}

static void certainty(rv_grid *g, const rv_found *f)
{
    rv_buf words = RV_BUF_INIT;

    rv_grid_text(g, rv_words_certainty(&f->certainty));
    rv_words_reasons(&words, &f->certainty);
    if (words.length)
        rv_grid_footnote(g, rv_buf_str(&words));
    rv_buf_free(&words);
}

static void row(rv_document *d, rv_grid *g, const rv_found *f, size_t risk)
{
    static const rv_found_risk none = { "", "", { NAN, NAN, NAN, NAN, false } };
    const rv_found_risk *r = f->n_risks ? &f->risks[risk] : &none;
    rv_buf link = RV_BUF_INIT, words = RV_BUF_INIT;

    rv_grid_row(g, NULL);
    rv_grid_link(g, f->synthesis->planned->label, rv_report_anchor(&link, "analysis", f->synthesis->planned->id));
    studies(g, f);
    relative(g, f);
    absolute(g, f, r);
    certainty(g, f);
    if (!risk)                                        /* the same for every baseline */
        rv_words_statement(&words, d->protocol, f);
    if (isfinite(r->risk.with)) {
        rv_buf_text(&words, words.length ? " " : "");
        rv_words_frequencies(&words, d->protocol, f, &r->risk);
    }
    rv_grid_text(g, rv_buf_str(&words));
    rv_grid_text(g, f->synthesis->planned->id);
    rv_buf_free(&link);
    rv_buf_free(&words);
}

static void notes(rv_grid *g)
{
    rv_grid_note(g,
                 "Per 1,000 people: from the risk without the programme and the pooled effect, with the limits of its confidence interval. "
                 "An odds ratio turns odds; a standardised difference is taken as a logistic outcome cut where the baseline risk says, its "
                 "odds ratio being exp(d \u03c0/\u221a3). \u201cSlightly\u201d stands for less than 0.2 standard deviations, \u201cmany\u201d or "
                 "\u201cmuch\u201d for 0.8 and more.");
}

static rv_status summary_table(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "outcome", "Outcome", -1 },           { "studies", "Studies", 0 },          { "participants", "Participants", 0 },
        { "measure", "Measure", -1 },           { "estimate", "Effect", 2 },          { "ci_lo", "Lower", 2 },
        { "ci_hi", "Upper", 2 },                { "baseline", "Baseline risk", -1 },    { "without_per_1000", "Without", 0 },
        { "with_per_1000", "With", 0 },         { "with_lo", "Lower", 0 },            { "with_hi", "Upper", 0 },
        { "difference_per_1000", "Difference", 0 }, { "difference_lo", "Lower", 0 },  { "difference_hi", "Upper", 0 },
        { "certainty", "Certainty", -1 },       { "words", "In words", -1 },          { "analysis", "Analysis", -1 },
        { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("summary_of_findings", "Summary of findings", columns);
    rv_status st;

    if (g) {
        rv_grid_range(g, "estimate", "ci_lo", "ci_hi");
        rv_grid_range(g, "with_per_1000", "with_lo", "with_hi");
        rv_grid_range(g, "difference_per_1000", "difference_lo", "difference_hi");
        rv_grid_span(g, "Of 1,000 people", "without_per_1000", "difference_hi");
        rv_grid_hide(g, "analysis");
        rv_grid_hide(g, "words");                     /* sentences stand below: a column of them makes the table too tall to read */
        rv_grid_wide(g);
    }
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        for (size_t k = 0; k < (d->findings[i].n_risks ? d->findings[i].n_risks : 1); k++)
            row(d, g, &d->findings[i], k);
    notes(g);
    st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st;
}

/* The same in sentences, one item an outcome, each with its baseline. */
static void in_words(rv_document *d)
{
    rv_buf words = RV_BUF_INIT;

    rv_page_heading(d->page, 3, "findings-words", "In words");
    rv_page_list_begin(d->page);
    for (size_t i = 0; i < d->protocol->n_analyses; i++) {
        const rv_found *f = &d->findings[i];

        rv_buf_clear(&words);
        rv_words_statement(&words, d->protocol, f);
        for (size_t k = 0; k < f->n_risks; k++) {
            rv_buf_printf(&words, " %s%s", f->n_risks > 1 ? f->risks[k].label : "", f->n_risks > 1 ? ": " : "");
            rv_words_frequencies(&words, d->protocol, f, &f->risks[k].risk);
        }
        rv_buf_printf(&words, " Certainty: %s.", rv_words_certainty(&f->certainty));
        rv_page_item(d->page, f->synthesis->planned->label, rv_buf_str(&words));
    }
    rv_page_list_end(d->page);
    rv_buf_free(&words);
}

/* Every factor that was judged, also those that changed nothing. */
static rv_status profile(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "outcome", "Outcome", -1 }, { "factor", "What was asked", -1 }, { "judgement", "Judgement", -1 }, { "steps", "Levels", 0 },
        { "reason", "Reason", -1 },   { NULL, NULL, 0 },
    };
    rv_grid *g = NULL;
    rv_status st = RV_OK;

    for (size_t i = 0; i < d->protocol->n_analyses; i++) {
        const rv_certainty *c = &d->findings[i].certainty;
        const char *label = d->findings[i].synthesis->planned->label;

        if (!c->n && !*c->judgement)
            continue;
        if (!g)
            g = rv_grid_new("certainty", "Certainty of the evidence: each judgement with its reason", columns);
        rv_grid_section(g, label);
        for (size_t k = 0; k < c->n; k++) {
            rv_grid_row(g, NULL);
            rv_grid_text(g, label);
            rv_grid_text(g, c->factors[k].text);
            rv_grid_text(g, c->factors[k].answer);
            rv_grid_real(g, strcmp(c->factors[k].id, "start") == 0 ? NAN : c->factors[k].points);
            rv_grid_text(g, c->factors[k].support);
        }
        rv_grid_row(g, NULL);
        rv_grid_text(g, label);
        rv_grid_text(g, c->tool);
        rv_grid_text(g, rv_words_certainty(c));
        rv_grid_text(g, NULL);
        rv_grid_text(g, c->support);
    }
    if (g) {
        rv_grid_hide(g, "outcome");
        st = rv_page_grid(d->page, g, true, err);
    }
    rv_grid_free(g);
    return st;
}

/* Where nothing was screened, nothing can be left out for it. */
static void not_screened(rv_document *d)
{
    if (d->included.screened)
        return;
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        if (d->syntheses[i].effects.n_chosen) {
            rv_page_text(d->page, "Beware: nothing was screened in this review. Every study with results counts as included in the analyses.");
            rv_page_role(d->page, "note");
            return;
        }
}

rv_status rv_part_findings(rv_document *d, rv_error *err)
{
    rv_status st;

    rv_page_heading(d->page, 2, "findings", "Summary of findings");
    if (!d->protocol->n_analyses) {
        rv_page_text(d->page, "The protocol plans no analysis.");
        return rv_page_check(d->page, err);
    }
    not_screened(d);
    if ((st = summary_table(d, err)) != RV_OK)
        return st;
    in_words(d);
    return profile(d, err);
}
