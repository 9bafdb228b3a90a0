/* The way of a result, from page to number. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "review/report.h"

#include "web/extract_page.h"
#include "web/handlers.h"

/* What the parts of the way are called, in the library's order of telling. */
static const struct { const char *part, *label; } labels[] = {
    { "document", "Document" }, { "value", "Value" }, { "by", "Measure asked for" }, { "number", "Number" }, { "step", "Step" },
    { "measure", "Formula" }, { "effect", "Effect" }, { "warning", "Warning" }, { "choice", "Choice" }, { "pooled", "Pooled" },
};

static rv_status add_line(void *user, const rv_way_line *line, rv_error *err)
{
    const char *label = line->part;
    json_t *one = json_object();

    (void)err;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i].part, line->part) == 0)
            label = labels[i].label;
    rv_json_put_text(one, "part", line->part);
    rv_json_put_text(one, "label", label);
    rv_json_put_text(one, "name", line->name);
    rv_json_put_text(one, "value", line->value);
    rv_json_put_text(one, "where", line->where);
    rv_json_put_text(one, "by", line->by);
    rv_json_put_real(one, "number", line->number);
    json_array_append_new(user, one);
    return RV_OK;
}

rv_status rv_get_extract_way(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study"), *result = rv_call_word(call, "result");
    rv_my_part mine = { .waits_for = RV_BUF_INIT };
    json_t *lines = json_array();
    rv_status st = rv_extract_study_there(call, study, err);

    rv_call_put(call, "lines", lines);
    rv_call_put_text(call, "result", result);
    if (st == RV_OK && (st = rv_extract_my_part(call, study, &mine, err)) == RV_OK) {
        rv_extract_put_head(call, study, "", &mine);
        st = rv_report_way(call->store, call->protocol, result, add_line, lines, err);
    }
    rv_buf_free(&mine.waits_for);
    return st;
}
