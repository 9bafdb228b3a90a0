#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "review/screen.h"
#include "review/store.h"
#include "review/web.h"

#include "web/people.h"

/* A link for somebody who has no right here would only disappoint them. */
static rv_status belongs(const char *review, const char *name, rv_error *err)
{
    rv_store *store = NULL;
    rv_status st = rv_store_open(&store, review, err);

    if (st == RV_OK)
        st = rv_person_may(store, name, RV_MAY_READ, err);
    rv_store_close(store);
    return st;
}

rv_status rv_web_invite(const char *review, const char *name, int hours, rv_buf *path, rv_error *err)
{
    rv_web_options options = RV_WEB_OPTIONS_INIT;
    char secret[RV_SESSION_ID], *file = NULL;
    rv_people *people = NULL;
    rv_status st;

    options.review = review;
    if ((st = rv_people_name(name, err)) != RV_OK || (st = belongs(review, name, err)) != RV_OK)
        return st;
    if (asprintf(&file, "%s.people", review) < 0)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_people_open_beside(&people, file, &options, err)) == RV_OK
        && (st = rv_people_invite(people, name, hours, secret, err)) == RV_OK) {
        rv_buf_printf(path, "/join/%s", secret);
        st = rv_buf_check(path, err);
    }
    sodium_memzero(secret, sizeof secret);
    rv_people_close(people);
    free(file);
    return st;
}
