#include <config.h>

#include <string.h>

#include "csv_columns.h"

/* Column names of our own export, of Scopus, PubMed, Embase, IEEE, Springer, Lens, OpenAlex, Rayyan and Covidence; letters and
   digits only, small. */
static const struct { const char *name; csv_role role; unsigned rank; } columns[] = {
    { "title", CSV_TITLE, 1 }, { "articletitle", CSV_TITLE, 1 }, { "documenttitle", CSV_TITLE, 1 }, { "itemtitle", CSV_TITLE, 1 },
    { "primarytitle", CSV_TITLE, 1 }, { "displayname", CSV_TITLE, 2 }, { "ti", CSV_TITLE, 2 }, { "originaltitle", CSV_TITLE, 8 },
    { "authors", CSV_AUTHORS, 1 }, { "author", CSV_AUTHORS, 1 }, { "authornames", CSV_AUTHORS, 1 }, { "au", CSV_AUTHORS, 2 },
    { "firstauthors", CSV_AUTHORS, 2 }, { "authorshipsauthordisplayname", CSV_AUTHORS, 2 }, { "authorfullnames", CSV_AUTHORS, 8 },
    { "firstauthor", CSV_AUTHORS, 9 },
    { "year", CSV_YEAR, 1 }, { "publicationyear", CSV_YEAR, 1 }, { "publishedyear", CSV_YEAR, 1 }, { "pubyear", CSV_YEAR, 1 },
    { "yearpublished", CSV_YEAR, 1 }, { "py", CSV_YEAR, 2 }, { "date", CSV_YEAR, 3 }, { "publicationdate", CSV_YEAR, 3 },
    { "datepublished", CSV_YEAR, 3 },
    { "container", CSV_CONTAINER, 1 }, { "journal", CSV_CONTAINER, 1 }, { "journalbook", CSV_CONTAINER, 1 },
    { "sourcetitle", CSV_CONTAINER, 1 }, { "journaltitle", CSV_CONTAINER, 1 }, { "publicationtitle", CSV_CONTAINER, 2 },
    { "publication", CSV_CONTAINER, 2 }, { "containertitle", CSV_CONTAINER, 2 }, { "booktitle", CSV_CONTAINER, 3 },
    { "primarylocationsourcedisplayname", CSV_CONTAINER, 3 }, { "secondarytitle", CSV_CONTAINER, 3 },
    { "source", CSV_CONTAINER, 5 }, { "bookseriestitle", CSV_CONTAINER, 6 }, { "abbreviatedsourcetitle", CSV_CONTAINER, 7 },
    { "volume", CSV_VOLUME, 1 }, { "journalvolume", CSV_VOLUME, 1 }, { "vol", CSV_VOLUME, 2 },
    { "issue", CSV_ISSUE, 1 }, { "issuenumber", CSV_ISSUE, 1 }, { "journalissue", CSV_ISSUE, 1 }, { "number", CSV_ISSUE, 2 },
    { "pages", CSV_PAGES, 1 }, { "page", CSV_PAGES, 1 }, { "pagerange", CSV_PAGES, 1 }, { "artno", CSV_PAGES, 8 },
    { "articlenumber", CSV_PAGES, 8 },
    { "startpage", CSV_FIRST_PAGE, 1 }, { "pagestart", CSV_FIRST_PAGE, 1 }, { "firstpage", CSV_FIRST_PAGE, 1 },
    { "endpage", CSV_LAST_PAGE, 1 }, { "pageend", CSV_LAST_PAGE, 1 }, { "lastpage", CSV_LAST_PAGE, 1 },
    { "doi", CSV_DOI, 1 }, { "itemdoi", CSV_DOI, 1 }, { "digitalobjectidentifier", CSV_DOI, 1 },
    { "pmid", CSV_PMID, 1 }, { "pubmedid", CSV_PMID, 1 }, { "medlinepmid", CSV_PMID, 1 }, { "idspmid", CSV_PMID, 2 },
    { "isbn", CSV_NUMBERS, 1 }, { "isbns", CSV_NUMBERS, 1 }, { "issn", CSV_NUMBERS, 1 }, { "issns", CSV_NUMBERS, 1 },
    { "eissn", CSV_NUMBERS, 1 }, { "primarylocationsourceissnl", CSV_NUMBERS, 2 },
    { "accession", CSV_ACCESSION, 1 }, { "accessionnumber", CSV_ACCESSION, 1 }, { "eid", CSV_ACCESSION, 2 },
    { "lensid", CSV_ACCESSION, 2 }, { "uniquewosid", CSV_ACCESSION, 2 }, { "ericid", CSV_ACCESSION, 2 }, { "id", CSV_ACCESSION, 5 },
    { "publisher", CSV_PUBLISHER, 1 }, { "institution", CSV_PUBLISHER, 3 },
    { "url", CSV_URL, 1 }, { "link", CSV_URL, 1 }, { "urls", CSV_URL, 1 }, { "externalurl", CSV_URL, 2 }, { "sourceurls", CSV_URL, 2 },
    { "fulltexturl", CSV_URL, 2 }, { "openurllink", CSV_URL, 3 },
    { "abstract", CSV_ABSTRACT, 1 }, { "abstractnote", CSV_ABSTRACT, 1 }, { "ab", CSV_ABSTRACT, 2 },
    { "originalabstract", CSV_ABSTRACT, 8 },
    { "keywords", CSV_KEYWORDS, 1 }, { "keyword", CSV_KEYWORDS, 1 }, { "authorkeywords", CSV_KEYWORDS, 1 },
    { "indexkeywords", CSV_KEYWORDS, 1 }, { "meshterms", CSV_KEYWORDS, 1 },
    { "language", CSV_LANGUAGE, 1 }, { "languageoforiginaldocument", CSV_LANGUAGE, 1 },
    { "type", CSV_TYPE, 1 }, { "documenttype", CSV_TYPE, 1 }, { "publicationtype", CSV_TYPE, 1 }, { "itemtype", CSV_TYPE, 1 },
    { "typeofreference", CSV_TYPE, 1 }, { "contenttype", CSV_TYPE, 1 },
    { "note", CSV_NOTE, 1 }, { "notes", CSV_NOTE, 1 },
};

csv_column rv_csv_column_role(const char *name)
{
    char       plain[48];
    size_t     n = 0, i;
    csv_column none = { CSV_NONE, 0 };

    for (; *name && n + 1 < sizeof plain; name++) {
        char c = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            plain[n++] = c;
    }
    plain[n] = '\0';
    for (i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i].name, plain) == 0)
            return (csv_column){ columns[i].role, columns[i].rank };
    return none;
}

static const struct { const char *words, *type; } types[] = {
    { "bookchapter", "chapter" }, { "chapter", "chapter" }, { "booksection", "chapter" }, { "encyclopedia", "chapter" },
    { "book", "book" }, { "monograph", "book" },
    { "dissertation", "thesis" }, { "thesis", "thesis" }, { "theses", "thesis" },
    { "preprint", "preprint" }, { "postedcontent", "preprint" },
    { "dataset", "dataset" }, { "data", "dataset" },
    { "conference", "conference" }, { "proceedings", "conference" },
    { "report", "report" }, { "workingpaper", "report" }, { "government", "report" },
    { "web", "webpage" },
    { "article", "article" }, { "journal", "article" }, { "review", "article" }, { "editorial", "article" }, { "letter", "article" },
    { "magazine", "article" }, { "newspaper", "article" }, { "erratum", "article" },
    { "other", "other" },
};

const char *rv_csv_type(const char *words)
{
    char   plain[64];
    size_t n = 0, i;

    for (; *words && n + 1 < sizeof plain; words++) {
        char c = *words >= 'A' && *words <= 'Z' ? (char)(*words + 32) : *words;

        if (c >= 'a' && c <= 'z')
            plain[n++] = c;
    }
    plain[n] = '\0';
    for (i = 0; i < sizeof types / sizeof *types; i++)
        if (strstr(plain, types[i].words))
            return types[i].type;
    return NULL;
}
