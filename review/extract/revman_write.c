/* RevMan 5 files, written: studies, characteristics, risk of bias, and the data of each comparison and outcome. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/foreign.h"
#include "extract/revman.h"

/* One outcome of one comparison, of one kind. */
typedef struct {
    const char *comparison, *outcome, *measure, *label_1, *label_2;
    int      kind;
    unsigned comparison_no, no;   /* 0: not given yet */
} outcome;

typedef struct {
    const rv_foreign *f;
    rv_output *to;
    rv_buf     line;
    outcome   *outcomes;
    size_t     n_outcomes, room;
    size_t    *of;                /* the outcome of each result, RV_FOREIGN_NONE: it has no numbers that RevMan takes */
    const char **subgroups;       /* of each result, "" */
    bool      *written;
} writing;

static void put(writing *w, const char *name, const char *value)
{
    rv_buf_printf(&w->line, " %s=\"", name);
    rv_xml_escape(&w->line, value);
    rv_buf_char(&w->line, '"');
}

static void element(writing *w, const char *name, const char *text)
{
    rv_buf_printf(&w->line, "<%s>", name);
    rv_xml_escape(&w->line, text);
    rv_buf_printf(&w->line, "</%s>\n", name);
}

static void end_line(writing *w)
{
    rv_output_add(w->to, rv_buf_str(&w->line), w->line.length);
    rv_buf_clear(&w->line);
}

/* Where an input is taken from: the standard error of a printed difference does for sei. */
static const rv_foreign_value *input(const rv_foreign *f, size_t result, const char *as)
{
    const rv_foreign_value *v = strcmp(as, "yi") == 0 ? rv_foreign_effect(f, result) : rv_foreign_input(f, result, as);

    if (!v && strcmp(as, "sei") == 0)
        v = rv_foreign_input(f, result, "se");
    return v;
}

/* The kind whose numbers a result has: the log-rank's before the counts that may stand beside it. -1 for none. */
static int kind_of(const rv_foreign *f, size_t result)
{
    static const struct { int kind; const char *needs[6]; } kinds[] = {
        { 3, { "oe", "v" } }, { 0, { "ai", "n1i", "ci", "n2i" } }, { 1, { "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i" } },
        { 2, { "yi", "sei" } },
    };

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t i = 0;
        while (i < 6 && kinds[k].needs[i] && input(f, result, kinds[k].needs[i]))
            i++;
        if (i == 6 || !kinds[k].needs[i])
            return kinds[k].kind;
    }
    return -1;
}

/* ---- Comparisons, outcomes and their numbers --------------------------------------------------------------------------------------------- */

/* The numbers in "CMP-001.02 STD-x" or "CMP-001.02.03 STD-x"; false when the key is of another shape. */
static bool numbers_of(const char *key, unsigned *comparison, unsigned *no, unsigned *subgroup)
{
    int used = 0;

    *subgroup = 0;
    if (sscanf(key, "CMP-%3u.%3u.%3u %n", comparison, no, subgroup, &used) == 3 && used)
        return *comparison && *no;
    *subgroup = 0;
    used = 0;
    return sscanf(key, "CMP-%3u.%3u %n", comparison, no, &used) == 2 && used && *comparison && *no;
}

static bool is_outcome_of(const outcome *o, const rv_foreign *f, size_t result, int kind, const char *measure)
{
    return o->kind == kind && strcmp(o->comparison, f->results[result].contrast) == 0
           && strcmp(o->outcome, f->results[result].outcome) == 0 && strcmp(o->measure, measure) == 0;
}

static unsigned comparison_no(const writing *w, const char *name)
{
    for (size_t i = 0; i < w->n_outcomes; i++)
        if (w->outcomes[i].comparison_no && strcmp(w->outcomes[i].comparison, name) == 0)
            return w->outcomes[i].comparison_no;
    return 0;
}

/* Is the number of a comparison another one's, or that of an outcome another outcome's of the comparison? */
static bool is_taken(const writing *w, const char *comparison, unsigned number, unsigned no)
{
    for (size_t i = 0; i < w->n_outcomes; i++) {
        const outcome *o = &w->outcomes[i];
        if (o->comparison_no == number && (strcmp(o->comparison, comparison) != 0 || (no && o->no == no)))
            return true;
    }
    return false;
}

static rv_status find_outcome(writing *w, size_t result, int kind, rv_error *err)
{
    const rv_foreign *f = w->f;
    const char *measure = rv_foreign_measure(f, result, kind == 2 && !rv_foreign_input(f, result, "yi"));
    outcome o = { .comparison = f->results[result].contrast, .outcome = f->results[result].outcome, .measure = measure, .kind = kind,
                  .label_1 = rv_foreign_named(f, result, "group 1"), .label_2 = rv_foreign_named(f, result, "group 2") };
    unsigned number, no, subgroup;

    for (size_t i = 0; i < w->n_outcomes; i++)
        if (is_outcome_of(&w->outcomes[i], f, result, kind, measure)) {
            w->of[result] = i;
            return RV_OK;
        }
    if (!rv_grow(&w->outcomes, w->n_outcomes, &w->room, sizeof o))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (numbers_of(f->results[result].key, &number, &no, &subgroup) && !is_taken(w, o.comparison, number, no)
        && (comparison_no(w, o.comparison) == 0 || comparison_no(w, o.comparison) == number)) {
        o.comparison_no = number;
        o.no = no;
    }
    w->of[result] = w->n_outcomes;
    w->outcomes[w->n_outcomes++] = o;
    return RV_OK;
}

static void number_the_rest(writing *w)
{
    for (size_t i = 0; i < w->n_outcomes; i++) {
        outcome *o = &w->outcomes[i];
        if (o->no)
            continue;
        o->comparison_no = comparison_no(w, o->comparison);
        for (unsigned n = 1; !o->comparison_no; n++)
            if (!is_taken(w, o->comparison, n, 0))
                o->comparison_no = n;
        for (unsigned n = 1; !o->no; n++)
            if (!is_taken(w, o->comparison, o->comparison_no, n))
                o->no = n;
    }
}

static int by_number(const void *a, const void *b)
{
    const outcome *const *x = a, *const *y = b;

    if ((*x)->comparison_no != (*y)->comparison_no)
        return (*x)->comparison_no < (*y)->comparison_no ? -1 : 1;
    return (*x)->no < (*y)->no ? -1 : (*x)->no > (*y)->no;
}

/* ---- The parts of the document -------------------------------------------------------------------------------------------------------- */

static void write_study(writing *w, const rv_foreign_study *s)
{
    rv_buf_text(&w->line, "<STUDY DATA_SOURCE=\"PUB\"");
    put(w, "ID", s->id);
    put(w, "NAME", s->label);
    put(w, "YEAR", s->year);
    rv_buf_text(&w->line, ">\n<REFERENCE PRIMARY=\"YES\" TYPE=\"OTHER\">\n");
    if (*s->title)
        element(w, "TI", s->title);
    rv_buf_text(&w->line, "<IDENTIFIERS>");
    if (*s->doi) {
        rv_buf_text(&w->line, "<IDENTIFIER TYPE=\"DOI\"");
        put(w, "VALUE", s->doi);
        rv_buf_text(&w->line, "/>");
    }
    if (*s->pmid) {
        rv_buf_text(&w->line, "<IDENTIFIER TYPE=\"PUBMED\"");
        put(w, "VALUE", s->pmid);
        rv_buf_text(&w->line, "/>");
    }
    rv_buf_text(&w->line, "</IDENTIFIERS>\n</REFERENCE>\n<IDENTIFIERS/>\n</STUDY>\n");
    end_line(w);
}

static void write_studies(writing *w)
{
    rv_output_text(w->to, "<STUDIES_AND_REFERENCES>\n<STUDIES>\n<INCLUDED_STUDIES>\n");
    for (size_t i = 0; i < w->f->n_studies; i++)
        write_study(w, &w->f->studies[i]);
    rv_output_text(w->to, "</INCLUDED_STUDIES>\n<EXCLUDED_STUDIES/>\n<AWAITING_STUDIES/>\n<ONGOING_STUDIES/>\n</STUDIES>\n"
                   "<OTHER_REFERENCES><ADDITIONAL_REFERENCES/><OTHER_VERSIONS_REFERENCES/><PENDING_REFERENCES/></OTHER_REFERENCES>\n"
                   "</STUDIES_AND_REFERENCES>\n");
}

/* What of a study has no place of its own in RevMan stands among its notes, a line a field. */
static void write_characteristics(writing *w)
{
    static const char *const parts[][2] = {
        { "Methods", "CHAR_METHODS" }, { "Participants", "CHAR_PARTICIPANTS" }, { "Interventions", "CHAR_INTERVENTIONS" },
        { "Outcomes", "CHAR_OUTCOMES" }, { NULL, "CHAR_NOTES" },
    };

    rv_output_text(w->to, "<CHARACTERISTICS_OF_STUDIES>\n<CHARACTERISTICS_OF_INCLUDED_STUDIES SORT_BY=\"STUDY\">\n");
    for (size_t s = 0; s < w->f->n_studies; s++) {
        rv_buf_text(&w->line, "<INCLUDED_CHAR");
        put(w, "STUDY_ID", w->f->studies[s].id);
        rv_buf_text(&w->line, ">\n");
        for (size_t p = 0; p < 5; p++) {
            rv_buf_printf(&w->line, "<%s>", parts[p][1]);
            for (size_t i = 0; i < w->f->n_values; i++) {
                const rv_foreign_value *v = &w->f->values[i];
                bool own = false;
                if (v->result != RV_FOREIGN_NONE || v->study != s)
                    continue;
                for (size_t q = 0; q < 4; q++)
                    own |= strcmp(v->name, parts[q][0]) == 0;
                if (parts[p][0] ? strcmp(v->name, parts[p][0]) != 0 : own)
                    continue;
                rv_buf_text(&w->line, "<P>");
                if (!own && strcmp(v->name, "Notes") != 0) {
                    rv_xml_escape(&w->line, v->name);
                    rv_buf_text(&w->line, ": ");
                }
                rv_xml_escape(&w->line, v->value);
                rv_buf_text(&w->line, "</P>");
            }
            rv_buf_printf(&w->line, "</%s>\n", parts[p][1]);
        }
        rv_buf_text(&w->line, "</INCLUDED_CHAR>\n");
        end_line(w);
    }
    rv_output_text(w->to, "<FOOTNOTES/>\n</CHARACTERISTICS_OF_INCLUDED_STUDIES>\n</CHARACTERISTICS_OF_STUDIES>\n");
}

static void write_entries(writing *w, const char *domain)
{
    for (size_t i = 0; i < w->f->n_judgements; i++) {
        const rv_foreign_judgement *j = &w->f->judgements[i];
        if (strcmp(j->domain, domain) != 0)
            continue;
        rv_buf_text(&w->line, "<QUALITY_ITEM_DATA_ENTRY");
        put(w, "RESULT", strncmp(j->judgement, "low", 3) == 0 ? "YES" : strncmp(j->judgement, "high", 4) == 0 ? "NO" : "UNKNOWN");
        put(w, "STUDY_ID", w->f->studies[j->study].id);
        rv_buf_text(&w->line, ">\n<DESCRIPTION><P>");
        rv_xml_escape(&w->line, j->support);
        rv_buf_text(&w->line, "</P></DESCRIPTION>\n</QUALITY_ITEM_DATA_ENTRY>\n");
        end_line(w);
    }
}

static void write_quality(writing *w)
{
    unsigned no = 0;

    rv_output_text(w->to, "<QUALITY_ITEMS>\n");
    for (size_t i = 0; i < w->f->n_judgements; i++) {
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = strcmp(w->f->judgements[k].domain, w->f->judgements[i].domain) == 0;
        if (before)
            continue;
        no++;
        rv_buf_printf(&w->line, "<QUALITY_ITEM CORE_ITEM=\"NO\" ID=\"QIT-%02u\" LEVEL=\"STUDY\" NO=\"%u\">\n", no, no);
        element(w, "NAME", w->f->judgements[i].domain);
        rv_buf_text(&w->line, "<DESCRIPTION/>\n<QUALITY_ITEM_DATA>\n");
        end_line(w);
        write_entries(w, w->f->judgements[i].domain);
        rv_output_text(w->to, "</QUALITY_ITEM_DATA>\n</QUALITY_ITEM>\n");
    }
    rv_output_text(w->to, "</QUALITY_ITEMS>\n");
}

static void write_row(writing *w, const outcome *o, size_t result)
{
    const rv_revman_kind *kind = &rv_revman_kinds[o->kind];

    rv_buf_printf(&w->line, "<%s_DATA", kind->prefix);
    put(w, "STUDY_ID", w->f->studies[w->f->results[result].study].id);
    for (int i = 0; i < RV_REVMAN_INPUTS && kind->inputs[i].name; i++) {
        const rv_foreign_value *v = input(w->f, result, kind->inputs[i].as);
        if (v)
            put(w, kind->inputs[i].name, v->value);
    }
    rv_buf_text(&w->line, "/>\n");
    end_line(w);
}

static void write_rows(writing *w, const outcome *o, size_t index)
{
    const char *prefix = rv_revman_kinds[o->kind].prefix;
    unsigned next = 1;

    for (size_t i = 0; i < w->f->n_results; i++)
        if (w->of[i] == index && !*w->subgroups[i])
            write_row(w, o, i);
    for (size_t i = 0; i < w->f->n_results; i++) {
        const char *subgroup = w->of[i] == index ? w->subgroups[i] : "";
        unsigned comparison, no, number;
        if (!*subgroup || w->written[i])
            continue;
        if (!numbers_of(w->f->results[i].key, &comparison, &no, &number) || !number)
            number = next;
        next = number + 1;
        rv_buf_printf(&w->line, "<%s_SUBGROUP ID=\"CMP-%03u.%02u.%02u\" NO=\"%u\">\n", prefix, o->comparison_no, o->no, number, number);
        element(w, "NAME", subgroup);
        end_line(w);
        for (size_t k = i; k < w->f->n_results; k++)
            if (w->of[k] == index && strcmp(w->subgroups[k], subgroup) == 0) {
                w->written[k] = true;
                write_row(w, o, k);
            }
        rv_buf_printf(&w->line, "</%s_SUBGROUP>\n", prefix);
        end_line(w);
    }
}

static void write_outcome(writing *w, const outcome *o)
{
    static const char *const measures[] = { "OR", "MD", "Other", "PETO_OR", "" };
    const char *prefix = rv_revman_kinds[o->kind].prefix;

    rv_buf_printf(&w->line, "<%s_OUTCOME CI_STUDY=\"95\" CI_TOTAL=\"95\"", prefix);
    put(w, "EFFECT_MEASURE", *o->measure ? o->measure : measures[o->kind]);
    rv_buf_printf(&w->line, " ID=\"CMP-%03u.%02u\" METHOD=\"%s\" NO=\"%u\" RANDOM=\"YES\" TOTALS=\"YES\">\n", o->comparison_no, o->no,
                  o->kind == 3 ? "PETO" : "IV", o->no);
    element(w, "NAME", o->outcome);
    element(w, "GROUP_LABEL_1", *o->label_1 ? o->label_1 : "Experimental");
    element(w, "GROUP_LABEL_2", *o->label_2 ? o->label_2 : "Control");
    end_line(w);
    write_rows(w, o, (size_t)(o - w->outcomes));
    rv_buf_printf(&w->line, "</%s_OUTCOME>\n", prefix);
    end_line(w);
}

static rv_status write_analyses(writing *w, rv_error *err)
{
    const outcome **order = calloc(w->n_outcomes + 1, sizeof *order);
    unsigned open = 0;

    if (!order)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->n_outcomes; i++)
        order[i] = &w->outcomes[i];
    qsort(order, w->n_outcomes, sizeof *order, by_number);
    rv_output_text(w->to, "<ANALYSES_AND_DATA CALCULATED_DATA=\"NO\">\n");
    for (size_t i = 0; i < w->n_outcomes; i++) {
        if (order[i]->comparison_no != open) {
            if (open)
                rv_output_text(w->to, "</COMPARISON>\n");
            open = order[i]->comparison_no;
            rv_buf_printf(&w->line, "<COMPARISON ID=\"CMP-%03u\" NO=\"%u\">\n", open, open);
            element(w, "NAME", order[i]->comparison);
            end_line(w);
        }
        write_outcome(w, order[i]);
    }
    if (open)
        rv_output_text(w->to, "</COMPARISON>\n");
    rv_output_text(w->to, "</ANALYSES_AND_DATA>\n");
    free(order);
    return RV_OK;
}

rv_status rv_revman_write(const rv_foreign *f, rv_output *to, rv_error *err)
{
    writing w = { .f = f, .to = to, .line = RV_BUF_INIT, .of = calloc(f->n_results + 1, sizeof *w.of),
                  .subgroups = calloc(f->n_results + 1, sizeof *w.subgroups), .written = calloc(f->n_results + 1, sizeof *w.written) };
    rv_status st = w.of && w.subgroups && w.written ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < f->n_results; i++) {
        const int kind = kind_of(f, i);
        w.of[i] = RV_FOREIGN_NONE;
        w.subgroups[i] = rv_foreign_named(f, i, "subgroup");
        if (kind >= 0)
            st = find_outcome(&w, i, kind, err);
        else if (f->told)
            f->told(f->user, 0, f->results[i].key, "it has none of the numbers that RevMan takes (events and totals, means, O-E with its"
                    " variance, an effect with its standard error: yi, or a difference that a field \"Measure\" names); it is not written");
    }
    if (st == RV_OK) {
        number_the_rest(&w);
        rv_output_text(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<COCHRANE_REVIEW REVMAN_VERSION=\"5\" STAGE=\"R\" STATUS=\"A\""
                       " TYPE=\"INTERVENTION\" VERSION_NO=\"0.0\">\n<COVER_SHEET>\n");
        element(&w, "TITLE", f->title);
        end_line(&w);
        rv_output_text(to, "</COVER_SHEET>\n");
        write_studies(&w);
        write_characteristics(&w);
        write_quality(&w);
        st = write_analyses(&w, err);
        rv_output_text(to, "</COCHRANE_REVIEW>\n");
    }
    if (st == RV_OK)
        st = rv_buf_check(&w.line, err);
    rv_buf_free(&w.line);
    free(w.outcomes);
    free(w.of);
    free(w.subgroups);
    free(w.written);
    return st;
}
