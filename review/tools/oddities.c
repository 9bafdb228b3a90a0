#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tools/oddities.h"
#include "tools/opts.h"

enum { SHOWN = 3 };

/* How often each kind of oddity stands in the file being read. */
typedef struct {
    char   kind[40];
    size_t count;
} tally;

static struct {
    char        file[512];               /* its name; "" before the first */
    tally       tallies[40];
    size_t      n;
    rv_output  *list;                    /* all of them, when asked for */
    rv_table   *all;
} odd;

/* What was not told one by one. */
static void end_oddities(void)
{
    size_t i;

    for (i = 0; i < odd.n; i++)
        if (odd.tallies[i].count > SHOWN)
            rv_tool_say("%s: %zu more of the kind %s", odd.file, odd.tallies[i].count - SHOWN, odd.tallies[i].kind);
    odd.n = 0;
}

static size_t count_kind(const char *name)
{
    size_t i;

    for (i = 0; i < odd.n && strcmp(odd.tallies[i].kind, name) != 0; i++)
        ;
    if (i == sizeof odd.tallies / sizeof *odd.tallies)
        return 0;
    if (i == odd.n) {
        snprintf(odd.tallies[i].kind, sizeof odd.tallies[i].kind, "%s", name);
        odd.tallies[odd.n++].count = 0;
    }
    return ++odd.tallies[i].count;
}

void rv_oddity_take(void *user, const rv_problem *problem)
{
    (void)user;
    if (odd.file[0] && strcmp(odd.file, problem->file) != 0)
        end_oddities();
    snprintf(odd.file, sizeof odd.file, "%s", problem->file);
    if (odd.all) {
        rv_table_text(odd.all, problem->file);
        rv_table_int(odd.all, (int64_t)problem->line);
        if (problem->record)
            rv_table_int(odd.all, (int64_t)problem->record);
        else
            rv_table_missing(odd.all);
        rv_table_text(odd.all, problem->kind);
        rv_table_text(odd.all, problem->message);
        rv_table_row(odd.all);
    }
    if (count_kind(problem->kind) > SHOWN)
        return;
    rv_tool_progress_end();
    rv_tool_say("%s:%zu: %s: %s", problem->file, problem->line, problem->kind, problem->message);
}

rv_status rv_oddities_open(const char *path, rv_error *err)
{
    static const char *const columns[] = { "file", "line", "record", "kind", "message" };
    rv_status st;

    if (!path)
        return RV_OK;
    st = rv_output_open(&odd.list, path, err);
    return st == RV_OK ? rv_table_open(&odd.all, odd.list, RV_FORMAT_CSV, columns, 5, err) : st;
}

rv_status rv_oddities_close(rv_status st, rv_error *err)
{
    rv_error *words = st == RV_OK ? err : NULL;
    rv_status closed = RV_OK;

    end_oddities();
    if (odd.all)
        closed = rv_table_close(odd.all, words);
    if (odd.list && closed == RV_OK)
        closed = rv_output_close(odd.list, words);
    else
        rv_output_drop(odd.list);
    odd.all = NULL;
    odd.list = NULL;
    return st == RV_OK ? closed : st;
}
