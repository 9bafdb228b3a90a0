/* review-import: search exports into records of the review. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

#include "tools/oddities.h"
#include "tools/opts.h"

static const char *review, *person, *output, *oddities, *encoding;
static rv_source   source;
static int         format, kind = -1, from = -1;
static bool        porcelain, dry_run;

static const rv_opt options[] = {
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, porcelain),
    RV_OPTS_OUTPUT(format, output),
    { RV_OPT_TEXT, 's', "source", &source.name, "NAME", "where the records come from, such as ERIC", NULL },
    { RV_OPT_CHOICE, 'k', "kind", &kind, "KIND", "what the source is: database, register, website, ...", rv_source_kinds },
    { RV_OPT_TEXT, 'p', "platform", &source.platform, "NAME", "through what it was searched, such as ProQuest", NULL },
    { RV_OPT_TEXT, 'd', "searched", &source.searched, "DATE", "when, as 2026-11-24", NULL },
    { RV_OPT_TEXT, 't', "strategy", &source.strategy, "TEXT", "the search as it was run", NULL },
    { RV_OPT_CHOICE, 'F', "from", &from, "FORMAT", "format of the files (else found from their content)", rv_refs_formats },
    { RV_OPT_TEXT, 'e', "encoding", &encoding, "NAME", "encoding of the files (else found from their content)", NULL },
    { RV_OPT_TEXT, 'O', "oddities", &oddities, "FILE", "write everything odd as CSV: file, line, record, kind, what", NULL },
    { RV_OPT_FLAG, 'n', "dry-run", &dry_run, NULL, "read the files and say what is in them; import nothing", NULL },
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-import", "--source NAME --kind KIND FILE...",
    "Imports the records of search exports (RIS, PubMed XML, CSV): all files or none.", options, NULL
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
    if ((st = rv_tool_review(review, &path, err)) != RV_OK || (st = rv_tool_person(person, &who, err)) != RV_OK
        || (st = rv_store_open(&store, path, err)) != RV_OK)
        return st;
    progress = rv_tool_progress("records read");
    st = rv_refs_import(store, who, &source, (const char *const *)paths, n, from >= 0 ? rv_refs_formats[from] : NULL, encoding,
                        rv_oddity_take, NULL, &progress, files, hex, err);
    rv_tool_progress_end();
    rv_store_close(store);
    for (i = 0; st == RV_OK && i < n; i++)
        rv_tool_ack(porcelain, "file.import", files[i].digest);
    return st;
}

int main(int argc, char **argv)
{
    rv_error        err = { .code = RV_OK };
    rv_import_file *files = NULL;
    char          **paths = rv_tool_start(&command, argc, argv, NULL);
    size_t          n = 0;
    rv_status       st = RV_OK;

    while (paths[n])
        n++;
    if (n == 0)
        st = rv_fail(&err, RV_EUSAGE, "which files? give at least one; - is standard input");
    else if (!(files = calloc(n, sizeof *files)))
        st = rv_fail(&err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && oddities)
        st = rv_oddities_open(oddities, &err);
    if (st == RV_OK) {
        st = dry_run ? read_only(paths, n, files, &err) : import(paths, n, files, &err);
        st = rv_oddities_close(st, &err);
    }
    if (st == RV_OK)
        st = write_summary(paths, n, files, &err);
    free(files);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
