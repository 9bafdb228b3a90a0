/* Figures as files of their own, drawn for light or dark: ?theme=dark; without one as the reader's screen is set. */
#include <config.h>

#include <string.h>

#include "review/report.h"
#include "review/report_drawn.h"

#include "web/handlers.h"
#include "web/rerun_asked.h"

static rv_status theme_of(const rv_call *call, rv_plot_theme *theme, rv_error *err)
{
    const char *word = rv_call_word(call, "theme");

    *theme = RV_THEME_AUTO;
    for (int i = 0; *word; i++) {
        if (!rv_plot_theme_names[i])
            return rv_fail(err, RV_EINVAL, "theme is '%.20s'; there are light, dark, auto", word);
        if (strcmp(rv_plot_theme_names[i], word) == 0) {
            *theme = (rv_plot_theme)i;
            break;
        }
    }
    return RV_OK;
}

/* Takes the scene. The picture has styles within, and nothing else: it may not fetch, nor run anything. */
static rv_status send(rv_call *call, rv_scene *scene, const char *id, rv_error *err)
{
    rv_plot_theme theme;
    rv_status st = theme_of(call, &theme, err);

    if (st == RV_OK) {
        rv_scene_theme(scene, theme);
        st = rv_plot_svg(scene, id, &call->body, err);
    }
    if (st == RV_OK) {
        rv_call_header(call, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'");
        rv_call_send(call, "image/svg+xml", NULL);
    }
    rv_scene_free(scene);
    return st;
}

static rv_status need_protocol(const rv_call *call, rv_error *err)
{
    return call->protocol ? RV_OK : rv_fail(err, RV_ENOTFOUND, "the review has no protocol yet");
}

rv_status rv_get_flow_figure(rv_call *call, rv_error *err)
{
    const rv_flow_options options = RV_FLOW_OPTIONS_INIT;
    rv_review_flow *flow = NULL;
    rv_scene *scene = NULL;
    rv_status st;

    if ((st = need_protocol(call, err)) == RV_OK && (st = rv_report_flow(call->store, call->protocol, &flow, err)) == RV_OK
        && (st = rv_plot_flow(&scene, rv_review_flow_of(flow), &options, err)) == RV_OK)
        st = send(call, scene, "flow", err);
    rv_review_flow_free(flow);
    return st;
}

rv_status rv_get_recall_figure(rv_call *call, rv_error *err)
{
    const rv_recall_curve_options options = RV_RECALL_CURVE_OPTIONS_INIT;
    rv_drawn *drawn = rv_drawn_new();
    rv_recall_curve curve;
    rv_scene *scene = NULL;
    rv_status st = drawn ? need_protocol(call, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && (st = rv_drawn_recall(drawn, call->store, call->protocol, rv_call_text(call, "stage"), 0.95, &curve, err)) == RV_OK
        && (st = rv_plot_recall(&scene, &curve, &options, err)) == RV_OK)
        st = send(call, scene, "recall", err);
    rv_drawn_free(drawn);
    return st;
}

/* "education.svg" of the path: the id before the ending. */
static rv_status analysis_of(rv_call *call, rv_error *err)
{
    const char *file = rv_call_word(call, "file");
    const size_t n = strlen(file);

    if (n < 5 || strcmp(file + n - 4, ".svg") != 0)
        return rv_fail(err, RV_ENOTFOUND, "there is no figure '%.60s'; it is called ANALYSIS.svg", file);
    return json_object_set_new(call->in, "analysis", json_stringn(file, n - 4)) == 0 ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

rv_status rv_get_forest_figure(rv_call *call, rv_error *err)
{
    const rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_rerun_asked asked;
    rv_rerun r = { 0 };
    rv_forest *forest = NULL;
    rv_scene *scene = NULL;
    rv_status st;

    if ((st = need_protocol(call, err)) == RV_OK && (st = analysis_of(call, err)) == RV_OK && (st = rv_rerun_ask(call, &asked, err)) == RV_OK
        && (st = rv_rerun_make(&r, call->store, call->protocol, &asked.options, err)) == RV_OK
        && (st = rv_rerun_forest(&forest, &r, err)) == RV_OK && (st = rv_plot_forest(&scene, forest, &options, err)) == RV_OK)
        st = send(call, scene, "forest", err);
    rv_forest_free(forest);
    rv_rerun_end(&r);
    return st;
}
