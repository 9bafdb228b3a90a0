/* Pools effects: a model, its heterogeneity, subgroups, leave-one-out, and what a forest plot shows. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/effect.h"
#include "review/meta.h"
#include "tools/meta_review.h"
#include "tools/opts.h"

static int format, method = -1, test = -1, prediction = -1, missing;
static const char *output, *data, *yi, *vi, *sei, *slab, *study, *subgroup, *measure, *title, *left, *right, *forest,
    *review, *analysis, *domain;
static double level = NAN, tau2 = NAN;
static bool independent, common_tau2, leave_one_out, quiet;

static const char *const missing_words[] = { "refuse", "exclude", NULL };

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(format, output),
    RV_OPTS_REVIEW(review),
    { RV_OPT_TEXT, 'A', "analysis", &analysis, "ID", "carry out a planned analysis of the review", NULL },
    { RV_OPT_TEXT, 0, "domain", &domain, "ID", "pool an outcome domain of the review, without the plan's selection",
      NULL },
    { RV_OPT_TEXT, 'd', "data", &data, "FILE", "effects from delimited text instead, - for standard input", NULL },
    { RV_OPT_TEXT, 0, "yi", &yi, "COLUMN", "effects, on the analysis scale (default yi)", NULL },
    { RV_OPT_TEXT, 0, "vi", &vi, "COLUMN", "their sampling variances (default vi)", NULL },
    { RV_OPT_TEXT, 0, "sei", &sei, "COLUMN", "their standard errors, instead of variances", NULL },
    { RV_OPT_TEXT, 0, "slab", &slab, "COLUMN", "labels (default slab, label, study or author)", NULL },
    { RV_OPT_TEXT, 0, "study", &study, "COLUMN",
      "which study a row belongs to (default study, study_id or the labels)", NULL },
    { RV_OPT_TEXT, 0, "subgroup", &subgroup, "NAME",
      "a model for each value of this column (or field), and the test between them", NULL },
    { RV_OPT_TEXT, 0, "measure", &measure, "NAME",
      "what the effects are (OR, RR, RD, MD, SMD, GEN); ratios are shown as such", NULL },
    { RV_OPT_CHOICE, 'm', "method", &method, "NAME", "estimator of tau2, or the common effect", rv_estimator_names },
    { RV_OPT_CHOICE, 't', "test", &test, "NAME", "test and interval", rv_meta_test_names },
    { RV_OPT_CHOICE, 0, "prediction", &prediction, "NAME", "prediction interval", rv_meta_pi_names },
    { RV_OPT_REAL, 'l', "level", &level, "P", "confidence level, 0 to 1 (default 0.95)", NULL },
    { RV_OPT_REAL, 0, "tau2", &tau2, "X", "take tau2 as known", NULL },
    { RV_OPT_FLAG, 0, "common-tau2", &common_tau2, NULL, "one tau2 for all subgroups", NULL },
    { RV_OPT_FLAG, 0, "leave-one-out", &leave_one_out, NULL, "the model once more without each effect in turn",
      NULL },
    { RV_OPT_FLAG, 0, "assume-independent", &independent, NULL,
      "pool several effects of a study as if they were independent", NULL },
    { RV_OPT_CHOICE, 0, "missing", &missing, "WORD", "rows without a number", missing_words },
    { RV_OPT_TEXT, 0, "forest", &forest, "FILE", "also write forest-plot data (CSV) for review-plot", NULL },
    { RV_OPT_TEXT, 0, "title", &title, "TEXT", "what is pooled, for headings", NULL },
    { RV_OPT_TEXT, 0, "favours-left", &left, "TEXT", "what effects below zero speak for", NULL },
    { RV_OPT_TEXT, 0, "favours-right", &right, "TEXT", "what effects above zero speak for", NULL },
    { RV_OPT_FLAG, 'q', "quiet", &quiet, NULL, "no notes on standard error", NULL },
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-meta", "", "Pool effects by a common-effect or random-effects model.", options, NULL
};

/* Where the rows come from, and what is planned for them. */
static rv_status read_rows(rv_meta_set *set, char **argv, meta_plan *plan, rv_error *err)
{
    const rv_meta_columns columns = { yi, vi, sei, slab, study, subgroup, missing == 1 };
    const meta_request request = { review, analysis, domain, measure, subgroup, argv };

    if (!data && (analysis || domain))
        return meta_rows_of_review(set, &request, plan, err);
    if (!data)
        return rv_fail(err, RV_EUSAGE,
                       "no effects: give --data FILE (- for standard input), or --analysis or --domain of a review");
    if (analysis || domain || review)
        return rv_fail(err, RV_EUSAGE, "--data stands for itself; --review, --analysis and --domain do not go with it");
    return rv_meta_set_read(set, data, &columns, err);
}

static rv_status check_options(rv_error *err)
{
    if (measure && !rv_measure_find(measure))
        return rv_fail(err, RV_EUSAGE, "there is no measure %s; review-effect --help lists them", measure);
    if (!isnan(level) && !(level > 0 && level < 1))
        return rv_fail(err, RV_EUSAGE, "--level is %g; it must lie between 0 and 1", level);
    if (tau2 < 0)
        return rv_fail(err, RV_EUSAGE, "--tau2 is %g; it must not be negative", tau2);
    if (common_tau2 && !subgroup)
        return rv_fail(err, RV_EUSAGE, "--common-tau2 needs --subgroup");
    return RV_OK;
}

static int place_in(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

/* The command line first, then the plan, then the house's defaults. */
static void model_of(rv_meta_options *o, const meta_plan *plan)
{
    const char *const planned = plan->common ? "CE" : plan->method;

    if (method >= 0)
        o->estimator = rv_estimator_at((size_t)method);
    else
        o->estimator = *planned ? rv_estimator_find(planned) : NULL;
    o->test = (rv_meta_test)(test >= 0                   ? test
                             : *plan->test && method < 0 ? place_in(rv_meta_test_names, plan->test)
                                                         : RV_TEST_DEFAULT);
    o->pi = (rv_meta_pi)(prediction >= 0 ? prediction : plan->known && !plan->prediction ? RV_PI_NONE : RV_PI_T_K1);
    o->level = !isnan(level) ? level : plan->known && !isnan(plan->level) ? plan->level : 0.95;
    o->tau2 = tau2;
}

static void ask(rv_analysis_options *o, const meta_plan *plan)
{
    const rv_measure *m;

    *o = (rv_analysis_options)RV_ANALYSIS_OPTIONS_INIT;
    model_of(&o->model, plan);
    o->assume_independent = independent;
    o->by_subgroup = subgroup != NULL;
    o->common_tau2 = common_tau2;
    o->leave_one_out = leave_one_out;
    o->title = title ? title : plan->title;
    o->measure = measure ? measure : *plan->measure ? plan->measure : NULL;
    m = o->measure ? rv_measure_find(o->measure) : NULL;
    o->log_scale = m && m->log_scale;
    o->favours_left = left ? left : plan->favours_left;
    o->favours_right = right ? right : plan->favours_right;
}

static rv_status write_forest(const rv_analysis *a, rv_error *err)
{
    rv_forest *f = NULL;
    rv_output *to = NULL;
    rv_status st;

    if ((st = rv_analysis_forest(&f, a, err)) == RV_OK && (st = rv_output_open(&to, forest, err)) == RV_OK
        && (st = rv_forest_write(to, RV_FORMAT_CSV, f, err)) == RV_OK) {
        st = rv_output_close(to, err);
        to = NULL;
    }
    rv_output_drop(to);
    rv_forest_free(f);
    return st;
}

static rv_status write_result(const rv_analysis *a, rv_error *err)
{
    rv_output *to;
    rv_status st;

    if ((st = rv_output_open(&to, output, err)) != RV_OK)
        return st;
    if ((st = rv_analysis_write(to, (rv_format)format, a, err)) == RV_OK)
        return rv_output_close(to, err);
    rv_output_drop(to);
    return st;
}

static void say_notes(const rv_analysis *a)
{
    rv_buf text = RV_BUF_INIT;

    if (!quiet)
        rv_analysis_notes(a, &text);
    for (char *line = text.data, *end; line && (end = strchr(line, '\n')); line = end + 1) {
        *end = 0;
        rv_tool_say("%s", line);
    }
    rv_buf_free(&text);
}

int main(int argc, char **argv)
{
    meta_plan plan = { .level = NAN };
    rv_analysis_options o;
    rv_meta_set *set = NULL;
    rv_analysis *a = NULL;
    rv_error err = { 0 };
    char **operands = rv_tool_start(&command, argc, argv, NULL);
    rv_status st;

    if (operands[0]) {
        st = rv_fail(&err, RV_EUSAGE, "'%s' is not expected here; effects come from --data FILE or from the review",
                     operands[0]);
    } else if ((st = check_options(&err)) == RV_OK && (st = rv_meta_set_new(&set, &err)) == RV_OK
               && (st = read_rows(set, argv, &plan, &err)) == RV_OK) {
        ask(&o, &plan);
        if ((st = rv_analysis_run(&a, set, &o, &err)) == RV_OK && (!forest || (st = write_forest(a, &err)) == RV_OK)
            && (st = write_result(a, &err)) == RV_OK)
            say_notes(a);
    }
    rv_analysis_free(a);
    rv_meta_set_free(set);
    free(operands);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
