/* Figures of forest-plot data other than the forest plot. */
#include <config.h>

#include "review/plot_chart.h"
#include "tools/plot.h"

typedef rv_status estimates_figure(rv_scene **out, const rv_forest *forest, const rv_estimates_options *options, rv_error *err);

static rv_status of_forest(const char *path, estimates_figure *draw, rv_scene **scene, rv_error *err)
{
    const rv_estimates_options o = { plot.width, plot.title, plot.null_at, plot.from, plot.to };
    rv_forest *forest;
    rv_status st = rv_forest_read(&forest, path, err);

    if (st == RV_OK && (st = draw(scene, forest, &o, err)) != RV_OK)
        st = rv_within(err, st, "%s", path);
    rv_forest_free(forest);
    return st;
}

rv_status rv_plot_make_orchard(const char *path, rv_scene **scene, rv_error *err)
{
    return of_forest(path, rv_plot_orchard, scene, err);
}

rv_status rv_plot_make_caterpillar(const char *path, rv_scene **scene, rv_error *err)
{
    return of_forest(path, rv_plot_caterpillar, scene, err);
}
