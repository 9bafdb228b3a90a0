/* One's own account: password, sessions, tokens for programs. */
#include <config.h>

#include <string.h>

#include "web/handlers.h"
#include "web/person_pages.h"

typedef struct {
    json_t *sessions, *tokens;
    const rv_session *own;
} lists;

static rv_status add_row(void *user, const rv_people_row *row, rv_error *err)
{
    lists *l = user;
    json_t *line = json_object();

    (void)err;
    rv_json_put_text(line, "label", row->label);
    rv_json_put_when(line, "begun", row->begun);
    rv_json_put_when(line, "used", row->used);
    rv_json_put_text(line, "id", row->id_hash);
    rv_json_put_yes(line, "own", l->own && strcmp(l->own->id_hash, row->id_hash) == 0);
    json_array_append_new(strcmp(row->kind, "token") == 0 ? l->tokens : l->sessions, line);
    return RV_OK;
}

rv_status rv_get_account(rv_call *call, rv_error *err)
{
    lists l = { json_array(), json_array(), call->session };
    rv_status st = rv_people_each_session(call->web->people, call->person, add_row, &l, err);

    rv_call_put_text(call, "title", "Your account");
    rv_call_put_yes(call, "others", json_array_size(l.sessions) + json_array_size(l.tokens) > 1);
    rv_call_put(call, "sessions", l.sessions);
    rv_call_put(call, "tokens", l.tokens);
    return st;
}

rv_status rv_post_password(rv_call *call, rv_error *err)
{
    rv_status st = rv_same_twice(call, "password", "again", err);

    if (st == RV_OK)
        st = rv_people_password(call->web->people, call->session, rv_call_word(call, "old"), rv_call_word(call, "password"),
                                call->address, err);
    rv_call_wipe(call, "old");
    rv_call_wipe(call, "password");
    rv_call_wipe(call, "again");
    if (st != RV_OK)
        return rv_page_again(call, "account", rv_get_account, st, err);
    rv_call_say(call, "The password is changed; all other sessions and all tokens have ended.");
    return RV_OK;
}

/* The token is shown in this answer and never again; it does not go through the sentence for the next page, which is kept. */
rv_status rv_post_token(rv_call *call, rv_error *err)
{
    char token[RV_SESSION_ID];
    rv_status st = rv_call_in_person(call, err);

    if (st == RV_OK)
        st = rv_people_token_make(call->web->people, call->person, rv_call_word(call, "label"), token, err);
    if (st != RV_OK)
        return st;
    rv_call_put_text(call, "token", token);
    rv_call_put_text(call, "label", rv_call_word(call, "label"));
    rv_call_put_text(call, "title", "A new token");
    return call->api ? RV_OK : rv_page_now(call, "token_made", NULL, NULL, err);
}

rv_status rv_post_end_session(rv_call *call, rv_error *err)
{
    const char *id = rv_call_word(call, "id");
    const rv_session *own = call->session;
    const bool self = own && strcmp(own->id_hash, id) == 0;
    rv_status st = rv_call_in_person(call, err);

    if (st == RV_OK)
        st = rv_people_end(call->web->people, call->person, id, err);
    if (st != RV_OK)
        return st;
    if (self) {
        rv_call_cookie(call, rv_cookie_name(call->web), NULL);
        rv_call_then(call, "/login");
    } else
        rv_call_say(call, "It has ended.");
    return RV_OK;
}

rv_status rv_post_end_others(rv_call *call, rv_error *err)
{
    rv_status st = rv_call_in_person(call, err);

    if (st != RV_OK)
        return st;
    rv_people_end_all(call->web->people, call->person, call->session);
    rv_call_say(call, "All other sessions and all tokens have ended.");
    return RV_OK;
}
