/* review-import: search exports into records of the review. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/refs.h"
#include "review/screen.h"

#include "tools/import.h"
#include "tools/oddities.h"
#include "tools/opts.h"

static const char *review, *person, *output, *oddities, *encoding, *reason;
static rv_source   source;
static int         format, kind = -1, from = -1, direction = -1;
static bool        porcelain, dry_run, check, original;

static const char *const directions[] = { "backward", "forward", NULL };

static const rv_opt options[] = {
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, porcelain),
    RV_OPTS_OUTPUT(format, output),
    { RV_OPT_TEXT, 's', "source", &source.name, "NAME", "where the records come from, such as ERIC", NULL },
    { RV_OPT_CHOICE, 'k', "kind", &kind, "KIND", "what the source is: database, register, website, ...", rv_source_kinds },
    { RV_OPT_TEXT, 'p', "platform", &source.platform, "NAME", "through what it was searched, such as ProQuest", NULL },
    { RV_OPT_TEXT, 'd', "searched", &source.searched, "DATE", "when, as 2026-11-24", NULL },
    { RV_OPT_TEXT, 't', "strategy", &source.strategy, "TEXT", "the search as it was run", NULL },
    { RV_OPT_TEXT, 'S', "from-study", &source.seed, "STUDY", "a citation search: the study, record or reference it began from", NULL },
    { RV_OPT_CHOICE, 'D', "direction", &direction, "WAY", "a citation search: backward (what the study cites) or forward (what cites it)",
      directions },
    { RV_OPT_CHOICE, 'F', "from", &from, "FORMAT", "format of the files (else found from their content)", rv_refs_formats },
    { RV_OPT_TEXT, 'e', "encoding", &encoding, "NAME", "encoding of the files (else found from their content)", NULL },
    { RV_OPT_TEXT, 'O', "oddities", &oddities, "FILE", "write everything odd as CSV: file, line, record, kind, what", NULL },
    { RV_OPT_FLAG, 'c', "check", &check, NULL, "read the files and tell what is in them and what is odd; import nothing", NULL },
    { RV_OPT_FLAG, 'n', "dry-run", &dry_run, NULL, "read the files as for an import; import nothing", NULL },
    { RV_OPT_TEXT, 'w', "because", &reason, "TEXT", "edit: why", NULL },
    { RV_OPT_FLAG, 0, "original", &original, NULL, "edit: let the original stand again", NULL },
    { .kind = RV_OPT_END }
};

enum { IMPORT, EDIT };
static const rv_verb verbs[] = {
    { "files", "import the records of files (what is done without a verb)" },
    { "edit", "RECORD FIELD VALUE: how a field of a record should read; VALUE - is standard input; the original stays" },
    { NULL, NULL }
};

static const rv_command command = {
    "review-import", "--source NAME --kind KIND FILE...",
    "Imports the records of search exports, in any format that review-convert reads: all files or none.", options, verbs
};

static rv_status write_summary(char *const *paths, size_t n, const rv_import_file *files, rv_error *err)
{
    static const char *const columns[] = { "file", "format", "encoding", "records", "oddities", "digest" };
    rv_output *out = NULL;
    rv_table  *table = NULL;
    size_t     i;
    rv_status  st, ended;

    if ((st = rv_output_open(&out, output, err)) == RV_OK
        && (st = rv_table_open(&table, out, (rv_format)format, columns, 6, err)) == RV_OK) {
        for (i = 0; i < n; i++) {
            const char *slash = strrchr(paths[i], '/');

            rv_table_text(table, slash && slash[1] ? slash + 1 : paths[i]);
            rv_table_text(table, files[i].summary.format);
            rv_table_text(table, files[i].summary.encoding);
            rv_table_int(table, (int64_t)files[i].records);
            rv_table_int(table, (int64_t)files[i].summary.problems);
            rv_table_text(table, files[i].digest[0] ? files[i].digest : NULL);
            rv_table_row(table);
        }
        st = rv_table_close(table, err);
    }
    if (st != RV_OK) {
        rv_output_drop(out);
        return st;
    }
    ended = rv_output_close(out, err);
    return ended;
}

/* The files without a review: what would be imported. */
static rv_status read_only(char *const *paths, size_t n, rv_import_file *files, rv_error *err)
{
    const rv_refs_sink sink = { .problem = rv_oddity_take };
    size_t             i;
    rv_status          st = RV_OK;

    for (i = 0; st == RV_OK && i < n; i++) {
        st = rv_refs_read(paths[i], from >= 0 ? rv_refs_formats[from] : NULL, encoding, &sink, &files[i].summary, err);
        files[i].records = files[i].summary.records;
    }
    return st;
}

static rv_status import(char *const *paths, size_t n, rv_import_file *files, rv_error *err)
{
    const char *path, *who;
    char        hex[RV_DIGEST_HEX];
    rv_store   *store = NULL;
    rv_progress progress;
    size_t      i;
    rv_status   st;

    if (!source.name)
        return rv_fail(err, RV_EUSAGE, "where do the records come from? give --source NAME");
    if (kind < 0)
        return rv_fail(err, RV_EUSAGE, "what is %s? give --kind (database, register, website, organisation, citation, contact)",
                       source.name);
    source.kind = rv_source_kinds[kind];
    source.direction = direction >= 0 ? directions[direction] : NULL;
    if ((st = rv_tool_review(review, &path, err)) != RV_OK || (st = rv_tool_person(person, &who, err)) != RV_OK
        || (st = rv_store_open(&store, path, err)) != RV_OK || (st = rv_person_may(store, who, RV_MAY_SCREEN, err)) != RV_OK) {
        rv_store_close(store);
        return st;
    }
    progress = rv_tool_progress("records read");
    st = rv_refs_import(store, who, &source, (const char *const *)paths, n, from >= 0 ? rv_refs_formats[from] : NULL, encoding,
                        rv_oddity_take, NULL, &progress, files, hex, err);
    rv_tool_progress_end();
    rv_store_close(store);
    for (i = 0; st == RV_OK && i < n; i++) {
        rv_tool_ack(porcelain, "file.import", files[i].digest);
        rv_import_say_decisions(paths[i], &files[i].summary);
    }
    return st;
}

static rv_status import_files(char *const *paths, rv_error *err)
{
    rv_import_file *files;
    size_t          n = 0;
    rv_status       st;

    while (paths[n])
        n++;
    if (!(files = calloc(n, sizeof *files)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_oddities_open(oddities, err)) == RV_OK)
        st = rv_oddities_close(dry_run ? read_only(paths, n, files, err) : import(paths, n, files, err), err);
    if (st == RV_OK)
        st = write_summary(paths, n, files, err);
    free(files);
    return st;
}

static rv_status check_files(char *const *paths, rv_error *err)
{
    rv_status st = rv_oddities_open(oddities, err);

    return st == RV_OK ? rv_oddities_close(rv_import_check(paths, from >= 0 ? rv_refs_formats[from] : NULL, encoding, (rv_format)format,
                                                           output, err), err) : st;
}

int main(int argc, char **argv)
{
    rv_error  err = { .code = RV_OK };
    int       verb;
    char    **operands = rv_tool_start(&command, argc, argv, &verb);
    rv_status st;

    if (verb == EDIT)
        st = rv_import_edit(review, person, operands, reason, original, porcelain, &err);
    else if (!*operands)
        st = rv_fail(&err, RV_EUSAGE, "which files? give at least one; - is standard input");
    else
        st = check ? check_files(operands, &err) : import_files(operands, &err);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
