/* review-plot: figures from the data that other tools write. Each figure stands in plot_FIGURE.c; plot.h says how to add one. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/plot_chart.h"
#include "review/plot_lights.h"

#include "tools/plot.h"

plot_asked plot = {
    .format = -1, .theme = -1, .width = NAN, .dpi = NAN,
    .null_at = NAN, .from = NAN, .to = NAN, .decimals = -1,
    .palette = -1, .agreement = NAN, .total = NAN,
    .names = -1, .regions = -1, .funnel_y = -1, .axes = -1,
    .style = -1, .scale = -1, .arms = -1, .line_at = NAN,
};

/* The first is what is drawn without a verb. */
static const plot_figure figures[] = {
    { "forest", "forest plot of forest-plot data (review-meta --forest)", rv_plot_make_forest, 175, false },
    { "flow", "PRISMA 2020 flow diagram of flow numbers, or of a review", rv_plot_make_flow, 175, true },
    { "rob", "traffic lights of a robvis table (review-extract robvis), or of a review", rv_plot_make_rob, 175, true },
    { "rob-summary", "bars of the same, a domain each", rv_plot_make_rob_summary, 175, true },
    { "map", "evidence map: interventions by outcomes, of a table or of a review", rv_plot_make_map, 175, true },
    { "effect-direction", "effect direction plot: studies by outcome domains, of a table or of a review", rv_plot_make_effect_direction, 175, true },
    { "harvest", "harvest plot: bars of studies by the direction of their effects, likewise", rv_plot_make_harvest, 175, true },
    { "agreement", "agreement in screening over time (review-screen agreement), or of a review", rv_plot_make_agreement, 150, true },
    { "recall", "recall curve of screening (review-screen stop --format csv), or of a review", rv_plot_make_recall, 150, true },
    { "funnel", "funnel plot of chart data (review-meta points --chart)", rv_plot_make_funnel, 120, false },
    { "radial", "radial (Galbraith) plot of chart data", rv_plot_make_radial, 120, false },
    { "baujat", "Baujat plot of chart data", rv_plot_make_baujat, 120, false },
    { "labbe", "L'Abbe plot of chart data", rv_plot_make_labbe, 120, false },
    { "qq", "normal quantiles of residuals, of chart data", rv_plot_make_qq, 120, false },
    { "profile", "likelihood profile of chart data", rv_plot_make_profile, 120, false },
    { "gosh", "subsets of the effects, of chart data (review-meta gosh --chart)", rv_plot_make_gosh, 120, false },
    { "bubble", "effects against a moderator, of chart data", rv_plot_make_bubble, 120, false },
    { "orchard", "effects of each subgroup around the pooled one, of forest-plot data", rv_plot_make_orchard, 150, false },
    { "caterpillar", "effects in their order, of forest-plot data", rv_plot_make_caterpillar, 150, false },
};
enum { FIGURES = sizeof figures / sizeof *figures };

/* An option, and the figures it is for, with blanks between; NULL: all. */
static const rv_verb_opt options[] = {
    { { RV_OPT_CHOICE, 'f', "format", &plot.format, "NAME", "output format (else by the ending of --output, else svg)",
        rv_plot_format_names }, NULL },
    { { RV_OPT_TEXTS, 'o', "output", &plot.output, "FILE", "write to FILE instead of standard output; may stand several times", NULL },
      NULL },
    { RV_OPTS_REVIEW(plot.review), "flow rob rob-summary map effect-direction harvest agreement recall" },
    { { RV_OPT_REAL, 'w', "width", &plot.width, "MM", "width of the figure in millimetres (default by the figure, mostly 175)", NULL },
      NULL },
    { { RV_OPT_REAL, 'd', "dpi", &plot.dpi, "N", "dots per inch of a PNG (default 300)", NULL }, NULL },
    { { RV_OPT_CHOICE, 0, "theme", &plot.theme, "NAME", "colours for a page that is", rv_plot_theme_names }, NULL },
    { { RV_OPT_TEXT, 't', "title", &plot.title, "TEXT", "title instead of the one in the data; '' for none", NULL }, NULL },
    { { RV_OPT_TEXT, 0, "favours-left", &plot.favours_left, "TEXT", "words to the left under the axis, or over the column", NULL },
      "forest harvest" },
    { { RV_OPT_TEXT, 0, "favours-right", &plot.favours_right, "TEXT", "words to the right under the axis, or over the column", NULL },
      "forest harvest" },
    { { RV_OPT_REAL, 0, "null", &plot.null_at, "X", "where the no-effect line stands, as printed", NULL }, "forest funnel bubble orchard caterpillar" },
    { { RV_OPT_REAL, 0, "from", &plot.from, "X", "where the axis begins, as printed", NULL }, "forest orchard caterpillar" },
    { { RV_OPT_REAL, 0, "to", &plot.to, "X", "where the axis ends, as printed", NULL }, "forest orchard caterpillar" },
    { { RV_OPT_INT, 0, "decimals", &plot.decimals, "N", "decimals of estimates, 0 to 10", NULL }, "forest" },
    { { RV_OPT_FLAG, 'c', "check", &plot.check, NULL, "only say whether the sums come out", NULL }, "flow" },
    { { RV_OPT_TEXT, 0, "tool", &plot.tool, "NAME", "the appraisal tool", NULL }, "forest rob rob-summary effect-direction harvest" },
    { { RV_OPT_TEXT, 0, "levels", &plot.levels, "LIST", "the judgements from the best to the worst, commas between", NULL },
      "forest rob rob-summary map effect-direction harvest" },
    { { RV_OPT_CHOICE, 0, "palette", &plot.palette, "NAME", "colours of judgements", rv_light_palettes },
      "rob rob-summary effect-direction" },
    { { RV_OPT_REAL, 0, "agreement", &plot.agreement, "X", "the share of outcomes that makes a study's direction (default 0.7)", NULL },
      "effect-direction" },
    { { RV_OPT_TEXT, 0, "table", &plot.table, "FILE", "write the counts as CSV too", NULL }, "map" },
    { { RV_OPT_TEXT, 0, "by", &plot.by, "FIELD", "of a review: the field by which studies are sorted (of a map, default what they did)", NULL },
      "map harvest" },
    { { RV_OPT_TEXT, 0, "analysis", &plot.analysis, "LIST", "of a review: planned analyses, commas between (default one a domain)", NULL },
      "effect-direction harvest" },
    { { RV_OPT_TEXT, 0, "people", &plot.people, "NAME,NAME", "whose agreement (default the only two)", NULL }, "agreement" },
    { { RV_OPT_TEXT, 0, "stage", &plot.stage, "ID", "the stage of screening (default the first)", NULL }, "agreement recall" },
    { { RV_OPT_REAL, 0, "total", &plot.total, "N", "records in all (default as many as were screened)", NULL }, "recall" },
    { { RV_OPT_FLAG, 0, "counts", &plot.counts, NULL, "numbers of studies instead of percent", NULL }, "rob-summary" },
    { { RV_OPT_FLAG, 0, "unweighted", &plot.unweighted, NULL, "each study counts the same", NULL }, "rob-summary" },
    { { RV_OPT_CHOICE, 0, "style", &plot.style, "NAME", "how numbers, columns and statistics are printed", rv_forest_style_names }, "forest" },
    { { RV_OPT_TEXTS, 0, "column", &plot.column, "NAME[:HEAD[:ALIGN[:DIGITS]]]", "one more column: of the data, or a field of results", NULL },
      "forest" },
    { { RV_OPT_TEXTS, 0, "span", &plot.span, "HEAD=NAME,NAME", "a head over columns that stand side by side", NULL }, "forest" },
    { { RV_OPT_TEXT, 0, "left", &plot.left, "NAMES", "which columns stand left of the plot, in order", NULL }, "forest" },
    { { RV_OPT_TEXT, 0, "right", &plot.right, "NAMES", "which columns stand right of the plot, in order", NULL }, "forest" },
    { { RV_OPT_TEXTS, 0, "join", &plot.join, "FILE", "further columns from delimited text, by the labels of the studies", NULL }, "forest" },
    { { RV_OPT_TEXT, 0, "rob", &plot.rob, "FILE", "risk of bias beside the studies: a table as robvis takes it", NULL }, "forest" },
    { { RV_OPT_TEXT, 0, "sort", &plot.sort, "NAME", "studies by name, estimate, weight, year or a column; -NAME: from the last", NULL },
      "forest" },
    { { RV_OPT_CHOICE, 0, "scale", &plot.scale, "NAME", "axis of ratios", rv_forest_scale_names }, "forest" },
    { { RV_OPT_CHOICE, 0, "arms", &plot.arms, "WORD", "what each arm gave, where the data have it (default where there is room)",
        rv_forest_arms_names }, "forest" },
    { { RV_OPT_TEXT, 0, "arm-1", &plot.arm_1, "TEXT", "name of the first arm", NULL }, "forest" },
    { { RV_OPT_TEXT, 0, "arm-2", &plot.arm_2, "TEXT", "name of the second arm", NULL }, "forest" },
    { { RV_OPT_REAL, 0, "line", &plot.line_at, "X", "one more line, as printed: a smallest effect that matters", NULL }, "forest" },
    { { RV_OPT_FLAG, 0, "alt-rows", &plot.alt_rows, NULL, "shade every other row", NULL }, "forest" },
    { { RV_OPT_TEXT, 0, "note", &plot.note, "TEXT", "a paragraph at the foot", NULL }, "forest" },
    { { RV_OPT_CHOICE, 0, "names", &plot.names, "WORD", "which points are named", rv_chart_names_names },
      "funnel radial baujat labbe qq bubble" },
    { { RV_OPT_CHOICE, 0, "regions", &plot.regions, "WORD", "what is shaded", rv_funnel_region_names }, "funnel" },
    { { RV_OPT_CHOICE, 0, "upwards", &plot.funnel_y, "WORD", "what the axis upwards shows", rv_funnel_y_names }, "funnel" },
    { { RV_OPT_CHOICE, 0, "axes", &plot.axes, "WORD", "risks and rates as they are, or on a logarithmic scale", rv_labbe_axes_names }, "labbe" },
    { { RV_OPT_TEXT, 0, "component", &plot.component, "NAME", "which parameter (default the first)", NULL }, "profile" },
    { { RV_OPT_TEXT, 0, "x-name", &plot.x_name, "TEXT", "name of the axis across", NULL }, "funnel radial baujat labbe qq profile gosh bubble" },
    { { RV_OPT_TEXT, 0, "y-name", &plot.y_name, "TEXT", "name of the axis upwards", NULL }, "funnel radial baujat labbe qq profile gosh bubble" },
};
enum { OPTIONS = sizeof options / sizeof *options };

static rv_status check_options(const plot_figure *figure, rv_error *err)
{
    const rv_status st = rv_tool_verb_takes(options, OPTIONS, figure->name, err);

    if (st != RV_OK)
        return st;
    if (plot.decimals < -1 || plot.decimals > 10)
        return rv_fail(err, RV_EUSAGE, "--decimals is from 0 to 10, not %lld", (long long)plot.decimals);
    if (plot.format >= 0 && plot.output.count > 1)
        return rv_fail(err, RV_EUSAGE, "--format is for one --output; of several, the ending of each says the format");
    return RV_OK;
}

static rv_status usage(char **operands, const plot_figure *figure, rv_error *err)
{
    if (!operands[0] && !figure->of_review)
        return rv_fail(err, RV_EUSAGE, "no data: give a FILE, or - for standard input");
    if (operands[0] && figure->of_review && plot.review)
        return rv_fail(err, RV_EUSAGE, "--review is for a %s without a FILE", figure->name);
    if (operands[0] && operands[1])
        return rv_fail(err, RV_EUSAGE, "one FILE at a time, not also '%s'", operands[1]);
    return check_options(figure, err);
}

static rv_status write_to(const rv_scene *scene, const char *path, rv_error *err)
{
    const int ending = plot.format >= 0 ? plot.format : rv_plot_format_of(path);
    rv_output *out;
    rv_status st = rv_output_open(&out, path, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_plot_write(scene, ending >= 0 ? (rv_plot_format)ending : RV_PLOT_SVG, plot.dpi, out, err)) == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

static rv_status draw(const plot_figure *figure, const char *path, rv_error *err)
{
    rv_scene *scene = NULL;
    rv_status st;

    plot.width = isnan(plot.width) ? figure->width : plot.width;
    plot.dpi = isnan(plot.dpi) ? 300 : plot.dpi;
    if ((st = figure->make(path, &scene, err)) == RV_OK && scene) {
        rv_scene_theme(scene, plot.theme < 0 ? RV_THEME_LIGHT : (rv_plot_theme)plot.theme);
        if (plot.output.count == 0)
            st = write_to(scene, NULL, err);
        for (size_t i = 0; st == RV_OK && i < plot.output.count; i++)
            st = write_to(scene, plot.output.items[i], err);
    }
    rv_scene_free(scene);
    return st;
}

/* What an option is for stands before its help: "forest: words to the left under the axis". */
static const char *help_of(size_t i)
{
    rv_buf text = RV_BUF_INIT;

    if (options[i].only)
        rv_buf_printf(&text, "%s: ", options[i].only);
    rv_buf_text(&text, options[i].opt.help);
    return text.failed ? options[i].opt.help : text.data;
}

int main(int argc, char **argv)
{
    static rv_opt rows[OPTIONS + 1];
    static rv_verb names[FIGURES + 1];
    static const rv_command command = { "review-plot", "[FIGURE] [FILE]", "Draws figures as SVG, PDF or PNG.", rows, names };
    rv_error err = { 0 };
    char **operands;
    rv_status st;
    int verb;

    for (size_t i = 0; i < FIGURES; i++)
        names[i] = (rv_verb){ figures[i].name, figures[i].words };
    rv_tool_verb_rows(options, OPTIONS, rows);
    for (size_t i = 0; i < OPTIONS; i++)
        rows[i].help = help_of(i);
    operands = rv_tool_start(&command, argc, argv, &verb);
    if ((st = usage(operands, &figures[verb], &err)) == RV_OK)
        st = draw(&figures[verb], operands[0], &err);
    for (size_t i = 0; i < OPTIONS; i++)
        if (rows[i].help != options[i].opt.help)
            free((char *)rows[i].help);
    free(operands);
    free(plot.output.items);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
