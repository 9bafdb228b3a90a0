#ifndef RV_TOOLS_META_REVIEW_H
#define RV_TOOLS_META_REVIEW_H

#include "review/extract.h"
#include "review/meta_frame.h"
#include "review/meta_robust.h"

enum { RV_META_FIELDS = 80 };

/* What is asked of the review: a planned analysis by id, or else a domain. */
typedef struct {
    const char *review;           /* --review */
    const char *analysis, *domain;
    const char *measure;          /* NULL: the plan's */
    const char *field[RV_META_FIELDS];   /* [fields] columns that the command line names: fields of the form, or columns there are anyway */
    size_t      fields;
    bool        all;              /* --all-effects: every effect of a study that fits, not the chosen one */
    const char *const *leave_out; /* [n_leave_out] --leave-out: labels of studies */
    size_t      n_leave_out;
    char      **argv;             /* the command line, for handing over */
} meta_request;

/*
 * The effects of a review, row by row of its frame, and what they say of their sampling covariances: `make` takes an rv_review_sampling.
 * Functions come as pointers because review-meta of tables is linked without the review.
 */
typedef struct {
    rv_effects effects;
    rv_status (*make)(const void *sampling, double rho, rv_blocks **out, rv_error *err);   /* NULL: not of a review */
    void (*free)(rv_effects *effects);
    const char *words;
} meta_known;

/* What the protocol plans, for what the command line leaves open. */
typedef struct {
    char  title[256], measure[16], method[16], test[16], favours_left[128], favours_right[128];
    double level;
    bool  common, prediction, known;   /* known: there is a planned analysis */
} meta_plan;

/*
 * The effects of the domain as a frame: label, study, result, outcome, months, yi, vi, left_out, and the fields asked for. One a study by
 * the protocol's order of choice and, for a planned analysis, within its selection; those not chosen say in left_out why.
 * `known` is ended by its own free() where that is not NULL, also after a failure.
 */
rv_status meta_frame_of_review(rv_frame **out, const meta_request *request, meta_plan *plan, meta_known *known, rv_error *err);

#endif
