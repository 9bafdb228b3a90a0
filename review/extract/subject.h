/* What a field is asked of, and what holds there: entered, seen from above, calculated, or not asked at all. */
#ifndef RV_EXTRACT_SUBJECT_H
#define RV_EXTRACT_SUBJECT_H

#include "extract/facts.h"
#include "review/protocol.h"

/* A study; or (not 0) a result or a part of it. */
typedef struct {
    int64_t study, result, part;
} rv_subject;

/* The level at which fields are asked of it. */
rv_field_level rv_subject_level(const rv_facts *facts, rv_subject of);
/* The standing value of a field that holds there: its own, or one it sees (see rv_level_sees()). NULL when nothing was said. */
const rv_fact_value *rv_subject_value(const rv_facts *facts, rv_subject of, const char *field);
/* The number of a field that holds there, calculated where the form says so; NaN when there is none. */
double rv_subject_number(const rv_facts *facts, const rv_protocol *protocol, rv_subject of, const char *field);
/* The same as text: what was reported, or what is calculated (then it lies in `room`); NULL when there is none. */
const char *rv_subject_text(const rv_facts *facts, const rv_protocol *protocol, rv_subject of, const char *field,
                            char room[RV_REAL_TEXT]);
/* Whether the form asks the field there: its level is right and its condition holds. */
bool rv_subject_asked(const rv_facts *facts, const rv_protocol *protocol, rv_subject of, const rv_field *field);

/* Walks every subject of a study: itself, its parts by kind and key, its results by id. */
rv_status rv_subjects_each(const rv_facts *facts, int64_t study, rv_status (*each)(void *user, rv_subject of, rv_error *err), void *user,
                           rv_error *err);
/* Walks the required fields that are asked somewhere in a study and of which nothing was said. */
rv_status rv_lacks_each(const rv_facts *facts, const rv_protocol *protocol, int64_t study,
                        rv_status (*each)(void *user, rv_subject of, const rv_field *field, rv_error *err), void *user, rv_error *err);

#endif
