/* Figures as the pictures of an office document. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/office.h"

/* Dots an inch of the PNG, and how long a side of it may be at most. */
static const double dpi = 220, most_dots = 8000;

rv_status rv_office_png(const rv_scene *scene, rv_buf *out, rv_error *err)
{
    const double side = fmax(rv_scene_width(scene), rv_scene_height(scene)) / 72;
    rv_output *to = NULL;
    rv_status st;

    if ((st = rv_output_memory(&to, out, err)) != RV_OK)
        return st;
    if ((st = rv_plot_write(scene, RV_PLOT_PNG, fmax(36, fmin(dpi, most_dots / side)), to, err)) != RV_OK) {
        rv_output_drop(to);
        return st;
    }
    return rv_output_close(to, err);
}

/* Word takes the first family and does not look for others; Arial is where it runs, and has the widths that were measured. */
rv_status rv_office_svg(const rv_scene *scene, rv_buf *out, rv_error *err)
{
    static const char families[] = "Liberation Sans, Arial, ";
    rv_buf svg = RV_BUF_INIT;
    rv_status st = rv_plot_svg(scene, NULL, &svg, err);
    const char *rest = rv_buf_str(&svg);

    for (const char *at; (at = strstr(rest, families)); rest = at + strlen(families)) {
        rv_buf_add(out, rest, (size_t)(at - rest));
        rv_buf_text(out, "Arial, Liberation Sans, ");
    }
    rv_buf_text(out, rest);
    rv_buf_free(&svg);
    return st == RV_OK ? rv_buf_check(out, err) : st;
}

void rv_office_words(const rv_page *page, const rv_block *block, rv_buf *out)
{
    rv_buf room = RV_BUF_INIT;

    for (size_t i = 0; i < block->n; i++)
        rv_buf_text(out, rv_page_run_text(page, &page->runs[block->first + i], &room));
    out->failed |= room.failed;
    rv_buf_free(&room);
}
