/* What two entries say about each other, field by field: equal, conflicting, or missing, which is never a conflict. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

/* Agencies that give a DOI of their own to a text that may have one already. */
static bool registered_again(const char *doi)
{
    static const char *const prefixes[] = { "10.2307/", "10.5555/", "10.13140/", "10.5281/zenodo", "10.6084/m9.figshare" };

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(doi, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

static unsigned compare_dois(const rv_entry *a, const rv_entry *b)
{
    const size_t n = strlen(a->doi), m = strlen(b->doi), least = n < m ? n : m;

    if (!n || !m || a->doi_shared || b->doi_shared)
        return 0;
    if (strcmp(a->doi, b->doi) == 0)
        return RV_AGREE;
    if (strncmp(a->doi, b->doi, least) == 0 && n + m - 2 * least >= 3)      /* cut off on its way */
        return 0;
    return registered_again(a->doi) != registered_again(b->doi) ? 0 : RV_CONFLICT;
}

static unsigned of(rv_agreement_of x)
{
    return x == RV_FIELD_AGREES ? RV_AGREE : x == RV_FIELD_DIFFERS ? RV_CONFLICT : 0;
}

static unsigned compare_containers(const char *a, const char *b)
{
    const rv_agreement_of agreement = rv_containers_compare(a, b);

    return *a && *b && agreement == RV_FIELD_UNKNOWN ? RV_PARTLY : of(agreement);
}

static unsigned compare_authors(const rv_names_agreement *names)
{
    if (names->first == RV_FIELD_UNKNOWN)
        return 0;
    if (names->whole)
        return RV_AUTHORS_WHOLE;
    if (names->lists == RV_FIELD_AGREES)
        return RV_AUTHORS_MOST;
    if (names->first == RV_FIELD_AGREES)
        return RV_AUTHORS_FIRST;
    return names->shared ? RV_AUTHORS_FEW : RV_AUTHORS_NONE;
}

static unsigned compare_abstracts(const rv_entry *a, const rv_entry *b)
{
    unsigned same = 0;

    if (!a->abstract || !b->abstract)
        return 0;
    for (size_t i = 0; i < 16; i++)
        same += a->sketch[i] == b->sketch[i] && a->sketch[i];
    return same >= 7 ? RV_AGREE : same >= 3 ? RV_PARTLY : RV_CONFLICT;
}

/* An accession number is its database's own, and a book has an ISBN for each binding: only agreement counts. */
static unsigned compare_numbers(const rv_entry *a, const rv_entry *b)
{
    return (*a->accession && strcmp(a->accession, b->accession) == 0) || (*a->isbn && strcmp(a->isbn, b->isbn) == 0) ? RV_AGREE : 0;
}

/* Two records of one Cochrane review: the number, or where one does not give it, title and people. */
static bool same_review(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    if (!a->cochrane || !b->cochrane)
        return false;
    if (*a->cochrane && *b->cochrane)
        return strcmp(a->cochrane, b->cochrane) == 0;
    return s->level[RV_SIGN_TITLE] >= RV_TITLES_NEAR && s->level[RV_SIGN_AUTHORS] >= RV_AUTHORS_MOST;
}

/* What may differ between the forms of one report that a policy takes as one. */
static void pass_over_place(rv_signs *s)
{
    static const uint8_t fields[] = { RV_SIGN_CONTAINER, RV_SIGN_VOLUME, RV_SIGN_ISSUE, RV_SIGN_PAGES, RV_SIGN_DOI,
                                      RV_SIGN_PMID, RV_SIGN_TYPE };

    for (size_t i = 0; i < sizeof fields; i++)
        if (s->level[fields[i]] < RV_AGREE)
            s->level[fields[i]] = 0;
    if (s->level[RV_SIGN_YEAR] < RV_YEAR_EQUAL)
        s->level[RV_SIGN_YEAR] = 0;
    s->years = -1;
}

/* One is a preprint, or a working paper, and the other is not, where that is asked; a thesis is a text of its own. */
static bool other_forms(const rv_entry *a, const rv_entry *b, bool preprints, bool editions)
{
    return !a->thesis && !b->thesis && ((preprints && a->preprint != b->preprint) || (editions && a->working != b->working));
}

/* By the number in the DOI; where that is not given, by the year. */
static bool other_version(const rv_entry *a, const rv_entry *b)
{
    return a->version && b->version ? a->version != b->version : a->year && b->year && a->year != b->year;
}

static void compare_reviews(rv_signs *s, const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy)
{
    const bool one = same_review(a, b, s);

    s->same_review = one && !policy->versions_apart;
    s->other_review = a->cochrane && b->cochrane && (!one || (policy->versions_apart && other_version(a, b)));
}

/* Which of two comes first depends on what they say, not on the order of input: greedy matching of words and names may not give
   the same both ways. */
static void order(const rv_entry **a, const rv_entry **b)
{
    if ((*a)->digest > (*b)->digest) {
        const rv_entry *swap = *a;
        *a = *b;
        *b = swap;
    }
}

/* What is cheap and decides most: titles, pages and identifiers. */
static rv_signs begin(const rv_entry *a, const rv_entry *b)
{
    rv_signs s = { .years = -1 };
    unsigned alike;

    s.level[RV_SIGN_TITLE] = (uint8_t)rv_titles_compare(&a->title, &b->title, &alike);
    s.alike = (uint8_t)alike;
    s.level[RV_SIGN_PAGES] = (uint8_t)rv_pages_compare(&a->pages, &b->pages);
    s.level[RV_SIGN_DOI] = (uint8_t)compare_dois(a, b);
    s.level[RV_SIGN_PMID] = (uint8_t)of(rv_texts_compare(a->pmid, b->pmid));
    return s;
}

static void end(rv_signs *s, const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy)
{
    s->names = rv_names_compare(a, b);
    s->generic = a->title.generic || b->title.generic;
    s->brief = a->title.brief || b->title.brief;
    if (a->year && b->year)
        s->years = (int)(llabs(a->year - b->year) < 100 ? llabs(a->year - b->year) : 100);
    s->level[RV_SIGN_NUMBERS] = (uint8_t)rv_numbers_compare(&a->title, &b->title);
    if (s->level[RV_SIGN_TITLE] == RV_TITLES_CUT && s->level[RV_SIGN_NUMBERS] == RV_NUMBERS_ONE_SIDED)
        s->level[RV_SIGN_NUMBERS] = 0;                     /* it stands in what was cut off */
    s->level[RV_SIGN_AUTHORS] = (uint8_t)compare_authors(&s->names);
    s->level[RV_SIGN_YEAR] = (uint8_t)(s->years < 0 ? 0 : s->years == 0 ? RV_YEAR_EQUAL : s->years == 1 ? RV_YEAR_ONE
                                       : s->years == 2 ? RV_YEAR_TWO : RV_YEAR_FAR);
    s->level[RV_SIGN_CONTAINER] = (uint8_t)compare_containers(a->container, b->container);
    s->level[RV_SIGN_VOLUME] = (uint8_t)of(rv_texts_compare(a->volume, b->volume));
    s->level[RV_SIGN_ISSUE] = (uint8_t)of(rv_issues_compare(a->issue, b->issue));
    s->level[RV_SIGN_NUMBER] = (uint8_t)compare_numbers(a, b);
    s->level[RV_SIGN_ABSTRACT] = (uint8_t)compare_abstracts(a, b);
    s->level[RV_SIGN_TYPE] = (uint8_t)of(rv_texts_compare(a->type, b->type));
    s->forms_apart = other_forms(a, b, !policy->preprints_one, !policy->editions_one);
    compare_reviews(s, a, b, policy);
    if (s->same_review || other_forms(a, b, policy->preprints_one, policy->editions_one))
        pass_over_place(s);
}

rv_signs rv_entries_compare(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy)
{
    rv_signs s;

    order(&a, &b);
    s = begin(a, b);
    end(&s, a, b, policy);
    return s;
}

bool rv_entries_compare_likely(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy, rv_signs *s)
{
    order(&a, &b);
    *s = begin(a, b);
    if (s->level[RV_SIGN_TITLE] != RV_TITLES_MISSING && s->level[RV_SIGN_TITLE] < RV_TITLES_SIMILAR && s->level[RV_SIGN_DOI] != RV_AGREE
        && s->level[RV_SIGN_PMID] != RV_AGREE && s->level[RV_SIGN_PAGES] != RV_PAGES_WHOLE && !(a->cochrane && b->cochrane))
        return false;
    end(s, a, b, policy);
    return true;
}

/* Letters in common words, without looking for slips. */
static bool titles_touch(const rv_title *a, const rv_title *b)
{
    size_t i = 0, j = 0, letters = 0, x = 0, y = 0;

    while (i < a->n_words && j < b->n_words) {
        if (a->words[i].hash == b->words[j].hash)
            letters += a->words[i++].n, j++;
        else if (a->words[i].hash < b->words[j].hash)
            x += a->words[i++].n;
        else
            y += b->words[j++].n;
    }
    for (; i < a->n_words; i++)
        x += a->words[i].n;
    for (; j < b->n_words; j++)
        y += b->words[j].n;
    return 3 * letters >= letters + (x < y ? x : y);       /* a third of the shorter title */
}

bool rv_entries_worth(const rv_entry *a, const rv_entry *b)
{
    const bool page = *a->pages.first && a->pages.from == b->pages.from;

    if (!a->title.n_words || !b->title.n_words || titles_touch(&a->title, &b->title))
        return true;
    return page || (*a->doi && strcmp(a->doi, b->doi) == 0) || (*a->pmid && strcmp(a->pmid, b->pmid) == 0)
           || (a->abstract && a->abstract == b->abstract);
}
