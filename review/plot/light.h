/* What the figures of judgements share: one light, and the data they draw. */
#ifndef RV_PLOT_LIGHT_H
#define RV_PLOT_LIGHT_H

#include "review/plot_lights.h"

#include "plot/canvas.h"

/* The colour of an area and of the sign on it. */
const char *rv_light_fill(rv_light_colour colour, int palette);
const char *rv_light_ink(rv_light_colour colour, int palette);
/* A disc with its sign, outlined; NULL: a broken ring, for what was not judged. Signs need a radius of 6. */
void rv_light_disc(rv_canvas *canvas, double x, double y, double radius, const rv_light *light, int palette);
/* The place of a word in the scale: the word itself, or a beginning that no other has, case ignored; -1 for none. */
int rv_light_find(const rv_light_scale *scale, const char *word);

/* Checks what both figures need: RV_EINVAL when there is nothing to draw. */
RV_MUST_CHECK rv_status rv_lights_check(const rv_lights *lights, rv_error *err);
/* The legend of judgements that occur, and of those that are lacking. */
void rv_lights_key(rv_canvas *canvas, const rv_lights *lights, int palette);
/* "D1: Randomisation process", or what is known. Appends. */
void rv_lights_domain_name(rv_buf *out, const rv_light_domain *domain);

#endif
