/* Web of Science tagged (FN, VR, PT ... ER, EF), as also ISI ResearchSoft and the other databases of the platform write it. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tagged.h"

typedef enum { WOS_PEOPLE, WOS_GROUP, WOS_MEDIUM, WOS_KIND, WOS_MONTH, WOS_YEAR, WOS_PAGES, WOS_NUMBER, WOS_SUPPLEMENT, WOS_SOURCE, WOS_ACCESSION } wos_own;
enum { KEPT_MEDIUM, KEPT_KIND, KEPT_MONTH, KEPT_YEAR, KEPT_NUMBER, KEPT_SUPPLEMENT, KEPT_SOURCE, KEPT_ARTICLE };

/* The core collection's tags, and those of BIOSIS, CABI, Derwent, Inspec, MEDLINE, Zoological Record. DA is the day of the export. */
static const rv_tag_row rows[] = {
    { "AB", TAG_JOIN, RV_REF_ABSTRACT, 0, 0 },
    { "AE", TAG_RAW, 0, 0, 0 },
    { "AF", TAG_OWN, WOS_PEOPLE, 0, TAG_LINES },
    { "AN", TAG_SAY, RV_REF_ACCESSION, 1, 0 },
    { "AR", TAG_OWN, WOS_PAGES, 2, 0 },
    { "AU", TAG_OWN, WOS_PEOPLE, 1, TAG_LINES },
    { "BA", TAG_OWN, WOS_PEOPLE, 3, TAG_LINES },
    { "BD", TAG_SPLIT, RV_REF_KEYWORD, 0, 0 },
    { "BE", TAG_PERSON, RV_ROLE_EDITOR, 0, TAG_LINES },
    { "BF", TAG_OWN, WOS_PEOPLE, 2, TAG_LINES },
    { "BN", TAG_NUMBERS, 0, 0, 0 },
    { "BP", TAG_FIRST_PAGE, 0, 0, 0 },
    { "BS", TAG_RAW, 0, 0, 0 },
    { "C1", TAG_RAW, 0, 0, 0 },
    { "C3", TAG_RAW, 0, 0, 0 },
    { "CA", TAG_OWN, WOS_GROUP, 3, TAG_LINES },
    { "CC", TAG_RAW, 0, 0, 0 },
    { "CL", TAG_RAW, 0, 0, 0 },
    { "CN", TAG_RAW, 0, 0, 0 },
    { "CO", TAG_RAW, 0, 0, 0 },
    { "CR", TAG_RAW, 0, 0, TAG_LINES },
    { "CT", TAG_SAY, RV_REF_EVENT, 0, 0 },
    { "CY", TAG_RAW, 0, 0, 0 },
    { "D2", TAG_RAW, 0, 0, 0 },
    { "DA", TAG_RAW, 0, 0, 0 },
    { "DE", TAG_SPLIT, RV_REF_KEYWORD, 0, 0 },
    { "DG", TAG_RAW, 0, 0, 0 },
    { "DI", TAG_DOI, 0, 0, 0 },
    { "DT", TAG_OWN, WOS_KIND, 0, 0 },
    { "EA", TAG_RAW, 0, 0, 0 },
    { "ED", TAG_PERSON, RV_ROLE_EDITOR, 1, TAG_LINES },
    { "EF", TAG_RAW, 0, 0, 0 },
    { "EI", TAG_NUMBERS, 0, 0, 0 },
    { "EM", TAG_RAW, 0, 0, 0 },
    { "EP", TAG_LAST_PAGE, 0, 0, 0 },
    { "ER", TAG_RAW, 0, 0, 0 },
    { "EY", TAG_RAW, 0, 0, 0 },
    { "FN", TAG_RAW, 0, 0, 0 },
    { "FT", TAG_SAY, RV_REF_ORIGINAL_TITLE, 0, 0 },
    { "FU", TAG_RAW, 0, 0, 0 },
    { "FX", TAG_RAW, 0, 0, 0 },
    { "GA", TAG_RAW, 0, 0, 0 },
    { "GP", TAG_RAW, 0, 0, TAG_LINES },
    { "HC", TAG_RAW, 0, 0, 0 },
    { "HO", TAG_RAW, 0, 0, 0 },
    { "HP", TAG_RAW, 0, 0, 0 },
    { "ID", TAG_SPLIT, RV_REF_KEYWORD, 0, 0 },
    { "IS", TAG_SAY, RV_REF_ISSUE, 0, 0 },
    { "J9", TAG_SAY, RV_REF_ABBREVIATION, 1, 0 },
    { "JI", TAG_SAY, RV_REF_ABBREVIATION, 0, 0 },
    { "LA", TAG_SAY, RV_REF_LANGUAGE, 0, 0 },
    { "MA", TAG_RAW, 0, 0, 0 },
    { "MC", TAG_SPLIT, RV_REF_KEYWORD, 0, 0 },
    { "MQ", TAG_SPLIT, RV_REF_KEYWORD, 0, 0 },
    { "NM", TAG_SPLIT, RV_REF_KEYWORD, 0, 0 },
    { "NR", TAG_RAW, 0, 0, 0 },
    { "NT", TAG_SAY, RV_REF_NOTE, 0, 0 },
    { "OA", TAG_RAW, 0, 0, 0 },
    { "OI", TAG_RAW, 0, 0, 0 },
    { "OR", TAG_SPLIT, RV_REF_KEYWORD, 0, 0 },
    { "P2", TAG_RAW, 0, 0, 0 },
    { "PA", TAG_RAW, 0, 0, 0 },
    { "PC", TAG_RAW, 0, 0, 0 },
    { "PD", TAG_OWN, WOS_MONTH, 0, 0 },
    { "PG", TAG_RAW, 0, 0, 0 },
    { "PI", TAG_SAY, RV_REF_PLACE, 0, 0 },
    { "PL", TAG_RAW, 0, 0, 0 },
    { "PM", TAG_PMID, 0, 0, 0 },
    { "PN", TAG_OWN, WOS_NUMBER, 0, 0 },
    { "PS", TAG_OWN, WOS_PAGES, 1, 0 },
    { "PT", TAG_OWN, WOS_MEDIUM, 0, 0 },
    { "PU", TAG_SAY, RV_REF_PUBLISHER, 0, 0 },
    { "PV", TAG_RAW, 0, 0, 0 },
    { "PY", TAG_OWN, WOS_YEAR, 0, 0 },
    { "RI", TAG_RAW, 0, 0, 0 },
    { "RP", TAG_RAW, 0, 0, 0 },
    { "SC", TAG_RAW, 0, 0, 0 },
    { "SE", TAG_SAY, RV_REF_SERIES, 0, 0 },
    { "SI", TAG_RAW, 0, 0, 0 },
    { "SN", TAG_NUMBERS, 0, 0, 0 },
    { "SO", TAG_OWN, WOS_SOURCE, 0, 0 },
    { "SP", TAG_RAW, 0, 0, 0 },
    { "ST", TAG_RAW, 0, 0, 0 },
    { "SU", TAG_OWN, WOS_SUPPLEMENT, 0, 0 },
    { "TC", TAG_RAW, 0, 0, 0 },
    { "TI", TAG_JOIN, RV_REF_TITLE, 0, 0 },
    { "TN", TAG_RAW, 0, 0, 0 },
    { "U1", TAG_RAW, 0, 0, 0 },
    { "U2", TAG_RAW, 0, 0, 0 },
    { "UR", TAG_SAY, RV_REF_URL, 0, 0 },
    { "UT", TAG_OWN, WOS_ACCESSION, 0, 0 },
    { "VL", TAG_SAY, RV_REF_VOLUME, 0, 0 },
    { "VR", TAG_RAW, 0, 0, 0 },
    { "WC", TAG_RAW, 0, 0, 0 },
    { "WE", TAG_RAW, 0, 0, 0 },
    { "Z8", TAG_RAW, 0, 0, 0 },
    { "Z9", TAG_RAW, 0, 0, 0 },
    { "ZB", TAG_RAW, 0, 0, 0 },
    { "ZR", TAG_RAW, 0, 0, 0 },
};
static const rv_tag_table table = { rows, sizeof rows / sizeof *rows };

/* ---- Lines ---------------------------------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* "AU Okafor, A": two signs and a blank, or nothing. */
static bool is_field(const char *s, size_t n, rv_tagged_field *field)
{
    if (n < 2 || *s < 'A' || *s > 'Z' || !((s[1] >= 'A' && s[1] <= 'Z') || (s[1] >= '0' && s[1] <= '9')) || (n > 2 && !is_blank(s[2])))
        return false;
    *field = (rv_tagged_field){ .tag = s, .n_tag = 2, .value = s + 2, .n = n - 2, .row = rv_tagged_row(&table, s, 2) };
    return true;
}

static bool is_tag(const rv_tagged_field *field, const char *tag)
{
    return memcmp(field->tag, tag, 2) == 0;
}

static rv_tagged_line begin(rv_tagged *file, const rv_line *line, const rv_tagged_field *field)
{
    if (file->inside)
        rv_reading_problem(file->reading, "missing-er", line->number, file->reading->record.number,
                           "the record before this PT line has no ER line");
    if (!is_tag(field, "PT"))
        rv_reading_problem(file->reading, "missing-ty", line->number, file->reading->summary->records + 1,
                           "the record begins with %.2s instead of PT", field->tag);
    return LINE_BEGIN;
}

/* Behind a line of text that is not set in (some exports lose the blanks) only tags that we know are tags. */
static rv_tagged_line cut(rv_tagged *file, const rv_line *line, const char *s, size_t n, rv_tagged_field *field)
{
    if (is_blank(*s))
        return LINE_MORE;
    if (!is_field(s, n, field) || (!field->row && file->loose)) {
        file->loose = file->loose || file->inside;
        field->tag = NULL;
        return file->inside ? LINE_MORE : LINE_NONE;
    }
    if (is_tag(field, "FN") || is_tag(field, "VR"))
        return LINE_NONE;
    if (is_tag(field, "EF") && n == 2) {
        if (!file->inside)
            return LINE_NONE;
        rv_reading_problem(file->reading, "missing-er", line->number, file->reading->record.number,
                           "the record before the end of the file has no ER line");
        return LINE_END;
    }
    if (is_tag(field, "ER") && n == 2)
        return file->inside ? LINE_END : LINE_NONE;
    if (is_tag(field, "PT") ? !file->inside || file->reading->n_tags > 0 : !file->inside && field->row && !file->mixed)
        return begin(file, line, field);
    return LINE_FIELD;
}

/* ---- From tags to fields -------------------------------------------------------------------------------------------------- */

static bool is_patent(const rv_tagged *file)
{
    return file->kept[KEPT_MEDIUM] && *file->kept[KEPT_MEDIUM] == 'P';
}

/* One name. Derwent has "YANG Y"; BIOSIS an address behind the name: "Smith, Ann (smith@example.org)". */
static void person(rv_tagged *file, const char *text)
{
    rv_reading *reading = file->reading;
    const char *open = text ? strrchr(text, '(') : NULL, *blank;

    if (open && open > text && strchr(open, '@'))
        text = rv_tagged_trim(reading, text, (size_t)(open - text));
    blank = text ? strchr(text, ' ') : NULL;
    if (blank && !strchr(text, ',') && !strchr(blank + 1, ' ') && strlen(blank + 1) <= 3 && is_patent(file))
        rv_reading_name(reading, RV_ROLE_AUTHOR, rv_tagged_trim(reading, text, (size_t)(blank - text)), blank + 1, NULL);
    else if (text && !rv_reading_person(reading, RV_ROLE_AUTHOR, text))
        rv_tagged_tell(file, "odd-author", "AU", text, "holds no name; left out");
}

/* The names of the first of AF, AU, BF, BA that is there. Some databases put all on one line, with semicolons. */
static void people(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    if (file->people && file->people != row)
        return;
    file->people = row;
    for (;;) {
        size_t n = strcspn(value, ";");

        person(file, rv_tagged_trim(file->reading, value, n));
        if (!value[n])
            return;
        value += n + 1;
    }
}

/* The database that an accession number names: "WOS:000290115300030". */
static void accession(rv_reading *reading, const char *value)
{
    static const struct { const char *prefix, *name; } databases[] = {
        { "WOS:", "Web of Science" }, { "ISI:", "Web of Science" }, { "BIOSIS:", "BIOSIS" }, { "BCI:", "BIOSIS Citation Index" },
        { "CABI:", "CAB Abstracts" }, { "DIIDW:", "Derwent Innovations Index" }, { "FSTA:", "FSTA" }, { "INSPEC:", "Inspec" },
        { "MEDLINE:", "MEDLINE" }, { "ZOOREC:", "Zoological Record" }, { "SCIELO:", "SciELO" }, { "KJD:", "KCI" }, { "RSCI:", "RSCI" },
        { "PQDT:", "ProQuest Dissertations & Theses" }, { "PPRN:", "Preprint Citation Index" }, { "DRCI:", "Data Citation Index" },
    };
    size_t i;

    rv_reading_say(reading, RV_REF_ACCESSION, value);
    for (i = 0; i < sizeof databases / sizeof *databases; i++)
        if (strncmp(value, databases[i].prefix, strlen(databases[i].prefix)) == 0)
            rv_reading_set(reading, RV_REF_DATABASE, databases[i].name);
}

static void keep(rv_tagged *file, size_t which, const char *value)
{
    if (!file->kept[which])
        file->kept[which] = value;
}

static void own(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    static const unsigned char kept[] = { [WOS_MEDIUM] = KEPT_MEDIUM, [WOS_KIND] = KEPT_KIND, [WOS_MONTH] = KEPT_MONTH,
                                          [WOS_YEAR] = KEPT_YEAR, [WOS_NUMBER] = KEPT_NUMBER, [WOS_SUPPLEMENT] = KEPT_SUPPLEMENT,
                                          [WOS_SOURCE] = KEPT_SOURCE };

    switch ((wos_own)row->to) {
    case WOS_PEOPLE:
        people(file, row, value);
        break;
    case WOS_GROUP:
        rv_reading_name(file->reading, RV_ROLE_AUTHOR, rv_field_plain(file->reading, value), NULL, NULL);
        break;
    case WOS_PAGES:                                     /* "PS 2457-71", "AR e0209483": where there are no BP and EP */
        keep(file, KEPT_ARTICLE, value);
        break;
    case WOS_ACCESSION:
        accession(file->reading, value);
        break;
    default:
        keep(file, kept[row->to], value);
        break;
    }
}

/* "FEB 2011", or PD "SEP 5" and PY "2016". */
static void date(rv_tagged *file)
{
    rv_reading *reading = file->reading;
    const char *month = file->kept[KEPT_MONTH], *year = file->kept[KEPT_YEAR];
    size_t      n = month ? strlen(month) : 0;
    char       *text;

    if (year && rv_field_year(year) == 0)
        rv_tagged_tell(file, "odd-date", "PY", year, "holds no year");
    if (month && year && rv_field_year(month) == 0) {
        text = rv_arena_add(&reading->arena, month, n);
        text = reading->arena.failed ? text : rv_arena_extend(&reading->arena, text, n, " ", 1);
        month = reading->arena.failed ? text : rv_arena_extend(&reading->arena, text, n + 1, year, strlen(year));
    }
    rv_reading_date(reading, month);
    rv_reading_date(reading, year);
}

/* What a document type makes of a record: the first row whose medium (J, B, S, P; 0: any) fits and whose word stands in DT. */
static const char *type_of(const rv_tagged *file)
{
    static const struct { char medium; const char *word, *type; } types[] = {
        { 'P', "", "patent" }, { 0, "Preprint", "article" }, { 0, "Patent", "patent" }, { 0, "Thesis", "thesis" }, { 0, "Dissertation", "thesis" },
        { 0, "Data set", "dataset" }, { 0, "Data Set", "dataset" }, { 0, "Data study", "dataset" }, { 0, "Software", "software" },
        { 'J', "Book Review", "review-book" }, { 'J', "News Item", "article-journal" }, { 'J', "", "article-journal" },
        { 0, "Proceedings Paper", "paper-conference" }, { 0, "Meeting paper", "paper-conference" }, { 0, "Book Chapter", "chapter" },
    };
    const char *kind = file->kept[KEPT_KIND] ? file->kept[KEPT_KIND] : "", *medium = file->kept[KEPT_MEDIUM];
    const char *title = file->reading->record.text[RV_REF_TITLE], *source = file->reading->record.text[RV_REF_CONTAINER];
    bool        meeting = file->reading->record.text[RV_REF_EVENT] != NULL;
    size_t      i;

    for (i = 0; i < sizeof types / sizeof *types; i++)
        if ((!types[i].medium || (medium && *medium == types[i].medium)) && strstr(kind, types[i].word))
            return types[i].type;
    if (meeting)
        return "paper-conference";
    if (!medium || (*medium != 'B' && *medium != 'S'))
        return "article-journal";
    return *medium == 'S' ? "chapter" : source && title && !rv_tagged_same(source, title) ? "chapter" : "book";
}

/* Document types that say no more than the record's type does. */
static bool is_plain_kind(const char *kind)
{
    static const char *const kinds[] = { "Article", "Journal Paper", "Journal", "Book", "Book Chapter", "Article; Book Chapter",
                                         "Proceedings Paper", "Article; Proceedings Paper", "Article; Meeting paper", "Patent" };
    size_t i;

    for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (rv_tagged_is(kind, kinds[i]))
            return true;
    return false;
}

static void finish(rv_tagged *file)
{
    rv_reading *reading = file->reading;
    const char *type, *supplement = file->kept[KEPT_SUPPLEMENT];
    char       *issue;

    date(file);
    rv_reading_say(reading, RV_REF_CONTAINER, file->kept[KEPT_SOURCE]);
    type = type_of(file);
    rv_reading_set(reading, RV_REF_TYPE, type);
    if (strcmp(type, "book") == 0)                      /* SO says the title again */
        rv_reading_replace(reading, RV_REF_CONTAINER, NULL);
    if (strcmp(type, "patent") == 0)
        rv_reading_say(reading, RV_REF_NUMBER, file->kept[KEPT_NUMBER]);
    if (file->kept[KEPT_KIND] && !is_plain_kind(file->kept[KEPT_KIND]))
        rv_reading_say(reading, RV_REF_GENRE, file->kept[KEPT_KIND]);
    if (supplement && !reading->record.text[RV_REF_ISSUE]) {
        issue = rv_arena_add(&reading->arena, "Suppl. ", 7);
        rv_reading_say(reading, RV_REF_ISSUE, reading->arena.failed ? NULL
                       : rv_arena_extend(&reading->arena, issue, 7, supplement, strlen(supplement)));
    }
    if (file->kept[KEPT_ARTICLE])
        rv_reading_set(reading, RV_REF_PAGES, rv_tagged_pages(reading, file->kept[KEPT_ARTICLE]));
}

static const rv_tagged_format wos = { .table = &table, .more = "\n", .cut = cut, .own = own, .finish = finish, .closed = true };

static rv_status read_wos(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    return rv_tagged_read(reading, raw, charset, &wos, err);
}

/* "PT J" on a line of its own. */
static bool detect_wos(const char *text, size_t n)
{
    const char *line;
    size_t      at = 0, length;

    while (rv_tagged_sample(text, n, &at, &line, &length))
        if (length == 4 && memcmp(line, "PT ", 3) == 0 && line[3] >= 'A' && line[3] <= 'Z')
            return true;
    return false;
}

const rv_refs_format rv_format_wos = { detect_wos, read_wos };
