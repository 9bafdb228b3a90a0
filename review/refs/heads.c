/* Which record of a report says each field best. A librarian who merges records by hand does the same: takes the citation from the
   record of the final publication, the fullest names, the whole abstract, and lets the majority decide about identifiers. */
#include <config.h>

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heads.h"

/* What speaks for a value; more is better. */
typedef enum {
    END,
    EDITED,                      /* a person typed it; the newest first */
    FORM,                        /* said by a record of the form (preprint or not) that the place is taken from */
    JOURNAL,                     /* of the journal that the place is in */
    SOUND, AMOUNT, FINE,         /* rv_worth */
    VOTES,                       /* how many records say the same */
    PLACE                        /* said by the record that the place is taken from */
} reason;

/* In order: the first reason that tells two values apart decides; after the last the value's bytes, then the record's key. Fields
   without reasons are the place (year, volume, issue, pages): they come from one record. */
static const struct {
    const char *name;
    size_t      at;
    uint8_t     by[8];
} fields[RV_HEAD_FIELDS] = {
#define ROW(upper, lower, ...) [RV_HEAD_##upper] = { #lower, offsetof(rv_bulk_record, lower), { __VA_ARGS__ } }
    ROW(TYPE, type, EDITED, FORM, SOUND, VOTES, AMOUNT, PLACE),
    ROW(TITLE, title, EDITED, SOUND, FORM, VOTES, AMOUNT, FINE),
    ROW(AUTHORS, authors, EDITED, SOUND, FORM, AMOUNT, FINE, VOTES),
    ROW(YEAR, year, END),
    ROW(CONTAINER, container, EDITED, JOURNAL, SOUND, AMOUNT, FINE, VOTES),
    ROW(VOLUME, volume, END), ROW(ISSUE, issue, END), ROW(PAGES, pages, END),
    ROW(DOI, doi, EDITED, FORM, VOTES, PLACE),
    ROW(PMID, pmid, EDITED, FORM, VOTES, PLACE),
    ROW(ISBN, isbn, EDITED, FORM, VOTES, AMOUNT, PLACE),
    ROW(ISSN, issn, EDITED, JOURNAL, VOTES, AMOUNT, PLACE),
    ROW(ACCESSION, accession, EDITED, FORM, VOTES, PLACE),
    ROW(PUBLISHER, publisher, EDITED, FORM, SOUND, VOTES, AMOUNT),
    ROW(URL, url, EDITED, SOUND, FORM, VOTES, PLACE),
    ROW(ABSTRACT, abstract, EDITED, SOUND, AMOUNT, FINE),
    ROW(KEYWORDS, keywords, EDITED, SOUND, AMOUNT),
    ROW(LANGUAGE, language, EDITED, VOTES, PLACE),
    ROW(NOTE, note, EDITED, SOUND, PLACE, AMOUNT),
#undef ROW
};

const char *rv_head_name(rv_head_field field)
{
    return fields[field].name;
}

rv_head_field rv_head_named(const char *name)
{
    int f = 0;

    while (f < RV_HEAD_FIELDS && strcmp(fields[f].name, name) != 0)
        f++;
    return (rv_head_field)f;
}

const char *rv_head_value(const rv_bulk_record *record, rv_head_field field, rv_year_text year)
{
    const char *text;

    if (field == RV_HEAD_YEAR) {
        snprintf(year, sizeof(rv_year_text), "%lld", (long long)record->year);
        return record->year ? year : NULL;
    }
    memcpy(&text, (const char *)record + fields[field].at, sizeof text);
    return text && *text ? text : NULL;
}

void rv_head_set(rv_bulk_record *record, rv_head_field field, const char *text)
{
    memcpy((char *)record + fields[field].at, &text, sizeof text);
}

/* ---- What members say together -------------------------------------------------------------------------------------------------- */

static int by_said(const void *a, const void *b)
{
    const rv_head_ballot *x = a, *y = b;

    if (x->said != y->said)
        return x->said < y->said ? -1 : 1;
    return x->by < y->by ? -1 : x->by > y->by;
}

/* Counts for each ballot those that say the same. */
static void count(rv_head_ranking *r, size_t n, rv_head_field f)
{
    for (size_t from = 0, to; from < n; from = to) {
        bool form = false;
        for (to = from; to < n && r->ballots[to].said == r->ballots[from].said; to++)
            form = form || r->items[r->ballots[to].by].preprint == r->items[r->place].preprint;
        for (size_t i = from; i < to; i++) {
            rv_head_judged *j = &r->items[r->ballots[i].by];
            j->votes[f] = (uint32_t)(to - from);
            j->form[f] = form;
        }
    }
}

static void vote(rv_head_ranking *r, rv_head_field f)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].worth[f].given)
            r->ballots[n++] = (rv_head_ballot){ r->items[i].worth[f].same, i, r->items[i].title };
    if (n > 1)
        qsort(r->ballots, n, sizeof *r->ballots, by_said);
    count(r, n, f);
}

static int by_title(const void *a, const void *b)
{
    return strcmp(((const rv_head_ballot *)a)->title, ((const rv_head_ballot *)b)->title);
}

/* A title without its subtitle speaks for the one with it. In order of the alphabet what a title begins with stands before it, so that a
   stack of beginnings does. */
static rv_status vote_for_subtitles(rv_head_ranking *r, rv_error *err)
{
    struct level { const char *title; size_t length; uint32_t votes; } *stack = malloc((r->n + 1) * sizeof *stack);
    size_t n = 0, depth = 0;

    if (!stack)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].title)
            r->ballots[n++] = (rv_head_ballot){ 0, i, r->items[i].title };
    if (n > 1)
        qsort(r->ballots, n, sizeof *r->ballots, by_title);
    for (size_t from = 0, to; from < n; from = to) {
        const char *title = r->ballots[from].title;
        for (to = from; to < n && strcmp(r->ballots[to].title, title) == 0; to++)
            ;
        while (depth && !(strncmp(stack[depth - 1].title, title, stack[depth - 1].length) == 0 && title[stack[depth - 1].length] == ' '))
            depth--;
        stack[depth] = (struct level){ title, strlen(title), (uint32_t)(to - from) + (depth ? stack[depth - 1].votes : 0) };
        for (size_t i = from; i < to; i++)
            r->items[r->ballots[i].by].votes[RV_HEAD_TITLE] = stack[depth].votes;
        depth++;
    }
    free(stack);
    return RV_OK;
}

/* Which records are of the journal that the place is in; all of its form, when its record does not say. */
static void find_journal(rv_head_ranking *r)
{
    const rv_head_judged *p = &r->items[r->place];
    const char *issn = p->m->fields.issn;

    for (size_t i = 0; i < r->n; i++) {
        rv_head_judged *j = &r->items[i];
        j->journal = !p->container ? j->preprint == p->preprint
                     : (j->container && rv_worth_journals(p->container, j->container))
                       || (issn && j->m->fields.issn && strcmp(issn, j->m->fields.issn) == 0);
    }
}

/* ---- The best ------------------------------------------------------------------------------------------------------------------- */

static uint64_t speaks(const rv_head_ranking *r, const rv_head_judged *j, rv_head_field f, reason why)
{
    const rv_worth *w = &j->worth[f], *p = &r->items[r->place].worth[f];

    switch (why) {
    case EDITED:  return (uint64_t)j->m->edited[f];
    case FORM:    return j->form[f];
    case JOURNAL: return j->journal;
    case SOUND:   return w->sound;
    case AMOUNT:  return w->amount;
    case FINE:    return w->fine;
    case VOTES:   return j->votes[f];
    case PLACE:   return p->given && p->same == w->same;
    default:      return 0;
    }
}

static bool better(const rv_head_ranking *r, const rv_head_judged *a, const rv_head_judged *b, rv_head_field f)
{
    for (const uint8_t *why = fields[f].by; *why; why++) {
        const uint64_t x = speaks(r, a, f, (reason)*why), y = speaks(r, b, f, (reason)*why);
        if (x != y)
            return x > y;
    }
    if (a->worth[f].text != b->worth[f].text)
        return a->worth[f].text < b->worth[f].text;
    return rv_head_before(a->m, b->m);
}

static size_t best_of(const rv_head_ranking *r, rv_head_field f)
{
    size_t best = r->n;

    if (r->whole < r->n && !(r->but >> f & 1) && r->items[r->whole].worth[f].given)
        return r->whole;
    if (!fields[f].by[0])
        return rv_head_of_place(r, f);
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].worth[f].given && (best == r->n || better(r, &r->items[i], &r->items[best], f)))
            best = i;
    return best;
}

static rv_status judge(rv_head_ranking *r, const rv_head_member *members, rv_buf *folded, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < r->n && st == RV_OK; i++) {
        rv_head_judged *j = &r->items[i];
        j->m = &members[i];
        for (int f = 0; f < RV_HEAD_FIELDS && st == RV_OK; f++) {
            const char **keep = f == RV_HEAD_TITLE ? &j->title : f == RV_HEAD_CONTAINER ? &j->container : NULL;
            j->worth[f] = rv_worth_of(&members[i].fields, (rv_head_field)f, folded);
            if (keep && j->worth[f].given) {
                *keep = rv_arena_add(&r->arena, rv_buf_str(folded), folded->length);
                st = rv_buf_check(folded, err);
            }
        }
    }
    return st == RV_OK && r->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : st;
}

static rv_status rank(rv_head_ranking *r, const rv_head_member *members, rv_error *err)
{
    rv_buf folded = RV_BUF_INIT;
    rv_status st = judge(r, members, &folded, err);

    rv_buf_free(&folded);
    if (st != RV_OK)
        return st;
    rv_head_find_place(r);
    for (int f = 0; f < RV_HEAD_FIELDS; f++)
        vote(r, (rv_head_field)f);
    find_journal(r);
    return vote_for_subtitles(r, err);
}

rv_status rv_heads_best(const rv_head_member *members, size_t n, size_t whole, uint32_t but, size_t from[RV_HEAD_FIELDS], rv_error *err)
{
    rv_head_ranking r = { .n = n, .whole = whole, .but = but };
    rv_status st;

    r.items = calloc(n + 1, sizeof *r.items);
    r.ballots = calloc(n + 1, sizeof *r.ballots);
    st = r.items && r.ballots ? rank(&r, members, err) : rv_fail(err, RV_ENOMEM, "out of memory");
    for (int f = 0; f < RV_HEAD_FIELDS && st == RV_OK; f++)
        from[f] = best_of(&r, (rv_head_field)f);
    free(r.items);
    free(r.ballots);
    rv_arena_free(&r.arena);
    return st;
}
