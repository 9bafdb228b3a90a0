/* A Wald test under way. */
#ifndef RV_META_SANDWICH_WALD_H
#define RV_META_SANDWICH_WALD_H

#include "meta/sandwich.h"

typedef struct {
    const rv_robust *s;
    size_t q;
    bool   symmetric;             /* standardise by the symmetric root */
    double stat;                  /* Q */
    double *c;                    /* [q p] contrasts in Z's coordinates */
    double *cb;                   /* [q] C b */
    double *csc;                  /* [q q] C S C' */
    double *f, *fc;               /* [q q] F with F E(C S C') F' = I; [q p] F C */
    double *root, *t;             /* [q q], [q] */
} rv_wald_room;

/* EDF and EDT: Q as a sum of squared t statistics, each with its own df. Needs f and fc. */
rv_status rv_wald_by_eigenvalues(rv_wald_room *w, rv_wald_result *out, rv_error *err);

#endif
