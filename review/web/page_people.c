/* The people of the review, for its lead: who there is, what waits for them, roles, links, ends. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "web/handlers.h"
#include "web/person_pages.h"

enum { LINK_HOURS = 72 };

/* ---- The list ---------------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_call *call;
    json_t  *people, *by_name, *heirs;
} listing;

static json_t *role_choices(const char *now)
{
    json_t *roles = json_array();

    for (size_t i = 0; rv_roles[i]; i++) {
        json_t *role = json_object();

        rv_json_put_text(role, "word", rv_roles[i]);
        rv_json_put_yes(role, "now", now && strcmp(now, rv_roles[i]) == 0);
        json_array_append_new(roles, role);
    }
    return roles;
}

static rv_status add_person(void *user, const rv_person *person, rv_error *err)
{
    listing *l = user;
    json_t *row = json_object();
    char state[64];

    (void)err;
    rv_people_state(l->call->web->people, person->name, state);
    rv_json_put_text(row, "name", person->name);
    rv_json_put_text(row, "role", person->role);
    rv_json_put_yes(row, "active", person->active);
    rv_json_put_yes(row, "self", strcmp(person->name, l->call->person) == 0);
    rv_json_put_yes(row, "has_password", strncmp(state, "password", 8) == 0);
    if (strstr(state, "link until "))
        rv_json_put_when(row, "link_until", strstr(state, "link until ") + 11);
    rv_json_put_int(row, "given", 0);
    rv_json_put_int(row, "conflicts", 0);
    json_object_set_new(row, "roles", role_choices(person->role));
    json_object_set_new(row, "stages", json_array());
    json_object_set(l->by_name, person->name, row);
    json_array_append_new(l->people, row);
    if (person->active && strcmp(person->role, "reader") != 0)
        json_array_append_new(l->heirs, json_string(person->name));
    return RV_OK;
}

static void add_to(json_t *row, const char *name, int64_t more)
{
    rv_json_put_int(row, name, json_integer_value(json_object_get(row, name)) + more);
}

/* What waits, by stage; that somebody else has begun it is not told here. */
static rv_status add_waits(void *user, const rv_waits *waits, rv_error *err)
{
    listing *l = user;
    json_t *row = json_object_get(l->by_name, waits->reviewer), *stage;

    (void)err;
    if (!row)
        return RV_OK;
    stage = json_object();
    rv_json_put_text(stage, "stage", waits->stage);
    rv_json_put_int(stage, "given", waits->given);
    rv_json_put_int(stage, "common", waits->common);
    rv_json_put_int(stage, "conflicts", waits->conflicts);
    json_array_append_new(json_object_get(row, "stages"), stage);
    add_to(row, "given", waits->given);
    add_to(row, "conflicts", waits->conflicts);
    return RV_OK;
}

rv_status rv_get_people(rv_call *call, rv_error *err)
{
    listing l = { call, json_array(), json_object(), json_array() };
    char fault[512];
    rv_status st = rv_people_each(call->store, add_person, &l, err);

    if (st == RV_OK && call->protocol)
        st = rv_screen_waits(call->store, call->protocol, NULL, add_waits, &l, err);
    rv_call_put_text(call, "title", "People");
    rv_call_put(call, "roles", role_choices("screener"));
    rv_call_put_yes(call, "none", json_array_size(l.people) == 0);
    rv_call_put(call, "people", l.people);
    rv_call_put(call, "heirs", l.heirs);
    if (rv_people_fault(call->web->people, fault))
        rv_call_put_text(call, "fault", fault);
    json_decref(l.by_name);
    return st;
}

/* ---- Changes ------------------------------------------------------------------------------------------------------------------ */

/* A link is shown in this answer alone. */
static rv_status give_link(rv_call *call, const char *name, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, whole = RV_BUF_INIT;
    char secret[RV_SESSION_ID];
    rv_status st = rv_people_invite(call->web->people, name, LINK_HOURS, secret, err);

    if (st == RV_OK) {
        rv_buf_printf(&path, "/join/%s", secret);
        rv_public_address(&whole, call->web, rv_buf_str(&path));
        rv_call_put_text(call, "name", name);
        rv_call_put_text(call, "link", rv_buf_str(&whole));
        rv_call_put_int(call, "hours", LINK_HOURS);
        rv_call_put_text(call, "title", "A link for a new password");
        if ((st = rv_buf_check(&whole, err)) == RV_OK && !call->api)
            st = rv_page_now(call, "person_link", NULL, NULL, err);
    }
    rv_buf_free(&path);
    rv_buf_free(&whole);
    return st;
}

/* Whether a person works here now. */
static rv_status must_work(rv_call *call, const char *name, rv_error *err)
{
    const char *role = NULL;
    rv_status st = rv_person_role(call->store, name, &role, err);

    return st != RV_OK || role ? st : rv_fail(err, RV_EINVAL, "'%.200s' does not work in this review; add them first", name);
}

rv_status rv_post_person_add(rv_call *call, rv_error *err)
{
    rv_buf name = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_call_in_person(call, err)) == RV_OK && (st = rv_typed_name(call, "name", &name, err)) == RV_OK
        && (st = rv_people_name(rv_buf_str(&name), err)) == RV_OK
        && (st = rv_person_set(call->store, call->person, rv_buf_str(&name), rv_call_word(call, "role"), call->event, err)) == RV_OK)
        st = give_link(call, rv_buf_str(&name), err);
    rv_buf_free(&name);
    return st;
}

rv_status rv_post_person_role(rv_call *call, rv_error *err)
{
    const char *name = rv_call_word(call, "name"), *role = rv_call_word(call, "role");
    rv_status st = must_work(call, name, err);

    if (st == RV_OK && (st = rv_person_set(call->store, call->person, name, role, call->event, err)) == RV_OK)
        rv_call_say(call, "%s is %s now.", name, role);
    return st;
}

rv_status rv_post_person_link(rv_call *call, rv_error *err)
{
    const char *name = rv_call_word(call, "name");
    rv_status st = rv_call_in_person(call, err);

    if (st == RV_OK && (st = must_work(call, name, err)) == RV_OK)
        st = give_link(call, name, err);
    return st;
}

/* The review's part comes first: when it is refused (the last lead) nobody is logged out. */
rv_status rv_post_person_end(rv_call *call, rv_error *err)
{
    const char *name = rv_call_word(call, "name"), *heir = rv_call_text(call, "heir");
    rv_person_end end = { 0 };
    rv_status st;

    if (!call->protocol)
        return rv_fail(err, RV_EINVAL, "the review has no protocol yet; end a person's work with review-screen");
    st = rv_person_deactivate(call->store, call->protocol, call->person, name, heir && *heir ? heir : NULL, &end, call->event, err);
    if (st != RV_OK)
        return st;
    rv_people_end_all(call->web->people, name, NULL);
    rv_call_put_int(call, "decisions", end.decisions);
    rv_call_put_int(call, "given_on", end.given_on);
    rv_call_put_int(call, "given_back", end.given_back);
    rv_call_put_int(call, "short_of", end.short_of);
    rv_call_say(call, "The work of %s has ended: %lld decisions stay, %lld reports went to %s, %lld back to the common queue%s", name,
                (long long)end.decisions, (long long)end.given_on, heir && *heir ? heir : "nobody", (long long)end.given_back,
                end.short_of ? "; some now lack people: add one, or give more" : "");
    return RV_OK;
}

rv_status rv_post_person_return(rv_call *call, rv_error *err)
{
    const char *name = rv_call_word(call, "name"), *role = rv_call_word(call, "role");
    rv_status st = rv_person_set(call->store, call->person, name, role, call->event, err);

    if (st == RV_OK)
        rv_call_say(call, "%s works here again, as %s; their old password is good, or make a new link.", name, role);
    return st;
}
