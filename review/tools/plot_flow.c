/* flow: from flow numbers, or of what a review holds. */
#include <config.h>

#include <string.h>

#include "review/report.h"
#include "review/store.h"

#include "tools/plot.h"
#include "tools/review_file.h"

/* A line for each fault; the last is the error itself. */
static rv_status check(const char *path, const rv_flow *flow, rv_error *err)
{
    rv_buf told = RV_BUF_INIT;
    size_t faults = rv_flow_faults(flow, &told);
    rv_status st = rv_buf_check(&told, err);
    char *rest = told.data;

    if (st == RV_OK && !faults)
        rv_tool_say("every sum of the flow diagram comes out");
    for (const char *line; st == RV_OK && faults && (line = strsep(&rest, "\n"));) {
        if (--faults == 0)
            st = rv_fail(err, RV_EDOMAIN, "%s", line);
        else
            rv_tool_say("%s%s%s", path ? path : "", path ? ": " : "", line);
    }
    rv_buf_free(&told);
    return st;
}

static rv_status draw(const char *path, const rv_flow *flow, rv_scene **scene, rv_error *err)
{
    const rv_flow_options o = { plot.width, plot.title };

    return plot.check ? check(path, flow, err) : rv_plot_flow(scene, flow, &o, err);
}

static rv_status of_file(const char *path, rv_scene **scene, rv_error *err)
{
    rv_flow *flow;
    rv_status st = rv_flow_read(&flow, path, err);

    if (st == RV_OK && (st = draw(path, flow, scene, err)) == RV_EDOMAIN)
        st = rv_within(err, st, "%s", path);
    rv_flow_free(flow);
    return st;
}

static rv_status of_review(rv_scene **scene, rv_error *err)
{
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    rv_review_flow *flow = NULL;
    const char *path;
    rv_status st;

    if ((st = rv_tool_review(plot.review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK
        && (st = rv_report_flow(store, protocol, &flow, err)) == RV_OK)
        st = draw(NULL, rv_review_flow_of(flow), scene, err);
    rv_review_flow_free(flow);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}

rv_status rv_plot_make_flow(const char *path, rv_scene **scene, rv_error *err)
{
    return path ? of_file(path, scene, err) : of_review(scene, err);
}
