#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(const char *text, const char *with)
{
    for (; *with; text++, with++)
        if (lower(*text) != *with)
            return false;
    return true;
}

static int hex(char c)
{
    return digit(c) ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

const char *rv_field_doi(rv_reading *reading, const char *text)
{
    static const char *const before[] = { "https://", "http://", "www.", "dx.doi.org/", "doi.org/", "doi:", "doi ", " " };
    const char *s = text;
    char       *copy, *to;
    size_t      i;

    if (!text)
        return NULL;
    for (i = 0; i < sizeof before / sizeof *before; i++)
        if (begins(s, before[i])) {
            s += strlen(before[i]);
            i = (size_t)-1;                             /* from the first again: "doi: https://doi.org/..." */
        }
    if (!begins(s, "10."))
        return NULL;
    copy = to = rv_arena_add(&reading->arena, s, strlen(s));
    for (; *s && *s != ' ' && *s != '\t' && *s != '\n'; s++) {
        int high = *s == '%' ? hex(s[1]) : -1, low = high >= 0 ? hex(s[2]) : -1;

        if (low >= 0 && high * 16 + low > 0x20 && high * 16 + low < 0x7F) {
            *to++ = lower((char)(high * 16 + low));
            s += 2;
        } else {
            *to++ = lower(*s);
        }
    }
    while (to > copy && (to[-1] == '.' || to[-1] == ',' || to[-1] == ';'))
        to--;
    *to = '\0';
    s = strchr(copy, '/');
    return s && s - copy >= 5 && s[1] && digit(copy[3]) ? copy : NULL;
}

const char *rv_field_pmid(rv_reading *reading, const char *text)
{
    const char *s = text;
    size_t      n = 0;

    if (!s)
        return NULL;
    while (*s == ' ' || begins(s, "pmid") || begins(s, "pubmed") || *s == ':')
        s += begins(s, "pmid") ? 4 : begins(s, "pubmed") ? 6 : 1;
    while (digit(s[n]))
        n++;
    if (n < 1 || n > 8 || *s == '0' || (s[n] && s[n] != ' ' && s[n] != '[' && s[n] != '.'))
        return NULL;
    return rv_arena_add(&reading->arena, s, n);
}

/* Four digits from 1400 to 2099 that stand on their own; "c2003" and "20180412" count, "12345" does not. */
int64_t rv_field_year(const char *text)
{
    const char *s;

    for (s = text; s && *s; s++) {
        size_t n = 0;
        int    year;

        while (digit(s[n]))
            n++;
        if (n == 4 || n == 8) {
            year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
            if (year >= 1400 && year < 2100)
                return year;
        }
        if (n > 0)
            s += n - 1;
    }
    return 0;
}

/* True unless it is YYYY, YYYY/MM/DD/other with parts that may be empty, or YYYY-MM-DD. */
bool rv_field_date_odd(const char *text)
{
    int month = 0, day = 0, *part = &month;
    const char *s = text;

    if (!digit(s[0]) || !digit(s[1]) || !digit(s[2]) || !digit(s[3]) || rv_field_year(text) == 0)
        return true;
    for (s += 4; *s; s++) {
        if (*s == '/' || *s == '-') {
            if (s > text + 4 && part == &month)
                part = &day;
            else if (s > text + 4)
                break;                                  /* "other": anything */
        } else if (digit(*s) && *part < 100) {
            *part = *part * 10 + (*s - '0');
        } else {
            return true;
        }
    }
    return month > 12 || day > 31;
}

const char *rv_field_pages(rv_reading *reading, const char *first, const char *last)
{
    char       *text;
    const char *s;

    if (first && begins(first, "no") && last && begins(last, "specified"))    /* "No Pagination Specified", cut at its hyphen */
        return NULL;
    first = rv_field_plain(reading, first);
    last = rv_field_plain(reading, last);
    if (!first)
        return last;
    while (begins(first, "pp") || begins(first, "p.") || *first == ' ' || *first == '.')
        first += begins(first, "pp") || begins(first, "p.") ? 2 : 1;
    if (!*first)
        return last;
    if (last && strcmp(first, last) == 0)
        last = NULL;
    text = rv_arena_add(&reading->arena, first, strlen(first));
    if (last && !strchr(first, '-') && !reading->arena.failed) {
        text = rv_arena_extend(&reading->arena, text, strlen(text), "-", 1);
        text = rv_arena_extend(&reading->arena, text, strlen(text), last, strlen(last));
    }
    for (s = text; (s = strstr(s, "\xE2\x80\x93")); s++) {    /* an en dash */
        char *at = text + (s - text);

        *at = '-';
        memmove(at + 1, at + 3, strlen(at + 3) + 1);
    }
    return text;
}

void rv_field_item(rv_reading *reading, const char *item)
{
    if (!item || !*item)
        return;
    if (reading->n_items == reading->room_items) {
        size_t       room = reading->room_items ? 2 * reading->room_items : 64;
        const char **items = realloc(reading->items, room * sizeof *items);

        if (!items) {
            reading->arena.failed = true;
            return;
        }
        reading->items = items;
        reading->room_items = room;
    }
    reading->items[reading->n_items++] = item;
}

const char *rv_field_list(rv_reading *reading)
{
    size_t      i, n = reading->n_items, total = 0;
    char       *text, *to;

    reading->n_items = 0;
    if (n == 0)
        return NULL;
    if (n == 1)
        return reading->items[0];
    for (i = 0; i < n; i++)
        total += strlen(reading->items[i]) + 2;
    if (!(text = rv_arena_room(&reading->arena, total)))
        return NULL;
    for (to = text, i = 0; i < n; i++) {
        size_t length = strlen(reading->items[i]);

        memcpy(to, reading->items[i], length);
        memcpy(to + length, "; ", 2);
        to += length + 2;
    }
    to[-2] = '\0';
    return text;
}

bool rv_field_is_url(const char *text)
{
    return begins(text, "http://") || begins(text, "https://") || begins(text, "ftp://");
}

/* Digits of ISBN-10, ISBN-13 or ISSN that add up: the last may be X. */
static bool adds_up(const char *s, size_t n)
{
    int    sum = 0;
    size_t i;

    for (i = 0; i < n; i++) {
        int value = s[i] == 'X' ? 10 : s[i] - '0';

        if (s[i] == 'X' && (i + 1 < n || n == 13))
            return false;
        sum += value * (n == 13 ? (i % 2 ? 3 : 1) : (int)(n - i));
    }
    return sum % (n == 13 ? 10 : 11) == 0;
}

/* One number: digits kept, hyphens gone. An ISSN whose check digit is wrong is still an ISSN (exports have many); an ISBN is told
   by its length. */
static bool add_number(rv_reading *reading, const char *s, size_t n)
{
    char   digits[16], *text;
    size_t i, count = 0;

    for (i = 0; i < n; i++) {
        if (s[i] == '-')
            continue;
        if (count == 13 || !(digit(s[i]) || s[i] == 'x' || s[i] == 'X'))
            return false;
        digits[count++] = s[i] == 'x' ? 'X' : s[i];
    }
    digits[count] = '\0';
    if (count == 8 && !memchr(digits, 'X', 7)) {
        text = rv_arena_add(&reading->arena, digits, 9);
        if (!reading->arena.failed) {
            text[4] = '-';
            memcpy(text + 5, digits + 4, 5);
        }
        rv_reading_add(reading, RV_REF_ISSN, text);
        return true;
    }
    if ((count == 10 || count == 13) && adds_up(digits, count)) {
        rv_reading_add(reading, RV_REF_ISBN, rv_arena_add(&reading->arena, digits, count));
        return true;
    }
    return false;
}

bool rv_field_numbers(rv_reading *reading, const char *text)
{
    const char *s = text;
    bool        fine = true;

    while (*s) {
        size_t n = strcspn(s, " ,;\t\n(");

        if (*s == '(')                                                         /* "(Print)", "(ISSN)" */
            n = strcspn(s, ")");
        else if (n > 0 && !begins(s, "issn") && !begins(s, "isbn"))
            fine = add_number(reading, s, n) && fine;
        else if (n > 5 && (s[4] == '-' || s[4] == ':'))                        /* "ISSN-1234-5678" */
            fine = add_number(reading, s + 5, n - 5) && fine;
        s += n;
        s += *s != '\0' && *s != '(';
    }
    return fine;
}
