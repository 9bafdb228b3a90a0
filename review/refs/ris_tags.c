#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "ris.h"

/* ---- What a tag means in general --------------------------------------------------------------------------------------- */

/* Reference Manager 2001 and EndNote 2011 by tag, with what databases do beside them (EBSCO keeps the DOI in L3, Embase its number in
   U2, Web of Science the publisher in PU). */
#define CODE(a, b) (((a) - '0') * 43 + ((b) - '0'))
#define AT(a, b) [CODE(a, b)]
#define TEXT(slot, rank, flags) { RIS_TEXT, (slot), (rank), SHAPE_ANY, (flags) }
#define SHAPED(slot, rank, shape, flags) { RIS_TEXT, (slot), (rank), (shape), (flags) }
#define PERSON(role) { RIS_PERSON, (role), 1, SHAPE_ANY, 0 }
#define IS(role, flags) { (role), 0, 1, SHAPE_ANY, (flags) }
#define KNOWN IS(RIS_KNOWN, 0)
static const ris_tag tags[RIS_CODES] = {
    AT('T', 'Y') = IS(RIS_TYPE, 0),                          AT('E', 'R') = IS(RIS_END, 0),
    AT('X', 'F') = IS(RIS_OURS, 0),
    AT('T', 'I') = TEXT(RV_REF_TITLE, 1, RIS_SINGLE),        AT('T', '1') = TEXT(RV_REF_TITLE, 2, RIS_SINGLE),
    AT('C', 'T') = TEXT(RV_REF_TITLE, 3, 0),                 AT('S', 'T') = TEXT(RV_REF_SHORT_TITLE, 1, 0),
    AT('T', 'T') = TEXT(RV_REF_ORIGINAL_TITLE, 1, 0),        AT('B', 'T') = TEXT(SLOT_BOOK, 1, RIS_SINGLE),
    AT('A', 'U') = PERSON(RV_ROLE_AUTHOR),                   AT('A', '1') = PERSON(RV_ROLE_AUTHOR),
    AT('A', '2') = PERSON(RV_ROLE_EDITOR),                   AT('E', 'D') = PERSON(RV_ROLE_EDITOR),
    AT('A', '3') = PERSON(RV_ROLE_SERIES_EDITOR),            AT('A', '4') = PERSON(RV_ROLE_TRANSLATOR),
    AT('P', 'Y') = TEXT(SLOT_YEAR, 1, RIS_SINGLE),           AT('Y', '1') = TEXT(SLOT_FIRST_DATE, 1, RIS_SINGLE),
    AT('D', 'A') = TEXT(SLOT_DATE, 1, 0),                    AT('Y', '2') = KNOWN,
    AT('T', '2') = TEXT(RV_REF_CONTAINER, 1, RIS_SINGLE),    AT('J', 'F') = TEXT(SLOT_FULL, 1, RIS_SINGLE),
    AT('J', 'O') = TEXT(SLOT_EITHER, 1, 0),                  AT('T', '3') = TEXT(RV_REF_SERIES, 2, 0),
    AT('J', '2') = TEXT(RV_REF_ABBREVIATION, 1, 0),          AT('J', 'A') = TEXT(RV_REF_ABBREVIATION, 2, 0),
    AT('J', 'I') = TEXT(RV_REF_ABBREVIATION, 3, 0),          AT('J', '9') = TEXT(RV_REF_ABBREVIATION, 4, RIS_SIGN),
    AT('N', 'L') = TEXT(RV_REF_ABBREVIATION, 5, 0),          AT('J', '1') = TEXT(RV_REF_ABBREVIATION, 6, 0),
    AT('V', 'L') = TEXT(RV_REF_VOLUME, 1, RIS_SINGLE),       AT('V', 'O') = TEXT(RV_REF_VOLUME, 2, RIS_SIGN),
    AT('I', 'S') = TEXT(RV_REF_ISSUE, 1, RIS_SINGLE),        AT('C', 'P') = SHAPED(RV_REF_ISSUE, 2, SHAPE_ISSUE, 0),
    AT('M', '1') = SHAPED(RV_REF_NUMBER, 2, SHAPE_SHORT, 0),               AT('N', 'V') = KNOWN,
    AT('S', 'P') = TEXT(SLOT_FIRST_PAGE, 1, RIS_SINGLE),     AT('E', 'P') = TEXT(SLOT_LAST_PAGE, 1, RIS_SINGLE),
    AT('C', '7') = TEXT(SLOT_ARTICLE, 1, RIS_MAY_DOI | RIS_MAY_PMCID),
    AT('D', 'O') = { RIS_DOI, 0, 1, SHAPE_ANY, 0 },          AT('D', 'I') = { RIS_DOI, 0, 2, SHAPE_ANY, 0 },
    AT('L', '3') = { RIS_FILE, 0, 3, SHAPE_ANY, RIS_MAY_DOI }, AT('M', '3') = TEXT(RV_REF_GENRE, 1, RIS_MAY_DOI),
    AT('L', '1') = IS(RIS_FILE, RIS_MAY_DOI),                AT('L', '4') = IS(RIS_FILE, 0),
    AT('U', 'R') = IS(RIS_ADDRESS, RIS_SIGN),                AT('L', '2') = IS(RIS_ADDRESS, RIS_SIGN),
    AT('L', 'K') = IS(RIS_ADDRESS, RIS_SIGN),                AT('S', 'N') = IS(RIS_NUMBERS, 0),
    AT('A', 'N') = TEXT(RV_REF_ACCESSION, 1, RIS_MAY_PMCID | RIS_SIGN),
    AT('U', 'T') = TEXT(RV_REF_ACCESSION, 2, RIS_SIGN),      AT('U', '2') = SHAPED(RV_REF_ACCESSION, 3, SHAPE_EMBASE, RIS_SIGN),
    AT('I', 'D') = TEXT(RV_REF_KEY, 1, RIS_SIGN),            AT('U', '1') = IS(RIS_PMID_SAID, 0),
    AT('P', 'B') = TEXT(RV_REF_PUBLISHER, 1, 0),             AT('P', 'U') = TEXT(RV_REF_PUBLISHER, 2, 0),
    AT('C', 'Y') = TEXT(RV_REF_PLACE, 1, 0),                 AT('P', 'P') = TEXT(RV_REF_PLACE, 2, 0),
    AT('P', 'I') = TEXT(RV_REF_PLACE, 3, RIS_SIGN),          AT('P', 'A') = IS(RIS_KNOWN, RIS_SIGN),
    AT('A', 'B') = TEXT(RV_REF_ABSTRACT, 1, RIS_SINGLE),     AT('N', '2') = TEXT(RV_REF_ABSTRACT, 2, RIS_SINGLE),
    AT('K', 'W') = IS(RIS_KEYWORDS, 0),                      AT('L', 'A') = TEXT(RV_REF_LANGUAGE, 1, 0),
    AT('N', '1') = IS(RIS_NOTE, 0),                          AT('R', 'N') = IS(RIS_NOTE, 0),
    AT('E', 'T') = TEXT(RV_REF_EDITION, 1, 0),
    AT('D', 'B') = TEXT(RV_REF_DATABASE, 1, RIS_SIGN),       AT('D', 'P') = TEXT(RV_REF_DATABASE, 2, RIS_SIGN),
    AT('C', '1') = IS(RIS_KNOWN, RIS_MAY_DOI),               AT('C', '2') = IS(RIS_KNOWN, RIS_MAY_DOI | RIS_MAY_PMCID),
    AT('C', '3') = IS(RIS_KNOWN, RIS_MAY_DOI | RIS_MAY_PMCID), AT('C', '4') = IS(RIS_KNOWN, RIS_MAY_DOI),
    AT('C', '5') = IS(RIS_KNOWN, RIS_MAY_DOI),               AT('C', '6') = IS(RIS_KNOWN, RIS_MAY_DOI),
    AT('C', '8') = IS(RIS_KNOWN, RIS_MAY_DOI),               AT('M', '2') = KNOWN,
    AT('U', '3') = KNOWN,                                    AT('U', '4') = KNOWN,
    AT('U', '5') = KNOWN,                                    AT('A', 'D') = KNOWN,
    AT('A', 'V') = KNOWN,                                    AT('R', 'P') = KNOWN,
    AT('C', 'N') = KNOWN,                                    AT('C', 'A') = KNOWN,
    AT('L', 'B') = KNOWN,                                    AT('O', 'P') = KNOWN,
    AT('R', 'I') = KNOWN,                                    AT('S', 'E') = KNOWN,
    AT('S', 'V') = KNOWN,                                    AT('T', 'A') = KNOWN,
    AT('W', 'E') = IS(RIS_KNOWN, RIS_SIGN),                  AT('A', 'I') = IS(RIS_KNOWN, RIS_SIGN),
    AT('C', 'C') = KNOWN,                                    AT('X', 'R') = KNOWN,
    AT('N', 'S') = KNOWN,
};

/* ---- Dialects ---------------------------------------------------------------------------------------------------------- */

/* What databases write otherwise. Of EndNote, Zotero, Mendeley, ERIC, IEEE, JSTOR, TRID, Covidence, EPPI-Reviewer and ASReview all is
   in the general table, and in the notes that decisions.c reads. */
static const ris_row wos[] = { { "C3", KNOWN }, { "", KNOWN } };                   /* affiliations */
static const ris_row embase[] = {
    { "M1", KNOWN }, { "C5", IS(RIS_PMID, 0) }, { "", KNOWN },                     /* M1: affiliations */
};
static const ris_row ovid[] = {                                 /* A2: names cited; M1: references; M3: classification; L2: a session */
    { "A2", KNOWN }, { "M1", KNOWN }, { "M3", KNOWN }, { "L2", KNOWN }, { "ID", TEXT(RV_REF_ACCESSION, 2, 0) }, { "", KNOWN },
};
static const ris_row scopus[] = { { "C2", IS(RIS_PMID, 0) }, { "A2", PERSON(RV_ROLE_EDITOR) }, { "", KNOWN } };
static const ris_row ebsco[] = {                                /* keywords with semicolons within; U1: sponsor; M1: degree */
    { "KW", IS(RIS_KEYWORD, 0) }, { "N1", IS(RIS_NOTE_EBSCO, 0) }, { "U1", KNOWN }, { "M1", TEXT(RV_REF_GENRE, 2, 0) },
    { "ID", TEXT(RV_REF_ACCESSION, 2, 0) }, { "", KNOWN },
};
static const ris_row proquest[] = {                             /* links, not files; the adviser of a thesis */
    { "L1", IS(RIS_ADDRESS, 0) }, { "A3", PERSON(RV_ROLE_OTHER) }, { "", KNOWN },
};
static const ris_row dimensions[] = { { "A2", PERSON(RV_ROLE_EDITOR) }, { "", KNOWN } };
static const ris_row lens[] = { { "ID", TEXT(RV_REF_ACCESSION, 2, 0) }, { "", KNOWN } };
static const ris_row cochrane[] = { { "C3", IS(RIS_PMID_SAID, 0) }, { "XR", IS(RIS_PMID_SAID, 0) }, { "", KNOWN } };
static const ris_row rayyan[] = { { "ID", KNOWN }, { "", KNOWN } };                /* a row's number */
static const ris_row ieee[] = { { "", KNOWN } };

/* How a value shows who wrote it. A shape has 9 for a digit. */
typedef enum { THERE, BEGINS, HOLDS, SHAPE } sign_kind;
static const struct sign {
    char           tag[3];
    sign_kind      kind;
    const char    *text;
    const ris_row *rows;
} signs[] = {                                                   /* the first that is found counts */
    { "WE", THERE, "", wos },                  { "PA", THERE, "", wos },               { "J9", THERE, "", wos },
    { "U2", SHAPE, "L9", embase },             { "UR", HOLDS, "embase.com", embase },  { "LK", HOLDS, "EMBASE", embase },
    { "AI", THERE, "", ovid },                 { "L2", HOLDS, "ovid", ovid },          { "UR", HOLDS, "ovidsp", ovid },
    { "DP", HOLDS, "ovid", ovid },             { "DB", HOLDS, "ovid", ovid },          { "AN", SHAPE, "9999-99999-999", ebsco },
    { "ID", SHAPE, "9999-99999-999", ebsco },  { "DP", HOLDS, "ebsco", ebsco },        { "UR", HOLDS, "ebscohost.com", ebsco },
    { "DB", HOLDS, "scopus", scopus },         { "UR", HOLDS, "scopus.com", scopus },  { "DB", HOLDS, "proquest", proquest },
    { "DP", HOLDS, "proquest", proquest },     { "UR", HOLDS, "proquest.com", proquest },
    { "AN", BEGINS, "pub.", dimensions },      { "UR", HOLDS, "dimensions.ai", dimensions },
    { "ID", SHAPE, "999-999-999-999-999", lens }, { "UR", HOLDS, "lens.org", lens },
    { "AN", BEGINS, "CN-", cochrane },         { "UR", HOLDS, "cochranelibrary.com", cochrane },
    { "AN", BEGINS, "rayyan-", rayyan },       { "UR", HOLDS, "ieeexplore", ieee },    { "VO", THERE, "", ieee },
};
enum { SIGNS = sizeof signs / sizeof *signs };

/* ---- Types ------------------------------------------------------------------------------------------------------------- */

/* Where EndNote's fields of a type stand in other tags than those of articles. People as EndNote has them only where the record is of its
   kind: with Reference Manager A2 is always an editor. */
#define MODERN(role) { RIS_PERSON, (role), 1, SHAPE_ANY, RIS_MODERN }
#define OTHERS(tag) { tag, MODERN(RV_ROLE_OTHER) }
#define IN_SERIES { "T2", TEXT(RV_REF_SERIES, 1, RIS_SINGLE) }, { "T3", TEXT(RV_REF_SERIES, 2, 0) }
#define EXTENT { "SP", TEXT(SLOT_EXTENT, 1, RIS_SINGLE) }
#define END { "", KNOWN }
static const ris_row journal[] = {                              /* ET: when it appeared ahead of print */
    { "M1", SHAPED(RV_REF_ISSUE, 3, SHAPE_NUMBER, 0) }, { "ET", KNOWN }, END,
};
static const ris_row ejournal[] = { { "M1", TEXT(RV_REF_ISSUE, 3, 0) }, { "T3", KNOWN }, END };
static const ris_row magazine[] = { { "M1", TEXT(RV_REF_ISSUE, 3, 0) }, END };
static const ris_row newspaper[] = { { "M1", KNOWN }, END };
static const ris_row book[] = {
    { "A2", MODERN(RV_ROLE_SERIES_EDITOR) }, { "A3", MODERN(RV_ROLE_EDITOR) }, IN_SERIES, EXTENT, END,
};
static const ris_row edited_book[] = {
    { "AU", PERSON(RV_ROLE_EDITOR) }, { "A1", PERSON(RV_ROLE_EDITOR) }, { "A2", PERSON(RV_ROLE_SERIES_EDITOR) }, IN_SERIES, EXTENT, END,
};
static const ris_row ebook[] = { IN_SERIES, EXTENT, END };
static const ris_row serial[] = { { "A4", MODERN(RV_ROLE_EDITOR) }, IN_SERIES, END };
static const ris_row in_series[] = { { "A2", MODERN(RV_ROLE_SERIES_EDITOR) }, IN_SERIES, END };
static const ris_row catalogue[] = { OTHERS("A2"), END };
static const ris_row conference[] = {
    { "T2", TEXT(SLOT_MEETING, 1, RIS_SINGLE) }, { "C3", TEXT(SLOT_PROCEEDINGS, 1, RIS_MAY_DOI) }, { "C1", TEXT(RV_REF_PLACE, 1, 0) },
    { "CY", TEXT(RV_REF_PLACE, 2, 0) }, { "M1", TEXT(RV_REF_ISSUE, 3, 0) }, OTHERS("A4"), END,
};
static const ris_row report[] = {
    { "A2", MODERN(RV_ROLE_SERIES_EDITOR) }, OTHERS("A3"), OTHERS("A4"), IN_SERIES, { "SN", IS(RIS_NUMBERS_OR_TEXT, 0) }, END,
};
static const ris_row government[] = { OTHERS("A2"), { "SN", IS(RIS_NUMBERS_OR_TEXT, 0) }, END };
static const ris_row thesis[] = {                               /* A3: advisers; T2: the department; VL: the degree */
    OTHERS("A2"), OTHERS("A3"), { "T2", KNOWN }, { "VL", TEXT(RV_REF_GENRE, 2, 0) }, EXTENT, END,
};
static const ris_row web[] = {
    { "A2", MODERN(RV_ROLE_SERIES_EDITOR) }, IN_SERIES, { "VL", KNOWN }, { "M1", KNOWN }, END,
};
static const ris_row blog[] = { OTHERS("A3"), { "T3", KNOWN }, { "VL", KNOWN }, END };
static const ris_row multimedia[] = { { "A2", MODERN(RV_ROLE_SERIES_EDITOR) }, IN_SERIES, { "M1", KNOWN }, END };
static const ris_row film[] = { OTHERS("A2"), OTHERS("A3"), OTHERS("A4"), IN_SERIES, END };
static const ris_row audiovisual[] = { OTHERS("A2"), END };
static const ris_row music[] = { OTHERS("A4"), END };
static const ris_row picture[] = { { "VL", KNOWN }, END };
static const ris_row artwork[] = { { "M1", KNOWN }, END };
static const ris_row data[] = { OTHERS("A2"), OTHERS("A4"), { "NV", TEXT(RV_REF_NUMBER, 1, 0) }, END };
static const ris_row database[] = { { "DA", KNOWN }, { "ET", KNOWN }, { "SN", IS(RIS_NUMBERS_OR_TEXT, 0) }, END };   /* DA: last seen */
static const ris_row bill[] = { { "A2", PERSON(RV_ROLE_AUTHOR) }, { "T3", KNOWN }, { "ET", KNOWN }, END };
static const ris_row law_case[] = {
    { "A2", KNOWN }, { "A3", KNOWN }, OTHERS("A4"), { "T3", KNOWN }, { "ET", KNOWN }, { "M3", KNOWN }, END,
};
static const ris_row hearing[] = { { "T2", KNOWN }, { "T3", KNOWN }, { "ET", KNOWN }, END };
static const ris_row rule[] = { OTHERS("A2"), { "T2", KNOWN }, { "T3", KNOWN }, { "M1", KNOWN }, END };
static const ris_row standard[] = {
    { "T2", KNOWN }, { "T3", KNOWN }, { "M1", KNOWN }, { "SN", IS(RIS_NUMBERS_OR_TEXT, 0) }, END,
};
static const ris_row statute[] = { { "T3", KNOWN }, { "ET", KNOWN }, END };
static const ris_row patent[] = {                               /* A2: who granted it; ET: the classification */
    OTHERS("A2"), OTHERS("A3"), { "T3", KNOWN }, { "ET", KNOWN }, { "SN", IS(RIS_NUMBERS_OR_TEXT, 0) },
    { "IS", TEXT(RV_REF_NUMBER, 3, 0) }, END,
};
static const ris_row letter[] = { OTHERS("A2"), { "ET", KNOWN }, END };
static const ris_row manuscript[] = { { "NV", TEXT(RV_REF_NUMBER, 1, 0) }, { "M1", KNOWN }, { "ET", KNOWN }, END };
static const ris_row grant[] = { { "ET", KNOWN }, END };

/* In the order of their names. */
static const ris_type types[] = {
    { "ABST", "article-journal", journal },   { "ADV", "document", NULL },            { "ADVS", "motion_picture", audiovisual },
    { "AGGR", "document", database },         { "ANCIENT", "classic", NULL },         { "ART", "graphic", artwork },
    { "BILL", "bill", bill },                 { "BLOG", "post-weblog", blog },        { "BOOK", "book", book },
    { "CASE", "legal_case", law_case },       { "CHAP", "chapter", NULL },            { "CHART", "graphic", picture },
    { "CLSWK", "classic", book },             { "COMP", "software", in_series },      { "CONF", "paper-conference", conference },
    { "CPAPER", "paper-conference", conference }, { "CTLG", "book", catalogue },      { "DATA", "dataset", data },
    { "DBASE", "dataset", database },         { "DICT", "entry-dictionary", NULL },   { "EBOOK", "book", ebook },
    { "ECHAP", "chapter", NULL },             { "EDBOOK", "book", edited_book },      { "EJOUR", "article-journal", ejournal },
    { "ELEC", "webpage", NULL },              { "ENCYC", "entry-encyclopedia", NULL }, { "EQUA", "document", picture },
    { "FIGURE", "figure", picture },          { "GEN", "document", NULL },            { "GOVDOC", "report", government },
    { "GRANT", "document", grant },           { "GRNT", "document", grant },          { "HEAR", "hearing", hearing },
    { "ICOMM", "personal_communication", NULL }, { "INPR", "article-journal", journal }, { "INTV", "interview", NULL },
    { "JFULL", "periodical", journal },       { "JOUR", "article-journal", journal }, { "LEGAL", "legislation", rule },
    { "MANSCPT", "manuscript", manuscript },  { "MAP", "map", in_series },            { "MGZN", "article-magazine", magazine },
    { "MPCT", "motion_picture", film },       { "MULTI", "motion_picture", multimedia }, { "MUSIC", "musical_score", music },
    { "NEWS", "article-newspaper", newspaper }, { "OTHER", "document", NULL },        { "PAMP", "pamphlet", catalogue },
    { "PAT", "patent", patent },              { "PCOMM", "personal_communication", letter }, { "POD", "song", NULL },
    { "PRESS", "document", NULL },            { "RPRT", "report", report },           { "SER", "book", serial },
    { "SLIDE", "speech", NULL },              { "SOUND", "song", NULL },              { "STAND", "standard", standard },
    { "STAT", "legislation", statute },       { "STD", "standard", standard },        { "THES", "thesis", thesis },
    { "UNBILL", "bill", bill },               { "UNPB", "manuscript", NULL },         { "UNPD", "manuscript", NULL },
    { "VIDEO", "motion_picture", NULL },      { "WEB", "webpage", web },
};
enum { TYPES = sizeof types / sizeof *types };

/* The RIS type to write for a CSL type where it is not the first of the table with it; CSL has some that RIS has not. */
static const struct { const char *csl, *ris; } written[] = {
    { "article-journal", "JOUR" }, { "book", "BOOK" },     { "document", "GEN" },    { "dataset", "DATA" },
    { "graphic", "ART" },          { "manuscript", "UNPB" }, { "motion_picture", "VIDEO" }, { "webpage", "ELEC" },
    { "classic", "CLSWK" },        { "legislation", "STAT" }, { "personal_communication", "PCOMM" }, { "song", "SOUND" },
    { "report", "RPRT" },          { "paper-conference", "CONF" }, { "article", "UNPB" }, { "review", "JOUR" },
    { "review-book", "JOUR" },     { "post", "ELEC" },     { "entry", "ENCYC" },     { "collection", "SER" },
    { "broadcast", "VIDEO" },      { "regulation", "LEGAL" }, { "treaty", "STAT" },
};

/* ---- Looking up -------------------------------------------------------------------------------------------------------- */

static int upper(int c)
{
    return c >= 'a' && c <= 'z' ? c - 32 : c;
}

unsigned rv_ris_code(const char *tag)
{
    int a = upper(tag[0]), b = a ? upper(tag[1]) : 0;

    return a < '0' || a > 'Z' || b < '0' || b > 'Z' || tag[2] ? 0 : (unsigned)CODE(a, b);
}

const ris_tag *rv_ris_tag(const char *tag)
{
    return &tags[rv_ris_code(tag)];
}

static const ris_tag *in_rows(const ris_row *rows, unsigned code, bool modern)
{
    for (; rows && rows->tag[0]; rows++)
        if (rv_ris_code(rows->tag) == code && (modern || !(rows->means.flags & RIS_MODERN)))
            return &rows->means;
    return NULL;
}

/* A dialect says more than a type: Embase's affiliations in M1 are affiliations of anything. */
const ris_tag *rv_ris_means(const ris_reading *as, unsigned code)
{
    const ris_tag *means = NULL;

    if (as->differing >> code % 64 & 1) {
        means = in_rows(as->dialect, code, as->modern);
        means = means ? means : in_rows(as->type, code, as->modern);
    }
    return means ? means : &tags[code];
}

static bool shaped(const char *s, const char *shape)
{
    bool run = !strchr(shape, '-');                     /* "L9": digits as many as there are */

    for (; *shape; shape++, s++) {
        if (*shape != '9' ? *s != *shape : *s < '0' || *s > '9')
            return *s == 'X' && !s[1] && !shape[1];     /* the check digit of a Lens number */
        while (run && *shape == '9' && s[1] >= '0' && s[1] <= '9')
            s++;
    }
    return *s == '\0';
}

static bool is_letter(int c)
{
    return upper(c) >= 'A' && upper(c) <= 'Z';
}

/* In any case; `begins`: where a word begins ("Provider" is not Ovid). */
static bool holds(const char *text, const char *word, bool begins)
{
    size_t      n = strlen(word), i;
    const char *s;

    for (s = text; *s; s++) {
        for (i = 0; i < n && upper(s[i]) == upper(word[i]); i++)
            ;
        if (i == n && !(begins && s > text && is_letter(s[-1])))
            return true;
    }
    return false;
}

static bool shows(const struct sign *sign, const char *value)
{
    switch (sign->kind) {
    case THERE:
        return true;
    case BEGINS:
        return strncmp(value, sign->text, strlen(sign->text)) == 0;
    case HOLDS:                                         /* addresses are in small letters; the names of databases as they like */
        return sign->tag[0] == 'D' ? holds(value, sign->text, true) : strstr(value, sign->text) != NULL;
    case SHAPE:
        return shaped(value, sign->text);
    }
    return false;
}

/* The first sign, before `best`, that a value gives. */
static size_t first_sign(unsigned code, const char *value, size_t best)
{
    size_t i;

    for (i = 0; i < best; i++)
        if ((unsigned)CODE(signs[i].tag[0], signs[i].tag[1]) == code && shows(&signs[i], value))
            return i;
    return best;
}

/* Words that people's names do not hold. */
static bool is_institution(const char *name)
{
    static const char *const words[] = { " of ", " for ", " and ", "the ", "bank", "nation", "universit", "institut", "department",
                                         "ministry", "group", "council", "association", "society", "cent", "committee", "organi",
                                         "foundation", "agency", "office", "network", "team", "collaborat", "consorti", "company" };
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (holds(name, words[i], words[i][0] != ' '))
            return true;
    return false;
}

/* "Catarina Barata", "A. Author-One": no comma, and a last word that is more than initials. */
static bool looks_forward(const char *name)
{
    const char *last = strrchr(name, ' ');

    if (!last || strchr(name, ',') || is_institution(name))
        return false;
    for (last++; *last; last++)
        if (*last >= 'a' && *last <= 'z')
            return true;
    return false;
}

ris_reading rv_ris_reading(const rv_tag *list, size_t n)
{
    static const unsigned type_code = CODE('T', 'Y'), title = CODE('T', '1'), author = CODE('A', '1'), authors = CODE('A', 'U');
    ris_reading    as = { .modern = true };
    const ris_row *row;
    const ris_type *type;
    size_t         best = SIGNS, people = 0, forward = 0, i;

    for (i = 0; i < n; i++) {
        unsigned code = rv_ris_code(list[i].tag);

        if (!*list[i].value)
            continue;
        if (tags[code].flags & RIS_SIGN)
            best = first_sign(code, list[i].value, best);
        if (code == title || code == author)
            as.modern = false;
        if (code == author || code == authors) {
            people++;
            forward += forward + 1 == people && looks_forward(list[i].value);
        } else if (code == type_code && !as.type && (type = rv_ris_type_named(list[i].value))) {
            as.type = type->rows;
        }
    }
    if (best < SIGNS)
        as.dialect = signs[best].rows;
    as.forward = people > 0 && forward == people && (people > 1 || as.dialect == ieee);
    for (row = as.dialect; row && row->tag[0]; row++)
        as.differing |= UINT64_C(1) << rv_ris_code(row->tag) % 64;
    for (row = as.type; row && row->tag[0]; row++)
        as.differing |= UINT64_C(1) << rv_ris_code(row->tag) % 64;
    return as;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, ((const ris_type *)b)->ris);
}

/* The first word, in any case: what stands on lines behind is not the type's. */
const ris_type *rv_ris_type_named(const char *type)
{
    char   name[8];
    size_t n;

    for (n = 0; n + 1 < sizeof name && type[n] && type[n] != ' ' && type[n] != '\n'; n++)
        name[n] = (char)upper(type[n]);
    if (type[n] && type[n] != ' ' && type[n] != '\n')
        return NULL;
    name[n] = '\0';
    return bsearch(name, types, TYPES, sizeof *types, by_name);
}

const char *rv_ris_type(const char *type)
{
    const ris_type *found = rv_ris_type_named(type);

    return found ? found->csl : NULL;
}

const char *rv_ris_type_for(const char *csl)
{
    size_t i;

    for (i = 0; csl && i < sizeof written / sizeof *written; i++)
        if (strcmp(written[i].csl, csl) == 0)
            return written[i].ris;
    for (i = 0; csl && i < TYPES; i++)
        if (strcmp(types[i].csl, csl) == 0)
            return types[i].ris;
    return "GEN";
}
