/* review-screen: who says what of which report, blind until all have said it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"
#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/review_file.h"
#include "tools/screen.h"
#include "tools/screen_files.h"
#include "tools/screen_import.h"
#include "tools/screen_read.h"
#include "tools/screen_stop.h"

static const char *output, *review, *person, *stage, *reason, *note, *heir, *since, *until, *labels, *priors, *model, *folder;
static int64_t seed = 1;
static int  format, to = -1, order;
static double random_share;
static bool porcelain, plain, take_back, all;
static rv_import_choice imports;
static rv_stopping stopping = RV_STOPPING_INIT;

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(format, output),
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, porcelain),
    { RV_OPT_TEXT, 's', "stage", &stage, "STAGE", "stage of the protocol (default: its first; lists: all)", NULL },
    { RV_OPT_TEXT, 'w', "reason", &reason, "REASON", "decide, resolve: reasons for exclusion, by their ids, with commas between", NULL },
    { RV_OPT_TEXT, 'm', "note", &note, "TEXT", "decide, resolve, state: a note kept with it", NULL },
    { RV_OPT_FLAG, 0, "resolve", &imports.resolve, NULL, "import: the rows resolve conflicts", NULL },
    { RV_OPT_TEXT, 'F', "from", &imports.format, "FORMAT", "import: decisions (our table) or a format of review-formats(7) (else found from "
      "the content)", NULL },
    { RV_OPT_TEXT, 'v', "verdict", &imports.verdict, "VERDICT", "import: the vote on every entry that says none at the stage", NULL },
    { RV_OPT_TEXTS, 'R', "reviewer", &imports.reviewers, "NAME=PERSON", "import: who their NAME is here; =PERSON for decisions without a name",
      NULL },
    { RV_OPT_TEXTS, 'M', "map-reason", &imports.reasons, "TEXT=ID", "import: the reason that their TEXT is; =ID for exclusions without one",
      NULL },
    { RV_OPT_TEXT, 'U', "unsure", &imports.unsure, "FILE", "import: write what no record is certain for, to be answered and imported", NULL },
    { RV_OPT_FLAG, 0, "change", &imports.change, NULL, "import: votes that differ from what stands are changes of mind", NULL },
    { RV_OPT_FLAG, 'n', "dry-run", &imports.dry, NULL, "import: take nothing", NULL },
    { RV_OPT_CHOICE, 't', "to", &to, "PROGRAM", "export: every report with its decisions, for this program", rv_screen_programs },
    { RV_OPT_FLAG, 0, "take-back", &take_back, NULL, "assign: take the records back; label: take it off", NULL },
    { RV_OPT_FLAG, 0, "all", &all, NULL, "assign: all reports that lack people; simulate: go on after the last relevant record", NULL },
    { RV_OPT_TEXT, 0, "folder", &folder, "DIR", "attach: the files of DIR, each named by DOI, PMID, accession number, record or key", NULL },
    { RV_OPT_TEXT, 0, "heir", &heir, "NAME", "people remove: who takes over what waits for them", NULL },
    { RV_OPT_CHOICE, 0, "order", &order, "NAME", "read, work: how reports come (default: order, of import)", rv_desk_modes },
    { RV_OPT_REAL, 0, "random", &random_share, "SHARE", "read, work: share of ranked reports drawn at random, 0 to 1 (default 0)", NULL },
    { RV_OPT_INT, 0, "seed", &seed, "N", "share, calibrate, read, work: of the lot (default 1)", NULL },
    { RV_OPT_TEXT, 0, "since", &since, "DAY", "agreement: only votes given on or after YYYY-MM-DD", NULL },
    { RV_OPT_TEXT, 0, "until", &until, "DAY", "agreement: only votes given on or before YYYY-MM-DD", NULL },
    { RV_OPT_FLAG, 0, "plain", &plain, NULL, "read: print line after line, for screen readers and dumb terminals", NULL },
    RV_OPTS_STOPPING(stopping),
    { RV_OPT_TEXT, 0, "labels", &labels, "FILE", "simulate: CSV (also .gz) with the columns id, title, abstract, label", NULL },
    { RV_OPT_TEXT, 0, "priors", &priors, "ID,ID", "simulate: the records to begin with, at least one relevant", NULL },
    { RV_OPT_TEXT, 0, "model", &model, "NAME", "simulate, read, work: the ranking model, title or u4 (default: title)", NULL },
    { .kind = RV_OPT_END }
};

/* ---- Acts that need no file of their own -------------------------------------------------------------------------------------- */

static rv_status done(const char *event, const char *hex)
{
    rv_tool_ack(porcelain, event, hex);
    return RV_OK;
}

static rv_status say(rv_screening *work, char **operands, bool resolution, rv_error *err)
{
    rv_decision d = { .stage = rv_screening_stage(work), .reviewer = work->who, .verdict = operands[1], .reason = reason, .note = note };
    char hex[RV_DIGEST_HEX];
    rv_status st;

    if ((st = rv_record_find(work->store, operands[0], &d.record, err)) != RV_OK)
        return st;
    st = resolution ? rv_screen_resolve(work->store, work->protocol, work->who, &d, 1, hex, err)
                    : rv_screen_vote(work->store, work->protocol, work->who, &d, 1, hex, err);
    return st == RV_OK ? done(resolution ? "decision.resolve" : "decision.vote", hex) : st;
}

static rv_status import(rv_screening *work, char **operands, rv_error *err)
{
    imports.porcelain = porcelain;
    return rv_screening_import(work, operands[0], &imports, err);
}

static rv_status state(rv_screening *work, char **operands, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    rv_status st;

    if ((st = rv_record_find(work->store, operands[0], &record, err)) != RV_OK
        || (st = rv_screen_state(work->store, work->who, record, operands[1], note, hex, err)) != RV_OK)
        return st;
    return done("report.state", hex);
}

static rv_status assign_some(rv_screening *work, char **operands, rv_error *err)
{
    const size_t n = (size_t)rv_tool_count(operands) - 1;
    int64_t *records = malloc(n * sizeof *records);
    char hex[RV_DIGEST_HEX];
    rv_status st = records ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = rv_record_find(work->store, operands[i + 1], &records[i], err);
    if (st == RV_OK)
        st = rv_screen_assign(work->store, work->protocol, work->who, rv_screening_stage(work), operands[0], records, n, !take_back,
                              hex, err);
    free(records);
    return st == RV_OK ? done("assignment.give", hex) : st;
}

/* Whole to one person, or some records. */
static rv_status assign(rv_screening *work, char **operands, rv_error *err)
{
    const bool records = operands[1] != NULL;

    if (all == records || (all && take_back))
        return rv_fail(err, RV_EUSAGE, "assign: records, or --all of them, to one person");
    return all ? rv_screening_share(work, operands, seed, err) : assign_some(work, operands, err);
}

static rv_status attach(rv_screening *work, char **operands, rv_error *err)
{
    const int n = rv_tool_count(operands);

    if (folder ? n > 0 : n < 2)
        return rv_fail(err, RV_EUSAGE, "attach: RECORD FILE..., or --folder alone");
    return folder ? rv_screening_attach_folder(work, folder, porcelain, err) : rv_screening_attach(work, operands, porcelain, err);
}

static rv_status agreement(rv_screening *work, char **operands, rv_error *err)
{
    if (rv_tool_count(operands) == 1)
        return rv_fail(err, RV_EUSAGE, "agreement: of two people, or of all; one is given");
    return rv_screening_agreement(work, operands, since, until, err);
}

/* Who takes part may be asked by anybody. */
static rv_status people(rv_screening *work, char **operands, rv_error *err)
{
    const bool asks = !operands[0] || strcmp(operands[0], "list") == 0;
    const rv_status st = asks ? RV_OK : rv_tool_person(person, &work->who, err);

    return st == RV_OK ? rv_screening_people(work, operands, heir, err) : st;
}

/* ---- Acts of other files, with the options that they take ---------------------------------------------------------------------- */

#define ACT(name, call) \
    static rv_status name(rv_screening *work, char **operands, rv_error *err) { (void)operands; return call; }
ACT(next, rv_screening_next(work, err))
ACT(work_lines, rv_screening_desk(work, order, random_share, seed, model, err))
ACT(decide, say(work, operands, false, err))
ACT(resolve, say(work, operands, true, err))
ACT(list, rv_screening_list(work, false, err))
ACT(states, rv_screening_list(work, true, err))
ACT(conflicts, rv_screening_conflicts(work, err))
ACT(export, to >= 0 ? rv_screening_export_to(work, rv_screen_programs[to], err) : rv_screening_export(work, err))
ACT(read_records, rv_screening_read(work, &(rv_reading){ order, random_share, seed, model, plain }, err))
ACT(stop, rv_screening_stop(work, &stopping, err))
ACT(share, rv_screening_share(work, operands, seed, err))
ACT(calibrate, rv_screening_calibrate(work, operands, seed, err))
ACT(calibration, rv_screening_calibration(work, operands[0], err))
ACT(waits, rv_screening_waits(work, err))
ACT(note_add, rv_screening_note(work, operands, err))
ACT(send_back, rv_screening_send_back(work, operands, err))
ACT(notes, rv_screening_notes(work, operands[0], false, err))
ACT(label_set, rv_screening_label(work, operands, !take_back, err))
ACT(labels_list, rv_screening_notes(work, operands[0], true, err))
ACT(detach, rv_screening_detach(work, operands, porcelain, err))
ACT(files, rv_screening_files(work, err))
ACT(file, rv_screening_file(work, operands[0], err))
ACT(again, rv_screening_again(work, err))
ACT(simulate, rv_screening_simulate(labels, priors, model, all, work->output, err))

typedef enum { A_PERSON, ANYBODY, NO_REVIEW } need;
enum { MANY = 1 << 20 };

static const struct act {
    rv_verb     verb;
    int         least, most;      /* operands */
    need        who;
    rv_status (*act)(rv_screening *work, char **operands, rv_error *err);
} acts[] = {
    { { "next", "the next report that waits for you, with the criteria" }, 0, 0, A_PERSON, next },
    { { "read", "read record after record on a terminal, a key a decision" }, 0, 0, A_PERSON, read_records },
    { { "work", "report after report for a program, as lines of JSON" }, 0, 0, A_PERSON, work_lines },
    { { "decide", "RECORD include|exclude|unsure|later|none: your vote" }, 2, 2, A_PERSON, decide },
    { { "list", "where each report stands" }, 0, 0, ANYBODY, list },
    { { "people", "[list | add NAME ROLE | remove NAME]: who takes part" }, 0, 3, ANYBODY, people },
    { { "assign", "REVIEWER RECORD...: give records to a reviewer" }, 1, MANY, A_PERSON, assign },
    { { "share", "NAME[=WEIGHT]...: give out by lot what lacks people" }, 1, 64, A_PERSON, share },
    { { "calibrate", "SIZE [NAME...]: a random sample that all of them read" }, 1, 65, A_PERSON, calibrate },
    { { "calibration", "[ROUND]: the rounds; agreement over one" }, 0, 1, ANYBODY, calibration },
    { { "waits", "what awaits whom" }, 0, 0, ANYBODY, waits },
    { { "conflicts", "reports on which the votes differ, without names" }, 0, 0, ANYBODY, conflicts },
    { { "resolve", "RECORD include|exclude|none: settle a conflict" }, 2, 2, A_PERSON, resolve },
    { { "send-back", "RECORD TEXT: ask those who voted on a conflict again" }, 2, 2, A_PERSON, send_back },
    { { "agreement", "[REVIEWER REVIEWER]: how far two, or all, agree" }, 0, 2, ANYBODY, agreement },
    { { "stop", "whether enough has been found; what being surer would cost" }, 0, 0, ANYBODY, stop },
    { { "again", "decisions that an amended protocol puts in question" }, 0, 0, ANYBODY, again },
    { { "state", "RECORD sought|retrieved|unobtainable|awaiting|ongoing" }, 2, 2, A_PERSON, state },
    { { "states", "reports with a state" }, 0, 0, ANYBODY, states },
    { { "attach", "RECORD FILE...: keep files of its report in the review" }, 0, MANY, A_PERSON, attach },
    { { "detach", "RECORD DIGEST: take a file off its report" }, 2, 2, A_PERSON, detach },
    { { "files", "the files of reports, and the reports that lack one" }, 0, 0, ANYBODY, files },
    { { "file", "RECORD|DIGEST: write its bytes to --output" }, 1, 1, ANYBODY, file },
    { { "note", "RECORD TEXT: a remark on a report" }, 2, 2, A_PERSON, note_add },
    { { "notes", "[RECORD]: the remarks you may see" }, 0, 1, ANYBODY, notes },
    { { "label", "RECORD LABEL: put a label on a report" }, 2, 2, A_PERSON, label_set },
    { { "labels", "[RECORD]: the labels you may see" }, 0, 1, ANYBODY, labels_list },
    { { "import", "FILE: decisions from CSV or another program's export" }, 1, 1, A_PERSON, import },
    { { "export", "the standing decisions you may see" }, 0, 0, ANYBODY, export },
    { { "simulate", "play a screening with known labels again" }, 0, 0, NO_REVIEW, simulate },
};
enum { ACTS = sizeof acts / sizeof *acts };

/* ---- Carrying one out ----------------------------------------------------------------------------------------------------------- */

static rv_status check(const struct act *act, char **operands, rv_error *err)
{
    const int n = rv_tool_count(operands);

    if (act == acts && n)
        return rv_fail(err, RV_EUSAGE, "'%s' is not a verb; see review-screen --help", operands[0]);
    if (n < act->least || n > act->most)
        return rv_fail(err, RV_EUSAGE, "%s: %s", act->verb.name, act->verb.help);
    return RV_OK;
}

static rv_status check_stage(const rv_screening *work, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; i < work->protocol->n_stages; i++)
        rv_buf_printf(&known, "%s%s", i ? ", " : "", work->protocol->stages[i].id);
    if (!work->protocol->n_stages)
        st = rv_fail(err, RV_EINVAL, "the protocol has no stages");
    else if (stage && !rv_protocol_stage(work->protocol, stage))
        st = rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol; there are %s", stage, rv_buf_str(&known));
    rv_buf_free(&known);
    return st;
}

/* Opens the review for an act; who looks may be nobody where the act allows it. */
static rv_status start(rv_screening *work, need who, rv_error *err)
{
    const char *path;
    rv_status st = rv_tool_review(review, &path, err);

    if (st == RV_OK && (st = rv_tool_person(person, &work->who, err)) != RV_OK && who == ANYBODY) {
        work->who = NULL;
        st = RV_OK;
    }
    if (st == RV_OK && (st = rv_store_open(&work->store, path, err)) == RV_OK
        && (st = rv_tool_protocol(work->store, &work->protocol, err)) == RV_OK)
        st = check_stage(work, err);
    return st;
}

int main(int argc, char **argv)
{
    rv_verb verbs[ACTS + 1] = { { NULL, NULL } };
    const rv_command command = {
        "review-screen", "[VERB] [OPERAND...]", "Records screening decisions, shows what waits, and settles conflicts.", options, verbs
    };
    rv_screening work = { 0 };
    rv_error err = { 0 };
    int verb;
    char **operands;
    rv_status st;

    for (size_t i = 0; i < ACTS; i++)
        verbs[i] = acts[i].verb;
    operands = rv_tool_start(&command, argc, argv, &verb);
    work.stage = stage;
    work.output = output;
    work.format = format;
    work.porcelain = porcelain;
    st = check(&acts[verb], operands, &err);
    if (st == RV_OK && acts[verb].who != NO_REVIEW)
        st = start(&work, acts[verb].who, &err);
    if (st == RV_OK)
        st = acts[verb].act(&work, operands, &err);
    rv_protocol_free(work.protocol);
    rv_store_close(work.store);
    free(operands);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
