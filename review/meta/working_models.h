/* A working model under way. */
#ifndef RV_META_WORKING_MODELS_H
#define RV_META_WORKING_MODELS_H

#include "review/meta_robust.h"

/* The rows' places in the model's groups; what does not change with rho. */
typedef struct {
    const rv_working_model_data *data;
    size_t k;
    size_t *study, studies;       /* [k] 0 to studies - 1, in the order of the codes */
    size_t *sample, samples;      /* [k]; the study where no samples are given */
    size_t *inner, inners;        /* [k] subgroups; none where there are none */
    size_t *each;                 /* [k] 0, 1, 2, ...: every effect by itself */
    const char **inner_names;     /* [inners] */
    size_t most_effects;          /* of one study */
    rv_mixed_part part[2];
    size_t parts;
} rv_working_layout;

/* Numbers the codes. Ends with rv_working_layout_end(), also after a failure.
   Errors  a sample of two studies; one study; no subgroups where the kind needs them. */
rv_status rv_working_layout_begin(rv_working_layout *l, const rv_working_model_data *data, rv_working_kind kind, rv_error *err);
void rv_working_layout_end(rv_working_layout *l);
/* The random parts of a kind into l->part. */
void rv_working_layout_parts(rv_working_layout *l, rv_working_kind kind);
/* Whether effects of a kind's own can be told from its other random effects: some study (some subgroup of a study) has several. */
bool rv_working_layout_repeats(const rv_working_layout *l, rv_working_kind kind);
/* Sampling covariances of a kind; NULL in *out where they are 0. */
rv_status rv_working_layout_covariance(const rv_working_layout *l, rv_working_kind kind, double rho, rv_blocks **out, rv_error *err);

#endif
