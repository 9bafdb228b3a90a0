/* The analyses of the protocol, each carried out as planned on what is there now. */
#include <config.h>

#include <math.h>

#include "review/effect.h"

#include "web/handlers.h"
#include "web/rerun_asked.h"

static rv_status add_analysis(rv_call *call, json_t *list, const rv_plan *plan, rv_error *err)
{
    rv_rerun_options options = RV_RERUN_INIT;
    const rv_measure *measure = rv_measure_find(plan->measure);
    const rv_domain *domain = rv_protocol_domain(call->protocol, plan->domain);
    json_t *row = json_object();
    rv_error problem = { 0 };
    rv_rerun r;
    rv_status st;

    options.analysis = plan->id;
    rv_json_put_text(row, "id", plan->id);
    rv_json_put_text(row, "label", plan->label);
    rv_json_put_text(row, "domain", domain ? domain->label : plan->domain);
    rv_json_put_text(row, "measure", plan->measure);
    rv_json_put_text(row, "measure_title", measure ? measure->title : plan->measure);
    st = rv_rerun_make(&r, call->store, call->protocol, &options, &problem);
    if (st == RV_OK)
        rv_rerun_tell(row, &r);
    rv_json_put_yes(row, "done", st == RV_OK);
    rv_json_put_text(row, "problem", problem.message);
    rv_rerun_end(&r);
    json_array_append_new(list, row);
    /* what speaks against one analysis is told in its row; the review itself must be readable */
    return st == RV_ENOMEM || st == RV_EIO || st == RV_ESTORE ? rv_fail(err, st, "%s", problem.message) : RV_OK;
}

rv_status rv_get_analyses(rv_call *call, rv_error *err)
{
    json_t *list = json_array();
    rv_status st;

    rv_call_put(call, "analyses", list);
    rv_call_put_text(call, "title", "Analyses");
    rv_call_put_yes(call, "some", call->protocol && call->protocol->n_analyses);
    if (!call->protocol)
        return RV_OK;
    if ((st = rv_store_read_begin(call->store, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < call->protocol->n_analyses && st == RV_OK; i++)
        st = add_analysis(call, list, &call->protocol->analyses[i], err);
    rv_store_read_end(call->store);
    return st;
}
