#include <config.h>

#include <string.h>

#include "ris.h"

/* RefMan 2001 and EndNote 2011 by tag, with what databases do otherwise (EBSCO keeps the DOI in L3, Embase the accession number in
   U2, Web of Science the publisher in PU). A conference title in CP and affiliations in C3 or M1 are told apart in ris.c. */
#define AT(a, b) [((a) - '0') * 43 + ((b) - '0')]
static const ris_tag tags[43 * 43] = {
    AT('T', 'Y') = { RIS_TYPE, 1, true, false },         AT('E', 'R') = { RIS_END, 1, false, false },
    AT('T', 'I') = { RIS_TITLE, 1, true, false },        AT('T', '1') = { RIS_TITLE, 2, true, false },
    AT('C', 'T') = { RIS_TITLE, 3, false, false },       AT('S', 'T') = { RIS_TITLE, 8, false, false },
    AT('T', 'T') = { RIS_TITLE, 9, false, false },       AT('B', 'T') = { RIS_BOOK_TITLE, 1, true, false },
    AT('A', 'U') = { RIS_AUTHOR, 1, false, false },      AT('A', '1') = { RIS_AUTHOR, 1, false, false },
    AT('A', '2') = { RIS_EDITOR, 1, false, false },      AT('E', 'D') = { RIS_EDITOR, 1, false, false },
    AT('A', '3') = { RIS_EDITOR, 2, false, false },      AT('A', '4') = { RIS_KNOWN, 0, false, false },
    AT('P', 'Y') = { RIS_YEAR, 1, true, false },         AT('Y', '1') = { RIS_YEAR, 2, true, false },
    AT('D', 'A') = { RIS_YEAR, 3, false, false },        AT('Y', '2') = { RIS_KNOWN, 0, false, false },
    AT('T', '2') = { RIS_CONTAINER, 1, true, false },    AT('J', 'F') = { RIS_CONTAINER, 1, true, false },
    AT('J', 'O') = { RIS_CONTAINER, 3, false, false },   AT('J', 'A') = { RIS_CONTAINER, 5, false, false },
    AT('J', '2') = { RIS_CONTAINER, 6, false, false },   AT('J', 'I') = { RIS_CONTAINER, 6, false, false },
    AT('J', '9') = { RIS_CONTAINER, 7, false, false },   AT('N', 'L') = { RIS_CONTAINER, 7, false, false },
    AT('J', '1') = { RIS_CONTAINER, 7, false, false },   AT('T', '3') = { RIS_CONTAINER, 8, false, false },
    AT('V', 'L') = { RIS_VOLUME, 1, true, false },       AT('V', 'O') = { RIS_VOLUME, 2, false, false },
    AT('I', 'S') = { RIS_ISSUE, 1, true, false },        AT('C', 'P') = { RIS_ISSUE, 2, false, false },
    AT('M', '1') = { RIS_ISSUE, 3, false, false },       AT('S', 'P') = { RIS_FIRST_PAGE, 1, true, false },
    AT('E', 'P') = { RIS_LAST_PAGE, 1, true, false },    AT('C', '7') = { RIS_ARTICLE_NUMBER, 1, false, true },
    AT('D', 'O') = { RIS_DOI, 1, false, true },          AT('D', 'I') = { RIS_DOI, 2, false, true },
    AT('L', '3') = { RIS_KNOWN, 0, false, true },        AT('M', '3') = { RIS_KNOWN, 0, false, true },
    AT('L', '2') = { RIS_URL, 2, false, true },          AT('L', 'K') = { RIS_URL, 2, false, true },
    AT('U', 'R') = { RIS_URL, 1, false, true },          AT('S', 'N') = { RIS_NUMBERS, 1, false, false },
    AT('A', 'N') = { RIS_ACCESSION, 1, false, false },   AT('U', 'T') = { RIS_ACCESSION, 2, false, false },
    AT('U', '2') = { RIS_ACCESSION, 3, false, false },   AT('I', 'D') = { RIS_ACCESSION, 4, false, false },
    AT('P', 'B') = { RIS_PUBLISHER, 1, false, false },   AT('P', 'U') = { RIS_PUBLISHER, 2, false, false },
    AT('A', 'B') = { RIS_ABSTRACT, 1, true, false },     AT('N', '2') = { RIS_ABSTRACT, 2, true, false },
    AT('K', 'W') = { RIS_KEYWORD, 1, false, false },     AT('L', 'A') = { RIS_LANGUAGE, 1, false, false },
    AT('N', '1') = { RIS_NOTE, 1, false, false },        AT('R', 'N') = { RIS_NOTE, 1, false, false },
    AT('D', 'B') = { RIS_DATABASE, 1, false, false },    AT('D', 'P') = { RIS_DATABASE, 1, false, false },
    AT('C', '1') = { RIS_KNOWN, 0, false, true },        AT('C', '2') = { RIS_KNOWN, 0, false, true },
    AT('C', '3') = { RIS_KNOWN, 0, false, true },        AT('C', '4') = { RIS_KNOWN, 0, false, true },
    AT('C', '5') = { RIS_KNOWN, 0, false, true },        AT('C', '6') = { RIS_KNOWN, 0, false, true },
    AT('C', '8') = { RIS_KNOWN, 0, false, true },        AT('M', '2') = { RIS_KNOWN, 0, false, false },
    AT('U', '1') = { RIS_KNOWN, 0, false, false },       AT('U', '3') = { RIS_KNOWN, 0, false, false },
    AT('U', '4') = { RIS_KNOWN, 0, false, false },       AT('U', '5') = { RIS_KNOWN, 0, false, false },
    AT('A', 'D') = { RIS_KNOWN, 0, false, false },       AT('A', 'V') = { RIS_KNOWN, 0, false, false },
    AT('C', 'Y') = { RIS_KNOWN, 0, false, false },       AT('R', 'P') = { RIS_KNOWN, 0, false, false },
    AT('L', '1') = { RIS_KNOWN, 0, false, false },       AT('L', '4') = { RIS_KNOWN, 0, false, false },
    AT('C', 'N') = { RIS_KNOWN, 0, false, false },       AT('C', 'A') = { RIS_KNOWN, 0, false, false },
    AT('E', 'T') = { RIS_KNOWN, 0, false, false },       AT('L', 'B') = { RIS_KNOWN, 0, false, false },
    AT('N', 'V') = { RIS_KNOWN, 0, false, false },       AT('O', 'P') = { RIS_KNOWN, 0, false, false },
    AT('R', 'I') = { RIS_KNOWN, 0, false, false },       AT('S', 'E') = { RIS_KNOWN, 0, false, false },
    AT('T', 'A') = { RIS_KNOWN, 0, false, false },       AT('P', 'P') = { RIS_KNOWN, 0, false, false },
    AT('P', 'I') = { RIS_KNOWN, 0, false, false },       AT('P', 'A') = { RIS_KNOWN, 0, false, false },
    AT('W', 'E') = { RIS_KNOWN, 0, false, false },       AT('A', 'I') = { RIS_KNOWN, 0, false, false },
    AT('C', 'C') = { RIS_KNOWN, 0, false, false },       AT('X', 'R') = { RIS_KNOWN, 0, false, false },
    AT('N', 'S') = { RIS_KNOWN, 0, false, false },
};

/* RIS types and their CSL types; the first of several is the one written. */
static const struct { const char *ris, *csl; } types[] = {
    { "JOUR", "article-journal" }, { "BOOK", "book" }, { "CHAP", "chapter" }, { "RPRT", "report" },
    { "THES", "thesis" }, { "CONF", "paper-conference" }, { "ELEC", "webpage" }, { "DATA", "dataset" },
    { "GEN", "document" }, { "UNPB", "manuscript" }, { "ART", "graphic" }, { "VIDEO", "motion_picture" },
    { "COMP", "software" }, { "PCOMM", "personal_communication" }, { "STAND", "standard" }, { "CLSWK", "classic" },
    { "MGZN", "article-magazine" }, { "NEWS", "article-newspaper" }, { "SER", "book" }, { "ABST", "article-journal" },
    { "ADV", "document" }, { "ADVS", "motion_picture" }, { "AGGR", "dataset" }, { "ANCIENT", "classic" },
    { "BILL", "bill" }, { "BLOG", "post-weblog" }, { "CASE", "legal_case" }, { "CHART", "graphic" },
    { "CPAPER", "paper-conference" }, { "CTLG", "book" }, { "DBASE", "dataset" }, { "DICT", "entry-dictionary" },
    { "EBOOK", "book" }, { "ECHAP", "chapter" }, { "EDBOOK", "book" }, { "EJOUR", "article-journal" },
    { "ENCYC", "entry-encyclopedia" }, { "EQUA", "figure" }, { "FIGURE", "figure" }, { "GOVDOC", "report" },
    { "GRANT", "document" }, { "GRNT", "document" }, { "HEAR", "hearing" }, { "ICOMM", "personal_communication" },
    { "INPR", "article-journal" }, { "INTV", "interview" }, { "JFULL", "periodical" }, { "LEGAL", "legislation" },
    { "MANSCPT", "manuscript" }, { "MAP", "map" }, { "MPCT", "motion_picture" }, { "MULTI", "motion_picture" },
    { "MUSIC", "musical_score" }, { "OTHER", "document" }, { "PAMP", "pamphlet" }, { "PAT", "patent" },
    { "POD", "song" }, { "PRESS", "document" }, { "SLIDE", "speech" }, { "SOUND", "song" }, { "STAT", "legislation" },
    { "STD", "standard" }, { "UNBILL", "bill" }, { "UNPD", "manuscript" }, { "WEB", "webpage" },
};

const ris_tag *rv_ris_tag(const char *tag)
{
    static const ris_tag none = { RIS_NONE, 0, false, false };

    if (tag[0] < '0' || tag[0] > 'Z' || tag[1] < '0' || tag[1] > 'Z')
        return &none;
    return &tags[(tag[0] - '0') * 43 + (tag[1] - '0')];
}

const char *rv_ris_type(const char *type)
{
    size_t i;

    for (i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].ris, type) == 0)
            return types[i].csl;
    return NULL;
}

const char *rv_ris_type_for(const char *csl)
{
    size_t i;

    for (i = 0; csl && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].csl, csl) == 0)
            return types[i].ris;
    return csl && strcmp(csl, "article") == 0 ? "UNPB" : "GEN";
}
