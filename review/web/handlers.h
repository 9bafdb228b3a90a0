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

#endif
