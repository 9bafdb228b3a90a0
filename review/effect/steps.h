/* What the files of steps share: how a step is called, and the functions behind the table of steps. */
#ifndef RV_EFFECT_STEPS_H
#define RV_EFFECT_STEPS_H

#include "effect/how.h"

/* x: the numbers of the step's `from`, then of `also` (NaN where not given), each within its domain, under names[]. y: the numbers
   of `makes`, NaN at first; left so with a reason where the step does not go. */
typedef struct rv_step_call {
    const double            *x;
    const char *const       *names;
    double                  *y;
    const rv_measure        *measure;       /* NULL where no effect is asked for */
    const rv_effect_options *o;
    char                    *reason;        /* RV_EFFECT_WORDS */
    int                      group;         /* 1 or 2; 0 for a step of both */
} rv_step_call;

void rv_step_reason(const rv_step_call *c, const char *format, ...) RV_PRINTF(2, 3);
/* Each value is within what its column can hold: "se1i is -1; a standard error is positive". */
rv_status rv_step_domain(size_t column, double x, rv_error *err);

/* ---- Taking steps -------------------------------------------------------------------------------------------------- */

enum { RV_STEP_COLUMNS = sizeof(rv_effect_input) / sizeof(double), RV_STEP_FROM = 12, RV_STEP_MAKES = 2 };

/* A step for one group, its columns found. */
typedef struct {
    const rv_effect_step *step;
    size_t rank;                  /* in the table */
    int    group;
    size_t n_from, n_x, n_makes;  /* x: from, then also */
    size_t x[RV_STEP_FROM], makes[RV_STEP_MAKES];
} rv_step_bound;

/* All steps with their columns, best first. */
const rv_step_bound *rv_steps_bound(size_t *n);
/* Whether the step is for the measure (NULL: for any). */
bool rv_step_is_for(const rv_step_bound *b, const rv_measure *m);

/* A set of inputs that measures are made from; ends with a number that is no column. */
typedef struct { size_t n, columns[RV_STEP_FROM]; } rv_step_goal;
const rv_step_goal *rv_step_goals(size_t *n);
/* Whether the measure can be made from the set, and from no larger one. */
bool rv_step_goal_of(const rv_step_goal *goal, const rv_measure *m);

/* A way under search: the numbers so far, the steps taken. */
typedef struct {
    const rv_measure        *m;
    const rv_effect_options *o;
    rv_effect_input          in;
    bool                     busy[RV_STEP_COLUMNS];
    const rv_step_bound     *path[RV_EFFECT_STEPS];
    size_t                   n;
    size_t                   worst;      /* rank of its least good step */
    char                     reason[RV_EFFECT_WORDS];
    rv_status                st;         /* not RV_OK once a number cannot be */
    rv_error                *err;
} rv_step_search;

void rv_step_begin(rv_step_search *s, const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, rv_error *err);
/* The column is given, or steps make it. False: not, or s->st says what cannot be; the search is as it was but for the reason. */
bool rv_step_reach(rv_step_search *s, size_t column);
/* The step is taken, with what it needs. */
bool rv_step_take(rv_step_search *s, const rv_step_bound *b);
/* The steps of a way as a route: "sd-from-se, t-from-p". */
void rv_step_route(const rv_step_search *s, char *route, size_t room);

typedef rv_status step_fn(const rv_step_call *c, rv_error *err);

step_fn rv_step_sd_from_se, rv_step_sd_from_ci, rv_step_mean_from_ci, rv_step_sd_from_pooled, rv_step_pooled_from_sds,
    rv_step_pooled_from_total, rv_step_sd_from_t;
step_fn rv_step_five, rv_step_quartiles, rv_step_range, rv_step_sd_from_quartiles, rv_step_sd_from_range, rv_step_sd_from_iqr;
step_fn rv_step_same, rv_step_sign_of_difference, rv_step_sign, rv_step_t_from_f, rv_step_t_from_p, rv_step_d_from_rpb,
    rv_step_d_from_beta, rv_step_r_from_t;
step_fn rv_step_cells_from_or, rv_step_cells_from_phi, rv_step_cells_from_chi2, rv_step_cells_from_chi2y, rv_step_events_from_or,
    rv_step_rest, rv_step_halves;
step_fn rv_step_chsd_from_r, rv_step_difference, rv_step_sum, rv_step_sd_from_change, rv_step_r_from_change,
    rv_step_md_from_changes;
step_fn rv_step_bse_from_ci, rv_step_smd_adjusted, rv_step_smd_adjusted_r2, rv_step_d_from_b, rv_step_percent_from_pp,
    rv_step_rd_from_pp, rv_step_ratio_from_pp;
step_fn rv_step_se_from_ci, rv_step_se_from_z, rv_step_se_from_p, rv_step_smd_from_or, rv_step_smd_from_cells,
    rv_step_or_from_d;
step_fn rv_step_v_from_events, rv_step_v_from_total, rv_step_oe_from_p, rv_step_se_from_v;

#endif
