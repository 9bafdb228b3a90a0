/* Every way into the server: what is asked, who may, who carries it out. */
#include <config.h>

#include "web/handlers.h"

const rv_route rv_routes[] = {
    /*       method  path          right       where    handler            page          back  what it is                     fields */
    RV_ROUTE("GET",  "/",          READ,       READER,  rv_get_overview,   "overview",   NULL, "Where the review stands",     NULL),
    /* what an analyst runs */
    RV_ROUTE("GET",  "/figures/flow.svg", READ, READER, rv_get_flow_figure, NULL, NULL, "The flow diagram", rv_fields_figure),
    RV_ROUTE("GET",  "/figures/recall.svg", READ, READER, rv_get_recall_figure, NULL, NULL, "The recall curve of a stage", rv_fields_figure),
    RV_ROUTE("GET",  "/figures/forest/{file}", READ, READER, rv_get_forest_figure, NULL, NULL, "The forest plot of an analysis",
             rv_fields_analysis),
    RV_ROUTE("GET",  "/analyses",  READ,       READER,  rv_get_analyses,   "analyses",   NULL, "Analyses of the protocol",    NULL),
    RV_ROUTE("GET",  "/analyses/{analysis}", READ, READER, rv_get_analysis, "analysis", NULL, "One analysis, as planned or otherwise",
             rv_fields_analysis),
    /* what a lead manages */
    RV_ROUTE("GET",  "/manage",    LEAD,       READER,  rv_get_manage,     "manage",     NULL, "Manage the review",           NULL),
    RV_ROUTE("GET",  "/manage/assignments", LEAD, READER, rv_get_assignments, "assignments", NULL, "Giving work out", NULL),
    RV_ROUTE("POST", "/manage/assignments/share", LEAD, READER, rv_post_assignments_share, NULL, "/manage/assignments", "Share reports out by lot",
             rv_fields_share),
    RV_ROUTE("POST", "/manage/assignments/give", LEAD, READER, rv_post_assignments_give, NULL, "/manage/assignments",
             "Give records to a person, or take them back", rv_fields_give),
    RV_ROUTE("POST", "/manage/assignments/calibrate", LEAD, READER, rv_post_assignments_calibrate, NULL, "/manage/assignments",
             "Begin a round of calibration", rv_fields_calibrate),
    RV_ROUTE("GET",  "/manage/imports", LEAD, READER, rv_get_imports, "imports", NULL, "Imports", rv_fields_imports),
    RV_ROUTE("POST", "/manage/imports", LEAD, READER, rv_post_imports, NULL, "/manage/imports", "Send files of a source, to look at them first",
             rv_fields_import_source),
    RV_ROUTE("GET",  "/manage/imports/{batch}", LEAD, READER, rv_get_import, "import", NULL, "What is in the files, and what is odd", NULL),
    RV_ROUTE("POST", "/manage/imports/{batch}", LEAD, READER, rv_post_import, NULL, "/manage/imports/{batch}", "Import the files", NULL),
    RV_ROUTE("POST", "/manage/imports/{batch}/drop", LEAD, READER, rv_post_import_drop, NULL, "/manage/imports", "Import nothing of them", NULL),
    RV_ROUTE("GET",  "/manage/decisions", LEAD, READER, rv_get_decisions, "decisions", NULL, "Decisions of other programs", NULL),
    RV_ROUTE("POST", "/manage/decisions", LEAD, READER, rv_post_decisions, NULL, "/manage/decisions", "Send decisions, to look at them first",
             rv_fields_decisions),
    RV_ROUTE("GET",  "/manage/decisions/{batch}", LEAD, READER, rv_get_decisions_batch, "decisions_batch", NULL, "What of the decisions would be taken", NULL),
    RV_ROUTE("POST", "/manage/decisions/{batch}", LEAD, READER, rv_post_decisions_batch, NULL, "/manage/decisions/{batch}", "Take the decisions", NULL),
    RV_ROUTE("GET",  "/manage/exports", LEAD, READER, rv_get_exports, "exports", NULL, "Exports", NULL),
    RV_ROUTE("GET",  "/manage/exports/{export}", LEAD, READER, rv_get_export, NULL, NULL, "Records, decisions, values, effects or the flow as a file",
             rv_fields_export),
    RV_ROUTE("GET",  "/manage/backup", LEAD, READER, rv_get_backup, "backup", NULL, "Backup, and the audit trail verified", rv_fields_backup),
    RV_ROUTE("GET",  "/manage/backup/file", LEAD, READER, rv_get_backup_file, NULL, NULL, "A checked copy of the review", NULL),
    RV_ROUTE("GET",  "/report",    LEAD,       READER,  rv_get_report,     "report",     NULL, "The report",                  NULL),
    RV_ROUTE("GET",  "/report/{report}/{file}", LEAD, READER, rv_get_report_file, NULL, NULL, "A file of the report", NULL),
    RV_ROUTE("GET",  "/protocol",  READ,       READER,  rv_get_protocol,   "protocol",   NULL, "The protocol",                NULL),
    RV_ROUTE("POST", "/protocol",  LEAD,       READER,  rv_post_protocol,  NULL,         "/protocol", "Send a newer version, to look at what differs first",
             rv_fields_protocol),
    RV_ROUTE("GET",  "/protocol/new/{batch}", LEAD, READER, rv_get_protocol_new, "protocol_new", NULL, "What a newer version changes", NULL),
    RV_ROUTE("POST", "/protocol/new/{batch}", LEAD, READER, rv_post_protocol_new, NULL, "/protocol/new/{batch}", "Keep the newer version", NULL),
    RV_ROUTE("POST", "/protocol/deviations", LEAD, READER, rv_post_deviations, NULL, "/protocol", "Say why something was done otherwise than planned",
             rv_fields_deviations),
    RV_ROUTE("GET",  "/duplicates", LEAD, READER, rv_get_duplicates, "duplicates", NULL, "Duplicates: the queue, and what was said", rv_fields_duplicates),
    RV_ROUTE("POST", "/duplicates/run", LEAD, READER, rv_post_duplicates_run, NULL, "/duplicates", "Look for duplicates", rv_fields_dedup_run),
    RV_ROUTE("POST", "/duplicates/judge", LEAD, READER, rv_post_duplicates_judge, NULL, "/duplicates", "Say what two records are",
             rv_fields_dedup_judge),
    RV_ROUTE("POST", "/duplicates/undo", LEAD, READER, rv_post_duplicates_undo, NULL, "/duplicates", "Take back a run or a word on two records",
             rv_fields_dedup_undo),
};
const size_t rv_routes_count = sizeof rv_routes / sizeof *rv_routes;
