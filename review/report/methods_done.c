/* Methods as they were carried out, told from the facts: who decided how much, what became one report, how values and effects were got,
   which models were fitted. What the protocol plans stands in the deviations where it differs. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/extract.h"
#include "review/screen.h"

#include "report/parts.h"

/* Different names, as they come. */
enum { NAMES = 200 };
typedef struct {
    const char *name[NAMES];
    size_t      n;
    rv_memory  *memory;
} names;

static void note_name(names *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->name[i], name) == 0)
            return;
    if (*name && all->n < NAMES)
        all->name[all->n++] = rv_memory_text(all->memory, name);
}

static const char *people(size_t n)
{
    return n == 1 ? "person" : "people";
}

/* ---- One report ----------------------------------------------------------------------------------------------------------- */

RV_STATEMENT(methods_links, "SELECT (SELECT COUNT(*) FROM record), (SELECT COUNT(*) FROM report_member WHERE record <> report),"
                            " (SELECT COUNT(*) FROM link WHERE rule = 'person' AND verdict = 'same')");

rv_status rv_methods_duplicates(rv_document *d, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, d->store, &methods_links, err, "");

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const long long records = rv_query_int(q, 0), doubles = rv_query_int(q, 1), by_hand = rv_query_int(q, 2);

        rv_page_textf(d->page, "Of %lld records %lld were found to describe a report that another record describes already, and %lld reports "
                               "were left. Records were compared by the rules of review-dedup (identifiers, title, authors, year, source and "
                               "pages); %lld %s joined by a person, each with a reason.",
                      records, doubles, records - doubles, by_hand, by_hand == 1 ? "pair was" : "pairs were");
    }
    rv_query_end(q);
    return st;
}

/* ---- Screening -------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_stage *stage;
    names           voters, resolvers;
    size_t          votes, resolutions;
} stage_done;

static rv_status note_decision(void *user, const rv_standing_decision *x, rv_error *err)
{
    stage_done *s = user;
    const bool vote = strcmp(x->role, "vote") == 0;

    (void)err;
    if (strcmp(x->stage, s->stage->id) != 0)
        return RV_OK;
    note_name(vote ? &s->voters : &s->resolvers, x->reviewer);
    *(vote ? &s->votes : &s->resolutions) += 1;
    return RV_OK;
}

static rv_status note_round(void *user, const rv_calibration *x, rv_error *err)
{
    int *last = user;

    (void)err;
    if (x->round > *last)
        *last = x->round;
    return RV_OK;
}

static void say_stage(rv_document *d, const stage_done *s, const rv_screen_counts *n, int rounds)
{
    rv_buf text = RV_BUF_INIT;

    if (!s->votes) {
        rv_buf_text(&text, "nothing was decided yet.");
    } else {
        rv_words_number(&text, (long)s->voters.n);
        rv_buf_printf(&text, " %s gave %zu votes on %lld reports", people(s->voters.n), s->votes,
                      (long long)(n->reports - n->waiting - n->set_aside));
        rv_buf_printf(&text, " (%d asked for each%s).", s->stage->reviewers,
                      s->stage->blind && s->stage->reviewers > 1 ? ", nobody seeing another's vote before all were there" : "");
        if (s->resolutions) {
            rv_buf_printf(&text, " %zu %s settled by ", s->resolutions, s->resolutions == 1 ? "conflict was" : "conflicts were");
            rv_words_number(&text, (long)s->resolvers.n);
            rv_buf_printf(&text, " other %s.", people(s->resolvers.n));
        }
        if (rounds) {
            rv_buf_text(&text, " Before, ");
            rv_words_number(&text, rounds);
            rv_buf_printf(&text, " calibration round%s read by all.", rounds == 1 ? " was" : "s were");
        }
        rv_buf_printf(&text, " Included: %lld; excluded: %lld", (long long)n->included, (long long)n->excluded);
        if (n->waiting || n->conflicts)
            rv_buf_printf(&text, "; still open: %lld", (long long)(n->waiting + n->conflicts));
        if (n->set_aside)
            rv_buf_printf(&text, "; not obtained, awaiting or ongoing: %lld", (long long)n->set_aside);
        rv_buf_text(&text, ".");
    }
    rv_page_item(d->page, s->stage->label, rv_buf_str(&text));
    rv_buf_free(&text);
}

rv_status rv_methods_screening(rv_document *d, rv_error *err)
{
    rv_status st = RV_OK;

    rv_page_list_begin(d->page);
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_stages; i++) {
        stage_done *s = rv_memory_room(d->memory, sizeof *s);
        rv_screen_counts counts;
        int rounds = 0;

        if (!s)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        s->stage = &d->protocol->stages[i];
        s->voters.memory = s->resolvers.memory = d->memory;
        if ((st = rv_screen_decisions(d->store, d->protocol, NULL, note_decision, s, err)) == RV_OK
            && (st = rv_screen_calibrations(d->store, d->protocol, s->stage->id, NULL, note_round, &rounds, err)) == RV_OK
            && (st = rv_screen_count(d->store, d->protocol, s->stage->id, &counts, err)) == RV_OK)
            say_stage(d, s, &counts, rounds);
    }
    rv_page_list_end(d->page);
    return st;
}

/* ---- Extraction --------------------------------------------------------------------------------------------------------------- */

typedef struct {
    names  people, extractors, studies_twice;
    size_t values, calculated, places;
    char   last[200];             /* the study whose extractors are being counted */
    size_t of_last;
} extraction;

static rv_status note_value(void *user, const rv_value *v, rv_error *err)
{
    extraction *x = user;

    (void)err;
    x->values++;
    x->places += *v->place != 0;
    note_name(&x->people, v->reviewer);
    return RV_OK;
}

static rv_status note_extractor(void *user, const rv_extractor *row, rv_error *err)
{
    extraction *x = user;

    (void)err;
    if (strcmp(row->role, "extract") != 0 || strcmp(row->state, "none") == 0)
        return RV_OK;
    note_name(&x->extractors, row->person);
    if (strncmp(x->last, row->study, sizeof x->last - 1) != 0)
        x->of_last = 0;
    snprintf(x->last, sizeof x->last, "%s", row->study);
    if (++x->of_last == 2)
        note_name(&x->studies_twice, row->study);
    return RV_OK;
}

static rv_status note_checks(void *user, const rv_field_checks *row, rv_error *err)
{
    rv_field_checks *whole = user;

    (void)err;
    if (!*row->field) {
        *whole = *row;
        whole->field = "";
    }
    return RV_OK;
}

rv_status rv_methods_extraction(rv_document *d, rv_error *err)
{
    extraction *x = rv_memory_room(d->memory, sizeof *x);
    rv_field_checks checks = { 0 };
    rv_buf text = RV_BUF_INIT;
    rv_status st;

    if (!x)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    x->people.memory = x->extractors.memory = x->studies_twice.memory = d->memory;
    if ((st = rv_extract_each(d->store, NULL, NULL, false, note_value, x, err)) != RV_OK
        || (st = rv_extract_each_extractor(d->store, NULL, note_extractor, x, err)) != RV_OK
        || (st = rv_extract_each_field_checks(d->store, d->protocol, note_checks, &checks, err)) != RV_OK)
        return st;
    if (!x->values) {
        rv_page_text(d->page, "Nothing was extracted yet.");
        return RV_OK;
    }
    rv_buf_printf(&text, "%zu %s in the review, entered by ", x->values, x->values == 1 ? "value stands" : "values stand");
    rv_words_number(&text, (long)x->people.n);
    rv_buf_printf(&text, " %s", people(x->people.n));
    if (x->places == x->values)
        rv_buf_printf(&text, "%s with its place in the report.", x->values == 1 ? "" : ", each");
    else
        rv_buf_printf(&text, "; for %zu of them the place in the report is kept.", x->places);
    rv_page_text(d->page, rv_buf_str(&text));
    rv_buf_free(&text);
    if (x->studies_twice.n)
        rv_page_textf(d->page, "%zu %s extracted by two people apart, who then agreed.", x->studies_twice.n,
                      x->studies_twice.n == 1 ? "study was" : "studies were");
    else
        rv_page_text(d->page, "No study was extracted twice.");
    if (checks.checked)
        rv_page_textf(d->page, "%zu values were checked by a second person: %zu were right, %zu wrong and corrected, %zu unclear.",
                      checks.checked, checks.right, checks.wrong, checks.unclear);
    return RV_OK;
}

/* ---- Effects -------------------------------------------------------------------------------------------------------------------- */

RV_STATEMENT(methods_routes,
    "SELECT measure, route, COUNT(*) FROM effect WHERE yi IS NOT NULL GROUP BY measure, route ORDER BY measure, COUNT(*) DESC, route");
RV_STATEMENT(methods_gaps, "SELECT measure, gap, COUNT(*) FROM effect WHERE yi IS NULL GROUP BY measure, gap ORDER BY measure,"
                           " COUNT(*) DESC, gap");

static rv_status counted(rv_document *d, rv_grid *g, const rv_statement *statement, bool made, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, d->store, statement, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_grid_row(g, NULL);
        rv_grid_text(g, rv_query_text(q, 0));
        rv_grid_text(g, made ? "made" : "none");
        rv_grid_text(g, rv_query_text(q, 1));
        rv_grid_int(g, rv_query_int(q, 2));
    }
    rv_query_end(q);
    return st;
}

rv_status rv_methods_effects(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "measure", "Measure", -1 }, { "made", "Effect", -1 }, { "how", "From what, or what is missing", -1 }, { "n", "Results", 0 },
        { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("routes", "How effects were got from what the reports give", columns);
    rv_status st;

    if ((st = counted(d, g, &methods_routes, true, err)) == RV_OK && (st = counted(d, g, &methods_gaps, false, err)) == RV_OK
        && rv_grid_rows(g))
        st = rv_page_grid(d->page, g, true, err);
    rv_grid_free(g);
    return st;
}

/* ---- Models --------------------------------------------------------------------------------------------------------------------- */

void rv_methods_models(rv_document *d)
{
    rv_buf text = RV_BUF_INIT;

    rv_page_list_begin(d->page);
    for (size_t i = 0; i < d->protocol->n_analyses; i++) {
        const rv_synthesis *s = &d->syntheses[i];

        rv_buf_clear(&text);
        if (s->analysis)
            rv_buf_printf(&text, "%s %zu of %zu results in this domain gave the effects that were pooled; why each of the others was left out "
                                 "stands with the results.", rv_synthesis_method(s), s->effects.n_chosen, s->effects.n);
        else
            rv_buf_text(&text, "planned, and not carried out: no study gives an effect.");
        rv_page_item(d->page, s->planned->label, rv_buf_str(&text));
    }
    rv_page_list_end(d->page);
    rv_page_text(d->page, "Computed with review " VERSION "; estimators and intervals are documented in review-meta-methods(7).");
    rv_buf_free(&text);
}

/* ---- What was done otherwise ------------------------------------------------------------------------------------------------------ */

static rv_status count_deviation(void *user, const rv_deviation *v, rv_error *err)
{
    size_t *n = user;

    (void)v;
    (void)err;
    ++*n;
    return RV_OK;
}

rv_status rv_methods_otherwise(rv_document *d, rv_error *err)
{
    size_t n = 0;
    rv_status st = rv_report_deviations(d->store, d->protocol, d->options->otherwise, count_deviation, &n, err);

    if (st != RV_OK)
        return st;
    rv_page_begin(d->page, RV_BLOCK_PARAGRAPH);
    if (!n) {
        rv_page_say(d->page, "All was done as the protocol plans it.");
    } else {
        rv_page_sayf(d->page, "%zu thing%s done otherwise than the protocol plans: see ", n, n == 1 ? " was" : "s were");
        rv_page_link(d->page, "deviations from the protocol", "#deviations-all");
        rv_page_say(d->page, ".");
    }
    rv_page_end(d->page);
    return RV_OK;
}
