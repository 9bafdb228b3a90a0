/* map: interventions by outcomes. */
#include <config.h>

#include "review/plot_map.h"

#include "tools/plot.h"
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

rv_status rv_plot_make_map(const char *path, rv_scene **scene, rv_error *err)
{
    const rv_evidence_map_options o = { plot.width, plot.title };
    plot_scale s = { 0 };
    rv_evidence_map *map = NULL;
    rv_status st = plot_scale_asked(&s, err);

    if (st == RV_OK && (st = rv_evidence_map_read(&map, path, err)) == RV_OK) {
        map->levels = s.levels.n;
        map->level = s.levels.word;
        st = rv_plot_evidence_map(scene, map, &o, err);
        if (st == RV_OK && plot.table)
            st = write_table(map, err);
    }
    rv_evidence_map_free(map);
    plot_scale_end(&s);
    return st;
}
