/* What a verb works on: the table, the rows that are pooled, and the model that is asked for. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/effect.h"
#include "tools/meta.h"

static rv_status check_words(rv_error *err)
{
    if (asked.measure && !rv_measure_find(asked.measure))
        return rv_fail(err, RV_EUSAGE, "there is no measure %s; review-effect --help lists them", asked.measure);
    if (!isnan(asked.level) && !(asked.level > 0 && asked.level < 1))
        return rv_fail(err, RV_EUSAGE, "--level is %g; it must lie between 0 and 1", asked.level);
    if (asked.tau2 < 0)
        return rv_fail(err, RV_EUSAGE, "--tau2 is %g; it must not be negative", asked.tau2);
    if (asked.common_tau2 && !asked.subgroup)
        return rv_fail(err, RV_EUSAGE, "--common-tau2 needs --subgroup");
    return RV_OK;
}

rv_status meta_open(meta_input *in, rv_error *err)
{
    const meta_request request = { asked.review, asked.analysis, asked.domain, asked.measure, asked.subgroup, asked.argv };
    rv_status st;

    *in = (meta_input){ .plan = { .level = NAN } };
    if ((st = check_words(err)) != RV_OK)
        return st;
    if (!asked.data && (asked.analysis || asked.domain))
        return meta_frame_of_review(&in->frame, &request, &in->plan, err);
    if (!asked.data)
        return rv_fail(err, RV_EUSAGE,
                       "no effects: give --data FILE (- for standard input), or --analysis or --domain of a review");
    if (asked.analysis || asked.domain || asked.review)
        return rv_fail(err, RV_EUSAGE, "--data stands for itself; --review, --analysis and --domain do not go with it");
    return rv_frame_read(&in->frame, asked.data, err);
}

/* ---- The model that is asked for --------------------------------------------------------------------------------- */

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

    *o = (rv_meta_options)RV_META_OPTIONS_INIT;
    if (asked.method >= 0)
        o->estimator = rv_estimator_at((size_t)asked.method);
    else
        o->estimator = *planned ? rv_estimator_find(planned) : NULL;
    o->test = (rv_meta_test)(asked.test >= 0                         ? asked.test
                             : *plan->test && asked.method < 0 ? place_in(rv_meta_test_names, plan->test)
                                                                     : RV_TEST_DEFAULT);
    o->pi = (rv_meta_pi)(asked.prediction >= 0                ? asked.prediction
                         : plan->known && !plan->prediction ? RV_PI_NONE
                                                              : RV_PI_T_K1);
    o->level = !isnan(asked.level) ? asked.level : plan->known && !isnan(plan->level) ? plan->level : 0.95;
    o->tau2 = asked.tau2;
}

const char *meta_measure(const meta_input *in, bool *log_scale)
{
    const char *const name = asked.measure ? asked.measure : *in->plan.measure ? in->plan.measure : NULL;
    const rv_measure *const m = name ? rv_measure_find(name) : NULL;

    if (log_scale)
        *log_scale = m && m->log_scale;
    return name ? name : "GEN";
}

/* ---- The rows ---------------------------------------------------------------------------------------------------- */

static bool make_room(meta_input *in, size_t n)
{
    in->row = calloc(n + 1, sizeof *in->row);
    in->label = calloc(n + 1, sizeof *in->label);
    in->study_name = calloc(n + 1, sizeof *in->study_name);
    in->yi = calloc(n + 1, sizeof *in->yi);
    in->vi = calloc(n + 1, sizeof *in->vi);
    in->study = calloc(n + 1, sizeof *in->study);
    return in->row && in->label && in->study_name && in->yi && in->vi && in->study;
}

static rv_status use_rows(meta_input *in, rv_error *err)
{
    const size_t n = rv_meta_set_count(in->set);

    if (!make_room(in, n))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", n);
    for (size_t i = 0; i < n; i++) {
        const rv_meta_row *const row = rv_meta_set_row(in->set, i);
        if (row->excluded)
            continue;
        in->row[in->k] = i;
        in->label[in->k] = row->label;
        in->study_name[in->k] = row->study;
        in->yi[in->k] = row->yi;
        in->vi[in->k++] = row->vi;
    }
    if (in->k == 0)
        return rv_fail(err, RV_EINVAL, n ? "all %zu rows are left out; there is nothing to pool" : "there are no effects to pool",
                       n);
    in->data = (rv_meta_data){ .k = in->k, .yi = in->yi, .vi = in->vi };
    return rv_codes_of(in->study_name, in->k, in->study, &in->studies, err);
}

rv_status meta_rows(meta_input *in, rv_error *err)
{
    const rv_meta_columns columns = { asked.yi,    asked.vi,       asked.sei,
                                      asked.slab,  asked.study,    asked.data ? asked.subgroup : asked.subgroup ? "subgroup" : NULL,
                                      asked.missing == 1 };
    rv_status st;

    model_of(&in->options, &in->plan);
    if ((st = rv_meta_set_new(&in->set, err)) == RV_OK
        && (st = rv_meta_set_of_frame(in->set, in->frame, &columns, err)) == RV_OK)
        st = use_rows(in, err);
    return st;
}

rv_status meta_read(meta_input *in, rv_error *err)
{
    const rv_status st = meta_open(in, err);

    return st == RV_OK ? meta_rows(in, err) : st;
}

rv_status meta_column(const meta_input *in, const char *name, const double **x, rv_error *err)
{
    size_t column;
    const rv_status st = rv_frame_want(in->frame, name, &column, err);

    return st == RV_OK ? rv_frame_reals(in->frame, column, x, err) : st;
}

void meta_free(meta_input *in)
{
    rv_meta_set_free(in->set);
    rv_frame_free(in->frame);
    free(in->row);
    free(in->label);
    free(in->study_name);
    free(in->yi);
    free(in->vi);
    free(in->study);
    *in = (meta_input){ 0 };
}
