/* What reading and writing CSL-JSON share. */
#ifndef RV_REFS_CSL_JSON_H
#define RV_REFS_CSL_JSON_H

#include "inside.h"

/* Members that hold one text, in the order in which they are written; NULL at the end. */
typedef struct {
    const char  *key;
    rv_ref_field field;
} rv_csl_text;
extern const rv_csl_text rv_csl_texts[];

/* Members that hold people; NULL at the end. */
typedef struct {
    const char *key;
    rv_ref_role role;
} rv_csl_people;
extern const rv_csl_people rv_csl_all_people[];

/* A line of a note that says a field CSL has no member for, as Zotero writes it ("PMID: 123"): where its value begins, and the field.
   NULL when it is none. */
const char *rv_csl_extra(const char *line, rv_ref_field *field);

/* The date as reading would put it together from year, month and day; "" without a year. */
enum { RV_CSL_DATE = 32 };
const char *rv_csl_plain_date(const rv_ref_date *date, char text[RV_CSL_DATE]);

#endif
