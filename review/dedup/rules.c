/* What joins two records, and what forbids it. Every rule needs agreement beyond one field; a missing field is no agreement. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

typedef struct {
    rv_titles_grade    title;
    rv_names_agreement names;
    rv_agreement_of    doi, pmid, accession, isbn, volume, issue, pages, container, type;
    int64_t            years;            /* apart; -1 when one is not given */
    bool               whole_range;      /* the same first and last page, three pages or more */
} features;

static features compare(const rv_entry *a, const rv_entry *b)
{
    features f;

    f.title = rv_titles_compare(&a->title, &b->title);
    f.names = rv_names_compare(a, b);
    f.doi = a->doi_shared || b->doi_shared ? RV_FIELD_UNKNOWN : rv_texts_compare(a->doi, b->doi);
    f.pmid = rv_texts_compare(a->pmid, b->pmid);
    f.accession = rv_texts_compare(a->accession, b->accession);
    f.isbn = rv_texts_compare(a->isbn, b->isbn);
    f.volume = rv_texts_compare(a->volume, b->volume);
    f.issue = rv_issues_compare(a->issue, b->issue);
    f.pages = rv_pages_compare(&a->pages, &b->pages);
    f.container = rv_containers_compare(a->container, b->container);
    f.type = rv_texts_compare(a->type, b->type);
    f.years = a->year && b->year ? llabs(a->year - b->year) : -1;
    f.whole_range = f.pages == RV_FIELD_AGREES && a->pages.to == b->pages.to && a->pages.to >= a->pages.from + 2;
    return f;
}

static bool agree(rv_agreement_of x)   { return x == RV_FIELD_AGREES; }
static bool differ(rv_agreement_of x)  { return x == RV_FIELD_DIFFERS; }

/* Volume and first page: the place of one text, or of the few that share a page. */
static bool same_place(const features *f)
{
    return agree(f->volume) && agree(f->pages) && f->years <= 1;
}

/* The translated title of a text: everything about its place and people agrees, only the words do not. */
static bool translated(const rv_entry *a, const rv_entry *b, const features *f)
{
    return same_place(f) && f->whole_range && f->years == 0 && agree(f->names.lists) && agree(f->names.first)
           && (f->names.shared >= 2 || (agree(f->doi) && f->names.whole)) && a->title.marks == b->title.marks
           && strcmp(a->title.digits, b->title.digits) == 0 && !a->title.generic && !b->title.generic
           && !differ(f->doi) && !differ(f->pmid);
}

static bool forbidden(const rv_entry *a, const rv_entry *b, const features *f)
{
    const bool told_apart = a->title.n_words && b->title.n_words
                            && (a->title.marks != b->title.marks
                                || (f->title < RV_TITLES_CUT && strcmp(a->title.digits, b->title.digits) != 0));
    const bool identified = agree(f->doi) || agree(f->pmid);

    if (differ(f->pmid))
        return true;
    if (differ(f->doi) && !(same_place(f) && f->title >= RV_TITLES_NEAR && agree(f->names.first) && !a->versioned))
        return true;
    if (a->versioned && b->versioned && a->version != b->version)
        return true;
    if (f->years > 2 || (f->years == 2 && !identified))
        return true;
    if (differ(f->names.lists) && !(identified && f->title >= RV_TITLES_NEAR))
        return true;
    if (!identified && ((differ(f->volume) && differ(f->pages)) || (differ(f->volume) && differ(f->container))
                        || (differ(f->pages) && differ(f->container))))
        return true;
    return (told_apart || f->title == RV_TITLES_DIFFERENT) && !translated(a, b, f);
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

bool rv_entries_veto(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy)
{
    features f;

    (void)policy;
    if (a->digest == b->digest)                  /* alike in every field: one file imported under two names */
        return false;
    order(&a, &b);
    f = compare(a, b);
    return forbidden(a, b, &f);
}

/* One identifier, and a title that is not another text's. */
static bool by_identifier(const features *f, bool generic)
{
    if (f->title >= RV_TITLES_NEAR)
        return !(generic && differ(f->pages));
    if (f->title == RV_TITLES_MISSING)
        return agree(f->names.first) || same_place(f);
    return agree(f->names.first) || (f->names.lists == RV_FIELD_UNKNOWN && agree(f->pages));
}

static bool by_place(const rv_entry *a, const rv_entry *b, const features *f)
{
    const bool generic = a->title.generic || b->title.generic;

    if (!same_place(f))
        return false;
    if (generic)
        return f->title == RV_TITLES_EQUAL && f->years == 0 && !differ(f->names.first) && !differ(f->container)
               && !differ(f->issue);
    if (a->title.brief || b->title.brief)
        return f->title == RV_TITLES_EQUAL && agree(f->names.first);
    if (f->title >= RV_TITLES_CUT)
        return !differ(f->names.first) || agree(f->names.lists)
               || (f->title == RV_TITLES_EQUAL && f->whole_range && !differ(f->names.lists));
    return f->title == RV_TITLES_SIMILAR && agree(f->names.first) && agree(f->names.lists)
           && (f->whole_range || (f->names.whole && !differ(f->container)));
}

/* No place to compare: title, people and year carry it, and nothing speaks against it. */
static bool by_title(const rv_entry *a, const features *f)
{
    const size_t words = a->title.n_words;
    /* a supplement's volume is often mangled ("1)" for "56 SUPPL. 1"); its page and journal are not */
    const bool mangled = agree(f->pages) && agree(f->container) && f->years == 0 && f->names.whole;
    const bool quiet = (!differ(f->volume) || mangled) && !differ(f->pages) && !differ(f->container)
                       && !(agree(f->volume) && differ(f->issue) && !agree(f->pages));

    if (f->title != RV_TITLES_EQUAL || a->title.generic || a->title.brief || !quiet || differ(f->names.first))
        return false;
    if (f->names.first == RV_FIELD_UNKNOWN)
        return (f->years == 0 && words >= 5 && (agree(f->container) || agree(f->volume) || agree(f->pages)))
               || (f->years < 0 && words >= 8 && agree(f->container) && agree(f->type));
    if (f->years == 0)
        return !differ(f->type) || agree(f->container) || agree(f->volume) || agree(f->pages);
    if (f->years == 1)
        return agree(f->container) && agree(f->names.lists);
    return f->years < 0 && words >= 6 && agree(f->names.lists) && !differ(f->type);
}

static bool by_near_title(const rv_entry *a, const rv_entry *b, const features *f)
{
    const bool quiet = !differ(f->volume) && !differ(f->pages) && !differ(f->container);

    return f->title == RV_TITLES_NEAR && !a->title.generic && !a->title.brief && !b->title.brief && quiet && f->years == 0 && agree(f->names.first)
           && agree(f->names.lists) && (agree(f->container) || agree(f->volume) || agree(f->pages));
}

static bool by_cut_title(const rv_entry *a, const rv_entry *b, const features *f)
{
    const bool quiet = !differ(f->volume) && !differ(f->pages) && !differ(f->container) && !differ(f->type);

    return f->title == RV_TITLES_CUT && !a->title.generic && !b->title.generic && quiet && f->years == 0 && f->names.whole
           && (agree(f->container) || agree(f->volume) || agree(f->pages));
}

static bool by_number(const features *f, rv_agreement_of number)
{
    return agree(number) && f->title >= RV_TITLES_CUT && f->years <= 1 && !differ(f->names.first) && !differ(f->type);
}

rv_match rv_entries_match(const rv_entry *a, const rv_entry *b)
{
    features f;
    bool generic;

    order(&a, &b);
    f = compare(a, b);
    generic = a->title.generic || b->title.generic;
    if (forbidden(a, b, &f))
        return (rv_match){ NULL, 0 };
    if (agree(f.doi) && by_identifier(&f, generic))
        return (rv_match){ "doi", 1 };
    if (agree(f.pmid) && by_identifier(&f, generic))
        return (rv_match){ "pmid", 2 };
    if (by_place(a, b, &f))
        return (rv_match){ "title-place", 3 };
    if (by_number(&f, f.accession))
        return (rv_match){ "accession", 4 };
    if (by_title(a, &f))
        return (rv_match){ "title-author-year", 5 };
    if (by_number(&f, f.isbn) && !generic && strcmp(a->type, "chapter") != 0)
        return (rv_match){ "isbn", 6 };
    if (by_near_title(a, b, &f))
        return (rv_match){ "near-title", 7 };
    if (by_cut_title(a, b, &f))
        return (rv_match){ "cut-title", 8 };
    if (translated(a, b, &f))
        return (rv_match){ "place-authors", 9 };
    return (rv_match){ NULL, 0 };
}

void rv_match_words(const rv_entry *a, const rv_entry *b, rv_match match, rv_buf *out)
{
    static const char *const grades[] = { "one title missing", "titles differ", "titles share most words",
                                          "one title without its subtitle", "titles equal but for small edits", "titles equal" };
    features f;

    order(&a, &b);
    f = compare(a, b);
    if (agree(f.doi))
        rv_buf_printf(out, "same DOI %s; ", a->doi);
    if (agree(f.pmid))
        rv_buf_printf(out, "same PMID %s; ", a->pmid);
    if (agree(f.accession) && strcmp(match.rule, "accession") == 0)
        rv_buf_printf(out, "same accession number %s; ", a->accession);
    if (agree(f.isbn) && strcmp(match.rule, "isbn") == 0)
        rv_buf_printf(out, "same ISBN %s; ", a->isbn);
    rv_buf_text(out, grades[f.title]);
    if (agree(f.names.first))
        rv_buf_printf(out, "; first author %s", a->names[0].family);
    else if (f.names.first == RV_FIELD_UNKNOWN)
        rv_buf_text(out, a->n_names || b->n_names ? "; authors in one record only" : "; no authors");
    if (f.names.shared > 1)
        rv_buf_printf(out, " and %zu more", f.names.shared - 1);
    if (f.years == 0)
        rv_buf_printf(out, "; year %lld", (long long)a->year);
    else if (f.years > 0)
        rv_buf_printf(out, "; years %lld and %lld", (long long)a->year, (long long)b->year);
    else
        rv_buf_text(out, a->year || b->year ? "; year in one record only" : "; no year");
    if (agree(f.volume))
        rv_buf_printf(out, "; volume %s", a->volume);
    if (agree(f.pages))
        rv_buf_printf(out, "; first page %s", a->pages.first);
    if (agree(f.container))
        rv_buf_text(out, "; same container or publisher");
}
