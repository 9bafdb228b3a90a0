/* What the columns of search exports in CSV are called, as data. */
#ifndef RV_REFS_CSV_COLUMNS_H
#define RV_REFS_CSV_COLUMNS_H

typedef enum {
    CSV_NONE, CSV_TYPE, CSV_TITLE, CSV_AUTHORS, CSV_YEAR, CSV_CONTAINER, CSV_VOLUME, CSV_ISSUE, CSV_PAGES, CSV_FIRST_PAGE,
    CSV_LAST_PAGE, CSV_DOI, CSV_PMID, CSV_NUMBERS, CSV_ACCESSION, CSV_PUBLISHER, CSV_URL, CSV_ABSTRACT, CSV_KEYWORDS,
    CSV_LANGUAGE, CSV_NOTE,
    CSV_ROLES
} csv_role;

/* Of several columns for one thing, the lowest rank that has a value is taken. */
typedef struct {
    csv_role role;
    unsigned rank;
} csv_column;

/* What a column is for, by its name; case, blanks and signs do not count. */
csv_column rv_csv_column_role(const char *name);
/* Our type for words such as "Journal Article" or "book-chapter"; NULL when they say none. */
const char *rv_csv_type(const char *words);

#endif
