#ifndef RV_WEB_HANDLERS_H
#define RV_WEB_HANDLERS_H

/* The handlers that the table of routes names: one line each, by file. */

#include "web/web.h"

rv_handler rv_get_overview;       /* page_overview.c */
rv_handler rv_get_login, rv_post_login, rv_post_logout, rv_get_join, rv_post_join;      /* page_login.c */
rv_handler rv_get_account, rv_post_password, rv_post_token, rv_post_end_session, rv_post_end_others;      /* page_account.c */
rv_handler rv_get_people, rv_post_person_add, rv_post_person_role, rv_post_person_link, rv_post_person_end,
    rv_post_person_return;        /* page_people.c */

#endif
