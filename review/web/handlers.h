#ifndef RV_WEB_HANDLERS_H
#define RV_WEB_HANDLERS_H

/* The handlers that the table of routes names: one line each, by file. */

#include "web/web.h"

rv_handler rv_get_overview;       /* page_overview.c */
rv_handler rv_get_file;                                                              /* page_file.c */
rv_handler rv_get_full_text, rv_get_full_text_match;                                 /* page_full_text.c */
rv_handler rv_post_record_files, rv_post_file_detach, rv_post_record_state, rv_post_full_text_files;     /* page_full_text_files.c */

#endif
