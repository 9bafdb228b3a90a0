/* What the diagnosing verbs of review-meta share. */
#ifndef RV_TOOLS_META_DIAGNOSE_H
#define RV_TOOLS_META_DIAGNOSE_H

#include "tools/meta.h"

/* The rows, and the model that is asked for; (*a)->mixed where effects are dependent. meta_free() and rv_analysis_free() also after a
   failure. */
rv_status meta_diagnose(meta_input *in, rv_analysis **a, rv_error *err);
/* Refuses what is not made of dependent effects: "a radial plot". */
rv_status meta_only_independent(const rv_analysis *a, const char *what, rv_error *err);
/* The facts that stand above every diagnosis: what was fitted, and the notes that belong to it. */
void meta_fact_model(meta_writer *w, const meta_input *in, const rv_analysis *a);
/* The name of coefficient j. */
const char *meta_coefficient(const meta_input *in, size_t j);

/* The clusters that a dependent model leaves out: those of --cluster, else studies. names[n] belongs to the caller, its texts to the
   input. */
typedef struct { const size_t *code; size_t n; const char **names; } meta_clusters;
rv_status meta_clusters_of(const meta_input *in, meta_clusters *out, rv_error *err);

/* One pooled estimate of a sequence: after a study was added, or without it. `fit.p` NaN: not to be trusted. */
typedef struct {
    const char   *label;
    size_t        k;
    double        estimate, se, ci_lo, ci_hi, pi_lo, pi_hi;
    rv_forest_fit fit;
} meta_step;
/* RV_EUSAGE where --forest is asked for and there are several coefficients. */
rv_status meta_steps_possible(const rv_analysis *a, rv_error *err);
/* Writes --forest of a sequence, with what is pooled over all below it; `head` stands over the labels. */
rv_status meta_write_steps(const rv_analysis *a, const char *head, const meta_step *steps, size_t n, rv_error *err);
/* A step of a univariate fit, and of a coefficient. */
meta_step meta_step_of_fit(const char *label, const rv_meta_fit *fit);
meta_step meta_step_of_coef(const char *label, size_t k, const rv_meta_coef *coef, bool robust);

#endif
