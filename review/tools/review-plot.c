/* review-plot: figures from the data that other tools write. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "review/meta.h"
#include "review/plot.h"
#include "review/report.h"
#include "review/store.h"

#include "tools/opts.h"
#include "tools/review_file.h"

static const char *output, *review, *title, *favours_left, *favours_right;
static int     format = -1;
static double  width = 175, dpi = 300, null_at = NAN, from = NAN, to = NAN;
static int64_t decimals = -1;
static bool    check;

static const rv_opt options[] = {
    { RV_OPT_CHOICE, 'f', "format", &format, "NAME", "output format (else by the ending of --output, else svg)",
      rv_plot_format_names },
    { RV_OPT_TEXT, 'o', "output", &output, "FILE", "write to FILE instead of standard output", NULL },
    RV_OPTS_REVIEW(review),
    { RV_OPT_REAL, 'w', "width", &width, "MM", "width of the figure in millimetres (default 175)", NULL },
    { RV_OPT_REAL, 'd', "dpi", &dpi, "N", "dots per inch of a PNG (default 300)", NULL },
    { RV_OPT_TEXT, 't', "title", &title, "TEXT", "title instead of the one in the data; '' for none", NULL },
    { RV_OPT_TEXT, 0, "favours-left", &favours_left, "TEXT", "forest: words to the left under the axis", NULL },
    { RV_OPT_TEXT, 0, "favours-right", &favours_right, "TEXT", "forest: words to the right under the axis", NULL },
    { RV_OPT_REAL, 0, "null", &null_at, "X", "forest: where the no-effect line stands, as printed", NULL },
    { RV_OPT_REAL, 0, "from", &from, "X", "forest: where the axis begins, as printed", NULL },
    { RV_OPT_REAL, 0, "to", &to, "X", "forest: where the axis ends, as printed", NULL },
    { RV_OPT_INT, 0, "decimals", &decimals, "N", "forest: decimals of estimates, 0 to 10", NULL },
    { RV_OPT_FLAG, 'c', "check", &check, NULL, "flow: only say whether the sums come out", NULL },
    { .kind = RV_OPT_END }
};

enum { FOREST, FLOW };
static const rv_verb verbs[] = {
    { "forest", "forest plot of forest-plot data (review-meta --forest)" },
    { "flow", "PRISMA 2020 flow diagram of flow numbers, or of a review" },
    { NULL, NULL }
};

static const rv_command command = {
    "review-plot", "[forest|flow] [FILE]", "Draws figures as SVG, PDF or PNG.", options, verbs
};

static rv_status make_forest(const char *path, rv_scene **scene, rv_error *err)
{
    const rv_forest_options o = { width, title, favours_left, favours_right, null_at, from, to, (int)decimals };
    rv_forest *forest;
    rv_status st = rv_forest_read(&forest, path, err);

    if (st == RV_OK)
        st = rv_plot_forest(scene, forest, &o, err);
    rv_forest_free(forest);
    return st;
}

static rv_status draw_flow(const rv_flow *flow, rv_scene **scene, rv_error *err)
{
    const rv_flow_options o = { width, title };

    return check ? rv_flow_check(flow, err) : rv_plot_flow(scene, flow, &o, err);
}

static rv_status flow_of_file(const char *path, rv_scene **scene, rv_error *err)
{
    rv_flow *flow;
    rv_status st = rv_flow_read(&flow, path, err);

    if (st == RV_OK && (st = draw_flow(flow, scene, err)) == RV_EDOMAIN)
        st = rv_within(err, st, "%s", path);
    rv_flow_free(flow);
    return st;
}

static rv_status flow_of_review(rv_scene **scene, rv_error *err)
{
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    rv_review_flow *flow = NULL;
    const char *path;
    rv_status st;

    if ((st = rv_tool_review(review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK
        && (st = rv_report_flow(store, protocol, &flow, err)) == RV_OK)
        st = draw_flow(rv_review_flow_of(flow), scene, err);
    rv_review_flow_free(flow);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}

static rv_status make(const char *path, int verb, rv_scene **scene, rv_error *err)
{
    return verb == FOREST ? make_forest(path, scene, err) : path ? flow_of_file(path, scene, err) : flow_of_review(scene, err);
}

static rv_status usage(char **operands, int verb, rv_error *err)
{
    if (!operands[0] && verb == FOREST)
        return rv_fail(err, RV_EUSAGE, "no data: give a FILE, or - for standard input");
    if (review && (operands[0] || verb == FOREST))
        return rv_fail(err, RV_EUSAGE, "--review is for a flow without a FILE");
    if (operands[0] && operands[1])
        return rv_fail(err, RV_EUSAGE, "one FILE at a time, not also '%s'", operands[1]);
    if (check && verb != FLOW)
        return rv_fail(err, RV_EUSAGE, "--check belongs to flow");
    if (decimals < -1 || decimals > 10)
        return rv_fail(err, RV_EUSAGE, "--decimals is from 0 to 10, not %lld", (long long)decimals);
    if (format < 0 && (format = rv_plot_format_of(output)) < 0)
        format = RV_PLOT_SVG;
    return RV_OK;
}

static rv_status write_scene(const rv_scene *scene, rv_error *err)
{
    rv_output *out;
    rv_status st = rv_output_open(&out, output, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_plot_write(scene, (rv_plot_format)format, dpi, out, err)) == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    rv_scene *scene = NULL;
    int verb;
    char **operands = rv_tool_start(&command, argc, argv, &verb);
    rv_status st = usage(operands, verb, &err);

    if (st == RV_OK)
        st = make(operands[0], verb, &scene, &err);
    if (st == RV_OK && scene)
        st = write_scene(scene, &err);
    if (st == RV_OK && check)
        rv_tool_say("every sum of the flow diagram comes out");
    rv_scene_free(scene);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
