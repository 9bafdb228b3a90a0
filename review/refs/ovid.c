/* Ovid: records headed "<1>", either tagged ("AU  - Okafor, Ada") or with the names of fields on lines of their own ("Author"). */
#include <config.h>

#include <string.h>

#include "ovid.h"

typedef enum {
    OVID_PEOPLE, OVID_EDITORS, OVID_GROUP, OVID_TITLE, OVID_CHAPTER, OVID_KIND, OVID_SOURCE, OVID_DATE, OVID_STATUS, OVID_NUMBERS,
    OVID_ACCESSION, OVID_IDENTIFIER, OVID_KEYWORDS, OVID_CONCEPTS, OVID_LANGUAGE, OVID_PAGES, OVID_BOOK, OVID_PUBLISHER, OVID_PUBLISHED,
    OVID_INSTITUTION
} ovid_own;
enum { KEPT_CHAPTER, KEPT_TYPE, KEPT_SOURCE, KEPT_STATUS, KEPT_BOOK, KEPT_PUBLISHED, KEPT_INSTITUTION, KEPT_IDENTIFIER };
enum { IS_TAGGED = 32 };

static const rv_tag_row rows[] = {
    { "AB", TAG_JOIN, RV_REF_ABSTRACT, 0, 0 },
    { "AN", TAG_OWN, OVID_ACCESSION, 0, 0 },
    { "AU", TAG_OWN, OVID_PEOPLE, 1, 0 },
    { "Abstract", TAG_JOIN, RV_REF_ABSTRACT, 0, 0 },
    { "Accession Number", TAG_OWN, OVID_ACCESSION, 0, 0 },
    { "Author", TAG_OWN, OVID_PEOPLE, 1, 0 },
    { "Author Keywords", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "Authors", TAG_OWN, OVID_PEOPLE, 1, 0 },
    { "Authors Full Name", TAG_OWN, OVID_PEOPLE, 0, 0 },
    { "BT", TAG_OWN, OVID_BOOK, 0, 0 },
    { "Book Editors", TAG_OWN, OVID_EDITORS, 0, 0 },
    { "Book Title", TAG_OWN, OVID_BOOK, 0, 0 },
    { "CA", TAG_OWN, OVID_GROUP, 2, 0 },
    { "Chapter Title", TAG_OWN, OVID_CHAPTER, 0, 0 },
    { "Corporate Author", TAG_OWN, OVID_GROUP, 2, 0 },
    { "DB", TAG_SAY, RV_REF_DATABASE, 0, 0 },
    { "DI", TAG_DOI, 0, 0, 0 },
    { "DO", TAG_DOI, 0, 0, 0 },
    { "DOI Number", TAG_DOI, 0, 0, 0 },
    { "DP", TAG_OWN, OVID_DATE, 0, 0 },
    { "DT", TAG_OWN, OVID_KIND, 0, 0 },
    { "Database", TAG_SAY, RV_REF_DATABASE, 0, 0 },
    { "Date of Publication", TAG_OWN, OVID_DATE, 0, 0 },
    { "Digital Object Identifier", TAG_DOI, 0, 0, 0 },
    { "Document Type", TAG_OWN, OVID_KIND, 0, 0 },
    { "ED", TAG_OWN, OVID_EDITORS, 0, 0 },
    { "Edition", TAG_SAY, RV_REF_EDITION, 0, 0 },
    { "Editor", TAG_OWN, OVID_EDITORS, 0, 0 },
    { "Editors", TAG_OWN, OVID_EDITORS, 0, 0 },
    { "Electronic ISSN", TAG_OWN, OVID_NUMBERS, 0, 0 },
    { "FA", TAG_OWN, OVID_PEOPLE, 0, 0 },
    { "IB", TAG_OWN, OVID_NUMBERS, 0, 0 },
    { "ID", TAG_OWN, OVID_CONCEPTS, 0, 0 },
    { "IN", TAG_OWN, OVID_INSTITUTION, 0, 0 },
    { "IP", TAG_SAY, RV_REF_ISSUE, 0, 0 },
    { "IS", TAG_OWN, OVID_NUMBERS, 0, 0 },
    { "ISBN", TAG_OWN, OVID_NUMBERS, 0, 0 },
    { "ISSN", TAG_OWN, OVID_NUMBERS, 0, 0 },
    { "ISSN Electronic", TAG_OWN, OVID_NUMBERS, 0, 0 },
    { "ISSN Print", TAG_OWN, OVID_NUMBERS, 0, 0 },
    { "IT", TAG_OWN, OVID_NUMBERS, 0, 0 },
    { "Institution", TAG_OWN, OVID_INSTITUTION, 0, 0 },
    { "Issue", TAG_SAY, RV_REF_ISSUE, 0, 0 },
    { "Issue/Part", TAG_SAY, RV_REF_ISSUE, 0, 0 },
    { "JN", TAG_SAY, RV_REF_CONTAINER, 0, 0 },
    { "Journal", TAG_SAY, RV_REF_CONTAINER, 0, 0 },
    { "Journal Name", TAG_SAY, RV_REF_CONTAINER, 0, 0 },
    { "KW", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "Key Concepts", TAG_OWN, OVID_CONCEPTS, 0, 0 },
    { "Keyword Heading", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "Keywords", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "LG", TAG_OWN, OVID_LANGUAGE, 0, 0 },
    { "Language", TAG_OWN, OVID_LANGUAGE, 0, 0 },
    { "MC", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "MH", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "MeSH Subject Headings", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "NT", TAG_SAY, RV_REF_NOTE, 0, 0 },
    { "OT", TAG_SAY, RV_REF_ORIGINAL_TITLE, 0, 0 },
    { "Original Title", TAG_SAY, RV_REF_ORIGINAL_TITLE, 0, 0 },
    { "PB", TAG_OWN, OVID_PUBLISHED, 0, 0 },
    { "PG", TAG_OWN, OVID_PAGES, 0, 0 },
    { "PM", TAG_PMID, 0, 0, 0 },
    { "PMID", TAG_PMID, 0, 0, 0 },
    { "PN", TAG_SAY, RV_REF_NUMBER, 0, 0 },
    { "PT", TAG_OWN, OVID_KIND, 0, 0 },
    { "PU", TAG_OWN, OVID_PUBLISHER, 0, 0 },
    { "Page", TAG_OWN, OVID_PAGES, 0, 0 },
    { "Pages", TAG_OWN, OVID_PAGES, 0, 0 },
    { "Publication Date", TAG_OWN, OVID_DATE, 0, 0 },
    { "Publication Type", TAG_OWN, OVID_KIND, 0, 0 },
    { "Publisher", TAG_OWN, OVID_PUBLISHER, 0, 0 },
    { "SH", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "SO", TAG_OWN, OVID_SOURCE, 0, 0 },
    { "Source", TAG_OWN, OVID_SOURCE, 0, 0 },
    { "Status", TAG_OWN, OVID_STATUS, 0, 0 },
    { "Subject Headings", TAG_OWN, OVID_KEYWORDS, 0, 0 },
    { "TI", TAG_OWN, OVID_TITLE, 0, 0 },
    { "TT", TAG_SAY, RV_REF_ORIGINAL_TITLE, 0, 0 },
    { "Title", TAG_OWN, OVID_TITLE, 0, 0 },
    { "UI", TAG_OWN, OVID_IDENTIFIER, 0, 0 },
    { "UR", TAG_SAY, RV_REF_URL, 0, 0 },
    { "URL", TAG_SAY, RV_REF_URL, 0, 0 },
    { "Unique Identifier", TAG_OWN, OVID_IDENTIFIER, 0, 0 },
    { "VL", TAG_SAY, RV_REF_VOLUME, 0, 0 },
    { "VN", TAG_RAW, 0, 0, TAG_MARK_A },
    { "VO", TAG_SAY, RV_REF_VOLUME, 0, 0 },
    { "Volume", TAG_SAY, RV_REF_VOLUME, 0, 0 },
    { "YR", TAG_OWN, OVID_DATE, 2, 0 },
    { "Year", TAG_OWN, OVID_DATE, 2, 0 },
    { "Year of Publication", TAG_OWN, OVID_DATE, 2, 0 },
};
static const rv_tag_table table = { rows, sizeof rows / sizeof *rows };

/* ---- Lines ---------------------------------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool tag_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* "<1>", "<12. >", perhaps set in; `*indent` blanks before it. */
static bool is_header(const char *s, size_t n, size_t *indent)
{
    size_t i, digits;

    for (i = 0; i < n && is_blank(s[i]); i++)
        ;
    *indent = i;
    if (i >= n || s[i] != '<')
        return false;
    for (digits = ++i; i < n && s[i] >= '0' && s[i] <= '9'; i++)
        ;
    if (i == digits || i - digits > 9)
        return false;
    while (i < n && (s[i] == '.' || is_blank(s[i])))
        i++;
    return i + 1 == n && s[i] == '>';
}

/* "AU  - text", also with one blank before the hyphen. */
static bool is_field(const char *s, size_t n, rv_tagged_field *field)
{
    size_t at = 2;

    if (n < 4 || !tag_char(s[0]) || !tag_char(s[1]) || s[0] < 'A')
        return false;
    while (at < n && at < 5 && is_blank(s[at]))
        at++;
    if (at == 2 || at >= n || s[at] != '-' || (at + 1 < n && !is_blank(s[at + 1])))
        return false;
    *field = (rv_tagged_field){ .tag = s, .n_tag = 2, .value = s + at + 1, .n = n - at - 1, .row = rv_tagged_row(&table, s, 2) };
    return true;
}

/* The name of a field on a line of its own; one that we do not know looks like a name. */
static bool is_label(const char *s, size_t n, rv_tagged_field *field)
{
    *field = (rv_tagged_field){ .tag = s, .n_tag = n, .value = s + n, .row = rv_tagged_row(&table, s, n) };
    return field->row || (n <= 40 && *s >= 'A' && *s <= 'Z' && !memchr(s, ',', n) && !memchr(s, '\0', n) && s[n - 1] != '.' && s[n - 1] != ';');
}

static rv_tagged_line begin(rv_tagged *file, const rv_line *line, const rv_tagged_field *field)
{
    if (file->inside)
        rv_reading_problem(file->reading, "missing-separator", line->number, file->reading->record.number,
                           "no line \"<%zu>\" stands before the next record", file->reading->summary->records + 2);
    else if (field->tag)
        rv_reading_problem(file->reading, "missing-separator", line->number, file->reading->summary->records + 1,
                           "no line \"<1>\" stands before the record");
    return LINE_BEGIN;
}

static rv_tagged_line cut(rv_tagged *file, const rv_line *line, const char *s, size_t n, rv_tagged_field *field)
{
    size_t indent;

    if (is_header(s, n, &indent)) {
        if (file->indent == (size_t)-1)
            file->indent = indent;
        return LINE_BEGIN;
    }
    if (is_field(s, n, field)) {
        bool vendor = field->row && (field->row->flags & TAG_MARK_A);

        if ((!file->inside && field->row && !file->mixed) || (vendor && (file->seen & TAG_MARK_A)))
            return begin(file, line, field);
        file->seen |= IS_TAGGED;
        return LINE_FIELD;
    }
    if (!file->inside)
        return LINE_NONE;
    if (!is_blank(*s) && !(file->seen & IS_TAGGED) && is_label(s, n, field))
        return LINE_FIELD;
    field->tag = NULL;
    return LINE_MORE;
}

/* ---- Names --------------------------------------------------------------------------------------------------------------- */

/* A degree, "MD" or "Ph.D."; dots do not count. */
static bool is_degree(const char *s, size_t n)
{
    static const char *const degrees[] = { "MD", "PhD", "MPH", "MSc", "MS", "BSc", "BS", "MA", "BA", "RN", "DO", "DDS", "DMD", "MBBS",
                                           "MBChB", "MB", "BCh", "ChB", "DVM", "PharmD", "EdD", "PsyD", "MBA", "MHS", "MHSc", "DrPH", "ScD",
                                           "DSc", "DPhil", "JD", "LLM", "MSN", "BSN", "BN", "MN", "DNP", "APRN", "CRNP", "ARNP", "NP",
                                           "DPT", "PT", "OTR", "LCSW", "MSW", "MEd", "MPhil", "FAAN", "FACS", "FACP", "FACC", "FAHA",
                                           "FACSM", "FACOG", "FAAP", "FRCP", "FRCS", "FRCPC", "FRCSC", "FRACP", "FRACS", "FRCPCH", "FRCOG",
                                           "FRCA", "FRCPsych", "FESC", "MRCP", "MRCS", "MRCPsych", "PA-C", "Esq" };
    char   word[12];
    size_t i, length = 0;

    for (i = 0; i < n && length < sizeof word; i++)
        if (s[i] != '.')
            word[length++] = s[i];
    for (i = 0; i < sizeof degrees / sizeof *degrees; i++)
        if (strlen(degrees[i]) == length && memcmp(degrees[i], word, length) == 0)
            return true;
    return false;
}

/* "1", "2,+", "*": which of the addresses is whose. */
static bool is_mark(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (!(s[i] >= '0' && s[i] <= '9') && !strchr("*+,#()[]@", s[i]))
            return false;
    return n > 0;
}

/* How much of a name is left without degrees and marks. "Smith, MA" keeps its initials: the word behind the comma is a name. */
static size_t name_length(const char *s, size_t n)
{
    for (;;) {
        size_t at, end, comma;

        while (n > 0 && (is_blank(s[n - 1]) || s[n - 1] == ',' || s[n - 1] == ';' || s[n - 1] == '\n'))
            n--;
        for (end = n, at = n; at > 0 && !is_blank(s[at - 1]) && s[at - 1] != ','; at--)
            ;
        for (comma = at; comma > 0 && is_blank(s[comma - 1]); comma--)
            ;
        if (is_mark(s + at, end - at))
            n = at;
        else if (is_degree(s + at, end - at) && !(comma > 0 && s[comma - 1] == ',' && !memchr(s, ',', comma - 1)))
            n = at;
        else
            return n;
        if (n == 0)
            return 0;
    }
}

/* One person; `role` editor, or as a remark in brackets says: "Max [Ed]". */
static void person(rv_tagged *file, rv_ref_role role, const rv_tag_row *row, const char *s, size_t n)
{
    const char *bracket = n ? memchr(s, '[', n) : NULL, *name;
    size_t      length;

    if (bracket && (size_t)(s + n - bracket) > 2 && bracket[1] == 'E' && bracket[2] == 'd')
        role = RV_ROLE_EDITOR;
    length = name_length(s, bracket ? (size_t)(bracket - s) : n);
    name = rv_tagged_trim(file->reading, s, length);
    if (!name)
        return;
    length = strlen(name);
    if (!strchr(name, ',') && length > 3 && name[length - 1] == '.' && name[length - 2] != '.')          /* "Smith JA." */
        name = rv_tagged_trim(file->reading, name, length - 1);
    if (!rv_reading_person(file->reading, role, name))
        rv_tagged_tell(file, "odd-author", row->tag, name, "holds no name; left out");
}

/* Names parted by `marks` outside of brackets, or by two blanks or a line's end. */
static void people(rv_tagged *file, rv_ref_role role, const rv_tag_row *row, const char *s)
{
    while (*s) {
        size_t n = 0, next;
        int    depth = 0;

        for (; s[n]; n++) {
            depth += s[n] == '[';
            depth -= s[n] == ']';
            if (depth <= 0 && (s[n] == ';' || s[n] == '\n' || (is_blank(s[n]) && is_blank(s[n + 1]))))
                break;
            if (s[n] == ']' && s[n + 1] == ',') {       /* "Kamp, Roza [Editor], Calvete, Juan [Editor]" */
                n++;
                break;
            }
        }
        next = n + (s[n] != '\0');
        person(file, role, row, s, n);
        s += next;
    }
}

/* ---- From tags to fields -------------------------------------------------------------------------------------------------- */

static const struct { const char *word, *type; int rank; } types[] = {
    { "Patent", "patent", 1 }, { "Dissertation", "thesis", 1 }, { "Thesis", "thesis", 1 }, { "Chapter", "chapter", 1 },
    { "Book chapter", "chapter", 1 }, { "Preprint", "article", 1 }, { "Journal", "article-journal", 2 },
    { "Peer Reviewed Journal", "article-journal", 2 }, { "Article", "article-journal", 3 }, { "Conference", "paper-conference", 4 },
    { "Authored Book", "book", 5 }, { "Edited Book", "book", 5 }, { "Book", "book", 5 }, { "Report", "report", 5 },
    { "Meeting", "paper-conference", 6 },
};
enum { TYPES = sizeof types / sizeof *types };

/* The row that a publication type begins with, whatever its case; TYPES when there is none. */
static size_t type_of(const char *value)
{
    size_t i, j;

    for (i = 0; i < TYPES; i++) {
        for (j = 0; types[i].word[j] && (value[j] | 0x20) == (types[i].word[j] | 0x20); j++)
            ;
        if (!types[i].word[j] && !((value[j] | 0x20) >= 'a' && (value[j] | 0x20) <= 'z'))
            return i;
    }
    return TYPES;
}

static void kind(rv_tagged *file, const char *value)
{
    size_t row = type_of(value), before = file->kept[KEPT_TYPE] ? type_of(file->kept[KEPT_TYPE]) : TYPES;

    if (row < TYPES && (before == TYPES || types[row].rank < types[before].rank))
        file->kept[KEPT_TYPE] = value;
}

/* "Listening: Important to the Stuff of a Life.  [Miscellaneous]": the remark is Ovid's. A title all in brackets is a translation. */
static const char *title_of(rv_reading *reading, const char *value)
{
    size_t      n, at, i;
    const char *text = rv_field_plain(reading, value);

    if (!text)
        return NULL;
    for (n = strlen(text); n > 0 && (text[n - 1] == '.' || text[n - 1] == ' '); n--)
        ;
    if (n == 0 || text[n - 1] != ']')
        return text;
    for (at = n - 1; at > 0 && text[at] != '['; at--)
        ;
    for (i = at + 1; i < n - 1 && (((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z') || strchr(" &-/,", text[i])); i++)
        ;
    if (at < 2 || i < n - 1 || n - at > 42 || text[at + 1] < 'A' || text[at + 1] > 'Z')
        return text;
    for (n = at; n > 0 && text[n - 1] == ' '; n--)
        ;
    if (n == 0 || !strchr(".?!\"')]", text[n - 1]))
        return text;
    return rv_tagged_trim(reading, text, n);
}

/* Numbers without the remarks in brackets: "0098-1133 (ISSN print)". */
static void numbers(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    rv_reading *reading = file->reading;
    char       *text = rv_arena_add(&reading->arena, value, strlen(value)), *to = text;
    int         depth = 0;

    for (; *value && !reading->arena.failed; value++) {
        depth += *value == '(';
        if (depth == 0 && *value != '.')
            *to++ = *value;
        depth -= *value == ')' && depth > 0;
    }
    if (reading->arena.failed)
        return;
    *to = '\0';
    if (!rv_field_numbers(reading, text))
        rv_tagged_tell(file, "odd-identifier", row->tag, text, "is neither an ISSN nor an ISBN");
}

/* A word list without the stars of main headings and the full stop at its end. */
static void words(rv_reading *reading, const char *value, const char *marks)
{
    while (*value) {
        size_t n = strcspn(value, marks), length = n;

        if (!value[n])
            while (length > 0 && (value[length - 1] == '.' || is_blank(value[length - 1])))
                length--;
        while (length > 0 && (*value == '*' || is_blank(*value)))
            value++, length--, n--;
        rv_reading_say(reading, RV_REF_KEYWORD, rv_tagged_trim(reading, value, length));
        value += n + (value[n] != '\0');
    }
}

/* "Peer Reviewed Journal: 2015-33942-012." is the number that PsycINFO calls 2015-33942-012 elsewhere. */
static void accession(rv_reading *reading, const char *value)
{
    const char *colon = strstr(value, ": ");
    size_t      n;

    if (colon && colon[2])
        value = colon + 2;
    n = strlen(value);
    while (n > 0 && value[n - 1] == '.')
        n--;
    rv_reading_say(reading, RV_REF_ACCESSION, rv_tagged_trim(reading, value, n));
}

/* "Springer, Berlin": what stands behind the first comma is the place. */
static void published(rv_reading *reading, const char *value)
{
    const char *comma = strstr(value, ", ");

    rv_reading_say(reading, RV_REF_PUBLISHER, comma ? rv_tagged_trim(reading, value, (size_t)(comma - value)) : value);
    rv_reading_say(reading, RV_REF_PLACE, comma ? comma + 2 : NULL);
}

static void keep(rv_tagged *file, size_t which, const char *value)
{
    if (!file->kept[which])
        file->kept[which] = value;
}

/* Names of the first of the full and the short list that is there. */
static void authors(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    if (!file->people || file->people == row)
        people(file, RV_ROLE_AUTHOR, row, value);
    file->people = file->people ? file->people : row;
}

static void own_text(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    rv_reading *reading = file->reading;
    size_t      n = strlen(value);

    switch ((ovid_own)row->to) {
    case OVID_TITLE:
        rv_reading_say(reading, RV_REF_TITLE, title_of(reading, value));
        break;
    case OVID_NUMBERS:
        numbers(file, row, value);
        break;
    case OVID_ACCESSION:
        accession(reading, value);
        break;
    case OVID_KEYWORDS:
        words(reading, value, ";\n");
        break;
    case OVID_CONCEPTS:                                 /* PsycINFO parts its key concepts with commas */
        words(reading, value, strchr(value, ';') ? ";\n" : ",\n");
        break;
    case OVID_LANGUAGE:
        rv_reading_say(reading, RV_REF_LANGUAGE, rv_tagged_trim(reading, value, n - (value[n - 1] == '.')));
        break;
    case OVID_PAGES:
        if (strncmp(value, "No Pag", 6) != 0)
            rv_reading_set(reading, RV_REF_PAGES, rv_tagged_pages(reading, value));
        break;
    case OVID_PUBLISHER:                                /* "Routledge; US" */
        rv_reading_say(reading, RV_REF_PUBLISHER, rv_tagged_trim(reading, value, strcspn(value, ";")));
        break;
    default:
        rv_reading_date(reading, value);
        break;
    }
}

static void own(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    static const unsigned char kept[] = { [OVID_CHAPTER] = KEPT_CHAPTER, [OVID_SOURCE] = KEPT_SOURCE, [OVID_STATUS] = KEPT_STATUS,
                                          [OVID_BOOK] = KEPT_BOOK, [OVID_PUBLISHED] = KEPT_PUBLISHED,
                                          [OVID_INSTITUTION] = KEPT_INSTITUTION, [OVID_IDENTIFIER] = KEPT_IDENTIFIER };

    switch ((ovid_own)row->to) {
    case OVID_PEOPLE:
        authors(file, row, value);
        break;
    case OVID_EDITORS:
        people(file, RV_ROLE_EDITOR, row, value);
        break;
    case OVID_GROUP:
        rv_reading_name(file->reading, RV_ROLE_AUTHOR, rv_field_plain(file->reading, value), NULL, NULL);
        break;
    case OVID_KIND:
        kind(file, value);
        break;
    case OVID_CHAPTER:
    case OVID_SOURCE:
    case OVID_STATUS:
    case OVID_BOOK:
    case OVID_PUBLISHED:
    case OVID_INSTITUTION:
    case OVID_IDENTIFIER:
        keep(file, kept[row->to], value);
        break;
    default:
        own_text(file, row, value);
        break;
    }
}

/* MEDLINE's unique identifier is PubMed's number; in other databases it is the accession number. */
static void identifier(rv_reading *reading, const char *value)
{
    const char *database = reading->record.text[RV_REF_DATABASE];

    if (!value)
        return;
    if (!database || strstr(database, "MEDLINE") || strstr(database, "Medline") || strstr(database, "PubMed"))
        rv_reading_set(reading, RV_REF_PMID, rv_field_pmid(reading, value));
    if (!reading->record.text[RV_REF_PMID])
        accession(reading, value);
}

/* Zoological Record: "Guliaev, V.D. [Ed.]. The book. Publisher, Place. 2002: 1-234. Chapter pagination: 214-218." */
static const char *book_of(rv_tagged *file, const rv_tag_row *row)
{
    rv_reading *reading = file->reading;
    const char *text = rv_field_plain(reading, file->kept[KEPT_BOOK]), *publisher = file->kept[KEPT_PUBLISHED], *end, *s;

    if (!text)
        return NULL;
    if ((s = strstr(text, "Chapter pagination: ")))
        rv_reading_set(reading, RV_REF_PAGES, rv_tagged_trim(reading, s + 20, strcspn(s + 20, ". ")));
    if ((s = strstr(text, "[Ed")) && (s = strchr(s, ']'))) {
        people(file, RV_ROLE_EDITOR, row, rv_tagged_trim(reading, text, (size_t)(s + 1 - text)));
        for (text = s + 1; *text == '.' || *text == ' '; text++)
            ;
    }
    end = publisher ? strstr(text, publisher) : NULL;
    return end && end > text ? rv_tagged_trim(reading, text, (size_t)(end - text)) : text;
}

/* What the source line says, where no field of its own did. */
static void use_source(rv_tagged *file, const rv_tag_row *row, const char *type)
{
    rv_reading *reading = file->reading;
    ovid_source source;

    rv_ovid_source(reading, file->kept[KEPT_SOURCE], &source);
    if (source.editors)
        people(file, RV_ROLE_EDITOR, row, source.editors);
    rv_reading_date(reading, source.date);
    if ((type && strcmp(type, "book") == 0) || (source.book && !reading->record.text[RV_REF_TITLE]))
        rv_reading_set(reading, RV_REF_TITLE, source.book);
    else if (!type || strcmp(type, "patent") != 0)
        rv_reading_set(reading, RV_REF_CONTAINER, source.book ? source.book : source.journal);
    rv_reading_set(reading, RV_REF_VOLUME, source.volume);
    rv_reading_set(reading, RV_REF_ISSUE, source.issue);
    if (source.pages && strncmp(source.pages, "No Pag", 6) != 0 && strncmp(source.pages, "no pag", 6) != 0)
        rv_reading_set(reading, RV_REF_PAGES, rv_tagged_pages(reading, source.pages));
    rv_reading_set(reading, RV_REF_SERIES, source.series);
    rv_reading_set(reading, RV_REF_PLACE, source.place);
    rv_reading_set(reading, RV_REF_PUBLISHER, source.publisher);
    if (!type)
        rv_reading_set(reading, RV_REF_TYPE, source.book ? "chapter" : "article-journal");
}

static void finish(rv_tagged *file)
{
    static const rv_tag_row source_row = { "SO", TAG_OWN, OVID_SOURCE, 0, 0 };
    rv_reading        *reading = file->reading;
    const char *const *text = reading->record.text;
    const char        *type = file->kept[KEPT_TYPE] ? types[type_of(file->kept[KEPT_TYPE])].type : NULL, *book = book_of(file, &source_row);
    const char        *chapter = file->kept[KEPT_CHAPTER], *school = file->kept[KEPT_INSTITUTION];

    if (chapter) {                                      /* then the title is the book's */
        book = text[RV_REF_TITLE] ? text[RV_REF_TITLE] : book;
        rv_reading_replace(reading, RV_REF_TITLE, rv_field_plain(reading, chapter));
        type = "chapter";
    }
    if (!type && book)
        type = "chapter";
    identifier(reading, file->kept[KEPT_IDENTIFIER]);
    if (file->kept[KEPT_PUBLISHED])
        published(reading, file->kept[KEPT_PUBLISHED]);
    rv_reading_set(reading, RV_REF_TYPE, type);
    if (book && type && strcmp(type, "book") == 0)
        rv_reading_set(reading, RV_REF_TITLE, book);
    else
        rv_reading_set(reading, RV_REF_CONTAINER, book);
    if (type && strcmp(type, "thesis") == 0 && school && (school = strstr(school, ": ")))       /* "Roe, Bo: St. John's U., US" */
        rv_reading_replace(reading, RV_REF_PUBLISHER, rv_field_plain(reading, school + 2));
    use_source(file, &source_row, type);
    if (!reading->record.date.year && file->kept[KEPT_STATUS] && rv_field_year(file->kept[KEPT_STATUS]))
        rv_reading_date(reading, file->kept[KEPT_STATUS]);
}

static const rv_tagged_format ovid = { .table = &table, .more = "\n", .cut = cut, .own = own, .finish = finish };

static rv_status read_ovid(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    return rv_tagged_read(reading, raw, charset, &ovid, err);
}

/* "<1>" on a line, and behind it a field, tagged or by name. */
static bool detect_ovid(const char *text, size_t n)
{
    rv_tagged_field field;
    const char     *line;
    size_t          at = 0, length, indent;
    bool            header = false;

    while (rv_tagged_sample(text, n, &at, &line, &length)) {
        if (length == 0)
            continue;
        if (length > 5 && (memcmp(line, "TY  -", 5) == 0 || memcmp(line, "PMID-", 5) == 0))
            return false;                               /* another format comes first */
        if (header) {
            while (length > 0 && is_blank(*line))
                line++, length--;
            if (is_field(line, length, &field) || (is_label(line, length, &field) && field.row))
                return true;
        }
        header = is_header(line, length, &indent) || (header && length < 40);
    }
    return false;
}

const rv_refs_format rv_format_ovid = { detect_ovid, read_ovid };
