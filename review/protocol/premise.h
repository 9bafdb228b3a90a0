/* Conditions of an instrument, compiled: over slots (questions and domains) that have a value, or none yet. */
#ifndef RV_PROTOCOL_PREMISE_H
#define RV_PROTOCOL_PREMISE_H

#include <stdint.h>

#include "reader.h"

/* What a slot holds: the index of its answer or judgement, or one of these. */
enum { PREMISE_NA = 63, PREMISE_UNKNOWN = 64, PREMISE_ANSWERS = 60 };
/* What an instrument may have, so that no file sizes our memory: slots; bytes of a condition. */
enum { PREMISE_SLOTS = 256, PREMISE_BYTES = 4096 };

typedef enum { RV_TRUTH_NO, RV_TRUTH_OPEN, RV_TRUTH_YES } rv_truth;

typedef enum { RV_OP_AND, RV_OP_OR, RV_OP_NOT, RV_OP_COUNT, RV_OP_POINTS } rv_premise_op;

/* One thing counted: true when its slot's value is among the bits of `mask`. */
typedef struct {
    size_t             slot;
    uint64_t           mask;
    const rv_question *question;   /* NULL for a domain */
} rv_counted;

typedef enum { RV_OF_ALL, RV_OF_CRITICAL, RV_OF_OTHERS } rv_of;

typedef struct rv_premise {
    rv_premise_op            op;
    const struct rv_premise *left, *right;   /* AND, OR; NOT has left */
    double                  least, most;    /* COUNT, POINTS: the bounds of the number */
    bool                    every;          /* COUNT: least is how many are counted */
    rv_of                   of;
    size_t                  n;
    const rv_counted       *counted;
} rv_premise;

/* What a condition may speak of. */
typedef struct {
    const rv_instrument        *instrument;
    const rv_instrument_domain *domain;
    size_t                      n_questions;   /* the first so many of the domain's */
    size_t                      n_domains;     /* the first so many of the instrument's */
    bool                        with_points;
} rv_scope;

/* Compiles the text of an attribute; NULL after a failure, which the reader holds. */
const rv_premise *rv_premise_read(rv_reader *r, const rv_node *node, const char *attribute, const rv_scope *scope);
/* Words that no question or domain may be called. */
bool rv_premise_reserved(const char *word);

/* `values` by slot. */
rv_truth rv_premise_holds(const rv_premise *premise, const uint8_t *values, const rv_instrument_domain *domain);

/* Calls for each slot of a domain's judgement that the premise counts. */
void rv_premise_domains(const rv_premise *premise, void (*domain)(void *user, size_t slot), void *user);

#endif
