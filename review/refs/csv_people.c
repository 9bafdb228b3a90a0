#include <config.h>

#include <string.h>

#include "csv_people.h"

typedef struct {
    rv_reading  *reading;
    rv_ref_role  role;
    rv_ref_field field;
    csv_order    order;
    bool         people, several;
} cell;

static bool upper(char c)
{
    return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* ---- One person -------------------------------------------------------------------------------------------------- */

/* Words that people's names do not hold. */
static bool is_organisation(const char *s)
{
    static const char *const words[] = {
        " of ", " for ", " and ", " on ", " the ", " & ", "The ", "niversi", "nstitut", "ollege", "epartment", "ministry", "Ministry",
        "rgani", "ssociation", "ociety", "ommittee", "ommission", "ouncil", "entre", "Center", "onsortium", "oundation", "ollaborati",
        "etwork", "gency", "ureau", "Office", "Group", "Team", "Study", "Trial", "Program", "Project", "Bank", "Union", "Nations",
        "Inc.", "Ltd", "LLC", "GmbH", "Corporation", "Company", "School", "Academy", "Authority", "Board", "Service",
    };
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(s, words[i]))
            return true;
    return false;
}

/* "JA Smith", "J. A. Smith", "M.-L. Smith": initials before the family name. */
static bool initials_first(const char *s)
{
    size_t i, letters = 0;

    for (i = 0; upper(s[i]) || s[i] == '.' || s[i] == '-'; i++)
        letters += s[i] != '.' && s[i] != '-' && ((unsigned char)s[i] & 0xC0) != 0x80;
    return s[i] == ' ' && s[i + 1] && letters >= 1 && (letters <= 3 || s[1] == '.');
}

static bool has_small(const char *s)
{
    for (; *s; s++)
        if (lower(*s))
            return true;
    return false;
}

/* "Ann Adams", "Juan de la Cruz": two to five words that begin large, or are small words before a name. */
static bool looks_like_a_person(const char *s)
{
    size_t words = 0, large = 0;

    if (strpbrk(s, "0123456789:/()[]@\"") || is_organisation(s))
        return false;
    for (; *s; s += strspn(s, " ")) {
        size_t n = strcspn(s, " ");

        words++;
        large += upper(*s);
        if (!upper(*s) && n > 5)
            return false;
        s += n;
    }
    return words >= 2 && words <= 5 && large >= 2;
}

/* "Smith, John (57190000000)", "Smith, John [0000-0001-...]": numbers that databases put behind a name. */
static size_t without_id(const char *s, size_t n)
{
    size_t at = n;

    if (n < 4 || (s[n - 1] != ')' && s[n - 1] != ']'))
        return n;
    while (at > 0 && s[at - 1] != '(' && s[at - 1] != '[')
        at--;
    if (at < 2 || strspn(s + at, "0123456789-X") != n - 1 - at)
        return n;
    for (at--; at > 0 && s[at - 1] == ' '; at--)
        ;
    return at;
}

/* "Smith JA", "Adler D.G.": ends in initials, the family name before. */
static bool pubmed_name(const char *s, size_t n)
{
    size_t i = n, initials = 0;

    for (; i > 0 && (upper(s[i - 1]) || s[i - 1] == '.' || s[i - 1] == '-'); i--)
        initials += s[i - 1] != '.' && s[i - 1] != '-' && ((unsigned char)s[i - 1] & 0xC0) != 0x80;
    return initials >= 1 && initials <= 4 && i > 1 && s[i - 1] == ' ';
}

/* "...": there are more. */
static bool is_more(const char *s, size_t n)
{
    while (n > 0 && s[n - 1] == ' ')
        n--;
    return n == 3 && (memcmp(s, "...", 3) == 0 || memcmp(s, "\xE2\x80\xA6", 3) == 0);
}

static void family_first(cell *c, const char *s)
{
    size_t n = strcspn(s, " ");

    if (!s[n] || is_organisation(s))
        rv_reading_person(c->reading, c->role, s);
    else
        rv_reading_name(c->reading, c->role, rv_arena_add(&c->reading->arena, s, n), s + n + 1, NULL);
}

static void add_person(cell *c, const char *s, size_t n)
{
    const char *last, *name;

    while (n > 0 && (*s == ' ' || *s == '\t'))
        s++, n--;
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t' || s[n - 1] == ';'))
        n--;
    if (n > 4 && memcmp(s, "and ", 4) == 0)              /* "Adams A, Brown B, and Clark C" */
        s += 4, n -= 4;
    else if (n > 2 && memcmp(s, "& ", 2) == 0)
        s += 2, n -= 2;
    n = without_id(s, n);
    if (n == 0 || is_more(s, n))
        return;
    if (*s == '{' && s[n - 1] == '}' && n > 2) {         /* braces keep a name together, as in BibTeX */
        rv_reading_name(c->reading, c->role, rv_field_plain(c->reading, rv_arena_add(&c->reading->arena, s + 1, n - 2)), NULL, NULL);
        return;
    }
    name = rv_field_plain(c->reading, rv_arena_add(&c->reading->arena, s, n));
    if (!name)
        return;
    last = strrchr(name, ' ');
    if (strchr(name, ','))
        rv_reading_person(c->reading, c->role, name);
    else if (last && initials_first(name) && (name[1] == '.' || has_small(last)))
        rv_reading_person_forward(c->reading, c->role, name);
    else if (last && (unsigned char)last[1] >= 0x80 && pubmed_name(name, strlen(name)))      /* initials that are not ASCII */
        rv_reading_name(c->reading, c->role, rv_arena_add(&c->reading->arena, name, (size_t)(last - name)), last + 1, NULL);
    else if (c->order == CSV_FAMILY_FIRST)
        family_first(c, name);
    else if (last && (c->order == CSV_FORWARD || c->order == CSV_RUN_TOGETHER) && !is_organisation(name))
        rv_reading_person_forward(c->reading, c->role, name);
    else if (last && c->several && looks_like_a_person(name)) {
        size_t before = c->reading->record.n_names;

        rv_reading_person(c->reading, c->role, name);    /* "Smith JA" it knows itself */
        if (c->reading->record.n_names > before && !c->reading->names[before].given) {
            c->reading->record.n_names = before;
            rv_reading_person_forward(c->reading, c->role, name);
        }
    } else
        rv_reading_person(c->reading, c->role, name);
}

/* ---- Several in one cell ----------------------------------------------------------------------------------------- */

/* A comma parts people only where each of them is "Family IN" or "IN Family", or there are too many commas for one person. */
static bool comma_parts(const char *text, size_t length)
{
    const char *end = text + length;
    size_t      parts = 0, pubmed = 0, spaced = 0, forward = 0;

    while (text < end) {
        const char *comma;
        size_t      n;

        while (text < end && *text == ' ')
            text++;
        comma = memchr(text, ',', (size_t)(end - text));
        n = (size_t)((comma ? comma : end) - text);
        parts += n > 0;
        pubmed += pubmed_name(text, n) || is_more(text, n);
        forward += initials_first(text) || is_more(text, n);
        spaced += memchr(text, ' ', n) != NULL;
        text += n + (comma != NULL);
    }
    return parts > 1 && (pubmed == parts || forward == parts || (parts > 2 && spaced == parts));
}

static void add_item(cell *c, const char *s, size_t n)
{
    if (c->people)
        add_person(c, s, n);
    else
        rv_reading_say(c->reading, c->field, rv_arena_add(&c->reading->arena, s, n));
}

/* "['Marx, Karl', 'O\'Hara, Ann']", as Python and JSON write lists: true, and each thing taken. */
static bool quoted_list(cell *c, const char *text)
{
    size_t n = strlen(text);

    if (n < 4 || text[0] != '[' || (text[1] != '\'' && text[1] != '"') || text[n - 1] != ']')
        return false;
    c->several = true;
    for (text++; *text == '\'' || *text == '"'; text += strspn(text, ", ")) {
        char        quote = *text;
        const char *end = text + 1;
        char       *item, *to;

        while (*end && *end != quote)
            end += *end == '\\' && end[1] ? 2 : 1;
        if (!*end)
            break;
        item = to = rv_arena_add(&c->reading->arena, text + 1, (size_t)(end - text - 1));
        for (text++; text < end; text++) {
            text += *text == '\\' && text + 1 < end;
            *to++ = *text;
        }
        *to = '\0';
        add_item(c, item, (size_t)(to - item));
        text = end + 1;
    }
    return true;
}

static void add_by_char(cell *c, const char *text, char separator)
{
    while (*text) {
        const char *end = strchr(text, separator);
        size_t      n = end ? (size_t)(end - text) : strlen(text);

        if (c->people && separator == ';' && comma_parts(text, n)) {    /* PubMed puts a group behind a semicolon */
            char *part = rv_arena_add(&c->reading->arena, text, n);

            if (n > 0 && part[n - 1] == '.' && strcspn(part, ".") + 1 == n)
                part[n - 1] = '\0';
            add_by_char(c, part, ',');
        } else {
            add_item(c, text, n);
        }
        text += n + (end != NULL);
    }
}

/* "Smith, A and Doe, B" as BibTeX and Rayyan have it: each part one person. */
static bool and_parts(const char *text)
{
    size_t parts = 0;

    if (!strstr(text, " and "))
        return false;
    while (*text) {
        const char *end = strstr(text, " and ");
        size_t      n = end ? (size_t)(end - text) : strlen(text), i, commas = 0, blanks = 0;
        bool        braces = *text == '{' && n > 0 && text[n - 1] == '}';

        for (i = 0; i < n; i++) {
            commas += text[i] == ',';
            blanks += text[i] == ' ';
        }
        if (!braces && (commas > 2 || (commas == 0 && (blanks < 1 || blanks > 3)) || (commas && blanks > 6) || !upper(*text)))
            return false;
        parts++;
        text += n + (end ? 5 : 0);
    }
    return parts > 1;
}

static void add_by_and(cell *c, const char *text)
{
    while (*text) {
        const char *end = strstr(text, " and ");
        size_t      n = end ? (size_t)(end - text) : strlen(text);

        add_person(c, text, n);
        text += n + (end ? 5 : 0);
    }
}

/* "Andy SmithTom Weber": Springer's people without anything between. A large letter behind a small one begins the next, but not in
   "McDonald". */
static void add_run_together(cell *c, const char *text)
{
    const char *begin = text, *word = text, *s;

    for (s = text; *s; s++) {
        if (*s == ' ')
            word = s + 1;
        if (s > word && word > begin && lower(s[-1]) && *s >= 'A' && *s <= 'Z' && !(s - word == 2 && strchr("MDLVF", *word))
            && !(s - word == 3 && strchr("MF", *word))) {
            add_person(c, begin, (size_t)(s - begin));
            begin = word = s;
        }
    }
    add_person(c, begin, (size_t)(s - begin));
}

void rv_csv_people(rv_reading *reading, rv_ref_role role, csv_order order, const char *text)
{
    cell   c = { .reading = reading, .role = role, .order = order, .people = true };
    size_t length = strlen(text);

    if (quoted_list(&c, text))
        return;
    c.several = true;
    if (order == CSV_FINAL_STOP && length > 1 && text[length - 1] == '.')
        text = rv_arena_add(&reading->arena, text, --length);
    if (strchr(text, ';')) {
        add_by_char(&c, text, ';');
    } else if (strchr(text, '|')) {
        add_by_char(&c, text, '|');
    } else if (and_parts(text)) {
        add_by_and(&c, text);
    } else if (order == CSV_RUN_TOGETHER && !strchr(text, ',')) {
        add_run_together(&c, text);
    } else if (comma_parts(text, length)) {
        if (length && strcspn(text, ".") + 1 == length)
            text = rv_arena_add(&reading->arena, text, length - 1);                  /* PubMed ends the list with a full stop */
        add_by_char(&c, text, ',');
    } else if (strchr(text, '\n')) {
        add_by_char(&c, text, '\n');
    } else {
        c.several = order == CSV_FORWARD || order == CSV_RUN_TOGETHER || looks_like_a_person(text);
        add_person(&c, text, length);
    }
}

/* ---- Lists ------------------------------------------------------------------------------------------------------- */

/* Commas within brackets part nothing: "cyst (diagnosis, surgery), adult". */
static size_t comma_items(cell *c, const char *text, bool add)
{
    const char *closing = strrchr(text, ')');
    size_t      items = 0, n, depth;

    for (; *text; text += n + (text[n] != '\0')) {
        for (n = depth = 0; text[n] && (text[n] != ',' || depth); n++) {
            depth += text[n] == '(' && text + n < closing;
            depth -= text[n] == ')' && depth > 0;
        }
        items++;
        if (add)
            add_item(c, text, n);
    }
    return items;
}

void rv_csv_list(rv_reading *reading, rv_ref_field field, csv_split split, const char *text)
{
    cell c = { .reading = reading, .field = field };

    if (quoted_list(&c, text))
        return;
    if (split == CSV_WHOLE)
        rv_reading_say(reading, field, text);
    else if (strchr(text, ';'))
        add_by_char(&c, text, ';');
    else if (strchr(text, '|'))
        add_by_char(&c, text, '|');
    else if (strchr(text, '\n'))
        add_by_char(&c, text, '\n');
    else if (split == CSV_BY_COMMA || (field == RV_REF_KEYWORD && comma_items(&c, text, false) > 2))
        comma_items(&c, text, true);
    else
        rv_reading_say(reading, field, text);
}
