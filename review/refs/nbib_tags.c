#include <config.h>

#include <string.h>

#include "nbib.h"

/* MEDLINE/PubMed data elements, and those of ERIC's NBIB export (ISSN, OID, full names in AU). FAU precedes AU of the same person; dates
   of the database (EDAT, CRDT, PHST ...) are never the publication's; CON to UIN link to other records. PL of a journal is its country. */
static const rv_tag_row rows[] = {
    { "AB", TAG_JOIN, RV_REF_ABSTRACT, 0, 0 },
    { "AD", TAG_RAW, 0, 0, 0 },
    { "AID", TAG_OWN, NBIB_ID, 1, 0 },
    { "AU", TAG_OWN, NBIB_SHORT_NAME, 0, 0 },
    { "AUID", TAG_RAW, 0, 0, 0 },
    { "BTI", TAG_OWN, NBIB_BOOK, 0, 0 },
    { "CDAT", TAG_RAW, 0, 0, 0 },
    { "CI", TAG_RAW, 0, 0, 0 },
    { "CIN", TAG_RAW, 0, 0, 0 },
    { "CN", TAG_OWN, NBIB_CORPORATE, 0, 0 },
    { "COI", TAG_RAW, 0, 0, 0 },
    { "COIS", TAG_RAW, 0, 0, 0 },
    { "CON", TAG_RAW, 0, 0, 0 },
    { "CP", TAG_RAW, 0, 0, 0 },
    { "CRDT", TAG_RAW, 0, 0, 0 },
    { "CRF", TAG_RAW, 0, 0, 0 },
    { "CRI", TAG_RAW, 0, 0, 0 },
    { "CTDT", TAG_RAW, 0, 0, 0 },
    { "CTI", TAG_SAY, RV_REF_SERIES, 0, 0 },
    { "DA", TAG_RAW, 0, 0, 0 },
    { "DCOM", TAG_RAW, 0, 0, 0 },
    { "DDIN", TAG_RAW, 0, 0, 0 },
    { "DEP", TAG_OWN, NBIB_DATE, 1, 0 },
    { "DP", TAG_OWN, NBIB_DATE, 0, 0 },
    { "DRDT", TAG_RAW, 0, 0, 0 },
    { "DRIN", TAG_RAW, 0, 0, 0 },
    { "ECF", TAG_RAW, 0, 0, 0 },
    { "ECI", TAG_RAW, 0, 0, 0 },
    { "ED", TAG_OWN, NBIB_SHORT_EDITOR, 0, 0 },
    { "EDAT", TAG_RAW, 0, 0, 0 },
    { "EFR", TAG_RAW, 0, 0, 0 },
    { "EIN", TAG_RAW, 0, 0, 0 },
    { "EN", TAG_SAY, RV_REF_EDITION, 0, 0 },
    { "FAU", TAG_OWN, NBIB_FULL_NAME, 0, 0 },
    { "FED", TAG_OWN, NBIB_FULL_EDITOR, 0, 0 },
    { "FIR", TAG_RAW, 0, 0, 0 },
    { "FPS", TAG_RAW, 0, 0, 0 },
    { "GN", TAG_SAY, RV_REF_NOTE, 0, 0 },
    { "GR", TAG_RAW, 0, 0, 0 },
    { "GS", TAG_RAW, 0, 0, 0 },
    { "IP", TAG_SAY, RV_REF_ISSUE, 0, 0 },
    { "IR", TAG_RAW, 0, 0, 0 },
    { "IRAD", TAG_RAW, 0, 0, 0 },
    { "IS", TAG_OWN, NBIB_NUMBERS, 0, 0 },
    { "ISBN", TAG_OWN, NBIB_NUMBERS, 0, 0 },
    { "ISSN", TAG_OWN, NBIB_NUMBERS, 0, 0 },
    { "JID", TAG_RAW, 0, 0, 0 },
    { "JT", TAG_OWN, NBIB_JOURNAL, 0, 0 },
    { "LA", TAG_SAY, RV_REF_LANGUAGE, 0, 0 },
    { "LID", TAG_OWN, NBIB_ID, 0, 0 },
    { "LR", TAG_RAW, 0, 0, 0 },
    { "MH", TAG_SAY, RV_REF_KEYWORD, 0, 0 },
    { "MHDA", TAG_RAW, 0, 0, 0 },
    { "MID", TAG_RAW, 0, 0, 0 },
    { "NM", TAG_RAW, 0, 0, 0 },
    { "NR", TAG_RAW, 0, 0, 0 },
    { "OAB", TAG_SAY, RV_REF_ABSTRACT, 1, 0 },
    { "OABL", TAG_RAW, 0, 0, 0 },
    { "OCI", TAG_RAW, 0, 0, 0 },
    { "OID", TAG_OWN, NBIB_OTHER_ID, 0, 0 },
    { "ORI", TAG_RAW, 0, 0, 0 },
    { "OT", TAG_SAY, RV_REF_KEYWORD, 0, 0 },
    { "OTO", TAG_RAW, 0, 0, 0 },
    { "OWN", TAG_OWN, NBIB_OWNER, 0, SEEN_OWNER },
    { "PB", TAG_SAY, RV_REF_PUBLISHER, 0, 0 },
    { "PG", TAG_PAGES, 0, 0, 0 },
    { "PHST", TAG_RAW, 0, 0, 0 },
    { "PL", TAG_SAY, RV_REF_PLACE, 0, 0 },
    { "PMC", TAG_OWN, NBIB_PMC, 0, 0 },
    { "PMCR", TAG_RAW, 0, 0, 0 },
    { "PMID", TAG_PMID, 0, 0, SEEN_PMID },
    { "PS", TAG_RAW, 0, 0, 0 },
    { "PST", TAG_RAW, 0, 0, 0 },
    { "PT", TAG_OWN, NBIB_KIND, 0, 0 },
    { "PUBM", TAG_RAW, 0, 0, 0 },
    { "RF", TAG_RAW, 0, 0, 0 },
    { "RIN", TAG_RAW, 0, 0, 0 },
    { "RN", TAG_RAW, 0, 0, 0 },
    { "ROF", TAG_RAW, 0, 0, 0 },
    { "RPF", TAG_RAW, 0, 0, 0 },
    { "RPI", TAG_RAW, 0, 0, 0 },
    { "RRF", TAG_RAW, 0, 0, 0 },
    { "RRI", TAG_RAW, 0, 0, 0 },
    { "SB", TAG_RAW, 0, 0, 0 },
    { "SFM", TAG_RAW, 0, 0, 0 },
    { "SI", TAG_RAW, 0, 0, 0 },
    { "SO", TAG_OWN, NBIB_SOURCE, 0, SEEN_SOURCE },
    { "SPIN", TAG_RAW, 0, 0, 0 },
    { "STAT", TAG_RAW, 0, 0, SEEN_STATUS },
    { "TA", TAG_SAY, RV_REF_ABBREVIATION, 0, 0 },
    { "TI", TAG_JOIN, RV_REF_TITLE, 0, 0 },
    { "TT", TAG_SAY, RV_REF_ORIGINAL_TITLE, 0, 0 },
    { "UIN", TAG_RAW, 0, 0, 0 },
    { "UOF", TAG_RAW, 0, 0, 0 },
    { "VI", TAG_SAY, RV_REF_VOLUME, 0, 0 },
    { "VTI", TAG_RAW, 0, 0, 0 },
};
const rv_tag_table rv_nbib_table = { rows, sizeof rows / sizeof *rows };

/* MEDLINE's publication types and ERIC's. A work that has several ("Journal Article", "Congress") is what its lowest rank says. */
static const nbib_kind kinds[] = {
    { "Preprint", "article", 1, 1, false },
    { "Book Chapter", "chapter", 1, 0, false },
    { "Academic Dissertation", "thesis", 1, 0, false },
    { "Dissertations/Theses", "thesis", 1, 3, true },
    { "Dissertation", "thesis", 1, 3, true },
    { "Dataset", "dataset", 2, 0, false },
    { "Journal Article", "article-journal", 3, 0, true },       /* ERIC: "Journal Articles" */
    { "Newspaper Article", "article-newspaper", 4, 0, false },
    { "Book Review", "review-book", 4, 4, false },
    { "Books", "book", 4, 0, false },
    { "Book", "book", 4, 0, false },
    { "Monograph", "book", 4, 0, false },
    { "Speeches/Meeting Papers", "paper-conference", 5, 0, false },
    { "Congress", "paper-conference", 5, 0, true },
    { "Clinical Conference", "paper-conference", 5, 4, false },
    { "Consensus Development Conference", "paper-conference", 5, 4, true },
    { "Technical Report", "report", 5, 0, false },
    { "Government Publication", "report", 5, 4, true },
    { "Legal Case", "legal_case", 5, 4, true },
    { "Legislation", "legislation", 5, 0, false },
    { "Legal/Legislative/Regulatory Materials", "legislation", 6, 0, false },
    { "Web Page", "webpage", 5, 0, false },
    { "Webcast", "motion_picture", 5, 4, true },
    { "Video-Audio Media", "motion_picture", 5, 4, false },
    { "Map", "map", 5, 0, true },
    { "Interview", "interview", 6, 4, false },
    { "Computer Programs", "software", 6, 0, false },
    { "Numerical/Quantitative Data", "dataset", 6, 0, false },
    { "Reports - ", "report", 7, 5, true },
    { "Collected Works - ", "book", 7, 5, true },
    { "Reference Materials", "book", 7, 5, true },
    { "Guides - ", "book", 7, 5, true },
    { "Retracted Publication", NULL, 0, 1, false },
    { "Retraction of Publication", NULL, 0, 1, false },
    { "Published Erratum", NULL, 0, 1, false },
    { "Systematic Review", NULL, 0, 2, false },
    { "Meta-Analysis", NULL, 0, 2, false },
    { "Randomized Controlled Trial", NULL, 0, 2, false },
    { "Clinical Trial", NULL, 0, 3, true },
    { "Review", NULL, 0, 3, false },
    { "Practice Guideline", NULL, 0, 3, false },
    { "Case Reports", NULL, 0, 3, false },
    { "Editorial", NULL, 0, 3, false },
    { "Letter", NULL, 0, 3, false },
    { "Comment", NULL, 0, 4, false },
    { "English Abstract", NULL, 0, 0, false },
    { "Research Support", NULL, 0, 0, true },
};

const nbib_kind *rv_nbib_kind(const char *word)
{
    size_t i;

    for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (*word == *kinds[i].word
            && (kinds[i].prefix ? strncmp(word, kinds[i].word, strlen(kinds[i].word)) == 0 : strcmp(word, kinds[i].word) == 0))
            return &kinds[i];
    return NULL;
}

const char *rv_nbib_kind_for(const char *csl)
{
    size_t i;

    for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type && !kinds[i].prefix && (kinds[i].genre == 0 || kinds[i].rank == 1) && strcmp(kinds[i].type, csl) == 0)
            return kinds[i].word;
    return strcmp(csl, "article-journal") == 0 ? "Journal Article" : strcmp(csl, "paper-conference") == 0 ? "Congress" : csl;
}
