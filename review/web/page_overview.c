/* Where the review stands: steps, what to do next, the flow so far. */
#include <config.h>

#include "review/report.h"

#include "web/handlers.h"

static rv_status add_step(void *user, const rv_standing *s, rv_error *err)
{
    json_t *step = json_object();

    (void)err;
    rv_json_put_text(step, "step", s->step);
    rv_json_put_text(step, "what", s->what);
    rv_json_put_int(step, "done", s->done);
    rv_json_put_int(step, "total", s->total);
    rv_json_put_yes(step, "complete", s->total > 0 && s->done >= s->total);
    rv_json_put_text(step, "next", s->next);
    json_array_append_new(user, step);
    return RV_OK;
}

static json_t *flow_rows(const rv_flow *flow)
{
    json_t *rows = json_array();

    for (int box = 0; box < RV_FLOW_BOXES; box++) {
        const int64_t total = rv_flow_total(flow, (rv_flow_box)box);
        json_t *row;
        if (!rv_flow_stated(flow, (rv_flow_box)box) && !total)
            continue;
        row = json_object();
        rv_json_put_text(row, "box", rv_flow_id((rv_flow_box)box));
        rv_json_put_text(row, "what", rv_flow_meaning((rv_flow_box)box));
        rv_json_put_int(row, "n", total);
        json_array_append_new(rows, row);
    }
    return rows;
}

rv_status rv_get_overview(rv_call *call, rv_error *err)
{
    rv_review_flow *flow = NULL;
    json_t *steps = json_array();
    rv_status st;

    rv_call_put(call, "steps", steps);
    if (!call->protocol)
        return RV_OK;
    if ((st = rv_report_standing(call->store, call->protocol, add_step, steps, err)) == RV_OK
        && (st = rv_report_flow(call->store, call->protocol, &flow, err)) == RV_OK)
        rv_call_put(call, "flow", flow_rows(rv_review_flow_of(flow)));
    rv_review_flow_free(flow);
    return st;
}
