/* What the columns of search exports in CSV are called, as data. */
#ifndef RV_REFS_CSV_COLUMNS_H
#define RV_REFS_CSV_COLUMNS_H

#include "inside.h"

/* What is done with a column. */
typedef enum {
    CSV_NONE,
    CSV_TEXT,                    /* a field that stands once */
    CSV_LIST,                    /* a list; `split` parts it */
    CSV_PEOPLE,
    CSV_TYPE, CSV_YEAR, CSV_DATE, CSV_MONTH, CSV_DAY,
    CSV_PAGES, CSV_FIRST_PAGE, CSV_LAST_PAGE, CSV_DOI, CSV_PMID, CSV_PMCID, CSV_NUMBERS, CSV_URL,
    CSV_SOURCE,                  /* Embase's "Journal (2014) 3:3 (152-160)"; elsewhere the journal, or the database */
    CSV_CITATION,                /* PubMed's "Nature. 2021 Dec 21;1(2):10-11. doi: ..." */
    CSV_NOTE,                    /* may carry decisions */
    CSV_VERDICT, CSV_STAGE, CSV_REVIEWER, CSV_REASON,
    CSV_SAYING, CSV_LABELS,      /* a note on the vote; tags of its record */
    CSV_DECISIONS,               /* decisions in our own words, as JSON */
    CSV_FLAG,                    /* EPPI-Reviewer's I (included), E, D, S */
    CSV_CODE,                    /* EPPI-Reviewer's "EXCLUDE on population": a tick */
    CSV_ROLES
} csv_role;

typedef enum { CSV_BY_SIGN, CSV_BY_COMMA, CSV_WHOLE } csv_split;

/* Who wrote the table, by columns that nobody else has. */
typedef enum {
    CSV_ANY, CSV_WOS, CSV_SCOPUS, CSV_LENS, CSV_OPENALEX, CSV_SPRINGER, CSV_ZOTERO, CSV_EPPI, CSV_EMBASE, CSV_PROQUEST, CSV_MERGED, CSV_BIBTEX, CSV_PUBMED,
    CSV_VENDORS
} csv_vendor;

/* Of several columns for one thing, the lowest rank that has a value is taken. `what` is an rv_ref_field or an rv_ref_role. */
typedef struct {
    csv_role    role;
    int         what;
    unsigned    rank;
    csv_split   split;
    const char *stage;           /* of a decision; NULL when the name does not say */
} csv_column;

/* Fills `columns[n]` for a header. */
csv_vendor rv_csv_columns_of(const char *const *names, size_t n, csv_column *columns);
/* How many of the names are columns of references; `*title` is whether one is the title. */
size_t rv_csv_known(const char *const *names, size_t n, bool *title);
/* The CSL type for words such as "Journal Article" or "book-chapter"; NULL when they say none. */
const char *rv_csv_type(const char *words);

#endif
