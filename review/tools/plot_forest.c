/* forest: from forest-plot data. */
#include <config.h>

#include "tools/plot.h"

rv_status rv_plot_make_forest(const char *path, rv_scene **scene, rv_error *err)
{
    const rv_forest_options o = { plot.width,   plot.title, plot.favours_left, plot.favours_right,
                                  plot.null_at, plot.from,  plot.to,           (int)plot.decimals };
    rv_forest *forest;
    rv_status st = rv_forest_read(&forest, path, err);

    if (st == RV_OK)
        st = rv_plot_forest(scene, forest, &o, err);
    rv_forest_free(forest);
    return st;
}
