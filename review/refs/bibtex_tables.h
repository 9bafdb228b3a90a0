/* What the fields and entry types of BibTeX and BibLaTeX mean. */
#ifndef REVIEW_REFS_BIBTEX_TABLES_H
#define REVIEW_REFS_BIBTEX_TABLES_H

#include <stdbool.h>
#include <stddef.h>

/* What a field is for. Those before BF_LISTS stand once; of several names for the same the first in the entry counts. */
typedef enum {
    BF_NOTHING, BF_TITLE, BF_SUBTITLE, BF_SHORT_TITLE, BF_ORIGINAL_TITLE, BF_LISTA, BF_JOURNAL,
    BF_JOURNALSUBTITLE, BF_BOOKTITLE, BF_BOOKSUBTITLE, BF_MAINTITLE, BF_MAINSUBTITLE, BF_ABBREVIATION,
    BF_SERIES, BF_EVENT, BF_VOLUME, BF_NUMBER, BF_ISSUE, BF_RECORD_NUMBER, BF_PAGES, BF_ARTICLE_NUMBER,
    BF_EDITION, BF_PUBLISHER, BF_INSTITUTION, BF_SCHOOL, BF_ORGANIZATION, BF_ADDRESS, BF_LOCATION,
    BF_HOWPUBLISHED, BF_LANGUAGE, BF_LANGID, BF_ABSTRACT, BF_DOI, BF_PMID, BF_PMCID, BF_EPRINT, BF_EPRINTTYPE,
    BF_ACCESSION, BF_DATABASE, BF_BIBSOURCE, BF_KIND, BF_SUBTYPE, BF_DATE, BF_YEAR, BF_MONTH, BF_DAY,
    BF_EDITORTYPE, BF_CROSSREF, BF_XDATA,
    BF_LISTS,
    BF_AUTHOR = BF_LISTS, BF_EDITOR, BF_TRANSLATOR, BF_SERIES_EDITOR, BF_DIRECTOR, BF_OTHER, BF_ISBN, BF_ISSN,
    BF_KEYWORDS, BF_NOTE, BF_URL, BF_LINK, BF_FILE_NAME, BF_EXACT, BF_ROLES
} bib_role;

/* What an entry is like, which says what "number" or "institution" of it are. */
typedef enum { BS_SERIAL, BS_BOOK, BS_PART, BS_THESIS, BS_REPORT, BS_OTHER_TYPE } bib_shape;

/* `inherited`: entries take the field from the one that crossref names. */
typedef struct {
    const char *name;
    bib_role    role;
    bool        inherited;
} bib_field;
typedef struct {
    const char *name, *csl;
    bib_shape   shape;
    const char *genre;
} bib_type;

/* The field of a name in any case; hyphens, underscores, blanks and a number at the end do not count ("Article-Number", "bdsk-url-1").
   One with the role BF_NOTHING when it is none of ours. */
const bib_field *rv_bib_field(const char *name);
/* The entry type of a name in any case, or NULL. */
const bib_type *rv_bib_type(const char *name, size_t n);

#endif
