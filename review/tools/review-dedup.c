/* review-dedup: which records are one report, and which reports are of one study. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/dedup.h"
#include "review/refs.h"
#include "tools/dedup.h"
#include "tools/listing.h"
#include "tools/opts.h"

static const char *output, *review, *person, *reason, *role = "secondary";
static int  format;
static bool porcelain, dry_run;
static rv_plain plain = { .from = -1 };

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(format, output),
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, porcelain),
    { RV_OPT_FLAG, 'n', "dry-run", &dry_run, NULL, "run: say what would be merged; merge nothing", NULL },
    { RV_OPT_TEXT, 0, "clusters", &plain.clusters, "FILE", "no review: write id,cluster of the records of files", NULL },
    { RV_OPT_TEXT, 0, "queue", &plain.queue, "FILE", "no review: write the pairs that a person should look at", NULL },
    { RV_OPT_TEXT, 0, "explain", &plain.explain, "FILE", "no review: write every merge with its reason", NULL },
    { RV_OPT_TEXT, 'w', "reason", &reason, "TEXT", "why (merge, split, undo, choose, study merge, study split)", NULL },
    { RV_OPT_TEXT, 0, "role", &role, "ROLE", "study link: primary, secondary, none (default secondary)", NULL },
    { .kind = RV_OPT_END }
};

enum { RUN, LIST, MERGE, SPLIT, UNDO, STUDIES, HEAD, CHOOSE, STUDY };
static const rv_verb verbs[] = {
    { "run", "find records that are one report, and merge them" },
    { "list", "every merge and split with its reason" },
    { "merge", "RECORD RECORD: these are one report" },
    { "split", "RECORD RECORD: these are not" },
    { "undo", "EVENT: take back a run, merge, split or undo" },
    { "studies", "the studies with their reports" },
    { "head", "REPORT [FIELD]: what a report says, field by field, and from which record" },
    { "choose", "REPORT FIELD|place|all RECORD|none: take a field from this record" },
    { "study", "link STUDY RECORD | primary STUDY RECORD | merge FROM INTO | split STUDY RECORD INTO" },
    { NULL, NULL }
};

static const rv_command command = {
    "review-dedup", "[VERB] [OPERAND...]", "Finds which records are one report, and keeps which reports are of one study.", options, verbs
};

static const char *const columns[] = { "record", "other", "verdict", "rule", "reason", "who", "event", "stands", "title" };

/* ---- Lists ------------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_store         *store;
    const char       *who;
    rv_dedup_summary  summary;
    rv_table         *table;
    char            **titles;        /* by record id, for those that links name */
    size_t            n_titles;
} job;

static rv_status keep_title(void *user, const rv_stored_record *record, rv_error *err)
{
    job *j = user;
    const size_t id = (size_t)record->id;

    if (id >= j->n_titles) {
        const size_t n = id + id / 2 + 64;
        char **more = realloc(j->titles, n * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        memset(more + j->n_titles, 0, (n - j->n_titles) * sizeof *more);
        j->titles = more;
        j->n_titles = n;
    }
    if (record->fields.title && !(j->titles[id] = strdup(record->fields.title)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    return RV_OK;
}

static void free_titles(job *j)
{
    for (size_t i = 0; i < j->n_titles; i++)
        free(j->titles[i]);
    free(j->titles);
}

static rv_status add_link(void *user, const rv_dedup_link *link, rv_error *err)
{
    job *j = user;
    char event[13] = "";

    (void)err;
    strncat(event, link->event, 12);
    rv_table_int(j->table, link->record);
    rv_table_int(j->table, link->other);
    rv_table_text(j->table, link->verdict);
    rv_table_text(j->table, link->rule);
    rv_table_text(j->table, link->reason);
    rv_table_text(j->table, link->who);
    rv_table_text(j->table, format == RV_FORMAT_TEXT ? event : link->event);
    rv_table_text(j->table, link->stands ? "yes" : "no");
    rv_table_text(j->table, (size_t)link->record < j->n_titles ? j->titles[link->record] : NULL);
    rv_table_row(j->table);
    return RV_OK;
}

static rv_status fill_links(rv_table *table, void *user, rv_error *err)
{
    job *j = user;

    j->table = table;
    return rv_dedup_links(j->store, add_link, j, err);
}

static rv_status fill_run(rv_table *table, void *user, rv_error *err)
{
    job *j = user;

    j->table = table;
    return rv_dedup_run(j->store, j->who, dry_run, add_link, j, &j->summary, err);
}

static rv_status run(job *j, rv_error *err)
{
    rv_status st;

    st = porcelain ? rv_dedup_run(j->store, j->who, dry_run, NULL, NULL, &j->summary, err)
                   : rv_tool_table(output, format, columns, sizeof columns / sizeof *columns, fill_run, j, err);
    if (*j->summary.event)
        rv_tool_ack(porcelain, "dedup.run", j->summary.event);
    if (st == RV_OK)
        rv_tool_say("%zu records, %zu pairs compared: %zu %s%s; kept apart as a person said: %zu", j->summary.records,
                    j->summary.compared, j->summary.merged, j->summary.merged == 1 ? "merge" : "merges",
                    dry_run ? " would be made" : "", j->summary.kept_apart);
    return st;
}

static rv_status add_study(void *user, const rv_study_report *row, rv_error *err)
{
    job *j = user;

    (void)err;
    rv_table_text(j->table, row->label);
    if (row->report)
        rv_table_int(j->table, row->report);
    else
        rv_table_missing(j->table);
    rv_table_text(j->table, row->report ? row->role : NULL);
    rv_table_text(j->table, row->report && (size_t)row->report < j->n_titles ? j->titles[row->report] : NULL);
    rv_table_row(j->table);
    return RV_OK;
}

static rv_status fill_studies(rv_table *table, void *user, rv_error *err)
{
    job *j = user;

    j->table = table;
    return rv_study_reports(j->store, add_study, j, err);
}

static rv_status studies(job *j, rv_error *err)
{
    static const char *const names[] = { "study", "report", "role", "title" };

    return rv_tool_table(output, format, names, 4, fill_studies, j, err);
}

/* ---- Acts ---------------------------------------------------------------------------------------------------------------- */

static rv_status judge(job *j, char **operands, bool same, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t a, b;
    rv_status st;

    if (rv_tool_count(operands) != 2)
        return rv_fail(err, RV_EUSAGE, "%s needs two records: review-dedup %s RECORD RECORD --reason TEXT", same ? "merge" : "split",
                       same ? "merge" : "split");
    if (rv_text_missing(reason ? reason : ""))
        return rv_fail(err, RV_EUSAGE, "a %s needs its reason; give --reason TEXT", same ? "merge" : "split");
    if ((st = rv_record_find(j->store, operands[0], &a, err)) != RV_OK
        || (st = rv_record_find(j->store, operands[1], &b, err)) != RV_OK
        || (st = rv_dedup_judge(j->store, j->who, a, b, same, reason, hex, err)) != RV_OK)
        return st;
    rv_tool_ack(porcelain, "dedup.judge", hex);
    rv_tool_say("records %lld and %lld are %s (event %.12s)", (long long)a, (long long)b, same ? "one report" : "kept apart", hex);
    return RV_OK;
}

static rv_status undo(job *j, char **operands, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_status st;

    if (rv_tool_count(operands) != 1)
        return rv_fail(err, RV_EUSAGE, "undo needs one event: review-dedup undo EVENT --reason TEXT (see review-dedup list)");
    if (rv_text_missing(reason ? reason : ""))
        return rv_fail(err, RV_EUSAGE, "an undo needs its reason; give --reason TEXT");
    if ((st = rv_dedup_undo(j->store, j->who, operands[0], reason, hex, err)) != RV_OK)
        return st;
    rv_tool_ack(porcelain, "dedup.undo", hex);
    rv_tool_say("event %.12s is undone (event %.12s)", operands[0], hex);
    return RV_OK;
}

static rv_status link_study(job *j, char **operands, const char *as, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    rv_status st;

    if ((st = rv_record_find(j->store, operands[1], &record, err)) != RV_OK
        || (st = rv_study_give(j->store, j->who, operands[0], record, as, hex, err)) != RV_OK)
        return st;
    rv_tool_ack(porcelain, "study.link", hex);
    rv_tool_say("record %lld is %s of study '%s'", (long long)record,
                strcmp(as, "none") == 0 ? "no report" : strcmp(as, "primary") == 0 ? "the primary report" : "a secondary report",
                operands[0]);
    return RV_OK;
}

static rv_status change_studies(job *j, char **operands, bool merge, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    int64_t record;
    rv_status st;

    if (rv_text_missing(reason ? reason : ""))
        return rv_fail(err, RV_EUSAGE, "a study %s needs its reason; give --reason TEXT", merge ? "merge" : "split");
    if (merge) {
        if ((st = rv_study_merge(j->store, j->who, operands[0], operands[1], reason, hex, err)) == RV_OK)
            rv_tool_say("the reports of study '%s' are of study '%s' now", operands[0], operands[1]);
    } else if ((st = rv_record_find(j->store, operands[1], &record, err)) == RV_OK
               && (st = rv_study_split(j->store, j->who, operands[0], record, operands[2], reason, hex, err)) == RV_OK) {
        rv_tool_say("the report of record %lld is of study '%s' now", (long long)record, operands[2]);
    }
    if (st == RV_OK)
        rv_tool_ack(porcelain, merge ? "study.merge" : "study.split", hex);
    return st;
}

static rv_status study(job *j, char **operands, rv_error *err)
{
    const int n = rv_tool_count(operands);
    const char *what = n ? operands[0] : "";

    if (strcmp(what, "link") == 0 && n == 3)
        return link_study(j, operands + 1, role, err);
    if (strcmp(what, "primary") == 0 && n == 3)
        return link_study(j, operands + 1, "primary", err);
    if (strcmp(what, "merge") == 0 && n == 3)
        return change_studies(j, operands + 1, true, err);
    if (strcmp(what, "split") == 0 && n == 4)
        return change_studies(j, operands + 1, false, err);
    return rv_fail(err, RV_EUSAGE, "study is one of: link STUDY RECORD, primary STUDY RECORD, merge FROM INTO, split STUDY RECORD INTO");
}

static rv_status act(job *j, int verb, char **operands, rv_error *err)
{
    rv_status st = RV_OK;

    if ((verb == RUN || verb == LIST || verb == STUDIES) && operands[0])
        return rv_fail(err, RV_EUSAGE, "'%s' is not a verb; there are run, list, merge, split, undo, studies, head, choose, study", operands[0]);
    if (verb == LIST || verb == STUDIES || (verb == RUN && !porcelain))
        st = rv_records_each(j->store, 0, INT64_MAX, keep_title, j, err);
    if (st != RV_OK)
        return st;
    switch (verb) {
    case RUN:     return run(j, err);
    case LIST:    return rv_tool_table(output, format, columns, sizeof columns / sizeof *columns, fill_links, j, err);
    case MERGE:   return judge(j, operands, true, err);
    case SPLIT:   return judge(j, operands, false, err);
    case UNDO:    return undo(j, operands, err);
    case STUDIES: return studies(j, err);
    case HEAD:    return rv_dedup_head(j->store, operands, output, format, err);
    case CHOOSE:  return rv_dedup_choose(j->store, j->who, operands, reason, porcelain, err);
    default:      return study(j, operands, err);
    }
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    job j = { 0 };
    const char *path;
    int verb;
    char **operands = rv_tool_start(&command, argc, argv, &verb);
    const bool reads = verb == LIST || verb == STUDIES || verb == HEAD || (verb == RUN && dry_run);
    rv_status st;

    if (plain.clusters || plain.queue || plain.explain) {
        st = rv_dedup_plain(&plain, (const char *const *)operands, &err);
        free(operands);
        return st == RV_OK ? 0 : rv_tool_fail(&err);
    }
    st = rv_tool_review(review, &path, &err);
    if (st == RV_OK && !reads)
        st = rv_tool_person(person, &j.who, &err);
    if (st == RV_OK && (st = rv_store_open(&j.store, path, &err)) == RV_OK)
        st = act(&j, verb, operands, &err);
    free_titles(&j);
    rv_store_close(j.store);
    free(operands);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
