/* Files: the form to be filled in, what comes back, and what other programs read and write. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/report.h"

#include "tools/extract.h"

/* ---- In ---------------------------------------------------------------------------------------------------------------------------------- */

/* An import under way; extract_warn() counts the faults in its first member. */
typedef struct {
    size_t    faults;
    rv_table *changes;            /* NULL: they are not shown */
} importing;

static void show_change(void *user, const rv_extract_change *c)
{
    const importing *in = user;
    const char *const cells[] = { c->what, c->study, c->result, c->field, c->from, c->to };

    for (size_t i = 0; in->changes && i < sizeof cells / sizeof *cells; i++)
        extract_text(in->changes, cells[i]);
    if (in->changes)
        rv_table_row(in->changes);
}

static rv_status import_file(rv_extraction *work, const char *path, rv_table *changes, rv_error *err)
{
    importing in = { 0, changes };
    rv_extract_options options = RV_EXTRACT_OPTIONS_INIT;
    rv_extract_summary did;
    rv_status st;

    options.from = work->from >= 0 ? rv_extract_formats[work->from] : NULL;
    options.map = work->map.items;
    options.n_map = work->map.count;
    options.domain = work->domain;
    options.dry_run = work->dry_run;
    options.changed = changes ? show_change : NULL;
    if ((st = rv_extract_file(work->store, work->protocol, work->who, path, &options, extract_warn, &in, &did, err)) != RV_OK)
        return st;
    if (did.event[0])
        rv_tool_ack(work->porcelain, did.kind, did.event);
    extract_say_what(path, &did);
    return RV_OK;
}

typedef struct {
    rv_extraction *work;
    char         **files;
} files;

static rv_status fill_changes(rv_table *table, void *user, rv_error *err)
{
    const files *f = user;
    rv_status st = RV_OK;

    for (char **path = f->files; st == RV_OK && *path; path++)
        st = import_file(f->work, *path, table, err);
    return st;
}

rv_status extract_import(rv_extraction *work, char **paths, rv_error *err)
{
    static const char *const columns[] = { "what", "study", "result", "field", "from", "to" };
    rv_status st = RV_OK;

    for (size_t i = 0; i < work->map.count; i++)
        if (!strchr(work->map.items[i], '='))
            return rv_fail(err, RV_EUSAGE, "--map is NAME=FIELD; '%.100s' has no =", work->map.items[i]);
    if (work->domain && !rv_protocol_domain(work->protocol, work->domain))
        return rv_fail(err, RV_EUSAGE, "the protocol has no outcome domain '%.100s'", work->domain);
    if (work->dry_run)
        return extract_table(work, RV_FORMAT_TEXT, columns, 6, fill_changes, &(files){ work, paths }, err);
    for (; st == RV_OK && *paths; paths++)
        st = import_file(work, *paths, NULL, err);
    return st;
}

/* ---- Out --------------------------------------------------------------------------------------------------------------------------------- */

static rv_status finish(rv_status st, rv_output *to, rv_error *err)
{
    if (st == RV_OK)
        return rv_output_close(to, err);
    rv_output_drop(to);
    return st;
}

rv_status extract_sheet(rv_extraction *work, char **operands, rv_error *err)
{
    const size_t n = work->output ? strlen(work->output) : 0;
    const bool csv = n > 4 && strcmp(work->output + n - 4, ".csv") == 0;
    const char *level = operands[0] ? operands[0] : csv || work->format == RV_FORMAT_CSV ? "results" : NULL;
    rv_sheet_report *reports = NULL;
    size_t n_reports = 0;
    rv_output *to = NULL;
    rv_status st;

    if (work->format >= 0 && work->format != RV_FORMAT_CSV)
        return rv_fail(err, RV_EUSAGE, "a sheet is a workbook, or CSV");
    if (!level && (!work->output || strcmp(work->output, "-") == 0) && isatty(STDOUT_FILENO))
        return rv_fail(err, RV_EUSAGE, "a workbook is nothing for a terminal; give --output FILE.xlsx");
    if (work->protocol->extraction == RV_EXTRACT_DOUBLE && !work->who)
        return rv_fail(err, RV_EUSAGE, "two people extract, each their own version; say whose sheet it is by --as NAME");
    if ((st = rv_reports_unstudied(work->store, work->protocol, &reports, &n_reports, err)) == RV_OK
        && (st = rv_output_open(&to, work->output, err)) == RV_OK)
        st = finish(rv_extract_sheet(work->store, work->protocol, work->who, level, reports, n_reports, to, err), to, err);
    rv_reports_unstudied_free(reports, n_reports);
    return st;
}

static void tell(void *user, const rv_extract_warning *w)
{
    (void)user;
    rv_tool_say("%s: %s", w->column, w->message);
}

rv_status extract_give(rv_extraction *work, rv_error *err)
{
    rv_output *to = NULL;
    rv_status st = rv_output_open(&to, work->output, err);

    if (st != RV_OK)
        return st;
    return finish(rv_extract_write(work->store, work->protocol, rv_extract_formats_written[work->to], to, tell, NULL, err), to, err);
}
