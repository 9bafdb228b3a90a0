/* rob, rob-summary: judgements of studies by domain, from a robvis table or of what a review holds. */
#include <config.h>

#include "review/plot_lights.h"
#include "review/store.h"

#include "tools/plot.h"
#include "tools/plot_rob.h"
#include "tools/review_file.h"

typedef rv_status draw(rv_scene **out, const rv_lights *lights, const rv_lights_options *options, rv_error *err);

static rv_lights_options how(void)
{
    return (rv_lights_options){ plot.width, plot.title, plot.palette < 0 ? 0 : plot.palette, plot.counts, plot.unweighted };
}

/* ---- Of a table ---------------------------------------------------------------------------------------------------- */

static rv_status of_table(const char *path, draw *make, rv_scene **scene, rv_error *err)
{
    const rv_lights_options o = how();
    plot_scale s = { 0 };
    rv_lights *lights = NULL;
    rv_status st = plot_scale_asked(&s, err);

    if (st == RV_OK && (st = rv_lights_read(&lights, path, s.levels.n ? &s.scale : NULL, s.domains.word, s.domains.n, err)) == RV_OK)
        st = make(scene, lights, &o, err);
    rv_lights_free(lights);
    plot_scale_end(&s);
    return st;
}

/* ---- Of a review ---------------------------------------------------------------------------------------------------- */

static rv_status of_review(draw *make, rv_scene **scene, rv_error *err)
{
    const rv_lights_options o = how();
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    plot_rob_found *found = NULL;
    const char *path;
    rv_status st;

    if ((st = rv_tool_review(plot.review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK
        && (st = plot_rob_find(&found, store, protocol, plot.tool, err)) == RV_OK)
        st = make(scene, plot_rob_lights(found), &o, err);
    plot_rob_free(found);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}

rv_status rv_plot_make_rob(const char *path, rv_scene **scene, rv_error *err)
{
    return path ? of_table(path, rv_plot_lights, scene, err) : of_review(rv_plot_lights, scene, err);
}

rv_status rv_plot_make_rob_summary(const char *path, rv_scene **scene, rv_error *err)
{
    return path ? of_table(path, rv_plot_light_bars, scene, err) : of_review(rv_plot_light_bars, scene, err);
}
