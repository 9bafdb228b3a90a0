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
static const rv_web_field desk_fields[] = {
    { "ahead", "integer", false, "how many records behind the first are told, and kept from others for you: up to 20" },
    { "have", "text", false, "reports that you have already, with commas between: of them the number alone is told" },
    { NULL }
};
static const rv_web_field decide_fields[] = {
    { "record", "integer", true, "any record of the report" },
    { "verdict", "text", true, "include, exclude, unsure, or later (no vote: it is put off)" },
    { "reason", "list", false, "for an exclusion: ids of the protocol's reasons; the first in its order counts" },
    { "note", "text", false, "your words on it, kept with the decision" },
    { "ahead", "integer", false, "as of GET" },
    { "have", "text", false, "as of GET" },
    { "brief", "yes", false, "answer with the progress alone" },
    { "then", "text", false, "the page that comes next: list, mine, postponed or record; else the desk" },
    { NULL }
};
static const rv_web_field undo_fields[] = {
    { "brief", "yes", false, "answer with the progress alone" },
    { "ahead", "integer", false, "as of GET" },
    { "have", "text", false, "as of GET" },
    { NULL }
};
static const rv_web_field put_fields[] = {
    { "record", "integer", true, "any record of the report" },
    { "brief", "yes", false, "answer with the progress alone" },
    { "ahead", "integer", false, "as of GET" },
    { "have", "text", false, "as of GET" },
    { NULL }
};
static const rv_web_field label_fields[] = {
    { "record", "integer", true, "any record of the report" },
    { "label", "text", true, "one line, without semicolon" },
    { "off", "yes", false, "take your label off" },
    { NULL }
};
static const rv_web_field remark_fields[] = {
    { "record", "integer", true, "any record of the report" },
    { "text", "text", true, "your remark, apart from a decision" },
    { NULL }
};
static const rv_web_field edit_fields[] = {
    { "record", "integer", true, "the record that is mended" },
    { "field", "text", true, "title, abstract, authors, year, container, doi, ..." },
    { "value", "text", false, "how it should read" },
    { "original", "yes", false, "it reads as it came again" },
    { "reason", "text", false, "why; else 'typed in while screening'" },
    { NULL }
};
static const rv_web_field mine_fields[] = {
    { "show", "text", false, "decided (default) or postponed" },
    { "from", "integer", false, "the first that is told, from 1" },
    { NULL }
};
static const rv_web_field records_fields[] = {
    { "q", "text", false, "words that it has, a \"phrase\", a year, or #12, doi:..., pmid:..., acc:..." },
    { "after", "integer", false, "the last report of the page before" },
    { NULL }
};
/* ---- Full texts ---- */
static const rv_web_field full_text_fields[] = {
    { "state", "text", false, "wanted, awaiting, ongoing, unobtainable, retrieved or all" },
    { "q", "text", false, "words of title, authors or DOI" }, { "page", "integer", false, "from 1" },
    { "record", "integer", false, "this report alone" },
    { "unmatched", "list", false, "names of files whose reports are to be offered" }, { NULL, NULL, false, NULL } };
static const rv_web_field match_fields[] = { { "name", "list", true, "names of files" }, { NULL, NULL, false, NULL } };
static const rv_web_field files_fields[] = {
    { "file", "file", true, "the files" }, { "then", "text", false, "the path of the page to go to" }, { NULL, NULL, false, NULL } };
static const rv_web_field then_fields[] = { { "then", "text", false, "the path of the page to go to" }, { NULL, NULL, false, NULL } };
static const rv_web_field state_fields[] = {
    { "state", "text", true, "sought, retrieved, unobtainable, awaiting or ongoing" }, { "note", "text", false, "what was done to get it" },
    { "then", "text", false, "the path of the page to go to" }, { NULL, NULL, false, NULL } };

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
    /* screening */
    RV_ROUTE("GET",  "/screen", SCREEN, READER, rv_get_screen, "screen_stages", NULL, "Screening: the stages, and what waits for you", NULL),
    RV_ROUTE("GET",  "/screen/{stage}", SCREEN, WRITER, rv_get_screen_stage, "screen", NULL, "The record on your desk", desk_fields),
    RV_ROUTE("POST", "/screen/{stage}", SCREEN, WRITER, rv_post_screen_decide, NULL, "/screen/{stage}", "Decide on a record", decide_fields),
    RV_ROUTE("POST", "/screen/{stage}/undo", SCREEN, WRITER, rv_post_screen_undo, NULL, "/screen/{stage}", "Take your last decision back", undo_fields),
    RV_ROUTE("POST", "/screen/{stage}/put", SCREEN, WRITER, rv_post_screen_put, NULL, "/screen/{stage}", "Go to a given record", put_fields),
    RV_ROUTE("POST", "/screen/{stage}/label", SCREEN, WRITER, rv_post_screen_label, NULL, "/screen/{stage}", "Put a label on, or take yours off", label_fields),
    RV_ROUTE("POST", "/screen/{stage}/remark", SCREEN, WRITER, rv_post_screen_remark, NULL, "/screen/{stage}", "Remark on a report", remark_fields),
    RV_ROUTE("POST", "/screen/{stage}/edit", SCREEN, WRITER, rv_post_screen_edit, NULL, "/screen/{stage}", "Mend a missing or wrong field", edit_fields),
    RV_ROUTE("GET",  "/screen/{stage}/ahead", SCREEN, WRITER, rv_get_screen_ahead, "screen_ahead", NULL, "The records on your desk, to read ahead", desk_fields),
    RV_ROUTE("GET",  "/screen/{stage}/list", SCREEN, WRITER, rv_get_screen_list, "screen_list", NULL, "What waits for you, several records a page", NULL),
    RV_ROUTE("POST", "/screen/{stage}/list", SCREEN, WRITER, rv_post_screen_decide, NULL, "/screen/{stage}/list", "Decide on a record of a list", decide_fields),
    RV_ROUTE("GET",  "/screen/{stage}/mine", SCREEN, READER, rv_get_screen_mine, "screen_list", NULL, "What you decided, or put off", mine_fields),
    RV_ROUTE("GET",  "/records", READ, READER, rv_get_records, "records", NULL, "Records, found by their words", records_fields),
    RV_ROUTE("GET",  "/records/{record}", READ, READER, rv_get_record, "record", NULL, "A report with all its records", NULL),
    RV_ROUTE("GET",  "/full-text", SCREEN, READER, rv_get_full_text, "full_text", NULL, "Full texts: what is sought, awaited, retrieved", full_text_fields),
    RV_ROUTE("GET",  "/full-text/match", SCREEN, READER, rv_get_full_text_match, NULL, NULL, "What reports files may be of, by their names", match_fields),
    RV_ROUTE("POST", "/full-text/files", SCREEN, READER, rv_post_full_text_files, NULL, "/full-text", "Attach files to the reports that their names say", files_fields),
    RV_ROUTE("POST", "/records/{record}/files", SCREEN, READER, rv_post_record_files, NULL, "/full-text", "Attach files to a report", files_fields),
    RV_ROUTE("POST", "/records/{record}/files/{digest}/detach", SCREEN, READER, rv_post_file_detach, NULL, "/full-text", "Take a file off a report", then_fields),
    RV_ROUTE("POST", "/records/{record}/state", SCREEN, READER, rv_post_record_state, NULL, "/full-text", "Say what became of a full text", state_fields),
    RV_ROUTE("GET",  "/files/{digest}", READ, READER, rv_get_file, NULL, NULL, "The bytes of a file, as they came", NULL),
};
const size_t rv_routes_count = sizeof rv_routes / sizeof *rv_routes;
