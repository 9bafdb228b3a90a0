/* Question and methods: what was planned, and how it was carried out. */
#include <config.h>

#include <string.h>

#include "review/extract.h"

#include "report/parts.h"

/* A text whose paragraphs stand with an empty line between. */
static void paragraphs(rv_page *page, const char *text)
{
    const char *end;

    for (; *text; text = end + strspn(end, "\n")) {
        if (!(end = strstr(text, "\n\n")))
            end = text + strlen(text);
        rv_page_textf(page, "%.*s", (int)(end - text), text);
    }
}

rv_status rv_part_question(rv_document *d, rv_error *err)
{
    const rv_protocol *p = d->protocol;
    const struct { const char *term, *text; } pico[] = {
        { "Population", p->population }, { "Intervention", p->intervention }, { "Comparison", p->comparison },
        { "Outcomes", p->outcomes },     { "Designs", p->designs },
    };

    rv_page_heading(d->page, 2, "question", "Question");
    rv_page_text(d->page, p->question);
    paragraphs(d->page, p->background);
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

RV_STATEMENT(methods_source_named,
    "SELECT 1 FROM source s WHERE LOWER(s.name) = LOWER(?1) AND EXISTS (SELECT 1 FROM file f WHERE f.source = s.id) LIMIT 1");
RV_STATEMENT(methods_searched,
    "SELECT COUNT(DISTINCT s.id), COALESCE(MIN(s.searched), ''), COALESCE(MAX(s.searched), ''), COUNT(r.id), COUNT(DISTINCT s.kind)"
    " FROM source s JOIN file f ON f.source = s.id LEFT JOIN record r ON r.file = f.id");

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

/* What the protocol plans to search, with limits; whether a source of that name was. */
static rv_status planned_sources(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "source", "Source", -1 }, { "kind", "Kind", -1 },       { "platform", "Platform", -1 },
        { "run", "Searched under this name", -1 }, { "strategy", "Strategy as planned", -1 }, { "limits", "Limits", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("planned_sources", "Searches as planned", columns);
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < d->protocol->n_searches; i++) {
        const rv_search *s = &d->protocol->searches[i];
        rv_query *q = NULL;
        bool run = false;

        if ((st = rv_query_start(&q, d->store, &methods_source_named, err, "t", s->name)) == RV_OK)
            st = rv_query_next(q, &run, err);
        rv_query_end(q);
        rv_grid_row(g, NULL);
        rv_grid_text(g, s->name);
        rv_grid_text(g, s->kind);
        rv_grid_text(g, s->platform);
        rv_grid_text(g, run ? "yes" : "no");
        rv_grid_text(g, s->strategy);
        rv_grid_text(g, s->limits);
    }
    if (st == RV_OK)
        st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    return st;
}

RV_STATEMENT(methods_followed,
    "SELECT s.name, c.direction, COUNT(*) FROM citation_search c JOIN source s ON s.id = c.source GROUP BY s.id, s.name, c.direction"
    " ORDER BY s.id, c.direction");

/* References that were followed: what from, and in which direction. */
static rv_status followed(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = { { "source", "Source", -1 }, { "direction", "Direction", -1 },
                                              { "seeds", "Studies or reports followed", 0 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new("citation_searches", "Citations followed", columns);
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, d->store, &methods_followed, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_grid_row(g, NULL);
        rv_grid_text(g, rv_query_text(q, 0));
        rv_grid_text(g, strcmp(rv_query_text(q, 1), "backward") == 0 ? "back: what they cite" : "forward: what cites them");
        rv_grid_int(g, rv_query_int(q, 2));
    }
    rv_query_end(q);
    if (st == RV_OK && rv_grid_rows(g))
        st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    return st;
}

/* How many sources, from when to when; what of it was planned stands in the deviations. */
static rv_status searched(rv_document *d, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, d->store, &methods_searched, err, "");

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *first = rv_query_text(q, 1), *last = rv_query_text(q, 2);

        rv_page_textf(d->page, "%lld source%s of %lld kind%s gave %lld record%s%s%s%s%s.", (long long)rv_query_int(q, 0),
                      rv_query_int(q, 0) == 1 ? "" : "s", (long long)rv_query_int(q, 4), rv_query_int(q, 4) == 1 ? "" : "s",
                      (long long)rv_query_int(q, 3), rv_query_int(q, 3) == 1 ? "" : "s", *first ? "; searched " : "", first,
                      strcmp(first, last) != 0 ? " to " : "", strcmp(first, last) != 0 ? last : "");
    }
    rv_query_end(q);
    return st;
}

rv_status rv_part_methods(rv_document *d, rv_error *err)
{
    rv_status st;

    rv_page_heading(d->page, 2, "methods", "Methods");
    rv_page_heading(d->page, 3, "eligibility", "Eligibility");
    criteria(d, true);
    criteria(d, false);
    rv_page_heading(d->page, 3, "searches", "Searches");
    if ((st = searched(d, err)) != RV_OK || (st = sources(d, err)) != RV_OK
        || (st = followed(d, err)) != RV_OK || (st = planned_sources(d, err)) != RV_OK)
        return st;
    rv_page_heading(d->page, 3, "duplicates", "Records that are one report");
    if ((st = rv_methods_duplicates(d, err)) != RV_OK)
        return st;
    rv_page_heading(d->page, 3, "screening", "Screening");
    if ((st = rv_methods_screening(d, err)) != RV_OK)
        return st;
    rv_page_heading(d->page, 3, "extraction", "Extraction");
    if ((st = rv_methods_extraction(d, err)) != RV_OK)
        return st;
    rv_page_heading(d->page, 3, "outcomes", "Outcomes and the choice among several results");
    outcomes(d);
    rv_page_heading(d->page, 3, "effect-measures", "Effects");
    if ((st = rv_methods_effects(d, err)) != RV_OK)
        return st;
    rv_page_heading(d->page, 3, "models", "Synthesis");
    rv_methods_models(d);
    if ((st = rv_methods_otherwise(d, err)) != RV_OK)
        return st;
    return rv_page_check(d->page, err);
}
