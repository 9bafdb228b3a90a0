/* The reason of a verdict in words a person can check. */
#include <config.h>

#include <string.h>

#include "dedup/entry.h"

static void say(rv_buf *out, const char *text)
{
    if (out->length)
        rv_buf_text(out, "; ");
    rv_buf_text(out, text);
}

static void say_title(const rv_signs *s, rv_buf *out)
{
    switch (s->level[RV_SIGN_TITLE]) {
    case RV_TITLES_MISSING:  say(out, "one title missing"); break;
    case RV_TITLES_EQUAL:    say(out, "titles equal"); break;
    case RV_TITLES_CUT:      say(out, "one title within the other"); break;
    default:
        say(out, "titles");
        rv_buf_printf(out, " %u %% alike", s->alike);
    }
    if (s->level[RV_SIGN_NUMBERS] == RV_NUMBERS_CONFLICT)
        say(out, "numbers in the titles conflict");
    else if (s->level[RV_SIGN_NUMBERS] == RV_NUMBERS_ONE_SIDED)
        say(out, "a number in one title only");
}

static void say_authors(const rv_entry *a, const rv_entry *b, const rv_signs *s, rv_buf *out)
{
    switch (s->level[RV_SIGN_AUTHORS]) {
    case 0:
        say(out, a->n_names || b->n_names ? "authors in one record only" : "no authors");
        return;
    case RV_AUTHORS_NONE:
        say(out, "authors conflict");
        return;
    case RV_AUTHORS_WHOLE:
        say(out, s->names.shared == 1 ? "same author" : "same authors");
        break;
    default:
        say(out, "");
        rv_buf_printf(out, "%zu of %zu and %zu authors shared", s->names.shared, a->n_names < b->n_names ? a->n_names : b->n_names,
                      a->n_names < b->n_names ? b->n_names : a->n_names);
    }
}

static void say_year(const rv_entry *a, const rv_entry *b, rv_buf *out)
{
    if (a->year && a->year == b->year) {
        say(out, "");
        rv_buf_printf(out, "year %lld", (long long)a->year);
    } else if (a->year && b->year) {
        say(out, "");
        rv_buf_printf(out, "years %lld and %lld", (long long)a->year, (long long)b->year);
    } else {
        say(out, a->year || b->year ? "year in one record only" : "no year");
    }
}

/* Fields that are said in one way, in this order. `agreed` stands before the value of the first, where it has one to show. */
static const struct { size_t sign; const char *agreed, *conflict; bool shown; } plain[] = {
    { RV_SIGN_VOLUME, "volume", "volumes conflict", true },
    { RV_SIGN_ISSUE, "issue", "issues conflict", true },
    { RV_SIGN_PAGES, "first page", "pages conflict", true },
    { RV_SIGN_CONTAINER, "same container", "containers conflict", false },
    { RV_SIGN_ABSTRACT, "same abstract", "abstracts differ", false },
    { RV_SIGN_TYPE, NULL, "types conflict", false },
};

static const char *value_of(const rv_entry *e, size_t sign)
{
    return sign == RV_SIGN_VOLUME ? e->volume : sign == RV_SIGN_ISSUE ? e->issue : e->pages.first;
}

static void say_plain(const rv_entry *a, const rv_signs *s, rv_buf *out)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        const unsigned level = s->level[plain[i].sign];
        const bool agreed = plain[i].sign == RV_SIGN_PAGES ? level >= RV_PAGES_FIRST : level == RV_AGREE;
        if (level == RV_CONFLICT) {
            say(out, plain[i].conflict);
        } else if (agreed && plain[i].agreed) {
            const bool whole = plain[i].sign == RV_SIGN_PAGES && level == RV_PAGES_WHOLE;
            say(out, whole ? "same pages" : plain[i].agreed);
            if (plain[i].shown && !whole)
                rv_buf_printf(out, " %s", value_of(a, plain[i].sign));
        }
    }
}

void rv_match_words(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy, rv_buf *out)
{
    const rv_signs s = rv_entries_compare(a, b, policy);
    rv_buf words = RV_BUF_INIT;

    if (a->digest == b->digest)
        say(&words, "alike in every field");
    if (s.level[RV_SIGN_DOI])
        say(&words, s.level[RV_SIGN_DOI] == RV_AGREE ? "same DOI" : "DOIs conflict");
    if (s.level[RV_SIGN_PMID])
        say(&words, s.level[RV_SIGN_PMID] == RV_AGREE ? "same PMID" : "PMIDs conflict");
    if (s.level[RV_SIGN_NUMBER])
        say(&words, *a->accession && strcmp(a->accession, b->accession) == 0 ? "same accession number" : "same ISBN");
    if (s.same_review)
        say(&words, "versions of one Cochrane review");
    say_title(&s, &words);
    if (a->title.marks != b->title.marks)
        say(&words, "one says it is another kind of text");
    say_authors(a, b, &s, &words);
    say_year(a, b, &words);
    say_plain(a, &s, &words);
    if (s.generic || a->title_years > 2)
        say(&words, "a title that many texts bear");
    rv_buf_add(out, rv_buf_str(&words), words.length);
    if (words.failed)
        out->failed = true;
    rv_buf_free(&words);
}
