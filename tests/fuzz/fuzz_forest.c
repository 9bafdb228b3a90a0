/* Any bytes as forest-plot data: they are refused with words, or they are written and read back as they were, and drawn in each style. */
#define _GNU_SOURCE
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "review/plot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Longer ones take long to draw and find no more. */
enum { MOST_BYTES = 60000 };

static void told(rv_status st, const rv_error *err)
{
    if (st != RV_OK && err->message[0] == '\0')
        abort();
}

/* A file of memory, for what reads a path. */
static int file_of(const void *bytes, size_t n, char path[40])
{
    const int fd = memfd_create("fuzz", 0);

    if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
        abort();
    snprintf(path, 40, "/proc/self/fd/%d", fd);
    return fd;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void read_back(const rv_forest *f)
{
    rv_output *to = NULL;
    rv_buf text = RV_BUF_INIT;
    rv_forest *again = NULL;
    char path[40];
    int fd;

    if (rv_output_memory(&to, &text, NULL) != RV_OK || rv_forest_write(to, RV_FORMAT_CSV, f, NULL) != RV_OK
        || rv_output_close(to, NULL) != RV_OK)
        abort();
    fd = file_of(text.data, text.length, path);
    if (rv_forest_read(&again, path, NULL) != RV_OK || again->n != f->n || again->columns != f->columns)
        abort();
    for (size_t i = 0; i < f->n; i++)
        if (!same(again->rows[i].yi, f->rows[i].yi) || again->rows[i].kind != f->rows[i].kind)
            abort();
    rv_forest_free(again);
    rv_buf_free(&text);
    close(fd);
}

static void draw(const rv_forest *f, int style)
{
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    rv_forest_column column = RV_FOREST_COLUMN_INIT;
    rv_scene *scene = NULL;
    rv_buf svg = RV_BUF_INIT;
    rv_error err = { 0 };

    o.style = style;
    o.width = 85 + 50 * style;
    if (f->columns) {
        column.name = o.sort = f->column[f->columns - 1];
        o.columns = &column;
        o.n_columns = 1;
    }
    told(rv_plot_forest(&scene, f, &o, &err), &err);
    if (scene && (rv_plot_svg(scene, NULL, &svg, NULL) != RV_OK || !rv_utf8_valid(svg.data, svg.length, NULL)))
        abort();
    rv_buf_free(&svg);
    rv_scene_free(scene);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_forest *f = NULL;
    rv_error err = { 0 };
    char path[40];
    const int fd = file_of(data, size < MOST_BYTES ? size : MOST_BYTES, path);
    const rv_status st = rv_forest_read(&f, path, &err);

    told(st, &err);
    if (st == RV_OK) {
        read_back(f);
        told(rv_forest_join(f, path, &err), &err);
        for (int style = 0; rv_forest_style_names[style]; style++)
            draw(f, style);
    }
    rv_forest_free(f);
    close(fd);
    return 0;
}
