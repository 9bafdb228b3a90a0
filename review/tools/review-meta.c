/* Pools effects, and answers what is asked of pooled effects. The verbs stand in meta_*.c; meta.h says how to add one. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_selection.h"
#include "review/meta_tables.h"
#include "review/meta_interval.h"
#include "tools/meta.h"

meta_asked asked = { .method = -1, .test = -1, .prediction = -1, .working_model = -1, .robust = -1, .robust_test = -1, .level = NAN,
                     .tau2 = NAN, .rho = NAN, .phi = NAN, .figure = -1, .interval = -1, .pooling = -1, .conventions = -1, .asymmetry = -1, .add = NAN,
                     .agreement = NAN, .truncation = NAN, .bias_test = -1, .predictor = -1, .trim = -1,
                     .missing_side = -1, .selection = -1, .selected_for = -1, .target = NAN, .subsets = -1, .seed = -1 };

static const char *const missing_words[] = { "refuse", "exclude", NULL };

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(asked.format, asked.output),
    RV_OPTS_REVIEW(asked.review),
    { RV_OPT_TEXT, 'A', "analysis", &asked.analysis, "ID", "carry out a planned analysis of the review", NULL },
    { RV_OPT_TEXT, 0, "domain", &asked.domain, "ID", "pool an outcome domain of the review, without the plan's selection",
      NULL },
    { RV_OPT_FLAG, 0, "all-effects", &asked.all_effects, NULL, "every effect of a study, not the one that the protocol chooses", NULL },
    { RV_OPT_TEXTS, 0, "leave-out", &asked.leave_out, "STUDY", "of a review: without the study of this label", NULL },
    { RV_OPT_TEXT, 'd', "data", &asked.data, "FILE", "effects from delimited text instead, - for standard input", NULL },
    { RV_OPT_TEXT, 0, "yi", &asked.yi, "COLUMN", "effects, on the analysis scale (default yi)", NULL },
    { RV_OPT_TEXT, 0, "vi", &asked.vi, "COLUMN", "their sampling variances (default vi)", NULL },
    { RV_OPT_TEXT, 0, "sei", &asked.sei, "COLUMN", "their standard errors, instead of variances", NULL },
    { RV_OPT_TEXT, 0, "slab", &asked.slab, "COLUMN", "labels (default slab, label, study or author)", NULL },
    { RV_OPT_TEXT, 0, "study", &asked.study, "COLUMN",
      "which study a row belongs to (default study, study_id or the labels)", NULL },
    { RV_OPT_TEXT, 0, "subgroup", &asked.subgroup, "NAME",
      "a model for each value of this column (or field), and the test between them", NULL },
    { RV_OPT_TEXT, 0, "measure", &asked.measure, "NAME",
      "what the effects are (OR, RR, RD, MD, SMD, GEN); ratios are shown as such", NULL },
    { RV_OPT_CHOICE, 'm', "method", &asked.method, "NAME", "estimator of tau2, or the common effect", rv_estimator_names },
    { RV_OPT_CHOICE, 't', "test", &asked.test, "NAME", "test and interval", rv_meta_test_names },
    { RV_OPT_CHOICE, 0, "prediction", &asked.prediction, "NAME", "prediction interval", rv_meta_pi_names },
    { RV_OPT_REAL, 'l', "level", &asked.level, "P", "confidence level, 0 to 1 (default 0.95)", NULL },
    { RV_OPT_TEXT, 0, "weights", &asked.weights, "COLUMN", "weights of one's own instead of 1 / (v + tau2); of independent effects", NULL },
    { RV_OPT_REAL, 0, "tau2", &asked.tau2, "X", "take tau2 as known", NULL },
    { RV_OPT_FLAG, 0, "common-tau2", &asked.common_tau2, NULL, "one tau2 for all subgroups", NULL },
    { RV_OPT_FLAG, 0, "leave-one-out", &asked.leave_one_out, NULL, "the model once more without each effect in turn",
      NULL },
    { RV_OPT_TEXT, 0, "mods", &asked.mods, "FORMULA", "moderators: \"year + alloc\", \"0 + alloc\", \"a*b\", \"factor(x)\", \"x^2\"", NULL },
    { RV_OPT_TEXTS, 0, "reference", &asked.reference, "COLUMN=LEVEL", "the level others are compared with (default the first)", NULL },
    { RV_OPT_FLAG, 0, "drop-empty", &asked.drop_empty, NULL, "leave combinations of levels without effects out", NULL },
    { RV_OPT_CHOICE, 0, "working-model", &asked.working_model, "NAME", "model of several effects of a study (default CHE)",
      rv_working_kind_names },
    { RV_OPT_REAL, 0, "rho", &asked.rho, "R", "correlation of sampling errors within a sample (default 0.6)", NULL },
    { RV_OPT_REAL, 0, "phi", &asked.phi, "R", "of a review: the same of one outcome a year later (default: rho at any time)", NULL },
    { RV_OPT_TEXT, 0, "sample", &asked.sample, "COLUMN", "which effects are of the same people (default the study)", NULL },
    { RV_OPT_TEXTS, 0, "random", &asked.random, "FORMULA",
      "random effects instead of a working model: \"~ 1 | study/effect\", \"~ outcome | study\"", NULL },
    { RV_OPT_TEXTS, 0, "struct", &asked.structure, "NAME", "how the effects of ~ inner | outer hang together (default CS)", NULL },
    { RV_OPT_TEXT, 0, "covariance", &asked.covariance, "FILE", "with --random: covariances of the sampling errors, a row and a column an effect",
      NULL },
    { RV_OPT_CHOICE, 0, "robust", &asked.robust, "TYPE", "robust variance of dependent effects (default CR2)", rv_robust_type_names },
    { RV_OPT_CHOICE, 0, "robust-test", &asked.robust_test, "NAME", "and its test (default Satterthwaite)", rv_robust_test_names },
    { RV_OPT_TEXT, 0, "cluster", &asked.cluster, "COLUMN", "what robust variances take as independent (default the study)", NULL },
    { RV_OPT_FLAG, 0, "model-based", &asked.model_based, NULL, "with --random: the model's own variances, not robust ones", NULL },
    { RV_OPT_TEXTS, 0, "at", &asked.at, "VALUES", "predict at \"year=2000,alloc=random\"", NULL },
    { RV_OPT_TEXTS, 0, "contrast", &asked.contrast, "WORDS", "of coefficients: \"alloc=random - alloc=systematic\"", NULL },
    { RV_OPT_TEXT, 0, "against", &asked.against, "FORMULA", "the moderators that compare sets against --mods (1: none)", NULL },
    { RV_OPT_TEXT, 0, "many", &asked.many, "COLUMN", "a model for each value of this column", NULL },
    { RV_OPT_FLAG, 0, "keep-going", &asked.keep_going, NULL, "with --many: exit with 0 although models failed", NULL },
    { RV_OPT_TEXT, 0, "emit-r", &asked.emit_r, "FILE", "also write the R script that repeats the analysis with metafor", NULL },
    { RV_OPT_FLAG, 0, "assume-independent", &asked.independent, NULL,
      "pool several effects of a study as if they were independent", NULL },
    { RV_OPT_CHOICE, 0, "missing", &asked.missing, "WORD", "rows without a number", missing_words },
    { RV_OPT_TEXT, 0, "forest", &asked.forest, "FILE", "also write forest-plot data (CSV) for review-plot", NULL },
    { RV_OPT_TEXT, 0, "title", &asked.title, "TEXT", "what is pooled, for headings", NULL },
    { RV_OPT_TEXT, 0, "favours-left", &asked.left, "TEXT", "what effects below zero speak for", NULL },
    { RV_OPT_TEXT, 0, "favours-right", &asked.right, "TEXT", "what effects above zero speak for", NULL },
    { RV_OPT_TEXT, 0, "order", &asked.order, "COLUMN", "cumulative: add effects by this number, as a year (default: as they stand)",
      NULL },
    { RV_OPT_CHOICE, 0, "figure", &asked.figure, "NAME", "points: of which figure (default funnel)", meta_figures },
    { RV_OPT_TEXT, 0, "chart", &asked.chart, "FILE", "points, gosh: also write chart data (CSV) for review-plot", NULL },
    { RV_OPT_INT, 0, "subsets", &asked.subsets, "N", "gosh: how many at most; above that, as many at random (default 1000000)", NULL },
    { RV_OPT_INT, 0, "seed", &asked.seed, "N", "gosh: of the random subsets (default 1)", NULL },
    { RV_OPT_CHOICE, 0, "interval", &asked.interval, "NAME", "heterogeneity: interval of tau2 (default q-profile)", rv_interval_names },
    { RV_OPT_TEXT, 0, "cells", &asked.cells, "COLUMNS",
      "tables: four columns, events and others of group 1, then of group 2 (default ai,bi,ci,di)", NULL },
    { RV_OPT_FLAG, 0, "sizes", &asked.sizes, NULL, "tables: the second and fourth column are group sizes", NULL },
    { RV_OPT_CHOICE, 0, "pooling", &asked.pooling, "NAME", "tables: how the common effect is pooled (default MH)",
      rv_tables_method_names },
    { RV_OPT_CHOICE, 0, "conventions", &asked.conventions, "NAME", "tables: whose conventions hold where cells are zero (default house)",
      rv_tables_program_names },
    { RV_OPT_REAL, 0, "add", &asked.add, "X", "tables: what is added to the cells of a table with a zero (default 0.5)", NULL },
    { RV_OPT_CHOICE, 0, "asymmetry", &asked.asymmetry, "NAME", "tables: also a test of small-study effects", rv_asymmetry_names },
    { RV_OPT_TEXT, 0, "p", &asked.p, "COLUMN", "direction: reported p-values, in place of those from effects", NULL },
    { RV_OPT_FLAG, 0, "one-sided", &asked.one_sided, NULL, "direction: the reported p-values are one-sided, of the side asked for", NULL },
    { RV_OPT_TEXT, 0, "side", &asked.side, "COLUMN", "direction: 1, -1 or 0 where a report says no more than the direction", NULL },
    { RV_OPT_FLAG, 0, "below", &asked.below, NULL, "direction: ask whether effects are below zero, not above", NULL },
    { RV_OPT_REAL, 0, "agreement", &asked.agreement, "X",
      "direction: share of a study's effects that must agree for its vote (default 0.7)", NULL },
    { RV_OPT_REAL, 0, "truncation", &asked.truncation, "X", "direction: p-values up to this in the truncated product (default 0.05)",
      NULL },
    { RV_OPT_CHOICE, 0, "bias-test", &asked.bias_test, "NAME", "bias: one test alone (default all)", meta_bias_names },
    { RV_OPT_CHOICE, 0, "predictor", &asked.predictor, "NAME", "bias: what effects are regressed on (default sei)", rv_predictor_names },
    { RV_OPT_TEXT, 0, "size", &asked.size, "COLUMN", "bias: sizes of the studies, for ninv and its like", NULL },
    { RV_OPT_CHOICE, 0, "trim", &asked.trim, "NAME", "bias: estimator of trim and fill (default L0)", rv_trim_estimator_names },
    { RV_OPT_CHOICE, 0, "missing-side", &asked.missing_side, "WORD", "bias: where studies are missing (default auto)",
      rv_trim_side_names },
    { RV_OPT_REAL, 0, "target", &asked.target, "X", "bias: effect that fail-safe numbers lead to (default half of it, or p of 0.05)", NULL },
    { RV_OPT_CHOICE, 0, "selection", &asked.selection, "NAME", "bias: weight function of the selection model (default stepfun)",
      rv_selection_names },
    { RV_OPT_TEXT, 0, "steps", &asked.steps, "LIST", "bias: its cuts of the p-value (default 0.025)", NULL },
    { RV_OPT_CHOICE, 0, "selected-for", &asked.selected_for, "WORD",
      "bias: which p-values were liked (default one-sided, the side of the pooled effect)", rv_selection_side_names },
    { RV_OPT_FLAG, 'q', "quiet", &asked.quiet, NULL, "no notes on standard error", NULL },
    { .kind = RV_OPT_END }
};

/* The first is what is done without a verb. */
static const meta_verb verbs[] = {
    { "fit", "a model and its heterogeneity", meta_fit },
    { "predict", "the mean at values of moderators, and where new effects lie", meta_predict },
    { "contrasts", "differences between coefficients", meta_contrasts },
    { "compare", "two sets of moderators by their likelihoods", meta_compare },
    { "grid", "dependent effects at other sampling correlations", meta_grid },
    { "influence", "what each effect does to the model", meta_influence },
    { "leave-one-out", "the pooled effect without each effect", meta_leave_one_out },
    { "cumulative", "the pooled effect as effects are added", meta_cumulative },
    { "residuals", "residuals and hat values", meta_residuals },
    { "blups", "predicted effects of the studies", meta_blups },
    { "points", "what a diagnostic figure shows", meta_points },
    { "heterogeneity", "variances between true effects, with intervals and I2", meta_heterogeneity },
    { "tables", "two-by-two tables and rates from their counts", meta_tables },
    { "direction", "what can be said without pooling", meta_direction },
    { "bias", "what missing studies may do", meta_bias },
    { "gosh", "the model of every subset of the effects", meta_gosh },
};
enum { VERBS = sizeof verbs / sizeof *verbs };

int main(int argc, char **argv)
{
    static rv_verb names[VERBS + 1];
    static const rv_command command = { "review-meta", "[VERB]", "Pool effects by common-effect, random-effects and multilevel models.",
                                        options, names };
    rv_error err = { 0 };
    rv_status st;
    char **operands;
    int verb;

    for (size_t i = 0; i < VERBS; i++)
        names[i] = (rv_verb){ verbs[i].name, verbs[i].words };
    asked.argv = calloc((size_t)argc + 1, sizeof *asked.argv);
    for (int i = 0; asked.argv && i < argc; i++)
        asked.argv[i] = argv[i];
    operands = rv_tool_start(&command, argc, argv, &verb);
    if (operands[0])
        st = rv_fail(&err, RV_EUSAGE, "'%s' is not expected here; effects come from --data FILE or from the review",
                     operands[0]);
    else
        st = verbs[verb].run(&err);
    free(asked.argv);
    free(operands);
    err.code = st;   /* a failure deep down may be one of the command line: st says which */
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
