/* Two extractors' versions of a study side by side: rows (the study, its parts, its results) and which are one. */
#ifndef RV_EXTRACT_PAIRS_H
#define RV_EXTRACT_PAIRS_H

#include "extract/extractors.h"

enum { RV_ROW_STUDY, RV_ROW_ARM, RV_ROW_OUTCOME, RV_ROW_TIME, RV_ROW_CONTRAST, RV_ROW_RESULT, RV_ROW_KINDS };
/* The words for them: "study", "arm", ..., "result". */
extern const char *const rv_row_words[];

/* A version of everything: one person's, or (name NULL) the review's. */
typedef struct {
    const char      *name;
    rv_facts         facts;
    rv_fact_result **results;        /* by study and id */
} rv_version;

typedef struct {
    int         kind;
    int64_t     id;                  /* part.id, result.id; of a study its own */
    int64_t     from[2];             /* of the review's: the two own ones it was agreed from; 0: none */
    const char *key;                 /* of the study its label */
    const rv_fact_result *result;
    rv_fact_value *const *values;    /* what stands, by field; of two of one field the later counts */
    size_t      n_values;
    size_t      partner;             /* index among the other's rows; SIZE_MAX: none */
    double      likeness;            /* of the pair, 0 to 1 */
    const char *by;                  /* who matched it, or said that it has no partner; "" nobody */
    const char *taken;               /* of a row without partner: "yes", "no"; "" open */
} rv_row;

typedef struct {
    rv_row *rows;                    /* by kind, then as the facts have them */
    size_t  n, room;
    size_t  first[RV_ROW_KINDS + 1]; /* where each kind begins */
} rv_rows;

/* One study that is open. */
typedef struct {
    const char *label, *names[2];
    int64_t     study, opened;
    const rv_version *versions[2];
    rv_rows     sides[2];
} rv_pair;

/* What was said by hand of rows of own versions. */
typedef struct {
    bool    result;                  /* of results; else of parts */
    int64_t a, b;                    /* b 0: none */
    const char *who, *taken;
} rv_hand;

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    rv_extractors      people;
    rv_version        *versions;     /* by name */
    size_t             n_versions;
    rv_version         review;       /* of everybody; loaded by rv_pairs_review() */
    const rv_field   **fields;       /* of the form, by id */
    rv_hand           *hands;
    size_t             n_hands;
} rv_pairs;

/* Loads a version (`name` NULL: the review's) into what is zero; ended with rv_version_free(), which takes what a failed load leaves. */
rv_status rv_version_load(rv_version *version, rv_store *store, const char *name, rv_error *err);
void rv_version_free(rv_version *version);

/* Loads the versions of those who extract studies that are open (`study` NULL: all, else that one, which must be open). Ended with
   rv_pairs_close(), which takes what a failed call leaves. */
rv_status rv_pairs_open(rv_pairs *pairs, rv_store *store, const rv_protocol *protocol, const char *study, rv_error *err);
rv_status rv_pairs_review(rv_pairs *pairs, rv_error *err);
void rv_pairs_close(rv_pairs *pairs);
/* Tells each pair with its rows aligned, by label. */
rv_status rv_pairs_each(rv_pairs *pairs, const char *study, rv_status (*tell)(void *user, const rv_pair *pair, rv_error *err), void *user,
                        rv_error *err);

/* The rows of a study in a version. */
rv_status rv_rows_fill(rv_rows *rows, const rv_version *version, int64_t study, const char *label, rv_error *err);
/* The row that a name means: a key, or "KIND:KEY"; SIZE_MAX when there is none, SIZE_MAX - 1 when there are several. */
size_t rv_rows_find(const rv_rows *rows, const char *name);
/* The field of the form, NULL when it has none of this id. */
const rv_field *rv_pairs_field(const rv_pairs *pairs, const char *id);
/* What stands in a row under a field, NULL for nothing. */
const rv_fact_value *rv_row_value(const rv_row *row, const char *field);
/* two_standing.c: the row of the review that was agreed from two rows of own versions (either may be NULL), NULL when there is none. */
const rv_row *rv_rows_agreed(const rv_rows *review, const rv_row *a, const rv_row *b);
/* align.c: finds each row its partner. */
rv_status rv_pair_align(rv_pair *pair, const rv_pairs *pairs, rv_error *err);

#endif
