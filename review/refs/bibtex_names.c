/* People as BibTeX writes them, "Family, Given and Given von Family and {Organisation}", and BibLaTeX: "family=..., given=...". */
#include <config.h>

#include <string.h>

#include "bibtex.h"

enum { COMMAS = 8, WORDS = 24 };

typedef struct {
    const char *s;
    size_t      n;
} span;

static bool is_blank(char c)
{
    return c == ' ' || c == '~' || (c >= '\t' && c <= '\r');
}

static span trim(const char *s, size_t n)
{
    while (n > 0 && is_blank(*s))
        s++, n--;
    while (n > 0 && is_blank(s[n - 1]))
        n--;
    return (span){ s, n };
}

/* The brace that closes the one at s[0]; n when there is none. */
static size_t closing(const char *s, size_t n)
{
    size_t i, depth = 0;

    for (i = 0; i < n; i++) {
        if (s[i] == '\\' && i + 1 < n)
            i++;
        else if (s[i] == '{')
            depth++;
        else if (s[i] == '}' && --depth == 0)
            return i;
    }
    return n;
}

static const char *plain(rv_tex *tex, span text)
{
    return text.n > 0 ? rv_tex_text(tex, text.s, text.n) : NULL;
}

/* Cuts at commas outside of braces; how many parts, COMMAS for more. */
static size_t cut_at_commas(span name, span parts[COMMAS])
{
    size_t i, start = 0, n = 0;

    for (i = 0; i < name.n && n + 1 < COMMAS; i++) {
        if (name.s[i] == '\\' && i + 1 < name.n) {
            i++;
        } else if (name.s[i] == '{') {
            i += closing(name.s + i, name.n - i);
        } else if (name.s[i] == ',') {
            parts[n++] = trim(name.s + start, i - start);
            start = i + 1;
        }
    }
    if (start <= name.n)
        parts[n++] = trim(name.s + start, name.n - start);
    while (n > 0 && parts[n - 1].n == 0)
        n--;
    return n;
}

/* ---- "Given von Family" ----------------------------------------------------------------------------------------------- */

static size_t cut_at_blanks(span name, span words[WORDS])
{
    size_t i, start = 0, n = 0;

    for (i = 0; i <= name.n; i++) {
        if (i == name.n || is_blank(name.s[i])) {
            if (i > start) {
                if (n == WORDS)
                    return n + 1;
                words[n++] = (span){ name.s + start, i - start };
            }
            start = i + 1;
        } else if (name.s[i] == '\\' && i + 1 < name.n) {
            i++;
        } else if (name.s[i] == '{') {
            i += closing(name.s + i, name.n - i);
            if (i >= name.n)
                i = name.n - 1;
        }
    }
    return n;
}

static bool begins_small(span word)
{
    return word.s[0] >= 'a' && word.s[0] <= 'z';
}

/* The family name begins with the first small word behind the given names; a small word at the very beginning must be a known
   particle ("van Gogh"), for some write all of a name in small letters. */
static void say_forward(rv_reading *reading, rv_tex *tex, rv_ref_role role, span name, const char *suffix)
{
    span        words[WORDS];
    size_t      n = cut_at_blanks(name, words), i;
    const char *last;

    if (n > WORDS) {
        rv_reading_name(reading, role, plain(tex, name), NULL, suffix);
        return;
    }
    if (n > 2 && !suffix && (last = plain(tex, words[n - 1])) && rv_name_is_suffix(last)) {
        suffix = last;
        n--;
    }
    for (i = 0; i + 1 < n; i++)
        if (begins_small(words[i]) && (i > 0 || rv_name_is_particle(words[0].s, words[0].n)))
            break;
    if (n > 0) {
        span family = { words[i].s, (size_t)(words[n - 1].s + words[n - 1].n - words[i].s) };
        span given = trim(name.s, (size_t)(words[i].s - name.s));

        rv_reading_name(reading, role, plain(tex, family), plain(tex, given), suffix);
    }
}

/* ---- "Family, Given", "Family, Jr, Given" ----------------------------------------------------------------------------- */

/* Outside of braces. */
static bool has_blank(span text)
{
    size_t i;

    for (i = 0; i < text.n; i++)
        if (text.s[i] == '{')
            i += closing(text.s + i, text.n - i);
        else if (is_blank(text.s[i]))
            return true;
    return false;
}

/* "Ann Smith, Bo Jones, Cy Doe": people with commas between, which BibTeX does not know. */
static bool is_list(const span *parts, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (!has_blank(parts[i]))
            return false;
    return n > 2;
}

static void say_with_commas(rv_reading *reading, rv_tex *tex, rv_ref_role role, const span *parts, size_t n)
{
    const char *second = plain(tex, parts[1]), *third = n > 2 ? plain(tex, parts[2]) : NULL;
    span        rest = { parts[1].s, (size_t)(parts[n - 1].s + parts[n - 1].n - parts[1].s) };
    size_t      i;

    if (is_list(parts, n)) {
        for (i = 0; i < n; i++)
            say_forward(reading, tex, role, parts[i], NULL);
    } else if (n == 2 && second && rv_name_is_suffix(second)) {
        say_forward(reading, tex, role, parts[0], second);
    } else if (n == 2) {
        rv_reading_name(reading, role, plain(tex, parts[0]), second, NULL);
    } else if (n == 3 && third && rv_name_is_suffix(third) && !(second && rv_name_is_suffix(second))) {
        rv_reading_name(reading, role, plain(tex, parts[0]), second, third);
    } else if (n == 3) {
        rv_reading_name(reading, role, plain(tex, parts[0]), third, second);
    } else {
        rv_reading_name(reading, role, plain(tex, parts[0]), plain(tex, rest), NULL);
    }
}

/* ---- "family=Poe, given=Edgar, given-i=E" ----------------------------------------------------------------------------- */

static bool is_key(span part, const char *key, span *value)
{
    size_t n = strlen(key), i = n;

    if (part.n <= n || memcmp(part.s, key, n) != 0)
        return false;
    while (i < part.n && is_blank(part.s[i]))
        i++;
    if (i == part.n || part.s[i] != '=')
        return false;
    *value = trim(part.s + i + 1, part.n - i - 1);
    if (value->n > 1 && value->s[0] == '"' && value->s[value->n - 1] == '"')
        *value = (span){ value->s + 1, value->n - 2 };
    return true;
}

static bool say_by_keys(rv_reading *reading, rv_tex *tex, rv_ref_role role, const span *parts, size_t n)
{
    span        family = { "", 0 }, given = family, prefix = family, suffix = family, value;
    const char *whole, *before;
    size_t      i;
    char       *joined;

    for (i = 0; i < n; i++)
        if (is_key(parts[i], "family", &value))
            family = value;
        else if (is_key(parts[i], "given", &value))
            given = value;
        else if (is_key(parts[i], "prefix", &value))
            prefix = value;
        else if (is_key(parts[i], "suffix", &value))
            suffix = value;
    if (family.n + given.n == 0)
        return false;
    whole = plain(tex, family);
    if (whole && (before = plain(tex, prefix))) {
        joined = rv_arena_add(&reading->arena, before, strlen(before));
        joined = rv_arena_extend(&reading->arena, joined, strlen(joined), " ", 1);
        whole = rv_arena_extend(&reading->arena, joined, strlen(joined), whole, strlen(whole));
    }
    rv_reading_name(reading, role, whole, plain(tex, given), plain(tex, suffix));
    return true;
}

/* ---- A list of people ------------------------------------------------------------------------------------------------- */

static void say_one(rv_reading *reading, rv_tex *tex, rv_ref_role role, span name)
{
    span   parts[COMMAS];
    size_t n;

    if (name.n == 0)
        return;
    if (name.s[0] == '{' && name.n > 1 && name.s[1] != '\\' && closing(name.s, name.n) == name.n - 1) {
        rv_reading_name(reading, role, plain(tex, name), NULL, NULL);
        return;
    }
    n = cut_at_commas(name, parts);
    if (n == 0 || (memchr(name.s, '=', name.n) && say_by_keys(reading, tex, role, parts, n)))
        return;
    if (n == 1)
        say_forward(reading, tex, role, parts[0], NULL);
    else
        say_with_commas(reading, tex, role, parts, n);
}

static bool is_and(const char *s, size_t left)
{
    return left > 4 && (s[1] | 0x20) == 'a' && (s[2] | 0x20) == 'n' && (s[3] | 0x20) == 'd' && is_blank(s[4]);
}

/* The next name: up to " and ", or to a semicolon where no "and" stands in all of the list. */
static span next_name(const char **text, const char *end, bool semicolons)
{
    const char *s, *start = *text;

    for (s = start; s < end; s++) {
        if (*s == '\\' && s + 1 < end)
            s++;
        else if (*s == '{')
            s += closing(s, (size_t)(end - s));
        else if (semicolons ? *s == ';' : is_blank(*s) && is_and(s, (size_t)(end - s)))
            break;
    }
    s = s < end ? s : end;
    *text = s == end ? end : s + (semicolons ? 1 : 4);
    return trim(start, (size_t)(s - start));
}

void rv_bib_people(rv_reading *reading, rv_tex *tex, rv_ref_role role, const char *text)
{
    const char *end = text + strlen(text), *s = text;
    bool        semicolons;
    span        name = next_name(&s, end, false);

    semicolons = s == end && memchr(name.s, ';', name.n) != NULL;
    if (semicolons) {
        s = text;
        name = next_name(&s, end, true);
    }
    for (;;) {
        if (name.n == 6 && memcmp(name.s, "others", 6) == 0)
            rv_reading_name(reading, role, "others", NULL, NULL);
        else
            say_one(reading, tex, role, name);
        if (s == end)
            break;
        name = next_name(&s, end, semicolons);
    }
}
