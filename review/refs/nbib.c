/* MEDLINE as PubMed exports it (NBIB), and as ERIC does. */
#include <config.h>

#include <string.h>

#include "nbib.h"

/* Texts kept until all tags are used. */
enum { KEPT_JOURNAL, KEPT_BOOK, KEPT_SOURCE, KEPT_ARTICLE, KEPT_TYPE, KEPT_GENRE };

/* ---- Lines ---------------------------------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool tag_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* "TI  - text": four columns and a hyphen. Tags that we know may stand otherwise ("ISSN - text", "PMID-123", "TI-"). */
static bool is_field(const char *s, size_t n, rv_tagged_field *field)
{
    size_t tag = 0, at;

    while (tag < n && tag < 5 && tag_char(s[tag]))
        tag++;
    for (at = tag; at < n && at < 6 && is_blank(s[at]); at++)
        ;
    if (tag < 2 || tag > 4 || *s < 'A' || at >= n || s[at] != '-')
        return false;
    *field = (rv_tagged_field){ .tag = s, .n_tag = tag, .value = s + at + 1, .n = n - at - 1, 
                                .row = rv_tagged_row(&rv_nbib_table, s, tag) };
    if (at == 4)
        return field->row || n == 5 || is_blank(s[5]);
    return field->row && (n == at + 1 || is_blank(s[at + 1]));
}

/* A record begins with PMID (PubMed) or OWN (ERIC), or with any tag behind a blank line. A second PMID begins the next one also where
   the blank line is missing. */
static bool begins(const rv_tagged *file, const rv_tagged_field *field)
{
    unsigned head = field->row ? field->row->flags & (SEEN_PMID | SEEN_OWNER) : 0;

    if (!file->inside || file->gap)
        return head || (field->row && !file->mixed);
    return (head & file->seen) != 0;
}

static void tell_about_begin(rv_tagged *file, const rv_line *line, const rv_tagged_field *field)
{
    if (file->inside && !file->gap)
        rv_reading_problem(file->reading, "missing-separator", line->number, file->reading->record.number,
                           "no blank line stands between this record and the next");
    if (!(field->row->flags & (SEEN_PMID | SEEN_OWNER)))
        rv_reading_problem(file->reading, "missing-ty", line->number, file->reading->summary->records + 1 + file->inside,
                           "the record begins with %s instead of PMID or OWN", field->row->tag);
}

static rv_tagged_line cut(rv_tagged *file, const rv_line *line, const char *s, size_t n, rv_tagged_field *field)
{
    size_t indent = 0;

    if (file->indent == (size_t)-1) {                   /* a whole file may be set in, as text copied from a page is */
        while (indent < n && is_blank(s[indent]))
            indent++;
        if (!is_field(s + indent, n - indent, field) || !field->row)
            return LINE_NONE;
        file->indent = indent;
        s += indent;
        n -= indent;
    }
    if (is_blank(*s))
        return LINE_MORE;
    if (!is_field(s, n, field))
        return file->gap || rv_tagged_markup(s, n) ? LINE_NONE : LINE_MORE;
    if (!begins(file, field))
        return LINE_FIELD;
    tell_about_begin(file, line, field);
    return LINE_BEGIN;
}

/* ---- From tags to fields -------------------------------------------------------------------------------------------------- */

/* "King, Charles H 3rd" has its suffix as the last word of the given names; so has "King CH 3rd". */
static bool with_suffix(rv_tagged *file, rv_ref_role role, const char *value)
{
    static const char *const suffixes[] = { "Jr", "Jr.", "Sr", "Sr.", "2nd", "3rd", "4th", "5th", "II", "III", "IV" };
    rv_reading *reading = file->reading;
    const char *last = strrchr(value, ' '), *given = strchr(value, ',');
    size_t      i;

    for (i = 0; last && i < sizeof suffixes / sizeof *suffixes && !rv_tagged_is(last + 1, suffixes[i]); i++)
        ;
    if (!last || i == sizeof suffixes / sizeof *suffixes)
        return false;
    if (!given)                                         /* the initials are the word before */
        for (given = last - 1; given > value && *given != ' '; given--)
            ;
    if (given <= value || given + 1 >= last)
        return false;
    rv_reading_name(reading, role, rv_tagged_trim(reading, value, (size_t)(given - value)),
                    rv_tagged_trim(reading, given + 1, (size_t)(last - given - 1)), last + 1);
    return true;
}

static void person(rv_tagged *file, rv_ref_role role, const rv_tag_row *row, const char *value)
{
    value = rv_field_plain(file->reading, value);
    if (!value || rv_tagged_is(value, "et al.") || rv_tagged_is(value, "et al"))
        return;
    if (!with_suffix(file, role, value) && !rv_reading_person(file->reading, role, value))
        rv_tagged_tell(file, "odd-author", row->tag, value, "holds no name; left out");
}

/* The full name counts; the short one of the same person stands behind it. */
static void short_person(rv_tagged *file, rv_ref_role role, const rv_tag_row *row, const char *value)
{
    unsigned *waiting = &file->waiting[role == RV_ROLE_EDITOR];

    if (*waiting > 0)
        --*waiting;
    else
        person(file, role, row, value);
}

/* "2013 06 10" has its month as a number. */
static void date(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    rv_reading *reading = file->reading;
    char       *text, *to;
    const char *s;

    if (reading->record.date.year)
        return;
    if (rv_field_year(value) == 0)
        rv_tagged_tell(file, "odd-date", row->tag, value, "holds no year");
    if (value[strspn(value, "0123456789 ")] == '\0' && strchr(value, ' ')) {
        text = to = rv_arena_add(&reading->arena, value, strlen(value));
        for (s = value; *s && !reading->arena.failed; s++)
            if (*s != ' ')
                *to++ = *s;
            else if (to > text && to[-1] != '-')
                *to++ = '-';
        if (!reading->arena.failed)
            *to = '\0';
        value = text;
    }
    rv_reading_date(reading, value);
}

/* "e0209483", "1042": what stands for pages in an online journal; other items' numbers have more signs. */
static bool is_article_number(const char *s)
{
    size_t n;

    s += (*s | 0x20) == 'e';
    n = strspn(s, "0123456789");
    return n > 0 && n <= 8 && !s[n];
}

/* "10.1000/x [doi]", "e0209483 [pii]", "NBK1826 [bookaccession]"; ERIC: an address. */
static void identifier(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    rv_reading *reading = file->reading;
    size_t      n = strlen(value), at = n;
    const char *text, *doi;

    if (n > 0 && value[n - 1] == ']')
        while (at > 0 && value[at] != '[')
            at--;
    text = at > 0 && at < n ? rv_tagged_trim(reading, value, at) : value;
    if (!text)
        return;
    if (strcmp(value + at, "[doi]") == 0 && !rv_field_doi(reading, text))
        rv_tagged_tell(file, "odd-identifier", row->tag, value, "is no DOI, which begins with 10. and has a slash");
    if ((at == n || strcmp(value + at, "[doi]") == 0) && (doi = rv_field_doi(reading, text))
        && !(reading->record.text[RV_REF_DOI] && rv_field_is_url(text)))
        rv_reading_set(reading, RV_REF_DOI, doi);
    else if (at == n && rv_field_is_url(text))
        rv_reading_say(reading, RV_REF_URL, text);
    else if (strcmp(value + at, "[bookaccession]") == 0)
        rv_reading_say(reading, RV_REF_ACCESSION, text);
    else if (strcmp(value + at, "[pii]") == 0 && row->rank == 0 && is_article_number(text))
        file->kept[KEPT_ARTICLE] = text;
}

static void pmc(rv_tagged *file, const char *value)
{
    rv_reading *reading = file->reading;
    char       *text;

    if (strncmp(value, "PMC", 3) == 0) {
        rv_reading_say(reading, RV_REF_PMCID, value);
    } else if (value[strspn(value, "0123456789")] == '\0') {
        text = rv_arena_add(&reading->arena, "PMC", 3);
        rv_reading_set(reading, RV_REF_PMCID, reading->arena.failed ? NULL
                       : rv_arena_extend(&reading->arena, text, 3, value, strlen(value)));
    }
}

/* Of several publication types one says what the record is, and one its genre. Those that we do not know are genres. */
static void kind(rv_tagged *file, const char *value)
{
    const nbib_kind *row = rv_nbib_kind(value), *best = file->kept[KEPT_TYPE] ? rv_nbib_kind(file->kept[KEPT_TYPE]) : NULL;
    const nbib_kind *genre = file->kept[KEPT_GENRE] ? rv_nbib_kind(file->kept[KEPT_GENRE]) : NULL;

    if (!row && rv_ref_type_known(value)) {
        file->kept[KEPT_TYPE] = file->kept[KEPT_TYPE] ? file->kept[KEPT_TYPE] : value;
        return;
    }
    if (row && row->rank && (!best || row->rank < best->rank))
        file->kept[KEPT_TYPE] = value;
    if ((row ? row->genre > 0 : !file->kept[KEPT_GENRE]) && (!file->kept[KEPT_GENRE] || !genre || row->genre < genre->genre))
        file->kept[KEPT_GENRE] = value;
}

static void keep(rv_tagged *file, size_t which, const char *value)
{
    if (!file->kept[which])
        file->kept[which] = value;
}

static void owner(rv_tagged *file, const char *value)
{
    if (strcmp(value, "ERIC") == 0)
        file->seen |= IS_ERIC;
    if (strcmp(value, "NOTNLM") != 0)
        rv_reading_say(file->reading, RV_REF_DATABASE, strcmp(value, "NLM") == 0 ? "PubMed" : value);
}

static void own(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    rv_reading *reading = file->reading;

    switch ((nbib_own)row->to) {
    case NBIB_OWNER:
        owner(file, value);
        break;
    case NBIB_FULL_NAME:
    case NBIB_FULL_EDITOR:
        file->waiting[row->to == NBIB_FULL_EDITOR]++;
        person(file, row->to == NBIB_FULL_EDITOR ? RV_ROLE_EDITOR : RV_ROLE_AUTHOR, row, value);
        break;
    case NBIB_SHORT_NAME:
    case NBIB_SHORT_EDITOR:
        short_person(file, row->to == NBIB_SHORT_EDITOR ? RV_ROLE_EDITOR : RV_ROLE_AUTHOR, row, value);
        break;
    case NBIB_CORPORATE:
        rv_reading_name(reading, RV_ROLE_AUTHOR, rv_field_plain(reading, value), NULL, NULL);
        break;
    case NBIB_DATE:
        date(file, row, value);
        break;
    case NBIB_ID:
        identifier(file, row, value);
        break;
    case NBIB_PMC:
        pmc(file, value);
        break;
    case NBIB_NUMBERS:
        if (!rv_field_numbers(reading, value + (strncmp(value, "EISSN", 5) == 0)))
            rv_tagged_tell(file, "odd-identifier", row->tag, value, "is neither an ISSN nor an ISBN");
        break;
    case NBIB_JOURNAL:
        keep(file, KEPT_JOURNAL, value);
        break;
    case NBIB_BOOK:
        keep(file, KEPT_BOOK, value);
        break;
    case NBIB_SOURCE:
        keep(file, KEPT_SOURCE, value);
        break;
    case NBIB_KIND:
        kind(file, value);
        break;
    case NBIB_OTHER_ID:
        if (!strstr(value, ": "))                       /* "NLM: PMC38908" is another archive's */
            rv_reading_say(reading, RV_REF_ACCESSION, value);
        break;
    }
}

/* ERIC has the publisher in JT where there is no journal, and "Ph.D. Dissertation, Drexel University" in SO. */
static void publisher(rv_tagged *file, const char *type)
{
    const char *source = file->kept[KEPT_SOURCE], *comma = source ? strchr(source, ',') : NULL;

    if (strcmp(type, "thesis") == 0 && comma && strstr(source, "Dissertation")) {
        file->kept[KEPT_GENRE] = rv_tagged_trim(file->reading, source, (size_t)(comma - source));
        rv_reading_say(file->reading, RV_REF_PUBLISHER, comma + 1);
    }
    rv_reading_say(file->reading, RV_REF_PUBLISHER, file->kept[KEPT_JOURNAL]);
}

static void finish(rv_tagged *file)
{
    rv_reading        *reading = file->reading;
    const char *const *text = reading->record.text;
    const nbib_kind   *kind = file->kept[KEPT_TYPE] ? rv_nbib_kind(file->kept[KEPT_TYPE]) : NULL;
    const char        *book = file->kept[KEPT_BOOK], *type = kind ? kind->type : NULL;

    if (!text[RV_REF_TITLE] || strncmp(text[RV_REF_TITLE], "[Not Available]", 15) == 0)
        rv_reading_replace(reading, RV_REF_TITLE, text[RV_REF_ORIGINAL_TITLE] ? text[RV_REF_ORIGINAL_TITLE] : text[RV_REF_TITLE]);
    if (!type && file->kept[KEPT_TYPE])
        type = rv_ref_type_known(file->kept[KEPT_TYPE]);
    if (!type)
        type = book ? (text[RV_REF_TITLE] ? "chapter" : "book") : "article-journal";
    rv_reading_set(reading, RV_REF_TYPE, type);
    rv_reading_say(reading, text[RV_REF_TITLE] ? RV_REF_CONTAINER : RV_REF_TITLE, book);
    if ((file->seen & IS_ERIC) && strcmp(type, "article-journal") != 0)
        publisher(file, type);
    else
        rv_reading_say(reading, RV_REF_CONTAINER, file->kept[KEPT_JOURNAL]);
    rv_reading_say(reading, RV_REF_GENRE, file->kept[KEPT_GENRE]);
    rv_reading_set(reading, RV_REF_PAGES, file->kept[KEPT_ARTICLE]);
}

/* PubMed's records end with SO. */
static bool cut_off(const rv_tagged *file)
{
    return (file->seen & SEEN_PMID) && (file->seen & SEEN_STATUS) && !(file->seen & SEEN_SOURCE);
}

static const rv_tagged_format nbib = { .table = &rv_nbib_table, .more = " ", .cut = cut, .own = own, .finish = finish, .cut_off = cut_off };

static rv_status read_nbib(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    return rv_tagged_read(reading, raw, charset, &nbib, err);
}

/* Tags of two letters look like RIS; one of three or four ("PMID", "OWN") is MEDLINE. */
static bool detect_nbib(const char *text, size_t n)
{
    rv_tagged_field field;
    const char     *line;
    size_t          at = 0, length;

    while (rv_tagged_sample(text, n, &at, &line, &length)) {
        while (length > 0 && is_blank(*line))
            line++, length--;
        if ((length > 5 && memcmp(line, "TY  -", 5) == 0) || (length == 4 && memcmp(line, "PT ", 3) == 0))
            return false;                               /* RIS or Web of Science comes first */
        if (is_field(line, length, &field) && field.row && field.n_tag > 2)
            return true;
    }
    return false;
}

const rv_refs_format rv_format_nbib = { detect_nbib, read_nbib };
