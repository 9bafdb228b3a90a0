/* Every way into the server: what is asked, who may, who carries it out. */
#include <config.h>

#include "web/handlers.h"

/* ---- Extraction ---- */

#define OF_FORM { "part", "text", false, "the tab: study, arm, contrast, outcome, time, result" }, { "row", "text", false, "this row alone" }, \
    { "record", "text", false, "the report in hand" }
static const rv_web_field extract_view[] = { OF_FORM, { "version", "text", false, "review: what the review has, not one's own" }, { 0 } };
static const rv_web_field extract_study_fields[] = {
    { "study", "text", true, "its name" }, { "record", "text", false, "a report of it" },
    { "role", "text", false, "primary, secondary, none" }, { "stay", "yes", false, "back to the list" }, { 0 },
};
static const rv_web_field extract_give_fields[] = {
    { "study", "text", true, "which" }, { "person", "text", true, "who" }, { "role", "text", false, "extract, verify, reconcile" },
    { "take_back", "yes", false, "it is taken back" }, { 0 },
};
static const rv_web_field extract_deal_fields[] = {
    { "share.*", "number", false, "share.NAME: of the studies that lack extractors" }, { "seed", "integer", false, "the same seed, the same lot" }, { 0 },
};
#define OF_CELLS { "value.*", "text", false, "value.CELL; a cell is study.FIELD or KIND.KEY.FIELD; - not reported, ? unclear" }, \
    { "choice.*", "list", false, "choice.CELL: those of several that hold" }, \
    { "state.*", "text", false, "state.CELL: reported, derived, not reported, unclear" }, \
    { "place.*", "text", false, "place.CELL: page, table or figure" }, { "quotation.*", "text", false, "quotation.CELL" }, \
    { "note.*", "text", false, "note.CELL" }, { "was.*", "text", false, "was.CELL: the version that was seen" }, \
    { "row_place.*", "text", false, "row_place.KIND.KEY: of the row's cells that have none" }, \
    { "row_quotation.*", "text", false, "row_quotation.KIND.KEY" }, { "row_note.*", "text", false, "row_note.KIND.KEY" }
static const rv_web_field extract_values_fields[] = { OF_CELLS, OF_FORM, { 0 } };
static const rv_web_field extract_try_fields[] = {
    OF_CELLS, OF_FORM, { "result", "text", false, "this result alone" }, { 0 },
};
static const rv_web_field extract_part_fields[] = {
    { "kind", "text", true, "arm, outcome, time or contrast" }, { "name", "text", true, "its name; of a time its months" },
    { "group1", "text", false, "of a contrast: the programme's arm" }, { "group2", "text", false, "of a contrast: the other arm" }, OF_FORM, { 0 },
};
static const rv_web_field extract_result_fields[] = {
    { "result", "text", false, "its name; one is made where none is given" }, { "domain", "text", true, "of the protocol" },
    { "outcome", "text", true, "as the report calls it" }, { "months", "text", false, "after the start" },
    { "contrast", "text", false, "what is compared" }, { "arm", "text", false, "or the one arm that it is of" }, OF_FORM, { 0 },
};
static const rv_web_field extract_reason_fields[] = {
    { "result", "text", true, "whose warning" }, { "rule", "text", true, "which; all" }, { "reason", "text", true, "why it may stand" }, OF_FORM, { 0 },
};
static const rv_web_field extract_done_fields[] = { { "done", "yes", false, "done, else taken up again" }, OF_FORM, { 0 } };
static const rv_web_field extract_which[] = { { "which", "text", false, "open, different, places, again, all" }, { 0 } };
static const rv_web_field extract_agree_fields[] = {
    { "settle.*", "text", false, "settle.N: a, b, other; of a row alone take, leave" }, { "row.*", "text", false, "row.N: its kind" },
    { "row_a.*", "text", false, "row_a.N: its name in the first version" }, { "row_b.*", "text", false, "row_b.N: in the second" },
    { "field.*", "text", false, "field.N" }, { "a.*", "text", false, "a.N: what the first said" },
    { "b.*", "text", false, "b.N: what the second said" }, { "value.*", "text", false, "value.N: what it is, of other" },
    { "place.*", "text", false, "place.N" }, { "note.*", "text", false, "note.N" }, { 0 },
};
static const rv_web_field extract_match_fields[] = {
    { "a", "text", true, "KIND:KEY of one version" }, { "b", "text", false, "of the other; none: it has no counterpart" },
    { "taken", "text", false, "yes, no: what becomes of a row alone" }, { 0 },
};
static const rv_web_field extract_verify_fields[] = {
    { "verdict.*", "text", false, "verdict.N: right, wrong, unclear" }, { "row.*", "text", false, "row.N: its kind" },
    { "key.*", "text", false, "key.N" }, { "field.*", "text", false, "field.N" }, { "was.*", "text", false, "was.N: the value that was looked at" },
    { "value.*", "text", false, "value.N: what is right" }, { "place.*", "text", false, "place.N" }, { "note.*", "text", false, "note.N" }, { 0 },
};

const rv_route rv_routes[] = {
    /*       method  path          right       where    handler            page          back  what it is                     fields */
    RV_ROUTE("GET",  "/",          READ,       READER,  rv_get_overview,   "overview",   NULL, "Where the review stands",     NULL),
    /* extraction */
    RV_ROUTE("GET",  "/extract",                      EXTRACT, READER, rv_get_extract,         "extract",        NULL, "Studies: who extracts them, and how far", NULL),
    RV_ROUTE("POST", "/extract",                      EXTRACT, READER, rv_post_extract_study,  NULL, "/extract",             "Make a study, of a report", extract_study_fields),
    RV_ROUTE("POST", "/extract/give",                 LEAD,    READER, rv_post_extract_give,   NULL, "/extract",             "Give a study to somebody, or take it back", extract_give_fields),
    RV_ROUTE("POST", "/extract/deal",                 LEAD,    READER, rv_post_extract_deal,   NULL, "/extract",             "Deal the studies that lack extractors", extract_deal_fields),
    RV_ROUTE("GET",  "/extract/{study}",              EXTRACT, READER, rv_get_extract_study,   "extract_study",  NULL, "The form of a study", extract_view),
    RV_ROUTE("POST", "/extract/{study}/values",       EXTRACT, READER, rv_post_extract_values, NULL, "/extract/{study}",     "Save cells of the form", extract_values_fields),
    RV_ROUTE("POST", "/extract/{study}/try",          EXTRACT, READER, rv_post_extract_try,    NULL, NULL,                   "Effects and warnings of what is being typed; nothing is kept", extract_try_fields),
    RV_ROUTE("POST", "/extract/{study}/parts",        EXTRACT, READER, rv_post_extract_part,   NULL, "/extract/{study}",     "Add an arm, outcome, time or contrast", extract_part_fields),
    RV_ROUTE("POST", "/extract/{study}/results",      EXTRACT, READER, rv_post_extract_result, NULL, "/extract/{study}",     "Add a result, or correct what it is of", extract_result_fields),
    RV_ROUTE("POST", "/extract/{study}/reasons",      EXTRACT, READER, rv_post_extract_reason, NULL, "/extract/{study}",     "Let a warning stand, for a reason", extract_reason_fields),
    RV_ROUTE("POST", "/extract/{study}/done",         EXTRACT, READER, rv_post_extract_done,   NULL, "/extract/{study}",     "Be done with a study, or take it up again", extract_done_fields),
    RV_ROUTE("GET",  "/extract/{study}/agree",        EXTRACT, READER, rv_get_extract_agree,   "extract_agree",  NULL, "Two versions side by side", extract_which),
    RV_ROUTE("POST", "/extract/{study}/agree",        EXTRACT, READER, rv_post_extract_agree,  NULL, "/extract/{study}/agree", "Take over what agrees, and settle what differs", extract_agree_fields),
    RV_ROUTE("POST", "/extract/{study}/match",        EXTRACT, READER, rv_post_extract_match,  NULL, "/extract/{study}/agree", "Say that two rows are one, or that one stands alone", extract_match_fields),
    RV_ROUTE("GET",  "/extract/{study}/verify",       EXTRACT, READER, rv_get_extract_verify,  "extract_verify", NULL, "Look up what another extracted", extract_which),
    RV_ROUTE("POST", "/extract/{study}/verify",       EXTRACT, READER, rv_post_extract_verify, NULL, "/extract/{study}/verify", "Say what was found", extract_verify_fields),
    RV_ROUTE("GET",  "/extract/{study}/way/{result}", READ,    READER, rv_get_extract_way,     "extract_way",    NULL, "From page to number", NULL),
};
const size_t rv_routes_count = sizeof rv_routes / sizeof *rv_routes;
