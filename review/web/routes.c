/* Every way into the server: what is asked, who may, who carries it out. */
#include <config.h>

#include "web/handlers.h"
#include "web/pane.h"

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
    RV_PANE_FIELD,
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
/* ---- Conflicts and appraisal ---- */
static const rv_web_field conflict_asked[] = {
    { "record", "integer", false, "this report" }, { "after", "integer", false, "the first behind this report" }, RV_PANE_FIELD,
    { NULL, NULL, false, NULL } };
static const rv_web_field conflict_fields[] = {
    { "record", "integer", true, "the report" }, { "verdict", "text", true, "include or exclude" },
    { "reason", "list", false, "ids of the protocol's reasons, of an exclusion" }, { "note", "text", false, "why" }, { NULL, NULL, false, NULL } };
static const rv_web_field conflict_back_fields[] = {
    { "record", "integer", true, "the report" }, { "note", "text", true, "what is to be looked at again" },
    { "reason", "list", false, "not taken into account" }, { NULL, NULL, false, NULL } };
static const rv_web_field appraise_list_asked[] = {
    { "tool", "text", false, "of the protocol; the first when it is not said" }, { "show", "text", false, "open, done or all" },
    { NULL, NULL, false, NULL } };
static const rv_web_field appraise_asked[] = { RV_PANE_FIELD, { NULL, NULL, false, NULL } };
static const rv_web_field appraise_fields[] = {
    { "answer.*", "text", false, "of a question its answer, of a domain its judgement or 'as proposed'" },
    { "support.*", "text", false, "what it rests on" }, { "place.*", "text", false, "where in the report" },
    { "quotation.*", "text", false, "the words of the report" }, { NULL, NULL, false, NULL } };
static const rv_web_field settle_fields[] = {
    { "id", "text", true, "of the question or domain" }, { "answer", "text", true, "what the review says" },
    { "support", "text", false, "what it rests on" }, { "place", "text", false, "where in the report" },
    { "quotation", "text", false, "the words of the report" }, { NULL, NULL, false, NULL } };

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
/* ---- Extraction ---- */

#define OF_FORM { "part", "text", false, "the tab: study, arm, contrast, outcome, time, result" }, { "row", "text", false, "this row alone" }, \
    { "record", "text", false, "the report in hand" }, { "version", "text", false, "own, review: which version, where two extract" }
static const rv_web_field extract_view[] = { OF_FORM, { "file", "text", false, "the digest of the file to be shown beside the form" }, { 0 } };
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
    /* what an analyst runs */
    RV_ROUTE("GET",  "/figures/flow.svg", READ, READER, rv_get_flow_figure, NULL, NULL, "The flow diagram", rv_fields_figure),
    RV_ROUTE("GET",  "/figures/recall.svg", READ, READER, rv_get_recall_figure, NULL, NULL, "The recall curve of a stage", rv_fields_figure),
    RV_ROUTE("GET",  "/figures/forest/{file}", READ, READER, rv_get_forest_figure, NULL, NULL, "The forest plot of an analysis",
             rv_fields_analysis),
    RV_ROUTE("GET",  "/analyses",  READ,       READER,  rv_get_analyses,   "analyses",   NULL, "Analyses of the protocol",    NULL),
    RV_ROUTE("GET",  "/analyses/{analysis}", READ, READER, rv_get_analysis, "analysis", NULL, "One analysis, as planned or otherwise",
             rv_fields_analysis),
    /* what a lead manages */
    RV_ROUTE("GET",  "/manage",    LEAD,       READER,  rv_get_manage,     "manage",     NULL, "Manage the review",           NULL),
    RV_ROUTE("GET",  "/manage/assignments", LEAD, READER, rv_get_assignments, "assignments", NULL, "Giving work out", NULL),
    RV_ROUTE("POST", "/manage/assignments/share", LEAD, READER, rv_post_assignments_share, NULL, "/manage/assignments", "Share reports out by lot",
             rv_fields_share),
    RV_ROUTE("POST", "/manage/assignments/give", LEAD, READER, rv_post_assignments_give, NULL, "/manage/assignments",
             "Give records to a person, or take them back", rv_fields_give),
    RV_ROUTE("POST", "/manage/assignments/calibrate", LEAD, READER, rv_post_assignments_calibrate, NULL, "/manage/assignments",
             "Begin a round of calibration", rv_fields_calibrate),
    RV_ROUTE("GET",  "/manage/imports", LEAD, READER, rv_get_imports, "imports", NULL, "Imports", rv_fields_imports),
    RV_ROUTE("POST", "/manage/imports", LEAD, READER, rv_post_imports, NULL, "/manage/imports", "Send files of a source, to look at them first",
             rv_fields_import_source),
    RV_ROUTE("GET",  "/manage/imports/{batch}", LEAD, READER, rv_get_import, "import", NULL, "What is in the files, and what is odd", NULL),
    RV_ROUTE("POST", "/manage/imports/{batch}", LEAD, READER, rv_post_import, NULL, "/manage/imports/{batch}", "Import the files", NULL),
    RV_ROUTE("POST", "/manage/imports/{batch}/drop", LEAD, READER, rv_post_import_drop, NULL, "/manage/imports", "Import nothing of them", NULL),
    RV_ROUTE("GET",  "/manage/decisions", LEAD, READER, rv_get_decisions, "decisions", NULL, "Decisions of other programs", NULL),
    RV_ROUTE("POST", "/manage/decisions", LEAD, READER, rv_post_decisions, NULL, "/manage/decisions", "Send decisions, to look at them first",
             rv_fields_decisions),
    RV_ROUTE("GET",  "/manage/decisions/{batch}", LEAD, READER, rv_get_decisions_batch, "decisions_batch", NULL, "What of the decisions would be taken", NULL),
    RV_ROUTE("POST", "/manage/decisions/{batch}", LEAD, READER, rv_post_decisions_batch, NULL, "/manage/decisions/{batch}", "Take the decisions", NULL),
    RV_ROUTE("GET",  "/manage/exports", LEAD, READER, rv_get_exports, "exports", NULL, "Exports", NULL),
    RV_ROUTE("GET",  "/manage/exports/{export}", LEAD, READER, rv_get_export, NULL, NULL, "Records, decisions, values, effects or the flow as a file",
             rv_fields_export),
    RV_ROUTE("GET",  "/manage/backup", LEAD, READER, rv_get_backup, "backup", NULL, "Backup, and the audit trail verified", rv_fields_backup),
    RV_ROUTE("GET",  "/manage/backup/file", LEAD, READER, rv_get_backup_file, NULL, NULL, "A checked copy of the review", NULL),
    RV_ROUTE("GET",  "/report",    LEAD,       READER,  rv_get_report,     "report",     NULL, "The report",                  NULL),
    RV_ROUTE("GET",  "/report/{report}/{file}", LEAD, READER, rv_get_report_file, NULL, NULL, "A file of the report", NULL),
    RV_ROUTE("GET",  "/protocol",  READ,       READER,  rv_get_protocol,   "protocol",   NULL, "The protocol",                NULL),
    RV_ROUTE("POST", "/protocol",  LEAD,       READER,  rv_post_protocol,  NULL,         "/protocol", "Send a newer version, to look at what differs first",
             rv_fields_protocol),
    RV_ROUTE("GET",  "/protocol/new/{batch}", LEAD, READER, rv_get_protocol_new, "protocol_new", NULL, "What a newer version changes", NULL),
    RV_ROUTE("POST", "/protocol/new/{batch}", LEAD, READER, rv_post_protocol_new, NULL, "/protocol/new/{batch}", "Keep the newer version", NULL),
    RV_ROUTE("POST", "/protocol/deviations", LEAD, READER, rv_post_deviations, NULL, "/protocol", "Say why something was done otherwise than planned",
             rv_fields_deviations),
    RV_ROUTE("GET",  "/duplicates", LEAD, READER, rv_get_duplicates, "duplicates", NULL, "Duplicates: the queue, and what was said", rv_fields_duplicates),
    RV_ROUTE("POST", "/duplicates/run", LEAD, READER, rv_post_duplicates_run, NULL, "/duplicates", "Look for duplicates", rv_fields_dedup_run),
    RV_ROUTE("POST", "/duplicates/judge", LEAD, READER, rv_post_duplicates_judge, NULL, "/duplicates", "Say what two records are",
             rv_fields_dedup_judge),
    RV_ROUTE("POST", "/duplicates/undo", LEAD, READER, rv_post_duplicates_undo, NULL, "/duplicates", "Take back a run or a word on two records",
             rv_fields_dedup_undo),
    RV_ROUTE("GET",  "/conflicts", ADJUDICATE, READER, rv_get_conflicts, "conflicts", NULL, "Conflicts: the stages, and how many wait", NULL),
    RV_ROUTE("GET",  "/conflicts/{stage}", ADJUDICATE, READER, rv_get_conflict, "conflict", NULL, "One conflict: what was said, without names", conflict_asked),
    RV_ROUTE("POST", "/conflicts/{stage}", ADJUDICATE, READER, rv_post_conflict, NULL, "/conflicts/{stage}", "Decide a conflict", conflict_fields),
    RV_ROUTE("POST", "/conflicts/{stage}/back", ADJUDICATE, READER, rv_post_conflict_back, NULL, "/conflicts/{stage}", "Send a conflict back to those who voted", conflict_back_fields),
    RV_ROUTE("GET",  "/calibration/{stage}", SCREEN, READER, rv_get_calibration, "calibration", NULL, "Calibration rounds: what all said, when all have voted", NULL),
    RV_ROUTE("GET",  "/appraise", EXTRACT, READER, rv_get_appraise, "appraise_list", NULL, "Appraisals: tools, what they judge, how far each is", appraise_list_asked),
    RV_ROUTE("GET",  "/appraise/{tool}/{subject*}", EXTRACT, READER, rv_get_appraise_one, "appraise", NULL, "One appraisal: questions, proposals, judgements", appraise_asked),
    RV_ROUTE("POST", "/appraise/{tool}/{subject*}", EXTRACT, READER, rv_post_appraise_one, NULL, "/appraise/{tool}/{subject*}", "Answer and judge", appraise_fields),
    RV_ROUTE("GET",  "/appraise-differences/{tool}/{subject*}", EXTRACT, READER, rv_get_appraise_differences, "appraise_differences", NULL, "Where two appraisals differ", NULL),
    RV_ROUTE("POST", "/appraise-agree/{tool}/{subject*}", EXTRACT, READER, rv_post_appraise_agree, NULL, "/appraise-differences/{tool}/{subject*}", "Take what two appraisals say alike", NULL),
    RV_ROUTE("POST", "/appraise-settle/{tool}/{subject*}", EXTRACT, READER, rv_post_appraise_settle, NULL, "/appraise-differences/{tool}/{subject*}", "Settle one difference", settle_fields),
};
const size_t rv_routes_count = sizeof rv_routes / sizeof *rv_routes;
