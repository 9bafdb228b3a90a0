/* A work that is cited: its variables, people and dates. */
#ifndef RV_REPORT_CITE_ITEM_H
#define RV_REPORT_CITE_ITEM_H

#include <jansson.h>

#include "report/cite_out.h"

/* A person, or a body (literal); NULL where there is nothing. */
typedef struct {
    const char *family, *given;
    const char *dropping;         /* "van" of Ludwig van Beethoven, gone where only the family name is given */
    const char *particle;         /* "de" of Simone de Beauvoir, kept */
    const char *suffix;           /* "Jr." */
    const char *literal;
    bool        comma_suffix;
    bool        eastern;          /* written family name first, without a blank */
} rv_cite_person;

typedef struct {
    const char           *variable;
    const rv_cite_person *persons;
    size_t                n;
    bool                  others;     /* and others, whom the record does not name */
} rv_cite_people;

/* 0 where there is nothing; a year before our era is negative. */
typedef struct {
    int year, month, day, season;
} rv_cite_day;

typedef struct {
    rv_cite_day from, to;
    bool        there, range, circa;
    const char *literal;          /* what is no date: "in press" */
} rv_cite_date;

/* How much more of its names is shown, to tell it from others; see cite_distinct.c. */
enum { CITE_DISTINCT_NAMES = 64 };

typedef struct {
    char           *key;
    json_t         *data;             /* texts only, trimmed; NULL once freed */
    rv_arena        arena;
    rv_cite_people *people;
    size_t          n_people;
    size_t          number;           /* citation-number, from 1 */
    size_t          order;            /* in which it was added */
    unsigned        year_suffix;      /* 1 for a; 0 for none */
    int             more_names;       /* shown beyond et-al-use-first */
    unsigned char   given[CITE_DISTINCT_NAMES];   /* per name: 0 as the style says, 1 with initials, 2 in full */
    bool            ambiguous;        /* it is still like another: cs:choose can ask */
    bool            cited;            /* in a citation before */
} rv_cite_item;

rv_status rv_cite_item_make(rv_cite_item *item, const char *key, const json_t *data, rv_error *err);
void rv_cite_item_free(rv_cite_item *item);
/* Makes the people of a work from its data. */
rv_status rv_cite_item_people(rv_cite_item *item, rv_error *err);

/* A text variable; NULL when it is not there. Short forms are looked for under their own names. */
const char *rv_cite_value(const rv_cite_item *item, const char *variable, bool brief);
const char *rv_cite_item_type(const rv_cite_item *item);
/* The people of a variable; NULL when there are none. */
const rv_cite_people *rv_cite_item_who(const rv_cite_item *item, const char *variable);
rv_cite_date rv_cite_item_date(const rv_cite_item *item, const char *variable);

typedef enum { CITE_IS_TEXT, CITE_IS_NUMBER, CITE_IS_DATE, CITE_IS_NAMES } rv_cite_kind;
rv_cite_kind rv_cite_variable_kind(const char *variable);
/* Whether it is there, whatever its kind. */
bool rv_cite_item_has(const rv_cite_item *item, const char *variable);

/* ---- Numbers --------------------------------------------------------------------------------------------------------------------- */

/* "2", "D2", "2nd", "2-4", "2, 3 & 5": numbers, if need be with letters, and what parts them. */
bool rv_cite_is_numeric(const char *text);
/* Whether the text speaks of several: "2-4", "2 & 3". */
bool rv_cite_is_plural(const char *text);
/* Appends it with en dashes in its ranges and even blanks. */
void rv_cite_even(rv_buf *out, const char *text, const char *dash);
/* Pages: the same, with ranges in the format the style asks for ("expanded", "minimal", ...; NULL: as they come). */
void rv_cite_pages(rv_buf *out, const char *text, const char *format, const char *dash);
/* Roman numerals, from 1 to 3999. */
void rv_cite_roman(rv_buf *out, long n);

#endif
