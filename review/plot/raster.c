/* PDF and PNG of a scene. */
#include <config.h>

#include <cairo-pdf.h>
#include <math.h>
#include <strings.h>
#include <string.h>

#include "plot/draw.h"
#include "plot/png.h"
#include "plot/scene.h"

const char *const rv_plot_theme_names[] = { "light", "dark", "auto", NULL };
const char *const rv_plot_format_names[] = { "svg", "pdf", "png", NULL };

enum { MOST_DOTS = 32767 };        /* cairo's limit for the side of an image */

int rv_plot_format_of(const char *path)
{
    const char *dot = path ? strrchr(path, '.') : NULL;

    for (int i = 0; dot && rv_plot_format_names[i]; i++)
        if (strcasecmp(dot + 1, rv_plot_format_names[i]) == 0)
            return i;
    return -1;
}

/* Below this many dots per inch letters are drawn as outlines. */
enum { FEW_DOTS = 200 };

static rv_status draw(const rv_scene *scene, cairo_surface_t *surface, double scale, bool outlines, rv_error *err)
{
    cairo_t *cr = cairo_create(surface);
    rv_status st;

    cairo_scale(cr, scale, scale);
    st = rv_draw_scene(scene, cr, outlines, err);
    cairo_destroy(cr);
    return st;
}

static cairo_status_t collect(void *closure, const unsigned char *bytes, unsigned n)
{
    rv_buf *out = closure;

    rv_buf_add(out, bytes, n);
    return out->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static rv_status make_pdf(const rv_scene *scene, rv_buf *out, rv_error *err)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(collect, out, scene->width, scene->height);
    rv_status st;

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, scene->title ? scene->title : "");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, rv_scene_description(scene));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, PACKAGE_NAME " " PACKAGE_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, scene->made);
    st = draw(scene, surface, 1, false, err);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return st;
}

static rv_status make_png(const rv_scene *scene, double dpi, rv_buf *out, rv_error *err)
{
    const double scale = dpi / 72, across = ceil(scene->width * scale - 1e-6), down = ceil(scene->height * scale - 1e-6);
    cairo_surface_t *surface;
    rv_status st;

    if (!(dpi >= 36 && dpi <= 1200))
        return rv_fail(err, RV_EINVAL, "a resolution of %g dots per inch is out of range; 36 to 1200 can be had", dpi);
    if (across > MOST_DOTS || down > MOST_DOTS)
        return rv_fail(err, RV_EINVAL, "a PNG of %.0f by %.0f dots is too large; %.0f dots per inch would fit, and SVG and PDF "
                       "have no such limit", across, down, floor(72 * MOST_DOTS / fmax(scene->width, scene->height)));
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)across, (int)down);
    if ((st = draw(scene, surface, scale, dpi < FEW_DOTS, err)) == RV_OK) {
        cairo_surface_flush(surface);
        st = rv_png_add(out, surface, dpi, err);
    }
    cairo_surface_destroy(surface);
    return st;
}

rv_status rv_plot_write(const rv_scene *scene, rv_plot_format format, double dpi, rv_output *out, rv_error *err)
{
    rv_buf bytes = RV_BUF_INIT;
    rv_status st = format == RV_PLOT_SVG   ? rv_plot_svg(scene, NULL, &bytes, err)
                   : format == RV_PLOT_PDF ? make_pdf(scene, &bytes, err)
                                           : make_png(scene, dpi, &bytes, err);

    if (st == RV_OK && (st = rv_buf_check(&bytes, err)) == RV_OK)
        rv_output_add(out, bytes.data, bytes.length);
    rv_buf_free(&bytes);
    return st;
}
