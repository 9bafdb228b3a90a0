/* fit: a model, its heterogeneity, subgroups, and what a forest plot shows. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/meta.h"

static void ask(rv_analysis_options *o, const meta_input *in)
{
    const char *const measure = meta_measure(in, &o->log_scale);

    o->model = in->options;
    o->assume_independent = asked.independent;
    o->by_subgroup = asked.subgroup != NULL;
    o->common_tau2 = asked.common_tau2;
    o->leave_one_out = asked.leave_one_out;
    o->title = asked.title ? asked.title : in->plan.title;
    o->measure = measure;
    o->favours_left = asked.left ? asked.left : in->plan.favours_left;
    o->favours_right = asked.right ? asked.right : in->plan.favours_right;
}

static rv_status write_forest(const rv_analysis *a, rv_error *err)
{
    rv_forest *f = NULL;
    rv_output *to = NULL;
    rv_status st;

    if ((st = rv_analysis_forest(&f, a, err)) == RV_OK && (st = rv_output_open(&to, asked.forest, err)) == RV_OK
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

    if ((st = rv_output_open(&to, asked.output, err)) != RV_OK)
        return st;
    if ((st = rv_analysis_write(to, (rv_format)asked.format, a, err)) == RV_OK)
        return rv_output_close(to, err);
    rv_output_drop(to);
    return st;
}

static void say_notes(const rv_analysis *a)
{
    rv_buf text = RV_BUF_INIT;

    if (!asked.quiet)
        rv_analysis_notes(a, &text);
    for (char *line = text.data, *end; line && (end = strchr(line, '\n')); line = end + 1) {
        *end = 0;
        rv_tool_say("%s", line);
    }
    rv_buf_free(&text);
}

rv_status meta_fit(rv_error *err)
{
    rv_analysis_options o = RV_ANALYSIS_OPTIONS_INIT;
    meta_input in;
    rv_analysis *a = NULL;
    rv_status st;

    if ((st = meta_read(&in, err)) == RV_OK) {
        ask(&o, &in);
        if ((st = rv_analysis_run(&a, in.set, &o, err)) == RV_OK && (!asked.forest || (st = write_forest(a, err)) == RV_OK)
            && (st = write_result(a, err)) == RV_OK)
            say_notes(a);
    }
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
