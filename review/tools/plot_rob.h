/* The judgements that are asked for, and those that a review holds, as the figures of lights take them. */
#ifndef RV_TOOLS_PLOT_ROB_H
#define RV_TOOLS_PLOT_ROB_H

#include "review/extract.h"
#include "review/plot_lights.h"

enum { PLOT_WORDS = 64 };
typedef struct { size_t n; const char *word[PLOT_WORDS]; } plot_words;

/* The judgements of an instrument, from the best, and the names of its domains but the overall judgement. */
void plot_rob_instrument(const rv_instrument *instrument, plot_words *levels, plot_words *domains);

/* plot_scale.c: judgements, best first (none: to be guessed from the data), and names of domains. */
typedef struct {
    rv_light_scale scale;
    plot_words     levels, domains;
    char          *kept[2];            /* the memory behind them */
    rv_instrument *instrument;
} plot_scale;
/* `scale` begins as { 0 } and is ended with plot_scale_end() in any case. */
rv_status plot_scale_asked(plot_scale *scale, rv_error *err);
void plot_scale_end(plot_scale *scale);

typedef struct plot_rob_found plot_rob_found;
/* What the review says by `tool`; NULL: the only tool of the protocol that has appraised anything. */
rv_status plot_rob_find(plot_rob_found **out, rv_store *store, const rv_protocol *protocol, const char *tool, rv_error *err);
const rv_lights *plot_rob_lights(const plot_rob_found *found);
void plot_rob_free(plot_rob_found *found);             /* NULL is allowed */

#endif
