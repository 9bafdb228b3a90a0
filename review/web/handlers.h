#ifndef RV_WEB_HANDLERS_H
#define RV_WEB_HANDLERS_H

/* The handlers that the table of routes names: one line each, by file. */

#include "web/web.h"

rv_handler rv_get_overview;       /* page_overview.c */

/* what a lead manages, and what an analyst runs */
rv_handler rv_get_analyses;       /* page_analyses.c */
rv_handler rv_get_analysis;       /* page_analysis.c */
rv_handler rv_get_flow_figure, rv_get_recall_figure, rv_get_forest_figure;   /* page_figures.c */
rv_handler rv_get_imports, rv_post_imports, rv_get_import, rv_post_import, rv_post_import_drop;   /* page_imports.c */
rv_handler rv_get_duplicates, rv_post_duplicates_run, rv_post_duplicates_judge, rv_post_duplicates_undo;   /* page_duplicates.c */
rv_handler rv_get_manage;         /* page_manage.c */
rv_handler rv_get_assignments, rv_post_assignments_share, rv_post_assignments_give, rv_post_assignments_calibrate;   /* page_assignments.c */
rv_handler rv_get_protocol, rv_post_protocol, rv_get_protocol_new, rv_post_protocol_new, rv_post_deviations;   /* page_protocol.c */
rv_handler rv_get_exports, rv_get_export;          /* page_exports.c */
rv_handler rv_get_backup, rv_get_backup_file;      /* page_backup.c */
rv_handler rv_get_report, rv_get_report_file;      /* page_report.c */
rv_handler rv_get_decisions, rv_post_decisions, rv_get_decisions_batch, rv_post_decisions_batch;   /* page_decisions.c */
extern const rv_web_field rv_fields_export[], rv_fields_backup[], rv_fields_decisions[];
extern const rv_web_field rv_fields_protocol[], rv_fields_deviations[];
extern const rv_web_field rv_fields_share[], rv_fields_give[], rv_fields_calibrate[];
extern const rv_web_field rv_fields_analysis[], rv_fields_figure[], rv_fields_imports[], rv_fields_import_source[], rv_fields_duplicates[],
    rv_fields_dedup_run[], rv_fields_dedup_judge[], rv_fields_dedup_undo[];   /* lead_fields.c */

#endif
