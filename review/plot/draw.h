#ifndef RV_PLOT_DRAW_H
#define RV_PLOT_DRAW_H

#include <cairo.h>

#include "plot/scene.h"

/* Draws the scene, page and all, one point being one unit. `outlines`: letters as shapes, for dots so few that whole ones would show in
   the spacing. Errors  RV_ENOMEM, RV_EINVAL. */
RV_MUST_CHECK rv_status rv_draw_scene(const rv_scene *scene, cairo_t *cr, bool outlines, rv_error *err);

#endif
