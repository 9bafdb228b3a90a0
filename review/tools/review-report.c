/* review-report: the whole report of a review, and every table as CSV. */
#include <config.h>

#include "review/report.h"

#include "tools/opts.h"
#include "tools/repeat.h"
#include "tools/review_file.h"

static const char *review, *folder = "report", *since;
static rv_texts set;

static const rv_opt options[] = {
    RV_OPTS_REVIEW(review),
    { RV_OPT_TEXT, 'o', "output", &folder, "FOLDER", "write the report into FOLDER (default report)", NULL },
    { RV_OPT_TEXT, 0, "since", &since, "FOLDER", "tell what changed since the report in FOLDER, which may be the same folder", NULL },
    { RV_OPT_TEXTS, 's', "set", &set, "ANALYSIS.SETTING=VALUE",
      "run a model otherwise than planned (measure, model, method, test, level); the report lists it as a deviation", NULL },
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-report", "",
    "Writes the report of the review: HTML, Markdown, figures, forest-plot data, every table as CSV, and a manifest.", options, NULL
};

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
        st = rv_tool_report(store, protocol, "review-report", folder, since, &set, &err);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
