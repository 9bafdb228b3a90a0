/* What one text of a record is worth, by itself: cut short, damaged, in capitals, how much it says. */
#include <config.h>

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "heads.h"

/* What stands in place of a text; with '*' more may follow. */
static const char *const nothings[] = {
    "anonymous", "anon", "unknown", "none", "n/a", "untitled", "not available", "no title*", "no abstract*", "abstract not*",
    "abstract unavail*", "no author*", "no pagin*", "no page*", "unpaged", "not specified",
};

/* Links that need a subscription to the database, or a session in it. */
static const char *const closed_hosts[] = {
    "ebscohost", "ovidsp", "ovid.com", "proquest", "webofscience", "webofknowledge", "scopus.com", "embase.com", "libproxy", "ezproxy",
};

/* How much a type tells; "other" and a web page are what databases say when they do not know. */
static const struct { const char *type; uint8_t sound; uint32_t amount; } types[] = {
    { "other", RV_WORTH_NOTHING, 0 }, { "webpage", RV_WORTH_CUT, 0 },
    { "article", RV_WORTH_SOUND, 1 }, { "book", RV_WORTH_SOUND, 1 }, { "report", RV_WORTH_SOUND, 2 }, { "dataset", RV_WORTH_SOUND, 2 },
    { "preprint", RV_WORTH_SOUND, 2 }, { "conference", RV_WORTH_SOUND, 3 }, { "chapter", RV_WORTH_SOUND, 3 },
    { "thesis", RV_WORTH_SOUND, 4 },
};

static uint64_t hash_of(const char *text, size_t n)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return h;
}

static bool holds(const char *text, size_t n, const char *lower)
{
    const size_t m = strlen(lower);

    for (size_t i = 0; i + m <= n; i++) {
        size_t k = 0;
        while (k < m && tolower((unsigned char)text[i + k]) == lower[k])
            k++;
        if (k == m)
            return true;
    }
    return false;
}

/* ---- A look at the letters ------------------------------------------------------------------------------------------------- */

typedef struct {
    size_t letters, upper, lower, beyond;      /* beyond: outside ASCII */
    bool   damaged;
} look;

/* The character at `c`, whose text is UTF-8 and ends with NUL. */
static uint32_t decode(const unsigned char *c, size_t *n)
{
    const size_t want = *c < 0xC0 ? 1 : *c < 0xE0 ? 2 : *c < 0xF0 ? 3 : 4;
    uint32_t u = *c < 0xC0 ? *c : *c & (0xFFu >> (want + 1));

    for (*n = 1; *n < want && (c[*n] & 0xC0) == 0x80; (*n)++)
        u = u << 6 | (c[*n] & 0x3F);
    return u;
}

static bool is_letter(uint32_t u)
{
    if (u < 0x80)
        return isalpha((int)u);
    return u >= 0xC0 && u != 0xD7 && u != 0xF7 && !(u >= 0x2000 && u < 0x2C00) && !(u >= 0x3000 && u < 0x3040) && u != 0xFFFD;
}

static void count_case(look *l, uint32_t u)
{
    if ((u >= 'A' && u <= 'Z') || (u >= 0xC0 && u <= 0xDE) || (u >= 0x391 && u <= 0x3A9) || (u >= 0x410 && u <= 0x42F))
        l->upper++;
    else if ((u >= 'a' && u <= 'z') || (u >= 0xDF && u <= 0xFF) || (u >= 0x3B1 && u <= 0x3C9) || (u >= 0x430 && u <= 0x44F))
        l->lower++;
}

/* "&eacute;", "&#233;", "<i>", "</sub>": left behind by whoever wrote the file. */
static bool is_markup(const char *c)
{
    size_t n = 1;

    if (*c == '&') {
        n += c[n] == '#';
        n += strspn(c + n, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        return n > 2 && n < 12 && c[n] == ';';
    }
    n += c[n] == '/';
    n += strspn(c + n, "abcdefghijklmnopqrstuvwxyz");
    return n > 1 && n < 8 && c[n] == '>';
}

/* A question mark within a word, "fran?ais", or UTF-8 that was read as Latin-1. */
static bool is_wreck(uint32_t before, uint32_t u, uint32_t next)
{
    return u == 0xFFFD || (u == '?' && is_letter(before) && next >= 'a' && next <= 'z')
           || ((u == 0xC2 || u == 0xC3) && next >= 0x80 && next <= 0xBF) || (u == 0xE2 && (next == 0x20AC || next == 0x80));
}

static look look_at(const char *text, size_t length)
{
    look l = { 0 };
    uint32_t before = 0;

    for (size_t i = 0, n, m; i < length; i += n) {
        const unsigned char *c = (const unsigned char *)text + i;
        uint32_t u;
        if ((unsigned)(*c | 32) - 'a' < 26) {          /* most are these */
            l.letters++;
            *(*c & 32 ? &l.lower : &l.upper) += 1;
            before = *c;
            n = 1;
            continue;
        }
        u = decode(c, &n);
        if (is_letter(u)) {
            l.letters++;
            l.beyond += u >= 0x80;
            count_case(&l, u);
        }
        if (!l.damaged && (u >= 0x80 || u == '?'))
            l.damaged = is_wreck(before, u, c[n] ? decode(c + n, &m) : 0);
        if (!l.damaged && (u == '&' || u == '<'))
            l.damaged = is_markup((const char *)c);
        before = u;
    }
    return l;
}

/* Short words in capitals are names: JAMA, PLOS ONE. */
static bool in_capitals(const look *l)
{
    return l->upper > 8 && l->lower * 8 < l->upper;
}

/* Without blanks, quotation marks and full stops at the end; an ellipsis says that the text is `cut`. */
static size_t trimmed(const char *text, bool *cut)
{
    size_t n = strlen(text), stops = 0;

    for (;; n--) {
        if (n && text[n - 1] == '.')
            stops++;
        else if (!n || !strchr(" \t\n\"", text[n - 1]))
            break;
    }
    *cut = stops > 1;
    while (n >= 3 && memcmp(text + n - 3, "\xE2\x80\xA6", 3) == 0) {
        n -= 3;
        *cut = true;
    }
    return n;
}

static bool is_nothing(const char *text, size_t n)
{
    while (n && strchr("[( ", *text))
        text++, n--;
    while (n && strchr("]). ", text[n - 1]))
        n--;
    if (n > 60)
        return false;
    for (size_t i = 0; i < sizeof nothings / sizeof *nothings; i++) {
        const size_t m = strcspn(nothings[i], "*");
        if ((nothings[i][m] ? n >= m : n == m) && strncasecmp(text, nothings[i], m) == 0)
            return true;
    }
    return n == 0;
}

static uint8_t sound_of(const char *text, size_t n, bool cut, const look *l)
{
    return is_nothing(text, n) ? RV_WORTH_NOTHING : cut ? RV_WORTH_CUT : l->damaged ? RV_WORTH_DAMAGED
           : in_capitals(l) ? RV_WORTH_ROUGH : RV_WORTH_SOUND;
}

static void fold(const char *text, size_t n, rv_buf *folded, rv_worth *w)
{
    rv_buf_clear(folded);
    if (rv_utf8_fold(folded, text, n, NULL) != RV_OK) {      /* not UTF-8, or out of memory, which the buffer knows */
        rv_buf_clear(folded);
        rv_buf_add(folded, text, n);
    }
    w->same = hash_of(rv_buf_str(folded), folded->length);
}

/* ---- Field by field --------------------------------------------------------------------------------------------------------- */

/* "[Title in another language]." is a translation; what stands in short brackets behind a title is a note of the database. */
static void judge_title(const char *text, rv_buf *folded, rv_worth *w)
{
    bool cut, tail = false, brackets = false;
    size_t n = trimmed(text, &cut), open;
    look l;

    while (n > 2 && text[n - 1] == ']') {
        for (open = n - 1; open && text[open] != '['; open--)
            ;
        if (text[open] != '[' || (open && n - open > 32))
            break;
        if (!open) {
            brackets = true;
            text++;
            n -= 2;
            break;
        }
        tail = true;
        for (n = open; n && text[n - 1] == ' '; n--)
            ;
    }
    l = look_at(text, n);
    w->sound = sound_of(text, n, cut, &l);
    if (w->sound == RV_WORTH_SOUND && brackets)
        w->sound = RV_WORTH_FOREIGN;
    w->amount = (uint32_t)l.letters;
    w->fine = (uint32_t)l.beyond * 4 + (tail ? 0 : 2) + (text[n] == '.' ? 0 : 1);
    fold(text, n, folded, w);
}

/* A given name in full has two letters and more, not all of them capitals: "Ann" but not "AB". */
static bool is_full(const char *name, size_t n)
{
    const char *comma = memchr(name, ',', n);
    const look l = comma ? look_at(comma + 1, (size_t)(name + n - comma - 1)) : (look){ 0 };

    return l.letters > 1 && l.letters > l.upper && (l.lower > 0 || l.upper == 0);
}

static void judge_authors(const char *text, rv_buf *folded, rv_worth *w)
{
    const size_t length = strlen(text);
    const look l = look_at(text, length);
    size_t names = 0, parted = 0, full = 0;
    bool cut = false;

    (void)folded;
    w->same = 0;
    for (const char *name = text, *end; *name; name = *end ? end + 2 : end) {
        const size_t n = (end = strstr(name, "; ")) ? (size_t)(end - name) : strlen(name);
        end = name + n;
        if (holds(name, n < 5 ? n : 5, "et al") || (n == 6 && holds(name, n, "others")) || (n >= 3 && memcmp(name, "...", 3) == 0)) {
            cut = true;
            continue;
        }
        cut = cut || (n > 6 && holds(end - 6, 6, "et al"));
        names++;
        parted += memchr(name, ',', n) != NULL;
        full += is_full(name, n);
        w->same = w->same * 31 + hash_of(name, strcspn(name, ",;"));
    }
    w->sound = sound_of(text, length, cut, &l);
    if (w->sound > RV_WORTH_ROUGH && names > 1 && parted * 2 < names)
        w->sound = RV_WORTH_ROUGH;
    w->amount = (uint32_t)names;
    w->fine = (uint32_t)(full * 16 + (l.beyond < 15 ? l.beyond : 15));
}

/* What follows the name of a journal, "Lancet (London, England)", "JAMA : the journal of ...", tells libraries which one it is. */
static void judge_container(const char *text, rv_buf *folded, rv_worth *w)
{
    bool cut;
    const size_t whole = trimmed(text, &cut), n = strcspn(text, "(:=") && strcspn(text, "(:=") < whole ? strcspn(text, "(:=") : whole;
    const look l = look_at(text, n);

    w->sound = sound_of(text, n, cut, &l);
    w->amount = (uint32_t)l.letters;
    w->fine = (n == whole ? 1 : 0) + (uint32_t)l.beyond * 2;
    fold(text, n, folded, w);
}

static void judge_abstract(const char *text, rv_buf *folded, rv_worth *w)
{
    bool cut;
    const size_t n = trimmed(text, &cut), tail = n < 80 ? n : 80;
    const look l = look_at(text, n);

    (void)folded;
    cut = cut || holds(text + n - tail, tail, "truncated");
    w->sound = sound_of(text, n, cut, &l);
    w->amount = (uint32_t)l.letters;
    w->fine = (uint32_t)l.beyond;
}

static void judge_text(const char *text, rv_buf *folded, rv_worth *w)
{
    bool cut;
    const size_t n = trimmed(text, &cut);
    const look l = look_at(text, n);

    (void)folded;
    w->sound = sound_of(text, n, cut, &l);
    w->amount = (uint32_t)l.letters;
    w->fine = (uint32_t)l.beyond;
}

/* Identifiers and places are what they are; "2)" or "9-Jan" is what a spreadsheet made of one. */
static void judge_number(const char *text, rv_buf *folded, rv_worth *w)
{
    static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
    const size_t n = strlen(text);
    const char *open = strchr(text, '('), *shut = strchr(text, ')');

    (void)folded;
    w->sound = is_nothing(text, n) ? RV_WORTH_NOTHING : !open != !shut ? RV_WORTH_DAMAGED : RV_WORTH_SOUND;
    for (size_t i = 0; n >= 5 && n <= 6 && strchr(text, '-') && i < 12; i++)
        if (holds(text, n, months[i]))
            w->sound = RV_WORTH_DAMAGED;
    w->amount = (uint32_t)n;
}

static void judge_list(const char *text, rv_buf *folded, rv_worth *w)
{
    (void)folded;
    w->sound = RV_WORTH_SOUND;
    for (w->amount = 1; (text = strstr(text, "; ")); text += 2)
        w->amount++;
}

static void judge_type(const char *text, rv_buf *folded, rv_worth *w)
{
    (void)folded;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].type, text) == 0) {
            w->sound = types[i].sound;
            w->amount = types[i].amount;
        }
}

static void judge_url(const char *text, rv_buf *folded, rv_worth *w)
{
    const size_t n = strlen(text);

    (void)folded;
    w->sound = n > 4 && holds(text, 4, "http") ? RV_WORTH_SOUND : RV_WORTH_ROUGH;
    for (size_t i = 0; i < sizeof closed_hosts / sizeof *closed_hosts; i++)
        if (w->sound == RV_WORTH_SOUND && holds(text, n < 200 ? n : 200, closed_hosts[i]))
            w->sound = RV_WORTH_FOREIGN;
}

/* Nobody may overlook that a report was retracted. */
static void judge_note(const char *text, rv_buf *folded, rv_worth *w)
{
    judge_text(text, folded, w);
    w->sound = w->sound < RV_WORTH_FOREIGN ? w->sound : holds(text, strlen(text), "retract") ? RV_WORTH_SOUND : RV_WORTH_FOREIGN;
}

static void (*const judges[RV_HEAD_FIELDS])(const char *text, rv_buf *folded, rv_worth *w) = {
    [RV_HEAD_TYPE] = judge_type, [RV_HEAD_TITLE] = judge_title, [RV_HEAD_AUTHORS] = judge_authors, [RV_HEAD_YEAR] = judge_number,
    [RV_HEAD_CONTAINER] = judge_container, [RV_HEAD_VOLUME] = judge_number, [RV_HEAD_ISSUE] = judge_number,
    [RV_HEAD_PAGES] = judge_number, [RV_HEAD_DOI] = judge_number, [RV_HEAD_PMID] = judge_number, [RV_HEAD_ISBN] = judge_list,
    [RV_HEAD_ISSN] = judge_list, [RV_HEAD_ACCESSION] = judge_number, [RV_HEAD_PUBLISHER] = judge_text, [RV_HEAD_URL] = judge_url,
    [RV_HEAD_ABSTRACT] = judge_abstract, [RV_HEAD_KEYWORDS] = judge_list, [RV_HEAD_LANGUAGE] = judge_text, [RV_HEAD_NOTE] = judge_note,
};

rv_worth rv_worth_of(const rv_bulk_record *fields, rv_head_field field, rv_buf *folded)
{
    rv_year_text year;
    const char *text = rv_head_value(fields, field, year);
    rv_worth w = { .given = text != NULL };

    if (text) {
        w.text = w.same = hash_of(text, strlen(text));
        judges[field](text, folded, &w);
    }
    return w;
}

/* ---- Journals ---------------------------------------------------------------------------------------------------------------- */

static const char *word_after(const char *c)
{
    static const char small[] = " of the and for in on de der die des und et la le les del y e di da do fur ";
    char word[16];

    for (;;) {                                   /* words that abbreviations leave out */
        const size_t n = strcspn(c, " ");
        if (!n || n > 4)
            return c;
        word[0] = ' ';
        memcpy(word + 1, c, n);
        memcpy(word + 1 + n, " ", 2);
        if (!strstr(small, word))
            return c;
        c += n + strspn(c + n, " ");
    }
}

/* Each word of `brief` begins the word of `full` in its place. */
static bool shortens(const char *brief, const char *full)
{
    for (;;) {
        size_t n, m;
        brief = word_after(brief);
        full = word_after(full);
        n = strcspn(brief, " ");
        m = strcspn(full, " ");
        if (!n || !m)
            return !n && !m;
        if (n > m || memcmp(brief, full, n) != 0)
            return false;
        brief += n + (brief[n] == ' ');
        full += m + (full[m] == ' ');
    }
}

static bool is_initials(const char *brief, const char *full)
{
    size_t n = 0;

    for (full = word_after(full); *full; n++) {
        if (brief[n] != *full)
            return false;
        full += strcspn(full, " ");
        full = word_after(full + (*full == ' '));
    }
    return n > 2 && !brief[n];
}

bool rv_worth_journals(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || shortens(a, b) || shortens(b, a) || is_initials(a, b) || is_initials(b, a);
}
