/* map: interventions by outcomes, from a table or of what a review holds. */
#include <config.h>

#include "review/plot_map.h"

#include "tools/plot.h"
#include "tools/plot_review.h"
#include "tools/plot_rob.h"

/* The counts beside the figure. */
static rv_status write_table(const rv_evidence_map *map, rv_error *err)
{
    rv_output *out;
    rv_status st = rv_output_open(&out, plot.table, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_evidence_map_table(map, out, err)) == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

static rv_status draw(const rv_evidence_map *map, rv_scene **scene, rv_error *err)
{
    const rv_evidence_map_options o = { plot.width, plot.title };
    rv_status st = rv_plot_evidence_map(scene, map, &o, err);

    return st == RV_OK && plot.table ? write_table(map, err) : st;
}

static rv_status of_review(rv_scene **scene, rv_error *err)
{
    plot_review r;
    rv_evidence_map map;
    rv_status st = plot_review_open(&r, err);

    if (st == RV_OK && (st = rv_drawn_map(r.drawn, r.store, r.protocol, plot.by, &map, err)) == RV_OK)
        st = draw(&map, scene, err);
    plot_review_end(&r);
    return st;
}

static rv_status of_table(const char *path, rv_scene **scene, rv_error *err)
{
    plot_scale s = { 0 };
    rv_evidence_map *map = NULL;
    rv_status st = plot_scale_asked(&s, err);

    if (st == RV_OK && (st = rv_evidence_map_read(&map, path, err)) == RV_OK) {
        map->levels = s.levels.n;
        map->level = s.levels.word;
        st = draw(map, scene, err);
    }
    rv_evidence_map_free(map);
    plot_scale_end(&s);
    return st;
}

rv_status rv_plot_make_map(const char *path, rv_scene **scene, rv_error *err)
{
    if (path && plot.by)
        return rv_fail(err, RV_EUSAGE, "--by is for a map without a FILE");
    if (!path && plot.levels)
        return rv_fail(err, RV_EUSAGE, "--levels is for a map of a FILE; of a review they are those of its appraisals");
    return path ? of_table(path, scene, err) : of_review(scene, err);
}
