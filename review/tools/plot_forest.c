/* forest: from forest-plot data, with columns, styles and risk of bias as asked for. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/plot.h"
#include "tools/plot_columns.h"
#include "tools/plot_rob.h"

static rv_status make_columns(plot_columns *c, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < plot.column.count; i++)
        st = plot_columns_add(c, plot.column.items[i], err);
    for (size_t i = 0; st == RV_OK && i < plot.span.count; i++)
        st = plot_columns_span(c, plot.span.items[i], err);
    if (st == RV_OK && plot.left)
        st = plot_columns_list(c, plot.left, &c->left, err);
    if (st == RV_OK && plot.right)
        st = plot_columns_list(c, plot.right, &c->right, err);
    return st;
}

static rv_status join(rv_forest *forest, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < plot.join.count; i++)
        st = rv_forest_join(forest, plot.join.items[i], err);
    return st;
}

/* With the judgements of --rob, by --tool and --levels where they are given. */
static rv_status draw_with_lights(rv_forest *forest, rv_forest_options *o, rv_scene **scene, rv_error *err)
{
    plot_scale s = { 0 };
    rv_lights *lights = NULL;
    rv_status st = plot_scale_asked(&s, err);

    if (st == RV_OK && (st = rv_lights_read(&lights, plot.rob, s.levels.n ? &s.scale : NULL, s.domains.word, s.domains.n, err)) == RV_OK) {
        o->lights = lights;
        st = rv_plot_forest(scene, forest, o, err);
    }
    rv_lights_free(lights);
    plot_scale_end(&s);
    return st;
}

static void take_options(rv_forest_options *o)
{
    o->width = plot.width;
    o->title = plot.title;
    o->favours_left = plot.favours_left;
    o->favours_right = plot.favours_right;
    o->null_at = plot.null_at;
    o->from = plot.from;
    o->to = plot.to;
    o->decimals = (int)plot.decimals;
    o->style = plot.style < 0 ? 0 : plot.style;
    o->scale = plot.scale < 0 ? RV_FOREST_SCALE_AUTO : (rv_forest_scale)plot.scale;
    o->arms = plot.arms < 0 ? RV_ARMS_AUTO : (rv_forest_arms)plot.arms;
    o->arm[0] = plot.arm_1;
    o->arm[1] = plot.arm_2;
    o->sort = plot.sort;
    o->line_at = plot.line_at;
    o->shade = plot.alt_rows;
    o->notes = plot.note;
}

rv_status rv_plot_make_forest(const char *path, rv_scene **scene, rv_error *err)
{
    rv_forest_options o = RV_FOREST_OPTIONS_INIT;
    plot_columns columns = { 0 };
    rv_forest *forest = NULL;
    rv_status st;

    take_options(&o);
    if ((plot.tool || plot.levels) && !plot.rob)
        return rv_fail(err, RV_EUSAGE, "--tool and --levels say how --rob is read, which is not given");
    if ((st = make_columns(&columns, err)) == RV_OK && (st = rv_forest_read(&forest, path, err)) == RV_OK
        && (st = join(forest, err)) == RV_OK) {
        plot_columns_give(&columns, &o);
        st = plot.rob ? draw_with_lights(forest, &o, scene, err) : rv_plot_forest(scene, forest, &o, err);
    }
    rv_forest_free(forest);
    plot_columns_end(&columns);
    return st;
}
