#ifndef RV_WEB_PERSON_PAGES_H
#define RV_WEB_PERSON_PAGES_H

/* What the pages about people share: page_login.c, page_account.c, page_people.c. */

#include "web/take.h"

/* The page is the answer itself, and not what follows it: for what is shown once (a link, a token) or when a form is shown again with
   what is wrong. `make` (may be NULL) puts what the page shows. */
RV_MUST_CHECK rv_status rv_page_now(rv_call *call, const char *page, rv_handler *make, const char *wrong, rv_error *err);
/* After a refusal `st` of a form with passwords: the form again and its HTTP status for a browser, the failure itself for a program. */
RV_MUST_CHECK rv_status rv_page_again(rv_call *call, const char *page, rv_handler *make, rv_status st, rv_error *err);
/* Overwrites a field of what was asked with zeros, and takes it out. */
void rv_call_wipe(rv_call *call, const char *name);
/* The two fields are the same; RV_EINVAL when the second was given and is another. */
RV_MUST_CHECK rv_status rv_same_twice(const rv_call *call, const char *first, const char *second, rv_error *err);
/* A name as it was typed, without blanks around it, in normal form C. */
RV_MUST_CHECK rv_status rv_typed_name(const rv_call *call, const char *field, rv_buf *name, rv_error *err);
/* What only a person may do who has logged in, and no program with a token: 403. */
RV_MUST_CHECK rv_status rv_call_in_person(rv_call *call, rv_error *err);
/* Where browsers find a path: "https://review.example.org/join/...". */
void rv_public_address(rv_buf *out, const rv_web *web, const char *path);
/* "2026-11-26T10:00:00Z" as people read it, "26 November 2026, 10:00 UTC", put under `name`. */
void rv_json_put_when(json_t *object, const char *name, const char *time);

#endif
