/* review-extract: values with their places, from tables or by hand. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "tools/extract.h"
#include "tools/listing.h"
#include "tools/review_file.h"

static const char *review, *person;
static rv_extraction work = { .format = -1, .from = -1, .to = -1, .seed = 1 };


/* The words for rv_which. */
static const char *const whiches[] = { "open", "different", "places", "again", "all", NULL };

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(work.format, work.output),
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, work.porcelain),
    { RV_OPT_TEXT, 0, "place", &work.place, "TEXT", "where in the report: page, table, figure", NULL },
    { RV_OPT_TEXT, 0, "quotation", &work.quotation, "TEXT", "the report's own words", NULL },
    { RV_OPT_TEXT, 0, "note", &work.note, "TEXT", "a remark on the value", NULL },
    { RV_OPT_TEXT, 0, "state", &work.state, "WORD", "reported (default), not reported, unclear, derived", NULL },
    { RV_OPT_TEXT, 0, "record", &work.record, "KEY", "the record of the report it is in", NULL },
    { RV_OPT_TEXT, 0, "role", &work.role, "WORD", "of a report to its study: primary (default), secondary, none; assign: extract (default), verify, reconcile", NULL },
    { RV_OPT_TEXT, 0, "study", &work.study, "NAME", "the study that a result is of", NULL },
    { RV_OPT_TEXT, 0, "contrast", &work.contrast, "TEXT", "what a result compares (default programme v control); the contrast that a value is of", NULL },
    { RV_OPT_TEXT, 0, "domain", &work.domain, "ID", "outcome domain of the protocol", NULL },
    { RV_OPT_TEXT, 0, "outcome", &work.outcome, "TEXT", "the outcome as the report calls it; the one that a value is of", NULL },
    { RV_OPT_TEXT, 0, "months", &work.months, "N", "months after the start", NULL },
    { RV_OPT_TEXT, 0, "arm", &work.arm, "KEY", "the arm that a value or result is of", NULL },
    { RV_OPT_TEXT, 0, "time", &work.time, "MONTHS", "the time point that a value is of", NULL },
    { RV_OPT_TEXT, 0, "group1", &work.group1, "ARM", "part: the arm that a contrast has first, the programme", NULL },
    { RV_OPT_TEXT, 0, "group2", &work.group2, "ARM", "part: the arm that it is compared with", NULL },
    { RV_OPT_FLAG, 0, "confirm", &work.confirm, NULL, "value: enter it although it stands, as looked at again", NULL },
    { RV_OPT_FLAG, 0, "own", &work.own, NULL, "list, show, export, parts, again: your own version, where two extract blind", NULL },
    { RV_OPT_TEXT, 0, "folder", &work.folder, "DIR", "export: all tables, each in its file", NULL },
    { RV_OPT_TEXT, 0, "support", &work.support, "TEXT", "what a judgement rests on", NULL },
    { RV_OPT_FLAG, 0, "as-proposed", &work.as_proposed, NULL, "judge as the rules of the instrument propose", NULL },
    { RV_OPT_FLAG, 0, "agreed", &work.agreed, NULL, "of the review, although two people judge blind", NULL },
    { RV_OPT_TEXT, 0, "because", &work.because, "TEXT", "why a warning may stand", NULL },
    { RV_OPT_FLAG, 0, "open", &work.open, NULL, "warnings without a reason, or values not verified, alone", NULL },
    { RV_OPT_CHOICE, 0, "which", &work.which, "WORD", "differences: which to list (default open)", whiches },
    { RV_OPT_TEXT, 0, "answers", &work.answers, "FILE", "agree, verify: the list as CSV with settled, or verdict, filled in", NULL },
    { RV_OPT_FLAG, 0, "take-back", &work.take_back, NULL, "assign: take the study back", NULL },
    { RV_OPT_INT, 0, "seed", &work.seed, "N", "deal: the same seed, the same lot (default 1)", NULL },
    { RV_OPT_FLAG, 0, "history", &work.history, NULL, "show superseded values too", NULL },
    { RV_OPT_CHOICE, 0, "from", &work.from, "NAME", "what an imported file is, where it does not show", rv_extract_formats },
    { RV_OPT_CHOICE, 0, "to", &work.to, "NAME", "export for another program", rv_extract_formats_written },
    { RV_OPT_TEXTS, 0, "map", &work.map, "NAME=FIELD", "where what a file calls NAME goes: a field, or a domain for an outcome; NAME= leaves it"
      " out", NULL },
    { RV_OPT_FLAG, 0, "dry-run", &work.dry_run, NULL, "show what an import would change, and change nothing", NULL },
    { .kind = RV_OPT_END }
};

typedef enum { A_PERSON, ANYBODY, NO_REVIEW } need;
enum { MANY = 1 << 20 };

static const struct act {
    rv_verb   verb;
    int       least, most;        /* operands */
    need      who;                /* a person may extract */
    rv_status (*act)(rv_extraction *work, char **operands, rv_error *err);
} acts[] = {
    { { "list", "every result, with how much was extracted" }, 0, 0, ANYBODY, extract_list },
    { { "import", "FILE...: tables, sheets that were filled in, exports of other programs" }, 1, MANY, A_PERSON, extract_import },
    { { "sheet", "[LEVEL]: the form to be filled in: a workbook, or one level as CSV" }, 0, 1, ANYBODY, extract_sheet },
    { { "enter", "STUDY: its form on a terminal, field after field" }, 1, 1, A_PERSON, extract_enter },
    { { "value", "RESULT|STUDY FIELD [VALUE]: one value" }, 2, 3, A_PERSON, extract_value },
    { { "result", "KEY: one result of a study" }, 1, 1, A_PERSON, extract_result },
    { { "part", "STUDY arm|outcome|time|contrast KEY: one part of a study" }, 3, 3, A_PERSON, extract_part },
    { { "study", "NAME: one study and a report of it" }, 1, 1, A_PERSON, extract_study },
    { { "show", "[RESULT|STUDY]: values with their places" }, 0, 1, ANYBODY, extract_show },
    { { "parts", "[STUDY]: arms, outcomes, times and contrasts" }, 0, 1, ANYBODY, extract_parts },
    { { "again", "[STUDY]: what the form puts in question, and what it lacks" }, 0, 1, ANYBODY, extract_again },
    { { "export", "[values|studies|parts|results]: as an import takes them; or, with --to, for another program" }, 0, 1, ANYBODY, extract_export },
    { { "form", "what the protocol asks for" }, 0, 0, ANYBODY, extract_form },
    { { "appraise", "SUBJECT TOOL [DOMAIN|QUESTION JUDGEMENT|ANSWER]: one judgement, or question by question" }, 2, 4, A_PERSON, extract_appraise },
    { { "appraisal", "SUBJECT TOOL: what was answered, and what the rules say" }, 2, 2, ANYBODY, extract_appraisal },
    { { "warnings", "[RESULT|STUDY]: what speaks against the numbers" }, 0, 1, ANYBODY, extract_warnings },
    { { "rules", "the rules of the warnings" }, 0, 0, ANYBODY, extract_rules },
    { { "reason", "RULE[,RULE...] RESULT...: why warnings may stand" }, 2, MANY, A_PERSON, extract_reason },
    { { "assign", "STUDY PERSON...: give a study to people, or take it back" }, 2, MANY, A_PERSON, extract_assign },
    { { "deal", "PERSON[=SHARE]...: give out all studies by lot" }, 1, MANY, A_PERSON, extract_deal },
    { { "extractors", "[STUDY]: who extracts what, and waits for whom" }, 0, 1, ANYBODY, extract_extractors },
    { { "done", "STUDY...: one's own part is done" }, 1, MANY, A_PERSON, extract_finish },
    { { "reopen", "STUDY...: take up again what was done" }, 1, MANY, A_PERSON, extract_reopen },
    { { "align", "[STUDY]: which rows of the two versions are one" }, 0, 1, ANYBODY, extract_align },
    { { "match", "STUDY ROW ROW: two rows are one" }, 3, 3, A_PERSON, extract_match },
    { { "unmatch", "STUDY ROW: the row has no counterpart" }, 2, 2, A_PERSON, extract_unmatch },
    { { "differences", "[STUDY]: what the two versions do not agree on" }, 0, 1, ANYBODY, extract_differences },
    { { "agree", "[STUDY...]: take over what agrees, and what --answers settle" }, 0, MANY, A_PERSON, extract_agree },
    { { "settle", "STUDY ROW FIELD a|b|VALUE, or STUDY ROW take|leave" }, 3, 4, A_PERSON, extract_settle },
    { { "agreement", "how far two people agreed, by field" }, 0, 0, ANYBODY, extract_agreement },
    { { "verify", "[STUDY [ROW FIELD right|wrong|unclear [VALUE]]]: check what one extracted" }, 0, 5, ANYBODY, extract_verify },
    { { "unverified", "effects that rest on values nobody found right" }, 0, 0, ANYBODY, extract_unverified },
    { { "appraisals", "[STUDY]: the judgements" }, 0, 1, ANYBODY, extract_judgements },
    { { "answers", "[TOOL]: answers and judgements as an import takes them" }, 0, 1, ANYBODY, extract_answers },
    { { "robvis", "TOOL: the judgements as robvis reads them" }, 1, 1, ANYBODY, extract_robvis },
    { { "appraisal-again", "[TOOL]: what is to be looked at again, and why" }, 0, 1, ANYBODY, extract_appraisal_again },
    { { "appraisal-agree", "SUBJECT TOOL: take what two people say alike" }, 2, 2, A_PERSON, extract_appraisal_agree },
    { { "appraisal-differences", "SUBJECT TOOL: what two people say differently" }, 2, 2, ANYBODY, extract_appraisal_differences },
    { { "appraisal-agreement", "[TOOL]: how far people agree, by domain" }, 0, 1, ANYBODY, extract_appraisal_agreement },
    { { "instruments", "[NAME]: those there are, or what one asks" }, 0, 1, ANYBODY, extract_instruments },
    { { "instrument-add", "FILE|NAME: keep an instrument in the review" }, 1, 1, A_PERSON, extract_instrument_add },
    { { "instrument-check", "FILE: does every way to answer come to one judgement?" }, 1, 1, NO_REVIEW, extract_instrument_check },
};
enum { ACTS = sizeof acts / sizeof *acts };

static rv_status check(const struct act *act, char **operands, rv_error *err)
{
    const int n = rv_tool_count(operands);

    if (act == acts && n)
        return rv_fail(err, RV_EUSAGE, "there is no verb '%s'; see review-extract --help", operands[0]);
    if (n < act->least || n > act->most)
        return rv_fail(err, RV_EUSAGE, "%s: %s", act->verb.name, act->verb.help);
    return RV_OK;
}

/* Opens the review for an act; who looks may be nobody where the act allows it. */
static rv_status start(need who, rv_error *err)
{
    const char *path;
    rv_status st = rv_tool_review(review, &path, err);

    if (st == RV_OK && (st = rv_tool_person(person, &work.who, err)) != RV_OK && who == ANYBODY) {
        work.who = NULL;
        st = RV_OK;
    }
    if (st == RV_OK && work.own && !work.who)
        st = rv_fail(err, RV_EUSAGE, "--own: whose version? give --as NAME");
    if (st == RV_OK && (st = rv_store_open(&work.store, path, err)) == RV_OK
        && (who == ANYBODY || (st = rv_person_may(work.store, work.who, RV_MAY_EXTRACT, err)) == RV_OK))
        st = rv_tool_protocol(work.store, &work.protocol, err);
    return st;
}

int main(int argc, char **argv)
{
    rv_verb verbs[ACTS + 1] = { { NULL, NULL } };
    const rv_command command = {
        "review-extract", "[VERB] [ARGUMENT...]", "Keeps what reports say: values with the place where they stand.", options, verbs
    };
    rv_error err = { 0 };
    int verb;
    char **operands;
    rv_status st;

    for (size_t i = 0; i < ACTS; i++)
        verbs[i] = acts[i].verb;
    operands = rv_tool_start(&command, argc, argv, &verb);
    if ((st = check(&acts[verb], operands, &err)) == RV_OK && (acts[verb].who == NO_REVIEW || (st = start(acts[verb].who, &err)) == RV_OK))
        st = acts[verb].act(&work, operands, &err);
    rv_protocol_free(work.protocol);
    rv_store_close(work.store);
    free(operands);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
