/* The words for either side of no effect: below the axis, or where a style wants it over the plot. */
#include <config.h>

#include <math.h>
#include <string.h>
#include <strings.h>

#include "plot/forest.h"

static const double APART = 6, ROOM_ABOVE = 36;

/* "Favours" as the style spells it. */
static void favours_words(const rv_forest_figure *g, const char *words, rv_buf *out)
{
    if (g->style->favours && strncasecmp(words, "favours", 7) == 0) {
        rv_buf_text(out, g->style->favours);
        words += 7;
    }
    rv_buf_text(out, words);
}

static double middle(const rv_forest_figure *g)
{
    return isfinite(g->axis.no_effect) ? rv_forest_x(g, g->axis.no_effect) : g->plot_x + g->plot_w / 2;
}

/* Below they may use the room under the other columns, above no more than the plot's. */
rv_status rv_forest_favours(rv_forest_figure *g, rv_error *err)
{
    const bool above = g->favours_above = g->style->favours_above && middle(g) - g->plot_x > ROOM_ABOVE
                                          && g->plot_x + g->plot_w - middle(g) > ROOM_ABOVE;
    const double left = above ? g->plot_x - g->gap / 2 : RV_FOREST_MARGIN;
    const double right = above ? g->plot_x + g->plot_w + g->gap / 2 : g->scene->width - RV_FOREST_MARGIN;
    const double room[] = { middle(g) - APART - left, right - middle(g) - APART };
    const char *const words[] = { g->options->favours_left ? g->options->favours_left : g->forest.favours_left,
                                  g->options->favours_right ? g->options->favours_right : g->forest.favours_right };
    rv_status st = RV_OK;

    for (int i = 0; i < 2 && st == RV_OK; i++) {
        rv_buf text = RV_BUF_INIT;
        if (*words[i]) {
            rv_buf_text(&text, i ? "" : "\u2190\u00A0");
            favours_words(g, words[i], &text);
            rv_buf_text(&text, i ? "\u00A0\u2192" : "");
        }
        if ((st = rv_buf_check(&text, err)) == RV_OK && room[i] > 20)
            st = rv_type_wrap(g->type, &g->small, rv_buf_str(&text), room[i], 3, &g->favour[i], err);
        rv_buf_free(&text);
    }
    return st;
}

double rv_forest_favours_height(const rv_forest_figure *g)
{
    return fmax(g->favour[0].height, g->favour[1].height);
}

void rv_forest_favours_draw(rv_forest_figure *g, double top)
{
    rv_scene_lines(g->scene, middle(g) - APART, top, RV_ANCHOR_RIGHT, &g->favour[0], &g->small);
    rv_scene_lines(g->scene, middle(g) + APART, top, RV_ANCHOR_LEFT, &g->favour[1], &g->small);
}
