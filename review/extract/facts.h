/* What a review holds by way of extraction, in memory: studies, results, values. */
#ifndef RV_EXTRACT_FACTS_H
#define RV_EXTRACT_FACTS_H

#include "extract/hoard.h"
#include "review/store.h"

typedef struct {
    int64_t     id;
    const char *label;
} rv_fact_study;

/* A result as it stands: what was corrected since (see rv_facts_load()) is in place. */
typedef struct {
    int64_t     id, study, record;   /* record 0: not known */
    const char *label;               /* the study's */
    const char *key, *contrast, *domain, *outcome;
    double      months;              /* NaN: not shown */
} rv_fact_result;

typedef struct {
    int64_t     id, study, result, record;   /* result 0: of the study; record 0: not known */
    const char *field, *value, *state, *reviewer, *place, *quotation, *note;
    char        event[RV_DIGEST_HEX];
    bool        stands;              /* no later value supersedes it */
} rv_fact_value;

typedef struct {
    rv_fact_study  *studies;         /* by label */
    rv_fact_study **by_id;           /* the same by id */
    rv_fact_result *results;         /* by id */
    rv_fact_value  *values;          /* by id */
    rv_fact_value **standing;        /* by study, result, field, id */
    rv_fact_result **by_key;
    size_t n_studies, n_results, n_values, n_standing;
    rv_hoard memory;
} rv_facts;

/*
 * Reads them all. A result's own columns (contrast, domain, outcome, months, record) are corrected by values of those names, so
 * that the result stays the fact it was.
 * Ended with rv_facts_free(), which also takes what a failed load leaves.
 */
rv_status rv_facts_load(rv_store *store, rv_facts *facts, rv_error *err);
void rv_facts_free(rv_facts *facts);

const rv_fact_study *rv_facts_study(const rv_facts *facts, const char *label);
const rv_fact_study *rv_facts_study_by_id(const rv_facts *facts, int64_t id);
const rv_fact_result *rv_facts_result(const rv_facts *facts, const char *key);
const rv_fact_result *rv_facts_result_by_id(const rv_facts *facts, int64_t id);
/* The standing value of a field, NULL when nothing was said. `result` 0: of the study. */
const rv_fact_value *rv_facts_value(const rv_facts *facts, int64_t study, int64_t result, const char *field);
/* The standing value of a result's field, else of its study's; as text, NULL when it was not reported. */
const char *rv_facts_text(const rv_facts *facts, const rv_fact_result *result, const char *field);

/* The words a value's state can be. */
extern const char *const rv_value_states[];
/* Columns of a result itself that values can correct. */
extern const char *const rv_result_columns[];
bool rv_result_column(const char *field);

#endif
