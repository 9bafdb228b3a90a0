/* Where a report stands: year, volume, issue and pages, all from one record, so that no volume meets the pages of another. */
#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "heads.h"

static bool holds_any(const char *text, const char *const *words, size_t n)
{
    for (size_t i = 0; text && i < n; i++)
        if (strstr(text, words[i]))
            return true;
    return false;
}

/* Servers of preprints and series of working papers, by DOI and by name. The prefix 10.1101 has journals, too; its preprints have
   numbers. */
static bool is_preprint(const rv_head_judged *j)
{
    static const char *const prefixes[] = { "10.48550/", "10.2139/ssrn", "10.31234/", "10.31219/", "10.31235/", "10.35542/", "10.21203/",
                                            "10.20944/preprints", "10.26434/", "10.36227/", "10.22541/", "10.3386/w" };
    static const char *const names[] = { "arxiv", "biorxiv", "medrxiv", "ssrn", "preprint", "research square", "working paper",
                                         "discussion paper" };
    const rv_bulk_record *f = &j->m->fields;

    for (size_t i = 0; f->doi && i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(f->doi, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return (f->doi && strncmp(f->doi, "10.1101/", 8) == 0 && isdigit((unsigned char)f->doi[8]))
           || (f->type && strcmp(f->type, "preprint") == 0) || holds_any(j->container, names, sizeof names / sizeof *names);
}

static bool is_ahead(const char *text)
{
    static const char *const words[] = { "press", "ahead", "online", "early", "forthcoming", "epub", "advance", "accepted" };
    char low[64];
    size_t n = 0;

    for (; text && text[n] && n < sizeof low - 1; n++)
        low[n] = (char)tolower((unsigned char)text[n]);
    low[n] = '\0';
    return holds_any(low, words, sizeof words / sizeof *words);
}

/* The first run of digits, of pages with the letters before it: "S12-S15" is S12, "pp. 221-8" 221, volume "65 SUPPL. 2" 65; 0 when there
   is none. */
static uint64_t number_of(const char *text, bool letters)
{
    uint64_t h = 0;

    for (; text && *text && !isdigit((unsigned char)*text); text++) {
        const int c = tolower((unsigned char)*text);
        h = letters && isalpha(c) && (h || c != 'p') ? h * 31 + (uint64_t)c : 0;
    }
    if (!text || !*text)
        return 0;
    while (*text == '0' && isdigit((unsigned char)text[1]))
        text++;
    for (; isdigit((unsigned char)*text); text++)
        h = (h + 1) * UINT64_C(1099511628211) + (uint64_t)*text;
    return h;
}

static bool useful(const rv_head_judged *j, rv_head_field field)
{
    return j->worth[field].given && j->worth[field].sound > RV_WORTH_NOTHING;
}

static void judge_place(rv_head_judged *j)
{
    const rv_bulk_record *f = &j->m->fields;

    j->preprint = is_preprint(j);
    j->ahead = is_ahead(f->volume) || is_ahead(f->issue) || is_ahead(f->pages);
    j->volume = useful(j, RV_HEAD_VOLUME) ? number_of(f->volume, false) : 0;
    j->page = useful(j, RV_HEAD_PAGES) ? number_of(f->pages, true) : 0;
    j->named = (j->volume && j->worth[RV_HEAD_VOLUME].sound == RV_WORTH_SOUND)
               + (j->page && j->worth[RV_HEAD_PAGES].sound == RV_WORTH_SOUND);
    for (const char *c = j->page ? strchr(f->pages, '-') : NULL; c && *c; c++)
        j->last_page += isdigit((unsigned char)*c) != 0;
}

/* ---- One place ------------------------------------------------------------------------------------------------------------------ */

bool rv_head_before(const rv_head_member *a, const rv_head_member *b)
{
    return a->file != b->file ? a->file < b->file : a->offset < b->offset;
}

static int by_place(const void *a, const void *b)
{
    const rv_head_ballot *x = a, *y = b;

    return x->said < y->said ? -1 : x->said > y->said;
}

/* How many records say the same volume and first page, or the same year: where one is mistyped the majority is right. */
static void vote(rv_head_ranking *r, bool years)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++) {
        const rv_head_judged *j = &r->items[i];
        const uint64_t said = years ? (uint64_t)j->m->fields.year : j->volume * 31 + j->page;
        if (years ? j->m->fields.year != 0 : j->volume || j->page)
            r->ballots[n++] = (rv_head_ballot){ said, i, NULL };
    }
    if (n > 1)
        qsort(r->ballots, n, sizeof *r->ballots, by_place);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from; to < n && r->ballots[to].said == r->ballots[from].said; to++)
            ;
        for (size_t i = from; i < to; i++)
            *(years ? &r->items[r->ballots[i].by].year_votes : &r->items[r->ballots[i].by].place_votes) = (uint32_t)(to - from);
    }
}

/* The final publication goes before what is ahead of print, that before a preprint; then the place that names more, that more say,
   that is told in full. */
static bool better(const rv_head_ranking *r, const rv_head_judged *a, const rv_head_judged *b)
{
    const int64_t reasons[][2] = {
        { a == &r->items[r->whole], b == &r->items[r->whole] },
        { b->preprint, a->preprint }, { b->ahead, a->ahead },
        { a->named, b->named }, { a->place_votes, b->place_votes }, { a->year_votes, b->year_votes },
        { useful(a, RV_HEAD_ISSUE), useful(b, RV_HEAD_ISSUE) }, { a->last_page, b->last_page },
    };

    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i][0] != reasons[i][1])
            return reasons[i][0] > reasons[i][1];
    for (int f = RV_HEAD_YEAR; f <= RV_HEAD_PAGES; f++)
        if (f != RV_HEAD_CONTAINER && a->worth[f].text != b->worth[f].text)
            return a->worth[f].text < b->worth[f].text;
    return rv_head_before(a->m, b->m);
}

void rv_head_find_place(rv_head_ranking *r)
{
    for (size_t i = 0; i < r->n; i++)
        judge_place(&r->items[i]);
    vote(r, false);
    vote(r, true);
    for (size_t i = 1; i < r->n; i++)
        if (better(r, &r->items[i], &r->items[r->place]))
            r->place = i;
}

/* True when the two can be one place: of one form, agreeing in something, and in nothing differing but in the year by one, which is how
   far online and print are apart. */
static bool agree(const rv_head_judged *a, const rv_head_judged *b, rv_head_field missing)
{
    const int64_t years = a->m->fields.year && b->m->fields.year ? llabs(a->m->fields.year - b->m->fields.year) : -1;

    if (a->preprint != b->preprint || (a->volume && b->volume && a->volume != b->volume) || (a->page && b->page && a->page != b->page)
        || years > 1)
        return false;
    return missing == RV_HEAD_YEAR || (a->volume && a->volume == b->volume) || (a->page && a->page == b->page) || years == 0;
}

size_t rv_head_of_place(const rv_head_ranking *r, rv_head_field f)
{
    const rv_head_judged *place = &r->items[r->place];
    size_t best = r->n;

    for (size_t i = 0; i < r->n; i++)                 /* what a person typed is meant for the report */
        if (r->items[i].m->edited[f] && r->items[i].worth[f].given
            && (best == r->n || r->items[i].m->edited[f] > r->items[best].m->edited[f]))
            best = i;
    if (best < r->n)
        return best;
    if (useful(place, f))
        return r->place;
    for (size_t i = 0; i < r->n; i++)
        if (useful(&r->items[i], f) && agree(place, &r->items[i], f)
            && (best == r->n || better(r, &r->items[i], &r->items[best])))
            best = i;
    return best;
}
