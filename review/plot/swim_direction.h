/* An effect direction plot while it is drawn. */
#ifndef RV_PLOT_SWIM_DIRECTION_H
#define RV_PLOT_SWIM_DIRECTION_H

#include "plot/swim.h"

enum { RV_DIRECTION_RADIUS = 6 };                              /* of judgements */
extern const double rv_direction_sizes[3];                     /* radii of arrows of small, middle and large studies */

/* What a study says in a domain: outcomes each way, and the way that makes. */
typedef struct { size_t ways[RV_SWIM_WAYS], n; rv_swim_way way; } rv_direction_votes;

typedef struct {
    const rv_swim *swim;
    const rv_swim_options *o;
    rv_canvas      c;
    rv_swim_names  studies, domains;
    rv_direction_votes *votes;         /* [studies domains] */
    double        *n;                  /* [studies] participants; NaN */
    int           *bias;               /* [studies] place in the scale; -1 */
    bool           counted, judged;    /* some study has n, or a judgement */
    double         name, *x, *room;    /* [domains] middles and widths */
    double         count_x, bias_x, right;
    bool           under;              /* numbers of outcomes stand under their arrows, for want of room beside */
} rv_direction_plot;

/* Studies whose outcomes in a domain point that way. */
size_t rv_direction_studies(const rv_direction_plot *figure, size_t domain, int way);
/* Description, legend and notes, below what was drawn. */
void rv_direction_words(rv_direction_plot *figure);

#endif
