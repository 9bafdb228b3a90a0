#ifndef RV_PLOT_PNG_H
#define RV_PLOT_PNG_H

#include <cairo.h>

#include "review/base.h"

/* Appends the image (CAIRO_FORMAT_RGB24, drawn and flushed) as PNG with its dots per inch. Errors  RV_ENOMEM. */
RV_MUST_CHECK rv_status rv_png_add(rv_buf *out, cairo_surface_t *image, double dpi, rv_error *err);

#endif
