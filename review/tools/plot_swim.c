/* effect-direction, harvest: directions of effects that are not pooled. */
#include <config.h>

#include "review/plot_swim.h"

#include "tools/plot.h"
#include "tools/plot_rob.h"

static rv_status draw(const char *path, rv_status figure(rv_scene **, const rv_swim *, const rv_swim_options *, rv_error *), rv_scene **scene,
                      rv_error *err)
{
    rv_swim_options o = RV_SWIM_OPTIONS_INIT;
    plot_scale s = { 0 };
    rv_swim *swim = NULL;
    rv_status st = plot_scale_asked(&s, err);

    o.width = plot.width;
    o.title = plot.title;
    o.palette = plot.palette < 0 ? 0 : plot.palette;
    o.favours = plot.favours_left;
    o.against = plot.favours_right;
    if (!isnan(plot.agreement))
        o.agreement = plot.agreement;
    if (st == RV_OK && (st = rv_swim_read(&swim, path, s.levels.n ? &s.scale : NULL, err)) == RV_OK)
        st = figure(scene, swim, &o, err);
    rv_swim_free(swim);
    plot_scale_end(&s);
    return st;
}

rv_status rv_plot_make_effect_direction(const char *path, rv_scene **scene, rv_error *err)
{
    return draw(path, rv_plot_effect_direction, scene, err);
}

rv_status rv_plot_make_harvest(const char *path, rv_scene **scene, rv_error *err)
{
    return draw(path, rv_plot_harvest, scene, err);
}
