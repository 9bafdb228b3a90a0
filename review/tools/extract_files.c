/* Files: the form to be filled in, what comes back, and what other programs read and write. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/screen.h"

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

/* Reports that the last stage of screening included and that are of no study yet. */
typedef struct {
    const char *stage;
    int64_t    *included;         /* by id */
    size_t      n_included, room;
    rv_sheet_report *reports;
    size_t      n;
} waiting;

static bool grow(waiting *w)
{
    int64_t *more;

    if (w->n_included < w->room)
        return true;
    if (!(more = realloc(w->included, (2 * w->room + 64) * sizeof *more)))
        return false;
    w->included = more;
    w->room = 2 * w->room + 64;
    return true;
}

static rv_status take_status(void *user, const rv_screen_status *row, rv_error *err)
{
    waiting *w = user;

    if (row->outcome != RV_SCREEN_INCLUDED || strcmp(row->stage, w->stage) != 0)
        return RV_OK;
    if (!grow(w))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->included[w->n_included++] = row->report;
    return RV_OK;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static rv_status leave_out(void *user, const rv_study_report *row, rv_error *err)
{
    waiting *w = user;
    int64_t *found = w->n_included ? bsearch(&row->report, w->included, w->n_included, sizeof *found, by_id) : NULL;

    (void)err;
    if (found) {
        memmove(found, found + 1, (size_t)(w->included + w->n_included - found - 1) * sizeof *found);
        w->n_included--;
    }
    return RV_OK;
}

/* "Smith 2019": the first author's family name and the year; of two the same, the second has its record's number. */
static rv_status name_report(void *user, const rv_stored_record *report, rv_error *err)
{
    waiting *w = user;
    const char *authors = report->fields.authors ? report->fields.authors : "";
    char name[200], year[16] = "";
    char *kept;

    if (report->fields.year)
        snprintf(year, sizeof year, " %d", (int)report->fields.year);
    if (*authors)
        snprintf(name, sizeof name, "%.*s%s", (int)(strcspn(authors, ",;") < 80 ? strcspn(authors, ",;") : 80), authors, year);
    else
        snprintf(name, sizeof name, "report %lld", (long long)report->id);
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->reports[i].study, name) == 0) {
            snprintf(name + strlen(name), sizeof name - strlen(name), " (%lld)", (long long)report->id);
            break;
        }
    if (!(kept = strdup(name)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->reports[w->n++] = (rv_sheet_report){ kept, report->id };
    return RV_OK;
}

static rv_status find_waiting(const rv_extraction *work, waiting *w, rv_error *err)
{
    const rv_protocol *p = work->protocol;
    rv_status st;

    if (p->n_stages == 0)
        return RV_OK;
    w->stage = p->stages[p->n_stages - 1].id;
    if ((st = rv_screen_each(work->store, p, NULL, take_status, w, err)) != RV_OK)
        return st;
    if (w->n_included)
        qsort(w->included, w->n_included, sizeof *w->included, by_id);
    if ((st = rv_study_reports(work->store, leave_out, w, err)) != RV_OK)
        return st;
    if (!(w->reports = calloc(w->n_included + 1, sizeof *w->reports)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < w->n_included; i++)
        st = rv_reports_each(work->store, w->included[i], w->included[i], name_report, w, err);
    return st;
}

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
    waiting w = { 0 };
    rv_output *to = NULL;
    rv_status st;

    if (work->format >= 0 && work->format != RV_FORMAT_CSV)
        return rv_fail(err, RV_EUSAGE, "a sheet is a workbook, or CSV");
    if (!level && (!work->output || strcmp(work->output, "-") == 0) && isatty(STDOUT_FILENO))
        return rv_fail(err, RV_EUSAGE, "a workbook is nothing for a terminal; give --output FILE.xlsx");
    if (work->protocol->extraction == RV_EXTRACT_DOUBLE && !work->who)
        return rv_fail(err, RV_EUSAGE, "two people extract, each their own version; say whose sheet it is by --as NAME");
    if ((st = find_waiting(work, &w, err)) == RV_OK && (st = rv_output_open(&to, work->output, err)) == RV_OK)
        st = finish(rv_extract_sheet(work->store, work->protocol, work->who, level, w.reports, w.n, to, err), to, err);
    for (size_t i = 0; i < w.n; i++)
        free((char *)w.reports[i].study);
    free(w.reports);
    free(w.included);
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
