/* The review's values, and what a second person found of them. */
#ifndef RV_EXTRACT_LOOKED_UP_H
#define RV_EXTRACT_LOOKED_UP_H

#include "extract/pairs.h"

typedef struct {
    int64_t     value;
    const char *verdict, *who, *note;
} rv_check_fact;

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    rv_version         review;
    rv_check_fact     *items;           /* by value; of one value the newest counts */
    size_t             n;
    rv_hoard           texts;
} rv_checks;

/* Ended with rv_checks_free(), which takes what a failed load leaves. */
rv_status rv_checks_load(rv_checks *checks, rv_store *store, const rv_protocol *protocol, rv_error *err);
void rv_checks_free(rv_checks *checks);
/* What was found of a value, NULL when nobody looked. */
const rv_check_fact *rv_checks_of(const rv_checks *checks, int64_t value);
/* "right", "wrong", "unclear", "corrected" or "". A correction is checked, as who corrects has looked it up. */
const char *rv_checks_word(const rv_checks *checks, const rv_fact_value *value);
/* Whether a value may bear an effect. */
bool rv_field_bears(const rv_field *field);

#endif
