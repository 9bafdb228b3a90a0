/* Every way into the server: what is asked, who may, who carries it out. */
#include <config.h>

#include "web/handlers.h"

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
    RV_ROUTE("GET",  "/full-text", SCREEN, READER, rv_get_full_text, "full_text", NULL, "Full texts: what is sought, awaited, retrieved", full_text_fields),
    RV_ROUTE("GET",  "/full-text/match", SCREEN, READER, rv_get_full_text_match, NULL, NULL, "What reports files may be of, by their names", match_fields),
    RV_ROUTE("POST", "/full-text/files", SCREEN, READER, rv_post_full_text_files, NULL, "/full-text", "Attach files to the reports that their names say", files_fields),
    RV_ROUTE("POST", "/records/{record}/files", SCREEN, READER, rv_post_record_files, NULL, "/full-text", "Attach files to a report", files_fields),
    RV_ROUTE("POST", "/records/{record}/files/{digest}/detach", SCREEN, READER, rv_post_file_detach, NULL, "/full-text", "Take a file off a report", then_fields),
    RV_ROUTE("POST", "/records/{record}/state", SCREEN, READER, rv_post_record_state, NULL, "/full-text", "Say what became of a full text", state_fields),
    RV_ROUTE("GET",  "/files/{digest}", READ, READER, rv_get_file, NULL, NULL, "The bytes of a file, as they came", NULL),
};
const size_t rv_routes_count = sizeof rv_routes / sizeof *rv_routes;
