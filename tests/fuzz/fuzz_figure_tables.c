/*
 * Any bytes as a table for a figure of boxes, discs or cells: it is refused with words, or drawn, or the drawing is refused with words; and
 * what is drawn is written as SVG in which no markup of the table is alive.
 */
#define _GNU_SOURCE                    /* strcasestr */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/plot_lights.h"
#include "review/plot_map.h"
#include "review/plot_screening.h"
#include "review/plot_swim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_BYTES = 1 << 17 };

static bool good(rv_status st, const rv_error *err)
{
    if (st != RV_OK && err->message[0] == '\0')
        abort();
    return st == RV_OK;
}

/* Takes the scene, if there is one. */
static void drawn(rv_status st, rv_scene *scene, const rv_error *err)
{
    rv_buf svg = RV_BUF_INIT;

    if ((st == RV_OK) != (scene != NULL))
        abort();
    if (good(st, err)) {
        if (rv_plot_svg(scene, NULL, &svg, NULL) != RV_OK || strcasestr(rv_buf_str(&svg), "<script") || strstr(rv_buf_str(&svg), "nan\"")
            || strstr(rv_buf_str(&svg), "inf\""))
            abort();
        rv_buf_free(&svg);
    }
    rv_scene_free(scene);
}

static void lights(const char *file)
{
    const rv_lights_options o = { 85, NULL, 1, false, false };
    rv_error err = { 0 };
    rv_lights *l;
    rv_scene *scene;
    rv_status st;

    if (good(rv_lights_read(&l, file, NULL, NULL, 0, &err), &err)) {
        st = rv_plot_lights(&scene, l, &o, &err);
        drawn(st, scene, &err);
        st = rv_plot_light_bars(&scene, l, &o, &err);
        drawn(st, scene, &err);
    }
    rv_lights_free(l);
}

static void map(const char *file)
{
    const rv_evidence_map_options o = RV_EVIDENCE_MAP_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_evidence_map *m;
    rv_scene *scene;

    if (good(rv_evidence_map_read(&m, file, &err), &err)) {
        const rv_status st = rv_plot_evidence_map(&scene, m, &o, &err);
        drawn(st, scene, &err);
    }
    rv_evidence_map_free(m);
}

static void swim(const char *file)
{
    const rv_swim_options o = RV_SWIM_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_swim *s;
    rv_scene *scene;
    rv_status st;

    if (good(rv_swim_read(&s, file, NULL, &err), &err)) {
        st = rv_plot_effect_direction(&scene, s, &o, &err);
        drawn(st, scene, &err);
        st = rv_plot_harvest(&scene, s, &o, &err);
        drawn(st, scene, &err);
    }
    rv_swim_free(s);
}

static void flow(const char *file)
{
    const rv_flow_options o = { 85, NULL };
    rv_error err = { 0 };
    rv_flow *f;
    rv_scene *scene;

    if (good(rv_flow_read(&f, file, &err), &err)) {
        rv_buf told = RV_BUF_INIT;
        const rv_status st = rv_plot_flow(&scene, f, &o, &err);
        if (st == RV_EDOMAIN && !rv_flow_faults(f, &told))
            abort();
        drawn(st, scene, &err);
        rv_buf_free(&told);
    }
    rv_flow_free(f);
}

static void screening(const char *file)
{
    const rv_agreement_options o = RV_AGREEMENT_OPTIONS_INIT;
    const rv_recall_curve_options curve_options = RV_RECALL_CURVE_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_agreement_course *course;
    rv_recall_curve *curve;
    rv_scene *scene;

    if (good(rv_agreement_course_read(&course, file, &err), &err)) {
        const rv_status st = rv_plot_agreement(&scene, course, &o, &err);
        drawn(st, scene, &err);
    }
    rv_agreement_course_free(course);
    if (good(rv_recall_read(&curve, file, NAN, &err), &err)) {
        const rv_status st = rv_plot_recall(&scene, curve, &curve_options, &err);
        drawn(st, scene, &err);
    }
    rv_recall_free(curve);
}

/* The readers open what they read by its path. */
static char path[64];

static void remove_file(void)
{
    unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;

    if (size > MOST_BYTES)
        return 0;
    if (fd < 0) {
        snprintf(path, sizeof path, "%s/fuzz-figure-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
        if ((fd = mkstemp(path)) < 0 || atexit(remove_file) != 0)
            abort();
    }
    if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    lights(path);
    map(path);
    swim(path);
    flow(path);
    screening(path);
    return 0;
}
