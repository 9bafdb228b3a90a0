/* Coming in and going out: login, the one-time link, logout. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/screen.h"

#include "web/handlers.h"
#include "web/pane.h"
#include "web/person_pages.h"

static const char *then_of(const rv_call *call)
{
    const char *then = rv_safe_then(call);

    return then && strlen(then) <= 500 ? then : "/";
}

/* Who is not logged in has a cookie of their own, from which the token of the form is made. */
static rv_status put_visitor(rv_call *call, rv_error *err)
{
    char id[RV_SESSION_ID], csrf[RV_SESSION_ID];
    rv_status st;

    if (*call->csrf || call->session)
        return RV_OK;
    if ((st = rv_people_visitor(call->web->people, id, csrf, err)) != RV_OK)
        return st;
    rv_call_cookie(call, rv_visitor_cookie_name(call->web), id);
    rv_call_put_text(call, "visitor_csrf", csrf);
    call->csrf = json_string_value(json_object_get(call->out, "visitor_csrf"));   /* lives as long as the answer */
    return call->csrf ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

/* What a program needs too. */
static void put_csrf(rv_call *call)
{
    rv_call_put_text(call, "csrf", call->csrf);
    json_object_del(call->out, "visitor_csrf");
    call->csrf = json_string_value(json_object_get(call->out, "csrf"));
}

rv_status rv_get_login(rv_call *call, rv_error *err)
{
    rv_status st = put_visitor(call, err);

    if (st != RV_OK)
        return st;
    rv_call_put_text(call, "title", "Log in");
    rv_call_put_text(call, "then", then_of(call));
    rv_call_put_text(call, "name", rv_call_word(call, "name"));
    rv_call_put_yes(call, "nobody_yet", rv_people_empty(call->web->people));
    if (call->api)
        put_csrf(call);
    return RV_OK;
}

/* The cookie of the new session; what the person was before is over. */
static void come_in(rv_call *call, const char *id, const rv_session *session)
{
    if (call->session && !((const rv_session *)call->session)->token)
        rv_people_logout(call->web->people, call->session);
    rv_call_cookie(call, rv_cookie_name(call->web), id);
    rv_call_cookie(call, rv_visitor_cookie_name(call->web), NULL);
    rv_call_put_text(call, "person", session->person);
    rv_call_put_text(call, "csrf", session->csrf);
}

/* A password that is right lets in only who works in this review. */
static rv_status check_role(rv_call *call, const rv_session *session, rv_error *err)
{
    const char *role = NULL;
    rv_status st = rv_person_role(call->store, session->person, &role, err);

    if (st == RV_OK && role)
        return RV_OK;
    rv_people_logout(call->web->people, session);
    return st != RV_OK ? st : rv_call_refuse(call, 403, err, "%s does not work in this review, or no more; ask its lead", session->person);
}

/* "... try again in 12 seconds" as a header, for programs. */
static void put_retry(rv_call *call, rv_status st, const rv_error *err)
{
    const char *in = st == RV_EDOMAIN ? strstr(err->message, "try again in ") : NULL;
    char seconds[16] = "";

    if (in)
        sscanf(in, "try again in %15[0-9]", seconds);
    if (*seconds)
        rv_call_header(call, "Retry-After", seconds);
}

rv_status rv_post_login(rv_call *call, rv_error *err)
{
    rv_buf name = RV_BUF_INIT;
    char id[RV_SESSION_ID];
    rv_session session;
    rv_status st = rv_typed_name(call, "name", &name, err);

    if (st == RV_OK)
        st = rv_people_login(call->web->people, rv_buf_str(&name), rv_call_word(call, "password"), call->address, id, &session, err);
    rv_call_wipe(call, "password");
    rv_buf_free(&name);
    if (st == RV_OK)
        st = check_role(call, &session, err);
    if (st != RV_OK) {
        put_retry(call, st, err);
        return rv_page_again(call, "login", rv_get_login, st, err);
    }
    come_in(call, id, &session);
    rv_call_then(call, "%s", then_of(call));
    return RV_OK;
}

rv_status rv_post_logout(rv_call *call, rv_error *err)
{
    (void)err;
    rv_people_logout(call->web->people, call->session);
    rv_call_cookie(call, rv_cookie_name(call->web), NULL);
    rv_call_header(call, "Clear-Site-Data", "\"cache\"");
    rv_call_then(call, "/login");
    return RV_OK;
}

/* ---- The one-time link -------------------------------------------------------------------------------------------------------- */

rv_status rv_get_join(rv_call *call, rv_error *err)
{
    char name[256];
    rv_status st;

    if (!rv_people_invited(call->web->people, rv_call_word(call, "secret"), name))
        return rv_call_refuse(call, 404, err, "this link is no longer good: it was used, a newer one was made, or its time is over; ask the "
                              "lead of the review for a new one");
    if ((st = put_visitor(call, err)) != RV_OK)
        return st;
    rv_call_put_text(call, "title", "Choose a password");
    rv_call_put_text(call, "name", name);
    rv_call_put_text(call, "secret", rv_call_word(call, "secret"));
    if (call->api)
        put_csrf(call);
    return RV_OK;
}

rv_status rv_post_join(rv_call *call, rv_error *err)
{
    char id[RV_SESSION_ID];
    rv_session session;
    rv_status st = rv_same_twice(call, "password", "again", err);

    if (st == RV_OK)
        st = rv_people_join(call->web->people, rv_call_word(call, "secret"), rv_call_word(call, "password"), call->address, id, &session,
                            err);
    rv_call_wipe(call, "password");
    rv_call_wipe(call, "again");
    if (st == RV_OK)
        st = check_role(call, &session, err);
    if (st != RV_OK)
        return st == RV_ENOTFOUND || call->status == 403 ? st : rv_page_again(call, "join", rv_get_join, st, err);
    come_in(call, id, &session);
    rv_call_then(call, "/");
    return RV_OK;
}
