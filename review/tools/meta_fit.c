/* fit: a model, its heterogeneity, subgroups, and what a forest plot shows. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/meta.h"

static rv_status write_forest(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    rv_forest *f = NULL;
    rv_output *to = NULL;
    rv_status st;

    if ((st = rv_analysis_forest_of(&f, a, in->frame, in->row, err)) == RV_OK && (st = rv_output_open(&to, asked.forest, err)) == RV_OK
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

static void say(void *user, const char *name, const char *text)
{
    (void)user;
    if (!asked.quiet)
        rv_tool_say("%s [%s]", text, name);
}

rv_status meta_fit(rv_error *err)
{
    rv_analysis_options o;
    meta_input in;
    rv_analysis *a = NULL;
    rv_status st;

    if (asked.many)
        return meta_many(err);
    if ((st = meta_read(&in, err)) == RV_OK) {
        meta_analysis_asked(&in, &o);
        o.by_subgroup = asked.subgroup && !(in.design && asked.working_model >= RV_WORKING_SCE);   /* there it says what hangs together */
        o.common_tau2 = asked.common_tau2;
        o.leave_one_out = asked.leave_one_out;
        if ((st = rv_analysis_run(&a, in.set, &o, err)) == RV_OK && (!asked.forest || (st = write_forest(&in, a, err)) == RV_OK)
            && (!asked.emit_r || (st = meta_emit_r(&in, a, err)) == RV_OK)
            && (st = write_result(a, err)) == RV_OK)
            rv_analysis_tell(a, say, NULL);
    }
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
