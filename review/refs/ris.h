/* What RIS tags and types mean, as data. */
#ifndef RV_REFS_RIS_H
#define RV_REFS_RIS_H

#include <stdbool.h>

/* What a tag is for. KNOWN: it is a tag of some dialect, but no field of ours comes from it. */
typedef enum {
    RIS_NONE, RIS_KNOWN, RIS_TYPE, RIS_END, RIS_TITLE, RIS_BOOK_TITLE, RIS_AUTHOR, RIS_EDITOR, RIS_YEAR, RIS_CONTAINER,
    RIS_VOLUME, RIS_ISSUE, RIS_FIRST_PAGE, RIS_LAST_PAGE, RIS_ARTICLE_NUMBER, RIS_DOI, RIS_NUMBERS, RIS_ACCESSION, RIS_PUBLISHER,
    RIS_URL, RIS_ABSTRACT, RIS_KEYWORD, RIS_LANGUAGE, RIS_NOTE, RIS_DATABASE,
    RIS_ROLES
} ris_role;

typedef struct {
    unsigned char role;
    unsigned char rank;      /* the lowest of a role that has a value is taken */
    bool          single;    /* stands once in a record; a second one with another value is odd */
    bool          doi;       /* may hold a DOI instead of what it is for */
} ris_tag;

/* `tag` is two characters, letters upper case. */
const ris_tag *rv_ris_tag(const char *tag);
/* The CSL type for a RIS type, NULL when it is none. */
const char *rv_ris_type(const char *type);
/* The RIS type to write for a CSL type. */
const char *rv_ris_type_for(const char *csl);

#endif
