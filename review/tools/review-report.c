/* review-report: the whole report of a review, and every table as CSV. */
#include <config.h>

#include "review/report.h"

#include "tools/opts.h"
#include "tools/repeat.h"
#include "tools/review_file.h"

static const char *review, *folder = "report";
static rv_texts set;

static const rv_opt options[] = {
    RV_OPTS_REVIEW(review),
    { RV_OPT_TEXT, 'o', "output", &folder, "FOLDER", "write the report into FOLDER (default report)", NULL },
    { RV_OPT_TEXTS, 's', "set", &set, "ANALYSIS.SETTING=VALUE",
      "run a model otherwise than planned (measure, model, method, test, level); the report lists it as a deviation", NULL },
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-report", "",
    "Writes the report of the review: HTML, Markdown, figures, forest-plot data, every table as CSV, and a manifest.", options, NULL
};

static rv_status report(rv_store *store, const rv_protocol *protocol, rv_error *err)
{
    const rv_words otherwise = { set.items, set.count };
    rv_report_options how = RV_REPORT_OPTIONS_INIT;
    rv_buf repeat = RV_BUF_INIT;
    rv_status st;

    rv_tool_repeat(&repeat, "review-report", folder, &set);
    how.folder = folder;
    how.command = rv_buf_str(&repeat);
    how.otherwise = &otherwise;
    if ((st = rv_buf_check(&repeat, err)) == RV_OK && (st = rv_report_write(store, protocol, &how, err)) == RV_OK)
        rv_tool_say("the report is %s/report.html", folder);
    rv_buf_free(&repeat);
    return st;
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    const char *path;
    rv_status st;

    rv_tool_start(&command, argc, argv, NULL);
    if ((st = rv_tool_review(review, &path, &err)) == RV_OK && (st = rv_store_open(&store, path, &err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, &err)) == RV_OK)
        st = report(store, protocol, &err);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
