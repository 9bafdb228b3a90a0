/* What a lead manages: the ways there. */
#include <config.h>

#include "web/handlers.h"
#include "web/overview.h"

rv_status rv_get_manage(rv_call *call, rv_error *err)
{
    static const struct { const char *href, *label, *about; } ways[] = {
        { "/people", "People", "who takes part, as what; links to join" },
        { "/manage/assignments", "Giving work out", "shares by lot, single records, rounds of calibration" },
        { "/protocol", "Protocol", "as people read it; a newer version; deviations with their reasons" },
        { "/manage/imports", "Imports", "files of searches, with a look at what is odd before they are in" },
        { "/manage/decisions", "Decisions of other programs", "votes and resolutions from files of Rayyan, Covidence, ASReview, EPPI-Reviewer or our own tables" },
        { "/duplicates", "Duplicates", "records that are one report" },
        { "/manage/exports", "Exports", "records, decisions, values and effects for other programs" },
        { "/report", "Report", "the whole report as a page and as documents" },
        { "/manage/backup", "Backup", "a checked copy of the review; its audit trail verified" },
    };
    json_t *list = json_array();

    (void)err;
    rv_call_put_text(call, "title", "Manage the review");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        json_t *row = json_object();
        rv_json_put_text(row, "href", ways[i].href);
        rv_json_put_text(row, "label", ways[i].label);
        rv_json_put_text(row, "about", ways[i].about);
        json_array_append_new(list, row);
    }
    rv_put_list(call, "ways", list);
    return RV_OK;
}
