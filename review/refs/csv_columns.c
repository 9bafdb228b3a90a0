#include <config.h>

#include <string.h>

#include "csv_columns.h"

#define TEXT(name, field, rank) { name, { CSV_TEXT, RV_REF_##field, rank, CSV_WHOLE, NULL } },
#define LIST(name, field, split) { name, { CSV_LIST, RV_REF_##field, 1, CSV_##split, NULL } },
#define PEOPLE(name, role, rank) { name, { CSV_PEOPLE, RV_ROLE_##role, rank, CSV_BY_SIGN, NULL } },
#define OTHER(name, role, rank) { name, { CSV_##role, 0, rank, CSV_BY_SIGN, NULL } },
#define VOTE(name, rank, stage) { name, { CSV_VERDICT, 0, rank, CSV_WHOLE, stage } },

typedef struct {
    const char *name;            /* letters and digits only, small */
    csv_column  column;
} row;

/* Names that mean the same whoever writes them: our own export, Scopus, PubMed, Embase, IEEE, Lens, Dimensions, OpenAlex, ProQuest, EBSCO,
   Cochrane, Web of Science with names in words, Publish or Perish, Zotero, JabRef, Rayyan, Covidence, EPPI-Reviewer, ASReview, SyRF,
   colrev, CiteSource, ASySD, synthesisr, and trial registers. */
static const row common[] = {
    TEXT("title", TITLE, 1) TEXT("articletitle", TITLE, 1) TEXT("documenttitle", TITLE, 1) TEXT("itemtitle", TITLE, 1)
    TEXT("primarytitle", TITLE, 1) TEXT("displayname", TITLE, 2) TEXT("ti", TITLE, 2) TEXT("studytitle", TITLE, 3)
    TEXT("scientifictitle", TITLE, 3) TEXT("publictitle", TITLE, 4) TEXT("papertitle", TITLE, 3) TEXT("titles", TITLE, 4)
    TEXT("shorttitle", SHORT_TITLE, 1)
    TEXT("originaltitle", ORIGINAL_TITLE, 1) TEXT("titleoriginal", ORIGINAL_TITLE, 1) TEXT("foreigntitle", ORIGINAL_TITLE, 2)
    TEXT("translatedtitle", ORIGINAL_TITLE, 3)
    PEOPLE("authors", AUTHOR, 2) PEOPLE("author", AUTHOR, 2) PEOPLE("authornames", AUTHOR, 2) PEOPLE("au", AUTHOR, 3)
    PEOPLE("authorslist", AUTHOR, 3) PEOPLE("authorlist", AUTHOR, 3)
    PEOPLE("firstauthors", AUTHOR, 3) PEOPLE("authorshipsauthordisplayname", AUTHOR, 3) PEOPLE("authorshipsrawauthorname", AUTHOR, 4)
    PEOPLE("authorfullnames", AUTHOR, 1) PEOPLE("authorfullname", AUTHOR, 1) PEOPLE("fullauthornames", AUTHOR, 1)
    PEOPLE("bookauthors", AUTHOR, 5) PEOPLE("groupauthors", AUTHOR, 6) PEOPLE("creators", AUTHOR, 5) PEOPLE("creator", AUTHOR, 5)
    PEOPLE("primaryauthors", AUTHOR, 3) PEOPLE("contributors", AUTHOR, 7) PEOPLE("firstauthor", AUTHOR, 9)
    PEOPLE("editors", EDITOR, 1) PEOPLE("editor", EDITOR, 1) PEOPLE("bookeditors", EDITOR, 1) PEOPLE("secondaryauthors", EDITOR, 3)
    PEOPLE("translators", TRANSLATOR, 1) PEOPLE("translator", TRANSLATOR, 1)
    PEOPLE("serieseditors", SERIES_EDITOR, 1) PEOPLE("serieseditor", SERIES_EDITOR, 1) PEOPLE("contributor", OTHER, 1)
    OTHER("year", YEAR, 1) OTHER("publicationyear", YEAR, 1) OTHER("publishedyear", YEAR, 1) OTHER("pubyear", YEAR, 1)
    OTHER("yearpublished", YEAR, 1) OTHER("yearofpublication", YEAR, 1) OTHER("py", YEAR, 2) OTHER("copyrightyear", YEAR, 8)
    OTHER("date", DATE, 1) OTHER("publicationdate", DATE, 1) OTHER("datepublished", DATE, 1) OTHER("dateofpublication", DATE, 1)
    OTHER("pubdate", DATE, 1) OTHER("issuedate", DATE, 2) OTHER("publicationdateprint", DATE, 3) OTHER("publicationdateonline", DATE, 4)
    OTHER("onlinedate", DATE, 4) OTHER("publishtime", DATE, 2) OTHER("coverdate", DATE, 1) OTHER("dateregistration", DATE, 5)
    OTHER("firstposted", DATE, 6)
    OTHER("month", MONTH, 1) OTHER("publishedmonth", MONTH, 1) OTHER("publicationmonth", MONTH, 1)
    OTHER("day", DAY, 1) OTHER("publishedday", DAY, 1)
    TEXT("container", CONTAINER, 1) TEXT("journal", CONTAINER, 1) TEXT("journalbook", CONTAINER, 2) TEXT("sourcetitle", CONTAINER, 1)
    TEXT("journaltitle", CONTAINER, 1) TEXT("journalname", CONTAINER, 1) TEXT("publicationtitle", CONTAINER, 2)
    TEXT("publication", CONTAINER, 2) TEXT("publicationname", CONTAINER, 2) TEXT("containertitle", CONTAINER, 2)
    TEXT("pubtitle", CONTAINER, 2) TEXT("parenttitle", CONTAINER, 2) TEXT("booktitle", CONTAINER, 3)
    TEXT("primarylocationsourcedisplayname", CONTAINER, 3) TEXT("hostvenuedisplayname", CONTAINER, 3)
    TEXT("secondarytitle", CONTAINER, 3) TEXT("anthologytitle", CONTAINER, 4) TEXT("venue", CONTAINER, 4) TEXT("proceedingstitle", CONTAINER, 4)
    TEXT("abbreviatedsourcetitle", ABBREVIATION, 1) TEXT("journalabbreviation", ABBREVIATION, 2) TEXT("journalabbrev", ABBREVIATION, 2)
    TEXT("abbreviation", ABBREVIATION, 1) TEXT("isoabbreviation", ABBREVIATION, 1) TEXT("journalisoabbreviation", ABBREVIATION, 1)
    TEXT("alternatename", ABBREVIATION, 4)
    TEXT("series", SERIES, 1) TEXT("seriestitle", SERIES, 1) TEXT("bookseriestitle", SERIES, 1) TEXT("tertiarytitle", SERIES, 3)
    TEXT("event", EVENT, 1) TEXT("conferencename", EVENT, 1) TEXT("conferencetitle", EVENT, 1) TEXT("conference", EVENT, 2)
    TEXT("meetingname", EVENT, 1) TEXT("eventtitle", EVENT, 1)
    TEXT("volume", VOLUME, 1) TEXT("journalvolume", VOLUME, 1) TEXT("vol", VOLUME, 2) TEXT("bibliovolume", VOLUME, 2)
    TEXT("issue", ISSUE, 1) TEXT("issuenumber", ISSUE, 1) TEXT("journalissue", ISSUE, 1) TEXT("number", ISSUE, 3)
    TEXT("biblioissue", ISSUE, 2) TEXT("issueno", ISSUE, 1)
    TEXT("reportnumber", NUMBER, 1) TEXT("patentnumber", NUMBER, 1) TEXT("reportno", NUMBER, 1)
    OTHER("pages", PAGES, 1) OTHER("page", PAGES, 1) OTHER("pagerange", PAGES, 1) OTHER("pagination", PAGES, 1)
    OTHER("pagenumbers", PAGES, 1) OTHER("artno", PAGES, 8) OTHER("articlenumber", PAGES, 8) OTHER("elocationid", PAGES, 8)
    OTHER("startpage", FIRST_PAGE, 1) OTHER("pagestart", FIRST_PAGE, 1) OTHER("firstpage", FIRST_PAGE, 1)
    OTHER("beginningpage", FIRST_PAGE, 1) OTHER("bibliofirstpage", FIRST_PAGE, 1)
    OTHER("endpage", LAST_PAGE, 1) OTHER("pageend", LAST_PAGE, 1) OTHER("lastpage", LAST_PAGE, 1) OTHER("endingpage", LAST_PAGE, 1)
    OTHER("bibliolastpage", LAST_PAGE, 1)
    TEXT("edition", EDITION, 1) TEXT("publisher", PUBLISHER, 1) TEXT("publishername", PUBLISHER, 1) TEXT("bookpublisher", PUBLISHER, 2)
    TEXT("institution", PUBLISHER, 4) TEXT("university", PUBLISHER, 4) TEXT("school", PUBLISHER, 4)
    TEXT("degreegrantinguniversity", PUBLISHER, 4)
    TEXT("place", PLACE, 1) TEXT("publisherlocation", PLACE, 1) TEXT("location", PLACE, 2) TEXT("placepublished", PLACE, 1)
    TEXT("placeofpublication", PLACE, 1) TEXT("publishercity", PLACE, 1) TEXT("publisherplace", PLACE, 1) TEXT("city", PLACE, 3)
    TEXT("language", LANGUAGE, 1) TEXT("languageoforiginaldocument", LANGUAGE, 1) TEXT("languageofarticle", LANGUAGE, 1)
    TEXT("languages", LANGUAGE, 1) TEXT("la", LANGUAGE, 3)
    TEXT("abstract", ABSTRACT, 1) TEXT("abstractnote", ABSTRACT, 1) TEXT("notesabstract", ABSTRACT, 2) TEXT("ab", ABSTRACT, 2)
    TEXT("abstracttext", ABSTRACT, 2) TEXT("summary", ABSTRACT, 4) TEXT("briefsummary", ABSTRACT, 4) TEXT("originalabstract", ABSTRACT, 8)
    OTHER("doi", DOI, 1) OTHER("itemdoi", DOI, 1) OTHER("digitalobjectidentifier", DOI, 1) OTHER("idsdoi", DOI, 2)
    OTHER("doilink", DOI, 3) OTHER("bookdoi", DOI, 5) OTHER("doiurl", DOI, 3)
    OTHER("pmid", PMID, 1) OTHER("pubmedid", PMID, 1) OTHER("medlinepmid", PMID, 1) OTHER("idspmid", PMID, 2)
    OTHER("pmcid", PMCID, 1) OTHER("pmc", PMCID, 2) OTHER("idspmcid", PMCID, 2)
    OTHER("isbn", NUMBERS, 1) OTHER("isbns", NUMBERS, 1) OTHER("issn", NUMBERS, 1) OTHER("issns", NUMBERS, 1)
    OTHER("eissn", NUMBERS, 1) OTHER("printissn", NUMBERS, 1) OTHER("onlineissn", NUMBERS, 1) OTHER("standardnumber", NUMBERS, 1)
    OTHER("issnisbn", NUMBERS, 1) OTHER("isbnissn", NUMBERS, 1) OTHER("eisbn", NUMBERS, 1) OTHER("primarylocationsourceissnl", NUMBERS, 2)
    OTHER("primarylocationsourceissn", NUMBERS, 2)
    TEXT("accession", ACCESSION, 1) TEXT("accessionnumber", ACCESSION, 1) TEXT("eid", ACCESSION, 2) TEXT("lensid", ACCESSION, 2)
    TEXT("uniquewosid", ACCESSION, 2) TEXT("utuniquewosid", ACCESSION, 2) TEXT("utuniqueid", ACCESSION, 2) TEXT("ericid", ACCESSION, 2)
    TEXT("ericnumber", ACCESSION, 2) TEXT("pui", ACCESSION, 2) TEXT("publicationid", ACCESSION, 2) TEXT("nctnumber", ACCESSION, 2)
    TEXT("trialid", ACCESSION, 2) TEXT("cochranereviewid", ACCESSION, 2) TEXT("cochraneid", ACCESSION, 2) TEXT("storeid", ACCESSION, 3)
    TEXT("itemid", ACCESSION, 3) TEXT("an", ACCESSION, 3) TEXT("ut", ACCESSION, 3) TEXT("id", ACCESSION, 5)
    TEXT("database", DATABASE, 1) TEXT("databasename", DATABASE, 1) TEXT("databaseprovider", DATABASE, 3) TEXT("librarycatalog", DATABASE, 2)
    TEXT("citesource", DATABASE, 1) TEXT("dataprovider", DATABASE, 3)
    TEXT("key", KEY, 1) TEXT("citationkey", KEY, 2) TEXT("identifier", KEY, 3) TEXT("bibtexkey", KEY, 1) TEXT("covidence", KEY, 1)
    TEXT("genre", GENRE, 1) TEXT("reporttype", GENRE, 2) TEXT("thesistype", GENRE, 2)
    OTHER("url", URL, 1) OTHER("link", URL, 1) OTHER("urls", URL, 1) OTHER("articleurl", URL, 1) OTHER("documenturl", URL, 1)
    OTHER("studyurl", URL, 1) OTHER("plink", URL, 1) OTHER("permalink", URL, 1) OTHER("externalurl", URL, 2) OTHER("sourceurls", URL, 2)
    OTHER("sourceurl", URL, 2) OTHER("fulltexturl", URL, 2) OTHER("fulltextlink", URL, 2) OTHER("pdflink", URL, 2)
    OTHER("sourcelinkout", URL, 2) OTHER("primarylocationlandingpageurl", URL, 2) OTHER("embaselink", URL, 3) OTHER("openurllink", URL, 3)
    OTHER("dimensionsurl", URL, 3) OTHER("webofsciencerecord", URL, 3)
    LIST("keywords", KEYWORD, BY_SIGN) LIST("keyword", KEYWORD, BY_SIGN) LIST("authorkeywords", KEYWORD, BY_SIGN)
    LIST("indexkeywords", KEYWORD, BY_SIGN) LIST("keywordsplus", KEYWORD, BY_SIGN) LIST("meshterms", KEYWORD, BY_SIGN)
    LIST("ieeeterms", KEYWORD, BY_SIGN) LIST("subjects", KEYWORD, BY_SIGN) LIST("subjectterms", KEYWORD, BY_SIGN)
    LIST("identifierkeywords", KEYWORD, BY_SIGN) LIST("manualtags", KEYWORD, BY_SIGN) LIST("automatictags", KEYWORD, BY_SIGN)
    LIST("keywordsdisplayname", KEYWORD, BY_SIGN) LIST("descriptors", KEYWORD, BY_SIGN) LIST("conditions", KEYWORD, BY_SIGN)
    LIST("fileattachments", FILE, BY_SIGN) LIST("attachments", FILE, BY_SIGN) LIST("fileattachments1", FILE, BY_SIGN)
    LIST("fileattachments2", FILE, BY_SIGN)
    OTHER("type", TYPE, 2) OTHER("documenttype", TYPE, 1) OTHER("publicationtype", TYPE, 2) OTHER("itemtype", TYPE, 1)
    OTHER("typeofreference", TYPE, 1) OTHER("referencetype", TYPE, 1) OTHER("contenttype", TYPE, 1) OTHER("entrytype", TYPE, 1)
    OTHER("doctype", TYPE, 1) OTHER("typename", TYPE, 1) OTHER("bibliographytype", TYPE, 1) OTHER("pubtype", TYPE, 2)
    OTHER("articletype", TYPE, 3) OTHER("documentidentifier", TYPE, 4) OTHER("csltype", TYPE, 1)
    OTHER("source", SOURCE, 5) OTHER("citation", CITATION, 1)
    OTHER("note", NOTE, 1) OTHER("notes", NOTE, 1) OTHER("extra", NOTE, 1) OTHER("comments", NOTE, 1) OTHER("comment", NOTE, 1)
    OTHER("annote", NOTE, 1)
    VOTE("asreviewlabel", 1, NULL) VOTE("included", 2, NULL) VOTE("label", 3, NULL) VOTE("labelincluded", 3, NULL)
    VOTE("includedlabel", 3, NULL) VOTE("includedflag", 3, NULL) VOTE("include", 3, NULL) VOTE("verdict", 1, NULL) VOTE("inclusion", 3, NULL)
    VOTE("finalincluded", 3, "full-text") VOTE("includedfinal", 3, "full-text") VOTE("fulltextincluded", 3, "full-text")
    VOTE("labelabstractincluded", 3, "title-abstract") VOTE("abstractincluded", 3, "title-abstract")
    OTHER("stage", STAGE, 1) OTHER("screeningstage", STAGE, 1)
    OTHER("reviewer", REVIEWER, 1) OTHER("screener", REVIEWER, 1) OTHER("reviewername", REVIEWER, 1)
    OTHER("reason", REASON, 2) OTHER("exclusionreason", REASON, 1) OTHER("reasonforexclusion", REASON, 1)
    OTHER("iedsflag", FLAG, 1) OTHER("decisions", DECISIONS, 1)
    OTHER("asreviewusername", REVIEWER, 1) OTHER("asreviewuseremail", REVIEWER, 2)
    OTHER("asreviewnote", SAYING, 1) OTHER("exportednotes", SAYING, 2) OTHER("exportednotes1", SAYING, 2)
    OTHER("asreviewtags", LABELS, 1) OTHER("tags", LABELS, 2) OTHER("labels", LABELS, 2)
};

/* The two letters of Web of Science mean other things elsewhere. */
static const row wos[] = {
    TEXT("ti", TITLE, 1) PEOPLE("af", AUTHOR, 1) PEOPLE("au", AUTHOR, 2) PEOPLE("ba", AUTHOR, 5) PEOPLE("ca", AUTHOR, 6)
    PEOPLE("be", EDITOR, 1) TEXT("so", CONTAINER, 1) TEXT("se", SERIES, 1) TEXT("j9", ABBREVIATION, 2) TEXT("ji", ABBREVIATION, 1)
    TEXT("la", LANGUAGE, 1) OTHER("dt", TYPE, 1) OTHER("pt", TYPE, 9) TEXT("ct", EVENT, 1) LIST("de", KEYWORD, BY_SIGN)
    LIST("id", KEYWORD, BY_SIGN) TEXT("ab", ABSTRACT, 1) TEXT("pu", PUBLISHER, 1) TEXT("pi", PLACE, 1) OTHER("sn", NUMBERS, 1)
    OTHER("ei", NUMBERS, 1) OTHER("bn", NUMBERS, 1) OTHER("pd", DATE, 1) OTHER("py", YEAR, 1) TEXT("vl", VOLUME, 1) TEXT("is", ISSUE, 1)
    OTHER("bp", FIRST_PAGE, 1) OTHER("ep", LAST_PAGE, 1) OTHER("ar", PAGES, 8) OTHER("di", DOI, 1) OTHER("d2", DOI, 5)
    OTHER("pm", PMID, 1) TEXT("ut", ACCESSION, 1)
};
static const row scopus[] = { TEXT("source", DATABASE, 1) };
static const row zotero[] = { TEXT("type", GENRE, 1) TEXT("seriestext", SERIES, 3) LIST("linkattachments", URL, BY_SIGN) };
static const row eppi[] = { OTHER("shorttitle", NONE, 0) TEXT("number", NUMBER, 1) };           /* the short title is "Smith (2010)" */
static const row embase[] = {
    LIST("keywords", KEYWORD, BY_COMMA) LIST("authorkeywords", KEYWORD, BY_COMMA) LIST("emtreemedicalindexterms", KEYWORD, BY_COMMA)
    LIST("emtreemedicalindextermsmajorfocus", KEYWORD, BY_COMMA) LIST("emtreedrugindexterms", KEYWORD, BY_COMMA)
    LIST("emtreedrugindextermsmajorfocus", KEYWORD, BY_COMMA)
};
static const row proquest[] = {
    LIST("subjects", KEYWORD, BY_COMMA) LIST("subjectterms", KEYWORD, BY_COMMA) LIST("identifierkeywords", KEYWORD, BY_COMMA)
    OTHER("entrydate", NONE, 0)
};
static const row bibtex[] = { TEXT("id", KEY, 1) TEXT("number", ISSUE, 1) OTHER("howpublished", URL, 2) };
static const row merged[] = { TEXT("source", DATABASE, 2) OTHER("label", NONE, 0) TEXT("recordid", KEY, 1) };

#define ROWS(rows) rows, sizeof rows / sizeof *rows
/* A vendor by two columns that stand together; the second may be NULL. */
static const struct {
    csv_vendor  vendor;
    const char *mark, *beside;
    const row  *rows;
    size_t      n;
} vendors[] = {
    { CSV_WOS, "so", "ti", ROWS(wos) },                        { CSV_SCOPUS, "eid", NULL, ROWS(scopus) },
    { CSV_LENS, "lensid", NULL, NULL, 0 },                     { CSV_OPENALEX, "authorshipsauthordisplayname", NULL, NULL, 0 },
    { CSV_OPENALEX, "authorshipsrawauthorname", NULL, NULL, 0 }, { CSV_SPRINGER, "itemtitle", "itemdoi", NULL, 0 },
    { CSV_ZOTERO, "itemtype", "key", ROWS(zotero) },           { CSV_EPPI, "itemid", "parenttitle", ROWS(eppi) },
    { CSV_EPPI, "iedsflag", NULL, ROWS(eppi) },                { CSV_EMBASE, "emtreemedicalindexterms", NULL, ROWS(embase) },
    { CSV_EMBASE, "pui", "authornames", ROWS(embase) },        { CSV_EMBASE, "embaselink", NULL, ROWS(embase) },
    { CSV_PROQUEST, "storeid", NULL, ROWS(proquest) },         { CSV_MERGED, "duplicateid", NULL, ROWS(merged) },
    { CSV_PUBMED, "nihmsid", NULL, NULL, 0 },                  { CSV_PUBMED, "citation", "journalbook", NULL, 0 },
    { CSV_MERGED, "citesource", NULL, ROWS(merged) },          { CSV_BIBTEX, "entrytype", "id", ROWS(bibtex) },
};

enum { NAME = 48 };

static void plain_name(const char *name, char plain[NAME])
{
    size_t n = 0;

    for (; *name && n + 1 < NAME; name++) {
        char c = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            plain[n++] = c;
    }
    plain[n] = '\0';
}

static const csv_column *find(const row *rows, size_t n, const char *plain)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (*rows[i].name == *plain && strcmp(rows[i].name, plain) == 0)
            return &rows[i].column;
    return NULL;
}

static bool ends(const char *text, const char *with)
{
    size_t n = strlen(text), length = strlen(with);

    return n >= length && strcmp(text + n - length, with) == 0;
}

static const char *stage_in(const char *plain)
{
    return strstr(plain, "fulltext") || strstr(plain, "fullreport") ? "full-text"
           : strstr(plain, "title") || strstr(plain, "abstract") ? "title-abstract" : NULL;
}

/* Columns that are named for what was asked: "Title and abstract votes", "EXCLUDE on population". */
static csv_column by_pattern(const char *name, const char *plain)
{
    csv_column column = { .role = CSV_NONE };

    if (strncmp(plain, "asreviewlabel", 13) == 0 && strcmp(plain, "asreviewlabeltovalidate") != 0) {     /* of one user of several */
        column.role = CSV_VERDICT;
        column.rank = 1;
    } else if ((strncmp(plain, "include", 7) == 0 || strncmp(plain, "exclude", 7) == 0) && name[7] == ' ') {
        column.role = CSV_CODE;
        column.what = *plain == 'e';
        column.stage = stage_in(plain);
    } else if (ends(plain, "vote") || ends(plain, "votes") || ends(plain, "decision") || ends(plain, "decisions") || ends(plain, "inclusion")) {
        column.role = CSV_VERDICT;
        column.rank = 4;
        column.stage = stage_in(plain);
    }
    return column;
}

csv_vendor rv_csv_columns_of(const char *const *names, size_t n, csv_column *columns)
{
    char       plain[NAME];
    size_t     v, i, marks[2], which = sizeof vendors / sizeof *vendors;
    csv_vendor vendor = CSV_ANY;

    for (v = 0; v < sizeof vendors / sizeof *vendors && vendor == CSV_ANY; v++) {
        for (i = marks[0] = marks[1] = 0; i < n; i++) {
            plain_name(names[i], plain);
            marks[0] += strcmp(plain, vendors[v].mark) == 0;
            marks[1] += vendors[v].beside && strcmp(plain, vendors[v].beside) == 0;
        }
        if (marks[0] && (marks[1] || !vendors[v].beside)) {
            vendor = vendors[v].vendor;
            which = v;
        }
    }
    for (i = 0; i < n; i++) {
        const csv_column *column;

        plain_name(names[i], plain);
        column = vendor != CSV_ANY ? find(vendors[which].rows, vendors[which].n, plain) : NULL;
        if (!column)
            column = find(common, sizeof common / sizeof *common, plain);
        columns[i] = column ? *column : by_pattern(names[i], plain);
    }
    return vendor;
}

size_t rv_csv_known(const char *const *names, size_t n, bool *title)
{
    char   plain[NAME];
    size_t i, known = 0;

    *title = false;
    for (i = 0; i < n; i++) {
        const csv_column *column;

        plain_name(names[i], plain);
        if (!(column = find(common, sizeof common / sizeof *common, plain)) && !(column = find(wos, sizeof wos / sizeof *wos, plain)))
            continue;
        known++;
        *title = *title || (column->role == CSV_TEXT && column->what == RV_REF_TITLE);
    }
    return known;
}

/* The first that stands in the words counts. */
static const struct { const char *words, *type; } types[] = {
    { "bookreview", "review-book" }, { "reviewbook", "review-book" }, { "bookchapter", "chapter" }, { "chapter", "chapter" },
    { "booksection", "chapter" },
    { "incollection", "chapter" }, { "inbook", "chapter" }, { "encyclopedia", "entry-encyclopedia" }, { "dictionary", "entry-dictionary" },
    { "referenceentry", "entry" }, { "dissertation", "thesis" }, { "thesis", "thesis" }, { "theses", "thesis" },
    { "casereport", "article-journal" }, { "briefreport", "article-journal" },
    { "preprint", "article" }, { "postedcontent", "article" }, { "dataset", "dataset" }, { "datapaper", "article-journal" },
    { "inproceedings", "paper-conference" }, { "conference", "paper-conference" }, { "proceedings", "paper-conference" },
    { "meeting", "paper-conference" }, { "workingpaper", "report" }, { "techreport", "report" }, { "report", "report" },
    { "government", "report" }, { "book", "book" }, { "monograph", "book" },
    { "magazine", "article-magazine" }, { "newspaper", "article-newspaper" }, { "blog", "post-weblog" }, { "web", "webpage" },
    { "patent", "patent" }, { "software", "software" }, { "computerprogram", "software" }, { "standard", "standard" },
    { "article", "article-journal" }, { "journal", "article-journal" }, { "periodical", "article-journal" }, { "review", "article-journal" },
    { "editorial", "article-journal" }, { "letter", "article-journal" }, { "erratum", "article-journal" }, { "note", "article-journal" },
    { "shortsurvey", "article-journal" }, { "manuscript", "manuscript" }, { "unpublished", "manuscript" },
    { "data", "dataset" }, { "other", "document" }, { "misc", "document" }, { "generic", "document" },
    { "document", "document" }, { "presentation", "speech" },
};

const char *rv_csv_type(const char *words)
{
    static const char *const letters[] = { "j", "article-journal", "b", "book", "s", "chapter", "p", "patent" };
    char   plain[64];
    size_t n = 0, i;

    for (; *words && n + 1 < sizeof plain; words++) {
        char c = *words >= 'A' && *words <= 'Z' ? (char)(*words + 32) : *words;

        if (c >= 'a' && c <= 'z')
            plain[n++] = c;
    }
    plain[n] = '\0';
    for (i = 0; n == 1 && i < 8; i += 2)                /* Web of Science */
        if (*plain == *letters[i])
            return letters[i + 1];
    for (i = 0; i < sizeof types / sizeof *types; i++)
        if (strstr(plain, types[i].words))
            return types[i].type;
    return NULL;
}
