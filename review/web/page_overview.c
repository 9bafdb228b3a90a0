/* Where the review stands: steps, what to do next, the flow so far. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/report.h"

#include "web/handlers.h"
#include "web/overview.h"

void rv_put_list(rv_call *call, const char *name, json_t *list)
{
    char some[60];

    snprintf(some, sizeof some, "%s_some", name);
    rv_call_put_yes(call, some, json_array_size(list) > 0);
    rv_call_put(call, name, list);
}

/* ---- Steps, and where each goes on ------------------------------------------------------------------------------------------ */

/* By the beginning of a step's name, the longest first. */
static const struct {
    const char  *step, *words, *href;
    rv_web_right right;
} ways[] = {
    { "search", "Import the files of the searches that are not in yet", "/manage/imports", RV_WEB_LEAD },
    { "dedup", "Find duplicates among the records that are new", "/duplicates", RV_WEB_LEAD },
    { "screen/", "Screen what waits", "/screen", RV_WEB_SCREEN },
    { "studies", "Say which study each included report belongs to", "/extract", RV_WEB_EXTRACT },
    { "extract/settle", "Settle what two people say differently", "/extract", RV_WEB_ADJUDICATE },
    { "extract", "Extract from the included studies", "/extract", RV_WEB_EXTRACT },
    { "appraise", "Appraise the included studies", "/appraise", RV_WEB_EXTRACT },
    { "effect", "See which results give no effect yet, and why", "/analyses", RV_WEB_READ },
};

static void put_way(json_t *row, const rv_call *call, const rv_standing *s)
{
    const bool conflicts = strstr(s->next, "screen conflicts") != NULL;

    for (size_t i = 0; *s->next && i < sizeof ways / sizeof *ways; i++) {
        if (strncmp(s->step, ways[i].step, strlen(ways[i].step)) != 0)
            continue;
        rv_json_put_text(row, "words", conflicts ? "Settle the conflicts" : ways[i].words);
        rv_json_put_text(row, "href", call->may < (conflicts ? RV_WEB_ADJUDICATE : ways[i].right) ? "" : conflicts ? "/conflicts" : ways[i].href);
        return;
    }
}

typedef struct {
    rv_call *call;
    json_t  *steps, *next;
    char     last[120];
} walking;

/* A second row of a step names people; those are for leads. */
static rv_status add_step(void *user, const rv_standing *s, rv_error *err)
{
    walking *w = user;
    json_t *step;

    (void)err;
    if (strcmp(w->last, s->step) == 0 && w->call->may < RV_WEB_LEAD)
        return RV_OK;
    step = json_object();
    rv_json_put_text(step, "step", s->step);
    rv_json_put_text(step, "what", s->what);
    rv_json_put_int(step, "done", s->done);
    rv_json_put_int(step, "total", s->total);
    rv_json_put_yes(step, "complete", s->total > 0 && s->done >= s->total);
    rv_json_put_text(step, "next", s->next);
    rv_json_put_text(step, "words", "");
    rv_json_put_text(step, "href", "");
    put_way(step, w->call, s);
    json_array_append_new(w->steps, step);
    if (*s->next && s->done < s->total && strcmp(w->last, s->step) != 0)
        json_array_append(w->next, step);
    snprintf(w->last, sizeof w->last, "%s", s->step);
    return RV_OK;
}

static rv_status put_steps(rv_call *call, rv_error *err)
{
    walking w = { call, json_array(), json_array(), "" };
    const rv_status st = rv_report_standing(call->store, call->protocol, add_step, &w, err);

    rv_put_list(call, "steps", w.steps);
    rv_put_list(call, "next", w.next);
    return st;
}

/* ---- The flow ------------------------------------------------------------------------------------------------------------------ */

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

static json_t *tiles(const rv_flow *flow)
{
    static const struct { const char *what; rv_flow_box box[2]; } shown[] = {
        { "records found", { RV_FLOW_A1, RV_FLOW_A2 } },       { "duplicates removed", { RV_FLOW_B1, RV_FLOW_B1 } },
        { "reports assessed", { RV_FLOW_G, RV_FLOW_S } },      { "reports included", { RV_FLOW_U, RV_FLOW_U } },
        { "studies included", { RV_FLOW_V, RV_FLOW_V } },
    };
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        json_t *tile = json_object();
        const bool one = shown[i].box[0] == shown[i].box[1];
        rv_json_put_text(tile, "what", shown[i].what);
        rv_json_put_int(tile, "n", rv_flow_total(flow, shown[i].box[0]) + (one ? 0 : rv_flow_total(flow, shown[i].box[1])));
        json_array_append_new(list, tile);
    }
    return list;
}

static rv_status put_flow(rv_call *call, rv_error *err)
{
    rv_review_flow *flow = NULL;
    const rv_status st = rv_report_flow(call->store, call->protocol, &flow, err);

    if (st == RV_OK) {
        rv_put_list(call, "flow", flow_rows(rv_review_flow_of(flow)));
        rv_put_list(call, "tiles", tiles(rv_review_flow_of(flow)));
    }
    rv_review_flow_free(flow);
    return st;
}

rv_status rv_get_overview(rv_call *call, rv_error *err)
{
    rv_status st;

    rv_call_put_yes(call, "protocol", call->protocol != NULL);
    if (!call->protocol)
        return RV_OK;
    if ((st = rv_store_read_begin(call->store, err)) != RV_OK)
        return st;
    if ((st = put_steps(call, err)) == RV_OK && (st = put_flow(call, err)) == RV_OK && (st = rv_overview_stages(call, err)) == RV_OK
        && (st = rv_overview_waits(call, err)) == RV_OK)
        st = rv_overview_agreement(call, err);
    rv_store_read_end(call->store);
    return st;
}
