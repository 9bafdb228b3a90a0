/* The legend of a chart: a sample of each mark and what it means, side by side while there is room. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/chart.h"

enum { SAMPLE = 20, BESIDE = 5, BETWEEN = 14, HIGH = 8 };

static char *formatted(rv_chart *c, const char *format, va_list args)
{
    char *own = rv_type_format(format, args);
    rv_error err;

    if (!own)
        rv_chart_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
    return own;
}

void rv_chart_entry(rv_chart *c, rv_sample sample, rv_shape shape, rv_look look, const char *format, ...)
{
    va_list args;
    char *words;

    if (c->st != RV_OK || c->entries == RV_CHART_ENTRIES)
        return;
    va_start(args, format);
    words = formatted(c, format, args);
    va_end(args);
    if (words)
        c->entry[c->entries++] = (rv_chart_entry_row){ sample, shape, look, words };
}

void rv_chart_note(rv_chart *c, const char *format, ...)
{
    va_list args;
    char *words;

    if (c->st != RV_OK || c->notes == RV_CHART_NOTES)
        return;
    va_start(args, format);
    words = formatted(c, format, args);
    va_end(args);
    if (words)
        c->note[c->notes++] = words;
}

void rv_chart_say(rv_chart *c, const char *format, ...)
{
    va_list args;
    char *words;

    va_start(args, format);
    words = formatted(c, format, args);
    va_end(args);
    rv_buf_text(&c->say, words ? words : "");
    free(words);
}

static void sample(rv_chart *c, const rv_chart_entry_row *e, double x, double y)
{
    if (e->sample == RV_SAMPLE_LINE)
        rv_scene_line(c->scene, x, y, x + SAMPLE, y, e->look);
    else if (e->sample == RV_SAMPLE_AREA)
        rv_scene_rect(c->scene, (rv_box){ x, y - HIGH / 2.0, x + SAMPLE, y + HIGH / 2.0 }, 0, e->look);
    else
        rv_chart_shape(c, x + SAMPLE / 2.0, y, e->shape, 3.2, e->look);
}

double rv_chart_legend(rv_chart *c, double top)
{
    const double left = RV_CHART_MARGIN, right = c->scene->width - RV_CHART_MARGIN;
    double x = left, row = 0;

    for (size_t i = 0; i < c->entries && c->st == RV_OK; i++) {
        rv_lines lines = { 0 };
        rv_error err;
        const rv_status st = rv_type_wrap(c->type, &rv_chart_plain, c->entry[i].words, right - left - SAMPLE - BESIDE, 3, &lines, &err);
        if (st != RV_OK) {
            rv_chart_fail(c, st, &err);
        } else if (lines.n) {
            const double first = lines.line[0].ascent + lines.line[0].descent;
            if (x > left && x + SAMPLE + BESIDE + lines.width > right) {
                x = left;
                top += row + 3;
                row = 0;
            }
            sample(c, &c->entry[i], x, top + first / 2);
            rv_scene_lines(c->scene, x + SAMPLE + BESIDE, top, RV_ANCHOR_LEFT, &lines, &rv_chart_plain);
            x += SAMPLE + BESIDE + lines.width + BETWEEN;
            row = fmax(row, lines.height);
        }
        rv_lines_free(&lines);
    }
    return top + row;
}
