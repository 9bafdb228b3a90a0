/* review-screen: who says what of which report, blind until all have said it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"
#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/review_file.h"
#include "tools/screen.h"

static const char *output, *review, *person, *stage, *reason, *note;
static int  format;
static bool porcelain, resolve_all, take_back;
static const char *labels, *priors, *model;
static bool all;
static double random_share;
static int64_t seed = 1;
static int order;
static bool plain;

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(format, output),
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, porcelain),
    { RV_OPT_TEXT, 's', "stage", &stage, "STAGE", "stage of the protocol (default: its first; lists: all)", NULL },
    { RV_OPT_TEXT, 'w', "reason", &reason, "REASON", "decide, resolve: the reason for exclusion, by its id", NULL },
    { RV_OPT_TEXT, 'm', "note", &note, "TEXT", "decide, resolve, state: a note kept with it", NULL },
    { RV_OPT_FLAG, 0, "resolve", &resolve_all, NULL, "import: the rows resolve conflicts", NULL },
    { RV_OPT_FLAG, 0, "take-back", &take_back, NULL, "assign: take the records back", NULL },
    { RV_OPT_TEXT, 0, "labels", &labels, "FILE", "simulate: CSV (also .gz) with the columns id, title, abstract, label", NULL },
    { RV_OPT_TEXT, 0, "priors", &priors, "ID,ID", "simulate: the records to begin with, at least one relevant", NULL },
    { RV_OPT_TEXT, 0, "model", &model, "NAME", "simulate: the ranking model, title or u4 (default: title)", NULL },
    { RV_OPT_FLAG, 0, "all", &all, NULL, "simulate: go on after the last relevant record", NULL },
    { RV_OPT_CHOICE, 0, "order", &order, "NAME", "read: in which order reports come: order (of import), ranked, uncertain, random", rv_desk_modes },
    { RV_OPT_REAL, 0, "random", &random_share, "SHARE", "read: of ranked reports so many are drawn at random (0 to 1; default 0)", NULL },
    { RV_OPT_INT, 0, "seed", &seed, "N", "read: of what is drawn at random (default 1)", NULL },
    { RV_OPT_FLAG, 0, "plain", &plain, NULL, "read: print line after line, for screen readers and dumb terminals", NULL },
    { .kind = RV_OPT_END }
};

enum { NEXT, DECIDE, LIST, IMPORT, CONFLICTS, RESOLVE, STATE, STATES, ASSIGN, AGREEMENT, EXPORT, SIMULATE, READ };
static const rv_verb verbs[] = {
    { "next", "the next report that waits for you, with the criteria" },
    { "decide", "RECORD include|exclude|unsure|none: your vote" },
    { "list", "where each report stands" },
    { "import", "FILE: decisions from CSV, all or none" },
    { "conflicts", "reports on which the votes differ, without names" },
    { "resolve", "RECORD include|exclude|none: settle a conflict" },
    { "state", "RECORD sought|retrieved|unobtainable|awaiting|ongoing" },
    { "states", "reports with a state" },
    { "assign", "REVIEWER RECORD...: give records to a reviewer" },
    { "agreement", "REVIEWER REVIEWER: how far two agree" },
    { "export", "the standing decisions you may see" },
    { "simulate", "play a screening with known labels again" },
    { "read", "read record after record on a terminal; a key decides" },
    { NULL, NULL }
};

static const rv_command command = {
    "review-screen", "[VERB] [OPERAND...]", "Records screening decisions, shows what waits, and settles conflicts.", options, verbs
};

static const char *stage_or_first(const rv_screening *work)
{
    return stage ? stage : work->protocol->stages[0].id;
}

static rv_status done(const char *event, const char *hex)
{
    rv_tool_ack(porcelain, event, hex);
    return RV_OK;
}

static rv_status decide(rv_screening *work, char **operands, bool resolution, rv_error *err)
{
    rv_decision d = { .stage = stage_or_first(work), .reviewer = work->who, .verdict = operands[1], .reason = reason, .note = note };
    char hex[RV_DIGEST_HEX];
    rv_status st;

    if ((st = rv_record_find(work->store, operands[0], &d.record, err)) != RV_OK)
        return st;
    st = resolution ? rv_screen_resolve(work->store, work->protocol, work->who, &d, 1, hex, err)
                    : rv_screen_vote(work->store, work->protocol, work->who, &d, 1, hex, err);
    return st == RV_OK ? done(resolution ? "decision.resolve" : "decision.vote", hex) : st;
}

static void tell_fault(void *user, const rv_problem *fault)
{
    (void)user;
    rv_tool_say("%s:%zu: %s", fault->file, fault->line, fault->message);
}

static rv_status import(rv_screening *work, const char *path, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    size_t n;
    rv_status st = rv_screen_import(work->store, work->protocol, work->who, path, resolve_all, tell_fault, NULL, &n, hex, err);

    if (st != RV_OK)
        return st;
    rv_tool_say("%zu %s from %s", n, resolve_all ? n == 1 ? "conflict resolved" : "conflicts resolved"
                : n == 1 ? "decision" : "decisions", path);
    return done(resolve_all ? "decision.resolve" : "decision.vote", hex);
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

static rv_status assign(rv_screening *work, char **operands, rv_error *err)
{
    const size_t n = (size_t)rv_tool_count(operands) - 1;
    int64_t *records = malloc(n * sizeof *records);
    char hex[RV_DIGEST_HEX];
    rv_status st = records ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = rv_record_find(work->store, operands[i + 1], &records[i], err);
    if (st == RV_OK)
        st = rv_screen_assign(work->store, work->protocol, work->who, stage_or_first(work), operands[0], records, n, !take_back,
                              hex, err);
    free(records);
    return st == RV_OK ? done("assignment.give", hex) : st;
}

/* How many operands a verb takes. */
static rv_status check(int verb, char **operands, rv_error *err)
{
    static const struct { int least, most; } wanted[] = {
        { 0, 0 }, { 2, 2 }, { 0, 0 }, { 1, 1 }, { 0, 0 }, { 2, 2 }, { 2, 2 }, { 0, 0 }, { 2, 1 << 20 }, { 2, 2 }, { 0, 0 }, { 0, 0 },
        { 0, 0 },
    };
    const int n = rv_tool_count(operands);

    if (verb == NEXT && n)
        return rv_fail(err, RV_EUSAGE, "'%s' is not a verb; see review-screen --help", operands[0]);
    if (n < wanted[verb].least || n > wanted[verb].most)
        return rv_fail(err, RV_EUSAGE, "%s: %s", verbs[verb].name, verbs[verb].help);
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

static rv_status read_records(rv_screening *work, rv_error *err)
{
    rv_desk_options o = RV_DESK_OPTIONS_INIT;

    if (!(random_share >= 0 && random_share <= 1))
        return rv_fail(err, RV_EUSAGE, "--random is %g; it must be a share from 0 to 1", random_share);
    if (seed < 0)
        return rv_fail(err, RV_EUSAGE, "--seed is %lld; it must not be below 0", (long long)seed);
    if (porcelain)
        return rv_fail(err, RV_EUSAGE, "read: --porcelain is for programs, and read for a person");
    o.mode = (rv_desk_mode)order;
    o.random_share = random_share;
    o.seed = (uint64_t)seed;
    return rv_screening_read(work, &o, plain, err);
}

static rv_status act(rv_screening *work, int verb, char **operands, rv_error *err)
{
    switch (verb) {
    case NEXT:      return rv_screening_next(work, err);
    case DECIDE:    return decide(work, operands, false, err);
    case LIST:      return rv_screening_list(work, false, err);
    case IMPORT:    return import(work, operands[0], err);
    case CONFLICTS: return rv_screening_conflicts(work, err);
    case RESOLVE:   return decide(work, operands, true, err);
    case STATE:     return state(work, operands, err);
    case STATES:    return rv_screening_list(work, true, err);
    case ASSIGN:    return assign(work, operands, err);
    case READ:      return read_records(work, err);
    case AGREEMENT: return rv_screening_agreement(work, operands[0], operands[1], err);
    default:        return rv_screening_export(work, err);
    }
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    rv_screening work = { 0 };
    const char *path;
    int verb;
    char **operands = rv_tool_start(&command, argc, argv, &verb);
    const bool anybody = verb == LIST || verb == CONFLICTS || verb == STATES || verb == AGREEMENT || verb == EXPORT;
    rv_status st;

    work.stage = stage;
    work.output = output;
    work.format = format;
    if ((st = check(verb, operands, &err)) == RV_OK && verb == SIMULATE) {
        st = rv_screening_simulate(labels, priors, model, all, output, &err);
        free(operands);
        return st == RV_OK ? 0 : rv_tool_fail(&err);
    }
    if (st == RV_OK && (st = rv_tool_review(review, &path, &err)) == RV_OK) {
        st = rv_tool_person(person, &work.who, &err);
        if (st != RV_OK && anybody) {
            work.who = NULL;
            st = RV_OK;
        }
    }
    if (st == RV_OK && (st = rv_store_open(&work.store, path, &err)) == RV_OK
        && (st = rv_tool_protocol(work.store, &work.protocol, &err)) == RV_OK && (st = check_stage(&work, &err)) == RV_OK)
        st = act(&work, verb, operands, &err);
    rv_protocol_free(work.protocol);
    rv_store_close(work.store);
    free(operands);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
