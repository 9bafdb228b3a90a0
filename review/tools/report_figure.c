/* review-report figure: one figure of the report. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "tools/report.h"

typedef struct {
    const rv_scene *scene;
    rv_plot_format  format;
} drawing;

static rv_status write_figure(rv_output *out, void *user, rv_error *err)
{
    const drawing *d = user;

    return rv_plot_write(d->scene, d->format, isnan(report.dpi) ? 300 : report.dpi, out, err);
}

static rv_status format_of(rv_plot_format *format, rv_error *err)
{
    const int ending = report.output ? rv_plot_format_of(report.output) : -1;

    *format = ending >= 0 ? (rv_plot_format)ending : RV_PLOT_SVG;
    for (int i = 0; report.format && rv_plot_format_names[i]; i++)
        if (strcmp(rv_plot_format_names[i], report.format) == 0) {
            *format = (rv_plot_format)i;
            return RV_OK;
        }
    return report.format ? rv_fail(err, RV_EUSAGE, "--format has no choice '%s'; there are svg, pdf, png", report.format) : RV_OK;
}

rv_status report_figure(char **operands, rv_error *err)
{
    drawing d;
    report_opened o;
    rv_status st;

    if ((st = format_of(&d.format, err)) != RV_OK)
        return st;
    if ((st = report_open(&o, err)) == RV_OK && (st = rv_review_report_scene(o.made, operands[0], &d.scene, err)) == RV_OK)
        st = report_to_output(write_figure, &d, err);
    report_close(&o);
    return st;
}
