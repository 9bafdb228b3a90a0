/* People: from the one text that exports write to the parts of a name. */
#include <config.h>

#include <string.h>

#include "inside.h"

static const char *piece(rv_reading *reading, const char *s, size_t n)
{
    while (n > 0 && (*s == ' ' || *s == ','))
        s++, n--;
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == ',' || s[n - 1] == ';'))
        n--;
    return n == 0 ? NULL : s[n] ? rv_arena_add(&reading->arena, s, n) : s;
}

/* Where the initials of "Liu RC" or "van der Berg H.J." begin, 0 when the name does not end in some. An organisation's "... of the UK"
   does not count. */
static size_t initials(const char *s, size_t n)
{
    static const char *const words[] = { " of ", " for ", " and ", " on ", " the " };
    size_t i, at = n, letters = 0;

    while (at > 0 && s[at - 1] != ' ')
        at--;
    for (i = at; i < n; i++) {
        letters += s[i] >= 'A' && s[i] <= 'Z';
        if (!(s[i] >= 'A' && s[i] <= 'Z') && s[i] != '.' && s[i] != '-')
            return 0;
    }
    if (at < 2 || letters < 1 || letters > 3 || memchr(s, ',', n))
        return 0;
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(s, words[i]))
            return 0;
    for (i = 0; i + 1 < at; i++)                        /* "SMITH J" is one; "NHS UK" might be anything, and stays */
        if ((unsigned char)s[i] >= 'a')
            return at;
    return letters == 1 ? at : 0;
}

/* "Jr", "III", "2nd": what stands beside family and given names and is neither. */
bool rv_name_is_suffix(const char *s)
{
    static const char *const suffixes[] = { "Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "1st", "2nd", "3rd", "4th", "jr", "jr." };
    size_t i;

    for (i = 0; s && i < sizeof suffixes / sizeof *suffixes; i++)
        if (strcmp(s, suffixes[i]) == 0)
            return true;
    return false;
}

/* "Department of Health,, London": with its first comma doubled, as EndNote has it, a name of several words is an organisation's. */
static bool organisation(rv_reading *reading, rv_ref_role role, const char *s, size_t n, const char *comma)
{
    char *name;

    if (s + n - comma < 3 || comma[1] != ',' || !memchr(s, ' ', (size_t)(comma - s)))
        return false;
    name = rv_arena_add(&reading->arena, s, n);
    if (!reading->arena.failed) {
        memmove(name + (comma - s), comma + 1, (size_t)(s + n - comma - 1));
        name[n - 1] = '\0';
    }
    rv_reading_name(reading, role, name, NULL, NULL);
    return true;
}

/* "Family, Given", "Family, Given, Jr", and "Family, Jr, Given" as BibTeX and EndNote have it. */
static void with_comma(rv_reading *reading, rv_ref_role role, const char *s, size_t n, const char *comma)
{
    const char *second = comma + 1, *third = memchr(second, ',', (size_t)(s + n - second));
    const char *family = piece(reading, s, (size_t)(comma - s)), *given = NULL, *suffix = NULL;

    if (organisation(reading, role, s, n, comma))
        return;
    if (third) {
        given = piece(reading, second, (size_t)(third - second));
        suffix = piece(reading, third + 1, (size_t)(s + n - third - 1));
        if (rv_name_is_suffix(given)) {
            const char *swap = given;

            given = suffix;
            suffix = swap;
        } else if (!given && rv_name_is_suffix(suffix)) {       /* "Family, , Jr" */
            rv_reading_name(reading, role, family, NULL, suffix);
            return;
        } else if (!rv_name_is_suffix(suffix)) {
            given = NULL;
            suffix = NULL;
        }
    }
    rv_reading_name(reading, role, family, given ? given : piece(reading, second, (size_t)(s + n - second)), suffix);
}

/* The name without what stands around it; NULL when nothing is left. */
static const char *bare_name(rv_reading *reading, const char *text, size_t *n)
{
    const char *s = rv_field_plain(reading, text), *p;

    if (!s)
        return NULL;
    while (*s == '*' || *s == ' ')
        s++;
    for (p = s; *p && (*p == ',' || *p == ' ' || *p == '.' || *p == ';'); p++)
        ;
    if (!*p)
        return NULL;
    *n = strlen(s);
    while (*n > 0 && (s[*n - 1] == ' ' || s[*n - 1] == ';'))
        --*n;
    return s;
}

bool rv_reading_person(rv_reading *reading, rv_ref_role role, const char *text)
{
    size_t      n = 0, first;
    const char *s = bare_name(reading, text, &n), *comma;

    if (!s)
        return false;
    if ((comma = memchr(s, ',', n)))
        with_comma(reading, role, s, n, comma);
    else if ((first = initials(s, n)) > 0)
        rv_reading_name(reading, role, piece(reading, s, first - 1), piece(reading, s + first, n - first), NULL);
    else
        rv_reading_name(reading, role, piece(reading, s, n), NULL, NULL);
    return true;
}

/* Small words before a family name that belong to it: "van der", "de la", "al". */
bool rv_name_is_particle(const char *s, size_t n)
{
    static const char *const words[] = { "van", "der", "den", "de", "von", "zu", "zur", "del", "della", "di", "da", "dos", "das", "du",
                                         "la", "le", "ten", "ter", "el", "al", "bin", "ibn", "af", "av", "st." };
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
            return true;
    return false;
}

bool rv_reading_person_forward(rv_reading *reading, rv_ref_role role, const char *text)
{
    size_t      n = 0, at, end, suffix;
    const char *s = bare_name(reading, text, &n);

    if (!s)
        return false;
    if (memchr(s, ',', n))
        return rv_reading_person(reading, role, text);
    for (suffix = n; suffix > 0 && s[suffix - 1] != ' '; suffix--)
        ;
    end = suffix > 1 && rv_name_is_suffix(piece(reading, s + suffix, n - suffix)) ? suffix - 1 : n;
    for (at = end; at > 0 && s[at - 1] != ' '; at--)
        ;
    while (at > 1) {                                    /* particles before the family name are part of it */
        size_t word = at - 1;

        while (word > 0 && s[word - 1] != ' ')
            word--;
        if (!rv_name_is_particle(s + word, at - 1 - word))
            break;
        at = word;
    }
    rv_reading_name(reading, role, piece(reading, s + at, end - at), piece(reading, s, at), end < n ? piece(reading, s + end, n - end) : NULL);
    return true;
}
