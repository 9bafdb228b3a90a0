/* Question and methods: what was planned, and how it was carried out. */
#include <config.h>

#include <string.h>

#include "review/extract.h"

#include "report/parts.h"

rv_status rv_part_question(rv_document *d, rv_error *err)
{
    const rv_protocol *p = d->protocol;
    const struct { const char *term, *text; } pico[] = {
        { "Population", p->population }, { "Intervention", p->intervention }, { "Comparison", p->comparison },
        { "Outcomes", p->outcomes },     { "Designs", p->designs },
    };

    rv_page_heading(d->page, 2, "question", "Question");
    rv_page_text(d->page, p->question);
    rv_page_text(d->page, p->background);
    rv_page_list_begin(d->page);
    for (size_t i = 0; i < sizeof pico / sizeof *pico; i++)
        if (*pico[i].text)
            rv_page_item(d->page, pico[i].term, pico[i].text);
    rv_page_list_end(d->page);
    return rv_page_check(d->page, err);
}

static void criteria(rv_document *d, bool include)
{
    rv_page_heading(d->page, 4, include ? "include" : "exclude", include ? "A study is included when" : "A study is excluded when");
    rv_page_list_begin(d->page);
    for (size_t i = 0; i < d->protocol->n_criteria; i++)
        if (d->protocol->criteria[i].include == include)
            rv_page_item(d->page, "", d->protocol->criteria[i].text);
    rv_page_list_end(d->page);
}

RV_STATEMENT(methods_sources,
    "SELECT s.name, s.kind, COALESCE(s.platform, ''), COALESCE(s.searched, ''), COALESCE(s.strategy, ''), COUNT(r.id)"
    " FROM source s JOIN file f ON f.source = s.id LEFT JOIN record r ON r.file = f.id"
    " GROUP BY s.id, s.name, s.kind, s.platform, s.searched, s.strategy ORDER BY s.id");

static rv_status sources(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "source", "Source", -1 },          { "kind", "Kind", -1 },    { "platform", "Platform", -1 },
        { "searched", "Searched", -1 },      { "records", "Records", 0 }, { "strategy", "Strategy as run", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("sources", "Sources searched", columns);
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, d->store, &methods_sources, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_grid_row(g, NULL);
        for (int i = 0; i < 4; i++)
            rv_grid_text(g, rv_query_text(q, i));
        rv_grid_int(g, rv_query_int(q, 5));
        rv_grid_text(g, rv_query_text(q, 4));
    }
    rv_query_end(q);
    if (st == RV_OK)
        st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st;
}

static void screening(rv_document *d)
{
    rv_page_list_begin(d->page);
    for (size_t i = 0; i < d->protocol->n_stages; i++) {
        const rv_stage *s = &d->protocol->stages[i];
        rv_buf text = RV_BUF_INIT;

        rv_buf_printf(&text, "%d reviewer%s decide on every report%s; conflicts are resolved by another person.", s->reviewers,
                      s->reviewers == 1 ? "" : "s", s->blind ? ", none seeing the other's vote before both have voted" : "");
        rv_page_item(d->page, s->label, rv_buf_str(&text));
        rv_buf_free(&text);
    }
    rv_page_list_end(d->page);
}

static const char *time_words(rv_time_choice time)
{
    static const char *const words[] = {
        [RV_TIME_LATEST] = "the latest time point", [RV_TIME_EARLIEST] = "the earliest time point",
        [RV_TIME_NEAREST] = "the time point nearest to the one planned",
    };
    return words[time];
}

static void outcomes(rv_document *d)
{
    rv_page_list_begin(d->page);
    for (size_t i = 0; i < d->protocol->n_domains; i++) {
        const rv_domain *domain = &d->protocol->domains[i];
        rv_buf text = RV_BUF_INIT;

        rv_buf_text(&text, "of several results of one study, first ");
        for (size_t k = 0; k < domain->n_kinds; k++)
            rv_buf_printf(&text, "%s%s", k ? ", then " : "", domain->kinds[k].label);
        rv_buf_printf(&text, "; among these %s%s.", time_words(domain->time), domain->last_on_ties ? "; the last one on ties" : "");
        rv_page_item(d->page, domain->label, rv_buf_str(&text));
        rv_buf_free(&text);
    }
    rv_page_list_end(d->page);
}

static void models(rv_document *d)
{
    rv_page_list_begin(d->page);
    for (size_t i = 0; i < d->protocol->n_analyses; i++) {
        const rv_synthesis *s = &d->syntheses[i];
        rv_page_item(d->page, d->protocol->analyses[i].label, rv_synthesis_method(s));
    }
    rv_page_list_end(d->page);
}

rv_status rv_part_methods(rv_document *d, rv_error *err)
{
    rv_status st;

    rv_page_heading(d->page, 2, "methods", "Methods");
    rv_page_heading(d->page, 3, "eligibility", "Eligibility");
    criteria(d, true);
    criteria(d, false);
    rv_page_heading(d->page, 3, "searches", "Searches");
    if ((st = sources(d, err)) != RV_OK)
        return st;
    rv_page_heading(d->page, 3, "screening", "Screening");
    screening(d);
    rv_page_heading(d->page, 3, "outcomes", "Outcomes and the choice among several results");
    outcomes(d);
    rv_page_heading(d->page, 3, "models", "Synthesis");
    models(d);
    return rv_page_check(d->page, err);
}
