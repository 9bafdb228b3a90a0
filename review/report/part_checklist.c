/* The PRISMA 2020 checklist and its extension for searches, filled with where each item stands in this very report, or that it does not.
   Items are in our own words. Source  Page et al. (2021) BMJ 372:n71; Rethlefsen et al. (2021) Syst Rev 10:39 (PRISMA-S). */
#include <config.h>

#include <string.h>

#include "report/parts.h"

/* Where an item stands: heading or table `anchor`, if `there` says so (NULL: where the anchor is in the document). */
typedef struct {
    const char *n, *section, *what, *anchor, *absent;
    bool      (*there)(const rv_document *d);
} item;

static bool registered(const rv_document *d)
{
    return *d->protocol->registration != 0;
}

static bool background(const rv_document *d)
{
    return *d->protocol->background != 0;
}

static bool appraised(const rv_document *d)
{
    for (size_t i = 0; i < d->page->n_blocks; i++)
        if (d->page->blocks[i].kind == RV_BLOCK_GRID && strncmp(d->page->blocks[i].id, "appraisal_", 10) == 0)
            return true;
    return false;
}

static bool graded(const rv_document *d)
{
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        if (*d->findings[i].certainty.judgement)
            return true;
    return false;
}

static bool pooled(const rv_document *d)
{
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        if (d->syntheses[i].analysis)
            return true;
    return false;
}

static bool beside(const rv_document *d, rv_beside_kind kind)
{
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        for (size_t k = 0; k < d->syntheses[i].n_beside; k++)
            if ((d->syntheses[i].beside[k].kind == RV_BESIDE_SENSITIVITY) == (kind == RV_BESIDE_SENSITIVITY))
                return true;
    return false;
}

static bool explored(const rv_document *d)
{
    return beside(d, RV_BESIDE_MODERATOR);
}

static bool sensitivity(const rv_document *d)
{
    return beside(d, RV_BESIDE_SENSITIVITY);
}

static bool funnels(const rv_document *d)
{
    for (size_t i = 0; i < d->page->n_blocks; i++)
        if (strncmp(d->page->blocks[i].id, "funnel_", 7) == 0)
            return true;
    return false;
}

RV_STATEMENT(checklist_kind,
    "SELECT 1 FROM source s WHERE s.kind IN (?1, ?2) AND EXISTS (SELECT 1 FROM file f WHERE f.source = s.id) LIMIT 1");

/* Whether a source of this kind was searched. */
static bool source_of(const rv_document *d, const char *kind, const char *or_kind)
{
    rv_query *q = NULL;
    bool more = false;
    rv_error none;

    if (rv_query_start(&q, d->store, &checklist_kind, &none, "tt", kind, or_kind) != RV_OK || rv_query_next(q, &more, &none) != RV_OK)
        more = false;
    rv_query_end(q);
    return more;
}

static bool databases(const rv_document *d)
{
    return source_of(d, "database", "database");
}

static bool registers(const rv_document *d)
{
    return source_of(d, "register", "register");
}

static bool websites(const rv_document *d)
{
    return source_of(d, "website", "organisation");
}

static bool citations(const rv_document *d)
{
    return source_of(d, "citation", "citation");
}

static bool contacts(const rv_document *d)
{
    return source_of(d, "contact", "contact");
}

static bool always(const rv_document *d)
{
    (void)d;
    return true;
}

#define NOT_OURS "not in this report: the review file does not hold it; write it around the report"
#define NO_POOL "not in this report: nothing could be pooled"
static const item prisma[] = {
    { "1", "Title", "Names itself a systematic review", "", "the title is the protocol's", NULL },
    { "2", "Abstract", "An abstract with its own list of points", "plain", "", NULL },
    { "3", "Introduction", "Why the review is needed", "question", "not in this report: the protocol says no background", background },
    { "4", "Introduction", "The question", "question", "", NULL },
    { "5", "Methods", "What is eligible, and how studies are grouped", "eligibility", "", NULL },
    { "6", "Methods", "Every source, with the day of its last search", "sources", "", NULL },
    { "7", "Methods", "The whole strategy of each source", "sources", "", NULL },
    { "8", "Methods", "How reports were selected, by how many people, how independently", "screening", "", NULL },
    { "9", "Methods", "How data were taken from reports, by how many people", "extraction", "", NULL },
    { "10a", "Methods", "Outcomes, and how one of several results was chosen", "outcomes", "", NULL },
    { "10b", "Methods", "Other data that were sought", "characteristics", "", NULL },
    { "11", "Methods", "How risk of bias was judged", "risk-of-bias", "not in this report: nothing was appraised", appraised },
    { "12", "Methods", "The measure of effect for each outcome", "models", "", NULL },
    { "13a", "Methods", "How it was decided which studies enter a synthesis", "models", "", NULL },
    { "13b", "Methods", "What was converted or filled in", "routes", "", NULL },
    { "13c", "Methods", "How results are shown", "results", NO_POOL, pooled },
    { "13d", "Methods", "The models, and why", "models", "", NULL },
    { "13e", "Methods", "How differences between studies were explored", "differences", "not in this report: none was planned", explored },
    { "13f", "Methods", "Sensitivity analyses", "results", "not in this report: none was planned", sensitivity },
    { "14", "Methods", "How missing results were looked for", "missing", "not in this report: every analysis has fewer than ten studies, too few for funnel plots and "
      "tests", funnels },
    { "15", "Methods", "How certainty was judged", "certainty", "not in this report: certainty was not judged", graded },
    { "16a", "Results", "The flow from records to studies", "selection", "", NULL },
    { "16b", "Results", "What seemed to fit and was excluded, with reasons", "excluded", "", NULL },
    { "17", "Results", "Each study and its characteristics", "characteristics", "", NULL },
    { "18", "Results", "Risk of bias in each study", "risk-of-bias", "not in this report: nothing was appraised", appraised },
    { "19", "Results", "Each study's results with their precision", "results_by_outcome", "", NULL },
    { "20a", "Results", "Of each synthesis, its studies and their risk of bias", "risk-of-bias", "not in this report: nothing was appraised", appraised },
    { "20b", "Results", "Each synthesis with precision and heterogeneity", "results", NO_POOL, pooled },
    { "20c", "Results", "What explains differences", "differences", "not in this report: none was planned", explored },
    { "20d", "Results", "Results of the sensitivity analyses", "results", "not in this report: none was planned", sensitivity },
    { "21", "Results", "Missing results in each synthesis", "missing", "not in this report: every analysis has fewer than ten studies, too few for funnel plots and "
      "tests", funnels },
    { "22", "Results", "Certainty of each outcome", "findings", "not in this report: certainty was not judged", graded },
    { "23a", "Discussion", "What the results mean beside other evidence", "", NOT_OURS, NULL },
    { "23b", "Discussion", "Limits of the evidence", "plain-unknown", "", NULL },
    { "23c", "Discussion", "Limits of how the review was done", "deviations-all", "", NULL },
    { "23d", "Discussion", "What follows for practice, policy and research", "", NOT_OURS, NULL },
    { "24a", "Other", "Registration, or that there is none", "top", "not in this report: the protocol does not say", registered },
    { "24b", "Other", "Where the protocol is", "manifest", "", always },
    { "24c", "Other", "What was changed against the protocol", "deviations-all", "", NULL },
    { "25", "Other", "Who paid", "", NOT_OURS, NULL },
    { "26", "Other", "Competing interests", "", NOT_OURS, NULL },
    { "27", "Other", "Where data, code and material are", "manifest", "", always },
};

static const item searches[] = {
    { "1", "Sources", "Each database with its platform", "sources", "none was searched", databases },
    { "2", "Sources", "Several databases searched at once on one platform", "sources", "none was searched", databases },
    { "3", "Sources", "Study registers", "sources", "none was searched", registers },
    { "4", "Sources", "Websites and other places that were looked through", "sources", "none was searched", websites },
    { "5", "Sources", "References followed, back and forward", "sources", "not done", citations },
    { "6", "Sources", "People and organisations asked", "sources", "nobody was asked", contacts },
    { "7", "Sources", "Any other way", "sources", "", always },
    { "8", "Strategies", "Each strategy as it was run", "sources", "", NULL },
    { "9", "Strategies", "Limits, and why", "planned_sources", "", NULL },
    { "10", "Strategies", "Published filters that were used", "", "not in this report: say it in the strategy's own lines", NULL },
    { "11", "Strategies", "Strategies taken over from other reviews", "", "not in this report: say it in the strategy's own lines", NULL },
    { "12", "Strategies", "How searches were brought up to date", "sources", "", NULL },
    { "13", "Strategies", "The day of each last search", "sources", "", NULL },
    { "14", "Peer review", "Whether somebody else reviewed the searches", "", NOT_OURS, NULL },
    { "15", "Records", "How many records each source gave", "sources", "", NULL },
    { "16", "Records", "How duplicates were found", "duplicates", "", NULL },
};

/* The words for a place: the heading, or the caption of the table. */
static const char *place(const rv_page *page, const char *anchor)
{
    for (size_t i = 0; i < page->n_blocks; i++) {
        const rv_block *b = &page->blocks[i];

        if (strcmp(b->id, anchor) != 0)
            continue;
        if (b->kind == RV_BLOCK_GRID)
            return rv_grid_caption(b->grid);
        if (b->kind == RV_BLOCK_HEADING && b->n)
            return page->runs[b->first].text;
    }
    return NULL;
}

static void answer(rv_document *d, rv_grid *g, const item *x)
{
    const bool there = !x->there || x->there(d);
    const char *words = there && *x->anchor ? place(d->page, x->anchor) : NULL;

    /* What is written after this part, and the head of the page. */
    if (there && !words && strcmp(x->anchor, "manifest") == 0)
        words = "How to repeat this report";
    if (there && strcmp(x->anchor, "top") == 0)
        rv_grid_text(g, "Head of the report");
    else if (words)
        rv_grid_link(g, words, x->anchor);
    else
        rv_grid_text(g, *x->absent ? x->absent : "not in this report");
}

static rv_status checklist(rv_document *d, const char *id, const char *caption, const item *items, size_t n, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "item", "Item", -1 }, { "section", "Section", -1 }, { "what", "What", -1 }, { "where", "Where", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new(id, caption, columns);
    rv_status st;

    for (size_t i = 0; i < n; i++) {
        rv_grid_row(g, NULL);
        rv_grid_text(g, items[i].n);
        rv_grid_text(g, items[i].section);
        rv_grid_text(g, items[i].what);
        answer(d, g, &items[i]);
    }
    rv_grid_note(g, "Items in short and in our own words; the lists themselves are at prisma-statement.org.");
    st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    return st;
}

rv_status rv_part_checklist(rv_document *d, rv_error *err)
{
    rv_status st;

    rv_page_heading(d->page, 2, "checklists", "Where each item of PRISMA is");
    if ((st = checklist(d, "prisma_2020", "PRISMA 2020 checklist", prisma, sizeof prisma / sizeof *prisma, err)) == RV_OK)
        st = checklist(d, "prisma_s", "PRISMA-S checklist (searches)", searches, sizeof searches / sizeof *searches, err);
    return st;
}
