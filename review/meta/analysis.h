/* The models of dependent effects within an analysis. */
#ifndef RV_META_ANALYSIS_H
#define RV_META_ANALYSIS_H

#include "review/meta_analysis.h"

/* Fits the working model, or the random effects that are asked for, and fills what the analysis holds of them. */
rv_status rv_analysis_dependent(rv_analysis *a, const rv_meta_data *data, rv_error *err);
/* One model with a mean for each of the subgroups a->group_of[k]; their coefficients into fits[groups], the HTZ test that they are the
   same into a->between. */
rv_status rv_analysis_dependent_groups(rv_analysis *a, const rv_meta_data *data, const char *const *names, size_t groups,
                                       rv_meta_fit *fits, rv_error *err);

#endif
