/* review-status: where the review stands, its PRISMA numbers, and what to do next. */
#include <config.h>

#include <stdio.h>

#include "review/report.h"
#include "review/store.h"

#include "tools/opts.h"
#include "tools/review_file.h"

static const char *review, *output;
static int format;

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(format, output),
    RV_OPTS_REVIEW(review),
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-status", "", "Says where the review stands: PRISMA numbers, progress of each step, what to do next.", options, NULL
};

static rv_status add_step(void *user, const rv_standing *s, rv_error *err)
{
    rv_table *table = user;

    (void)err;
    rv_table_text(table, s->step);
    rv_table_text(table, s->what);
    rv_table_int(table, s->done);
    rv_table_int(table, s->total);
    rv_table_text(table, *s->next ? s->next : NULL);
    rv_table_row(table);
    return RV_OK;
}

static void add_flow(rv_table *table, const rv_flow *flow)
{
    char step[32];

    for (int box = 0; box < RV_FLOW_BOXES; box++) {
        const int64_t total = rv_flow_total(flow, (rv_flow_box)box);
        if (!rv_flow_stated(flow, (rv_flow_box)box) && !total)
            continue;
        snprintf(step, sizeof step, "flow/%s", rv_flow_id((rv_flow_box)box));
        rv_table_text(table, step);
        rv_table_text(table, rv_flow_meaning((rv_flow_box)box));
        rv_table_int(table, total);
        rv_table_row(table);
    }
}

static rv_status print(rv_store *store, const rv_protocol *protocol, rv_output *out, rv_error *err)
{
    static const char *const columns[] = { "step", "what", "done", "total", "next" };
    rv_review_flow *flow = NULL;
    rv_table *table = NULL;
    rv_status st, closed;

    if (format == RV_FORMAT_TEXT)
        rv_output_printf(out, "%s\n\n", protocol->title);
    if ((st = rv_table_open(&table, out, (rv_format)format, columns, 5, err)) != RV_OK)
        return st;
    if ((st = rv_report_standing(store, protocol, add_step, table, err)) == RV_OK
        && (st = rv_report_flow(store, protocol, &flow, err)) == RV_OK)
        add_flow(table, rv_review_flow_of(flow));
    rv_review_flow_free(flow);
    closed = rv_table_close(table, st == RV_OK ? err : NULL);
    return st == RV_OK ? closed : st;
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    rv_output *out = NULL;
    const char *path;
    rv_status st;

    rv_tool_start(&command, argc, argv, NULL);
    if ((st = rv_tool_review(review, &path, &err)) == RV_OK && (st = rv_store_open(&store, path, &err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, &err)) == RV_OK && (st = rv_output_open(&out, output, &err)) == RV_OK) {
        st = print(store, protocol, out, &err);
        if (st == RV_OK)
            st = rv_output_close(out, &err);
        else
            rv_output_drop(out);
    }
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
