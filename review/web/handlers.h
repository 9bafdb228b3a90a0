#ifndef RV_WEB_HANDLERS_H
#define RV_WEB_HANDLERS_H

/* The handlers that the table of routes names: one line each, by file. */

#include "web/web.h"

rv_handler rv_get_overview;       /* page_overview.c */

rv_handler rv_get_screen, rv_get_screen_stage, rv_get_screen_ahead;                /* page_screen.c */
rv_handler rv_post_screen_decide, rv_post_screen_undo, rv_post_screen_put;         /* page_screen_decide.c */
rv_handler rv_post_screen_label, rv_post_screen_remark, rv_post_screen_edit;       /* page_screen_marks.c */
rv_handler rv_get_screen_list, rv_get_screen_mine;                                 /* page_screen_list.c */
rv_handler rv_get_records, rv_get_record;                                          /* page_records.c */

#endif
