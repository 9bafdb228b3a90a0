/* The numbers and phrases that a report states, each under a stable key. The text of the report, a template and a manuscript take them
   from here, so that they cannot differ. */
#ifndef RV_REPORT_FIELDS_H
#define RV_REPORT_FIELDS_H

#include "review/report_fields.h"

#include "report/page.h"
#include "report/parts.h"

/* What fields of one subject share. Texts must live until the last of them is added. */
typedef struct {
    const char *prefix;           /* "education": keys are "education.NAME"; "" for none */
    const char *origin, *anchor;
} rv_field_place;

/* NULL when memory is short; every later call takes that, and rv_fields_check() tells. */
rv_fields *rv_fields_new(void);
void rv_fields_free(rv_fields *fields);
rv_status rv_fields_check(const rv_fields *fields, rv_error *err);

/* Each adds one field; a key that is there already keeps its first. Texts are copied. */
void rv_fields_text(rv_fields *fields, const rv_field_place *place, const char *name, const char *text, const char *meaning);
/* With `unit` directly behind the number ("" for none); nothing for a number that is not finite. */
void rv_fields_real(rv_fields *fields, const rv_field_place *place, const char *name, double x, int decimals, const char *unit,
                    const char *meaning);
void rv_fields_int(rv_fields *fields, const rv_field_place *place, const char *name, int64_t x, const char *meaning);
/* "0.12 to 0.52"; nothing unless both are finite. */
void rv_fields_range(rv_fields *fields, const rv_field_place *place, const char *name, double lo, double hi, int decimals,
                     const char *meaning);
/* "p = 0.012", and NAME_value "0.012". */
void rv_fields_p(rv_fields *fields, const rv_field_place *place, const char *name, double p, const char *meaning);

size_t rv_fields_count(const rv_fields *fields);
const rv_review_field *rv_fields_at(const rv_fields *fields, size_t i);
const rv_review_field *rv_fields_find(const rv_fields *fields, const char *key);   /* NULL when there is none */

/* Words with fields of one prefix in braces, "{k} studies": said on the page as runs that name their field and lead to where it comes
   from, or appended as text. A field that is not there is left out. */
void rv_fields_say(const rv_fields *fields, const char *prefix, const char *words, rv_page *page);
void rv_fields_words(const rv_fields *fields, const char *prefix, const char *words, rv_buf *out);
/* One field, as a run. */
void rv_fields_run(const rv_review_field *field, unsigned style, rv_page *page);

/* ---- What is stated ---- */
rv_status rv_fields_of_review(rv_document *d, rv_error *err);
rv_status rv_fields_of_flow(rv_document *d, rv_error *err);
rv_status rv_fields_of_syntheses(rv_document *d, rv_error *err);
rv_status rv_fields_of_findings(rv_document *d, rv_error *err);

/* ---- Names that people get wrong ---- */

/* The nearest few of what was offered to what was asked for. */
enum { RV_NEAREST = 3, RV_NEAREST_NAME = 96 };
typedef struct {
    const char *asked;
    char        name[RV_NEAREST][RV_NEAREST_NAME];
    size_t      distance[RV_NEAREST], n;
} rv_nearest;
void rv_nearest_offer(rv_nearest *nearest, const char *name);
/* "; near are a, b, c", or nothing. */
void rv_nearest_words(const rv_nearest *nearest, rv_buf *out);

#endif
