/* Any bytes as chart data: they are refused with words, or come back as written, and each figure draws them with nothing off the page or
   says why not. */
#define _GNU_SOURCE
#include <config.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "review/plot_chart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* More rows make the search slow and find no more. */
enum { MOST_ROWS = 400 };

static rv_status read_bytes(rv_chart_data **out, const void *bytes, size_t size, rv_error *err)
{
    const int fd = memfd_create("chart", 0);
    char path[64];
    rv_status st;

    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    st = rv_chart_read(out, path, err);
    close(fd);
    return st;
}

/* What is written of it reads as it was. */
static void there_and_back(const rv_chart_data *d)
{
    rv_buf text = RV_BUF_INIT;
    rv_output *out;
    rv_chart_data *back;
    rv_error err;

    if (rv_output_memory(&out, &text, &err) != RV_OK || rv_chart_write(out, RV_FORMAT_CSV, d, &err) != RV_OK
        || rv_output_close(out, &err) != RV_OK || read_bytes(&back, rv_buf_str(&text), text.length, &err) != RV_OK)
        abort();
    if (back->n != d->n)
        abort();
    for (size_t i = 0; i < d->n; i++)
        if (back->rows[i].kind != d->rows[i].kind || (back->rows[i].x != d->rows[i].x && !isnan(d->rows[i].x)))
            abort();
    rv_chart_free(back);
    rv_buf_free(&text);
}

static void draw(const rv_chart_data *d)
{
    rv_status (*const figures[])(rv_scene **, const rv_chart_data *, const rv_chart_options *, rv_error *) = {
        rv_plot_funnel, rv_plot_radial, rv_plot_baujat, rv_plot_labbe, rv_plot_qq, rv_plot_profile, rv_plot_gosh, rv_plot_bubble
    };
    rv_chart_data any = *d;

    any.figure = "";
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        rv_chart_options o = RV_CHART_OPTIONS_INIT;
        rv_buf svg = RV_BUF_INIT;
        rv_scene *scene;
        rv_error err = { 0 };
        o.names = RV_NAMES_ALL;
        o.regions = RV_FUNNEL_BOTH;
        o.funnel_y = (rv_funnel_y)(d->n % 4);
        if (figures[i](&scene, &any, &o, &err) != RV_OK) {
            if (scene || !*err.message)
                abort();
            continue;
        }
        if (!(rv_scene_height(scene) > 0 && rv_scene_height(scene) < 1e5) || rv_plot_svg(scene, NULL, &svg, &err) != RV_OK
            || strstr(rv_buf_str(&svg), "nan") || strstr(rv_buf_str(&svg), "9223372036854"))
            abort();
        rv_buf_free(&svg);
        rv_scene_free(scene);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_chart_data *d = NULL;
    rv_error err = { 0 };
    const rv_status st = read_bytes(&d, data, size, &err);

    if (st != RV_OK) {
        if (d || !*err.message)
            abort();
        return 0;
    }
    there_and_back(d);
    if (d->n <= MOST_ROWS)
        draw(d);
    rv_chart_free(d);
    return 0;
}
