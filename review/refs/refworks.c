/* RefWorks Tagged Format: "A1 Okafor,Ada". */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tagged.h"

typedef enum { WORKS_TYPE, WORKS_DATE, WORKS_YEAR, WORKS_NOTE, WORKS_BOOK, WORKS_LINK } works_own;
enum { KEPT_TYPE, KEPT_DATE, KEPT_YEAR, KEPT_BOOK };

static const rv_tag_row rows[] = {
    { "A1", TAG_PERSON, RV_ROLE_AUTHOR, 0, TAG_LINES },
    { "A2", TAG_PERSON, RV_ROLE_EDITOR, 0, TAG_LINES },
    { "A3", TAG_PERSON, RV_ROLE_SERIES_EDITOR, 0, TAG_LINES },
    { "A4", TAG_RAW, 0, 0, 0 },
    { "A5", TAG_RAW, 0, 0, 0 },
    { "A6", TAG_RAW, 0, 0, 0 },
    { "AB", TAG_JOIN, RV_REF_ABSTRACT, 0, 0 },
    { "AD", TAG_RAW, 0, 0, 0 },
    { "AN", TAG_SAY, RV_REF_ACCESSION, 0, 0 },
    { "AV", TAG_RAW, 0, 0, 0 },
    { "CL", TAG_RAW, 0, 0, 0 },
    { "CN", TAG_RAW, 0, 0, 0 },
    { "CR", TAG_RAW, 0, 0, 0 },
    { "DB", TAG_SAY, RV_REF_DATABASE, 0, 0 },
    { "DO", TAG_DOI, 0, 0, 0 },
    { "DS", TAG_SAY, RV_REF_DATABASE, 1, 0 },
    { "ED", TAG_SAY, RV_REF_EDITION, 0, 0 },
    { "FD", TAG_OWN, WORKS_DATE, 0, 0 },
    { "ID", TAG_RAW, 0, 0, 0 },
    { "IP", TAG_RAW, 0, 0, 0 },
    { "IS", TAG_SAY, RV_REF_ISSUE, 0, 0 },
    { "JF", TAG_SAY, RV_REF_CONTAINER, 0, 0 },
    { "JO", TAG_SAY, RV_REF_ABBREVIATION, 0, 0 },
    { "K1", TAG_SPLIT, RV_REF_KEYWORD, 0, TAG_LINES },
    { "LA", TAG_SAY, RV_REF_LANGUAGE, 0, 0 },
    { "LK", TAG_OWN, WORKS_LINK, 0, TAG_LINES },
    { "LL", TAG_RAW, 0, 0, 0 },
    { "NO", TAG_OWN, WORKS_NOTE, 1, 0 },
    { "OL", TAG_RAW, 0, 0, 0 },
    { "OP", TAG_LAST_PAGE, 0, 0, 0 },
    { "OT", TAG_SAY, RV_REF_ORIGINAL_TITLE, 0, 0 },
    { "PB", TAG_SAY, RV_REF_PUBLISHER, 0, 0 },
    { "PMCID", TAG_SAY, RV_REF_PMCID, 0, 0 },
    { "PMID", TAG_PMID, 0, 0, 0 },
    { "PP", TAG_SAY, RV_REF_PLACE, 0, 0 },
    { "RD", TAG_RAW, 0, 0, 0 },
    { "RT", TAG_OWN, WORKS_TYPE, 0, TAG_MARK_A },
    { "SF", TAG_RAW, 0, 0, 0 },
    { "SL", TAG_RAW, 0, 0, 0 },
    { "SN", TAG_NUMBERS, 0, 0, 0 },
    { "SP", TAG_FIRST_PAGE, 0, 0, 0 },
    { "SR", TAG_RAW, 0, 0, 0 },
    { "ST", TAG_SAY, RV_REF_SHORT_TITLE, 0, 0 },
    { "T1", TAG_SAY, RV_REF_TITLE, 0, 0 },
    { "T2", TAG_OWN, WORKS_BOOK, 0, 0 },
    { "T3", TAG_SAY, RV_REF_SERIES, 0, 0 },
    { "U1", TAG_RAW, 0, 0, 0 },
    { "U10", TAG_RAW, 0, 0, 0 },
    { "U11", TAG_RAW, 0, 0, 0 },
    { "U12", TAG_RAW, 0, 0, 0 },
    { "U13", TAG_RAW, 0, 0, 0 },
    { "U14", TAG_RAW, 0, 0, 0 },
    { "U15", TAG_RAW, 0, 0, 0 },
    { "U2", TAG_RAW, 0, 0, 0 },
    { "U3", TAG_RAW, 0, 0, 0 },
    { "U4", TAG_RAW, 0, 0, 0 },
    { "U5", TAG_RAW, 0, 0, 0 },
    { "U6", TAG_RAW, 0, 0, 0 },
    { "U7", TAG_RAW, 0, 0, 0 },
    { "U8", TAG_RAW, 0, 0, 0 },
    { "U9", TAG_RAW, 0, 0, 0 },
    { "UL", TAG_OWN, WORKS_LINK, 0, TAG_LINES },
    { "VO", TAG_SAY, RV_REF_VOLUME, 0, 0 },
    { "WP", TAG_RAW, 0, 0, 0 },
    { "WT", TAG_RAW, 0, 0, 0 },
    { "WV", TAG_RAW, 0, 0, 0 },
    { "YR", TAG_OWN, WORKS_YEAR, 0, 0 },
};
static const rv_tag_table table = { rows, sizeof rows / sizeof *rows };

static const rv_tagged_type types[] = {
    { "Journal Article", "article-journal", NULL }, { "Journal, Electronic", "article-journal", NULL }, { "Journal", "article-journal", NULL },
    { "Abstract", "article-journal", "Abstract" }, { "Magazine Article", "article-magazine", NULL },
    { "Newspaper Article", "article-newspaper", NULL }, { "Book, Whole", "book", NULL }, { "Book", "book", NULL },
    { "Book, Edited", "book", NULL }, { "Monograph", "book", NULL }, { "Book, Section", "chapter", NULL }, { "Book Section", "chapter", NULL },
    { "Conference Proceedings", "paper-conference", NULL }, { "Conference Proceeding", "paper-conference", NULL },
    { "Dissertation", "thesis", NULL }, { "Dissertation/Thesis", "thesis", NULL },
    { "Dissertation/Thesis, Unpublished", "thesis", NULL }, { "Thesis", "thesis", NULL }, { "Report", "report", NULL },
    { "Web Page", "webpage", NULL }, { "Blog", "post-weblog", NULL }, { "Online Discussion Forum", "post", NULL },
    { "Computer Program", "software", NULL }, { "Dataset", "dataset", NULL }, { "Preprint", "article", "Preprint" },
    { "Unpublished Material", "manuscript", NULL }, { "Patent", "patent", NULL }, { "Grant", "document", "Grant" },
    { "Personal Communication", "personal_communication", NULL }, { "Hearing", "hearing", NULL }, { "Bills/Resolutions", "bill", NULL },
    { "Case/Court Decisions", "legal_case", NULL }, { "Laws/Statutes", "legislation", NULL }, { "Map", "map", NULL },
    { "Artwork", "graphic", NULL }, { "Motion Picture", "motion_picture", NULL }, { "Video", "motion_picture", NULL },
    { "Video/ DVD", "motion_picture", NULL }, { "Sound Recording", "song", NULL }, { "Music Score", "musical_score", NULL },
    { "Generic", "document", NULL },
};
enum { TYPES = sizeof types / sizeof *types };

/* ---- Lines ---------------------------------------------------------------------------------------------------------------- */

/* A tag that we know, a blank and a value; any other line goes on with the text before. */
static bool is_field(const char *s, size_t n, rv_tagged_field *field)
{
    size_t tag = 0;

    while (tag < n && tag < 6 && ((s[tag] >= 'A' && s[tag] <= 'Z') || (s[tag] >= '0' && s[tag] <= '9')))
        tag++;
    if (tag < 2 || tag > 5 || (tag < n && s[tag] != ' ' && s[tag] != '\t'))
        return false;
    *field = (rv_tagged_field){ .tag = s, .n_tag = tag, .value = s + tag, .n = n - tag, .row = rv_tagged_row(&table, s, tag) };
    return field->row != NULL;
}

static rv_tagged_line cut(rv_tagged *file, const rv_line *line, const char *s, size_t n, rv_tagged_field *field)
{
    if (!is_field(s, n, field)) {
        field->tag = NULL;
        return file->inside ? LINE_MORE : LINE_NONE;
    }
    if (!(field->row->flags & TAG_MARK_A) || field->n == 0)
        return LINE_FIELD;
    if (file->inside && !file->gap)
        rv_reading_problem(file->reading, "missing-separator", line->number, file->reading->record.number,
                           "no blank line stands between this record and the next");
    return LINE_BEGIN;
}

/* ---- From tags to fields -------------------------------------------------------------------------------------------------- */

static void own(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    rv_reading *reading = file->reading;
    static const unsigned char kept[] = { [WORKS_TYPE] = KEPT_TYPE, [WORKS_DATE] = KEPT_DATE, [WORKS_YEAR] = KEPT_YEAR, [WORKS_BOOK] = KEPT_BOOK };

    switch ((works_own)row->to) {
    case WORKS_NOTE:                                    /* "doi: 10.1086/374030" */
        rv_reading_set(reading, RV_REF_DOI, strncmp(value, "doi", 3) == 0 ? rv_field_doi(reading, value) : NULL);
        rv_reading_say(reading, RV_REF_NOTE, value);
        break;
    case WORKS_LINK:
        if (rv_field_is_url(value))
            rv_reading_say(reading, RV_REF_URL, value);
        break;
    default:
        if (!file->kept[kept[row->to]])
            file->kept[kept[row->to]] = value;
        break;
    }
}

/* YR and what FD says of month and day: "Feb", "01/01", "2003 Jan 5". */
static void date(rv_tagged *file)
{
    rv_reading *reading = file->reading;
    const char *year = file->kept[KEPT_YEAR], *rest = file->kept[KEPT_DATE];
    size_t      n = year ? strlen(year) : 0;
    char       *text;

    if (year && rv_field_year(year) == 0)
        rv_tagged_tell(file, "odd-date", "YR", year, "holds no year");
    if (n == 4 && rest && rest[strspn(rest, "0123456789/")] == '\0' && strlen(rest) <= 5) {
        text = rv_arena_add(&reading->arena, year, n);
        text = reading->arena.failed ? text : rv_arena_extend(&reading->arena, text, n, "/", 1);
        rest = reading->arena.failed ? text : rv_arena_extend(&reading->arena, text, n + 1, rest, strlen(rest));
        rv_reading_date(reading, rest);
        return;
    }
    rv_reading_date(reading, year);
    rv_reading_date(reading, rest);
}

static void finish(rv_tagged *file)
{
    rv_reading           *reading = file->reading;
    const char           *name = file->kept[KEPT_TYPE];
    const rv_tagged_type *type = name ? rv_tagged_type_of(types, TYPES, name) : NULL;
    bool                  whole;

    if (name && !type)
        rv_tagged_tell(file, "unknown-type", "RT", name, "is not a reference type");
    rv_reading_set(reading, RV_REF_TYPE, type ? type->type : "document");
    rv_reading_set(reading, RV_REF_GENRE, type ? type->genre : NULL);
    date(file);
    whole = type && (strcmp(type->type, "book") == 0 || strcmp(type->type, "thesis") == 0 || strcmp(type->type, "report") == 0);
    rv_reading_say(reading, whole ? RV_REF_SERIES : RV_REF_CONTAINER, file->kept[KEPT_BOOK]);
    if (whole && file->first_page && !file->last_page && !strchr(file->first_page, '-'))
        rv_reading_replace(reading, RV_REF_PAGES, NULL);                /* how long a book is */
}

static const rv_tagged_format refworks = { .table = &table, .more = "\n", .cut = cut, .own = own, .finish = finish };

static rv_status read_refworks(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    return rv_tagged_read(reading, raw, charset, &refworks, err);
}

/* A line "RT Journal Article", or another type that there is. */
static bool detect_refworks(const char *text, size_t n)
{
    const char *line;
    size_t      at = 0, length;
    char        type[40];

    while (rv_tagged_sample(text, n, &at, &line, &length)) {
        if (length > 5 && memcmp(line, "TY  -", 5) == 0)
            return false;                               /* RIS comes first */
        if (length > 3 && length < sizeof type && memcmp(line, "RT ", 3) == 0) {
            memcpy(type, line + 3, length - 3);
            type[length - 3] = '\0';
            if (rv_tagged_type_of(types, TYPES, type))
                return true;
        }
    }
    return false;
}

const rv_refs_format rv_format_refworks = { detect_refworks, read_refworks };
