/* A funnel plot: what its two files share. */
#ifndef RV_PLOT_FUNNEL_H
#define RV_PLOT_FUNNEL_H

#include "plot/chart_data.h"

typedef struct {
    const rv_chart_data    *data;
    const rv_chart_options *options;
    rv_chart chart;
    double   null;                 /* no effect, on the analysis scale */
    double   most_se;              /* the largest standard error shown */
    double   critical;             /* of the data's level */
} rv_funnel_figure;

/* What the axis shows of a standard error; of the size of a study there is no such thing: NaN. */
double rv_funnel_height(rv_funnel_y y, double se);
/* Shades and lines of the regions, and their entries in the legend. */
void rv_funnel_draw_regions(rv_funnel_figure *figure);

#endif
