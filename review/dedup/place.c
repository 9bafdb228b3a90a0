/* Where a report stands: pages, volume and container, and how far two places agree. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dedup/entry.h"

/* "01-Sep" and "9-Jan" are pages 1-9 and 9-1 that a spreadsheet took for a date. */
static int month(const char *word, size_t n)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    for (int i = 0; n == 3 && i < 12; i++)
        if (strncmp(months + 3 * i, word, 3) == 0)
            return i + 1;
    return 0;
}

/* The parts of a page text: letters and digits, lower case; everything between is a blank. "2243-5; author reply 2246" ends at
   the semicolon. */
static void plain(rv_buf *out, const char *text)
{
    while (*text == ' ')
        text++;
    for (const char *skip = text; (skip[0] == 'p' || skip[0] == 'P'); ) {
        if (strncasecmp(skip, "pages", 5) == 0)
            text = skip + 5;
        else if ((skip[1] == 'p' || skip[1] == 'P') && !isalnum((unsigned char)skip[2]))
            text = skip + 2 + (skip[2] == '.');
        else if (skip[1] == '.' )
            text = skip + 2;
        break;
    }
    for (; *text && *text != ';' && *text != ','; text++) {
        if (isalnum((unsigned char)*text))
            rv_buf_char(out, (char)tolower((unsigned char)*text));
        else if (out->length && out->data[out->length - 1] != ' ')
            rv_buf_char(out, ' ');
    }
}

static int64_t number_in(const char *word, size_t n)
{
    int64_t x = 0;
    size_t i = 0;

    while (i < n && !isdigit((unsigned char)word[i]))
        i++;
    for (; i < n && isdigit((unsigned char)word[i]) && x < 100000000; i++)
        x = 10 * x + (word[i] - '0');
    return x;
}

/* Further ranges of "233-238+230-235+246-251": an article in three languages, whose pages databases list in any order. */
static void read_more(rv_pages *pages, const char *text)
{
    for (const char *c = text; *c && pages->n_more < RV_PAGES_MORE; ) {
        const size_t n = strspn(c, "0123456789");
        if (n && (c == text || !isalnum((unsigned char)c[-1])) && c > text && c[-1] != '-' && strchr("+,; ", c[-1]) && n < 7)
            pages->more[pages->n_more++] = (uint32_t)number_in(c, n);
        c += n ? n : 1;
    }
}

rv_status rv_pages_read(rv_heap *heap, rv_pages *pages, const char *text, rv_error *err)
{
    rv_buf buf = RV_BUF_INIT;
    const char *first, *last;
    char digits[24];
    size_t n, m;

    *pages = (rv_pages){ .first = "" };
    while (text && (*text == ' ' || *text == '"' || *text == '('))
        text++;
    if (!text || !*text || strstr(text, "pagination"))
        return RV_OK;
    plain(&buf, text);
    first = rv_buf_str(&buf);
    n = strcspn(first, " ");
    last = first + n + (first[n] == ' ');
    m = strcspn(last, " ");
    pages->from = month(first, n) ? month(first, n) : number_in(first, n);
    pages->to = month(last, m) ? month(last, m) : number_in(last, m);
    if (m == 1 && *last == 'p' && isdigit((unsigned char)*first)) {      /* "215 p": how many there are */
        rv_buf_free(&buf);
        return RV_OK;
    }
    if (month(first, n) || (month(last, m) && n <= 2)) {
        snprintf(digits, sizeof digits, "%lld", (long long)pages->from);
        first = digits;
        n = strlen(digits);
    }
    while (n > 1 && *first == '0')
        first++, n--;
    /* "221-8" is 221-228 */
    if (pages->to && pages->to < pages->from && pages->from < 100000) {
        int64_t scale = 10;
        while (scale <= pages->to)
            scale *= 10;
        pages->to += pages->from / scale * scale;
    }
    pages->kind = n == 0 ? RV_PAGES_NONE : pages->to && isdigit((unsigned char)*first) && n < 6 ? RV_PAGES_RANGE : RV_PAGES_OTHER;
    if (n == 1 && *first == '0')
        pages->kind = RV_PAGES_NONE, n = 0;
    if (pages->kind == RV_PAGES_RANGE && strpbrk(text, "+,;"))
        read_more(pages, text);
    pages->first = rv_heap_text(heap, first, n);
    rv_buf_free(&buf);
    return pages->first ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static bool has_page(const rv_pages *pages, int64_t first)
{
    for (size_t i = 0; i < pages->n_more; i++)
        if (pages->more[i] == first)
            return true;
    return false;
}

/* "P63" and "63": the letter of a poster or a supplement left out. */
static bool same_but_letter(const rv_pages *a, const rv_pages *b)
{
    const bool x = isdigit((unsigned char)*a->first) != 0, y = isdigit((unsigned char)*b->first) != 0;

    return x != y && a->from == b->from && a->from > 0
           && strcmp(a->first + (x ? 0 : strcspn(a->first, "0123456789")), b->first + (y ? 0 : strcspn(b->first, "0123456789"))) == 0;
}

unsigned rv_pages_compare(const rv_pages *a, const rv_pages *b)
{
    if (!*a->first || !*b->first)
        return 0;
    if (strcmp(a->first, b->first) == 0) {
        if (a->to && b->to && a->kind == RV_PAGES_RANGE && b->kind == RV_PAGES_RANGE) {
            if (llabs(a->to - b->to) > 2)
                return 0;
            return a->to == b->to && a->to >= a->from + 2 ? RV_PAGES_WHOLE : RV_PAGES_FIRST;
        }
        return RV_PAGES_FIRST;
    }
    if (has_page(a, b->from) || has_page(b, a->from) || same_but_letter(a, b))
        return RV_PAGES_FIRST;
    /* the numbers within an article, or the article's own number, beside pages of the issue say nothing about each other */
    if (a->kind != b->kind || ((a->from == 1) != (b->from == 1)))
        return 0;
    return RV_PAGES_CONFLICT;
}

/* "21" and "21 suppl 1" do not differ, and a running number (some exports put one here) says nothing. */
rv_agreement_of rv_issues_compare(const char *a, const char *b)
{
    const int64_t x = number_in(a, strlen(a)), y = number_in(b, strlen(b));

    if (!x || !y || x > 60 || y > 60)
        return RV_FIELD_UNKNOWN;
    return x == y ? RV_FIELD_AGREES : RV_FIELD_DIFFERS;
}

rv_agreement_of rv_texts_compare(const char *a, const char *b)
{
    if (!*a || !*b)
        return RV_FIELD_UNKNOWN;
    return strcmp(a, b) == 0 ? RV_FIELD_AGREES : RV_FIELD_DIFFERS;
}

static bool light(const char *word, size_t n)
{
    static const char *const words[] = { "of", "the", "and", "in", "for", "on", "de", "der", "des", "la", "le", "et", "und", "an", "a",
                                         "annual", "annu", "proceedings", "proc", "conference", "conf", "electronic", "resource", "first",
                                         "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
                                         "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
                                         "nineteenth", "twentieth", "twenty", "thirtieth", "thirty", "fortieth", "forty", "th" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (*words[i] == *word && strlen(words[i]) == n && strncmp(words[i], word, n) == 0)
            return true;
    return false;
}

enum { WORDS = 32 };
typedef struct { const char *text; size_t n; } word_range;

static size_t words_of(const char *text, word_range words[WORDS])
{
    size_t n = 0;

    while (*text && n < WORDS) {
        const size_t length = strcspn(text, " ");
        const bool numbered = isdigit((unsigned char)*text) != 0;      /* "25th", "2014" */
        if (!light(text, length) && !numbered)
            words[n++] = (word_range){ text, length };
        text += length + (text[length] == ' ');
    }
    return n;
}

/* "natl" stands for "national": same first letter, the rest in order. */
static bool stands_for(word_range brief, word_range whole)
{
    size_t j = 1;

    if (!brief.n || !whole.n || *brief.text != *whole.text || brief.n > whole.n)
        return false;
    for (size_t i = 1; i < brief.n; i++, j++) {
        while (j < whole.n && whole.text[j] != brief.text[i])
            j++;
        if (j == whole.n)
            return false;
    }
    return true;
}

/* "amcis" of "americas conference (on) information systems": each letter begins the next word or goes on in this one. */
static bool acronym(word_range brief, const word_range *whole, size_t n)
{
    size_t w = 0, at = 1, begun = 1;

    if (brief.n < 3 || brief.n > 8 || n < 2 || *brief.text != *whole[0].text)
        return false;
    for (size_t i = 1; i < brief.n; i++) {
        if (w + 1 < n && *whole[w + 1].text == brief.text[i])
            w++, at = 1, begun++;
        else if (at < whole[w].n && whole[w].text[at] == brief.text[i])
            at++;
        else if (brief.text[i] == 'c')
            continue;                 /* the C of a conference */
        else
            return false;
    }
    return begun >= 2 && begun + 1 >= n;
}

/* What kinds of venue a name says it is: 1 journal, 2 meeting, 4 series of papers. */
static unsigned venue(const char *text)
{
    static const struct { const char *word; unsigned kind; } kinds[] = {
        { "journal", 1 }, { "j", 1 }, { "transactions", 1 }, { "annals", 1 }, { "bulletin", 1 }, { "letters", 1 },
        { "conference", 2 }, { "workshop", 2 }, { "symposium", 2 }, { "congress", 2 }, { "meeting", 2 }, { "proceedings", 2 },
        { "working", 4 }, { "discussion", 4 }, { "preprint", 4 }, { "ssrn", 4 },
    };
    unsigned found = 0;

    while (*text) {
        const size_t n = strcspn(text, " ");
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (*kinds[i].word == *text && strlen(kinds[i].word) == n && strncmp(kinds[i].word, text, n) == 0)
                found |= kinds[i].kind;
        text += n + (text[n] == ' ');
    }
    return found;
}

rv_agreement_of rv_containers_compare(const char *a, const char *b)
{
    word_range x[WORDS], y[WORDS];
    size_t n, m, i = 0, shared = 0;
    const word_range *s = x, *l = y;

    if (!*a || !*b)
        return RV_FIELD_UNKNOWN;
    if (strcmp(a, b) == 0)
        return RV_FIELD_AGREES;
    if (venue(a) && venue(b) && !(venue(a) & venue(b)))
        return RV_FIELD_DIFFERS;
    n = words_of(a, x);
    m = words_of(b, y);
    if (!n || !m)
        return RV_FIELD_UNKNOWN;
    if (n > m) {
        const size_t swap = n;
        n = m, m = swap, s = y, l = x;
    }
    for (size_t j = 0; j < m && j < 3; j++)                /* "stoc" of "acm symposium on theory of computing" */
        if (acronym(s[0], l + j, m - j))
            return RV_FIELD_AGREES;
    for (size_t j = 0; j < n && j < 3; j++)
        if (acronym(l[0], s + j, n - j))
            return RV_FIELD_AGREES;
    for (size_t j = 0; j < m && i < n; j++)
        if (stands_for(s[i], l[j]) || stands_for(l[j], s[i]))
            i++;
    if (i == n && (n >= 2 || m == 1))
        return RV_FIELD_AGREES;
    for (i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (s[i].n == l[j].n && strncmp(s[i].text, l[j].text, s[i].n) == 0) {
                shared++;
                break;
            }
    return 2 * shared >= n ? RV_FIELD_UNKNOWN : RV_FIELD_DIFFERS;
}
