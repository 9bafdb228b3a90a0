/* The scale of a forest plot: its ends and its ticks. */
#ifndef RV_PLOT_AXIS_H
#define RV_PLOT_AXIS_H

#include "review/plot.h"

#include "plot/text.h"

enum { RV_AXIS_TICKS = 16, RV_AXIS_LABEL = 24 };

/* Ends and ticks are on the analysis scale; labels are as printed (exp of it when `log_scale`). */
typedef struct {
    double lo, hi;
    bool   log_scale;
    double no_effect;              /* the null line; NaN when it is beyond the ends */
    size_t n;
    double at[RV_AXIS_TICKS];
    char   label[RV_AXIS_TICKS][RV_AXIS_LABEL];
} rv_axis;

/* Chooses the ends from the rows and the options. `null` is the no-effect value on the analysis scale. Errors  RV_EINVAL. */
RV_MUST_CHECK rv_status rv_axis_ends(rv_axis *axis, const rv_forest *forest, const rv_forest_options *options, double null,
                                     rv_error *err);
/* As many round ticks as stand side by side over `width` points. */
void rv_axis_ticks(rv_axis *axis, double width, rv_type *type, const rv_face *face);

#endif
