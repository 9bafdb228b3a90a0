/* Every way into the server: what is asked, who may, who carries it out. */
#include <config.h>

#include "web/handlers.h"

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

const rv_route rv_routes[] = {
    /*       method  path          right       where    handler            page          back  what it is                     fields */
    RV_ROUTE("GET",  "/",          READ,       READER,  rv_get_overview,   "overview",   NULL, "Where the review stands",     NULL),
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
};
const size_t rv_routes_count = sizeof rv_routes / sizeof *rv_routes;
