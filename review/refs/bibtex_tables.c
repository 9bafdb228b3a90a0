#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "bibtex_tables.h"

/* Both in the order of bytes, for bsearch. */
static const bib_field fields[] = {
    { "abbrevsourcetitle", BF_ABBREVIATION, true }, { "abstract", BF_ABSTRACT, false },
    { "accession", BF_ACCESSION, false }, { "accessionnumber", BF_ACCESSION, false },
    { "address", BF_ADDRESS, true }, { "adsurl", BF_LINK, false }, { "annotation", BF_NOTE, false },
    { "annote", BF_NOTE, false }, { "archiveprefix", BF_EPRINTTYPE, false },
    { "articleno", BF_ARTICLE_NUMBER, false }, { "articlenumber", BF_ARTICLE_NUMBER, false },
    { "artnumber", BF_ARTICLE_NUMBER, false }, { "author", BF_AUTHOR, false },
    { "authorkeywords", BF_KEYWORDS, false }, { "bdskurl", BF_LINK, false }, { "bibsource", BF_BIBSOURCE, false },
    { "bookauthor", BF_OTHER, false }, { "bookgroupauthor", BF_OTHER, true },
    { "booksubtitle", BF_BOOKSUBTITLE, true }, { "booktitle", BF_BOOKTITLE, true },
    { "collaborator", BF_OTHER, false }, { "comment", BF_NOTE, false }, { "conference", BF_EVENT, true },
    { "contributor", BF_OTHER, false }, { "crossref", BF_CROSSREF, false }, { "database", BF_DATABASE, false },
    { "date", BF_DATE, true }, { "day", BF_DAY, true }, { "director", BF_DIRECTOR, true },
    { "documenttype", BF_KIND, false }, { "doi", BF_DOI, false }, { "edition", BF_EDITION, true },
    { "editor", BF_EDITOR, true }, { "editora", BF_OTHER, false }, { "editorb", BF_OTHER, false },
    { "editorc", BF_OTHER, false }, { "editortype", BF_EDITORTYPE, true }, { "ee", BF_LINK, false },
    { "eid", BF_ARTICLE_NUMBER, false }, { "eissn", BF_ISSN, true }, { "entrysubtype", BF_SUBTYPE, false },
    { "eprint", BF_EPRINT, false }, { "eprinttype", BF_EPRINTTYPE, false }, { "eventtitle", BF_EVENT, true },
    { "exact", BF_EXACT, false }, { "file", BF_FILE_NAME, false }, { "filename", BF_FILE_NAME, false },
    { "files", BF_FILE_NAME, false }, { "groupauthor", BF_AUTHOR, false },
    { "howpublished", BF_HOWPUBLISHED, false }, { "institution", BF_INSTITUTION, true }, { "isbn", BF_ISBN, true },
    { "issn", BF_ISSN, true }, { "issue", BF_ISSUE, true }, { "journal", BF_JOURNAL, true },
    { "journalabbreviation", BF_ABBREVIATION, true }, { "journaliso", BF_ABBREVIATION, true },
    { "journalsubtitle", BF_JOURNALSUBTITLE, true }, { "journaltitle", BF_JOURNAL, true },
    { "keyword", BF_KEYWORDS, false }, { "keywords", BF_KEYWORDS, false }, { "keywordsplus", BF_KEYWORDS, false },
    { "langid", BF_LANGID, true }, { "language", BF_LANGUAGE, true }, { "lista", BF_LISTA, false },
    { "localurl", BF_FILE_NAME, false }, { "location", BF_LOCATION, true },
    { "mainsubtitle", BF_MAINSUBTITLE, true }, { "maintitle", BF_MAINTITLE, true },
    { "mendeleytags", BF_KEYWORDS, false }, { "month", BF_MONTH, true }, { "note", BF_NOTE, false },
    { "number", BF_NUMBER, true }, { "organization", BF_ORGANIZATION, true },
    { "origtitle", BF_ORIGINAL_TITLE, false }, { "pages", BF_PAGES, false }, { "pdf", BF_FILE_NAME, false },
    { "pmc", BF_PMCID, false }, { "pmcid", BF_PMCID, false }, { "pmid", BF_PMID, false },
    { "publisher", BF_PUBLISHER, true }, { "pubmedid", BF_PMID, false },
    { "recordnumber", BF_RECORD_NUMBER, false }, { "school", BF_SCHOOL, true }, { "series", BF_SERIES, true },
    { "serieseditor", BF_SERIES_EDITOR, true }, { "shortjournal", BF_ABBREVIATION, true },
    { "shorttitle", BF_SHORT_TITLE, false }, { "source", BF_DATABASE, false }, { "subtitle", BF_SUBTITLE, false },
    { "summary", BF_ABSTRACT, false }, { "tags", BF_KEYWORDS, false }, { "title", BF_TITLE, false },
    { "translator", BF_TRANSLATOR, true }, { "type", BF_KIND, false }, { "uniqueid", BF_ACCESSION, false },
    { "url", BF_URL, false }, { "venue", BF_EVENT, true }, { "volume", BF_VOLUME, true },
    { "xdata", BF_XDATA, false }, { "year", BF_YEAR, true },
};
static const bib_type types[] = {
    { "article", "article-journal", BS_SERIAL, NULL }, { "artwork", "graphic", BS_OTHER_TYPE, NULL },
    { "audio", "song", BS_OTHER_TYPE, NULL }, { "bachelorsthesis", "thesis", BS_THESIS, "Bachelor's thesis" },
    { "bibnote", "document", BS_OTHER_TYPE, NULL }, { "blog", "post-weblog", BS_OTHER_TYPE, NULL },
    { "book", "book", BS_BOOK, NULL }, { "bookinbook", "chapter", BS_PART, NULL },
    { "booklet", "book", BS_BOOK, NULL }, { "codefragment", "software", BS_OTHER_TYPE, NULL },
    { "collection", "book", BS_BOOK, NULL }, { "commentary", "document", BS_OTHER_TYPE, NULL },
    { "conference", "paper-conference", BS_PART, NULL }, { "custom", "document", BS_OTHER_TYPE, NULL },
    { "data", "dataset", BS_OTHER_TYPE, NULL }, { "dataset", "dataset", BS_OTHER_TYPE, NULL },
    { "electronic", "webpage", BS_OTHER_TYPE, NULL }, { "image", "graphic", BS_OTHER_TYPE, NULL },
    { "inbook", "chapter", BS_PART, NULL }, { "incollection", "chapter", BS_PART, NULL },
    { "inproceedings", "paper-conference", BS_PART, NULL }, { "inreference", "entry-encyclopedia", BS_PART, NULL },
    { "interview", "interview", BS_OTHER_TYPE, NULL }, { "jurisdiction", "legal_case", BS_OTHER_TYPE, NULL },
    { "legal", "legislation", BS_OTHER_TYPE, NULL }, { "legislation", "legislation", BS_OTHER_TYPE, NULL },
    { "letter", "personal_communication", BS_OTHER_TYPE, NULL },
    { "magazine", "article-magazine", BS_SERIAL, NULL }, { "magazinearticle", "article-magazine", BS_SERIAL, NULL },
    { "manual", "book", BS_BOOK, NULL }, { "map", "map", BS_OTHER_TYPE, NULL },
    { "mastersthesis", "thesis", BS_THESIS, "Master's thesis" },
    { "masterthesis", "thesis", BS_THESIS, "Master's thesis" }, { "misc", "document", BS_OTHER_TYPE, NULL },
    { "movie", "motion_picture", BS_OTHER_TYPE, NULL }, { "music", "song", BS_OTHER_TYPE, NULL },
    { "mvbook", "book", BS_BOOK, NULL }, { "mvcollection", "book", BS_BOOK, NULL },
    { "mvproceedings", "book", BS_BOOK, NULL }, { "mvreference", "book", BS_BOOK, NULL },
    { "newspaper", "article-newspaper", BS_SERIAL, NULL },
    { "newspaperarticle", "article-newspaper", BS_SERIAL, NULL }, { "online", "webpage", BS_OTHER_TYPE, NULL },
    { "pamphlet", "pamphlet", BS_BOOK, NULL }, { "patent", "patent", BS_OTHER_TYPE, NULL },
    { "performance", "performance", BS_OTHER_TYPE, NULL }, { "periodical", "periodical", BS_BOOK, NULL },
    { "phdthesis", "thesis", BS_THESIS, "PhD thesis" }, { "preprint", "article", BS_SERIAL, NULL },
    { "presentation", "speech", BS_OTHER_TYPE, NULL }, { "proceedings", "book", BS_BOOK, NULL },
    { "reference", "book", BS_BOOK, NULL }, { "report", "report", BS_REPORT, NULL },
    { "review", "review", BS_SERIAL, NULL }, { "set", "document", BS_OTHER_TYPE, NULL },
    { "software", "software", BS_OTHER_TYPE, NULL }, { "softwaremodule", "software", BS_OTHER_TYPE, NULL },
    { "softwareversion", "software", BS_OTHER_TYPE, NULL }, { "speech", "speech", BS_OTHER_TYPE, NULL },
    { "standard", "standard", BS_OTHER_TYPE, NULL }, { "suppbook", "chapter", BS_PART, NULL },
    { "suppcollection", "chapter", BS_PART, NULL }, { "suppperiodical", "article-journal", BS_SERIAL, NULL },
    { "talk", "speech", BS_OTHER_TYPE, NULL }, { "techreport", "report", BS_REPORT, NULL },
    { "thesis", "thesis", BS_THESIS, NULL }, { "unpublished", "manuscript", BS_OTHER_TYPE, NULL },
    { "video", "motion_picture", BS_OTHER_TYPE, NULL }, { "webpage", "webpage", BS_OTHER_TYPE, NULL },
    { "webpost", "post", BS_OTHER_TYPE, NULL }, { "www", "webpage", BS_OTHER_TYPE, NULL },
    { "xdata", "document", BS_OTHER_TYPE, NULL },
};

static int compare_field(const void *key, const void *row)
{
    return strcmp(key, ((const bib_field *)row)->name);
}

static int compare_type(const void *key, const void *row)
{
    return strcmp(key, ((const bib_type *)row)->name);
}

static bool lowered(const char *name, size_t n, bool joined, char word[32])
{
    size_t i, to = 0;

    for (i = 0; i < n; i++) {
        if (joined && (name[i] == '-' || name[i] == '_' || name[i] == ' '))
            continue;
        if (to == 31)
            return false;
        word[to++] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];
    }
    while (joined && to > 1 && word[to - 1] >= '0' && word[to - 1] <= '9')
        to--;
    word[to] = '\0';
    return true;
}

const bib_field *rv_bib_field(const char *name)
{
    static const bib_field none = { "", BF_NOTHING, false };
    const bib_field       *found;
    char                   word[32];

    if (!lowered(name, strlen(name), true, word))
        return &none;
    found = bsearch(word, fields, sizeof fields / sizeof *fields, sizeof *fields, compare_field);
    return found ? found : &none;
}

const bib_type *rv_bib_type(const char *name, size_t n)
{
    char word[32];

    if (!lowered(name, n, false, word))
        return NULL;
    return bsearch(word, types, sizeof types / sizeof *types, sizeof *types, compare_type);
}
