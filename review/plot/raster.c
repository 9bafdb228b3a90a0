/* PDF and PNG of a scene, both drawn from its SVG. */
#include <config.h>

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <strings.h>
#include <string.h>

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

static rv_status draw(const rv_buf *svg, cairo_surface_t *surface, double scale, double width, double height, rv_error *err)
{
    GError *why = NULL;
    const RsvgRectangle page = { 0, 0, width, height };
    RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)svg->data, svg->length, &why);
    cairo_t *cr = cairo_create(surface);
    rv_status st = RV_OK;

    cairo_set_source_rgb(cr, 1, 1, 1);                        /* the outermost dots, where the page is not whole */
    cairo_paint(cr);
    cairo_scale(cr, scale, scale);
    if (!handle || !rsvg_handle_render_document(handle, cr, &page, &why))
        st = rv_fail(err, RV_EINVAL, "the figure cannot be drawn: %s", why ? why->message : "no reason given");
    if (st == RV_OK && cairo_status(cr) != CAIRO_STATUS_SUCCESS)
        st = rv_fail(err, RV_EINVAL, "the figure cannot be drawn: %s", cairo_status_to_string(cairo_status(cr)));
    cairo_destroy(cr);
    if (handle)
        g_object_unref(handle);
    g_clear_error(&why);
    return st;
}

static cairo_status_t collect(void *closure, const unsigned char *bytes, unsigned n)
{
    rv_buf *out = closure;

    rv_buf_add(out, bytes, n);
    return out->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static rv_status make_pdf(const rv_scene *scene, const rv_buf *svg, rv_buf *out, rv_error *err)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(collect, out, scene->width, scene->height);
    char now[RV_TIME_TEXT];
    rv_status st;

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, scene->title ? scene->title : "");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, rv_scene_description(scene));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, PACKAGE_NAME " " PACKAGE_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, rv_now(now));
    st = draw(svg, surface, 1, scene->width, scene->height, err);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return st;
}

static rv_status make_png(const rv_scene *scene, const rv_buf *svg, double dpi, rv_buf *out, rv_error *err)
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
    if ((st = draw(svg, surface, scale, scene->width, scene->height, err)) == RV_OK) {
        cairo_surface_flush(surface);
        st = rv_png_add(out, surface, dpi, err);
    }
    cairo_surface_destroy(surface);
    return st;
}

rv_status rv_plot_write(const rv_scene *scene, rv_plot_format format, double dpi, rv_output *out, rv_error *err)
{
    rv_buf svg = RV_BUF_INIT, bytes = RV_BUF_INIT;
    const rv_buf *whole = format == RV_PLOT_SVG ? &svg : &bytes;
    rv_status st = rv_plot_svg(scene, NULL, &svg, err);

    if (st == RV_OK && format == RV_PLOT_PDF)
        st = make_pdf(scene, &svg, &bytes, err);
    else if (st == RV_OK && format == RV_PLOT_PNG)
        st = make_png(scene, &svg, dpi, &bytes, err);
    if (st == RV_OK && (st = rv_buf_check(whole, err)) == RV_OK)
        rv_output_add(out, whole->data, whole->length);
    rv_buf_free(&svg);
    rv_buf_free(&bytes);
    return st;
}
