/* The figures of chart data. */
#include <config.h>

#include "review/plot_chart.h"
#include "tools/plot.h"

typedef rv_status chart_figure(rv_scene **out, const rv_chart_data *data, const rv_chart_options *options, rv_error *err);

static rv_status of_file(const char *path, chart_figure *draw, rv_scene **scene, rv_error *err)
{
    rv_chart_options o = RV_CHART_OPTIONS_INIT;
    rv_chart_data *data;
    rv_status st = rv_chart_read(&data, path, err);

    o.width = plot.width;
    o.title = plot.title;
    o.null_at = plot.null_at;
    o.component = plot.component;
    o.x_name = plot.x_name;
    o.y_name = plot.y_name;
    if (plot.axes >= 0)
        o.labbe_axes = (rv_labbe_axes)plot.axes;
    if (plot.names >= 0)
        o.names = (rv_chart_names)plot.names;
    if (plot.regions >= 0)
        o.regions = (rv_funnel_regions)plot.regions;
    if (plot.funnel_y >= 0)
        o.funnel_y = (rv_funnel_y)plot.funnel_y;
    if (st == RV_OK && (st = draw(scene, data, &o, err)) != RV_OK)
        st = rv_within(err, st, "%s", path);
    rv_chart_free(data);
    return st;
}

rv_status rv_plot_make_funnel(const char *path, rv_scene **scene, rv_error *err)
{
    return of_file(path, rv_plot_funnel, scene, err);
}

rv_status rv_plot_make_radial(const char *path, rv_scene **scene, rv_error *err)
{
    return of_file(path, rv_plot_radial, scene, err);
}

rv_status rv_plot_make_baujat(const char *path, rv_scene **scene, rv_error *err)
{
    return of_file(path, rv_plot_baujat, scene, err);
}

rv_status rv_plot_make_labbe(const char *path, rv_scene **scene, rv_error *err)
{
    return of_file(path, rv_plot_labbe, scene, err);
}

rv_status rv_plot_make_qq(const char *path, rv_scene **scene, rv_error *err)
{
    return of_file(path, rv_plot_qq, scene, err);
}

rv_status rv_plot_make_profile(const char *path, rv_scene **scene, rv_error *err)
{
    return of_file(path, rv_plot_profile, scene, err);
}

rv_status rv_plot_make_gosh(const char *path, rv_scene **scene, rv_error *err)
{
    return of_file(path, rv_plot_gosh, scene, err);
}

rv_status rv_plot_make_bubble(const char *path, rv_scene **scene, rv_error *err)
{
    return of_file(path, rv_plot_bubble, scene, err);
}
