/* What a pair is: weights say how likely it is one report; typed vetoes say what no weight may overrule. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

/* Merged alone from here; to be looked at from there. A wrong merge loses a study, a missed one costs half a minute. */
static const double sure = .9, unsure = .5;

static bool agrees(const rv_signs *s, size_t field)     { return s->level[field] == RV_AGREE; }
static bool conflicts(const rv_signs *s, size_t field)  { return s->level[field] == RV_CONFLICT; }

static bool identified(const rv_signs *s)
{
    return agrees(s, RV_SIGN_DOI) || agrees(s, RV_SIGN_PMID);
}

/* Volume and first page, or where there are no volumes the whole range in one container: the place of one text, or of the few that
   share a page. */
static bool same_place(const rv_signs *s)
{
    const unsigned pages = s->level[RV_SIGN_PAGES];

    if (s->years > 1 || pages < RV_PAGES_FIRST || conflicts(s, RV_SIGN_VOLUME))
        return false;
    return agrees(s, RV_SIGN_VOLUME)
           || (pages == RV_PAGES_WHOLE && (agrees(s, RV_SIGN_CONTAINER) || (s->level[RV_SIGN_CONTAINER] == RV_PARTLY && s->years == 0)));
}

/* The translated title of a text: everything about its place and people agrees, only the words do not. */
static bool translated(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    const bool people = s->names.lists == RV_FIELD_AGREES && s->names.first == RV_FIELD_AGREES
                        && (s->names.shared >= 2 || (s->names.whole && !conflicts(s, RV_SIGN_ISSUE)
                                                         && (agrees(s, RV_SIGN_DOI) || agrees(s, RV_SIGN_CONTAINER))));
    const bool words = !s->level[RV_SIGN_AUTHORS] && s->alike >= 50 && agrees(s, RV_SIGN_CONTAINER);

    return same_place(s) && s->level[RV_SIGN_PAGES] == RV_PAGES_WHOLE && s->years == 0 && (people || words) && a->title.marks == b->title.marks
           && s->level[RV_SIGN_NUMBERS] != RV_NUMBERS_CONFLICT && !s->generic && !conflicts(s, RV_SIGN_DOI) && !conflicts(s, RV_SIGN_PMID);
}

/* Which marks one title has and the other has not. A retracted article keeps its number. */
static unsigned marks_apart(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    const unsigned apart = a->title.marks ^ b->title.marks;

    return s->level[RV_SIGN_TITLE] == RV_TITLES_MISSING || (apart == RV_MARK_RETRACTION && identified(s)) ? 0 : apart;
}

/* Numbers or marks say that the titles are of two texts. */
static bool told_apart(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    const unsigned title = s->level[RV_SIGN_TITLE], apart = marks_apart(a, b, s);

    if (title == RV_TITLES_MISSING || title == RV_TITLES_EQUAL)
        return false;
    if (apart)
        return (apart & (RV_MARK_ERRATUM | RV_MARK_REPLY | RV_MARK_COMMENT)) || !identified(s) || title < RV_TITLES_CUT;
    if (s->level[RV_SIGN_NUMBERS] == RV_NUMBERS_CONFLICT)
        return true;
    return s->level[RV_SIGN_NUMBERS] == RV_NUMBERS_ONE_SIDED && title < RV_TITLES_CUT && !identified(s);
}

/* A name that many texts bear carries nothing: only the place or a number does, or being alike in every field with people or pages
   among them. */
static bool nameless(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    if (a->digest == b->digest)
        return s->generic && !a->n_names && !*a->pages.first && !identified(s) && !agrees(s, RV_SIGN_NUMBER);
    return (s->generic || a->title_years > 2 || b->title_years > 2) && !identified(s) && !agrees(s, RV_SIGN_NUMBER)
           && !(same_place(s) && s->years <= 0 && !conflicts(s, RV_SIGN_ISSUE));
}

/* What no person need look at. */
static bool impossible(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    const unsigned title = s->level[RV_SIGN_TITLE];

    if (nameless(a, b, s))
        return true;
    if (a->digest == b->digest)                  /* alike in every field: one file imported under two names */
        return false;
    if (s->forms_apart && !identified(s) && !same_place(s))
        return true;
    if (told_apart(a, b, s) || (conflicts(s, RV_SIGN_PMID) && !same_place(s)) || s->other_review)
        return true;
    return title && title < RV_TITLES_SIMILAR && !translated(a, b, s) && !(identified(s) && s->level[RV_SIGN_AUTHORS] >= RV_AUTHORS_FIRST);
}

/* Volume and issue or page, or without a volume all pages of one journal, title and people: a year that differs is a slip. */
static bool placed(const rv_signs *s)
{
    return (agrees(s, RV_SIGN_VOLUME) ? agrees(s, RV_SIGN_ISSUE) || s->level[RV_SIGN_PAGES] >= RV_PAGES_FIRST
                                      : !conflicts(s, RV_SIGN_VOLUME) && s->level[RV_SIGN_PAGES] == RV_PAGES_WHOLE && agrees(s, RV_SIGN_CONTAINER))
           && s->level[RV_SIGN_TITLE] >= RV_TITLES_NEAR && s->level[RV_SIGN_AUTHORS] >= RV_AUTHORS_MOST && !conflicts(s, RV_SIGN_CONTAINER)
           && !conflicts(s, RV_SIGN_PAGES);
}

/* A number, a place or an abstract speaks for one text, not only names and words. */
static bool located(const rv_signs *s)
{
    return identified(s) || same_place(s) || (agrees(s, RV_SIGN_VOLUME) && agrees(s, RV_SIGN_ISSUE)) || agrees(s, RV_SIGN_ABSTRACT) || s->same_review;
}

/* What keeps two from being merged without a person. */
static bool doubtful(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    const unsigned title = s->level[RV_SIGN_TITLE], authors = s->level[RV_SIGN_AUTHORS];
    const int against = conflicts(s, RV_SIGN_VOLUME) + conflicts(s, RV_SIGN_PAGES) + conflicts(s, RV_SIGN_CONTAINER),
              pro = agrees(s, RV_SIGN_VOLUME) + agrees(s, RV_SIGN_ISSUE) + (s->level[RV_SIGN_PAGES] >= RV_PAGES_FIRST) + agrees(s, RV_SIGN_ABSTRACT);

    if (a->digest == b->digest)
        return false;
    if (conflicts(s, RV_SIGN_PMID) || marks_apart(a, b, s))
        return true;
    if (conflicts(s, RV_SIGN_DOI) && !(same_place(s) && title >= RV_TITLES_NEAR && authors >= RV_AUTHORS_FIRST))
        return true;
    if (s->years > 1 && !identified(s) && !placed(s))
        return true;
    if (s->years > 2 && !placed(s))
        return true;
    if (s->years == 1 && !located(s) && !agrees(s, RV_SIGN_CONTAINER))
        return true;
    /* other words are another text, unless both stand in one place */
    if (title && title < RV_TITLES_CUT && !same_place(s) && !(identified(s) && title >= RV_TITLES_SIMILAR))
        return true;
    if (title && title < RV_TITLES_SIMILAR && !translated(a, b, s))
        return true;
    if (title && title < RV_TITLES_NEAR && !located(s) && (s->years > 0 || authors < RV_AUTHORS_WHOLE))
        return true;
    if (authors == RV_AUTHORS_NONE && !(identified(s) && title >= RV_TITLES_NEAR))
        return true;
    if (authors == RV_AUTHORS_FEW && !(identified(s) && title >= RV_TITLES_NEAR) && !(same_place(s) && title >= RV_TITLES_NEAR))
        return true;
    /* two texts under the DOI of one supplement */
    if (conflicts(s, RV_SIGN_PAGES) && conflicts(s, RV_SIGN_ABSTRACT))
        return true;
    /* in another journal one agreement of place may be chance */
    return !identified(s) && (against > 1 || (conflicts(s, RV_SIGN_CONTAINER) && pro < 2));
}

bool rv_signs_veto(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    return impossible(a, b, s) || doubtful(a, b, s);
}

/* Numbers that are given to one text and no other, and words that say it is about another. */
static bool hard(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    return conflicts(s, RV_SIGN_PMID) || conflicts(s, RV_SIGN_DOI) || marks_apart(a, b, s) || s->other_review;
}

rv_objection rv_entries_object(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy)
{
    const rv_signs s = rv_entries_compare(a, b, policy);

    if (!rv_signs_veto(a, b, &s))
        return RV_OBJECTION_NONE;
    return hard(a, b, &s) ? RV_OBJECTION_HARD : RV_OBJECTION_SOFT;
}

/* One title, one set of people: two reports of one study when they are not one report. */
static bool same_work(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    const unsigned apart = a->title.marks ^ b->title.marks, kinds = RV_MARK_PROTOCOL | RV_MARK_INTERIM | RV_MARK_FINAL | RV_MARK_SUMMARY
                           | RV_MARK_UPDATE | RV_MARK_ERRATUM | RV_MARK_RETRACTION | RV_MARK_APPENDIX;
    const unsigned authors = s->level[RV_SIGN_AUTHORS];

    if (s->generic || s->brief || a->title_years > 2 || b->title_years > 2 || (apart & ~kinds) || s->level[RV_SIGN_NUMBERS] == RV_NUMBERS_CONFLICT)
        return false;
    if (a->cochrane && b->cochrane)
        return s->level[RV_SIGN_TITLE] >= RV_TITLES_NEAR || (*a->cochrane && strcmp(a->cochrane, b->cochrane) == 0);
    if (s->level[RV_SIGN_TITLE] >= RV_TITLES_NEAR)
        return authors >= RV_AUTHORS_MOST || (authors == RV_AUTHORS_FIRST && s->names.shared > 1);
    return s->level[RV_SIGN_TITLE] == RV_TITLES_CUT && authors >= RV_AUTHORS_MOST && s->names.shared > 1;
}

/* The same text twice, it seems, in two places: one abstract in two supplements, an article printed again. */
static bool printed_twice(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    return s->level[RV_SIGN_TITLE] >= RV_TITLES_NEAR && s->level[RV_SIGN_AUTHORS] == RV_AUTHORS_WHOLE && s->years <= 1
           && a->title.marks == b->title.marks && a->preprint == b->preprint && a->thesis == b->thesis && a->working == b->working
           && (agrees(s, RV_SIGN_ABSTRACT) || (a->meeting && b->meeting && s->years == 0 && s->names.shared > 1));
}

/* The strongest ground, as a stable word. */
static const char *ground(const rv_entry *a, const rv_entry *b, const rv_signs *s)
{
    const unsigned title = s->level[RV_SIGN_TITLE];

    if (agrees(s, RV_SIGN_DOI))
        return "doi";
    if (agrees(s, RV_SIGN_PMID))
        return "pmid";
    if (s->same_review)
        return "cochrane-review";
    if (same_place(s) && title >= RV_TITLES_SIMILAR)
        return "title-place";
    if (agrees(s, RV_SIGN_NUMBER))
        return *a->accession && strcmp(a->accession, b->accession) == 0 ? "accession" : "isbn";
    if (title == RV_TITLES_EQUAL)
        return "title-author-year";
    if (translated(a, b, s))
        return "place-authors";
    return title == RV_TITLES_NEAR ? "near-title" : title == RV_TITLES_CUT ? "cut-title" : "weight";
}

rv_match rv_entries_match(const rv_entry *a, const rv_entry *b, const rv_weights *weights, const rv_dedup_policy *policy)
{
    rv_signs s;
    rv_match m = { NULL, RV_DEDUP_NONE, 0 };
    bool can;

    if (!rv_entries_compare_likely(a, b, policy, &s))
        return m;
    if ((can = !impossible(a, b, &s))) {
        if (translated(a, b, &s) && s.level[RV_SIGN_TITLE] < RV_TITLES_SIMILAR)
            s.level[RV_SIGN_TITLE] = 0;          /* the words of two languages are expected to differ */
        m.probability = a->digest == b->digest ? 1 : 1 / (1 + exp2(-rv_weights_bits(weights, &s, a, b)));
        if (m.probability >= sure && !doubtful(a, b, &s))
            m.verdict = RV_DEDUP_SAME;
        else if (m.probability >= unsure)
            m.verdict = RV_DEDUP_UNSURE;
    }
    if (m.verdict == RV_DEDUP_NONE && same_work(a, b, &s))
        m.verdict = can && printed_twice(a, b, &s) ? RV_DEDUP_UNSURE : RV_DEDUP_STUDY;
    if (m.verdict != RV_DEDUP_NONE)
        m.rule = m.verdict == RV_DEDUP_STUDY ? "same-work" : ground(a, b, &s);
    return m;
}
