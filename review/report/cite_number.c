/* Numbers as bibliographies have them: with letters, in ranges and lists. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "report/cite_item.h"

static size_t dash_at(const char *c)
{
    return *c == '-' ? 1 : strncmp(c, "\u2013", 3) == 0 || strncmp(c, "\u2212", 3) == 0 ? 3 : 0;
}

/* The length of one number with its letters: "S2a"; 0 when there is none. */
static size_t number_length(const char *c)
{
    size_t n = 0, digits;

    while (isalpha((unsigned char)c[n]))
        n++;
    digits = strspn(c + n, "0123456789");
    if (digits == 0)
        return 0;
    for (n += digits; isalpha((unsigned char)c[n]); n++)
        ;
    return n;
}

static size_t separator_length(const char *c)
{
    size_t n = strspn(c, " "), mark = dash_at(c + n);

    if (mark == 0 && c[n] && strchr(",&", c[n]))
        mark = 1;
    return mark ? n + mark + strspn(c + n + mark, " ") : 0;
}

bool rv_cite_is_numeric(const char *text)
{
    for (;;) {
        const size_t n = number_length(text);

        if (n == 0)
            return false;
        text += n;
        if (!*text)
            return true;
        if (!separator_length(text))
            return false;
        text += separator_length(text);
    }
}

/* Something that counts on both sides of what parts it. */
bool rv_cite_is_plural(const char *text)
{
    for (const char *c = text + (*text != '\0'); c[0] && c[-1]; c++) {
        const size_t dash = dash_at(c);

        if (*c == '&' || *c == ',' || strncmp(c, " and ", 5) == 0)
            return true;
        if (dash && isalnum((unsigned char)c[-1]) && isalnum((unsigned char)c[dash]))
            return true;
    }
    return false;
}

void rv_cite_even(rv_buf *out, const char *text, const char *dash)
{
    if (!rv_cite_is_numeric(text)) {
        rv_buf_text(out, text);
        return;
    }
    while (*text) {
        const size_t n = number_length(text), gap = separator_length(text + n), blanks = strspn(text + n, " ");

        rv_buf_add(out, text, n);
        text += n;
        if (!gap)
            break;
        rv_buf_text(out, dash_at(text + blanks) ? dash : text[blanks] == '&' ? " & " : ", ");
        text += gap;
    }
}

/* ---- Ranges of pages ----------------------------------------------------------------------------------------------------------- */

typedef struct {
    char   letters[24], first[24], last[24];      /* "S", "101", "108" */
} range;

/* One range "letters digits - letters digits", both sides with the same letters or the second with none. False when it is none. */
static bool read_range(const char *text, size_t n, range *r)
{
    size_t letters = 0, digits, rest, dash, again = 0, more;

    while (letters < n && isalpha((unsigned char)text[letters]))
        letters++;
    digits = strspn(text + letters, "0123456789");
    rest = letters + digits + strspn(text + letters + digits, " ");
    dash = dash_at(text + rest);
    if (letters >= 20 || digits == 0 || digits >= 20 || !dash)
        return false;
    rest += dash + strspn(text + rest + dash, " ");
    while (again < letters && text[rest + again] == text[again])
        again++;
    if (again != letters)
        again = 0;
    more = strspn(text + rest + again, "0123456789");
    if (more == 0 || more >= 20 || rest + again + more != n)
        return false;
    snprintf(r->letters, sizeof r->letters, "%.*s", (int)letters, text);
    snprintf(r->first, sizeof r->first, "%.*s", (int)digits, text + letters);
    snprintf(r->last, sizeof r->last, "%.*s", (int)more, text + rest + again);
    return true;
}

/* "101-8" is 101 to 108. */
static void expand(range *r)
{
    const size_t first = strlen(r->first), last = strlen(r->last);
    char         whole[48];

    if (last >= first)
        return;
    snprintf(whole, sizeof whole, "%.*s%.20s", (int)(first - last), r->first, r->last);
    if (strcmp(whole, r->first) > 0)
        snprintf(r->last, sizeof r->last, "%.20s", whole);
}

/* Where the last number begins to differ, but leaving at least `least` digits. */
static size_t differs(const range *r, size_t least)
{
    const size_t n = strlen(r->last);
    size_t       same = 0;

    if (strlen(r->first) != n)
        return 0;
    while (same < n && r->first[same] == r->last[same])
        same++;
    return same + least > n ? n > least ? n - least : 0 : same;
}

/* How much of the last number is left out, by the rules that CSL 1.0.2 tells (appendix on page ranges). */
static size_t cut(const range *r, const char *format)
{
    const size_t n = strlen(r->first);
    size_t       same;

    if (strcmp(format, "minimal") == 0)
        return differs(r, 1);
    if (strcmp(format, "minimal-two") == 0)
        return differs(r, 2);
    if (strncmp(format, "chicago", 7) != 0 || n < 3 || strcmp(r->first + n - 2, "00") == 0)
        return 0;
    if (r->first[n - 2] == '0')
        return differs(r, 1);
    same = differs(r, 2);
    if (n == 4 && strlen(r->last) == 4 && n - same >= 3 && strcmp(format, "chicago-16") != 0)
        return 0;                                      /* three digits of four change: all are given */
    return same;
}

static void put_range(rv_buf *out, const char *text, size_t n, const char *format, const char *dash)
{
    char  one[64];
    range r;

    if (n < sizeof one) {
        memcpy(one, text, n);
        one[n] = '\0';
        if (read_range(one, n, &r)) {
            if (format)
                expand(&r);
            rv_buf_printf(out, "%s%s%s%s%s", r.letters, r.first, dash, format && strcmp(format, "expanded") != 0 ? "" : r.letters,
                          r.last + (format ? cut(&r, format) : 0));
            return;
        }
    }
    for (size_t i = 0; i < n;) {
        const size_t mark = dash_at(text + i);

        if (mark && i && isalnum((unsigned char)text[i - 1]) && i + mark < n && isalnum((unsigned char)text[i + mark])) {
            rv_buf_text(out, dash);
            i += mark;
        } else {
            rv_buf_char(out, text[i++]);
        }
    }
}

void rv_cite_pages(rv_buf *out, const char *text, const char *format, const char *dash)
{
    while (*text) {
        const size_t n = strcspn(text, ",;&"), gap = strspn(text, " ");
        size_t       end = n;

        while (end > gap && text[end - 1] == ' ')
            end--;
        if (end > gap)
            put_range(out, text + gap, end - gap, format, dash);
        text += n;
        if (!*text)
            break;
        rv_buf_text(out, *text == '&' ? " & " : *text == ';' ? "; " : ", ");
        text++;
        text += strspn(text, " ");
    }
}

void rv_cite_roman(rv_buf *out, long n)
{
    static const struct { long value; const char *letters; } parts[] = {
        { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" }, { 40, "xl" }, { 10, "x" },
        { 9, "ix" }, { 5, "v" }, { 4, "iv" }, { 1, "i" },
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (; n >= parts[i].value; n -= parts[i].value)
            rv_buf_text(out, parts[i].letters);
}
