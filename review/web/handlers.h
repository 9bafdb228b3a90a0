#ifndef RV_WEB_HANDLERS_H
#define RV_WEB_HANDLERS_H

/* The handlers that the table of routes names: one line each, by file. */

#include "web/web.h"

rv_handler rv_get_overview;       /* page_overview.c */

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
