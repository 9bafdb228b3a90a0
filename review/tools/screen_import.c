/* review-screen import and export --to: decisions of files and of other programs. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tools/opts.h"
#include "tools/screen_import.h"

typedef struct {
    rv_table *table;              /* of what is unsure; NULL: told in words */
    size_t    told;
} doubts;

enum { SHOWN = 20 };

static void tell_fault(void *user, const rv_problem *fault)
{
    (void)user;
    if (fault->line)
        rv_tool_say("%s:%zu: %s", fault->file, fault->line, fault->message);
    else
        rv_tool_say("%s: %s", fault->file, fault->message);
}

static const char *const doubt_columns[] = {
    "answer", "record", "probability", "why", "title", "authors", "year", "doi", "record_title", "record_authors", "record_year", "report", "file",
    "line", "decisions",
};

static void put_year(rv_table *table, int64_t year)
{
    if (year)
        rv_table_int(table, year);
    else
        rv_table_missing(table);
}

static void add_doubt(rv_table *table, const rv_screen_doubt *d)
{
    rv_table_missing(table);
    rv_table_text(table, d->key);
    rv_table_real(table, d->probability);
    rv_table_text(table, d->candidates ? d->why : "no record found");
    rv_table_text(table, d->entry->title);
    rv_table_text(table, d->entry->authors);
    put_year(table, d->entry->year);
    rv_table_text(table, d->entry->doi);
    rv_table_text(table, d->fields ? d->fields->title : NULL);
    rv_table_text(table, d->fields ? d->fields->authors : NULL);
    put_year(table, d->fields ? d->fields->year : 0);
    if (d->report)
        rv_table_int(table, d->report);
    else
        rv_table_missing(table);
    rv_table_text(table, d->file);
    rv_table_int(table, (int64_t)d->line);
    rv_table_text(table, d->decisions);
    rv_table_row(table);
}

static rv_status take_doubt(void *user, const rv_screen_doubt *d, rv_error *err)
{
    doubts *all = user;
    const char *title = d->entry->title ? d->entry->title : d->entry->doi ? d->entry->doi : d->entry->pmid ? d->entry->pmid
                        : d->entry->accession ? d->entry->accession : "an entry without a title";

    (void)err;
    if (all->table)
        add_doubt(all->table, d);
    if (all->told++ >= SHOWN)
        return RV_OK;
    if (!d->candidates)
        rv_tool_say("%s:%zu: no record is '%.100s'", d->file, d->line, title);
    else
        rv_tool_say("%s:%zu: '%.100s' may be record %lld '%.100s': %s", d->file, d->line, title, (long long)d->record,
                    d->fields->title ? d->fields->title : "", d->why);
    return RV_OK;
}

/* The texts of a list with NULL at the end; the caller frees. */
static const char **ended(const rv_texts *texts)
{
    const char **all = calloc(texts->count + 1, sizeof *all);

    if (all && texts->count)
        memcpy(all, texts->items, texts->count * sizeof *all);
    return all;
}

static void say(const rv_import_choice *choice, const rv_screen_import_summary *sum, const char *path, size_t told)
{
    const char *would = choice->dry ? " would be" : "";

    if (told > SHOWN)
        rv_tool_say("... and %zu more%s%s", told - SHOWN, choice->unsure ? ", all in " : "", choice->unsure ? choice->unsure : "");
    if (choice->resolve)
        rv_tool_say("%zu %s%s from %s", sum->taken, sum->taken == 1 ? "conflict" : "conflicts", choice->dry ? would : " resolved", path);
    else
        rv_tool_say("%zu %s%s from %s", sum->taken, sum->taken == 1 ? "decision" : "decisions", choice->dry ? " would be taken" : "", path);
    if (sum->there)
        rv_tool_say("%zu there already", sum->there);
    if (sum->unsure || sum->unknown)
        rv_tool_say("%zu not sure, %zu without a record: not taken%s", sum->unsure, sum->unknown,
                    choice->unsure || choice->dry ? "" : "; --unsure FILE writes them for an answer");
}

rv_status rv_screening_import(rv_screening *work, const char *path, const rv_import_choice *choice, rv_error *err)
{
    doubts all = { .told = 0 };
    const char **reviewers = ended(&choice->reviewers), **reasons = ended(&choice->reasons);
    rv_screen_import_options o = { .format = choice->format, .stage = work->stage, .verdict = choice->verdict, .reviewers = reviewers,
                                   .reasons = reasons, .resolutions = choice->resolve, .change = choice->change, .dry = choice->dry,
                                   .fault = tell_fault, .doubt = take_doubt, .user = &all };
    rv_screen_import_summary sum = { .entries = 0 };
    rv_output *out = NULL;
    rv_status st = reviewers && reasons ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory"), ended_well;

    if (st == RV_OK && choice->unsure && (st = rv_output_open(&out, choice->unsure, err)) == RV_OK)
        st = rv_table_open(&all.table, out, RV_FORMAT_CSV, doubt_columns, sizeof doubt_columns / sizeof *doubt_columns, err);
    if (st == RV_OK)
        st = rv_screen_import_file(work->store, work->protocol, work->who, path, &o, &sum, err);
    if (all.table) {
        ended_well = rv_table_close(all.table, st == RV_OK ? err : NULL);
        st = st == RV_OK ? ended_well : st;
    }
    if (out && st == RV_OK)
        st = rv_output_close(out, err);
    else
        rv_output_drop(out);
    if (st == RV_OK)
        say(choice, &sum, path, all.told);
    if (*sum.event)
        rv_tool_ack(choice->porcelain, choice->resolve ? "decision.resolve" : "decision.vote", sum.event);
    free(reviewers);
    free(reasons);
    return st;
}

rv_status rv_screening_export_to(rv_screening *work, const char *program, rv_error *err)
{
    rv_output *out = NULL;
    uint64_t n = 0;
    rv_status st = rv_output_open(&out, work->output, err);

    if (st == RV_OK)
        st = rv_screen_export(work->store, work->protocol, work->who, work->stage, program, out, &n, err);
    if (st == RV_OK)
        st = rv_output_close(out, err);
    else
        rv_output_drop(out);
    if (st == RV_OK)
        rv_tool_say("%llu report%s written", (unsigned long long)n, n == 1 ? "" : "s");
    return st;
}
