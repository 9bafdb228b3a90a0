/* The columns of our own CSV, written and read back as they are. */
#ifndef RV_REFS_CSV_OWN_H
#define RV_REFS_CSV_OWN_H

#include "inside.h"

typedef enum {
    OWN_ORIGIN,                  /* of the file of a review */
    OWN_TYPE, OWN_CSL_TYPE, OWN_TEXT, OWN_LIST, OWN_URL, OWN_MORE_URLS, OWN_PEOPLE, OWN_YEAR, OWN_MONTH, OWN_DAY, OWN_DATE,
    OWN_DECISIONS
} own_kind;

/* `what` is an rv_ref_field or an rv_ref_role. */
typedef struct {
    const char *name;
    own_kind    kind;
    int         what;
} own_column;

enum { OWN_OF_REVIEW = 5, OWN_OLD = 24, OWN_COLUMNS = 47 };      /* OWN_OLD: the columns that every file of ours begins with */
extern const own_column rv_csv_own[OWN_COLUMNS];

/* Where our columns begin in a header; `n` when it is not ours. */
size_t rv_csv_own_begin(const char *const *names, size_t n);
/* Sets the fields of the record from its tags; `names` of n are the header's. */
rv_status rv_csv_own_assemble(rv_reading *reading, const char *const *names, size_t n, rv_error *err);

#endif
