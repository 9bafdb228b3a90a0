/* review-report write: the whole report into a folder. */
#include <config.h>

#include "tools/repeat.h"
#include "tools/report.h"
#include "tools/review_file.h"

rv_status report_write(char **operands, rv_error *err)
{
    const rv_words otherwise = { report.set.items, report.set.count };
    const rv_report_options how = { .folder = report.output ? report.output : "report", .otherwise = &otherwise,
                                    .formats = report.format, .since = report.since,
                                    .docx_template = report.docx_template };
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    const char *path;
    rv_status st;

    (void)operands;
    if ((st = rv_tool_review(report.review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK)
        st = rv_tool_report(store, protocol, "review-report", &how, err);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}
