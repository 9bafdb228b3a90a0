/* Refer (refer, BibIX), and what EndNote exports by that name (ENW): "%A Okafor, Ada". */
#include <config.h>

#include <string.h>

#include "tagged.h"

typedef enum {
    REFER_TYPE, REFER_AUTHOR, REFER_THIRD, REFER_FOURTH, REFER_PAGES, REFER_NUMBER, REFER_EDITION, REFER_DATE, REFER_JOURNAL,
    REFER_BOOK, REFER_ISSUE
} refer_own;
enum { KEPT_TYPE, KEPT_PAGES, KEPT_NUMBER, KEPT_EDITION, KEPT_JOURNAL, KEPT_BOOK, KEPT_ISSUE };

static const rv_tag_row rows[] = {
    { "%!", TAG_SAY, RV_REF_SHORT_TITLE, 0, 0 },
    { "%#", TAG_RAW, 0, 0, 0 },
    { "%$", TAG_RAW, 0, 0, 0 },
    { "%&", TAG_RAW, 0, 0, 0 },
    { "%(", TAG_RAW, 0, 0, 0 },
    { "%)", TAG_RAW, 0, 0, 0 },
    { "%*", TAG_RAW, 0, 0, 0 },
    { "%+", TAG_RAW, 0, 0, 0 },
    { "%0", TAG_OWN, REFER_TYPE, 0, TAG_MARK_A },
    { "%1", TAG_RAW, 0, 0, 0 },
    { "%2", TAG_RAW, 0, 0, 0 },
    { "%3", TAG_RAW, 0, 0, 0 },
    { "%4", TAG_RAW, 0, 0, 0 },
    { "%5", TAG_RAW, 0, 0, 0 },
    { "%6", TAG_RAW, 0, 0, 0 },
    { "%7", TAG_OWN, REFER_EDITION, 0, 0 },
    { "%8", TAG_OWN, REFER_DATE, 0, 0 },
    { "%9", TAG_SAY, RV_REF_GENRE, 0, 0 },
    { "%<", TAG_RAW, 0, 0, 0 },
    { "%=", TAG_RAW, 0, 0, 0 },
    { "%>", TAG_SAY, RV_REF_FILE, 0, 0 },
    { "%?", TAG_OWN, REFER_FOURTH, 1, TAG_LINES },
    { "%@", TAG_NUMBERS, 0, 0, TAG_LINES },
    { "%A", TAG_OWN, REFER_AUTHOR, 0, TAG_LINES | TAG_MARK_C },
    { "%B", TAG_OWN, REFER_BOOK, 0, 0 },
    { "%C", TAG_SAY, RV_REF_PLACE, 0, 0 },
    { "%D", TAG_OWN, REFER_DATE, 0, 0 },
    { "%E", TAG_OWN, REFER_AUTHOR, 0, TAG_LINES },
    { "%F", TAG_SAY, RV_REF_KEY, 0, 0 },
    { "%G", TAG_COMMAS, RV_REF_LANGUAGE, 0, 0 },
    { "%H", TAG_RAW, 0, 0, 0 },
    { "%I", TAG_SAY, RV_REF_PUBLISHER, 0, 0 },
    { "%J", TAG_OWN, REFER_JOURNAL, 0, 0 },
    { "%K", TAG_SPLIT, RV_REF_KEYWORD, 0, TAG_LINES },
    { "%L", TAG_RAW, 0, 0, 0 },
    { "%M", TAG_SAY, RV_REF_ACCESSION, 0, 0 },
    { "%N", TAG_OWN, REFER_ISSUE, 0, 0 },
    { "%O", TAG_SAY, RV_REF_NOTE, 0, 0 },
    { "%P", TAG_OWN, REFER_PAGES, 0, 0 },
    { "%Q", TAG_RAW, 0, 0, 0 },
    { "%R", TAG_OWN, REFER_NUMBER, 0, 0 },
    { "%S", TAG_SAY, RV_REF_SERIES, 0, 0 },
    { "%T", TAG_SAY, RV_REF_TITLE, 0, TAG_MARK_B },
    { "%U", TAG_SAY, RV_REF_URL, 0, TAG_LINES },
    { "%V", TAG_SAY, RV_REF_VOLUME, 0, 0 },
    { "%W", TAG_RAW, 0, 0, 0 },
    { "%X", TAG_SAY, RV_REF_ABSTRACT, 0, 0 },
    { "%Y", TAG_OWN, REFER_THIRD, 1, TAG_LINES },
    { "%Z", TAG_SAY, RV_REF_NOTE, 0, 0 },
    { "%[", TAG_RAW, 0, 0, 0 },
    { "%]", TAG_RAW, 0, 0, 0 },
    { "%^", TAG_RAW, 0, 0, 0 },
    { "%|", TAG_RAW, 0, 0, 0 },
    { "%~", TAG_SAY, RV_REF_DATABASE, 0, 0 },
};
static const rv_tag_table table = { rows, sizeof rows / sizeof *rows };
enum { SEEN_TYPE = TAG_MARK_A, SEEN_TITLE = TAG_MARK_B, SEEN_AUTHOR = TAG_MARK_C, TYPE_FIRST = 32 };

/* EndNote's reference types, and what other programs write there. */
static const rv_tagged_type types[] = {
    { "Journal Article", "article-journal", NULL }, { "Journal", "article-journal", NULL },
    { "Electronic Article", "article-journal", NULL }, { "Magazine Article", "article-magazine", NULL },
    { "Newspaper Article", "article-newspaper", NULL }, { "Book", "book", NULL }, { "Edited Book", "book", NULL },
    { "Electronic Book", "book", NULL }, { "Book Section", "chapter", NULL }, { "Book Chapter", "chapter", NULL },
    { "Electronic Book Section", "chapter", NULL }, { "Conference Paper", "paper-conference", NULL },
    { "Conference Proceedings", "paper-conference", NULL }, { "Conference", "paper-conference", NULL }, { "Thesis", "thesis", NULL },
    { "Dissertation", "thesis", NULL }, { "Report", "report", NULL }, { "Government Document", "report", NULL },
    { "Web Page", "webpage", NULL }, { "Blog", "post-weblog", NULL }, { "Discussion Forum", "post", NULL }, { "Dataset", "dataset", NULL },
    { "Aggregated Database", "dataset", NULL }, { "Online Database", "dataset", NULL }, { "Computer Program", "software", NULL },
    { "Unpublished Work", "manuscript", NULL }, { "Manuscript", "manuscript", NULL }, { "Preprint", "article", "Preprint" },
    { "Patent", "patent", NULL }, { "Standard", "standard", NULL }, { "Encyclopedia", "entry-encyclopedia", NULL },
    { "Dictionary", "entry-dictionary", NULL }, { "Serial", "periodical", NULL }, { "Catalog", "book", NULL },
    { "Classical Work", "classic", NULL }, { "Ancient Text", "classic", NULL }, { "Pamphlet", "pamphlet", NULL },
    { "Personal Communication", "personal_communication", NULL }, { "Interview", "interview", NULL }, { "Hearing", "hearing", NULL },
    { "Bill", "bill", NULL }, { "Case", "legal_case", NULL }, { "Statute", "legislation", NULL }, { "Legal Rule or Regulation", "regulation", NULL },
    { "Map", "map", NULL }, { "Artwork", "graphic", NULL }, { "Chart or Table", "graphic", NULL }, { "Figure", "figure", NULL },
    { "Equation", "figure", NULL }, { "Audiovisual Material", "motion_picture", NULL }, { "Film or Broadcast", "motion_picture", NULL },
    { "Video", "motion_picture", NULL }, { "Television Episode", "broadcast", NULL }, { "Audio", "song", NULL }, { "Podcast", "song", NULL },
    { "Music", "musical_score", NULL }, { "Multimedia Application", "software", NULL }, { "Press Release", "document", "Press release" },
    { "Grant", "document", "Grant" }, { "Generic", "document", NULL },
};

/* ---- Lines ---------------------------------------------------------------------------------------------------------------- */

/* "%A Okafor, Ada": a per cent sign, a sign, and a blank or the end of the line. */
static bool is_field(const char *s, size_t n, rv_tagged_field *field)
{
    if (n < 2 || *s != '%' || (n > 2 && s[2] != ' ' && s[2] != '\t') || s[1] <= ' ' || s[1] > '~')
        return false;
    *field = (rv_tagged_field){ .tag = s, .n_tag = 2, .value = s + 2, .n = n - 2, .row = rv_tagged_row(&table, s, 2) };
    return true;
}

/* A record begins with %0, or behind a blank line. Some write several %0 at its beginning, some %T before it. Where %0 comes first, a
   blank line may stand within an abstract: then only %0, or a second title, begins the next. */
static bool begins(const rv_tagged *file, const rv_tagged_field *field)
{
    unsigned flags = field->row ? field->row->flags : 0;

    if (!file->inside)
        return field->row && (!file->mixed || (flags & SEEN_TYPE));
    if (flags & SEEN_TYPE)
        return file->gap || ((file->seen & SEEN_TYPE) && !(file->now && (file->now->flags & SEEN_TYPE)));
    if (!file->gap)
        return false;
    return (file->reading->n_tags > 0 && !(file->reading->tags[0].tag[1] == '0')) || ((flags & (SEEN_TITLE | SEEN_AUTHOR)) && (file->seen & SEEN_TITLE));
}

static rv_tagged_line cut(rv_tagged *file, const rv_line *line, const char *s, size_t n, rv_tagged_field *field)
{
    size_t indent = 0;

    if (file->indent == (size_t)-1) {
        while (indent < n && (s[indent] == ' ' || s[indent] == '\t'))
            indent++;
        if (!is_field(s + indent, n - indent, field) || !field->row)
            return LINE_NONE;
        file->indent = indent;
        s += indent;
        n -= indent;
    }
    if (!is_field(s, n, field))
        return LINE_MORE;
    if (!begins(file, field))
        return LINE_FIELD;
    if (file->inside && !file->gap)
        rv_reading_problem(file->reading, "missing-separator", line->number, file->reading->record.number,
                           "no blank line stands between this record and the next");
    return LINE_BEGIN;
}

/* ---- From tags to fields -------------------------------------------------------------------------------------------------- */

/* EndNote ends an organisation's name with a comma; many exports do not, and the name has to say it. */
static bool is_organisation(const char *name)
{
    static const char *const words[] = { " of ", " for ", " and ", " the ", "rganisation", "rganization", "niversity", "nstitut", "inistry",
                                         "epartment", "ommittee", "ommission", "ssociation", "ociety", "ouncil", "oundation", " Cent",
                                         "onsortium", "ollaborat", "Group", "Office", "Agency", "Bureau", "Network", "College", "Bank",
                                         " Inc", " Ltd", "Team" };
    size_t i, blanks = 0;

    for (i = 0; name[i]; i++)
        blanks += name[i] == ' ';
    if (blanks == 0 || blanks > 4)
        return true;
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(name, words[i]))
            return true;
    return false;
}

static void person(rv_tagged *file, rv_ref_role role, const rv_tag_row *row, const char *value)
{
    rv_reading *reading = file->reading;
    const char *name = rv_field_plain(reading, value), *last = name ? strrchr(name, ' ') : NULL;
    bool        fine;

    if (!name)
        return;
    if (strchr(name, ',') || is_organisation(name) || (last && strlen(last + 1) <= 3 && last[1 + strspn(last + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0'))
        fine = rv_reading_person(reading, role, name);
    else
        fine = rv_reading_person_forward(reading, role, name);
    if (!fine)
        rv_tagged_tell(file, "odd-author", row->tag, value, "holds no name; left out");
}

/* The types that have chapters and papers: there the third author edits the series. Elsewhere he translates. */
static rv_ref_role third(const rv_tagged *file)
{
    const rv_tagged_type *type = file->kept[KEPT_TYPE] ? rv_tagged_type_of(types, sizeof types / sizeof *types, file->kept[KEPT_TYPE]) : NULL;

    return type && (strcmp(type->type, "chapter") == 0 || strcmp(type->type, "paper-conference") == 0) ? RV_ROLE_SERIES_EDITOR
                                                                                                      : RV_ROLE_TRANSLATOR;
}

static void type(rv_tagged *file, const char *value)
{
    if (rv_tagged_type_of(types, sizeof types / sizeof *types, value))
        file->kept[KEPT_TYPE] = value;                  /* of several the last that we know: "Serial", "Audio" */
    else
        rv_tagged_tell(file, "unknown-type", "%0", value, "is not a reference type");
}

static void own(rv_tagged *file, const rv_tag_row *row, const char *value)
{
    rv_reading *reading = file->reading;
    static const unsigned char kept[] = { [REFER_PAGES] = KEPT_PAGES, [REFER_NUMBER] = KEPT_NUMBER, [REFER_EDITION] = KEPT_EDITION,
                                          [REFER_JOURNAL] = KEPT_JOURNAL, [REFER_BOOK] = KEPT_BOOK, [REFER_ISSUE] = KEPT_ISSUE };

    switch ((refer_own)row->to) {
    case REFER_TYPE:
        type(file, value);
        break;
    case REFER_AUTHOR:
        person(file, row->tag[1] == 'E' ? RV_ROLE_EDITOR : RV_ROLE_AUTHOR, row, value);
        break;
    case REFER_THIRD:
        person(file, third(file), row, value);
        break;
    case REFER_FOURTH:
        person(file, RV_ROLE_TRANSLATOR, row, value);
        break;
    case REFER_DATE:
        if (row->tag[1] == 'D' && rv_field_year(value) == 0)
            rv_tagged_tell(file, "odd-date", row->tag, value, "holds no year");
        rv_reading_date(reading, value);
        break;
    case REFER_NUMBER:
        rv_reading_set(reading, RV_REF_DOI, rv_field_doi(reading, value));
        file->kept[KEPT_NUMBER] = file->kept[KEPT_NUMBER] ? file->kept[KEPT_NUMBER] : value;
        break;
    default:
        file->kept[kept[row->to]] = file->kept[kept[row->to]] ? file->kept[kept[row->to]] : value;
        break;
    }
}

/* What a record without %0 is. */
static const char *guess(const rv_tagged *file)
{
    const char *const *text = file->reading->record.text;

    if (file->kept[KEPT_JOURNAL] || (file->kept[KEPT_BOOK] && text[RV_REF_VOLUME] && file->kept[KEPT_ISSUE]))
        return "article-journal";
    return file->kept[KEPT_BOOK] ? "chapter" : text[RV_REF_PUBLISHER] ? "book" : "document";
}

static void finish(rv_tagged *file)
{
    rv_reading           *reading = file->reading;
    const rv_tagged_type *found = file->kept[KEPT_TYPE] ? rv_tagged_type_of(types, sizeof types / sizeof *types, file->kept[KEPT_TYPE]) : NULL;
    const char           *name = found ? found->type : guess(file), *number = file->kept[KEPT_NUMBER], *pages = file->kept[KEPT_PAGES];
    bool                  whole = strcmp(name, "book") == 0 || strcmp(name, "thesis") == 0 || strcmp(name, "report") == 0;

    rv_reading_set(reading, RV_REF_TYPE, name);
    rv_reading_set(reading, RV_REF_GENRE, found ? found->genre : NULL);
    rv_reading_say(reading, RV_REF_CONTAINER, file->kept[KEPT_JOURNAL]);
    rv_reading_say(reading, whole ? RV_REF_SERIES : RV_REF_CONTAINER, file->kept[KEPT_BOOK]);
    rv_reading_say(reading, strcmp(name, "report") == 0 ? RV_REF_NUMBER : RV_REF_ISSUE, file->kept[KEPT_ISSUE]);
    if (strcmp(name, "article-journal") != 0)           /* of an article %7 is the day it came out online */
        rv_reading_say(reading, RV_REF_EDITION, file->kept[KEPT_EDITION]);
    if (number && (strcmp(name, "report") == 0 || strcmp(name, "patent") == 0))
        rv_reading_say(reading, RV_REF_NUMBER, number);
    if (pages && !(whole && !strchr(pages, '-')))       /* "173 s." is how long a book is */
        rv_reading_set(reading, RV_REF_PAGES, rv_tagged_pages(reading, pages));
}

static const rv_tagged_format refer = { .table = &table, .more = "\n", .cut = cut, .own = own, .finish = finish };

static rv_status read_refer(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    return rv_tagged_read(reading, raw, charset, &refer, err);
}

/* The first line that says anything is a field that we know. */
static bool detect_refer(const char *text, size_t n)
{
    rv_tagged_field field;
    const char     *line;
    size_t          at = 0, length;

    while (rv_tagged_sample(text, n, &at, &line, &length)) {
        while (length > 0 && (*line == ' ' || *line == '\t'))
            line++, length--;
        if (length > 0)
            return is_field(line, length, &field) && field.row;
    }
    return false;
}

const rv_refs_format rv_format_refer = { detect_refer, read_refer };
