/* effect-direction, harvest: directions of effects that are not pooled, from a table or of what a review holds. */
#include <config.h>

#include "review/plot_swim.h"

#include "tools/plot.h"
#include "tools/plot_review.h"
#include "tools/plot_rob.h"

typedef rv_status swim_figure(rv_scene **out, const rv_swim *swim, const rv_swim_options *options, rv_error *err);

static rv_swim_options how(void)
{
    rv_swim_options o = RV_SWIM_OPTIONS_INIT;

    o.width = plot.width;
    o.title = plot.title;
    o.palette = plot.palette < 0 ? 0 : plot.palette;
    o.favours = plot.favours_left;
    o.against = plot.favours_right;
    if (!isnan(plot.agreement))
        o.agreement = plot.agreement;
    return o;
}

static rv_status of_review(swim_figure *figure, rv_scene **scene, rv_error *err)
{
    const rv_swim_options o = how();
    plot_review r;
    rv_swim swim;
    rv_status st = plot_review_open(&r, err);

    if (st == RV_OK && (st = rv_drawn_directions(r.drawn, r.store, r.protocol, plot.analysis, plot.by, &swim, err)) == RV_OK)
        st = figure(scene, &swim, &o, err);
    plot_review_end(&r);
    return st;
}

static rv_status of_table(const char *path, swim_figure *figure, rv_scene **scene, rv_error *err)
{
    const rv_swim_options o = how();
    plot_scale s = { 0 };
    rv_swim *swim = NULL;
    rv_status st = plot_scale_asked(&s, err);

    if (st == RV_OK && (st = rv_swim_read(&swim, path, s.levels.n ? &s.scale : NULL, err)) == RV_OK)
        st = figure(scene, swim, &o, err);
    rv_swim_free(swim);
    plot_scale_end(&s);
    return st;
}

static rv_status draw(const char *path, swim_figure *figure, rv_scene **scene, rv_error *err)
{
    if (path && (plot.by || plot.analysis))
        return rv_fail(err, RV_EUSAGE, "--%s is for a figure without a FILE", plot.by ? "by" : "analysis");
    if (!path && (plot.levels || plot.tool))
        return rv_fail(err, RV_EUSAGE, "--%s is for a figure of a FILE; of a review the judgements are those of its appraisals",
                       plot.tool ? "tool" : "levels");
    return path ? of_table(path, figure, scene, err) : of_review(figure, scene, err);
}

rv_status rv_plot_make_effect_direction(const char *path, rv_scene **scene, rv_error *err)
{
    return draw(path, rv_plot_effect_direction, scene, err);
}

rv_status rv_plot_make_harvest(const char *path, rv_scene **scene, rv_error *err)
{
    return draw(path, rv_plot_harvest, scene, err);
}
