/* What a review holds by way of extraction, in memory: studies, results, values. */
#ifndef RV_EXTRACT_FACTS_H
#define RV_EXTRACT_FACTS_H

#include "extract/hoard.h"
#include "review/base.h"
#include "review/store.h"

typedef struct {
    int64_t     id;
    const char *label;
} rv_fact_study;

/* An arm, outcome, time point or contrast of a study. */
typedef struct {
    int64_t     id, study, from_a, from_b;   /* from: the two own ones it was agreed from; 0: none */
    const char *label;               /* the study's */
    const char *kind, *key, *reviewer;
} rv_fact_part;

/* A result as it stands: what was corrected since (see rv_facts_load()) is in place. */
typedef struct {
    int64_t     id, study, record;   /* record 0: not known */
    int64_t     from_a, from_b;      /* the two own ones it was agreed from; 0: none */
    const char *label;               /* the study's */
    const char *key, *contrast, *domain, *outcome;
    const char *arm;                 /* key of the arm that it is of; "": of the contrast */
    const char *reviewer;
    double      months;              /* NaN: not shown */
} rv_fact_result;

typedef struct {
    int64_t     id, study, part, result, record;   /* part and result 0: of the study; record 0: not known */
    int64_t     from_a, from_b;      /* the two own ones that it settles; 0: none */
    const char *field, *value, *state, *reviewer, *place, *quotation, *note;
    char        event[RV_DIGEST_HEX];
    int64_t     act;                 /* the event's number, in order of arrival */
    const char *at;                  /* when, ISO 8601 UTC; "" in the act under way */
    bool        stands;              /* no later value supersedes it */
} rv_fact_value;

typedef struct {
    rv_fact_study  *studies;         /* by label */
    rv_fact_study **by_id;           /* the same by id */
    rv_fact_result *results;         /* by id */
    rv_fact_value  *values;          /* by id */
    rv_fact_value **standing;        /* by study, part, result, field, id */
    rv_fact_result **by_key;
    rv_fact_part   *parts;           /* by study, kind, key, id */
    rv_fact_part  **parts_by_id;
    size_t n_studies, n_parts, n_results, n_values, n_standing;
    rv_hoard memory;
} rv_facts;

/*
 * Reads a version: the review's (`own` NULL), or the parts, results and values that the extractor of that name keeps for themselves
 * until they are agreed. Studies are everybody's. A result's own columns (contrast, domain, outcome, months, record) are corrected by values of those names, so
 * that the result stays the fact it was.
 * Ended with rv_facts_free(), which also takes what a failed load leaves.
 */
rv_status rv_facts_load(rv_store *store, const char *own, rv_facts *facts, rv_error *err);
void rv_facts_free(rv_facts *facts);

const rv_fact_study *rv_facts_study(const rv_facts *facts, const char *label);
const rv_fact_study *rv_facts_study_by_id(const rv_facts *facts, int64_t id);
const rv_fact_result *rv_facts_result(const rv_facts *facts, const char *key);
const rv_fact_result *rv_facts_result_by_id(const rv_facts *facts, int64_t id);
/* The part of a study, NULL when there is none. */
const rv_fact_part *rv_facts_part(const rv_facts *facts, int64_t study, const char *kind, const char *key);
const rv_fact_part *rv_facts_part_by_id(const rv_facts *facts, int64_t id);
/* The key of the time point of a result: its months as text, "" when not shown. */
const char *rv_facts_time_key(const rv_fact_result *result, char text[RV_REAL_TEXT]);
/* The standing value of a field, NULL when nothing was said. `result` 0: of the study. */
const rv_fact_value *rv_facts_value(const rv_facts *facts, int64_t study, int64_t result, const char *field);
/* The same of a part. */
const rv_fact_value *rv_facts_part_value(const rv_facts *facts, int64_t study, int64_t part, const char *field);
/* The standing value that holds for a result: its own, else that of its arm, contrast, outcome or time point, else of its study. NULL
   when nothing was said. */
const rv_fact_value *rv_facts_holds(const rv_facts *facts, const rv_fact_result *result, const char *field);
/* The same as text, NULL when it was not reported. */
const char *rv_facts_text(const rv_facts *facts, const rv_fact_result *result, const char *field);

/*
 * The results of the two arms that a result of a contrast compares, for its outcome and time. The contrast's part says which arms they
 * are, in its values group1 (the programme) and group2. False, and NULL what is not there, when one is missing.
 */
bool rv_facts_arm_results(const rv_facts *facts, const rv_fact_result *result, const rv_fact_result **group1,
                          const rv_fact_result **group2);
/* The input of an effect (rv_effect_columns) that a field of an arm's result holds when its arm is the contrast's group 1 or 2: of
   "n1i" in group 2 "n2i", of "ai" "ci". False when the input is none of one group. */
bool rv_arm_input(const char *input, int group, char name[16]);
/* Two results of arms that make a result of a contrast which is not there yet. */
typedef struct {
    const rv_fact_part   *contrast;
    const rv_fact_result *group1, *group2;
    size_t twins;                /* earlier contrasts of the study that compare the same two arms */
} rv_arm_contrast;
rv_status rv_arm_contrasts(const rv_facts *facts, rv_status (*each)(void *user, const rv_arm_contrast *made, rv_error *err), void *user,
                           rv_error *err);
/* What every contrast has beside the form's fields: "group1", "group2"; NULL at the end. */
extern const char *const rv_contrast_columns[];
bool rv_contrast_column(const char *field);

/* The kinds of parts: "arm", "outcome", "time", "contrast"; NULL at the end. */
extern const char *const rv_part_kinds[];
/* The words a value's state can be. */
extern const char *const rv_value_states[];
/* Columns of a result itself that values can correct. */
extern const char *const rv_result_columns[];
bool rv_result_column(const char *field);

#endif
