/* review-dedup: which records are one report, and which reports are of one study; in a review, or in files without one. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/screen.h"

#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/review_file.h"

static const char *review, *person;
static int         verdict = -1, versions = -1, preprints = -1, editions = -1;
static int64_t     threads;
static bool        estimate;
static rv_plain    plain = { .from = -1, .to = -1 };
static rv_dedup_work work = { .role = "secondary", .format = -1, .run = RV_DEDUP_RUN_OPTIONS_INIT };

/* The first is the default. */
static const char *const version_words[] = { "one", "apart", NULL }, *const apart_words[] = { "apart", "one", NULL };
static const char *const link_verdicts[] = { "same", "apart", "study", "unsure", "none", NULL };

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(work.format, work.output),
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, work.porcelain),
    { RV_OPT_FLAG, 'n', "dry-run", &work.dry_run, NULL, "run, study follow: say what would be done; do nothing", NULL },
    { RV_OPT_FLAG, 0, "estimate", &estimate, NULL, "run: estimate the weights anew, and compare everything by them", NULL },
    { RV_OPT_CHOICE, 0, "versions", &versions, "WHAT",
      "versions of a Cochrane review are one report, or stay apart (default: as the protocol "
      "says, else one)",
      version_words },
    { RV_OPT_CHOICE, 0, "preprints", &preprints, "WHAT",
      "preprint and article are two reports of one study, or one report (default: as the "
      "protocol says, else apart)",
      apart_words },
    { RV_OPT_CHOICE, 0, "editions", &editions, "WHAT",
      "working paper and article, and editions of a report, are two reports of one study, or "
      "one report (default: as the protocol says, else apart)",
      apart_words },
    { RV_OPT_INT, 0, "threads", &threads, "N", "run, files: work in N threads (default: as many as there are processors)", NULL },
    { RV_OPT_TEXT, 'w', "reason", &work.reason, "TEXT", "why (merge, split, same-study, undo, choose, study merge, study split, queue)",
      NULL },
    { RV_OPT_TEXT, 0, "answers", &work.answers, "FILE", "queue: take the answers of a queue that was written as a table", NULL },
    { RV_OPT_CHOICE, 0, "verdict", &verdict, "WHAT", "list: only links that say", link_verdicts },
    { RV_OPT_FLAG, 0, "standing", &work.standing, NULL, "list: only links that stand", NULL },
    { RV_OPT_TEXT, 0, "role", &work.role, "ROLE", "study link: primary, secondary, none (default secondary)", NULL },
    { RV_OPT_TEXT, 0, "clusters", &plain.clusters, "FILE", "files: write id,cluster of their records", NULL },
    { RV_OPT_TEXT, 0, "queue", &plain.queue, "FILE", "files: write the pairs that a person should look at", NULL },
    { RV_OPT_TEXT, 0, "explain", &plain.explain, "FILE", "files: write every pair that was found, with its reason", NULL },
    { RV_OPT_TEXT, 0, "unique", &plain.unique, "FILE", "files: write one record of each report, the one that says most", NULL },
    { RV_OPT_CHOICE, 't', "to", &plain.to, "FORMAT", "files: format of --unique (else as its name ends, else ris)",
      rv_refs_written },
    { RV_OPT_CHOICE, 'F', "from", &plain.from, "FORMAT", "files: their format (else found from their content)", rv_refs_formats },
    { RV_OPT_TEXT, 'e', "encoding", &plain.encoding, "NAME", "files: their encoding (else found from their content)", NULL },
    { RV_OPT_TEXT, 'O', "oddities", &plain.oddities, "FILE",
      "files: write everything odd as CSV: file, line, record, kind, message", NULL },
    { .kind = RV_OPT_END }
};

enum { RUN, LIST, QUEUE, MERGE, SPLIT, SAME_STUDY, UNDO, COUNTS, HEAD, CHOOSE, STUDIES, STUDY };
static const rv_verb verbs[] = {
    { "run", "find records that are one report, merge them, queue what is unsure" },
    { "list", "every link ever said with its reason" },
    { "queue", "pairs to look at: one by one on a terminal, else as a table" },
    { "merge", "RECORD RECORD: these are one report" },
    { "split", "RECORD RECORD: these are not" },
    { "same-study", "RECORD RECORD: these are two reports of one study" },
    { "undo", "EVENT: take back a run, a word on two records or an undo" },
    { "counts", "records, duplicates and reports of each source" },
    { "head", "REPORT [FIELD]: what a report says, field by field, and from which record" },
    { "choose", "REPORT FIELD|place|all RECORD|none: take a field from this record" },
    { "studies", "the studies with their reports" },
    { "study", "link STUDY RECORD | primary STUDY RECORD | merge FROM INTO | split STUDY RECORD INTO | linked | follow" },
    { NULL, NULL }
};

static const rv_command command = {
    "review-dedup", "[VERB] [OPERAND...]\n--clusters OUT [--queue OUT] [--explain OUT] [--unique OUT] [FILE...]",
    "Finds which records are one report, and keeps which reports are of one study.", options, verbs
};

/* ---- Files ------------------------------------------------------------------------------------------------------------------- */

static rv_status read_threads(unsigned *to, rv_error *err)
{
    *to = (unsigned)threads;
    if (threads < 0 || threads > 256)
        return rv_fail(err, RV_EUSAGE, "--threads is %lld; it is from 1 to 256, or 0 for as many as there are processors",
                       (long long)threads);
    return RV_OK;
}

static bool is_of_files(void)
{
    return plain.clusters || plain.queue || plain.explain || plain.unique;
}

/* Files and reviews are two ways of working; what is of the one says nothing in the other. */
static rv_status compare_files(const char *const *paths, rv_error *err)
{
    const struct { bool given; const char *name; } of_review[] = {
        { review, "review" }, { person, "as" }, { work.output, "output" }, { work.format >= 0, "format" },
        { work.porcelain, "porcelain" }, { work.dry_run, "dry-run" }, { work.answers, "answers" }, { work.reason, "reason" },
        { work.standing, "standing" }, { verdict >= 0, "verdict" }, { estimate, "estimate" },
    };
    rv_status st;

    if (rv_tool_verb_named())
        return rv_fail(err, RV_EUSAGE,
                       "--clusters, --queue, --explain and --unique are for files, without a verb; verbs work on a review");
    for (size_t i = 0; i < sizeof of_review / sizeof *of_review; i++)
        if (of_review[i].given)
            return rv_fail(err, RV_EUSAGE,
                           "--%s is for a review; --clusters, --queue, --explain and --unique compare files without one",
                           of_review[i].name);
    plain.policy = (rv_dedup_policy){ versions == 1, preprints == 1, editions == 1 };
    if ((st = read_threads(&plain.threads, err)) == RV_OK)
        st = rv_dedup_plain(&plain, paths, err);
    return st;
}

/* ---- A review ---------------------------------------------------------------------------------------------------------------- */

static rv_status check(int verb, char **operands, rv_error *err)
{
    const bool takes_operands = verb == MERGE || verb == SPLIT || verb == SAME_STUDY || verb == UNDO || verb == HEAD || verb == CHOOSE
                                || verb == STUDY;

    if (!takes_operands && operands[0])
        return rv_fail(err, RV_EUSAGE,
                       "'%s' is not a verb; there are run, list, queue, merge, split, same-study, undo, counts, head, choose, studies, study. "
                       "For files without a review, say what to write: --clusters, --queue, --explain, --unique",
                       operands[0]);
    if (plain.from >= 0 || plain.to >= 0 || plain.encoding || plain.oddities)
        return rv_fail(err, RV_EUSAGE,
                       "--from, --to, --encoding and --oddities are for files; say what to write of them: --clusters, --queue, "
                       "--explain, --unique");
    return verb != QUEUE && work.answers ? rv_fail(err, RV_EUSAGE, "--answers is for the verb queue") : RV_OK;
}

/* The policy is the protocol's where it is not said; what is said otherwise is a deviation that reports tell. */
static rv_status plan_run(rv_error *err)
{
    rv_protocol *protocol = NULL;
    rv_status st = rv_tool_protocol(work.store, &protocol, err);
    const rv_one_report planned = protocol ? protocol->dedup : (rv_one_report){ false, false, false };
    const struct { const char *name; const char *const *words; int *said; bool planned, *to; } policies[] = {
        { "versions", version_words, &versions, planned.versions_apart, &work.run.policy.versions_apart },
        { "preprints", apart_words, &preprints, planned.preprints_one, &work.run.policy.preprints_one },
        { "editions", apart_words, &editions, planned.editions_one, &work.run.policy.editions_one },
    };

    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        *policies[i].to = *policies[i].said >= 0 ? *policies[i].said == 1 : policies[i].planned;
        if (st == RV_OK && *policies[i].to != policies[i].planned)
            rv_tool_say("--%s %s is otherwise than planned (%s); reports tell it as a deviation from the protocol",
                        policies[i].name, policies[i].words[*policies[i].to], policies[i].words[policies[i].planned]);
    }
    rv_protocol_free(protocol);
    return st == RV_ENOTFOUND ? RV_OK : st;      /* without a protocol nothing is planned */
}

static rv_status run(rv_error *err)
{
    const rv_status st = plan_run(err);

    return st == RV_OK ? rv_dedup_do_run(&work, err) : st;
}

static rv_status queue(rv_error *err)
{
    return work.answers ? rv_dedup_do_answers(&work, err)
           : work.who   ? rv_dedup_do_terminal(&work, err)
                        : rv_dedup_do_queue(&work, err);
}

static rv_status act(int verb, char **operands, rv_error *err)
{
    switch (verb) {
    case RUN:        return run(err);
    case LIST:       return rv_dedup_do_list(&work, err);
    case QUEUE:      return queue(err);
    case MERGE:      return rv_dedup_do_judge(&work, "merge", RV_DEDUP_SAME, operands, err);
    case SPLIT:      return rv_dedup_do_judge(&work, "split", RV_DEDUP_NONE, operands, err);
    case SAME_STUDY: return rv_dedup_do_judge(&work, "same-study", RV_DEDUP_STUDY, operands, err);
    case UNDO:       return rv_dedup_do_undo(&work, operands, err);
    case COUNTS:     return rv_dedup_do_counts(&work, err);
    case HEAD:       return rv_dedup_head(work.store, operands, work.output, work.format < 0 ? 0 : work.format, err);
    case CHOOSE:     return rv_dedup_choose(work.store, work.who, operands, work.reason, work.porcelain, err);
    case STUDIES:    return rv_dedup_do_studies(&work, err);
    default:         return rv_dedup_do_study(&work, operands, err);
    }
}

static bool only_reads(int verb, char **operands)
{
    const bool terminal = work.format < 0 && !work.output && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

    return verb == LIST || verb == COUNTS || verb == HEAD || verb == STUDIES || (verb == RUN && work.dry_run)
           || (verb == QUEUE && !work.answers && !terminal)
           || (verb == STUDY && operands[0]
               && (strcmp(operands[0], "linked") == 0 || (work.dry_run && strcmp(operands[0], "follow") == 0)));
}

static rv_status use_review(int verb, char **operands, rv_error *err)
{
    const char *path;
    rv_status st;

    work.verdict = verdict >= 0 ? link_verdicts[verdict] : NULL;
    work.run.estimate = estimate;
    if ((st = check(verb, operands, err)) != RV_OK || (st = read_threads(&work.run.threads, err)) != RV_OK
        || (st = rv_tool_review(review, &path, err)) != RV_OK)
        return st;
    if (!only_reads(verb, operands))
        st = rv_tool_person(person, &work.who, err);
    if (st == RV_OK && (st = rv_store_open(&work.store, path, err)) == RV_OK
        && (!work.who || (st = rv_person_may(work.store, work.who, RV_MAY_SCREEN, err)) == RV_OK))
        st = act(verb, operands, err);
    rv_store_close(work.store);
    return st;
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    int verb;
    char **operands = rv_tool_start(&command, argc, argv, &verb);
    const rv_status st = is_of_files() ? compare_files((const char *const *)operands, &err) : use_review(verb, operands, &err);

    free(operands);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
