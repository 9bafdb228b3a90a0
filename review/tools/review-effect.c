/* review-effect: effects and their variances from what reports give. */
#include <config.h>

#include <stddef.h>
#include <stdlib.h>

#include "tools/effect.h"
#include "tools/effect_convert.h"
#include "tools/review_file.h"

static const char *output, *data, *review, *domain, *analysis, *iccs, *rs, *transform, *grid;
static const char *const formats[] = { "text", "csv", "tsv", "json", "md", NULL };
static int format = -1, measure = -1, to = RV_ZERO_ONLY0, vtype, convention, five = RV_FIVE_LUO, skewed = RV_SKEWED_REFUSE;
static bool uncorrected, keep_going, list_steps, transforms, same = true;
static const char *columns[EFFECT_INPUTS];
static rv_dependence dependence = RV_DEPENDENCE_INIT;
static rv_effect_options how = RV_EFFECT_OPTIONS_INIT;

#define INPUT(name, words) \
    { RV_OPT_TEXT, 0, #name, &columns[offsetof(rv_effect_input, name) / sizeof(double)], "COLUMN", words, NULL },

static const rv_opt options[] = {
    { RV_OPT_CHOICE, 'f', "format", &format, "NAME", "output format", formats },
    { RV_OPT_TEXT, 'o', "output", &output, "FILE", "write to FILE instead of standard output", NULL },
    RV_OPTS_REVIEW(review),
    { RV_OPT_TEXT, 0, "domain", &domain, "ID", "of the review: this outcome domain alone", NULL },
    { RV_OPT_TEXT, 0, "analysis", &analysis, "ID", "of the review: with this analysis's own selection", NULL },
    { RV_OPT_TEXT, 0, "with-icc", &iccs, "X[,X...]", "grid: intra-class correlations", NULL },
    { RV_OPT_TEXT, 0, "with-r", &rs, "X[,X...]", "grid: correlations of first and second time", NULL },
    { RV_OPT_REAL, 0, "rho", &dependence.rho, "R", "covariance: correlation of two outcomes or times (default 0.6)", NULL },
    { RV_OPT_REAL, 0, "phi", &dependence.phi, "R", "covariance: of one outcome a year later (default: rho at any time)", NULL },
    { RV_OPT_TEXT, 'd', "data", &data, "FILE", "delimited text with one row an effect; - is standard input", NULL },
    { RV_OPT_CHOICE, 'm', "measure", &measure, "NAME", "measure", rv_measure_names },
    { RV_OPT_REAL, 0, "add", &how.add, "X", "added to the cells of a table (default 0.5; 0 for arcsines, roots, PHI, RTET, REH)", NULL },
    { RV_OPT_CHOICE, 0, "to", &to, "WHICH", "the tables it is added to (default only0)", rv_zero_names },
    { RV_OPT_FLAG, 0, "drop00", &how.drop00, NULL, "no effect where both groups have no events, or only events", NULL },
    { RV_OPT_CHOICE, 0, "vtype", &vtype, "TYPE", "sampling variance (default LS)", rv_vtype_names },
    { RV_OPT_FLAG, 0, "uncorrected", &uncorrected, NULL, "without the corrections for small samples", NULL },
    { RV_OPT_CHOICE, 0, "convention", &convention, "N", "formulas of metafor's version 5 (default) or 3", rv_convention_names },
    { RV_OPT_FLAG, 0, "fractions", &how.fractions, NULL, "counts of people and events need not be whole", NULL },
    { RV_OPT_FLAG, 0, "keep-going", &keep_going, NULL, "leave out rows that cannot be, instead of refusing the file", NULL },
    { RV_OPT_FLAG, 0, "ratio", &how.ratio, NULL, "est, ci-lo and ci-hi are ratios: their logarithms are analysed", NULL },
    { RV_OPT_REAL, 0, "confidence", &how.level, "P", "level of intervals that do not say theirs (default 0.95)", NULL },
    { RV_OPT_CHOICE, 0, "five", &five, "METHOD", "how medians become means (default luo/wan/shi)", rv_five_method_names },
    { RV_OPT_CHOICE, 0, "skewed", &skewed, "WHAT", "what becomes of medians of skewed data (default refuse)", rv_skewed_names },
    { RV_OPT_FLAG, 0, "bridge", &how.bridge, NULL, "also steps from odds ratios to standardised differences and back", NULL },
    { RV_OPT_FLAG, 0, "list", &list_steps, NULL, "convert: print the table of steps", NULL },
    { RV_OPT_TEXT, 0, "transform", &transform, "NAME", "convert: transform numbers; see --transforms", NULL },
    { RV_OPT_FLAG, 0, "transforms", &transforms, NULL, "convert: print the table of transformations", NULL },
    { RV_OPT_TEXT, 0, "grid", &grid, "INPUT=X,X,...", "convert: the effect over values of one input, as icc=0,0.05,0.1", NULL },
    RV_EFFECT_INPUTS(INPUT)
    { .kind = RV_OPT_END }
};

typedef enum { LIST, EXPLAIN, CHECK, GRID, COVARIANCE, MEASURES, CONVERT } verb;

static const rv_verb verbs[] = {
    { "list", "effects of the rows of --data, or of the review" },
    { "explain", "RESULT: the way of a result of the review from page to number" },
    { "check", "makes every effect of the review anew and tells those that differ from what it keeps" },
    { "grid", "RESULT: its effect over what can be assumed: --with-icc, --with-r" },
    { "covariance", "how all effects of each study that an analysis could take hang together" },
    { "measures", "[NAME]: the measures; what one is, is made from, and comes from" },
    { "convert", "[INPUT...]: from whatever a paper gives; by hand, or rows of --data" },
    { NULL, NULL }
};

static const rv_command command = {
    "review-effect", "[--data FILE --measure NAME | explain RESULT | check | grid RESULT | covariance | measures | convert [INPUT...]]",
    "Makes effects and their variances from what reports give.", options, verbs
};

static void read_options(void)
{
    how.to = (rv_zero_to)to;
    how.vtype = (rv_vtype)vtype;
    how.correct = !uncorrected;
    how.convention = (rv_convention)convention;
    how.five = (rv_five_method)five;
    how.skewed = (rv_skewed)skewed;
}

static rv_status conversion(char **operands, rv_output *out, rv_error *err)
{
    const effect_conversion c = {
        .data = data, .measure = measure < 0 ? NULL : rv_measure_at((size_t)measure), .how = &how, .given = columns,
        .wanted = (const char *const *)operands, .transform = transform, .grid = grid, .steps = list_steps, .transforms = transforms,
        .format = format,
    };

    read_options();
    return effect_convert(&c, out, err);
}

static rv_status of_rows(rv_output *out, rv_error *err)
{
    const rv_measure *m = rv_measure_at(measure < 0 ? 0 : (size_t)measure);

    if (measure < 0)
        return rv_fail(err, RV_EUSAGE, "by which measure? give --measure NAME");
    read_options();
    return effect_rows(data, m, &how, columns, keep_going, format < 0 ? RV_FORMAT_CSV : (rv_format)format, out, err);
}

static rv_status of_review(verb v, const char *result, rv_output *out, rv_error *err)
{
    const rv_format f = format < 0 ? RV_FORMAT_TEXT : (rv_format)format;
    const char *path, *name = measure < 0 ? NULL : rv_measure_names[measure];
    rv_protocol *protocol = NULL;
    rv_store *store = NULL;
    rv_status st;

    if ((v == EXPLAIN || v == GRID) && !result)
        return rv_fail(err, RV_EUSAGE, "which result? give its key");
    if ((st = rv_tool_review(review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK)
        switch (v) {
        case EXPLAIN: st = effect_explain(store, protocol, result, format < 0 ? EFFECT_TEXT : (effect_format)format, out, err); break;
        case CHECK:   st = effect_check(store, protocol, f, out, &same, err); break;
        case GRID:    st = effect_grid(store, protocol, result, name, iccs, rs, f, out, err); break;
        case COVARIANCE: st = effect_covariance(store, protocol, analysis, &dependence, f, out, err); break;
        default:      st = effect_review(store, protocol, name, domain, analysis, f, out, err); break;
        }
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    rv_output *out = NULL;
    int v;
    char **o = rv_tool_start(&command, argc, argv, &v);
    const int most = v == CONVERT ? -1 : v == EXPLAIN || v == GRID || v == MEASURES;   /* operands; -1: as many as there are */
    rv_status st;

    if (most >= 0 && o[0] && (!most || o[1]))
        st = rv_fail(&err, RV_EUSAGE, "'%s' is too much; see review-effect --help", o[most]);
    else if (v != EXPLAIN && format == EFFECT_MARKDOWN)
        st = rv_fail(&err, RV_EUSAGE, "--format md is for explain");
    else if ((st = rv_output_open(&out, output, &err)) == RV_OK)
        st = v == CONVERT ? conversion(o, out, &err)
             : v == MEASURES ? effect_measures(o[0], format < 0 ? RV_FORMAT_TEXT : (rv_format)format, out, &err)
             : data && v == LIST ? of_rows(out, &err) : of_review((verb)v, o[0], out, &err);
    if (st == RV_OK)
        st = rv_output_close(out, &err);
    else
        rv_output_drop(out);
    free(o);
    return st == RV_OK ? !same : rv_tool_fail(&err);
}
