/* What reading and writing EndNote XML share. */
#ifndef RV_REFS_ENDNOTE_XML_H
#define RV_REFS_ENDNOTE_XML_H

#include "inside.h"

/* A reference type. `number` 0: its number is not known, so that it is read by name and never written. */
typedef struct {
    int         number;
    const char *name, *csl;
} rv_endnote_type;

/* By name, or if there is none of that name by number; NULL when neither is known. */
const rv_endnote_type *rv_endnote_type_of(const char *name, const char *number);
/* The one a CSL type is written as; Generic for those without one. */
const rv_endnote_type *rv_endnote_type_for(const char *csl);

/* What the element <number> and the lesser names hold depends on the type. */
bool rv_endnote_is_book(const char *csl);
bool rv_endnote_is_numbered(const char *csl);

/* What EndNote has no place for, or would come back changed, stands in <research-notes>, a line each:
       review:event=12th Colloquium          a field; "review:event=" says that there is none
       review:keyword=a; b                   lists, each value a line; they replace those read elsewhere
       review:author=Smith|Ann|Jr            people of a role
       review:date=2012-03-05|Spring 2012    year, month, day and the date as it came
       review:decision=include|full-text|Ann||Yes    verdict, stage, reviewer, reason, and what the file said
   with %25, %7C, %0A and %0D for %, | and line ends. */
#define RV_ENDNOTE_EXTRA "review:"
/* The names of roles in such lines, in the order of rv_ref_role. */
extern const char *const rv_endnote_roles[RV_ROLES];

/* Reads a document in memory; how the writer sees what would come back. */
rv_status rv_endnote_read_bytes(rv_reading *reading, const char *bytes, size_t n, rv_error *err);

#endif
