/* What MEDLINE tags and publication types mean, as data. */
#ifndef RV_REFS_NBIB_H
#define RV_REFS_NBIB_H

#include "tagged.h"

/* The format's own uses of tags. */
typedef enum {
    NBIB_OWNER, NBIB_FULL_NAME, NBIB_SHORT_NAME, NBIB_CORPORATE, NBIB_FULL_EDITOR, NBIB_SHORT_EDITOR, NBIB_DATE, NBIB_ID,
    NBIB_PMC, NBIB_NUMBERS, NBIB_JOURNAL, NBIB_BOOK, NBIB_KIND, NBIB_OTHER_ID, NBIB_SOURCE
} nbib_own;

extern const rv_tag_table rv_nbib_table;
enum { SEEN_PMID = TAG_MARK_A, SEEN_OWNER = TAG_MARK_B, SEEN_SOURCE = TAG_MARK_C, SEEN_STATUS = TAG_MARK_D, IS_ERIC = 32 };

/* A publication type. Of several the one of the lowest rank says the CSL type; rank 0 says none. `genre`: it is a kind of work worth
   telling, of which again the lowest counts; 0: not one. */
typedef struct {
    const char   *word, *type;
    unsigned char rank, genre;
    bool          prefix;        /* any type that begins so */
} nbib_kind;
/* NULL when the word is not in the table. */
const nbib_kind *rv_nbib_kind(const char *word);
/* The publication type to write for a CSL type: the type itself where MEDLINE has none. */
const char *rv_nbib_kind_for(const char *csl);

#endif
