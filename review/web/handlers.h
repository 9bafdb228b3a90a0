#ifndef RV_WEB_HANDLERS_H
#define RV_WEB_HANDLERS_H

/* The handlers that the table of routes names: one line each, by file. */

#include "web/web.h"

rv_handler rv_get_overview;       /* page_overview.c */
rv_handler rv_get_login, rv_post_login, rv_post_logout, rv_get_join, rv_post_join;      /* page_login.c */
rv_handler rv_get_account, rv_post_password, rv_post_token, rv_post_end_session, rv_post_end_others;      /* page_account.c */
rv_handler rv_get_people, rv_post_person_add, rv_post_person_role, rv_post_person_link, rv_post_person_end,
    rv_post_person_return;        /* page_people.c */

rv_handler rv_get_screen, rv_get_screen_stage, rv_get_screen_ahead;                /* page_screen.c */
rv_handler rv_post_screen_decide, rv_post_screen_undo, rv_post_screen_put;         /* page_screen_decide.c */
rv_handler rv_post_screen_label, rv_post_screen_remark, rv_post_screen_edit;       /* page_screen_marks.c */
rv_handler rv_get_screen_list, rv_get_screen_mine;                                 /* page_screen_list.c */
rv_handler rv_get_records, rv_get_record;                                          /* page_records.c */
rv_handler rv_get_file;                                                              /* page_file.c */
rv_handler rv_get_full_text, rv_get_full_text_match;                                 /* page_full_text.c */
rv_handler rv_post_record_files, rv_post_file_detach, rv_post_record_state, rv_post_full_text_files;     /* page_full_text_files.c */

rv_handler rv_get_extract;                                                                     /* page_extract.c */
rv_handler rv_post_extract_study, rv_post_extract_give, rv_post_extract_deal;                  /* page_extract_give.c */
rv_handler rv_get_extract_study;                                                               /* page_extract_study.c */
rv_handler rv_post_extract_values;                                                             /* page_extract_save.c */
rv_handler rv_post_extract_part, rv_post_extract_result, rv_post_extract_reason, rv_post_extract_done;   /* page_extract_add.c */
rv_handler rv_post_extract_try;                                                                /* page_extract_try.c */
rv_handler rv_get_extract_agree, rv_post_extract_agree, rv_post_extract_match;                 /* page_extract_agree.c */
rv_handler rv_get_extract_verify, rv_post_extract_verify;                                      /* page_extract_verify.c */
rv_handler rv_get_extract_way;                                                                 /* page_extract_way.c */

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
rv_handler rv_get_conflicts, rv_get_conflict, rv_post_conflict, rv_post_conflict_back;    /* page_conflicts.c */
rv_handler rv_get_calibration;                                                       /* page_calibration.c */
rv_handler rv_get_appraise;                                                          /* page_appraise.c */
rv_handler rv_get_appraise_one, rv_post_appraise_one;                                /* page_appraise_one.c */
rv_handler rv_get_appraise_differences, rv_post_appraise_agree, rv_post_appraise_settle;  /* page_appraise_two.c */

#endif
