/* What the figures of syntheses without pooling share. */
#ifndef RV_PLOT_SWIM_H
#define RV_PLOT_SWIM_H

#include "review/plot_swim.h"

#include "plot/light.h"

/* Names in order of appearance, and which each item has. */
typedef struct { size_t n; const char **name; size_t *code; } rv_swim_names;
typedef enum { RV_SWIM_STUDIES, RV_SWIM_DOMAINS, RV_SWIM_GROUPS } rv_swim_what;
/* Of studies, domains, or groups (where there are none: domains); an empty name is called "All". Ended with rv_swim_names_end(). */
RV_MUST_CHECK rv_status rv_swim_names_of(rv_swim_names *names, const rv_swim *swim, rv_swim_what what, rv_error *err);
void rv_swim_names_end(rv_swim_names *names);

/* The arrow of a way in a square of 2 `radius`. */
void rv_swim_arrow(rv_canvas *canvas, double x, double y, double radius, rv_swim_way way, const char *fill);
extern const char *const rv_swim_words[RV_SWIM_WAYS];      /* "Up", "Down", "No difference", "Mixed" */

RV_MUST_CHECK rv_status rv_swim_check(const rv_swim *swim, const rv_swim_options *options, rv_error *err);

#endif
