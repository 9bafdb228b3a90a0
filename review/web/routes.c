/* Every way into the server: what is asked, who may, who carries it out. */
#include <config.h>

#include "web/handlers.h"

/* people */
static const rv_web_field then_field[] = {
    { "then", "text", false, "the page that was asked for" }, { NULL, NULL, false, NULL } };
static const rv_web_field login_fields[] = {
    { "name", "text", true, "as the review knows the person" }, { "password", "text", true, "" },
    { "then", "text", false, "the page to go on to" }, { NULL, NULL, false, NULL } };
static const rv_web_field join_fields[] = {
    { "password", "text", true, "8 characters at least, 1,024 bytes at most" }, { "again", "text", false, "the same" },
    { NULL, NULL, false, NULL } };
static const rv_web_field password_fields[] = {
    { "old", "text", true, "the password now" }, { "password", "text", true, "8 characters at least, 1,024 bytes at most" },
    { "again", "text", false, "the same" }, { NULL, NULL, false, NULL } };
static const rv_web_field label_field[] = {
    { "label", "text", true, "what the token is for" }, { NULL, NULL, false, NULL } };
static const rv_web_field session_field[] = {
    { "id", "text", true, "of the session or token, as the account lists it" }, { NULL, NULL, false, NULL } };
static const rv_web_field person_field[] = {
    { "name", "text", true, "of the person" }, { NULL, NULL, false, NULL } };
static const rv_web_field person_fields[] = {
    { "name", "text", true, "of the person" }, { "role", "text", true, "reader, screener, extractor, adjudicator or lead" },
    { NULL, NULL, false, NULL } };
static const rv_web_field end_fields[] = {
    { "name", "text", true, "of the person" }, { "heir", "text", false, "who is given what they leave; nobody: back to all" },
    { NULL, NULL, false, NULL } };

const rv_route rv_routes[] = {
    /*       method  path          right       where    handler            page          back  what it is                     fields */
    RV_ROUTE("GET",  "/",          READ,       READER,  rv_get_overview,   "overview",   NULL, "Where the review stands",     NULL),
    RV_ROUTE("GET",  "/login",     ANYBODY,    READER,  rv_get_login,      "login",      NULL, "Log in",                      then_field),
    RV_ROUTE("POST", "/login",     ANYBODY,    LOGIN,   rv_post_login,     NULL,         "/",  "Log in: begins a session",    login_fields),
    RV_ROUTE("POST", "/logout",    PERSON,     READER,  rv_post_logout,    NULL,         "/login", "Log out: ends the session", NULL),
    RV_ROUTE("GET",  "/join/{secret}", ANYBODY, READER, rv_get_join,       "join",       NULL, "Whose one-time link it is",   NULL),
    RV_ROUTE("POST", "/join/{secret}", ANYBODY, LOGIN,  rv_post_join,      NULL,         "/",  "Take a one-time link: sets the password", join_fields),
    RV_ROUTE("GET",  "/account",   PERSON,     READER,  rv_get_account,    "account",    NULL, "Your password, sessions and tokens", NULL),
    RV_ROUTE("POST", "/account/password", PERSON, LOGIN, rv_post_password, NULL,         "/account", "Change your password",  password_fields),
    RV_ROUTE("POST", "/account/tokens", PERSON, READER, rv_post_token,     NULL,         "/account", "Make a token for a program", label_field),
    RV_ROUTE("POST", "/account/end", PERSON,   READER,  rv_post_end_session, NULL,       "/account", "End a session or token", session_field),
    RV_ROUTE("POST", "/account/end-others", PERSON, READER, rv_post_end_others, NULL,    "/account", "End all other sessions and tokens", NULL),
    RV_ROUTE("GET",  "/people",    LEAD,       READER,  rv_get_people,     "people",     NULL, "People, their roles, and what waits for them", NULL),
    RV_ROUTE("POST", "/people/add", LEAD,      READER,  rv_post_person_add, NULL,        "/people", "Add a person, and make a link for them", person_fields),
    RV_ROUTE("POST", "/people/role", LEAD,     READER,  rv_post_person_role, NULL,       "/people", "Change a person's role", person_fields),
    RV_ROUTE("POST", "/people/link", LEAD,     READER,  rv_post_person_link, NULL,       "/people", "Make a one-time link for a person", person_field),
    RV_ROUTE("POST", "/people/end", LEAD,      READER,  rv_post_person_end, NULL,        "/people", "End a person's work",     end_fields),
    RV_ROUTE("POST", "/people/return", LEAD,   READER,  rv_post_person_return, NULL,     "/people", "Let a person work again", person_fields),
};
const size_t rv_routes_count = sizeof rv_routes / sizeof *rv_routes;
