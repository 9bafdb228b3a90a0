/* One planned analysis carried out on the effects of the review, with what stands beside it. */
#ifndef RV_REPORT_SYNTHESIS_H
#define RV_REPORT_SYNTHESIS_H

#include "review/extract.h"
#include "review/meta_analysis.h"
#include "review/protocol.h"
#include "review/report.h"
#include "review/store.h"

#include "report/included.h"

/* What a row beside the main one is. */
typedef enum { RV_BESIDE_SENSITIVITY, RV_BESIDE_SUBGROUPS, RV_BESIDE_MODERATOR } rv_beside_kind;

/* The same effects, or fewer, under another model: rows beside the main one. */
typedef struct {
    rv_beside_kind kind;
    char           name[160];     /* a sensitivity analysis's label, a field's label */
    rv_effects     effects;       /* empty when the main one's serve */
    rv_meta_set   *set;           /* NULL when the main one's serves */
    rv_analysis   *analysis;      /* NULL: could not be carried out, or a moderator */
    rv_meta_fit    fit;           /* of a moderator: y = b0 + b1 x */
    rv_meta_coef   coefs[2];
    double         vcov[4];       /* of the two */
    bool           months;        /* the moderator is the time of the result */
    char           problem[512];  /* why it could not be carried out; "" otherwise */
} rv_beside;

typedef struct {
    const rv_plan   *planned;
    rv_plan          run;         /* as carried out */
    const rv_domain *domain;
    rv_effects       effects;
    rv_meta_set     *set;         /* the chosen ones, in order */
    rv_analysis     *analysis;    /* NULL when no study gives an effect */
    rv_beside       *beside;
    size_t           n_beside;
    char             method[400];
} rv_synthesis;

/* Carries out, on the studies that are included. Ended with rv_synthesis_end(), also after a failure. What stands beside may fail without failing the whole: its row
   says why. */
rv_status rv_synthesis_run(rv_synthesis *out, rv_store *store, const rv_protocol *protocol, const rv_included *included,
                           const rv_plan *plan, const rv_words *otherwise, rv_error *err);
void rv_synthesis_end(rv_synthesis *synthesis);
/* Whether an effect has a number for the moderator of `beside`, and which. */
bool rv_beside_moderator(const rv_beside *beside, const rv_review_effect *effect, double *x);
/* Model, estimator, test and measure in a sentence. */
const char *rv_synthesis_method(const rv_synthesis *synthesis);

#endif
